//! The units behind a number: those that fall short in an item, where it counts nowhere, or that gave a figure.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::source::{Effects, Source};
use super::{lists, words};
use crate::checklist::Verdict;
use crate::inspection::{ItemKey, UnitId};
use crate::overview::{Indicator, LeftOut, LeftOutItem, Level, Trend, TrendUnit, Trends};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Event, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, OverviewOutcome, World, Years};
use crate::vietnamese::number::format_number;

/// Units that an item concerns.
#[derive(Debug)]
pub(super) struct Concerned {
    source: Source,
    key: ItemKey,
    why: Why,
    cursor: ListCursor,
}

/// Why they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    FallShort,
    LeftOut(LeftOut),
}

/// A unit, with its verdict where it has one.
struct Row<'a> {
    unit: &'a UnitId,
    verdict: Option<Verdict>,
}

impl Concerned {
    /// The units that fall short in the item at `key`.
    pub(super) fn shortcoming(source: Source, key: ItemKey) -> Self {
        Self { source, key, why: Why::FallShort, cursor: ListCursor::default() }
    }

    /// The units where `item` counts nowhere.
    pub(super) fn left_out(source: Source, item: &LeftOutItem) -> Self {
        Self { source, key: item.key.clone(), why: Why::LeftOut(item.why), cursor: ListCursor::default() }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let Some(round) = &self.source.seen else { return Vec::new() };
        match self.why {
            Why::FallShort => {
                let found = round.shortcomings.iter().find(|it| it.key == self.key);
                let units = found.map(|it| it.units.as_slice()).unwrap_or_default();
                units.iter().map(|unit| Row { unit: &unit.unit, verdict: Some(unit.verdict) }).collect()
            }
            Why::LeftOut(why) => {
                let found = round.left_out.iter().find(|it| it.key == self.key && it.why == why);
                let units = found.map(|it| it.units.as_slice()).unwrap_or_default();
                units.iter().map(|unit| Row { unit, verdict: None }).collect()
            }
        }
    }

    fn selected(&self) -> Option<UnitId> {
        self.rows().get(self.cursor.selected()).map(|row| row.unit.clone())
    }

    fn name(&self, unit: &UnitId) -> String {
        self.source.unit(unit).map(|unit| unit.unit.name.clone()).unwrap_or_default()
    }
}

impl Screen<World> for Concerned {
    fn title(&self) -> String {
        let number = self.source.open.numbered_item(&self.key).map(|(number, _)| number);
        t!("screen_overview.units_of", number = number.unwrap_or_default()).into_owned()
    }

    fn help(&self) -> String {
        t!("screen_overview.help_concerned").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![self.source.inspect_offer()]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Returned => return self.source.look(),
            Event::Outcome(outcome) => {
                let effects = self.source.take(outcome);
                if matches!(outcome, Outcome::Overview(OverviewOutcome::Round(..))) {
                    let last = self.rows().len().saturating_sub(1);
                    self.cursor.select(self.cursor.selected().min(last));
                }
                return effects;
            }
            Event::Failed(request, failure) => self.source.fail(request, failure),
            Event::Act(Action::Open) => {
                let Some(unit) = self.selected() else { return Vec::new() };
                return self.source.inspect(&unit, Some(self.key.clone()));
            }
            Event::Key(key) => {
                let rows = self.rows().len();
                self.cursor.press(key, rows);
            }
            _ => {}
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (_, item) = self.source.open.numbered_item(&self.key)?;
        let count = t!("screen_overview.units_count", count = self.rows().len());
        Some(Subtitle {
            left: Line::from(theme.span(Role::Title, item.ask.clone())),
            right: Line::from(theme.span(Role::Dim, count)),
        })
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let rows = self.rows();
        if rows.is_empty() {
            let inner = Rect { x: area.x.saturating_add(1), ..area };
            return canvas.text(inner, 1, Role::Dim, &t!("screen_overview.no_units_left"));
        }
        let (list, below) = words::split(area);
        let name = usize::from(area.width).saturating_sub(24).min(60);
        self.cursor.render(canvas, list, rows.len(), |index| {
            let Row { unit, verdict } = rows[index];
            let unit_name = self.name(unit);
            match (verdict, self.why) {
                (Some(verdict), _) => lists::verdict_line(&theme, &unit_name, name, verdict),
                (None, Why::LeftOut(why)) => Line::from(vec![
                    Span::raw(width::pad(&width::cut(&unit_name, name, theme.marks().ellipsis), name + 1)),
                    theme.span(Role::NotApplicable, words::left_out(why)),
                ]),
                (None, Why::FallShort) => Line::from(unit_name),
            }
        });
        let Some(unit) = self.selected().and_then(|unit| self.source.unit(&unit).cloned()) else { return };
        let mut lines = Vec::new();
        if let Some(told) = unit.finding(&self.key) {
            lines.push((Role::Text, told.said.clone()));
            if !told.remark.is_empty() {
                lines.push((Role::Text, told.remark.clone()));
            }
            if told.recurrence.is_some() {
                lines.push((Role::Changed, t!("screen_overview.recurs").into_owned()));
            }
            if let Some(requirement) = &told.requirement {
                lines.push((Role::Dim, t!("screen_overview.required", text = requirement.text).into_owned()));
            }
        }
        words::panel(canvas, below, &unit.unit.name, &lines);
    }
}

/// Units that gave a figure, year by year.
#[derive(Debug)]
pub(super) struct TrendUnits {
    source: Source,
    indicator: Indicator,
    level: Level,
    is_share: bool,
    rows: Vec<TrendUnit>,
    cursor: ListCursor,
}

impl TrendUnits {
    pub(super) fn new(source: Source, years: &Years, trend: &Trend) -> Self {
        let rows = Trends::units(&years.rounds, &trend.indicator, trend.level);
        let (indicator, level, is_share) = (trend.indicator.clone(), trend.level, trend.is_share);
        Self { source, indicator, level, is_share, rows, cursor: ListCursor::default() }
    }

    fn selected(&self) -> Option<&TrendUnit> {
        self.rows.get(self.cursor.selected())
    }

    fn is_here(&self) -> bool {
        self.selected().is_some_and(|row| row.round == self.source.open.round.id)
    }
}

impl Screen<World> for TrendUnits {
    fn title(&self) -> String {
        words::level(self.level)
    }

    fn help(&self) -> String {
        t!("screen_overview.help_concerned").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![if self.is_here() {
            self.source.inspect_offer()
        } else {
            Offer::off(Action::Open, t!("screen_overview.other_round"))
        }]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Outcome(outcome) => return self.source.take(outcome),
            Event::Failed(request, failure) => self.source.fail(request, failure),
            Event::Act(Action::Open) if self.is_here() => {
                let Some(unit) = self.selected().map(|row| row.unit.clone()) else { return Vec::new() };
                let key = match &self.indicator {
                    Indicator::Item { key, .. } => Some(key.clone()),
                    _ => None,
                };
                return self.source.inspect(&unit, key);
            }
            Event::Key(key) => _ = self.cursor.press(key, self.rows.len()),
            _ => {}
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let left = Line::from(theme.span(Role::Title, words::indicator(&self.indicator)));
        Some(Subtitle { left, right: Line::default() })
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let name = usize::from(area.width).saturating_sub(44).clamp(16, 60);
        self.cursor.render(canvas, area, self.rows.len(), |index| {
            let row = &self.rows[index];
            let value = words::value(row.value, self.is_share);
            let made = row.share.filter(|_| self.is_share);
            let made = made.map(|share| format!("{}/{}", format_number(share.part), format_number(share.whole)));
            Line::from(vec![
                theme.span(Role::Dim, width::pad(&row.year.to_string(), 6)),
                theme.span(Role::Text, width::pad(&width::cut(&row.name, name, theme.marks().ellipsis), name)),
                theme.span(Role::Text, width::pad_left(&value, 13)),
                theme.span(Role::Dim, width::pad_left(&made.unwrap_or_default(), 16)),
            ])
        });
    }
}

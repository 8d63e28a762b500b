//! Points of a unit by field and checklist, and of a checklist by section and item: full, self, verified; why they
//! differ, and what counts nowhere.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::source::{Effects, Source};
use super::words;
use crate::checklist::{ChecklistId, Verdict};
use crate::inspection::{ItemKey, UnitId};
use crate::overview::{AskedNow, Cell, LeftOut, PointLine, PointSum};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, OverviewOutcome, World};
use crate::vietnamese::number::{format_number, format_percent, same};

/// Columns of the pointer.
const POINTER: usize = 3;

/// Points of a unit, or of one checklist there.
#[derive(Debug)]
pub(super) struct Points {
    source: Source,
    unit: UnitId,
    /// The checklist whose items are shown; none: the whole unit.
    checklist: Option<ChecklistId>,
    cursor: ListCursor,
}

/// A row as it is drawn.
struct Row {
    depth: usize,
    label: String,
    verdict: Shown,
    full: Option<f64>,
    own: Option<f64>,
    verified: Option<f64>,
    /// What the panel says of it.
    detail: Vec<(Role, String)>,
    /// Where Enter leads.
    to: To,
}

/// What stands in the column of verdicts.
enum Shown {
    Nothing,
    Verdict(Option<Verdict>),
    LeftOut(LeftOut),
    Share(f64),
    /// A figure of an item without verdict.
    Figure(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    /// A sum.
    Nowhere,
    /// An item that is not asked at the unit.
    NotAsked,
    Checklist(ChecklistId),
    Item(ItemKey),
}

impl Points {
    /// The points of a unit.
    pub(super) fn of_unit(source: Source, unit: &UnitId) -> Self {
        Self { source, unit: unit.clone(), checklist: None, cursor: ListCursor::default() }
    }

    /// The same, of one of its checklists.
    pub(super) fn of_checklist(self, checklist: &ChecklistId) -> Self {
        Self { checklist: Some(checklist.clone()), cursor: ListCursor::default(), ..self }
    }

    fn rows(&self) -> Vec<Row> {
        let Some(unit) = self.source.unit(&self.unit) else { return Vec::new() };
        if let Some(checklist) = &self.checklist {
            return unit.cell(checklist).map(of_cell).unwrap_or_default();
        }
        let whole = t!("screen_overview.whole_unit").into_owned();
        let mut rows = vec![Row::sum(0, whole, &unit.points, To::Nowhere)];
        for field in unit.by_field() {
            let name = t!(format!("screen_overview.field.{}", field.field.as_str())).into_owned();
            rows.push(Row::sum(0, name, &field.points, To::Nowhere));
            let cells = unit.cells.iter().filter(|cell| cell.checklist.field == field.field);
            rows.extend(cells.map(|cell| {
                let to = To::Checklist(cell.checklist.id.clone());
                Row::sum(1, cell.checklist.title.clone(), &cell.points, to)
            }));
        }
        rows
    }

    fn enter(&mut self, to: &To) -> Effects {
        match to {
            To::Nowhere | To::NotAsked => Vec::new(),
            To::Checklist(checklist) => {
                vec![Effect::push(Self::of_unit(self.source.above(), &self.unit).of_checklist(checklist))]
            }
            To::Item(key) => {
                let unit = self.unit.clone();
                self.source.inspect(&unit, Some(key.clone()))
            }
        }
    }

    fn to(&self) -> To {
        self.rows().into_iter().nth(self.cursor.selected()).map_or(To::Nowhere, |row| row.to)
    }
}

fn of_cell(cell: &Cell) -> Vec<Row> {
    let title = t!("screen_overview.whole_checklist_row").into_owned();
    let mut rows = vec![Row::sum(0, title, &cell.points, To::Nowhere)];
    let mut items = cell.items();
    let mut points = cell.points().peekable();
    let mut figures = cell.figures().peekable();
    for (number, section) in (1..).zip(cell.sections()) {
        rows.push(Row::sum(0, format!("{number}. {}", section.section.title), &section.points, To::Nowhere));
        for (place, (item, status)) in (1..).zip(items.by_ref().take(section.section.items.len())) {
            let key = ItemKey { checklist: cell.checklist.id.clone(), item: item.id.clone() };
            let label = format!("{number}.{place} {}", item.ask);
            let to = if status.asked == AskedNow::Yes { To::Item(key) } else { To::NotAsked };
            let figure = figures.next_if(|figure| figure.item.id == item.id);
            let figure = figure.and_then(|figure| Some(words::value(figure.value?, figure.is_share)));
            let line = points.next_if(|line| line.item.id == item.id);
            rows.push(match line {
                Some(line) => Row::item(label, &line, to),
                None => Row {
                    depth: 1,
                    label,
                    verdict: match status.asked {
                        AskedNow::Yes if item.has_verdict() => Shown::Verdict(status.verdict),
                        AskedNow::Yes => figure.map_or(Shown::Nothing, Shown::Figure),
                        AskedNow::No => Shown::LeftOut(LeftOut::NotAsked),
                        AskedNow::NotYet => Shown::LeftOut(LeftOut::Undetermined),
                    },
                    full: None,
                    own: None,
                    verified: None,
                    detail: vec![
                        (Role::Text, item.ask.clone()),
                        (Role::Dim, t!("screen_overview.no_points").into_owned()),
                    ],
                    to,
                },
            });
        }
    }
    rows
}

impl Row {
    fn sum(depth: usize, label: String, sum: &PointSum, to: To) -> Self {
        let is_scored = sum.items > 0;
        Self {
            depth,
            label,
            verdict: sum.share().filter(|_| sum.judged > 0).map_or(Shown::Nothing, Shown::Share),
            full: is_scored.then_some(sum.full),
            own: sum.whole_own(),
            verified: is_scored.then_some(sum.verified),
            detail: words::sum(sum).into_iter().map(|line| (Role::Text, line)).collect(),
            to,
        }
    }

    fn item(label: String, line: &PointLine<'_>, to: To) -> Self {
        let mut detail = vec![(Role::Text, line.item.ask.clone())];
        if let Some(why) = line.left_out {
            let points = format_number(line.full);
            let text = t!("screen_overview.left_out_detail", why = words::left_out(why), points = points);
            detail.push((Role::NotApplicable, text.into_owned()));
        } else if line.verified.is_none() {
            detail.push((Role::Unanswered, t!("screen_overview.not_judged").into_owned()));
        }
        if let (Some(own), Some(verified)) = (line.own, line.verified)
            && !same(own, verified)
        {
            let difference = format_number(verified - own);
            let difference = if verified > own { format!("+{difference}") } else { difference };
            let text = t!("screen_overview.difference", own = format_number(own), difference = difference);
            detail.push((Role::Changed, text.into_owned()));
            detail.push(match line.reason {
                Some(reason) => (Role::Text, t!("screen_overview.reason", text = reason).into_owned()),
                None => (Role::Error, t!("screen_overview.no_reason").into_owned()),
            });
        } else if let Some(reason) = line.reason {
            detail.push((Role::Text, t!("screen_overview.reason", text = reason).into_owned()));
        }
        Self {
            depth: 1,
            label,
            verdict: line.left_out.map_or(Shown::Verdict(line.verdict), Shown::LeftOut),
            full: Some(line.full).filter(|_| line.left_out.is_none()),
            own: line.own,
            verified: line.verified,
            detail,
            to,
        }
    }

    fn line(&self, theme: &Theme, plan: &Plan) -> Line<'static> {
        let indent = " ".repeat(self.depth * 2);
        let label = width::cut(&format!("{indent}{}", self.label), plan.label, theme.marks().ellipsis);
        let role = if self.depth == 0 { Role::Title } else { Role::Text };
        let state = match &self.verdict {
            Shown::Nothing => Span::raw(""),
            Shown::Verdict(verdict) => words::verdict(theme, *verdict),
            Shown::LeftOut(why) => theme.span(Role::NotApplicable, words::left_out(*why)),
            Shown::Share(share) => theme.span(Role::Text, format_percent(*share)),
            Shown::Figure(text) => theme.span(Role::Dim, text.clone()),
        };
        let state = Span::styled(
            width::pad(&width::cut(&state.content, plan.state, theme.marks().ellipsis), plan.state),
            state.style,
        );
        let number = |value: Option<f64>, columns: usize| {
            let text = words::points(theme, value);
            theme.span(Role::Text, width::pad_left(&text, columns))
        };
        Line::from(vec![
            theme.span(role, width::pad(&label, plan.label + 1)),
            state,
            number(self.full, plan.number),
            number(self.own, plan.number),
            number(self.verified, plan.number + 1),
        ])
    }
}

struct Plan {
    label: usize,
    state: usize,
    number: usize,
}

impl Plan {
    fn new(columns: u16) -> Self {
        let (state, number) = match columns {
            ..72 => (9, 8),
            72..100 => (13, 9),
            _ => (17, 11),
        };
        let label = usize::from(columns).saturating_sub(POINTER + 1 + state + number * 3 + 2);
        Self { label, state, number }
    }

    fn heading(&self) -> String {
        let mut text = " ".repeat(POINTER);
        text.push_str(&width::pad(&t!("screen_overview.item"), self.label + 1));
        text.push_str(&width::pad(&t!("screen_overview.state"), self.state));
        text.push_str(&width::pad_left(&t!("screen_overview.full"), self.number));
        text.push_str(&width::pad_left(&t!("screen_overview.own"), self.number));
        text.push_str(&width::pad_left(&t!("screen_overview.verified_short"), self.number + 1));
        text
    }
}

impl Screen<World> for Points {
    fn title(&self) -> String {
        let unit = self.source.open.round.unit(&self.unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let checklist = self.checklist.as_ref().and_then(|id| {
            let editions = self.source.open.editions.iter().map(|edition| &edition.checklist);
            editions.into_iter().find(|checklist| checklist.id == *id)
        });
        checklist.map_or(unit, |checklist| checklist.title.clone())
    }

    fn help(&self) -> String {
        t!("screen_overview.help_points").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![match self.to() {
            To::Checklist(_) => Offer::on(Action::Open).named(t!("screen_overview.open_checklist")),
            To::Item(_) => self.source.inspect_offer(),
            To::Nowhere => Offer::off(Action::Open, t!("screen_overview.a_sum")),
            To::NotAsked => Offer::off(Action::Open, t!("screen_overview.not_asked_here")),
        }]
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
                let to = self.to();
                return self.enter(&to);
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
        let unit = self.source.open.round.unit(&self.unit)?;
        let left = Line::from(theme.span(Role::Text, t!("screen_overview.points_of", unit = unit.name)));
        Some(Subtitle { left, right: Line::from(theme.span(Role::Dim, t!("screen_overview.legend_points"))) })
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let rows = self.rows();
        if rows.is_empty() {
            let inner = Rect { x: area.x.saturating_add(1), ..area };
            return canvas.text(inner, 1, Role::Dim, &self.source.waiting());
        }
        let plan = Plan::new(area.width);
        canvas.text(area, 0, Role::Dim, &plan.heading());
        let (list, below) = words::split(Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area });
        self.cursor.render(canvas, list, rows.len(), |index| rows[index].line(&theme, &plan));
        if let Some(row) = rows.get(self.cursor.selected()) {
            words::panel(canvas, below, &row.label, &row.detail);
        }
    }
}

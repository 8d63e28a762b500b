//! Bảng tổng hợp kết quả: a round as a whole. Views side by side, changed with Tab: units × checklists as a heat map, the
//! most frequent shortcomings, progress, ranking by points, what counts nowhere and why, figures over the years. Enter
//! goes down: to a unit's or a checklist's points, to the units concerned, and at last to the item in the inspection.

#[cfg(test)]
mod aftermath_tests;
mod concerned;
mod heat;
mod lists;
mod points;
mod source;
#[cfg(test)]
mod tests;
mod trends;
mod words;

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::concerned::{Concerned, TrendUnits};
use self::points::Points;
use self::source::{Effects, Reading, Source};
use crate::assessment::OpenRound;
use crate::inspection::Member;
use crate::overview::RoundOverview;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::screens::results;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{Outcome, OverviewOutcome, OverviewRequest, Request, World, Years};

/// Whether the dashboard can be opened from the board of `open`.
pub(super) fn offer(open: &OpenRound) -> Offer {
    if open.round.units.is_empty() {
        return Offer::off(Action::Overview, t!("screen_overview.no_units"));
    }
    Offer::on(Action::Overview)
}

/// Opens it.
pub(super) fn open(open: &Arc<OpenRound>, acting: Option<&Member>) -> Effects {
    vec![Effect::push(Overview::new(open.clone(), acting.cloned()))]
}

/// What of the round is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Heat,
    Shortcomings,
    Progress,
    Ranking,
    LeftOut,
    Years,
}

impl View {
    const ALL: [Self; 6] = [Self::Heat, Self::Shortcomings, Self::Progress, Self::Ranking, Self::LeftOut, Self::Years];

    fn place(self) -> usize {
        Self::ALL.iter().position(|view| *view == self).unwrap_or(0)
    }

    /// The view `steps` further on, around the end.
    fn turned(self, steps: usize) -> Self {
        Self::ALL[(self.place() + steps) % Self::ALL.len()]
    }

    /// The view for other programs that holds what is seen.
    fn exported(self) -> crate::export::View {
        match self {
            Self::Heat => crate::export::View::Overview,
            Self::Shortcomings => crate::export::View::Shortcomings,
            Self::Progress => crate::export::View::Units,
            Self::Ranking => crate::export::View::Ranking,
            Self::LeftOut => crate::export::View::LeftOut,
            Self::Years => crate::export::View::Trends,
        }
    }

    fn name(self) -> String {
        match self {
            Self::Heat => t!("screen_overview.view.heat"),
            Self::Shortcomings => t!("screen_overview.view.shortcomings"),
            Self::Progress => t!("screen_overview.view.progress"),
            Self::Ranking => t!("screen_overview.view.ranking"),
            Self::LeftOut => t!("screen_overview.view.left_out"),
            Self::Years => t!("screen_overview.view.years"),
        }
        .into_owned()
    }
}

/// The dashboard of a round.
#[derive(Debug)]
pub struct Overview {
    source: Source,
    view: View,
    /// A selection per view.
    cursors: [ListCursor; View::ALL.len()],
    /// The selected column of the heat map: 0 is the whole unit, then the checklists.
    column: usize,
    /// First checklist seen, from the last drawing.
    first: Cell<usize>,
    years: Option<Arc<Years>>,
    /// How the reading of all rounds stands.
    reading_years: Reading,
    /// First year seen, counted from the newest.
    year: Cell<usize>,
}

impl Overview {
    /// The dashboard of `open`; `acting` works on this laptop.
    pub fn new(open: Arc<OpenRound>, acting: Option<Member>) -> Self {
        Self {
            source: Source::new(open, acting),
            view: View::Heat,
            cursors: Default::default(),
            column: 0,
            first: Cell::new(0),
            years: None,
            reading_years: Reading::Not,
            year: Cell::new(0),
        }
    }

    fn cursor(&self) -> &ListCursor {
        &self.cursors[self.view.place()]
    }

    fn selected(&self) -> usize {
        self.cursor().selected()
    }

    /// How many rows the present view has.
    fn rows(&self) -> usize {
        let Some(round) = &self.source.seen else { return 0 };
        match self.view {
            View::Heat | View::Progress | View::Ranking => round.units.len(),
            View::Shortcomings => round.shortcomings.len(),
            View::LeftOut => round.left_out.len() + round.not_asked.len(),
            View::Years => self.years.as_ref().map_or(0, |years| years.trends.rows.len()),
        }
    }

    fn turn(&mut self, view: View) -> Effects {
        self.view = view;
        if view == View::Years { self.read_years() } else { Vec::new() }
    }

    fn read_years(&mut self) -> Effects {
        if self.source.seen.is_none() || matches!(self.reading_years, Reading::Running) {
            return Vec::new();
        }
        self.reading_years = Reading::Running;
        vec![Effect::Start(Request::Overview(OverviewRequest::Years))]
    }

    fn enter(&mut self) -> Effects {
        let Some(round) = self.source.seen.clone() else { return self.source.look() };
        let row = self.selected();
        match self.view {
            View::Heat => {
                let Some(unit) = round.units.get(row) else { return Vec::new() };
                let checklist = self.column.checked_sub(1).and_then(|column| round.checklists().nth(column));
                let points = Points::of_unit(self.source.above(), &unit.unit.id);
                match checklist {
                    None => vec![Effect::push(points)],
                    Some(checklist) if unit.cell(&checklist.id).is_some() => {
                        vec![Effect::push(points.of_checklist(&checklist.id))]
                    }
                    Some(_) => Vec::new(),
                }
            }
            View::Progress => {
                let Some(unit) = round.units.get(row) else { return Vec::new() };
                let unit = unit.unit.id.clone();
                self.source.inspect(&unit, None)
            }
            View::Ranking => {
                let Some(ranked) = round.ranking.get(row) else { return Vec::new() };
                vec![Effect::push(Points::of_unit(self.source.above(), &ranked.unit))]
            }
            View::Shortcomings => {
                let Some(shortcoming) = round.shortcomings.get(row) else { return Vec::new() };
                vec![Effect::push(Concerned::shortcoming(self.source.above(), shortcoming.key.clone()))]
            }
            View::LeftOut => {
                let Some(item) = round.left_out.get(row) else { return Vec::new() };
                vec![Effect::push(Concerned::left_out(self.source.above(), item))]
            }
            View::Years => {
                let Some(years) = self.years.clone() else { return self.read_years() };
                let Some(trend) = years.trends.rows.get(row) else { return Vec::new() };
                vec![Effect::push(TrendUnits::new(self.source.above(), &years, trend))]
            }
        }
    }

    /// Whether Enter leads anywhere, and where.
    fn open_offer(&self) -> Offer {
        let Some(round) = &self.source.seen else {
            return match self.source.reading {
                Reading::Stopped => Offer::on(Action::Open).named(t!("screen_overview.read_again")),
                _ => Offer::off(Action::Open, t!("screen_overview.reading")),
            };
        };
        if self.view == View::Years && self.years.is_none() {
            return match self.reading_years {
                Reading::Stopped => Offer::on(Action::Open).named(t!("screen_overview.read_again")),
                _ => Offer::off(Action::Open, t!("screen_overview.reading")),
            };
        }
        if self.selected() >= self.rows() {
            return Offer::off(Action::Open, t!("screen_overview.nothing_selected"));
        }
        match self.view {
            View::Heat => match self.column.checked_sub(1).and_then(|column| round.checklists().nth(column)) {
                None => Offer::on(Action::Open).named(t!("screen_overview.open_points")),
                Some(checklist) if round.units[self.selected()].cell(&checklist.id).is_some() => {
                    Offer::on(Action::Open).named(t!("screen_overview.open_checklist"))
                }
                Some(_) => Offer::off(Action::Open, t!("screen_overview.other_kind")),
            },
            View::Ranking => Offer::on(Action::Open).named(t!("screen_overview.open_points")),
            View::Progress => self.source.inspect_offer(),
            View::Shortcomings | View::Years => Offer::on(Action::Open).named(t!("screen_overview.open_units")),
            View::LeftOut if self.selected() < round.left_out.len() => {
                Offer::on(Action::Open).named(t!("screen_overview.open_units"))
            }
            View::LeftOut => Offer::off(Action::Open, t!("screen_overview.whole_checklist")),
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        if let Outcome::Overview(OverviewOutcome::Years(years)) = outcome {
            let here = years.rounds.iter().find(|round| round.round().id == self.source.open.round.id);
            self.source.seen = here.cloned().or_else(|| self.source.seen.take());
            self.years = Some(years.clone());
            self.reading_years = Reading::Not;
            self.hold();
        }
        let effects = self.source.take(outcome);
        if let Outcome::Overview(OverviewOutcome::Round(..)) = outcome {
            self.hold();
        }
        effects
    }

    /// Keeps the selections inside what is there now.
    fn hold(&mut self) {
        let view = self.view;
        for each in View::ALL {
            self.view = each;
            let last = self.rows().saturating_sub(1);
            let cursor = &mut self.cursors[each.place()];
            cursor.select(cursor.selected().min(last));
        }
        self.view = view;
    }

    fn press(&mut self, key: Key) {
        let columns = self.source.open.editions.len();
        match (self.view, key) {
            (View::Heat, Key::Left) => self.column = self.column.saturating_sub(1),
            (View::Heat, Key::Right) => self.column = (self.column + 1).min(columns),
            (View::Years, Key::Left) => self.year.set(self.year.get() + 1),
            (View::Years, Key::Right) => self.year.set(self.year.get().saturating_sub(1)),
            (_, key) => {
                let rows = self.rows();
                self.cursors[self.view.place()].press(key, rows);
            }
        }
    }

    fn legend(&self, round: &RoundOverview) -> String {
        match self.view {
            View::Heat => t!("screen_overview.legend_heat").into_owned(),
            View::Shortcomings => t!("screen_overview.legend_shortcomings").into_owned(),
            View::Ranking => t!("screen_overview.legend_ranking").into_owned(),
            View::Years => t!("screen_overview.legend_years").into_owned(),
            View::Progress => {
                let complete = round.units.iter().filter(|unit| unit.is_complete()).count();
                let (units, issued) = (round.units.len(), self.source.after.issued());
                let mut text = t!("screen_overview.legend_progress", complete = complete, units = units).into_owned();
                for (count, key) in [
                    (issued, "screen_overview.legend_issued"),
                    (self.source.after.overdue(), "screen_overview.legend_overdue"),
                ] {
                    if count > 0 {
                        text.push_str(&t!(key, count = count));
                    }
                }
                text
            }
            View::LeftOut => t!("screen_overview.legend_left_out").into_owned(),
        }
    }
}

impl Screen<World> for Overview {
    fn title(&self) -> String {
        t!("screen_overview.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_overview.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let next = t!("screen_overview.next_view", view = self.view.turned(1).name());
        let mut offers =
            vec![self.open_offer(), Offer::on(Action::NextPane).named(next), Offer::on(Action::PreviousPane)];
        offers.extend(results::offers(&self.source.open));
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            // The years bring this round along.
            Event::Returned if self.view == View::Years && self.years.is_some() => return self.read_years(),
            Event::Opened | Event::Returned => return self.source.look(),
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(request, failure) => {
                if matches!(request, Request::Overview(OverviewRequest::Years)) {
                    self.reading_years = Reading::Stopped;
                }
                self.source.fail(request, failure);
            }
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::NextPane) => return self.turn(self.view.turned(1)),
            Event::Act(Action::PreviousPane) => return self.turn(self.view.turned(View::ALL.len() - 1)),
            Event::Act(action) => {
                return results::open(action, &self.source.open, self.view.exported()).unwrap_or_default();
            }
            Event::Key(key) => self.press(key),
            _ => {}
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let place = format!("{}/{} ", self.view.place() + 1, View::ALL.len());
        let left = Line::from_iter([theme.span(Role::Dim, place), theme.span(Role::Title, self.view.name())]);
        let legend = self.source.seen.as_ref().map(|round| self.legend(round)).unwrap_or_default();
        Some(Subtitle { left, right: Line::from(theme.span(Role::Dim, legend)) })
    }

    fn status(&self) -> Option<Message> {
        let round = self.source.seen.as_ref()?;
        let missing = self.years.as_ref().filter(|_| self.view == View::Years).and_then(|years| years.trends.missing());
        if let Some(missing) = missing {
            return Some(Message::error(missing));
        }
        let conflicts = round.totals().conflicts;
        (conflicts > 0).then(|| Message {
            text: t!("screen_overview.conflicts", count = conflicts).into_owned(),
            role: Role::Changed,
        })
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(round) = &self.source.seen else {
            canvas.text(inner, 1, Role::Dim, &self.source.waiting());
            return;
        };
        match self.view {
            View::Heat => self.draw_heat(canvas, area, round),
            View::Shortcomings => self.draw_shortcomings(canvas, area, round),
            View::Progress => self.draw_progress(canvas, area, round),
            View::Ranking => self.draw_ranking(canvas, area, round),
            View::LeftOut => self.draw_left_out(canvas, area, round),
            View::Years => self.draw_years(canvas, area),
        }
    }
}

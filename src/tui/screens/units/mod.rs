//! The units of a round: how far each one is and what is wrong there.

mod board;
mod papers;
mod status;
mod tallies;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::tallies::{Tallies, Tally};
use super::acting::ActingChoice;
use super::board::{TeamBoard, finished, word_offers};
use super::closing::Closing;
use super::conflicts::Conflicts;
use super::editions::{Editions, Start};
use super::exchange;
use super::find::Find;
use super::grid::UnitGrid;
use super::inspection::Inspection;
use super::overview;
use super::problems::Problems;
use super::questions::QuestionList;
use super::requirements;
use super::results;
use super::round_editor::{Part, RoundEditor};
use super::templates::Templates;
use crate::assessment::OpenRound;
use crate::inspection::{Member, Question, Unit, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{
    BoardOutcome, BoardRequest, ClosingOutcome, ConflictOutcome, Definition, ExchangeOutcome, IssueOutcome, Outcome,
    QuestionOutcome, QuestionRequest, Request, World,
};
use crate::vietnamese::date::format_date;

/// The board of a round's units.
#[derive(Debug, Clone)]
pub struct Units {
    open: Arc<OpenRound>,
    acting: Option<Member>,
    tallies: Tallies,
    cursor: ListCursor,
    /// Which units are seen, from the last drawing: they are counted first.
    seen: Cell<(usize, usize)>,
    confirm: Option<Confirm>,
    /// The unit the user is on the way into.
    opening: Option<Opening>,
    place: Place,
    /// Questions about the round's answers.
    questions: Arc<Vec<Question>>,
}

/// A unit the user is on the way into.
#[derive(Debug, Clone)]
struct Opening {
    unit: UnitId,
    view: View,
}

/// What of a unit is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Inspection,
    /// Its problems, above the inspection.
    Problems,
    /// Closing the visit.
    Closing,
}

/// Whether other screens cover the board: covered, it does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    Below,
}

impl Units {
    /// The board of `open`; `acting` works on this laptop.
    pub fn new(open: Arc<OpenRound>, acting: Option<Member>) -> Self {
        let tallies = Tallies::default();
        let mut board = Self {
            open,
            acting,
            tallies,
            cursor: ListCursor::default(),
            seen: Cell::new((0, 0)),
            confirm: None,
            opening: None,
            place: Place::Top,
            questions: Arc::default(),
        };
        board.tallies.restart(&board.open);
        board
    }

    fn selected(&self) -> Option<&Unit> {
        self.open.round.units.get(self.cursor.selected())
    }

    fn tally(&self, unit: &UnitId) -> Option<&Tally> {
        self.tallies.of(unit)
    }

    /// What of the units was seen last.
    fn visible(&self, count: usize) -> Range<usize> {
        let (start, end) = self.seen.get();
        start.min(count)..end.min(count)
    }

    fn cover(&mut self, effects: Vec<Effect<World>>) -> Vec<Effect<World>> {
        self.place = Place::Below;
        effects
    }

    fn enter(&mut self) -> Vec<Effect<World>> {
        if let Some(confirm) = &self.confirm {
            if !confirm.is_given() {
                return Vec::new();
            }
            self.confirm = None;
            let Some(unit) = self.selected() else { return Vec::new() };
            return vec![Effect::Run(Request::RemoveUnit(self.open.round.id.clone(), unit.id.clone()))];
        }
        self.open_unit(View::Inspection)
    }

    fn open_unit(&mut self, view: View) -> Vec<Effect<World>> {
        let Some(unit) = self.selected().map(|unit| unit.id.clone()) else { return Vec::new() };
        if self.acting.is_none() {
            return self.change_acting();
        }
        self.opening = Some(Opening { unit: unit.clone(), view });
        vec![Effect::Run(Request::OpenUnit(self.open.round.id.clone(), unit))]
    }

    fn change_acting(&mut self) -> Vec<Effect<World>> {
        if self.open.round.members.is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_units.no_members")))];
        }
        let now = self.acting.as_ref().map(|member| member.id.clone());
        let choice = ActingChoice::new(self.open.clone(), now.as_ref());
        self.cover(vec![Effect::push(choice)])
    }

    fn edit(&mut self, part: Part) -> Vec<Effect<World>> {
        let editor = RoundEditor::at(&self.open.round, part);
        self.cover(vec![Effect::push(editor)])
    }

    /// The grid item × unit, at the selected unit.
    fn grid(&mut self) -> Vec<Effect<World>> {
        let (Some(unit), Some(member)) = (self.selected(), &self.acting) else { return self.change_acting() };
        let grid = UnitGrid::new(self.open.clone(), member.clone()).at(&unit.id, None);
        self.cover(vec![Effect::push(grid)])
    }

    fn take_out(&mut self) {
        let Some(unit) = self.selected() else { return };
        let consequence = t!("screen_units.take_out", unit = unit.name);
        self.confirm = Some(Confirm::new(consequence, t!("screen_units.take_out_word")));
    }

    fn read_questions(&self) -> Vec<Effect<World>> {
        vec![Effect::Run(Request::Questions(QuestionRequest::OfRound(self.open.round.id.clone())))]
    }

    /// The questions about the round's answers.
    fn list_questions(&mut self) -> Vec<Effect<World>> {
        let Some(member) = self.acting.clone() else { return self.change_acting() };
        let list = QuestionList::on_board(self.open.clone(), member);
        self.cover(vec![Effect::push(list)])
    }

    /// How many questions wait for who works here, and how many of his own are answered.
    fn waiting(&self) -> (usize, usize) {
        let Some(me) = self.acting.as_ref().map(|member| &member.id) else { return (0, 0) };
        let count = |is: &dyn Fn(&Question) -> bool| self.questions.iter().filter(|question| is(question)).count();
        (count(&|question| question.waits_for(me)), count(&|question| question.is_answered_to(me)))
    }

    /// Opens the problems of the selected unit, or selects the next unit that has an error.
    fn next_error(&mut self) -> Vec<Effect<World>> {
        if self.selected().and_then(|unit| self.tally(&unit.id)).is_some_and(|tally| tally.errors > 0) {
            return self.open_unit(View::Problems);
        }
        let units = &self.open.round.units;
        let after = self.cursor.selected() + 1;
        let mut places = (after..units.len()).chain(0..after.min(units.len()));
        let has_error = |place: &usize| self.tally(&units[*place].id).is_some_and(|tally| tally.errors > 0);
        match places.find(has_error) {
            Some(place) => {
                self.cursor.select(place);
                Vec::new()
            }
            None => vec![Effect::Say(Message::info(t!("screen_units.no_errors")))],
        }
    }

    fn editions(&mut self, start: Start) -> Vec<Effect<World>> {
        let editions = Editions::new(self.open.clone(), start);
        self.cover(vec![Effect::push(editions)])
    }

    fn conflicts(&mut self) -> Vec<Effect<World>> {
        if self.acting.is_none() {
            return self.change_acting();
        }
        let conflicts = Conflicts::of_round(self.open.clone());
        self.cover(vec![Effect::push(conflicts)])
    }

    fn find(&mut self) -> Vec<Effect<World>> {
        let find = Find::on_board(self.open.clone(), self.selected().map(|unit| unit.id.clone()));
        self.cover(vec![Effect::push(find)])
    }

    fn take(&mut self, outcome: &Outcome, at: Instant) -> Vec<Effect<World>> {
        let id = &self.open.round.id;
        match outcome {
            Outcome::Unit(work) if work.open.round.id == *id => {
                let opening = self.opening.take_if(|opening| opening.unit == work.unit.id);
                let Some(Opening { view, .. }) = opening else { return Vec::new() };
                if view == View::Closing {
                    return self.cover(vec![Effect::push(Closing::new(work.as_ref().clone()))]);
                }
                let mut screens = vec![Effect::push(Inspection::new(work.as_ref().clone()))];
                if view == View::Problems {
                    screens.push(Effect::push(Problems::new(work.as_ref().clone())));
                }
                return self.cover(screens);
            }
            Outcome::Round { open, acting } | Outcome::RoundSaved { open, acting, .. } if open.round.id == *id => {
                self.reopen(open, acting.as_ref(), at);
            }
            Outcome::Questions(QuestionOutcome::OfRound(round, questions)) if round == id => {
                self.questions = questions.clone();
            }
            Outcome::Exchange(ExchangeOutcome::Refreshed(rounds)) if rounds.contains(id) => {
                return vec![Effect::Run(Request::OpenRound(id.clone()))];
            }
            Outcome::Summary { round, .. } if round == id => self.tallies.take(outcome),
            Outcome::Closing(
                ClosingOutcome::Signature(round, unit, _) | ClosingOutcome::Recurrences(round, unit, _),
            ) if round == id => self.tallies.recount(unit, at),
            Outcome::Issue(IssueOutcome::Issued(round, unit, _)) if round == id => self.tallies.recount(unit, at),
            Outcome::Closing(ClosingOutcome::Visit(state)) if state.round == *id => {
                self.tallies.recount(&state.unit, at);
            }
            // What is no answer may have been decided: the counts of any unit.
            Outcome::Conflict(ConflictOutcome::Listed(round, ..)) if round == id => self.tallies.restart(&self.open),
            // Said by the screen that is on top.
            Outcome::Board(BoardOutcome::Finished(round, _)) if round == id && self.place == Place::Top => {
                return vec![Effect::Say(finished())];
            }
            Outcome::Board(BoardOutcome::Unfinished(round, _)) if round == id && self.place == Place::Top => {
                return vec![Effect::Say(Message::info(t!("screen_board.unfinished")))];
            }
            Outcome::Changed { round, touched, definition, .. } if round == id => {
                for touched in touched {
                    self.tallies.recount(&touched.unit, at);
                }
                if *definition == Definition::Changed {
                    return vec![Effect::Run(Request::OpenRound(round.clone()))];
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// The round's definition may have changed: other units, other questions.
    fn reopen(&mut self, open: &Arc<OpenRound>, acting: Option<&Member>, at: Instant) {
        let selected = self.selected().map(|unit| unit.id.clone());
        self.open = open.clone();
        self.acting = acting.cloned();
        self.tallies.restart(&self.open);
        self.tallies.wake(at);
        let units = &self.open.round.units;
        let place = units.iter().position(|unit| Some(&unit.id) == selected.as_ref());
        self.cursor.select(place.unwrap_or_else(|| self.cursor.selected().min(units.len().saturating_sub(1))));
    }

    fn count_next(&mut self, at: Instant) -> Vec<Effect<World>> {
        let units = &self.open.round.units;
        let first = units.get(self.visible(units.len())).unwrap_or_default();
        let order = first.iter().chain(units).map(|unit| &unit.id);
        let round = &self.open.round.id;
        let wanted = self.tallies.next(order, at);
        wanted.into_iter().map(|unit| Effect::Run(Request::Summarise(round.clone(), unit))).collect()
    }

    fn word(
        &self,
        request: impl Fn(crate::inspection::RoundId, crate::inspection::MemberId) -> BoardRequest,
    ) -> Vec<Effect<World>> {
        let Some(member) = &self.acting else { return Vec::new() };
        vec![Effect::Run(Request::Board(request(self.open.round.id.clone(), member.id.clone())))]
    }

    /// Typing into the confirmation, and moving.
    fn typed(&mut self, event: &Event<'_, World>) {
        if let Some(confirm) = &mut self.confirm {
            confirm.take(event);
            return;
        }
        if let Event::Key(key) = event {
            self.cursor.press(*key, self.open.round.units.len());
        }
    }

    fn changed_after_signing(&self) -> Option<Message> {
        let unit = self.selected()?;
        let signed = self.tally(&unit.id)?.signed.filter(|signed| signed.later > 0)?;
        let date = format_date(signed.on);
        let text = t!("screen_units.changed_after_signing", unit = unit.name, date = date, count = signed.later);
        Some(Message { text: text.into_owned(), role: Role::Changed })
    }
}

impl Screen<World> for Units {
    fn title(&self) -> String {
        self.open.round.title.clone()
    }

    fn help(&self) -> String {
        t!("screen_units.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.confirm.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn offers(&self) -> Vec<Offer> {
        if self.confirm.is_some() {
            return vec![Offer::on(Action::Open).named(Action::TakeOut.label()), Offer::on(Action::Back)];
        }
        let on_unit = |action| match self.selected() {
            Some(_) => Offer::on(action),
            None => Offer::off(action, t!("screen_units.no_unit_selected")),
        };
        let newer = match self.newer() {
            Some(_) => Offer::on(Action::UseNewEdition),
            None => Offer::off(Action::UseNewEdition, t!("screen_units.no_newer")),
        };
        let mut offers = vec![
            on_unit(Action::Open),
            on_unit(Action::NextProblem).named(t!("screen_units.next_error")),
            on_unit(Action::Preview).named(t!("screen_units.preview")),
            on_unit(Action::Grid),
            Offer::on(Action::Find),
            Offer::on(Action::Add).named(t!("screen_units.add")),
            Offer::on(Action::Edit).named(t!("screen_units.edit")),
            on_unit(Action::TakeOut),
            on_unit(Action::Close).named(t!("screen_units.close")),
            on_unit(Action::Issue),
            Offer::on(Action::ChangeActing),
            newer,
            Offer::on(Action::Questions),
            Offer::on(Action::CompareEditions),
            Offer::on(Action::Conflicts),
            Offer::on(Action::Board),
            on_unit(Action::Conclude),
            Offer::on(Action::Requirements),
            Offer::on(Action::Steps),
            overview::offer(&self.open),
            Offer::on(Action::OfficeTemplates),
        ];
        offers.extend(results::offers(&self.open));
        offers.extend(word_offers(self.acting.as_ref()));
        offers.extend(exchange::offers(Some(&self.open.round.id)));
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                self.tallies.wake(at);
                return self.read_questions();
            }
            Event::Returned => {
                self.place = Place::Top;
                self.opening = None;
                self.tallies.wake(at);
                return self.read_questions();
            }
            Event::Tick => return self.count_next(at),
            Event::Outcome(outcome) => return self.take(outcome, at),
            Event::Failed(Request::OpenUnit(..), _) => self.opening = None,
            Event::Failed(Request::Summarise(round, unit), _) if *round == self.open.round.id => {
                self.tallies.give_up(unit);
            }
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) if self.confirm.is_some() => self.confirm = None,
            Event::Act(Action::Find) => return self.find(),
            Event::Act(Action::NextProblem) => return self.next_error(),
            Event::Act(Action::Preview) => return self.preview(),
            Event::Act(Action::Issue) => return self.issue(),
            Event::Act(Action::Conclude) => return self.conclude(),
            Event::Act(Action::Grid) => return self.grid(),
            Event::Act(Action::Close) => return self.open_unit(View::Closing),
            Event::Act(Action::Add) => return self.edit(Part::NewUnit),
            Event::Act(Action::Edit) => return self.edit(Part::All),
            Event::Act(Action::Questions) => return self.list_questions(),
            Event::Act(Action::TakeOut) => self.take_out(),
            Event::Act(Action::ChangeActing) => return self.change_acting(),
            Event::Act(Action::UseNewEdition) => return self.editions(Start::Newer),
            Event::Act(Action::CompareEditions) => return self.editions(Start::First),
            Event::Act(Action::Conflicts) => return self.conflicts(),
            Event::Act(Action::OfficeTemplates) => {
                let templates = Templates::new(Some(self.open.round.id.clone()));
                return self.cover(vec![Effect::push(templates)]);
            }
            Event::Act(Action::Requirements) => return self.cover(vec![requirements::of_round(&self.open.round.id)]),
            Event::Act(Action::Board) => {
                let board = TeamBoard::new(self.open.clone(), self.acting.clone());
                return self.cover(vec![Effect::push(board)]);
            }
            Event::Act(Action::Steps) => return self.steps(),
            Event::Act(Action::Overview) => {
                return self.cover(overview::open(&self.open, self.acting.as_ref()));
            }
            Event::Act(Action::Finish) => return self.word(BoardRequest::Finish),
            Event::Act(Action::Unfinish) => return self.word(BoardRequest::Unfinish),
            Event::Act(action) => {
                let taken_away = results::open(action, &self.open, crate::export::View::Units);
                if let Some(effects) = taken_away.or_else(|| exchange::act(action, Some(&self.open.round.id))) {
                    return self.cover(effects);
                }
            }
            event => self.typed(&event),
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let units = self.open.round.units.len();
        let complete = self.tallies.complete();
        let text = if complete == 0 {
            t!("screen_units.counts", units = units)
        } else {
            t!("screen_units.counts_complete", units = units, complete = complete)
        };
        let period = self.open.round.period;
        let period = format!("{} – {}", format_date(period.from), format_date(period.to));
        Some(Subtitle {
            left: Line::from(theme.span(Role::Text, text.into_owned())),
            right: Line::from(theme.span(Role::Dim, period)),
        })
    }

    fn status(&self) -> Option<Message> {
        let error = self.selected().and_then(|unit| {
            let error = self.tally(&unit.id)?.first_error.as_ref()?;
            Some(Message::error(t!("screen_units.first_error", unit = unit.name, error = error)))
        });
        self.unsettled_edition()
            .or(error)
            .or_else(|| self.issued_status())
            .or_else(|| self.changed_after_signing())
            .or_else(|| self.newer())
            .or_else(|| self.conclusion())
    }

    fn wakes_at(&self) -> Option<Instant> {
        match self.place {
            Place::Top => self.tallies.wakes_at(),
            Place::Below => None,
        }
    }
}

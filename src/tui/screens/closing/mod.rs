//! Closing a visit (kết thúc buổi kiểm tra): what is open, what the unit says, who was there, when and where, minutes and
//! signature. May be left and taken up again at any step: everything is recorded as it is given.

mod attendance;
mod explanations;
mod particulars;
mod review;
mod signing;
mod steps;
#[cfg(test)]
mod tests;

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use self::attendance::Attendance;
use self::explanations::Explanations;
use self::particulars::Particulars;
use self::review::Review;
use self::signing::Signing;
use self::steps::{Naming, Standing, Step};
use super::amend::AmendReason;
use super::inspection::Inspection;
use super::later_changes::LaterChanges;
use crate::inspection::{Agreement, Person, Side};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, TypedHint};
use crate::tui::work::{ClosingOutcome, ClosingRequest, Outcome, Request, Taken, UnitWork, VisitState, World};

type Effects = Vec<Effect<World>>;

/// Closing the visit to one unit.
#[derive(Debug)]
pub struct Closing {
    work: UnitWork,
    state: Option<Box<VisitState>>,
    known: Vec<Person>,
    step: Step,
    review: Review,
    explanations: Explanations,
    attendance: Attendance,
    particulars: Particulars,
    signing: Signing,
    timer: DraftTimer,
}

impl Closing {
    /// Closes the visit to `work`'s unit.
    pub fn new(work: UnitWork) -> Self {
        let mut screen = Self {
            work,
            state: None,
            known: Vec::new(),
            step: Step::Review,
            review: Review::default(),
            explanations: Explanations::default(),
            attendance: Attendance::default(),
            particulars: Particulars::default(),
            signing: Signing::default(),
            timer: DraftTimer::default(),
        };
        screen.refresh();
        screen
    }

    fn load(&self) -> Effects {
        let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
        vec![Effect::Run(Request::Closing(ClosingRequest::Load(round, unit)))]
    }

    fn refresh(&mut self) {
        let conflicts = self.state.as_ref().map_or(&[][..], |state| &state.conflicts);
        self.review.refresh(&self.work, conflicts);
        self.explanations.refresh(&self.work);
        if let Some(state) = &self.state {
            self.attendance.refresh(&self.work, state, &self.known);
        }
    }

    fn standing(&self, step: Step) -> Standing {
        let missing = |count| if count == 0 { Standing::Done } else { Standing::Missing(count) };
        match step {
            Step::Review => {
                let counts = self.review.counts();
                match counts.conflicts + counts.errors {
                    0 => Standing::Done,
                    wrong => Standing::Wrong(wrong),
                }
            }
            Step::Explanations => missing(self.explanations.counts(&self.work).1),
            Step::Attendance => {
                let there = self.state.as_ref().map_or(0, |state| state.visit.on(Side::Unit).count());
                if there == 0 { Standing::Missing(0) } else { Standing::Done }
            }
            Step::Particulars => {
                self.state.as_ref().map_or(Standing::Missing(0), |state| missing(Particulars::missing(&state.visit)))
            }
            Step::Signing if self.work.signature.is_some() => Standing::Done,
            Step::Signing => Standing::Missing(0),
        }
    }

    /// What is still missing, a line each.
    fn missing(&self) -> Vec<String> {
        let steps = Step::ALL.into_iter().filter(|step| *step != Step::Signing);
        let line = |step: Step| match self.standing(step) {
            Standing::Done => None,
            Standing::Missing(0) => Some(t!("screen_closing.sign.missing_step", step = step.name())),
            Standing::Missing(count) | Standing::Wrong(count) => {
                Some(t!("screen_closing.sign.missing_count", step = step.name(), count = count))
            }
        };
        let open = self.work.unanswered_questions().count();
        let questions = (open > 0).then(|| t!("screen_questions.missing", count = open));
        steps.filter_map(line).chain(questions).map(std::borrow::Cow::into_owned).collect()
    }

    /// Hands over what the present step holds unrecorded.
    fn leave_step(&mut self) -> Effects {
        self.timer.clear();
        if self.work.is_locked() {
            if let Some(state) = &self.state {
                self.particulars.reset(&state.visit);
            }
            return Vec::new();
        }
        match (self.step, &self.state) {
            (Step::Explanations, _) => self.explanations.accept(&self.work),
            (Step::Attendance, _) => self.attendance.leave(self.work.recorder()),
            (Step::Particulars, Some(state)) => self.particulars.record(&self.work, state, self.work.recorder()),
            _ => Vec::new(),
        }
    }

    fn go(&mut self, by: usize) -> Effects {
        let effects = self.leave_step();
        self.signing.drop();
        self.step = Step::ALL[(self.step.place() + by) % Step::ALL.len()];
        effects
    }

    fn locked() -> Effects {
        vec![Effect::Say(Message::error(t!("screen_closing.locked")))]
    }

    fn accept(&mut self) -> Effects {
        if self.work.is_locked() && matches!(self.step, Step::Explanations | Step::Attendance | Step::Particulars) {
            return Self::locked();
        }
        match (self.step, &self.state) {
            (Step::Review, _) => match self.review.selected() {
                Some(key) => vec![Effect::push(Inspection::new(self.work.clone()).at(key).from_closing())],
                None => Vec::new(),
            },
            (Step::Explanations, _) if self.explanations.is_writing() => {
                self.timer.clear();
                self.explanations.accept(&self.work)
            }
            (Step::Explanations, _) => {
                self.explanations.write(&self.work);
                Vec::new()
            }
            (Step::Attendance, _) => self.attendance.accept(self.work.recorder()),
            (Step::Particulars, Some(state)) => self.particulars.accept(&self.work, state, self.work.recorder()),
            (Step::Particulars, None) => Vec::new(),
            (Step::Signing, _) => self.signing.accept(&self.work, self.review.counts()),
        }
    }

    fn act(&mut self, action: Action) -> Effects {
        let round = || self.work.open.round.id.clone();
        match action {
            Action::Open => return self.accept(),
            Action::NextPane => return self.go(1),
            Action::PreviousPane => return self.go(Step::ALL.len() - 1),
            Action::Back => {
                if self.is_asking() {
                    let effects = self.leave_step();
                    self.signing.drop();
                    return effects;
                }
                let mut effects = self.leave_step();
                effects.push(Effect::Pop);
                return effects;
            }
            Action::Amend => return vec![Effect::push(AmendReason::new(&self.work))],
            Action::LaterChanges => return vec![Effect::push(LaterChanges::new(&self.work))],
            Action::WithdrawSignature => {
                self.step = Step::Signing;
                self.signing.withdraw();
            }
            Action::Undo => return vec![Effect::Run(Request::Undo(round()))],
            Action::Redo => return vec![Effect::Run(Request::Redo(round()))],
            _ => {}
        }
        Vec::new()
    }

    /// Whether a line or a question is open within the step.
    fn is_asking(&self) -> bool {
        match self.step {
            Step::Explanations => self.explanations.is_writing(),
            Step::Attendance => self.attendance.is_writing(),
            Step::Signing => self.signing.is_asking(),
            Step::Review | Step::Particulars => false,
        }
    }

    /// Whether an event would change what is recorded.
    fn would_change(&self, event: &Event<'_, World>) -> bool {
        matches!(
            (self.step, event),
            (Step::Explanations, Event::Text("1" | "2") | Event::Key(Key::Delete))
                | (Step::Attendance, Event::Text(_) | Event::Paste(_) | Event::Key(Key::Delete))
                | (Step::Particulars, Event::Text(_) | Event::Paste(_))
        )
    }

    /// Typing and moving.
    fn typed(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        if self.work.is_locked() && self.would_change(event) {
            return Self::locked();
        }
        match (self.step, event) {
            (Step::Review, Event::Key(key)) => self.review.press(*key),
            (Step::Explanations, event) if self.explanations.is_writing() => {
                let taken = self.explanations.take(event);
                if taken.changed() {
                    self.timer.touch(at);
                }
            }
            (Step::Explanations, Event::Text("1")) => return self.explanations.agree(&self.work, Agreement::Agrees),
            (Step::Explanations, Event::Text("2")) => return self.explanations.agree(&self.work, Agreement::Disagrees),
            (Step::Explanations, Event::Key(Key::Delete)) => return self.explanations.clear(&self.work),
            (Step::Explanations, Event::Key(key)) => self.explanations.press(*key),
            (Step::Attendance, event) if self.attendance.is_writing() => {
                self.attendance.take(event);
            }
            (Step::Attendance, Event::Text(text) | Event::Paste(text)) => {
                let first = text.lines().next().unwrap_or_default();
                self.attendance.write(first);
            }
            (Step::Attendance, Event::Key(Key::Delete)) => return self.attendance.remove(self.work.recorder()),
            (Step::Attendance, Event::Key(key)) => self.attendance.press(*key),
            (Step::Particulars, event) => {
                self.particulars.take(event);
            }
            (Step::Signing, event) if self.signing.is_asking() => {
                self.signing.take(event);
            }
            (Step::Signing, Event::Key(key)) => self.signing.press(*key),
            _ => {}
        }
        Vec::new()
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        let (round, unit) = (&self.work.open.round.id, &self.work.unit.id);
        match outcome {
            Outcome::Closing(ClosingOutcome::Visit(state)) if state.round == *round && state.unit == *unit => {
                self.particulars.refresh(self.state.as_ref().map(|state| &state.visit), &state.visit);
                self.state = Some(state.clone());
                self.refresh();
            }
            Outcome::Closing(ClosingOutcome::Known(of, at, people)) if of == round && at == unit => {
                self.known.clone_from(people);
                self.refresh();
            }
            Outcome::Changed { round: of, .. } if of == round => {
                self.work.take(outcome);
                self.refresh();
                // An undone action may have been one about the visit.
                let questions = self.work.questions_after(outcome).map(Effect::Run);
                return self.load().into_iter().chain(questions).collect();
            }
            outcome => {
                if self.work.take(outcome) == Taken::Something {
                    self.refresh();
                }
            }
        }
        Vec::new()
    }

    fn keep(&mut self) -> Effects {
        if self.work.is_locked() {
            return Vec::new();
        }
        match (self.step, &self.state) {
            (Step::Explanations, _) if self.timer.pending() == Pending::Text => {
                self.timer.clear();
                self.explanations.draft(&self.work)
            }
            (Step::Attendance, _) => self.attendance.leave(self.work.recorder()),
            (Step::Particulars, Some(state)) => self.particulars.record(&self.work, state, self.work.recorder()),
            _ => Vec::new(),
        }
    }
}

impl Screen<World> for Closing {
    fn title(&self) -> String {
        t!("screen_closing.title", unit = self.work.unit.name).into_owned()
    }

    fn note(&self) -> Option<String> {
        super::signed_note(&self.work)
    }

    fn help(&self) -> String {
        t!("screen_closing.help").into_owned()
    }

    fn focus(&self) -> Focus {
        match self.step {
            Step::Particulars => self.particulars.focus(),
            _ if self.is_asking() => Focus::Text,
            _ => Focus::Commands,
        }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let hint = |keys: &str, text: std::borrow::Cow<'_, str>| TypedHint { keys: keys.to_owned(), text: text.into() };
        match self.step {
            Step::Explanations if !self.explanations.is_writing() && !self.explanations.is_empty() => {
                vec![hint("1", t!("screen_closing.explain.agrees")), hint("2", t!("screen_closing.explain.disagrees"))]
            }
            Step::Attendance if self.attendance.is_writing() => vec![hint("↓", t!("screen_closing.present.turn"))],
            Step::Attendance => vec![hint(&t!("screen_closing.present.letters"), t!("screen_closing.present.type"))],
            _ => Vec::new(),
        }
    }

    fn offers(&self) -> Vec<Offer> {
        let enter = match self.step {
            Step::Review if self.review.is_empty() => Offer::off(Action::Open, t!("screen_closing.review.none")),
            Step::Review => Offer::on(Action::Open).named(t!("screen_problems.go")),
            Step::Explanations if self.explanations.is_empty() => {
                Offer::off(Action::Open, t!("screen_closing.explain.none"))
            }
            Step::Explanations if self.explanations.is_writing() => {
                Offer::on(Action::Open).named(t!("screen_closing.explain.record"))
            }
            Step::Explanations => Offer::on(Action::Open).named(t!("screen_closing.explain.write")),
            Step::Attendance => Offer::on(Action::Open).named(self.attendance.label_of_enter()),
            Step::Particulars => Offer::on(Action::Open).named(t!("screen_closing.visit.record")),
            Step::Signing => Offer::on(Action::Open),
        };
        let next = Step::ALL[(self.step.place() + 1) % Step::ALL.len()].name().to_lowercase();
        let mut offers = vec![enter, Offer::on(Action::NextPane).named(next)];
        offers.push(Offer::on(Action::PreviousPane).named(t!("screen_closing.previous")));
        offers.push(Offer::on(Action::Back));
        if !self.is_asking() {
            offers.extend([Offer::on(Action::Undo), Offer::on(Action::Redo)]);
            offers.extend(super::signed_offers(&self.work));
            offers.push(match self.work.signature {
                Some(_) => Offer::on(Action::WithdrawSignature),
                None => Offer::off(Action::WithdrawSignature, t!("screen_later.not_signed")),
            });
        }
        offers
    }

    fn status(&self) -> Option<Message> {
        match (self.step, &self.state) {
            (Step::Review, _) => self.review.status(),
            (Step::Particulars, Some(state)) => Some(self.particulars.status(&self.work, state)),
            _ => None,
        }
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Opened => {
                let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
                let mut effects = self.load();
                effects.push(Effect::Run(Request::Closing(ClosingRequest::Known(round, unit))));
                effects
            }
            Event::Returned => self.load(),
            Event::Outcome(outcome) => self.take(outcome),
            Event::Tick if self.timer.is_due(at) => self.keep(),
            Event::SaveNow => self.keep(),
            Event::Tick | Event::Failed(..) => Vec::new(),
            Event::Act(action) => self.act(action),
            event => self.typed(&event, at),
        }
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        let visit = self.state.as_ref().map(|state| &state.visit);
        match visit {
            Some(visit) if self.step == Step::Particulars && self.particulars.is_dirty(visit) => Pending::Text,
            _ => self.timer.pending(),
        }
    }

    /// ```text
    ///  1 Rà soát ×3  2 Ý kiến đơn vị …2 [3 Có mặt √] 4 Buổi kiểm tra …1  5 Ký …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let whole = self.steps(&theme, Naming::All);
        let fits = whole.width() <= usize::from(inner.width);
        canvas.line(inner, 0, if fits { whole } else { self.steps(&theme, Naming::Present) });
        let body = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        match (self.step, &self.state) {
            (Step::Review, _) => self.review.render(canvas, body),
            (Step::Explanations, _) => self.explanations.render(canvas, body, &self.work),
            (Step::Attendance, _) => self.attendance.render(canvas, body),
            (Step::Particulars, Some(state)) => self.particulars.render(canvas, body, &self.work, state),
            (Step::Particulars, None) => {}
            (Step::Signing, _) => self.signing.render(canvas, body, &self.work, &self.missing()),
        }
    }
}

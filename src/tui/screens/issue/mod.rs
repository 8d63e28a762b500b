//! Issuing the notice of a unit (ban hành thông báo): what stands in the way, number, day, reason, and the typed word.

mod form;
#[cfg(test)]
mod tests;
mod view;

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use self::form::{Form, Row};
use super::preview::Preview;
use crate::conclusion::issue::{IssueOrder, IssueReadiness, IssueStep};
use crate::inspection::{NoticeStanding, RoundId, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen, TypedHint};
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{
    ConflictOutcome, ExchangeOutcome, IssueOutcome, IssueRequest, IssueState, IssueWish, Outcome, Request, World,
};
use crate::vietnamese::date::format_date;

type Effects = Vec<Effect<World>>;

/// Issuing the notice of one unit.
#[derive(Debug, Clone)]
pub struct IssueNotice {
    round: RoundId,
    unit: UnitId,
    name: String,
    state: Option<Box<IssueState>>,
    form: Form,
    stage: Stage,
    /// What was found in the way of what is typed now.
    checked: Option<IssueReadiness>,
    /// Why nothing can be shown.
    problem: Option<String>,
    view: ListCursor,
}

/// How far it is.
#[derive(Debug, Clone)]
enum Stage {
    /// How the notice stands is told.
    Told,
    /// Number, day and reason are typed.
    Form,
    /// Everything is given: the typed word.
    Word(Confirm),
}

impl IssueNotice {
    /// Issues the notice of `unit`, called `name`.
    pub fn new(round: RoundId, unit: UnitId, name: String) -> Self {
        Self {
            round,
            unit,
            name,
            state: None,
            form: Form::default(),
            stage: Stage::Told,
            checked: None,
            problem: None,
            view: ListCursor::default(),
        }
    }

    fn load(&self) -> Effects {
        vec![Effect::Run(Request::Issue(IssueRequest::Load(self.round.clone(), self.unit.clone())))]
    }

    fn standing(&self) -> Option<&NoticeStanding> {
        self.state.as_ref().map(|state| &state.standing)
    }

    /// What of what was found is to be told: of the order as typed, else of what is known before.
    fn readiness(&self) -> Option<&IssueReadiness> {
        self.checked.as_ref().or_else(|| self.state.as_ref().map(|state| &state.open))
    }

    fn wish(&self) -> Result<IssueWish, Message> {
        let (number, date) = self.form.read().map_err(Message::error)?;
        let step = match self.standing() {
            Some(NoticeStanding::Issued(_)) => IssueStep::Replacement,
            _ => IssueStep::First,
        };
        let order = IssueOrder { number, date, step };
        Ok(IssueWish { round: self.round.clone(), unit: self.unit.clone(), order, reason: self.form.reason() })
    }

    /// Enter.
    fn accept(&mut self) -> Effects {
        match &self.stage {
            Stage::Told => {
                self.stage = Stage::Form;
                self.form = Form::default();
                self.checked = None;
                Vec::new()
            }
            Stage::Form if self.form.next_empty() => Vec::new(),
            Stage::Form => match self.wish() {
                Ok(wish) => vec![Effect::Run(Request::Issue(IssueRequest::Check(wish)))],
                Err(message) => vec![Effect::Say(message)],
            },
            Stage::Word(confirm) if !confirm.is_given() => Vec::new(),
            Stage::Word(_) => match self.wish() {
                Ok(wish) => vec![Effect::Run(Request::Issue(IssueRequest::Issue(wish)))],
                Err(message) => vec![Effect::Say(message)],
            },
        }
    }

    /// What was found in the way of the order: to be mended, a reason to be given, or the last word.
    fn weigh(&mut self, readiness: &IssueReadiness) -> Effects {
        self.checked = Some(readiness.clone());
        self.view.scroll(Key::Home);
        if let Some(obstacle) = readiness.obstacles.first() {
            return vec![Effect::Say(Message::error(obstacle.to_string()))];
        }
        if !readiness.doubts.is_empty() && self.form.reason().is_none() {
            self.form.row = Row::Reason;
            return vec![Effect::Say(Message::error(t!("screen_issue.reason_needed")))];
        }
        let Ok(wish) = self.wish() else { return Vec::new() };
        let Some(state) = &self.state else { return Vec::new() };
        let number = format!("{:02}/{}", wish.order.number, state.notation);
        let date = format_date(wish.order.date);
        let consequence = if let Some(issued) = self.standing().and_then(NoticeStanding::settled) {
            let replaced = issued.content.number_line();
            t!("screen_issue.consequence_replace", number = number, date = date, replaced = replaced)
        } else {
            t!("screen_issue.consequence", unit = self.name, number = number, date = date)
        };
        self.stage = Stage::Word(Confirm::new(consequence, t!("screen_issue.word")));
        Vec::new()
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::Issue(IssueOutcome::State(state)) if state.round == self.round && state.unit == self.unit => {
                let is_first = self.state.is_none();
                self.problem = None;
                if is_first && state.standing == NoticeStanding::Draft {
                    self.stage = Stage::Form;
                }
                self.state = Some(state.clone());
            }
            Outcome::Issue(IssueOutcome::Readiness(round, unit, readiness))
                if *round == self.round && *unit == self.unit =>
            {
                return self.weigh(readiness);
            }
            Outcome::Issue(IssueOutcome::Issued(round, unit, just)) if *round == self.round && *unit == self.unit => {
                self.stage = Stage::Told;
                self.checked = None;
                let content = &just.issued.content;
                let (number, date) = (content.number_line(), format_date(content.date));
                let said = Message::info(if let Some(by) = just.layout.in_words() {
                    t!("screen_issue.done_by", number = number, date = date, by = by)
                } else {
                    t!("screen_issue.done", number = number, date = date)
                });
                return std::iter::once(Effect::Say(said)).chain(self.load()).collect();
            }
            // What stands in the way may have gone, or come.
            Outcome::Changed { round, .. } if *round == self.round => return self.load(),
            Outcome::Conflict(ConflictOutcome::Listed(round, ..)) if *round == self.round => return self.load(),
            Outcome::Exchange(ExchangeOutcome::Refreshed(rounds)) if rounds.contains(&self.round) => {
                return self.load();
            }
            _ => {}
        }
        Vec::new()
    }

    fn step_back(&mut self) -> Effects {
        match (&self.stage, self.standing()) {
            (Stage::Word(_), _) => self.stage = Stage::Form,
            (Stage::Form, Some(NoticeStanding::Issued(_))) => {
                self.stage = Stage::Told;
                self.checked = None;
            }
            _ => return vec![Effect::Pop],
        }
        Vec::new()
    }

    fn typed(&mut self, event: &Event<'_, World>) {
        match (&mut self.stage, event) {
            (_, Event::Key(key @ (Key::PageUp | Key::PageDown))) | (Stage::Told, Event::Key(key)) => {
                self.view.scroll(*key);
            }
            (Stage::Form, event) => {
                if self.form.take(event).changed() {
                    // What was found holds for what was typed then.
                    self.checked = None;
                }
            }
            (Stage::Word(confirm), event) => _ = confirm.take(event),
            (Stage::Told, _) => {}
        }
    }
}

impl Screen<World> for IssueNotice {
    fn title(&self) -> String {
        t!("screen_issue.title", unit = self.name).into_owned()
    }

    fn help(&self) -> String {
        t!("screen_issue.help").into_owned()
    }

    fn note(&self) -> Option<String> {
        let issued = self.standing()?.settled()?;
        Some(t!("screen_issue.note", number = issued.content.number_line()).into_owned())
    }

    fn focus(&self) -> Focus {
        match &self.stage {
            Stage::Told => Focus::Commands,
            Stage::Form => self.form.focus(),
            Stage::Word(_) => Focus::Text,
        }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        match self.stage {
            Stage::Form => vec![TypedHint { keys: "↑↓".to_owned(), text: t!("screen_issue.row").into_owned() }],
            Stage::Told | Stage::Word(_) => Vec::new(),
        }
    }

    fn offers(&self) -> Vec<Offer> {
        let open = match (&self.stage, self.standing()) {
            (_, None) => Offer::off(Action::Open, t!("screen_issue.loading")),
            (_, Some(NoticeStanding::Contested(_))) => Offer::off(Action::Open, t!("screen_issue.contested_off")),
            (Stage::Told, Some(NoticeStanding::Issued(_))) => Offer::on(Action::Open).named(t!("screen_issue.replace")),
            (Stage::Told | Stage::Form, _) => Offer::on(Action::Open).named(t!("screen_issue.go_on")),
            (Stage::Word(_), _) => Offer::on(Action::Open).named(t!("screen_issue.issue")),
        };
        vec![open, Offer::on(Action::Preview).named(t!("screen_issue.preview")), Offer::on(Action::Back)]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => return self.load(),
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::Issue(IssueRequest::Load(..)), Failure::Refused(why) | Failure::NotSaved(why)) => {
                self.problem = Some(why.clone());
            }
            // What refused it was not there when it was looked at: it is looked at again.
            Event::Failed(Request::Issue(IssueRequest::Issue(_)), Failure::Refused(_)) => self.stage = Stage::Form,
            Event::Act(Action::Open) => return self.accept(),
            Event::Act(Action::Back) => return self.step_back(),
            Event::Act(Action::Preview) => {
                let preview = Preview::new(self.round.clone(), self.unit.clone(), self.name.clone());
                return vec![Effect::push(preview)];
            }
            event @ (Event::Key(_) | Event::Text(_) | Event::Paste(_)) => self.typed(&event),
            _ => {}
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}

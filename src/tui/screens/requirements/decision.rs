//! Accepting what was reported, or sending it back with the reason.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::ROOM;
use super::view::draw_chosen;
use crate::conclusion::follow_up::FollowUp;
use crate::inspection::Decision;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::screens::form::{Form, Leaving};
use crate::tui::widgets::text_field::Accepts;
use crate::tui::work::{FollowUpOutcome, FollowUpRequest, Outcome, Request, UnitPlace, World};
use crate::vietnamese::date::parse_date;

type Effects = Vec<Effect<World>>;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Accept,
    Return,
}

/// A decision being made.
#[derive(Debug)]
pub(super) struct DecisionForm {
    place: UnitPlace,
    chosen: Vec<FollowUp>,
    verdict: Verdict,
    form: Form,
    leaving: Leaving,
}

impl DecisionForm {
    pub(super) fn accepting(place: UnitPlace, chosen: Vec<FollowUp>) -> Self {
        let form = Form::new(ROOM, [("note", Accepts::Text, String::new())]);
        Self { place, chosen, verdict: Verdict::Accept, form, leaving: Leaving::Not }
    }

    pub(super) fn returning(place: UnitPlace, chosen: Vec<FollowUp>) -> Self {
        let form = Form::new(ROOM, [("reason", Accepts::Text, String::new()), ("until", Accepts::Date, String::new())]);
        Self { place, chosen, verdict: Verdict::Return, form, leaving: Leaving::Not }
    }

    fn record(&mut self) -> Effects {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let decision = match self.verdict {
            Verdict::Accept => Decision::Accepted { note: filled(self.form.text("note")) },
            Verdict::Return => {
                let Some(reason) = filled(self.form.text("reason")) else {
                    self.form.wrong("reason", t!("remediation.no_reason"));
                    return Vec::new();
                };
                let until = match filled(self.form.text("until")).map(|day| parse_date(&day)) {
                    Some(Err(error)) => {
                        self.form.wrong("until", error.to_string());
                        return Vec::new();
                    }
                    Some(Ok(day)) => Some(day),
                    None => None,
                };
                Decision::Returned { reason, until }
            }
        };
        let requirements = self.chosen.iter().map(|one| one.requirement.id.clone()).collect();
        vec![Effect::Run(Request::FollowUp(FollowUpRequest::Decide(self.place.clone(), requirements, decision)))]
    }
}

impl Screen<World> for DecisionForm {
    fn title(&self) -> String {
        match self.verdict {
            Verdict::Accept => t!("screen_requirements.accept_title"),
            Verdict::Return => t!("screen_requirements.return_title"),
        }
        .into_owned()
    }

    fn help(&self) -> String {
        match self.verdict {
            Verdict::Accept => t!("screen_requirements.accept_help"),
            Verdict::Return => t!("screen_requirements.return_help"),
        }
        .into_owned()
    }

    fn focus(&self) -> Focus {
        self.form.focus()
    }

    fn offers(&self) -> Vec<Offer> {
        let name = match self.verdict {
            Verdict::Accept => t!("screen_requirements.act.accept"),
            Verdict::Return => t!("screen_requirements.act.return"),
        };
        let mut offers = vec![Offer::on(Action::Open).named(name)];
        if self.verdict == Verdict::Return {
            offers.push(Offer::on(Action::NextPane).named(t!("screen_requirements.next_line")));
            offers.push(Offer::on(Action::PreviousPane));
        }
        offers.push(Offer::on(Action::Back));
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Act(Action::Open) => return self.record(),
            Event::Act(Action::NextPane) => self.form.next(),
            Event::Act(Action::PreviousPane) => self.form.previous(),
            Event::Act(Action::Back) => return self.leaving.step(&self.form, &["note", "reason"]),
            Event::Outcome(Outcome::FollowUp(FollowUpOutcome::All(_))) => {
                let count = self.chosen.len();
                let said = match self.verdict {
                    Verdict::Accept => t!("screen_requirements.accepted", count = count),
                    Verdict::Return => t!("screen_requirements.returned", count = count),
                };
                return vec![Effect::Pop, Effect::Say(Message::info(said))];
            }
            Event::Failed(Request::FollowUp(FollowUpRequest::Decide(..)), Failure::Refused(why)) => {
                let line = if self.form.text("until").is_empty() { "reason" } else { "until" };
                self.form.wrong(line, why.clone());
            }
            event => {
                self.leaving = Leaving::Not;
                self.form.take(&event);
            }
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        self.form.status()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.form.render(canvas, area);
        let top = self.form.height().min(area.height);
        let under = Rect { y: area.y + top, height: area.height - top, ..area };
        draw_chosen(canvas, under, &self.chosen);
    }
}

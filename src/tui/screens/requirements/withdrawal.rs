//! Taking back a report that was recorded by mistake.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::{ROOM, words};
use crate::inspection::Remediation;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::screens::form::Form;
use crate::tui::widgets::text_field::Accepts;
use crate::tui::work::{FollowUpOutcome, FollowUpRequest, Outcome, Request, UnitPlace, World};

/// Asks why.
#[derive(Debug)]
pub(super) struct WithdrawForm {
    place: UnitPlace,
    report: Remediation,
    form: Form,
}

impl WithdrawForm {
    pub(super) fn new(place: UnitPlace, report: Remediation) -> Self {
        Self { place, report, form: Form::new(ROOM, [("mistake", Accepts::Text, String::new())]) }
    }
}

impl Screen<World> for WithdrawForm {
    fn title(&self) -> String {
        t!("screen_requirements.withdraw_title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_requirements.withdraw_help").into_owned()
    }

    fn focus(&self) -> Focus {
        self.form.focus()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![Offer::on(Action::Open).named(t!("screen_requirements.withdraw"))]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) => {
                let reason = self.form.text("mistake").to_owned();
                if reason.is_empty() {
                    self.form.wrong("mistake", t!("inspection.reason_missing"));
                    return Vec::new();
                }
                let request = FollowUpRequest::Withdraw(self.place.clone(), self.report.id.clone(), reason);
                return vec![Effect::Run(Request::FollowUp(request))];
            }
            Event::Outcome(Outcome::FollowUp(FollowUpOutcome::All(_))) => {
                let said = t!("screen_requirements.taken_back", number = self.report.content.number);
                return vec![Effect::Pop, Effect::Say(Message::info(said))];
            }
            Event::Failed(Request::FollowUp(FollowUpRequest::Withdraw(..)), Failure::Refused(why)) => {
                self.form.wrong("mistake", why.clone());
            }
            event => self.form.take(&event),
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        self.form.status()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.form.render(canvas, area);
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        for (row, (role, line)) in (2..area.height).zip(words::report(&self.report)) {
            canvas.text(inner, row, role, &line);
        }
    }
}

//! The inspection of a unit that is signed, and what earlier rounds found there.

use std::time::{Duration, Instant};

use rust_i18n::t;

use super::{Effects, Inspection, Origin, Pane};
use crate::checklist::ItemKind;
use crate::tui::action::{Action, Offer};
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::screens::amend::AmendReason;
use crate::tui::screens::closing::Closing;
use crate::tui::screens::earlier::EarlierResults;
use crate::tui::screens::later_changes::LaterChanges;
use crate::tui::screens::signed_offers;
use crate::tui::theme::Role;
use crate::tui::work::{ClosingOutcome, ClosingRequest, Outcome, Request, World};
use crate::vietnamese::date::format_date;

/// The first picture of a unit does not wait for earlier rounds to be read.
const AFTER_OPENING: Duration = Duration::from_millis(30);

/// Whether an event begins to change an answer, so that a signed unit must refuse it before anything is typed.
pub(super) fn changes(event: &Event<'_, World>, pane: Pane) -> bool {
    match event {
        Event::Act(
            Action::VerdictPass
            | Action::VerdictPartial
            | Action::VerdictFail
            | Action::VerdictNotApplicable
            | Action::Remark
            | Action::Edit,
        ) => true,
        Event::Text(_) | Event::Paste(_) | Event::Key(Key::Delete) => pane == Pane::Items,
        _ => false,
    }
}

impl Inspection {
    /// What closing and memory offer here.
    pub(super) fn closing_offers(&self) -> Vec<Offer> {
        let mut offers = vec![Offer::on(Action::Close)];
        offers.extend(signed_offers(&self.work));
        offers.push(if self.work.earlier.rounds.is_empty() {
            Offer::off(Action::Earlier, t!("screen_earlier.none"))
        } else {
            Offer::on(Action::Earlier)
        });
        offers
    }

    pub(super) fn act_closing(&self, action: Action) -> Option<Effects> {
        let work = || self.work.clone();
        Some(vec![match action {
            Action::Close if self.origin == Origin::Closing => Effect::Pop,
            Action::Close => Effect::push(Closing::new(work())),
            Action::Amend => Effect::push(AmendReason::new(&self.work)),
            Action::LaterChanges => Effect::push(LaterChanges::new(&self.work)),
            Action::Earlier => Effect::push(EarlierResults::new(work())),
            // What Enter opens to be written is refused; tables may be looked at.
            Action::Open | Action::Evidence if self.work.is_locked() && !self.may_look(action) => {
                return Some(self.locked());
            }
            _ => return None,
        }])
    }

    fn may_look(&self, action: Action) -> bool {
        if self.pane == Pane::Outline {
            return true;
        }
        if action == Action::Open {
            return matches!(self.kind(), Some(ItemKind::Register(_) | ItemKind::Survey(_)));
        }
        let key = self.work.order.slots.get(self.selected).map(|slot| &slot.key);
        key.and_then(|key| self.work.answer(key)).is_some_and(|answer| !answer.evidence.is_empty())
    }

    /// Says that the unit is signed, and how it is changed all the same.
    pub(super) fn locked(&self) -> Effects {
        let date = self.work.signature.as_ref().map(|signature| format_date(signature.when.date_naive()));
        let text = t!("screen_later.locked", unit = self.work.unit.name, date = date.unwrap_or_default());
        vec![Effect::Say(Message::error(text))]
    }

    pub(super) fn look_back_at(&mut self, at: Instant) {
        // On top of the closing screen everything is known already.
        self.earlier_due = (self.origin == Origin::Board).then_some(at + AFTER_OPENING);
    }

    pub(super) fn look_back(&mut self, at: Instant) -> Option<Effects> {
        self.earlier_due.take_if(|due| *due <= at)?;
        let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
        Some(vec![Effect::Run(Request::Closing(ClosingRequest::Earlier(round, unit)))])
    }

    /// The signature changed, an amendment began, or earlier rounds were read.
    pub(super) fn closing_taken(&self, outcome: &Outcome) -> Effects {
        let said = match outcome {
            Outcome::Closing(ClosingOutcome::Amending(..)) => t!("screen_later.begun"),
            Outcome::Closing(ClosingOutcome::Earlier(_, _, earlier))
                if earlier.open() > 0 && self.unsaved.is_none() =>
            {
                t!("screen_earlier.greeting", count = earlier.open())
            }
            _ => return Vec::new(),
        };
        vec![Effect::Say(Message { text: said.into_owned(), role: Role::Changed })]
    }
}

//! Where the screens of the dashboard have the round from, and the way from them into the inspection of a unit.

use std::sync::Arc;

use rust_i18n::t;

use crate::assessment::OpenRound;
use crate::conclusion::follow_up::Aftermath;
use crate::inspection::{ItemKey, Member, UnitId};
use crate::overview::{RoundOverview, UnitOverview};
use crate::tui::action::{Action, Offer};
use crate::tui::screen::{Effect, Failure};
use crate::tui::screens::inspection::Inspection;
use crate::tui::work::{ExchangeOutcome, Outcome, OverviewOutcome, OverviewRequest, Request, World};

pub(super) type Effects = Vec<Effect<World>>;

/// The round as it was read last.
#[derive(Debug)]
pub(super) struct Source {
    pub open: Arc<OpenRound>,
    pub acting: Option<Member>,
    pub seen: Option<Arc<RoundOverview>>,
    /// Notices, and what they require, as they were read last.
    pub after: Arc<Aftermath>,
    pub reading: Reading,
    /// Where in the inspection the user is on the way to.
    way: Option<Way>,
}

/// How the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing is being read.
    Not,
    /// It was asked for.
    Asked,
    /// A job reads.
    Running,
    /// The user stopped it, or it failed.
    Stopped,
}

#[derive(Debug, Clone)]
struct Way {
    unit: UnitId,
    key: Option<ItemKey>,
}

impl Source {
    pub fn new(open: Arc<OpenRound>, acting: Option<Member>) -> Self {
        Self { open, acting, seen: None, after: Arc::default(), reading: Reading::Not, way: None }
    }

    /// For a screen above: the same round, as far as it is read.
    pub fn above(&self) -> Self {
        Self { seen: self.seen.clone(), after: self.after.clone(), ..Self::new(self.open.clone(), self.acting.clone()) }
    }

    /// Asks for the round as it stands now.
    pub fn look(&mut self) -> Effects {
        self.reading = Reading::Asked;
        self.way = None;
        vec![Effect::Run(Request::Overview(OverviewRequest::Look(self.open.round.id.clone())))]
    }

    pub fn unit(&self, id: &UnitId) -> Option<&Arc<UnitOverview>> {
        self.seen.as_ref()?.unit(id)
    }

    pub fn take(&mut self, outcome: &Outcome) -> Effects {
        let id = &self.open.round.id;
        match outcome {
            Outcome::Overview(OverviewOutcome::Round(round, after)) if round.round().id == *id => {
                self.after = after.clone();
                self.open = round.open.clone();
                self.seen = Some(round.clone());
                self.reading = Reading::Not;
            }
            Outcome::Overview(OverviewOutcome::Unread(round)) if round == id && self.reading == Reading::Asked => {
                self.reading = Reading::Running;
                return vec![Effect::Start(Request::Overview(OverviewRequest::Read(round.clone())))];
            }
            Outcome::Round { open, acting } if open.round.id == *id => {
                self.open = open.clone();
                self.acting.clone_from(acting);
            }
            Outcome::Exchange(ExchangeOutcome::Refreshed(rounds)) if rounds.contains(id) => return self.look(),
            Outcome::Unit(work) if work.open.round.id == *id => {
                let Some(way) = self.way.take_if(|way| way.unit == work.unit.id) else { return Vec::new() };
                let screen = Inspection::new(work.as_ref().clone());
                let screen = match &way.key {
                    Some(key) => screen.at(key),
                    None => screen,
                };
                return vec![Effect::push(screen)];
            }
            _ => {}
        }
        Vec::new()
    }

    pub fn fail(&mut self, request: &Request, _: &Failure) {
        match request {
            Request::Overview(OverviewRequest::Look(_) | OverviewRequest::Read(_)) => self.reading = Reading::Stopped,
            Request::OpenUnit(..) => self.way = None,
            _ => {}
        }
    }

    /// Goes to an item at a unit, or to where the unit begins.
    pub fn inspect(&mut self, unit: &UnitId, key: Option<ItemKey>) -> Effects {
        if self.acting.is_none() {
            return Vec::new();
        }
        self.way = Some(Way { unit: unit.clone(), key });
        vec![Effect::Run(Request::OpenUnit(self.open.round.id.clone(), unit.clone()))]
    }

    /// What Enter does where it leads into the inspection.
    pub fn inspect_offer(&self) -> Offer {
        match self.acting {
            Some(_) => Offer::on(Action::Open).named(t!("screen_overview.inspect")),
            None => Offer::off(Action::Open, t!("screen_overview.nobody_acts")),
        }
    }

    /// What stands in the body while there is nothing to show.
    pub fn waiting(&self) -> String {
        match self.reading {
            Reading::Stopped => t!("screen_overview.stopped").into_owned(),
            _ => t!("screen_overview.reading").into_owned(),
        }
    }
}

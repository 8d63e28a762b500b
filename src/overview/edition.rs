//! The editions a round uses, with what is found once for all its units.

use std::sync::Arc;

use super::cell::Shares;
use crate::assessment::OpenRound;
use crate::checklist::Checklist;

/// The editions a round uses.
#[derive(Debug, Clone)]
pub(super) struct Editions {
    pub(super) open: Arc<OpenRound>,
    shares: Arc<[Shares]>,
}

impl Editions {
    pub(super) fn of(open: Arc<OpenRound>) -> Self {
        let shares = open.editions.iter().map(|edition| Shares::of(&edition.checklist)).collect();
        Self { open, shares }
    }

    pub(super) fn shares(&self, checklist: &Checklist) -> Shares {
        let place = self.open.editions.iter().position(|edition| edition.checklist.id == checklist.id);
        place.and_then(|place| self.shares.get(place).cloned()).unwrap_or_else(|| Shares::of(checklist))
    }
}

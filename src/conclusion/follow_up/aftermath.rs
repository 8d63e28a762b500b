//! What followed the visits of a round, by unit.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{FollowUp, Tally, of_notices};
use crate::inspection::{InspectionError, NoticeStanding, RoundId, Store, UnitId};

/// What followed the visits of a round: the notices that were issued, and how what they require stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Aftermath {
    notices: BTreeMap<UnitId, NoticeStanding>,
    required: BTreeMap<UnitId, Tally>,
}

impl Aftermath {
    /// Of `round`, as it stands on `today`.
    pub fn read(store: &Store, round: &RoundId, today: NaiveDate) -> Result<Self, InspectionError> {
        let notices = store.issued_in(round)?;
        let mut of_unit: BTreeMap<UnitId, Vec<FollowUp>> = BTreeMap::new();
        for one in of_notices(store, round, &notices, today)? {
            of_unit.entry(one.unit.clone()).or_default().push(one);
        }
        let notices = notices.into_iter().map(|issued| (issued.unit, issued.standing)).collect();
        let required = of_unit.into_iter().map(|(unit, all)| (unit, Tally::of(&all))).collect();
        Ok(Self { notices, required })
    }

    /// How the notice of `unit` stands; none where nothing was issued.
    pub fn notice(&self, unit: &UnitId) -> Option<&NoticeStanding> {
        self.notices.get(unit)
    }

    /// How many notices count.
    pub fn issued(&self) -> usize {
        self.notices.values().filter(|standing| standing.settled().is_some()).count()
    }

    /// How what is required of `unit`, or through it of others, stands.
    pub fn required(&self, unit: &UnitId) -> Tally {
        self.required.get(unit).copied().unwrap_or_default()
    }

    /// Units with something overdue.
    pub fn overdue(&self) -> usize {
        self.required.values().filter(|tally| tally.overdue > 0).count()
    }
}

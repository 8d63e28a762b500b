//! What a pack brings, counted while it is taken in.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::Taken;
use crate::exchange::{ExchangeError, conflict};
use crate::inspection::{ItemKey, RoundId, UnitId, is_opinion, load_round, place_of, unit_of};
use crate::journal::{
    Admission, Arriving, DeviceId, FieldName, FieldPlace, Head, Journal, RecordKey, Revision, RevisionId,
};

/// What people may have set wrong before a clock is doubted.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(2);

/// From so many changed fields on, one look at the whole round costs less than one at each of them.
const MANY: usize = 1_000;

/// Most doubts kept: one wrong clock makes thousands alike.
const MOST_DOUBTS: usize = 20;

/// Where something was recorded: a unit and an item of it, as far as the record tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The unit.
    pub unit: Option<UnitId>,
    /// The item.
    pub item: Option<ItemKey>,
}

/// How much came for one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlaceCount {
    /// Revisions that were not here.
    pub new: usize,
    /// Revisions that were.
    pub known: usize,
    /// Different opinions since.
    pub conflicts: usize,
    /// Changes side by side.
    pub parallel: usize,
    /// By somebody not assigned there.
    pub outside_assignment: usize,
}

/// A field where different opinions stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// The record.
    pub record: RecordKey,
    /// The field.
    pub field: FieldName,
}

/// A time that cannot be right: shown, never a reason to reject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It lies ahead of this laptop's clock.
    Ahead {
        /// Whose clock.
        device: DeviceId,
        /// The time claimed.
        claimed: DateTime<FixedOffset>,
    },
    /// It claims to be older than what it replaces.
    OlderThanReplaced {
        /// Whose clock.
        device: DeviceId,
        /// The record.
        record: RecordKey,
    },
}

/// Gathers while revisions pass.
pub(super) struct Look<'a> {
    now: DateTime<FixedOffset>,
    /// Devices revoked here, with the last number still good in the round.
    revoked: &'a HashMap<DeviceId, u64>,
    touched: HashSet<(RecordKey, FieldName)>,
    arrived: HashSet<RevisionId>,
    authors: HashSet<(RecordKey, Option<String>)>,
    times: HashMap<RevisionId, DateTime<FixedOffset>>,
    pub(super) devices: HashSet<DeviceId>,
    pub(super) taken: Taken,
}

impl<'a> Look<'a> {
    pub(super) fn new(now: DateTime<FixedOffset>, revoked: &'a HashMap<DeviceId, u64>) -> Self {
        Self {
            now,
            revoked,
            touched: HashSet::new(),
            arrived: HashSet::new(),
            authors: HashSet::new(),
            times: HashMap::new(),
            devices: HashSet::new(),
            taken: Taken::default(),
        }
    }

    pub(super) fn judge(&mut self, arriving: Arriving<'_>) -> Admission {
        match arriving {
            Arriving::Known(_) => Admission::Take,
            Arriving::New(revision) | Arriving::Revived(revision) => {
                let late = self.revoked.get(&revision.device).is_some_and(|last| revision.sequence > *last);
                if late {
                    return Admission::HoldBack;
                }
                self.note(revision);
                Admission::Take
            }
        }
    }

    fn note(&mut self, revision: &Revision) {
        self.doubt(revision);
        self.times.insert(revision.id, revision.made_at);
        self.arrived.insert(revision.id);
        if !self.devices.contains(&revision.device) {
            self.devices.insert(revision.device.clone());
        }
        if self.taken.newest.is_none_or(|newest| newest < revision.made_at) {
            self.taken.newest = Some(revision.made_at);
        }
        self.at(&revision.record).new += 1;
        if is_opinion(&revision.record, &revision.field) {
            self.touched.insert((revision.record.clone(), revision.field.clone()));
        }
        if revision.record.kind() == "answer" {
            self.authors.insert((revision.record.clone(), revision.member.clone()));
        }
    }

    fn doubt(&mut self, revision: &Revision) {
        let doubts = &mut self.taken.clocks;
        if doubts.len() >= MOST_DOUBTS {
            return;
        }
        let device = revision.device.clone();
        if revision.made_at > self.now + CLOCK_SLACK {
            doubts.push(ClockDoubt::Ahead { device, claimed: revision.made_at });
        } else if revision
            .parents
            .iter()
            .any(|id| self.times.get(id).is_some_and(|replaced| *replaced > revision.made_at + CLOCK_SLACK))
        {
            doubts.push(ClockDoubt::OlderThanReplaced { device, record: revision.record.clone() });
        }
    }

    fn at(&mut self, record: &RecordKey) -> &mut PlaceCount {
        let place = match place_of(record) {
            Some((unit, item)) => Place { unit: Some(unit), item: Some(item) },
            None => Place { unit: unit_of(record), item: None },
        };
        self.taken.places.entry(place).or_default()
    }

    /// Looks from inside the transaction at what stands now.
    pub(super) fn inspect(&mut self, journal: &Journal, round: &RoundId) -> Result<(), ExchangeError> {
        let mut touched: Vec<_> = std::mem::take(&mut self.touched).into_iter().collect();
        touched.sort_unstable();
        let crowd = if touched.len() < MANY { None } else { Some(Crowd::of(journal, round)?) };
        for (record, field) in &touched {
            let is_alone = match &crowd {
                Some(crowd) => !crowd.fields.contains(&FieldPlace { record: record.clone(), field: field.clone() }),
                None => journal.head_count(record, field)? < 2,
            };
            if is_alone {
                continue;
            }
            let heads: Vec<Head> = journal.heads_of(record)?.into_iter().filter(|head| head.field == *field).collect();
            if heads.windows(2).all(|pair| pair[0].value == pair[1].value) {
                self.taken.settled += 1;
            } else {
                self.at(record).conflicts += 1;
                self.taken.conflicts.push(Clash { record: record.clone(), field: field.clone() });
            }
        }
        for records in touched.chunk_by(|a, b| a.0 == b.0) {
            let record = &records[0].0;
            if crowd.as_ref().is_some_and(|crowd| !crowd.records.contains(record)) {
                continue;
            }
            if record.kind() == "answer" && conflict::is_parallel(journal, record, &self.arrived)? {
                self.at(record).parallel += 1;
                self.taken.parallel += 1;
            }
        }
        self.outside(journal, round)
    }

    fn outside(&mut self, journal: &Journal, round: &RoundId) -> Result<(), ExchangeError> {
        let Some(round) = load_round(journal, round)? else { return Ok(()) };
        let mut outside: BTreeSet<RecordKey> = BTreeSet::new();
        for (record, member) in std::mem::take(&mut self.authors) {
            if let (Some(member), Some((unit, item))) = (member, place_of(&record))
                && !round.is_assigned(&member, &unit, &item.checklist)
            {
                outside.insert(record);
            }
        }
        for record in &outside {
            self.at(record).outside_assignment += 1;
        }
        self.taken.outside_assignment = outside.len();
        Ok(())
    }
}

/// Where more than one hand was at work in a round.
struct Crowd {
    /// Fields with several heads.
    fields: HashSet<FieldPlace>,
    /// Records that several laptops wrote to.
    records: HashSet<RecordKey>,
}

impl Crowd {
    fn of(journal: &Journal, round: &RoundId) -> Result<Self, ExchangeError> {
        let fields = journal.with_several_heads(round.as_str())?.into_iter().collect();
        Ok(Self { fields, records: journal.written_by_several(round.as_str())?.into_iter().collect() })
    }
}

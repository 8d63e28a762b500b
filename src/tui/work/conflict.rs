//! Different opinions, as screens ask for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::office::{Office, failed, refused, saving};
use super::request::{Definition, Outcome};
use super::unit_work::{Taken, UnitWork};
use crate::exchange::conflict::{
    Conflict, ConflictError, Decided, Parallel, Settle, Words, decided, device_names, find, find_at, look, parallel,
    parallel_at, settle,
};
use crate::inspection::{Contested, ItemKey, RecordPlace, RoundId, UnitId, unit_concerned};
use crate::journal::{Author, DeviceId};
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about different opinions.
#[derive(Debug, Clone)]
pub enum ConflictRequest {
    /// Everything contested or changed side by side in a round → [`ConflictOutcome::Listed`].
    List(RoundId),
    /// The same of one unit → [`ConflictOutcome::Listed`].
    ListAt(RoundId, UnitId),
    /// What was decided in a round, or at one of its units → [`ConflictOutcome::Decided`].
    Decided(RoundId, Option<UnitId>),
    /// Records a decision, all its lines at once → [`Outcome::Changed`].
    Settle {
        /// In which round.
        round: RoundId,
        /// What is to stand; of one record.
        lines: Vec<Settle>,
        /// Why.
        reason: String,
    },
    /// Records that what was changed side by side was looked at → [`ConflictOutcome::Listed`] of the unit.
    Look(RoundId, UnitId, ItemKey),
}

impl ConflictRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::List(_) | Self::ListAt(..) | Self::Decided(..) => EffectKind::Read,
            Self::Settle { .. } | Self::Look(..) => EffectKind::Write,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum ConflictOutcome {
    /// What is contested or was changed side by side; of one unit, where one is named.
    Listed(RoundId, Option<UnitId>, Arc<Differences>),
    /// What was decided, the earliest claim first.
    Decided(RoundId, Vec<Decided>),
}

/// Where people said different things, or changed the same answer without having seen each other's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Differences {
    /// Contested fields.
    pub conflicts: Vec<Conflict>,
    /// Answers changed side by side.
    pub parallel: Vec<Parallel>,
    /// Units among them whose minutes are signed.
    pub signed: Vec<UnitId>,
    /// What the laptops that were met call themselves.
    pub devices: BTreeMap<DeviceId, String>,
}

impl Differences {
    /// The contested fields of an item.
    pub fn of_item<'a>(&'a self, unit: &'a UnitId, key: &'a ItemKey) -> impl Iterator<Item = &'a Conflict> {
        let here = move |place: &RecordPlace| matches!(place, RecordPlace::Item(at, item) if at == unit && item == key);
        self.conflicts.iter().filter(move |conflict| here(&conflict.place))
    }

    /// What was changed side by side in an item.
    pub fn parallel_of(&self, unit: &UnitId, key: &ItemKey) -> Option<&Parallel> {
        self.parallel.iter().find(|parallel| parallel.unit == *unit && parallel.key == *key)
    }
}

type Done = Result<Outcome, Failure>;

impl Office {
    /// Runs a request about different opinions.
    pub(super) fn differ(&mut self, request: &ConflictRequest) -> Done {
        match request {
            ConflictRequest::List(round) => {
                let open = self.opened(round)?;
                let conflicts = find(&self.store, &open.round).map_err(refused)?;
                let parallel = parallel(&self.store, round).map_err(refused)?;
                self.listed(round, None, conflicts, parallel)
            }
            ConflictRequest::ListAt(round, unit) => self.listed_at(round, unit),
            ConflictRequest::Decided(round, unit) => {
                let open = self.opened(round)?;
                let decided = decided(&self.store, &open.round, unit.as_ref()).map_err(refused)?;
                Ok(Outcome::Conflict(ConflictOutcome::Decided(round.clone(), decided)))
            }
            ConflictRequest::Settle { round, lines, reason } => self.settle_opinions(round, lines, reason),
            ConflictRequest::Look(round, unit, key) => {
                let author = Author { member: Some(self.member()?), reason: None };
                look(&mut self.store, round, &author, unit, key).map_err(not_decided)?;
                self.listed_at(round, unit)
            }
        }
    }

    fn listed_at(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        let found = self.differences_at(round, unit)?;
        Ok(Outcome::Conflict(ConflictOutcome::Listed(round.clone(), Some(unit.clone()), Arc::new(found))))
    }

    /// What differs at one unit.
    pub(super) fn differences_at(&mut self, round: &RoundId, unit: &UnitId) -> Result<Differences, Failure> {
        let open = self.opened(round)?;
        let conflicts = find_at(&self.store, &open.round, unit).map_err(refused)?;
        let parallel = parallel_at(&self.store, round, unit).map_err(refused)?;
        let signed = self.signed_among(round, &conflicts)?;
        let devices = device_names(&self.store).map_err(not_decided)?;
        Ok(Differences { conflicts, parallel, signed, devices })
    }

    fn listed(
        &mut self,
        round: &RoundId,
        unit: Option<UnitId>,
        conflicts: Vec<Conflict>,
        parallel: Vec<Parallel>,
    ) -> Done {
        let signed = self.signed_among(round, &conflicts)?;
        let devices = device_names(&self.store).map_err(not_decided)?;
        let found = Arc::new(Differences { conflicts, parallel, signed, devices });
        Ok(Outcome::Conflict(ConflictOutcome::Listed(round.clone(), unit, found)))
    }

    fn signed_among(&self, round: &RoundId, conflicts: &[Conflict]) -> Result<Vec<UnitId>, Failure> {
        let mut units: Vec<UnitId> = conflicts.iter().filter_map(|it| unit_concerned(&it.record)).collect();
        units.sort_unstable();
        units.dedup();
        let mut signed = Vec::new();
        for unit in units {
            if self.store.signature(round, &unit).map_err(refused)?.is_some() {
                signed.push(unit);
            }
        }
        Ok(signed)
    }

    fn settle_opinions(&mut self, round: &RoundId, lines: &[Settle], reason: &str) -> Done {
        let open = self.opened(round)?;
        let words = Words::of(&open.round, &open.editions, &rust_i18n::locale());
        let author = Author { member: Some(self.member()?), reason: Some(reason.to_owned()) };
        settle(&mut self.store, &words, &author, lines).map_err(not_decided)?;
        let place = lines.first().map(|line| RecordPlace::of(&line.record, &open.round.units));
        let (touched, definition) = match place {
            Some(RecordPlace::Item(unit, key)) => (vec![self.touched(round, &unit, &key)?], Definition::Same),
            Some(RecordPlace::Definition) => {
                self.reopened(round)?;
                (Vec::new(), Definition::Changed)
            }
            _ => (Vec::new(), Definition::Same),
        };
        Ok(Outcome::Changed { round: round.clone(), touched, definition, cleared: None, reversal: None })
    }
}

/// Is it the decision, or the disk?
fn not_decided(error: ConflictError) -> Failure {
    match error {
        ConflictError::Inspection(crate::inspection::InspectionError::Journal(error)) => failed(error),
        ConflictError::Inspection(error) => saving(error),
        other => Failure::Refused(other.to_string()),
    }
}

impl UnitWork {
    /// Takes in what differs at this unit now.
    pub(super) fn take_differences(&mut self, outcome: &ConflictOutcome) -> Taken {
        let ConflictOutcome::Listed(round, unit, found) = outcome else { return Taken::Nothing };
        if *round != self.open.round.id || unit.as_ref().is_some_and(|unit| *unit != self.unit.id) {
            return Taken::Nothing;
        }
        let here = |record| unit_concerned(record).as_ref() == Some(&self.unit.id);
        let conflicts: Vec<Conflict> = found.conflicts.iter().filter(|it| here(&it.record)).cloned().collect();
        let parallel = found.parallel.iter().filter(|it| it.unit == self.unit.id).cloned().collect();
        let contested = conflicts
            .iter()
            .map(|conflict| Contested { record: conflict.record.clone(), field: conflict.field.clone() });
        if self.answers.put_contested_beside(contested.collect()) {
            self.judged.count_beside(&self.answers);
            self.problems = self.judged.problems(&self.open.round, &self.unit, &self.answers);
        }
        let (signed, devices) = (found.signed.clone(), found.devices.clone());
        self.differences = Arc::new(Differences { conflicts, parallel, signed, devices });
        Taken::Something
    }
}

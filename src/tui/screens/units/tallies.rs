//! Counts of units, asked for a few at a time, so that a round of 150 units never keeps a key waiting.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::assessment::{OpenRound, Totals};
use crate::conclusion::chain::ConclusionDays;
use crate::inspection::UnitId;
use crate::tui::work::{IssuedMark, Outcome, Signed};

/// Units counted between two looks at the keyboard.
const AT_ONCE: usize = 1;

/// Counts of one unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tally {
    pub totals: Totals,
    /// Problems that are errors.
    pub errors: usize,
    /// Other problems.
    pub warnings: usize,
    pub first_error: Option<String>,
    pub signed: Option<Signed>,
    pub issued: Option<IssuedMark>,
    /// The working days for its conclusion.
    pub conclusion: Option<ConclusionDays>,
}

impl Tally {
    /// Whether every required item has an answer and nothing is wrong.
    pub fn is_complete(&self) -> bool {
        self.totals.items > 0 && self.totals.required_left == 0 && self.totals.conflicts == 0 && self.errors == 0
    }
}

/// What is known of the units and what is still to be counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tallies {
    known: BTreeMap<UnitId, Tally>,
    /// Not counted yet, or not since something changed there.
    stale: BTreeSet<UnitId>,
    due: Option<Instant>,
}

impl Tallies {
    /// Takes in the counts of a unit.
    pub fn take(&mut self, outcome: &Outcome) {
        let Outcome::Summary { unit, totals, errors, warnings, first_error, signed, issued, conclusion, .. } = outcome
        else {
            return;
        };
        let tally = Tally {
            totals: totals.clone(),
            errors: *errors,
            warnings: *warnings,
            first_error: first_error.clone(),
            signed: *signed,
            issued: issued.clone(),
            conclusion: *conclusion,
        };
        self.put(unit.clone(), tally);
    }

    /// Everything is to be counted (again); what is known stays to be shown meanwhile.
    pub fn restart(&mut self, open: &OpenRound) {
        self.stale = open.round.units.iter().map(|unit| unit.id.clone()).collect();
        self.known.retain(|unit, _| self.stale.contains(unit));
    }

    /// `unit` is to be counted again.
    pub fn recount(&mut self, unit: &UnitId, at: Instant) {
        self.stale.insert(unit.clone());
        self.wake(at);
    }

    /// Begins counting at `at`, if there is anything to count.
    pub fn wake(&mut self, at: Instant) {
        self.due = (!self.stale.is_empty()).then_some(at);
    }

    /// When to count on.
    pub fn wakes_at(&self) -> Option<Instant> {
        self.due
    }

    fn put(&mut self, unit: UnitId, tally: Tally) {
        self.known.insert(unit, tally);
    }

    /// `unit` cannot be counted; asking again would fail again.
    pub fn give_up(&mut self, unit: &UnitId) {
        self.known.remove(unit);
    }

    pub fn of(&self, unit: &UnitId) -> Option<&Tally> {
        self.known.get(unit)
    }

    /// How many units are complete.
    pub fn complete(&self) -> usize {
        self.known.values().filter(|tally| tally.is_complete()).count()
    }

    /// The next units to count, the first of `order` that need it; they count as asked for.
    pub fn next<'a>(&mut self, order: impl Iterator<Item = &'a UnitId>, at: Instant) -> Vec<UnitId> {
        let mut wanted: Vec<UnitId> = Vec::new();
        for unit in order {
            if wanted.len() == AT_ONCE {
                break;
            }
            if self.stale.remove(unit) {
                wanted.push(unit.clone());
            }
        }
        self.due = (!wanted.is_empty() && !self.stale.is_empty()).then_some(at);
        wanted
    }
}

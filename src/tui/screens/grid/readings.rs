//! What stands at the units of a round, read a few units at a time so that no key waits for 150 of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use crate::assessment::{Answered, OpenRound};
use crate::inspection::{ItemKey, UnitId};
use crate::tui::screen::Effect;
use crate::tui::work::{
    CellValue, ExchangeOutcome, GridCell, GridOutcome, GridRequest, Outcome, Request, Touched, TouchedAnswer,
    UnitColumn, World,
};

/// What is known of the units, and what is still to be read.
#[derive(Debug, Clone)]
pub(super) struct Readings {
    open: Arc<OpenRound>,
    known: BTreeMap<UnitId, UnitColumn>,
    /// Not read yet, or not since something changed there.
    stale: BTreeSet<UnitId>,
    due: Option<Instant>,
}

impl Readings {
    pub(super) fn new(open: Arc<OpenRound>) -> Self {
        let stale = open.round.units.iter().map(|unit| unit.id.clone()).collect();
        Self { open, known: BTreeMap::new(), stale, due: None }
    }

    /// Begins reading at `at`, if anything is to be read.
    pub(super) fn wake(&mut self, at: Instant) {
        self.due = (!self.stale.is_empty()).then_some(at);
    }

    /// Nothing is read while other screens stand above.
    pub(super) fn sleep(&mut self) {
        self.due = None;
    }

    /// When to read on.
    pub(super) fn wakes_at(&self) -> Option<Instant> {
        self.due
    }

    /// Asks for the next units: the first of `order` that are to be read, at most `most`.
    pub(super) fn next<'u>(
        &mut self,
        order: impl Iterator<Item = &'u UnitId>,
        most: usize,
        at: Instant,
    ) -> Vec<Effect<World>> {
        let mut wanted = Vec::new();
        for unit in order {
            if wanted.len() < most && self.stale.remove(unit) {
                wanted.push(unit.clone());
            }
        }
        self.due = (!wanted.is_empty() && !self.stale.is_empty()).then_some(at);
        let round = &self.open.round.id;
        wanted.into_iter().map(|unit| Effect::Run(Request::Grid(GridRequest::Unit(round.clone(), unit)))).collect()
    }

    /// Takes in what was read or changed.
    pub(super) fn take(&mut self, outcome: &Outcome, at: Instant) {
        let here = &self.open.round.id;
        match outcome {
            Outcome::Grid(GridOutcome::Unit(round, column)) if round == here => {
                self.known.insert(column.unit.clone(), column.as_ref().clone());
            }
            // Read when the grid is on top again.
            Outcome::Exchange(ExchangeOutcome::Refreshed(rounds)) if rounds.contains(here) => {
                self.stale.extend(self.open.round.units.iter().map(|unit| unit.id.clone()));
            }
            Outcome::Changed { round, touched, .. } if round == here => {
                for touched in touched {
                    self.show_at_once(touched);
                    self.stale.insert(touched.unit.clone());
                }
                self.wake(at);
            }
            _ => {}
        }
    }

    /// What a person just recorded is shown before its unit is judged again: that may be one of 150.
    fn show_at_once(&mut self, touched: &Touched) {
        let cell = self.known.get_mut(&touched.unit).and_then(|column| column.cells.get_mut(&touched.key));
        let Some(cell) = cell else { return };
        // Rows, forms and evidence by themselves carry neither verdict nor remark.
        let TouchedAnswer::Whole(answer) = &touched.answer else { return };
        let answer = answer.as_deref();
        cell.remark = answer.and_then(|answer| answer.remark.clone());
        // Computed verdicts stand beside a value and wait for the judging.
        if cell.value == CellValue::Nothing {
            cell.verdict = answer.and_then(|answer| answer.verdict);
            cell.answered = if cell.verdict.is_some() { Answered::Yes } else { Answered::No };
        }
    }

    /// What stands at `unit`; `None` until it is read, and where the item is not asked there.
    pub(super) fn cell(&self, unit: &UnitId, key: &ItemKey) -> Option<&GridCell> {
        self.known.get(unit)?.cells.get(key)
    }

    /// Whether `unit` was read since anything changed there.
    pub(super) fn has_read(&self, unit: &UnitId) -> bool {
        self.known.contains_key(unit) && !self.stale.contains(unit)
    }

    /// How many units were read.
    pub(super) fn count_read(&self) -> usize {
        self.known.len()
    }
}

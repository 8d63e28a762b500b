//! One item answered at several units at once.

use super::change::FieldChange;
use super::error::InspectionError;
use super::keys::ItemKey;
use super::record::{Recorder, field_lines};
use super::store::Store;
use crate::checklist::{Checklist, Item};
use crate::journal::Written;

/// What becomes of the answer at one of several units.
#[derive(Debug, Clone)]
pub struct UnitRecord {
    /// Who, and at which unit.
    pub recorder: Recorder,
    /// What.
    pub changes: Vec<FieldChange>,
}

impl Store {
    /// Records the same item at several units of one round as one action: all of it or nothing, undone in one step.
    /// Durable when this returns; `None` where there is nothing to record.
    pub fn record_over_units(
        &mut self,
        checklist: &Checklist,
        item: &Item,
        over: &[UnitRecord],
    ) -> Result<Option<Written>, InspectionError> {
        let Some(first) = over.first() else { return Ok(None) };
        let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
        let mut lines = Vec::new();
        for record in over {
            lines.extend(field_lines(&record.recorder, &key, item, &record.changes)?);
        }
        self.write(&first.recorder, &lines).map(Some)
    }
}

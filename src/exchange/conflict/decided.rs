//! What was decided, by whom and why. Read for a list or a paper: it goes through the whole log of the round.

use std::collections::BTreeSet;

use serde_json::Value;

use super::find::{Lineage, decision, entry_name};
use super::{Decision, Voice};
use crate::inspection::{InspectionError, RecordPlace, Round, Store, UnitId, unit_concerned};
use crate::journal::{FieldName, RecordKey, Revision};

/// Different opinions that somebody decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The record.
    pub record: RecordKey,
    /// Its field.
    pub field: FieldName,
    /// What the record is about.
    pub place: RecordPlace,
    /// What a row, form, piece of evidence or person is called.
    pub entry: Option<String>,
    /// What was said, and by whom; the earliest claim first.
    pub opinions: Vec<(Value, Voice)>,
    /// What was decided.
    pub decision: Decision,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It stands.
    Stands,
    /// Somebody recorded something else since.
    Replaced,
    /// An opinion came too late for it: it is open again.
    Reopened,
}

/// Every decision in a round, or of what concerns `unit`, the earliest claim first.
pub fn decided(store: &Store, round: &Round, unit: Option<&UnitId>) -> Result<Vec<Decided>, InspectionError> {
    let journal = store.journal();
    let mut records: BTreeSet<RecordKey> = BTreeSet::new();
    journal.log(round.id.as_str(), &mut |revision| {
        let concerned = unit.is_none_or(|unit| unit_concerned(&revision.record).as_ref() == Some(unit));
        let several = revision.parents.len() > 1 && revision.field.as_str() != "asked";
        if several && concerned && revision.reason.is_some() {
            records.insert(revision.record);
        }
    })?;
    let mut found = Vec::new();
    for record in records {
        let history = journal.history(&record)?;
        let standing = journal.heads_of(&record)?;
        let entry = entry_name(journal, &record, &standing)?;
        for revision in history.iter().filter(|revision| revision.field.as_str() != "asked") {
            let lineage = Lineage::of(&history, &revision.field);
            if revision.reason.is_none() || !lineage.settles(revision) {
                continue;
            }
            let heads: Vec<_> = standing.iter().filter(|head| head.field == revision.field).collect();
            let outcome = match heads.as_slice() {
                [head] if head.revision == revision.id => Outcome::Stands,
                heads if heads.windows(2).any(|pair| pair[0].value != pair[1].value) => Outcome::Reopened,
                _ => Outcome::Replaced,
            };
            found.push(Decided {
                record: record.clone(),
                field: revision.field.clone(),
                place: RecordPlace::of(&record, &round.units),
                entry: entry.clone(),
                opinions: opinions(&lineage, revision),
                decision: decision(revision),
                outcome,
            });
        }
    }
    // What was decided in one go has one time: then by place, which is the same on every laptop.
    found.sort_by(|a, b| {
        let place = |it: &Decided| (it.decision.made_at, it.record.clone(), it.field.clone(), it.decision.revision);
        place(a).cmp(&place(b))
    });
    Ok(found)
}

fn opinions(lineage: &Lineage<'_>, revision: &Revision) -> Vec<(Value, Voice)> {
    let mut parents: Vec<&Revision> = revision.parents.iter().filter_map(|parent| lineage.get(parent)).collect();
    parents.sort_by_key(|parent| (parent.made_at, parent.id));
    let said = |parent: &Revision| {
        let (member, device) = (parent.member.clone(), parent.device.clone());
        (parent.value.clone(), Voice { revision: parent.id, member, device, made_at: parent.made_at, saw: Vec::new() })
    };
    parents.into_iter().map(said).collect()
}

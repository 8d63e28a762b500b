//! Parallel changes: different fields of one answer, or cells of one of its rows, that different people wrote without
//! having seen each other's. Nothing contradicts there, but nobody has looked at the whole: it is marked until somebody
//! has.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};

use super::ConflictError;
use crate::inspection::{InspectionError, ItemKey, RoundId, Store, UnitId, place_of};
use crate::journal::{Author, Change, DeviceId, FieldName, Head, Journal, Parents, Reached, RecordKey, RevisionId};

use chrono::{DateTime, FixedOffset};

/// Kinds of records whose fields people write one by one.
const KINDS: [&str; 5] = ["answer", "row", "form", "evidence", "second"];
/// Fields that people do not write themselves.
const UNWRITTEN: [&str; 2] = ["asked", "row_place"];

/// An item whose answer was changed side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    /// At which unit.
    pub unit: UnitId,
    /// Which item.
    pub key: ItemKey,
    /// What was changed, by record and field.
    pub sides: Vec<Side>,
}

/// One of the changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The record: the answer, or a row, form or piece of evidence.
    pub record: RecordKey,
    /// Its field.
    pub field: FieldName,
    /// The revision that stands there.
    pub revision: RevisionId,
    /// What it says.
    pub value: Value,
    /// Who.
    pub member: Option<String>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop.
    pub made_at: DateTime<FixedOffset>,
}

/// Everything changed side by side in a round that nobody has looked at, by unit and item.
pub fn parallel(store: &Store, round: &RoundId) -> Result<Vec<Parallel>, InspectionError> {
    below(store, round, round.as_str())
}

/// The same at one unit.
pub fn parallel_at(store: &Store, round: &RoundId, unit: &UnitId) -> Result<Vec<Parallel>, InspectionError> {
    below(store, round, &format!("{round}/{unit}"))
}

/// Records that `author` has looked at what was changed side by side in the answer to `key`. What is changed there later
/// is marked again.
pub fn look(
    store: &mut Store,
    round: &RoundId,
    author: &Author,
    unit: &UnitId,
    key: &ItemKey,
) -> Result<(), ConflictError> {
    let found = parallel_at(store, round, unit)?;
    let Some(parallel) = found.into_iter().find(|parallel| parallel.key == *key) else { return Ok(()) };
    let mut heads: BTreeSet<String> = parallel.sides.iter().map(|side| side.revision.to_string()).collect();
    let record = crate::inspection::looked_key(round, unit, key)?;
    let journal = store.journal_mut();
    // Each laptop has a field of its own: that two people look at once must not become a conflict.
    let field = FieldName::new(journal.device().as_str())?;
    let before = journal.heads_of(&record)?;
    heads.extend(before.iter().filter(|head| head.field == field).flat_map(ids).map(|id| id.to_string()));
    let change = Change { record, field, value: json!(heads), parents: Parents::SoleHead };
    journal.write(&crate::journal::Chain::Round(round.to_string()), author, &[change])?;
    Ok(())
}

fn below(store: &Store, round: &RoundId, below: &str) -> Result<Vec<Parallel>, InspectionError> {
    let journal = store.journal();
    let mut found: Vec<Parallel> = Vec::new();
    for record in journal.written_by_several(below)?.into_iter().filter(|record| KINDS.contains(&record.kind())) {
        let Some((unit, key)) = place_of(&record) else { continue };
        let heads = unlooked(journal, round, &unit, &key, unseen(journal, &record)?)?;
        if heads.is_empty() {
            continue;
        }
        let sides = heads.into_iter().map(side);
        match found.iter_mut().find(|parallel| parallel.unit == unit && parallel.key == key) {
            Some(known) => known.sides.extend(sides),
            None => found.push(Parallel { sides: sides.collect(), unit, key }),
        }
    }
    found.sort_by(|a, b| (&a.unit, &a.key).cmp(&(&b.unit, &b.key)));
    Ok(found)
}

/// Whether the answer in `record` was changed side by side, one of the changes being among those that just `arrived`.
pub(in crate::exchange) fn is_parallel(
    journal: &Journal,
    record: &RecordKey,
    arrived: &HashSet<RevisionId>,
) -> Result<bool, InspectionError> {
    let pairs = unseen(journal, record)?;
    Ok(pairs.iter().flatten().any(|head| arrived.contains(&head.revision)))
}

/// Heads of settled fields of `record` that have another one beside them which neither author had seen of the other;
/// pairs, in the order of the fields.
fn unseen(journal: &Journal, record: &RecordKey) -> Result<Vec<[Head; 2]>, InspectionError> {
    let mut heads = journal.heads_of(record)?;
    heads.retain(|head| !UNWRITTEN.contains(&head.field.as_str()));
    // Where opinions differ, somebody has to look at it anyway.
    let settled: Vec<&Head> = heads
        .chunk_by(|a, b| a.field == b.field)
        .filter(|field| field.iter().all(|head| head.value == field[0].value))
        .flatten()
        .collect();
    let mut pairs = Vec::new();
    for (index, one) in settled.iter().enumerate() {
        for other in &settled[index + 1..] {
            let parted = one.field != other.field && one.device != other.device && one.member != other.member;
            // Whoever wrote the same there himself has seen what it says.
            let wrote = |member: &Option<String>, field: &FieldName| {
                settled.iter().any(|head| head.member == *member && head.field == *field)
            };
            let agrees = wrote(&one.member, &other.field) || wrote(&other.member, &one.field);
            if parted && !agrees && journal.saw(one, other)? == Reached::No && journal.saw(other, one)? == Reached::No {
                pairs.push([(*one).clone(), (*other).clone()]);
            }
        }
    }
    Ok(pairs)
}

/// Of pairs, the heads of those that nobody has looked at; each once.
fn unlooked(
    journal: &Journal,
    round: &RoundId,
    unit: &UnitId,
    key: &ItemKey,
    pairs: Vec<[Head; 2]>,
) -> Result<Vec<Head>, InspectionError> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let looked = journal.heads_of(&crate::inspection::looked_key(round, unit, key)?)?;
    let looked: Vec<BTreeSet<RevisionId>> = looked.iter().map(|head| ids(head).collect()).collect();
    let mut heads: Vec<Head> = Vec::new();
    for pair in pairs {
        let together = |seen: &BTreeSet<RevisionId>| pair.iter().all(|head| seen.contains(&head.revision));
        if looked.iter().any(together) {
            continue;
        }
        for head in pair {
            if !heads.iter().any(|known| known.revision == head.revision) {
                heads.push(head);
            }
        }
    }
    heads.sort_by(|a, b| (&a.field, a.revision).cmp(&(&b.field, b.revision)));
    Ok(heads)
}

/// The revisions that somebody has looked at.
fn ids(head: &Head) -> impl Iterator<Item = RevisionId> {
    let texts = head.value.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.filter_map(|text| text.parse().ok())
}

fn side(head: Head) -> Side {
    Side {
        record: head.record,
        field: head.field,
        revision: head.revision,
        value: head.value,
        member: head.member,
        device: head.device,
        made_at: head.made_at,
    }
}

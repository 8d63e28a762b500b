//! What the room's tests share.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use super::{Author, Chain, Change, Clock, FieldName, Head, Journal, Parents, RecordKey, Revision};

pub(super) const UNIT: &str = "answer/r1/dong-hai/";

pub(super) fn clock() -> Clock {
    Clock::Fixed(DateTime::<FixedOffset>::parse_from_rfc3339("2025-01-20T09:30:00+07:00").unwrap())
}

pub(super) fn open(home: &Path) -> Journal {
    Journal::open(home, clock()).unwrap()
}

pub(super) fn round() -> Chain {
    Chain::Round("r1".into())
}

pub(super) fn member(id: &str) -> Author {
    Author { member: Some(id.into()), reason: None }
}

pub(super) fn because(id: &str, reason: &str) -> Author {
    Author { member: Some(id.into()), reason: Some(reason.into()) }
}

pub(super) fn key(item: &str) -> RecordKey {
    RecordKey::new(format!("{UNIT}niem-yet/{item}")).unwrap()
}

pub(super) fn field(name: &str) -> FieldName {
    FieldName::new(name).unwrap()
}

pub(super) fn set(item: &str, name: &str, value: impl Into<Value>) -> Change {
    Change { record: key(item), field: field(name), value: value.into(), parents: Parents::SoleHead }
}

pub(super) fn looked(change: Change, heads: &[Head]) -> Change {
    Change { parents: Parents::Looked(heads.iter().map(|head| head.revision).collect()), ..change }
}

/// Records one verdict as member `a`.
pub(super) fn record(journal: &mut Journal, item: &str, value: impl Into<Value>) {
    journal.write(&round(), &member("a"), &[set(item, "verdict", value)]).unwrap();
}

/// The values standing in one record, a field a pair.
pub(super) fn values(journal: &Journal, item: &str) -> Vec<(String, Value)> {
    let heads = journal.heads_of(&key(item)).unwrap();
    heads.into_iter().map(|head| (head.field.to_string(), head.value)).collect()
}

/// The one value standing in a record's verdict.
pub(super) fn verdict(journal: &Journal, item: &str) -> Value {
    match values(journal, item).as_slice() {
        [(_, value)] => value.clone(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn log(journal: &Journal) -> Vec<Revision> {
    let mut all = Vec::new();
    journal.log("r1", &mut |revision| all.push(revision)).unwrap();
    all
}

pub(super) fn stored(journal: &Journal) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    journal.stored("r1", &mut |bytes| all.push(bytes.to_vec())).unwrap();
    all
}

/// Takes in all of `from`'s round.
pub(super) fn merge(into: &mut Journal, from: &Journal) {
    into.import(stored(from)).unwrap();
}

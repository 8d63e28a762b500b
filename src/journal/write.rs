//! Recording: changes become revisions.

use std::collections::HashSet;

use rusqlite::Connection;
use serde_json::Value;

use super::Journal;
use super::error::JournalError;
use super::heads::{self, Head};
use super::keep;
use super::merge::seen;
use super::names::{ActionId, Chain, FieldName, RecordKey, RevisionId};
use super::revision::{Reversal, Revision, Sealed};

/// Who acts, and why where a reason is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Author {
    /// The member; `None` for what a device does by itself.
    pub member: Option<String>,
    /// The reason; a blank one counts as none.
    pub reason: Option<String>,
}

/// What a change replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parents {
    /// Whatever stands there now, as long as it is one value.
    SoleHead,
    /// Whatever stands there now, one value or several: for what says nothing to people, so that nobody has to settle it.
    Everything,
    /// The revisions a person looked at. What has come since stays beside the new value, as a conflict.
    Looked(Vec<RevisionId>),
}

/// A value for one field of one record; `null` removes.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The record.
    pub record: RecordKey,
    /// The field.
    pub field: FieldName,
    /// The new value.
    pub value: Value,
    /// What it replaces.
    pub parents: Parents,
}

/// What a write did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the revisions were done as; `None` where every value stood there already.
    pub action: Option<ActionId>,
    /// The new revisions, in the order of the changes.
    pub revisions: Vec<RevisionId>,
    /// How many changes wrote nothing because the value stood there already.
    pub unchanged: usize,
}

/// A change that will be written, with its parents found.
pub(super) struct Line {
    pub(super) record: RecordKey,
    pub(super) field: FieldName,
    pub(super) value: Value,
    pub(super) parents: Vec<RevisionId>,
}

impl Journal {
    /// Records `changes` as one action, all or nothing. When this returns `Ok`, they survive a power cut. A value
    /// that stands there already is not written again.
    pub fn write(&mut self, chain: &Chain, author: &Author, changes: &[Change]) -> Result<Written, JournalError> {
        self.keep(|connection, journal| journal.plan(connection, chain, author, changes))
    }

    /// As [`Self::write`], where no other connection wrote since the journal was `seen`
    /// ([`Self::data_version`]); `None` where one did: what the changes were made from must be read again.
    pub fn write_unless_moved(
        &mut self,
        seen: i64,
        chain: &Chain,
        author: &Author,
        changes: &[Change],
    ) -> Result<Option<Written>, JournalError> {
        self.keep(|connection, journal| {
            if journal.data_version()? != seen {
                return Ok((Vec::new(), None));
            }
            let (sealed, written) = journal.plan(connection, chain, author, changes)?;
            Ok((sealed, Some(written)))
        })
    }

    fn plan(
        &self,
        connection: &Connection,
        chain: &Chain,
        author: &Author,
        changes: &[Change],
    ) -> Result<(Vec<Sealed>, Written), JournalError> {
        let author = author.without_blank();
        let lines = find_lines(connection, chain, &author, changes)?;
        let unchanged = changes.len() - lines.len();
        let (sealed, action) = self.seal_all(connection, chain, &author, None, lines)?;
        let revisions = done_as(&action, &sealed);
        let action = (!revisions.is_empty()).then_some(action);
        Ok((sealed, Written { action, revisions, unchanged }))
    }

    /// Serialises `lines` as one action at the end of this device's chain; before them what the device has seen since
    /// it last wrote there, where a merge brought something.
    pub(super) fn seal_all(
        &self,
        connection: &Connection,
        chain: &Chain,
        author: &Author,
        reversal: Option<&Reversal>,
        lines: Vec<Line>,
    ) -> Result<(Vec<Sealed>, ActionId), JournalError> {
        let action = ActionId::random()?;
        let made_at = self.clock.now();
        let mut tip = keep::tip(connection, chain, &self.device.id)?;
        let mut all = Vec::with_capacity(lines.len() + 1);
        let mut append = |line: Line, author: &Author, action: &ActionId, reversal: Option<&Reversal>| {
            let sealed = Sealed::seal(Revision {
                id: RevisionId::of(&[]),
                chain: chain.clone(),
                record: line.record,
                field: line.field,
                value: line.value,
                parents: line.parents,
                member: author.member.clone(),
                device: self.device.id.clone(),
                sequence: tip.sequence + 1,
                prev: tip.revision,
                made_at,
                reason: author.reason.clone(),
                action: action.clone(),
                reversal: reversal.cloned(),
            })?;
            tip = keep::Tip { sequence: sealed.revision.sequence, revision: Some(sealed.revision.id) };
            all.push(sealed);
            Ok::<_, JournalError>(())
        };
        if !lines.is_empty()
            && let Some(seen) = seen::line(connection, chain, &self.device.id)?
        {
            append(seen, &Author::default(), &ActionId::random()?, None)?;
        }
        for line in lines {
            append(line, author, &action, reversal)?;
        }
        Ok((all, action))
    }
}

/// The revisions among `sealed` that are part of `action`.
pub(super) fn done_as(action: &ActionId, sealed: &[Sealed]) -> Vec<RevisionId> {
    sealed.iter().filter(|each| each.revision.action == *action).map(|each| each.revision.id).collect()
}

impl Author {
    pub(super) fn without_blank(&self) -> Self {
        let kept = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        Self { member: kept(&self.member), reason: kept(&self.reason) }
    }
}

fn find_lines(
    connection: &Connection,
    chain: &Chain,
    author: &Author,
    changes: &[Change],
) -> Result<Vec<Line>, JournalError> {
    let mut seen = HashSet::new();
    let mut lines = Vec::with_capacity(changes.len());
    for change in changes {
        let (record, field) = (change.record.clone(), change.field.clone());
        if record.chain() != *chain {
            return Err(JournalError::WrongChain { record, chain: chain.clone() });
        }
        if !seen.insert((&change.record, &change.field)) {
            return Err(JournalError::WrittenTwice { record, field });
        }
        let heads = heads::of_field(connection, &record, &field)?;
        let parents = match &change.parents {
            Parents::SoleHead => sole_value(&change.record, &change.field, &heads)?,
            Parents::Everything => heads.iter().map(|head| head.revision).collect(),
            Parents::Looked(looked) => looked_at(connection, author, change, looked)?,
        };
        let stands_there = heads.first().is_some_and(|head| head.value == as_read_back(&change.value))
            && heads::agree(&heads)
            && heads.iter().all(|head| parents.contains(&head.revision));
        // What was never recorded cannot be removed: "never answered" is no revision at all.
        let nothing_to_remove = heads.is_empty() && change.value.is_null();
        if !stands_there && !nothing_to_remove {
            lines.push(Line { record, field, value: change.value.clone(), parents });
        }
    }
    Ok(lines)
}

/// The value as it will be read: a fraction's last binary digit may differ from what was typed.
fn as_read_back(value: &Value) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or_else(|_| value.clone())
}

fn sole_value(record: &RecordKey, field: &FieldName, heads: &[Head]) -> Result<Vec<RevisionId>, JournalError> {
    if heads::agree(heads) {
        Ok(heads.iter().map(|head| head.revision).collect())
    } else {
        Err(JournalError::Conflict { record: record.clone(), field: field.clone(), heads: heads.to_vec() })
    }
}

fn looked_at(
    connection: &Connection,
    author: &Author,
    change: &Change,
    looked: &[RevisionId],
) -> Result<Vec<RevisionId>, JournalError> {
    let (record, field) = (&change.record, &change.field);
    let mut values: Vec<Value> = Vec::new();
    for id in looked {
        let found = keep::bytes_of(connection, id)?.map(|bytes| Revision::read_as(*id, &bytes)).transpose()?;
        let found = found.filter(|revision| revision.record == *record && revision.field == *field);
        let Some(revision) = found else {
            return Err(JournalError::ParentUnknown { record: record.clone(), field: field.clone(), revision: *id });
        };
        values.push(revision.value);
    }
    if author.reason.is_none() && values.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(JournalError::ReasonNeeded { record: record.clone(), field: field.clone() });
    }
    let mut parents = looked.to_vec();
    parents.sort_unstable();
    parents.dedup();
    Ok(parents)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::{
        because, field, key, log, looked, member, merge, open, record, round, set, values, verdict,
    };
    use super::*;

    #[test]
    fn several_fields_are_one_action_in_one_chain() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        let changes = [set("i1", "verdict", "fail"), set("i1", "remark", "Chưa có số điện thoại")];
        let written = journal.write(&round(), &member("a"), &changes).unwrap();
        assert_eq!((written.revisions.len(), written.unchanged), (2, 0));
        drop(journal);

        let journal = open(home.path());
        let all = log(&journal);
        assert_eq!(all.iter().map(|each| each.sequence).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(all[1].prev, Some(all[0].id));
        assert_eq!(Some(&all[0].action), written.action.as_ref());
        assert_eq!(all[0].action, all[1].action);
        assert_eq!(all[0].member.as_deref(), Some("a"));
        assert_eq!(all[0].device, *journal.device());
        let expected = [("remark", "Chưa có số điện thoại"), ("verdict", "fail")];
        assert_eq!(values(&journal, "i1"), expected.map(|(name, value)| (name.to_owned(), Value::from(value))));
    }

    #[test]
    fn what_stands_there_already_is_not_written_again() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let again = journal.write(&round(), &member("b"), &[set("i1", "verdict", "pass")]).unwrap();
        assert_eq!(again, Written { action: None, revisions: vec![], unchanged: 1 });
        record(&mut journal, "i1", Value::Null);
        assert_eq!(verdict(&journal, "i1"), Value::Null);
        assert_eq!(log(&journal).len(), 2);
    }

    #[test]
    fn never_answered_is_no_revision() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        let removed = journal.write(&round(), &member("a"), &[set("i1", "verdict", Value::Null)]).unwrap();
        assert_eq!((removed.revisions.len(), removed.unchanged), (0, 1));
        assert!(log(&journal).is_empty());
    }

    #[test]
    fn rounds_and_device_wide_records_are_numbered_apart() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let setting = Change {
            record: RecordKey::new("setting/member").unwrap(),
            field: field("choice"),
            value: json!("a"),
            parents: Parents::SoleHead,
        };
        journal.write(&Chain::DeviceWide, &Author::default(), std::slice::from_ref(&setting)).unwrap();
        assert_eq!(journal.history(&setting.record).unwrap()[0].sequence, 1);
        assert!(matches!(
            journal.write(&round(), &Author::default(), &[setting]),
            Err(JournalError::WrongChain { .. })
        ));
        assert_eq!(log(&journal).len(), 1);
    }

    #[test]
    fn all_or_nothing() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        let twice = [set("i1", "verdict", "pass"), set("i2", "verdict", "pass"), set("i1", "verdict", "fail")];
        let refused = journal.write(&round(), &member("a"), &twice);
        assert!(matches!(refused, Err(JournalError::WrittenTwice { .. })), "{refused:?}");
        let large = [set("i1", "verdict", "pass"), set("i2", "remark", "a".repeat(1 << 20))];
        assert!(matches!(journal.write(&round(), &member("a"), &large), Err(JournalError::TooLarge { .. })));
        assert!(log(&journal).is_empty());
    }

    #[test]
    fn a_conflict_is_shown_and_settled_by_a_person_with_a_reason() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        record(&mut b, "i1", "fail");
        merge(&mut a, &b);

        let heads = a.heads_of(&key("i1")).unwrap();
        assert_eq!(heads.len(), 2);
        let blind = a.write(&round(), &member("a"), &[set("i1", "verdict", "pass")]);
        assert!(matches!(&blind, Err(JournalError::Conflict { heads: named, .. }) if *named == heads), "{blind:?}");

        let settle = looked(set("i1", "verdict", "fail"), &heads);
        let unreasoned = a.write(&round(), &because("a", "  "), std::slice::from_ref(&settle));
        assert!(matches!(unreasoned, Err(JournalError::ReasonNeeded { .. })));
        a.write(&round(), &because("a", "Đã xem lại tại bảng"), &[settle]).unwrap();
        assert_eq!(verdict(&a, "i1"), json!("fail"));

        // What comes later reopens it.
        record(&mut b, "i1", "partial");
        merge(&mut a, &b);
        assert_eq!(a.heads_of(&key("i1")).unwrap().len(), 2);
    }

    #[test]
    fn equal_opinions_are_settled_and_replaced_together() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        record(&mut b, "i1", "pass");
        merge(&mut a, &b);
        assert_eq!(a.heads_of(&key("i1")).unwrap().len(), 2, "both authors are remembered");
        let same = a.write(&round(), &member("a"), &[set("i1", "verdict", "pass")]).unwrap();
        assert_eq!(same.unchanged, 1);
        record(&mut a, "i1", "fail");
        assert_eq!(verdict(&a, "i1"), json!("fail"));
    }

    #[test]
    fn looked_at_names_revisions_of_that_field_only() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        record(&mut journal, "i2", "pass");
        let other = looked(set("i1", "verdict", "fail"), &journal.heads_of(&key("i2")).unwrap());
        let refused = journal.write(&round(), &member("a"), &[other]);
        assert!(matches!(refused, Err(JournalError::ParentUnknown { .. })));

        // Somebody else wrote since the person looked: both stay.
        let seen = journal.heads_of(&key("i1")).unwrap();
        record(&mut journal, "i1", "partial");
        journal.write(&round(), &member("b"), &[looked(set("i1", "verdict", "fail"), &seen)]).unwrap();
        assert_eq!(journal.heads_of(&key("i1")).unwrap().len(), 2);
    }
}

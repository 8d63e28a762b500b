//! Taking a merge back: what it brought is set aside on this laptop, not deleted.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::super::Journal;
use super::super::error::JournalError;
use super::super::heads;
use super::super::keep;
use super::super::names::{FieldName, RecordKey, RevisionId};
use super::super::revision::Revision;
use super::{MergeEntry, MergeId, entries};

/// What taking back a merge did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmerged {
    /// How many revisions were set aside.
    pub revisions: usize,
    /// The records they belong to, each once, in order.
    pub records: Vec<RecordKey>,
}

impl Journal {
    /// Whether anything is set aside on this laptop.
    pub fn has_set_aside(&self) -> Result<bool, JournalError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM aside)";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Sets aside what the merge `id` brought: the heads are again as if it had never come, nothing of it is sent on,
    /// and its receipts are forgotten. Merging the file again revives it. Refused where later work builds on it, which
    /// the error names, and where it was taken back already.
    pub fn unmerge(&mut self, id: MergeId) -> Result<Unmerged, JournalError> {
        self.access.for_writing()?;
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let unmerged = set_aside(&transaction, id, &self.clock.now())?;
        match transaction.commit() {
            Ok(()) => Ok(unmerged),
            Err(error) => Err(JournalError::NotSaved { detail: self.renew(error)? }),
        }
    }
}

/// Whether the revision that arrived there is set aside.
pub(super) fn holds(connection: &Connection, arrival: i64) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM aside WHERE arrival = ?1")?.exists([arrival])
}

/// Lets a revision that was set aside count again.
pub(super) fn revive(connection: &Connection, revision: &Revision, arrival: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM aside WHERE arrival = ?1")?.execute([arrival])?;
    keep::join(connection, revision, arrival)
}

fn set_aside(connection: &Connection, id: MergeId, now: &DateTime<FixedOffset>) -> Result<Unmerged, JournalError> {
    let unknown = || JournalError::MergeUnknown { id: id.to_string() };
    let entry = entries(connection)?.into_iter().find(|entry| entry.id == id).ok_or_else(unknown)?;
    if entry.undone.is_some() {
        return Err(JournalError::MergeUndone { id: id.to_string() });
    }
    let going = brought_by(connection, &entry)?;
    let mut fields: BTreeMap<(RecordKey, FieldName), Vec<RevisionId>> = BTreeMap::new();
    for (revision, arrival) in &going {
        fields.entry((revision.record.clone(), revision.field.clone())).or_default().push(revision.id);
        connection
            .prepare_cached("INSERT INTO aside (arrival, merge) VALUES (?1, ?2)")?
            .execute([*arrival, entry.id.0])?;
        connection.prepare_cached("DELETE FROM revived WHERE arrival = ?1")?.execute([*arrival])?;
    }
    for ((record, field), ids) in &fields {
        mend(connection, record, field, ids)?;
    }
    connection.execute("DELETE FROM receipt WHERE merge = ?1", [id.0])?;
    connection.execute("DELETE FROM tip WHERE merge = ?1", [id.0])?;
    connection.execute("UPDATE merge SET undone = ?2 WHERE number = ?1", params![id.0, now.to_rfc3339()])?;
    let mut records: Vec<RecordKey> = fields.into_keys().map(|(record, _)| record).collect();
    records.dedup();
    Ok(Unmerged { revisions: going.len(), records })
}

/// What a merge brought and is still counted for: its own arrivals, but those that came again with a later one.
fn brought_by(connection: &Connection, entry: &MergeEntry) -> Result<Vec<(Revision, i64)>, JournalError> {
    let sql = "SELECT id, bytes, arrival FROM revision WHERE arrival BETWEEN ?1 AND ?2
                 AND arrival NOT IN (SELECT arrival FROM aside) AND arrival NOT IN (SELECT arrival FROM revived)
               UNION ALL
               SELECT id, bytes, arrival FROM revived JOIN revision USING (arrival) WHERE merge = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([entry.range.0, entry.range.1, entry.id.0])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        all.push((Revision::read_as(RevisionId::from_column(row.get(0)?), bytes)?, row.get(2)?));
    }
    Ok(all)
}

/// Makes the heads of a field anew without `gone`, which are set aside already. Refused where a revision that stays
/// replaced one of them.
fn mend(
    connection: &Connection,
    record: &RecordKey,
    field: &FieldName,
    gone: &[RevisionId],
) -> Result<(), JournalError> {
    let gone: HashSet<RevisionId> = gone.iter().copied().collect();
    let staying = reached(connection, record, field, &gone)?;
    if let Some(later) = staying.values().find(|each| each.parents.iter().any(|parent| gone.contains(parent))) {
        return Err(JournalError::BuiltUpon { head: Box::new(later.clone().into()) });
    }
    let replaced: HashSet<RevisionId> = staying.values().flat_map(|each| each.parents.iter().copied()).collect();
    let names = params![record.as_str(), field.as_str()];
    connection.prepare_cached("DELETE FROM head WHERE record = ?1 AND field = ?2")?.execute(names)?;
    connection.prepare_cached("DELETE FROM awaited WHERE record = ?1 AND field = ?2")?.execute(names)?;
    for id in staying.keys().filter(|id| !replaced.contains(id)) {
        connection
            .prepare_cached(
                "INSERT INTO head (record, field, arrival) SELECT ?1, ?2, arrival FROM revision WHERE id = ?3",
            )?
            .execute(params![record.as_str(), field.as_str(), id.as_bytes()])?;
    }
    for parent in replaced.iter().filter(|id| !staying.contains_key(id)) {
        connection
            .prepare_cached("INSERT INTO awaited (parent, record, field) VALUES (?1, ?2, ?3)")?
            .execute(params![parent.as_bytes(), record.as_str(), field.as_str()])?;
    }
    Ok(())
}

/// Every revision of a field that stays: from its heads back through all parents, those that go included on the way.
fn reached(
    connection: &Connection,
    record: &RecordKey,
    field: &FieldName,
    gone: &HashSet<RevisionId>,
) -> Result<HashMap<RevisionId, Revision>, JournalError> {
    let mut waiting: Vec<RevisionId> =
        heads::of_field(connection, record, field)?.into_iter().map(|head| head.revision).collect();
    let mut seen: HashSet<RevisionId> = HashSet::new();
    let mut staying = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT bytes, EXISTS (SELECT 1 FROM aside WHERE aside.arrival = revision.arrival) FROM revision WHERE id = ?1",
    )?;
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let mut rows = statement.query([id.as_bytes()])?;
        let Some(row) = rows.next()? else { continue };
        let revision = Revision::read_as(id, row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        let is_aside: bool = row.get(1)?;
        if revision.record != *record || revision.field != *field || (is_aside && !gone.contains(&id)) {
            continue;
        }
        waiting.extend(&revision.parents);
        if !is_aside {
            staying.insert(id, revision);
        }
    }
    Ok(staying)
}

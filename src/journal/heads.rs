//! What stands now: the revisions without child.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Params};
use serde::Deserialize;
use serde_json::Value;

use super::Journal;
use super::error::JournalError;
use super::names::{DeviceId, FieldName, RecordKey, RevisionId};
use super::revision::Revision;

/// One revision that nothing in its field has replaced. One head, or several of equal value: the field is settled;
/// several of different values: a conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The record.
    pub record: RecordKey,
    /// The field.
    pub field: FieldName,
    /// The revision.
    pub revision: RevisionId,
    /// Its value; `null` where the field was removed.
    pub value: Value,
    /// Who recorded it.
    pub member: Option<String>,
    /// On which laptop.
    pub device: DeviceId,
    /// Its number in that laptop's chain.
    pub sequence: u64,
    /// Wall time: a claim.
    pub made_at: DateTime<FixedOffset>,
}

impl From<Revision> for Head {
    fn from(revision: Revision) -> Self {
        Self {
            record: revision.record,
            field: revision.field,
            revision: revision.id,
            value: revision.value,
            member: revision.member,
            device: revision.device,
            sequence: revision.sequence,
            made_at: revision.made_at,
        }
    }
}

/// What of a stored revision a head tells; what only its history and its chain need is passed over.
#[derive(Deserialize)]
struct Told {
    record: RecordKey,
    field: FieldName,
    value: Value,
    #[serde(default)]
    member: Option<String>,
    device: DeviceId,
    sequence: u64,
    made_at: DateTime<FixedOffset>,
}

impl Head {
    fn read(revision: RevisionId, bytes: &[u8]) -> Result<Self, JournalError> {
        let damaged = |error| JournalError::Damaged { detail: format!("{revision}: {error}") };
        let Told { record, field, value, member, device, sequence, made_at } =
            serde_json::from_slice(bytes).map_err(damaged)?;
        Ok(Self { record, field, revision, value, member, device, sequence, made_at })
    }
}

impl Journal {
    /// All heads of the records whose key starts with `prefix`, ordered by record, field and revision. Costs what is
    /// returned, whatever the size of the store. Name a folder with its slash: `answer/r/u/`.
    pub fn heads_under(&self, prefix: &str) -> Result<Vec<Head>, JournalError> {
        under(&self.connection, prefix)
    }

    /// Whether any head of the records whose key starts with `prefix` is as `wanted`; reads no further than the first
    /// that is.
    pub fn has_head_under(&self, prefix: &str, wanted: impl Fn(&Head) -> bool) -> Result<bool, JournalError> {
        let sql = "SELECT revision.id, revision.bytes FROM head CROSS JOIN revision USING (arrival)
                   WHERE head.record >= ?1 AND (?2 IS NULL OR head.record < ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((prefix, after(prefix)))?;
        while let Some(row) = rows.next()? {
            if wanted(&head_of(row)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// All heads of one record, ordered by field and revision.
    pub fn heads_of(&self, record: &RecordKey) -> Result<Vec<Head>, JournalError> {
        read(
            &self.connection,
            "SELECT revision.id, revision.bytes FROM head CROSS JOIN revision USING (arrival)
             WHERE head.record = ?1 ORDER BY head.field",
            [record.as_str()],
        )
    }
}

impl Journal {
    /// How many heads a field has, without reading them.
    pub fn head_count(&self, record: &RecordKey, field: &FieldName) -> Result<usize, JournalError> {
        let sql = "SELECT count(*) FROM head WHERE record = ?1 AND field = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let count: i64 = statement.query_row([record.as_str(), field.as_str()], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }
}

/// [`Journal::heads_under`], of any connection.
pub(super) fn under(connection: &Connection, prefix: &str) -> Result<Vec<Head>, JournalError> {
    match after(prefix) {
        Some(end) => read(
            connection,
            "SELECT revision.id, revision.bytes FROM head CROSS JOIN revision USING (arrival)
             WHERE head.record >= ?1 AND head.record < ?2 ORDER BY head.record, head.field",
            [prefix, end.as_str()],
        ),
        None => read(
            connection,
            "SELECT revision.id, revision.bytes FROM head CROSS JOIN revision USING (arrival)
             ORDER BY head.record, head.field",
            [],
        ),
    }
}

/// The heads of one field, ordered by revision.
pub(super) fn of_field(
    connection: &Connection,
    record: &RecordKey,
    field: &FieldName,
) -> Result<Vec<Head>, JournalError> {
    read(
        connection,
        "SELECT revision.id, revision.bytes FROM head CROSS JOIN revision USING (arrival)
         WHERE head.record = ?1 AND head.field = ?2",
        [record.as_str(), field.as_str()],
    )
}

/// True where all values are the same.
pub(super) fn agree(heads: &[Head]) -> bool {
    heads.windows(2).all(|pair| pair[0].value == pair[1].value)
}

fn read(connection: &Connection, sql: &str, params: impl Params) -> Result<Vec<Head>, JournalError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut heads: Vec<Head> = Vec::new();
    while let Some(row) = rows.next()? {
        let head = head_of(row)?;
        let id = head.revision;
        // SQL ordered by field; heads of one field come by revision, the same on every laptop.
        let same_field = |other: &Head| other.record == head.record && other.field == head.field;
        let behind = heads.iter().rev().take_while(|other| same_field(other) && other.revision > id).count();
        heads.insert(heads.len() - behind, head);
    }
    Ok(heads)
}

/// Of a row with the id and the bytes of a revision.
fn head_of(row: &rusqlite::Row<'_>) -> Result<Head, JournalError> {
    let id = RevisionId::from_column(row.get(0)?);
    Head::read(id, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)
}

/// The first text after all those that start with `prefix`; `None` where nothing comes after.
pub(super) fn after(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        // Keys are ASCII; a prefix that is not matches nothing, so any end will do.
        if let Some(next) = char::from_u32(u32::from(last) + 1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{key, open, record};
    use super::*;

    #[test]
    fn whether_there_is_such_a_head_stops_at_the_first_and_knows_where_the_prefix_ends() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        for item in ["i1", "i2", "i3"] {
            record(&mut journal, item, "pass");
        }
        let of = key("i1");
        let folder = &of.as_str()[..=of.as_str().rfind('/').unwrap()];
        let looked = std::cell::Cell::new(0);
        let any = |_: &Head| {
            looked.set(looked.get() + 1);
            true
        };
        assert!(journal.has_head_under(folder, any).unwrap());
        assert_eq!(looked.get(), 1);
        assert!(!journal.has_head_under(folder, |_| false).unwrap());
        assert!(journal.has_head_under("", |head| head.record == of).unwrap());
        assert!(!journal.has_head_under("answer/r1-2/", |_| true).unwrap());
    }

    #[test]
    fn the_end_of_a_prefix_lies_after_everything_that_starts_with_it() {
        assert_eq!(after("answer/r/u/"), Some("answer/r/u0".into()));
        assert_eq!(after(""), None);
        assert_eq!(after("\u{10ffff}"), None);
    }
}

//! The words of what was written, for searching: an FTS5 table kept in the transaction that adds a revision.
//!
//! Indexed is the revision, not the head: a revision never changes, so that an index row is written once, whatever
//! order revisions arrive in, and an answer saved costs one insert and no delete. A search looks up which of those
//! found still stand. Everything here follows from the revisions and can be made again.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::Value;

use super::error::JournalError;
use super::names::{Chain, FieldName, RecordKey};
use super::revision::Revision;
use crate::vietnamese::sought::words;

/// Makes the tables; also the second migration.
pub(super) const SCHEMA: &str = include_str!("migrations/0002_text_index.sql");

/// The tables made by [`SCHEMA`].
const TABLES: [&str; 3] = ["text_index", "text_word", "text_gap"];

/// Fields whose strings the program chose from a list. A text that a person typed under such a name is still one.
const CODED_FIELDS: [&str; 10] =
    ["verdict", "source", "asked", "choice", "kind", "mode", "role", "validity", "side", "addressee"];

/// Members of a value that hold bytes in base64: no texts, however much they look like words.
const BYTE_MEMBERS: [&str; 2] = ["base64", "base64-zstd"];

/// Words indexed of one revision; a text longer than that is a list somebody pasted.
const MOST_WORDS: usize = 8_000;

/// Longest word indexed, in bytes: what is longer is a hash or a key.
const LONGEST_WORD: usize = 40;

/// The texts of a field's value: a string, or those among the members of an object, at any depth. Codes, days and
/// hashes are no texts.
pub fn texts_of<'v>(field: &FieldName, value: &'v Value) -> Vec<&'v str> {
    let mut texts = Vec::new();
    collect(field.as_str(), value, &mut texts);
    texts
}

fn collect<'v>(name: &str, value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if is_text(name, text) => texts.push(text),
        Value::Object(members) => members.iter().for_each(|(name, value)| collect(name, value, texts)),
        _ => {}
    }
}

fn is_text(name: &str, text: &str) -> bool {
    if BYTE_MEMBERS.contains(&name) {
        return false;
    }
    let is_code = || text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let is_day = || text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok();
    let is_hash = || text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_coded = CODED_FIELDS.contains(&name) && is_code();
    !(text.trim().is_empty() || is_coded || is_day() || is_hash())
}

/// The words under which everything of a round (`r/`) and of what comes third in the record's key (`r/u`) is found.
fn scopes(record: &RecordKey) -> Option<(String, String)> {
    let Chain::Round(round) = record.chain() else { return None };
    let third = record.as_str().split('/').nth(2).unwrap_or_default();
    Some((scope(&round, None), scope(&round, Some(third))))
}

/// The word under which the texts of a round, or of one unit of it, are found.
pub(super) fn scope(round: &str, unit: Option<&str>) -> String {
    format!("{round}/{}", unit.unwrap_or_default())
}

/// Puts the texts of `revision`, which arrived as `arrival`, into the index. A revision without text costs nothing.
pub(super) fn add(connection: &Connection, revision: &Revision, arrival: i64) -> rusqlite::Result<()> {
    put(connection, revision, arrival, &mut HashSet::new())
}

fn put(
    connection: &Connection,
    revision: &Revision,
    arrival: i64,
    known: &mut HashSet<String>,
) -> rusqlite::Result<()> {
    let texts = texts_of(&revision.field, &revision.value);
    let Some((round, unit)) = scopes(&revision.record).filter(|_| !texts.is_empty()) else { return Ok(()) };
    let mut line = if unit == round { round } else { format!("{round} {unit}") };
    let found = texts.iter().flat_map(|text| words(text)).filter(|word| word.folded().len() <= LONGEST_WORD);
    for word in found.take(MOST_WORDS) {
        let word = word.folded();
        line.push(' ');
        line.push_str(word);
        if !known.contains(word) {
            connection.prepare_cached("INSERT OR IGNORE INTO text_word (word) VALUES (?1)")?.execute([word])?;
            known.insert(word.to_owned());
        }
    }
    connection
        .prepare_cached("INSERT INTO text_index (rowid, words) VALUES (?1, ?2)")?
        .execute(params![arrival, line])?;
    Ok(())
}

/// Makes the index where it is missing or has a gap: after the migration, or after it was damaged.
pub(super) fn complete(connection: &Connection) -> Result<(), JournalError> {
    if !is_there(connection)? {
        return rebuild(connection);
    }
    if gap(connection)?.is_none() {
        return Ok(());
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    fill(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Throws the index away and makes it again from the revisions.
pub(super) fn rebuild(connection: &Connection) -> Result<(), JournalError> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    for table in TABLES {
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    transaction.execute_batch(SCHEMA)?;
    fill(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Whether an error says that the index is damaged, and nothing else.
pub(super) fn is_damaged(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CORRUPT_VTAB)
}

fn is_there(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN (?1, ?2, ?3)";
    let found: u32 = connection.query_row(sql, TABLES, |row| row.get(0))?;
    Ok(found as usize == TABLES.len())
}

fn gap(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection.query_row("SELECT arrival FROM text_gap", [], |row| row.get(0)).optional()
}

fn fill(connection: &Connection) -> Result<(), JournalError> {
    // Another process may have been faster between the look and the lock.
    let Some(last) = gap(connection)? else { return Ok(()) };
    let mut known = HashSet::new();
    let mut statement =
        connection.prepare("SELECT arrival, bytes FROM revision WHERE arrival <= ?1 ORDER BY arrival")?;
    let mut rows = statement.query([last])?;
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        // What cannot be read is damage for `verify` to name, and no reason to have no search.
        if let Ok(revision) = Revision::read(bytes) {
            put(connection, &revision, row.get(0)?, &mut known)?;
        }
    }
    connection.execute("DELETE FROM text_gap", [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::field;
    use super::*;

    #[test]
    fn texts_are_what_a_person_typed() {
        let texts = |name: &str, value: &Value| texts_of(&field(name), value).join("|");
        assert_eq!(texts("remark", &json!("Chưa có số điện thoại")), "Chưa có số điện thoại");
        assert_eq!(texts("verdict", &json!("fail")), "");
        assert_eq!(texts("source", &json!("bao-cao")), "");
        assert_eq!(texts("source", &json!("Sổ tiếp nhận")), "Sổ tiếp nhận", "a register's column of that name");
        assert_eq!(texts("asked", &json!("a1".repeat(32))), "");
        assert_eq!(texts("nhan", &json!("2025-01-19")), "");
        assert_eq!(texts("ma", &json!("H54-0001")), "H54-0001");
        assert_eq!(texts("number", &json!(12)), "");
        assert_eq!(texts("content", &json!({ "base64": "UEsDBBQAAAAIAA" })), "", "bytes of a paper");
        assert_eq!(texts("remark", &Value::Null), "");
        assert_eq!(texts("explanation", &json!({ "agrees": true, "text": "Đã bổ sung" })), "Đã bổ sung");
        let form = json!({ "answers": [5, 4], "details": { "cong-chuc": "Nguyễn A" }, "validity": "valid" });
        assert_eq!(texts("content", &form), "Nguyễn A");
    }
}

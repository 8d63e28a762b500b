//! Text of fields not yet left: local, overwritten, never sent.

use chrono::{DateTime, FixedOffset};
use rusqlite::OptionalExtension;

use super::Journal;
use super::error::JournalError;
use super::heads::after;

/// A text that was being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it belongs to; by custom the record key and the field.
    pub key: String,
    /// The text so far.
    pub text: String,
    /// When it was kept.
    pub saved_at: DateTime<FixedOffset>,
}

impl Journal {
    /// Keeps the text of a field being typed, in place of the one before.
    pub fn draft_save(&mut self, key: &str, text: &str) -> Result<(), JournalError> {
        let time = self.clock.now().to_rfc3339();
        self.put(|connection| {
            let sql = "INSERT OR REPLACE INTO draft (key, text, saved_at) VALUES (?1, ?2, ?3)";
            connection.prepare_cached(sql)?.execute([key, text, &time])
        })?;
        Ok(())
    }

    /// The draft kept under `key`.
    pub fn draft(&self, key: &str) -> Result<Option<Draft>, JournalError> {
        let mut statement = self.connection.prepare_cached("SELECT key, text, saved_at FROM draft WHERE key = ?1")?;
        Ok(statement.query_row([key], read).optional()?)
    }

    /// All drafts whose key starts with `prefix`, by key.
    pub fn drafts(&self, prefix: &str) -> Result<Vec<Draft>, JournalError> {
        let end = after(prefix).unwrap_or_else(|| char::MAX.to_string());
        let sql = "SELECT key, text, saved_at FROM draft WHERE key >= ?1 AND key < ?2 ORDER BY key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let drafts = statement.query_map([prefix, end.as_str()], read)?.collect::<Result<_, _>>()?;
        Ok(drafts)
    }

    /// Forgets the draft under `key`, if there is one.
    pub fn draft_clear(&mut self, key: &str) -> Result<(), JournalError> {
        self.put(|connection| connection.prepare_cached("DELETE FROM draft WHERE key = ?1")?.execute([key]))?;
        Ok(())
    }
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Draft> {
    let time: String = row.get(2)?;
    let saved_at = DateTime::parse_from_rfc3339(&time)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, error.into()))?;
    Ok(Draft { key: row.get(0)?, text: row.get(1)?, saved_at })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::open;

    #[test]
    fn drafts_outlive_a_restart_until_cleared() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        journal.draft_save("answer/r1/a/remark", "Chưa").unwrap();
        journal.draft_save("answer/r1/a/remark", "Chưa niêm yết").unwrap();
        journal.draft_save("answer/r2/a/remark", "khác").unwrap();
        drop(journal);
        let mut journal = open(home.path());
        assert_eq!(journal.draft("answer/r1/a/remark").unwrap().unwrap().text, "Chưa niêm yết");
        assert_eq!(journal.drafts("answer/r1/").unwrap().len(), 1);
        assert_eq!(journal.drafts("").unwrap().len(), 2);
        journal.draft_clear("answer/r1/a/remark").unwrap();
        journal.draft_clear("answer/r1/a/remark").unwrap();
        assert_eq!(journal.draft("answer/r1/a/remark").unwrap(), None);
    }
}

//! The words records were made under: the text of every checklist edition used.

use rusqlite::OptionalExtension;
use sha2::{Digest, Sha256};

use super::Journal;
use super::error::JournalError;
use crate::hexadecimal;

/// An edition kept in the journal, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// SHA-256 of the text, lower-case hexadecimal.
    pub hash: String,
    /// The checklist's id.
    pub checklist: String,
    /// The edition's name.
    pub edition: String,
}

impl Journal {
    /// Keeps the TOML text of an edition; keeping it again does nothing. `hash` must be the SHA-256 of `text`'s bytes
    /// in lower-case hexadecimal.
    pub fn edition_put(&mut self, hash: &str, checklist: &str, edition: &str, text: &str) -> Result<(), JournalError> {
        if hash_of(text.as_bytes()) != hash {
            return Err(JournalError::EditionHash { checklist: checklist.to_owned() });
        }
        self.put(|connection| {
            let sql = "INSERT INTO edition (hash, checklist, edition, text) VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT (hash) DO NOTHING";
            connection.prepare_cached(sql)?.execute([hash, checklist, edition, text])
        })?;
        Ok(())
    }

    /// The text of the edition with this hash.
    pub fn edition(&self, hash: &str) -> Result<Option<String>, JournalError> {
        let mut statement = self.connection.prepare_cached("SELECT text FROM edition WHERE hash = ?1")?;
        Ok(statement.query_row([hash], |row| row.get(0)).optional()?)
    }

    /// All editions kept, by checklist, edition and hash.
    pub fn editions(&self) -> Result<Vec<Edition>, JournalError> {
        let sql = "SELECT hash, checklist, edition FROM edition ORDER BY checklist, edition, hash";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read =
            |row: &rusqlite::Row<'_>| Ok(Edition { hash: row.get(0)?, checklist: row.get(1)?, edition: row.get(2)? });
        let editions = statement.query_map([], read)?.collect::<Result<_, _>>()?;
        Ok(editions)
    }
}

pub(super) fn hash_of(text: &[u8]) -> String {
    hexadecimal::write(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::super::JournalError;
    use super::super::fixture::open;
    use super::hash_of;

    #[test]
    fn editions_are_kept_once_under_the_hash_of_their_text() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        let text = "id = \"niem-yet\" # Niêm yết";
        let hash = hash_of(text.as_bytes());
        for _ in 0..2 {
            journal.edition_put(&hash, "niem-yet", "2025-09", text).unwrap();
        }
        assert_eq!(journal.edition(&hash).unwrap().as_deref(), Some(text));
        assert_eq!(journal.editions().unwrap().len(), 1);
        assert_eq!(journal.edition("khac").unwrap(), None);
        let wrong = journal.edition_put(&hash, "niem-yet", "2025-09", "khác");
        assert!(matches!(wrong, Err(JournalError::EditionHash { .. })));
    }
}

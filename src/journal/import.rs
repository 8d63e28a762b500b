//! The union with revisions from elsewhere.

use rusqlite::{Transaction, TransactionBehavior};

use super::Journal;
use super::error::JournalError;
use super::keep::{self, Arrival};
use super::revision::Sealed;

/// What an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Revisions that were not here.
    pub new: usize,
    /// Revisions that were.
    pub known: usize,
}

impl Journal {
    /// Adds revisions by their exact stored bytes, in any order, any number of times: the result depends on the set
    /// alone. One that cannot be read refuses all of them.
    pub fn import<B: AsRef<[u8]>>(&mut self, stored: impl IntoIterator<Item = B>) -> Result<Imported, JournalError> {
        self.access.for_writing()?;
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let mut imported = Imported::default();
        for bytes in stored {
            match keep::add(&transaction, &Sealed::open(bytes.as_ref())?)? {
                Arrival::New => imported.new += 1,
                Arrival::Known => imported.known += 1,
            }
        }
        transaction.commit()?;
        Ok(imported)
    }

    /// The exact stored bytes of every revision of a round, in the order of arrival: what [`Self::import`] takes.
    pub fn stored(&self, round: &str, each: &mut dyn FnMut(&[u8])) -> Result<(), JournalError> {
        let mut statement = self.connection.prepare_cached(super::history::ROUND)?;
        let mut rows = statement.query([round])?;
        while let Some(row) = rows.next()? {
            each(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }
}

//! Putting sealed revisions into the database, and what happens when the disk refuses.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params};

use super::connection;
use super::error::JournalError;
use super::names::{Chain, DeviceId, RevisionId};
use super::revision::Sealed;
use super::{DATABASE, Journal};

/// Whether a revision was here before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    New,
    Known,
}

impl Journal {
    /// Reads and builds with `plan` and adds what it returns, in one transaction. Returns only after COMMIT did.
    pub(super) fn keep<T>(
        &mut self,
        plan: impl FnOnce(&Connection, &Self) -> Result<(Vec<Sealed>, T), JournalError>,
    ) -> Result<T, JournalError> {
        self.access.for_writing()?;
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let (sealed, told) = plan(&transaction, self)?;
        if sealed.is_empty() {
            return Ok(told);
        }
        let committed = add_all(&transaction, &sealed).and_then(|_| transaction.commit());
        match committed {
            Ok(()) => Ok(told),
            Err(error) => self.settle_failed_commit(&error, &sealed).map(|()| told),
        }
    }

    /// A failed fsync or I/O error is final for its connection, and a failed COMMIT may still have committed: on a
    /// fresh connection look whether the revisions are there, and write the same bytes again where they are not.
    pub(super) fn settle_failed_commit(
        &mut self,
        error: &rusqlite::Error,
        sealed: &[Sealed],
    ) -> Result<(), JournalError> {
        let detail = error.to_string();
        let code = error.sqlite_error_code();
        let disk = matches!(code, Some(ErrorCode::SystemIoFailure | ErrorCode::DiskFull | ErrorCode::CannotOpen));
        if !disk {
            return Err(match code {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => JournalError::Busy,
                Some(ErrorCode::ReadOnly) => JournalError::ReadOnly,
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => JournalError::Damaged { detail },
                _ => JournalError::NotSaved { detail },
            });
        }
        let not_saved = |again: String| match code {
            Some(ErrorCode::DiskFull) => JournalError::DiskFull,
            _ => JournalError::NotSaved { detail: format!("{detail}; {again}") },
        };
        let reopened = connection::open(&self.home.join(DATABASE), |_| Ok(()));
        self.connection = reopened.map_err(|again| not_saved(again.to_string()))?.connection;
        let again = || -> rusqlite::Result<()> {
            if all_there(&self.connection, sealed)? {
                return Ok(());
            }
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            add_all(&transaction, sealed)?;
            transaction.commit()
        };
        again().map_err(|error| not_saved(error.to_string()))
    }
}

fn all_there(connection: &Connection, sealed: &[Sealed]) -> rusqlite::Result<bool> {
    for each in sealed {
        if arrival_of(connection, &each.revision.id)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn add_all(connection: &Connection, sealed: &[Sealed]) -> rusqlite::Result<()> {
    for each in sealed {
        add(connection, each)?;
    }
    Ok(())
}

/// Adds one revision and mends the heads of its field. Whatever order revisions arrive in, the same set gives the
/// same heads. A parent counts only in the field of its child.
pub(super) fn add(connection: &Connection, sealed: &Sealed) -> rusqlite::Result<Arrival> {
    let revision = &sealed.revision;
    let (record, field) = (revision.record.as_str(), revision.field.as_str());
    let added = connection
        .prepare_cached(
            "INSERT INTO revision (id, chain, device, sequence, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            revision.id.as_bytes(),
            revision.chain.column(),
            revision.device.as_str(),
            sequence_column(revision.sequence),
            sealed.bytes,
        ])?;
    if added == 0 {
        return Ok(Arrival::Known);
    }
    let arrival = connection.last_insert_rowid();
    for parent in &revision.parents {
        let replaced = connection
            .prepare_cached(
                "DELETE FROM head WHERE record = ?1 AND field = ?2
                 AND arrival = (SELECT arrival FROM revision WHERE id = ?3)",
            )?
            .execute(params![record, field, parent.as_bytes()])?;
        if replaced == 0 && arrival_of(connection, parent)?.is_none() {
            connection
                .prepare_cached("INSERT OR IGNORE INTO awaited (parent, record, field) VALUES (?1, ?2, ?3)")?
                .execute(params![parent.as_bytes(), record, field])?;
        }
    }
    let awaited = connection
        .prepare_cached("DELETE FROM awaited WHERE parent = ?1 AND record = ?2 AND field = ?3")?
        .execute(params![revision.id.as_bytes(), record, field])?;
    if awaited == 0 {
        connection
            .prepare_cached("INSERT INTO head (record, field, arrival) VALUES (?1, ?2, ?3)")?
            .execute(params![record, field, arrival])?;
    }
    Ok(Arrival::New)
}

/// Where a revision stands in the order of arrival, if it is here.
pub(super) fn arrival_of(connection: &Connection, id: &RevisionId) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT arrival FROM revision WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()
}

/// The stored bytes of a revision, if it is here.
pub(super) fn bytes_of(connection: &Connection, id: &RevisionId) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT bytes FROM revision WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()
}

/// SQLite's integers are signed; a number beyond them was refused before it came here.
pub(super) fn sequence_column(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

/// Where a device's chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tip {
    pub(super) sequence: u64,
    pub(super) revision: Option<RevisionId>,
}

/// The highest number a device used in a chain; 0 without revision for a chain not begun.
pub(super) fn tip(connection: &Connection, chain: &Chain, device: &DeviceId) -> rusqlite::Result<Tip> {
    let found = connection
        .prepare_cached(
            "SELECT sequence, id FROM revision WHERE chain = ?1 AND device = ?2
             ORDER BY sequence DESC, arrival DESC LIMIT 1",
        )?
        .query_row([chain.column(), device.as_str()], |row| {
            let sequence = row.get::<_, i64>(0)?.unsigned_abs();
            Ok(Tip { sequence, revision: Some(RevisionId::from_column(row.get(1)?)) })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

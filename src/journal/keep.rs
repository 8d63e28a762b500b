//! Putting sealed revisions into the database, and what happens when the disk refuses.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params};

use super::Journal;
use super::backup;
use super::connection;
use super::device::Device;
use super::error::JournalError;
use super::merge::seen::{self, SEEN};
use super::names::{Chain, DeviceId, RevisionId};
use super::revision::{Revision, Sealed};
use super::text_index;

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
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(|error| unsaved(error.into()))?;
        let generation = generation(&transaction)?;
        if generation != self.generation {
            // Somebody restored a backup under this open journal: the old device would number again what it numbered.
            self.device = Device::load_or_create(&self.home)?;
            self.generation = generation;
        }
        let (sealed, told) = plan(&transaction, self).map_err(unsaved)?;
        if sealed.is_empty() {
            return Ok(told);
        }
        let committed = add_all(&transaction, &sealed).and_then(|()| transaction.commit());
        match committed {
            Ok(()) => Ok(told),
            Err(error) => self.settle_failed_commit(error, &sealed).map(|()| told),
        }
    }

    /// A failed fsync or I/O error is final for its connection, and a failed COMMIT may still have committed: on a
    /// fresh connection look whether the revisions are there, and write the same bytes again where they are not.
    pub(super) fn settle_failed_commit(
        &mut self,
        error: rusqlite::Error,
        sealed: &[Sealed],
    ) -> Result<(), JournalError> {
        if text_index::is_damaged(&error) {
            // What was written counts, not by which words it is found.
            text_index::rebuild(&self.connection)?;
            let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
            let kept = begun.and_then(|again| add_all(&again, sealed).and_then(|()| again.commit()));
            return kept.map_err(|error| unsaved(error.into()));
        }
        self.once_more(error, |connection| {
            if all_there(connection, sealed)? {
                return Ok(());
            }
            let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            add_all(&transaction, sealed)?;
            transaction.commit()
        })
    }

    /// Writes by statements that may be run twice; after an I/O error once more on a fresh connection.
    pub(super) fn put<T>(
        &mut self,
        statements: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        self.access.for_writing()?;
        match statements(&self.connection) {
            Ok(done) => Ok(done),
            Err(error) => self.once_more(error, statements),
        }
    }

    /// After an I/O error does `again` on a fresh connection.
    fn once_more<T>(
        &mut self,
        error: rusqlite::Error,
        again: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        let detail = self.renew(error)?;
        again(&self.connection).map_err(|second| not_saved(&detail, second.into()))
    }

    /// After an I/O error opens a fresh connection and hands back what had gone wrong; other errors are only put into
    /// words. A full disk is no I/O error: SQLite has rolled back and the connection is sound.
    pub(super) fn renew(&mut self, error: rusqlite::Error) -> Result<String, JournalError> {
        if !matches!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen)) {
            return Err(unsaved(error.into()));
        }
        let detail = error.to_string();
        let reopened = connection::open(&backup::live_file(&self.home), |_| Ok(()));
        let reopened = reopened.map_err(|second| not_saved(&detail, second))?;
        reopened.access.for_writing()?;
        self.connection = reopened.connection;
        Ok(detail)
    }
}

/// A failure of the store while an answer was on its way.
fn unsaved(error: JournalError) -> JournalError {
    match error {
        JournalError::Storage { detail } => JournalError::NotSaved { detail },
        other => other,
    }
}

/// What is said when the second try failed too.
fn not_saved(first: &str, second: JournalError) -> JournalError {
    match second {
        known @ (JournalError::DiskFull | JournalError::ReadOnly | JournalError::Busy) => known,
        JournalError::Storage { detail } | JournalError::Damaged { detail } | JournalError::NotSaved { detail } => {
            JournalError::NotSaved { detail: format!("{first}; {detail}") }
        }
        other => JournalError::NotSaved { detail: format!("{first}; {other}") },
    }
}

/// A number that only a restore or a migration changes: SQLite raises the schema's cookie there.
pub(super) fn generation(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT schema_version FROM pragma_schema_version")?.query_row([], |row| row.get(0))
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

/// Adds one revision and mends the heads of its field.
pub(super) fn add(connection: &Connection, sealed: &Sealed) -> rusqlite::Result<Arrival> {
    let Some(arrival) = insert(connection, sealed)? else { return Ok(Arrival::Known) };
    join(connection, &sealed.revision, arrival)?;
    text_index::add(connection, &sealed.revision, arrival)?;
    Ok(Arrival::New)
}

/// Stores one revision and tells where it stands in the order of arrival; `None` where it was here.
pub(super) fn insert(connection: &Connection, sealed: &Sealed) -> rusqlite::Result<Option<i64>> {
    let revision = &sealed.revision;
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
    Ok((added > 0).then(|| connection.last_insert_rowid()))
}

/// Mends the heads of the field of a revision that has arrived, or counts again. Whatever order revisions come in, the
/// same set gives the same heads. A parent counts only in the field of its child.
pub(super) fn join(connection: &Connection, revision: &Revision, arrival: i64) -> rusqlite::Result<()> {
    let (record, field) = (revision.record.as_str(), revision.field.as_str());
    for parent in &revision.parents {
        let replaced = connection
            .prepare_cached(
                "DELETE FROM head WHERE record = ?1 AND field = ?2
                 AND arrival = (SELECT arrival FROM revision WHERE id = ?3)",
            )?
            .execute(params![record, field, parent.as_bytes()])?;
        if replaced == 0 && !is_here(connection, parent, revision)? {
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
    if revision.record.kind() == SEEN {
        seen::written(connection, revision)?;
    }
    Ok(())
}

/// Whether `parent` has arrived and counts, as a revision of its child's field.
fn is_here(connection: &Connection, parent: &RevisionId, child: &Revision) -> rusqlite::Result<bool> {
    let found = bytes_of(connection, parent)?.and_then(|bytes| Revision::read_as(*parent, &bytes).ok());
    Ok(found.is_some_and(|parent| parent.record == child.record && parent.field == child.field))
}

/// Where a revision stands in the order of arrival, if it is here.
pub(super) fn arrival_of(connection: &Connection, id: &RevisionId) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT arrival FROM revision WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()
}

/// The stored bytes of a revision, if it is here and not set aside.
pub(super) fn bytes_of(connection: &Connection, id: &RevisionId) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached(
            "SELECT bytes FROM revision WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM aside WHERE aside.arrival = revision.arrival)",
        )?
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{log, member, open, record, round, set, stored, verdict};
    use super::*;

    fn io_error() -> rusqlite::Error {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC);
        rusqlite::Error::SqliteFailure(code, None)
    }

    #[test]
    fn nothing_is_ever_updated_or_deleted() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let hash = super::super::edition::hash_of(b"x");
        journal.edition_put(&hash, "niem-yet", "2025", "x").unwrap();
        for sql in [
            "UPDATE revision SET bytes = x'00'",
            "DELETE FROM revision",
            "UPDATE edition SET text = ''",
            "DELETE FROM edition",
        ] {
            let refused = journal.connection.execute(sql, []).unwrap_err().to_string();
            assert!(refused.contains("never"), "{sql}: {refused}");
        }
    }

    #[test]
    fn the_pragmas_are_those_that_lost_nothing_under_power_loss() {
        let home = tempfile::tempdir().unwrap();
        let journal = open(home.path());
        let number =
            |name: &str| journal.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        let mode: String = journal.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
        let expected = [
            ("synchronous", 2),
            ("fullfsync", 1),
            ("wal_autocheckpoint", 200),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("foreign_keys", 1),
        ];
        for (name, value) in expected {
            assert_eq!(number(name), value, "{name}");
        }
    }

    #[test]
    fn a_commit_that_failed_and_yet_committed_is_found() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let sealed = [Sealed::open(&stored(&journal)[0]).unwrap()];
        journal.settle_failed_commit(io_error(), &sealed).unwrap();
        assert_eq!(log(&journal).len(), 1);
    }

    #[test]
    fn a_commit_that_failed_is_written_again_in_the_same_bytes() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut journal, mut elsewhere) = (open(home.path()), open(other.path()));
        record(&mut elsewhere, "i1", "fail");
        let sealed = [Sealed::open(&stored(&elsewhere)[0]).unwrap()];
        journal.settle_failed_commit(io_error(), &sealed).unwrap();
        assert_eq!(stored(&journal), stored(&elsewhere));
        assert_eq!(verdict(&journal, "i1"), json!("fail"));
        record(&mut journal, "i1", "pass");
    }

    #[test]
    fn where_the_second_try_fails_too_it_says_not_saved() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let sealed = [Sealed::open(&stored(&journal)[0]).unwrap()];
        std::fs::write(home.path().join(super::super::DATABASE), "hỏng").unwrap();
        let said = journal.settle_failed_commit(io_error(), &sealed);
        assert!(matches!(&said, Err(JournalError::NotSaved { .. })), "{said:?}");
    }

    #[test]
    fn a_full_disk_is_said_and_harms_nothing() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let pages: i64 = journal.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let limit = |journal: &Journal, pages: i64| {
            journal.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        limit(&journal, pages);
        let large = [set("i2", "remark", "a".repeat(100_000))];
        let full = journal.write(&round(), &member("a"), &large);
        assert!(matches!(full, Err(JournalError::DiskFull)), "{full:?}");
        assert!(matches!(journal.draft_save("k", &"a".repeat(100_000)), Err(JournalError::DiskFull)));
        limit(&journal, 1 << 20);
        journal.write(&round(), &member("a"), &large).unwrap();
        assert_eq!(journal.verify().unwrap().damages, []);
    }

    #[test]
    fn two_windows_write_one_chain() {
        let home = tempfile::tempdir().unwrap();
        let (mut one, mut two) = (open(home.path()), open(home.path()));
        assert_eq!(one.device(), two.device());
        let seen = one.data_version().unwrap();
        for number in 0..10 {
            record(&mut one, "i1", number);
            assert_eq!(verdict(&two, "i1"), json!(number));
            record(&mut two, "i2", number);
        }
        assert_ne!(one.data_version().unwrap(), seen);
        let quiet = one.data_version().unwrap();
        record(&mut one, "i3", 1);
        assert_eq!(one.data_version().unwrap(), quiet, "its own writes do not count");
        let report = one.verify().unwrap();
        assert_eq!((report.revisions, report.flags, report.damages), (21, vec![], vec![]));
    }

    #[test]
    fn many_windows_writing_at_once_wait_for_each_other() {
        let home = tempfile::tempdir().unwrap();
        drop(open(home.path()));
        std::thread::scope(|scope| {
            for window in 0..4 {
                let home = home.path();
                scope.spawn(move || {
                    let mut journal = open(home);
                    (0..25).for_each(|number| record(&mut journal, &format!("i{window}"), number));
                });
            }
        });
        let report = open(home.path()).verify().unwrap();
        assert_eq!((report.revisions, report.flags, report.damages), (100, vec![], vec![]));
    }

    #[test]
    fn another_writer_is_waited_for_and_then_named() {
        let home = tempfile::tempdir().unwrap();
        let (one, mut two) = (open(home.path()), open(home.path()));
        two.connection.busy_timeout(std::time::Duration::from_millis(1)).unwrap();
        one.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        let busy = two.write(&round(), &member("b"), &[set("i1", "verdict", "pass")]);
        assert!(matches!(busy, Err(JournalError::Busy)), "{busy:?}");
        assert!(two.heads_under("").unwrap().is_empty(), "reading goes on");
        one.connection.execute_batch("COMMIT").unwrap();
        record(&mut two, "i1", "pass");
    }
}

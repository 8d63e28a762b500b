//! The SQLite file: opening it safely, its pragmas, its schema.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior};

use super::error::JournalError;
use super::text_index;

// The WAL-reset fault (sqlite.org/wal.html, "The WAL-Reset Bug") is mended from 3.51.3 on.
const _: () = assert!(rusqlite::ffi::SQLITE_VERSION_NUMBER >= 3_051_003);

/// "KTRA": tells a journal from other SQLite files.
pub(super) const APPLICATION_ID: i32 = 0x4B54_5241;

/// Numbered, never edited after landing; the count is the `user_version` this program knows.
pub(super) const MIGRATIONS: [&str; 3] =
    [include_str!("migrations/0001_revisions.sql"), text_index::SCHEMA, include_str!("migrations/0003_merge.sql")];

/// Longest wait for another process's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What may be done with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing.
    ReadWrite,
    /// Reading only: the file was written by a newer program (its `user_version`).
    NewerProgram(u32),
    /// Reading only: the medium or the folder does not allow writing.
    ReadOnlyMedium,
}

impl Access {
    /// The error a write gives.
    pub(super) fn for_writing(self) -> Result<(), JournalError> {
        match self {
            Self::ReadWrite => Ok(()),
            Self::NewerProgram(found) => Err(JournalError::NewerProgram { found, known: known_version() }),
            Self::ReadOnlyMedium => Err(JournalError::ReadOnly),
        }
    }

    /// A plain sentence for the person, where not everything is allowed.
    pub fn notice(self) -> Option<String> {
        self.for_writing().err().map(|error| error.to_string())
    }
}

/// What a database file was found to be when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// Made just now.
    New,
    /// It was there before.
    Existing,
}

/// An open database.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) access: Access,
    pub(super) age: Age,
}

/// The newest `user_version` this program knows.
pub(super) fn known_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// Opens `file` for reading and writing, makes it where it is missing, and brings an older schema up to date after
/// calling `before_migration`. Other data are refused and left alone.
pub(super) fn open(
    file: &Path,
    before_migration: impl FnOnce(&Connection) -> Result<(), JournalError>,
) -> Result<Opened, JournalError> {
    check_header(file)?;
    let mut connection = match connect(file) {
        Ok(connection) => connection,
        Err(error) if may_be_read_only(&error) && file.exists() => return open_write_protected(file),
        Err(error) => return Err(refine(error, file)),
    };
    let found = match identify(&connection, file) {
        Ok(found) => found,
        Err(Refusal::Sqlite(error)) if may_be_read_only(&error) => {
            drop(connection);
            return open_write_protected(file);
        }
        Err(Refusal::Sqlite(error)) => return Err(refine(error, file)),
        Err(Refusal::Journal(error)) => return Err(error),
    };
    if found > known_version() {
        connection.pragma_update(None, "query_only", true)?;
        return Ok(Opened { connection, access: Access::NewerProgram(found), age: Age::Existing });
    }
    if connection.is_readonly(MAIN_DB)? {
        return Ok(Opened { connection, access: Access::ReadOnlyMedium, age: Age::Existing });
    }
    prepare_for_writing(&connection)?;
    let mut age = Age::Existing;
    if found < known_version() {
        if found > 0 {
            before_migration(&connection)?;
        }
        age = migrate(&mut connection, &MIGRATIONS)?;
    }
    text_index::complete(&connection)?;
    Ok(Opened { connection, access: Access::ReadWrite, age })
}

/// Opens `file` for reading where nothing beside it may be written. Not where a log of answers lies beside it, which
/// cannot be read without writing: they would seem lost.
fn open_write_protected(file: &Path) -> Result<Opened, JournalError> {
    let log = beside(file, "-wal");
    if std::fs::metadata(&log).is_ok_and(|meta| meta.len() > 0) {
        return Err(JournalError::ReadOnly);
    }
    open_immutable(file)
}

/// Opens `file` for reading where nothing beside it may be written, as on a write-protected stick.
pub(super) fn open_immutable(file: &Path) -> Result<Opened, JournalError> {
    check_header(file)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(immutable_uri(file), flags).map_err(|error| refine(error, file))?;
    for_reading(&connection).map_err(|error| refine(error, file))?;
    let found = match identify(&connection, file) {
        Ok(found) => found,
        Err(Refusal::Sqlite(error)) => return Err(refine(error, file)),
        Err(Refusal::Journal(error)) => return Err(error),
    };
    if (1..known_version()).contains(&found) {
        // An older journal that cannot be brought up to date: what was never set aside there is an empty table here.
        connection.execute_batch("CREATE TEMP TABLE aside (arrival INTEGER PRIMARY KEY, merge INTEGER)")?;
    }
    let access = if found > known_version() { Access::NewerProgram(found) } else { Access::ReadOnlyMedium };
    Ok(Opened { connection, access, age: Age::Existing })
}

/// One more connection to an open journal, that never writes.
pub(super) fn reader(file: &Path, access: Access) -> Result<Connection, JournalError> {
    if access == Access::ReadOnlyMedium {
        return Ok(open_immutable(file)?.connection);
    }
    let connection = connect(file).map_err(|error| refine(error, file))?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// A connection with everything set that needs no write.
fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    for_reading(&connection)?;
    Ok(connection)
}

fn for_reading(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)
}

/// WAL and FULL: under simulated power loss the only pairing that lost no acknowledged save.
pub(super) fn prepare_for_writing(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", 200, |_| Ok(()))
}

enum Refusal {
    Sqlite(rusqlite::Error),
    Journal(JournalError),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// The `user_version` of a journal, 0 for an empty database; anything else is no journal.
fn identify(connection: &Connection, file: &Path) -> Result<u32, Refusal> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application == APPLICATION_ID
        && let Ok(version @ 1..) = u32::try_from(version)
    {
        return Ok(version);
    }
    let objects: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && version == 0 && objects == 0 {
        Ok(0)
    } else {
        Err(Refusal::Journal(JournalError::NotAJournal(file.to_owned())))
    }
}

/// Runs the migrations beyond the present `user_version`, all in one transaction.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<Age, JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster between the look and the lock.
    let present: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (number, sql) in (1..).zip(migrations).filter(|(number, _)| *number > present) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()?;
    Ok(if present == 0 { Age::New } else { Age::Existing })
}

/// Refuses what SQLite would either overwrite or fail on in its own words.
fn check_header(path: &Path) -> Result<(), JournalError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(JournalError::home(path)(error)),
    };
    let mut header = Vec::new();
    file.by_ref().take(16).read_to_end(&mut header).map_err(JournalError::home(path))?;
    if header.is_empty() || header == b"SQLite format 3\0" {
        Ok(())
    } else {
        Err(JournalError::NotAJournal(path.to_owned()))
    }
}

fn may_be_read_only(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

fn refine(error: rusqlite::Error, file: &Path) -> JournalError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => JournalError::NotAJournal(file.to_owned()),
        _ => error.into(),
    }
}

/// `file:` address that tells SQLite that nobody can change the file (sqlite.org/uri.html).
fn immutable_uri(file: &Path) -> String {
    let text = file.to_string_lossy();
    let plain = text.strip_prefix(r"\\?\").unwrap_or(&text).replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let escaped = plain.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let rooted = if cfg!(windows) && !escaped.starts_with('/') { format!("/{escaped}") } else { escaped };
    format!("file:{rooted}?immutable=1")
}

/// `<file>-wal` and the like.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{clock, member, open as open_journal, record, round, set, verdict};
    use super::super::{DATABASE, Journal};
    use super::*;

    fn refused(home: &Path) -> JournalError {
        Journal::open(home, clock()).map(|_| ()).unwrap_err()
    }

    #[test]
    fn what_is_no_journal_is_refused_and_left_alone() {
        let kinds: [(&str, Vec<u8>); 4] = [
            ("text", "một tệp văn bản dài hơn mười sáu byte".into()),
            ("short", b"SQLite".to_vec()),
            ("zeros", vec![0; 8192]),
            ("noise", (0..8192_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect()),
        ];
        for (name, bytes) in kinds {
            let home = tempfile::tempdir().unwrap();
            let file = home.path().join(DATABASE);
            std::fs::write(&file, &bytes).unwrap();
            let error = refused(home.path());
            assert!(matches!(error, JournalError::NotAJournal(_)), "{name}: {error:?}");
            assert!(error.is_damage());
            assert_eq!(std::fs::read(&file).unwrap(), bytes, "{name}");
            assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1, "{name}");
        }
    }

    #[test]
    fn another_programs_database_is_refused_and_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join(DATABASE);
        let other = Connection::open(&file).unwrap();
        other.execute_batch("PRAGMA user_version = 1; CREATE TABLE t (x)").unwrap();
        drop(other);
        let bytes = std::fs::read(&file).unwrap();
        assert!(matches!(refused(home.path()), JournalError::NotAJournal(_)));
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
    }

    #[test]
    fn a_truncated_journal_is_refused_and_left_alone() {
        let home = tempfile::tempdir().unwrap();
        record(&mut open_journal(home.path()), "i1", "pass");
        let file = home.path().join(DATABASE);
        let whole = std::fs::read(&file).unwrap();
        for length in [0, 50, 4096, whole.len() / 2] {
            std::fs::write(&file, &whole[..length]).unwrap();
            let error = refused(home.path());
            assert!(error.is_damage(), "{length}: {error:?}");
            assert_eq!(std::fs::read(&file).unwrap(), whole[..length], "{length}");
        }
    }

    #[test]
    fn a_newer_programs_journal_is_read_and_not_written() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open_journal(home.path());
        record(&mut journal, "i1", "pass");
        journal.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(journal);
        let mut journal = open_journal(home.path());
        assert_eq!(journal.access(), Access::NewerProgram(99));
        assert!(journal.access().notice().is_some_and(|text| text.contains("99")));
        assert_eq!(verdict(&journal, "i1"), json!("pass"));
        let newer = |result: Result<(), JournalError>| matches!(result, Err(JournalError::NewerProgram { .. }));
        let change = [set("i1", "verdict", "fail")];
        assert!(newer(journal.write(&round(), &member("a"), &change).map(|_| ())));
        assert!(newer(journal.undo(&round(), &member("a"), "").map(|_| ())));
        assert!(newer(journal.draft_save("k", "x")));
        assert!(newer(journal.import([b"{}"]).map(|_| ())));
        assert_eq!(verdict(&journal, "i1"), json!("pass"));
    }

    #[test]
    fn migrations_run_once_in_order_and_all_or_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        let first = "CREATE TABLE a (x)";
        assert_eq!(migrate(&mut connection, &[first]).unwrap(), Age::New);
        assert_eq!(migrate(&mut connection, &[first, "CREATE TABLE b (x)"]).unwrap(), Age::Existing);
        let broken = [first, "CREATE TABLE b (x)", "CREATE TABLE c (x)", "CREATE TABLE c (x)"];
        assert!(migrate(&mut connection, &broken).is_err());
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!((version, tables), (2, 2));
    }

    #[test]
    fn a_write_protected_journal_is_read_as_it_stands() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("thẻ nhớ #1 50%?");
        record(&mut open_journal(&folder), "i1", "pass");
        let opened = open_write_protected(&folder.join(DATABASE)).unwrap();
        assert_eq!(opened.access, Access::ReadOnlyMedium);
        let revisions: i64 =
            opened.connection.query_row("SELECT count(*) FROM revision", [], |row| row.get(0)).unwrap();
        assert_eq!(revisions, 1);
        // Answers still in the log would seem lost.
        let _window = {
            let mut window = open_journal(&folder);
            record(&mut window, "i1", "fail");
            window
        };
        let hidden = open_write_protected(&folder.join(DATABASE)).map(|_| ());
        assert!(matches!(hidden, Err(JournalError::ReadOnly)), "{hidden:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_folder_is_read_and_not_written() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        record(&mut open_journal(home.path()), "i1", "pass");
        let allow = |folder: u32, file: u32| {
            let set =
                |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            set(&home.path().join(DATABASE), file);
            set(home.path(), folder);
        };
        allow(0o555, 0o444);
        let tried = std::fs::write(home.path().join("thử"), "");
        let opened = Journal::open(home.path(), clock());
        let read = opened.map(|mut journal| {
            let write = journal.write(&round(), &member("a"), &[set("i1", "verdict", "fail")]);
            (journal.access(), verdict(&journal, "i1"), matches!(write, Err(JournalError::ReadOnly)))
        });
        allow(0o755, 0o644);
        // Permissions do not hold back the administrator: nothing to see then.
        if tried.is_err() {
            assert_eq!(read.unwrap(), (Access::ReadOnlyMedium, json!("pass"), true));
        }
    }

    #[test]
    fn closing_leaves_everything_in_the_one_file() {
        let home = tempfile::tempdir().unwrap();
        record(&mut open_journal(home.path()), "i1", "pass");
        let names = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["device.key", DATABASE]);
    }
}

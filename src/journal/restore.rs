//! Going back to a backup.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use tempfile::TempDir;

use super::backup::{self, Occasion};
use super::clock::Clock;
use super::connection::{self, Age};
use super::device;
use super::error::JournalError;
use super::{Journal, verify};

impl Journal {
    /// Puts the journal in `file` in place of the one in `home`. The file is verified first, and what is in `home`
    /// backed up; a file that is damaged, no journal, or of a newer program is refused and nothing changed. The home
    /// then is a new device, else it would number again what it numbered before.
    pub fn restore(home: &Path, file: &Path, clock: Clock) -> Result<Self, JournalError> {
        std::fs::create_dir_all(home).map_err(JournalError::home(home))?;
        let source = take_in(home, file)?;
        let live = backup::live_file(home);
        let present = match back_up_present(home, &clock) {
            Err(error) if error.is_damage() => {
                set_aside(home, &clock)?;
                connection::open(&live, |_| Ok(()))?.connection
            }
            backed_up => backed_up?,
        };
        device::forget(home)?;
        overwrite(&source.connection, present)?;
        Self::open(home, clock)
    }
}

/// A verified journal from elsewhere, copied into the home: the original may be on a stick.
struct Source {
    // Closed before the copy is removed: fields are dropped in this order.
    connection: Connection,
    _copy: TempDir,
}

fn take_in(home: &Path, file: &Path) -> Result<Source, JournalError> {
    if file.is_dir() {
        return Err(JournalError::home(file)(std::io::ErrorKind::IsADirectory.into()));
    }
    let folder = tempfile::Builder::new().prefix("restore-").tempdir_in(home).map_err(JournalError::home(home))?;
    let copy = folder.path().join("copy.db");
    std::fs::copy(file, &copy).map_err(JournalError::home(file))?;
    let log = connection::beside(file, "-wal");
    if log.exists() {
        std::fs::copy(&log, connection::beside(&copy, "-wal")).map_err(JournalError::home(&log))?;
    }
    let refused = |error| match error {
        JournalError::NotAJournal(_) => JournalError::NotAJournal(file.to_owned()),
        JournalError::Damaged { detail } | JournalError::Storage { detail } => {
            JournalError::BackupDamaged { path: file.to_owned(), detail }
        }
        other => other,
    };
    let opened = connection::open(&copy, |_| Ok(())).map_err(refused)?;
    opened.access.for_writing()?;
    if opened.age == Age::New {
        return Err(JournalError::NotAJournal(file.to_owned()));
    }
    let report = verify::examine(&opened.connection).map_err(refused)?;
    if let Some(damage) = report.damages.first() {
        return Err(JournalError::BackupDamaged { path: file.to_owned(), detail: damage.to_string() });
    }
    Ok(Source { connection: opened.connection, _copy: folder })
}

/// Backs up the journal of `home` and hands over its connection; one that holds nothing needs no backup.
fn back_up_present(home: &Path, clock: &Clock) -> Result<Connection, JournalError> {
    let opened = connection::open(&backup::live_file(home), |_| Ok(()))?;
    opened.access.for_writing()?;
    let present = opened.connection;
    let version = |present: &Connection| present.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0));
    if opened.age == Age::New {
        return Ok(present);
    }
    loop {
        let before = version(&present)?;
        backup::before(&present, home, clock, Occasion::Restore)?;
        // Another window may have saved an answer meanwhile; it must be in the backup too.
        if version(&present)? == before {
            return Ok(present);
        }
    }
}

/// Moves a damaged live file and its log out of the way; nothing of it is thrown away.
fn set_aside(home: &Path, clock: &Clock) -> Result<(), JournalError> {
    let folder = backup::folder(home);
    std::fs::create_dir_all(&folder).map_err(JournalError::home(&folder))?;
    let time = clock.now().format("%Y-%m-%dT%H%M%S");
    let mut aside = folder.join(format!("{time}-damaged.db"));
    while aside.exists() {
        aside.as_mut_os_string().push("~");
    }
    for suffix in ["-wal", "-shm", ""] {
        let from = connection::beside(&backup::live_file(home), suffix);
        if from.exists() {
            std::fs::rename(&from, connection::beside(&aside, suffix)).map_err(JournalError::home(&from))?;
        }
    }
    Ok(())
}

/// Writes through SQLite's backup interface, as one transaction: other open screens go on safely, which replacing the
/// file under them would not allow.
fn overwrite(source: &Connection, mut live: Connection) -> Result<(), JournalError> {
    let copying = Backup::new(source, &mut live)?;
    match copying.step(-1)? {
        StepResult::Done => {}
        StepResult::Busy | StepResult::Locked => return Err(JournalError::Busy),
        other => return Err(JournalError::NotSaved { detail: format!("{other:?}") }),
    }
    drop(copying);
    live.busy_timeout(Duration::from_millis(100))?;
    // Kept by the log until then, so a failure here loses nothing.
    let _ = live.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::DATABASE;
    use super::super::fixture::{clock, log, open, record, verdict};
    use super::*;

    fn backups(home: &Path) -> usize {
        std::fs::read_dir(backup::folder(home)).map_or(0, Iterator::count)
    }

    #[test]
    fn goes_back_backs_up_first_and_is_a_new_device() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let file = home.path().join("thu-hai.bak");
        journal.backup_to(&file).unwrap();
        record(&mut journal, "i1", "fail");
        let before = journal.device().clone();
        drop(journal);

        let mut journal = Journal::restore(home.path(), &file, clock()).unwrap();
        assert_eq!(verdict(&journal, "i1"), json!("pass"));
        assert_ne!(*journal.device(), before);
        record(&mut journal, "i1", "partial");
        let report = journal.verify().unwrap();
        assert_eq!((report.revisions, report.heads, report.damages, report.flags), (2, 1, vec![], vec![]));

        let saved = std::fs::read_dir(backup::folder(home.path())).unwrap().next().unwrap().unwrap().path();
        assert_eq!(backups(home.path()), 1);
        let again = Journal::restore(home.path(), &saved, clock()).unwrap();
        assert_eq!(verdict(&again, "i1"), json!("fail"));
    }

    #[test]
    fn an_open_window_goes_on_as_the_new_device() {
        let home = tempfile::tempdir().unwrap();
        let mut window = open(home.path());
        record(&mut window, "i1", "pass");
        let file = home.path().join("x.bak");
        window.backup_to(&file).unwrap();
        record(&mut window, "i1", "fail");
        let restored = Journal::restore(home.path(), &file, clock()).unwrap();
        assert_eq!(verdict(&window, "i1"), json!("pass"));
        record(&mut window, "i1", "partial");
        assert_eq!(window.device(), restored.device());
        let all = log(&restored);
        assert_eq!(all.iter().map(|each| each.sequence).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(restored.verify().unwrap().flags, []);
    }

    #[test]
    fn wrong_files_are_refused_and_nothing_changed() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let device = journal.device().clone();
        let good = other.path().join("tot.bak");
        journal.backup_to(&good).unwrap();
        drop(journal);
        let bytes = std::fs::read(&good).unwrap();
        let make = |name: &str, content: &[u8]| {
            let path = other.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let flipped = {
            let text = b"\"verdict\"";
            let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
            let mut bytes = bytes.clone();
            bytes[at + 1] = b'w';
            bytes
        };
        let database = |name: &str, sql: &str| {
            let path = other.path().join(name);
            Connection::open(&path).unwrap().execute_batch(sql).unwrap();
            path
        };
        let newer = make("moi-hon.bak", &bytes);
        Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let wrong = [
            make("trong.bak", b""),
            make("van-ban.bak", "Đây không phải là dữ liệu".as_bytes()),
            make("cut.bak", &bytes[..bytes.len() / 2]),
            make("cut-dau.bak", &bytes[..50]),
            make("lat-bit.bak", &flipped),
            database("khac.db", "CREATE TABLE t (x); INSERT INTO t VALUES (1)"),
            database("rong.db", "VACUUM"),
            newer,
            other.path().join("khong-co.bak"),
            other.path().to_owned(),
        ];
        for file in wrong {
            let refused = Journal::restore(home.path(), &file, clock()).map(|_| ());
            assert!(refused.is_err(), "{}", file.display());
            let journal = open(home.path());
            assert_eq!((verdict(&journal, "i1"), journal.device()), (json!("pass"), &device));
            assert_eq!(backups(home.path()), 0);
        }
        let left = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with("restore-")));
    }

    #[test]
    fn a_damaged_journal_is_set_aside_not_thrown_away() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        let file = home.path().join("x.bak");
        journal.backup_to(&file).unwrap();
        drop(journal);
        std::fs::write(home.path().join(DATABASE), "hỏng hoàn toàn").unwrap();
        assert!(Journal::open(home.path(), clock()).is_err_and(|error| error.is_damage()));
        let journal = Journal::restore(home.path(), &file, clock()).unwrap();
        assert_eq!(verdict(&journal, "i1"), json!("pass"));
        let aside = std::fs::read_dir(backup::folder(home.path())).unwrap().next().unwrap().unwrap().path();
        assert_eq!(std::fs::read_to_string(aside).unwrap(), "hỏng hoàn toàn");
    }

    #[test]
    fn a_file_of_another_home_that_is_open_brings_its_log_along() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut elsewhere = open(other.path());
        record(&mut elsewhere, "i1", "pass");
        let journal = Journal::restore(home.path(), &other.path().join(DATABASE), clock()).unwrap();
        assert_eq!(verdict(&journal, "i1"), json!("pass"));
    }
}

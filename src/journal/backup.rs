//! Copies of the whole journal: `<home>/backups/<time>-<occasion>-<arrival>.bak`.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempPath;

use super::clock::Clock;
use super::connection;
use super::error::JournalError;
use super::{DATABASE, Journal};

/// How many backups are kept; the oldest goes first.
const KEPT: usize = 14;

/// What a backup was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    Daily,
    Restore,
    Migration,
    Merge,
}

impl Occasion {
    fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Restore => "restore",
            Self::Migration => "migration",
            Self::Merge => "merge",
        }
    }
}

/// The folder of the rotating backups of `home`.
pub fn folder(home: &Path) -> PathBuf {
    home.join("backups")
}

impl Journal {
    /// Whether today's backup is still to be made: none was made today, and something was recorded since the last.
    pub fn backup_due(&self) -> Result<bool, JournalError> {
        let latest = listed(&self.home)?.pop();
        let today = self.clock.now().format("%Y-%m-%d").to_string();
        let arrived = last_arrival(&self.connection)?;
        Ok(match latest {
            Some(backup) => !backup.name.starts_with(&today) && backup.arrival != Some(arrived),
            None => arrived > 0,
        })
    }

    /// Makes today's backup where it is due, over a connection of its own: for a thread beside the screen.
    pub fn run_daily_backup(home: &Path, clock: Clock) -> Result<Option<PathBuf>, JournalError> {
        let journal = Self::open(home, clock)?;
        if !journal.backup_due()? {
            return Ok(None);
        }
        rotating(&journal.connection, home, &journal.clock, Occasion::Daily).map(Some)
    }

    /// The rotating backups of `home`, oldest first; for a home that [`Self::open`] refuses, too.
    pub fn backups(home: &Path) -> Result<Vec<PathBuf>, JournalError> {
        let folder = folder(home);
        Ok(listed(home)?.into_iter().map(|backup| folder.join(backup.name)).collect())
    }

    /// Copies the whole journal to `file`, in place of what is there once the copy is verified. The live file itself
    /// is refused: other windows would go on writing into the one that was replaced.
    pub fn backup_to(&self, file: &Path) -> Result<(), JournalError> {
        let live = std::fs::canonicalize(live_file(&self.home));
        if let (Ok(target), Ok(live)) = (std::fs::canonicalize(file), live)
            && target == live
        {
            return Err(JournalError::BackupOverLive(file.to_owned()));
        }
        copy_verified(&self.connection, file)
    }
}

/// Backs up before something that changes everything.
pub(super) fn before(
    connection: &Connection,
    home: &Path,
    clock: &Clock,
    occasion: Occasion,
) -> Result<(), JournalError> {
    rotating(connection, home, clock, occasion).map(|_| ())
}

fn rotating(connection: &Connection, home: &Path, clock: &Clock, occasion: Occasion) -> Result<PathBuf, JournalError> {
    let folder = folder(home);
    std::fs::create_dir_all(&folder).map_err(JournalError::home(&folder))?;
    let time = clock.now().format("%Y-%m-%dT%H%M%S");
    let arrival = last_arrival(connection)?;
    let file = folder.join(format!("{time}-{}-{arrival}.bak", occasion.word()));
    copy_verified(connection, &file)?;
    let all = listed(home)?;
    for old in all.iter().take(all.len().saturating_sub(KEPT)) {
        let path = folder.join(&old.name);
        std::fs::remove_file(&path).map_err(JournalError::home(&path))?;
    }
    Ok(file)
}

struct Listed {
    name: String,
    /// How far the journal reached; `None` where the name does not tell.
    arrival: Option<i64>,
}

/// The backups of `home`, oldest first.
fn listed(home: &Path) -> Result<Vec<Listed>, JournalError> {
    let folder = folder(home);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(JournalError::home(&folder)(error)),
    };
    let mut all = Vec::new();
    for entry in entries {
        let name = entry.map_err(JournalError::home(&folder))?.file_name();
        // Files of other names in there are somebody's own: neither counted nor removed.
        let Some(name) = name.to_str() else { continue };
        let Some(stem) = name.strip_suffix(".bak") else { continue };
        if chrono::NaiveDateTime::parse_from_str(stem.get(..17).unwrap_or_default(), "%Y-%m-%dT%H%M%S").is_ok() {
            let arrival = stem.rsplit('-').next().and_then(|text| text.parse().ok());
            all.push(Listed { name: name.to_owned(), arrival });
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn last_arrival(connection: &Connection) -> Result<i64, JournalError> {
    Ok(connection.query_row("SELECT coalesce(max(arrival), 0) FROM revision", [], |row| row.get(0))?)
}

/// `VACUUM INTO` a name beside `file`, verify, fsync, rename.
fn copy_verified(connection: &Connection, file: &Path) -> Result<(), JournalError> {
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let part = reserve(folder)?;
    let before = last_arrival(connection)?;
    // VACUUM INTO takes an empty file.
    connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    check_copy(&part, before)?;
    sync(&part)?;
    part.persist(file).map_err(|error| JournalError::home(file)(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// A temporary name in `folder` that is removed again unless it is kept.
pub(super) fn reserve(folder: &Path) -> Result<TempPath, JournalError> {
    let file = tempfile::Builder::new().prefix("kiemtra-").suffix(".part").tempfile_in(folder);
    Ok(file.map_err(JournalError::home(folder))?.into_temp_path())
}

pub(super) fn sync(path: &Path) -> Result<(), JournalError> {
    let file = File::options().read(true).write(true).open(path);
    file.and_then(|file| file.sync_all()).map_err(JournalError::home(path))
}

/// Makes a rename durable where the system can do that.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn check_copy(copy: &Path, at_least: i64) -> Result<(), JournalError> {
    let opened = connection::open_immutable(copy)?;
    let said: String = opened.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(JournalError::Damaged { detail: said });
    }
    // Others may have written since the count was taken.
    let revisions: i64 = opened.connection.query_row("SELECT count(*) FROM revision", [], |row| row.get(0))?;
    if revisions < at_least {
        return Err(JournalError::Damaged { detail: format!("{revisions} < {at_least}") });
    }
    Ok(())
}

/// The live file of `home`.
pub(super) fn live_file(home: &Path) -> PathBuf {
    home.join(DATABASE)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};

    use super::super::fixture::{log, open, record};
    use super::*;

    fn day(number: u32) -> Clock {
        let time = DateTime::<FixedOffset>::parse_from_rfc3339(&format!("2025-01-{number:02}T08:00:00+07:00"));
        Clock::Fixed(time.unwrap())
    }

    #[test]
    fn once_a_day_and_only_where_something_was_recorded() {
        let home = tempfile::tempdir().unwrap();
        let back_up = |number| Journal::run_daily_backup(home.path(), day(number)).unwrap().is_some();
        assert!(!back_up(1), "nothing recorded yet");
        record(&mut open(home.path()), "i1", "pass");
        assert!(back_up(1));
        record(&mut open(home.path()), "i1", "fail");
        assert!(!back_up(1), "made today");
        assert!(back_up(2));
        assert!(!back_up(3), "nothing new since");
    }

    #[test]
    fn the_newest_fourteen_are_kept_and_files_of_others_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        std::fs::create_dir(folder(home.path())).unwrap();
        let own = folder(home.path()).join("cua-toi.bak");
        std::fs::write(&own, "").unwrap();
        for number in 1..=16 {
            record(&mut journal, "i1", number);
            assert!(Journal::run_daily_backup(home.path(), day(number)).unwrap().is_some());
        }
        let names: Vec<_> = listed(home.path()).unwrap().into_iter().map(|each| each.name).collect();
        assert_eq!(names.len(), KEPT);
        assert_eq!(names[0], "2025-01-03T080000-daily-3.bak");
        assert!(own.exists());
        let others = std::fs::read_dir(folder(home.path())).unwrap().count();
        assert_eq!(others, KEPT + 1, "no half files");
        let paths = Journal::backups(home.path()).unwrap();
        assert_eq!((paths.len(), &paths[0]), (KEPT, &folder(home.path()).join(&names[0])));
    }

    #[test]
    fn a_backup_is_a_whole_journal_in_one_file() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        journal.draft_save("k", "đang gõ").unwrap();
        let file = home.path().join("sao lưu #1?.bak");
        std::fs::write(&file, "cũ").unwrap();
        journal.backup_to(&file).unwrap();
        std::fs::copy(&file, other.path().join(DATABASE)).unwrap();
        let copy = open(other.path());
        assert_eq!(log(&copy), log(&journal));
        assert_eq!(copy.draft("k").unwrap().unwrap().text, "đang gõ");
        assert_ne!(copy.device(), journal.device());
        let over_itself = journal.backup_to(&home.path().join(".").join(DATABASE));
        assert!(matches!(over_itself, Err(JournalError::BackupOverLive(_))), "{over_itself:?}");
        let missing = journal.backup_to(&home.path().join("không có/x.bak"));
        assert!(matches!(missing, Err(JournalError::Home { .. })), "{missing:?}");
    }
}

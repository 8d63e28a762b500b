//! Going back to a backup.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::backup::{self, Occasion};
use super::clock::Clock;
use super::connection::{self, Access};
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
        // The backup interface writes through SQLite, as one transaction: other open screens go on safely, which
        // replacing the file under them would not allow.
        match back_up_present(home, &clock) {
            Ok(()) => {
                device::forget(home)?;
                let opened = connection::open(&live, |_| Ok(()))?;
                overwrite(&source.connection, opened.connection)?;
            }
            Err(error) if error.is_damage() => {
                set_aside(home, &clock)?;
                device::forget(home)?;
                let opened = connection::open(&live, |_| Ok(()))?;
                overwrite(&source.connection, opened.connection)?;
            }
            Err(error) => return Err(error),
        }
        Self::open(home, clock)
    }
}

/// A verified journal from elsewhere, copied into the home: the original may be on a stick.
struct Source {
    connection: Connection,
    _path: tempfile::TempPath,
}

fn take_in(home: &Path, file: &Path) -> Result<Source, JournalError> {
    let copy = backup::reserve(home)?;
    std::fs::copy(file, &copy).map_err(JournalError::home(file))?;
    if std::fs::metadata(&copy).map_err(JournalError::home(&copy))?.len() == 0 {
        return Err(JournalError::NotAJournal(file.to_owned()));
    }
    let named = |error| match error {
        JournalError::NotAJournal(_) => JournalError::NotAJournal(file.to_owned()),
        other => other,
    };
    let opened = connection::open_immutable(&copy).map_err(named)?;
    if let Access::NewerProgram(_) = opened.access {
        opened.access.for_writing()?;
    }
    let report = verify::examine(&opened.connection)?;
    if let Some(damage) = report.damages.first() {
        return Err(JournalError::Damaged { detail: damage.to_string() });
    }
    Ok(Source { connection: opened.connection, _path: copy })
}

fn back_up_present(home: &Path, clock: &Clock) -> Result<(), JournalError> {
    let live = backup::live_file(home);
    if !live.exists() {
        return Ok(());
    }
    let opened = connection::open(&live, |_| Ok(()))?;
    backup::before(&opened.connection, home, clock, Occasion::Restore)
}

/// Moves a damaged live file and its log out of the way; nothing of it is thrown away.
fn set_aside(home: &Path, clock: &Clock) -> Result<(), JournalError> {
    let folder = backup::folder(home);
    std::fs::create_dir_all(&folder).map_err(JournalError::home(&folder))?;
    let time = clock.now().format("%Y-%m-%dT%H%M%S");
    let aside = unused(&folder, &format!("{time}-damaged.db"));
    for suffix in ["-wal", "-shm", ""] {
        let from = connection::beside(&backup::live_file(home), suffix);
        if from.exists() {
            std::fs::rename(&from, connection::beside(&aside, suffix)).map_err(JournalError::home(&from))?;
        }
    }
    Ok(())
}

fn unused(folder: &Path, name: &str) -> PathBuf {
    let numbered = |number: u32| folder.join(if number == 0 { name.to_owned() } else { format!("{number}-{name}") });
    (0..).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

fn overwrite(source: &Connection, mut live: Connection) -> Result<(), JournalError> {
    let copying = Backup::new(source, &mut live)?;
    match copying.step(-1)? {
        StepResult::Done => {}
        StepResult::Busy | StepResult::Locked => return Err(JournalError::Busy),
        _ => return Err(JournalError::NotSaved { detail: String::new() }),
    }
    drop(copying);
    live.busy_timeout(Duration::from_millis(100))?;
    // Kept by the log until then, so a failure here loses nothing.
    let _ = live.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    Ok(())
}

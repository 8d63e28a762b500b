//! Keeping: every recorded thing as immutable revisions in one SQLite file, `<home>/kiemtra.db`.
//!
//! A field's value is the value of its *heads*, the revisions without child. Nothing is updated or deleted; two
//! journals are brought together by the union of their revisions ([`Journal::merge`]). An answer is durable before
//! [`Journal::write`] returns.

mod attachment;
mod backup;
mod clock;
mod connection;
mod contested;
mod device;
mod device_keys;
mod draft;
mod edition;
mod error;
#[cfg(test)]
mod fixture;
mod heads;
mod history;
mod horizon;
mod import;
mod keep;
mod merge;
mod moved;
mod names;
mod placement;
mod report;
mod restore;
mod revision;
mod search;
mod text_index;
mod undo;
mod verify;
mod vocabulary;
mod write;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

pub use attachment::{
    AttachError, AttachmentHash, AttachmentState, Attachments, MAX_ATTACHMENT, Report as AttachReport, StoredFile,
};
pub use backup::folder as backup_folder;
pub use clock::Clock;
pub use connection::Access;
pub use contested::FieldPlace;
pub use device_keys::{DeviceKeys, KeysError, Signed, verify};
pub use draft::Draft;
pub use edition::Edition;
pub use error::JournalError;
pub use heads::Head;
pub use horizon::{Horizon, Reached};
pub use import::Imported;
pub use merge::{
    Admission, Arriving, Feed, Holdings, Incoming, MergeEntry, MergeId, MergeMode, MergeOutcome, Merged, MergedPack,
    SignedTip, Span, Unmerged,
};
pub use moved::{Mark, Moved};
pub use names::{ActionId, Chain, DEVICE_WIDE_KINDS, DeviceId, FieldName, NameError, RecordKey, RevisionId};
pub use placement::check_home;
pub use report::{ChainFlag, Damage, VerifyReport};
pub use revision::{MAX_REVISION, Reversal, Revision, StoredRevision};
pub use search::{Reading, Scope};
pub use text_index::texts_of;
pub use undo::Undone;
pub use write::{Author, Change, Parents, Written};

use connection::Age;
use device::Device;
use vocabulary::Vocabulary;

/// Name of the live file in the home folder.
pub const DATABASE: &str = "kiemtra.db";

/// An open journal. One per process is enough; several processes may have the same one open.
pub struct Journal {
    home: PathBuf,
    clock: Clock,
    connection: Connection,
    access: Access,
    device: Device,
    /// As of the last look; see [`keep::generation`].
    generation: i64,
    /// Read by the first search.
    vocabulary: RefCell<Vocabulary>,
}

impl Journal {
    /// Opens the journal in `home`; makes the folder, the database and the device key where they are missing. A
    /// database of a newer program opens for reading only ([`Journal::access`]); a file that is no journal is refused
    /// and left alone. An older schema is backed up first, then brought up to date. Does not ask where the home lies:
    /// that is [`check_home`], before.
    pub fn open(home: &Path, clock: Clock) -> Result<Self, JournalError> {
        let is_new = !home.exists();
        if let Err(error) = std::fs::create_dir_all(home) {
            return Err(JournalError::home(home)(error));
        }
        if let Some(parent) = home.parent().filter(|_| is_new) {
            backup::sync_folder(parent);
        }
        let file = home.join(DATABASE);
        Self::refuse_lost(home)?;
        let opened = connection::open(&file, |old| backup::before(old, home, &clock, backup::Occasion::Migration))?;
        let device = match (opened.age, opened.access) {
            // A database begun anew numbers from 1 again: under the old key that would look like a fork.
            (Age::New, _) => {
                device::forget(home)?;
                Device::create(home)?
            }
            (Age::Existing, Access::ReadWrite) => Device::load_or_create(home)?,
            (Age::Existing, _) => Device::load_or_invent(home)?,
        };
        if opened.access == Access::ReadWrite {
            Attachments::of(home).clean(clock.now().into());
        }
        let generation = keep::generation(&opened.connection)?;
        let (connection, access) = (opened.connection, opened.access);
        let home = home.to_owned();
        Ok(Self { home, clock, connection, access, device, generation, vocabulary: RefCell::default() })
    }

    /// The same journal over a connection of its own that never writes: to read on another thread.
    pub fn reader(&self) -> Result<Self, JournalError> {
        Ok(Self {
            home: self.home.clone(),
            clock: self.clock.clone(),
            connection: connection::reader(&self.home.join(DATABASE), self.access)?,
            access: self.access,
            device: self.device.clone(),
            generation: self.generation,
            vocabulary: RefCell::default(),
        })
    }

    /// Refuses a home whose journal was there once and is gone or emptied: starting afresh would hide the loss.
    pub fn refuse_lost(home: &Path) -> Result<(), JournalError> {
        let file = backup::live_file(home);
        let bytes = |path: &Path| std::fs::metadata(path).map(|meta| meta.len()).ok();
        if bytes(&file).unwrap_or(0) > 0 || bytes(&connection::beside(&file, "-wal")).unwrap_or(0) > 0 {
            return Ok(());
        }
        if !Self::backups(home)?.is_empty() {
            return Err(JournalError::DataMissing(file));
        }
        // A key is made after the database: an empty file beside it held something.
        if file.exists() && device::key_file(home).exists() {
            return Err(JournalError::NotAJournal(file));
        }
        Ok(())
    }

    /// This laptop's device.
    pub fn device(&self) -> &DeviceId {
        &self.device.id
    }

    /// The public keys of this laptop's device.
    pub fn device_keys(&self) -> DeviceKeys {
        self.device.keys()
    }

    /// This device's Ed25519 signature of `message`. Begin it with words that say what is signed, so that a signature of
    /// one thing is never one of another.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.device.sign(message)
    }

    /// What opens packs sealed for this device. A secret: hand it to age and to nothing else.
    pub fn reading_identity(&self) -> &age::x25519::Identity {
        self.device.reading()
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The files attached in this home.
    pub fn attachments(&self) -> Attachments {
        Attachments::of(&self.home)
    }

    /// The clock handed in.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether writing is allowed, and if not, why.
    pub fn access(&self) -> Access {
        self.access
    }

    /// A number that changes when another connection wrote; not by this journal's own writes.
    pub fn data_version(&self) -> Result<i64, JournalError> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }
}

impl Drop for Journal {
    /// People copy the `.db` alone: whatever the log beside it holds goes into it now.
    fn drop(&mut self) {
        if self.access == Access::ReadWrite {
            // Others reading or writing hold the log; then the last of them empties it.
            let _ = self.connection.busy_timeout(Duration::from_millis(100));
            let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }
}

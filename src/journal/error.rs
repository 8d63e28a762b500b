//! What can go wrong while keeping, in sentences that say what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use super::heads::Head;
use super::names::{Chain, FieldName, NameError, RecordKey, RevisionId};

/// Why the journal did not do what it was asked. Unless a variant says otherwise, nothing was changed.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The home folder or a file in it cannot be made or read.
    #[error("{}", rust_i18n::t!("journal.home", path = .path.display(), detail = crate::system::explain(.source)))]
    Home {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The home is on a medium that can be pulled out.
    #[error("{}", rust_i18n::t!("journal.home_removable", path = .0.display()))]
    HomeRemovable(PathBuf),
    /// The home is on another machine.
    #[error("{}", rust_i18n::t!("journal.home_remote", path = .0.display()))]
    HomeRemote(PathBuf),
    /// Another process is writing and did not finish within the waiting time.
    #[error("{}", rust_i18n::t!("journal.busy"))]
    Busy,
    /// No room left on the disk.
    #[error("{}", rust_i18n::t!("journal.disk_full"))]
    DiskFull,
    /// The medium or the folder does not allow writing.
    #[error("{}", rust_i18n::t!("journal.read_only"))]
    ReadOnly,
    /// The data were written by a newer program: they can be read, not written.
    #[error("{}", rust_i18n::t!("journal.newer_program", found = .found, known = .known))]
    NewerProgram {
        /// The `user_version` found.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The file is no journal: other data, encrypted, or its beginning is gone.
    #[error("{}", rust_i18n::t!("journal.not_a_journal", path = .0.display()))]
    NotAJournal(PathBuf),
    /// The live file is gone or empty, while its backups are there.
    #[error("{}", rust_i18n::t!("journal.data_missing", path = .0.display()))]
    DataMissing(PathBuf),
    /// A backup that was to be restored is damaged; the present data were left alone.
    #[error("{}", rust_i18n::t!("journal.backup_damaged", path = .path.display(), detail = .detail))]
    BackupDamaged {
        /// The backup.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A backup was to be written over the live file.
    #[error("{}", rust_i18n::t!("journal.backup_over_live", path = .0.display()))]
    BackupOverLive(PathBuf),
    /// The data are damaged; left as they are.
    #[error("{}", rust_i18n::t!("journal.damaged", detail = .detail))]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// Writing failed, and failed again on a fresh connection: the answer is not on the disk.
    #[error("{}", rust_i18n::t!("journal.not_saved", detail = .detail))]
    NotSaved {
        /// What the system said.
        detail: String,
    },
    /// A read failed.
    #[error("{}", rust_i18n::t!("journal.storage", detail = .detail))]
    Storage {
        /// What SQLite said.
        detail: String,
    },
    /// The field has several different heads: a person must look at them first.
    #[error("{}", rust_i18n::t!("journal.conflict", record = .record, field = .field, heads = say_heads(.heads)))]
    Conflict {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
        /// The heads.
        heads: Vec<Head>,
    },
    /// A parent named by the caller is no revision of that field.
    #[error("{}", rust_i18n::t!("journal.parent_unknown", record = .record, field = .field, revision = .revision))]
    ParentUnknown {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
        /// The parent named.
        revision: RevisionId,
    },
    /// A conflict is settled with a reason only.
    #[error("{}", rust_i18n::t!("journal.reason_needed", record = .record, field = .field))]
    ReasonNeeded {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
    },
    /// The record belongs to another chain.
    #[error("{}", rust_i18n::t!("journal.wrong_chain", record = .record, chain = .chain))]
    WrongChain {
        /// The record.
        record: RecordKey,
        /// The chain named.
        chain: Chain,
    },
    /// One write names the same field twice.
    #[error("{}", rust_i18n::t!("journal.written_twice", record = .record, field = .field))]
    WrittenTwice {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
    },
    /// A value over [`super::MAX_REVISION`].
    #[error("{}", rust_i18n::t!("journal.too_large", record = .record, field = .field))]
    TooLarge {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
    },
    /// Bytes from elsewhere that are no revision.
    #[error("{}", rust_i18n::t!("journal.bad_revision", detail = .detail))]
    BadRevision {
        /// What is wrong with them.
        detail: String,
    },
    /// The caller stopped a merge.
    #[error("{}", rust_i18n::t!("journal.cancelled"))]
    Cancelled,
    /// No merge of this laptop has that id.
    #[error("{}", rust_i18n::t!("journal.merge_unknown", id = .id))]
    MergeUnknown {
        /// As written.
        id: String,
    },
    /// The merge was taken back before.
    #[error("{}", rust_i18n::t!("journal.merge_undone", id = .id))]
    MergeUndone {
        /// The merge.
        id: String,
    },
    /// A merge cannot be taken back, since something was written upon what it brought.
    #[error("{}", rust_i18n::t!("journal.built_upon", record = .head.record, field = .head.field, heads = say_heads(std::slice::from_ref(.head.as_ref()))))]
    BuiltUpon {
        /// What was written later.
        head: Box<Head>,
    },
    /// Nothing of this device is left to undo there.
    #[error("{}", rust_i18n::t!("journal.nothing_to_undo"))]
    NothingToUndo,
    /// Nothing undone is left to do again there.
    #[error("{}", rust_i18n::t!("journal.nothing_to_redo"))]
    NothingToRedo,
    /// The field was changed after the action that was to be undone or done again.
    #[error("{}", rust_i18n::t!("journal.changed_since", record = .record, field = .field, heads = say_heads(.heads)))]
    ChangedSince {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
        /// What stands there now, and by whom.
        heads: Vec<Head>,
    },
    /// The action settled a conflict: there is no single former value to go back to.
    #[error("{}", rust_i18n::t!("journal.undo_settlement", record = .record, field = .field))]
    UndoSettlement {
        /// The record.
        record: RecordKey,
        /// The field.
        field: FieldName,
    },
    /// The text of an edition does not have the hash named.
    #[error("{}", rust_i18n::t!("journal.edition_hash", checklist = .checklist))]
    EditionHash {
        /// The checklist.
        checklist: String,
    },
    /// The system gave no random numbers.
    #[error("{}", rust_i18n::t!("journal.no_random", detail = .0))]
    NoRandom(getrandom::Error),
    /// This laptop's reading key cannot be made.
    #[error("{}", rust_i18n::t!("journal.no_reading_key"))]
    NoReadingKey,
}

impl JournalError {
    /// True where the data themselves are damaged or unreadable (exit code 3), not the request wrong.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::NotAJournal(_)
                | Self::DataMissing(_)
                | Self::BackupDamaged { .. }
                | Self::Damaged { .. }
                | Self::Storage { .. }
        )
    }

    pub(super) fn home(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Home { path: path.to_owned(), source },
        }
    }
}

/// Names read from the journal's own tables.
impl From<NameError> for JournalError {
    fn from(error: NameError) -> Self {
        Self::Damaged { detail: error.to_string() }
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            // No code: text that is not UTF-8, a column of another type. Our own statements never wrote that.
            None | Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { detail },
            _ => Self::Storage { detail },
        }
    }
}

impl From<getrandom::Error> for JournalError {
    fn from(error: getrandom::Error) -> Self {
        Self::NoRandom(error)
    }
}

/// `"fail" (thanh-vien-1, 2025-01-20 09:30), …`
fn say_heads(heads: &[Head]) -> String {
    let say = |head: &Head| {
        let who = head.member.as_deref().unwrap_or(head.device.as_str());
        format!("{} ({who}, {})", shorten(&head.value.to_string()), head.made_at.format("%d/%m/%Y %H:%M"))
    };
    heads.iter().map(say).collect::<Vec<_>>().join("; ")
}

fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}

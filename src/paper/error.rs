//! Why a paper could not be printed.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a paper could not be rendered or written; each message says what to do.
#[derive(Debug, Error)]
pub enum PaperError {
    /// The file name ends in none of the formats' endings.
    #[error("{}", rust_i18n::t!("paper.ending", path = .0.display()))]
    Ending(PathBuf),
    /// The file name ends in none of the report's endings.
    #[error("{}", rust_i18n::t!("paper.report_ending", path = .0.display()))]
    ReportEnding(PathBuf),
    /// The package of a .docx could not be put together.
    #[error("{}", rust_i18n::t!("paper.package", reason = .0))]
    Package(String),
    /// A spreadsheet could not be put together.
    #[error("{}", rust_i18n::t!("paper.workbook", reason = .0))]
    Workbook(String),
    /// The folder to write into does not exist.
    #[error("{}", rust_i18n::t!("paper.no_folder", path = .0.display()))]
    NoFolder(PathBuf),
    /// There is a folder by the name of the file.
    #[error("{}", rust_i18n::t!("paper.is_folder", path = .0.display()))]
    IsFolder(PathBuf),
    /// Nothing may be written into the folder.
    #[error("{}", rust_i18n::t!("paper.read_only", path = .0.display()))]
    ReadOnly(PathBuf),
    /// The file is open in another program or protected.
    #[error("{}", rust_i18n::t!("paper.locked", path = .0.display()))]
    Locked(PathBuf),
    /// No room is left.
    #[error("{}", rust_i18n::t!("paper.full", path = .0.display()))]
    Full(PathBuf),
    /// Anything else that the system reports.
    #[error("{}", rust_i18n::t!("paper.other", path = .path.display(), reason = .error))]
    Other {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// At which step of writing something failed: the same refusal means different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Making or filling the new file beside the target.
    Fill,
    /// Putting it in the target's place.
    Replace,
}

impl PaperError {
    /// What `error` at `step` means for the person who asked for `path` in `folder`.
    pub(super) fn from_io(error: io::Error, step: Step, path: &Path, folder: &Path) -> Self {
        /// Windows' `ERROR_SHARING_VIOLATION`, which std gives no kind of its own.
        const SHARING_VIOLATION: i32 = 32;
        let shared = cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION);
        match (error.kind(), step) {
            (io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, _) => Self::NoFolder(folder.to_owned()),
            (io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded, _) => Self::Full(path.to_owned()),
            (io::ErrorKind::ReadOnlyFilesystem, _) | (io::ErrorKind::PermissionDenied, Step::Fill) => {
                Self::ReadOnly(folder.to_owned())
            }
            (io::ErrorKind::IsADirectory, _) => Self::IsFolder(path.to_owned()),
            (io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy, Step::Replace) => {
                Self::Locked(path.to_owned())
            }
            (_, Step::Replace) if shared => Self::Locked(path.to_owned()),
            _ => Self::Other { path: path.to_owned(), error },
        }
    }
}

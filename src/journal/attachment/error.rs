//! Why a file was not attached, or an attached one cannot be used.

use std::path::{Path, PathBuf};

use rust_i18n::t;
use thiserror::Error;

use crate::system::explain;

/// Why a file was not attached, or an attached one cannot be used. Nothing was recorded, nothing is left behind.
#[derive(Debug, Error)]
pub enum AttachError {
    /// Nothing lies there (any more).
    #[error("{}", t!("attachment.vanished", path = .0.display()))]
    Vanished(PathBuf),
    /// A folder.
    #[error("{}", t!("attachment.folder", path = .0.display()))]
    Folder(PathBuf),
    /// A device, a pipe: nothing that has an end.
    #[error("{}", t!("attachment.no_file", path = .0.display()))]
    NoFile(PathBuf),
    /// It cannot be read.
    #[error("{}", t!("attachment.unreadable", path = .path.display(), why = explain(.source)))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is larger than what is taken.
    #[error("{}", t!("attachment.too_large", path = .path.display(), size = mebibytes(*.size), most = mebibytes(*.most)))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its bytes.
        size: u64,
        /// The most that are taken.
        most: u64,
    },
    /// It was written to while it was read, twice.
    #[error("{}", t!("attachment.changing", path = .0.display()))]
    Changing(PathBuf),
    /// The copy could not be written or made durable: no room, no right, a disk that fails.
    #[error("{}", t!("attachment.not_stored", path = .path.display(), why = explain(.source)))]
    NotStored {
        /// The file to attach.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The user stopped it.
    #[error("{}", t!("attachment.stopped"))]
    Stopped,
    /// An attached file is not on this laptop.
    #[error("{}", t!("attachment.missing", name = .name))]
    Missing {
        /// Name of the file as recorded.
        name: String,
    },
    /// An attached file is not what was attached.
    #[error("{}", t!("attachment.damaged", path = .path.display()))]
    Damaged {
        /// Where it lies.
        path: PathBuf,
    },
}

impl AttachError {
    /// What opening or reading `path` failed with.
    pub(super) fn reading(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        |source| match source.kind() {
            std::io::ErrorKind::NotFound => Self::Vanished(path.to_owned()),
            _ => Self::Unreadable { path: path.to_owned(), source },
        }
    }

    /// What writing the copy of `path` failed with.
    pub(super) fn storing(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        |source| Self::NotStored { path: path.to_owned(), source }
    }
}

fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

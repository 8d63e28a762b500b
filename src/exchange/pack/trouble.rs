//! What a system's error means while a pack is read from or written to a stick or share.

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::error::PackError;

/// FAT32 takes files under this many bytes.
const FAT_LIMIT: u64 = 1 << 32;

/// Errors of a device that is no longer there: `EIO`, `ENXIO`, `ENODEV`, and on shares `ENOTCONN`, `ESTALE`.
#[cfg(unix)]
const GONE: &[i32] = &[5, 6, 19, 107, 116];
/// `ERROR_NOT_READY`, `GEN_FAILURE`, `DEV_NOT_EXIST`, `UNEXP_NET_ERR`, `NETNAME_DELETED`, `NO_SUCH_DEVICE`,
/// `FILE_INVALID`, `MEDIA_CHANGED`, `NO_MEDIA_IN_DRIVE`, `IO_DEVICE`, `DEVICE_NOT_CONNECTED`.
#[cfg(windows)]
const GONE: &[i32] = &[21, 31, 55, 59, 64, 433, 1006, 1110, 1112, 1117, 1167];
#[cfg(not(any(unix, windows)))]
const GONE: &[i32] = &[];

fn is_gone(error: &Error) -> bool {
    error.raw_os_error().is_some_and(|code| GONE.contains(&code))
        || matches!(error.kind(), ErrorKind::StaleNetworkFileHandle | ErrorKind::NotConnected)
}

fn is_full(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// The pack at `path` cannot be read.
pub(super) fn reading(path: &Path, source: Error) -> PackError {
    if is_gone(&source) {
        PackError::Gone(path.to_owned())
    } else {
        PackError::Reading { path: path.to_owned(), source }
    }
}

/// The working copy at `path` cannot be written or read.
pub(super) fn scratch(path: &Path, source: Error) -> PackError {
    if is_full(&source) {
        PackError::NoSpace(path.to_owned())
    } else {
        PackError::Scratch { path: path.to_owned(), source }
    }
}

/// The pack at `path` cannot be written; `written` bytes of it were.
pub(super) fn writing(path: &Path, source: Error, written: u64) -> PackError {
    let path = path.to_owned();
    let at_fat_limit = written.saturating_add(1 << 20) >= FAT_LIMIT;
    if source.kind() == ErrorKind::FileTooLarge || (is_full(&source) && at_fat_limit && written < FAT_LIMIT) {
        PackError::FatLimit(path)
    } else if is_full(&source) {
        PackError::NoSpace(path)
    } else if is_gone(&source) {
        PackError::Gone(path)
    } else {
        PackError::Writing { path, source }
    }
}

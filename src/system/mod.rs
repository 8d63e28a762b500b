//! The operating system: what it refuses, in words a user can act on, and where files can lie.

pub mod medium;

use std::io::{Error, ErrorKind};

use rust_i18n::t;

/// Says what went wrong and what to do; the system's own words follow in brackets where they add something.
pub fn explain(error: &Error) -> String {
    let key = match error.kind() {
        ErrorKind::NotFound => "not_found",
        ErrorKind::PermissionDenied => "permission_denied",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disk_full",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::AlreadyExists => "exists",
        ErrorKind::IsADirectory => "is_folder",
        ErrorKind::NotADirectory => "not_folder",
        ErrorKind::InvalidFilename => "bad_name",
        ErrorKind::ResourceBusy => "busy",
        _ => return t!("system.other", why = error).into_owned(),
    };
    t!(format!("system.{key}")).into_owned()
}

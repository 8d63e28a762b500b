//! What a meeting place must be able to do: list, get, put. Nothing is ever deleted, renamed or locked there.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::PlaceError;
use super::name::{ObjectHash, ObjectName};

/// Largest object put or fetched, in bytes: an attachment of 200 MiB with what the pack and its sealing add. One
/// plain PUT of this size is taken by every S3 server known (AWS: 5 GiB), so nothing is sent in parts.
pub const MAX_OBJECT: u64 = 256 * 1024 * 1024;

/// Bytes copied at once.
const CHUNK: usize = 256 * 1024;

/// Hears how many bytes of an object have gone; breaking stops.
pub type Moved<'a> = dyn FnMut(u64) -> ControlFlow<()> + 'a;

/// A folder or a bucket where laptops meet.
///
/// An implementation may list what cannot be read yet, and fail to list what was just put: callers rely on neither.
pub trait Place {
    /// What to call it before people; holds no secret.
    fn title(&self) -> String;

    /// Up to a thousand keys that begin with `prefix`, in any order; `after` is [`Page::next`] of the page before.
    fn list(&self, prefix: &str, after: Option<&Cursor>) -> Result<Page, PlaceError>;

    /// Writes the object into `into`, from its beginning; gives its size. Whether the bytes are right is for the
    /// caller to find out. More than `limit` bytes are refused.
    fn get(&self, name: &ObjectName, limit: u64, into: &mut File, moved: &mut Moved<'_>) -> Result<u64, PlaceError>;

    /// Puts the file there, whole or not at all. An object of this name that is there already has the same bytes,
    /// or is a torn one that this puts right.
    fn put(&self, name: &ObjectName, from: &Path, moved: &mut Moved<'_>) -> Result<(), PlaceError>;
}

/// Where a listing goes on; only the place that gave it knows what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A part of a listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What lies there.
    pub entries: Vec<Entry>,
    /// Where the listing goes on; `None` at its end.
    pub next: Option<Cursor>,
}

/// One key of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The whole key.
    pub key: String,
    /// Bytes, as the place says.
    pub size: u64,
}

/// Why a copy ended early.
#[derive(Debug)]
pub(super) enum Broken {
    Reading(std::io::Error),
    Writing(std::io::Error),
    TooLarge,
    Stopped,
}

/// Copies all of `from` into `into`, which is emptied first; more than `limit` bytes are refused.
pub(super) fn copy(
    from: &mut dyn Read,
    into: &mut File,
    limit: u64,
    moved: &mut Moved<'_>,
) -> Result<(u64, ObjectHash), Broken> {
    into.set_len(0).and_then(|()| into.seek(SeekFrom::Start(0))).map_err(Broken::Writing)?;
    let mut hash = Sha256::new();
    let mut size = 0_u64;
    let mut chunk = vec![0; CHUNK];
    loop {
        if moved(size).is_break() {
            return Err(Broken::Stopped);
        }
        let read = match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Broken::Reading(error)),
        };
        size += read as u64;
        if size > limit {
            return Err(Broken::TooLarge);
        }
        hash.update(&chunk[..read]);
        std::io::Write::write_all(into, &chunk[..read]).map_err(Broken::Writing)?;
    }
    Ok((size, ObjectHash::finish(hash)))
}

/// Size and hash of a file, read from its beginning.
pub(super) fn measure(file: &mut File, moved: &mut Moved<'_>) -> Result<(u64, ObjectHash), Broken> {
    file.seek(SeekFrom::Start(0)).map_err(Broken::Reading)?;
    let mut hash = Sha256::new();
    let mut size = 0_u64;
    let mut chunk = vec![0; CHUNK];
    loop {
        if moved(size).is_break() {
            return Err(Broken::Stopped);
        }
        match file.read(&mut chunk) {
            Ok(0) => return Ok((size, ObjectHash::finish(hash))),
            Ok(read) => {
                hash.update(&chunk[..read]);
                size += read as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Broken::Reading(error)),
        }
    }
}

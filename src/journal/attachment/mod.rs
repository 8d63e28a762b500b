//! Attached files, content-addressed beside the database: `<home>/attachments/<first two digits>/<sha256>`.
//!
//! A file is copied in, made durable, and only then named by a revision: a revision never names what is not there.
//! The same content twice is one file. What lies here is never executed, and no name from outside becomes a path.

mod copy;
mod error;
mod verify;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::hexadecimal;

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

pub use copy::{Report, StoredFile};
pub use error::AttachError;
pub(super) use verify::examine;

/// Largest file taken in, in bytes: 200 MiB.
pub const MAX_ATTACHMENT: u64 = 200 * 1024 * 1024;

/// How a copy that is not finished is named.
const PART_PREFIX: &str = "kiemtra-";
const PART_SUFFIX: &str = ".part";
/// A copy this old was broken off by a power cut; nobody is still writing it.
const PART_LIFE: Duration = Duration::from_hours(24);
/// Bytes read at once.
const CHUNK: usize = 256 * 1024;

/// SHA-256 of a file's content, 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AttachmentHash(String);

impl AttachmentHash {
    /// The hash written as `text`; `None` where that is no hash.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| Self(text.to_owned()))
    }

    /// All 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight digits, for people.
    pub fn short(&self) -> &str {
        &self.0[..8]
    }

    fn of(hash: Sha256) -> Self {
        Self(hexadecimal::write(&hash.finalize()))
    }
}

impl std::fmt::Display for AttachmentHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AttachmentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom("not a SHA-256"))
    }
}

/// How the file of a piece of evidence stands on this laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AttachmentState {
    /// No file was attached: a document, or a file's name alone.
    #[default]
    Unattached,
    /// It is there.
    Present,
    /// It is not there: it came from elsewhere without its file, or was deleted.
    Missing,
    /// Something else lies in its place.
    Changed,
}

/// The attached files of one home.
#[derive(Debug, Clone)]
pub struct Attachments {
    folder: PathBuf,
}

impl Attachments {
    /// Those of `home`; nothing is made before the first file is attached.
    pub fn of(home: &Path) -> Self {
        Self { folder: home.join("attachments") }
    }

    /// The folder they lie in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the file of this content lies, or would.
    pub fn path(&self, hash: &AttachmentHash) -> PathBuf {
        self.folder.join(&hash.0[..2]).join(&hash.0)
    }

    /// How a file stands by its presence and size alone: cheap enough for every look at a unit.
    pub fn state(&self, hash: &AttachmentHash, size: Option<u64>) -> AttachmentState {
        match std::fs::metadata(self.path(hash)) {
            Ok(meta) if meta.is_file() && size.is_none_or(|size| size == meta.len()) => AttachmentState::Present,
            Ok(_) => AttachmentState::Changed,
            Err(_) => AttachmentState::Missing,
        }
    }

    /// How a file stands when every byte of it is read.
    pub fn check(&self, hash: &AttachmentHash) -> Result<AttachmentState, AttachError> {
        let path = self.path(hash);
        let unreadable = |source| AttachError::Unreadable { path: path.clone(), source };
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(AttachmentState::Missing),
            Err(error) => return Err(unreadable(error)),
        };
        let mut found = Sha256::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            match file.read(&mut chunk).map_err(unreadable)? {
                0 => break,
                read => found.update(&chunk[..read]),
            }
        }
        Ok(if AttachmentHash::of(found) == *hash { AttachmentState::Present } else { AttachmentState::Changed })
    }

    /// The content of a file, once it is found to be what was attached and to have at most `most` bytes.
    pub fn read(&self, hash: &AttachmentHash, most: u64) -> Result<Vec<u8>, AttachError> {
        let path = self.path(hash);
        let unreadable = |source| AttachError::Unreadable { path: path.clone(), source };
        let size = std::fs::metadata(&path).map_err(unreadable)?.len();
        if size > most {
            return Err(AttachError::TooLarge { path, size, most });
        }
        let bytes = std::fs::read(&path).map_err(unreadable)?;
        let found = AttachmentHash::of(Sha256::new_with_prefix(&bytes));
        if found == *hash { Ok(bytes) } else { Err(AttachError::Damaged { path }) }
    }

    /// Removes copies that a power cut broke off more than a day before `now`. What cannot be removed stays.
    pub fn clean(&self, now: SystemTime) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_part =
                name.to_str().is_some_and(|name| name.starts_with(PART_PREFIX) && name.ends_with(PART_SUFFIX));
            let modified = || entry.metadata().and_then(|meta| meta.modified()).ok();
            let is_old =
                || modified().and_then(|then| now.duration_since(then).ok()).is_some_and(|age| age > PART_LIFE);
            if is_part && is_old() {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Hashes of all files that lie here.
    fn all(&self) -> Vec<AttachmentHash> {
        let inside = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
        let folders = inside(&self.folder).filter(|entry| entry.file_name().len() == 2);
        let files = folders.flat_map(|folder| inside(&folder.path()));
        files.filter_map(|file| AttachmentHash::new(file.file_name().to_str()?)).collect()
    }
}

#[cfg(test)]
mod tests;

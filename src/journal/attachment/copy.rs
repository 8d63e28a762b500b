//! Taking a file in: copied and hashed in one pass, durable, and only then under its name.

use std::fs::{File, Metadata};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};

use super::super::backup::sync_folder;
use super::{
    AttachError, AttachmentHash, AttachmentState, Attachments, CHUNK, MAX_ATTACHMENT, PART_PREFIX, PART_SUFFIX,
};

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name, as it was called where it came from.
    pub name: String,
    /// Its content.
    pub hash: AttachmentHash,
    /// Its bytes.
    pub size: u64,
}

/// Hears how many bytes of a file have been copied; breaking stops the copy.
pub type Report<'a> = dyn FnMut(u64) -> ControlFlow<()> + 'a;

/// What tells that a file is being written to: while it is read, neither may change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl From<&Metadata> for Stamp {
    fn from(meta: &Metadata) -> Self {
        Self { bytes: meta.len(), modified: meta.modified().ok() }
    }
}

/// Why a stream ended early.
#[derive(Debug)]
enum Broken {
    Reading(io::Error),
    Writing(io::Error),
    Stopped,
}

impl Attachments {
    /// Copies `source` in. Durable when this returns; where it fails, nothing is left behind. A file that is written
    /// to meanwhile is read once more, then refused. Content that is here already is not kept twice.
    pub fn take_in(&self, source: &Path, report: &mut Report<'_>) -> Result<StoredFile, AttachError> {
        for _ in 0..2 {
            if let Some(stored) = self.try_take_in(source, report)? {
                return Ok(stored);
            }
        }
        Err(AttachError::Changing(source.to_owned()))
    }

    /// Keeps what another laptop attached, where `content` is what `hash` says; else nothing is left behind.
    pub fn take_in_content(
        &self,
        hash: &AttachmentHash,
        content: &mut dyn Read,
        report: &mut Report<'_>,
    ) -> Result<(), AttachError> {
        let target = self.path(hash);
        let storing = AttachError::storing(&target);
        std::fs::create_dir_all(&self.folder).map_err(&storing)?;
        let part = tempfile::Builder::new().prefix(PART_PREFIX).suffix(PART_SUFFIX).tempfile_in(&self.folder);
        let mut part = part.map_err(&storing)?;
        let mut content = content;
        let (found, _) = stream(&mut content, part.as_file_mut(), report).map_err(|broken| match broken {
            Broken::Reading(error) => AttachError::reading(&target)(error),
            Broken::Writing(error) => storing(error),
            Broken::Stopped => AttachError::Stopped,
        })?;
        if found != *hash {
            return Err(AttachError::Damaged { path: self.path(hash) });
        }
        self.settle(part, hash).map_err(AttachError::storing(&target))
    }

    /// `None`: the file changed while it was read.
    fn try_take_in(&self, source: &Path, report: &mut Report<'_>) -> Result<Option<StoredFile>, AttachError> {
        let (mut file, before) = open(source)?;
        let storing = AttachError::storing(source);
        std::fs::create_dir_all(&self.folder).map_err(&storing)?;
        let part = tempfile::Builder::new().prefix(PART_PREFIX).suffix(PART_SUFFIX).tempfile_in(&self.folder);
        let mut part = part.map_err(&storing)?;
        let (hash, size) = stream(&mut file, part.as_file_mut(), report).map_err(|broken| match broken {
            Broken::Reading(error) => AttachError::reading(source)(error),
            Broken::Writing(error) => storing(error),
            Broken::Stopped => AttachError::Stopped,
        })?;
        let after = std::fs::metadata(source).map_err(AttachError::reading(source))?;
        let same = size == before.bytes && Stamp::from(&after) == before;
        let still = file.metadata().is_ok_and(|meta| Stamp::from(&meta) == before);
        if !(same && still) {
            return Ok(None);
        }
        self.settle(part, &hash).map_err(storing)?;
        let name = source.file_name().unwrap_or(source.as_os_str()).to_string_lossy();
        Ok(Some(StoredFile { name: crate::vietnamese::nfc::single_line(&name), hash, size }))
    }

    /// Puts a finished copy under its name, unless the same content is there and sound.
    fn settle(&self, part: NamedTempFile, hash: &AttachmentHash) -> io::Result<()> {
        if self.check(hash).is_ok_and(|state| state == AttachmentState::Present) {
            return Ok(());
        }
        part.as_file().sync_all()?;
        let target = self.path(hash);
        let folder = target.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder)?;
        let part = part.into_temp_path();
        make_read_only(&part);
        if let Err(refused) = part.persist(&target) {
            // Where a damaged file stands in its place, Windows does not rename over its read-only mark.
            std::fs::remove_file(&target).map_err(|_| refused.error)?;
            refused.path.persist(&target).map_err(|refused| refused.error)?;
        }
        sync_folder(folder);
        sync_folder(&self.folder);
        Ok(())
    }
}

/// Keeps people from editing a file under its hash by accident. Where the system refuses, it is not worth failing.
fn make_read_only(part: &TempPath) {
    if let Ok(meta) = std::fs::metadata(part) {
        let mut permissions = meta.permissions();
        permissions.set_readonly(true);
        let _ = std::fs::set_permissions(part, permissions);
    }
}

/// Opens an ordinary file of a size that is taken.
fn open(source: &Path) -> Result<(File, Stamp), AttachError> {
    // Asked before it is opened: a pipe would wait for somebody to write into it.
    let meta = std::fs::metadata(source).map_err(AttachError::reading(source))?;
    if meta.is_dir() {
        return Err(AttachError::Folder(source.to_owned()));
    }
    if !meta.is_file() {
        return Err(AttachError::NoFile(source.to_owned()));
    }
    if meta.len() > MAX_ATTACHMENT {
        return Err(AttachError::TooLarge { path: source.to_owned(), size: meta.len(), most: MAX_ATTACHMENT });
    }
    let file = File::open(source).map_err(AttachError::reading(source))?;
    Ok((file, Stamp::from(&meta)))
}

/// Copies to the end; gives hash and number of bytes.
fn stream(
    from: &mut impl Read,
    into: &mut impl Write,
    report: &mut Report<'_>,
) -> Result<(AttachmentHash, u64), Broken> {
    let mut hash = Sha256::new();
    let mut size = 0_u64;
    let mut chunk = vec![0; CHUNK];
    loop {
        if report(size).is_break() {
            return Err(Broken::Stopped);
        }
        let read = match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Broken::Reading(error)),
        };
        hash.update(&chunk[..read]);
        into.write_all(&chunk[..read]).map_err(Broken::Writing)?;
        size += read as u64;
        // A file that grows without end must not fill the disk.
        if size > MAX_ATTACHMENT {
            break;
        }
    }
    into.flush().map_err(Broken::Writing)?;
    Ok((AttachmentHash::of(hash), size))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_ends_the_stream_as_a_failed_write() {
        let content = vec![7; CHUNK * 3];
        let mut go_on = |_| ControlFlow::Continue(());
        let broken = stream(&mut content.as_slice(), &mut Disk(CHUNK + 9), &mut go_on).unwrap_err();
        assert!(matches!(&broken, Broken::Writing(error) if error.kind() == io::ErrorKind::StorageFull), "{broken:?}");
        let (hash, size) = stream(&mut content.as_slice(), &mut Disk(CHUNK * 3), &mut go_on).unwrap();
        assert_eq!((hash, size), (AttachmentHash::of(Sha256::new_with_prefix(&content)), content.len() as u64));
    }
}

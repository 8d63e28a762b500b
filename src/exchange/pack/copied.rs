//! Taking a file from a stick or share, and opening it: first copied, then decrypted to its very end, then checked.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};

use super::check::{CheckedPack, Unsealed};
use super::delivery::write_file;
use super::error::{Damage, Excess, PackError};
use super::look::{self, Beginning, Look};
use super::progress::{Progress, Report, Stage};
use super::seal::{self, Unlock};
use super::{BLOCK, DIGEST, FRONT, MAX_TOTAL, trouble};
use crate::journal::StoredRevision;

const SCRATCH_PREFIX: &str = "kiemtra-";
const SCRATCH_SUFFIX: &str = ".scratch";
/// A working copy this old was left behind by a power cut.
const SCRATCH_LIFE: Duration = Duration::from_hours(24);

/// A copy of a file that may be a pack; the stick can be pulled. Goes when the last one using it does.
#[derive(Debug, Clone)]
pub struct Copied {
    file: Arc<TempPath>,
    beginning: Beginning,
    size: u64,
    hash: [u8; 32],
}

/// Copies the pack at `path` into `scratch`, a folder of this laptop's home, and opens it: [`Copied::take_in`],
/// [`Copied::unseal`] and [`Unsealed::check`] in one.
pub fn open(
    path: &Path,
    scratch: &Path,
    unlock: &Unlock,
    check: &mut (dyn FnMut(&StoredRevision) -> Result<(), String> + Send),
    report: &mut Report<'_>,
) -> Result<CheckedPack, PackError> {
    Copied::take_in(path, scratch, report)?.unseal(unlock, report)?.check(check, report)
}

/// Removes working copies that a power cut left in `scratch`.
pub fn clean(scratch: &Path, now: SystemTime) {
    let Ok(entries) = std::fs::read_dir(scratch) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours =
            name.to_str().is_some_and(|name| name.starts_with(SCRATCH_PREFIX) && name.ends_with(SCRATCH_SUFFIX));
        let modified = entry.metadata().and_then(|meta| meta.modified());
        let is_old = modified.is_ok_and(|modified| now.duration_since(modified).is_ok_and(|age| age > SCRATCH_LIFE));
        if is_ours && is_old {
            // Left for the next time where it cannot go.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

impl Copied {
    /// Copies the file at `path` into the folder `scratch`, which is made where it is missing. A file that is no pack
    /// is refused by its first bytes, before it is copied.
    pub fn take_in(path: &Path, scratch: &Path, report: &mut Report<'_>) -> Result<Self, PackError> {
        let mut source = look::open(path)?.map_err(PackError::NotAPack)?;
        let reading = |error| trouble::reading(path, error);
        let total = source.metadata().map_err(reading)?.len();
        let beginning = look::begins(&mut source).map_err(reading)?;
        match beginning {
            Beginning::Other(look) => return Err(PackError::NotAPack(look)),
            Beginning::Cut => return Err(PackError::Damaged(Damage::Cut)),
            Beginning::Payload | Beginning::Sealed => {}
        }
        if total > MAX_TOTAL {
            return Err(PackError::TooLarge(Excess::Total));
        }
        let mut copy = new_scratch(scratch)?;
        let mut hash = Sha256::new();
        let mut each = |bytes: &[u8]| hash.update(bytes);
        let size = pump(&mut source, copy.as_file_mut(), Counting { stage: Stage::Copying, total }, &mut each, report)
            .map_err(|broken| broken.into_error(reading, scratch))?;
        Ok(Self { file: Arc::new(copy.into_temp_path()), beginning, size, hash: hash.finalize().into() })
    }

    /// SHA-256 of the file as it was given, encrypted or not.
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Its bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Writes the file as it was given to `target`, to be kept aside.
    pub fn keep_as(&self, target: &Path) -> Result<(), PackError> {
        let mut copy = |output: &mut dyn Write| {
            let mut file = File::open(&*self.file).map_err(|error| trouble::scratch(&self.file, error))?;
            io::copy(&mut file, output).map_err(PackError::Output)?;
            Ok(())
        };
        write_file(target, &mut copy, &mut |_| ControlFlow::Continue(())).map(drop)
    }

    /// Decrypts it to the end where it is encrypted, and checks the hash over everything. Only a walk through it, or
    /// having walked through the same bytes before, lets anything of it come out.
    pub fn unseal(&self, unlock: &Unlock, report: &mut Report<'_>) -> Result<Unsealed, PackError> {
        let payload = if self.beginning == Beginning::Sealed {
            Arc::new(self.decrypt(unlock, report)?)
        } else {
            Arc::clone(&self.file)
        };
        let digest = checked_digest(&payload)?;
        Ok(Unsealed { payload, digest, file_hash: self.hash })
    }

    fn decrypt(&self, unlock: &Unlock, report: &mut Report<'_>) -> Result<TempPath, PackError> {
        let wrong = |error| trouble::scratch(&self.file, error);
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let file = File::open(&*self.file).map_err(wrong)?;
        let mut plain = seal::unseal(file, unlock).map_err(wrong)??;
        let mut payload = new_scratch(folder)?;
        let stage = Counting { stage: Stage::Decrypting, total: self.size };
        let pumped = pump(&mut plain, payload.as_file_mut(), stage, &mut |_| {}, report);
        // What age does not accept is no fault of the disk.
        pumped.map_err(|broken| {
            let reading = |error: io::Error| match error.kind() {
                io::ErrorKind::InvalidData => PackError::Damaged(Damage::Altered),
                io::ErrorKind::UnexpectedEof => PackError::Damaged(Damage::Cut),
                _ => wrong(error),
            };
            broken.into_error(reading, folder)
        })?;
        let mut first = Vec::new();
        let file = payload.as_file_mut();
        file.seek(SeekFrom::Start(0)).and_then(|_| file.take(FRONT).read_to_end(&mut first)).map_err(wrong)?;
        if !first.starts_with(super::MAGIC) {
            return Err(PackError::NotAPack(Look::OtherSealed));
        }
        Ok(payload.into_temp_path())
    }
}

fn new_scratch(folder: &Path) -> Result<NamedTempFile, PackError> {
    let made = std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::Builder::new().prefix(SCRATCH_PREFIX).suffix(SCRATCH_SUFFIX).tempfile_in(folder));
    made.map_err(|error| trouble::scratch(folder, error))
}

/// The hash at the end of the payload, where it is that of everything before.
fn checked_digest(payload: &Path) -> Result<[u8; 32], PackError> {
    let wrong = |error| trouble::scratch(payload, error);
    let mut file = File::open(payload).map_err(wrong)?;
    let size = file.metadata().map_err(wrong)?.len();
    let covered = size.checked_sub(DIGEST).filter(|covered| *covered >= FRONT);
    let covered = covered.ok_or(PackError::Damaged(Damage::Cut))?;
    let mut hash = Sha256::new();
    let mut left = covered;
    let mut block = vec![0; BLOCK];
    while left > 0 {
        let most = usize::try_from(left).map_or(BLOCK, |left| left.min(BLOCK));
        file.read_exact(&mut block[..most]).map_err(wrong)?;
        hash.update(&block[..most]);
        left -= most as u64;
    }
    let mut digest = [0; 32];
    file.read_exact(&mut digest).map_err(wrong)?;
    if digest == <[u8; 32]>::from(hash.finalize()) { Ok(digest) } else { Err(PackError::Damaged(Damage::Altered)) }
}

#[derive(Clone, Copy)]
struct Counting {
    stage: Stage,
    total: u64,
}

/// Why a stream ended early.
enum Broken {
    Reading(io::Error),
    Writing(io::Error),
    Stopped,
}

impl Broken {
    fn into_error(self, reading: impl FnOnce(io::Error) -> PackError, scratch: &Path) -> PackError {
        match self {
            Self::Reading(error) => reading(error),
            Self::Writing(error) => trouble::scratch(scratch, error),
            Self::Stopped => PackError::Cancelled,
        }
    }
}

/// Copies to the end; gives the number of bytes.
fn pump(
    from: &mut dyn Read,
    into: &mut dyn Write,
    counting: Counting,
    each: &mut dyn FnMut(&[u8]),
    report: &mut Report<'_>,
) -> Result<u64, Broken> {
    let mut done = 0;
    let mut block = vec![0; BLOCK];
    loop {
        if report(Progress { stage: counting.stage, done, total: counting.total }).is_break() {
            return Err(Broken::Stopped);
        }
        let read = match from.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Broken::Reading(error)),
        };
        into.write_all(&block[..read]).map_err(Broken::Writing)?;
        each(&block[..read]);
        done += read as u64;
    }
    Ok(done)
}

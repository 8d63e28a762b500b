//! Writing a file to a stick or share so that under its name lies, at every moment, a whole file or none.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::error::PackError;
use super::progress::{Progress, Report, Stage};
use super::{BLOCK, trouble};

/// A part this much older than ours, by the clock of the medium they both lie on, is nobody's any more.
const PART_LIFE: Duration = Duration::from_mins(10);

/// A file that was written, and read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenFile {
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// How many they are.
    pub size: u64,
}

/// Writes what `fill` gives to `path`, in place of a file that is there: into `<name>.part`, flushed to the medium, read
/// back and compared, renamed, the folder flushed. When this returns the medium can be pulled out. Where it fails,
/// whatever lay at `path` still lies there, and the part is removed as far as the medium is still there.
///
/// A part that somebody else left or is writing is never touched; ours then gets a name of its own. Once ours is done,
/// a left part of the same file goes where it has not been written to for ten minutes.
///
/// `fill` says where its bytes could not be written with [`PackError::Output`], as [`super::PackWriter`] does. The
/// system may read back from its memory what it has not read from the medium; a program cannot make sure of that.
pub fn write_file(
    path: &Path,
    fill: &mut dyn FnMut(&mut dyn Write) -> Result<(), PackError>,
    report: &mut Report<'_>,
) -> Result<WrittenFile, PackError> {
    write_to(&Disk, path, fill, report)
}

/// What is asked of a file system.
pub(super) trait Medium {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Part>>;
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a rename durable, where the system can.
    fn sync_folder(&self, folder: &Path);
}

/// A file being written.
pub(super) trait Part: Write {
    fn sync(&mut self) -> io::Result<()>;
}

pub(super) struct Disk;

impl Medium for Disk {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Part>> {
        Ok(Box::new(File::create_new(path)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) {
        // Windows and some shares refuse, which loses nothing.
        if let Ok(opened) = File::open(folder) {
            drop(opened.sync_all());
        }
    }
}

impl Part for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

pub(super) fn write_to(
    medium: &dyn Medium,
    path: &Path,
    fill: &mut dyn FnMut(&mut dyn Write) -> Result<(), PackError>,
    report: &mut Report<'_>,
) -> Result<WrittenFile, PackError> {
    if path.is_dir() {
        return Err(trouble::writing(path, io::ErrorKind::IsADirectory.into(), 0));
    }
    let (part, output) = create_part(medium, path)?;
    let written = fill_part(medium, path, &part, output, fill, report).and_then(|written| {
        medium.rename(&part, path).map_err(|error| missing_is_gone(path, error, written.size))?;
        Ok(written)
    });
    if written.is_err() {
        // The medium may be gone, and with it the part.
        let _ = medium.remove(&part);
        return written;
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => medium.sync_folder(folder),
        _ => medium.sync_folder(Path::new(".")),
    }
    if part != plain_part(path) {
        remove_left_part(medium, path);
    }
    written
}

fn plain_part(path: &Path) -> PathBuf {
    with_ending(path, ".part")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn create_part(medium: &dyn Medium, path: &Path) -> Result<(PathBuf, Box<dyn Part>), PackError> {
    let part = plain_part(path);
    match medium.create_new(&part) {
        Ok(file) => return Ok((part, file)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(trouble::writing(path, error, 0)),
    }
    let mut random = [0; 4];
    getrandom::fill(&mut random).map_err(|error| trouble::writing(path, io::Error::other(error.to_string()), 0))?;
    let part = with_ending(path, &format!(".{:08x}.part", u32::from_le_bytes(random)));
    let file = medium.create_new(&part).map_err(|error| trouble::writing(path, error, 0))?;
    Ok((part, file))
}

fn fill_part(
    medium: &dyn Medium,
    path: &Path,
    temporary: &Path,
    part: Box<dyn Part>,
    fill: &mut dyn FnMut(&mut dyn Write) -> Result<(), PackError>,
    report: &mut Report<'_>,
) -> Result<WrittenFile, PackError> {
    let mut output = Measuring { file: part, hash: Sha256::new(), size: 0 };
    fill(&mut output).map_err(|error| match error {
        PackError::Output(source) => trouble::writing(path, source, output.size),
        other => other,
    })?;
    output.file.sync().map_err(|error| trouble::writing(path, error, output.size))?;
    let Measuring { file, hash, size } = output;
    drop(file);
    let hash: [u8; 32] = hash.finalize().into();
    let mut back = medium.open(temporary).map_err(|error| missing_is_gone(path, error, size))?;
    let (mut again, mut done) = (Sha256::new(), 0_u64);
    let mut block = vec![0; BLOCK];
    loop {
        if report(Progress { stage: Stage::ReadingBack, done, total: size }).is_break() {
            return Err(PackError::Cancelled);
        }
        match back.read(&mut block) {
            Ok(0) => break,
            Ok(read) => {
                again.update(&block[..read]);
                done += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(missing_is_gone(path, error, size)),
        }
    }
    let same = done == size && hash == <[u8; 32]>::from(again.finalize());
    if same { Ok(WrittenFile { hash, size }) } else { Err(PackError::ReadBack(path.to_owned())) }
}

/// What was there a moment ago and is not any more left with its medium.
fn missing_is_gone(path: &Path, error: io::Error, size: u64) -> PackError {
    if error.kind() == io::ErrorKind::NotFound {
        PackError::Gone(path.to_owned())
    } else {
        trouble::writing(path, error, size)
    }
}

fn remove_left_part(medium: &dyn Medium, path: &Path) {
    let left = plain_part(path);
    let modified = |path: &Path| std::fs::metadata(path).and_then(|meta| meta.modified());
    if let (Ok(ours), Ok(theirs)) = (modified(path), modified(&left))
        && ours.duration_since(theirs).is_ok_and(|age| age > PART_LIFE)
    {
        // It harms nobody where it stays.
        let _ = medium.remove(&left);
    }
}

/// Hashes and counts what is written.
struct Measuring {
    file: Box<dyn Part>,
    hash: Sha256,
    size: u64,
}

impl Write for Measuring {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

//! A folder as a meeting place: a stick, a shared drive, a folder that Syncthing or the like carries around.
//!
//! An object is written beside its place under a name that ends in `.part`, made durable, read again, and renamed:
//! whoever looks meanwhile sees no half object under a final name. Synchronisers and sticks make half ones all the
//! same, so readers trust the hash in the name alone.

use std::fs::{DirEntry, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{Doing, PlaceError};
use super::name::ObjectName;
use super::place::{Broken, Cursor, Entry, Moved, Page, Place, copy, measure};

/// A folder as a meeting place.
#[derive(Debug, Clone)]
pub struct FolderPlace {
    root: PathBuf,
}

impl FolderPlace {
    /// The folder `root`. It must exist: one that a slip of the finger or a stick not yet plugged in makes up would
    /// swallow everything unseen.
    pub fn open(root: &Path) -> Result<Self, PlaceError> {
        match std::fs::metadata(root) {
            Ok(meta) if meta.is_dir() => Ok(Self { root: root.to_owned() }),
            Ok(_) => Err(failed(Doing::List, root)(ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(PlaceError::NoFolder(root.to_owned())),
            Err(error) => Err(failed(Doing::List, root)(error)),
        }
    }

    fn path(&self, key: &str) -> PathBuf {
        key.split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// Tells a stick that was pulled from a file that is missing.
    fn still_there(&self) -> Result<(), PlaceError> {
        if self.root.is_dir() { Ok(()) } else { Err(PlaceError::NoFolder(self.root.clone())) }
    }

    fn writing(&self, path: &Path, error: std::io::Error) -> PlaceError {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => PlaceError::Full(self.title()),
            ErrorKind::FileTooLarge => PlaceError::RefusedSize(path.display().to_string()),
            _ if self.still_there().is_err() => PlaceError::NoFolder(self.root.clone()),
            _ => failed(Doing::Put, path)(error),
        }
    }
}

impl Place for FolderPlace {
    fn title(&self) -> String {
        self.root.display().to_string()
    }

    fn list(&self, prefix: &str, _: Option<&Cursor>) -> Result<Page, PlaceError> {
        self.still_there()?;
        let mut entries = Vec::new();
        let round = prefix.trim_end_matches('/');
        for device in read_folder(&self.path(round))? {
            let key = format!("{round}/{}", device.file_name().to_string_lossy());
            // Links are not followed: they could lead anywhere.
            if !device.file_type().is_ok_and(|kind| kind.is_dir()) {
                entries.push(Entry { key, size: 0 });
                continue;
            }
            if ObjectName::parse(&format!("{key}/{}.seg", "0".repeat(64))).is_none() {
                entries.push(Entry { key: key + "/", size: 0 });
                continue;
            }
            for file in read_folder(&device.path())? {
                let key = format!("{key}/{}", file.file_name().to_string_lossy());
                match file.metadata() {
                    Ok(meta) if meta.is_file() => entries.push(Entry { key, size: meta.len() }),
                    Ok(meta) if meta.is_dir() => entries.push(Entry { key: key + "/?", size: 0 }),
                    // Gone since it was listed, or a link: looked at next time, or never.
                    _ => {}
                }
            }
        }
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(Page { entries, next: None })
    }

    fn get(&self, name: &ObjectName, limit: u64, into: &mut File, moved: &mut Moved<'_>) -> Result<u64, PlaceError> {
        let path = self.path(&name.to_string());
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.still_there()?;
                return Err(PlaceError::NotThere(name.to_string()));
            }
            Err(error) => return Err(failed(Doing::Get, &path)(error)),
        };
        let copied = copy(&mut file, into, limit, moved);
        let (size, _) = copied.map_err(|broken| {
            PlaceError::of_copy(broken, &name.to_string(), |error| match self.still_there() {
                Ok(()) => failed(Doing::Get, &path)(error),
                Err(gone) => gone,
            })
        })?;
        Ok(size)
    }

    fn put(&self, name: &ObjectName, from: &Path, moved: &mut Moved<'_>) -> Result<(), PlaceError> {
        self.still_there()?;
        let target = self.path(&name.to_string());
        let folder = target.parent().unwrap_or(&self.root);
        let mut source = File::open(from).map_err(PlaceError::OwnDisk)?;
        let size = source.metadata().map_err(PlaceError::OwnDisk)?.len();
        if is_whole(&target, name, size, moved)? {
            return Ok(());
        }
        std::fs::create_dir_all(folder).map_err(|error| self.writing(folder, error))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(".part");
        // A temporary file is private by default; what lies here is for the others.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut part = builder.tempfile_in(folder).map_err(|error| self.writing(folder, error))?;
        let copied = copy(&mut source, part.as_file_mut(), u64::MAX, moved);
        copied.map_err(|broken| match broken {
            Broken::Reading(error) => PlaceError::OwnDisk(error),
            Broken::Writing(error) => self.writing(&target, error),
            Broken::TooLarge => PlaceError::TooLarge(name.to_string()),
            Broken::Stopped => PlaceError::Stopped,
        })?;
        part.as_file().sync_all().map_err(|error| self.writing(&target, error))?;
        // Opened anew: what the disk holds, not what was handed to it.
        let mut again = part.reopen().map_err(|error| self.writing(&target, error))?;
        let (_, hash) = measure(&mut again, moved)
            .map_err(|broken| PlaceError::of_copy(broken, &name.to_string(), |error| self.writing(&target, error)))?;
        drop(again);
        if hash != name.hash {
            return Err(PlaceError::Unverified(name.to_string()));
        }
        part.persist(&target).map_err(|refused| self.writing(&target, refused.error))?;
        // Makes the rename durable; systems that cannot flush a folder (Windows, some shares) refuse, which loses
        // nothing: the next sync sees what is missing.
        if let Ok(opened) = File::open(folder) {
            drop(opened.sync_all());
        }
        Ok(())
    }
}

/// Whether the object is there already with the right bytes.
fn is_whole(path: &Path, name: &ObjectName, size: u64, moved: &mut Moved<'_>) -> Result<bool, PlaceError> {
    let there = std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == size);
    let opened = if there { File::open(path).ok() } else { None };
    let Some(mut file) = opened else { return Ok(false) };
    match measure(&mut file, moved) {
        Ok((_, hash)) => Ok(hash == name.hash),
        Err(Broken::Stopped) => Err(PlaceError::Stopped),
        // Cannot be read: it is written anew.
        Err(_) => Ok(false),
    }
}

/// What lies in a folder; nothing where there is none (yet).
fn read_folder(path: &Path) -> Result<Vec<DirEntry>, PlaceError> {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.collect::<Result<_, _>>().map_err(failed(Doing::List, path)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(Doing::List, path)(error)),
    }
}

fn failed(doing: Doing, path: &Path) -> impl Fn(std::io::Error) -> PlaceError {
    let path = path.to_owned();
    move |source| PlaceError::Folder { doing, path: path.clone(), source }
}

//! Packs that could not be taken in: `waiting/` for a person or a newer program, `quarantine/` for what is damaged.
//! Beside each file lies a small one that says why.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::exchange::ExchangeError;
use crate::exchange::pack::Copied;
use crate::hexadecimal::Hex;

/// A folder of the home for packs that were not taken in.
#[derive(Debug, Clone)]
pub struct Storeroom(PathBuf);

/// A pack that lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The file.
    pub file: PathBuf,
    /// Why it lies there.
    pub note: Note,
}

/// Why a pack lies there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it was called.
    pub name: String,
    /// A plain sentence.
    pub why: String,
    /// The device whose word is waited for, if it is that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

impl Storeroom {
    /// Packs that wait for a person or a newer program.
    pub fn waiting(home: &Path) -> Self {
        Self(home.join("waiting"))
    }

    /// Packs that are damaged or were changed.
    pub fn quarantine(home: &Path) -> Self {
        Self(home.join("quarantine"))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Keeps a copy, once, named by what is in it.
    pub(super) fn keep(&self, pack: &Copied, note: &Note) -> Result<(), ExchangeError> {
        std::fs::create_dir_all(&self.0).map_err(|source| ExchangeError::Folder { path: self.0.clone(), source })?;
        let file = self.0.join(format!("{}.ktra", Hex(*pack.hash())));
        if !file.exists() {
            pack.keep_as(&file)?;
        }
        let text = serde_json::to_vec_pretty(note).unwrap_or_default();
        let told = file.with_extension("json");
        std::fs::write(&told, text).map_err(|source| ExchangeError::Folder { path: told, source })
    }

    /// Lets go of a file that was taken in meanwhile. One that cannot be removed is taken in again next time, which
    /// does no harm.
    pub(super) fn release(&self, file: &Path) {
        if file.parent() == Some(self.0.as_path()) {
            let _ = std::fs::remove_file(file);
            let _ = std::fs::remove_file(file.with_extension("json"));
        }
    }

    /// What a file that lies there was called.
    pub(super) fn name_of(&self, file: &Path) -> Option<String> {
        (file.parent() == Some(self.0.as_path())).then(|| note_of(file).name)
    }

    /// Removes a copy that lies here on a person's word, with its note; the file it was copied from stays where it
    /// lies. Other files are left alone.
    pub fn discard(&self, file: &Path) -> Result<(), ExchangeError> {
        if file.parent() != Some(self.0.as_path()) {
            return Ok(());
        }
        for each in [file.to_owned(), file.with_extension("json")] {
            match std::fs::remove_file(&each) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(ExchangeError::Folder { path: each, source: error });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What lies there, in the order of names.
    pub fn list(&self) -> Vec<Stored> {
        let Ok(entries) = std::fs::read_dir(&self.0) else { return Vec::new() };
        let mut all: Vec<Stored> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "ktra"))
            .map(|file| Stored { note: note_of(&file), file })
            .collect();
        all.sort_by(|a, b| a.file.cmp(&b.file));
        all
    }
}

/// What the small file beside says; where that is gone, only the name is known.
fn note_of(file: &Path) -> Note {
    let told = std::fs::read(file.with_extension("json")).ok();
    let note = told.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let name = || file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    note.unwrap_or_else(|| Note { name: name(), why: String::new(), device: None })
}

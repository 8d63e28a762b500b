//! Files of other programs: listing a folder, reading a spreadsheet, recording what was drawn of one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::office::{Office, refused, saving};
use super::request::{Outcome, World};
use super::unit_work::UnitWork;
use crate::checklist::{Checklist, Item};
use crate::inspection::import::Ready;
use crate::inspection::{Draw, DrawContent, ItemKey, Recorder, RoundId, UnitId};
use crate::system::explain;
use crate::table::{ENDINGS, Flow, Table, TableError, read};
use crate::tui::job::{Done, Progress};
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about tables.
#[derive(Debug, Clone)]
pub enum TableRequest {
    /// The spreadsheets of a folder, the office's own where none is named → [`TableOutcome::Folder`].
    Folder(Option<PathBuf>),
    /// Reads a file (a job) → [`TableOutcome::Read`] or [`TableOutcome::NotRead`].
    Read(PathBuf),
    /// Records a sample → [`Outcome::Changed`].
    RecordDraw {
        /// Who, where.
        recorder: Recorder,
        /// The edition the item is asked in.
        checklist: Arc<Checklist>,
        /// Which item.
        item: Box<Item>,
        /// What was drawn.
        draw: Box<DrawContent>,
        /// Of which list.
        list: Arc<Vec<Ready>>,
    },
    /// How the samples of an item were drawn → [`TableOutcome::Draws`].
    Draws(RoundId, UnitId, ItemKey),
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum TableOutcome {
    /// A folder.
    Folder(FolderList),
    /// A file, read.
    Read(PathBuf, Arc<Table>),
    /// A file gives no table; the reason is a translated sentence.
    NotRead(PathBuf, String),
    /// Samples of an item, oldest first.
    Draws(ItemKey, Vec<Draw>),
}

/// What is in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderList {
    /// Which.
    pub folder: PathBuf,
    /// Folders, then spreadsheets.
    pub entries: Vec<FolderEntry>,
    /// Why it could not be listed (translated).
    pub error: Option<String>,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FolderEntryKind,
}

/// What something in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderEntryKind {
    /// A folder.
    Folder,
    /// A spreadsheet by its ending.
    File {
        /// In bytes.
        size: u64,
        /// When it was changed, if the system tells.
        changed: Option<SystemTime>,
    },
}

impl TableRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::RecordDraw { .. } => EffectKind::Write,
            Self::Folder(_) | Self::Read(_) | Self::Draws(..) => EffectKind::Read,
        }
    }
}

impl Office {
    pub(super) fn table(&mut self, request: &TableRequest) -> Result<Outcome, Failure> {
        match request {
            TableRequest::Folder(folder) => {
                let folder = folder.clone().unwrap_or_else(|| self.papers.clone());
                Ok(Outcome::Table(TableOutcome::Folder(list(&folder))))
            }
            TableRequest::Read(path) => Ok(outcome(path, read(path, &mut |_, _| Flow::GoOn))),
            TableRequest::RecordDraw { recorder, checklist, item, draw, list } => {
                self.store_mut().record_draw(recorder, checklist, item, draw, list).map_err(saving)?;
                self.changed(recorder, &UnitWork::key(checklist, item), None)
            }
            TableRequest::Draws(round, unit, key) => {
                let draws = self.store().draws(round, unit, key).map_err(refused)?;
                Ok(Outcome::Table(TableOutcome::Draws(key.clone(), draws)))
            }
        }
    }
}

/// Reads a file with its progress told.
pub(super) fn read_in_job(path: &Path, progress: &Progress<World>) -> Result<Outcome, Failure> {
    let read = read(path, &mut |done, total| {
        progress.report(Done { done, total });
        if progress.check().is_err() { Flow::Stop } else { Flow::GoOn }
    });
    match read {
        Err(TableError::Stopped) => Err(Failure::Cancelled),
        read => Ok(outcome(path, read)),
    }
}

fn outcome(path: &Path, read: Result<Table, TableError>) -> Outcome {
    let path = path.to_owned();
    Outcome::Table(match read {
        Ok(table) => TableOutcome::Read(path, Arc::new(table)),
        Err(error) => TableOutcome::NotRead(path, error.to_string()),
    })
}

/// Folders and spreadsheets by name; what is hidden or another program's lock is left out.
fn list(folder: &Path) -> FolderList {
    let mut entries = Vec::new();
    let error = match std::fs::read_dir(folder) {
        Err(error) => Some(explain(&error)),
        Ok(found) => {
            for entry in found.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let Ok(meta) = std::fs::metadata(entry.path()) else { continue };
                let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
                let is_table = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
                let kind = match meta.is_dir() {
                    true => FolderEntryKind::Folder,
                    false if is_table => FolderEntryKind::File { size: meta.len(), changed: meta.modified().ok() },
                    false => continue,
                };
                if !name.starts_with(['.', '~']) {
                    entries.push(FolderEntry { name, kind });
                }
            }
            None
        }
    };
    entries.sort_by_key(|entry| (entry.kind != FolderEntryKind::Folder, crate::vietnamese::fold::fold(&entry.name)));
    FolderList { folder: folder.to_owned(), entries, error }
}

//! Evidence: recording pieces with their files, looking for files, handing them to the system.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;

use super::office::{Office, failed, refused, saving};
use super::opener::{is_program, plain_name};
use super::request::{Outcome, World};
use super::unit_work::UnitWork;
use crate::checklist::{Checklist, Item};
use crate::inspection::{Attach, EntryId, EvidenceContent, InspectionError, Named, Recorder, SetChange, named_files};
use crate::journal::{AttachError, AttachmentHash, AttachmentState};
use crate::tui::job::{Done, Progress};
use crate::tui::screen::{EffectKind, Failure};

/// From so many bytes on, copying is a job with a progress bar: 8 MiB.
pub(super) const LARGE: u64 = 8 * 1024 * 1024;

/// What the screens of evidence ask for.
#[derive(Debug, Clone)]
pub enum EvidenceRequest {
    /// Records a piece, with its files taken in first → [`Outcome::Changed`]; or, where they are large and this is no
    /// job, [`EvidenceOutcome::Large`].
    Record(Box<EvidenceEntry>),
    /// What lies in a folder → [`EvidenceOutcome::Folder`].
    List(FolderPlace),
    /// Hands chosen files to the screen below → [`EvidenceOutcome::Picked`].
    Pick(Vec<PathBuf>),
    /// Hands an attached file to the program that shows it → [`EvidenceOutcome::Opened`].
    Open {
        /// Its content.
        hash: AttachmentHash,
        /// Its name as recorded.
        name: String,
    },
}

/// A piece of evidence to record.
#[derive(Debug, Clone)]
pub struct EvidenceEntry {
    /// Who, where.
    pub recorder: Recorder,
    /// The edition the item is asked in.
    pub checklist: Arc<Checklist>,
    /// Which item.
    pub item: Box<Item>,
    /// What it is.
    pub content: EvidenceContent,
    /// Its file.
    pub files: EntryFiles,
    /// The piece that it stands for, if it is not a new one.
    pub replaces: Option<EntryId>,
    /// Draft that is no longer needed once this is recorded.
    pub clears_draft: Option<String>,
}

/// The files of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFiles {
    /// None, or the one it has already.
    AsRecorded,
    /// As somebody typed or pasted it: paths, or a name alone.
    Typed(String),
    /// Chosen from a list: each makes a piece of its own.
    Chosen(Vec<PathBuf>),
}

/// Which folder to look into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderPlace {
    /// The one that files were last attached from.
    Last,
    /// This one.
    At(PathBuf),
    /// The one above it; above the root of a drive, the drives.
    Above(PathBuf),
    /// None: the packs that lie on sticks and where files arrive, and these folders.
    Media,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum EvidenceOutcome {
    /// The files are large: ask for this once more as a job.
    Large(Box<EvidenceEntry>),
    /// What lies in a folder.
    Folder(Listing),
    /// Files that were chosen.
    Picked(Vec<PathBuf>),
    /// A file of this name was handed over.
    Opened(String),
}

/// What lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The folder; `None` above all drives.
    pub folder: Option<PathBuf>,
    /// What lies in it, in no order; hidden things are left out.
    pub entries: Vec<FileEntry>,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What it is.
    pub kind: FileKind,
    /// When it was last written.
    pub modified: Option<DateTime<FixedOffset>>,
}

/// What something in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A folder, or a drive.
    Folder,
    /// A file of so many bytes.
    File(u64),
}

impl EvidenceRequest {
    /// Whether it changes the store.
    pub(super) fn kind(&self) -> EffectKind {
        match self {
            Self::Record(_) => EffectKind::Write,
            Self::List(_) | Self::Pick(_) | Self::Open { .. } => EffectKind::Read,
        }
    }
}

type Ran = Result<Outcome, Failure>;

impl Office {
    /// Does it here and now, while the screen waits.
    pub(super) fn evidence(&mut self, request: &EvidenceRequest) -> Ran {
        match request {
            EvidenceRequest::Record(entry) => {
                let files = self.files_of(entry);
                if bytes_of(&files) > LARGE {
                    return Ok(Outcome::Evidence(EvidenceOutcome::Large(entry.clone())));
                }
                self.record_evidence(entry, files, &mut |_| ControlFlow::Continue(()))
            }
            EvidenceRequest::List(place) => {
                self.list(place).map(|found| Outcome::Evidence(EvidenceOutcome::Folder(found)))
            }
            EvidenceRequest::Pick(files) => Ok(Outcome::Evidence(EvidenceOutcome::Picked(files.clone()))),
            EvidenceRequest::Open { hash, name } => self.open_file(hash, name),
        }
    }

    /// Does it as a job: large files are copied, and stopping leaves nothing.
    pub(super) fn evidence_job(&mut self, request: &EvidenceRequest, progress: &Progress<World>) -> Ran {
        let EvidenceRequest::Record(entry) = request else { return self.evidence(request) };
        let files = self.files_of(entry);
        let total = bytes_of(&files);
        self.record_evidence(entry, files, &mut |done| {
            progress.report(Done { done, total });
            if progress.check().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }

    fn files_of(&self, entry: &EvidenceEntry) -> Named {
        match &entry.files {
            EntryFiles::AsRecorded => Named::Files(Vec::new()),
            EntryFiles::Chosen(files) => Named::Files(files.clone()),
            EntryFiles::Typed(text) => named_files(text, Some(&self.start_folder())),
        }
    }

    fn record_evidence(
        &mut self,
        entry: &EvidenceEntry,
        files: Named,
        report: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Ran {
        let EvidenceEntry { recorder, checklist, item, content, replaces, clears_draft, .. } = entry;
        let bare = |file| EvidenceContent { file, hash: None, size: None, ..content.clone() };
        match files {
            Named::Files(files) if !files.is_empty() => {
                let folder = files.last().and_then(|file| file.parent()).map(Path::to_owned);
                let attach = Attach { files, like: bare(None), replaces: replaces.clone() };
                self.store.attach(recorder, checklist, item, &attach, report).map_err(recording)?;
                if let Some(folder) = folder.filter(|folder| folder.is_absolute()) {
                    // The files are recorded; a folder not remembered is no reason to say otherwise.
                    let _ = self.store.remember_folder(&folder);
                }
            }
            named => {
                let content = match named {
                    Named::NameAlone(name) => bare(Some(name)),
                    Named::Files(_) => content.clone(),
                };
                let removed = replaces.clone().map(SetChange::RemoveEvidence);
                let changes: Vec<_> = removed.into_iter().chain([SetChange::AddEvidence(content)]).collect();
                self.store.record_sets(recorder, checklist, item, &changes).map_err(saving)?;
            }
        }
        if let Some(draft) = clears_draft {
            self.store.journal_mut().draft_clear(draft).map_err(failed)?;
        }
        self.changed(recorder, &UnitWork::key(checklist, item), clears_draft.as_ref())
    }

    fn start_folder(&self) -> PathBuf {
        let last = self.store.last_folder().filter(|folder| folder.is_dir());
        last.unwrap_or_else(|| self.papers.clone())
    }

    fn list(&self, place: &FolderPlace) -> Result<Listing, Failure> {
        let folder = match place {
            FolderPlace::Media => return Ok(self.media()),
            FolderPlace::Last => self.start_folder(),
            FolderPlace::At(folder) => folder.clone(),
            FolderPlace::Above(folder) => match folder.parent() {
                Some(above) => above.to_owned(),
                None => return Ok(drives(folder)),
            },
        };
        let offset = *self.store.journal().clock().now().offset();
        let unreadable = |error: std::io::Error| {
            let why = crate::system::explain(&error);
            Failure::Refused(t!("screen_files.unreadable", path = folder.display(), why = why).into_owned())
        };
        let found = std::fs::read_dir(&folder).map_err(unreadable)?;
        let entries = found.flatten().filter_map(|entry| FileEntry::of(&entry.path(), offset)).collect();
        Ok(Listing { folder: Some(folder), entries })
    }

    /// The program gets a copy under the name it was attached by: the store's file stays as it is, and the ending
    /// tells the system what it is.
    fn open_file(&mut self, hash: &AttachmentHash, name: &str) -> Ran {
        if is_program(name) {
            return Err(Failure::Refused(t!("attachment.program", name = name).into_owned()));
        }
        let attachments = self.store.attachments();
        match attachments.check(hash).map_err(|error| refused(error.into()))? {
            AttachmentState::Present => {}
            AttachmentState::Missing | AttachmentState::Unattached => {
                return Err(refused(AttachError::Missing { name: name.to_owned() }.into()));
            }
            AttachmentState::Changed => {
                return Err(refused(AttachError::Damaged { path: attachments.path(hash) }.into()));
            }
        }
        let not_opened = |error: std::io::Error| {
            let why = crate::system::explain(&error);
            Failure::Refused(t!("attachment.not_opened", name = name, why = why).into_owned())
        };
        let folder = tempfile::Builder::new().prefix("kiemtra-").tempdir().map_err(not_opened)?;
        let copy = folder.path().join(plain_name(name));
        std::fs::copy(attachments.path(hash), &copy).map_err(not_opened)?;
        self.opener.open(&copy).map_err(not_opened)?;
        self.shown.push(folder);
        Ok(Outcome::Evidence(EvidenceOutcome::Opened(name.to_owned())))
    }
}

/// A file that cannot be taken in is no disk that failed to save: it is told, and nothing is tried again.
fn recording(error: InspectionError) -> Failure {
    match error {
        InspectionError::Attach(AttachError::Stopped) => Failure::Cancelled,
        other => saving(other),
    }
}

fn bytes_of(files: &Named) -> u64 {
    match files {
        Named::Files(files) => {
            files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|meta| meta.len()).sum()
        }
        Named::NameAlone(_) => 0,
    }
}

impl FileEntry {
    /// `None` for what is hidden or has a name that is no text.
    pub(super) fn of(path: &Path, offset: FixedOffset) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_owned();
        if name.starts_with(['.', '$']) {
            return None;
        }
        let meta = std::fs::metadata(path).ok()?;
        let kind = if meta.is_dir() { FileKind::Folder } else { FileKind::File(meta.len()) };
        let local = |time: SystemTime| DateTime::<chrono::Utc>::from(time).with_timezone(&offset);
        Some(Self { name, path: path.to_owned(), kind, modified: meta.modified().ok().map(local) })
    }
}

/// The drives of Windows; elsewhere nothing lies above the root.
fn drives(root: &Path) -> Listing {
    let drives = crate::system::medium::drives();
    let folder = drives.is_empty().then(|| root.to_owned());
    let entry = |path: PathBuf| {
        let name = path.display().to_string();
        FileEntry { name, path, kind: FileKind::Folder, modified: None }
    };
    Listing { folder, entries: drives.into_iter().map(entry).collect() }
}

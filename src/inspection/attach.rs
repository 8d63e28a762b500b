//! Evidence that has a file: the file is taken in first, then the piece that names it is recorded.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use super::answer::EvidenceContent;
use super::change::check_evidence;
use super::error::InspectionError;
use super::keys::{self, EntryId};
use super::record::{Recorder, SetChange};
use super::store::Store;
use crate::checklist::{Checklist, Item};
use crate::journal::{AttachReport, Attachments, Author, Chain, Change, FieldName, Parents, StoredFile};

/// Files to attach to an item.
#[derive(Debug, Clone)]
pub struct Attach {
    /// Which, in order: each becomes a piece of evidence of its own.
    pub files: Vec<PathBuf>,
    /// What else is said of each of them.
    pub like: EvidenceContent,
    /// The piece that they stand for, if it is not a new one.
    pub replaces: Option<EntryId>,
}

impl Store {
    /// The files attached in this home.
    pub fn attachments(&self) -> Attachments {
        self.journal.attachments()
    }

    /// Takes every file in and records each as a piece of evidence, all as one action: every one of them or none.
    /// `report` hears how many bytes of all have been copied.
    pub fn attach(
        &mut self,
        recorder: &Recorder,
        checklist: &Checklist,
        item: &Item,
        attach: &Attach,
        report: &mut AttachReport<'_>,
    ) -> Result<Vec<StoredFile>, InspectionError> {
        // A day that makes no sense is told before a long copy, not after it.
        check_evidence(item, &EvidenceContent { file: Some("-".to_owned()), ..attach.like.clone() })?;
        self.refuse_without_reason(recorder)?;
        let stored = self.take_in(&attach.files, report)?;
        let removed = attach.replaces.iter().map(|id| SetChange::RemoveEvidence(id.clone()));
        let added = stored.iter().map(|stored| SetChange::AddEvidence(with_file(&attach.like, stored)));
        let changes: Vec<SetChange> = removed.chain(added).collect();
        self.record_sets(recorder, checklist, item, &changes)?;
        Ok(stored)
    }

    fn take_in(&self, files: &[PathBuf], report: &mut AttachReport<'_>) -> Result<Vec<StoredFile>, InspectionError> {
        let attachments = self.attachments();
        let mut before = 0;
        let mut stored = Vec::with_capacity(files.len());
        for file in files {
            let taken = attachments.take_in(file, &mut |done| report(before + done))?;
            before += taken.size;
            stored.push(taken);
        }
        Ok(stored)
    }

    /// Gives a piece of evidence the file of its name that lies in `folder`; where there is none, the name stays a
    /// name. Names that lead out of the folder are names alone: a file of answers may come from anybody.
    pub(super) fn attach_beside(
        &self,
        piece: &mut EvidenceContent,
        folder: &Path,
    ) -> Result<Option<StoredFile>, InspectionError> {
        let Some(name) = piece.file.as_deref().map(str::trim).filter(|name| stays_inside(name)) else {
            return Ok(None);
        };
        let path = as_it_lies(folder.join(name));
        if !path.is_file() {
            return Ok(None);
        }
        let stored = self.attachments().take_in(&path, &mut |_| ControlFlow::Continue(()))?;
        (piece.hash, piece.size) = (Some(stored.hash.clone()), Some(stored.size));
        Ok(Some(stored))
    }

    /// The folder that files were last attached from on this laptop.
    pub fn last_folder(&self) -> Option<PathBuf> {
        let heads = self.journal.heads_of(&keys::last_folder().ok()?).ok()?;
        heads.first().and_then(|head| head.value.as_str()).map(PathBuf::from)
    }

    /// Remembers it. A folder whose name is no text is not remembered.
    pub fn remember_folder(&mut self, folder: &Path) -> Result<(), InspectionError> {
        let Some(text) = folder.to_str() else { return Ok(()) };
        if self.last_folder().as_deref() == Some(folder) {
            return Ok(());
        }
        let (record, field) = (keys::last_folder()?, FieldName::new("path")?);
        let chosen = Change { record, field, value: json!(text), parents: Parents::SoleHead };
        self.journal.write(&Chain::DeviceWide, &Author::default(), &[chosen])?;
        Ok(())
    }
}

/// What is said in `like`, of this file.
fn with_file(like: &EvidenceContent, stored: &StoredFile) -> EvidenceContent {
    let StoredFile { name, hash, size } = stored.clone();
    EvidenceContent { file: Some(name), hash: Some(hash), size: Some(size), ..like.clone() }
}

/// `path`, or the same name with its marks apart, as some systems store it.
pub(super) fn as_it_lies(path: PathBuf) -> PathBuf {
    let Some(text) = path.to_str().filter(|_| !path.exists()) else { return path };
    let apart = PathBuf::from(text.nfd().collect::<String>());
    if apart.exists() { apart } else { path }
}

fn stays_inside(name: &str) -> bool {
    let parts_are_names =
        |name: &str| Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    !name.is_empty() && parts_are_names(name) && parts_are_names(&name.replace('\\', "/")) && !name.contains(':')
}

//! The .docx files by which offices have their papers printed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::office::{Office, refused, saving};
use super::request::{Existing, Outcome};
use crate::conclusion::layout::{self, TemplateRefusal, UsedLayout};
use crate::inspection::{KeptTemplate, OfficeError, OfficeId, RoundId, TemplateKind};
use crate::paper::write_atomically;
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about templates.
#[derive(Debug, Clone)]
pub enum TemplatesRequest {
    /// All offices with their templates, and whether the round's own is among them → [`TemplatesOutcome::Loaded`].
    Load(Option<RoundId>),
    /// Has an office's papers printed by a file (a job: it is read and checked) → [`TemplatesOutcome::Kept`] or
    /// [`TemplatesOutcome::Refused`].
    Set(OfficeId, TemplateKind, PathBuf),
    /// Goes back to the built-in layout → [`TemplatesOutcome::Removed`].
    Remove(OfficeId, TemplateKind),
    /// Writes the file that papers are laid out by now: the office's template, else the example to start from →
    /// [`TemplatesOutcome::Written`] or [`TemplatesOutcome::Exists`].
    Write(OfficeId, TemplateKind, Existing),
}

impl TemplatesRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Load(_) | Self::Write(..) => EffectKind::Read,
            Self::Set(..) | Self::Remove(..) => EffectKind::Write,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum TemplatesOutcome {
    /// Offices and templates as they stand.
    Loaded(Arc<OfficeTemplates>),
    /// A file is used from now on, and what in it had better be looked at, a sentence each.
    Kept {
        /// Its name.
        file: String,
        /// Worth a look.
        doubts: Vec<String>,
    },
    /// A file cannot be used; nothing has changed.
    Refused {
        /// The file.
        path: PathBuf,
        /// What has to be mended, each with its place.
        faults: Vec<String>,
    },
    /// The template of this name is no longer used.
    Removed(String),
    /// The file was written.
    Written(PathBuf),
    /// It was not: there is such a file already.
    Exists(PathBuf),
}

/// The kept offices and the templates they have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficeTemplates {
    /// The offices.
    pub offices: Vec<OfficeLine>,
    /// The agency of the round at work, where its letterhead is not kept.
    pub unkept: Option<String>,
}

/// An office with its templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeLine {
    /// Its id.
    pub id: OfficeId,
    /// Its name.
    pub agency: String,
    /// Its templates.
    pub templates: Vec<TemplateLine>,
}

/// A template as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    /// What is kept.
    pub kept: KeptTemplate,
    /// Why it cannot be used any more, where it cannot.
    pub problem: Option<String>,
}

/// A paper that was written, and how it is laid out; shown as its path, with the template behind it where one was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPaper {
    /// Where it lies.
    pub path: PathBuf,
    /// How it is laid out.
    pub layout: UsedLayout,
}

impl fmt::Display for WrittenPaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.layout.beside(&self.path))
    }
}

impl Office {
    /// Runs a request about templates.
    pub(super) fn templates(&mut self, request: &TemplatesRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            TemplatesRequest::Load(round) => self.office_templates(round.as_ref())?,
            TemplatesRequest::Set(office, kind, path) => self.set_template(office, *kind, path)?,
            TemplatesRequest::Remove(office, kind) => {
                let kept = self.store.remove_template(office, *kind).map_err(not_kept)?;
                TemplatesOutcome::Removed(kept.file)
            }
            TemplatesRequest::Write(office, kind, existing) => self.write_template(office, *kind, *existing)?,
        };
        Ok(Outcome::Templates(outcome))
    }

    fn office_templates(&self, round: Option<&RoundId>) -> Result<TemplatesOutcome, Failure> {
        let kept = self.store.templates().map_err(refused)?;
        let offices = self.store.offices().map_err(refused)?;
        let line = |kept: &KeptTemplate| TemplateLine {
            kept: kept.clone(),
            problem: layout::kept_template(&self.store, kept).err(),
        };
        let round = round.map(|round| self.store.round(round.as_str())).transpose().map_err(refused)?;
        let agency = round.map(|round| round.letterhead.agency).filter(|agency| !agency.trim().is_empty());
        let unkept = agency.filter(|agency| !offices.iter().any(|office| layout::is_called(office, agency)));
        let offices = offices.into_iter().map(|office| OfficeLine {
            templates: kept.iter().filter(|kept| kept.office == office.id).map(line).collect(),
            id: office.id,
            agency: office.letterhead.agency,
        });
        Ok(TemplatesOutcome::Loaded(Arc::new(OfficeTemplates { offices: offices.collect(), unkept })))
    }

    fn set_template(
        &mut self,
        office: &OfficeId,
        kind: TemplateKind,
        path: &Path,
    ) -> Result<TemplatesOutcome, Failure> {
        let given = match layout::read_given(path, kind) {
            Ok(given) => given,
            Err(refusal @ TemplateRefusal::Faults { .. }) => {
                let faults = refusal.faults().iter().map(ToString::to_string).collect();
                return Ok(TemplatesOutcome::Refused { path: path.to_owned(), faults });
            }
            Err(other) => return Err(Failure::Refused(other.to_string())),
        };
        layout::keep(&mut self.store, office, kind, &given).map_err(not_kept)?;
        if let Some(folder) = path.parent().filter(|folder| folder.is_absolute()) {
            // The template is kept; a folder not remembered is no reason to say otherwise.
            let _ = self.store.remember_folder(folder);
        }
        let doubts = given.template.doubts().iter().map(ToString::to_string).collect();
        Ok(TemplatesOutcome::Kept { file: given.file, doubts })
    }

    fn write_template(
        &self,
        office: &OfficeId,
        kind: TemplateKind,
        existing: Existing,
    ) -> Result<TemplatesOutcome, Failure> {
        let (name, bytes) = if let Some(kept) = self.store.template(office, kind).map_err(refused)? {
            let bytes = self.store.template_bytes(&kept).map_err(not_kept)?;
            (kept.file, bytes)
        } else {
            let bytes = layout::example(kind).map_err(|error| Failure::Refused(error.to_string()))?;
            (layout::example_name(kind).to_owned(), bytes)
        };
        let path = self.papers.join(name);
        if existing == Existing::Keep && path.is_file() {
            return Ok(TemplatesOutcome::Exists(path));
        }
        write_atomically(&path, &bytes).map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(TemplatesOutcome::Written(path))
    }
}

fn not_kept(error: OfficeError) -> Failure {
    match error {
        OfficeError::Inspection(error) => saving(error),
        other => Failure::Refused(other.to_string()),
    }
}

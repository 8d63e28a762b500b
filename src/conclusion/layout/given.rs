//! A template as an office gives it: a file, checked before anything of it is kept.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rust_i18n::t;
use thiserror::Error;

use crate::inspection::{OfficeError, OfficeId, Store, TemplateKind};
use crate::paper::template::Fault;
use crate::paper::{PaperError, Template, TemplateError};

/// Longest file that is read at all; what can be kept is decided afterwards.
const MOST_BYTES: u64 = 64 << 20;

/// A file in which nothing was refused.
#[derive(Debug, Clone)]
pub struct GivenTemplate {
    /// Its name, without folder.
    pub file: String,
    /// What it holds.
    pub template: Template,
}

/// Why a file cannot be an office's template. Nothing has been kept.
#[derive(Debug, Error)]
pub enum TemplateRefusal {
    /// Its name does not end in .docx.
    #[error("{}", t!("layout.ending", path = .0.display()))]
    Ending(PathBuf),
    /// It is a folder.
    #[error("{}", t!("layout.folder", path = .0.display()))]
    Folder(PathBuf),
    /// Another program holds it.
    #[error("{}", t!("layout.locked", path = .0.display()))]
    Locked(PathBuf),
    /// The system does not give it.
    #[error("{}", t!("layout.unreadable", path = .path.display(), why = crate::system::explain(.error)))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It could not be kept, or is too large for that.
    #[error("{}", t!("layout.not_kept", path = .path.display(), why = .error))]
    NotKept {
        /// The file.
        path: PathBuf,
        /// Why.
        error: Box<OfficeError>,
    },
    /// Something in it has to be mended first.
    #[error("{}", t!("layout.faults", path = .path.display(), count = .error.faults().len(), faults = listed(.error)))]
    Faults {
        /// The file.
        path: PathBuf,
        /// Everything that is wrong, each with its place.
        error: TemplateError,
    },
}

impl TemplateRefusal {
    /// What in the file has to be mended.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Faults { error, .. } => error.faults(),
            _ => &[],
        }
    }
}

fn listed(error: &TemplateError) -> String {
    error.faults().iter().fold(String::new(), |text, fault| format!("{text}\n- {fault}"))
}

/// Reads the file at `path` as a template for papers of `kind`.
pub fn read_given(path: &Path, kind: TemplateKind) -> Result<GivenTemplate, TemplateRefusal> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if path.is_dir() {
        return Err(TemplateRefusal::Folder(path.to_owned()));
    }
    if !ending.eq_ignore_ascii_case("docx") {
        return Err(TemplateRefusal::Ending(path.to_owned()));
    }
    let bytes = bytes_of(path)?;
    Store::check_template_size(&bytes).map_err(|error| not_kept(path, error))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match Template::read(&bytes, kind.paper()) {
        Ok(template) => Ok(GivenTemplate { file, template }),
        Err(error) => Err(TemplateRefusal::Faults { path: path.to_owned(), error }),
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, TemplateRefusal> {
    /// Windows' `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`, which std gives no kinds of their own.
    const HELD: [i32; 2] = [32, 33];
    let failed = |error: io::Error| {
        let is_held = cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code));
        if is_held || error.kind() == io::ErrorKind::ResourceBusy {
            TemplateRefusal::Locked(path.to_owned())
        } else {
            TemplateRefusal::Unreadable { path: path.to_owned(), error }
        }
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn not_kept(path: &Path, error: OfficeError) -> TemplateRefusal {
    TemplateRefusal::NotKept { path: path.to_owned(), error: Box::new(error) }
}

/// Keeps a template for an office's papers of `kind`.
pub fn keep(
    store: &mut Store,
    office: &OfficeId,
    kind: TemplateKind,
    given: &GivenTemplate,
) -> Result<(), OfficeError> {
    store.keep_template(office, kind, &given.file, given.template.bytes())
}

/// An example to start from: the built-in layout with every mark in its place.
pub fn example(kind: TemplateKind) -> Result<Vec<u8>, PaperError> {
    Template::example(kind.paper())
}

/// Under which name an example is proposed to be written.
pub fn example_name(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Notice => "mau-thong-bao.docx",
        TemplateKind::Minutes => "mau-bien-ban.docx",
        TemplateKind::Report => "mau-bao-cao.docx",
        TemplateKind::Letter => "mau-cong-van.docx",
        TemplateKind::Programme => "mau-chuong-trinh.docx",
    }
}

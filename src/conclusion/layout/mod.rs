//! By which layout a paper is printed as .docx: the one place that decides it. A paper whose issuing agency is a kept
//! office with a template of its own for such papers is printed by that; every other one by the built-in layout. A template
//! that is kept and cannot be read refuses the paper: it is never printed by another layout than people expect.
//!
//! Text and JSON know no layout.

mod given;
#[cfg(test)]
mod tests;

use std::path::Path;

use rust_i18n::t;
use thiserror::Error;

pub use given::{GivenTemplate, TemplateRefusal, example, example_name, keep, read_given};

use super::addressing;
use crate::inspection::{FrozenPapers, InspectionError, KeptTemplate, Office, Store, TemplateKind};
use crate::paper::{Document, Format, PaperError, PaperKind, Template, render, render_in};

/// Which layout is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LayoutChoice {
    /// The office's own where it has one.
    #[default]
    ByOffice,
    /// The built-in one, whatever the office has.
    BuiltIn,
}

/// By which layout a paper was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsedLayout {
    /// The built-in one, or none at all.
    BuiltIn,
    /// An office's template.
    Office {
        /// The office.
        agency: String,
        /// Name of the file the template came from.
        file: String,
    },
}

impl UsedLayout {
    /// A written file as people are told of it: its path, with the template in brackets where one was used.
    pub fn beside(&self, path: &Path) -> String {
        match self {
            Self::BuiltIn => path.display().to_string(),
            Self::Office { agency, file } => {
                t!("layout.beside", path = path.display(), agency = agency, file = file).into_owned()
            }
        }
    }

    /// `theo mẫu riêng của Sở Nội vụ (mau.docx)`; nothing where none was used.
    pub fn in_words(&self) -> Option<String> {
        match self {
            Self::BuiltIn => None,
            Self::Office { agency, file } => Some(t!("layout.by", agency = agency, file = file).into_owned()),
        }
    }
}

/// A printed paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How it was laid out.
    pub layout: UsedLayout,
}

/// A paper in every format, ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The bytes.
    pub papers: FrozenPapers,
    /// How the .docx was laid out.
    pub layout: UsedLayout,
}

/// Why a paper was not printed.
#[derive(Debug, Error)]
pub enum LayoutError {
    /// It could not be rendered.
    #[error("{0}")]
    Paper(#[from] PaperError),
    /// The records could not be read.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// The office's template cannot be used.
    #[error("{}", t!("layout.unusable", agency = .agency, file = .file, kind = .kind.name(), why = .why))]
    Unusable {
        /// The office.
        agency: String,
        /// Name of the template's file.
        file: String,
        /// For which papers.
        kind: TemplateKind,
        /// A sentence.
        why: String,
    },
    /// Several kept offices of that name have different templates.
    #[error("{}", t!("layout.ambiguous", agency = .agency, kind = .kind.name(), offices = .offices.join(", ")))]
    Ambiguous {
        /// Their name.
        agency: String,
        /// For which papers.
        kind: TemplateKind,
        /// Their ids.
        offices: Vec<String>,
    },
}

impl TemplateKind {
    /// What people call papers of this kind, in the language of the screen.
    pub fn name(self) -> String {
        t!(format!("layout.kind.{}", self.as_str())).into_owned()
    }

    /// The papers it is for.
    pub fn paper(self) -> PaperKind {
        match self {
            Self::Notice => PaperKind::Notice,
            Self::Minutes => PaperKind::Minutes,
            Self::Report => PaperKind::Report,
            Self::Letter => PaperKind::Letter,
            Self::Programme => PaperKind::Programme,
        }
    }

    /// The template that papers of `kind` may have; the team's own files have none.
    fn of(kind: PaperKind) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.paper() == kind)
    }
}

/// `document` in `format`, laid out as `choice` and the kept offices say.
pub fn print(store: &Store, document: &Document, format: Format, choice: LayoutChoice) -> Result<Printed, LayoutError> {
    let laid_out = (format == Format::Docx).then(|| Layout::of(store, document, choice)).transpose()?;
    match laid_out {
        Some(Layout::Office(template, layout)) => Ok(Printed { bytes: render_in(document, &template)?, layout }),
        Some(Layout::BuiltIn) | None => Ok(Printed { bytes: render(document, format)?, layout: UsedLayout::BuiltIn }),
    }
}

/// `document` in every format.
pub fn freeze(store: &Store, document: &Document, choice: LayoutChoice) -> Result<Frozen, LayoutError> {
    let Printed { bytes: docx, layout } = print(store, document, Format::Docx, choice)?;
    let (text, json) = (render(document, Format::Text)?, render(document, Format::Json)?);
    Ok(Frozen { papers: FrozenPapers { docx, text, json }, layout })
}

/// How a .docx is laid out.
enum Layout {
    BuiltIn,
    Office(Box<Template>, UsedLayout),
}

impl Layout {
    fn of(store: &Store, document: &Document, choice: LayoutChoice) -> Result<Self, LayoutError> {
        let (LayoutChoice::ByOffice, Some(kind)) = (choice, TemplateKind::of(document.kind)) else {
            return Ok(Self::BuiltIn);
        };
        let Some((office, kept)) = template_for(store, document, kind)? else { return Ok(Self::BuiltIn) };
        let (agency, file) = (office.letterhead.agency, kept.file.clone());
        match kept_template(store, &kept) {
            Ok(template) => Ok(Self::Office(Box::new(template), UsedLayout::Office { agency, file })),
            Err(why) => Err(LayoutError::Unusable { agency, file, kind, why }),
        }
    }
}

/// A kept template, checked once more: it may be damaged, or kept by another version of the program. Says why it cannot be
/// used, where it cannot.
pub fn kept_template(store: &Store, kept: &KeptTemplate) -> Result<Template, String> {
    let bytes = store.template_bytes(kept).map_err(|error| error.to_string())?;
    Template::read(&bytes, kept.kind.paper()).map_err(|error| match error.faults().first() {
        Some(first) => first.to_string(),
        None => error.to_string(),
    })
}

/// Whether an agency of this name is the office: capitals, marks and the short form of a committee make no difference.
pub fn is_called(office: &Office, agency: &str) -> bool {
    addressing::is_same(&office.letterhead.agency, agency)
}

/// Whose paper it is.
struct Issuer<'a> {
    agency: &'a str,
    /// Whom it belongs to, where the paper says so.
    above: Option<&'a str>,
}

impl<'a> Issuer<'a> {
    /// Minutes stand under the team's own name, below that of the agency that sent it.
    fn of(document: &'a Document) -> Self {
        let above = document.letterhead.parent.as_deref();
        match document.kind {
            PaperKind::Minutes => Self { agency: above.unwrap_or_default(), above: None },
            _ => Self { agency: &document.letterhead.agency, above },
        }
    }

    fn is(&self, office: &Office) -> bool {
        is_called(office, self.agency)
    }

    /// Two offices may have one name, "Phòng Nội vụ" of two districts: whom they belong to tells them apart.
    fn is_below_the_same(&self, office: &Office) -> bool {
        let above = office.letterhead.parent.as_deref().unwrap_or_default();
        self.above.is_some_and(|wanted| addressing::is_same(above, wanted))
    }
}

/// The office that issues `document`, with its template for such papers.
fn template_for(
    store: &Store,
    document: &Document,
    kind: TemplateKind,
) -> Result<Option<(Office, KeptTemplate)>, LayoutError> {
    let mut templates = store.templates()?;
    templates.retain(|kept| kept.kind == kind);
    if templates.is_empty() {
        return Ok(None);
    }
    let issuer = Issuer::of(document);
    let with_template = |office: Office| {
        let kept = templates.iter().find(|kept| kept.office == office.id)?.clone();
        Some((office, kept))
    };
    let offices = store.offices()?.into_iter().filter(|office| issuer.is(office));
    let mut found: Vec<(Office, KeptTemplate)> = offices.filter_map(with_template).collect();
    if found.iter().any(|(office, _)| issuer.is_below_the_same(office)) {
        found.retain(|(office, _)| issuer.is_below_the_same(office));
    }
    if found.windows(2).any(|pair| pair[0].1.print != pair[1].1.print) {
        let agency = issuer.agency.to_owned();
        let offices = found.iter().map(|(office, _)| office.id.to_string()).collect();
        return Err(LayoutError::Ambiguous { agency, kind, offices });
    }
    Ok(found.into_iter().next())
}

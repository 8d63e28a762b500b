//! Printing: one document model of the official layout ([`Document`]) and its writers.
//!
//! The layout is that of Nghị định số 30/2020/NĐ-CP, Phụ lục I. What a paper *says* is composed in
//! [`crate::conclusion`]; this room knows only where it stands, how large it is and how it is numbered. An office may give a
//! layout of its own ([`template`]).

mod docx;
mod error;
mod file;
mod json;
pub mod lettering;
mod model;
mod outline;
mod picture;
mod printable;
pub mod template;
mod text;
mod wording;
pub mod workbook;

use std::path::Path;

pub use error::PaperError;
pub use file::write_atomically;
pub use model::{
    Alignment, Annex, Block, Column, Document, IssueDate, Letterhead, Orientation, PaperKind, Paragraph, PlaceDate,
    Properties, Recipients, Requirement, Row, Section, SectionTitle, Signature, Source, Status, Table,
};

pub use picture::{Image, ImageFormat, Picture, Turn};
pub use template::{Template, TemplateError, render_in};

/// How many signatures stand beside each other at most: the two sides and the secretary.
const SIGNATURES_IN_A_ROW: usize = 3;

/// What a paper can be printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// WordprocessingML (ECMA-376), to be signed and sent.
    Docx,
    /// Plain text, to be read anywhere.
    Text,
    /// JSON, for programs.
    Json,
}

impl Format {
    /// The format that the ending of `path` asks for: `.docx`, `.txt` or `.json`, in any case.
    pub fn from_path(path: &Path) -> Result<Self, PaperError> {
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("docx") => Ok(Self::Docx),
            Some("txt") => Ok(Self::Text),
            Some("json") => Ok(Self::Json),
            _ => Err(PaperError::Ending(path.to_owned())),
        }
    }
}

/// The bytes of `document` in `format`; the same document always gives the same bytes.
pub fn render(document: &Document, format: Format) -> Result<Vec<u8>, PaperError> {
    match format {
        Format::Docx => docx::write(document),
        Format::Text => Ok(text::write(document).into_bytes()),
        Format::Json => Ok(json::write(document)),
    }
}

#[cfg(test)]
pub(crate) use picture::tests as pictures_for_tests;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

//! WordprocessingML writer (ECMA-376-1, transitional) for the layout of Nghị định số 30/2020/NĐ-CP, Phụ lục I.
//!
//! docx-rs makes the package; the XML of the parts is made here, because docx-rs writes property elements
//! (`w:pPr`, `w:rPr`, `w:sectPr`, `w:style`, `w:settings`) out of the order that the schema demands and cannot
//! repeat a header row, name a language or title the document.

pub(super) mod annex;
pub(super) mod body;
mod head;
pub(super) mod measure;
pub(super) mod page;
pub(super) mod paragraph;
pub(super) mod parts;
pub(super) mod picture;
pub(super) mod table;
pub(super) mod tail;
pub(super) mod xml;

use std::io::{Cursor, Read, Write};

use docx_rs::{Docx, Header};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Document, Orientation, PaperError, Properties, Status};

/// Size of the text, in points.
pub(super) const BODY: u32 = 14;
/// Size of tables, in points.
const TABLE: u32 = 12;
/// Size of the list of recipients, in points.
pub(super) const LIST: u32 = 11;

/// The document as a .docx package.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, PaperError> {
    let stored = stored(content(document), &document.properties, document.status)?;
    compressed(stored, Some(document)).map_err(|error| PaperError::Package(error.to_string()))
}

/// A package of `content` without pictures.
pub(super) fn pack(content: Vec<xml::Element>, properties: &Properties, status: Status) -> Result<Vec<u8>, PaperError> {
    let stored = stored(content, properties, status)?;
    compressed(stored, None).map_err(|error| PaperError::Package(error.to_string()))
}

fn stored(content: Vec<xml::Element>, properties: &Properties, status: Status) -> Result<Cursor<Vec<u8>>, PaperError> {
    // The scaffolding: content types, relationships and places of one header for first pages and one for the rest.
    let mut package = Docx::new().first_header(Header::new()).header(Header::new()).build();
    package.document = parts::document(content);
    package.styles = parts::styles();
    package.settings = parts::settings();
    package.doc_props.core = parts::core(properties);
    package.headers = vec![parts::first_header(status), parts::other_header(status)];
    package.numberings = parts::empty("w:numbering");
    package.comments = parts::empty("w:comments");
    package.footnotes = parts::empty("w:footnotes");
    let mut bytes = Cursor::new(Vec::new());
    package.pack(&mut bytes).map_err(|error| PaperError::Package(error.to_string()))?;
    Ok(bytes)
}

/// The same package with its pictures, and with its parts compressed: docx-rs stores them as they are, which makes a finished unit's notice
/// a megabyte. Dates stay those of the first of January 1980, so that the same paper has the same bytes.
fn compressed(stored: Cursor<Vec<u8>>, document: Option<&Document>) -> Result<Vec<u8>, ZipError> {
    let mut package = ZipArchive::new(stored)?;
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
    for index in 0..package.len() {
        let mut part = package.by_index(index)?;
        let name = part.name()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        written.start_file(name.as_str(), options)?;
        let content = match document {
            Some(document) => picture::told_in(&name, content, document),
            None => content,
        };
        written.write_all(&content)?;
    }
    for (name, content) in document.into_iter().flat_map(picture::parts) {
        // Pictures are compressed already.
        written.start_file(name, options.compression_method(CompressionMethod::Stored))?;
        written.write_all(content)?;
    }
    Ok(written.finish()?.into_inner())
}

/// Children of `w:body`: the text, then each annex as a section of its own.
fn content(document: &Document) -> Vec<xml::Element> {
    let mut content = head::elements(document);
    content.extend(body::elements(document));
    content.extend(tail::elements(document));
    let mut orientation = Orientation::Portrait;
    for (index, annex) in document.annexes.iter().enumerate() {
        content.push(paragraph::hairline(Some(page::section(orientation))));
        let first_picture = picture::first_of(document, index);
        content.extend(annex::elements(document, annex, index, page::room(annex.orientation), first_picture));
        orientation = annex.orientation;
    }
    // A table may not be the last thing in a document.
    content.push(paragraph::hairline(None));
    content.push(page::section(orientation));
    content
}

#[cfg(test)]
mod tests;

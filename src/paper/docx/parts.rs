//! The parts of the package besides the text.

use chrono::SecondsFormat;

use super::paragraph::{self, Face, Look};
use super::xml::{Element, element, valued};
use crate::paper::printable::printable;
use crate::paper::wording::wording;
use crate::paper::{Properties, Status};

/// Relationship of the header of first pages, as docx-rs names it.
pub(super) const FIRST_HEADER: &str = "rIdHeader1";
/// Relationship of the header of all other pages.
pub(super) const OTHER_HEADER: &str = "rIdHeader2";

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const LANGUAGE: &str = "vi-VN";
const FONT: &str = "Times New Roman";
/// Size of the page number and of the words DỰ THẢO, in points.
const NUMBER: u32 = 13;

/// word/document.xml.
pub(super) fn document(content: Vec<Element>) -> Vec<u8> {
    root("w:document").with("xmlns:r", RELATIONSHIPS).child(element("w:body").children(content)).into_part()
}

/// Header of first pages: no number; DỰ THẢO on a draft.
pub(super) fn first_header(status: Status) -> Vec<u8> {
    header(match status {
        Status::Draft => vec![draft()],
        Status::Final => vec![paragraph::hairline(None)],
    })
}

/// Header of the other pages: the number; DỰ THẢO below it on a draft.
pub(super) fn other_header(status: Status) -> Vec<u8> {
    let face = Face::upright(NUMBER);
    let field = element("w:fldSimple").with("w:instr", " PAGE ").child(paragraph::run(face, "2"));
    let number = Look::of("Centered").container().child(field);
    header(match status {
        Status::Draft => vec![number, draft()],
        Status::Final => vec![number],
    })
}

/// DỰ THẢO.
pub(in crate::paper) fn draft() -> Element {
    Look::of("Centered").paragraph(Face::bold(NUMBER), &wording!("draft"))
}

fn header(content: Vec<Element>) -> Vec<u8> {
    root("w:hdr").children(content).into_part()
}

/// word/styles.xml: Times New Roman, black, Vietnamese, and the styles of the paragraphs.
pub(in crate::paper) fn styles() -> Vec<u8> {
    let fonts = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"];
    let fonts = fonts.into_iter().fold(element("w:rFonts"), |fonts, script| fonts.with(script, FONT));
    let run = element("w:rPr")
        .child(fonts)
        .child(valued("w:color", "000000"))
        .child(valued("w:sz", super::BODY * 2))
        .child(valued("w:szCs", super::BODY * 2))
        .child(language("w:lang"));
    let spacing = element("w:spacing").with("w:before", 0).with("w:after", 0);
    let spacing = spacing.with("w:line", 240).with("w:lineRule", "auto");
    let defaults = element("w:docDefaults")
        .child(element("w:rPrDefault").child(run))
        .child(element("w:pPrDefault").child(element("w:pPr").child(element("w:widowControl")).child(spacing)));
    let normal = element("w:style").with("w:type", "paragraph").with("w:default", 1).with("w:styleId", "Normal");
    let normal = normal.child(valued("w:name", "Normal")).child(element("w:qFormat"));
    root("w:styles").child(defaults).child(normal).children(paragraph::styles()).into_part()
}

/// A part that docx-rs puts into every package and these papers have no use for.
pub(super) fn empty(name: &'static str) -> Vec<u8> {
    root(name).into_part()
}

/// word/settings.xml: laid out as Word 2013 and later do.
pub(in crate::paper) fn settings() -> Vec<u8> {
    let mode = element("w:compatSetting")
        .with("w:name", "compatibilityMode")
        .with("w:uri", "http://schemas.microsoft.com/office/word")
        .with("w:val", 15);
    root("w:settings")
        .child(element("w:zoom").with("w:percent", 100))
        .child(valued("w:defaultTabStop", paragraph::FIRST_LINE))
        .child(valued("w:characterSpacingControl", "doNotCompress"))
        .child(element("w:compat").child(mode))
        .child(language("w:themeFontLang"))
        .into_part()
}

/// docProps/core.xml.
pub(in crate::paper) fn core(properties: &Properties) -> Vec<u8> {
    let time = properties.created.to_rfc3339_opts(SecondsFormat::Secs, true);
    let stamp = |name| element(name).with("xsi:type", "dcterms:W3CDTF").text(time.as_str());
    let said = |name, text: &str| element(name).text(printable(text));
    element("cp:coreProperties")
        .with("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(said("dc:title", &properties.title))
        .child(said("dc:subject", &properties.subject))
        .child(said("dc:creator", &properties.author))
        .child(said("cp:lastModifiedBy", &properties.author))
        .child(said("cp:revision", "1"))
        .child(stamp("dcterms:created"))
        .child(stamp("dcterms:modified"))
        .child(said("dc:language", LANGUAGE))
        .into_part()
}

fn language(name: &'static str) -> Element {
    valued(name, LANGUAGE).with("w:eastAsia", LANGUAGE)
}

fn root(name: &'static str) -> Element {
    element(name).with("xmlns:w", WORD)
}

//! An office's own .docx in place of the built-in layout: read, checked, filled.
//!
//! A template is *data*. Nothing in it is executed, fetched or resolved; what could be (macros, embedded objects, external
//! links, fields beyond page numbers) is refused with its place. It says where the parts of a paper stand by *marks*
//! ([`Mark`]): `{{name}}` in the text, or a content control (`w:sdt`) whose tag is the mark's name.
//!
//! Reading goes: `package` (unpacked within limits) → `parts` (what is kept) → `guard` (what may not be there, and
//! what names people) → `marks` (each mark becomes a `slot` in the tree). Filling goes: `fill` (slots replaced by
//! `value`s or by our writers' paragraphs, `dress`ed as the template has it) → `output` (headers, styles, pictures,
//! the package). What a part without a mark does:
//!
//! | part | without its mark |
//! |---|---|
//! | căn cứ | in front of the text, in its look and in italics |
//! | annexes | behind everything, each a section with the template's margins, headers and footers |
//! | recipients, signatures of papers that need no mark for them | behind everything, in the built-in layout |
//! | authority of a signer whose post is marked | above the post |
//! | DỰ THẢO | in every header that does not hold its mark; headers are made where there are none |
//! | agencies, type name | fixed text of the office |

mod braces;
mod dress;
mod example;
mod fault;
mod fill;
mod guard;
mod locator;
mod mark;
mod marks;
mod output;
mod package;
mod parts;
mod properties;
mod section;
mod slot;
mod tree;
mod value;

use std::sync::Arc;

pub use fault::{Cell, Fault, Pages, Part, Place, Problem, TemplateError};
pub use mark::{Extent, Mark, MarkForm, Need, PlacedMark};

use super::{Document, PaperError, PaperKind};
use parts::{Kit, Role};
use tree::Element;

/// An office's .docx in which nothing was refused.
#[derive(Debug, Clone)]
pub struct Template {
    bytes: Arc<[u8]>,
    kind: PaperKind,
    marks: Vec<PlacedMark>,
    doubts: Vec<Fault>,
    kit: Arc<Kit>,
}

impl Template {
    /// Reads and checks `bytes` as a template for papers of `kind`; the error lists every fault, each with its place.
    pub fn read(bytes: &[u8], kind: PaperKind) -> Result<Self, TemplateError> {
        let package = package::Package::open(bytes)?;
        let mut kit = parts::gather(&package)?;
        let mut faults = std::mem::take(&mut kit.faults);
        faults.extend(guard::inspect(&mut kit));
        if kit.tree(&kit.main).is_none_or(|text| text.name != "w:document" || text.child("w:body").is_none()) {
            // The part itself was named already where it could not be read.
            if faults.is_empty() {
                faults.push(package::fault_in(&kit.main, Problem::BrokenXml));
            }
            return Err(TemplateError::of(faults));
        }
        let mut doubts = page_numbers(&kit);
        doubts.append(&mut kit.doubts);
        let mut found = marks::take(&mut kit, kind);
        faults.append(&mut found.faults);
        doubts.append(&mut found.doubts);
        if faults.is_empty() {
            Ok(Self { bytes: bytes.into(), kind, marks: found.marks, doubts, kit: Arc::new(kit) })
        } else {
            Err(TemplateError::of(faults))
        }
    }

    /// The bytes as the office gave them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The papers it is for.
    pub fn kind(&self) -> PaperKind {
        self.kind
    }

    /// Which mark stands where: the main text first, then headers and footers.
    pub fn marks(&self) -> Vec<PlacedMark> {
        self.marks.clone()
    }

    /// What is not refused but had better be looked at, such as a missing page number.
    pub fn doubts(&self) -> &[Fault] {
        &self.doubts
    }

    /// An example to start from: the built-in layout with every mark that papers of `kind` have in its place.
    pub fn example(kind: PaperKind) -> Result<Vec<u8>, PaperError> {
        super::docx::pack(example::content(kind), &example::properties(kind), super::Status::Final)
    }
}

/// `document` in the layout of `template`, as .docx; the same document and template always give the same bytes.
pub fn render_in(document: &Document, template: &Template) -> Result<Vec<u8>, PaperError> {
    output::render(document, template)
}

/// Doubts about page numbers (Nghị định số 30/2020/NĐ-CP, Phụ lục I, phần I, mục 7: at the top, not on the first page).
fn page_numbers(kit: &Kit) -> Vec<Fault> {
    let numbered: Vec<Pages> = kit
        .parts
        .iter()
        .filter(|(name, part)| part.role == Role::Header && kit.tree(name).is_some_and(counts_pages))
        .filter_map(|(name, _)| if let Part::Header(pages) = kit.story(name) { Some(pages) } else { None })
        .collect();
    let doubt = |problem, pages| vec![Fault { place: Place::in_part(Part::Header(pages)), problem }];
    let first_differ = kit.tree(&kit.main).is_some_and(|text| text.contains("w:titlePg"));
    if !numbered.contains(&Pages::Other) {
        doubt(Problem::NoPageNumber, Pages::Other)
    } else if !first_differ {
        doubt(Problem::NumberOnFirstPage, Pages::Other)
    } else if numbered.contains(&Pages::First) {
        doubt(Problem::NumberOnFirstPage, Pages::First)
    } else {
        Vec::new()
    }
}

fn counts_pages(element: &Element) -> bool {
    let is_page =
        |instruction: &str| instruction.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("PAGE"));
    match element.name.as_str() {
        "w:fldSimple" => element.attribute("w:instr").is_some_and(is_page),
        "w:instrText" => is_page(&braces::text(element)),
        _ => element.elements().any(counts_pages),
    }
}

#[cfg(test)]
mod tests;

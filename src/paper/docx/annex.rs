//! Annexes: label, title, reference line, notes and table on pages of their own.

use super::body;
use super::measure::Twips;
use super::paragraph::{Face, Keep, Look, balanced_look};
use super::picture;
use super::table::bordered;
use super::xml::Element;
use crate::paper::lettering::{annex_label, reference, upper};
use crate::paper::printable::printable;
use crate::paper::{Annex, Document};

/// Size of the label, the title and the reference line, in points.
const TITLE: u32 = 14;

/// The annex at `index` of `document`, on pages whose text is `room` wide; its pictures are numbered from `first_picture`.
pub(in crate::paper) fn elements(
    document: &Document,
    annex: &Annex,
    index: usize,
    room: Twips,
    first_picture: usize,
) -> Vec<Element> {
    let look = Look::of("Centered").keep(Keep::WithNext);
    let label = annex_label(index, document.annexes.len());
    let title = upper(&printable(&annex.title));
    let (title_look, _) = balanced_look(&title, TITLE, room, room);
    let reference = printable(&reference(document));
    let (reference_look, _) = balanced_look(&reference, TITLE, room, room);
    let mut elements = vec![
        look.paragraph(Face::bold(TITLE), &label),
        title_look.keep(Keep::WithNext).paragraph(Face::bold(TITLE), &title),
        reference_look.spacing(0, 240).paragraph(Face::italic(TITLE), &reference),
    ];
    let notes = annex.notes.iter();
    elements
        .extend(notes.map(|note| Look::of("BodyText").paragraph(Face::upright(super::BODY), &printable(&note.text))));
    elements.extend(body::sections(&annex.body, room));
    if !annex.table.columns().is_empty() {
        elements.push(bordered(&annex.table, room));
    }
    let numbered = (first_picture..).zip(&annex.pictures);
    elements.extend(numbered.flat_map(|(number, each)| picture::elements(each, number, room)));
    elements
}

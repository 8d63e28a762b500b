//! Signatures and nơi nhận.

use super::measure::Twips;
use super::page;
use super::paragraph::{Face, Keep, Look, balanced_look};
use super::table::placing;
use super::xml::Element;
use crate::paper::lettering::upper;
use crate::paper::outline;
use crate::paper::printable::printable;
use crate::paper::wording::wording;
use crate::paper::{Document, Orientation, SIGNATURES_IN_A_ROW, Signature};

/// Size of a signature that stands alone, in points.
const ALONE: u32 = 14;
/// Size of signatures that share a line, in points.
const SHARED: u32 = 13;
/// Size of the words "Nơi nhận", in points.
const RECIPIENTS: u32 = 12;
/// Room for pen and seal.
pub(in crate::paper) const PEN: Twips = 1400;

/// What stands under the text.
pub(super) fn elements(document: &Document) -> Vec<Element> {
    let room = page::room(Orientation::Portrait);
    let list = recipients(document);
    let half = room / 2;
    let halves = [half, room - half];
    let mut elements = vec![space_above()];
    if let [signature] = document.signatures.as_slice() {
        let mut block = post(signature, ALONE, room - half);
        block.push(name(signature, ALONE));
        elements.push(placing(&halves, vec![vec![list, block]]));
        return elements;
    }
    elements.extend(shared(&document.signatures, room));
    if !list.is_empty() {
        elements.push(placing(&halves, vec![vec![list, Vec::new()]]));
    }
    elements
}

/// Signatures beside each other, on pages whose text is `room` wide.
pub(in crate::paper) fn shared(signatures: &[Signature], room: Twips) -> Vec<Element> {
    let mut elements = Vec::new();
    for row in signatures.chunks(SIGNATURES_IN_A_ROW) {
        let widths = even(room, row.len());
        // Names have a row of their own, so that they stand level however many lines the posts take.
        let posts = row.iter().zip(&widths).map(|(signature, &width)| post(signature, SHARED, width)).collect();
        let names = row.iter().map(|signature| vec![name(signature, SHARED)]).collect();
        elements.push(placing(&widths, vec![posts, names]));
        elements.push(Look::of("Listed").paragraph(Face::upright(6), ""));
    }
    elements
}

/// `room` in `count` parts that differ by a twip at most.
fn even(room: Twips, count: usize) -> Vec<Twips> {
    let parts: Twips = count.try_into().unwrap_or(Twips::MAX);
    (0..parts).map(|part| room * (part + 1) / parts - room * part / parts).collect()
}

/// Authority, post and note in a column of `room`; never parted from each other or from the name.
fn post(signature: &Signature, points: u32, room: Twips) -> Vec<Element> {
    let line = |face: Face, text: String| {
        let (look, _) = balanced_look(&text, face.points, room, room);
        look.keep(Keep::WholeWithNext).paragraph(face, &text)
    };
    let bold = Face::bold(points);
    let authority = signature.authority.as_deref().map(|text| line(bold, upper(&printable(text))));
    let post = line(bold, upper(&printable(&signature.post)));
    let note = signature.note.as_deref().map(|text| line(Face::italic(SHARED), printable(text)));
    authority.into_iter().chain([post]).chain(note).collect()
}

/// The name, under the room for pen and seal; an empty line where it is left to the pen.
fn name(signature: &Signature, points: u32) -> Element {
    let name = printable(signature.name.as_deref().unwrap_or_default());
    Look::of("Centered").spacing(PEN, 0).paragraph(Face::bold(points), &name)
}

/// "Nơi nhận:" and its lines; nothing where the paper has none.
pub(in crate::paper) fn recipients(document: &Document) -> Vec<Element> {
    let lines = outline::recipients(document);
    let title = Look::of("Listed").paragraph(Face::bold_italic(RECIPIENTS), &wording!("recipients"));
    let title = (!lines.is_empty()).then_some(title);
    let lines = lines.iter().map(|line| Look::of("Listed").paragraph(Face::upright(super::LIST), line));
    title.into_iter().chain(lines).collect()
}

/// Some space over the signatures that does not part them from the closing sentence.
fn space_above() -> Element {
    Look::of("Hairline").spacing(120, 0).keep(Keep::WithNext).paragraph(Face::upright(1), "")
}

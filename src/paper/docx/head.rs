//! The head: agency and nation beside each other, number and date, type name and abstract; of a letter the abstract
//! under the number, and its addressees.

use super::measure::{Twips, millimetres, width};
use super::page;
use super::paragraph::{Face, Keep, Look, balanced_look, rule};
use super::table::placing;
use super::xml::Element;
use crate::paper::lettering::{self, number_line, place_date, type_name, upper};
use crate::paper::outline::{self, Addressed};
use crate::paper::printable::printable;
use crate::paper::wording::wording;
use crate::paper::{Document, Orientation, PaperKind};

/// Size of the nation's name and of the agencies, in points.
const NATION: u32 = 12;
/// Size of the motto, of number and of date, in points.
const MOTTO: u32 = 13;
/// Size of a letter's abstract, in points.
const ABOUT: u32 = 12;
/// Between a letter's number and its abstract: 6 points.
const ABOVE_ABOUT: Twips = 120;
/// What stays free at both sides of a letter's abstract.
const BESIDE_ABOUT: Twips = 200;
/// Width of the right column: the nation's name on one line, with a little to spare for other fonts' rounding.
const RIGHT: Twips = 5160;
/// Its width at most, where a long place name has to stand on one line with its date.
const RIGHT_AT_MOST: Twips = millimetres(104);
/// What stays free between the agency's name and the right column.
const APART: Twips = 120;
/// How wide upright text is, measured by its width in bold: right for "Kính gửi" to a tenth of a millimetre.
const UPRIGHT: (Twips, Twips) = (12, 13);
/// A line under a text of which a part is asked (1/3 to 1/2) is 2/5 as long as the text's longest line.
const PART: (Twips, Twips) = (2, 5);

/// What stands above the căn cứ.
pub(super) fn elements(document: &Document) -> Vec<Element> {
    let date = document.place_date.as_ref().map(|date| printable(&place_date(date)));
    let right = date.as_deref().map_or(0, |date| width(date, MOTTO)).clamp(RIGHT, RIGHT_AT_MOST);
    let left = page::room(Orientation::Portrait) - right;
    let agency = agency(document, left);
    let motto = wording!("motto");
    let nation = vec![
        Look::of("Centered").paragraph(Face::bold(NATION), &wording!("country")),
        Look::of("Centered").paragraph(Face::bold(MOTTO), &motto),
        rule(width(&motto, MOTTO), right),
    ];
    let line = Look::of("Centered").spacing(120, 0);
    let number = line.paragraph(Face::upright(MOTTO), &number_line(document.number, &printable(&document.notation)));
    let mut number = vec![number];
    number.extend(about(document, left));
    let date = date.map(|date| {
        let (look, _) = balanced_look(&date, MOTTO, right, right);
        look.spacing(120, 0).paragraph(Face::italic(MOTTO), &date)
    });
    let table = placing(&[left, right], vec![vec![agency, nation], vec![number, date.into_iter().collect()]]);
    if document.kind == PaperKind::Letter {
        return [table].into_iter().chain(addressed(document)).collect();
    }
    let title = Look::of("Centered").spacing(360, 0).keep(Keep::WholeWithNext);
    let title = title.paragraph(Face::bold(super::BODY), &upper(&type_name(document.kind)));
    let room = page::room(Orientation::Portrait);
    let mut elements = vec![table, title];
    // Moved in a little at both sides, a long abstract does not run from margin to margin.
    elements.extend(ruled(&printable(&document.abstract_text), super::BODY, room, room * 9 / 10));
    elements.push(Look::of("Centered").spacing(0, 120).paragraph(Face::upright(2), ""));
    elements
}

/// A letter's abstract, centred under its number in the left column.
fn about(document: &Document, room: Twips) -> Option<Element> {
    (document.kind == PaperKind::Letter).then(|| {
        let about = lettering::about(&printable(&document.abstract_text));
        let (look, _) = balanced_look(&about, ABOUT, room, room - 2 * BESIDE_ABOUT);
        look.spacing(ABOVE_ABOUT, 0).paragraph(Face::upright(ABOUT), &about)
    })
}

/// "Kính gửi:": one addressee behind it in the middle of the page; several below, their dashes under its colon, the
/// block in the middle.
fn addressed(document: &Document) -> Vec<Element> {
    let room = page::room(Orientation::Portrait);
    let upright = Face::upright(super::BODY);
    match outline::addressed(document) {
        None => vec![Look::of("Centered").spacing(0, 240).paragraph(Face::upright(2), "")],
        Some(Addressed::One(line)) => {
            let (look, _) = balanced_look(&line, super::BODY, room, room * 9 / 10);
            vec![look.spacing(360, 240).paragraph(upright, &line)]
        }
        Some(Addressed::Several { lead, lines }) => {
            let upright_width = |text: &str| width(text, super::BODY) * UPRIGHT.0 / UPRIGHT.1;
            let under = upright_width(lead.trim_end_matches(':'));
            let longest = lines.iter().map(|line| upright_width(line)).max().unwrap_or(0);
            let indent = room.saturating_sub(under + longest) / 2;
            let last = lines.len().saturating_sub(1);
            let lead =
                Look::of("Addressed").left(indent).spacing(360, 0).keep(Keep::WithNext).paragraph(upright, &lead);
            let dash = |(index, line): (usize, &String)| {
                let below = if index == last { 240 } else { 0 };
                Look::of("Addressed").left(indent + under).spacing(0, below).paragraph(upright, line)
            };
            [lead].into_iter().chain(lines.iter().enumerate().map(dash)).collect()
        }
    }
}

fn agency(document: &Document, room: Twips) -> Vec<Element> {
    let measure = room - APART;
    let mut elements = Vec::new();
    if let Some(parent) = &document.letterhead.parent {
        let parent = upper(&printable(parent));
        let (look, _) = balanced_look(&parent, NATION, room, measure);
        elements.push(look.paragraph(Face::upright(NATION), &parent));
    }
    elements.extend(ruled(&upper(&printable(&document.letterhead.agency)), NATION, room, measure));
    elements
}

/// A bold text centred in `room` on balanced lines no longer than `measure`, over its line.
fn ruled(text: &str, points: u32, room: Twips, measure: Twips) -> [Element; 2] {
    let (look, longest) = balanced_look(text, points, room, measure);
    let text = look.keep(Keep::WholeWithNext).paragraph(Face::bold(points), text);
    [text, rule(longest * PART.0 / PART.1, room)]
}

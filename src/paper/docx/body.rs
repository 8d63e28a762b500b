//! The text: căn cứ, sections, closing sentence.

use super::measure::Twips;
use super::page;
use super::paragraph::{Face, Keep, Look};
use super::table::bordered;
use super::xml::Element;
use crate::paper::outline::{self, Line};
use crate::paper::{Document, Orientation, Section};

/// The text from the căn cứ to "./.".
pub(super) fn elements(document: &Document) -> Vec<Element> {
    let mut elements = bases(document);
    elements.extend(text(document, page::room(Orientation::Portrait)));
    elements
}

/// The căn cứ.
pub(in crate::paper) fn bases(document: &Document) -> Vec<Element> {
    let italic = Face::italic(super::BODY);
    let basis = |basis: &outline::Printed<'_>| Look::of("BodyText").paragraph(italic, &basis.text);
    outline::bases(document).iter().map(basis).collect()
}

/// The sections and the closing sentence, on pages whose text is `room` wide.
pub(in crate::paper) fn text(document: &Document, room: Twips) -> Vec<Element> {
    let upright = Face::upright(super::BODY);
    let mut elements = sections(&document.body, room);
    // The closing sentence goes over to the next page with the signatures rather than leave them alone there.
    let closing = outline::closing(document);
    elements.push(look_of(&closing.text).keep(Keep::WholeWithNext).paragraph(upright, &closing.text));
    elements
}

fn look_of(text: &str) -> Look {
    Look::of(if text.contains("………") { "BodyBlanks" } else { "BodyText" })
}

/// Sections on pages whose text is `room` wide.
pub(super) fn sections(body: &[Section], room: Twips) -> Vec<Element> {
    let (upright, bold) = (Face::upright(super::BODY), Face::bold(super::BODY));
    let mut elements = Vec::new();
    for part in outline::parts(body) {
        elements.extend(part.title.map(|title| Look::of("Heading1").paragraph(bold, &title)));
        for line in part.lines {
            match line {
                Line::Heading(printed) => elements.push(Look::of("Heading2").paragraph(bold, &printed.text)),
                Line::Text(printed) => elements.push(look_of(&printed.text).paragraph(upright, &printed.text)),
                Line::Table(table) => {
                    elements.push(bordered(table, room));
                    elements.push(Look::of("Listed").paragraph(Face::upright(6), ""));
                }
            }
        }
    }
    elements
}

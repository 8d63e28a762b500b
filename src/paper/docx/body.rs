//! The text: căn cứ, sections, closing sentence.

use super::page;
use super::paragraph::{Face, Keep, Look};
use super::table::bordered;
use super::xml::Element;
use crate::paper::outline::{self, Line};
use crate::paper::{Document, Orientation};

/// The text from the căn cứ to "./.".
pub(super) fn elements(document: &Document) -> Vec<Element> {
    let (upright, bold, italic) = (Face::upright(super::BODY), Face::bold(super::BODY), Face::italic(super::BODY));
    let body = Look::of("BodyText");
    let look_of = |text: &str| if text.contains("………") { Look::of("BodyBlanks") } else { body };
    let mut elements: Vec<_> =
        outline::bases(document).iter().map(|basis| body.paragraph(italic, &basis.text)).collect();
    for part in outline::parts(&document.body) {
        elements.extend(part.title.map(|title| Look::of("Heading1").paragraph(bold, &title)));
        for line in part.lines {
            match line {
                Line::Heading(printed) => elements.push(Look::of("Heading2").paragraph(bold, &printed.text)),
                Line::Text(printed) => elements.push(look_of(&printed.text).paragraph(upright, &printed.text)),
                Line::Table(table) => {
                    elements.push(bordered(table, page::room(Orientation::Portrait)));
                    elements.push(Look::of("Listed").paragraph(Face::upright(6), ""));
                }
            }
        }
    }
    // The closing sentence goes over to the next page with the signatures rather than leave them alone there.
    let closing = outline::closing(document);
    elements.push(look_of(&closing.text).keep(Keep::WholeWithNext).paragraph(upright, &closing.text));
    elements
}

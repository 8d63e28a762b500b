//! The page: A4 with the decree's own margins, and where its number stands.

use super::measure::{Twips, millimetres};
use super::xml::{Element, element};
use crate::paper::Orientation;

const LONG: u32 = 297;
const SHORT: u32 = 210;
const TOP: u32 = 25;
const BOTTOM: u32 = 20;
const LEFT: u32 = 35;
const RIGHT: u32 = 20;
/// From the edge of the page to the page number, in the middle of the top margin.
const NUMBER: u32 = 10;

/// Width of the text on a page that lies so.
pub(in crate::paper) const fn room(orientation: Orientation) -> Twips {
    let width = match orientation {
        Orientation::Portrait => SHORT,
        Orientation::Landscape => LONG,
    };
    millimetres(width) - millimetres(LEFT) - millimetres(RIGHT)
}

/// `w:sectPr`: every section counts its pages from 1 and shows no number on its first.
pub(in crate::paper) fn section(orientation: Orientation) -> Element {
    let header =
        |kind: &'static str, id: &'static str| element("w:headerReference").with("w:type", kind).with("r:id", id);
    let (width, height) = match orientation {
        Orientation::Portrait => (SHORT, LONG),
        Orientation::Landscape => (LONG, SHORT),
    };
    let mut size = element("w:pgSz").with("w:w", millimetres(width)).with("w:h", millimetres(height));
    if orientation == Orientation::Landscape {
        size = size.with("w:orient", "landscape");
    }
    let margins = element("w:pgMar")
        .with("w:top", millimetres(TOP))
        .with("w:right", millimetres(RIGHT))
        .with("w:bottom", millimetres(BOTTOM))
        .with("w:left", millimetres(LEFT))
        .with("w:header", millimetres(NUMBER))
        .with("w:footer", millimetres(NUMBER))
        .with("w:gutter", 0);
    element("w:sectPr")
        .child(header("first", super::parts::FIRST_HEADER))
        .child(header("default", super::parts::OTHER_HEADER))
        .child(element("w:type").with("w:val", "nextPage"))
        .child(size)
        .child(margins)
        .child(element("w:pgNumType").with("w:start", 1))
        .child(element("w:cols").with("w:space", 708))
        .child(element("w:titlePg"))
}

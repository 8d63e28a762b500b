//! Sections of a template: how wide its text is, and those that annexes get after its likeness.

use super::dress::{is_on, valued};
use super::properties::{Of, Properties};
use super::tree::{Element, Node};
use crate::paper::Orientation;
use crate::paper::docx::{measure::Twips, page};

/// Text narrower than this is no page, but a mistake in its numbers.
const NARROWEST: Twips = 2000;

/// Width of the text on the pages of a section.
pub(super) fn room(section: &Element) -> Twips {
    let (width, _) = size(section);
    within(section, width).unwrap_or_else(|| page::room(Orientation::Portrait))
}

/// Width of the text on pages that have a section's margins and lie as `orientation` says.
pub(super) fn room_lying(section: &Element, orientation: Orientation) -> Twips {
    let (width, _) = lying(section, orientation);
    within(section, width).unwrap_or_else(|| page::room(orientation))
}

fn within(section: &Element, width: Twips) -> Option<Twips> {
    let margins = section.child("w:pgMar");
    let margin = |name| margins.and_then(|margins| number(margins, name)).unwrap_or(0);
    let taken = margin("w:left").saturating_add(margin("w:right")).saturating_add(margin("w:gutter"));
    width.checked_sub(taken).filter(|room| *room >= NARROWEST)
}

fn number(element: &Element, attribute: &str) -> Option<Twips> {
    element.attribute(attribute)?.parse().ok()
}

fn size(section: &Element) -> (Twips, Twips) {
    let size = section.child("w:pgSz");
    let of = |name| size.and_then(|size| number(size, name));
    of("w:w").zip(of("w:h")).unwrap_or((11906, 16838))
}

fn lying(section: &Element, orientation: Orientation) -> (Twips, Twips) {
    let (width, height) = size(section);
    match orientation {
        Orientation::Portrait => (width.min(height), width.max(height)),
        Orientation::Landscape => (width.max(height), width.min(height)),
    }
}

/// Whether its first page has a header of its own.
pub(super) fn has_title_page(section: &Element) -> bool {
    section.child("w:titlePg").is_some_and(|title| title.value().is_none_or(is_on))
}

/// The section of an annex: the margins, headers and footers of `like`, pages counted from 1; where first pages have a
/// header of their own, it is the one with `first_header`, since a letterhead there is not repeated.
pub(super) fn of_annex(like: &Element, orientation: Orientation, first_header: &str) -> Element {
    let (width, height) = lying(like, orientation);
    let mut size = Element::new("w:pgSz").with("w:w", width).with("w:h", height);
    if orientation == Orientation::Landscape {
        size.set("w:orient", "landscape");
    }
    let mut properties = Properties::within(Of::Section, like);
    properties.set(size);
    properties.set(valued("w:type", "nextPage"));
    properties.adjust("w:pgNumType", &[("w:start", 1)]);
    properties.set(Element::new("w:cols").with("w:space", 708));
    let mut section = properties.element().unwrap_or_else(|| Element::new("w:sectPr"));
    if has_title_page(like) {
        section.drop_children(|child| is_reference(child, "w:headerReference", "first"));
        refer(&mut section, "first", first_header);
    }
    section
}

/// Whether `section` says which header stands on pages of `kind`.
pub(super) fn refers(section: &Element, kind: &str) -> bool {
    section.elements().any(|child| is_reference(child, "w:headerReference", kind))
}

fn is_reference(element: &Element, name: &str, kind: &str) -> bool {
    element.name == name && element.attribute("w:type").unwrap_or("default") == kind
}

/// Gives `section` the header with `id` on pages of `kind`.
pub(super) fn refer(section: &mut Element, kind: &str, id: &str) {
    let reference = Element::new("w:headerReference").with("w:type", kind).with("r:id", id);
    section.children.insert(0, Node::Element(reference));
}

/// The section that the paragraph or element ends, where it ends one.
pub(super) fn ended_by(node: &Node) -> Option<&Element> {
    match node {
        Node::Slot(slot) => slot.section.as_ref(),
        Node::Element(element) if element.name == "w:sectPr" => Some(element),
        Node::Element(element) if element.name == "w:p" => element.child("w:pPr")?.child("w:sectPr"),
        Node::Element(element) if matches!(element.name.as_str(), "w:sdt" | "w:sdtContent") => {
            element.children.iter().rev().find_map(ended_by)
        }
        _ => None,
    }
}

/// The first section of a body, to be changed.
pub(super) fn first_mut(body: &mut Element) -> Option<&mut Element> {
    let at = body.children.iter().position(|child| ended_by(child).is_some())?;
    let child = body.children.get_mut(at)?.element_mut()?;
    section_in(child)
}

fn section_in(element: &mut Element) -> Option<&mut Element> {
    if element.name == "w:sectPr" {
        return Some(element);
    }
    element.elements_mut().find_map(section_in)
}

/// A section with the decree's page and no headers, for a template that says nothing of its pages.
pub(super) fn plain() -> Element {
    let mut section = Element::from(page::section(Orientation::Portrait));
    section.drop_children(|child| matches!(child.name.as_str(), "w:headerReference" | "w:titlePg" | "w:pgNumType"));
    section
}

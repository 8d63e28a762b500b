//! The main text filled: every slot replaced, what has no mark put where it is not lost, annexes as sections of their own.

use std::collections::BTreeSet;

use super::dress::{Italics, Look};
use super::mark::{Extent, Mark};
use super::properties::{Of, Properties};
use super::section;
use super::slot::Slot;
use super::tree::{Element, Node};
use super::value;
use crate::paper::docx::{annex, body, measure::Twips, paragraph, picture, tail};
use crate::paper::lettering::upper;
use crate::paper::outline;
use crate::paper::printable::printable;
use crate::paper::{Document, Signature};

/// Stands in the filled body where the annexes begin, until they do.
const ANNEXES: &str = "annexes";
/// Relationship of the header that first pages of annexes have.
pub(super) const ANNEX_HEADER: &str = "rIdKiemtraAnnex";

/// Fills the parts of one template with one document.
pub(super) struct Filling<'a> {
    /// What is printed.
    pub document: &'a Document,
    /// The template's marks.
    pub marks: BTreeSet<Mark>,
    /// How running text looks.
    pub look: Look,
    /// Width of the text's pages.
    pub room: Twips,
    /// Pictures are numbered from here.
    pub first_picture: usize,
}

impl Filling<'_> {
    /// The main text filled.
    pub(super) fn text(&self, text: &Element) -> Element {
        let mut filled = self.element(text);
        if let Some(body) = filled.child_mut("w:body") {
            self.complete(body);
        }
        filled
    }

    /// `element` with its slots replaced.
    pub(super) fn element(&self, element: &Element) -> Element {
        let mut filled = element.clone_head();
        for (index, child) in element.children.iter().enumerate() {
            match child {
                Node::Text(text) => filled.children.push(Node::Text(text.clone())),
                Node::Slot(slot) if slot.mark.extent() == Extent::Inline => {
                    filled.children.extend(self.run(slot).map(Node::Element));
                }
                Node::Slot(slot) => filled.children.extend(self.block(slot)),
                Node::Element(inner) => {
                    let was_marked = inner.name == "w:p" && holds_inline_slot(inner);
                    let inner = self.element(inner);
                    // A line that held nothing but a mark without content goes, where another can take its place.
                    let follows = || {
                        element.children[index + 1..].iter().filter_map(Node::element).any(|next| next.name == "w:p")
                    };
                    if !(was_marked && is_blank(&inner) && follows()) {
                        filled.children.push(Node::Element(inner));
                    }
                }
            }
        }
        let wants_paragraph =
            matches!(element.name.as_str(), "w:tc" | "w:hdr" | "w:ftr" | "w:txbxContent" | "w:footnote" | "w:endnote");
        if wants_paragraph && filled.elements().last().is_none_or(|last| last.name != "w:p") {
            filled.children.push(Node::Element(Element::new("w:p")));
        }
        filled
    }

    fn run(&self, slot: &Slot) -> Option<Element> {
        let lines = value::lines(slot.mark, self.document, &slot.before, &self.marks);
        if lines.iter().all(String::is_empty) {
            return None;
        }
        let mut run = Element::new("w:r");
        run.children.extend(slot.run.element().map(Node::Element));
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                run.children.push(Node::Element(Element::new("w:br")));
            }
            run.children.push(Node::Element(text(line)));
        }
        Some(run)
    }

    fn block(&self, slot: &Slot) -> Vec<Node> {
        let look = Look { paragraph: slot.paragraph.clone(), run: slot.run.clone() };
        let mut nodes = match slot.mark {
            Mark::Bases => look.dress(body::bases(self.document), Italics::AsTemplate),
            Mark::Body => self.body(&look),
            Mark::Recipients => {
                let lines = outline::recipients(self.document);
                lines.iter().map(|line| Node::Element(line_of(&look.paragraph, &look.run, line))).collect()
            }
            Mark::Signature => self.signature(slot, &look),
            Mark::Annexes => vec![Node::Element(Element::new(ANNEXES))],
            _ => Vec::new(),
        };
        if let Some(section) = &slot.section {
            nodes.push(ended(section.clone()));
        }
        nodes
    }

    fn body(&self, look: &Look) -> Vec<Node> {
        let mut nodes = Vec::new();
        if !self.marks.contains(&Mark::Bases) {
            nodes.extend(look.dress(body::bases(self.document), Italics::AsDecree));
        }
        nodes.extend(look.dress(body::text(self.document, self.room), Italics::AsDecree));
        nodes
    }

    /// One signature in the mark's own look; several beside each other.
    fn signature(&self, slot: &Slot, look: &Look) -> Vec<Node> {
        let [signature] = self.document.signatures.as_slice() else {
            return self.shared(&self.document.signatures, slot.cell.unwrap_or(self.room));
        };
        let mut kept = look.paragraph.clone();
        kept.set(Element::new("w:keepNext"));
        kept.set(Element::new("w:keepLines"));
        let (mut bold, mut italic) = (look.run.clone(), look.run.clone());
        bold.switch_on("w:b");
        italic.take("w:b");
        italic.switch_on("w:i");
        let capitals = |text: &String| line_of(&kept, &bold, &upper(&printable(text)));
        let mut name = look.paragraph.clone();
        name.adjust("w:spacing", &[("w:before", tail::PEN)]);
        let authority = signature.authority.iter().map(capitals);
        let note = signature.note.iter().map(|note| line_of(&kept, &italic, &printable(note)));
        let name = line_of(&name, &bold, &printable(signature.name.as_deref().unwrap_or_default()));
        authority.chain([capitals(&signature.post)]).chain(note).chain([name]).map(Node::Element).collect()
    }

    fn shared(&self, signatures: &[Signature], room: Twips) -> Vec<Node> {
        self.look.dress(tail::shared(signatures, room), Italics::AsDecree)
    }

    /// What the template has no mark for: signatures beyond the one that has, recipients, annexes.
    fn complete(&self, body: &mut Element) {
        if !matches!(body.elements().last(), Some(last) if last.name == "w:sectPr") {
            body.children.push(Node::Element(section::plain()));
        }
        let is_place = |child: &Node| child.element().is_some_and(|element| element.name == ANNEXES);
        let placed = body.children.iter().position(is_place);
        let at = placed.unwrap_or(body.children.len() - 1);
        if placed.is_some() {
            body.children.remove(at);
        }
        let lost = self.lost();
        let annexes_at = at + lost.len();
        body.children.splice(at..at, lost);
        self.annexes(body, annexes_at);
    }

    fn lost(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let signatures = self.document.signatures.as_slice();
        let left = if self.marks.contains(&Mark::Signature) {
            &[]
        } else if self.marks.contains(&Mark::SignerPost) {
            &signatures[..signatures.len().saturating_sub(1)]
        } else {
            signatures
        };
        if !left.is_empty() {
            nodes.push(self.hairline());
            nodes.extend(self.shared(left, self.room));
        }
        if !self.marks.contains(&Mark::Recipients) && self.document.recipients.is_some() {
            nodes.push(self.hairline());
            nodes.extend(self.look.dress(tail::recipients(self.document), Italics::AsDecree));
        }
        nodes
    }

    /// The annexes in front of the child at `at`, each a section after the likeness of the one it stands in.
    fn annexes(&self, body: &mut Element, at: usize) {
        let annexes = &self.document.annexes;
        let Some(like) = body.children[at..].iter().find_map(section::ended_by).cloned() else { return };
        let Some(last) = annexes.last() else { return };
        let Some(final_section) = body.children.pop() else { return };
        let rest = body.children.split_off(at);
        body.children.push(ended(like.clone()));
        let of = |lying| section::of_annex(&like, lying, ANNEX_HEADER);
        for (index, annex) in annexes.iter().enumerate() {
            if index > 0 {
                body.children.push(ended(of(annexes[index - 1].orientation)));
            }
            let room = section::room_lying(&like, annex.orientation);
            let first = self.first_picture + picture::first_of(self.document, index);
            let written = annex::elements(self.document, annex, index, room, first);
            body.children.extend(self.look.dress(written, Italics::AsDecree));
        }
        let says =
            |node: &Node| node.element().is_some_and(|element| !is_blank(element) || element.contains("w:sectPr"));
        if rest.iter().any(says) {
            body.children.push(ended(of(last.orientation)));
            body.children.extend(rest);
            body.children.push(final_section);
        } else {
            // A table may not be the last thing in a document.
            body.children.push(self.hairline());
            body.children.push(Node::Element(of(last.orientation)));
        }
    }

    fn hairline(&self) -> Node {
        let written = self.look.dress([paragraph::hairline(None)], Italics::AsDecree);
        written.into_iter().next().unwrap_or_else(|| Node::Element(Element::new("w:p")))
    }
}

/// A paragraph too low to be seen that ends `section`.
fn ended(section: Element) -> Node {
    let mut properties = Properties::none(Of::Paragraph);
    properties.set(Element::new("w:pStyle").with("w:val", "KiemtraHairline"));
    properties.set(section);
    let mut paragraph = Element::new("w:p");
    paragraph.children.extend(properties.element().map(Node::Element));
    Node::Element(paragraph)
}

fn line_of(paragraph: &Properties, run: &Properties, said: &str) -> Element {
    let mut line = Element::new("w:p");
    line.children.extend(paragraph.element().map(Node::Element));
    let mut written = Element::new("w:r");
    written.children.extend(run.element().map(Node::Element));
    line.holding(written.holding(text(said)))
}

fn text(said: &str) -> Element {
    let text = Element::new("w:t").with("xml:space", "preserve");
    Element { children: vec![Node::Text(said.to_owned())], ..text }
}

fn holds_inline_slot(paragraph: &Element) -> bool {
    paragraph.children.iter().any(|child| match child {
        Node::Slot(_) => true,
        Node::Element(child) => child.name != "w:txbxContent" && holds_inline_slot(child),
        Node::Text(_) => false,
    })
}

/// Whether nothing of an element is seen on paper.
fn is_blank(element: &Element) -> bool {
    const SEEN: [&str; 8] =
        ["w:drawing", "w:pict", "mc:AlternateContent", "w:fldChar", "w:fldSimple", "w:sectPr", "w:tbl", "w:sym"];
    if SEEN.contains(&element.name.as_str()) {
        return false;
    }
    element.children.iter().all(|child| match child {
        Node::Element(child) => is_blank(child),
        Node::Text(text) => element.name != "w:t" || text.trim().is_empty(),
        Node::Slot(_) => false,
    })
}

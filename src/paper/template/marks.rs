//! Marks are taken out of the text: each becomes a [`Slot`] in the tree, or a fault with its place.

use std::collections::BTreeMap;

use super::braces::{self, Leaf, LeafKind, Said};
use super::fault::{Fault, Place, Problem};
use super::locator::{Locator, text_of};
use super::mark::{Extent, Mark, MarkForm, Need, PlacedMark};
use super::parts::{Content, Kit, Role};
use super::properties::{Of, Properties};
use super::slot::Slot;
use super::tree::{Element, Node};
use crate::paper::PaperKind;

/// A name at least so like a mark's was meant to be it (normalised Damerau-Levenshtein).
const MEANT: f64 = 0.6;
/// Left and right margin of a table cell together, where Word is told nothing else, in twips.
const CELL_MARGINS: u32 = 216;

/// What was found in all parts.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Marks in order.
    pub marks: Vec<PlacedMark>,
    /// What is refused.
    pub faults: Vec<Fault>,
    /// What is told.
    pub doubts: Vec<Fault>,
}

/// Takes the marks out of all parts of `kit`.
pub(super) fn take(kit: &mut Kit, kind: PaperKind) -> Found {
    let mut names: Vec<String> = kit.parts.keys().cloned().collect();
    names.sort_by_key(|name| *name != kit.main);
    let mut found = Found::default();
    for name in names {
        let locator = Locator::new(kit.story(&name));
        let Some(part) = kit.parts.get_mut(&name).filter(|part| part.role.is_story()) else { continue };
        if let Content::Tree(tree) = &mut part.content {
            let mut finder = Finder { locator, is_text: part.role == Role::Text, cell: None, found: &mut found };
            finder.walk(tree, Level::Deep);
        }
    }
    judge(&mut found, kind);
    found
}

/// Marks that are missing, doubled, or for other papers.
fn judge(found: &mut Found, kind: PaperKind) {
    let mut seen: BTreeMap<Mark, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for PlacedMark { mark, place, .. } in &found.marks {
        let count = seen.entry(*mark).or_default();
        *count += 1;
        let fault = |problem| Fault { place: place.clone(), problem };
        if mark.need(kind) == Need::Foreign {
            faults.push(fault(Problem::ForeignMark(*mark)));
        } else if *count > 1 && *mark != Mark::Status {
            faults.push(fault(Problem::DoubledMark(*mark)));
        }
    }
    let has = |mark| seen.contains_key(&mark);
    let single = [Mark::SignerAuthority, Mark::SignerPost, Mark::SignerName];
    if has(Mark::Signature) {
        let again = found.marks.iter().filter(|placed| single.contains(&placed.mark));
        faults.extend(
            again.map(|placed| Fault { place: placed.place.clone(), problem: Problem::DoubledMark(placed.mark) }),
        );
    }
    for mark in Mark::ALL {
        let signed_singly = mark == Mark::Signature && has(Mark::SignerPost) && has(Mark::SignerName);
        if mark.need(kind) == Need::Required && !has(mark) && !signed_singly {
            let place = Place::in_part(super::fault::Part::Text);
            faults.push(Fault { place, problem: Problem::MissingMark(mark) });
        }
    }
    found.faults.append(&mut faults);
}

/// How deep in the text something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Right in the body.
    Body,
    /// In a content control there that is no mark.
    Control,
    /// Anywhere else.
    Deep,
}

struct Finder<'a> {
    locator: Locator,
    is_text: bool,
    /// Width of the innermost table cell.
    cell: Option<u32>,
    found: &'a mut Found,
}

impl Finder<'_> {
    /// Goes through what holds paragraphs.
    fn walk(&mut self, element: &mut Element, level: Level) {
        let level = match element.name.as_str() {
            "w:body" => Level::Body,
            "w:sdt" | "w:sdtContent" | "w:customXml" if level != Level::Deep => Level::Control,
            _ => Level::Deep,
        };
        self.locator.enter(element);
        let around = self.cell;
        if element.name == "w:tc" {
            self.cell = width(element);
        }
        for child in &mut element.children {
            let Node::Element(inner) = child else { continue };
            let mark = if inner.name == "w:sdt" { braces::control(inner) } else { None };
            let filled = match (inner.name.as_str(), mark) {
                ("w:p", _) => self.paragraph(inner, level),
                (_, Some(mark)) => self.control(inner, mark, level),
                (name, None) => {
                    if name == "w:sdt" {
                        self.foreign_control(inner);
                    }
                    self.walk(inner, level);
                    None
                }
            };
            if let Some(node) = filled {
                *child = node;
            }
        }
        self.cell = around;
        self.locator.leave(&element.name);
    }

    fn refuse(&mut self, place: Place, problem: Problem) {
        if !self.locator.in_fallback() {
            self.found.faults.push(Fault { place, problem });
        }
    }

    fn note(&mut self, mark: Mark, form: MarkForm, place: Place) {
        if !self.locator.in_fallback() {
            self.found.marks.push(PlacedMark { mark, form, place });
        }
    }

    /// Takes the marks out of a paragraph; what stands for all of it is returned.
    fn paragraph(&mut self, paragraph: &mut Element, level: Level) -> Option<Node> {
        self.locator.enter(paragraph);
        self.boxes(paragraph);
        let filled = self.line(paragraph, level);
        self.locator.leave(&paragraph.name);
        filled
    }

    /// Text boxes and content controls of others within a paragraph.
    fn boxes(&mut self, element: &mut Element) {
        for child in element.elements_mut() {
            match child.name.as_str() {
                "w:txbxContent" => self.walk(child, Level::Deep),
                "mc:Fallback" => {
                    self.locator.enter(child);
                    self.boxes(child);
                    self.locator.leave("mc:Fallback");
                }
                "w:sdt" if braces::control(child).is_some() => {}
                "w:sdt" => {
                    self.foreign_control(child);
                    self.boxes(child);
                }
                _ => self.boxes(child),
            }
        }
    }

    fn line(&mut self, paragraph: &mut Element, level: Level) -> Option<Node> {
        let leaves = braces::leaves(paragraph);
        let line: String = leaves.iter().map(|leaf| leaf.text.as_str()).collect();
        let shown = text_of(paragraph);
        let mut marks = Vec::new();
        for said in braces::read(&line) {
            match said {
                Said::Mark(mark, range) => marks.push((mark, MarkForm::Text, range)),
                Said::Unknown(name, _) => {
                    let place = self.locator.place_at(&shown, &name);
                    self.refuse(place, unknown(&name));
                }
                Said::Unpaired(at) => {
                    let place = self.locator.place_at(&shown, &line[at..]);
                    self.refuse(place, Problem::UnpairedBraces);
                }
            }
        }
        let starts = starts(&leaves);
        for (leaf, start) in leaves.iter().zip(&starts) {
            if let LeafKind::Control(mark) = leaf.kind {
                marks.push((mark, MarkForm::Control, *start..*start + leaf.text.len()));
            }
        }
        marks.sort_by_key(|(_, _, range)| range.start);
        for (mark, form, range) in &marks {
            let place = self.locator.place_at(&shown, line[range.clone()].trim());
            if *mark == Mark::Number && line[range.end..].trim_start().starts_with('/') {
                self.found.doubts.push(Fault { place: place.clone(), problem: Problem::Repeated(*mark) });
            }
            self.note(*mark, *form, place);
        }
        let block = marks.iter().find(|(mark, _, _)| mark.extent() == Extent::Block);
        if let Some((mark, _, range)) = block {
            if line[..range.start].trim().is_empty() && line[range.end..].trim().is_empty() {
                return self.block(*mark, paragraph, &leaves, &starts, range.start, level);
            }
            let place = self.locator.place_at(&shown, &line[range.clone()]);
            self.refuse(place, Problem::NotAlone(*mark));
            return None;
        }
        // From the last to the first, so that what stands before keeps its place.
        for (mark, _, range) in marks.iter().rev() {
            put_slot(paragraph, &leaves, &starts, *mark, range, &line);
        }
        None
    }

    fn block(
        &mut self,
        mark: Mark,
        paragraph: &Element,
        leaves: &[Leaf],
        starts: &[usize],
        at: usize,
        level: Level,
    ) -> Option<Node> {
        self.check_place(mark, level)?;
        let mut properties = Properties::of(Of::Paragraph, paragraph);
        let section = properties.take("w:sectPr");
        let path = leaf_at(leaves, starts, at).map(|index| leaves[index].path.as_slice()).unwrap_or_default();
        let run = run_properties(paragraph, path);
        let slot = Slot { mark, paragraph: properties, run, section, before: String::new(), cell: self.cell };
        Some(Node::Slot(Box::new(slot)))
    }

    fn check_place(&mut self, mark: Mark, level: Level) -> Option<()> {
        let in_flow = level == Level::Body || level == Level::Control && mark != Mark::Annexes;
        let problem = if !self.is_text || self.locator.in_box() {
            Problem::OutsideText(mark)
        } else if in_flow || !matches!(mark, Mark::Body | Mark::Annexes) {
            return Some(());
        } else if self.locator.in_table() {
            Problem::InTable(mark)
        } else {
            Problem::NotAlone(mark)
        };
        let place = self.locator.place();
        self.refuse(place, problem);
        None
    }

    /// A content control for `mark` around whole paragraphs or a table cell.
    fn control(&mut self, sdt: &Element, mark: Mark, level: Level) -> Option<Node> {
        let content = sdt.child("w:sdtContent");
        let paragraph = content.and_then(|content| first(content, "w:p"));
        if let Some(paragraph) = paragraph {
            self.locator.enter(paragraph);
        }
        let place = self.locator.place();
        self.note(mark, MarkForm::Control, place.clone());
        if content.is_some_and(|content| content.child("w:tr").is_some()) {
            self.refuse(place, Problem::AroundRows(mark));
            return None;
        }
        let run = control_run(sdt);
        let cell = content.and_then(|content| content.child("w:tc"));
        let none = Properties::none(Of::Paragraph);
        let mut properties = paragraph.map_or(none, |paragraph| Properties::of(Of::Paragraph, paragraph));
        let section = properties.take("w:sectPr");
        let width = cell.map_or(self.cell, width);
        let slot = Slot { mark, paragraph: properties.clone(), run, section, before: String::new(), cell: width };
        let slot = Node::Slot(Box::new(slot));
        let filled = if mark.extent() == Extent::Block {
            self.check_place(mark, if cell.is_some() { Level::Deep } else { level }).map(|()| slot)
        } else {
            let mut paragraph = Element::new("w:p");
            paragraph.children.extend(properties.element().map(Node::Element));
            paragraph.children.push(slot);
            Some(Node::Element(paragraph))
        };
        if paragraph.is_some() {
            self.locator.leave("w:p");
        }
        match cell {
            Some(cell) => {
                let mut kept = Element { children: Vec::new(), ..cell.clone() };
                kept.children.extend(cell.child("w:tcPr").cloned().map(Node::Element));
                kept.children.extend(filled);
                Some(Node::Element(kept))
            }
            None => filled,
        }
    }

    /// A content control that is no mark: perhaps one was meant.
    fn foreign_control(&mut self, sdt: &Element) {
        let properties = sdt.child("w:sdtPr");
        let is = |name| properties.is_some_and(|properties| properties.child(name).is_some());
        if is("w:docPartObj") || self.locator.in_fallback() {
            return;
        }
        let shown = text_of(sdt);
        let place = self.locator.place_at(&shown, "");
        let doubt = match braces::tag(sdt) {
            Some(tag) if nearest(tag).is_some() => {
                self.refuse(place, unknown(tag));
                return;
            }
            _ if is("w:showingPlcHdr") => Problem::Hint,
            Some(tag) => Problem::OtherControl(tag.to_owned()),
            None => return,
        };
        self.found.doubts.push(Fault { place, problem: doubt });
    }
}

fn unknown(name: &str) -> Problem {
    Problem::UnknownMark { name: name.chars().take(40).collect(), nearest: nearest(name) }
}

fn nearest(name: &str) -> Option<Mark> {
    let name = name.to_lowercase();
    let like = |mark: &Mark| strsim::normalized_damerau_levenshtein(mark.name(), &name);
    Mark::ALL.into_iter().max_by(|a, b| like(a).total_cmp(&like(b))).filter(|mark| like(mark) >= MEANT)
}

/// Where each leaf begins in the line.
fn starts(leaves: &[Leaf]) -> Vec<usize> {
    let mut at = 0;
    let mut next = |leaf: &Leaf| {
        let start = at;
        at += leaf.text.len();
        start
    };
    leaves.iter().map(&mut next).collect()
}

/// The leaf that holds the byte at `at`.
fn leaf_at(leaves: &[Leaf], starts: &[usize], at: usize) -> Option<usize> {
    (0..leaves.len()).find(|&index| (starts[index]..starts[index] + leaves[index].text.len()).contains(&at))
}

/// Properties of the run that holds what stands at `path`, or of the content control there.
fn run_properties(paragraph: &Element, path: &[usize]) -> Properties {
    let mut element = paragraph;
    let mut run = Properties::none(Of::Run);
    for &index in path {
        let Some(next) = element.children.get(index).and_then(Node::element) else { break };
        element = next;
        if element.name == "w:r" {
            run = Properties::of(Of::Run, element);
        } else if element.name == "w:sdt" && braces::control(element).is_some() {
            return control_run(element);
        }
    }
    run
}

/// How text in a content control looks: as its first run, or as it is told to while it shows a hint.
fn control_run(sdt: &Element) -> Properties {
    let told = sdt.child("w:sdtPr").map_or(Properties::none(Of::Run), |told| Properties::of(Of::Run, told));
    if sdt.child("w:sdtPr").is_some_and(|told| told.child("w:showingPlcHdr").is_some()) {
        return told;
    }
    first(sdt, "w:r").map_or(told, |run| Properties::of(Of::Run, run))
}

/// The first element called `name` below `element`.
fn first<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element.elements().find_map(|child| if child.name == name { Some(child) } else { first(child, name) })
}

/// Room for text in a table cell.
fn width(cell: &Element) -> Option<u32> {
    let width = cell.child("w:tcPr")?.child("w:tcW")?;
    let dxa = width.attribute("w:type").is_none_or(|unit| unit == "dxa");
    let width = width.attribute("w:w").filter(|_| dxa)?.parse::<u32>().ok()?;
    width.checked_sub(CELL_MARGINS).filter(|width| *width > 0)
}

/// Puts a slot where the mark at `range` of the line stands.
fn put_slot(
    paragraph: &mut Element,
    leaves: &[Leaf],
    starts: &[usize],
    mark: Mark,
    range: &std::ops::Range<usize>,
    line: &str,
) {
    let Some(begin) = leaf_at(leaves, starts, range.start) else { return };
    let Some(end) = leaf_at(leaves, starts, range.end - 1) else { return };
    let before = line[..range.start].rsplit('\n').next().unwrap_or_default().to_owned();
    let path = &leaves[begin].path;
    let run = run_properties(paragraph, path);
    let slot = Slot { mark, paragraph: Properties::none(Of::Paragraph), run, section: None, before, cell: None };
    let slot = Node::Slot(Box::new(slot));
    if let LeafKind::Control(_) = leaves[begin].kind {
        let [around @ .., at] = path.as_slice() else { return };
        if let Some(node) = braces::at_mut(paragraph, around).and_then(|parent| parent.children.get_mut(*at)) {
            *node = slot;
        }
        return;
    }
    let said = |paragraph: &mut Element, leaf: &Leaf| {
        braces::at_mut(paragraph, &leaf.path).map_or(String::new(), |text| braces::text(text))
    };
    for leaf in leaves.iter().take(end).skip(begin + 1).filter(|leaf| leaf.kind == LeafKind::Text) {
        braces::rewrite(paragraph, &leaf.path, "");
    }
    let first = said(paragraph, &leaves[begin]);
    let front = first.get(..range.start - starts[begin]).unwrap_or_default().to_owned();
    let mut after = String::new();
    if begin == end {
        first.get(range.end - starts[begin]..).unwrap_or_default().clone_into(&mut after);
    } else {
        let last = said(paragraph, &leaves[end]);
        braces::rewrite(paragraph, &leaves[end].path, last.get(range.end - starts[end]..).unwrap_or_default());
    }
    braces::part_run(paragraph, path, &front, &after, slot);
}

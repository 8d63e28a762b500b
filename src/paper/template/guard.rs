//! Every part is looked through for what can run, fetch, change by itself or tell who wrote it: the first is refused with
//! its place, the last is left out.

use std::collections::BTreeSet;

use super::fault::{Fault, Problem};
use super::locator::Locator;
use super::parts::{Content, Kit, Outward, Role};
use super::tree::{Element, Node};

/// Fields that count pages and do nothing else (ECMA-376-1, 17.16.5).
const FIELDS: [&str; 4] = ["PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"];

/// Settings that say how pages are laid out; all others are left out: who edited, what is tracked, protected, attached,
/// merged with letters or updated on opening (ECMA-376-1, 17.15.1).
const SETTINGS: [&str; 26] = [
    "w:zoom",
    "w:mirrorMargins",
    "w:alignBordersAndEdges",
    "w:bordersDoNotSurroundHeader",
    "w:bordersDoNotSurroundFooter",
    "w:gutterAtTop",
    "w:defaultTabStop",
    "w:autoHyphenation",
    "w:consecutiveHyphenLimit",
    "w:hyphenationZone",
    "w:doNotHyphenateCaps",
    "w:evenAndOddHeaders",
    "w:drawingGridHorizontalSpacing",
    "w:drawingGridVerticalSpacing",
    "w:displayHorizontalDrawingGridEvery",
    "w:displayVerticalDrawingGridEvery",
    "w:characterSpacingControl",
    "w:hdrShapeDefaults",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "m:mathPr",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:shapeDefaults",
    "w:decimalSymbol",
];

/// Looks through all parts of `kit`, cleans them and returns what is refused, main text first.
pub(super) fn inspect(kit: &mut Kit) -> Vec<Fault> {
    let mut names: Vec<String> = kit.parts.keys().cloned().collect();
    names.sort_by_key(|name| (kit.parts.get(name).map(|part| !part.role.is_story()), *name != kit.main));
    let mut faults = Vec::new();
    for name in names {
        let locator = Locator::new(kit.story(&name));
        let outward = kit.outward.remove(&name).unwrap_or_default();
        let told = vec![false; outward.len()];
        let part = kit.parts.get(&name);
        let kept = part.into_iter().flat_map(|part| part.relations.iter().map(|link| &link.id));
        let known = kept.chain(part.into_iter().flat_map(|part| &part.refused)).cloned().collect();
        let mut guard = Guard { locator, known, outward, told, fields: Vec::new(), faults: Vec::new() };
        if let Some(part) = kit.parts.get_mut(&name)
            && let Content::Tree(tree) = &mut part.content
        {
            if part.role == Role::Settings {
                tree.drop_children(|child| !SETTINGS.contains(&child.name.as_str()));
            }
            guard.walk(tree);
            guard.finish();
        }
        faults.append(&mut guard.faults);
    }
    faults
}

struct Guard {
    locator: Locator,
    /// Ids of the relationships to parts that are kept, or were refused already.
    known: BTreeSet<String>,
    outward: Vec<Outward>,
    /// Which of them were named at their place.
    told: Vec<bool>,
    /// What the open fields say so far.
    fields: Vec<String>,
    faults: Vec<Fault>,
}

impl Guard {
    fn walk(&mut self, element: &mut Element) {
        self.locator.enter(element);
        self.check(element);
        clean(element);
        for child in element.elements_mut() {
            self.walk(child);
        }
        self.locator.leave(&element.name);
    }

    fn refuse(&mut self, problem: Problem) {
        let fault = self.locator.fault(problem);
        // One change or comment is often several elements of one paragraph.
        if self.faults.last() != Some(&fault) {
            self.faults.push(fault);
        }
    }

    fn check(&mut self, element: &Element) {
        let before = self.faults.len();
        match element.name.as_str() {
            "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" | "w:cellIns" | "w:cellDel" | "w:cellMerge" | "w:delText"
            | "w:delInstrText" => self.refuse(Problem::TrackedChange),
            name if name.starts_with("w:") && name.ends_with("Change") => self.refuse(Problem::TrackedChange),
            "w:commentReference" | "w:commentRangeStart" => self.refuse(Problem::Comment),
            "w:object" | "w:control" | "w:altChunk" | "w:subDoc" | "w:contentPart" | "o:OLEObject" => {
                self.refuse(Problem::Embedded);
            }
            "w:fldSimple" => self.field(element.attribute("w:instr").unwrap_or_default()),
            "w:fldChar" => self.field_mark(element.attribute("w:fldCharType").unwrap_or_default()),
            "w:instrText" => {
                let said: String = element.children.iter().filter_map(text).collect();
                match self.fields.last_mut() {
                    Some(field) => field.push_str(&said),
                    None => self.refuse(Problem::BrokenField),
                }
            }
            _ => {}
        }
        let is_sound = self.faults.len() == before;
        for (name, value) in &element.attributes {
            if name.starts_with("r:") {
                if let Some(at) = self.outward.iter().position(|link| link.id == *value) {
                    self.told[at] = true;
                    let target = self.outward[at].target.clone();
                    self.refuse(Problem::External(target));
                } else if is_sound && !value.is_empty() && !self.known.contains(value) {
                    // It leads nowhere; a word processor would call the paper damaged.
                    self.refuse(Problem::Damaged);
                }
            } else if matches!(name.as_str(), "src" | "href" | "o:href" | "w:href") && !value.is_empty() {
                self.refuse(Problem::External(value.clone()));
            }
        }
    }

    fn field_mark(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(String::new()),
            // What comes now is the field's last result, until its end.
            "separate" => {
                if let Some(said) = self.fields.last_mut().map(std::mem::take) {
                    self.field(&said);
                    // Looked at already; its end asks no more.
                    if let Some(last) = self.fields.last_mut() {
                        FIELDS[0].clone_into(last);
                    }
                } else {
                    self.refuse(Problem::BrokenField);
                }
            }
            "end" => match self.fields.pop() {
                Some(said) => self.field(&said),
                None => self.refuse(Problem::BrokenField),
            },
            _ => self.refuse(Problem::BrokenField),
        }
    }

    fn field(&mut self, said: &str) {
        let name = said.split_whitespace().next().unwrap_or_default().to_uppercase();
        if !FIELDS.contains(&name.as_str()) {
            let name: String = name.chars().take(24).collect();
            self.refuse(Problem::Field(name));
        }
    }

    fn finish(&mut self) {
        if !self.fields.is_empty() {
            self.refuse(Problem::BrokenField);
        }
        for (link, told) in std::mem::take(&mut self.outward).into_iter().zip(std::mem::take(&mut self.told)) {
            if !told {
                self.refuse(Problem::External(link.target));
            }
        }
    }
}

fn text(node: &Node) -> Option<&str> {
    if let Node::Text(text) = node { Some(text) } else { None }
}

/// Leaves out what says nothing on paper and may say who wrote it or where.
fn clean(element: &mut Element) {
    element.attributes.retain(|(name, _)| !name.starts_with("w:rsid"));
    for (name, value) in &mut element.attributes {
        // Word describes a picture by the path of its file.
        if matches!(name.as_str(), "descr" | "name" | "alt" | "title" | "o:title") && value.contains(['\\', '/']) {
            value.clear();
        }
    }
    element.drop_children(|child| {
        matches!(
            child.name.as_str(),
            "w:proofErr"
                | "w:lastRenderedPageBreak"
                | "w:permStart"
                | "w:permEnd"
                | "w:printerSettings"
                | "w:dataBinding"
                | "w15:dataBinding"
                | "w:placeholder"
                | "w:embedRegular"
                | "w:embedBold"
                | "w:embedItalic"
                | "w:embedBoldItalic"
                | "asvg:svgBlip"
                | "w:fldData"
                | "w:rsids"
                | "w:rsid"
        )
    });
}

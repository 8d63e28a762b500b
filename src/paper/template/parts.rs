//! Which parts of the package a template keeps: what its layout needs, and nothing that can run, fetch or name people.

use std::collections::{BTreeMap, VecDeque};

use super::fault::{Fault, Pages, Part, Place, Problem, TemplateError};
use super::package::{Package, Relation, Target, fault_in};
use super::tree::Element;

/// A part that is kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// What it is.
    pub role: Role,
    /// What it holds.
    pub content: Content,
    /// Its type.
    pub content_type: String,
    /// Its relationships to other parts that are kept: id, kind and name of the part.
    pub relations: Vec<Link>,
    /// Ids of its relationships to what is refused, named already.
    pub refused: Vec<String>,
}

/// A relationship to a part that is kept.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Id.
    pub id: String,
    /// Last word of the type.
    pub kind: &'static str,
    /// Name of the part.
    pub part: String,
}

/// What a part holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// XML.
    Tree(Element),
    /// A picture.
    Bytes(Vec<u8>),
}

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The main text.
    Text,
    /// A header.
    Header,
    /// A footer.
    Footer,
    /// Footnotes or endnotes.
    Notes,
    /// Settings.
    Settings,
    /// Styles.
    Styles,
    /// The table of fonts.
    Fonts,
    /// Anything else in XML.
    Other,
    /// A picture.
    Image,
}

impl Role {
    /// Whether it holds paragraphs.
    pub(super) const fn is_story(self) -> bool {
        matches!(self, Self::Text | Self::Header | Self::Footer | Self::Notes)
    }
}

/// A link out of the package, kept by nobody.
#[derive(Debug, Clone)]
pub(super) struct Outward {
    /// Id within its part.
    pub id: String,
    /// Where it leads.
    pub target: String,
}

/// The parts that are kept, and what was found beside them.
#[derive(Debug)]
pub(super) struct Kit {
    /// Name of the main text.
    pub main: String,
    /// Parts by name.
    pub parts: BTreeMap<String, Kept>,
    /// Links out of the package, by part.
    pub outward: BTreeMap<String, Vec<Outward>>,
    /// What is refused, and has no place in the text.
    pub faults: Vec<Fault>,
    /// What is told.
    pub doubts: Vec<Fault>,
}

/// What becomes of what a relationship leads to.
enum Use {
    Keep(&'static str, Role),
    /// Left out: names people, or says nothing on paper.
    Drop,
    Refuse(Problem),
}

fn use_of(kind: &str) -> Use {
    match kind {
        "styles" => Use::Keep("styles", Role::Styles),
        "settings" => Use::Keep("settings", Role::Settings),
        "fontTable" => Use::Keep("fontTable", Role::Fonts),
        "theme" => Use::Keep("theme", Role::Other),
        "numbering" => Use::Keep("numbering", Role::Other),
        "header" => Use::Keep("header", Role::Header),
        "footer" => Use::Keep("footer", Role::Footer),
        "footnotes" => Use::Keep("footnotes", Role::Notes),
        "endnotes" => Use::Keep("endnotes", Role::Notes),
        "image" => Use::Keep("image", Role::Image),
        // Comments that stand in the text are refused there.
        "webSettings"
        | "stylesWithEffects"
        | "customXml"
        | "glossaryDocument"
        | "people"
        | "printerSettings"
        | "font"
        | "comments"
        | "commentsExtended"
        | "commentsIds"
        | "commentsExtensible"
        | "documenttasks"
        | "classificationlabels"
        | "attachedTemplate"
        | "mailMergeSource"
        | "recipientData" => Use::Drop,
        "vbaProject" | "wordVbaData" | "keyMapCustomizations" | "attachedToolbars" | "ui" | "extensibility" => {
            Use::Refuse(Problem::Macros)
        }
        "oleObject"
        | "package"
        | "control"
        | "activeXControlBinary"
        | "aFChunk"
        | "subDocument"
        | "webextension"
        | "taskpanes"
        | "webextensiontaskpanes" => Use::Refuse(Problem::Embedded),
        other => Use::Refuse(Problem::ForeignPart(other.to_owned())),
    }
}

/// Takes what a template keeps out of `package`.
pub(super) fn gather(package: &Package) -> Result<Kit, TemplateError> {
    let main = main_part(package)?;
    let mut kit = Kit {
        main: main.clone(),
        parts: BTreeMap::new(),
        outward: BTreeMap::new(),
        faults: macros(package),
        doubts: Vec::new(),
    };
    let mut waiting = VecDeque::from([(main, Role::Text)]);
    while let Some((name, role)) = waiting.pop_front() {
        if kit.parts.contains_key(&name) {
            continue;
        }
        match kept(package, &name, role, &mut kit) {
            Ok(part) => {
                waiting.extend(part.relations.iter().map(|link| (link.part.clone(), role_of(link.kind))));
                kit.parts.insert(name, part);
            }
            Err(error) => kit.faults.extend(error),
        }
    }
    for relation in package.relations("")? {
        if let Target::External(target) = relation.target {
            kit.faults.push(fault_in("_rels/.rels", Problem::External(target)));
        } else if let Use::Refuse(problem @ (Problem::Macros | Problem::Embedded)) = use_of(&relation.kind) {
            kit.faults.push(fault_in("_rels/.rels", problem));
        }
    }
    Ok(kit)
}

fn role_of(kind: &str) -> Role {
    if let Use::Keep(_, role) = use_of(kind) { role } else { Role::Other }
}

fn main_part(package: &Package) -> Result<String, TemplateError> {
    let whole = |problem| TemplateError::from(Fault { place: Place::in_part(Part::Package), problem });
    let is_main = |relation: &Relation| relation.kind == "officeDocument";
    let target = package.relations("")?.into_iter().find(is_main).map(|relation| relation.target);
    let Some(Target::Part(name)) = target else { return Err(whole(Problem::NoDocument)) };
    match package.type_of(&name) {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml" => Ok(name),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml" => {
            Err(whole(Problem::WordTemplate))
        }
        other if other.contains("macroEnabled") => Err(whole(Problem::Macros)),
        _ => Err(whole(Problem::NoDocument)),
    }
}

/// Macros by their files and types, whether anything leads to them or not.
fn macros(package: &Package) -> Vec<Fault> {
    let called = |name: &str| {
        let name = name.to_lowercase();
        ["vbaproject", "vbadata", "attachedtoolbars"].iter().any(|part| name.contains(part))
    };
    let named = package.names().filter(|name| called(name));
    let mut faults: Vec<Fault> = named.map(|name| fault_in(name, Problem::Macros)).collect();
    let typed = |kind: &str| kind.contains("macroEnabled") || kind.contains("vbaProject");
    if faults.is_empty() && package.types().any(typed) {
        faults.push(Fault { place: Place::in_part(Part::Package), problem: Problem::Macros });
    }
    faults
}

fn kept(package: &Package, name: &str, role: Role, kit: &mut Kit) -> Result<Kept, TemplateError> {
    let content = if role == Role::Image {
        Content::Bytes(
            package.file(name).ok_or_else(|| TemplateError::from(fault_in(name, Problem::Damaged)))?.to_vec(),
        )
    } else {
        Content::Tree(package.tree(name)?)
    };
    let (mut relations, mut refused) = (Vec::new(), Vec::new());
    for relation in package.relations(name)? {
        let target = match relation.target {
            Target::External(target) => {
                kit.outward.entry(name.to_owned()).or_default().push(Outward { id: relation.id, target });
                continue;
            }
            Target::Part(target) => target,
        };
        match use_of(&relation.kind) {
            // A drawing of lines may hold scripts; Word keeps the same picture in pixels beside it.
            Use::Keep("image", _) if package.type_of(&target).contains("svg") => {}
            Use::Keep(..) if target.is_empty() => kit.faults.push(fault_in(name, Problem::Damaged)),
            Use::Keep(kind, _) => relations.push(Link { id: relation.id, kind, part: target }),
            Use::Drop if relation.kind == "font" => {
                if kit.doubts.iter().all(|doubt| doubt.problem != Problem::Fonts) {
                    kit.doubts.push(fault_in(name, Problem::Fonts));
                }
            }
            Use::Drop => {}
            Use::Refuse(problem) => {
                let known = |fault: &Fault| fault.problem == problem && fault.place.part == Part::Entry(target.clone());
                if !kit.faults.iter().any(known) {
                    kit.faults.push(fault_in(if target.is_empty() { name } else { &target }, problem));
                }
                refused.push(relation.id);
            }
        }
    }
    Ok(Kept { role, content, content_type: package.type_of(name).to_owned(), relations, refused })
}

impl Kit {
    /// The tree of the part called `name`.
    pub(super) fn tree(&self, name: &str) -> Option<&Element> {
        match self.parts.get(name).map(|part| &part.content) {
            Some(Content::Tree(tree)) => Some(tree),
            _ => None,
        }
    }

    /// Headers and footers as people see them: which pages those of each part stand on.
    pub(super) fn story(&self, name: &str) -> Part {
        let role = self.parts.get(name).map(|part| part.role);
        match role {
            Some(Role::Header) => Part::Header(self.pages(name)),
            Some(Role::Footer) => Part::Footer(self.pages(name)),
            Some(Role::Notes) => Part::Notes,
            Some(Role::Text) => Part::Text,
            _ => Part::Entry(name.to_owned()),
        }
    }

    fn pages(&self, name: &str) -> Pages {
        let link = self.parts.get(&self.main).and_then(|main| main.relations.iter().find(|link| link.part == name));
        let found = link.zip(self.tree(&self.main)).and_then(|(link, text)| reference_to(text, &link.id));
        match found {
            Some("first") => Pages::First,
            Some("even") => Pages::Even,
            _ => Pages::Other,
        }
    }
}

/// Type of the first header or footer reference with this id.
fn reference_to<'a>(element: &'a Element, id: &str) -> Option<&'a str> {
    if matches!(element.name.as_str(), "w:headerReference" | "w:footerReference")
        && element.attribute("r:id") == Some(id)
    {
        return element.attribute("w:type");
    }
    element.elements().find_map(|child| reference_to(child, id))
}

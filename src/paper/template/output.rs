//! A filled template as a package: only parts that are kept, ours beside them, properties of the document in place of the
//! office's own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Template;
use super::dress::{Italics, Look, is_on};
use super::fill::{ANNEX_HEADER, Filling};
use super::mark::Mark;
use super::package::TYPES;
use super::parts::{Content, Kept, Kit, Link, Role};
use super::properties::{Of, Properties};
use super::section;
use super::tree::{Element, Node};
use crate::paper::docx::{parts, picture};
use crate::paper::{Document, PaperError, Status};

const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// Kinds of pages that may have a header of their own.
const KINDS: [&str; 3] = ["default", "first", "even"];

/// The package of `document` in `template`.
pub(super) fn render(document: &Document, template: &Template) -> Result<Vec<u8>, PaperError> {
    let kit = &*template.kit;
    let text = kit.tree(&kit.main).ok_or_else(|| PaperError::Package(kit.main.clone()))?;
    let body = text.child("w:body").ok_or_else(|| PaperError::Package(kit.main.clone()))?;
    let filling = Filling {
        document,
        marks: template.marks.iter().map(|placed| placed.mark).collect(),
        look: look_of(body),
        room: section_of(body).map_or_else(|| section::room(&section::plain()), section::room),
        first_picture: free_numbers(kit, picture::all(document).count()),
    };
    let mut filled: BTreeMap<String, Kept> = BTreeMap::new();
    for (name, part) in &kit.parts {
        let content = match &part.content {
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Tree(tree) => Content::Tree(match part.role {
                Role::Text => filling.text(tree),
                Role::Header => header(&filling, tree),
                Role::Footer | Role::Notes => filling.element(tree),
                _ => tree.clone(),
            }),
        };
        filled.insert(name.clone(), Kept { content, ..part.clone() });
    }
    let folder = kit.main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut made = Made { folder, main: kit.main.clone(), parts: filled };
    made.headers(&filling);
    made.styles(&filling.look)?;
    made.pictures(&filling);
    packed(&made, document).map_err(|error| PaperError::Package(error.to_string()))
}

/// How running text looks: as the paragraph where it is to stand.
fn look_of(body: &Element) -> Look {
    fn find(element: &Element) -> Option<Look> {
        element.children.iter().find_map(|child| match child {
            Node::Slot(slot) if slot.mark == Mark::Body => {
                Some(Look { paragraph: slot.paragraph.clone(), run: slot.run.clone() })
            }
            Node::Element(element) => find(element),
            _ => None,
        })
    }
    let plain = || Look { paragraph: Properties::none(Of::Paragraph), run: Properties::none(Of::Run) };
    find(body).unwrap_or_else(plain)
}

/// The section that the text stands in.
fn section_of(body: &Element) -> Option<&Element> {
    let at = body.children.iter().position(|child| holds(child, Mark::Body)).unwrap_or(0);
    body.children.get(at..)?.iter().find_map(section::ended_by)
}

/// Whether the slot of `mark` is there.
fn holds(node: &Node, mark: Mark) -> bool {
    match node {
        Node::Slot(slot) => slot.mark == mark,
        Node::Element(element) => element.children.iter().any(|child| holds(child, mark)),
        Node::Text(_) => false,
    }
}

/// A header filled; a draft says so where the office did not choose a place for it.
fn header(filling: &Filling<'_>, tree: &Element) -> Element {
    let mut filled = filling.element(tree);
    let says_itself = tree.children.iter().any(|child| holds(child, Mark::Status));
    if filling.document.status == Status::Draft && !says_itself {
        filled.children.extend(filling.look.dress([parts::draft()], Italics::AsDecree));
    }
    filled
}

/// The first of `count` numbers in a row that no picture of the template has.
fn free_numbers(kit: &Kit, count: usize) -> usize {
    fn ids(element: &Element, taken: &mut BTreeSet<usize>) {
        if element.name == "wp:docPr" {
            taken.extend(element.attribute("id").and_then(|id| id.parse::<usize>().ok()));
        }
        element.elements().for_each(|child| ids(child, taken));
    }
    /// Numbers beyond are Word's own, drawn by lot; counting does not reach them.
    const BEYOND: usize = 1 << 20;
    if count == 0 {
        return 0;
    }
    let mut taken = BTreeSet::new();
    for (name, part) in &kit.parts {
        if let Content::Tree(tree) = &part.content {
            ids(tree, &mut taken);
        }
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<usize>().ok();
        taken.extend(name.rsplit_once("media/").and_then(|(_, file)| digits(file)));
        taken
            .extend(part.relations.iter().filter_map(|link| link.id.strip_prefix("rIdPicture")?.parse::<usize>().ok()));
    }
    taken.retain(|number| *number < BEYOND);
    // Pictures are called by their number plus one.
    let mut first = 0;
    while let Some(last) = taken.range(first + 1..=first + count).next_back() {
        first = *last;
    }
    first
}

/// The parts of the paper.
struct Made {
    folder: String,
    main: String,
    parts: BTreeMap<String, Kept>,
}

impl Made {
    fn tree(&mut self, name: &str) -> Option<&mut Element> {
        match self.parts.get_mut(name).map(|part| &mut part.content) {
            Some(Content::Tree(tree)) => Some(tree),
            _ => None,
        }
    }

    fn by_role(&self, role: Role) -> Option<String> {
        self.parts.iter().find(|(_, part)| part.role == role).map(|(name, _)| name.clone())
    }

    fn add(&mut self, name: String, role: Role, kind: &'static str, id: String, tree: Element) {
        let content_type = format!("{CONTENT_TYPE}.{kind}+xml");
        self.parts.insert(
            name.clone(),
            Kept { role, content: Content::Tree(tree), content_type, relations: Vec::new(), refused: Vec::new() },
        );
        let main = self.main.clone();
        if let Some(main) = self.parts.get_mut(&main) {
            main.relations.push(Link { id, kind, part: name });
        }
    }

    /// Headers that the template lacks: for a draft on every kind of page, and for the first pages of annexes.
    fn headers(&mut self, filling: &Filling<'_>) {
        let draft = filling.document.status == Status::Draft;
        let even_differ =
            self.by_role(Role::Settings).and_then(|name| self.tree(&name)?.child("w:evenAndOddHeaders").cloned());
        let even_differ = even_differ.is_some_and(|even| even.value().is_none_or(is_on));
        let blank = if draft { parts::draft() } else { crate::paper::docx::paragraph::hairline(None) };
        let blank = || {
            let mut header = Element::new("w:hdr").with("xmlns:w", WORD);
            header.children = filling.look.dress([blank.clone()], Italics::AsDecree);
            header
        };
        let main = self.main.clone();
        let Some(body) = self.tree(&main).and_then(|text| {
            if text.attribute("xmlns:r").is_none() {
                text.set("xmlns:r", RELATIONSHIP);
            }
            text.child_mut("w:body")
        }) else {
            return;
        };
        let names_annex_header = mentions(body, ANNEX_HEADER);
        let first_differ = has_title_page(body);
        let mut added = Vec::new();
        if let Some(first) = section::first_mut(body).filter(|_| draft) {
            for kind in KINDS {
                let wanted = kind == "default" || kind == "first" && first_differ || kind == "even" && even_differ;
                if wanted && !section::refers(first, kind) {
                    let id = format!("rIdKiemtra-{kind}");
                    section::refer(first, kind, &id);
                    added.push((format!("kiemtra-header-{kind}.xml"), id));
                }
            }
        }
        if names_annex_header {
            added.push(("kiemtra-header-annex.xml".to_owned(), ANNEX_HEADER.to_owned()));
        }
        for (file, id) in added {
            let name = format!("{}{file}", self.folder);
            self.add(name, Role::Header, "header", id, blank());
        }
    }

    fn styles(&mut self, look: &Look) -> Result<(), PaperError> {
        let lost = |part: &str| PaperError::Package(part.to_owned());
        for (role, kind, part) in
            [(Role::Styles, "styles", parts::styles()), (Role::Settings, "settings", parts::settings())]
        {
            if self.by_role(role).is_none() {
                let tree = Element::read(&part).map_err(|_| lost(kind))?;
                self.add(format!("{}kiemtra-{kind}.xml", self.folder), role, kind, format!("rIdKiemtra-{kind}"), tree);
            }
        }
        let name = self.by_role(Role::Styles).ok_or_else(|| lost("styles"))?;
        look.add_styles(self.tree(&name).ok_or_else(|| lost("styles"))?);
        Ok(())
    }

    fn pictures(&mut self, filling: &Filling<'_>) {
        for (number, each) in picture::all(filling.document) {
            let number = number + filling.first_picture;
            let name = format!("{}{}", self.folder, picture::file_name(each, number));
            let content_type = format!("image/{}", each.image.format().ending());
            let content = Content::Bytes(each.image.bytes().to_vec());
            let link = Link { id: picture::relationship(number), kind: "image", part: name.clone() };
            self.parts.insert(
                name,
                Kept { role: Role::Image, content, content_type, relations: Vec::new(), refused: Vec::new() },
            );
            let main = self.main.clone();
            if let Some(main) = self.parts.get_mut(&main) {
                main.relations.push(link);
            }
        }
    }

    fn types(&self) -> Element {
        let mut types =
            Element::new("Types").with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
        let mut endings: BTreeMap<String, &str> = BTreeMap::new();
        endings.insert("rels".to_owned(), "application/vnd.openxmlformats-package.relationships+xml");
        endings.insert("xml".to_owned(), "application/xml");
        let ending = |name: &str| name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        for (name, part) in self.parts.iter().filter(|(_, part)| part.role == Role::Image) {
            endings.entry(ending(name)).or_insert(&part.content_type);
        }
        for (ending, content_type) in &endings {
            types = types.holding(Element::new("Default").with("Extension", ending).with("ContentType", content_type));
        }
        let own = [
            ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ];
        let kept = self.parts.iter().map(|(name, part)| (name.as_str(), part.content_type.as_str()));
        let told = |(name, content_type): &(&str, &str)| endings.get(&ending(name)) != Some(content_type);
        for (name, content_type) in own.into_iter().chain(kept).filter(told) {
            let part = Element::new("Override").with("PartName", format!("/{name}"));
            types = types.holding(part.with("ContentType", content_type));
        }
        types
    }
}

fn mentions(element: &Element, id: &str) -> bool {
    element.attribute("r:id") == Some(id) || element.elements().any(|child| mentions(child, id))
}

fn has_title_page(element: &Element) -> bool {
    section::has_title_page(element) || element.elements().any(has_title_page)
}

fn relationships<'a>(each: impl IntoIterator<Item = (&'a str, String, String)>) -> Element {
    let mut all = Element::new("Relationships").with("xmlns", RELATIONSHIPS);
    for (id, kind, target) in each {
        all = all.holding(Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target));
    }
    all
}

fn packed(made: &Made, document: &Document) -> Result<Vec<u8>, ZipError> {
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    // The date stays that of the first of January 1980, so that the same paper has the same bytes.
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
    let mut put = |name: &str, content: &[u8], options: SimpleFileOptions| -> Result<(), ZipError> {
        written.start_file(name, options)?;
        Ok(written.write_all(content)?)
    };
    put(TYPES, &made.types().part(), options)?;
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let root = [
        ("rId1", format!("{RELATIONSHIP}/officeDocument"), made.main.clone()),
        ("rId2", core.to_owned(), "docProps/core.xml".to_owned()),
        ("rId3", format!("{RELATIONSHIP}/extended-properties"), "docProps/app.xml".to_owned()),
    ];
    put("_rels/.rels", &relationships(root).part(), options)?;
    let app = Element::new("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties");
    put("docProps/app.xml", &app.part(), options)?;
    put("docProps/core.xml", &parts::core(&document.properties), options)?;
    for (name, part) in &made.parts {
        match &part.content {
            Content::Tree(tree) => put(name, &tree.part(), options)?,
            // Pictures are compressed already.
            Content::Bytes(bytes) => put(name, bytes, options.compression_method(CompressionMethod::Stored))?,
        }
        if part.relations.is_empty() {
            continue;
        }
        let (folder, file) =
            name.rsplit_once('/').map_or((String::new(), name.as_str()), |(folder, file)| (format!("{folder}/"), file));
        let target = |part: &str| part.strip_prefix(folder.as_str()).map_or_else(|| format!("/{part}"), str::to_owned);
        let links = part.relations.iter();
        let links = links.map(|link| (link.id.as_str(), format!("{RELATIONSHIP}/{}", link.kind), target(&link.part)));
        put(&format!("{folder}_rels/{file}.rels"), &relationships(links).part(), options)?;
    }
    Ok(written.finish()?.into_inner())
}

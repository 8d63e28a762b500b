//! The parts of a template as trees: read strictly, written as they were.
//!
//! Only what can do harm or can mean two things is not taken: a document type (with it entities), names and characters that XML
//! forbids, nesting without end, and the prefixes of WordprocessingML bound to anything else. Comments and processing
//! instructions say nothing to a word processor and are left out.

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use crate::paper::docx::xml::{self, escape};

/// Deeper nesting than this is no document that a person made.
const DEEPEST: usize = 200;

/// Prefixes that the rest of this room relies on, with the one namespace each may stand for (ECMA-376-1, transitional).
const PREFIXES: [(&str, &str); 8] = [
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
];
/// What the namespaces of ISO/IEC 29500 "strict" begin with.
const STRICT: &str = "http://purl.oclc.org/ooxml/";

/// Why a part could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TreeError {
    /// It is no well-formed XML in UTF-8.
    Broken,
    /// It declares a document type.
    Doctype,
    /// Its names are those of another dialect than Word's usual one.
    Dialect,
}

impl<E: std::error::Error> From<E> for TreeError {
    fn from(_: E) -> Self {
        Self::Broken
    }
}

/// An element; texts and values are unescaped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// Name with prefix.
    pub name: String,
    /// Attributes as they come, declarations of namespaces among them.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// Something within an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
    /// A mark that was found, to be filled.
    Slot(Box<super::slot::Slot>),
}

impl Element {
    /// An element without attributes or children.
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// An element of the same name and attributes.
    pub(super) fn clone_head(&self) -> Self {
        Self { name: self.name.clone(), attributes: self.attributes.clone(), children: Vec::new() }
    }

    /// With the attribute `name`.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and literals are written as they are")]
    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, &value.to_string());
        self
    }

    /// With `child` as its last child.
    pub(super) fn holding(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// Value of the attribute `name`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Value of `w:val`.
    pub(super) fn value(&self) -> Option<&str> {
        self.attribute("w:val")
    }

    /// Gives the attribute `name` this value.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Child elements.
    pub(super) fn elements(&self) -> impl DoubleEndedIterator<Item = &Self> {
        self.children.iter().filter_map(Node::element)
    }

    /// Child elements, to be changed.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(Node::element_mut)
    }

    /// The first child called `name`.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|child| child.name == name)
    }

    /// The first child called `name`, to be changed.
    pub(super) fn child_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.elements_mut().find(|child| child.name == name)
    }

    /// Leaves out the child elements that `dropped` says.
    pub(super) fn drop_children(&mut self, mut dropped: impl FnMut(&Self) -> bool) {
        self.children.retain(|child| child.element().is_none_or(|child| !dropped(child)));
    }

    /// Whether it or anything below it is called `name`.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.name == name || self.elements().any(|child| child.contains(name))
    }

    /// Reads a part.
    pub(super) fn read(part: &[u8]) -> Result<Self, TreeError> {
        let text = std::str::from_utf8(part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part))?;
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        loop {
            match reader.read_event()? {
                Event::Start(start) => {
                    if root.is_some() || open.len() >= DEEPEST {
                        return Err(TreeError::Broken);
                    }
                    open.push(opened(&start, &open)?);
                }
                Event::Empty(start) => {
                    let element = opened(&start, &open)?;
                    close(element, &mut open, &mut root)?;
                }
                Event::End(_) => {
                    let element = open.pop().ok_or(TreeError::Broken)?;
                    close(element, &mut open, &mut root)?;
                }
                Event::Text(text) => said(&text.xml10_content(), &mut open)?,
                Event::CData(text) => said(&text.xml10_content(), &mut open)?,
                Event::GeneralRef(reference) => match reference.resolve_char_ref()? {
                    Some(c) => said(c.encode_utf8(&mut [0; 4]), &mut open)?,
                    None => said(resolve_predefined_entity(&reference).ok_or(TreeError::Broken)?, &mut open)?,
                },
                Event::DocType(_) => return Err(TreeError::Doctype),
                Event::Decl(declaration) => {
                    let encoding = declaration.encoding().transpose()?;
                    if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
                        return Err(TreeError::Broken);
                    }
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        if open.is_empty() { root.ok_or(TreeError::Broken) } else { Err(TreeError::Broken) }
    }

    /// As a part of its own.
    pub(super) fn part(&self) -> Vec<u8> {
        xml::part(|xml| self.write(xml))
    }

    fn write(&self, xml: &mut String) {
        let attributes = self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let child = |child: &Node, xml: &mut String| match child {
            Node::Element(child) => child.write(xml),
            Node::Text(text) => escape(text, xml),
            Node::Slot(_) => {}
        };
        xml::write_element(xml, &self.name, attributes, &self.children, child);
    }
}

impl From<xml::Element> for Element {
    /// An element of our own writers.
    fn from(written: xml::Element) -> Self {
        let child = |node| match node {
            xml::Node::Element(child) => Node::Element(Self::from(child)),
            xml::Node::Text(text) => Node::Text(text),
        };
        let attribute = |(name, value): (&str, String)| (name.to_owned(), value);
        Self {
            name: written.name.to_owned(),
            attributes: written.attributes.into_iter().map(attribute).collect(),
            children: written.children.into_iter().map(child).collect(),
        }
    }
}

impl Node {
    /// The element, where it is one.
    pub(super) fn element(&self) -> Option<&Element> {
        if let Self::Element(element) = self { Some(element) } else { None }
    }

    /// The element, where it is one, to be changed.
    pub(super) fn element_mut(&mut self) -> Option<&mut Element> {
        if let Self::Element(element) = self { Some(element) } else { None }
    }
}

fn opened(start: &BytesStart<'_>, open: &[Element]) -> Result<Element, TreeError> {
    let mut element = Element::new(start.name().into_inner());
    for attribute in start.attributes() {
        let attribute = attribute?;
        let name = attribute.key.into_inner();
        let value = unescape_with(&attribute.value, resolve_predefined_entity)?;
        if !is_name(name) || value.contains(forbidden) {
            return Err(TreeError::Broken);
        }
        declared(name, &value)?;
        element.attributes.push((name.to_owned(), value.into_owned()));
    }
    let attributes = element.attributes.iter().map(|(name, _)| name);
    if !is_name(&element.name)
        || ![&element.name].into_iter().chain(attributes).all(|name| is_bound(name, &element, open))
    {
        return Err(TreeError::Broken);
    }
    Ok(element)
}

fn close(mut element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), TreeError> {
    // White space between elements only sets the XML out.
    if element.elements().next().is_some() {
        element.children.retain(|child| !matches!(child, Node::Text(text) if text.trim().is_empty()));
    }
    match open.last_mut() {
        Some(parent) => parent.children.push(Node::Element(element)),
        None if root.is_none() => *root = Some(element),
        None => return Err(TreeError::Broken),
    }
    Ok(())
}

fn said(text: &str, open: &mut [Element]) -> Result<(), TreeError> {
    if text.contains(forbidden) {
        return Err(TreeError::Broken);
    }
    match open.last_mut() {
        Some(parent) => match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        },
        None if text.trim().is_empty() => {}
        None => return Err(TreeError::Broken),
    }
    Ok(())
}

/// What XML 1.0 (§2.2) forbids.
fn forbidden(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn is_name(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    name.split_once(':').map_or_else(|| word(name), |(prefix, local)| word(prefix) && word(local))
}

/// Whether the prefix of `name` is declared on `element` or around it.
fn is_bound(name: &str, element: &Element, open: &[Element]) -> bool {
    let Some((prefix, _)) = name.split_once(':') else { return true };
    if matches!(prefix, "xml" | "xmlns") {
        return true;
    }
    let declares = |element: &Element| {
        element
            .attributes
            .iter()
            .any(|(name, _)| name.strip_prefix("xmlns:").is_some_and(|declared| declared == prefix))
    };
    declares(element) || open.iter().rev().any(declares)
}

/// Refuses a declaration that gives a known name another meaning, or a known meaning another name.
fn declared(name: &str, namespace: &str) -> Result<(), TreeError> {
    let prefix = if name == "xmlns" { "" } else { name.strip_prefix("xmlns:").unwrap_or(":") };
    if prefix == ":" {
        return Ok(());
    }
    let strict = namespace.starts_with(STRICT);
    let meant_otherwise = PREFIXES.iter().any(|&(known, meaning)| known == prefix && meaning != namespace);
    // DrawingML and VML parts may make theirs the default; the main namespaces must have their usual prefix.
    let called_otherwise = PREFIXES.iter().any(|&(known, meaning)| {
        meaning == namespace && known != prefix && (!prefix.is_empty() || matches!(known, "w" | "r" | "mc"))
    });
    if strict || meant_otherwise || called_otherwise { Err(TreeError::Dialect) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    fn read(xml: &str) -> Result<Element, TreeError> {
        Element::read(xml.as_bytes())
    }

    fn written(xml: &str) -> String {
        let mut out = String::new();
        read(xml).unwrap().write(&mut out);
        out
    }

    #[test]
    fn what_is_read_is_written_again() {
        let xml = format!("<w:p {W} b=\"&quot;1&amp;\"><w:t xml:space=\"preserve\"> a &lt; đ&amp; </w:t><w:br/></w:p>");
        assert_eq!(written(&xml), xml);
        assert_eq!(
            written("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a>\n <b/>\n <c>&#x111;<![CDATA[<]]></c></a>"),
            "<a><b/><c>đ&lt;</c></a>"
        );
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for xml in [
            "",
            "a",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>b",
            "<a b=1/>",
            "<a b=\"1\" b=\"2\"/>",
            "<a>&b;</a>",
            "<a>&#0;</a>",
            "<a>&#1;</a>",
            "<w:a/>",
            "<a w:b=\"1\"/>",
            "<a b=\"&c;\"/>",
            "<1/>",
            "<a:b:c/>",
            "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>",
        ] {
            assert_eq!(read(xml), Err(TreeError::Broken), "{xml}");
        }
        assert_eq!(read(&"<a>".repeat(100_000)), Err(TreeError::Broken));
        assert_eq!(Element::read(b"\xff\xfe<\0a\0/\0>\0"), Err(TreeError::Broken));
    }

    #[test]
    fn document_types_and_other_dialects_are_refused_by_name() {
        assert_eq!(read("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Err(TreeError::Doctype));
        for xml in [
            "<w:p xmlns:w=\"urn:other\"/>".to_owned(),
            W.replace("xmlns:w", "<x:p xmlns:x") + "/>",
            W.replace("xmlns:w", "<p xmlns") + "/>",
            "<w:p xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/>".to_owned(),
        ] {
            assert_eq!(read(&xml), Err(TreeError::Dialect), "{xml}");
        }
    }
}

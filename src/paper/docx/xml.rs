//! A small XML tree, just large enough for WordprocessingML.

use std::fmt::Write;

/// An element of the tree.
#[derive(Debug, Clone)]
pub(in crate::paper) struct Element {
    /// Name with prefix.
    pub name: &'static str,
    /// Attributes in order.
    pub attributes: Vec<(&'static str, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// Something within an element.
#[derive(Debug, Clone)]
pub(in crate::paper) enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

/// An element `name` without attributes or children.
pub(in crate::paper) fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), children: Vec::new() }
}

/// `<name w:val="value"/>`, the commonest element of all.
pub(in crate::paper) fn valued(name: &'static str, value: impl ToString) -> Element {
    element(name).with("w:val", value)
}

impl Element {
    /// With the attribute `name`.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and literals are written as they are")]
    pub(in crate::paper) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// With `child` as its last child.
    pub(in crate::paper) fn child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// With `children` behind those it has.
    pub(in crate::paper) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// With `text`, whose spaces count.
    pub(in crate::paper) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// As a part of its own.
    pub(in crate::paper) fn into_part(self) -> Vec<u8> {
        part(|xml| self.write(xml))
    }

    fn write(&self, xml: &mut String) {
        let attributes = self.attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let child = |child: &Node, xml: &mut String| match child {
            Node::Element(child) => child.write(xml),
            Node::Text(text) => escape(text, xml),
        };
        write_element(xml, self.name, attributes, &self.children, child);
    }
}

/// A part of a package: declaration and what `content` writes, in UTF-8.
pub(in crate::paper) fn part(content: impl FnOnce(&mut String)) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    content(&mut xml);
    xml.into_bytes()
}

/// Writes an element whose children `child` writes.
pub(in crate::paper) fn write_element<'a, C>(
    xml: &mut String,
    name: &str,
    attributes: impl Iterator<Item = (&'a str, &'a str)>,
    children: &[C],
    child: impl Fn(&C, &mut String),
) {
    xml.push('<');
    xml.push_str(name);
    for (name, value) in attributes {
        xml.push(' ');
        xml.push_str(name);
        xml.push_str("=\"");
        escape(value, xml);
        xml.push('"');
    }
    if children.is_empty() {
        xml.push_str("/>");
        return;
    }
    xml.push('>');
    for of in children {
        child(of, xml);
    }
    xml.push_str("</");
    xml.push_str(name);
    xml.push('>');
}

/// Writes `text` as XML text or attribute value. What XML forbids altogether is left out here once more, so
/// that no text, wherever it came from, can make a part that does not open.
pub(in crate::paper) fn escape(text: &str, xml: &mut String) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => _ = write!(xml, "&#{};", u32::from(c)),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => xml.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_text_and_attributes() {
        let tree = element("a").with("b", "\"<&>\"\n").child(element("c")).text("1 < 2\u{1}");
        let xml = String::from_utf8(tree.into_part()).unwrap();
        let (_, xml) = xml.split_once('\n').unwrap();
        assert_eq!(xml, "<a b=\"&quot;&lt;&amp;&gt;&quot;&#10;\"><c/>1 &lt; 2</a>");
    }
}

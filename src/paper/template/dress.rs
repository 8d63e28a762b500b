//! Our paragraphs and tables in a template's clothes: running text and headings look as the mark's paragraph does; tables,
//! captions and titles have styles of ours, added to the template's under names of their own.

use super::properties::{Of, Properties};
use super::tree::{Element, Node};
use crate::paper::docx::paragraph;
use crate::paper::docx::xml;

/// What the ids of our styles begin with in a template.
const PREFIX: &str = "Kiemtra";
/// The styles of the built-in layout that are needed beside the template's own text.
const STYLES: [&str; 7] = ["Centered", "Addressed", "Listed", "Cell", "CellCentered", "CellRight", "Hairline"];

/// How a mark's paragraph looks.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// Its own properties.
    pub paragraph: Properties,
    /// Those of its text.
    pub run: Properties,
}

/// Whether italics of ours are kept where the look is the template's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Italics {
    /// The office chose the look for just this.
    AsTemplate,
    /// The look is that of other text.
    AsDecree,
}

impl Look {
    /// `written` in this look.
    pub(super) fn dress(&self, written: impl IntoIterator<Item = xml::Element>, italics: Italics) -> Vec<Node> {
        written.into_iter().map(|element| Node::Element(self.dressed(Element::from(element), italics))).collect()
    }

    fn dressed(&self, mut element: Element, italics: Italics) -> Element {
        if element.name != "w:p" {
            let children = std::mem::take(&mut element.children);
            element.children = children
                .into_iter()
                .map(|child| match child {
                    Node::Element(child) => Node::Element(self.dressed(child, italics)),
                    other => other,
                })
                .collect();
            return element;
        }
        let own = Properties::of(Of::Paragraph, &element);
        let style = own.get("w:pStyle").and_then(Element::value).unwrap_or_default().to_owned();
        match style.as_str() {
            "BodyText" => self.running(&element, &own, italics, |_| {}),
            "BodyBlanks" => self.running(&element, &own, italics, |properties| properties.set(valued("w:jc", "left"))),
            "Heading1" | "Heading2" => {
                let level = if style == "Heading1" { "0" } else { "1" };
                self.running(&element, &own, italics, |properties| {
                    properties.set(Element::new("w:keepNext"));
                    properties.set(Element::new("w:keepLines"));
                    properties.set(valued("w:outlineLvl", level));
                })
            }
            _ => {
                if let Some(style) = element.child_mut("w:pPr").and_then(|properties| properties.child_mut("w:pStyle"))
                {
                    let id = format!("{PREFIX}{}", style.value().unwrap_or_default());
                    style.set("w:val", &id);
                }
                element
            }
        }
    }

    fn running(
        &self,
        element: &Element,
        own: &Properties,
        italics: Italics,
        also: impl FnOnce(&mut Properties),
    ) -> Element {
        let mut properties = self.paragraph.clone();
        for name in ["w:keepNext", "w:keepLines"] {
            if own.get(name).is_some() {
                properties.set(Element::new(name));
            }
        }
        also(&mut properties);
        let mut paragraph = Element::new("w:p");
        paragraph.children.extend(properties.element().map(Node::Element));
        for run in element.elements().filter(|child| child.name == "w:r") {
            let cut = Properties::of(Of::Run, run);
            let mut look = self.run.clone();
            if cut.get("w:b").is_some() {
                look.switch_on("w:b");
            }
            if cut.get("w:i").is_some() && italics == Italics::AsDecree {
                look.switch_on("w:i");
            }
            let said = run.elements().filter(|child| child.name != "w:rPr").cloned().map(Node::Element);
            let children = look.element().map(Node::Element).into_iter().chain(said).collect();
            paragraph.children.push(Node::Element(Element { children, ..Element::new("w:r") }));
        }
        paragraph
    }

    /// Adds our styles to those of a template, standing on the style of its text.
    pub(super) fn add_styles(&self, styles: &mut Element) {
        let is_default = |style: &&Element| {
            style.attribute("w:type") == Some("paragraph") && style.attribute("w:default").is_some_and(is_on)
        };
        let default = styles.elements().find(is_default).and_then(|style| style.attribute("w:styleId"));
        let own = self.paragraph.get("w:pStyle").and_then(Element::value);
        let base = own.or(default).map(str::to_owned);
        styles.drop_children(|style| style.attribute("w:styleId").is_some_and(|id| id.starts_with(PREFIX)));
        for style in paragraph::styles().into_iter().map(Element::from) {
            let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
            if STYLES.contains(&id.as_str()) {
                styles.children.push(Node::Element(self.style(&style, &id, base.as_deref())));
            }
        }
    }

    /// A style of ours, on `base`, with all that it might take over from there and must not.
    fn style(&self, written: &Element, id: &str, base: Option<&str>) -> Element {
        let mut paragraph = Properties::of(Of::Paragraph, written);
        let none = Element::new("w:numPr").holding(valued("w:ilvl", "0")).holding(valued("w:numId", "0"));
        for property in [
            off("w:keepNext"),
            off("w:keepLines"),
            off("w:pageBreakBefore"),
            none,
            Element::new("w:ind").with("w:left", 0).with("w:right", 0).with("w:firstLine", 0),
            off("w:contextualSpacing"),
            valued("w:outlineLvl", "9"),
        ] {
            paragraph.set(property);
        }
        if paragraph.get("w:jc").is_none() {
            paragraph.set(valued("w:jc", "left"));
        }
        let mut run = Properties::of(Of::Run, written);
        for name in ["w:b", "w:bCs", "w:i", "w:iCs", "w:caps"] {
            run.set(off(name));
        }
        if let Some(fonts) = self.run.get("w:rFonts") {
            run.set(fonts.clone());
        }
        let mut style = Element::new("w:style").with("w:type", "paragraph").with("w:customStyle", 1);
        style.set("w:styleId", &format!("{PREFIX}{id}"));
        style = style.holding(valued("w:name", &format!("{PREFIX} {id}")));
        if let Some(base) = base {
            style = style.holding(valued("w:basedOn", base));
        }
        style.children.extend(paragraph.element().into_iter().chain(run.element()).map(Node::Element));
        style
    }
}

/// `<name w:val="value"/>`.
pub(super) fn valued(name: &str, value: &str) -> Element {
    Element::new(name).with("w:val", value)
}

fn off(name: &str) -> Element {
    valued(name, "0")
}

/// Whether a value of `ST_OnOff` means yes.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}

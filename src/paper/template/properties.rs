//! Properties of paragraphs, runs and sections, kept in the order that the schema of ECMA-376-1 gives them (`CT_PPr`,
//! `CT_RPr`, `CT_SectPr`).

use super::tree::{Element, Node};

const PARAGRAPH: [&str; 36] = [
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pageBreakBefore",
    "w:framePr",
    "w:widowControl",
    "w:numPr",
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
];

const RUN: [&str; 41] = [
    "w:rStyle",
    "w:rFonts",
    "w:b",
    "w:bCs",
    "w:i",
    "w:iCs",
    "w:caps",
    "w:smallCaps",
    "w:strike",
    "w:dstrike",
    "w:outline",
    "w:shadow",
    "w:emboss",
    "w:imprint",
    "w:noProof",
    "w:snapToGrid",
    "w:vanish",
    "w:webHidden",
    "w:color",
    "w:spacing",
    "w:w",
    "w:kern",
    "w:position",
    "w:sz",
    "w:szCs",
    "w:highlight",
    "w:u",
    "w:effect",
    "w:bdr",
    "w:shd",
    "w:fitText",
    "w:vertAlign",
    "w:rtl",
    "w:cs",
    "w:em",
    "w:lang",
    "w:eastAsianLayout",
    "w:specVanish",
    "w:oMath",
    "w14:ligatures",
    "w:rPrChange",
];

const SECTION: [&str; 22] = [
    "w:headerReference",
    "w:footerReference",
    "w:footnotePr",
    "w:endnotePr",
    "w:type",
    "w:pgSz",
    "w:pgMar",
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:cols",
    "w:formProt",
    "w:vAlign",
    "w:noEndnote",
    "w:titlePg",
    "w:textDirection",
    "w:bidi",
    "w:rtlGutter",
    "w:docGrid",
    "w:printerSettings",
    "w:sectPrChange",
];

/// Which properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Those of a paragraph.
    Paragraph,
    /// Those of a run.
    Run,
    /// Those of a section.
    Section,
}

impl Of {
    const fn order(self) -> &'static [&'static str] {
        match self {
            Self::Paragraph => &PARAGRAPH,
            Self::Run => &RUN,
            Self::Section => &SECTION,
        }
    }

    /// Name of the element that holds them.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "w:pPr",
            Self::Run => "w:rPr",
            Self::Section => "w:sectPr",
        }
    }
}

/// A set of properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Properties {
    of: Of,
    each: Vec<Element>,
}

impl Properties {
    /// None.
    pub(super) const fn none(of: Of) -> Self {
        Self { of, each: Vec::new() }
    }

    /// Those of `holder`, a paragraph or a run.
    pub(super) fn of(of: Of, holder: &Element) -> Self {
        holder.child(of.name()).map_or(Self::none(of), |properties| Self::within(of, properties))
    }

    /// Those that `properties` holds.
    pub(super) fn within(of: Of, properties: &Element) -> Self {
        Self { of, each: properties.elements().cloned().collect() }
    }

    /// The property called `name`.
    pub(super) fn get(&self, name: &str) -> Option<&Element> {
        self.each.iter().find(|property| property.name == name)
    }

    /// Without the property called `name`, which is returned.
    pub(super) fn take(&mut self, name: &str) -> Option<Element> {
        let at = self.each.iter().position(|property| property.name == name)?;
        Some(self.each.remove(at))
    }

    /// With `property` in its place, instead of one of its name.
    pub(super) fn set(&mut self, property: Element) {
        self.take(&property.name);
        let order = self.of.order();
        let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
        let own = rank(&property.name);
        let at = self.each.iter().position(|other| rank(&other.name) > own).unwrap_or(self.each.len());
        self.each.insert(at, property);
    }

    /// With `attribute` of the property called `name` set, its others as they are.
    pub(super) fn adjust(&mut self, name: &str, attributes: &[(&str, u32)]) {
        let mut property = self.take(name).unwrap_or_else(|| Element::new(name));
        for (attribute, value) in attributes {
            property.set(attribute, &value.to_string());
        }
        self.set(property);
    }

    /// Switches the run property `name` and that for complex scripts on.
    pub(super) fn switch_on(&mut self, name: &str) {
        self.set(Element::new(name));
        self.set(Element::new(format!("{name}Cs")));
    }

    /// The element that holds them; none where there are none.
    pub(super) fn element(&self) -> Option<Element> {
        let children = || self.each.iter().cloned().map(Node::Element).collect();
        (!self.each.is_empty()).then(|| Element { children: children(), ..Element::new(self.of.name()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_put_where_the_schema_wants_them() {
        let mut properties = Properties::none(Of::Paragraph);
        for name in ["w:jc", "w:pStyle", "w:spacing", "w:outlineLvl", "w:keepNext", "w:jc"] {
            properties.set(Element::new(name));
        }
        let element = properties.element().unwrap();
        let names: Vec<&str> = element.elements().map(|child| child.name.as_str()).collect();
        assert_eq!(names, ["w:pStyle", "w:keepNext", "w:spacing", "w:jc", "w:outlineLvl"]);
        let mut run = Properties::none(Of::Run);
        run.set(Element::new("w:sz"));
        run.switch_on("w:b");
        let names: Vec<String> = run.element().unwrap().elements().map(|child| child.name.clone()).collect();
        assert_eq!(names, ["w:b", "w:bCs", "w:sz"]);
    }
}

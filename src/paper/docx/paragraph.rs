//! Paragraphs and runs. Every property element is written in the one place and order that the schema of
//! ECMA-376-1 (`CT_PPr`, `CT_RPr`) gives it.

use super::measure::{Twips, balanced};
use super::xml::{Element, element, valued};

/// First line of a body paragraph: 1,27 cm.
pub(in crate::paper) const FIRST_LINE: Twips = 720;
/// Between two paragraphs: 6 points.
pub(super) const GAP: Twips = 120;
/// Line spacing of 1,15 lines, in 240ths of a line.
const BODY_LINE: Twips = 276;
/// Between a text and the line drawn under it: clear of the letters' dots and tails.
const ABOVE_RULE: Twips = 40;
/// A drawn line is 0,75 points thick, in eighths of a point.
const RULE: u32 = 6;

/// How a run of text looks.
#[derive(Debug, Clone, Copy)]
pub(in crate::paper) struct Face {
    /// Font size in points.
    pub points: u32,
    /// Bold, italic, both or neither.
    pub style: FaceStyle,
}

/// Cut of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paper) enum FaceStyle {
    /// Upright.
    Upright,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Bold italic.
    BoldItalic,
}

impl Face {
    /// Upright at `points`.
    pub(in crate::paper) const fn upright(points: u32) -> Self {
        Self { points, style: FaceStyle::Upright }
    }

    /// Bold at `points`.
    pub(in crate::paper) const fn bold(points: u32) -> Self {
        Self { points, style: FaceStyle::Bold }
    }

    /// Italic at `points`.
    pub(in crate::paper) const fn italic(points: u32) -> Self {
        Self { points, style: FaceStyle::Italic }
    }

    /// Bold italic at `points`.
    pub(in crate::paper) const fn bold_italic(points: u32) -> Self {
        Self { points, style: FaceStyle::BoldItalic }
    }

    /// `w:rPr`.
    pub(in crate::paper) fn properties(self) -> Element {
        let bold = matches!(self.style, FaceStyle::Bold | FaceStyle::BoldItalic);
        let italic = matches!(self.style, FaceStyle::Italic | FaceStyle::BoldItalic);
        let mut properties = element("w:rPr");
        if bold {
            properties = properties.child(element("w:b")).child(element("w:bCs"));
        }
        if italic {
            properties = properties.child(element("w:i")).child(element("w:iCs"));
        }
        // WordprocessingML counts sizes in half points.
        properties.child(valued("w:sz", self.points * 2)).child(valued("w:szCs", self.points * 2))
    }
}

/// Whether a paragraph must stand on the page of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paper) enum Keep {
    /// It may be the last of its page.
    Free,
    /// It may not be parted from the next paragraph.
    WithNext,
    /// Nor may its own lines be parted.
    WholeWithNext,
}

/// How a paragraph stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::paper) struct Look {
    /// Style of styles.xml.
    pub style: &'static str,
    /// Page breaks.
    pub keep: Keep,
    /// Space above and below; `None` leaves it to the style.
    pub spacing: Option<(Twips, Twips)>,
    /// Indents from the left and the right side.
    indents: (Twips, Twips),
}

impl Look {
    /// As `style` says.
    pub(in crate::paper) const fn of(style: &'static str) -> Self {
        Self { style, keep: Keep::Free, spacing: None, indents: (0, 0) }
    }

    /// With page breaks as `keep` says.
    pub(in crate::paper) const fn keep(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// With this space above and below.
    pub(in crate::paper) const fn spacing(self, above: Twips, below: Twips) -> Self {
        Self { spacing: Some((above, below)), ..self }
    }

    /// With both sides moved in, to centre in a narrower measure.
    pub(in crate::paper) const fn indent(self, indent: Twips) -> Self {
        Self { indents: (indent, indent), ..self }
    }

    /// With the left side moved in.
    pub(in crate::paper) const fn left(self, indent: Twips) -> Self {
        Self { indents: (indent, 0), ..self }
    }

    /// A paragraph of this look with `text` in `face`.
    pub(in crate::paper) fn paragraph(self, face: Face, text: &str) -> Element {
        self.container().child(run(face, text))
    }

    /// A paragraph of this look that is still empty.
    pub(in crate::paper) fn container(self) -> Element {
        self.frame(Inside::default())
    }

    /// An empty paragraph with what is said besides.
    fn frame(self, inside: Inside) -> Element {
        let mut properties = element("w:pPr").child(valued("w:pStyle", self.style));
        if self.keep != Keep::Free {
            properties = properties.child(element("w:keepNext"));
        }
        if self.keep == Keep::WholeWithNext {
            properties = properties.child(element("w:keepLines"));
        }
        properties = properties.children(inside.border);
        if let Some((above, below)) = self.spacing {
            properties = properties.child(element("w:spacing").with("w:before", above).with("w:after", below));
        }
        let (left, right) = self.indents;
        if left > 0 || right > 0 {
            properties = properties.child(element("w:ind").with("w:left", left).with("w:right", right));
        }
        element("w:p").child(properties.children(inside.section))
    }
}

#[derive(Default)]
struct Inside {
    border: Option<Element>,
    section: Option<Element>,
}

/// A run of text.
pub(in crate::paper) fn run(face: Face, text: &str) -> Element {
    let text = element("w:t").with("xml:space", "preserve").text(text);
    element("w:r").child(face.properties()).child(text)
}

/// A centred look whose sides are moved in so that bold `text` breaks into lines of about the same length, none
/// longer than `measure`, and the width of the longest. The text itself stays whole: no line break is written
/// into it.
pub(in crate::paper) fn balanced_look(text: &str, points: u32, room: Twips, measure: Twips) -> (Look, Twips) {
    /// Spared for programs that measure letters a little wider.
    const SLACK: Twips = 40;
    let longest = balanced(text, points, measure);
    // Blanks to fill in are runs of spaces, which are measured as one: such a text keeps the whole room.
    if text.contains("  ") {
        return (Look::of("Centered"), longest);
    }
    (Look::of("Centered").indent(room.saturating_sub(longest + SLACK) / 2), longest)
}

/// A line of `length`, drawn as the lower border of an empty paragraph whose sides are moved in, centred in
/// `room`.
pub(in crate::paper) fn rule(length: Twips, room: Twips) -> Element {
    let bottom = element("w:bottom").with("w:val", "single").with("w:sz", RULE).with("w:space", 0);
    let border = element("w:pBdr").child(bottom.with("w:color", "000000"));
    let indent = room.saturating_sub(length) / 2;
    Look::of("Hairline").spacing(ABOVE_RULE, 0).indent(indent).frame(Inside { border: Some(border), section: None })
}

/// A paragraph too low to be seen: parts tables that would grow together, and carries the end of a section.
pub(in crate::paper) fn hairline(section: Option<Element>) -> Element {
    Look::of("Hairline").frame(Inside { border: None, section })
}

/// Styles that the paragraphs above name, for styles.xml.
pub(in crate::paper) fn styles() -> Vec<Element> {
    let spacing = |above: Twips, below: Twips, line: Twips, rule: &'static str| {
        let spacing = element("w:spacing").with("w:before", above).with("w:after", below);
        spacing.with("w:line", line).with("w:lineRule", rule)
    };
    let single = || spacing(0, 0, 240, "auto");
    let body = || {
        vec![
            spacing(0, GAP, BODY_LINE, "auto"),
            element("w:ind").with("w:firstLine", FIRST_LINE),
            valued("w:jc", "both"),
        ]
    };
    // Blanks to fill in by hand are long words: justified, they would tear the line apart.
    let blanks = || {
        let indent = element("w:ind").with("w:firstLine", FIRST_LINE);
        vec![spacing(0, GAP, BODY_LINE, "auto"), indent, valued("w:jc", "left")]
    };
    let heading = |level: u32| {
        let keep = [element("w:keepNext"), element("w:keepLines")];
        keep.into_iter().chain(body()).chain([valued("w:outlineLvl", level)]).collect()
    };
    vec![
        style("BodyText", "Body Text", body(), Face::upright(super::BODY)),
        style("BodyBlanks", "Body Blanks", blanks(), Face::upright(super::BODY)),
        style("Heading1", "heading 1", heading(0), Face::bold(super::BODY)),
        style("Heading2", "heading 2", heading(1), Face::bold(super::BODY)),
        style("Centered", "Centered", vec![single(), valued("w:jc", "center")], Face::upright(super::BODY)),
        style("Addressed", "Addressed", vec![single()], Face::upright(super::BODY)),
        style("Listed", "Listed", vec![single()], Face::upright(super::LIST)),
        style("Cell", "Cell", vec![spacing(40, 40, 240, "auto")], Face::upright(super::TABLE)),
        style(
            "CellCentered",
            "Cell Centered",
            vec![spacing(40, 40, 240, "auto"), valued("w:jc", "center")],
            Face::upright(super::TABLE),
        ),
        style(
            "CellRight",
            "Cell Right",
            vec![spacing(40, 40, 240, "auto"), valued("w:jc", "right")],
            Face::upright(super::TABLE),
        ),
        style("Hairline", "Hairline", vec![spacing(0, 0, 40, "exact")], Face::upright(1)),
    ]
}

fn style(id: &'static str, name: &'static str, paragraph: Vec<Element>, face: Face) -> Element {
    let style = element("w:style").with("w:type", "paragraph");
    let built_in = id.starts_with("Heading") || id == "BodyText";
    let style = if built_in { style } else { style.with("w:customStyle", 1) };
    style
        .with("w:styleId", id)
        .child(valued("w:name", name))
        .child(valued("w:basedOn", "Normal"))
        .child(element("w:qFormat"))
        .child(element("w:pPr").children(paragraph))
        .child(face.properties())
}

//! Where in a part one is while its tree is walked: counted as a person counts.

use super::fault::{Cell, Fault, Part, Place, Problem};
use super::tree::{Element, Node};

/// Characters of the text around a place that are shown.
const AROUND: usize = 40;

/// The place that a walk has come to.
#[derive(Debug)]
pub(super) struct Locator {
    part: Part,
    paragraph: usize,
    in_cell: usize,
    table: usize,
    row: usize,
    column: usize,
    tables_open: usize,
    boxes_open: usize,
    fallbacks_open: usize,
    around: String,
}

impl Locator {
    /// At the beginning of `part`.
    pub(super) fn new(part: Part) -> Self {
        Self {
            part,
            paragraph: 0,
            in_cell: 0,
            table: 0,
            row: 0,
            column: 0,
            tables_open: 0,
            boxes_open: 0,
            fallbacks_open: 0,
            around: String::new(),
        }
    }

    /// Goes into `element`.
    pub(super) fn enter(&mut self, element: &Element) {
        let outermost = self.tables_open == 1 && self.boxes_open == 0;
        match element.name.as_str() {
            "w:p" => {
                self.around = excerpt(&text_of(element), "");
                if self.boxes_open == 0 {
                    let counted = if self.tables_open > 0 { &mut self.in_cell } else { &mut self.paragraph };
                    *counted += 1;
                }
            }
            "w:tbl" => {
                self.tables_open += 1;
                if self.tables_open == 1 && self.boxes_open == 0 {
                    (self.table, self.row) = (self.table + 1, 0);
                }
            }
            "w:tr" if outermost => (self.row, self.column) = (self.row + 1, 0),
            "w:tc" if outermost => (self.column, self.in_cell) = (self.column + 1, 0),
            "w:txbxContent" => self.boxes_open += 1,
            "mc:Fallback" => self.fallbacks_open += 1,
            _ => {}
        }
    }

    /// Comes out of an element called `name`.
    pub(super) fn leave(&mut self, name: &str) {
        match name {
            "w:tbl" => self.tables_open -= 1,
            "w:txbxContent" => self.boxes_open -= 1,
            "mc:Fallback" => self.fallbacks_open -= 1,
            "w:p" if self.boxes_open == 0 => self.around.clear(),
            _ => {}
        }
    }

    /// Whether a table is open here.
    pub(super) fn in_table(&self) -> bool {
        self.tables_open > 0
    }

    /// Whether a text box is open here.
    pub(super) fn in_box(&self) -> bool {
        self.boxes_open > 0
    }

    /// Whether this is said a second time, for programs that do not understand the first.
    pub(super) fn in_fallback(&self) -> bool {
        self.fallbacks_open > 0
    }

    /// The place.
    pub(super) fn place(&self) -> Place {
        let in_table = self.tables_open > 0 && self.table > 0;
        let counted = if in_table { self.in_cell } else { self.paragraph };
        Place {
            part: self.part.clone(),
            paragraph: (counted > 0).then_some(counted),
            cell: in_table.then_some(Cell { table: self.table, row: self.row, column: self.column }),
            around: self.around.clone(),
        }
    }

    /// The place, with what is around `said` shown.
    pub(super) fn place_at(&self, text: &str, said: &str) -> Place {
        Place { around: excerpt(text, said), ..self.place() }
    }

    /// `problem` here.
    pub(super) fn fault(&self, problem: Problem) -> Fault {
        Fault { place: self.place(), problem }
    }
}

/// The text of an element's own runs, without that of text boxes in them.
pub(super) fn text_of(element: &Element) -> String {
    let mut text = String::new();
    gather(element, &mut text);
    text
}

fn gather(element: &Element, text: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(said) if matches!(element.name.as_str(), "w:t" | "w:delText") => text.push_str(said),
            Node::Element(child) => match child.name.as_str() {
                "w:txbxContent" | "mc:Fallback" | "w:pPr" | "w:sdtPr" => {}
                "w:tab" | "w:br" | "w:cr" => text.push(' '),
                _ => gather(child, text),
            },
            _ => {}
        }
    }
}

/// At most [`AROUND`] characters of `text`, `said` among them.
fn excerpt(text: &str, said: &str) -> String {
    let text = text.trim();
    let before = text.find(said).map_or(0, |at| text[..at].chars().count());
    let from = before.saturating_sub(AROUND / 4);
    let mut shown: String = text.chars().skip(from).take(AROUND).collect();
    if text.chars().count() > from + AROUND {
        shown.pop();
        shown.push('…');
    }
    shown
}

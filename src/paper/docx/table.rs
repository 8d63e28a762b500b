//! Tables: the borderless ones that place the head and the signatures, and the bordered ones that are read.

use super::measure::Twips;
use super::paragraph::{Face, Keep, Look};
use super::xml::{Element, element, valued};
use crate::paper::printable::printable;
use crate::paper::{Alignment, Column, Row, Table};

/// Space between a cell's border and its text, left and right.
const CELL_MARGIN: Twips = 85;

/// A borderless table whose `rows` have one cell, a list of paragraphs, per width; no row is parted by a page.
pub(super) fn placing(widths: &[Twips], rows: Vec<Vec<Vec<Element>>>) -> Element {
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(widths).map(|(content, &width)| cell(width, 1, Place::Top, content));
        row(Repeat::Once, cells)
    });
    frame(widths, "none", 0).children(rows)
}

/// A bordered table over `room`; its header row is repeated on each page.
pub(super) fn bordered(table: &Table, room: Twips) -> Element {
    let widths = widths(table.columns(), room);
    let text = |text: &str, alignment, face| {
        let style = match alignment {
            Alignment::Left => "Cell",
            Alignment::Center => "CellCentered",
            Alignment::Right => "CellRight",
        };
        Look::of(style).paragraph(face, &printable(text))
    };
    let (upright, bold) = (Face::upright(super::TABLE), Face::bold(super::TABLE));
    let entry = |cells: &[String], face| {
        let cells = cells.iter().zip(table.columns()).zip(&widths);
        let cells =
            cells.map(|((said, column), &width)| cell(width, 1, Place::Top, vec![text(said, column.alignment, face)]));
        row(Repeat::Once, cells)
    };
    let titles = table.columns().iter().zip(&widths);
    let titles = titles
        .map(|(column, &width)| cell(width, 1, Place::Middle, vec![text(&column.title, Alignment::Center, bold)]));
    let header = row(Repeat::EachPage, titles);
    let rows = table.rows().iter().map(|each| match each {
        Row::Entry { cells, .. } => entry(cells, upright),
        Row::Total { cells, .. } => entry(cells, bold),
        Row::Group(title) => {
            let title = Look::of("Cell").keep(Keep::WithNext).paragraph(bold, &printable(title));
            row(Repeat::Once, [cell(widths.iter().sum(), widths.len(), Place::Top, vec![title])])
        }
    });
    frame(&widths, "single", CELL_MARGIN).child(header).children(rows)
}

/// Whether a row comes again at the top of each page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Once,
    EachPage,
}

/// Where the text of a cell stands when the row is higher.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    Middle,
}

impl Place {
    fn vertical(self) -> Option<Element> {
        (self == Self::Middle).then(|| valued("w:vAlign", "center"))
    }
}

fn row(repeat: Repeat, cells: impl IntoIterator<Item = Element>) -> Element {
    let mut properties = element("w:trPr").child(element("w:cantSplit"));
    if repeat == Repeat::EachPage {
        properties = properties.child(element("w:tblHeader"));
    }
    element("w:tr").child(properties).children(cells)
}

fn cell(width: Twips, columns: usize, place: Place, content: Vec<Element>) -> Element {
    let mut properties = element("w:tcPr").child(measured("w:tcW", width));
    if columns > 1 {
        properties = properties.child(valued("w:gridSpan", columns));
    }
    let properties = properties.children(place.vertical());
    // A cell without a paragraph is damage to a word processor.
    let content = if content.is_empty() { vec![super::paragraph::hairline(None)] } else { content };
    element("w:tc").child(properties).children(content)
}

/// The table with its properties and grid, still without rows.
fn frame(widths: &[Twips], border: &'static str, margin: Twips) -> Element {
    let side = |name| {
        let size = if border == "none" { 0 } else { 4 };
        valued(name, border).with("w:sz", size).with("w:space", 0).with("w:color", "000000")
    };
    let sides = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];
    let properties = element("w:tblPr")
        .child(measured("w:tblW", widths.iter().sum()))
        .child(valued("w:jc", "center"))
        .child(element("w:tblBorders").children(sides.map(side)))
        .child(element("w:tblLayout").with("w:type", "fixed"))
        .child(element("w:tblCellMar").children(["w:left", "w:right"].map(|name| measured(name, margin))));
    let columns = widths.iter().map(|width| element("w:gridCol").with("w:w", width));
    element("w:tbl").child(properties).child(element("w:tblGrid").children(columns))
}

fn measured(name: &'static str, width: Twips) -> Element {
    element(name).with("w:w", width).with("w:type", "dxa")
}

/// The columns' widths: shares of `room`, the last one taking what rounding leaves.
fn widths(columns: &[Column], room: Twips) -> Vec<Twips> {
    let share = |column: &Column| u32::from(column.width.max(1));
    let whole: u32 = columns.iter().map(share).sum();
    let mut widths: Vec<_> = columns.iter().map(|column| room * share(column) / whole.max(1)).collect();
    let left = room - widths.iter().sum::<Twips>();
    if let Some(last) = widths.last_mut() {
        *last += left;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_exactly() {
        let column = |width| Column { title: String::new(), alignment: Alignment::Left, width };
        let widths = widths(&[column(1), column(3), column(0)], 1001);
        assert_eq!(widths, [200, 600, 201]);
    }
}

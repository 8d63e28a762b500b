//! Tables: the borderless ones that place the head and the signatures, and the bordered ones that are read.

use super::measure::{Twips, widest_word};
use super::paragraph::{Face, Keep, Look};
use super::xml::{Element, element, valued};
use crate::paper::printable::printable;
use crate::paper::{Alignment, Row, Table};

/// Space between a cell's border and its text, left and right.
const CELL_MARGIN: Twips = 85;
/// Spared for programs that measure letters a little wider.
const SLACK: Twips = 20;
/// A column is made wider for a word as wide as a date; a longer one, such as a dossier's code, is broken rather
/// than that it takes the room of running text.
const WIDE_WORD: &str = "00/00/0000";

/// A borderless table whose `rows` have one cell, a list of paragraphs, per width; no row is parted by a page.
pub(in crate::paper) fn placing(widths: &[Twips], rows: Vec<Vec<Vec<Element>>>) -> Element {
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(widths).map(|(content, &width)| cell(width, 1, Place::Top, content));
        row(Repeat::Once, cells)
    });
    frame(widths, "none", 0).children(rows)
}

/// A bordered table over `room`; its header row is repeated on each page.
pub(super) fn bordered(table: &Table, room: Twips) -> Element {
    let widths = widths(table, room);
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

/// The columns' widths: shares of `room`, but none too narrow for its words: a date or an ordinal is not broken.
fn widths(table: &Table, room: Twips) -> Vec<Twips> {
    let shares: Vec<u32> = table.columns().iter().map(|column| u32::from(column.width.max(1))).collect();
    let floors = floors(table, room);
    let mut widths = vec![None; shares.len()];
    loop {
        let left = room - widths.iter().flatten().sum::<Twips>();
        let open = || (0..shares.len()).filter(|&at| widths[at].is_none());
        let whole: u32 = open().map(|at| shares[at]).sum();
        let part = |at: usize| left * shares[at] / whole.max(1);
        // What one column takes the others lose, so that they have to be looked at again.
        if let Some(at) = open().find(|&at| part(at) < floors[at]) {
            widths[at] = Some(floors[at]);
            continue;
        }
        let mut widths: Vec<_> = (0..shares.len()).map(|at| widths[at].unwrap_or_else(|| part(at))).collect();
        let left = room - widths.iter().sum::<Twips>();
        if let Some(last) = widths.last_mut() {
            *last += left;
        }
        return widths;
    }
}

/// How wide each column must be for its widest word; together no wider than `room`.
fn floors(table: &Table, room: Twips) -> Vec<Twips> {
    let longest = widest_word(WIDE_WORD, super::TABLE);
    let wide = |text: &str| widest_word(&printable(text), super::TABLE).min(longest) + 2 * CELL_MARGIN + SLACK;
    let mut floors: Vec<Twips> = table.columns().iter().map(|column| wide(&column.title)).collect();
    for row in table.rows() {
        if let Row::Entry { cells, .. } | Row::Total { cells, .. } = row {
            floors.iter_mut().zip(cells).for_each(|(floor, said)| *floor = wide(said).max(*floor));
        }
    }
    // The widest give way first, down to equal parts.
    let equal = room / Twips::try_from(floors.len()).unwrap_or(Twips::MAX).max(1);
    let mut most = floors.iter().copied().max().unwrap_or(0).max(equal);
    while most > equal && floors.iter().map(|&floor| floor.min(most)).sum::<Twips>() > room {
        most -= 1;
    }
    floors.iter().map(|&floor| floor.min(most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Column;

    fn table(shares: &[u16], rows: &[&[&str]]) -> Table {
        let column = |&width: &u16| Column { title: String::new(), alignment: Alignment::Left, width };
        let mut table = Table::new(shares.iter().map(column).collect());
        for cells in rows {
            table.push(Row::Entry { cells: cells.iter().map(|&said| said.to_owned()).collect(), sources: vec![] });
        }
        table
    }

    #[test]
    fn columns_fill_the_room_exactly() {
        assert_eq!(widths(&table(&[1, 3, 0], &[]), 1001), [200, 600, 201]);
        assert!(widths(&table(&[], &[]), 1001).is_empty());
    }

    #[test]
    fn no_ordinal_and_no_date_is_broken() {
        let table = table(&[1, 30, 1], &[&["1", "x", "09/9/2025"], &["236", "x", "23/01/2026"]]);
        let widths = widths(&table, 8788);
        assert!(widths[0] >= widest_word("236", 12) + 170 && widths[2] >= widest_word("23/01/2026", 12) + 170);
        assert_eq!(widths.iter().sum::<Twips>(), 8788);
    }

    #[test]
    fn words_too_long_for_the_room_share_it() {
        let long = "W".repeat(80);
        let widths = widths(&table(&[1, 1, 8], &[&[&long, &long, &long], &["", &long, "x"]]), 3000);
        assert_eq!(widths, [1000, 1000, 1000]);
        let widths = super::widths(&table(&[1, 9], &[&[&long, "Cấp Giấy chứng nhận lần đầu"]]), 9000);
        assert!((1000..1500).contains(&widths[0]), "{widths:?}");
        let many = vec![long.as_str(); 40];
        let widths = super::widths(&table(&[1; 40], &[&many]), 3000);
        assert_eq!(widths.iter().sum::<Twips>(), 3000);
    }
}

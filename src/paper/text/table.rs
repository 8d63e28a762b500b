//! Tables as plain text.

use super::columns::{centred, padded, width, wrapped};
use crate::paper::printable::printable;
use crate::paper::{Alignment, Row, Table};

/// Widest table in characters.
const WIDEST: usize = 100;
/// Between two columns.
const GAP: &str = " | ";
/// A column is not made narrower than this.
const NARROWEST: usize = 4;

/// The table, its columns aligned, long cells broken; the header over a line.
pub(super) fn lines(table: &Table) -> Vec<String> {
    let widths = widths(table);
    let titles: Vec<_> = table.columns().iter().map(|column| (printable(&column.title), Alignment::Center)).collect();
    let mut lines = row_lines(&titles, &widths);
    let rule: Vec<_> = widths.iter().map(|&width| "-".repeat(width)).collect();
    lines.push(rule.join("-+-"));
    for row in table.rows() {
        match row {
            Row::Entry { cells, .. } | Row::Total { cells, .. } => {
                let aligned = cells.iter().zip(table.columns());
                let cells: Vec<_> = aligned.map(|(cell, column)| (printable(cell), column.alignment)).collect();
                lines.extend(row_lines(&cells, &widths));
            }
            Row::Group(title) => lines.extend(wrapped(&printable(title), WIDEST)),
        }
    }
    lines
}

/// Each column as wide as its longest text; where that is too wide together, the widest ones give way.
fn widths(table: &Table) -> Vec<usize> {
    let mut widths: Vec<_> = table.columns().iter().map(|column| width(&printable(&column.title))).collect();
    for row in table.rows() {
        if let Row::Entry { cells, .. } | Row::Total { cells, .. } = row {
            for (widest, cell) in widths.iter_mut().zip(cells) {
                *widest = (*widest).max(width(&printable(cell)));
            }
        }
    }
    let room = WIDEST.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
    let mut limit = widths.iter().copied().max().unwrap_or(0);
    while limit > NARROWEST && widths.iter().map(|&width| width.min(limit)).sum::<usize>() > room {
        limit -= 1;
    }
    widths.iter().map(|&width| width.min(limit)).collect()
}

fn row_lines(cells: &[(String, Alignment)], widths: &[usize]) -> Vec<String> {
    let broken: Vec<_> = cells.iter().zip(widths).map(|((text, _), &width)| wrapped(text, width.max(1))).collect();
    let height = broken.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |column: usize, row: usize| {
        let text = broken[column].get(row).map_or("", String::as_str);
        let columns = widths[column];
        match cells[column].1 {
            Alignment::Left => padded(text, columns),
            Alignment::Center => padded(&centred(text, columns), columns),
            Alignment::Right => format!("{}{text}", " ".repeat(columns.saturating_sub(width(text)))),
        }
    };
    let line = |row| (0..broken.len()).map(|column| cell(column, row)).collect::<Vec<_>>().join(GAP);
    (0..height).map(line).collect()
}

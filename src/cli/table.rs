//! Columns of text that line up, by display width: Vietnamese letters are one column, however many bytes they have.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// Between two columns.
const GAP: &str = "  ";

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// Rows under headings.
#[derive(Debug, Clone, Default)]
pub struct Table {
    alignments: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings; without any, only rows are printed.
    pub fn new<H: Into<String>>(columns: impl IntoIterator<Item = (H, Align)>) -> Self {
        let (headings, alignments): (Vec<String>, Vec<Align>) =
            columns.into_iter().map(|(heading, align)| (heading.into(), align)).unzip();
        let has_headings = headings.iter().any(|heading| !heading.is_empty());
        Self { alignments, rows: if has_headings { vec![headings] } else { Vec::new() } }
    }

    /// Appends a row; cells that are missing stay blank.
    pub fn push<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    fn width(&self, column: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths: Vec<usize> = (0..self.alignments.len()).map(|column| self.width(column)).collect();
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for ((cell, align), width) in row.iter().zip(&self.alignments).zip(&widths) {
                let blank = " ".repeat(width - cell.width());
                match align {
                    Align::Left => line.extend([cell, blank.as_str(), GAP]),
                    Align::Right => line.extend([blank.as_str(), cell, GAP]),
                }
            }
            let end = if number + 1 < self.rows.len() { "\n" } else { "" };
            write!(f, "{}{end}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_display_width() {
        let mut table = Table::new([("Đơn vị", Align::Left), ("Điểm", Align::Right), ("", Align::Left)]);
        table.push(["UBND phường Mẫu C", "71,5", "đã ký"]);
        // Decomposed letters are as wide as composed ones.
        table.push(["UBND xa\u{303} Ma\u{302}\u{303}u A", "8"]);
        let expected =
            "Đơn vị             Điểm\nUBND phường Mẫu C  71,5  đã ký\nUBND xa\u{303} Ma\u{302}\u{303}u A         8";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn a_table_without_headings_has_rows_alone() {
        let mut table = Table::new([("", Align::Left), ("", Align::Left)]);
        assert_eq!(table.to_string(), "");
        table.push(["a", "b"]);
        table.push(["dài", "b"]);
        assert_eq!(table.to_string(), "a    b\ndài  b");
    }
}

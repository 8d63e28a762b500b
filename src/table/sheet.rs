//! One sheet: its rows that hold something.

use super::cell::Cell;
use super::error::TableError;
use super::remark::Remark;

/// Most rows of one sheet: a register of a whole province's dossiers; more is read as a slip of the fingers.
pub const MAX_ROWS: usize = 200_000;
/// Most columns: a row of this width is no list.
pub const MAX_COLUMNS: usize = 512;
/// Most cells of a whole file.
pub const MAX_CELLS: usize = 8_000_000;

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// As on its tab; empty where the file knows no sheets.
    pub name: String,
    /// Whether its tab is seen.
    pub visibility: Visibility,
    /// Rows that hold something, from above.
    pub rows: Vec<Row>,
    /// What is worth knowing of it.
    pub remarks: Vec<Remark>,
    /// Which system its serial days are counted in.
    pub epoch: super::serial::Epoch,
}

/// Whether a sheet's tab is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// It is.
    Shown,
    /// Somebody hid it.
    Hidden,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// From 1, as in the file.
    pub number: u32,
    /// From column A; the empty ones at the end are left out.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in `column`, from 0; one beyond the end is empty.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

impl Sheet {
    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }
}

/// Rows being gathered, cell by cell, within the limits.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    rows: Vec<Row>,
    cells: usize,
}

impl Gathered {
    /// Puts a cell: row and column from 0. An empty one takes no room.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), TableError> {
        if cell.is_empty() {
            return Ok(());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            return Err(TableError::TooWide);
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(TableError::TooManyCells);
        }
        let number = row.saturating_add(1);
        let place = match self.rows.last() {
            Some(last) if last.number == number => self.rows.len() - 1,
            Some(last) if last.number > number => match self.rows.binary_search_by_key(&number, |row| row.number) {
                Ok(place) => place,
                Err(place) => {
                    self.rows.insert(place, Row { number, cells: Vec::new() });
                    place
                }
            },
            _ => {
                self.rows.push(Row { number, cells: Vec::new() });
                self.rows.len() - 1
            }
        };
        if self.rows.len() > MAX_ROWS {
            return Err(TableError::TooManyRows);
        }
        if let Some(row) = self.rows.get_mut(place) {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = cell;
        }
        Ok(())
    }

    /// Whether a cell was put there (row and column from 0).
    pub fn holds(&self, row: u32, column: u32) -> bool {
        let found = self.rows.binary_search_by_key(&row.saturating_add(1), |row| row.number);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        found.is_ok_and(|place| !self.rows[place].cell(column).is_empty())
    }

    /// The rows.
    pub fn into_rows(self) -> Vec<Row> {
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_order_however_they_come() {
        let mut gathered = Gathered::default();
        for (row, column) in [(4, 1), (1, 0), (4, 0), (2, 3)] {
            gathered.put(row, column, Cell::Number(1.0)).unwrap();
        }
        gathered.put(9, 9, Cell::Empty).unwrap();
        assert!(gathered.holds(4, 1) && !gathered.holds(4, 2) && !gathered.holds(0, 0));
        let rows = gathered.into_rows();
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 5]);
        assert_eq!(rows[2].cells.len(), 2);
    }

    #[test]
    fn what_is_too_large_is_said_before_it_takes_the_room() {
        let mut gathered = Gathered::default();
        assert_eq!(gathered.put(0, 512, Cell::Number(1.0)), Err(TableError::TooWide));
        for row in 0..200_000 {
            gathered.put(row, 0, Cell::Truth(true)).unwrap();
        }
        assert_eq!(gathered.put(1_000_000, 0, Cell::Truth(true)), Err(TableError::TooManyRows));
    }
}

//! Which line of the grid is which row: between the rows there may be a blank line for one that is being put in, and
//! behind them there always is one.

use std::ops::RangeInclusive;

use super::{NewRow, Place, RegisterGrid, Step};
use crate::inspection::{EntryId, Row, RowPlace};
use crate::tui::key::Key;

/// On which side of the selected row a new one is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

impl RegisterGrid {
    /// Lines of the grid, blank ones included.
    pub(super) fn count(&self) -> usize {
        self.rows().len() + 1 + usize::from(self.inserted.is_some())
    }

    /// Index of the row on a line; `None` on a blank one.
    pub(super) fn index_at(&self, line: usize) -> Option<usize> {
        let index = match self.inserted {
            Some(inserted) if line == inserted => return None,
            Some(inserted) if line > inserted => line - 1,
            _ => line,
        };
        (index < self.rows().len()).then_some(index)
    }

    /// The row on a line.
    pub(super) fn row_at(&self, line: usize) -> Option<&Row> {
        self.rows().get(self.index_at(line)?)
    }

    /// The line of the row at `index`.
    pub(super) fn line_of(&self, index: usize) -> usize {
        index + usize::from(self.inserted.is_some_and(|inserted| index >= inserted))
    }

    pub(super) fn line_of_row(&self, id: &EntryId) -> Option<usize> {
        Some(self.line_of(self.answer()?.row_index(id)?))
    }

    pub(super) fn selected(&self) -> usize {
        self.cursor.selected()
    }

    /// The selected row.
    pub(super) fn row(&self) -> Option<&Row> {
        self.row_at(self.selected())
    }

    /// The last line, which is blank.
    pub(super) fn last_line(&self) -> usize {
        self.count() - 1
    }

    /// Opens a blank line beside the selected row. It is a row once something is in it.
    pub(super) fn insert(&mut self, side: Side) {
        let Some(index) = self.index_at(self.selected()) else { return };
        let line = match side {
            Side::Above => index,
            Side::Below => index + 1,
        };
        self.anchor = None;
        // Behind the last row the blank line is there already.
        self.inserted = (line < self.rows().len()).then_some(line);
        self.cursor.select(line);
        self.column = 0;
    }

    /// A blank line between rows goes again where it was left without anything in it.
    pub(super) fn forget_blank(&mut self) {
        let Some(inserted) = self.inserted else { return };
        if self.selected() == inserted || self.new_row != NewRow::NotAsked {
            return;
        }
        if self.selected() > inserted {
            self.cursor.select(self.selected() - 1);
        }
        self.inserted = None;
    }

    /// Places for `count` new rows on the selected line; none where they come behind all others.
    pub(super) fn new_places(&self, count: usize) -> Vec<RowPlace> {
        let Some(inserted) = self.inserted.filter(|inserted| *inserted == self.selected()) else { return Vec::new() };
        let before = inserted.checked_sub(1).and_then(|index| self.rows().get(index));
        RowPlace::several(before, self.rows().get(inserted), count)
    }

    pub(super) fn go_to(&mut self, place: &Place) {
        let line = place.row.as_ref().and_then(|id| self.line_of_row(id));
        self.cursor.select(line.unwrap_or(self.last_line()));
        self.column = self.columns.iter().position(|column| column.id == place.column).unwrap_or(0);
    }

    pub(super) fn step(&mut self, step: Step) {
        let (line, last_line) = (self.selected(), self.last_line());
        let last_column = self.columns.len().saturating_sub(1);
        let (line, column) = match step {
            Step::Next if self.column < last_column => (line, self.column + 1),
            Step::Next if line < last_line => (line + 1, 0),
            Step::Previous if self.column > 0 => (line, self.column - 1),
            Step::Previous if line > 0 => (line - 1, last_column),
            Step::Stay | Step::Next | Step::Previous => (line, self.column),
            Step::Down => ((line + 1).min(last_line), self.column),
            Step::Up => (line.saturating_sub(1), self.column),
        };
        self.cursor.select(line);
        self.column = column;
    }

    /// Moves the selection; other keys do nothing.
    pub(super) fn walk(&mut self, key: Key) {
        let last = self.columns.len().saturating_sub(1);
        match key {
            Key::Tab => self.step(Step::Next),
            Key::BackTab => self.step(Step::Previous),
            Key::Left => self.column = self.column.saturating_sub(1),
            Key::Right => self.column = (self.column + 1).min(last),
            Key::Home => self.column = 0,
            Key::End => self.column = last,
            key => _ = self.cursor.press(key, self.count()),
        }
    }

    /// The lines chosen together; the selected one alone where nothing was begun.
    pub(super) fn chosen(&self) -> RangeInclusive<usize> {
        let selected = self.selected();
        let anchor = self.anchor.unwrap_or(selected);
        anchor.min(selected)..=anchor.max(selected)
    }

    /// The rows chosen together, from the top.
    pub(super) fn chosen_rows(&self) -> Vec<&Row> {
        self.chosen().filter_map(|line| self.row_at(line)).collect()
    }
}

//! Taking in what was recorded: only what changed is measured again.

use std::collections::BTreeSet;

use super::layout::Sheet;
use super::{NewRow, RegisterGrid};
use crate::inspection::{EntryContent, EntryId};
use crate::tui::screen::Effect;
use crate::tui::work::{ClipboardOutcome, Outcome, Taken, Touched, TouchedAnswer, World};

impl RegisterGrid {
    /// Measures every row.
    pub(super) fn measure(&mut self) {
        let mut sheet = Sheet::new(&self.columns);
        for (index, row) in self.rows().iter().enumerate() {
            sheet.put(&self.columns, row, self.year(), &self.recorded_words(index).1);
        }
        sheet.settle();
        self.sheet = sheet.seen_as(&self.sheet);
    }

    /// Measures these rows alone.
    fn measure_again(&mut self, changed: &[EntryId]) {
        let mut sheet = std::mem::take(&mut self.sheet);
        for id in changed {
            match self.answer().and_then(|answer| answer.row_index(id)) {
                Some(index) => {
                    let words = self.recorded_words(index).1;
                    sheet.put(&self.columns, &self.rows()[index], self.year(), &words);
                }
                None => sheet.forget(id),
            }
        }
        sheet.settle();
        self.sheet = sheet;
    }

    pub(super) fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        if let Outcome::Clipboard(ClipboardOutcome::Text(text)) = outcome {
            return self.take_clipboard(text);
        }
        let selected = self.row().map(|row| row.id.clone());
        let before = self.rows().len();
        let changed = self.changed_by(outcome);
        let new =
            changed.as_ref().and_then(|changed| changed.iter().find(|id| self.line_of_row(id).is_none()).cloned());
        let known: BTreeSet<EntryId> = match (self.new_row, &changed) {
            (NewRow::Asked(_), None) => self.rows().iter().map(|row| row.id.clone()).collect(),
            _ => BTreeSet::new(),
        };
        if self.work.take(outcome) == Taken::Nothing {
            return Vec::new();
        }
        match &changed {
            Some(changed) => self.measure_again(changed),
            None => self.measure(),
        }
        let new = match (self.new_row, changed) {
            (NewRow::Asked(_), None) => self.rows().iter().map(|row| &row.id).find(|id| !known.contains(id)).cloned(),
            _ => new,
        };
        let grown = self.rows().len() > before;
        match (self.new_row, new.and_then(|id| Some((self.line_of_row(&id)?, id)))) {
            (NewRow::Asked(step), Some((_, id))) => {
                self.new_row = NewRow::NotAsked;
                self.inserted = None;
                self.cursor.select(self.line_of_row(&id).unwrap_or(self.last_line()));
                self.step(step);
                return self.move_drafts(&id);
            }
            // Rows that were pasted on a blank line stand there now.
            (NewRow::NotAsked, Some((_, id))) if self.inserted.is_some() && selected.is_none() && grown => {
                self.inserted = None;
                self.cursor.select(self.line_of_row(&id).unwrap_or(self.last_line()));
            }
            _ => {
                self.inserted = self.inserted.filter(|inserted| *inserted < self.rows().len());
                let same = selected.and_then(|id| self.line_of_row(&id));
                self.cursor.select(same.unwrap_or(self.selected().min(self.last_line())));
            }
        }
        Vec::new()
    }

    /// The rows of this register that an outcome changed; `None` where that is not told row by row.
    fn changed_by(&self, outcome: &Outcome) -> Option<Vec<EntryId>> {
        let Outcome::Changed { touched, .. } = outcome else { return Some(Vec::new()) };
        let mut changed = Vec::new();
        let here = |touched: &&Touched| touched.unit == self.work.unit.id && touched.key == self.key;
        for touched in touched.iter().filter(here) {
            match &touched.answer {
                TouchedAnswer::Whole(_) => return None,
                TouchedAnswer::Entries(entries) => {
                    let rows = entries
                        .iter()
                        .filter(|entry| matches!(entry.content, EntryContent::Row(_) | EntryContent::Gone));
                    changed.extend(rows.map(|entry| entry.id.clone()));
                }
            }
        }
        Some(changed)
    }
}

//! Typing, accepting, copying, deleting and pasting: what keys become, as changes to be recorded.

use std::time::Instant;

use rust_i18n::t;
use serde_json::Value;

use super::view::advice;
use super::{Editing, NewRow, RegisterGrid, Step, cell, paste};
use crate::inspection::{EntryId, SetChange, check_cell};
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::widgets::text_field::{Taken, TextField};
use crate::tui::work::{Request, World};
use crate::vietnamese::fold::fold;

type Effects = Vec<Effect<World>>;

fn say(text: impl Into<String>) -> Effects {
    vec![Effect::Say(Message::info(text))]
}

fn refuse(text: impl Into<String>) -> Effects {
    vec![Effect::Say(Message::error(text))]
}

impl RegisterGrid {
    /// A typed sign begins a cell anew; where the answers are few, a digit is the whole answer.
    pub(super) fn begin_typing(&mut self, typed: &str, at: Instant) -> Effects {
        let (Some(place), Some(column)) = (self.place(), self.here()) else { return Vec::new() };
        if self.new_row_waits() {
            return refuse(t!("screen_register.row_waits"));
        }
        if let Some(value) = cell::keyed(&column.kind, typed) {
            return self.record(&value, Step::Next);
        }
        let mut field = TextField::new("", cell::accepts(&column.kind));
        if field.take(&Event::<World>::Text(typed)) != Taken::Changed {
            return say(advice(column));
        }
        self.editing = Some(Editing { place, field, error: None });
        self.timer.touch(at);
        Vec::new()
    }

    /// Edits what is there, or what was left there although it does not fit.
    pub(super) fn begin_with_present(&mut self) -> Effects {
        let (Some(place), Some(column)) = (self.place(), self.here()) else { return Vec::new() };
        if self.new_row_waits() {
            return refuse(t!("screen_register.row_waits"));
        }
        let present = || self.value().map(|value| cell::full(&column.kind, value)).unwrap_or_default();
        let text = self.drafts.get(&place).cloned().unwrap_or_else(present);
        let field = TextField::new(&text, cell::accepts(&column.kind));
        self.editing = Some(Editing { place, field, error: None });
        Vec::new()
    }

    /// Takes in typing while a cell is edited.
    pub(super) fn edit(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Key(Key::Tab) => return self.accept(Step::Next),
            Event::Key(Key::BackTab) => return self.accept(Step::Previous),
            Event::Key(Key::Down) => return self.accept(Step::Down),
            Event::Key(Key::Up) => return self.accept(Step::Up),
            event => {
                if let Some(editing) = &mut self.editing
                    && editing.field.take(event).changed()
                {
                    editing.error = None;
                    self.timer.touch(at);
                }
            }
        }
        Vec::new()
    }

    /// Records the cell being edited and goes on; what does not fit is said and stays.
    pub(super) fn accept(&mut self, step: Step) -> Effects {
        let (Some(editing), Some(column)) = (&mut self.editing, self.columns.get(self.column)) else {
            return Vec::new();
        };
        match cell::read(&column.kind, editing.field.text()) {
            Ok(value) => {
                self.editing = None;
                self.timer.clear();
                self.record(&value, step)
            }
            Err(error) => {
                editing.error = Some(error);
                Vec::new()
            }
        }
    }

    /// Esc: takes the cell if it fits; if not, it is kept as a draft and shown as such.
    pub(super) fn step_out(&mut self) -> Effects {
        let accepted = self.accept(Step::Stay);
        let Some(Editing { field, error: Some(error), .. }) = &self.editing else { return accepted };
        let message = t!("screen_register.draft_wrong", text = field.text(), why = error).into_owned();
        let mut effects = self.save_draft();
        self.editing = None;
        effects.extend(refuse(message));
        effects
    }

    /// The screen is left: as for Esc, but where it stays open the typing goes on.
    pub(super) fn hand_over(&mut self) -> Effects {
        let accepted = self.accept(Step::Stay);
        if self.editing.is_some() { self.save_draft() } else { accepted }
    }

    /// Drops what was typed into the cell.
    pub(super) fn discard(&mut self) -> Effects {
        self.timer.clear();
        let place = self.editing.take().map(|editing| editing.place);
        place.and_then(|place| self.forget_draft(&place)).into_iter().collect()
    }

    /// Keeps the text being typed.
    pub(super) fn save_draft(&mut self) -> Effects {
        self.timer.clear();
        let Some(editing) = &self.editing else { return Vec::new() };
        let text = editing.field.text().to_owned();
        self.drafts.insert(editing.place.clone(), text.clone());
        let key = self.work.draft_key(&self.key, &editing.place.field());
        vec![Effect::Run(Request::SaveDraft { key, text })]
    }

    fn forget_draft(&mut self, place: &super::Place) -> Option<Effect<World>> {
        self.drafts.remove(place)?;
        Some(Effect::Run(Request::ClearDraft(self.work.draft_key(&self.key, &place.field()))))
    }

    /// What was left half typed in the blank row belongs to the row that it became.
    pub(super) fn move_drafts(&mut self, new: &EntryId) -> Effects {
        let blank: Vec<_> = self.drafts.keys().filter(|place| place.row.is_none()).cloned().collect();
        let mut effects = Vec::new();
        for place in blank {
            let Some(text) = self.drafts.get(&place).cloned() else { continue };
            let moved = super::Place { row: Some(new.clone()), ..place.clone() };
            let key = self.work.draft_key(&self.key, &moved.field());
            self.drafts.insert(moved, text.clone());
            effects.push(Effect::Run(Request::SaveDraft { key, text }));
            effects.extend(self.forget_draft(&place));
        }
        effects
    }

    fn new_row_waits(&self) -> bool {
        self.rows.selected() >= self.rows().len() && self.new_row != NewRow::NotAsked
    }

    /// Records `value` in the selected cell, if it is another, and goes on.
    fn record(&mut self, value: &Value, step: Step) -> Effects {
        let (Some(place), Some(item), Some(register)) = (self.place(), self.work.item(&self.key), self.register())
        else {
            return Vec::new();
        };
        let column = place.column.to_string();
        let value = match check_cell(item, register, &column, value) {
            Ok(value) => value,
            Err(error) => return refuse(error.to_string()),
        };
        let present = self.value().unwrap_or(&Value::Null);
        let change = match place.row.clone() {
            _ if *present == value => None,
            Some(row) => Some(SetChange::SetCell { row, column, value }),
            None => {
                self.new_row = NewRow::Asked(step);
                Some(SetChange::AddRow([(column, value)].into()))
            }
        };
        if self.new_row == NewRow::NotAsked {
            self.step(step);
        }
        let mut effects: Effects = change.and_then(|change| self.run(vec![change])).into_iter().collect();
        effects.extend(self.forget_draft(&place));
        effects
    }

    fn run(&self, changes: Vec<SetChange>) -> Option<Effect<World>> {
        self.work.record_sets(&self.key, changes).map(Effect::Run)
    }

    /// Copies the cell of the row above.
    pub(super) fn copy_above(&mut self) -> Effects {
        if self.new_row_waits() {
            return refuse(t!("screen_register.row_waits"));
        }
        let above = self.rows.selected().checked_sub(1).and_then(|above| self.rows().get(above));
        let value = above.zip(self.here()).and_then(|(row, column)| row.cells.get(&column.id)).cloned();
        match value {
            Some(value) => self.record(&value, Step::Next),
            None => say(t!("screen_register.empty_above")),
        }
    }

    /// Empties the cell.
    pub(super) fn clear_cell(&mut self) -> Effects {
        if self.new_row_waits() { Vec::new() } else { self.record(&Value::Null, Step::Stay) }
    }

    /// Takes the row out, with what was left half typed in it.
    pub(super) fn delete_row(&mut self) -> Effects {
        let Some(row) = self.rows().get(self.rows.selected()).map(|row| row.id.clone()) else { return Vec::new() };
        let mut effects = say(t!("screen_register.deleted", row = self.rows.selected() + 1));
        effects.extend(self.run(vec![SetChange::RemoveRow(row.clone())]));
        let drafts: Vec<_> = self.drafts.keys().filter(|place| place.row.as_ref() == Some(&row)).cloned().collect();
        effects.extend(drafts.iter().filter_map(|place| self.forget_draft(place)));
        effects
    }

    /// Fills cells to the right and down with a pasted table: all of it as one action, or nothing.
    pub(super) fn paste(&mut self, text: &str) -> Effects {
        if self.new_row != NewRow::NotAsked {
            return refuse(t!("screen_register.row_waits"));
        }
        let mut lines = paste::cells(text);
        if lines.first().is_some_and(|line| self.is_heading(line)) {
            lines.remove(0);
        }
        match self.changes_of(&lines) {
            Err(why) => refuse(why),
            Ok(changes) if changes.is_empty() => say(t!("screen_register.nothing_pasted")),
            Ok(changes) => {
                let mut effects = self.discard();
                effects.extend(say(t!("screen_register.pasted", rows = lines.len())));
                effects.extend(self.run(changes));
                effects
            }
        }
    }

    /// Whether a pasted line repeats the titles of the columns.
    fn is_heading(&self, line: &[String]) -> bool {
        let titles = self.columns.iter().skip(self.column).map(|column| fold(&column.title));
        line.len() > 1
            && line.len() <= self.columns.len() - self.column
            && line.iter().map(|cell| fold(cell)).zip(titles).all(|(a, b)| a == b)
    }

    /// A blank cell of the table leaves what is there.
    fn changes_of(&self, lines: &[Vec<String>]) -> Result<Vec<SetChange>, String> {
        let mut changes = Vec::new();
        let mut wrong = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let row = self.rows().get(self.rows.selected() + number);
            let mut added = std::collections::BTreeMap::new();
            for (offset, text) in line.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let Some(column) = self.columns.get(self.column + offset) else {
                    let room = self.columns.len() - self.column;
                    return Err(t!("screen_register.too_wide", cells = line.len(), room = room).into_owned());
                };
                match (cell::read(&column.kind, text), row) {
                    (Err(why), _) => {
                        let place =
                            t!("screen_register.wrong_cell", row = number + 1, column = column.title, why = why);
                        wrong.push(place.into_owned());
                    }
                    (Ok(value), Some(row)) if row.cells.get(&column.id) != Some(&value) => {
                        let (row, column) = (row.id.clone(), column.id.to_string());
                        changes.push(SetChange::SetCell { row, column, value });
                    }
                    (Ok(_), Some(_)) => {}
                    (Ok(value), None) => {
                        added.insert(column.id.to_string(), value);
                    }
                }
            }
            if !added.is_empty() {
                changes.push(SetChange::AddRow(added));
            }
        }
        match wrong.first() {
            Some(first) => Err(t!("screen_register.not_pasted", count = wrong.len(), first = first).into_owned()),
            None => Ok(changes),
        }
    }
}

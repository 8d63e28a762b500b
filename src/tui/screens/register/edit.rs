//! Typing, accepting, copying, deleting and pasting: what keys become, as changes to be recorded.

use std::time::Instant;

use rust_i18n::t;
use serde_json::Value;

use super::view::advice;
use super::{Editing, NewRow, RegisterGrid, Step, Trial, cell, say};
use crate::inspection::{EntryId, SetChange, check_cell};
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::widgets::text_field::{Taken, TextField};
use crate::tui::work::{Request, World};

type Effects = Vec<Effect<World>>;

pub(super) fn refuse(text: impl Into<String>) -> Effects {
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
        self.anchor = None;
        self.editing = Some(Editing { place, field, error: None, trial: None, typed_at: Some(at) });
        self.try_out();
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
        self.anchor = None;
        self.editing = Some(Editing { place, field, error: None, trial: None, typed_at: None });
        self.try_out();
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
                    editing.typed_at = editing.typed_at.map(|_| at);
                    self.timer.touch(at);
                    self.try_out();
                }
            }
        }
        Vec::new()
    }

    /// Judges the row as it would be with the cell being typed.
    fn try_out(&mut self) {
        let trial = || {
            let (editing, column) = (self.editing.as_ref()?, self.here()?);
            let value = cell::read(&column.kind, editing.field.text()).ok()?;
            let mut cells = self.row().map(|row| row.cells.clone()).unwrap_or_default();
            match value {
                Value::Null => _ = cells.remove(&column.id),
                value => _ = cells.insert(column.id.clone(), value),
            }
            let result = self.work.checklist(&self.key)?.judge_row(self.key.item.as_str(), &cells)?;
            Some(Trial { cells, result })
        };
        let trial = trial();
        if let Some(editing) = &mut self.editing {
            editing.trial = trial;
        }
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

    pub(super) fn new_row_waits(&self) -> bool {
        self.row().is_none() && self.new_row != NewRow::NotAsked
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
                let cells = [(column, value)].into();
                Some(match self.new_places(1).pop() {
                    Some(place) => SetChange::InsertRow { place, cells },
                    None => SetChange::AddRow(cells),
                })
            }
        };
        if self.new_row == NewRow::NotAsked {
            self.step(step);
        }
        let mut effects: Effects = change.and_then(|change| self.run(vec![change])).into_iter().collect();
        effects.extend(self.forget_draft(&place));
        effects
    }

    pub(super) fn run(&self, changes: Vec<SetChange>) -> Option<Effect<World>> {
        self.work.record_sets(&self.key, changes).map(Effect::Run)
    }

    /// Copies the cell of the row above.
    pub(super) fn copy_above(&mut self) -> Effects {
        if self.new_row_waits() {
            return refuse(t!("screen_register.row_waits"));
        }
        let above = self.selected().checked_sub(1).and_then(|above| self.row_at(above));
        let value = above.zip(self.here()).and_then(|(row, column)| row.cells.get(&column.id)).cloned();
        match value {
            Some(value) => self.record(&value, Step::Next),
            None => say(t!("screen_register.empty_above")),
        }
    }

    /// Copies the cell of the first chosen row into the others, as Excel fills down.
    pub(super) fn fill_down(&mut self) -> Effects {
        let Some(column) = self.here() else { return Vec::new() };
        let rows = self.chosen_rows();
        let Some((first, others)) = rows.split_first() else { return Vec::new() };
        let Some(value) = first.cells.get(&column.id) else { return say(t!("screen_register.empty_first")) };
        let differing = others.iter().filter(|row| row.cells.get(&column.id) != Some(value));
        let set = |row: &&crate::inspection::Row| SetChange::SetCell {
            row: row.id.clone(),
            column: column.id.to_string(),
            value: value.clone(),
        };
        let changes: Vec<SetChange> = differing.map(set).collect();
        let mut effects = say(t!("screen_register.filled", count = changes.len(), column = column.title));
        if !changes.is_empty() {
            effects.extend(self.run(changes));
        }
        self.anchor = None;
        effects
    }

    /// Empties the cell, in every chosen row.
    pub(super) fn clear_cells(&mut self) -> Effects {
        if self.anchor.is_none() {
            return if self.new_row_waits() { Vec::new() } else { self.record(&Value::Null, Step::Stay) };
        }
        let Some(column) = self.here() else { return Vec::new() };
        let filled = self.chosen_rows().into_iter().filter(|row| row.cells.contains_key(&column.id));
        let empty = |row: &crate::inspection::Row| SetChange::SetCell {
            row: row.id.clone(),
            column: column.id.to_string(),
            value: Value::Null,
        };
        let changes: Vec<SetChange> = filled.map(empty).collect();
        let mut effects = say(t!("screen_register.emptied", count = changes.len(), column = column.title));
        if !changes.is_empty() {
            effects.extend(self.run(changes));
        }
        self.anchor = None;
        effects
    }

    /// Takes the chosen rows out, with what was left half typed in them.
    pub(super) fn delete_rows(&mut self) -> Effects {
        let rows: Vec<EntryId> = self.chosen_rows().into_iter().map(|row| row.id.clone()).collect();
        let top = *self.chosen().start();
        let mut effects = match rows.as_slice() {
            [] => return Vec::new(),
            [_] => say(t!("screen_register.deleted", row = top + 1)),
            rows => say(t!("screen_register.deleted_several", count = rows.len())),
        };
        self.anchor = None;
        self.cursor.select(top);
        effects.extend(self.run(rows.iter().cloned().map(SetChange::RemoveRow).collect()));
        let of = |place: &&super::Place| place.row.as_ref().is_some_and(|row| rows.contains(row));
        let drafts: Vec<_> = self.drafts.keys().filter(of).cloned().collect();
        effects.extend(drafts.iter().filter_map(|place| self.forget_draft(place)));
        effects
    }
}

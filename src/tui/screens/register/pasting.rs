//! Pasting tables, from keystrokes and from the clipboard: all of a table as one action, or nothing.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rust_i18n::t;

use super::edit::refuse;
use super::landing::{self, Landing, Numbers, TooWide};
use super::{NewRow, RegisterGrid, cell, paste, say};
use crate::inspection::SetChange;
use crate::tui::input::{BURST_GAP, clean_paste};
use crate::tui::screen::{Effect, Message};
use crate::tui::theme::Role;
use crate::tui::work::{ClipboardRequest, Request, World};

type Effects = Vec<Effect<World>>;

/// How many wrong cells are told one by one.
const TOLD: usize = 3;
/// Keystrokes come in parts of about 4,000; a paste of that many may go on in the next part.
pub(super) const LONG: usize = 4000;
/// How long to wait for the next part.
pub(super) const PATIENCE: Duration = Duration::from_millis(150);

/// What of a pasted table did not fit.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    /// Cells that did not fit.
    pub count: usize,
    /// The first of them, with place and reason.
    pub first: Vec<String>,
}

/// The part of a long paste that has come so far.
#[derive(Debug, Clone)]
pub(super) struct Held {
    text: String,
    /// When it counts as all.
    pub until: Instant,
}

/// Whether the clipboard is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaited {
    Clipboard,
    Nothing,
}

impl RegisterGrid {
    /// Reads the clipboard; its text comes as an outcome.
    pub(super) fn ask_clipboard(&mut self) -> Effects {
        self.awaited = Awaited::Clipboard;
        vec![Effect::Run(Request::Clipboard(ClipboardRequest::Read))]
    }

    pub(super) fn take_clipboard(&mut self, text: &str) -> Effects {
        if std::mem::replace(&mut self.awaited, Awaited::Nothing) == Awaited::Nothing {
            return Vec::new();
        }
        self.paste(&clean_paste(text))
    }

    /// A table pasted as keystrokes.
    pub(super) fn paste_keys(&mut self, text: &str, at: Instant) -> Effects {
        let begun = self.held.take().map(|held| held.text).or_else(|| self.first_sign(at)).unwrap_or_default();
        let whole = begun + text;
        if text.chars().count() >= LONG {
            self.held = Some(Held { text: whole, until: at + PATIENCE });
            return Vec::new();
        }
        self.paste(&whole)
    }

    /// Pastes what was held back, where it is all.
    pub(super) fn paste_held(&mut self, at: Instant) -> Effects {
        match self.held.take() {
            Some(held) if held.until <= at => self.paste(&held.text),
            held => {
                self.held = held;
                Vec::new()
            }
        }
    }

    /// The first sign of a paste may come by itself, before its fellows: it looks like typing.
    fn first_sign(&self, at: Instant) -> Option<String> {
        let editing = self.editing.as_ref()?;
        let typed = editing.typed_at?;
        (at.saturating_duration_since(typed) <= BURST_GAP).then(|| editing.field.text().to_owned())
    }

    /// Fills cells to the right and down with a pasted table.
    pub(super) fn paste(&mut self, text: &str) -> Effects {
        if self.new_row != NewRow::NotAsked {
            return refuse(t!("screen_register.row_waits"));
        }
        let landing = match landing::land(paste::cells(text), &self.columns, self.column) {
            Ok(landing) => landing,
            Err(TooWide { cells, room }) => {
                return refuse(t!("screen_register.too_wide", cells = cells, room = room));
            }
        };
        let wrong = landing::misfits(&landing, &self.columns);
        if !wrong.is_empty() {
            let told = wrong.iter().take(TOLD).map(|(line, column, why)| {
                let title = &self.columns[*column].title;
                t!("screen_register.wrong_cell", row = line + 1, column = title, why = why).into_owned()
            });
            let first: Vec<String> = told.collect();
            let count = wrong.len();
            let message = t!("screen_register.not_pasted", count = count, first = first[0]);
            self.refusal = Some(Refusal { count, first });
            return refuse(message);
        }
        let changes = self.changes_of(&landing);
        if changes.is_empty() {
            return say(t!("screen_register.nothing_pasted"));
        }
        let mut effects = self.discard();
        self.anchor = None;
        effects.push(Effect::Say(pasted(&landing)));
        effects.extend(self.run(changes));
        effects
    }

    /// A blank cell of the table leaves what is there.
    fn changes_of(&self, landing: &Landing) -> Vec<SetChange> {
        let mut changes = Vec::new();
        // On a blank line between rows all of them are new.
        let mut places = self.new_places(landing.lines.len()).into_iter();
        let from = self.index_at(self.selected()).unwrap_or(self.rows().len());
        for (number, cells) in landing.lines.iter().enumerate() {
            let row = if places.len() > 0 { None } else { self.rows().get(from + number) };
            let mut added = BTreeMap::new();
            for (column, text) in cells {
                let Some(column) = self.columns.get(*column) else { continue };
                let Ok(value) = cell::read_pasted(&column.kind, text) else { continue };
                match row {
                    Some(row) if row.cells.get(&column.id) != Some(&value) => {
                        let (row, column) = (row.id.clone(), column.id.to_string());
                        changes.push(SetChange::SetCell { row, column, value });
                    }
                    Some(_) => {}
                    None => _ = added.insert(column.id.to_string(), value),
                }
            }
            match places.next() {
                Some(place) => changes.push(SetChange::InsertRow { place, cells: added }),
                None if added.is_empty() => {}
                None => changes.push(SetChange::AddRow(added)),
            }
        }
        changes
    }
}

/// What was done, and what of the table was left out.
fn pasted(landing: &Landing) -> Message {
    let mut text = t!("screen_register.pasted", rows = landing.lines.len()).into_owned();
    if landing.numbers == Numbers::LeftOut {
        text = format!("{text}; {}", t!("screen_register.numbers_left_out"));
    }
    if landing.left_out.is_empty() {
        return Message::info(text);
    }
    let named = |title: &String| {
        if title.is_empty() { t!("screen_register.untitled").into_owned() } else { title.clone() }
    };
    let titles = landing.left_out.iter().map(named).collect::<Vec<_>>().join(", ");
    Message { text: format!("{text}; {}", t!("screen_register.left_out", titles = titles)), role: Role::Changed }
}

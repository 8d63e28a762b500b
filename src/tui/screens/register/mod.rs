//! A register of sampled rows: a grid in which typing fills cells, each saved at once.

pub(super) mod cell;
mod edit;
mod layout;
mod paste;
mod view;

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::assessment::RegisterResult;
use crate::checklist::{Column, ColumnId, ColumnKind, ItemKind, Register};
use crate::inspection::{EntryId, ItemKey, Row};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::screens::evidence::EvidenceList;
use crate::tui::screens::import;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::TextField;
use crate::tui::work::{Outcome, Request, Taken, UnitWork, World};
use cell::CellError;
use layout::Sheet;

/// First part of the drafts of cells: `cell/<row or new>/<column>`.
const DRAFTS: &str = "cell";
/// The row that is not there yet, in the key of a draft.
const NEW_ROW: &str = "new";

/// A cell: `row` is `None` in the blank last row, which exists only once something is in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    row: Option<EntryId>,
    column: ColumnId,
}

impl Place {
    /// Name of its draft.
    fn field(&self) -> String {
        format!("{DRAFTS}/{}/{}", self.row.as_ref().map_or(NEW_ROW, |row| &row.0), self.column)
    }

    fn from_field(field: &str) -> Option<Self> {
        let (row, column) = field.strip_prefix(DRAFTS)?.strip_prefix('/')?.split_once('/')?;
        let row = (row != NEW_ROW).then(|| EntryId(row.to_owned()));
        Some(Self { row, column: ColumnId::new(column).ok()? })
    }
}

/// The cell being typed.
#[derive(Debug, Clone)]
struct Editing {
    place: Place,
    field: TextField,
    /// Why it was not accepted, until it is changed.
    error: Option<CellError>,
}

/// Where to go after a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Stay,
    /// To the next cell; behind the last one of a row, to the first of the next.
    Next,
    Previous,
    Down,
    Up,
}

/// Whether the first cell of a new row is on its way into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NewRow {
    NotAsked,
    /// Asked for; once it is there, go this way from it.
    Asked(Step),
}

/// A register's rows.
#[derive(Debug, Clone)]
pub struct RegisterGrid {
    work: UnitWork,
    key: ItemKey,
    columns: Vec<Column>,
    rows: ListCursor,
    column: usize,
    editing: Option<Editing>,
    /// Texts that are in the store as drafts: being typed, or left although they do not fit.
    drafts: BTreeMap<Place, String>,
    timer: DraftTimer,
    new_row: NewRow,
    sheet: Sheet,
}

impl RegisterGrid {
    /// The rows of the register at `key`. An item that is no register has no columns, and the screen says so.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        let columns = register_of(&work, &key).map(|register| register.columns.clone()).unwrap_or_default();
        let prefix = work.draft_key(&key, "");
        let draft = |draft: &crate::journal::Draft| {
            Some((Place::from_field(draft.key.strip_prefix(&prefix)?)?, draft.text.clone()))
        };
        let drafts: BTreeMap<Place, String> = work.drafts.iter().filter_map(draft).collect();
        let mut grid = Self {
            work,
            key,
            columns,
            rows: ListCursor::default(),
            column: 0,
            editing: None,
            drafts,
            timer: DraftTimer::default(),
            new_row: NewRow::NotAsked,
            sheet: Sheet::default(),
        };
        grid.drafts.retain(|place, _| {
            let row = place.row.as_ref();
            row.is_none_or(|row| {
                grid.work.answer(&grid.key).is_some_and(|answer| answer.rows.iter().any(|known| known.id == *row))
            })
        });
        // Work goes on at the end, or where something was left half typed.
        grid.rows.select(grid.rows().len());
        if let Some(place) = grid.drafts.keys().next().cloned() {
            grid.go_to(&place);
        }
        grid.measure();
        grid
    }

    fn register(&self) -> Option<&Register> {
        register_of(&self.work, &self.key)
    }

    fn rows(&self) -> &[Row] {
        self.work.answer(&self.key).map_or(&[], |answer| answer.rows.as_slice())
    }

    fn judged(&self) -> Option<&RegisterResult> {
        self.work.state(&self.key)?.register.as_ref()
    }

    /// The selected column.
    fn here(&self) -> Option<&Column> {
        self.columns.get(self.column)
    }

    fn place(&self) -> Option<Place> {
        let row = self.rows().get(self.rows.selected()).map(|row| row.id.clone());
        Some(Place { row, column: self.here()?.id.clone() })
    }

    /// What the selected cell holds.
    fn value(&self) -> Option<&serde_json::Value> {
        self.rows().get(self.rows.selected())?.cells.get(&self.here()?.id)
    }

    fn go_to(&mut self, place: &Place) {
        let row = place.row.as_ref().and_then(|id| self.rows().iter().position(|row| row.id == *id));
        self.rows.select(row.unwrap_or(self.rows().len()));
        self.column = self.columns.iter().position(|column| column.id == place.column).unwrap_or(0);
    }

    fn step(&mut self, step: Step) {
        let (row, last_row) = (self.rows.selected(), self.rows().len());
        let last_column = self.columns.len().saturating_sub(1);
        let (row, column) = match step {
            Step::Next if self.column < last_column => (row, self.column + 1),
            Step::Next if row < last_row => (row + 1, 0),
            Step::Previous if self.column > 0 => (row, self.column - 1),
            Step::Previous if row > 0 => (row - 1, last_column),
            Step::Stay | Step::Next | Step::Previous => (row, self.column),
            Step::Down => ((row + 1).min(last_row), self.column),
            Step::Up => (row.saturating_sub(1), self.column),
        };
        self.rows.select(row);
        self.column = column;
    }

    /// Days of the inspected year are shown without it.
    fn year(&self) -> Option<i32> {
        let period = self.work.open.round.period;
        (period.from.year() == period.to.year()).then(|| period.to.year())
    }

    /// Widths are taken anew where something changed, not for every key.
    fn measure(&mut self) {
        let words = |row: usize| self.verdict_words(row).1;
        let sheet = Sheet::measure(&self.columns, self.rows(), self.year(), words);
        self.sheet = sheet.seen_as(&self.sheet);
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        let selected = self.place().and_then(|place| place.row);
        let known = match self.new_row {
            NewRow::Asked(_) => self.rows().iter().map(|row| row.id.clone()).collect(),
            NewRow::NotAsked => std::collections::BTreeSet::new(),
        };
        if self.work.take(outcome) == Taken::Nothing {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if let NewRow::Asked(step) = self.new_row
            && let Some(new) = self.rows().iter().position(|row| !known.contains(&row.id))
        {
            self.new_row = NewRow::NotAsked;
            self.rows.select(new);
            self.step(step);
            if let Some(id) = self.rows().get(new).map(|row| row.id.clone()) {
                effects = self.move_drafts(&id);
            }
        } else {
            let same = selected.and_then(|id| self.rows().iter().position(|row| row.id == id));
            self.rows.select(same.unwrap_or(self.rows.selected().min(self.rows().len())));
        }
        self.measure();
        effects
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        match action {
            Action::Open if self.editing.is_some() => self.accept(Step::Next),
            Action::Open => self.begin_with_present(),
            Action::Back => self.step_out(),
            Action::Undo if self.editing.is_some() => self.discard(),
            Action::Undo => {
                vec![
                    Effect::Say(Message::info(t!("screen_register.undone"))),
                    Effect::Run(Request::Undo(self.work.open.round.id.clone())),
                ]
            }
            Action::Redo => vec![Effect::Run(Request::Redo(self.work.open.round.id.clone()))],
            Action::CopyAbove => self.copy_above(),
            Action::DeleteRow => self.delete_row(),
            Action::Add => {
                self.rows.select(self.rows().len());
                self.column = 0;
                Vec::new()
            }
            Action::Evidence => vec![Effect::push(EvidenceList::new(self.work.clone(), self.key.clone()))],
            other => import::open(other, &self.work, &self.key).into_iter().collect(),
        }
    }

    fn browse(&mut self, event: &Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Text(typed) => return self.begin_typing(typed, at),
            Event::Paste(pasted) => return self.begin_typing(pasted.trim_end_matches('\n'), at),
            Event::Key(Key::Delete) => return self.clear_cell(),
            Event::Key(Key::Tab) => self.step(Step::Next),
            Event::Key(Key::BackTab) => self.step(Step::Previous),
            Event::Key(Key::Left) => self.column = self.column.saturating_sub(1),
            Event::Key(Key::Right) => self.column = (self.column + 1).min(self.columns.len().saturating_sub(1)),
            Event::Key(Key::Home) => self.column = 0,
            Event::Key(Key::End) => self.column = self.columns.len().saturating_sub(1),
            Event::Key(key) => {
                self.rows.press(*key, self.rows().len() + 1);
            }
            _ => {}
        }
        Vec::new()
    }
}

fn register_of<'w>(work: &'w UnitWork, key: &ItemKey) -> Option<&'w Register> {
    match &work.item(key)?.kind {
        ItemKind::Register(register) => Some(register),
        _ => None,
    }
}

impl Screen<World> for RegisterGrid {
    fn title(&self) -> String {
        t!("screen_register.title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        if self.columns.is_empty() {
            return Vec::new();
        }
        if self.editing.is_some() {
            return vec![
                Offer::on(Action::Open).named(t!("screen_register.accept")),
                Offer::on(Action::Back).named(t!("screen_register.step_out")),
                Offer::on(Action::Undo).named(t!("screen_register.discard")),
            ];
        }
        let above = match self.rows.selected() {
            0 => Offer::off(Action::CopyAbove, t!("screen_register.nothing_above")),
            _ => Offer::on(Action::CopyAbove),
        };
        let delete = if self.rows.selected() < self.rows().len() {
            Offer::on(Action::DeleteRow)
        } else {
            Offer::off(Action::DeleteRow, t!("screen_register.blank_row"))
        };
        vec![
            Offer::on(Action::Open).named(t!("screen_register.edit")),
            above,
            Offer::on(Action::Add).named(t!("screen_register.new_row")),
            Offer::on(Action::Undo),
            Offer::on(Action::Redo),
            Offer::on(Action::Evidence),
            delete,
        ]
        .into_iter()
        .chain(import::offers(&self.work, &self.key))
        .collect()
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened if !self.drafts.is_empty() => {
                vec![Effect::Say(Message::info(t!("screen_register.draft_found", count = self.drafts.len())))]
            }
            Event::Outcome(outcome) => self.take(outcome),
            Event::Failed(Request::RecordSets { .. }, Failure::Refused(_)) => {
                self.new_row = NewRow::NotAsked;
                Vec::new()
            }
            Event::Act(action) => self.act(action),
            Event::SaveNow => self.hand_over(),
            Event::Tick if self.timer.is_due(at) => self.save_draft(),
            Event::Paste(text) if paste::is_table(text) => self.paste(text),
            Event::Key(_) | Event::Text(_) | Event::Paste(_) => match self.editing {
                Some(_) => self.edit(&event, at),
                None => self.browse(&event, at),
            },
            _ => Vec::new(),
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        if self.editing.is_some() || self.columns.is_empty() {
            return Vec::new();
        }
        let digits = self.here().map(|column| &column.kind);
        let key = match digits {
            Some(ColumnKind::YesNo) => "screen_register.hint_yes_no",
            Some(ColumnKind::Choice(_)) => "screen_register.hint_choice",
            _ => "screen_register.hint_typing",
        };
        let hint = t!(key);
        let (keys, text) = hint.split_once('|').unwrap_or(("", &hint));
        vec![TypedHint { keys: keys.to_owned(), text: text.to_owned() }]
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let ask = self.work.item(&self.key).map(|item| item.ask.clone()).unwrap_or_default();
        Some(Subtitle { left: Line::from(ask), right: self.totals(theme) })
    }

    fn status(&self) -> Option<Message> {
        let column = self.here()?;
        if let Some(editing) = &self.editing {
            return Some(match &editing.error {
                Some(error) => Message::error(t!("screen_register.not_accepted", column = column.title, why = error)),
                None => Message::info(view::advice(column)),
            });
        }
        let draft = self.drafts.get(&self.place()?);
        Some(match draft.map(|text| (text, cell::read(&column.kind, text))) {
            Some((text, Err(why))) => Message::error(t!("screen_register.draft_wrong", text = text, why = why)),
            Some((text, Ok(_))) => Message::info(t!("screen_register.draft_here", text = text)),
            None => Message::info(view::advice(column)),
        })
    }

    fn help(&self) -> String {
        t!("screen_register.help").into_owned()
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}

#[cfg(test)]
mod tests;

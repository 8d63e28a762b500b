//! A register of sampled rows: a grid in which typing fills cells, each saved at once.

pub(super) mod cell;
mod edit;
mod landing;
mod layout;
mod lines;
mod paste;
mod pasting;
mod taking;
mod view;
mod words;

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::assessment::{Cells, RegisterResult, RowResult, YearDoubt};
use crate::checklist::{Column, ColumnId, ColumnKind, ItemKind, Register};
use crate::inspection::{Answer, EntryId, ItemKey, Row};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::screens::evidence::EvidenceList;
use crate::tui::screens::import;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::TextField;
use crate::tui::work::{Request, UnitWork, World};
use cell::CellError;
use layout::Sheet;
use lines::Side;
use pasting::{Awaited, Held, Refusal};

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
    /// What the row would come to; `None` while nothing was changed or what is typed does not fit yet.
    trial: Option<Trial>,
    /// When a sign was typed last, where the cell was begun by typing.
    typed_at: Option<Instant>,
}

/// A row with the cell that is being typed.
#[derive(Debug, Clone)]
struct Trial {
    cells: Cells,
    result: RowResult,
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
    cursor: ListCursor,
    column: usize,
    /// A blank line before the row of this index, for one that is being put in.
    inserted: Option<usize>,
    /// The line from which several are chosen, to the selected one.
    anchor: Option<usize>,
    editing: Option<Editing>,
    /// Texts that are in the store as drafts: being typed, or left although they do not fit.
    drafts: BTreeMap<Place, String>,
    timer: DraftTimer,
    new_row: NewRow,
    /// What of a paste did not fit, until the next key.
    refusal: Option<Refusal>,
    /// The part of a long paste that has come so far.
    held: Option<Held>,
    awaited: Awaited,
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
            cursor: ListCursor::default(),
            column: 0,
            inserted: None,
            anchor: None,
            editing: None,
            drafts,
            timer: DraftTimer::default(),
            new_row: NewRow::NotAsked,
            refusal: None,
            held: None,
            awaited: Awaited::Nothing,
            sheet: Sheet::default(),
        };
        grid.drafts.retain(|place, _| {
            let row = place.row.as_ref();
            row.is_none_or(|row| grid.work.answer(&grid.key).is_some_and(|answer| answer.row_index(row).is_some()))
        });
        // Work goes on at the end, or where something was left half typed.
        grid.cursor.select(grid.last_line());
        if let Some(place) = grid.drafts.keys().next().cloned() {
            grid.go_to(&place);
        }
        grid.measure();
        grid
    }

    /// The same, with `row` selected.
    #[must_use]
    pub fn at(mut self, row: &EntryId) -> Self {
        if let Some(at) = self.rows().iter().position(|known| known.id == *row) {
            self.cursor.select(at);
            self.column = 0;
        }
        self
    }

    fn register(&self) -> Option<&Register> {
        register_of(&self.work, &self.key)
    }

    fn answer(&self) -> Option<&Answer> {
        self.work.answer(&self.key)
    }

    fn rows(&self) -> &[Row] {
        self.answer().map_or(&[], |answer| answer.rows.as_slice())
    }

    fn judged(&self) -> Option<&RegisterResult> {
        self.work.state(&self.key)?.register.as_ref()
    }

    /// The selected column.
    fn here(&self) -> Option<&Column> {
        self.columns.get(self.column)
    }

    fn place(&self) -> Option<Place> {
        Some(Place { row: self.row().map(|row| row.id.clone()), column: self.here()?.id.clone() })
    }

    /// What the selected cell holds.
    fn value(&self) -> Option<&serde_json::Value> {
        self.row()?.cells.get(&self.here()?.id)
    }

    /// Whether the selected cell is empty, with nothing half typed in it: Enter passes it.
    fn is_blank(&self) -> bool {
        self.value().is_none() && self.place().is_none_or(|place| !self.drafts.contains_key(&place))
    }

    /// The row with the cell being typed, where that is the one on `line`.
    fn trial(&self, line: usize) -> Option<&Trial> {
        self.editing.as_ref()?.trial.as_ref().filter(|_| line == self.selected())
    }

    /// Why the days of the selected row cannot be counted for sure.
    fn doubt(&self) -> Option<YearDoubt> {
        self.judged()?.rows.get(self.index_at(self.selected())?)?.doubts.first().copied()
    }

    /// Days of the inspected year are shown without it.
    fn year(&self) -> Option<i32> {
        let period = self.work.open.round.period;
        (period.from.year() == period.to.year()).then(|| period.to.year())
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        match action {
            Action::Open if self.editing.is_some() => self.accept(Step::Next),
            Action::Open if self.is_blank() => {
                self.step(Step::Next);
                Vec::new()
            }
            Action::Open => self.begin_with_present(),
            Action::Back if self.editing.is_none() => {
                self.anchor = None;
                Vec::new()
            }
            Action::Back => self.step_out(),
            Action::Undo if self.editing.is_some() => self.discard(),
            Action::Undo => {
                self.anchor = None;
                let mut effects = say(t!("screen_register.undone"));
                effects.push(Effect::Run(Request::Undo(self.work.open.round.id.clone())));
                effects
            }
            Action::Redo => vec![Effect::Run(Request::Redo(self.work.open.round.id.clone()))],
            Action::CopyAbove if self.anchor.is_some() => self.fill_down(),
            Action::CopyAbove => self.copy_above(),
            Action::InsertAbove | Action::InsertBelow => {
                self.insert(if action == Action::InsertAbove { Side::Above } else { Side::Below });
                say(t!("screen_register.type_new_row"))
            }
            Action::SelectRows => {
                self.anchor = Some(self.selected());
                say(t!("screen_register.choose_rows"))
            }
            Action::DeleteRow => self.delete_rows(),
            Action::PasteTable => self.ask_clipboard(),
            Action::Add => {
                self.anchor = None;
                self.cursor.select(self.last_line());
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
            Event::Key(Key::Delete) => return self.clear_cells(),
            Event::Key(key) => self.walk(*key),
            _ => {}
        }
        Vec::new()
    }

    fn respond(&mut self, event: &Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => self.greet(),
            Event::Outcome(outcome) => self.take(outcome),
            Event::Failed(Request::RecordSets { .. }, Failure::Refused(_)) => {
                self.new_row = NewRow::NotAsked;
                Vec::new()
            }
            Event::Failed(Request::Clipboard(_), _) => {
                self.awaited = Awaited::Nothing;
                Vec::new()
            }
            Event::Act(action) => self.act(*action),
            Event::SaveNow => self.hand_over(),
            Event::Tick => {
                let mut effects = self.paste_held(at);
                if self.timer.is_due(at) {
                    effects.extend(self.save_draft());
                }
                effects
            }
            Event::Paste(text) if self.held.is_some() || paste::is_table(text) => self.paste_keys(text, at),
            Event::Key(_) | Event::Text(_) | Event::Paste(_) => match self.editing {
                Some(_) => self.edit(event, at),
                None => self.browse(event, at),
            },
            _ => Vec::new(),
        }
    }

    /// What was left half typed, and days that cannot be counted for sure.
    fn greet(&self) -> Vec<Effect<World>> {
        if !self.drafts.is_empty() {
            return say(t!("screen_register.draft_found", count = self.drafts.len()));
        }
        let doubt = self.judged().and_then(|judged| judged.doubts().into_iter().next());
        doubt.map(|doubt| Effect::Say(warning(&doubt))).into_iter().collect()
    }
}

fn say(text: impl Into<String>) -> Vec<Effect<World>> {
    vec![Effect::Say(Message::info(text))]
}

/// Something to look after.
fn warning(what: &impl std::fmt::Display) -> Message {
    Message { text: view::sentence(&what.to_string()), role: Role::Changed }
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
        let above = match self.selected() {
            _ if self.anchor.is_some() => Offer::on(Action::CopyAbove).named(t!("screen_register.fill_down")),
            0 => Offer::off(Action::CopyAbove, t!("screen_register.nothing_above")),
            _ => Offer::on(Action::CopyAbove),
        };
        let on_a_row = |action| match self.chosen_rows().as_slice() {
            [] => Offer::off(action, t!("screen_register.blank_row")),
            _ => Offer::on(action),
        };
        let mut offers = vec![
            Offer::on(Action::Open).named(if self.is_blank() {
                t!("screen_register.next")
            } else {
                t!("screen_register.edit")
            }),
            above,
            Offer::on(Action::Add).named(t!("screen_register.new_row")),
            Offer::on(Action::Undo),
            Offer::on(Action::Redo),
            Offer::on(Action::Evidence),
            Offer::on(Action::PasteTable),
            on_a_row(Action::InsertAbove),
            on_a_row(Action::InsertBelow),
            on_a_row(Action::DeleteRow),
            on_a_row(Action::SelectRows),
        ];
        if self.anchor.is_some() {
            offers.push(Offer::on(Action::Back).named(t!("screen_register.choose_none")));
        }
        offers.extend(import::offers(&self.work, &self.key));
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        if matches!(event, Event::Key(_) | Event::Text(_) | Event::Paste(_) | Event::Act(_)) {
            self.refusal = None;
        }
        let mut effects = match event {
            Event::Key(_) | Event::Text(_) | Event::Act(_) | Event::SaveNow => self.paste_held(at + pasting::PATIENCE),
            _ => Vec::new(),
        };
        effects.extend(self.respond(&event, at));
        self.forget_blank();
        effects
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn focus(&self) -> Focus {
        match self.here().map(|column| &column.kind) {
            Some(ColumnKind::Text) | None => Focus::Text,
            Some(_) => Focus::Literal,
        }
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
        if self.anchor.is_some() {
            return Some(Message::info(t!("screen_register.chosen", count = self.chosen_rows().len())));
        }
        let draft = self.drafts.get(&self.place()?);
        Some(match draft.map(|text| (text, cell::read(&column.kind, text))) {
            Some((text, Err(why))) => Message::error(t!("screen_register.draft_wrong", text = text, why = why)),
            Some((text, Ok(_))) => Message::info(t!("screen_register.draft_here", text = text)),
            None => match self.doubt() {
                Some(doubt) => warning(&doubt),
                None => Message::info(view::advice(column)),
            },
        })
    }

    fn help(&self) -> String {
        t!("screen_register.help").into_owned()
    }

    fn wakes_at(&self) -> Option<Instant> {
        let held = self.held.as_ref().map(|held| held.until);
        [self.timer.due(), held].into_iter().flatten().min()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}

#[cfg(test)]
mod dossiers;
#[cfg(test)]
mod tests;

//! What would be recorded of a file, under choices that a person can change.

use std::path::PathBuf;
use std::sync::Arc;

use rust_i18n::t;

use super::Purpose;
use super::settings::Setting;
use super::view::Pane;
use crate::checklist::{ItemKind, Required};
use crate::inspection::import::{Choices, EqualRows, OrderReason, Prepared, Ready, Slot, Target, WrongCells};
use crate::inspection::{DrawContent, ItemKey};
use crate::table::{Sheet, Table, Visibility, sample};
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{UnitWork, World};
use crate::vietnamese::number::format_number;

/// No list of things to see is longer.
const MOST_ISSUES: usize = 500;
/// Row numbers named in one sentence.
const MOST_NAMED: usize = 8;

/// Whether the recording was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    /// Not yet.
    NotAsked,
    /// It is on its way into the store.
    Asked,
}

/// A file that was read, and what is made of it.
#[derive(Debug, Clone)]
pub struct Preview {
    pub path: PathBuf,
    pub table: Arc<Table>,
    pub sheet: usize,
    pub slots: Vec<Slot>,
    pub choices: Choices,
    pub prepared: Prepared,
    /// The sample, where one is drawn.
    pub draw: Option<DrawContent>,
    list: Arc<Vec<Ready>>,
    pub issues: Vec<String>,
    pub settings: Vec<Setting>,
    pub cursor: ListCursor,
    pub pane: Pane,
    pub below: ListCursor,
    pub count: TextField,
    pub seed: TextField,
    /// The field that was typed in since it was come to: the first letter begins it anew.
    typing: Option<Setting>,
    pub recording: Recording,
    /// Kind of the item, for showing values.
    pub kind: ItemKind,
    purpose: Purpose,
}

impl Preview {
    /// The first sheet that holds something and is seen; `None` where the item takes no rows.
    pub fn new(work: &UnitWork, key: &ItemKey, purpose: Purpose, path: PathBuf, table: &Arc<Table>) -> Option<Self> {
        let item = work.item(key)?;
        let target = Target::of(item)?;
        let filled = |sheet: &Sheet| !sheet.rows.is_empty();
        let seen = table.sheets.iter().position(|sheet| filled(sheet) && sheet.visibility == Visibility::Shown);
        let sheet = seen.or_else(|| table.sheets.iter().position(filled)).unwrap_or(0);
        let mut choices = target.choices(table.sheets.get(sheet)?);
        // A sample is honest only where every row of the list can be drawn, also one that is badly written.
        if purpose == Purpose::Sample {
            choices.wrong = WrongCells::LeaveBlank;
        }
        let wanted = match &item.kind {
            ItemKind::Register(register) => {
                let there = work.answer(key).map_or(0, |answer| answer.rows.len());
                usize::try_from(register.at_least).unwrap_or(0).saturating_sub(there).max(1)
            }
            _ => 1,
        };
        let mut preview = Self {
            path,
            slots: target.slots(),
            choices,
            sheet,
            table: table.clone(),
            prepared: Prepared::default(),
            draw: None,
            list: Arc::default(),
            issues: Vec::new(),
            settings: Vec::new(),
            cursor: ListCursor::default(),
            pane: Pane::Rows,
            below: ListCursor::default(),
            count: TextField::new(&wanted.to_string(), Accepts::Number),
            seed: TextField::new(&sample::fresh_seed(), Accepts::Text),
            typing: None,
            recording: Recording::NotAsked,
            kind: item.kind.clone(),
            purpose,
        };
        preview.refresh(work, key);
        Some(preview)
    }

    /// The sheet being looked at.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.table.sheets.get(self.sheet)
    }

    /// The list a sample is drawn from.
    pub fn list(&self) -> Arc<Vec<Ready>> {
        self.list.clone()
    }

    /// Takes another sheet or row of titles; what was decided about rows stays.
    pub fn replace_choices(&mut self, choices: Choices) {
        let before = std::mem::replace(&mut self.choices, choices);
        self.choices.convert = before.convert;
        self.choices.equal = before.equal;
        self.choices.wrong = before.wrong;
    }

    /// Makes everything anew under the choices as they are.
    pub fn refresh(&mut self, work: &UnitWork, key: &ItemKey) {
        let (Some(item), Some(sheet)) = (work.item(key), self.table.sheets.get(self.sheet)) else { return };
        let Some(target) = Target::of(item) else { return };
        self.prepared = target.prepare(sheet, &self.choices, work.answer(key));
        if self.purpose == Purpose::Sample {
            self.list = Arc::new(self.prepared.ready.clone());
        }
        self.redraw();
        self.issues = self.tell();
        self.settings = Setting::all(self, self.purpose);
        self.cursor.select(self.cursor.selected().min(self.settings.len().saturating_sub(1)));
        self.below = ListCursor::default();
    }

    /// Draws the sample anew.
    pub fn redraw(&mut self) {
        let seed = self.seed.text().trim();
        let sheet = self.table.sheets.get(self.sheet).map_or("", |sheet| sheet.name.as_str());
        self.draw = match (self.purpose, self.wanted_count()) {
            (Purpose::Sample, Some(count)) if !seed.is_empty() && count <= self.list.len() => {
                Some(DrawContent::new(seed, count, &self.list, &self.table.file, sheet))
            }
            _ => None,
        };
    }

    fn wanted_count(&self) -> Option<usize> {
        self.count.text().trim().parse().ok().filter(|count| *count > 0)
    }

    /// What would be recorded.
    pub fn recorded(&self) -> Vec<&Ready> {
        match (self.purpose, &self.draw) {
            (Purpose::Rows, _) => self.prepared.ready.iter().collect(),
            (Purpose::Sample, Some(draw)) => draw.drawn(&self.list),
            (Purpose::Sample, None) => Vec::new(),
        }
    }

    /// `nhập 30 dòng`, or why nothing can be.
    pub fn record_words(&self, purpose: Purpose) -> Result<String, String> {
        let ready = self.prepared.ready.len();
        if ready == 0 {
            return Err(t!("screen_import.nothing_ready").into_owned());
        }
        if purpose == Purpose::Rows {
            return Ok(t!("screen_import.record", count = number(ready)).into_owned());
        }
        match (&self.draw, self.wanted_count()) {
            (Some(draw), _) => Ok(t!("screen_import.record_sample", count = number(draw.count)).into_owned()),
            (None, Some(count)) if count > ready => {
                Err(t!("screen_import.too_many", count = number(count), ready = number(ready)).into_owned())
            }
            (None, None) => Err(t!("screen_import.no_count").into_owned()),
            (None, Some(_)) => Err(t!("screen_import.no_seed").into_owned()),
        }
    }

    /// What is said once it is recorded.
    pub fn done_words(&self, purpose: Purpose) -> String {
        let count = number(self.recorded().len());
        match (purpose, &self.draw) {
            (Purpose::Sample, Some(draw)) => {
                t!("screen_import.sampled", count = count, size = number(draw.size), seed = draw.seed).into_owned()
            }
            _ => t!("screen_import.done", count = count, file = self.table.file).into_owned(),
        }
    }

    /// `30 dòng sẽ nhập · bỏ qua 2`
    pub fn count_words(&self, purpose: Purpose) -> String {
        let ready = number(self.prepared.ready.len());
        let left = self.prepared.left_out + self.left_equal();
        let first = match purpose {
            Purpose::Rows => t!("screen_import.ready", count = ready),
            Purpose::Sample => t!("screen_import.list_size", count = ready),
        };
        match left {
            0 => first.into_owned(),
            left => format!("{first} · {}", t!("screen_import.left_out", count = number(left))),
        }
    }

    fn left_equal(&self) -> usize {
        if self.choices.equal == EqualRows::LeaveOut { self.prepared.equal.len() } else { 0 }
    }

    /// Everything worth seeing before it is recorded.
    fn tell(&self) -> Vec<String> {
        let mut told = Vec::new();
        let unmatched = self.slots.iter().zip(&self.choices.heading.columns).filter(|(_, column)| column.is_none());
        for (slot, _) in unmatched.filter(|(slot, _)| slot.required == Required::Yes) {
            told.push(t!("screen_import.unmatched", title = slot.title).into_owned());
        }
        if self.choices.heading.row.is_none() {
            told.push(t!("screen_import.no_titles").into_owned());
        }
        if self.prepared.left_out > 0 {
            told.push(t!("screen_import.wrong_rows", count = number(self.prepared.left_out)).into_owned());
        }
        let named = |rows: &[u32]| {
            let first: Vec<String> = rows.iter().take(MOST_NAMED).map(ToString::to_string).collect();
            let more = if rows.len() > MOST_NAMED { ", …" } else { "" };
            format!("{}{more}", first.join(", "))
        };
        if !self.prepared.equal.is_empty() {
            let equal = &self.prepared.equal;
            told.push(t!("screen_import.equal", count = number(equal.len()), rows = named(equal)).into_owned());
        }
        // Forms filled alike are nothing to wonder at.
        if let (ItemKind::Register(_), Some((row, first))) = (&self.kind, self.prepared.repeated.first()) {
            let count = number(self.prepared.repeated.len());
            told.push(t!("screen_import.repeated", count = count, row = row, first = first).into_owned());
        }
        match self.choices.order_reason {
            OrderReason::Titles => told.push(t!("screen_import.order_titles").into_owned()),
            OrderReason::Majority => told.push(t!("screen_import.order_majority").into_owned()),
            OrderReason::NoDigits => {}
        }
        let remarks = self.table.remarks.iter().chain(self.sheet().into_iter().flat_map(|sheet| &sheet.remarks));
        told.extend(remarks.map(ToString::to_string));
        let room = MOST_ISSUES.saturating_sub(told.len());
        told.extend(self.prepared.wrong.iter().take(room).map(|wrong| {
            t!("screen_import.wrong_cell", address = wrong.address, slot = wrong.slot, why = wrong.why).into_owned()
        }));
        if self.prepared.wrong.len() > room {
            told.push(t!("screen_import.more_wrong", count = number(self.prepared.wrong.len() - room)).into_owned());
        }
        told
    }

    /// Goes to another setting.
    pub fn go(&mut self, key: Key) {
        self.cursor.press(key, self.settings.len());
        self.typing = None;
    }

    /// Moves what is below.
    pub fn scroll(&mut self, key: Key) {
        self.below.scroll(key);
    }

    /// Typing goes to the number of rows or the seed.
    pub fn type_in(&mut self, event: &Event<'_, World>) {
        let Some(setting) = self.settings.get(self.cursor.selected()).copied() else { return };
        let field = match setting {
            Setting::Count => &mut self.count,
            Setting::Seed => &mut self.seed,
            _ => return,
        };
        if self.typing.replace(setting) != Some(setting) && matches!(event, Event::Text(_) | Event::Paste(_)) {
            field.take_text();
        }
        if field.take(event).changed() {
            self.redraw();
            self.below = ListCursor::default();
        }
    }
}

/// A count with dots between its groups.
pub fn number(count: usize) -> String {
    u32::try_from(count).map_or_else(|_| count.to_string(), |count| format_number(count.into()))
}

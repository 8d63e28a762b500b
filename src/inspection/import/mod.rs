//! From a sheet to a register's rows or a survey's forms: which column is which, what each cell becomes, what is left out and
//! why. Nothing is recorded here.

mod forms;
mod rows;
mod synonyms;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use rust_i18n::t;
use serde_json::Value;

pub use forms::{LevelOrder, OrderReason};

use super::answer::{Answer, FormContent};
use super::record::SetChange;
use crate::checklist::{Item, ItemKind};
use crate::table::heading::{self, Heading, Wanted};
use crate::table::legacy::{LegacyFont, converted, fonts};
use crate::table::{Cell, Row, Sheet, address};

/// What an item takes from a sheet: a register's columns, or a survey's questions and then its details.
#[derive(Debug, Clone, Copy)]
pub struct Target<'i> {
    item: &'i Item,
}

/// One thing wanted of every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// As the checklist calls it.
    pub title: String,
    /// Whether a row is incomplete without it.
    pub required: crate::checklist::Required,
}

/// Everything a person may change about how a sheet is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Where the titles are and which column each slot is.
    pub heading: Heading,
    /// The old font of each column, where it has one.
    pub fonts: Vec<Option<LegacyFont>>,
    /// What becomes of text in an old font.
    pub convert: Convert,
    /// What becomes of rows that are recorded already.
    pub equal: EqualRows,
    /// What becomes of rows with a cell that does not fit.
    pub wrong: WrongCells,
    /// Which digit is the best on the five levels.
    pub order: LevelOrder,
    /// Why that was supposed.
    pub order_reason: OrderReason,
}

/// What becomes of text in an old font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convert {
    /// It becomes Unicode.
    ToUnicode,
    /// It stays as it is.
    Keep,
}

/// What becomes of rows that are recorded already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EqualRows {
    /// They are left out.
    LeaveOut,
    /// They are recorded once more.
    Take,
}

/// What becomes of rows with a cell that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongCells {
    /// The whole row is left out.
    LeaveRowOut,
    /// The cell stays empty, the rest is taken.
    LeaveBlank,
}

/// What a row becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A register's row: cells by column.
    Row(BTreeMap<String, Value>),
    /// A survey's form.
    Form(FormContent),
}

/// A row that can be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// Its number in the file.
    pub row: u32,
    /// What it becomes.
    pub entry: Entry,
}

/// A cell that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// `C7`.
    pub address: String,
    /// What it is wanted for.
    pub slot: String,
    /// Why it does not fit.
    pub why: String,
}

/// What a sheet gives under some choices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prepared {
    /// What would be recorded, in the sheet's order.
    pub ready: Vec<Ready>,
    /// Cells that do not fit.
    pub wrong: Vec<WrongCell>,
    /// Rows left out because of them.
    pub left_out: usize,
    /// Rows of the file that are recorded already.
    pub equal: Vec<u32>,
    /// Rows equal to one further up in the same sheet: number and that of the first.
    pub repeated: Vec<(u32, u32)>,
}

/// A row on its way: what it holds and what does not fit.
struct Read {
    entry: Entry,
    wrong: Vec<WrongCell>,
}

impl<'i> Target<'i> {
    /// What `item` takes; `None` where it is neither a register nor a survey.
    pub fn of(item: &'i Item) -> Option<Self> {
        matches!(item.kind, ItemKind::Register(_) | ItemKind::Survey(_)).then_some(Self { item })
    }

    /// What is wanted of every row, in order.
    pub fn slots(self) -> Vec<Slot> {
        match &self.item.kind {
            ItemKind::Register(register) => rows::slots(register),
            ItemKind::Survey(survey) => forms::slots(survey),
            _ => Vec::new(),
        }
    }

    /// Titles to look for, in the order of [`Self::slots`].
    fn wanted(self) -> Vec<Wanted> {
        match &self.item.kind {
            ItemKind::Register(register) => rows::wanted(register),
            ItemKind::Survey(survey) => forms::wanted(survey),
            _ => Vec::new(),
        }
    }

    /// The choices a person would most likely make.
    pub fn choices(self, sheet: &Sheet) -> Choices {
        self.with_heading(sheet, heading::find(sheet, &self.wanted()))
    }

    /// The same with the titles in another row (a position among the sheet's rows), or none.
    pub fn choices_at(self, sheet: &Sheet, row: Option<usize>) -> Choices {
        self.with_heading(sheet, heading::at(sheet, row, &self.wanted()))
    }

    fn with_heading(self, sheet: &Sheet, heading: Heading) -> Choices {
        let (order, order_reason) = match &self.item.kind {
            ItemKind::Survey(survey) => LevelOrder::supposed(survey, sheet, &heading),
            _ => (LevelOrder::FiveIsBest, OrderReason::NoDigits),
        };
        Choices {
            heading,
            fonts: fonts(sheet),
            convert: Convert::ToUnicode,
            equal: EqualRows::LeaveOut,
            wrong: WrongCells::LeaveRowOut,
            order,
            order_reason,
        }
    }

    /// What `sheet` gives; `answer` is what is recorded already.
    pub fn prepare(self, sheet: &Sheet, choices: &Choices, answer: Option<&Answer>) -> Prepared {
        let mut there = recorded(answer);
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut prepared = Prepared::default();
        let from = choices.heading.row.map_or(0, |row| row + 1);
        for row in sheet.rows.iter().skip(from) {
            let Some(read) = self.read(sheet, row, choices) else { continue };
            let has_wrong = !read.wrong.is_empty();
            prepared.wrong.extend(read.wrong);
            if has_wrong && choices.wrong == WrongCells::LeaveRowOut {
                prepared.left_out += 1;
                continue;
            }
            let text = read.entry.text();
            // As many as are recorded, no more: two people may well fill two forms alike.
            if let Some(left) = there.get_mut(&text).filter(|left| **left > 0) {
                *left -= 1;
                prepared.equal.push(row.number);
                if choices.equal == EqualRows::LeaveOut {
                    continue;
                }
            }
            match seen.get(&text) {
                Some(first) => prepared.repeated.push((row.number, *first)),
                None => _ = seen.insert(text, row.number),
            }
            prepared.ready.push(Ready { row: row.number, entry: read.entry });
        }
        prepared
    }

    fn read(self, sheet: &Sheet, row: &Row, choices: &Choices) -> Option<Read> {
        match &self.item.kind {
            ItemKind::Register(register) => rows::read(self.item, register, sheet, row, choices),
            ItemKind::Survey(survey) => forms::read(self.item, survey, row, choices),
            _ => None,
        }
    }
}

/// How often each entry is recorded already.
fn recorded(answer: Option<&Answer>) -> HashMap<String, usize> {
    let mut there = HashMap::new();
    let Some(answer) = answer else { return there };
    let rows = answer
        .rows
        .iter()
        .map(|row| Entry::Row(row.cells.iter().map(|(column, value)| (column.to_string(), value.clone())).collect()));
    let forms = answer.forms.iter().map(|form| Entry::Form(form.content.clone()));
    for entry in rows.chain(forms) {
        *there.entry(entry.text()).or_insert(0) += 1;
    }
    there
}

impl Entry {
    /// The same text for the same content: a JSON object with its names in order.
    pub fn text(&self) -> String {
        match self {
            Self::Row(cells) => serde_json::json!(cells).to_string(),
            Self::Form(form) => serde_json::json!(form).to_string(),
        }
    }

    /// The change that records it.
    pub fn change(&self) -> SetChange {
        match self {
            Self::Row(cells) => SetChange::AddRow(cells.clone()),
            Self::Form(form) => SetChange::AddForm(form.clone()),
        }
    }
}

impl Choices {
    /// The cell of slot `slot`, with old fonts read, and its address.
    fn cell<'r>(&self, row: &'r Row, slot: usize) -> Option<(Cow<'r, Cell>, usize)> {
        let column = self.heading.columns.get(slot).copied().flatten()?;
        let cell = row.cell(column);
        let font = self.fonts.get(column).copied().flatten().filter(|_| self.convert == Convert::ToUnicode);
        if let (Some(font), Cell::Text(text)) = (font, cell)
            && let Some(text) = converted(font, text)
        {
            return Some((Cow::Owned(Cell::text(&text)), column));
        }
        Some((Cow::Borrowed(cell), column))
    }
}

/// Refuses what a formula could not compute.
fn refuse_error(cell: &Cell) -> Result<(), String> {
    match cell {
        Cell::Error(name) => Err(t!("import.error_cell", name = name).into_owned()),
        _ => Ok(()),
    }
}

fn wrong(column: usize, row: &Row, slot: &str, why: String) -> WrongCell {
    WrongCell { address: address(column, row.number), slot: slot.to_owned(), why }
}

#[cfg(test)]
mod tests;

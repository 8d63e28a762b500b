//! Rows under named columns.

use chrono::NaiveDate;

use super::View;
use crate::inspection::RoundId;

/// What a cell of a view holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: not recorded, or not known yet. Never zero.
    Nothing,
    /// A text or an id.
    Text(String),
    /// A word of the format.
    Word(Word),
    /// A number.
    Number(f64),
    /// A share as a fraction of 1.
    Share(f64),
    /// Whether something is so.
    Flag(bool),
    /// A day.
    Day(NaiveDate),
}

/// A word of the format, and where its Vietnamese is: the locale text under `group`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    group: &'static str,
    code: &'static str,
}

impl Word {
    /// As other programs read it.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// As people read it; always Vietnamese.
    pub fn said(self) -> String {
        rust_i18n::t!(format!("{}.{}", self.group, self.code), locale = "vi").into_owned()
    }
}

impl Value {
    /// `text`; nothing where it says nothing.
    #[expect(clippy::needless_pass_by_value, reason = "texts and references to ids alike")]
    pub(super) fn text(text: impl ToString) -> Self {
        let text = text.to_string();
        if text.trim().is_empty() { Self::Nothing } else { Self::Text(text) }
    }

    /// A text that may be missing.
    pub(super) fn maybe(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Nothing, Self::text)
    }

    /// The word `code`, explained under `group` of the locales.
    pub(super) fn word(group: &'static str, code: &'static str) -> Self {
        Self::Word(Word { group, code })
    }

    pub(super) fn count(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        Self::Number(count as f64)
    }

    pub(super) fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }

    pub(super) fn share(share: Option<f64>) -> Self {
        share.map_or(Self::Nothing, Self::Share)
    }

    pub(super) fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    /// Part of a whole; nothing where the whole is.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub(super) fn part(part: usize, whole: usize) -> Self {
        if whole == 0 { Self::Nothing } else { Self::Share(part as f64 / whole as f64) }
    }
}

/// A column of a view whose rows are `R`.
pub(super) struct Column<R> {
    name: &'static str,
    value: fn(&R) -> Value,
}

pub(super) fn column<R>(name: &'static str, value: fn(&R) -> Value) -> Column<R> {
    Column { name, value }
}

pub(super) fn names<R>(columns: &[Column<R>]) -> Vec<&'static str> {
    columns.iter().map(|column| column.name).collect()
}

/// The values of one row.
pub(super) fn cells<R>(columns: &[Column<R>], row: &R) -> Vec<Value> {
    columns.iter().map(|column| (column.value)(row)).collect()
}

/// A view with its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Of which round.
    pub round: RoundId,
    /// Which view.
    pub view: View,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Value>>,
}

impl Dataset {
    pub(super) fn new<R>(
        round: &RoundId,
        view: View,
        columns: &[Column<R>],
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        Self::of_cells(round, view, columns, rows.into_iter().map(|row| cells(columns, &row)).collect())
    }

    /// `rows` must have been made with `columns`.
    pub(super) fn of_cells<R>(round: &RoundId, view: View, columns: &[Column<R>], rows: Vec<Vec<Value>>) -> Self {
        Self { round: round.clone(), view, columns: names(columns), rows }
    }

    /// The columns in order, by the name that stays.
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// The rows; each has one value per column.
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// The value of `column` in `row`.
    pub fn value<'a>(&self, row: &'a [Value], column: &str) -> Option<&'a Value> {
        row.get(self.columns.iter().position(|known| *known == column)?)
    }
}

/// What a column is called, in `language`.
pub(super) fn title(column: &str, language: &str) -> String {
    rust_i18n::t!(format!("export.column.{column}"), locale = language).into_owned()
}

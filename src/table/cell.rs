//! Cells and what they are called.

use std::borrow::Cow;

use chrono::{NaiveDateTime, NaiveTime};

use crate::vietnamese::date::format_date;

/// What a cell holds, before anybody says what its column means.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text in NFC, as written.
    Text(Box<str>),
    /// A number, which may be a day by its column ([`super::serial`]).
    Number(f64),
    /// A moment by the cell's own format.
    Moment(NaiveDateTime),
    /// True or false.
    Truth(bool),
    /// A formula's error: `#REF!`.
    Error(Box<str>),
}

impl Cell {
    /// A text, or nothing where it is blank.
    pub fn text(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// As a person would type it: numbers without groups and with a comma, days as `05/01/2026`.
    pub fn typed(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string().replace('.', ",")),
            Self::Moment(moment) if moment.time() == NaiveTime::MIN => Cow::Owned(format_date(moment.date())),
            Self::Moment(moment) => {
                Cow::Owned(format!("{} {}", format_date(moment.date()), moment.time().format("%H:%M")))
            }
            Self::Truth(true) => Cow::Borrowed("1"),
            Self::Truth(false) => Cow::Borrowed("0"),
        }
    }
}

/// Letters of a column, from 0: `A`, `Z`, `AA`.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

/// A cell's address as spreadsheets write it: column from 0, row from 1: `C7`.
pub fn address(column: usize, row: u32) -> String {
    format!("{}{row}", column_letters(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let letters = [0, 25, 26, 51, 52, 701, 702].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        assert_eq!(address(2, 7), "C7");
    }

    #[test]
    fn cells_are_typed_as_people_do() {
        let moment = "2026-01-05T08:30:00".parse().unwrap();
        assert_eq!(Cell::Moment(moment).typed(), "05/01/2026 08:30");
        assert_eq!(Cell::Number(98.5).typed(), "98,5");
        assert_eq!(Cell::Number(123_456_789_012.0).typed(), "123456789012");
        assert_eq!(Cell::text(" \u{a0}"), Cell::Empty);
    }
}

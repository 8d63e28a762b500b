//! Rows of a register.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use rust_i18n::t;
use serde_json::{Value, json};

use super::{Choices, Entry, Read, Slot, refuse_error, synonyms, wrong};
use crate::checklist::{ColumnKind, Item, Register};
use crate::inspection::cell;
use crate::inspection::change::check_cell;
use crate::table::heading::Wanted;
use crate::table::serial::{self, Epoch};
use crate::table::{Cell, Row, Sheet};
use crate::vietnamese::date::{check_range, format_date};

/// Spreadsheets keep no more digits of a number than fifteen.
const EXACT: f64 = 1e15;

pub fn slots(register: &Register) -> Vec<Slot> {
    let slot = |column: &crate::checklist::Column| Slot { title: column.title.clone(), required: column.required };
    register.columns.iter().map(slot).collect()
}

pub fn wanted(register: &Register) -> Vec<Wanted> {
    let one = |column: &crate::checklist::Column| Wanted {
        title: column.title.clone(),
        synonyms: synonyms::of(column.id.as_str(), &column.title),
    };
    register.columns.iter().map(one).collect()
}

/// A row's cells; `None` where none of the wanted columns holds anything.
pub fn read(item: &Item, register: &Register, sheet: &Sheet, row: &Row, choices: &Choices) -> Option<Read> {
    let mut cells = BTreeMap::new();
    let mut wrongs = Vec::new();
    for (slot, column) in register.columns.iter().enumerate() {
        let Some((found, at)) = choices.cell(row, slot) else { continue };
        let read = value(&column.kind, &found, sheet.epoch).and_then(|value| {
            check_cell(item, register, column.id.as_str(), &value).map_err(|error| error.to_string())
        });
        match read {
            Ok(Value::Null) => {}
            Ok(value) => _ = cells.insert(column.id.to_string(), value),
            Err(why) => wrongs.push(wrong(at, row, &column.title, why)),
        }
    }
    (!cells.is_empty() || !wrongs.is_empty()).then_some(Read { entry: Entry::Row(cells), wrong: wrongs })
}

/// What a cell is in a column of this kind.
pub fn value(kind: &ColumnKind, cell: &Cell, epoch: Epoch) -> Result<Value, String> {
    refuse_error(cell)?;
    match (kind, cell) {
        (_, Cell::Empty) => Ok(Value::Null),
        (ColumnKind::Date, cell) => day(cell, epoch),
        (ColumnKind::Number, Cell::Number(number)) => Ok(json!(number)),
        (ColumnKind::Number, Cell::Moment(moment)) => {
            Err(t!("import.day_for_number", day = format_date(moment.date())).into_owned())
        }
        (ColumnKind::YesNo, Cell::Truth(truth)) => Ok(json!(truth)),
        (ColumnKind::Text, Cell::Truth(truth)) => Ok(json!(t!(if *truth { "import.yes" } else { "import.no" }))),
        (_, Cell::Number(number)) if number.abs() >= EXACT => Err(t!("import.long_number").into_owned()),
        (kind, cell) => cell::read(kind, &cell.typed()).map_err(|error| error.to_string()),
    }
}

/// A day: by its format, as a serial number, or as text, with or without a time of day.
fn day(cell: &Cell, epoch: Epoch) -> Result<Value, String> {
    let kept = |moment: NaiveDateTime| {
        check_range(moment.date()).map(|day| json!(day.to_string())).map_err(|error| error.to_string())
    };
    let no_day = |number: f64| t!("import.no_day", number = Cell::Number(number).typed()).into_owned();
    match cell {
        Cell::Moment(moment) => kept(*moment),
        Cell::Number(number) => kept(serial::moment(*number, epoch).ok_or_else(|| no_day(*number))?),
        Cell::Text(text) => {
            let whole = match cell::read(&ColumnKind::Date, text) {
                Ok(day) => return Ok(day),
                Err(error) => error.to_string(),
            };
            let text = text.replace('T', " ");
            let parts =
                text.split_whitespace().filter(|part| !part.contains(':') && !matches!(*part, "-" | "SA" | "CH"));
            let parts: Vec<&str> = parts.collect();
            let [part] = parts.as_slice() else { return Err(whole) };
            // A serial number that was exported as text: 40000 is a day of 2009, and no day is typed in five digits.
            if let (5, Ok(number)) = (part.len(), part.parse::<f64>()) {
                return kept(serial::moment(number, epoch).ok_or(whole)?);
            }
            cell::read(&ColumnKind::Date, part).map_err(|_| whole)
        }
        other => Err(t!("import.no_day", number = other.typed()).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_in_every_shape() {
        let moment = Cell::Moment("2026-01-05T08:30:00".parse().unwrap());
        let shapes = ["5/1/26", "05/01/2026 08:30", "08:30 05/01/2026", "2026-01-05T08:30:00", "46027", "05-01-2026"];
        for cell in shapes.into_iter().map(Cell::text).chain([moment, Cell::Number(46_027.4)]) {
            assert_eq!(value(&ColumnKind::Date, &cell, Epoch::Year1900), Ok(json!("2026-01-05")), "{cell:?}");
        }
        assert_eq!(value(&ColumnKind::Date, &Cell::Number(44_565.0), Epoch::Year1904), Ok(json!("2026-01-05")));
        for cell in [Cell::text("12/31/2025"), Cell::Number(5.0), Cell::Truth(true), Cell::text("mai")] {
            assert!(value(&ColumnKind::Date, &cell, Epoch::Year1900).is_err(), "{cell:?}");
        }
    }

    #[test]
    fn cells_become_what_their_column_wants() {
        let choice = ColumnKind::Choice(vec!["đúng hạn".to_owned(), "trễ hạn".to_owned()]);
        let kinds = [
            (ColumnKind::YesNo, Cell::Number(1.0), json!(true)),
            (ColumnKind::YesNo, Cell::text("Không"), json!(false)),
            (ColumnKind::YesNo, Cell::Truth(false), json!(false)),
            (ColumnKind::YesNo, Cell::text("X"), json!(true)),
            (ColumnKind::Text, Cell::Number(123.0), json!("123")),
            (ColumnKind::Number, Cell::text("10.095"), json!(10095.0)),
            (choice, Cell::text("TRE HAN"), json!("trễ hạn")),
        ];
        for (kind, cell, wanted) in kinds {
            assert_eq!(value(&kind, &cell, Epoch::Year1900), Ok(wanted));
        }
        let refused = [
            (ColumnKind::Text, Cell::Number(1.234_567_890_123_456e18)),
            (ColumnKind::Text, Cell::Error("#REF!".into())),
            (ColumnKind::Number, Cell::text("nhiều")),
        ];
        for (kind, cell) in refused {
            assert!(value(&kind, &cell, Epoch::Year1900).is_err(), "{cell:?}");
        }
    }
}

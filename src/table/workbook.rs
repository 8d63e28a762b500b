//! Spreadsheets, through calamine, which is given no chance to take the program down.

use std::io::Cursor;
use std::panic::AssertUnwindSafe;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType, SheetVisible,
    Xls, XlsError, Xlsb, Xlsx, XlsxError, open_workbook_from_rs,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::cell::{Cell, address};
use super::error::TableError;
use super::read::{Flow, Watch};
use super::remark::{Remark, Tally};
use super::serial::Epoch;
use super::sheet::{Gathered, Sheet, Visibility};
use crate::vietnamese::nfc::{is_nfc, nfc};

type Read = Result<Vec<Sheet>, TableError>;
type Bytes<'b> = Cursor<&'b [u8]>;

/// A broken file may make a reader panic: that is a broken file and nothing else.
fn guarded(read: impl FnOnce() -> Read) -> Read {
    std::panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(TableError::Damaged))
}

/// What is counted while a sheet is read.
#[derive(Debug, Default)]
struct Found {
    gathered: Gathered,
    formulas: Tally,
    not_computed: Tally,
    errors: Tally,
    error: String,
}

impl Found {
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), TableError> {
        if let Cell::Error(name) = &cell {
            if self.error.is_empty() {
                name.as_ref().clone_into(&mut self.error);
            }
            self.errors.add(|| place(row, column));
        }
        self.gathered.put(row, column, cell)
    }

    fn formula(&mut self, row: u32, column: u32, value: &Cell) {
        let tally = if value.is_empty() { &mut self.not_computed } else { &mut self.formulas };
        tally.add(|| place(row, column));
    }

    fn sheet(self, name: String, visible: SheetVisible, epoch: Epoch, merged: &[Dimensions]) -> Sheet {
        // A range of one heading over several columns says nothing; what matters is that its value stands once.
        let mut ranges = Tally::default();
        for range in merged.iter().filter(|range| self.gathered.holds(range.start.0, range.start.1)) {
            ranges.add(|| format!("{}:{}", place(range.start.0, range.start.1), place(range.end.0, range.end.1)));
        }
        let visibility = if visible == SheetVisible::Visible { Visibility::Shown } else { Visibility::Hidden };
        let name_of_error = self.error;
        let remarks = [
            (visibility == Visibility::Hidden).then_some(Remark::HiddenSheet),
            ranges.remark(|count, first| Remark::Merged { count, first }),
            self.formulas.remark(|count, first| Remark::Formulas { count, first }),
            self.not_computed.remark(|count, first| Remark::NotComputed { count, first }),
            self.errors.remark(|count, first| Remark::Errors { count, first, name: name_of_error }),
            (epoch == Epoch::Year1904).then_some(Remark::Epoch1904),
        ];
        let remarks = remarks.into_iter().flatten().collect();
        Sheet { name, visibility, rows: self.gathered.into_rows(), remarks, epoch }
    }
}

fn place(row: u32, column: u32) -> String {
    address(usize::try_from(column).unwrap_or(usize::MAX), row.saturating_add(1))
}

/// .xlsx, cell by cell: a stray cell at the far corner costs nothing.
pub fn xlsx(bytes: &[u8], watch: Watch<'_>) -> Read {
    guarded(|| {
        let damaged = |error: XlsxError| match error {
            XlsxError::Password => TableError::Password,
            _ => TableError::Damaged,
        };
        let mut book: Xlsx<Bytes<'_>> = open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
        let epoch = if book.has_1904_epoch() { Epoch::Year1904 } else { Epoch::Year1900 };
        let mut sheets = Vec::new();
        for meta in worksheets(&book) {
            let merged = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
            let mut found = Found::default();
            let mut reader = book.worksheet_cells_reader(&meta.name).map_err(damaged)?;
            let total = u64::from(reader.dimensions().end.0);
            while let Some(record) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
                let (row, column) = record.pos;
                if column == 0 && watch(u64::from(row), total) == Flow::Stop {
                    return Err(TableError::Stopped);
                }
                let cell = cell_of_ref(&record.value);
                if record.formula.is_some() {
                    found.formula(row, column, &cell);
                }
                found.put(row, column, cell)?;
            }
            sheets.push(found.sheet(meta.name, meta.visible, epoch, &merged));
        }
        Ok(sheets)
    })
}

/// .xls.
pub fn xls(bytes: &[u8]) -> Read {
    guarded(|| {
        let damaged = |error: XlsError| match error {
            XlsError::Password => TableError::Password,
            _ => TableError::Damaged,
        };
        let mut book: Xls<Bytes<'_>> = open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
        let mut sheets = Vec::new();
        for meta in worksheets(&book) {
            let merged = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
            let range = book.worksheet_range(&meta.name).map_err(damaged)?;
            let formulas = book.worksheet_formula(&meta.name).unwrap_or_default();
            let found = gather(&range, &formulas)?;
            sheets.push(found.sheet(meta.name, meta.visible, Epoch::Year1900, &merged));
        }
        Ok(sheets)
    })
}

/// .xlsb.
pub fn xlsb(bytes: &[u8]) -> Read {
    guarded(|| {
        let mut book: Xlsb<Bytes<'_>> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
        plain(&mut book)
    })
}

/// .ods.
pub fn ods(bytes: &[u8]) -> Read {
    guarded(|| {
        let mut book: Ods<Bytes<'_>> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            OdsError::Password => TableError::Password,
            OdsError::CellLimitExceeded { .. } => TableError::TooManyCells,
            _ => TableError::Damaged,
        })?;
        plain(&mut book)
    })
}

fn plain<'b, B: Reader<Bytes<'b>>>(book: &mut B) -> Read {
    let mut sheets = Vec::new();
    for meta in worksheets(book) {
        let range = book.worksheet_range(&meta.name).map_err(|_| TableError::Damaged)?;
        let formulas = book.worksheet_formula(&meta.name).unwrap_or_default();
        let found = gather(&range, &formulas)?;
        sheets.push(found.sheet(meta.name, meta.visible, Epoch::Year1900, &[]));
    }
    Ok(sheets)
}

fn worksheets<'b, B: Reader<Bytes<'b>>>(book: &B) -> Vec<calamine::Sheet> {
    book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

fn gather(range: &Range<Data>, formulas: &Range<String>) -> Result<Found, TableError> {
    let mut found = Found::default();
    let at = |value: usize, start: u32| u32::try_from(value).unwrap_or(u32::MAX).saturating_add(start);
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        found.put(at(row, top), at(column, left), cell_of(value))?;
    }
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        if !formula.is_empty() {
            let (row, column) = (at(row, top), at(column, left));
            let value = range.get_value((row, column)).map_or(Cell::Empty, cell_of);
            found.formula(row, column, &value);
        }
    }
    Ok(found)
}

fn cell_of_ref(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::text(text),
        other => cell_of(&Data::from(other.clone())),
    }
}

fn cell_of(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets hold no whole number that a float does not")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(moment) => moment_of(moment),
        Data::DateTimeIso(text) => iso(text),
        Data::Error(error) => Cell::Error(error_name(error).into()),
    }
}

fn moment_of(moment: &ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    // Below a day it is a time, and a count of hours is no day at all.
    if moment.is_duration() || serial < 1.0 {
        return Cell::Number(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let whole = date.and_then(|date| date.and_hms_opt(hour.into(), minute.into(), second.into()));
    whole.map_or(Cell::Number(serial), Cell::Moment)
}

fn iso(text: &str) -> Cell {
    let day = || text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN));
    text.parse::<NaiveDateTime>().ok().or_else(day).map_or_else(|| Cell::text(text), Cell::Moment)
}

fn error_name(error: &CellErrorType) -> String {
    error.to_string()
}

/// Puts letters and marks together (NFC) and says so.
pub fn compose(sheet: &mut Sheet) {
    let mut decomposed = Tally::default();
    for row in &mut sheet.rows {
        for (column, cell) in row.cells.iter_mut().enumerate() {
            if let Cell::Text(text) = cell
                && !is_nfc(text)
            {
                decomposed.add(|| address(column, row.number));
                *text = nfc(text).into_owned().into();
            }
        }
    }
    sheet.remarks.extend(decomposed.remark(|count, first| Remark::Decomposed { count, first }));
}

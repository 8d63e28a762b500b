//! A table on its sheet.

use rust_xlsxwriter::{
    ColNum, ConditionalFormat3ColorScale, ConditionalFormatType, ExcelDateTime, RowNum, Worksheet, XlsxError,
};

use super::look::Looks;
use super::{Shade, Sheet, SheetCell, SheetRow, SheetRowKind, cut};
use crate::paper::Alignment;
use crate::paper::printable::printable;
use crate::vietnamese::date::format_date;
use chrono::Datelike;

/// Most UTF-16 units that Excel keeps in a cell.
const CELL: usize = 32_767;
/// A4 in Excel's list of papers.
const A4: u8 = 9;
/// Margins in inches: what printers reach, and room for the page number.
const SIDE: f64 = 0.5;
const ENDS: f64 = 0.6;
const FOOTER: f64 = 0.3;
/// Height of a line of the cells' font, in points, and most lines that a row may be high (Excel ends at 409 points).
const LINE: f64 = 15.0;
const LINES: usize = 27;
/// Letters of running text in Times New Roman that stand where a column's width counts digits of Calibri.
const SET: (usize, usize) = (23, 20);
/// Characters that the filter's button covers in a header.
const FILTER: u16 = 2;

/// The row of a sheet's header; its rows follow.
pub(super) fn header_row(sheet: &Sheet) -> RowNum {
    row(sheet.heading.len())
}

/// The row that index `index` of [`Sheet::rows`] stands in.
pub(super) fn entry_row(sheet: &Sheet, index: usize) -> RowNum {
    header_row(sheet).saturating_add(1).saturating_add(row(index))
}

fn row(count: usize) -> RowNum {
    RowNum::try_from(count).unwrap_or(RowNum::MAX)
}

pub(super) fn column(index: usize) -> ColNum {
    ColNum::try_from(index).unwrap_or(ColNum::MAX)
}

pub(super) fn write(worksheet: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    set_up_page(worksheet);
    for (index, line) in sheet.heading.iter().enumerate() {
        let format = if index == 0 { &looks.title } else { &looks.note };
        worksheet.write_string_with_format(row(index), 0, text(line), format)?;
    }
    if sheet.columns.is_empty() {
        return Ok(());
    }
    let header = header_row(sheet);
    for (index, of) in sheet.columns.iter().enumerate() {
        worksheet.set_column_width(column(index), f64::from(of.width))?;
        worksheet.write_string_with_format(header, column(index), text(&of.title), &looks.header)?;
    }
    let titles = sheet.columns.iter().map(|of| (of.width, of.title.as_str()));
    set_height(worksheet, header, titles.map(|(width, title)| lines(title, width.saturating_sub(FILTER))))?;
    for (index, row) in sheet.rows.iter().enumerate() {
        let at = entry_row(sheet, index);
        write_row(worksheet, at, sheet, row, looks)?;
        let texts = row.cells.iter().zip(&sheet.columns).map(|(cell, of)| match cell {
            SheetCell::Text(said) => lines(said, of.width),
            _ => 1,
        });
        set_height(worksheet, at, texts)?;
    }
    worksheet.set_freeze_panes(header.saturating_add(1), sheet.fixed)?;
    worksheet.set_repeat_rows(header, header)?;
    if let Some(last_fixed) = sheet.fixed.checked_sub(1) {
        worksheet.set_repeat_columns(0, last_fixed)?;
    }
    let totals = sheet.rows.iter().rev().take_while(|row| row.kind == SheetRowKind::Total).count();
    let filtered = header.saturating_add(row(sheet.rows.len() - totals));
    worksheet.autofilter(header, 0, filtered, column(sheet.columns.len() - 1))?;
    shade(worksheet, sheet)
}

/// Not every program finds the height of a wrapped text by itself.
fn set_height(worksheet: &mut Worksheet, at: RowNum, lines: impl Iterator<Item = usize>) -> Result<(), XlsxError> {
    let most = lines.max().unwrap_or(1).min(LINES);
    if most > 1 {
        worksheet.set_row_height(at, f64::from(u32::try_from(most).unwrap_or(1)) * LINE)?;
    }
    Ok(())
}

/// Lines that `text` takes when it is wrapped between words in a column of `width`.
fn lines(text: &str, width: u16) -> usize {
    let width = (usize::from(width.max(1)) * SET.0 / SET.1).max(1);
    let (mut lines, mut used) = (1, 0_usize);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let before = if used == 0 { 0 } else { used + 1 };
        if used > 0 && before + length > width {
            lines += 1;
            used = length;
        } else {
            used = before + length;
        }
        // A word longer than the line is broken.
        lines += used.saturating_sub(1) / width;
        used = if used > width { (used - 1) % width + 1 } else { used };
    }
    lines
}

fn set_up_page(worksheet: &mut Worksheet) {
    worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    worksheet.set_margins(SIDE, SIDE, ENDS, ENDS, FOOTER, FOOTER).set_footer("&C&P/&N");
}

fn write_row(
    worksheet: &mut Worksheet,
    at: RowNum,
    sheet: &Sheet,
    row: &SheetRow,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let blank = SheetCell::Blank;
    for (index, of) in sheet.columns.iter().enumerate() {
        let (place, kind) = (column(index), row.kind);
        let as_text = looks.text(kind, of.alignment);
        match row.cells.get(index).unwrap_or(&blank) {
            SheetCell::Blank => worksheet.write_blank(at, place, as_text)?,
            SheetCell::Text(said) => worksheet.write_string_with_format(at, place, text(said), as_text)?,
            SheetCell::Number(value) => {
                worksheet.write_number_with_format(at, place, *value, looks.number(kind, *value))?
            }
            SheetCell::Share(value) => {
                worksheet.write_number_with_format(at, place, *value, looks.share(kind, *value))?
            }
            SheetCell::Date(day) => {
                if let Some(known) = excel_day(*day) {
                    worksheet.write_datetime_with_format(at, place, &known, looks.date(kind))?
                } else {
                    let centred = looks.text(kind, Alignment::Center);
                    worksheet.write_string_with_format(at, place, format_date(*day), centred)?
                }
            }
        };
    }
    Ok(())
}

/// Spreadsheets know no day before 1900.
fn excel_day(day: chrono::NaiveDate) -> Option<ExcelDateTime> {
    let (year, month, day) = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    ExcelDateTime::from_ymd(year.ok()?, month.ok()?, day.ok()?).ok()
}

/// What a cell can hold of a text.
fn text(said: &str) -> String {
    let said = printable(said);
    if said.encode_utf16().count() <= CELL { said } else { cut(&said, CELL - 1) + "…" }
}

/// Colours beside the numbers of the columns that want them.
fn shade(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let Some(last) = sheet.rows.len().checked_sub(1) else { return Ok(()) };
    for (index, _) in sheet.columns.iter().enumerate().filter(|(_, column)| column.shade == Shade::Heat) {
        let scale = ConditionalFormat3ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_midpoint(ConditionalFormatType::Number, 0.5)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_minimum_color("F8B4AE")
            .set_midpoint_color("FFF2B3")
            .set_maximum_color("B7E1B5");
        let (first, last) = (entry_row(sheet, 0), entry_row(sheet, last));
        worksheet.add_conditional_format(first, column(index), last, column(index), &scale)?;
    }
    Ok(())
}

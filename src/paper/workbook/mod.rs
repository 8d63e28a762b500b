//! Spreadsheets (.xlsx): one table a sheet, with headers that stay, filters, formats and charts of its own
//! program, set up to be printed across on A4 with the header row on every page.
//!
//! Every text is written as a text: a formula that somebody typed into a remark is never evaluated.

mod chart;
mod look;
mod sheet;

#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};

use super::printable::printable;
use super::{Alignment, PaperError, Properties};

/// A spreadsheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// Its sheets in order; at least one.
    pub sheets: Vec<Sheet>,
    /// Properties of the file.
    pub properties: Properties,
}

/// A sheet: a table, charts, or both.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Name on the tab; what a tab cannot hold is left out, and doubled names are numbered.
    pub name: String,
    /// Lines over the table, the first in bold.
    pub heading: Vec<String>,
    /// The columns; none where the sheet has charts alone.
    pub columns: Vec<SheetColumn>,
    /// The rows under the header; every row has one cell per column.
    pub rows: Vec<SheetRow>,
    /// How many columns from the left stay when the others are scrolled, and are repeated on pages side by side.
    pub fixed: u16,
    /// Charts, below each other, under the table.
    pub charts: Vec<Chart>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// Text of the header cell.
    pub title: String,
    /// Width in characters.
    pub width: u16,
    /// How its cells stand.
    pub alignment: Alignment,
    /// Whether its shares are coloured.
    pub shade: Shade,
}

/// Whether the shares of a column are coloured by their size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// They are not.
    Plain,
    /// From red (0) over yellow to green (1), beside the number itself.
    Heat,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// One cell per column.
    pub cells: Vec<SheetCell>,
    /// Whether it sums up the others.
    pub kind: SheetRowKind,
}

/// Whether a row sums up the others: then it is bold, and filters leave it alone where it stands last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetRowKind {
    /// One of the rows.
    Entry,
    /// Their sum.
    Total,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell {
    /// Nothing.
    Blank,
    /// A text, never a formula.
    Text(String),
    /// A number; how many decimals are seen follows from it (two at most).
    Number(f64),
    /// A share, 1 = 100 %.
    Share(f64),
    /// A day.
    Date(NaiveDate),
}

impl SheetCell {
    /// A text; blank where it says nothing.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        Self::Number(count as f64)
    }
}

/// A chart that the spreadsheet's own program draws from cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Title over it.
    pub title: String,
    /// What it looks like.
    pub form: ChartForm,
    /// What the bars or points are called.
    pub categories: CellRange,
    /// What is drawn.
    pub series: Vec<ChartSeries>,
    /// Whether its values are shares.
    pub scale: Scale,
}

/// What a chart looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartForm {
    /// Lying bars, the first on top.
    Bars,
    /// Lying bars whose series add up, the first on top.
    StackedBars,
    /// Standing columns.
    Columns,
    /// Lines.
    Lines,
}

/// What a chart's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Numbers.
    Number,
    /// Counts, the largest of which is this one: the axis shows no halves.
    Count(usize),
    /// Shares, 1 = 100 %.
    Share,
}

/// A series of a chart; it is called as the header of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartSeries {
    /// Its values.
    pub values: CellRange,
    /// Its colour.
    pub tone: Tone,
}

/// Colour of a series by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// One series among equals.
    Plain,
    /// A second one, to be told from it.
    Second,
    /// A third.
    Third,
    /// What is well.
    Good,
    /// What is partly well.
    Middling,
    /// What is not.
    Bad,
}

/// Rows of one column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRange {
    /// Index of the sheet.
    pub sheet: usize,
    /// Index of the column.
    pub column: usize,
    /// Indices of rows of [`Sheet::rows`]; not empty.
    pub rows: Range<usize>,
}

/// The bytes of `workbook`; the same workbook always gives the same bytes.
pub fn render_workbook(workbook: &Workbook) -> Result<Vec<u8>, PaperError> {
    write(workbook).map_err(|error| PaperError::Workbook(error.to_string()))
}

fn write(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.set_properties(&properties(&workbook.properties)?);
    book.set_zip_compression_level(COMPRESSION);
    let looks = look::Looks::new();
    let names = names(&workbook.sheets);
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let worksheet = book.add_worksheet();
        worksheet.set_name(&names[index])?;
        sheet::write(worksheet, sheet, &looks)?;
        chart::write(worksheet, sheet, &workbook.sheets, &names)?;
    }
    book.save_to_buffer()
}

fn properties(of: &Properties) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_timestamp(of.created.timestamp())?;
    Ok(DocProperties::new()
        .set_title(printable(&of.title))
        .set_author(printable(&of.author))
        .set_subject(printable(&of.subject))
        .set_creation_datetime(&created))
}

/// How hard the parts are compressed, of 1 to 9: at the usual 6 a quarter of the time went into a file a sixth smaller.
const COMPRESSION: u8 = 2;

/// Longest name that a tab can hold, in UTF-16 units.
const NAME: usize = 31;

/// Names of the tabs, each once: without the signs that Excel refuses, cut to what it takes.
fn names(sheets: &[Sheet]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for sheet in sheets {
        let clean = printable(&sheet.name).replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        let clean = if clean.is_empty() { "-" } else { clean.as_str() };
        let mut name = cut(clean, NAME);
        let mut number = 2;
        while taken.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            let behind = format!(" {number}");
            name = cut(clean, NAME - behind.len()) + &behind;
            number += 1;
        }
        taken.push(name);
    }
    taken
}

/// The beginning of `text` that fits into `units` UTF-16 units.
fn cut(text: &str, units: usize) -> String {
    let mut left = units;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).collect()
}

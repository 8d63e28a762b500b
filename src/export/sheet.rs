//! A view as a sheet of a spreadsheet: Vietnamese titles and words, widths by what the columns hold.

use super::dataset::title;
use super::{Dataset, Value};
use crate::paper::workbook::{Shade, Sheet, SheetCell, SheetColumn, SheetRow, SheetRowKind, Workbook};
use crate::paper::{Alignment, Properties};

/// Narrowest and widest a column may be, in characters.
const NARROW: usize = 7;
const WIDE: usize = 48;
/// Characters that a page across takes in a size that can be read, and how narrow texts may become for it.
const PAGE: usize = 160;
const NARROWED: usize = 16;
/// Numbers and days.
const NUMBER: usize = 11;

/// The view alone, with a second sheet that says what the columns are called in other formats.
pub(super) fn workbook(dataset: &Dataset, properties: Properties) -> Workbook {
    let all = dataset.columns().to_vec();
    let view = sheet(dataset, dataset.view.paper_title(), Vec::new(), &all);
    Workbook { sheets: vec![view, dictionary(&all)], properties }
}

fn dictionary(columns: &[&str]) -> Sheet {
    let said = |key: &str| rust_i18n::t!(format!("export.dictionary.{key}"), locale = "vi").into_owned();
    let column =
        |key: &str, width| SheetColumn { title: said(key), width, alignment: Alignment::Left, shade: Shade::Plain };
    let row = |name: &&str| SheetRow {
        cells: vec![SheetCell::text(*name), SheetCell::text(title(name, "vi")), SheetCell::text(title(name, "en"))],
        kind: SheetRowKind::Entry,
    };
    Sheet {
        name: said("sheet"),
        columns: vec![column("name", 24), column("vi", 48), column("en", 48)],
        rows: columns.iter().map(row).collect(),
        ..Sheet::default()
    }
}

/// The columns `wanted` of `dataset`, in this order, under `heading`.
pub(super) fn sheet(dataset: &Dataset, name: String, heading: Vec<String>, wanted: &[&str]) -> Sheet {
    let places: Vec<usize> =
        wanted.iter().filter_map(|wanted| dataset.columns().iter().position(|known| known == wanted)).collect();
    let columns = on_a_page(places.iter().map(|&place| sheet_column(dataset, place)).collect());
    let row = |row: &Vec<Value>| SheetRow {
        cells: places.iter().map(|&place| cell(&row[place])).collect(),
        kind: SheetRowKind::Entry,
    };
    let rows = dataset.rows().iter().map(row).collect();
    Sheet { name, heading, columns, rows, fixed: fixed(wanted), charts: Vec::new() }
}

/// What tells a row apart stays when the rest is scrolled: everything up to the unit's name, where that comes early.
fn fixed(wanted: &[&str]) -> u16 {
    let name = wanted.iter().position(|name| *name == "unit_name").filter(|place| *place < 3);
    u16::try_from(name.map_or(0, |place| place + 1)).unwrap_or(0)
}

/// Makes the widest columns narrower until a page across can still be read.
fn on_a_page(mut columns: Vec<SheetColumn>) -> Vec<SheetColumn> {
    let mut most = WIDE;
    while most > NARROWED && columns.iter().map(|column| usize::from(column.width)).sum::<usize>() > PAGE {
        most -= 1;
        for column in &mut columns {
            column.width = column.width.min(u16::try_from(most).unwrap_or(u16::MAX));
        }
    }
    columns
}

fn sheet_column(dataset: &Dataset, place: usize) -> SheetColumn {
    let title = title(dataset.columns()[place], "vi");
    let values = || dataset.rows().iter().map(|row| &row[place]);
    let widest = values().map(length).max().unwrap_or(0);
    let word = title.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    // Room for the filter's button beside the longest word of the title.
    let width = widest.max(word + 3).clamp(NARROW, WIDE);
    let alignment = match values().find(|value| **value != Value::Nothing) {
        Some(Value::Number(_) | Value::Share(_)) => Alignment::Right,
        Some(Value::Day(_) | Value::Flag(_)) => Alignment::Center,
        _ => Alignment::Left,
    };
    SheetColumn { title, width: u16::try_from(width).unwrap_or(u16::MAX), alignment, shade: Shade::Plain }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Nothing => 0,
        Value::Text(text) => text.chars().count() + 1,
        Value::Word(word) => word.said().chars().count() + 1,
        Value::Number(_) | Value::Share(_) | Value::Day(_) => NUMBER,
        Value::Flag(_) => NARROW,
    }
}

/// A value as a spreadsheet has it.
pub(super) fn cell(value: &Value) -> SheetCell {
    match value {
        Value::Nothing => SheetCell::Blank,
        Value::Text(text) => SheetCell::text(text),
        Value::Word(word) => SheetCell::text(word.said()),
        Value::Number(number) => SheetCell::Number(*number),
        Value::Share(share) => SheetCell::Share(*share),
        Value::Flag(flag) => {
            SheetCell::text(rust_i18n::t!(if *flag { "export.yes" } else { "export.no" }, locale = "vi"))
        }
        Value::Day(day) => SheetCell::Date(*day),
    }
}

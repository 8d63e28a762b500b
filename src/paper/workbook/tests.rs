use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::DateTime;

use super::*;

fn properties() -> Properties {
    Properties {
        title: "Phụ lục".to_owned(),
        author: "Sở Nội vụ".to_owned(),
        subject: "Kiểm tra".to_owned(),
        created: DateTime::from_timestamp(1_767_600_000, 0).unwrap(),
    }
}

fn column(title: &str, width: u16, alignment: Alignment) -> SheetColumn {
    SheetColumn { title: title.to_owned(), width, alignment, shade: Shade::Plain }
}

fn sample() -> Workbook {
    let entry = |name: &str, points: f64, share: f64| SheetRow {
        cells: vec![
            SheetCell::text(name),
            SheetCell::Number(points),
            SheetCell::Share(share),
            SheetCell::Date(NaiveDate::from_ymd_opt(2025, 10, 21).unwrap()),
        ],
        kind: SheetRowKind::Entry,
    };
    let units = Sheet {
        name: "Đơn vị: [tất cả]".to_owned(),
        heading: vec!["Kết quả theo đơn vị".to_owned(), "Đợt 1 năm 2025".to_owned()],
        columns: vec![
            column("Đơn vị", 30, Alignment::Left),
            column("Điểm", 10, Alignment::Right),
            SheetColumn { shade: Shade::Heat, ..column("Tỷ lệ", 10, Alignment::Right) },
            column("Ngày kiểm tra", 12, Alignment::Center),
        ],
        rows: vec![
            entry("UBND xã Mẫu A", 12.5, 0.5),
            entry("=1+1", 1234.0, 0.9871),
            entry("+84 912", -3.0, 1.0),
            SheetRow {
                cells: vec![SheetCell::text("Tổng"), SheetCell::Number(1243.5), SheetCell::Blank, SheetCell::Blank],
                kind: SheetRowKind::Total,
            },
        ],
        fixed: 1,
        charts: Vec::new(),
    };
    let range = |column| CellRange { sheet: 0, column, rows: 0..3 };
    let chart = |form, column, scale| Chart {
        title: "Điểm theo đơn vị".to_owned(),
        form,
        categories: range(0),
        series: vec![ChartSeries { values: range(column), tone: Tone::Plain }],
        scale,
    };
    let charts = Sheet {
        name: "Biểu đồ".to_owned(),
        charts: vec![chart(ChartForm::Bars, 1, Scale::Number), chart(ChartForm::Columns, 2, Scale::Share)],
        ..Sheet::default()
    };
    Workbook { sheets: vec![units, charts], properties: properties() }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_is_written_is_read_back_and_a_typed_formula_stays_a_text() {
    let bytes = render_workbook(&sample()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Đơn vị tất cả", "Biểu đồ"]);
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(0, 0), Data::String("Kết quả theo đơn vị".to_owned()));
    assert_eq!(cell(2, 1), Data::String("Điểm".to_owned()));
    assert_eq!(cell(3, 1), Data::Float(12.5));
    assert_eq!(cell(4, 0), Data::String("=1+1".to_owned()));
    assert_eq!(cell(5, 0), Data::String("+84 912".to_owned()));
    assert_eq!(cell(4, 2), Data::Float(0.9871));
    // Day 1 is 1 January 1900, and Excel knows a 29 February that year.
    let Data::DateTime(day) = cell(3, 3) else { panic!("{:?}", cell(3, 3)) };
    assert_eq!(day.to_ymd_hms_milli(), (2025, 10, 21, 0, 0, 0, 0));
    assert!(book.worksheet_formula(&name).unwrap().is_empty());
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    assert!(render_workbook(&sample()).unwrap() == render_workbook(&sample()).unwrap());
    let core = part(&render_workbook(&sample()).unwrap(), "docProps/core.xml");
    assert!(core.contains("2026-01-05T08:00:00Z") && core.contains("Phụ lục"), "{core}");
}

#[test]
fn headers_stay_filters_leave_the_total_alone_and_pages_are_a4_across() {
    let bytes = render_workbook(&sample()).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for piece in [
        "<autoFilter ref=\"A3:D6\"/>",
        "state=\"frozen\"",
        "topLeftCell=\"B4\"",
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "colorScale",
    ] {
        assert!(sheet.contains(piece), "{piece} is not in {sheet}");
    }
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("$A:$A") && book.contains("$3:$3"), "{book}");
}

#[test]
fn charts_are_the_programs_own_and_name_their_cells() {
    let bytes = render_workbook(&sample()).unwrap();
    let chart = part(&bytes, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:barDir val=\"bar\"/>") && chart.contains("$B$4:$B$6"), "{chart}");
    assert!(part(&bytes, "xl/charts/chart2.xml").contains("$C$4:$C$6"));
}

#[test]
fn rows_are_as_high_as_their_wrapped_texts() {
    let mut workbook = sample();
    workbook.sheets[0].rows[0].cells[0] = SheetCell::text("Niêm yết công khai ".repeat(5));
    let sheet = part(&render_workbook(&workbook).unwrap(), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<row r=\"4\"") && sheet.contains("ht=\"45\" customHeight=\"1\""), "{sheet}");
    assert!(!sheet.contains("<row r=\"5\" spans=\"1:4\" ht="), "{sheet}");
}

#[test]
fn tabs_take_any_name_once_and_cells_any_text() {
    let sheet = |name: &str| Sheet { name: name.to_owned(), ..Sheet::default() };
    let long = "Chỉ đạo, điều hành cải cách hành chính";
    let sheets = ["", "'a'", "A", "a/b", long, long, "\u{1F4C8}".repeat(40).as_str()].map(sheet);
    let names = names(&sheets);
    assert_eq!(names[..4], ["-", "a", "A 2", "a b"]);
    assert_eq!(names[5], "Chỉ đạo, điều hành cải cách h 2");
    assert!(names.iter().all(|name| name.encode_utf16().count() <= NAME), "{names:?}");

    let mut workbook = sample();
    let long = "Ổ".repeat(40_000);
    workbook.sheets[0].rows[0].cells[0] = SheetCell::text(format!("\u{0}{long}"));
    workbook.sheets[0].rows[1].cells[3] = SheetCell::Date(NaiveDate::from_ymd_opt(1890, 1, 2).unwrap());
    workbook.sheets[0].rows[2].cells.truncate(1);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(render_workbook(&workbook).unwrap())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert!(range.get_value((3, 0)).unwrap().to_string().ends_with("Ổ…"));
    assert_eq!(range.get_value((4, 3)), Some(&Data::String("02/01/1890".to_owned())));
}

//! What is exported is what the overview counts, whatever the format, and no spreadsheet evaluates what somebody typed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, NaiveDate};
use serde_json::Value as Json;

use super::*;
use crate::demo;
use crate::inspection::RoundId;
use crate::journal::Clock;
use crate::overview::Overviews;
use crate::paper::workbook::render_workbook;

fn now() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_767_600_000, 0).unwrap()
}

/// The demonstration rounds, and the finished one as it came out.
struct Demo {
    _home: tempfile::TempDir,
    store: Store,
    results: RoundResults,
}

impl Demo {
    fn new() -> Self {
        rust_i18n::set_locale("vi");
        let home = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed("2025-12-30T09:00:00+07:00".parse().unwrap());
        let mut store = Store::open(home.path(), clock).unwrap();
        demo::load(&mut store).unwrap();
        let round = RoundId::new("2025-dot-1").unwrap();
        let today = NaiveDate::from_ymd_opt(2025, 12, 30).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let results = RoundResults::read(&store, &mut Overviews::default(), &round, today, go_on).unwrap();
        Self { _home: home, store, results }
    }

    fn data(&self, view: View) -> Dataset {
        Dataset::of(view, &self.store, &self.results).unwrap()
    }

    fn bytes(&self, view: View, format: ExportFormat) -> Vec<u8> {
        self.data(view).render(format, self.results.properties("Thử", now())).unwrap()
    }
}

#[test]
fn every_view_is_the_same_in_csv_json_and_xlsx_and_the_same_bytes_each_time() {
    let demo = Demo::new();
    for view in View::ALL {
        let data = demo.data(view);
        let csv = demo.bytes(view, ExportFormat::Csv);
        assert!(csv.starts_with(b"\xEF\xBB\xBF"), "{view:?}");
        let mut reader = ::csv::Reader::from_reader(&csv[3..]);
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), view.columns(), "{view:?}");
        let lines: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        let json: Json = serde_json::from_slice(&demo.bytes(view, ExportFormat::Json)).unwrap();
        assert_eq!((json["round"].as_str(), json["view"].as_str()), (Some("2025-dot-1"), Some(view.as_str())));
        let objects = json["rows"].as_array().unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(demo.bytes(view, ExportFormat::Xlsx))).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let counts = (lines.len(), objects.len(), sheet.height().saturating_sub(1));
        assert_eq!(counts, (data.rows().len(), data.rows().len(), data.rows().len()), "{view:?}");
        for (index, row) in data.rows().iter().enumerate() {
            for (place, value) in row.iter().enumerate() {
                let object = &objects[index][data.columns()[place]];
                let cell = sheet.get((index + 1, place)).cloned().unwrap_or_default();
                match value {
                    Value::Number(number) | Value::Share(number) => {
                        assert_eq!(object.as_f64(), Some(*number));
                        assert_eq!(cell, Data::Float(*number));
                        assert_eq!(lines[index][place].parse(), Ok(*number));
                    }
                    Value::Nothing => {
                        assert!(object.is_null() && lines[index][place].is_empty() && cell == Data::Empty);
                    }
                    Value::Word(word) => assert_eq!(object.as_str(), Some(word.code())),
                    Value::Text(text) => assert_eq!(object.as_str(), Some(text.as_str())),
                    Value::Flag(flag) => assert_eq!(object.as_bool(), Some(*flag)),
                    Value::Day(day) => assert_eq!(object.as_str(), Some(day.to_string().as_str())),
                }
            }
        }
        for format in ExportFormat::ALL {
            assert!(demo.bytes(view, format) == demo.bytes(view, format), "{view:?} {format:?}");
        }
    }
}

#[test]
fn a_typed_formula_is_never_evaluated() {
    let round = RoundId::new("2025-dot-1").unwrap();
    let typed = ["=HYPERLINK(\"x\")", "+84", "-5 hồ sơ", "@A1", "\t=1", " =1", "＝1", "ba = ba"];
    let columns = [dataset::column("remark", |text: &&str| Value::text(text))];
    let data = Dataset::new(&round, View::Answers, &columns, typed);
    let csv = String::from_utf8(csv::write(&data)).unwrap();
    let mut reader = ::csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let cells: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert!(cells[..7].iter().all(|cell| cell.starts_with('\'')), "{cells:?}");
    assert_eq!(cells[7], "ba = ba");
    let json: Json = serde_json::from_slice(&json::write(&data)).unwrap();
    assert_eq!(json["rows"][0]["remark"], typed[0]);
}

/// Cells of a sheet as text, by its header.
fn read(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, headings: usize) -> Vec<BTreeMap<String, Data>> {
    let range = book.worksheet_range(name).unwrap();
    let titles: Vec<String> = (0..range.width()).map(|at| range.get((headings, at)).unwrap().to_string()).collect();
    let row = |row: usize| {
        let cells = titles.iter().cloned().zip(0..);
        cells.map(|(title, at)| (title, range.get((row, at)).cloned().unwrap_or_default())).collect()
    };
    (headings + 1..range.height()).map(row).collect()
}

#[test]
fn the_annex_the_report_and_the_overview_agree_in_every_number() {
    let demo = Demo::new();
    let results = &demo.results;
    let workbook = annex(results, now());
    let bytes = render_workbook(&workbook).unwrap();
    assert!(bytes == render_workbook(&annex(results, now())).unwrap());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names().len(), 13);
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let number = |count: usize| Data::Float(count as f64);
    let summary = read(&mut book, "Tổng hợp", 2);
    for (row, unit) in summary.iter().zip(&results.overview.units) {
        assert_eq!(row["Đơn vị"], Data::String(unit.unit.name.clone()));
        assert_eq!(row["Đạt"], number(unit.totals.pass));
        assert_eq!(row["Đạt một phần"], number(unit.totals.partial));
        assert_eq!(row["Chưa đạt"], number(unit.totals.fail));
        assert_eq!(row["Điểm thẩm định"], Data::Float(unit.points.verified));
        assert_eq!(row["Điểm chuẩn"], Data::Float(unit.points.full));
    }
    let (total, totals) = (summary.last().unwrap(), results.overview.totals());
    assert_eq!((&total["Đạt"], &total["Chưa đạt"]), (&number(totals.pass), &number(totals.fail)));
    assert_eq!(total["Điểm thẩm định"], Data::Float(results.overview.points().verified));
    let details = read(&mut book, "Điểm chi tiết", 2);
    let sum: f64 = details
        .iter()
        .filter_map(|row| match (&row["Điểm thẩm định"], &row["Lý do không tính điểm"]) {
            (Data::Float(points), Data::Empty) => Some(*points),
            _ => None,
        })
        .sum();
    assert!((sum - results.overview.points().verified).abs() < 1e-9, "{sum}");
    let ranking = read(&mut book, "Xếp hạng", 2);
    assert_eq!(ranking.len(), results.overview.ranking.len());
    for (row, ranked) in ranking.iter().zip(&results.overview.ranking) {
        assert_eq!(row["Hạng"], ranked.rank.map_or(Data::Empty, number));
        assert_eq!(row["Điểm thẩm định"], Data::Float(ranked.points.verified));
    }
    let shortcomings = read(&mut book, "Tồn tại phổ biến", 2);
    for (row, of) in shortcomings.iter().zip(&results.overview.shortcomings) {
        assert_eq!(row["Số đơn vị liên quan"], number(of.units.len()));
        assert_eq!(row["Số đơn vị đã kết luận"], number(of.judged));
    }
    assert_eq!(shortcomings.len(), results.overview.shortcomings.len());
}

#[test]
fn no_internal_note_and_no_row_of_a_register_is_exported() {
    let demo = Demo::new();
    let round = demo.results.overview.round();
    let mut hidden = Vec::new();
    for unit in &round.units {
        for (_, answer) in demo.store.answers(&round.id, &unit.id).unwrap().iter() {
            hidden.extend(answer.note.clone().filter(|note| note.len() > 12));
            let codes = answer.rows.iter().filter_map(|row| row.cells.values().next()?.as_str().map(str::to_owned));
            hidden.extend(codes.filter(|code| code.starts_with("000.")));
        }
    }
    assert!(!hidden.is_empty());
    for view in View::ALL {
        assert!(!view.columns().contains(&"note"), "{view:?}");
        let text = String::from_utf8(demo.bytes(view, ExportFormat::Csv)).unwrap();
        let shown = hidden.iter().find(|hidden| text.contains(hidden.as_str()));
        assert_eq!(shown, None, "{view:?}");
    }
}

#[test]
fn every_column_and_word_has_its_title_in_both_languages() {
    rust_i18n::set_locale("vi");
    for view in View::ALL {
        assert!(!view.title().contains("export."), "{view:?}");
        for column in view.columns() {
            for language in ["vi", "en"] {
                let title = dataset::title(column, language);
                assert!(!title.contains("export.column"), "{column}");
            }
        }
        let mut columns = view.columns();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), view.columns().len(), "{view:?} has a column twice");
    }
    let demo = Demo::new();
    for view in View::ALL {
        for value in demo.data(view).rows().iter().flatten() {
            if let Value::Word(word) = value {
                assert!(!word.said().contains(word.code()) || !word.said().contains('.'), "{view:?} {}", word.said());
            }
        }
    }
}

#[test]
fn what_the_dashboard_shows_is_exported_row_for_row_in_its_order() {
    let demo = Demo::new();
    let column = |view: View, name: &str| -> Vec<String> {
        let data = demo.data(view);
        let text = |row: &Vec<Value>| match data.value(row, name) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        data.rows().iter().map(text).collect()
    };
    let seen = &demo.results.overview;
    let units = seen.units.iter().map(|unit| unit.unit.id.to_string());
    assert_eq!(column(View::Units, "unit"), units.collect::<Vec<_>>());
    let cells = seen.units.iter().flat_map(|unit| unit.cells.iter().map(|cell| cell.checklist.id.to_string()));
    assert_eq!(column(View::Overview, "checklist"), cells.collect::<Vec<_>>());
    let ranked = seen.ranking.iter().map(|ranked| ranked.unit.to_string());
    assert_eq!(column(View::Ranking, "unit"), ranked.collect::<Vec<_>>());
    let shortcomings = seen.shortcomings.iter().map(|of| of.key.item.to_string());
    assert_eq!(column(View::Shortcomings, "item"), shortcomings.collect::<Vec<_>>());
    let items = seen.left_out.iter().map(|of| of.key.item.to_string());
    let whole = seen.not_asked.iter().map(|_| String::new());
    assert_eq!(column(View::LeftOut, "item"), items.chain(whole).collect::<Vec<_>>());
    assert!(!column(View::LeftOut, "item").is_empty());
}

/// The tables of `docs/xuat-du-lieu.md`.
fn documented() -> String {
    let mut text = String::new();
    for view in View::ALL {
        let name = view.as_str();
        let english = rust_i18n::t!(format!("export.view.{name}"), locale = "en");
        write!(text, "### `{name}` – {} ({english})\n\n", view.paper_title()).unwrap();
        text.push_str("| Cột | Tiếng Việt | English |\n|---|---|---|\n");
        for column in view.columns() {
            let (vi, en) = (dataset::title(column, "vi"), dataset::title(column, "en"));
            writeln!(text, "| `{column}` | {vi} | {en} |").unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_documentation_lists_every_column() {
    let known = include_str!("../../docs/xuat-du-lieu.md");
    let wanted = documented();
    let holds = known.replace("\r\n", "\n").contains(wanted.trim_end());
    assert!(holds, "docs/xuat-du-lieu.md must hold exactly:\n{wanted}");
}

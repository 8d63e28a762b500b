//! What the report and its annex print, read back from the bytes and held against the one query: a round of the second of
//! two years, with issued notices and requirements that were met, sent back and are overdue.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, NaiveDate};

use super::*;
use crate::conclusion::follow_up::Tally;
use crate::conclusion::issue::{IssueOrder, IssueStep, issue};
use crate::demo;
use crate::inspection::{
    Decision, Recorder, RemediationReport, RequirementId, RequirementState, RoundId, Store, UnitId,
};
use crate::journal::Clock;
use crate::overview::{Cell, Indicator, LeftOut, Overviews};
use crate::vietnamese::number::{format_number, format_percent};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The finished demonstration round, two of its three notices issued; xã A reported, some of it was accepted and one
/// thing sent back; xã B has let its days pass.
struct Followed {
    results: RoundResults,
    basis: ReportBasis,
}

impl Followed {
    fn new() -> Self {
        rust_i18n::set_locale("vi");
        let home = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed("2026-04-20T09:00:00+07:00".parse().unwrap());
        let mut store = Store::open(home.path(), clock).unwrap();
        demo::load(&mut store).unwrap();
        let round = RoundId::new("2025-dot-1").unwrap();
        let mut required: Vec<Vec<RequirementId>> = Vec::new();
        let recorder = |unit: &str| Recorder {
            round: round.clone(),
            unit: UnitId::new(unit).unwrap(),
            member: "thanh-vien-1".to_owned(),
            reason: Some("thử".to_owned()),
        };
        for (number, unit) in [(5, "mau-a"), (6, "mau-b")] {
            let order = IssueOrder { number, date: day(2025, 11, 5), step: IssueStep::First };
            let issued = issue(&mut store, &recorder(unit), &order).unwrap();
            required.push(issued.content.requirements.into_iter().map(|one| one.id).collect());
        }
        let of_a = &required[0];
        assert!(of_a.len() > 4 && required[1].len() > 2, "{required:?}");
        let report = RemediationReport {
            requirements: of_a[..4].to_vec(),
            number: "120/BC-UBND".to_owned(),
            date: day(2025, 11, 20),
            text: "Đã khắc phục".to_owned(),
            file: None,
        };
        let a = recorder("mau-a");
        store.record_remediation(&a, &report, &mut |_| ControlFlow::Continue(())).unwrap();
        store.decide_remediation(&a, &of_a[..2], &Decision::Accepted { note: None }).unwrap();
        let returned = Decision::Returned { reason: "chưa kèm ảnh".to_owned(), until: None };
        store.decide_remediation(&a, &of_a[2..3], &returned).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let results = RoundResults::read(&store, &mut Overviews::default(), &round, day(2026, 4, 20), go_on).unwrap();
        let basis = ReportBasis::draft(DateTime::from_timestamp(1_776_650_400, 0).unwrap());
        Self { results, basis }
    }

    fn book(&self) -> Xlsx<Cursor<Vec<u8>>> {
        let bytes = self.results.render(&self.basis, ReportFormat::Annex).unwrap();
        Xlsx::new(Cursor::new(bytes)).unwrap()
    }

    fn docx(&self) -> String {
        let bytes = self.results.render(&self.basis, ReportFormat::Paper(Format::Docx)).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        xml
    }
}

/// Text of a piece of WordprocessingML.
fn said(xml: &str) -> String {
    let runs = xml.split("<w:t").skip(1).filter_map(|run| {
        let (head, rest) = run.split_once('>')?;
        (head.is_empty() || head.starts_with(' ')).then(|| rest.split("</w:t>").next().unwrap_or_default())
    });
    let text: String = runs.collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The table whose header holds `title`: its rows by the titles of the columns.
fn table(xml: &str, title: &str) -> Vec<BTreeMap<String, String>> {
    let tables = xml.split("<w:tbl>").skip(1).map(|table| table.split("</w:tbl>").next().unwrap_or_default());
    let rows = |table: &str| -> Vec<Vec<String>> {
        let rows = table.split("<w:tr>").skip(1);
        rows.map(|row| row.split("<w:tc>").skip(1).map(said).collect()).collect()
    };
    let found = tables.map(rows).find(|rows| rows.first().is_some_and(|head| head.iter().any(|cell| cell == title)));
    let mut rows = found.unwrap_or_else(|| panic!("no table with a column {title}")).into_iter();
    let titles = rows.next().unwrap();
    rows.map(|cells| titles.iter().cloned().zip(cells).collect()).collect()
}

/// Cells of a sheet by its header, which is the first row that names `column`.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, column: &str) -> Vec<BTreeMap<String, Data>> {
    let range = book.worksheet_range(name).unwrap();
    let mut rows = range.rows().skip_while(|row| !row.iter().any(|cell| *cell == column));
    let titles: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| titles.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn count(count: usize) -> Data {
    Data::Float(count as f64)
}

#[test]
fn requirements_stand_in_report_and_annex_as_the_follow_up_counts_them() {
    let followed = Followed::new();
    let results = &followed.results;
    let all = Tally::of(&results.requirements);
    assert_eq!((all.accepted, all.returned, all.reported), (2, 1, 1));
    assert!(all.open > 2 && all.overdue > 2, "{all:?}");
    let (xml, mut book) = (followed.docx(), followed.book());
    let by_unit = table(&xml, "Đã khắc phục");
    assert_eq!(by_unit.len(), 3, "two units and their sum");
    for row in &by_unit {
        let tally = match results.overview.units.iter().find(|unit| unit.unit.name == row["Đơn vị"]) {
            Some(unit) => Tally::of(results.requirements.iter().filter(|one| one.unit == unit.unit.id)),
            None => all,
        };
        let printed =
            ["Yêu cầu, kiến nghị", "Đã khắc phục", "Đã báo cáo", "Phải khắc phục tiếp", "Chưa báo cáo", "Quá hạn"]
                .map(|column| row[column].parse::<usize>().unwrap());
        let counted = [tally.total, tally.accepted, tally.reported, tally.returned, tally.open, tally.overdue];
        assert_eq!(printed, counted, "{row:?}");
    }
    let left = table(&xml, "Tình hình");
    assert_eq!(left.len(), all.total - all.accepted);
    assert_eq!(left.iter().filter(|row| row["Tình hình"].contains("uá hạn")).count(), all.overdue, "{left:?}");
    let listed = sheet(&mut book, "Yêu cầu, kiến nghị", "Đơn vị");
    assert_eq!(listed.len(), all.total);
    for (row, one) in listed.iter().zip(&results.requirements) {
        assert_eq!(row["Yêu cầu, kiến nghị"], Data::String(one.requirement.text.clone()));
        let late = one.overdue_by.map_or(Data::Empty, |days| Data::Float(days.into()));
        assert!(row.values().any(|cell| *cell == late), "{row:?}");
    }
    let text = said(&xml);
    assert!(text.contains(&format!("02 thông báo kết luận với {} yêu cầu", all.total)), "{text}");
    assert!(text.contains(&format!("Có {} yêu cầu, kiến nghị đã quá thời hạn", all.overdue)), "{text}");
    assert!(results.requirements.iter().any(|one| one.state == RequirementState::Returned));
}

#[test]
fn the_yearly_table_is_that_of_the_query_in_report_and_annex() {
    let followed = Followed::new();
    let (xml, mut book) = (followed.docx(), followed.book());
    let trends = &followed.results.trends;
    assert_eq!(trends.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2022, 2025]);
    let sheet = sheet(&mut book, "Qua các năm", "Chỉ tiêu");
    assert_eq!(sheet.len(), trends.rows.len(), "the annex has every row");
    let paper = table(&xml, "Chỉ tiêu");
    let on_paper: Vec<_> =
        trends.rows.iter().filter(|row| row.is_share || !matches!(row.indicator, Indicator::Item { .. })).collect();
    assert_eq!(paper.len(), on_paper.len());
    for (cells, trend) in sheet.iter().zip(&trends.rows) {
        for (year, value) in trends.years.iter().zip(&trend.values) {
            let value = value.as_ref().map_or(Data::Empty, |value| Data::Float(value.value));
            assert_eq!(cells[&format!("Năm {}", year.year)], value, "{cells:?}");
        }
    }
    for (cells, trend) in paper.iter().zip(on_paper) {
        for (year, value) in trends.years.iter().zip(&trend.values) {
            let printed = &cells[&format!("Năm {}", year.year)];
            let Some(value) = value else {
                assert_eq!(printed, "–");
                continue;
            };
            let figure = if trend.is_share { format_percent(value.value) } else { format_number(value.value) };
            assert_eq!(printed.split(' ').next(), Some(figure.as_str()), "{cells:?}");
            if let Some(share) = value.share {
                let behind = format!("({}/{}", format_number(share.part), format_number(share.whole));
                assert!(printed.contains(&behind), "{cells:?}");
            }
        }
    }
}

#[test]
fn points_reasons_and_what_is_left_out_are_those_of_the_query() {
    let followed = Followed::new();
    let results = &followed.results;
    let mut book = followed.book();
    let lines = results.overview.units.iter().flat_map(|unit| unit.cells.iter().flat_map(Cell::points));
    let rows = sheet(&mut book, "Điểm chi tiết", "Đơn vị");
    let number = |value: Option<f64>| value.map_or(Data::Empty, Data::Float);
    let (mut reasons, mut left_out, mut compared) = (0, 0, 0);
    for (row, line) in rows.iter().zip(lines) {
        compared += 1;
        assert_eq!(row["Điểm chuẩn của nội dung"], Data::Float(line.full));
        assert_eq!(row["Điểm tự chấm"], number(line.own));
        assert_eq!(row["Điểm thẩm định"], number(line.verified));
        assert_eq!(row["Thẩm định trừ tự chấm"], number(line.difference()));
        let reason = line.reason.map_or(Data::Empty, |reason| Data::String(reason.to_owned()));
        assert_eq!(row["Lý do chênh lệch điểm"], reason);
        let out = line.left_out.map_or(Data::Empty, |why| Data::String(left_out_word(why)));
        assert_eq!(row["Lý do không tính điểm"], out);
        reasons += usize::from(line.reason.is_some());
        left_out += usize::from(line.left_out.is_some());
    }
    assert_eq!(compared, rows.len());
    assert!(reasons > 0 && left_out > 0, "{reasons} reasons, {left_out} left out");
}

fn left_out_word(why: LeftOut) -> String {
    let code = match why {
        LeftOut::Na => "na",
        LeftOut::NotAsked => "not-asked",
        LeftOut::Undetermined => "undetermined",
    };
    rust_i18n::t!(format!("export.left_out.{code}"), locale = "vi").into_owned()
}

#[test]
fn percentages_are_the_same_to_the_decimal_in_report_annex_and_query() {
    let followed = Followed::new();
    let results = &followed.results;
    let (xml, mut book) = (followed.docx(), followed.book());
    let paper = table(&xml, "Đã kết luận");
    let summary = sheet(&mut book, "Tổng hợp", "Đạt");
    assert_eq!(paper.len(), results.overview.units.len() + 1);
    for (row, cells) in paper.iter().zip(&summary) {
        let Data::Float(share) = cells["Tỷ lệ đạt trên đã kết luận"] else { panic!("{cells:?}") };
        assert_eq!(row["Tỷ lệ đạt"], format_percent(share));
        assert_eq!(cells["Đạt"], count(row["Đạt"].parse().unwrap()));
    }
    for (row, unit) in paper.iter().zip(&results.overview.units) {
        assert_eq!(row["Tỷ lệ đạt"], unit.heat().share().map(format_percent).unwrap());
    }
    for (row, of) in table(&xml, "Tỷ lệ").iter().zip(&results.overview.ranking) {
        assert_eq!(row["Tỷ lệ"], of.points.share().map(format_percent).unwrap());
    }
}

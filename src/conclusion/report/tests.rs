//! The report of the demonstration rounds says what the overview counts, and nothing that is not judged.

use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate};

use super::*;
use crate::demo;
use crate::inspection::{RoundId, Store, TextFile, read_round};
use crate::journal::Clock;
use crate::overview::Overviews;
use crate::paper::{Row, render};
use crate::vietnamese::number::{format_number, format_percent};

fn basis() -> ReportBasis {
    ReportBasis::draft(DateTime::from_timestamp(1_767_600_000, 0).unwrap())
}

fn store(home: &tempfile::TempDir) -> Store {
    rust_i18n::set_locale("vi");
    Store::open(home.path(), Clock::Fixed("2025-12-30T09:00:00+07:00".parse().unwrap())).unwrap()
}

fn read(store: &Store, round: &str) -> RoundResults {
    let (round, today) = (RoundId::new(round).unwrap(), NaiveDate::from_ymd_opt(2025, 12, 30).unwrap());
    RoundResults::read(store, &mut Overviews::default(), &round, today, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn demo_round(round: &str) -> RoundResults {
    let home = tempfile::tempdir().unwrap();
    let mut store = store(&home);
    demo::load(&mut store).unwrap();
    read(&store, round)
}

fn text(document: &Document) -> String {
    String::from_utf8(render(document, Format::Text).unwrap()).unwrap()
}

/// Cells of an annex, row by row.
fn cells(document: &Document, annex: usize) -> Vec<Vec<String>> {
    let rows = document.annexes[annex].table.rows().iter();
    rows.map(|row| match row {
        Row::Entry { cells, .. } | Row::Total { cells, .. } => cells.clone(),
        Row::Group(title) => vec![title.clone()],
    })
    .collect()
}

#[test]
fn the_report_has_the_outline_of_summary_reports_and_the_head_of_a_report() {
    let document = demo_round("2025-dot-1").report(&basis());
    let text = text(&document);
    for piece in [
        "/BC-SNV",
        "BÁO CÁO",
        "DỰ THẢO",
        "Kế hoạch số 1542/KH-SNV",
        "I. KHÁI QUÁT VỀ ĐỢT KIỂM TRA",
        "II. KẾT QUẢ KIỂM TRA THEO LĨNH VỰC",
        "8. So sánh giữa các đơn vị",
        "III. TỒN TẠI, HẠN CHẾ PHỔ BIẾN",
        "IV. CÁCH LÀM TỐT",
        "V. NGUYÊN NHÂN",
        "VI. THỰC HIỆN YÊU CẦU, KIẾN NGHỊ SAU KIỂM TRA",
        "VII. KIẾN NGHỊ, ĐỀ XUẤT",
        "KẾT QUẢ THEO ĐƠN VỊ VÀ PHIẾU KIỂM TRA",
        "BẢNG ĐIỂM VÀ XẾP HẠNG",
        "CHỈ TIÊU QUA CÁC NĂM",
        "chưa ban hành thông báo kết luận nào",
    ] {
        assert!(text.contains(piece), "{piece:?} is not in {text}");
    }
    assert_eq!(document.kind, PaperKind::Report);
}

#[test]
fn numbers_of_the_report_are_those_of_the_overview() {
    let results = demo_round("2025-dot-1");
    let document = results.report(&basis());
    let text = text(&document);
    let (totals, points) = (results.overview.totals(), results.overview.points());
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let share = |part: usize, whole: usize| format_percent(part as f64 / whole as f64);
    let judged = totals.pass + totals.partial + totals.fail;
    assert!(text.contains(&format!("Trong {judged} lượt nội dung đã kết luận có {} lượt đạt", totals.pass)), "{text}");
    assert!(text.contains(&share(totals.pass, judged)));
    assert!(text.contains(&format!("{}/{} điểm", format_number(points.verified), format_number(points.full))));
    // Unit × checklist: the cells of a row add up to its sum, the sums to the round's.
    let by_checklist = cells(&document, 0);
    assert_eq!(by_checklist.len(), results.overview.units.len() + 1);
    for (row, unit) in by_checklist.iter().zip(&results.overview.units) {
        let passes = |cell: &String| cell.split_once('/').map_or(0, |(part, _)| part.parse::<usize>().unwrap());
        let sum: usize = row[2..row.len() - 2].iter().map(passes).sum();
        assert_eq!((sum, passes(&row[row.len() - 2])), (unit.totals.pass, unit.totals.pass), "{row:?}");
    }
    let ranking = cells(&document, 1);
    for (row, ranked) in ranking.iter().zip(&results.overview.ranking) {
        assert_eq!(row[0], ranked.rank.unwrap().to_string());
        assert_eq!((&row[2], &row[4]), (&format_number(ranked.points.full), &format_number(ranked.points.verified)));
    }
    let shortcomings = cells(&document, 2);
    assert_eq!(shortcomings.len(), results.overview.shortcomings.len());
    for (row, of) in shortcomings.iter().zip(&results.overview.shortcomings) {
        assert_eq!(row[2], format!("{}/{}", of.units.len(), of.judged));
    }
    // The units concerned are named.
    let first = &results.overview.shortcomings[0];
    for unit in &first.units {
        assert!(text.contains(&results.name(&unit.unit)));
    }
}

#[test]
fn the_same_records_give_the_same_report_and_annex_to_the_byte() {
    let results = demo_round("2025-dot-1");
    for format in [ReportFormat::Paper(Format::Docx), ReportFormat::Paper(Format::Json), ReportFormat::Annex] {
        let (first, second) = (results.render(&basis(), format).unwrap(), results.render(&basis(), format).unwrap());
        assert!(first == second, "{format:?}");
    }
}

#[test]
fn a_round_in_which_nothing_is_recorded_asserts_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store(&home);
    let file = TextFile::from_bytes(
        "dot.toml",
        "id = \"dot\"\ntitle = \"Kiểm tra\"\nchecklists = [\"niem-yet-tthc\"]\n[[unit]]\nid = \"a\"\nname = \"Xã A\"\nkind = \"xa\"\n"
            .as_bytes(),
    )
    .unwrap();
    let round = read_round(&file, NaiveDate::from_ymd_opt(2025, 10, 19).unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    let results = read(&store, "dot");
    let text = text(&results.report(&basis()));
    assert!(text.contains("Chưa có nội dung nào được kết luận"), "{text}");
    assert!(!text.contains("Tỷ lệ cao nhất") && !text.contains("Không.\n\nIV"), "{text}");
    assert!(!text.contains("BẢNG ĐIỂM"), "no ranks without verdicts: {text}");
    results.render(&basis(), ReportFormat::Annex).unwrap();
}

#[test]
fn a_round_without_units_has_a_report_too() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store(&home);
    let file =
        TextFile::from_bytes("dot.toml", b"id = \"dot\"\ntitle = \"T\"\nchecklists = [\"niem-yet-tthc\"]\n").unwrap();
    let round = read_round(&file, NaiveDate::from_ymd_opt(2025, 10, 19).unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    let results = read(&store, "dot");
    for format in [ReportFormat::Paper(Format::Docx), ReportFormat::Paper(Format::Text), ReportFormat::Annex] {
        results.render(&basis(), format).unwrap();
    }
}

#[test]
fn the_ending_tells_report_or_annex() {
    let of = |name: &str| ReportFormat::from_path(Path::new(name));
    assert_eq!(of("a.XLSX").unwrap(), ReportFormat::Annex);
    assert_eq!(of("a.docx").unwrap(), ReportFormat::Paper(Format::Docx));
    assert!(matches!(of("a.pdf"), Err(PaperError::ReportEnding(_))));
}

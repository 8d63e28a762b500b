//! The round report and its annex: 150 units over all shipped checklists, with rows, forms, remarks, issued notices and
//! what became of their requirements; the same units in an earlier round, which the yearly table needs.
//!
//! Goal: report and annex together in at most 2 s, from a home just opened.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so by panicking")]

use std::ops::ControlFlow;
use std::sync::{LazyLock, Mutex};

use chrono::{DateTime, NaiveDate};
use divan::Bencher;
use include_dir::{Dir, include_dir};
use kiemtra::conclusion::follow_up::Aftermath;
use kiemtra::conclusion::issue::{IssueOrder, IssueStep, issue};
use kiemtra::conclusion::report::{ReportBasis, ReportFormat, RoundResults};
use kiemtra::export::annex;
use kiemtra::inspection::{
    Decision, Recorder, RemediationReport, Round, RoundId, Store, TextFile, UnitId, read_answers, read_round,
};
use kiemtra::journal::Clock;
use kiemtra::overview::Overviews;
use kiemtra::paper::Format;
use kiemtra::paper::workbook::{SheetCell, Workbook};
use tempfile::TempDir;

/// The invented demonstration round: three units, each answered by five members.
static DEMO: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data/demo/mau-2025");
const DEMO_UNITS: [&str; 3] = ["mau-a", "mau-b", "mau-c"];
const EARLIER: &str = "2025-dot-1";
const ROUND: &str = "2026-dot-1";
const NOW: &str = "2026-12-30T09:30:00+07:00";

fn main() {
    divan::main();
}

/// Units of a round: a trial run only shows that it runs.
fn units() -> usize {
    if std::env::args().any(|argument| argument == "--test") { 4 } else { 150 }
}

fn open(folder: &TempDir) -> Store {
    Store::open(folder.path(), Clock::Fixed(DateTime::parse_from_rfc3339(NOW).unwrap())).unwrap()
}

/// The round behind an earlier one.
static HOME: LazyLock<TempDir> = LazyLock::new(|| home(&[EARLIER]));
/// The round alone.
static ALONE: LazyLock<TempDir> = LazyLock::new(|| home(&[]));

fn home(earlier: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder);
    for round in earlier {
        fill(&mut store, round);
    }
    let round = fill(&mut store, ROUND);
    for number in 0..units() {
        conclude(&mut store, &round, number);
    }
    folder
}

fn text(file: &str) -> &'static str {
    DEMO.get_file(file).unwrap().contents_utf8().unwrap()
}

fn unit_id(number: usize) -> String {
    format!("xa-{number:03}")
}

/// The demonstration round with more units; `round` is of its year or the next one.
fn fill(store: &mut Store, round: &str) -> Round {
    let of_year = |text: &str| if round == EARLIER { text.to_owned() } else { text.replace("2025", "2026") };
    let (head, _) = text("round.toml").split_once("[[unit]]").unwrap();
    let mut definition = of_year(head);
    for number in 0..units() {
        let id = unit_id(number);
        let unit =
            format!("[[unit]]\nid = \"{id}\"\nname = \"UBND xã Mẫu {number}\"\nkind = \"xa\"\nvisit = 2025-10-21\n");
        definition.push_str(&of_year(&unit));
    }
    let file = TextFile::from_bytes("round.toml", definition.as_bytes()).unwrap();
    let round = read_round(&file, NaiveDate::from_ymd_opt(2026, 12, 30).unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    for number in 0..units() {
        let demo = DEMO_UNITS[number % DEMO_UNITS.len()];
        for member in 1..=5 {
            let answers = of_year(text(&format!("{demo}-thanh-vien-{member}.toml")));
            let answers = answers.replace(&format!("unit = \"{demo}\""), &format!("unit = \"{}\"", unit_id(number)));
            let file = TextFile::from_bytes("answers.toml", mixed(&answers, number).as_bytes()).unwrap();
            store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
        }
    }
    round
}

/// The answers with some verdicts of a unit's own.
fn mixed(answers: &str, unit: usize) -> String {
    let mut parts = answers.split("verdict = \"pass\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (place, part) in (0..).zip(parts) {
        let verdict = match (unit * 7 + place * 13) % 29 {
            0 => "fail",
            1 | 2 => "partial",
            _ => "pass",
        };
        text.push_str("verdict = \"");
        text.push_str(verdict);
        text.push('"');
        text.push_str(part);
    }
    text
}

/// Issues a unit's notice; two units of three report on it, and of those every other report is accepted.
fn conclude(store: &mut Store, round: &Round, number: usize) {
    let recorder = Recorder {
        round: round.id.clone(),
        unit: UnitId::new(unit_id(number)).unwrap(),
        member: round.lead().unwrap().id.to_string(),
        reason: Some("để đo".to_owned()),
    };
    let date = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
    let order = IssueOrder { number: u32::try_from(number).unwrap() + 1, date, step: IssueStep::First };
    let issued = issue(store, &recorder, &order).unwrap();
    if number % 3 == 2 {
        return;
    }
    let requirements: Vec<_> = issued.content.requirements.into_iter().map(|required| required.id).collect();
    let report = RemediationReport {
        requirements: requirements.clone(),
        number: format!("{number}/BC-UBND"),
        date: NaiveDate::from_ymd_opt(2026, 12, 10).unwrap(),
        text: "Đã khắc phục".to_owned(),
        file: None,
    };
    store.record_remediation(&recorder, &report, &mut |_| ControlFlow::Continue(())).unwrap();
    let accepted: Vec<_> = requirements.into_iter().step_by(2).collect();
    store.decide_remediation(&recorder, &accepted, &Decision::Accepted { note: None }).unwrap();
}

fn basis() -> ReportBasis {
    ReportBasis::draft(DateTime::parse_from_rfc3339(NOW).unwrap().to_utc())
}

fn read(store: &Store, overviews: &mut Overviews) -> RoundResults {
    let (round, today) = (RoundId::new(ROUND).unwrap(), NaiveDate::from_ymd_opt(2026, 12, 30).unwrap());
    RoundResults::read(store, overviews, &round, today, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn docx(results: &RoundResults) -> Vec<u8> {
    results.render(&basis(), ReportFormat::Paper(Format::Docx)).unwrap()
}

fn xlsx(results: &RoundResults) -> Vec<u8> {
    results.render(&basis(), ReportFormat::Annex).unwrap()
}

fn both(results: &RoundResults) -> (Vec<u8>, Vec<u8>) {
    let (report, annex) = results.annex_beside(&basis(), || docx(results));
    (report, annex.unwrap())
}

/// What the home holds, read once.
static READ: LazyLock<RoundResults> = LazyLock::new(|| read(&open(&HOME), &mut Overviews::default()));

/// As the screen does it, for both files: the home opened, read and judged, composed, rendered (goal: 2 s).
#[divan::bench(sample_count = 5, sample_size = 1)]
fn report_and_annex_cold(bencher: Bencher) {
    LazyLock::force(&ALONE);
    bencher.bench_local(|| both(&read(&open(&ALONE), &mut Overviews::default())));
}

/// The same where the yearly table has to read as many units of an earlier round.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn report_and_annex_cold_behind_an_earlier_round(bencher: Bencher) {
    LazyLock::force(&HOME);
    bencher.bench_local(|| both(&read(&open(&HOME), &mut Overviews::default())));
}

/// As the screen does it, where the dashboard was looked at before.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn report_and_annex_warm(bencher: Bencher) {
    static KEPT: LazyLock<Mutex<(Store, Overviews)>> = LazyLock::new(|| {
        let (store, mut overviews) = (open(&HOME), Overviews::default());
        read(&store, &mut overviews);
        Mutex::new((store, overviews))
    });
    let mut kept = KEPT.lock().unwrap();
    let (store, overviews) = &mut *kept;
    bencher.bench_local(|| {
        let results = read(store, overviews);
        both(&results)
    });
}

/// What the dashboard reads when it is looked at again: what changed in the round, its notices and how what they require
/// stands (goal: 50 ms).
#[divan::bench(sample_count = 10, sample_size = 1)]
fn dashboard_again(bencher: Bencher) {
    static KEPT: LazyLock<Mutex<(Store, Overviews)>> =
        LazyLock::new(|| Mutex::new((open(&ALONE), Overviews::default())));
    let mut kept = KEPT.lock().unwrap();
    let (store, overviews) = &mut *kept;
    let (round, today) = (RoundId::new(ROUND).unwrap(), NaiveDate::from_ymd_opt(2026, 12, 30).unwrap());
    overviews.round(store, &round, &mut |_| ControlFlow::Continue(())).unwrap();
    bencher.bench_local(|| {
        let whole = overviews.round(store, &round, &mut |_| ControlFlow::Continue(())).unwrap();
        (whole, Aftermath::read(store, &round, today).unwrap())
    });
}

/// Part of it: the records read and judged.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn part_reading_cold(bencher: Bencher) {
    LazyLock::force(&HOME);
    bencher.bench_local(|| read(&open(&HOME), &mut Overviews::default()));
}

/// Part of it: the paper composed.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn part_report_composed(bencher: Bencher) {
    bencher.bench_local(|| READ.report(&basis()));
}

/// Part of it: the paper composed and written.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn part_report_as_docx(bencher: Bencher) {
    bencher.bench_local(|| docx(&READ));
}

/// Part of it: the annex composed.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn part_annex_composed(bencher: Bencher) {
    bencher.bench_local(|| annex(&READ, basis().now));
}

/// Part of it: the annex composed and written.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn part_annex_as_xlsx(bencher: Bencher) {
    bencher.bench_local(|| xlsx(&READ));
}

/// The bare alternative to reading: the answers of both rounds as the journal has them, nothing judged.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn bare_answers_of_both_rounds(bencher: Bencher) {
    LazyLock::force(&HOME);
    let answers = |store: &Store, round: &str| {
        let round = RoundId::new(round).unwrap();
        let count = |number| store.answers(&round, &UnitId::new(unit_id(number)).unwrap()).unwrap().iter().count();
        (0..units()).map(count).sum::<usize>()
    };
    bencher.bench_local(|| {
        let store = open(&HOME);
        [EARLIER, ROUND].map(|round| answers(&store, round))
    });
}

/// The bare alternative to the annex: the same cells with `rust_xlsxwriter` alone, without format, width or chart.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn bare_workbook_of_the_same_cells(bencher: Bencher) {
    let workbook = annex(&READ, basis().now);
    bencher.bench_local(|| bare(&workbook));
}

fn bare(workbook: &Workbook) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for sheet in &workbook.sheets {
        let worksheet = book.add_worksheet();
        for (row, cells) in (0..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(&cells.cells) {
                match cell {
                    SheetCell::Blank => continue,
                    SheetCell::Text(text) => worksheet.write_string(row, column, text).unwrap(),
                    SheetCell::Number(number) | SheetCell::Share(number) => {
                        worksheet.write_number(row, column, *number).unwrap()
                    }
                    SheetCell::Date(day) => worksheet.write_string(row, column, day.to_string()).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

//! From the shipped checklists to a notice, at the finished unit of the demonstration rounds: each step beside the
//! bare one that it contains (goal: a notice in at most 100 ms).

#![expect(clippy::expect_used, reason = "a bench that cannot set up its store has nothing to measure")]

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate};
use divan::Bencher;
use include_dir::{Dir, include_dir};
use kiemtra::assessment::OpenRound;
use kiemtra::checklist::read_text;
use kiemtra::conclusion::issue::{FrozenNotice, IssueOrder, IssueStep, issue};
use kiemtra::conclusion::{Conclusion, NoticeBasis};
use kiemtra::demo;
use kiemtra::inspection::{Issued, ItemKey, Recorder, Store, Unit, UnitAnswers, find_unit};
use kiemtra::journal::Clock;
use kiemtra::paper::{Document, Format, Status, Template, render, render_in};
use tempfile::TempDir;

fn main() {
    divan::main();
}

const ROUND: &str = "2025-dot-1";
const UNIT: &str = "mau-a";
static CHECKLISTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/checklists");

/// A home with the demonstration rounds; each bench opens it for itself, as the program does.
fn home() -> &'static TempDir {
    static HOME: OnceLock<TempDir> = OnceLock::new();
    HOME.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder");
        let mut store = open(&home);
        demo::load(&mut store).expect("the demonstration rounds");
        home
    })
}

fn open(home: &TempDir) -> Store {
    let time = DateTime::parse_from_rfc3339("2025-12-30T09:30:00+07:00").expect("a time");
    Store::open(home.path(), Clock::Fixed(time)).expect("a store")
}

fn concluded() -> Conclusion {
    Conclusion::of(&open(home()), ROUND, UNIT).expect("a unit")
}

fn notice(conclusion: &Conclusion) -> Document {
    let now = DateTime::from_timestamp(1_767_600_000, 0).expect("a time");
    let date = NaiveDate::from_ymd_opt(2026, 1, 5);
    conclusion.inspected().notice(&NoticeBasis { number: Some(5), date, status: Status::Final, now })
}

fn docx(document: &Document) -> Vec<u8> {
    render(document, Format::Docx).expect("a package")
}

/// The writer alone, on the document as it is composed.
#[divan::bench(sample_count = 40, sample_size = 1)]
fn notice_rendered(bencher: Bencher) {
    let document = notice(&concluded());
    bencher.bench_local(|| docx(&document));
}

/// The same in an office's own layout, read anew as each command does.
#[divan::bench(sample_count = 40, sample_size = 1)]
fn notice_rendered_in_template(bencher: Bencher) {
    let document = notice(&concluded());
    let bytes = Template::example(document.kind).expect("an example");
    bencher.bench_local(|| {
        let template = Template::read(&bytes, document.kind).expect("a sound template");
        render_in(&document, &template).expect("a package")
    });
}

#[divan::bench(sample_count = 40, sample_size = 1)]
fn notice_composed_and_rendered(bencher: Bencher) {
    let conclusion = concluded();
    bencher.bench_local(|| docx(&notice(&conclusion)));
}

/// As the command does it: read from the store, judged, composed, rendered.
#[divan::bench(sample_count = 40, sample_size = 1)]
fn notice_from_the_store(bencher: Bencher) {
    let store = open(home());
    bencher.bench_local(|| docx(&notice(&Conclusion::of(&store, ROUND, UNIT).expect("a unit"))));
}

/// Checked, composed, frozen in three formats and recorded, as `issue` does it; each in a home of its own.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn notice_issued(bencher: Bencher) {
    let fresh = || {
        let home = tempfile::tempdir().expect("a folder");
        let mut store = open(&home);
        demo::load(&mut store).expect("the demonstration rounds");
        (home, store)
    };
    bencher.with_inputs(fresh).bench_local_refs(|(_, store)| issued(store));
}

/// The issued notice as `notice` writes it again: the frozen bytes, and what changed since.
#[divan::bench(sample_count = 40, sample_size = 1)]
fn frozen_notice_from_the_store(bencher: Bencher) {
    static HOME: OnceLock<TempDir> = OnceLock::new();
    let home = HOME.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder");
        let mut store = open(&home);
        demo::load(&mut store).expect("the demonstration rounds");
        issued(&mut store);
        home
    });
    let store = open(home);
    bencher.bench_local(|| {
        let round = store.round(ROUND).expect("a round");
        let unit = find_unit(&round, UNIT).expect("a unit");
        FrozenNotice::of(&store, &round.id, unit).expect("a notice").map(|frozen| frozen.bytes(Format::Docx).len())
    });
}

fn issued(store: &mut Store) -> Issued {
    let round = store.round(ROUND).expect("a round");
    let unit = find_unit(&round, UNIT).expect("a unit").id.clone();
    let member = round.lead().expect("a lead").id.to_string();
    let recorder = Recorder { round: round.id, unit, member, reason: Some("measuring".to_owned()) };
    let date = NaiveDate::from_ymd_opt(2025, 12, 30).expect("a day");
    let order = IssueOrder { number: 5, date, step: IssueStep::First };
    issue(store, &recorder, &order).expect("an issued notice")
}

/// The TOML of all shipped checklists, parsed and nothing more.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn checklists_as_bare_toml(bencher: Bencher) {
    let texts: Vec<&str> = CHECKLISTS.files().filter_map(|file| file.contents_utf8()).collect();
    bencher.bench_local(|| texts.iter().map(|text| text.parse::<toml::Table>().expect("TOML").len()).sum::<usize>());
}

/// All shipped checklists, read, checked and with their expressions compiled.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn checklists_read_and_checked(bencher: Bencher) {
    let read = |file: &include_dir::File<'_>| {
        let text = file.contents_utf8().expect("UTF-8");
        read_text(&file.path().display().to_string(), text).checklist.expect("a sound checklist")
    };
    bencher.bench_local(|| CHECKLISTS.files().map(read).collect::<Vec<_>>());
}

/// The unit with what was answered there.
struct Answered {
    open: OpenRound,
    unit: Unit,
    answers: UnitAnswers,
}

fn answered() -> Answered {
    let store = open(home());
    let open = OpenRound::open(&store, ROUND).expect("a round");
    let unit = find_unit(&open.round, UNIT).expect("a unit").clone();
    let answers = store.answers(&open.round.id, &unit.id).expect("answers");
    Answered { open, unit, answers }
}

#[divan::bench(sample_count = 100)]
fn unit_judged_from_scratch(bencher: Bencher) {
    let Answered { open, unit, answers } = answered();
    bencher.bench_local(|| open.assess(&unit, &answers));
}

/// After one figure that a rate, its points and several rules look at.
#[divan::bench(sample_count = 100)]
fn unit_judged_after_one_answer(bencher: Bencher) {
    let Answered { open, unit, answers } = answered();
    let mut judged = open.assess(&unit, &answers);
    let is_received = |key: &&ItemKey| key.checklist.as_str() == "ho-so-tthc" && key.item.as_str() == "tiep-nhan";
    let key = answers.iter().map(|(key, _)| key).find(is_received).expect("the dossiers received").clone();
    bencher.bench_local(|| judged.update(&key, &answers));
}

/// What `status` says of a unit, its round already open.
#[divan::bench(sample_count = 100)]
fn unit_status_from_the_store(bencher: Bencher) {
    let store = open(home());
    let open = OpenRound::open(&store, ROUND).expect("a round");
    let unit = find_unit(&open.round, UNIT).expect("a unit");
    bencher.bench_local(|| {
        let answers = store.answers(&open.round.id, &unit.id).expect("answers");
        open.assess(unit, &answers).totals()
    });
}

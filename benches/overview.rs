//! The dashboard over ten rounds of 150 units: read the first time, and looked at again.
//!
//! Goal: at most 50 ms after the first time, also where a unit was written to meanwhile.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so by panicking")]

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::{LazyLock, Mutex};

use chrono::DateTime;
use divan::Bencher;
use kiemtra::checklist::ItemKind;
use kiemtra::inspection::{Round, RoundId, Store, TextFile, UnitId, read_round};
use kiemtra::journal::{Author, Chain, Change, Clock, FieldName, Parents, RecordKey};
use kiemtra::overview::{Overviews, RoundOverview, Step};
use serde_json::{Value, json};
use tempfile::TempDir;

/// About 200 items.
const CHECKLISTS: [&str; 5] = ["niem-yet-tthc", "ho-so-tthc", "chi-dao-dieu-hanh", "cong-vu", "phan-anh-kien-nghi"];

fn main() {
    divan::main();
    if let Some(peak) = peak() {
        println!("peak memory of this process: {} MB", peak / 1024);
    }
}

/// The most memory this process ever had, in kilobytes; where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Rounds and units: a trial run only shows that it runs.
fn size() -> (usize, usize) {
    if std::env::args().any(|argument| argument == "--test") { (2, 3) } else { (10, 150) }
}

struct Home {
    folder: TempDir,
    rounds: Vec<RoundId>,
}

static HOME: LazyLock<Home> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder);
    let (rounds, units) = size();
    let rounds = (0..rounds).map(|round| fill(&mut store, round, units)).collect();
    Home { folder, rounds }
});

fn open(folder: &TempDir) -> Store {
    let time = DateTime::parse_from_rfc3339("2025-12-30T09:30:00+07:00").unwrap();
    Store::open(folder.path(), Clock::Fixed(time)).unwrap()
}

fn fill(store: &mut Store, number: usize, units: usize) -> RoundId {
    let year = 2016 + number;
    let mut text = format!(
        "id = \"dot-{year}\"\ntitle = \"Kiểm tra năm {year}\"\nperiod = {{ from = {year}-01-01, to = {year}-12-31 }}\n\
         checklists = {CHECKLISTS:?}\n[[member]]\nid = \"tv\"\nname = \"Thành viên\"\nrole = \"lead\"\n"
    );
    for unit in 0..units {
        writeln!(text, "[[unit]]\nid = \"xa-{unit}\"\nname = \"UBND xã Mẫu {unit}\"\nkind = \"xa\"").unwrap();
    }
    let file = TextFile::from_bytes("round.toml", text.as_bytes()).unwrap();
    let round = read_round(&file, "2025-12-30".parse().unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    for unit in 0..units {
        answer(store, &round, unit, number);
    }
    round.id
}

/// Answers everything that a person types at a unit, in one action.
fn answer(store: &mut Store, round: &Round, unit: usize, number: usize) {
    let mut changes = Vec::new();
    for edition in store.round_editions(round).unwrap().editions {
        for (place, item) in edition.checklist.items().enumerate() {
            let key = format!("answer/{}/xa-{unit}/{}/{}", round.id, edition.checklist.id, item.id);
            let mix = (unit * 7 + place * 13 + number * 3) % 20;
            match &item.kind {
                ItemKind::Verdict => {
                    let verdict = ["fail", "partial", "pass"][mix.min(2)];
                    changes.push(change(&key, "verdict", json!(verdict)));
                    if mix < 2 {
                        changes.push(change(&key, "remark", json!("Còn thiếu sót, đơn vị đang khắc phục")));
                    }
                }
                ItemKind::Number { .. } => changes.push(change(&key, "number", json!(100 + mix))),
                _ => {}
            }
        }
    }
    write(store, round.id.as_str(), &changes);
}

fn change(record: &str, field: &str, value: Value) -> Change {
    Change {
        record: RecordKey::new(record).unwrap(),
        field: FieldName::new(field).unwrap(),
        value,
        parents: Parents::SoleHead,
    }
}

fn write(store: &mut Store, round: &str, changes: &[Change]) {
    let author = Author { member: Some("tv".to_owned()), reason: None };
    store.journal_mut().write(&Chain::Round(round.to_owned()), &author, changes).unwrap();
}

fn go_on(_: Step) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Everything was read once before.
static KEPT: LazyLock<Mutex<(Store, Overviews)>> = LazyLock::new(|| {
    let store = open(&HOME.folder);
    let mut kept = Overviews::default();
    kept.trends(&store, &mut go_on).unwrap();
    Mutex::new((store, kept))
});

/// All rounds, and their figures over the years, for the first time.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn all_rounds_the_first_time(bencher: Bencher) {
    let store = open(&HOME.folder);
    bencher.bench_local(|| Overviews::default().trends(&store, &mut go_on).unwrap());
}

/// One round for the first time, as the report of a round does it.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn one_round_the_first_time(bencher: Bencher) {
    let store = open(&HOME.folder);
    bencher.bench_local(|| RoundOverview::of(&store, &HOME.rounds[0]).unwrap());
}

/// Looked at again, nothing changed (goal: at most 50 ms).
#[divan::bench(sample_count = 100)]
fn all_rounds_again(bencher: Bencher) {
    let mut kept = KEPT.lock().unwrap();
    let (store, kept) = &mut *kept;
    bencher.bench_local(|| {
        let rounds = kept.all(store, &mut go_on).unwrap();
        (rounds, kept.trends(store, &mut go_on).unwrap())
    });
}

/// Looked at again after an answer was written at one unit (goal: at most 50 ms).
#[divan::bench(sample_count = 20, sample_size = 1)]
fn one_round_again_after_an_answer(bencher: Bencher) {
    let mut kept = KEPT.lock().unwrap();
    let (store, kept) = &mut *kept;
    let round = &HOME.rounds[0];
    let open = kiemtra::assessment::OpenRound::open(store, round.as_str()).unwrap();
    let of_verdict = open.editions[0].checklist.items().find(|item| matches!(item.kind, ItemKind::Verdict)).unwrap();
    let key = format!("answer/{round}/xa-1/{}/{}", open.editions[0].checklist.id, of_verdict.id);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let verdict = if turn % 2 == 0 { "pass" } else { "fail" };
        write(store, round.as_str(), &[change(&key, "verdict", json!(verdict))]);
        kept.round(store, round, &mut go_on).unwrap()
    });
}

/// The bare alternative: the heads of one unit's answers read from the index, nothing judged.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn bare_reading_of_one_round(bencher: Bencher) {
    let store = open(&HOME.folder);
    let round = &HOME.rounds[0];
    let (_, units) = size();
    bencher.bench_local(|| {
        let unit = |unit| UnitId::new(format!("xa-{unit}")).unwrap();
        (0..units).map(|number| store.answers(round, &unit(number)).unwrap().iter().count()).sum::<usize>()
    });
}

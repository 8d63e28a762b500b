//! Finding in a home of 1,000,000 revisions, 300,000 texts of which stand: a keystroke from the letter typed to the hits
//! (goal: 50 ms at the 99th percentile), beside a bare `LIKE` scan of the same store.
//!
//! A sample is one keystroke of somebody typing the queries letter by letter, so that `slowest` is above the 99th
//! percentile. The store is made once and kept under `target/`; with `--test` a small one is made anew.

#![expect(clippy::expect_used, reason = "a bench that cannot set up its store has nothing to measure")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::Bencher;
use kiemtra::inspection::{RoundId, Store, TextFile, UnitId, read_round};
use kiemtra::journal::{Author, Chain, Change, Clock, DATABASE, FieldName, Journal, Parents, RecordKey};
use kiemtra::tui::screen::Executor;
use kiemtra::tui::work::{Office, Outcome, Request, SearchRequest};
use rusqlite::Connection;

const ROUNDS: usize = 5;
const UNITS: usize = 60;

/// What is typed, letter by letter.
const TYPED: [&str; 12] = [
    "phan anh kien nghi",
    "dong hai",
    "thi tuc",
    "niem yét cong khai",
    "dien thoai duong day nong",
    "khai sihn",
    "nguyen van 17",
    "ho so qua han chua xin loi",
    "H54-250915-0042",
    "2.4",
    "bang bong troc",
    "qwrt zxcv",
];

fn main() {
    rust_i18n::set_locale("vi");
    divan::main();
}

fn is_test() -> bool {
    std::env::args().any(|argument| argument == "--test")
}

fn clock() -> Clock {
    Clock::Fixed("2025-01-20T09:30:00+07:00".parse().expect("a time"))
}

fn round(number: usize) -> String {
    format!("2025-dot-{number}")
}

/// Xorshift: the same store every time.
struct Dice(u64);

impl Dice {
    fn roll<'w>(&mut self, words: &[&'w str]) -> &'w str {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The square of a share: some words are common, most are not.
        let share = self.0 >> 40;
        let place = ((share * share) >> 24) * words.len() as u64;
        words[usize::try_from(place >> 24).unwrap_or(0)]
    }

    fn sentence(&mut self, words: &[&str], length: usize) -> String {
        (0..length).map(|_| self.roll(words)).collect::<Vec<_>>().join(" ")
    }
}

fn change(key: String, field: &str, value: impl Into<serde_json::Value>) -> Change {
    let record = RecordKey::new(key).expect("a key");
    Change { record, field: FieldName::new(field).expect("a field"), value: value.into(), parents: Parents::SoleHead }
}

/// Rounds with all shipped checklists, each unit with remarks on every item and rows of a register; a third of the
/// remarks was changed once, every verdict twice.
fn make(home: &Path, items_per_unit: usize) {
    let mut store = Store::open(home, clock()).expect("a store");
    let all: Vec<_> = store.library().all().collect();
    let text: String = all.iter().map(|checklist| checklist.text.to_string()).collect();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).collect();
    let mut names: Vec<String> = all.iter().map(|checklist| checklist.id.to_string()).collect();
    names.dedup();
    let mut items: Vec<String> = all
        .iter()
        .flat_map(|checklist| checklist.items().map(move |item| format!("{}/{}", checklist.id, item.id)))
        .collect();
    items.sort();
    items.dedup();
    for number in 0..ROUNDS {
        let mut text = format!(
            "id = \"{}\"\ntitle = \"Đợt {number}\"\nperiod = {{ from = 2025-07-01, to = 2025-12-31 }}\nchecklists = {names:?}\n\
             [[member]]\nid = \"tv-1\"\nname = \"Thành viên 1\"\nrole = \"lead\"\n",
            round(number)
        );
        for unit in 0..UNITS {
            write!(text, "[[unit]]\nid = \"xa-{unit}\"\nname = \"UBND xã Đông Hải {unit}\"\nkind = \"xa\"\n")
                .expect("text");
        }
        let file = TextFile::from_bytes("tep.toml", text.as_bytes()).expect("a file");
        let definition = read_round(&file, "2025-10-19".parse().expect("a day")).expect("a round");
        store.add_round(&definition, None).expect("added");
    }
    drop(store);
    let mut journal = Journal::open(home, clock()).expect("a journal");
    let author = Author { member: Some("tv-1".to_owned()), reason: None };
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    for number in 0..ROUNDS {
        for unit in 0..UNITS {
            let place = format!("{}/xa-{unit}", round(number));
            for turn in 0..2 {
                let mut changes = Vec::new();
                for n in 0..items_per_unit {
                    let (item, entry) = (&items[n % items.len()], n / items.len());
                    let key = if entry == 0 {
                        format!("answer/{place}/{item}")
                    } else {
                        format!("row/{place}/{item}/{entry}")
                    };
                    let verdict = if turn == 0 { "fail" } else { "pass" };
                    changes.push(change(key.clone(), "verdict", verdict));
                    if turn == 0 || n % 3 == 0 {
                        let text = match n % 4 {
                            0 => format!("H54-250915-{n:04} {}", dice.sentence(&words, 3)),
                            1 => format!("Nguyễn Văn {n} {}", dice.sentence(&words, 4)),
                            _ => dice.sentence(&words, 12),
                        };
                        changes.push(change(key, "remark", text));
                    }
                }
                for part in changes.chunks(500) {
                    journal.write(&Chain::Round(round(number)), &author, part).expect("saved");
                }
            }
        }
    }
}

fn home() -> &'static Path {
    static HOME: OnceLock<PathBuf> = OnceLock::new();
    HOME.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-search");
        let (name, items_per_unit) = if is_test() { ("small", 40) } else { ("million-1", 1000) };
        let home = folder.join(name);
        if is_test() || !home.join("made").exists() {
            let _ = std::fs::remove_dir_all(&home);
            make(&home, items_per_unit);
            std::fs::write(home.join("made"), "").expect("written");
        }
        home
    })
}

/// Every beginning of every query.
fn keystrokes() -> impl Iterator<Item = String> + Clone {
    let beginnings = |typed: &'static str| {
        let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.map(move |end| typed[..end].to_owned())
    };
    TYPED.into_iter().flat_map(beginnings).cycle()
}

fn request(typed: String) -> Request {
    let here = UnitId::new("xa-7").ok();
    Request::Search(SearchRequest { round: RoundId::new(round(2)).expect("a round"), here, typed })
}

#[divan::bench(sample_count = 600, sample_size = 1)]
fn keystroke_in_1_000_000(bencher: Bencher<'_, '_>) {
    let mut office = Office::new(Store::open(home(), clock()).expect("a store"), None);
    // As the screen does when it opens.
    office.execute(&request(String::new())).expect("ready");
    let mut typed = keystrokes();
    bencher.with_inputs(|| request(typed.next().unwrap_or_default())).bench_local_values(|request| {
        match office.execute(&request) {
            Ok(Outcome::Found(outcome)) => outcome.found.hits.len(),
            other => panic!("{other:?}"),
        }
    });
}

/// What is read when the screen opens: the round's texts and every word ever written.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn opening_the_search_in_1_000_000(bencher: Bencher<'_, '_>) {
    let office = || Office::new(Store::open(home(), clock()).expect("a store"), None);
    bencher.with_inputs(office).bench_local_values(|mut office| office.execute(&request(String::new())).is_ok());
}

/// The bare alternative: no diacritics-free words, no ranking.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn bare_like_in_1_000_000(bencher: Bencher<'_, '_>) {
    let file = Connection::open(home().join(DATABASE)).expect("a database");
    bencher.bench_local(|| {
        let sql =
            "SELECT count(*) FROM head JOIN revision USING (arrival) WHERE CAST(bytes AS TEXT) LIKE '%kiến nghị%'";
        file.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("counted")
    });
}

//! The journal beside the bare alternative: an answer saved beside a one-row SQLite commit with the same pragmas
//! (goal: at most twice that), and what a screen needs first in a store of 100,000 revisions.

#![expect(clippy::expect_used, reason = "a bench that cannot set up its store has nothing to measure")]

use std::path::Path;
use std::sync::OnceLock;

use chrono::DateTime;
use divan::Bencher;
use kiemtra::journal::{Author, Chain, Change, Clock, FieldName, Journal, Parents, RecordKey};
use rusqlite::Connection;
use tempfile::TempDir;

fn main() {
    divan::main();
}

const UNITS: usize = 150;
const ITEMS: usize = 200;
const FIELDS: [&str; 2] = ["verdict", "remark"];

fn open(home: &Path) -> Journal {
    let time = DateTime::parse_from_rfc3339("2025-01-20T09:30:00+07:00").expect("a time");
    Journal::open(home, Clock::Fixed(time)).expect("a journal")
}

fn round() -> Chain {
    Chain::Round("2025-dot-1".to_owned())
}

fn author() -> Author {
    Author { member: Some("thanh-vien-1".to_owned()), reason: None }
}

fn change(unit: usize, item: usize, field: &str, turn: usize) -> Change {
    let key = format!("answer/2025-dot-1/don-vi-{unit}/niem-yet-tthc/muc-{item}");
    Change {
        record: RecordKey::new(key).expect("a key"),
        field: FieldName::new(field).expect("a field"),
        value: format!("Chưa niêm yết số điện thoại, lần {turn}").into(),
        parents: Parents::SoleHead,
    }
}

/// 150 units × 200 items × 2 fields, two thirds of them changed once more: 100,000 revisions.
fn large_store() -> &'static TempDir {
    static STORE: OnceLock<TempDir> = OnceLock::new();
    STORE.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder");
        let mut journal = open(home.path());
        let mut revisions = 0;
        'full: for turn in 0.. {
            for unit in 0..UNITS {
                let items = (0..ITEMS).flat_map(|item| FIELDS.map(|field| change(unit, item, field, turn)));
                let written = journal.write(&round(), &author(), &items.collect::<Vec<_>>()).expect("saved");
                revisions += written.revisions.len();
                if revisions >= 100_000 {
                    break 'full;
                }
            }
        }
        home
    })
}

/// What the journal's file does at the least: one row, the same pragmas.
#[divan::bench(sample_count = 400, sample_size = 1)]
fn answer_bare_commit(bencher: Bencher) {
    let home = tempfile::tempdir().expect("a folder");
    let bare = Connection::open(home.path().join("bare.db")).expect("a database");
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA wal_autocheckpoint = 200;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;
         CREATE TABLE answer (record TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL) STRICT",
    )
    .expect("a table");
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let change = change(turn % UNITS, turn % ITEMS, "remark", turn);
        bare.prepare_cached("INSERT INTO answer VALUES (?1, ?2, ?3)")
            .and_then(|mut row| row.execute([change.record.as_str(), change.field.as_str(), &change.value.to_string()]))
            .expect("saved")
    });
}

#[divan::bench(sample_count = 400, sample_size = 1)]
fn answer_saved(bencher: Bencher) {
    let home = tempfile::tempdir().expect("a folder");
    let mut journal = open(home.path());
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let change = change(turn % UNITS, turn % ITEMS, "remark", turn);
        journal.write(&round(), &author(), &[change]).expect("saved")
    });
}

#[divan::bench(sample_count = 400, sample_size = 1)]
fn answer_saved_in_100_000(bencher: Bencher) {
    let mut journal = open(large_store().path());
    let mut turn = 1000;
    bencher.bench_local(|| {
        turn += 1;
        let change = change(turn % UNITS, turn % ITEMS, "remark", turn);
        journal.write(&round(), &author(), &[change]).expect("saved")
    });
}

#[divan::bench(sample_count = 50)]
fn opening_100_000(bencher: Bencher) {
    let home = large_store();
    bencher.bench_local(|| open(home.path()));
}

#[divan::bench(sample_count = 100)]
fn heads_of_one_unit_in_100_000(bencher: Bencher) {
    let journal = open(large_store().path());
    bencher.bench_local(|| {
        let heads = journal.heads_under("answer/2025-dot-1/don-vi-77/").expect("heads");
        assert_eq!(heads.len(), ITEMS * FIELDS.len());
        heads
    });
}

#[divan::bench(sample_count = 100)]
fn history_of_one_record_in_100_000(bencher: Bencher) {
    let journal = open(large_store().path());
    let record = change(77, 7, "verdict", 0).record;
    bencher.bench_local(|| journal.history(&record).expect("a history"));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn verifying_100_000(bencher: Bencher) {
    let journal = open(large_store().path());
    bencher.bench_local(|| journal.verify().expect("a report"));
}

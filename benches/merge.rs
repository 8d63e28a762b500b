//! Taking in what another laptop recorded, beside a bare `INSERT OR IGNORE` of the same rows.
//!
//! Goals: 100,000 new revisions in at most 4 times the bare insert; the same again in at most a tenth of that.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so by panicking")]

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use kiemtra::journal::{
    Admission, Arriving, Author, Chain, Change, Clock, FieldName, Holdings, Incoming, Journal, JournalError, MergeMode,
    Parents, RecordKey, RevisionId,
};
use rusqlite::{Connection, params};
use serde_json::Value;
use tempfile::TempDir;

fn main() {
    divan::main();
}

const REVISIONS: usize = 100_000;

fn round() -> Chain {
    Chain::Round("r1".to_owned())
}

/// What a team records: per answer a verdict, a remark, and a second verdict, over 60 units.
static STORED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let home = TempDir::new().unwrap();
    let mut journal = Journal::open(home.path(), Clock::System).unwrap();
    let author = Author { member: Some("thanh-vien-1".to_owned()), reason: None };
    let mut answers = 0_usize;
    while answers * 3 < REVISIONS {
        let mut first = Vec::new();
        let mut again = Vec::new();
        for number in answers..(answers + 2_000).min(REVISIONS / 3 + 1) {
            let record = format!("answer/r1/xa-mau-{}/niem-yet-tthc/noi-dung-{}", number / 600, number % 600);
            let change = |field: &str, value: Value| Change {
                record: RecordKey::new(record.clone()).unwrap(),
                field: FieldName::new(field).unwrap(),
                value,
                parents: Parents::SoleHead,
            };
            first.push(change("verdict", "pass".into()));
            first.push(change("remark", format!("Bảng niêm yết thiếu {} thủ tục, chưa cập nhật", number % 97).into()));
            again.push(change("verdict", "fail".into()));
        }
        answers += 2_000;
        journal.write(&round(), &author, &first).unwrap();
        journal.write(&round(), &author, &again).unwrap();
    }
    let mut all = Vec::new();
    journal.stored("r1", &mut |bytes| all.push(bytes.to_vec())).unwrap();
    all.truncate(REVISIONS);
    all
});

fn merge(home: &Path) -> usize {
    let mut journal = Journal::open(home, Clock::System).unwrap();
    let mut revisions =
        |each: &mut dyn FnMut(&[u8]) -> Result<(), JournalError>| STORED.iter().try_for_each(|bytes| each(bytes));
    let (mut judge, mut go_on) = (|_: Arriving<'_>| Admission::Take, |_| ControlFlow::Continue(()));
    let pack = Incoming {
        chain: round(),
        sender: None,
        digest: "d".to_owned(),
        about: Value::Null,
        revisions: &mut revisions,
        judge: &mut judge,
        holdings: Holdings::default(),
        tips: Vec::new(),
        go_on: &mut go_on,
    };
    let outcome = journal.merge(vec![pack], MergeMode::Keep, |_, _| Ok::<_, JournalError>(())).unwrap();
    outcome.packs[0].0.new
}

/// The same rows into a table of the same shape, under the same pragmas, with nothing kept beside.
fn bare(home: &Path) -> usize {
    let mut connection = Connection::open(home.join("bare.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA wal_autocheckpoint = 200;
             CREATE TABLE IF NOT EXISTS revision (arrival INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
                 chain TEXT NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
             CREATE INDEX IF NOT EXISTS revision_chain ON revision (chain, device, sequence);",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    let mut added = 0;
    {
        let sql = "INSERT OR IGNORE INTO revision (id, chain, device, sequence, bytes) VALUES (?1, 'r1', ?2, ?3, ?4)";
        let mut statement = transaction.prepare(sql).unwrap();
        for (number, bytes) in STORED.iter().enumerate() {
            let id = RevisionId::of(bytes);
            added += statement.execute(params![id.as_bytes(), "0123456789abcdef", number as i64 + 1, bytes]).unwrap();
        }
    }
    transaction.commit().unwrap();
    added
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_bare_insert_of_100_000(bencher: Bencher<'_, '_>) {
    LazyLock::force(&STORED);
    bencher.with_inputs(|| TempDir::new().unwrap()).bench_values(|home| {
        assert_eq!(bare(home.path()), REVISIONS);
        home
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn merge_100_000_new(bencher: Bencher<'_, '_>) {
    LazyLock::force(&STORED);
    bencher.with_inputs(|| TempDir::new().unwrap()).bench_values(|home| {
        assert_eq!(merge(home.path()), REVISIONS);
        home
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn the_same_100_000_again(bencher: Bencher<'_, '_>) {
    let home = TempDir::new().unwrap();
    merge(home.path());
    bencher.bench_local(|| assert_eq!(merge(home.path()), 0));
}

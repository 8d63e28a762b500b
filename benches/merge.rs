//! Taking in what another laptop recorded, beside a bare `INSERT OR IGNORE` of the same rows; making the pack of a unit.
//!
//! Goals: 100,000 new revisions in at most 4 times the bare insert, the same again in at most a tenth of that; a unit of
//! 150 answers with three revisions each packed in at most 50 ms and 60 KB; at most 100 MB of memory while merging,
//! which is measured in a process of its own and told at the end.
//!
//! From a pack means all that `kiemtra merge` does: copying the file in, hash, signature, every limit, the backup of the
//! journal, the transaction, the receipt.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so by panicking")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use divan::Bencher;
use kiemtra::exchange::merging::{BadFiles, FileOutcome, MergeOrder, NewDevices};
use kiemtra::exchange::pack::Purpose;
use kiemtra::exchange::packing::{Files, PackOrder, Packed, Readers};
use kiemtra::inspection::{Store, TextFile, read_round};
use kiemtra::journal::{
    Admission, Arriving, Author, Chain, Change, Clock, FieldName, Holdings, Incoming, Journal, JournalError, MergeMode,
    Parents, RecordKey, RevisionId, StoredRevision,
};
use rusqlite::{Connection, params};
use serde_json::Value;
use tempfile::TempDir;

/// Most memory that merging may take, in kilobytes.
const MOST_MEMORY: u64 = 100 * 1024;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == "peak-of") {
        let (pack, home) = (PathBuf::from(arguments.next().unwrap()), TempDir::new().unwrap());
        assert!(merge_pack(&mut open(home.path()), &pack) >= REVISIONS);
        return println!("{}", peak().unwrap_or_default());
    }
    divan::main();
    if let Some(peak) = peak_of_merging() {
        println!("peak memory of a process that merges {REVISIONS} revisions: {} MB", peak / 1024);
        assert!(peak <= MOST_MEMORY, "{peak} KB");
    }
}

/// The most memory this process ever had, in kilobytes; where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn peak_of_merging() -> Option<u64> {
    peak()?;
    let output = Command::new(std::env::current_exe().unwrap()).arg("peak-of").arg(&LARGE_PACK.file).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap().trim().parse().unwrap())
}

const REVISIONS: usize = 100_000;

fn round() -> Chain {
    Chain::Round("r1".to_owned())
}

fn change(record: &str, field: &str, value: Value) -> Change {
    Change {
        record: RecordKey::new(record).unwrap(),
        field: FieldName::new(field).unwrap(),
        value,
        parents: Parents::SoleHead,
    }
}

/// What a team records: per answer a verdict, a remark, and a second verdict.
fn record(journal: &mut Journal, units: usize, answers: usize) {
    let author = Author { member: Some("thanh-vien-1".to_owned()), reason: None };
    for unit in 0..units {
        let (mut first, mut again) = (Vec::new(), Vec::new());
        for number in 0..answers {
            let record = format!("answer/r1/xa-mau-{unit}/niem-yet-tthc/noi-dung-{number}");
            let remark = format!("Bảng niêm yết thiếu {} thủ tục, chưa cập nhật", (unit * 7 + number) % 97);
            first.push(change(&record, "verdict", "pass".into()));
            first.push(change(&record, "remark", remark.into()));
            again.push(change(&record, "verdict", "fail".into()));
        }
        journal.write(&round(), &author, &first).unwrap();
        journal.write(&round(), &author, &again).unwrap();
    }
}

static STORED: LazyLock<Vec<StoredRevision>> = LazyLock::new(|| {
    let home = TempDir::new().unwrap();
    let mut journal = Journal::open(home.path(), Clock::System).unwrap();
    record(&mut journal, 56, 600);
    let mut all = Vec::new();
    journal.stored("r1", &mut |bytes| all.push(StoredRevision::new(bytes.to_vec()))).unwrap();
    all.truncate(REVISIONS);
    all
});

fn open(home: &Path) -> Store {
    Store::open(home, Clock::System).unwrap()
}

/// A laptop with the round and `units` inspected, `answers` each.
fn inspected(home: &Path, units: usize, answers: usize) -> Store {
    let mut store = open(home);
    let text = "id = 'r1'\ntitle = 'Kiểm tra'\nperiod = { from = 2025-07-01, to = 2025-12-31 }
                checklists = ['niem-yet-tthc']
                [[member]]\nid = 'thanh-vien-1'\nname = 'Thành viên 1'\nrole = 'lead'
                [[unit]]\nid = 'xa-mau-0'\nname = 'Xã mẫu'\nkind = 'xa'";
    let file = TextFile::from_bytes("round.toml", text.as_bytes()).unwrap();
    let today = store.journal().clock().now().date_naive();
    store.add_round(&read_round(&file, today).unwrap(), None).unwrap();
    record(store.journal_mut(), units, answers);
    store
}

fn pack(store: &Store, file: &Path) -> Packed {
    let order = PackOrder { purpose: Purpose::Full, readers: Readers::Everybody, files: Files::default() };
    store.pack(&store.round("r1").unwrap(), &order, file, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// A pack as large as a round gets.
struct LargePack {
    _folder: TempDir,
    file: PathBuf,
    /// The round's own among them.
    revisions: usize,
}

static LARGE_PACK: LazyLock<LargePack> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("lon.ktra");
    let packed = pack(&inspected(&folder.path().join("home"), 56, 600), &file);
    let revisions = usize::try_from(packed.counts.revisions).unwrap();
    assert!(revisions >= REVISIONS);
    LargePack { _folder: folder, file, revisions }
});

/// Merges a pack as the command does; how many revisions were new.
fn merge_pack(store: &mut Store, file: &Path) -> usize {
    let order = MergeOrder {
        files: vec![file.to_owned()],
        passphrase: None,
        new_devices: NewDevices::Accept,
        bad_files: BadFiles::RefuseAll,
        mode: MergeMode::Keep,
    };
    let report = store.merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap();
    match &report.files[0].outcome {
        FileOutcome::Taken(taken) => taken.new,
        other => panic!("{other:?}"),
    }
}

fn merge(home: &Path) -> usize {
    let mut journal = Journal::open(home, Clock::System).unwrap();
    let mut revisions =
        |each: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| STORED.iter().try_for_each(each);
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
        for (number, stored) in (1_i64..).zip(STORED.iter()) {
            let bytes = stored.bytes();
            let id = RevisionId::of(bytes);
            added += statement.execute(params![id.as_bytes(), "0123456789abcdef", number, bytes]).unwrap();
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

#[divan::bench(sample_count = 3, sample_size = 1)]
fn merge_100_000_from_a_pack(bencher: Bencher<'_, '_>) {
    LazyLock::force(&LARGE_PACK);
    bencher.with_inputs(|| TempDir::new().unwrap()).bench_values(|home| {
        assert_eq!(merge_pack(&mut open(home.path()), &LARGE_PACK.file), LARGE_PACK.revisions);
        home
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn the_same_pack_again(bencher: Bencher<'_, '_>) {
    let home = TempDir::new().unwrap();
    let mut store = open(home.path());
    merge_pack(&mut store, &LARGE_PACK.file);
    bencher.bench_local(|| assert_eq!(merge_pack(&mut store, &LARGE_PACK.file), 0));
}

/// Most bytes of the pack of one inspected unit.
const MOST_BYTES: u64 = 60 * 1024;

#[divan::bench(sample_count = 20, sample_size = 1)]
fn pack_of_an_inspected_unit(bencher: Bencher<'_, '_>) {
    let home = TempDir::new().unwrap();
    let store = inspected(&home.path().join("home"), 1, 150);
    let file = home.path().join("don-vi.ktra");
    bencher.bench_local(|| {
        let packed = pack(&store, &file);
        assert!(packed.file.size <= MOST_BYTES, "{} bytes", packed.file.size);
    });
}

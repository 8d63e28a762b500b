//! Packs made to harm, as a laptop meets them: with every hash right, and often the signature too.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kiemtra::exchange::identity::DeviceKeys;
use kiemtra::exchange::merging::{BadFiles, FileOutcome, MergeOrder, MergeReport, NewDevices};
use kiemtra::exchange::pack::{Counts, Header, PackWriter, Peeked, Purpose, Sealing, peek};
use kiemtra::exchange::packing::{Files, PackOrder, Readers};
use kiemtra::inspection::Store;
use kiemtra::journal::{Chain, DeviceId, Holdings, MAX_REVISION, MergeMode, Span};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::laptop::{Laptop, ROUND};
use crate::machine::What;
use crate::model::Written;

/// Somebody's laptop, and one whose owner means harm and was accepted all the same.
struct Scene {
    folder: TempDir,
    victim: Laptop,
    attacker: Laptop,
    written: Written,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut victim = Laptop::open(folder.path().join("may-a"));
        let mut attacker = Laptop::open(folder.path().join("may-b"));
        let mut written = Written::default();
        victim.set_up_round("Kiểm tra");
        victim.note_own(&mut written);
        let order = folder.path().join("giao.ktra");
        pack(victim.store(), &order);
        merge(attacker.store_mut(), order);
        attacker.record(1, 0, &What::Verdict(0));
        attacker.record(1, 0, &What::Remark(1));
        Self { folder, victim, attacker, written }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("goi.ktra")
    }

    /// An honest pack of the attacker: its header and its revisions.
    fn honest(&self) -> (Header, Vec<Vec<u8>>) {
        let file = self.file();
        pack(self.attacker.store(), &file);
        let Peeked::Plain(header) = peek(&file).unwrap() else { panic!("sealed") };
        let mut revisions = Vec::new();
        self.attacker.store().journal().stored(ROUND, &mut |bytes| revisions.push(bytes.to_vec())).unwrap();
        (*header, revisions)
    }

    /// Signs and writes a pack of these revisions under this header; what the victim makes of it.
    fn send(&mut self, mut header: Header, revisions: &[Vec<u8>]) -> MergeReport {
        header.counts = Counts::default();
        header.attachments.clear();
        for bytes in revisions {
            header.counts.add_revision(bytes);
        }
        let mut writer = PackWriter::begin(Vec::new(), &header, &Sealing::Plain).unwrap();
        for bytes in revisions {
            writer.revision(bytes).unwrap();
        }
        let packed = writer.finish(|message| self.attacker.store().journal().sign(message)).unwrap();
        std::fs::write(self.file(), packed.output).unwrap();
        let file = self.file();
        merge(self.victim.store_mut(), file)
    }

    /// It is not taken, is kept aside with a sentence, and changes nothing.
    #[track_caller]
    fn refused(&mut self, header: Header, revisions: &[Vec<u8>]) {
        let known = self.victim.store().known_devices().unwrap();
        let report = self.send(header, revisions);
        match &report.files[0].outcome {
            FileOutcome::Quarantined(why) | FileOutcome::Refused(why) => assert!(!why.is_empty()),
            other => panic!("{other:?}"),
        }
        self.victim.check(&self.written);
        assert_eq!(self.victim.store().known_devices().unwrap(), known);
    }

    /// It is taken, and does no harm.
    #[track_caller]
    fn harmless(&mut self, header: Header, revisions: &[Vec<u8>]) -> usize {
        let report = self.send(header, revisions);
        let FileOutcome::Taken(taken) = &report.files[0].outcome else { panic!("{report:?}") };
        let new = taken.new;
        assert_eq!(self.victim.store().journal().verify().unwrap().damages, []);
        // Work goes on, and what is told of it can be told.
        self.victim.record(0, 1, &What::Number(3));
        let round = Chain::Round(ROUND.to_owned());
        let journal = self.victim.store().journal();
        journal.unsent(&round).unwrap();
        journal.receipts(&round).unwrap();
        journal.named_tips(&round).unwrap();
        let file = self.file();
        pack(self.victim.store(), &file);
        let back = merge(self.attacker.store_mut(), file);
        assert!(matches!(back.files[0].outcome, FileOutcome::Taken(_)), "{back:?}");
        new
    }
}

fn pack(store: &Store, file: &Path) {
    let order = PackOrder { purpose: Purpose::Full, readers: Readers::Everybody, files: Files::default() };
    store.pack(&store.round(ROUND).unwrap(), &order, file, &mut |_| ControlFlow::Continue(())).unwrap();
}

fn merge(store: &mut Store, file: PathBuf) -> MergeReport {
    let order = MergeOrder {
        files: vec![file],
        passphrase: None,
        new_devices: NewDevices::Accept,
        bad_files: BadFiles::LeftOut,
        mode: MergeMode::Keep,
    };
    store.merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// A revision as the attacker likes it.
fn forged(record: &str, device: &DeviceId, changes: &[(&str, Value)]) -> Vec<u8> {
    let mut revision = json!({
        "round": ROUND, "record": record, "field": "verdict", "value": "fail", "parents": [], "device": device,
        "sequence": 900, "made_at": "2025-10-20T08:00:00+07:00", "action": "0123456789abcdef",
    });
    for (name, value) in changes {
        match value {
            Value::Null => _ = revision.as_object_mut().unwrap().remove(*name),
            value => revision[*name] = value.clone(),
        }
    }
    serde_json::to_vec(&revision).unwrap()
}

#[test]
fn what_belongs_to_no_round_or_another_is_never_taken() {
    let mut scene = Scene::new();
    let device = scene.attacker.device();
    let answer = format!("answer/{ROUND}/xa-a/phieu/cong-khai");
    let cases = [
        // A laptop's own book of trusted devices, settings, another round, a record that says one and its bytes another.
        forged(&format!("device/{device}"), &device, &[("round", Value::Null), ("field", "accepted".into())]),
        forged(&format!("device/{device}"), &device, &[("field", "accepted".into())]),
        forged("setting/acting", &device, &[("round", Value::Null)]),
        forged("answer/vong-2/xa-a/phieu/cong-khai", &device, &[("round", "vong-2".into())]),
        forged("answer/vong-2/xa-a/phieu/cong-khai", &device, &[]),
        forged(&answer, &device, &[("sequence", 0.into())]),
        forged(&answer, &device, &[("sequence", u64::MAX.into())]),
        forged("../../x", &device, &[]),
        b"{}".to_vec(),
        b"\xff\xfe".to_vec(),
    ];
    for bytes in cases {
        let (header, mut revisions) = scene.honest();
        revisions.push(bytes);
        scene.refused(header, &revisions);
    }
    let (header, revisions) = scene.honest();
    assert!(scene.harmless(header, &revisions) > 0, "the same without them is taken");
}

#[test]
fn who_says_to_be_another_is_not_believed() {
    let mut scene = Scene::new();
    let (header, revisions) = scene.honest();
    let mut stolen = header.clone();
    stolen.sender.device = scene.victim.device();
    scene.refused(stolen, &revisions);
    let mut stolen = header.clone();
    stolen.sender.device = scene.victim.device();
    stolen.sender.keys = scene.victim.store().journal().device_keys();
    scene.refused(stolen, &revisions);
    // The attacker's signing key with somebody else's reading key: its proof is missing.
    let mut keys = serde_json::to_value(&header.sender.keys).unwrap();
    keys["read"] = scene.victim.store().journal().device_keys().read().into();
    assert!(serde_json::from_value::<DeviceKeys>(keys).is_err());
}

#[test]
fn a_header_that_lies_about_what_is_held_does_no_harm() {
    let mut scene = Scene::new();
    let victim = scene.victim.device();
    let spans = |spans: &[(u64, u64)]| spans.iter().map(|(first, last)| Span { first: *first, last: *last }).collect();
    let lies: [Vec<Span>; 4] = [
        spans(&[(1, u64::MAX)]),
        spans(&[(u64::MAX, 1), (5, 2)]),
        spans(&[(0, 0), (u64::MAX, u64::MAX)]),
        spans(&[(7, 9), (3, 8), (1, 2)]),
    ];
    for lie in lies {
        let (mut header, revisions) = scene.honest();
        header.holdings = Holdings([(victim.clone(), lie.clone()), (scene.attacker.device(), lie)].into());
        header.receipts = [(victim.clone(), header.holdings.clone())].into();
        let tip = header.tips[0].clone();
        header.tips.push(kiemtra::journal::SignedTip { sequence: u64::MAX, signature: Some([7; 64]), ..tip });
        header.finished = vec!["khong-ai".to_owned()];
        scene.harmless(header, &revisions);
    }
}

#[test]
fn a_revision_twice_counts_once_and_the_largest_allowed_is_taken() {
    let mut scene = Scene::new();
    let (header, revisions) = scene.honest();
    let new = revisions.len() - scene.victim.counted.ids.len();
    assert_eq!(scene.harmless(header.clone(), &[&revisions[..], &revisions].concat()), new);
    let device = scene.attacker.device();
    let record = format!("answer/{ROUND}/xa-b/phieu/cong-khai");
    let around = forged(&record, &device, &[("field", "remark".into()), ("value", "".into())]).len();
    let longest = "a".repeat(MAX_REVISION - around);
    let large = forged(&record, &device, &[("field", "remark".into()), ("value", longest.into())]);
    assert_eq!(large.len(), MAX_REVISION);
    assert_eq!(scene.harmless(header, &[revisions, vec![large]].concat()), 1);
}

#[test]
fn many_tiny_revisions_are_no_burden() {
    let mut scene = Scene::new();
    let (header, mut revisions) = scene.honest();
    let device = scene.attacker.device();
    let record = format!("answer/{ROUND}/xa-b/phieu/cong-khai");
    // All of them heads of one field: two thousand opinions.
    revisions.extend((0..2_000_u64).map(|number| forged(&record, &device, &[("sequence", (1_000 + number).into())])));
    assert!(scene.harmless(header, &revisions) >= 2_000);
}

/// How a stream of sections is changed.
#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Cut(usize),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Repeat(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = || any::<usize>();
    prop_oneof![
        (place(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        place().prop_map(Change::Cut),
        (place(), prop::collection::vec(any::<u8>(), 1..40)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (place(), 1..200_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (place(), 1..200_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

fn changed(mut stream: Vec<u8>, change: &Change) -> Vec<u8> {
    let length = stream.len();
    match change {
        Change::Flip(at, bit) => stream[at % length] ^= 1 << bit,
        Change::Cut(at) => stream.truncate(at % length),
        Change::Insert(at, bytes) => _ = stream.splice(at % length..at % length, bytes.iter().copied()),
        Change::Remove(at, count) => _ = stream.drain(at % length..(at % length + count).min(length)),
        Change::Repeat(at, count) => {
            let piece = stream[at % length..(at % length + count).min(length)].to_vec();
            stream.splice(at % length..at % length, piece);
        }
    }
    stream
}

/// The stream in a payload with the hash made right.
fn payload(front: &[u8], stream: &[u8]) -> Vec<u8> {
    let mut bytes = [front, &zstd::encode_all(stream, 1).unwrap()].concat();
    let hash = Sha256::digest(&bytes);
    bytes.extend(&hash[..]);
    bytes
}

#[test]
fn a_pack_changed_under_a_right_hash_is_never_taken() {
    let scene = Scene::new();
    let Scene { folder, victim, attacker, written } = scene;
    let file = folder.path().join("goi.ktra");
    pack(attacker.store(), &file);
    let bytes = std::fs::read(&file).unwrap();
    let (front, frame) = (&bytes[..10], &bytes[10..bytes.len() - 32]);
    let stream = zstd::decode_all(frame).unwrap();
    let victim = std::cell::RefCell::new(victim);
    let config = ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(changes in prop::collection::vec(change(), 1..4))| {
        let other = changes.iter().fold(stream.clone(), |stream, change| {
            if stream.is_empty() { stream } else { changed(stream, change) }
        });
        prop_assume!(other != stream);
        std::fs::write(&file, payload(front, &other)).unwrap();
        let mut victim = victim.borrow_mut();
        let report = merge(victim.store_mut(), file.clone());
        prop_assert!(!matches!(report.files[0].outcome, FileOutcome::Taken(_)), "{:?}", report.files[0].outcome);
        victim.check(&written);
    });
    let mut victim = victim.into_inner();
    std::fs::write(&file, payload(front, &stream)).unwrap();
    let report = merge(victim.store_mut(), file);
    assert!(matches!(report.files[0].outcome, FileOutcome::Taken(_)), "what was not changed is: {report:?}");
}

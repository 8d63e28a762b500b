use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::exchange::ExchangeError;
use crate::exchange::identity::{Passphrase, Revocation};
use crate::exchange::pack::{PackWriter, Purpose, Sealing};
use crate::exchange::packing::{Files, PackOrder, Readers};
use crate::inspection::{Round, Store, TextFile, UnitId, read_answers, read_round};
use crate::journal::{Author, Chain, Change, Clock, FieldName, Parents, RecordKey};

const CHECKLIST: &str = include_str!("../../../tests/cli/fixtures/phieu-mau.toml");
const SECOND: &str = include_str!("../../../tests/cli/fixtures/phieu-so.toml");
const ROUND: &str = include_str!("../../../tests/cli/fixtures/round.toml");

/// A laptop of the team: a home of its own, removed at the end.
struct Laptop {
    home: TempDir,
    store: Store,
}

fn laptop() -> Laptop {
    let home = tempfile::tempdir().unwrap();
    let time = chrono::DateTime::parse_from_rfc3339("2025-10-19T09:30:00+07:00").unwrap();
    let store = Store::open(home.path(), Clock::Fixed(time)).unwrap();
    Laptop { home, store }
}

/// The lead's, where the round was added.
fn lead() -> Laptop {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("checklists");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("phieu-mau.toml"), CHECKLIST).unwrap();
    std::fs::write(folder.join("phieu-so.toml"), SECOND).unwrap();
    let time = chrono::DateTime::parse_from_rfc3339("2025-10-19T09:30:00+07:00").unwrap();
    let mut store = Store::open(home.path(), Clock::Fixed(time)).unwrap();
    let round = TextFile::from_bytes("round.toml", ROUND.as_bytes()).unwrap();
    let round = read_round(&round, time.date_naive()).unwrap();
    store.add_round(&round, Some("truong-doan")).unwrap();
    Laptop { home, store }
}

impl Laptop {
    fn round(&self) -> Round {
        self.store.round("2025-dot-1").unwrap()
    }

    fn verdict(&mut self, member: &str, verdict: &str) {
        let text = format!(
            "round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"{member}\"\n\
             [answer.\"phieu-mau/cong-khai\"]\nverdict = \"{verdict}\"\nremark = \"{verdict} {member}\""
        );
        let file = TextFile::from_bytes("a.toml", text.as_bytes()).unwrap();
        self.store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
    }

    fn pack(&self, purpose: Purpose, readers: Readers, path: &Path) -> Result<(), ExchangeError> {
        let order = PackOrder { purpose, readers, files: Files::Unreceipted };
        self.store.pack(&self.round(), &order, path, &mut |_| ControlFlow::Continue(())).map(|_| ())
    }

    fn merge(&mut self, file: &Path) -> MergeReport {
        self.merge_as(&[file], MergeMode::Keep, NewDevices::Wait)
    }

    fn merge_as(&mut self, files: &[&Path], mode: MergeMode, new_devices: NewDevices) -> MergeReport {
        let order = MergeOrder {
            files: files.iter().map(PathBuf::from).collect(),
            passphrase: None,
            new_devices,
            bad_files: BadFiles::LeftOut,
            mode,
        };
        self.store.merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    fn accept(&mut self, other: &Self) -> MergeReport {
        self.store.accept_device(&other.store.this_device().unwrap().id).unwrap();
        self.store.retry_waiting(&mut |_| ControlFlow::Continue(())).unwrap()
    }

    fn waiting(&self) -> usize {
        Storeroom::waiting(self.home.path()).list().len()
    }

    fn unsent(&self) -> u64 {
        self.store.journal().unsent(&Chain::Round("2025-dot-1".into())).unwrap()
    }
}

fn taken(report: &MergeReport) -> &Taken {
    match &report.files[0].outcome {
        FileOutcome::Taken(taken) => taken,
        other => panic!("{other:?}"),
    }
}

/// Lead and member who have accepted each other, the member with the round.
fn team(stick: &Path) -> (Laptop, Laptop) {
    let (mut lead, mut member) = (lead(), laptop());
    let order = stick.join("order.ktra");
    lead.pack(Purpose::WorkOrder, Readers::Known, &order).unwrap();
    member.merge(&order);
    member.accept(&lead);
    let back = stick.join("hello.ktra");
    member.pack(Purpose::Full, Readers::Known, &back).unwrap();
    lead.merge(&back);
    lead.accept(&member);
    (lead, member)
}

#[test]
fn of_very_many_changes_the_same_is_told() {
    let (mut lead, mut other) = (lead(), laptop());
    let order = lead.home.path().join("giao.ktra");
    lead.pack(Purpose::WorkOrder, Readers::Everybody, &order).unwrap();
    other.merge_as(&[&order], MergeMode::Keep, NewDevices::Accept);
    let write = |laptop: &mut Laptop, member: &str, number: usize, field: &str, value: &str| {
        let change = Change {
            record: RecordKey::new(format!("answer/2025-dot-1/mau-a/phieu-mau/x-{number}")).unwrap(),
            field: FieldName::new(field).unwrap(),
            value: value.into(),
            parents: Parents::SoleHead,
        };
        let author = Author { member: Some(member.to_owned()), reason: None };
        let chain = Chain::Round("2025-dot-1".into());
        laptop.store.journal_mut().write(&chain, &author, &[change]).unwrap();
    };
    write(&mut lead, "truong-doan", 1, "verdict", "fail");
    write(&mut lead, "truong-doan", 2, "verdict", "pass");
    write(&mut lead, "truong-doan", 3, "note", "Hỏi lại");
    for number in 0..600 {
        write(&mut other, "thanh-vien-1", number, "verdict", "pass");
        write(&mut other, "thanh-vien-1", number, "remark", "Đủ");
    }
    let file = other.home.path().join("b.ktra");
    other.pack(Purpose::Full, Readers::Everybody, &file).unwrap();
    let merged = lead.merge_as(&[&file], MergeMode::Keep, NewDevices::Accept);
    let FileOutcome::Taken(taken) = &merged.files[0].outcome else { panic!("{merged:?}") };
    let clash = |clash: &Clash| format!("{} {}", clash.record, clash.field);
    let conflicts: Vec<String> = taken.conflicts.iter().map(clash).collect();
    assert_eq!(conflicts, ["answer/2025-dot-1/mau-a/phieu-mau/x-1 verdict"]);
    assert_eq!((taken.settled, taken.parallel), (1, 1));
}

#[test]
fn the_same_pack_again_is_told_in_full_and_leaves_everything_alone() {
    let (mut lead, mut other) = (lead(), laptop());
    lead.verdict("truong-doan", "pass");
    let file = lead.home.path().join("a.ktra");
    lead.pack(Purpose::Full, Readers::Everybody, &file).unwrap();
    let backups = |laptop: &Laptop| std::fs::read_dir(laptop.home.path().join("backups")).map_or(0, Iterator::count);
    let first = other.merge_as(&[&file], MergeMode::Keep, NewDevices::Accept);
    let FileOutcome::Taken(first) = &first.files[0].outcome else { panic!("{first:?}") };
    let kept = backups(&other);
    let again = other.merge(&file);
    assert_eq!(again.id, None);
    let FileOutcome::Taken(again) = &again.files[0].outcome else { panic!("{again:?}") };
    assert_eq!((again.new, again.known), (0, first.new + first.known));
    assert_eq!(backups(&other), kept, "there is nothing to go back from");
    let merge = other.store.journal().merges().unwrap()[0].id;
    other.store.journal_mut().unmerge(merge).unwrap();
    let revived = other.merge(&file);
    let FileOutcome::Taken(revived) = &revived.files[0].outcome else { panic!("{revived:?}") };
    assert_eq!(revived.new, first.new, "what was set aside comes back");
}

#[test]
fn a_work_order_waits_for_the_six_words_and_then_brings_the_round_and_its_checklists() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = (lead(), laptop());
    lead.verdict("truong-doan", "pass");
    let order = stick.path().join("order.ktra");
    lead.pack(Purpose::WorkOrder, Readers::Known, &order).unwrap();

    let report = member.merge(&order);
    assert!(matches!(&report.files[0].outcome, FileOutcome::Waits(Waiting::Device(_))), "{report:?}");
    assert!(member.store.rounds().unwrap().is_empty());
    assert_eq!(member.waiting(), 1);
    assert_eq!(member.merge(&order).waits(), 1);
    assert_eq!(member.waiting(), 1, "kept once");

    let report = member.accept(&lead);
    assert_eq!(report.files[0].name, "order.ktra", "called what people called it");
    assert_eq!(member.waiting(), 0);
    assert_eq!(member.round().title, lead.round().title);
    assert_eq!(member.store.editions(&member.round()).unwrap().len(), 2, "without the files beside");
    let answers = member.store.answers(&member.round().id, &UnitId::new("mau-a").unwrap()).unwrap();
    assert!(answers.iter().next().is_none(), "an order carries no answers");
}

#[test]
fn nobody_could_read_it_so_it_is_not_made() {
    let stick = tempfile::tempdir().unwrap();
    let lead = lead();
    let path = stick.path().join("x.ktra");
    let refused = lead.pack(Purpose::Full, Readers::Known, &path);
    assert!(matches!(refused, Err(ExchangeError::ForNobody)), "{refused:?}");
    assert!(!path.exists());
}

#[test]
fn two_opinions_meet_and_both_stay() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    lead.verdict("truong-doan", "pass");
    member.verdict("thanh-vien-1", "fail");
    let pack = stick.path().join("b.ktra");
    member.pack(Purpose::Full, Readers::Known, &pack).unwrap();

    let look = lead.merge_as(&[&pack], MergeMode::Trial, NewDevices::Wait);
    assert_eq!(look.id, None);
    let (new, conflicts) = (taken(&look).new, taken(&look).conflicts.clone());
    assert_eq!(conflicts.iter().map(|clash| clash.field.as_str()).collect::<Vec<_>>(), ["remark", "verdict"]);
    let place = taken(&look).places.iter().find(|(place, _)| place.item.is_some()).unwrap();
    assert_eq!((place.0.unit.as_ref().unwrap().as_str(), place.1.conflicts), ("mau-a", 2));

    let report = lead.merge(&pack);
    assert_eq!((taken(&report).new, &taken(&report).conflicts), (new, &conflicts), "the look told what came");
    let again = lead.merge(&pack);
    assert_eq!((again.id, taken(&again).new), (None, 0));
    lead.store.journal_mut().unmerge(report.id.unwrap()).unwrap();
    let back = lead.merge(&pack);
    assert_eq!((taken(&back).new, taken(&back).conflicts.len()), (new, 2), "the same file brings it back");
}

#[test]
fn a_receipt_beside_the_pack_lets_unsent_go_down() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    member.verdict("thanh-vien-1", "fail");
    assert_eq!(member.unsent(), 1);
    let pack = stick.path().join("b.ktra");
    member.pack(Purpose::Full, Readers::Known, &pack).unwrap();
    assert_eq!(member.unsent(), 1, "written is not received");
    let receipt = taken(&lead.merge(&pack)).receipt.clone().unwrap();
    let report = member.merge(&receipt);
    assert!(
        matches!(&report.files[0].outcome, FileOutcome::Receipt(holder) if holder == lead.store.journal().device())
    );
    assert_eq!(member.unsent(), 0);

    let text = std::fs::read_to_string(&receipt).unwrap().replacen("[1,", "[0,", 1);
    let (stranger, changed) = (laptop(), stick.path().join("x.receipt"));
    std::fs::write(&changed, text).unwrap();
    let mut stranger = stranger;
    for (who, file) in [(&mut stranger, &receipt), (&mut member, &changed)] {
        let report = who.merge(file);
        assert!(matches!(&report.files[0].outcome, FileOutcome::Refused(_)), "{report:?}");
    }
}

#[test]
fn what_a_revoked_laptop_wrote_before_stays_and_what_comes_later_waits() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    member.verdict("thanh-vien-1", "fail");
    let first = stick.path().join("1.ktra");
    member.pack(Purpose::Full, Readers::Known, &first).unwrap();
    lead.merge(&first);
    let id = member.store.this_device().unwrap().id;
    lead.store.revoke_device(&id, &Revocation::Now).unwrap();
    member.verdict("thanh-vien-1", "pass");
    let second = stick.path().join("2.ktra");
    member.pack(Purpose::Full, Readers::Known, &second).unwrap();
    let report = lead.merge(&second);
    assert!(matches!(&report.files[0].outcome, FileOutcome::Waits(Waiting::Revoked(_))), "{report:?}");

    // Also when somebody else passes it on: the rest of that pack is taken.
    let mut third = laptop();
    let relay = stick.path().join("3.ktra");
    third.store.see_device(&card(&member)).unwrap();
    third.accept(&member);
    member.store.see_device(&card(&third)).unwrap();
    member.accept(&third);
    member.pack(Purpose::Full, Readers::Known, &second).unwrap();
    third.merge(&second);
    third.verdict("truong-doan", "partial");
    third.store.see_device(&card(&lead)).unwrap();
    third.accept(&lead);
    third.pack(Purpose::Full, Readers::Known, &relay).unwrap();
    let report = lead.merge_as(&[&relay], MergeMode::Keep, NewDevices::Accept);
    assert!(taken(&report).held_back > 0 && taken(&report).new > 0, "{report:?}");
    let waiting = lead.waiting();
    let report = lead.accept(&member);
    assert!(report.files.iter().all(|file| matches!(file.outcome, FileOutcome::Taken(_))), "{report:?}");
    assert_eq!((waiting, lead.waiting()), (2, 0));
    let state = |laptop: &Laptop| laptop.store.journal().heads_under("answer/").unwrap();
    assert_eq!(state(&lead), state(&third));
}

fn card(laptop: &Laptop) -> crate::exchange::identity::DeviceCard {
    let this = laptop.store.this_device().unwrap();
    crate::exchange::identity::DeviceCard { keys: this.keys, name: this.name, member: None }
}

#[test]
fn a_damaged_pack_lies_in_quarantine_with_the_reason_and_hinders_no_other() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    member.verdict("thanh-vien-1", "fail");
    let (good, bad) = (stick.path().join("good.ktra"), stick.path().join("bad.ktra"));
    member.pack(Purpose::Full, Readers::Everybody, &good).unwrap();
    let mut bytes = std::fs::read(&good).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&bad, bytes).unwrap();
    let report = lead.merge_as(&[&bad, &good], MergeMode::Keep, NewDevices::Wait);
    assert!(matches!(&report.files[0].outcome, FileOutcome::Quarantined(_)), "{report:?}");
    assert!(matches!(&report.files[1].outcome, FileOutcome::Taken(taken) if taken.new > 0), "{report:?}");
    let lying = Storeroom::quarantine(lead.home.path()).list();
    assert_eq!((lying.len(), lying[0].note.name.as_str()), (1, "bad.ktra"));
    assert!(!lying[0].note.why.is_empty());
}

#[test]
fn one_bad_file_can_hold_up_all() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    member.verdict("thanh-vien-1", "fail");
    let (good, photo) = (stick.path().join("good.ktra"), stick.path().join("anh.jpg"));
    member.pack(Purpose::Full, Readers::Known, &good).unwrap();
    std::fs::write(&photo, b"\xff\xd8\xff\xe0 photo").unwrap();
    let answers = |lead: &Laptop| lead.store.journal().heads_under("answer/").unwrap();
    let before = answers(&lead);
    let order = MergeOrder {
        files: vec![good, photo],
        passphrase: None,
        new_devices: NewDevices::Wait,
        bad_files: BadFiles::RefuseAll,
        mode: MergeMode::Keep,
    };
    let report = lead.store.merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(matches!(report.files[0].outcome, FileOutcome::HeldUp), "{report:?}");
    assert_eq!(report.refused().map(|(file, _)| file.file_name().unwrap()), Some("anh.jpg".as_ref()));
    assert_eq!(answers(&lead), before);
}

#[test]
fn a_passphrase_opens_what_is_sealed_with_it() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    member.verdict("thanh-vien-1", "fail");
    let pack = stick.path().join("b.ktra");
    let words = Passphrase::typed("mèo bàn chuột sông hoa kẹo").unwrap();
    member.pack(Purpose::Full, Readers::Passphrase(words), &pack).unwrap();
    assert!(matches!(&lead.merge(&pack).files[0].outcome, FileOutcome::Refused(_)));
    let order = MergeOrder {
        files: vec![pack],
        passphrase: Passphrase::typed("meo ban chuot song hoa keo"),
        new_devices: NewDevices::Wait,
        bad_files: BadFiles::LeftOut,
        mode: MergeMode::Keep,
    };
    let report = lead.store.merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(taken(&report).new > 0);
}

#[test]
fn attached_files_come_along_once_and_what_is_missing_is_told() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    std::fs::write(stick.path().join("bang.jpg"), b"\xff\xd8\xff photo").unwrap();
    let stored = member.store.attachments().take_in(&stick.path().join("bang.jpg"), &mut |_| ControlFlow::Continue(()));
    let stored = stored.unwrap();
    let entry = crate::journal::Change {
        record: crate::journal::RecordKey::new("evidence/2025-dot-1/mau-a/phieu-mau/cong-khai/e1").unwrap(),
        field: crate::journal::FieldName::new("content").unwrap(),
        value: json!({ "file": "bang.jpg", "hash": stored.hash, "size": stored.size }),
        parents: crate::journal::Parents::SoleHead,
    };
    let chain = Chain::Round("2025-dot-1".into());
    member.store.journal_mut().write(&chain, &crate::journal::Author::default(), &[entry]).unwrap();
    let (first, second) = (stick.path().join("1.ktra"), stick.path().join("2.ktra"));
    member.pack(Purpose::Full, Readers::Known, &first).unwrap();
    let report = lead.merge(&first);
    assert_eq!((taken(&report).attachments, taken(&report).attachments_missing), (1, 0));
    assert_eq!(lead.store.attachments().read(&stored.hash, 100).unwrap(), b"\xff\xd8\xff photo");
    // The lead's own pack tells the member that the photo has arrived, and does not bring it back.
    lead.pack(Purpose::Full, Readers::Known, &second).unwrap();
    assert_eq!(taken(&member.merge(&second)).attachments, 0);
    let third = stick.path().join("3.ktra");
    member.pack(Purpose::Full, Readers::Known, &third).unwrap();
    let mut late = laptop();
    late.store.see_device(&card(&member)).unwrap();
    late.accept(&member);
    member.store.see_device(&card(&late)).unwrap();
    member.accept(&late);
    member.pack(Purpose::Full, Readers::Known, &third).unwrap();
    let report = late.merge(&third);
    assert_eq!((taken(&report).attachments, taken(&report).attachments_missing), (1, 0), "for whoever lacks it");

    std::fs::remove_file(member.store.attachments().path(&stored.hash)).unwrap();
    let mut last = laptop();
    last.store.see_device(&card(&member)).unwrap();
    last.accept(&member);
    member.store.see_device(&card(&last)).unwrap();
    member.accept(&last);
    member.pack(Purpose::Full, Readers::Known, &third).unwrap();
    let report = last.merge(&third);
    assert_eq!((taken(&report).attachments, taken(&report).attachments_missing), (0, 1));
}

#[test]
fn a_stop_leaves_everything() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, mut member) = team(stick.path());
    member.verdict("thanh-vien-1", "fail");
    let pack = stick.path().join("b.ktra");
    member.pack(Purpose::Full, Readers::Known, &pack).unwrap();
    let answers = |lead: &Laptop| lead.store.journal().heads_under("answer/").unwrap();
    let before = answers(&lead);
    let order = MergeOrder {
        files: vec![pack],
        passphrase: None,
        new_devices: NewDevices::Wait,
        bad_files: BadFiles::LeftOut,
        mode: MergeMode::Keep,
    };
    let stopped = lead.store.merge_packs(&order, &mut |step| match step {
        MergeStep::BackingUp => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert!(stopped.is_err());
    assert_eq!(answers(&lead), before);
}

#[test]
fn a_pack_for_a_newer_program_is_kept_until_this_one_is_newer() {
    let stick = tempfile::tempdir().unwrap();
    let (mut lead, member) = team(stick.path());
    let mut header = member.store.header(&member.round(), Purpose::Full).unwrap();
    header.least_reader = 9;
    let pack = stick.path().join("newer.ktra");
    let file = std::fs::File::create(&pack).unwrap();
    let writer = PackWriter::begin(file, &header, &Sealing::Plain).unwrap();
    writer.finish(|message| member.store.journal().sign(message)).unwrap();
    for _ in 0..2 {
        let report = lead.merge(&pack);
        assert!(matches!(&report.files[0].outcome, FileOutcome::Waits(Waiting::NewerProgram(_))), "{report:?}");
    }
    assert_eq!(lead.waiting(), 1);
    let retried = lead.store.retry_upgraded(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((retried.waits(), retried.files[0].name.as_str()), (1, "newer.ktra"), "not newer yet");
    assert_eq!(lead.waiting(), 1);
}

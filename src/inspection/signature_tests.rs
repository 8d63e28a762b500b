//! What a signature locks, and what is listed afterwards.

use serde_json::json;

use super::*;
use crate::conclusion::{SigningError, sign};
use crate::journal::{Clock, Journal};

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
[[section]]
id = "mot"
title = "Mục một"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số"
[[section.item]]
id = "mau"
kind = "register"
ask = "Mẫu"
required = false
columns = [{ id = "ten", title = "Tên", kind = "text" }]
"#;

const ROUND: &str = r#"
id = "2025-dot-1"
title = "Kiểm tra"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["thu"]
[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
[[unit]]
id = "mau-b"
name = "UBND xã Mẫu B"
kind = "xa"
"#;

fn home() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("checklists")).unwrap();
    std::fs::write(home.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
    let mut store = open(home.path());
    let round = read_round(&file(ROUND), "2025-10-19".parse().unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    (home, store)
}

fn open(home: &std::path::Path) -> Store {
    Store::open(home, Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap()
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}

fn record(store: &mut Store, head: &str, answers: &str) -> Result<crate::journal::Written, InspectionError> {
    let text = format!("round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n{head}\n{answers}");
    let file = file(&text);
    store.record_file(&file, &read_answers(&file).unwrap())
}

fn recorder(reason: Option<&str>) -> Recorder {
    Recorder { round: round(), unit: unit(), member: "tv-1".to_owned(), reason: reason.map(str::to_owned) }
}

fn round() -> RoundId {
    RoundId::new("2025-dot-1").unwrap()
}

fn unit() -> UnitId {
    UnitId::new("mau-a").unwrap()
}

const ALL: &str =
    "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có\"\n[answer.\"thu/tong\"]\nnumber = 5\n";

fn signed() -> (tempfile::TempDir, Store) {
    let (home, mut store) = home();
    record(&mut store, "", ALL).unwrap();
    sign(&mut store, &recorder(None)).unwrap();
    (home, store)
}

fn is_signed<T>(result: Result<T, InspectionError>) -> bool {
    result.is_err_and(|error| matches!(error, InspectionError::Signed { .. }))
}

#[test]
fn a_signed_unit_refuses_every_write_without_a_reason() {
    let (_home, mut store) = signed();
    let checklist = store.editions(&store.round("2025-dot-1").unwrap()).unwrap()[0].checklist.clone();
    let item = |id: &str| checklist.item(id).unwrap().clone();
    let bare = recorder(None);
    let verdict = [FieldChange::Verdict(Some(crate::checklist::Verdict::Pass))];
    assert!(is_signed(store.record(&bare, &checklist, &item("dia-chi"), &verdict)));
    let row = SetChange::AddRow([("ten".to_owned(), json!("A"))].into());
    assert!(is_signed(store.record_sets(&bare, &checklist, &item("mau"), &[row])));
    let evidence =
        EvidenceContent { file: None, document: Some("1/BC".into()), date: None, ..EvidenceContent::default() };
    assert!(is_signed(store.record_sets(&bare, &checklist, &item("mau"), &[SetChange::AddEvidence(evidence)])));
    assert!(is_signed(store.record_visit(&bare, &[VisitChange::Place(Some("Trụ sở".into()))])));
    let person = Person { name: "Nguyễn Văn A".into(), ..Person::default() };
    assert!(is_signed(store.record_present(&bare, &[PresentChange::Add(person)])));
    let key = ItemKey { checklist: checklist.id.clone(), item: item("dia-chi").id };
    let recurrence = RecurrenceContent {
        round: round(),
        title: "Trước".into(),
        notice: None,
        visit: None,
        required: "Bổ sung".into(),
        remedy: None,
    };
    assert!(is_signed(store.record_recurrence(&bare, &key, Some(&recurrence))));
    assert!(is_signed(record(&mut store, "", "[answer.\"thu/tong\"]\nnumber = 6")));
    assert!(is_signed(store.remove_from_round(RoundPart::Unit(&round(), &unit()), None)));
    let other = Recorder { unit: UnitId::new("mau-b").unwrap(), ..bare.clone() };
    let over = [other.clone(), bare.clone()].map(|recorder| UnitRecord { recorder, changes: verdict.to_vec() });
    assert!(is_signed(store.record_over_units(&checklist, &item("dia-chi"), &over)), "one signed unit refuses all");
    assert!(store.answers(&round(), &other.unit).unwrap().get("thu", "dia-chi").is_none());
    store.record(&other, &checklist, &item("dia-chi"), &verdict).unwrap();
    // With a reason it is taken.
    store.record(&recorder(Some("Xem lại")), &checklist, &item("dia-chi"), &verdict).unwrap();
}

#[test]
fn a_file_of_answers_needs_the_key_reason_where_it_would_change_something() {
    let (_home, mut store) = signed();
    let again = record(&mut store, "", ALL).unwrap();
    assert_eq!(again.revisions.len(), 0, "the same file again changes nothing and is no offence");
    let error = record(&mut store, "", "[answer.\"thu/tong\"]\nnumber = 6").unwrap_err().to_string();
    assert!(error.contains("UBND xã Mẫu A") && error.contains("19/10/2025") && error.contains("reason"), "{error}");
    record(&mut store, "reason = \"Đơn vị bổ sung sổ\"", "[answer.\"thu/tong\"]\nnumber = 6").unwrap();
    let signature = store.signature(&round(), &unit()).unwrap().unwrap();
    let changes = store.later_changes(&round(), &unit(), &signature).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].before.as_slice(), &changes[0].after), ([json!(5)].as_slice(), &json!(6)));
    assert_eq!(changes[0].reason.as_deref(), Some("Đơn vị bổ sung sổ"));
    assert_ne!(store.fingerprint(&round(), &unit()).unwrap(), signature.content.records);
}

#[test]
fn undo_reaches_a_signed_unit_only_as_an_amendment_and_a_signature_never() {
    let (_home, mut store) = home();
    record(&mut store, "", ALL).unwrap();
    sign(&mut store, &recorder(None)).unwrap();
    assert!(matches!(store.undo(&round(), "tv-1", None), Err(InspectionError::SignatureNotUndone)));
    record(&mut store, "reason = \"Xem lại\"", "[answer.\"thu/tong\"]\nnumber = 6").unwrap();
    assert!(is_signed(store.undo(&round(), "tv-1", None)));
    let elsewhere = Amendment { unit: UnitId::new("mau-b").unwrap(), reason: "x".into() };
    assert!(is_signed(store.undo(&round(), "tv-1", Some(&elsewhere))));
    let here = Amendment { unit: unit(), reason: "Ghi nhầm".into() };
    store.undo(&round(), "tv-1", Some(&here)).unwrap();
    let signature = store.signature(&round(), &unit()).unwrap().unwrap();
    let changes = store.later_changes(&round(), &unit(), &signature).unwrap();
    let reasons: Vec<_> = changes.iter().filter_map(|change| change.reason.as_deref()).collect();
    assert_eq!(reasons, ["Xem lại", "Ghi nhầm"]);
    assert!(is_signed(store.redo(&round(), "tv-1", None)));
    store.redo(&round(), "tv-1", Some(&here)).unwrap();
}

#[test]
fn signing_wants_a_reason_where_something_is_open_and_no_open_conflict() {
    let (_home, mut store) = home();
    record(&mut store, "", "[answer.\"thu/tong\"]\nnumber = 5").unwrap();
    assert!(matches!(sign(&mut store, &recorder(None)), Err(SigningError::ReasonNeeded { errors: 1, .. })));
    assert!(matches!(sign(&mut store, &recorder(Some("  "))), Err(SigningError::ReasonNeeded { .. })));
    let signature = sign(&mut store, &recorder(Some("Hết giờ làm việc"))).unwrap();
    assert_eq!(signature.content.reason.as_deref(), Some("Hết giờ làm việc"));
    assert!(matches!(sign(&mut store, &recorder(None)), Err(SigningError::Already { .. })));
}

/// Everything of `from`'s round goes into `into`, as a merge does.
fn merge(into: &mut Store, from: &Journal) {
    let mut revisions: Vec<Vec<u8>> = Vec::new();
    from.stored("2025-dot-1", &mut |bytes| revisions.push(bytes.to_vec())).unwrap();
    into.journal_mut().import(&revisions).unwrap();
}

#[test]
fn what_arrives_by_merge_is_never_refused_and_is_listed() {
    let (_home_a, mut a) = signed();
    let (_home_b, mut b) = home();
    record(&mut b, "", "[answer.\"thu/tong\"]\nnumber = 7").unwrap();
    merge(&mut a, b.journal());
    let signature = a.signature(&round(), &unit()).unwrap().unwrap();
    let changes = a.later_changes(&round(), &unit(), &signature).unwrap();
    assert!(changes.iter().any(|change| change.after == json!(7) && change.reason.is_none()), "{changes:?}");
    assert_eq!(a.open_conflicts(&round(), &unit()).unwrap().len(), 1);
    // The other laptop is locked once it knows, and sees the same changes.
    merge(&mut b, a.journal());
    assert!(is_signed(record(&mut b, "", "[answer.\"thu/dia-chi\"]\nverdict = \"pass\"")));
    let there = b.signature(&round(), &unit()).unwrap().unwrap();
    assert_eq!(b.later_changes(&round(), &unit(), &there).unwrap(), changes);
}

#[test]
fn open_conflicts_refuse_the_signature() {
    let (_home_a, mut a) = home();
    let (_home_b, mut b) = home();
    record(&mut a, "", ALL).unwrap();
    record(&mut b, "", "[answer.\"thu/tong\"]\nnumber = 7").unwrap();
    merge(&mut a, b.journal());
    assert!(matches!(sign(&mut a, &recorder(Some("vội"))), Err(SigningError::Conflicts { count: 1, .. })));
}

#[test]
fn a_signature_is_withdrawn_with_a_reason_only() {
    let (_home, mut store) = signed();
    assert!(matches!(store.withdraw_signature(&recorder(None)), Err(InspectionError::ReasonMissing)));
    store.withdraw_signature(&recorder(Some("Ký nhầm đơn vị"))).unwrap();
    assert_eq!(store.signature(&round(), &unit()).unwrap(), None);
    record(&mut store, "", "[answer.\"thu/tong\"]\nnumber = 8").unwrap();
    sign(&mut store, &recorder(None)).unwrap();
}

#[test]
fn the_visit_is_kept_and_read_back() {
    let (_home, mut store) = home();
    let time = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    let changes = [
        VisitChange::Started(Some(time("2025-10-19T08:05"))),
        VisitChange::Ended(Some(time("2025-10-19T11:30"))),
        VisitChange::Place(Some("  Trụ sở UBND xã  ".into())),
        VisitChange::Copies(Some(4)),
        VisitChange::UnitCopies(Some(1)),
        VisitChange::Proposals(Some("Hỗ trợ máy quét".into())),
        VisitChange::Witness(Some(" ".into())),
    ];
    store.record_visit(&recorder(None), &changes).unwrap();
    let person = |name: &str, side| Person { name: name.into(), post: "Chủ tịch".into(), side };
    let people = [person("Nguyễn Văn A", Side::Unit), person("Trần Thị B", Side::Other)];
    store.record_present(&recorder(None), &people.clone().map(PresentChange::Add)).unwrap();
    let visit = store.visit(&round(), &unit()).unwrap();
    assert_eq!(visit.started, Some(time("2025-10-19T08:05")));
    assert_eq!((visit.copies, visit.unit_copies, visit.place.as_deref()), (Some(4), Some(1), Some("Trụ sở UBND xã")));
    assert_eq!(visit.witness, None);
    assert_eq!(visit.present.iter().map(|present| present.person.clone()).collect::<Vec<_>>(), people);
    let first = visit.present[0].id.clone();
    store.record_present(&recorder(None), &[PresentChange::Remove(first)]).unwrap();
    assert_eq!(store.visit(&round(), &unit()).unwrap().present.len(), 1);
    assert_eq!(store.visit(&round(), &UnitId::new("mau-b").unwrap()).unwrap(), Visit::default());
}

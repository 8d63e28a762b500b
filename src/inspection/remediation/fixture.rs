//! What tests of the follow-up share: a round with two units, and notices that were issued.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDate;

use super::{Decision, RemediationReport};
use crate::checklist::Addressee;
use crate::inspection::{
    EntryId, Fingerprint, FrozenPapers, InspectionError, IssuedContent, IssuedRequirement, Recorder, RequirementId,
    RoundId, Store, TextFile, UnitId, read_round,
};
use crate::journal::{Chain, Clock};

const ROUND: &str = r#"
id = "2025-dot-1"
title = "Kiểm tra cải cách hành chính năm 2025"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["niem-yet-tthc"]
[letterhead]
parent = "Ủy ban nhân dân tỉnh Mẫu"
agency = "Sở Nội vụ"
notation = "SNV"
place = "Mẫu"
[[member]]
id = "td"
name = "Trưởng đoàn"
role = "lead"
[[member]]
id = "tv-1"
name = "Thành viên 1"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
[[unit]]
id = "mau-b"
name = "UBND phường Mẫu B"
kind = "phuong"
"#;

/// A day.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The round of the fixture.
pub(crate) fn round_id() -> RoundId {
    RoundId::new("2025-dot-1").unwrap()
}

/// A unit.
pub(crate) fn unit_id(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

/// A requirement.
pub(crate) fn requirement_id(id: &str) -> RequirementId {
    RequirementId::new(id).unwrap()
}

/// A home with the round; `today` is a day.
pub(crate) fn home(folder: &Path, today: &str) -> Store {
    let mut store = Store::open(folder, Clock::Fixed(format!("{today}T09:00:00+07:00").parse().unwrap())).unwrap();
    if store.rounds().unwrap().is_empty() {
        let file = TextFile::from_bytes("dot.toml", ROUND.as_bytes()).unwrap();
        store.add_round(&read_round(&file, day(today)).unwrap(), None).unwrap();
    }
    store
}

/// Who records at `unit`.
pub(crate) fn recorder(unit: &str) -> Recorder {
    Recorder { round: round_id(), unit: unit_id(unit), member: "td".to_owned(), reason: None }
}

/// A requirement of the unit.
pub(crate) fn required(id: &str, text: &str, due: Option<&str>) -> IssuedRequirement {
    IssuedRequirement {
        id: requirement_id(id),
        text: text.to_owned(),
        to: Addressee::Unit,
        within_days: due.map(|_| 15),
        due: due.map(day),
        item: None,
    }
}

/// Issues notice `number` of `date` to `unit` of `round`.
pub(crate) fn issue_in(
    store: &mut Store,
    round: &RoundId,
    unit: &UnitId,
    number: u32,
    date: &str,
    requirements: Vec<IssuedRequirement>,
) {
    let papers = FrozenPapers { docx: b"docx".to_vec(), text: b"text".to_vec(), json: b"{}".to_vec() };
    let content = IssuedContent {
        number,
        notation: "TB-SNV".to_owned(),
        date: day(date),
        issuer: Some("Sở Nội vụ".to_owned()),
        signer: None,
        about: "Kết luận kiểm tra".to_owned(),
        requirements,
        papers: papers.prints(),
        sources: Fingerprint::of(b""),
        known: store.journal().horizon(&Chain::Round(round.to_string())).unwrap(),
        reason: None,
        replaces: None,
    };
    let seen = store.journal().data_version().unwrap();
    let recorder = Recorder { round: round.clone(), unit: unit.clone(), member: "td".to_owned(), reason: None };
    store.record_issued(seen, &recorder, &content, &papers).unwrap().unwrap();
}

/// Notice 05/TB-SNV of 20 October 2025 to `unit`, with three requirements: due on 10 November, on 1 December, without day.
pub(crate) fn issue(store: &mut Store, unit: &str) {
    let requirements = vec![
        required("dia-chi", "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị", Some("2025-11-10")),
        required("bo-sung", "Niêm yết bổ sung 12 thủ tục hành chính còn thiếu", Some("2025-12-01")),
        required("duong-truyen", "Bố trí lại bảng niêm yết", None),
    ];
    let number = if unit == "mau-a" { 5 } else { 6 };
    issue_in(store, &round_id(), &unit_id(unit), number, "2025-10-20", requirements);
}

/// The unit's report `number` of `date` on these requirements.
pub(crate) fn report(
    store: &mut Store,
    unit: &str,
    requirements: &[&str],
    number: &str,
    date: &str,
) -> Result<EntryId, InspectionError> {
    let report = RemediationReport {
        requirements: requirements.iter().map(|id| requirement_id(id)).collect(),
        number: number.to_owned(),
        date: day(date),
        text: "Đã niêm yết đầy đủ".to_owned(),
        file: None,
    };
    store.record_remediation(&recorder(unit), &report, &mut |_| ControlFlow::Continue(()))
}

/// Accepts what was reported on `requirement`.
pub(crate) fn accept(store: &mut Store, unit: &str, requirement: &str) -> Result<(), InspectionError> {
    store.decide_remediation(&recorder(unit), &[requirement_id(requirement)], &Decision::Accepted { note: None })
}

/// Sends back what was reported on `requirement`.
pub(crate) fn send_back(
    store: &mut Store,
    unit: &str,
    requirement: &str,
    until: Option<&str>,
) -> Result<(), InspectionError> {
    let decision = Decision::Returned { reason: "Chưa có ảnh chụp".to_owned(), until: until.map(day) };
    store.decide_remediation(&recorder(unit), &[requirement_id(requirement)], &decision)
}

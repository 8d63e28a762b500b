//! The draft against what was recorded and what people made of it.

mod acts;
mod figures;
mod laws;

use super::{Draft, DraftAct, DraftError, Passage};
use crate::conclusion::fixture::{ANSWERS, DIGITAL, DIRECTION, Home, POSTING, ROUND, SURVEY, day, text};
use crate::conclusion::{Conclusion, NoticeBasis};
use crate::inspection::{EntryId, PassageEdits, PassageId, Recorder, RoundId, Store, UnitId};
use crate::paper::{Document, Status};

/// A checklist of which three items have no sentence of their own.
const PLAIN: &str = r#"
id = "mot-cua"
edition = "2022"
title = "Cơ chế một cửa"
field = "tthc"
[[basis]]
id = "nd61"
short = "Nghị định số 61/2018/NĐ-CP"
cite = "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ"
[[section]]
id = "chung"
title = "Chung"
[[section.item]]
id = "so-theo-doi"
kind = "verdict"
ask = "Mở sổ theo dõi hồ sơ"
[[section.item]]
id = "giay-tiep-nhan"
kind = "verdict"
ask = "Cấp giấy tiếp nhận hồ sơ"
basis = ["nd61:17"]
[[section.item]]
id = "thu-xin-loi"
kind = "verdict"
ask = "Gửi thư xin lỗi khi hồ sơ trễ hạn"
"#;

const PLAIN_ROUND: &str = r#"
id = "2022-dot-1"
title = "Kiểm tra"
period = { from = 2022-01-01, to = 2022-10-14 }
checklists = ["mot-cua"]
[letterhead]
agency = "Sở Nội vụ"
[[member]]
id = "truong-doan"
name = "Nguyễn Văn Mẫu"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
"#;

fn basis(date: Option<&str>) -> NoticeBasis {
    NoticeBasis { number: None, date: date.map(day), status: Status::Draft, now: chrono::DateTime::UNIX_EPOCH }
}

fn conclusion(store: &Store) -> Conclusion {
    Conclusion::of(store, "2022-dot-1", "mau-a").unwrap()
}

fn draft(home: &Home) -> Draft {
    draft_of(&home.store)
}

fn draft_of(store: &Store) -> Draft {
    Draft::of(&conclusion(store).inspected(), &basis(None))
}

/// The draft with edits that nobody recorded.
fn drafted_with(conclusion: &Conclusion, edits: &PassageEdits) -> Draft {
    let inspected = crate::conclusion::Inspected { passages: edits, ..conclusion.inspected() };
    Draft::of(&inspected, &basis(None))
}

fn recorder() -> Recorder {
    Recorder {
        round: RoundId::new("2022-dot-1").unwrap(),
        unit: UnitId::new("mau-a").unwrap(),
        member: "truong-doan".to_owned(),
        reason: None,
    }
}

fn try_act(home: &mut Home, act: &DraftAct) -> Result<(), DraftError> {
    let draft = draft(home);
    draft.record(&mut home.store, &recorder(), act).map(|_| ())
}

fn act(home: &mut Home, act: &DraftAct) {
    try_act(home, act).unwrap_or_else(|error| panic!("{act:?}: {error}"));
}

fn id(text: &str) -> PassageId {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn edit(which: &str, text: &str) -> DraftAct {
    DraftAct::Edit { id: id(which), text: text.to_owned() }
}

fn leave_out(which: &str) -> DraftAct {
    DraftAct::LeaveOut { id: id(which), reason: "Đã khắc phục tại chỗ".to_owned() }
}

fn restore(which: &str) -> DraftAct {
    DraftAct::Restore { id: id(which) }
}

fn passage(draft: &Draft, which: &str) -> Passage {
    draft.get(&id(which)).unwrap_or_else(|| panic!("no {which}")).clone()
}

fn entry(number: u32) -> EntryId {
    EntryId(format!("0183fa3c000-{number:05}-0123456789abcdef"))
}

/// The paper without what changes with the clock.
fn printed(draft: &Draft) -> String {
    text(draft.document())
}

fn requirements(document: &Document) -> Vec<(String, Option<String>)> {
    document.requirements.iter().map(|of| (of.text.clone(), of.item.clone())).collect()
}

const RATE: &str = "shortcomings/niem-yet/ty-le-niem-yet";
const ADDRESS: &str = "shortcomings/niem-yet/dia-chi-pakn";

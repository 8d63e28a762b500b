use std::path::Path;

use serde_json::json;

use super::fixture::bring;
use super::*;
use crate::checklist::{ChecklistId, ItemId, Verdict};
use crate::inspection::{FieldChange, TextFile, read_answers, read_round};
use crate::inspection::{InspectionError, Recorder, RoundId, Store};
use crate::journal::Clock;
use crate::paper::{Format, Status, render};

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
[[section]]
id = "bang"
title = "Bảng"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục"
[[section.item]]
id = "mau"
kind = "register"
ask = "Mẫu"
at_least = 1
columns = [{ id = "ten", title = "Tên", kind = "text" }]
"#;

const ROUND: &str = r#"
id = "r1"
title = "Đợt"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["thu"]
[letterhead]
agency = "Sở Nội vụ"
notation = "SNV"
place = "Quảng Trị"
[[member]]
id = "td"
name = "Trưởng đoàn"
role = "lead"
[[member]]
id = "tv-1"
name = "Thành viên 1"
[[member]]
id = "tv-2"
name = "Thành viên 2"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
"#;

/// A laptop of one member.
struct Laptop {
    _folder: tempfile::TempDir,
    store: Store,
    member: &'static str,
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}

fn open(folder: &Path) -> Store {
    std::fs::create_dir_all(folder.join("checklists")).unwrap();
    std::fs::write(folder.join("checklists/thu.toml"), CHECKLIST).unwrap();
    Store::open(folder, Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap()
}

fn round() -> RoundId {
    RoundId::new("r1").unwrap()
}

fn key(item: &str) -> ItemKey {
    ItemKey { checklist: ChecklistId::new("thu").unwrap(), item: ItemId::new(item).unwrap() }
}

fn member(id: &str) -> MemberId {
    MemberId::new(id).unwrap()
}

impl Laptop {
    /// The lead's, where the round was added.
    fn lead() -> Self {
        rust_i18n::set_locale("vi");
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        store.add_round(&read_round(&file(ROUND), "2025-10-19".parse().unwrap()).unwrap(), None).unwrap();
        Self { _folder: folder, store, member: "td" }
    }

    /// A member's, which holds what `from` holds.
    fn of(member: &'static str, from: &Self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut laptop = Self { store: open(folder.path()), _folder: folder, member };
        laptop.take_in(from);
        laptop
    }

    /// Takes in all that `from` holds of the round.
    fn take_in(&mut self, from: &Self) {
        bring(&from.store, &mut self.store, "r1");
    }

    fn recorder(&self) -> Recorder {
        let unit = UnitId::new("mau-a").unwrap();
        Recorder { round: round(), unit, member: self.member.to_owned(), reason: None }
    }

    fn record(&mut self, answers: &str) {
        let text = format!("round = \"r1\"\nunit = \"mau-a\"\nmember = \"{}\"\n{answers}", self.member);
        let file = file(&text);
        self.store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
    }

    fn verdict(&mut self, verdict: Verdict) {
        self.record(&format!("[answer.\"thu/dia-chi\"]\nverdict = \"{}\"", verdict.as_str()));
    }

    fn ask(&mut self, item: &str, to: &str, text: &str) -> EntryId {
        let asking = Asking { key: key(item), to: member(to), text: text.to_owned(), again: None };
        self.store.ask(&self.recorder(), &asking).unwrap()
    }

    fn questions(&self) -> Vec<Question> {
        let unit = self.recorder().unit;
        let questions = self.store.questions_at(&round(), &unit).unwrap();
        assert_eq!(self.store.questions(&round()).unwrap(), questions);
        questions
    }

    fn states(&self) -> Vec<QuestionState> {
        self.questions().iter().map(Question::state).collect()
    }

    fn settle(&mut self, item: &str, id: &EntryId, settling: &Settling) -> Result<(), InspectionError> {
        let recorder = self.recorder();
        self.store.settle_question(&recorder, &key(item), id, settling)
    }
}

#[test]
fn a_question_travels_to_the_member_and_his_new_answer_comes_back() {
    let mut lead = Laptop::lead();
    let mut laptop = Laptop::of("tv-1", &lead);
    laptop.verdict(Verdict::Fail);
    lead.take_in(&laptop);
    let id = lead.ask("dia-chi", "tv-1", " Co\u{301} ảnh chụp không? ");
    assert_eq!(lead.states(), [QuestionState::Open]);

    laptop.take_in(&lead);
    let question = laptop.questions().remove(0);
    assert_eq!((question.text.as_str(), question.by.as_deref()), ("Có ảnh chụp không?", Some("td")));
    assert!(question.waits_for(&member("tv-1")) && !question.waits_for(&member("td")));
    laptop.verdict(Verdict::Pass);
    assert_eq!(laptop.states(), [QuestionState::Answered]);

    lead.take_in(&laptop);
    let question = lead.questions().remove(0);
    assert!(question.is_answered_to(&member("td")) && !question.is_answered_to(&member("tv-1")));
    let change = &question.changes[0];
    assert_eq!((change.before.as_slice(), &change.after), (&[json!("fail")][..], &json!("pass")));
    assert_eq!((change.field.as_str(), change.member.as_deref()), ("verdict", Some("tv-1")));
    lead.settle("dia-chi", &id, &Settling::Close(None)).unwrap();
    laptop.take_in(&lead);
    assert_eq!(laptop.states(), [QuestionState::Closed]);
    lead.settle("dia-chi", &id, &Settling::Reopen).unwrap();
    assert_eq!(lead.states(), [QuestionState::Answered]);
}

#[test]
fn what_was_changed_before_the_question_was_seen_is_shown_and_no_answer() {
    let mut lead = Laptop::lead();
    let mut laptop = Laptop::of("tv-1", &lead);
    laptop.verdict(Verdict::Fail);
    lead.take_in(&laptop);
    lead.ask("dia-chi", "tv-1", "Vì sao?");
    laptop.verdict(Verdict::Partial);
    lead.take_in(&laptop);
    laptop.take_in(&lead);
    for side in [&lead, &laptop] {
        let question = side.questions().remove(0);
        assert_eq!(question.state(), QuestionState::Open);
        assert_eq!((&question.changes[0].after, question.changes[0].had_seen), (&json!("partial"), Reached::No));
    }
}

#[test]
fn only_the_addressees_own_change_answers_and_taking_it_back_asks_again() {
    let mut lead = Laptop::lead();
    lead.verdict(Verdict::Fail);
    lead.ask("dia-chi", "tv-1", "Vì sao?");
    lead.verdict(Verdict::Partial);
    assert_eq!(lead.states(), [QuestionState::Open], "the lead's own correction is no answer");
    lead.store.undo(&round(), "td", None).unwrap();
    assert!(lead.questions()[0].changes.is_empty(), "what stands again did not change");
    lead.member = "tv-1";
    lead.record("[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\nremark = \"Đã có\"");
    assert_eq!(lead.states(), [QuestionState::Answered]);
    lead.store.undo(&round(), "tv-1", None).unwrap();
    assert_eq!(lead.states(), [QuestionState::Open]);
}

#[test]
fn rows_and_first_answers_count_as_well() {
    let mut lead = Laptop::lead();
    lead.ask("mau", "tv-1", "Chọn thêm hồ sơ");
    lead.ask("tong", "tv-1", "Nhớ đếm tổng số");
    lead.member = "tv-1";
    lead.record("[answer.\"thu/mau\"]\nrows = [{ ten = \"Khai sinh\" }]");
    assert_eq!(lead.states(), [QuestionState::Answered, QuestionState::Open]);
    lead.record("[answer.\"thu/tong\"]\nnumber = 12");
    assert_eq!(lead.states(), [QuestionState::Answered; 2]);
}

#[test]
fn several_questions_stand_apart_and_words_answer_one() {
    let mut lead = Laptop::lead();
    lead.verdict(Verdict::Fail);
    let first = lead.ask("dia-chi", "tv-1", "Một?");
    lead.ask("dia-chi", "tv-2", "Hai?");
    lead.member = "tv-1";
    let recorder = lead.recorder();
    let empty = lead.store.reply(&recorder, &key("dia-chi"), &first, " \n");
    assert!(matches!(empty, Err(InspectionError::Question(QuestionError::EmptyReply))));
    lead.store.reply(&recorder, &key("dia-chi"), &first, "Giữ nguyên: đã chụp ảnh.").unwrap();
    assert_eq!(lead.states(), [QuestionState::Answered, QuestionState::Open]);
    assert_eq!(lead.questions()[0].replies[0].text, "Giữ nguyên: đã chụp ảnh.");
    let refused = lead.settle("dia-chi", &first, &Settling::Close(None)).unwrap_err();
    assert!(refused.to_string().contains("Trưởng đoàn hỏi"), "{refused}");

    lead.member = "td";
    let asking = Asking { key: key("dia-chi"), to: member("tv-1"), text: "Ảnh nào?".into(), again: Some(first) };
    lead.store.ask(&lead.recorder(), &asking).unwrap();
    assert_eq!(lead.states(), [QuestionState::Closed, QuestionState::Open, QuestionState::Open]);
    lead.store.undo(&round(), "td", None).unwrap();
    assert_eq!(lead.states(), [QuestionState::Answered, QuestionState::Open], "asking again is one step");
}

#[test]
fn replies_given_apart_are_both_kept() {
    let mut lead = Laptop::lead();
    let id = lead.ask("tong", "tv-1", "Bao nhiêu?");
    let mut laptops = ["tv-1", "tv-2"].map(|member| Laptop::of(member, &lead));
    for laptop in &mut laptops {
        let recorder = laptop.recorder();
        laptop.store.reply(&recorder, &key("tong"), &id, laptop.member).unwrap();
    }
    for laptop in &laptops {
        lead.take_in(laptop);
    }
    let mut replies: Vec<String> = lead.questions()[0].replies.iter().map(|reply| reply.text.clone()).collect();
    replies.sort();
    assert_eq!(replies, ["tv-1", "tv-2"]);
}

#[test]
fn an_empty_question_and_a_stranger_are_refused() {
    let mut lead = Laptop::lead();
    let mut ask = |to: &str, text: &str| {
        let asking = Asking { key: key("tong"), to: member(to), text: text.to_owned(), again: None };
        lead.store.ask(&lead.recorder(), &asking).unwrap_err().to_string()
    };
    assert!(ask("tv-1", "  ").contains("câu hỏi còn trống"));
    assert!(ask("tv-9", "Sao?").contains("tv-9"));
    assert!(lead.questions().is_empty());
}

#[test]
fn whose_value_it_is_is_asked_first() {
    let mut lead = Laptop::lead();
    let unit = lead.recorder().unit;
    let proposed = |lead: &Laptop, item: &str, asker: &str| {
        let round = lead.store.round("r1").unwrap();
        let found = lead.store.addressees(&round, &unit, &key(item), &member(asker)).unwrap();
        (found.proposed.unwrap().to_string(), found.authors.join(" "))
    };
    assert_eq!(proposed(&lead, "tong", "td"), ("tv-1".to_owned(), String::new()), "nobody answered");
    lead.member = "tv-1";
    lead.record("[answer.\"thu/dia-chi\"]\nnote = \"Xem lại\"");
    lead.member = "tv-2";
    lead.verdict(Verdict::Fail);
    assert_eq!(proposed(&lead, "dia-chi", "td"), ("tv-2".to_owned(), "tv-2 tv-1".to_owned()));
    assert_eq!(proposed(&lead, "dia-chi", "tv-2").0, "tv-1", "nobody asks himself while there are others");
}

#[test]
fn on_a_signed_unit_asking_is_allowed_and_changing_the_answer_is_not() {
    let mut lead = Laptop::lead();
    lead.verdict(Verdict::Fail);
    let signer = Recorder { reason: Some("Hết giờ".into()), ..lead.recorder() };
    let signature = crate::conclusion::sign(&mut lead.store, &signer).unwrap();
    let id = lead.ask("dia-chi", "tv-1", "Có ảnh không?");
    let recorder = lead.recorder();
    lead.store.reply(&recorder, &key("dia-chi"), &id, "Có").unwrap();
    lead.settle("dia-chi", &id, &Settling::Close(Some("Đã xem".into()))).unwrap();
    assert!(lead.store.later_changes(&round(), &recorder.unit, &signature).unwrap().is_empty());
    let checklist = lead.store.library().all().find(|list| list.id.as_str() == "thu").unwrap();
    let item = checklist.item("dia-chi").unwrap();
    let refused = lead.store.record(&recorder, &checklist, item, &[FieldChange::Verdict(Some(Verdict::Pass))]);
    assert!(matches!(refused, Err(InspectionError::Signed { .. })));
}

#[test]
fn no_paper_prints_a_question_or_a_reply() {
    let mut lead = Laptop::lead();
    lead.verdict(Verdict::Fail);
    let id = lead.ask("dia-chi", "tv-1", "Vìsaothế");
    let recorder = lead.recorder();
    lead.store.reply(&recorder, &key("dia-chi"), &id, "Bởivìthế").unwrap();
    lead.ask("tong", "tv-1", "Vìsaothế");
    let conclusion = crate::conclusion::Conclusion::of(&lead.store, "r1", "mau-a").unwrap();
    let now = lead.store.journal().clock().now().to_utc();
    let notice = crate::conclusion::NoticeBasis { number: None, date: None, status: Status::Draft, now };
    let minutes = crate::conclusion::MinutesBasis { status: Status::Draft, now };
    for document in [conclusion.inspected().notice(&notice), conclusion.minutes(&minutes)] {
        let said = format!("{document:?}");
        assert!(said.contains("Địa chỉ tiếp nhận"), "the paper is about the item");
        assert!(!said.contains("Vìsaothế") && !said.contains("Bởivìthế"), "{said}");
        for format in [Format::Text, Format::Json] {
            let printed = String::from_utf8(render(&document, format).unwrap()).unwrap();
            assert!(!printed.contains("Vìsaothế") && !printed.contains("Bởivìthế"), "{printed}");
        }
    }
}

#[test]
fn a_question_is_found_by_a_part_of_its_id() {
    let mut lead = Laptop::lead();
    let id = lead.ask("tong", "tv-1", "Bao nhiêu?");
    let found = |id: &str| lead.store.find_question(id).map(|(round, question)| (round, question.id));
    assert_eq!(found(&id.0).unwrap(), (round(), id.clone()));
    assert_eq!(found(&id.0[id.0.len() - 8..]).unwrap().1, id);
    assert!(matches!(found("zzz"), Err(InspectionError::Question(QuestionError::Unknown(_)))));
    assert!(matches!(found(""), Err(InspectionError::Question(QuestionError::Unknown(_)))));
}

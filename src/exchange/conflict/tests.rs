//! Two or more laptops, what each says, and what is found and decided.

use serde_json::{Value, json};

use super::fixture::{Laptops, round_id, unit_id, words};
use super::*;
use crate::assessment::{OpenRound, ProblemKind};
use crate::checklist::{ChecklistId, ItemId};
use crate::conclusion::sign;
use crate::inspection::{
    FormContent, ItemKey, Reading, Recorder, SecondChange, SetChange, Store, VisitChange, find_unit,
};
use crate::journal::{Author, RecordKey};

fn open(store: &Store) -> OpenRound {
    OpenRound::open(store, "2025-dot-1").unwrap()
}

fn found(store: &Store) -> Vec<Conflict> {
    find(store, &open(store).round).unwrap()
}

fn because(member: &str, reason: &str) -> Author {
    Author { member: Some(member.into()), reason: Some(reason.into()) }
}

fn recorder(member: &str, reason: Option<&str>) -> Recorder {
    Recorder { round: round_id(), unit: unit_id(), member: member.into(), reason: reason.map(str::to_owned) }
}

fn key(item: &str) -> ItemKey {
    ItemKey { checklist: ChecklistId::new("thu").unwrap(), item: ItemId::new(item).unwrap() }
}

fn record(item: &str) -> RecordKey {
    RecordKey::new(format!("answer/2025-dot-1/mau-a/thu/{item}")).unwrap()
}

/// Counts of the unit as `status` and `check` tell them.
fn counted(store: &Store) -> (usize, usize) {
    let open = open(store);
    let unit = find_unit(&open.round, "mau-a").unwrap();
    let answers = store.answers(&round_id(), &unit_id()).unwrap();
    let judged = open.assess(unit, &answers);
    let problems = judged.problems(&open.round, unit, &answers);
    (judged.totals().conflicts, problems.iter().filter(|problem| problem.kind == ProblemKind::Conflict).count())
}

fn decide(store: &mut Store, field: &str, choice: Choice, author: &Author) -> Result<Settled, ConflictError> {
    let open = open(store);
    let words = words(&open);
    let conflict = named(store, &words, &record("dia-chi"), field)?;
    let line = Settle::of(&words, &conflict, choice)?;
    settle(store, &words, author, &[line])
}

#[test]
fn both_opinions_stand_side_by_side_with_author_laptop_time_remark_and_what_each_had_seen() {
    let laptops = Laptops::new(3);
    laptops.record(0, "tv-1", "[answer.\"thu/dia-chi\"]\nverdict = \"partial\"");
    for laptop in [1, 2] {
        laptops.merge(laptop, 0);
    }
    laptops.record(1, "tv-2", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có số.\"\nnote = \"Hỏi lại\"\nevidence = [{ document = \"12/QĐ\" }]");
    laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nverdict = \"pass\"");
    laptops.merge(0, 1);
    laptops.merge(0, 2);
    let store = laptops.store(0);
    let all = found(&store);
    let [conflict] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((conflict.record.clone(), conflict.field.as_str()), (record("dia-chi"), "verdict"));
    assert_eq!(conflict.before, [json!("partial")], "the common ancestor");
    assert_eq!(conflict.reopened, None);
    let said: Vec<_> = conflict
        .opinions
        .iter()
        .map(|opinion| {
            (opinion.value.clone(), opinion.voices[0].member.clone().unwrap(), opinion.voices[0].saw.clone())
        })
        .collect();
    assert_eq!(said, [(json!("fail"), "tv-2".into(), vec![]), (json!("pass"), "tv-3".into(), vec![])]);
    let beside = Beside { remark: Some("Chưa có số.".into()), note: Some("Hỏi lại".into()), evidence: 1 };
    assert_eq!(conflict.opinions[0].beside, beside);
    assert_eq!(conflict.opinions[1].beside, Beside::default(), "a remark of somebody else is not put into his mouth");
    let open = open(&store);
    let place = words(&open).place(&conflict.place, &conflict.record);
    assert_eq!(place.unit.as_deref(), Some("UBND xã Mẫu A"));
    assert_eq!(place.checklist.as_deref(), Some("Niêm yết thủ tục hành chính"));
    assert_eq!((place.number.as_deref(), words(&open).field(conflict)), (Some("1.1"), "đánh giá".to_owned()));
}

#[test]
fn laptops_that_say_the_same_are_one_opinion_with_both_authors() {
    let laptops = Laptops::apart();
    laptops.record(0, "tv-1", "[answer.\"thu/de-thay\"]\nverdict = \"pass\"");
    laptops.record(1, "tv-2", "[answer.\"thu/de-thay\"]\nverdict = \"pass\"");
    laptops.merge(0, 1);
    let all = found(&laptops.store(0));
    let fields: Vec<(&str, usize)> = all.iter().map(|it| (it.field.as_str(), it.opinions.len())).collect();
    assert_eq!(fields, [("remark", 2), ("verdict", 2)]);
}

#[test]
fn one_opinion_is_taken_with_its_remark_as_one_action_under_a_reason() {
    let laptops = Laptops::apart();
    let mut store = laptops.store(0);
    let all = found(&store);
    let verdict = all.iter().find(|conflict| conflict.field.as_str() == "verdict").unwrap();
    let open = open(&store);
    let words = words(&open);
    let taken = verdict.opinions[1].voices[0].revision;
    let lines = Settle::whole(&words, &all, verdict, taken).unwrap();
    assert_eq!(lines.len(), 2);
    let blank = settle(&mut store, &words, &because("tv-1", "  "), &lines);
    assert!(matches!(blank, Err(ConflictError::ReasonMissing)));
    assert_eq!(found(&store).len(), 2, "a refusal changes nothing");
    assert_eq!(settle(&mut store, &words, &because("tv-1", "Xem ảnh"), &lines).unwrap(), Settled::Closed);
    assert_eq!(found(&store), []);
    let history = store.journal().history(&record("dia-chi")).unwrap();
    let made: Vec<_> = history.iter().filter(|revision| revision.member.as_deref() == Some("tv-1")).collect();
    assert!(made.iter().all(|revision| revision.action == made[0].action && revision.parents.len() == 2));
    assert_eq!(made.len(), 2);
    let answers = store.answers(&round_id(), &unit_id()).unwrap();
    assert_eq!(answers.get("thu", "dia-chi").unwrap().remark.as_deref(), Some("Đã niêm yết đủ 4 kênh."));
    // Everybody who gets the decision has it settled, too.
    drop(store);
    laptops.merge(1, 0);
    assert_eq!(found(&laptops.store(1)), []);
}

#[test]
fn a_late_opinion_reopens_what_was_decided_and_tells_the_decision() {
    let laptops = Laptops::apart();
    let taken = found(&laptops.store(0))[1].opinions[0].voices[0].revision;
    decide(&mut laptops.store(0), "verdict", Choice::Take(taken), &because("tv-1", "Đã xem lại")).unwrap();
    laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nverdict = \"partial\"");
    laptops.merge(0, 2);
    let all = found(&laptops.store(0));
    let verdict = all.iter().find(|conflict| conflict.field.as_str() == "verdict").unwrap();
    let decision = verdict.reopened.as_ref().unwrap();
    assert_eq!((decision.value.clone(), decision.reason.as_deref()), (json!("fail"), Some("Đã xem lại")));
    assert_eq!(verdict.before, [json!("pass")], "what the late one stood on and the decision took in");
    let decided = decided(&laptops.store(0), &open(&laptops.store(0)).round, None).unwrap();
    assert_eq!(decided.iter().map(|each| each.outcome).collect::<Vec<_>>(), [Outcome::Reopened]);
}

#[test]
fn an_opinion_that_came_while_one_was_looking_leaves_it_open() {
    let laptops = Laptops::apart();
    let store = laptops.store(0);
    let all = found(&store);
    let opened = open(&store);
    let words = words(&opened);
    let line = Settle::of(&words, &all[1], Choice::Write(json!("na"))).unwrap();
    drop(store);
    laptops.record(1, "tv-2", "[answer.\"thu/dia-chi\"]\nverdict = \"partial\"");
    laptops.merge(0, 1);
    let settled = settle(&mut laptops.store(0), &words, &because("tv-1", "Không có bảng"), &[line]).unwrap();
    assert_eq!(settled, Settled::StillOpen(vec![all[1].field.clone()]));
    assert_eq!(found(&laptops.store(0)).len(), 2);
}

#[test]
fn a_new_value_is_checked_as_typing_it_would_be() {
    let laptops = Laptops::apart();
    laptops.record(1, "tv-2", "[answer.\"thu/tong\"]\nnumber = 10");
    laptops.record(2, "tv-3", "[answer.\"thu/tong\"]\nnumber = 12");
    for other in [1, 2] {
        laptops.merge(0, other);
    }
    let store = laptops.store(0);
    let open = open(&store);
    let words = words(&open);
    let conflict = named(&store, &words, &record("tong"), "number").unwrap();
    let write = |value: Value| choose(&words, &conflict, Choice::Write(value));
    assert_eq!(write(json!(11.0)).unwrap(), json!(11));
    for wrong in [json!("11"), json!(1.5), json!(2000), json!(-1), json!({})] {
        assert!(write(wrong.clone()).is_err(), "{wrong}");
    }
    let text = named(&store, &words, &record("dia-chi"), "remark").unwrap();
    let joined = joined(&words, &text);
    assert_eq!(joined, "Thành viên 2: Chưa có số điện thoại.\nThành viên 3: Đã niêm yết đủ 4 kênh.");
    assert_eq!(choose(&words, &text, Choice::Write(json!("  Một câu. "))).unwrap(), json!("Một câu."));
    let revision = conflict.opinions[0].voices[0].revision;
    assert!(matches!(choose(&words, &text, Choice::Take(revision)), Err(ConflictError::NotAnOpinion { .. })));
}

#[test]
fn what_is_not_contested_says_so_plainly() {
    let laptops = Laptops::apart();
    let mut store = laptops.store(0);
    let open = open(&store);
    let words = words(&open);
    let none = named(&store, &words, &RecordKey::new("answer/2025-dot-1/mau-a/thu/khac").unwrap(), "verdict");
    assert!(matches!(none, Err(ConflictError::UnknownRecord { .. })));
    let field = named(&store, &words, &record("dia-chi"), "so-lieu").unwrap_err().to_string();
    assert!(field.contains("remark, verdict"), "{field}");
    let taken = found(&store)[1].opinions[0].voices[0].revision;
    decide(&mut store, "verdict", Choice::Take(taken), &because("tv-1", "Đã xem")).unwrap();
    let settled = decide(&mut store, "verdict", Choice::Take(taken), &because("tv-1", "Đã xem")).unwrap_err();
    assert!(settled.to_string().contains("CHƯA ĐẠT") && settled.to_string().contains("Thành viên 1"), "{settled}");
}

#[test]
fn whatever_people_write_can_be_contested_and_status_check_and_signing_count_the_same() {
    let laptops = Laptops::apart();
    // A form and its second reading, the visit, a row that both changed, and the unit's definition.
    let checklist = open(&laptops.store(0)).editions[0].checklist.clone();
    let (form, row) = (checklist.item("phieu").unwrap(), checklist.item("mau").unwrap());
    let content = |answer: u32| FormContent { answers: vec![answer], ..FormContent::default() };
    let mut first = laptops.store(0);
    let at = recorder("tv-1", None);
    first.record_sets(&at, &checklist, form, &[SetChange::AddForm(content(5))]).unwrap();
    first.record_sets(&at, &checklist, row, &[SetChange::AddRow([("ten".into(), json!("Khai sinh"))].into())]).unwrap();
    let answers = first.answers(&round_id(), &unit_id()).unwrap();
    let form_id = answers.get("thu", "phieu").unwrap().forms[0].id.clone();
    let row_id = answers.get("thu", "mau").unwrap().rows[0].id.clone();
    let drawn = crate::inspection::Drawn { seed: "x".into(), number: 1, of: 1, percent: 10 };
    first.record_sets(&at, &checklist, form, &[SetChange::Second(form_id.clone(), SecondChange::Draw(drawn))]).unwrap();
    drop(first);
    for (laptop, member, answer) in [(1, "tv-2", 4), (2, "tv-3", 3)] {
        laptops.merge(laptop, 0);
        let mut store = laptops.store(laptop);
        let at = recorder(member, None);
        let readings = crate::inspection::Readings { first: content(5), second: content(answer) };
        let sets = [
            SetChange::SetForm(form_id.clone(), content(answer)),
            SetChange::Second(form_id.clone(), SecondChange::Read(readings)),
        ];
        store.record_sets(&at, &checklist, form, &sets).unwrap();
        let decided = [("thai-do".to_owned(), if answer == 4 { Reading::First } else { Reading::Second })].into();
        let decide = SetChange::Second(form_id.clone(), SecondChange::Decide(decided));
        store.record_sets(&at, &checklist, form, &[decide]).unwrap();
        let cell = SetChange::SetCell { row: row_id.clone(), column: "dung".into(), value: json!(answer == 4) };
        store.record_sets(&at, &checklist, row, &[cell]).unwrap();
        store.record_visit(&at, &[VisitChange::Place(Some(format!("Phòng {answer}")))]).unwrap();
        let mut round = store.round("2025-dot-1").unwrap();
        round.units[0].name = format!("UBND xã Mẫu A{answer}");
        store.add_round(&round, Some(member)).unwrap();
    }
    for laptop in [1, 2] {
        laptops.merge(0, laptop);
    }
    let store = laptops.store(0);
    let all = found(&store);
    let mut kinds: Vec<String> = all.iter().map(|it| format!("{} {}", it.record.kind(), it.field)).collect();
    kinds.sort();
    let expected = [
        "answer remark",
        "answer verdict",
        "form content",
        "row dung",
        "second content",
        "second decided",
        "unit name",
        "visit place",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(counted(&store), (all.len(), all.len()), "status and check count what conflicts lists");
    let answers = store.answers(&round_id(), &unit_id()).unwrap();
    let survey = answers.get("thu", "phieu").unwrap();
    assert!(survey.forms.is_empty(), "the first head is not silently taken for the form");
    assert!(survey.second[0].readings.is_none() && survey.second[0].decided.is_empty());
    let open = open(&store);
    let names: Vec<String> = all.iter().map(|conflict| words(&open).field(conflict)).collect();
    assert!(names.contains(&"dòng “Khai sinh”, Đúng".to_owned()), "{names:?}");
    assert!(names.contains(&"phiếu khảo sát 1".to_owned()), "{names:?}");
    drop(store);
    let refused = sign(&mut laptops.store(0), &recorder("tv-1", Some("vội"))).unwrap_err().to_string();
    assert!(
        refused.contains(&all.iter().map(|it| &it.record).collect::<std::collections::BTreeSet<_>>().len().to_string()),
        "{refused}"
    );
    // Every one of them can be decided.
    let mut store = laptops.store(0);
    for conflict in &all {
        let choice = Choice::Take(conflict.opinions[0].voices[0].revision);
        let line = Settle::of(&words(&open), conflict, choice).unwrap();
        settle(&mut store, &words(&open), &because("tv-1", "Đã hỏi lại"), &[line]).unwrap();
    }
    assert_eq!((found(&store), counted(&store)), (Vec::new(), (0, 0)));
}

#[test]
fn words_an_answer_was_asked_in_are_no_opinion_and_keep_nobody_from_answering() {
    let laptops = Laptops::new(2);
    laptops.record(0, "tv-1", "[answer.\"thu/de-thay\"]\nverdict = \"pass\"");
    let file = laptops.homes[1].path().join("checklists/thu.toml");
    let other = std::fs::read_to_string(&file).unwrap().replace("dễ thấy, dễ đọc", "dễ thấy");
    std::fs::write(&file, other).unwrap();
    let mut store = laptops.store(1);
    let round = store.round("2025-dot-1").unwrap();
    store.add_round(&round, None).unwrap();
    let edition = open(&store).editions[0].checklist.clone();
    drop(store);
    let mut first = laptops.store(0);
    first.journal_mut().edition_put(&edition.hash.0, "thu", &edition.edition, &edition.text).unwrap();
    drop(first);
    laptops.record(1, "tv-2", "[answer.\"thu/de-thay\"]\nverdict = \"pass\"");
    laptops.merge(0, 1);
    let all = found(&laptops.store(0));
    assert!(all.iter().all(|conflict| conflict.record.kind() == "pin"), "{all:?}");
    laptops.record(0, "tv-1", "[answer.\"thu/de-thay\"]\nverdict = \"fail\"");
    let answers = laptops.store(0).answers(&round_id(), &unit_id()).unwrap();
    assert_eq!(answers.get("thu", "de-thay").unwrap().verdict, crate::checklist::Verdict::from_name("fail"));
}

#[test]
fn only_flagged_when_somebody_other_than_the_lead_decides() {
    let laptops = Laptops::apart();
    laptops.merge(1, 0);
    let taken = found(&laptops.store(1))[1].opinions[0].voices[0].revision;
    decide(&mut laptops.store(1), "verdict", Choice::Take(taken), &because("tv-2", "Tôi xem lại rồi")).unwrap();
    laptops.merge(0, 1);
    let store = laptops.store(0);
    let open = open(&store);
    let all = decided(&store, &open.round, Some(&unit_id())).unwrap();
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((one.outcome, one.opinions.len()), (Outcome::Stands, 2));
    let words = words(&open);
    assert_eq!(words.role_of_no_lead(one.decision.member.as_deref()).as_deref(), Some("thành viên"));
    assert_eq!(words.role_of_no_lead(Some("tv-1")), None);
}

#[test]
fn parallel_changes_of_one_answer_stay_marked_until_somebody_has_looked() {
    let laptops = Laptops::new(3);
    laptops.record(1, "tv-2", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"");
    laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nremark = \"Có đủ\"");
    // One person who wrote both is no parallel change.
    laptops.record(1, "tv-2", "[answer.\"thu/de-thay\"]\nverdict = \"pass\"\nremark = \"Tốt\"");
    for laptop in [1, 2] {
        laptops.merge(0, laptop);
    }
    let all = parallel(&laptops.store(0), &round_id()).unwrap();
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((one.unit.clone(), one.key.clone()), (unit_id(), key("dia-chi")));
    let fields: Vec<&str> = one.sides.iter().map(|side| side.field.as_str()).collect();
    assert_eq!(fields, ["remark", "verdict"]);
    assert!(found(&laptops.store(0)).is_empty(), "nothing contradicts");

    let author = Author { member: Some("tv-1".into()), reason: None };
    look(&mut laptops.store(0), &round_id(), &author, &unit_id(), &key("dia-chi")).unwrap();
    assert_eq!(parallel_at(&laptops.store(0), &round_id(), &unit_id()).unwrap(), []);
    laptops.merge(1, 0);
    assert_eq!(parallel(&laptops.store(1), &round_id()).unwrap(), [], "the look travels");
    // Anything newer that its author wrote unseeing is marked again.
    laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nremark = \"Có đủ bốn kênh\"");
    laptops.merge(0, 2);
    assert_eq!(parallel(&laptops.store(0), &round_id()).unwrap().len(), 1);
    look(&mut laptops.store(0), &round_id(), &author, &unit_id(), &key("dia-chi")).unwrap();
    assert_eq!(parallel(&laptops.store(0), &round_id()).unwrap(), []);
}

#[test]
fn laptops_that_say_different_things_of_a_step_make_a_conflict_that_names_it() {
    let laptops = Laptops::apart();
    for (laptop, member, day) in [(1, "tv-2", "2025-10-01"), (2, "tv-3", "2025-10-02")] {
        laptops.merge(laptop, 0);
        let mut store = laptops.store(laptop);
        let round = store.round("2025-dot-1").unwrap();
        let content = crate::inspection::StepContent {
            done: day.parse().unwrap(),
            number: Some("15/SNV".to_owned()),
            note: None,
        };
        let change = crate::inspection::StepChange::Done(content);
        let step = crate::inspection::Step::Announcement;
        store.record_step(&round, &[unit_id()], member, step, &change).unwrap();
    }
    laptops.merge(0, 1);
    laptops.merge(0, 2);
    let store = laptops.store(0);
    let open = open(&store);
    let conflict = found(&store).into_iter().find(|conflict| conflict.record.kind() == "step").unwrap();
    let words = words(&open);
    assert_eq!(words.field(&conflict), "Công văn thông báo kiểm tra");
    let said: Vec<String> =
        conflict.opinions.iter().map(|opinion| words.value(&conflict.record, "content", &opinion.value)).collect();
    assert!(said.contains(&"01/10/2025 · 15/SNV".to_owned()) && said.len() == 2, "{said:?}");
    // Nothing is due or done of a step on which laptops differ.
    let steps = store.steps(&round_id()).unwrap();
    assert_eq!(steps[&unit_id()][&crate::inspection::Step::Announcement].done, crate::inspection::Said::Contested);
}

//! `return`: an answer is sent back, its question travels, the new answer comes back.

use std::ops::ControlFlow;

use kiemtra::inspection::Store;
use kiemtra::journal::{Admission, Chain, Clock, Holdings, Incoming, JournalError, MergeMode, StoredRevision};
use serde_json::{Value, json};

use crate::place::{ANSWERS, NOW, Place, ROUND, words};

const ASK: [&str; 7] = ["return", "--round", ROUND, "--unit", "mau-a", "--item", "phieu-mau/cong-khai"];

fn store(place: &Place) -> Store {
    Store::open(&place.home(), Clock::Fixed(NOW.parse().unwrap())).unwrap()
}

/// What `from` holds of the round comes into the home of `to`.
fn bring(from: &Place, to: &Place) {
    let from = store(from);
    let mut stored: Vec<StoredRevision> = Vec::new();
    from.journal().stored(ROUND, &mut |bytes| stored.push(StoredRevision::new(bytes.to_vec()))).unwrap();
    let pack = Incoming {
        chain: Chain::Round(ROUND.into()),
        sender: Some(from.journal().device().clone()),
        digest: "d".to_owned(),
        about: json!({}),
        revisions: &mut |each| stored.iter().try_for_each(each),
        judge: &mut |_| Admission::Take,
        holdings: Holdings::default(),
        tips: Vec::new(),
        go_on: &mut |_| ControlFlow::Continue(()),
    };
    store(to).journal_mut().merge(vec![pack], MergeMode::Keep, |_, _| Ok::<_, JournalError>(())).unwrap();
}

fn ask<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&ASK[..], more].concat()
}

fn questions(place: &Place) -> Vec<Value> {
    let text = place.run(&["return", "list", "--round", ROUND, "--json"]).printed();
    let report: Value = serde_json::from_str(&text).unwrap();
    report["questions"].as_array().unwrap().clone()
}

#[test]
fn the_lead_asks_the_member_answers_the_lead_sees_the_new_answer_and_settles() {
    let (lead, member) = (Place::with_round(), Place::with_answers());
    bring(&member, &lead);
    let said = lead.run(&ask(&["--question", "Có ảnh chụp bảng không?"])).printed();
    assert!(said.contains("cho Thành viên 1"), "whoever recorded the answer: {said}");

    bring(&lead, &member);
    let listed = member.run(&["return", "list", "--round", ROUND]).printed();
    assert!(listed.contains("chờ trả lời") && listed.contains("Có ảnh chụp bảng không?"), "{listed}");
    let changed = ANSWERS.replace("verdict = \"fail\"", "verdict = \"pass\"");
    assert_ne!(changed, ANSWERS);
    member.write("b.toml", changed);
    member.run(&["record", "b.toml"]).printed();

    bring(&member, &lead);
    let question = questions(&lead).remove(0);
    assert_eq!((&question["state"], &question["to"]), (&json!("answered"), &json!("thanh-vien-1")));
    assert_eq!(question["item"], "phieu-mau/cong-khai");
    let change = &question["changes"][0];
    assert_eq!((&change["before"], &change["after"]), (&json!(["fail"]), &json!("pass")));
    assert_eq!(change["had_seen_question"], true);
    let listed = lead.run(&["return", "list", "--round", ROUND]).printed();
    assert!(listed.contains("verdict: CHƯA ĐẠT × → ĐẠT √ (Thành viên 1)"), "{listed}");

    let id = question["id"].as_str().unwrap();
    lead.run(&["return", "close", id]).printed();
    assert_eq!(questions(&lead)[0]["state"], "closed");
    lead.run(&["return", "close", &id[id.len() - 8..], "--reopen"]).printed();
    assert_eq!(questions(&lead)[0]["state"], "answered");
}

#[test]
fn a_reply_in_words_answers_and_only_the_asker_settles() {
    let place = Place::with_answers();
    place.run(&ask(&["--question", "Vì sao?"])).printed();
    let id = questions(&place).remove(0)["id"].as_str().unwrap().to_owned();
    place.run(&["return", "answer", &id, "--text", " "]).refused(2, "còn trống");
    place.run(&["--as", "thanh-vien-1", "return", "answer", &id, "--text", "Đã kiểm tra lại."]).printed();
    let question = questions(&place).remove(0);
    assert_eq!((&question["state"], &question["replies"][0]["text"]), (&json!("answered"), &json!("Đã kiểm tra lại.")));
    place.run(&["--as", "thanh-vien-1", "return", "close", &id]).refused(2, "chỉ người hỏi");
    place.run(&["return", "close", &id, "--reason", "Đã rõ"]).printed();
    assert_eq!(questions(&place)[0]["reason"], "Đã rõ");
    let log = place.run(&["log", "--round", ROUND]).printed();
    assert!(log.contains("= Vì sao?") && log.contains("= Đã kiểm tra lại."), "{log}");
}

#[test]
fn an_unanswered_item_may_be_asked_about_and_what_makes_no_sense_is_refused() {
    let place = Place::with_round();
    place.run(&ask(&["--question", "Nhớ kiểm tra bảng"])).printed();
    let before = place.log();
    place.run(&ask(&["--question", "  "])).refused(2, "câu hỏi còn trống");
    place.run(&ask(&["--question", "x", "--to", "ai-do"])).refused(2, "ai-do");
    place
        .run(&words("return --round 2025-dot-1 --unit mau-a --item phieu-mau/khong-co --question x"))
        .refused(2, "khong-co");
    place.run(&words("return --round 2025-dot-1 --unit mau-a --item khong-co --question x")).refused(2, "khong-co");
    place.run(&words("return --round 2025-dot-1 --unit mau-z --item phieu-mau/tong --question x")).refused(2, "mau-z");
    place.run(&words("return --round khac --unit mau-a --item phieu-mau/tong --question x")).refused(2, "khac");
    place.run(&words("return --round 2025-dot-1 --unit mau-a --question x")).refused(2, "còn thiếu: --item");
    place.run(&words("return close khong-co")).refused(2, "không có câu hỏi");
    place.run(&words("return answer khong-co --text x")).refused(2, "không có câu hỏi");
    assert_eq!(place.log(), before, "a refusal changes nothing");
}

#[test]
fn an_open_question_is_named_when_signing_and_is_no_problem() {
    let place = Place::with_answers();
    let check = |place: &Place| place.run(&["check", "--round", ROUND, "--json"]);
    let before = check(&place);
    place.run(&ask(&["--question", "Có ảnh không?"])).printed();
    assert_eq!(check(&place), before);
    let signed = place.run(&["sign", "--round", ROUND, "--unit", "mau-a", "--reason", "Hết giờ"]);
    assert_eq!(signed.code, 0);
    assert!(signed.err.contains("còn 1 câu hỏi chưa trả lời"), "{signed:?}");
    place.run(&ask(&["--question", "Sau khi ký vẫn hỏi được"])).printed();
}

#[test]
fn no_paper_holds_a_question_in_any_format() {
    let place = Place::with_answers();
    place.run(&ask(&["--question", "Vìsaothế"])).printed();
    let id = questions(&place).remove(0)["id"].as_str().unwrap().to_owned();
    place.run(&["return", "answer", &id, "--text", "Bởivìthế"]).printed();
    for paper in ["minutes", "notice"] {
        for ending in ["txt", "json", "docx"] {
            let file = format!("{paper}.{ending}");
            place.run(&[paper, "--round", ROUND, "--unit", "mau-a", "-o", &file]).printed();
            let text = if ending == "docx" {
                docx_text(&place.path(&file))
            } else {
                std::fs::read_to_string(place.path(&file)).unwrap()
            };
            assert!(text.len() > 500, "{file} has something in it");
            assert!(!text.contains("Vìsaothế") && !text.contains("Bởivìthế"), "{file}");
        }
    }
}

/// The XML of all parts of a .docx.
fn docx_text(path: &std::path::Path) -> String {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut all = String::new();
    for index in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

//! `checklist adopt`: answers made under another edition, and the edition a round uses.

use kiemtra::inspection::Store;
use kiemtra::journal::Clock;
use serde_json::Value;

use crate::place::{Place, ROUND, words};

const FIRST: &str = include_str!("fixtures/phieu-mau.toml");

/// Another edition that asks for the total in other words.
fn second() -> String {
    FIRST.replace("edition = \"1\"", "edition = \"2\"").replace("Tổng số thủ tục", "Tổng số thủ tục hành chính")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn problems(place: &Place) -> Vec<Value> {
    let report = json(&place.run(&words("check --round 2025-dot-1 --json")).out);
    let problems = report["problems"].as_array().unwrap().clone();
    problems.into_iter().filter(|problem| problem["kind"] == "edition").collect()
}

/// What `from` recorded and the editions it keeps, taken in by `to`.
fn meet(from: &Place, to: &Place) {
    let clock = || Clock::Fixed("2025-10-20T08:00:00+07:00".parse().unwrap());
    let from = Store::open(&from.home(), clock()).unwrap();
    let mut to = Store::open(&to.home(), clock()).unwrap();
    let mut stored = Vec::new();
    from.journal().stored(ROUND, &mut |bytes| stored.push(bytes.to_vec())).unwrap();
    to.journal_mut().import(stored).unwrap();
    for kept in from.journal().editions().unwrap() {
        let text = from.journal().edition(&kept.hash).unwrap().unwrap();
        to.journal_mut().edition_put(&kept.hash, &kept.checklist, &kept.edition, &text).unwrap();
    }
}

#[test]
fn a_newer_file_is_used_when_asked_and_old_answers_are_taken_over_with_a_reason() {
    let place = Place::with_answers();
    place.write("home/checklists/phieu-mau.toml", second());
    let shown = place.run(&words("round show 2025-dot-1")).printed();
    assert!(shown.contains("--edition phieu-mau@2"), "{shown}");
    let listed = place.run(&words("checklist adopt --round 2025-dot-1")).printed();
    assert_eq!(listed, "Mọi câu trả lời đều theo bản phiếu đang dùng.\n");
    let used = place.run(&words("checklist adopt --round 2025-dot-1 --edition phieu-mau@2")).printed();
    assert_eq!(used, "Từ nay đợt kiểm tra dùng bản 2 của phiếu phieu-mau.\n");
    assert_eq!(problems(&place).len(), 1);
    insta::assert_snapshot!(place.run(&words("checklist adopt --round 2025-dot-1")).printed(), @r#"
    Phiếu mẫu
    Nội dung đã đổi
      phieu-mau/tong  Tổng số thủ tục hành chính
        Câu hỏi: Tổng số thủ tục → Tổng số thủ tục hành chính
        mau-a: 10.095 (thanh-vien-1)

    Lấy lại những câu trả lời vẫn đúng: kiemtra checklist adopt --round 2025-dot-1 --reason "lý do"
    "#);

    let before = place.log();
    let report = json(&place.run(&words("checklist adopt --round 2025-dot-1 --json")).printed());
    let changed = &report["checklists"][0]["changed"][0];
    assert_eq!(
        (changed["item"].as_str(), changed["answers"][0]["holds"].as_bool()),
        (Some("phieu-mau/tong"), Some(true))
    );
    assert_eq!(changed["differences"][0]["aspect"], "ask");
    assert_eq!(place.log(), before, "listing changes nothing");

    let adopt = ["checklist", "adopt", "--round", ROUND, "--item", "phieu-mau/tong", "--reason", "Chỉ đổi câu chữ"];
    assert_eq!(place.run(&adopt).printed(), "phieu-mau/tong: đã lấy lại câu trả lời cũ ở 1 đơn vị.\n");
    assert!(problems(&place).is_empty());
    let log = place.run(&words("log --round 2025-dot-1")).printed();
    assert!(log.contains("Chỉ đổi câu chữ"), "{log}");
    assert_eq!(place.run(&adopt).printed(), "Không có câu trả lời nào được lấy lại.\n");
}

#[test]
fn a_signed_unit_is_amended_only_where_it_is_named() {
    let place = Place::with_answers();
    place.run(&["sign", "--round", ROUND, "--unit", "mau-a", "--reason", "Ký thử"]).printed();
    place.write("home/checklists/phieu-mau.toml", second());
    place.run(&words("checklist adopt --round 2025-dot-1 --edition phieu-mau@2")).printed();
    let told = place.run(&["checklist", "adopt", "--round", ROUND, "--reason", "Chỉ đổi câu chữ"]).printed();
    assert!(told.contains("mau-a đã ký biên bản nên không lấy lại"), "{told}");
    assert_eq!(problems(&place).len(), 1);
    let named = ["checklist", "adopt", "--round", ROUND, "--unit", "mau-a", "--reason", "Chỉ đổi câu chữ"];
    assert!(place.run(&named).printed().contains("ở 1 đơn vị"));
    assert!(problems(&place).is_empty());
}

#[test]
fn two_editions_of_one_round_are_one_problem_told_everywhere_and_settled_with_a_reason() {
    let lead = Place::new();
    lead.write("home/checklists/phieu-mau.toml", second());
    lead.write("round.toml", crate::place::ROUND_FILE);
    lead.run(&words("round add round.toml")).printed();
    let member = Place::with_answers();
    meet(&member, &lead);
    let found = problems(&lead);
    let of_round: Vec<&Value> = found.iter().filter(|problem| problem["unit"].is_null()).collect();
    assert_eq!(of_round.len(), 1, "{found:?}");
    assert_eq!((of_round[0]["item"].as_str(), of_round[0]["severity"].as_str()), (Some("phieu-mau"), Some("error")));
    for command in ["check --round 2025-dot-1", "status --round 2025-dot-1", "round show 2025-dot-1"] {
        let told = lead.run(&words(command)).out;
        assert!(told.contains("những bản khác nhau"), "{command}: {told}");
    }
    let choose = words("checklist adopt --round 2025-dot-1 --edition phieu-mau@1");
    lead.run(&choose).refused(2, "lý do");
    lead.run(&words("checklist adopt --round 2025-dot-1 --edition phieu-mau@3")).refused(2, "phieu-mau");
    lead.run(&[choose.as_slice(), &["--reason", "Kế hoạch ghi bản 1"]].concat()).printed();
    assert!(problems(&lead).is_empty());
}

#[test]
fn without_the_text_the_round_is_shown_and_answers_are_refused_with_what_to_do() {
    let member = Place::with_answers();
    let bare = Place::new();
    std::fs::remove_file(bare.path("home/checklists/phieu-mau.toml")).unwrap();
    let clock = || Clock::Fixed("2025-10-20T08:00:00+07:00".parse().unwrap());
    {
        let from = Store::open(&member.home(), clock()).unwrap();
        let mut stored = Vec::new();
        from.journal().stored(ROUND, &mut |bytes| stored.push(bytes.to_vec())).unwrap();
        Store::open(&bare.home(), clock()).unwrap().journal_mut().import(stored).unwrap();
    }
    let shown = bare.run(&words("round show 2025-dot-1")).printed();
    assert!(shown.contains("chưa có nội dung trên máy này") && shown.contains("Hãy gộp gói dữ liệu mới từ"), "{shown}");
    let listed = bare.run(&words("checklist adopt --round 2025-dot-1")).printed();
    assert!(listed.contains("phieu-mau/tong"), "{listed}");
    let file = bare.write("answers.toml", crate::place::ANSWERS);
    bare.run(&["record", file.to_str().unwrap()]).refused(2, "Máy này chưa có bản phiếu");
    meet(&member, &bare);
    assert!(problems(&bare).is_empty());
}

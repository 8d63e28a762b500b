//! `conflicts` and `resolve`: two homes that recorded differently, brought together.

use kiemtra::journal::{Clock, Journal};
use serde_json::Value;

use crate::place::{ANSWERS, Place, ROUND};

const RECORD: &str = "answer/2025-dot-1/mau-a/phieu-mau/cong-khai";
const LIST: [&str; 4] = ["conflicts", "--round", ROUND, "--json"];

/// Two members judged one item differently on two laptops; the first laptop holds both.
fn apart() -> Place {
    let (place, other) = (Place::with_answers(), Place::with_round());
    let answers = ANSWERS
        .replace("verdict = \"fail\"", "verdict = \"pass\"")
        .replace("Chưa có số điện thoại", "Đủ bốn kênh")
        .replace("thanh-vien-1", "truong-doan");
    other.write("b.toml", answers);
    other.run(&["record", "b.toml"]).printed();
    bring(&other, &place);
    place
}

fn bring(from: &Place, to: &Place) {
    let open = |place: &Place| Journal::open(&place.home(), Clock::System).unwrap();
    let mut stored: Vec<Vec<u8>> = Vec::new();
    open(from).stored(ROUND, &mut |bytes| stored.push(bytes.to_vec())).unwrap();
    open(to).import(&stored).unwrap();
}

fn listed(place: &Place) -> Value {
    serde_json::from_str(&place.run(&LIST).printed()).unwrap()
}

fn fields(place: &Place) -> Vec<String> {
    let listed = listed(place);
    let of_item = listed["conflicts"].as_array().unwrap().iter().filter(|it| it["record"] == RECORD);
    of_item.map(|conflict| conflict["field"].as_str().unwrap().to_owned()).collect()
}

fn revision(place: &Place, field: &str, value: &str) -> String {
    let listed = listed(place);
    let conflicts = listed["conflicts"].as_array().unwrap();
    let conflict = conflicts.iter().find(|it| it["record"] == RECORD && it["field"] == field).unwrap();
    let options = conflict["options"].as_array().unwrap();
    options.iter().find(|option| option["value"] == value).unwrap()["revision"].as_str().unwrap().to_owned()
}

#[test]
fn both_opinions_are_listed_counted_alike_and_one_taken_with_a_reason() {
    let place = apart();
    assert_eq!(fields(&place), ["remark", "verdict"]);
    let list = listed(&place);
    let option = &list["conflicts"][0]["options"][0];
    for member in ["revision", "member", "device", "made_at", "value"] {
        assert!(option.get(member).is_some(), "{option}");
    }
    let count = list["conflicts"].as_array().unwrap().len();
    let status: Value = serde_json::from_str(&place.run(&["status", "--round", ROUND, "--json"]).printed()).unwrap();
    let counted: u64 = status["units"].as_array().unwrap().iter().map(|unit| unit["conflicts"].as_u64().unwrap()).sum();
    assert_eq!(counted, count as u64);
    let check = place.run(&["check", "--round", ROUND, "--json"]);
    let check: Value = serde_json::from_str(&check.out).unwrap();
    let problems = check["problems"].as_array().unwrap();
    assert_eq!(problems.iter().filter(|problem| problem["kind"] == "conflict").count(), count);
    let table = place.run(&LIST[..3]).printed();
    assert!(table.contains("CHƯA ĐẠT") && table.contains("trước đó: chưa đánh giá"), "{table}");
    assert!(table.contains(RECORD), "{table}");

    let take = revision(&place, "verdict", "pass");
    let said =
        place.run(&["resolve", RECORD, "verdict", "--take", &take, "--reason", "Xem ảnh", "--as", "truong-doan"]);
    assert!(said.printed().contains("ĐẠT"));
    assert_eq!(fields(&place), ["remark"]);
    let member = ["resolve", RECORD, "remark", "--value", "\"Đủ kênh\"", "--reason", "Gọn hơn", "--as", "thanh-vien-1"];
    let said = place.run(&member).printed();
    assert!(said.contains("không phải trưởng đoàn"), "{said}");
    assert_eq!(fields(&place), [""; 0]);
    let log = place.run(&["log", "--round", ROUND]).printed();
    assert!(log.contains("[quyết định khi có ý kiến khác nhau]"), "{log}");
    assert!(log.contains("không phải trưởng đoàn]"), "{log}");

    place.run(&["conflicts", "--round", ROUND, "--unit", "mau-a", "-o", "noi-bo.docx"]).printed();
    place.run(&["conflicts", "--round", ROUND, "-o", "noi-bo.json"]).printed();
    let annex: Value = serde_json::from_slice(&std::fs::read(place.path("noi-bo.json")).unwrap()).unwrap();
    assert_eq!(annex["kind"], "internal");
    for paper in ["minutes", "notice"] {
        place.run(&[paper, "--round", ROUND, "--unit", "mau-a", "-o", "p.txt"]).printed();
        let text = std::fs::read_to_string(place.path("p.txt")).unwrap();
        assert!(!text.contains("Xem ảnh") && !text.contains("Chưa có số"), "{text}");
    }
}

#[test]
fn what_cannot_be_decided_is_refused_plainly_and_changes_nothing() {
    let place = apart();
    let before = place.log();
    let take = revision(&place, "verdict", "pass");
    let resolve = |rest: &[&str]| place.run(&[&["resolve", RECORD, "verdict"], rest].concat());
    resolve(&["--take", &take]).refused(2, "lý do");
    resolve(&["--take", &take, "--reason", "  "]).refused(2, "lý do");
    resolve(&["--reason", "x"]).refused(2, "--take");
    resolve(&["--take", &"0".repeat(64), "--reason", "x"]).refused(2, &take);
    for wrong in ["\"tốt\"", "5", "{}", "pass", ""] {
        resolve(&["--value", wrong, "--reason", "x"]).refused(2, "JSON");
    }
    let other = |record: &str, field: &str| place.run(&["resolve", record, field, "--take", &take, "--reason", "x"]);
    other("answer/2025-dot-1/mau-a/phieu-mau/khac", "verdict").refused(2, "chưa có gì được ghi");
    other(RECORD, "so-lieu").refused(2, "remark, verdict");
    other("answer/2025-dot-1/mau-a/phieu-mau/dung", "number").refused(2, "9.256");
    other("setting/screen", "theme").refused(2, "không thuộc đợt");
    other("Answer", "verdict").refused(2, "Answer");
    other("answer/2025-dot-9/mau-a/phieu-mau/dung", "number").refused(2, "2025-dot-9");
    place.run(&["conflicts", "--round", ROUND, "--unit", "khac"]).refused(2, "mau-a");
    place.run(&["conflicts", "--round", ROUND, "-o", "x.pdf"]).refused(2, ".docx");
    assert_eq!(place.log(), before);
}

#[test]
fn a_signed_unit_takes_a_decision_with_its_reason_as_a_change_after_signing() {
    let (place, other) = (Place::with_answers(), Place::with_round());
    place.run(&["sign", "--round", ROUND, "--unit", "mau-a", "--reason", "x"]).printed();
    other.write("b.toml", ANSWERS.replace("verdict = \"fail\"", "verdict = \"pass\""));
    other.run(&["record", "b.toml"]).printed();
    bring(&other, &place);
    let take = revision(&place, "verdict", "pass");
    place.run(&["resolve", RECORD, "verdict", "--take", &take, "--reason", "Đơn vị bổ sung ảnh"]).printed();
    place.run(&["minutes", "--round", ROUND, "--unit", "mau-a", "-o", "bb.txt"]).printed();
    let minutes = std::fs::read_to_string(place.path("bb.txt")).unwrap();
    assert!(minutes.contains("NỘI DUNG THAY ĐỔI SAU KHI KÝ BIÊN BẢN"), "{minutes}");
}

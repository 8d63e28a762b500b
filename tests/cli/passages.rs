//! `passage`: the draft of a notice is looked at and changed, and the notice follows.

use crate::place::{ANSWERS, Place, ROUND};

const ITEM: &str = "shortcomings/phieu-mau/cong-khai";

fn passage(place: &Place, what: &[&str]) -> crate::place::Outcome {
    place.run(&[&["passage"], what, &["--round", ROUND, "--unit", "mau-a"]].concat())
}

fn notice(place: &Place) -> String {
    place.run(&["notice", "--round", ROUND, "--unit", "mau-a", "-o", "tb.txt"]).printed();
    std::fs::read_to_string(place.path("tb.txt")).unwrap()
}

fn listed(place: &Place) -> serde_json::Value {
    serde_json::from_str(&passage(place, &["list", "--json"]).printed()).unwrap()
}

fn one(place: &Place, id: &str) -> serde_json::Value {
    let list = listed(place);
    let found = list["passages"].as_array().unwrap().iter().find(|of| of["id"] == id).cloned();
    found.unwrap_or_else(|| panic!("no {id} in {list}"))
}

#[test]
fn a_passage_is_edited_left_out_and_restored_and_the_notice_follows() {
    let place = Place::with_answers();
    let before = notice(&place);
    assert_eq!(one(&place, ITEM)["standing"], "drafted");
    let said = passage(&place, &["edit", ITEM, "--text", "Chưa công khai số điện thoại."]).printed();
    assert!(said.contains("[đã sửa]") && said.contains("Chưa công khai số điện thoại."), "{said}");
    assert!(notice(&place).contains("Chưa công khai số điện thoại."));
    assert_eq!(one(&place, ITEM)["edited"][0]["member"], "truong-doan");

    // The records change: the words stay and are marked.
    place.write("b.toml", ANSWERS.replace("Chưa có số điện thoại", "Chưa có địa chỉ thư điện tử"));
    place.run(&["record", "b.toml"]).printed();
    let changed = one(&place, ITEM);
    assert_eq!(changed["standing"], "changed");
    assert!(changed["change"]["now"].as_str().unwrap().contains("thư điện tử"), "{changed}");
    passage(&place, &["take", ITEM]).refused(2, "Hãy sửa lại câu");
    place.write("a.toml", ANSWERS);
    place.run(&["record", "a.toml"]).printed();

    passage(&place, &["leave-out", ITEM, "--reason", "Đã khắc phục tại chỗ"]).printed();
    assert!(!notice(&place).contains("Chưa công khai"));
    let requirement = one(&place, "for-unit/phieu-mau/cong-khai");
    assert_eq!((&requirement["standing"], &requirement["with"]), (&"left-out".into(), &ITEM.into()));
    passage(&place, &["restore", ITEM]).printed();
    assert_eq!(notice(&place), before);
}

#[test]
fn figures_are_traced_and_those_typed_wrong_are_named() {
    let place = Place::with_answers();
    passage(&place, &["own", "--part", "assessment", "--text", "Tổng số hồ sơ tiếp nhận là 10.096 hồ sơ."]).printed();
    let list = passage(&place, &["list"]).printed();
    assert!(list.contains("ghi 10.096"), "{list}");
    assert_eq!(listed(&place)["contradictions"][0]["figure"], "10.096");
    let own =
        listed(&place)["passages"].as_array().unwrap().iter().find(|of| of["standing"] == "own").cloned().unwrap();
    let id = own["id"].as_str().unwrap();
    passage(&place, &["edit", id, "--text", "Tổng số hồ sơ tiếp nhận là 10.095 hồ sơ."]).printed();
    assert_eq!(listed(&place)["contradictions"], serde_json::json!([]));
    let shown = passage(&place, &["show", id]).printed();
    assert!(shown.contains("phieu-mau/tong") && shown.contains("= 10.095"), "{shown}");
    let shown: serde_json::Value = serde_json::from_str(&passage(&place, &["show", id, "--json"]).printed()).unwrap();
    let recorded = &shown["figures"][0]["origins"][0]["recorded"][0];
    assert_eq!((&recorded["member"], &recorded["value"]), (&"thanh-vien-1".into(), &10095.into()));
}

#[test]
fn what_cannot_be_meant_is_refused_and_changes_nothing() {
    let place = Place::with_answers();
    let before = place.log();
    passage(&place, &["edit", "shortcomings/nowhere", "--text", "x"]).refused(2, "nowhere");
    passage(&place, &["edit", "shortcomings/phieu-mau/tong", "--text", "x"]).refused(2, "không có đoạn");
    passage(&place, &["leave-out", ITEM, "--reason", " "]).refused(2, "lý do");
    passage(&place, &["own", "--part", "strengths", "--text", "x"]).refused(2, "lĩnh vực");
    passage(&place, &["own", "--part", "anywhere", "--text", "x"]).refused(2, "anywhere");
    passage(&place, &["deadline", ITEM, "--days", "5"]).refused(2, "thời hạn");
    passage(&place, &["place", ITEM]).refused(2, "");
    assert_eq!(place.log(), before);
}

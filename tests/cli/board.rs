//! `board`: what was expected of whom, and what has come from other laptops.

use serde_json::{Value, json};

use crate::place::{Place, ROUND};

fn board(place: &Place) -> Value {
    serde_json::from_str(&place.run(&["board", "--round", ROUND, "--json"]).printed()).unwrap()
}

#[test]
fn a_laptop_alone_has_all_unsent_and_nothing_to_wait_for() {
    let place = Place::with_answers();
    let told = board(&place);
    assert_eq!((&told["round"], &told["met"]), (&json!(ROUND), &json!(false)));
    assert!(told["unsent"].as_u64().unwrap() > 0);
    let cell = &told["units"][0]["checklists"][0]["members"][0];
    assert_eq!((&cell["final"], &cell["stale"]), (&json!(false), &json!(false)));
    assert!(cell["received"].as_u64().unwrap() > 0, "{told}");
    let said = place.run(&["board", "--round", ROUND]).printed();
    assert!(said.contains("Máy này chưa gộp gói nào"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
}

#[test]
fn a_member_who_packs_as_final_is_final_on_the_leads_board() {
    let (lead, member) = (Place::with_round(), Place::with_answers());
    let order = lead.path("order.ktra");
    let order = order.to_str().unwrap();
    assert_eq!(lead.run(&["pack", "--round", ROUND, "-o", order, "--work-order"]).code, 0);
    assert_eq!(member.run(&["merge", order, "--accept-new-devices"]).code, 0);
    let full = member.path("full.ktra");
    let full = full.to_str().unwrap();
    assert_eq!(member.run(&["--as", "thanh-vien-1", "pack", "--round", ROUND, "-o", full, "--final"]).code, 0);
    assert_eq!(lead.run(&["merge", full, "--accept-new-devices"]).code, 0);
    let told = board(&lead);
    assert_eq!(told["met"], true);
    let cells = told["units"][0]["checklists"][0]["members"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["member"] == "thanh-vien-1").unwrap();
    assert_eq!((&cell["final"], &cell["stale"]), (&json!(true), &json!(false)), "{told}");
    assert!(told["devices"].as_array().unwrap().iter().all(|device| device["gaps"] == json!([])), "{told}");
    let said = lead.run(&["board", "--round", ROUND]).printed();
    assert!(said.contains("√ xong"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
}

//! Keys into a real journal that holds what three laptops recorded apart, and pictures.

use serde_json::json;

use super::*;
use crate::exchange::conflict::find;
use crate::exchange::conflict::fixture::{Laptops, round_id, unit_id};
use crate::inspection::{Answer, ItemKey, VisitChange};
use crate::tui::screen::Executor;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::units::Units;
use crate::tui::testing::Stage;
use crate::tui::work::Office;

fn office(laptops: &Laptops) -> Office {
    Office::new(laptops.store(0), Some("tv-1".to_owned()))
}

fn opened(office: &mut Office) -> Arc<OpenRound> {
    match office.execute(&Request::OpenRound(round_id())) {
        Ok(Outcome::Round { open, .. }) => open,
        other => panic!("{other:?}"),
    }
}

fn stage(laptops: &Laptops) -> Stage<World, Office> {
    let mut office = office(laptops);
    let open = opened(&mut office);
    Stage::new(Conflicts::of_round(open), office)
}

fn inspection(laptops: &Laptops) -> Stage<World, Office> {
    let mut office = office(laptops);
    opened(&mut office);
    match office.execute(&Request::OpenUnit(round_id(), unit_id())) {
        Ok(Outcome::Unit(work)) => Stage::new(Inspection::new(*work), office),
        other => panic!("{other:?}"),
    }
}

/// Laptops are called by their ids, which are chance.
fn picture(laptops: &Laptops, stage: &Stage<World, Office>) -> String {
    let mut picture = stage.picture();
    for (laptop, name) in (0..laptops.homes.len()).zip(["aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd"]) {
        let id = laptops.store(laptop).journal().device().to_string();
        picture = picture.replace(&id[..8], name);
    }
    picture
}

fn open_fields(laptops: &Laptops) -> Vec<String> {
    let store = laptops.store(0);
    let round = store.round("2025-dot-1").unwrap();
    find(&store, &round).unwrap().into_iter().map(|conflict| conflict.field.to_string()).collect()
}

fn answer(laptops: &Laptops, item: &str) -> Answer {
    let store = laptops.store(0);
    store.answers(&round_id(), &unit_id()).unwrap().get("thu", item).cloned().unwrap_or_default()
}

/// Three opinions about one item, two about a figure.
fn three() -> Laptops {
    let laptops = Laptops::new(4);
    for (laptop, member, verdict, remark) in [
        (1, "tv-2", "fail", "Chưa có số điện thoại đường dây nóng, chỉ có địa chỉ thư điện tử của bộ phận Một cửa."),
        (2, "tv-3", "pass", "Đã niêm yết đủ 4 kênh."),
        (3, "tv-1", "partial", "Thiếu một kênh."),
    ] {
        laptops.record(
            laptop,
            member,
            &format!("[answer.\"thu/dia-chi\"]\nverdict = \"{verdict}\"\nremark = \"{remark}\"\n[answer.\"thu/tong\"]\nnumber = {}", 10 + laptop / 3),
        );
        laptops.merge(0, laptop);
    }
    laptops
}

#[test]
fn pictures() {
    let laptops = Laptops::apart();
    let mut stage = stage(&laptops);
    insta::assert_snapshot!("two_80", picture(&laptops, &stage));
    stage.resize(60, 16);
    insta::assert_snapshot!("two_60", picture(&laptops, &stage));
    stage.resize(80, 24).press("2").type_text("Xem lại");
    insta::assert_snapshot!("reason_80", picture(&laptops, &stage));
    stage.press("Esc Right Enter");
    insta::assert_snapshot!("joining_80", picture(&laptops, &stage));
    stage.sweep();
    let laptops = three();
    let mut stage = self::stage(&laptops);
    stage.resize(120, 40);
    insta::assert_snapshot!("three_120", picture(&laptops, &stage));
    stage.resize(80, 24);
    insta::assert_snapshot!("three_80", picture(&laptops, &stage));
    stage.press("Tab Tab");
    stage.sweep();
}

/// A number, the reason, Enter: three steps to a decision, and on to the next.
#[test]
fn an_opinion_is_taken_with_its_remark_and_the_next_one_shown() {
    let laptops = three();
    let mut stage = stage(&laptops);
    assert!(stage.line(0).contains("1/3"), "{}", stage.picture());
    stage.press("2 Enter");
    assert!(stage.picture().contains("Hãy ghi lý do chọn"), "{}", stage.picture());
    stage.type_text("Xem ảnh 12\n");
    let recorded = answer(&laptops, "dia-chi");
    assert_eq!(recorded.verdict, crate::checklist::Verdict::from_name("pass"));
    assert_eq!(recorded.remark.as_deref(), Some("Đã niêm yết đủ 4 kênh."));
    assert_eq!(open_fields(&laptops), ["number"]);
    assert!(stage.line(0).contains("1/1") && stage.picture().contains("Tổng số thủ tục"), "{}", stage.picture());
    assert!(stage.picture().contains("Đã ghi. Còn 1 chỗ"), "{}", stage.picture());
    // A new value, checked as typing it would be.
    stage.press("Enter").type_text("5000\n");
    assert!(stage.picture().contains("1.000"), "{}", stage.picture());
    stage.type_text("\u{8}\u{8}\u{8}\u{8}12\n").type_text("Đếm lại\n");
    assert_eq!(answer(&laptops, "tong").number, Some(12.0));
    assert!(stage.picture().contains("Không còn ý kiến khác nhau"), "{}", stage.picture());
    let history = laptops.store(0).history(&round_id(), &unit_id(), &key("tong")).unwrap();
    assert!(history.iter().any(|made| made.value == json!(12) && made.reason.as_deref() == Some("Đếm lại")));
}

#[test]
fn texts_are_joined_author_by_author() {
    let laptops = Laptops::apart();
    let mut stage = stage(&laptops);
    stage.press("Right Enter Enter").type_text("Cả hai cùng đúng\n");
    let remark = answer(&laptops, "dia-chi").remark.unwrap();
    assert_eq!(remark, "Thành viên 2: Chưa có số điện thoại.\nThành viên 3: Đã niêm yết đủ 4 kênh.");
    assert_eq!(open_fields(&laptops), ["verdict"]);
    // Esc only steps back: to the opinions, keeping what was typed as the reason.
    stage.press("1").type_text("Vì").press("Esc");
    assert!(stage.picture().contains("Lý do: Vì"), "{}", stage.picture());
    assert_eq!(open_fields(&laptops), ["verdict"]);
}

#[test]
fn what_arrived_meanwhile_keeps_it_open_and_is_said() {
    let laptops = Laptops::apart();
    let mut stage = stage(&laptops);
    stage.press("1");
    laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nverdict = \"partial\"");
    laptops.merge(0, 2);
    stage.type_text("Xem ảnh\n");
    assert!(stage.picture().contains("có ý kiến khác mới đến"), "{}", stage.picture());
    assert_eq!(open_fields(&laptops), ["verdict"]);
    assert!(stage.picture().contains("Mở lại: Thành viên 1 đã quyết định “CHƯA ĐẠT”"), "{}", stage.picture());
}

fn key(item: &str) -> ItemKey {
    crate::inspection::item_of(&RecordKey::new(format!("answer/2025-dot-1/mau-a/thu/{item}")).unwrap()).unwrap()
}

/// Ctrl+P, the name, Enter; or Ctrl+L to the problem and Enter.
#[test]
fn the_inspection_shows_both_opinions_and_leads_to_the_decision() {
    let laptops = Laptops::apart();
    let mut stage = inspection(&laptops);
    stage.resize(120, 40).press("Ctrl+L");
    let flat = |stage: &Stage<World, Office>| stage.picture().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&stage).contains("Ý kiến khác nhau"), "{}", stage.picture());
    assert!(flat(&stage).contains("2 ĐẠT"), "{}", stage.picture());
    stage.press("Ctrl+P").type_text("y kien khac\n");
    assert!(stage.line(0).contains("1/2"), "{}", stage.picture());
    stage.press("2").type_text("Xem ảnh\n").press("Esc");
    assert!(!flat(&stage).contains("Ý kiến khác nhau về"), "{}", stage.picture());
    assert!(flat(&stage).contains("Đã niêm yết đủ 4"), "{}", stage.picture());
}

#[test]
fn enter_on_such_a_problem_opens_the_comparison() {
    let laptops = Laptops::apart();
    let mut office = office(&laptops);
    let open = opened(&mut office);
    let mut stage = Stage::new(Units::new(open, None), office);
    stage.press("Ctrl+P").type_text("y kien khac\n");
    let asked = stage.picture();
    assert!(asked.contains("Thành viên 1"), "who works here is asked first: {asked}");
    let mut stage = inspection(&laptops);
    stage.press("Ctrl+P").type_text("moi loi\n");
    let picture = stage.picture();
    assert!(picture.contains("LỖI"), "{picture}");
    stage.press("Enter");
    assert!(stage.picture().contains("chưa thấy ý kiến 2"), "{}", stage.picture());
}

#[test]
fn parallel_changes_are_marked_and_one_key_says_they_were_looked_at() {
    let laptops = Laptops::new(3);
    laptops.record(1, "tv-2", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"");
    laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nremark = \"Có đủ\"");
    laptops.merge(0, 1);
    laptops.merge(0, 2);
    let mut stage = inspection(&laptops);
    stage.press("Home");
    assert!(stage.picture().contains("song song"), "{}", stage.picture());
    stage.press("Ctrl+P").type_text("y kien khac\n");
    insta::assert_snapshot!("parallel_80", picture(&laptops, &stage));
    stage.press("Enter");
    assert!(stage.picture().contains("Đã đánh dấu là đã xem"), "{}", stage.picture());
    stage.press("Esc");
    assert!(!stage.picture().contains("song song"), "{}", stage.picture());
}

#[test]
fn what_was_decided_is_listed_and_a_decision_by_no_lead_flagged() {
    let laptops = Laptops::apart();
    let mut office = Office::new(laptops.store(0), Some("tv-2".to_owned()));
    let open = opened(&mut office);
    let mut stage = Stage::new(Conflicts::of_round(open), office);
    stage.press("1").type_text("Tôi đo lại rồi\n").press("Tab Tab");
    insta::assert_snapshot!("decided_80", picture(&laptops, &stage));
}

#[test]
fn the_visit_is_decided_the_same_way_and_leaves_the_problems() {
    let laptops = Laptops::new(3);
    for (laptop, member) in [(1, "tv-2"), (2, "tv-3")] {
        let recorder =
            crate::inspection::Recorder { round: round_id(), unit: unit_id(), member: member.into(), reason: None };
        let place = VisitChange::Place(Some(format!("Phòng họp {laptop}")));
        laptops.store(laptop).record_visit(&recorder, &[place]).unwrap();
        laptops.merge(0, laptop);
    }
    let mut stage = inspection(&laptops);
    stage.press("Ctrl+P").type_text("y kien khac\n");
    assert!(stage.picture().contains("Phòng họp 2"), "{}", stage.picture());
    stage.press("2").type_text("Theo giấy mời\n").press("Esc");
    let store = laptops.store(0);
    let visit = store.visit(&round_id(), &unit_id()).unwrap();
    assert_eq!(visit.place.as_deref(), Some("Phòng họp 2"));
    stage.press("Ctrl+P").type_text("moi loi\n");
    assert!(!stage.picture().contains("ghi khác nhau"), "{}", stage.picture());
}

use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{CHECKLIST, TestHome, round_id};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

const WRONG: &str = "[answer.\"thu/tong\"]\nnumber = 10\n[answer.\"thu/da-lam\"]\nnumber = 12\n[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\n";

/// The board of the test round.
fn board(home: &TestHome) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Enter");
    stage
}

#[test]
fn units_are_counted_when_the_keyboard_is_quiet() {
    let home = TestHome::new();
    home.record(WRONG);
    let mut stage = board(&home);
    stage.wait_ms(200);
    insta::assert_snapshot!("units_80x24", stage.picture());
    insta::assert_snapshot!("units_120x40", stage.resize(120, 40).picture());
    insta::assert_snapshot!("units_60x16", stage.resize(60, 16).picture());
    stage.sweep();
}

#[test]
fn a_large_round_is_counted_bit_by_bit_and_what_is_seen_first() {
    let home = TestHome::new();
    let mut round = home.store().round("2025-dot-1").unwrap();
    let model = round.units[0].clone();
    for number in 0..150 {
        let id = crate::inspection::UnitId::new(format!("u-{number}")).unwrap();
        round.units.push(crate::inspection::Unit { id, name: format!("UBND xã {number}"), ..model.clone() });
    }
    home.store().add_round(&round, None).unwrap();
    let mut stage = board(&home);
    let uncounted = |stage: &Stage<World, Office>| stage.picture().matches('…').count();
    assert!(uncounted(&stage) > 10, "{}", stage.picture());
    // Drawing tells what is seen; the running program draws after every key.
    assert!(uncounted(stage.press("End")) > 10);
    stage.wait_ms(1_000);
    assert_eq!(uncounted(&stage), 0, "{}", stage.picture());
    assert!(stage.shell().wakes_at().is_some(), "the others follow");
    stage.wait_ms(10_000);
    assert_eq!(stage.shell().wakes_at(), None, "counting has an end");
}

#[test]
fn a_unit_is_counted_again_when_one_comes_back_from_it() {
    let home = TestHome::new();
    let mut stage = board(&home);
    stage.wait_ms(200).press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu A"), "{}", stage.picture());
    stage.type_text("1");
    stage.press("Esc Esc").wait_ms(200);
    home.record(WRONG);
    stage.press("Enter Esc").wait_ms(200);
    assert!(stage.line(0).contains("kiemtra › Kiểm tra cải cách"), "{}", stage.picture());
}

#[test]
fn finds_without_diacritics_and_opens_what_it_found() {
    let home = TestHome::new();
    let mut stage = board(&home);
    stage.type_text("/mau b");
    stage.press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu B"), "{}", stage.picture());
    stage.press("Esc Esc");
    assert!(stage.line(1).contains("2 đơn vị"), "{}", stage.picture());
    stage.type_text("/khong co");
    assert!(stage.picture().contains("Không thấy"), "{}", stage.picture());
}

#[test]
fn the_next_error_is_found_and_shown() {
    let home = TestHome::new();
    home.record(WRONG);
    let mut stage = board(&home);
    stage.wait_ms(200).press("Down Ctrl+L");
    assert!(stage.line(4).starts_with(" > UBND xã Mẫu A"), "{}", stage.picture());
    stage.press("Ctrl+L");
    assert!(stage.picture().contains("nhiều hơn tiếp nhận"), "{}", stage.picture());
    stage.press("Esc Esc");
    assert!(stage.line(1).contains("2 đơn vị"), "{}", stage.picture());
}

#[test]
fn taking_a_unit_out_wants_a_word() {
    let home = TestHome::new();
    let mut stage = board(&home);
    stage.press("Ctrl+P").type_text("bo khoi").press("Enter Enter");
    insta::assert_snapshot!(stage.resize(60, 16).picture());
    stage.press("Esc");
    assert_eq!(home.store().round("2025-dot-1").unwrap().units.len(), 2);
    stage.press("Ctrl+P").type_text("bo khoi").press("Enter").type_text("bỏ\n");
    let units = home.store().round("2025-dot-1").unwrap().units;
    assert_eq!(units.iter().map(|unit| unit.id.as_str()).collect::<Vec<_>>(), ["mau-b"]);
    assert!(!stage.picture().contains("UBND xã Mẫu A "), "{}", stage.picture());
}

#[test]
fn a_newer_edition_is_said_and_used_when_asked() {
    let home = TestHome::new();
    let newer = CHECKLIST.replace("edition = \"1\"", "edition = \"2\"").replace("Điểm chấm", "Điểm tự chấm");
    std::fs::write(home.store().journal().home().join("checklists/thu.toml"), newer).unwrap();
    let mut stage = board(&home);
    assert!(stage.picture().contains("có bản mới (2)"), "{}", stage.picture());
    stage.press("Ctrl+P").type_text("ban phieu moi").press("Enter").finish_job();
    stage.press("Enter Enter").finish_job();
    let store = home.store();
    let round = store.round(round_id().as_str()).unwrap();
    let editions = store.editions(&round).unwrap();
    assert_eq!(editions[0].checklist.edition, "2");
    assert!(!stage.press("Esc Down").picture().contains("có bản mới"), "{}", stage.picture());
}

#[test]
fn a_unit_is_added_on_site() {
    let home = TestHome::new();
    let mut stage = board(&home);
    stage.press("Ctrl+B Down Enter").type_text("UBND phường Mới\n").press("Esc Esc").wait_ms(300);
    assert!(stage.picture().contains("UBND phường Mới"), "{}", stage.picture());
    assert_eq!(home.store().round("2025-dot-1").unwrap().units[2].id.as_str(), "ubnd-phuong-moi");
}

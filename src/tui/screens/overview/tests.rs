use crate::inspection::RoundId;
use crate::overview::fixture::{Home, number, verdict};
use crate::tui::screens::rounds::Rounds;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

const UNITS: [[&str; 3]; 4] = [
    ["dong-bang", "UBND xã Đồng Bằng", "xa"],
    ["dong-hai", "UBND xã Đông Hải", "xa"],
    ["an-khe", "UBND xã An Khê", "xa"],
    ["so-noi-vu", "Sở Nội vụ", "so"],
];

/// Three communes, of which one is not begun, and a sở; and the year before.
fn home() -> (Home, RoundId) {
    let mut home = Home::new();
    let before = home.round("dot-2024", 2024, &UNITS[..2]);
    home.record(&before, "dong-hai", &(number("tong", 90.0) + &number("da", 45.0)));
    let round = home.round("dot-2025", 2025, &UNITS);
    let whole = number("tong", 120.0) + &number("da", 120.0) + &verdict("de-thay", "pass");
    home.record(&round, "dong-bang", &(whole.clone() + &verdict("duong-day", "fail") + &verdict("so-khac", "na")));
    let own = "[answer.\"thu/duong-day\"]\nverdict = \"partial\"\nself_points = 4\npoints_reason = \"Số máy đã đổi\"\n";
    home.record(&round, "dong-hai", &(number("tong", 10.0) + &number("da", 5.0) + &verdict("de-thay", "fail") + own));
    home.record(&round, "so-noi-vu", &(whole + &verdict("duong-day", "pass")));
    home.record(&round, "so-noi-vu", "[answer.\"so/ke-hoach\"]\nverdict = \"pass\"\n");
    (home, round)
}

/// The dashboard, from the units of the round of 2025 by its name.
fn dashboard(home: &Home) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), Office::new(home.another(), None).without_unsent());
    stage.press("Enter");
    stage.press("Ctrl+P").type_text("bang tong hop").press("Enter").finish_job();
    stage
}

#[test]
fn the_heat_map_shows_units_by_checklists_as_word_and_share_at_every_size() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    insta::assert_snapshot!(stage.picture(), @"");
    stage.press("Right Right");
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @"");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @"");
    stage.sweep();
}

#[test]
fn many_checklists_scroll_sideways_beside_the_units() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = crate::inspection::Store::open(folder.path(), crate::journal::Clock::System).unwrap();
    crate::demo::load(&mut store).unwrap();
    let mut stage = Stage::new(Rounds::new(), Office::new(store, Some("thanh-vien-1".into())).without_unsent());
    stage.press("Enter Ctrl+P").type_text("bang tong hop").press("Enter").finish_job();
    let first = stage.line(4);
    assert!(first.contains("Cả đơn vị") && first.contains('›'), "{}", stage.picture());
    stage.press(&"Right ".repeat(20));
    let last = stage.line(4);
    assert!(last.contains("Cả đơn vị") && !last.contains('›') && last != first, "{}", stage.picture());
    assert!(stage.line(6).contains("UBND xã Mẫu A") && stage.line(6).contains('['), "{}", stage.picture());
    stage.press(&"Left ".repeat(20));
    assert_eq!(stage.line(4), first);
}

#[test]
fn enter_goes_down_from_the_map_to_the_checklist_and_the_item_in_five_keys() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Down Right Enter");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.press("Down Down Down Down Down Down Down");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.press("Enter");
    assert!(stage.picture().contains(" > 2.1 "), "{}", stage.picture());
    stage.press("1 Esc Esc");
    // Back on the map, what was recorded meanwhile counts.
    assert!(stage.line(6).contains("VỪA"), "{}", stage.picture());
}

#[test]
fn points_of_a_unit_by_field_and_checklist_tell_differences_and_what_is_left_out() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Down Enter");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.sweep();
    stage.press("Down Down Enter End");
    let picture = stage.picture();
    assert!(picture.contains("chưa rõ có hỏi không") || picture.contains("không hỏi"), "{picture}");
    stage.press("Up");
    let picture = stage.picture();
    assert!(picture.contains("Lý do: Số máy đã đổi") && picture.contains("chênh -2"), "{picture}");
}

#[test]
fn bars_of_shortcomings_lead_to_the_units_concerned() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.press("Enter");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.sweep();
    stage.press("Down Enter");
    assert!(stage.picture().contains("UBND xã Đông Hải"), "{}", stage.picture());
}

#[test]
fn progress_ranking_and_what_counts_nowhere_stand_side_by_side() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Tab Tab");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.sweep();
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.sweep();
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.sweep();
}

#[test]
fn the_yearly_table_leaves_years_without_figures_blank_and_says_of_how_many_units() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("BackTab").finish_job();
    stage.press("End");
    insta::assert_snapshot!(stage.picture(), @"");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @"");
    stage.resize(80, 24).sweep();
    stage.press("Home Down Down Down Enter");
    insta::assert_snapshot!(stage.picture(), @"");
    stage.sweep();
}

#[test]
fn a_long_reading_can_be_stopped_and_taken_up_again() {
    let (home, _) = home();
    let mut stage = Stage::new(Rounds::new(), Office::new(home.another(), None).without_unsent());
    stage.press("Enter Ctrl+P").type_text("bang tong hop").press("Enter");
    assert!(stage.picture().contains("Đang tổng hợp"), "{}", stage.picture());
    stage.press("Ctrl+X").finish_job();
    let picture = stage.picture();
    if picture.contains("Chưa tổng hợp xong") {
        stage.press("Enter").finish_job();
    }
    assert!(stage.picture().contains("UBND xã Đồng Bằng"), "{}", stage.picture());
}

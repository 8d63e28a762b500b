use super::*;
use crate::inspection::{Store, TextFile, read_round};
use crate::journal::Clock;
use crate::tui::screens::test_home::TestHome;
use crate::tui::testing::Stage;
use crate::tui::work::Office;

fn empty_home() -> (tempfile::TempDir, Stage<World, Office>) {
    let folder = tempfile::tempdir().unwrap();
    let now = "2025-10-19T09:00:00+07:00".parse().unwrap();
    let store = Store::open(folder.path(), Clock::Fixed(now)).unwrap();
    let stage = Stage::new(Rounds::new(), Office::new(store, None).without_unsent());
    (folder, stage)
}

#[test]
fn an_empty_home_offers_the_demonstration() {
    let (_folder, mut stage) = empty_home();
    insta::assert_snapshot!(stage.resize(60, 16).picture());
    stage.press("Enter").finish_job();
    let picture = stage.picture();
    assert!(picture.contains("2022-dot-1") && picture.contains("Đã nạp các đợt kiểm tra mẫu."), "{picture}");
    stage.sweep();
    insta::assert_snapshot!("rounds_80x24", stage.picture());
    insta::assert_snapshot!("rounds_120x40", stage.resize(120, 40).picture());
}

#[test]
fn a_round_asks_first_who_works_here_and_then_no_more() {
    let home = TestHome::new();
    let text = "id = \"hai-nguoi\"\ntitle = \"Hai người\"\nchecklists = [\"thu\"]
[[member]]\nid = \"tv-1\"\nname = \"Thành viên 1\"\nrole = \"lead\"
[[member]]\nid = \"tv-2\"\nname = \"Thành viên 2\"\npost = \"Chuyên viên\"\nagency = \"Sở Tư pháp\"\n";
    let file = TextFile::from_bytes("dot.toml", text.as_bytes()).unwrap();
    let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
    home.store().add_round(&round, None).unwrap();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Enter");
    insta::assert_snapshot!(stage.picture());
    stage.press("Down Enter");
    assert!(stage.line(0).contains("kiemtra › Hai người"), "{}", stage.picture());
    assert!(stage.line(0).contains("Thành viên 2"), "{}", stage.picture());
    stage.press("Esc Enter");
    assert!(stage.line(1).contains("0 đơn vị"), "asked again: {}", stage.picture());
}

#[test]
fn stepping_back_from_the_question_opens_nothing() {
    let home = TestHome::new();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Enter");
    assert!(stage.line(0).contains("Thành viên 1"), "a lone member is not asked: {}", stage.picture());
    stage.press("Esc Esc");
    assert_eq!(stage.ended().map(|_| ()), None);
}

use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

use crate::inspection::{Recorder, Step, StepChange, VisitChange};

/// A round whose first unit was visited on 6 October 2025 and has a report that is late.
fn home() -> TestHome {
    let home = TestHome::new();
    let mut store = home.store();
    let mut round = store.round("2025-dot-1").unwrap();
    round.units[1].visit = Some("2025-10-22".parse().unwrap());
    store.save_round(&round, Some("tv-1")).unwrap();
    let recorder = Recorder { round: round_id(), unit: unit_id(), member: "tv-1".into(), reason: None };
    let ended = "2025-10-06T16:30:00".parse().unwrap();
    store.record_visit(&recorder, &[VisitChange::Ended(Some(ended))]).unwrap();
    let due = StepChange::Due("2025-10-15".parse().unwrap());
    let second = round.units[1].id.clone();
    store.record_step(&round, &[second], "tv-1", Step::SelfReport, &due).unwrap();
    home
}

fn steps(home: &TestHome) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), home.office().with_papers(home.path().to_owned()));
    stage.press("Enter").press("Ctrl+P").type_text("tien trinh").press("Enter");
    stage
}

#[test]
fn every_unit_stands_with_its_next_step_and_the_days_that_run() {
    let home = home();
    let mut stage = steps(&home);
    insta::assert_snapshot!("steps_80x24", stage.picture());
    insta::assert_snapshot!("steps_120x40", stage.resize(120, 40).picture());
    insta::assert_snapshot!("steps_60x16", stage.resize(60, 16).picture());
    stage.sweep();
}

#[test]
fn a_unit_shows_all_its_steps_and_what_no_record_tells_is_written_down() {
    let home = home();
    let mut stage = steps(&home);
    stage.press("Enter");
    insta::assert_snapshot!("unit_80x24", stage.picture());
    stage.press("Down Enter Tab").type_text("21/SNV-CCHC");
    insta::assert_snapshot!("unit_form_80x24", stage.picture());
    stage.press("Enter");
    assert!(stage.picture().contains("đã xong 19/10/2025"), "{}", stage.picture());
    let said = home.store().steps(&round_id()).unwrap();
    let opinion = said[&unit_id()][&Step::Opinion].done.settled().unwrap();
    assert_eq!(opinion.number.as_deref(), Some("21/SNV-CCHC"));
    stage.sweep();
}

#[test]
fn a_deadline_is_set_and_a_wrong_day_is_said() {
    let home = home();
    let mut stage = steps(&home);
    stage.press("Enter Down Down Ctrl+U").type_text("31/2/2025").press("Enter");
    assert!(!home.store().steps(&round_id()).unwrap().contains_key(&unit_id()), "{}", stage.picture());
    for _ in 0.."31/2/2025".len() {
        stage.press("Backspace");
    }
    stage.type_text("27/10/2025").press("Enter");
    let said = home.store().steps(&round_id()).unwrap();
    assert_eq!(said[&unit_id()][&Step::Reply].due.settled().copied(), "2025-10-27".parse().ok());
    assert!(stage.picture().contains("hạn 27/10/2025"), "{}", stage.picture());
}

#[test]
fn the_paper_of_a_step_is_looked_at_written_and_not_over_another_without_asking() {
    let home = home();
    let mut stage = steps(&home);
    stage.press("Enter Down Ctrl+W Enter");
    let picture = stage.picture();
    assert!(picture.contains("Bản dự thảo") && picture.contains("DỰ THẢO"), "{picture}");
    let file = home.path().join("mau-a-cong-van-lay-y-kien.docx");
    assert!(!file.exists(), "looked at, not written");
    stage.press("Enter");
    assert!(file.is_file(), "{}", stage.picture());
    assert!(!home.store().steps(&round_id()).unwrap().contains_key(&unit_id()), "a draft is no step done");
    std::fs::write(&file, b"mine").unwrap();
    stage.press("Ctrl+W Enter Enter");
    assert_eq!(std::fs::read(&file).unwrap(), b"mine", "{}", stage.picture());
    stage.press("Ctrl+W");
    assert_ne!(std::fs::read(&file).unwrap(), b"mine");
}

#[test]
fn a_letter_with_number_and_day_is_written_and_its_step_done_in_one_act() {
    let home = home();
    let mut stage = steps(&home);
    stage.press("Enter Down Ctrl+W").type_text("21").press("Enter");
    assert!(stage.picture().contains("Đã điền ngày hôm nay"), "{}", stage.picture());
    stage.press("Enter");
    assert!(stage.picture().contains("Số: 21"), "{}", stage.picture());
    stage.press("Enter");
    assert!(stage.picture().contains("ghi nhận đã gửi, số 21 ngày 19/10/2025"), "{}", stage.picture());
    assert!(stage.picture().contains("đã xong 19/10/2025"), "{}", stage.picture());
    let said = home.store().steps(&round_id()).unwrap();
    let opinion = said[&unit_id()][&Step::Opinion].done.settled().unwrap();
    assert!(opinion.number.as_deref().unwrap().starts_with("21"), "{opinion:?}");
    // The number is used: another letter is refused it, and by what is told.
    stage.press("Esc Ctrl+W").type_text("21").press("Tab").type_text("19/10/2025").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains("đã dùng cho công văn lấy ý kiến về dự thảo gửi UBND xã Mẫu A"), "{picture}");
    stage.sweep();
}

#[test]
fn the_announcement_to_all_units_is_done_at_all_of_them() {
    let home = home();
    let mut stage = steps(&home);
    stage.press("Ctrl+W").type_text("15").press("Tab").type_text("1/10/2025").press("Enter Enter");
    let said = home.store().steps(&round_id()).unwrap();
    assert_eq!(said.len(), 2, "{}", stage.picture());
    assert!(said.values().all(|steps| steps[&Step::Announcement].done.settled().is_some()));
    assert!(home.path().join("2025-dot-1-cong-van-thong-bao.docx").is_file());
}

#[test]
fn the_board_of_units_tells_the_days_for_the_conclusion() {
    let home = home();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Enter").wait_ms(300);
    assert!(stage.picture().contains("đã qua 9/15 ngày làm việc"), "{}", stage.picture());
}

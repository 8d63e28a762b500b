//! Keys into a real journal, and pictures.

use super::*;
use crate::inspection::{FormValidity, Reading};
use crate::tui::screens::survey::SurveyTally;
use crate::tui::screens::test_home::{TestHome, key, open_unit};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ITEMS: &str = r#"
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Nhập phiếu đánh giá của tổ chức, cá nhân"
questions = [
  { id = "thai-do", ask = "Thái độ của công chức", scale = "level-5" },
  { id = "so-lan", ask = "Số lần đi lại", scale = "count", satisfied_to = 2 },
  { id = "giay", ask = "Được cấp giấy tiếp nhận hồ sơ", scale = "yes-no" },
]
details = ["cong-chuc"]
"#;

/// 20 forms, every one answered 1, 2, 1.
fn home() -> TestHome {
    home_of(20)
}

fn home_of(forms: usize) -> TestHome {
    let home = TestHome::with_items(ITEMS);
    let form = "{ answers = [5, 2, 1], cong-chuc = \"CC-03\" }";
    home.record(&format!("[answer.\"thu/phieu\"]\nforms = [{}]", vec![form; forms].join(",")));
    home
}

fn stage(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| DoubleEntry::new(work, key("phieu")))
}

fn numbers(home: &TestHome) -> Vec<usize> {
    let answer = home.answer("phieu");
    chosen(&answer).iter().map(|(second, _)| second.drawn.number).collect()
}

#[test]
fn a_share_is_chosen_read_again_compared_and_decided() {
    let home = home();
    let mut stage = home.stage(|work| SurveyTally::new(work, key("phieu")));
    stage.press("Ctrl+P").type_text("nhap lai\n");
    stage.press("Backspace Backspace").type_text("0\n");
    assert!(stage.picture().contains("tỷ lệ từ 1 đến 100"), "{}", stage.picture());
    stage.press("Backspace").type_text("15\n");
    let numbers = numbers(&home);
    assert_eq!(numbers.len(), 3);
    assert_eq!(home.answer("phieu").second[0].drawn.of, 20);
    assert!(stage.picture().contains(&format!("Phiếu {}", numbers[0])), "{}", stage.picture());
    stage.type_text("121").type_text("131").type_text("421");
    stage.press("1 2");
    let answer = home.answer("phieu");
    let contents = |number: usize| answer.forms[number - 1].content.answers.clone();
    assert_eq!([contents(numbers[1]), contents(numbers[2])], [vec![5, 2, 1], vec![2, 2, 1]], "2 writes the form");
    assert!(stage.picture().contains("√ lần 1") && stage.picture().contains("√ lần 2"), "{}", stage.picture());
    assert!(stage.picture().contains("2/9 câu (22,22%) ở 2/3 phiếu"), "{}", stage.picture());
    assert_eq!(home.answer("phieu").forms.len(), 20, "second readings are no forms");
    stage.press("Ctrl+Z");
    assert_eq!(home.answer("phieu").forms[numbers[2] - 1].content.answers, [5, 2, 1], "form and decision: one action");
    assert!(stage.picture().contains("còn 1 chỗ chưa quyết định"), "{}", stage.picture());
    stage.sweep();
}

/// All forms are chosen: which ones is chance otherwise, as the ids of forms are.
#[test]
fn pictures() {
    let home = home_of(3);
    let mut stage = home.stage(|work| SurveyTally::new(work, key("phieu")));
    stage.press("Ctrl+P").type_text("nhap lai\n");
    insta::assert_snapshot!("share", stage.picture());
    stage.press("Backspace Backspace").type_text("100\n");
    insta::assert_snapshot!("reading", stage.picture());
    stage.type_text("121").type_text("131").type_text("421");
    insta::assert_snapshot!("differences_80", stage.picture());
    insta::assert_snapshot!("differences_60", stage.resize(60, 16).picture());
    insta::assert_snapshot!("differences_120", stage.resize(120, 40).picture());
}

#[test]
fn undecided_differences_are_a_problem_and_no_answer_of_the_index() {
    let home = home();
    let work = || open_unit(&mut home.office());
    let problems = |work: &UnitWork| -> Vec<String> {
        let of_survey = work.problems.iter().filter(|problem| problem.kind == crate::assessment::ProblemKind::Survey);
        of_survey.map(|problem| problem.message.clone()).collect()
    };
    let index = work().state(&key("phieu")).unwrap().value;
    let mut stage = stage(&home);
    stage.type_text("\u{8}\u{8}5\n").type_text("552");
    assert_eq!(work().state(&key("phieu")).unwrap().value, index);
    let said = problems(&work());
    assert!(said.len() == 1 && said[0].contains("còn 3 chỗ khác nhau"), "{said:?}");
    stage.press("1 1 1");
    assert_eq!(problems(&work()), Vec::<String>::new());
}

#[test]
fn the_second_typist_never_sees_the_first_reading() {
    let home = home();
    let mut stage = stage(&home);
    stage.type_text("\u{8}\u{8}5\n");
    let picture = stage.picture();
    let answers: Vec<&str> = picture.lines().skip(4).take(3).collect();
    assert!(answers.iter().all(|line| !line.trim_end().ends_with(['1', '2', '5'])), "{picture}");
    assert!(!picture.contains('%'), "no index: {picture}");
}

#[test]
fn a_reading_is_stepped_back_in_half_kept_and_done_again() {
    let home = home();
    let mut stage = stage(&home);
    stage.press("Enter");
    let numbers = numbers(&home);
    assert_eq!(numbers.len(), 2);
    stage.type_text("12").press("Backspace").type_text("3").press("1");
    stage.press("Backspace");
    assert!(
        stage.picture().contains(&format!("Phiếu {}", numbers[0])),
        "back into the form before: {}",
        stage.picture()
    );
    stage.press("2");
    let second = |home: &TestHome, n: usize| {
        let answer = home.answer("phieu");
        chosen(&answer)[n].0.readings.as_ref().map(|readings| readings.second.answers.clone())
    };
    assert_eq!(second(&home, 0), Some(vec![5, 3, 2]));
    stage.type_text("9").press("1").wait_ms(1000);
    assert!(stage.picture().contains("không có ô số 9"), "{}", stage.picture());
    stage.type_text("1+12").wait_ms(1200);
    drop(stage);
    let mut stage = self::stage(&home);
    assert!(stage.picture().contains(&format!("Phiếu {}", numbers[1])), "{}", stage.picture());
    stage.type_text("+12\n").press("* 1");
    assert_eq!(second(&home, 1), Some(vec![5, 12, 1]));
    let answer = home.answer("phieu");
    let read = chosen(&answer)[1].0.readings.clone().unwrap();
    assert_eq!(read.second.validity, FormValidity::Invalid);
    assert!(home.drafts().is_empty());
    stage.press("End");
    assert!(stage.picture().contains("Phiếu có hợp lệ không"), "{}", stage.picture());
    stage.press("2");
    assert_eq!(home.answer("phieu").forms[numbers[1] - 1].content.validity, FormValidity::Invalid);
    assert_eq!(home.answer("phieu").second[1].decided.get("*"), Some(&Reading::Second));
    stage.press("Ctrl+U");
    assert!(stage.picture().contains(&format!("Phiếu {}", numbers[1])), "{}", stage.picture());
}

#[test]
fn more_forms_can_be_chosen_later() {
    let home = home();
    let mut stage = stage(&home);
    stage.press("Enter").type_text("121121");
    assert!(stage.picture().contains("Hai lần nhập giống nhau"), "{}", stage.picture());
    stage.press("Ctrl+B Enter");
    assert!(stage.picture().contains("đủ 10% của 20 phiếu"), "{}", stage.picture());
    stage.press("Backspace Backspace").type_text("20\n");
    assert_eq!(numbers(&home).len(), 4);
    stage.press("Ctrl+Z");
    assert_eq!(numbers(&home).len(), 2, "a choice is one action");
    stage.press("Ctrl+Z Ctrl+Z Ctrl+Z");
    assert_eq!(numbers(&home).len(), 0);
    assert!(stage.picture().contains("Tỷ lệ phiếu nhập lại"), "{}", stage.picture());
}

#[test]
fn a_survey_without_forms_says_so() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = stage(&home);
    stage.press("Enter");
    assert!(stage.picture().contains("Chưa có phiếu nào"), "{}", stage.picture());
    let home = TestHome::with_items("[[section.item]]\nid = \"phieu\"\nkind = \"text\"\nask = \"Ghi chú\"\n");
    let mut stage = home.stage(|work| DoubleEntry::new(work, key("phieu")));
    stage.type_text("1*").press("Enter Up");
    assert!(stage.picture().contains("không phải phiếu khảo sát"));
}

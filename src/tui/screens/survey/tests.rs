//! Keys into a real journal, and pictures.

use super::*;
use crate::inspection::FormValidity;
use crate::tui::screens::test_home::{TestHome, key};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ITEMS: &str = r#"
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Nhập phiếu đánh giá của tổ chức, cá nhân"
questions = [
  { id = "don-tiep", ask = "Nơi đón tiếp, chỗ ngồi chờ, trang thiết bị phục vụ", scale = "level-5" },
  { id = "thai-do", ask = "Thái độ của công chức khi tiếp nhận, hướng dẫn và trả kết quả", scale = "level-5" },
  { id = "so-lan", ask = "Số lần phải đến cơ quan để hoàn thành thủ tục (kể cả lần nhận kết quả)", scale = "count", satisfied_to = 2 },
  { id = "giay", ask = "Được cấp Giấy tiếp nhận hồ sơ và hẹn trả kết quả", scale = "yes-no" },
  { id = "thoi-han", ask = "Nhận kết quả đúng hẹn hoặc trước hẹn", scale = "yes-no" },
  { id = "thong-tin", ask = "Thông tin niêm yết, công khai chính xác, dễ hiểu", scale = "level-5" },
  { id = "chi-phi", ask = "Chi phí phải nộp đúng với mức đã công khai", scale = "level-5" },
  { id = "giai-trinh", ask = "Việc tiếp thu, giải trình phản ánh, kiến nghị", scale = "level-5" },
  { id = "truc-tuyen", ask = "Dịch vụ công trực tuyến dễ tiếp cận, dễ sử dụng", scale = "level-5" },
]
details = ["cong-chuc", "linh-vuc", "ngay"]
pass_from = 0.8
alarm = { unsatisfied_over = 0.25, by = "cong-chuc" }
"#;

fn tally(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| SurveyTally::new(work, key("phieu")))
}

fn answers(home: &TestHome) -> Vec<Vec<u32>> {
    home.answer("phieu").forms.into_iter().map(|form| form.content.answers).collect()
}

#[test]
fn a_hundred_forms_of_nine_questions_need_no_other_key() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    let mut keys = 0;
    while answers(&home).len() < 100 && keys < 1000 {
        // Five levels, a count, yes or no: one key each.
        stage.type_text("123212345");
        keys += 9;
    }
    assert_eq!(keys, 900, "nine questions, nine keys a form");
    let read = answers(&home);
    assert_eq!(read.len(), 100);
    assert!(read.iter().all(|form| form == &[5, 4, 3, 2, 1, 4, 3, 2, 1]), "the boxes as printed: 1 is kept as 5");
    assert!(stage.picture().contains("Phiếu 101 (đã nhập 100, hợp lệ 100)"));
    stage.press("Ctrl+Z");
    assert_eq!(answers(&home).len(), 99, "a form is one action");
}

#[test]
fn blanks_wrong_boxes_early_ends_and_forms_set_aside() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.press("Enter");
    assert!(answers(&home).is_empty(), "an empty form is none");
    stage.type_text("10");
    stage.press("7");
    stage.press("6");
    assert!(stage.picture().contains("không có ô số 6"), "{}", stage.picture());
    stage.press("1");
    assert!(stage.picture().contains("không có ô số 6"), "who types on at once has not seen it: {}", stage.picture());
    stage.wait_ms(1000).press("Enter");
    assert_eq!(answers(&home), [[5, 0, 7, 0, 0, 0, 0, 0, 0]]);
    stage.press("* Enter");
    let forms = home.answer("phieu").forms;
    assert_eq!(forms[1].content.validity, FormValidity::Invalid);
    assert!(stage.picture().contains("(đã nhập 2, hợp lệ 1)"), "{}", stage.picture());
}

#[test]
fn backspace_goes_back_into_the_form_before() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.type_text("111111111");
    stage.type_text("22").press("Backspace").type_text("1");
    stage.press("Backspace Backspace Backspace");
    assert!(stage.picture().contains("Sửa phiếu 1/1"), "{}", stage.picture());
    stage.type_text("5");
    assert_eq!(answers(&home), [[5, 5, 1, 1, 1, 5, 5, 5, 1]], "corrected, and back at the new form");
    assert!(stage.picture().contains("Phiếu 2"), "{}", stage.picture());
    stage.press("Down Down").type_text("1111111");
    assert_eq!(answers(&home)[1], [4, 5, 1, 1, 1, 5, 5, 5, 5], "the new form waited");
}

#[test]
fn earlier_forms_are_visited_corrected_and_deleted() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.type_text("111111111222222222111111111");
    stage.press("PgUp PgUp").type_text("5").press("PgUp");
    assert_eq!(answers(&home)[1], [1, 4, 2, 2, 2, 4, 4, 4, 4], "saved when it is left");
    stage.press("PgDn *").press("Esc");
    assert_eq!(home.answer("phieu").forms[1].content.validity, FormValidity::Invalid);
    stage.press("PgUp Ctrl+P").type_text("xoa phieu\n");
    assert_eq!(answers(&home).len(), 2);
    stage.press("Ctrl+Z Home Ctrl+Z");
    assert_eq!(home.answer("phieu").forms[1].content.validity, FormValidity::Valid);
    stage.press("End Enter PgDn");
    assert_eq!(answers(&home).len(), 3);
}

#[test]
fn details_stay_for_the_following_forms() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.press("Tab").type_text("CC-03?\tđất đai\n");
    stage.type_text("555225555").type_text("444224444");
    let forms = home.answer("phieu").forms;
    assert!(forms.iter().all(|form| form.content.details["cong-chuc"] == "CC-03?" && form.content.details.len() == 2));
    insta::assert_snapshot!(stage.picture());
    stage.press("Shift+Tab").type_text("32/5/25\n");
    assert!(stage.picture().contains("32/5/2025"), "{}", stage.picture());
    stage.type_text(&"\u{8}".repeat(7)).type_text("12/5/25").press("Shift+Tab");
    insta::assert_snapshot!("typing_a_detail", stage.resize(60, 16).picture());
    stage.press("Esc").type_text("111111111");
    assert_eq!(home.answer("phieu").forms[2].content.details["ngay"], "2025-05-12");
    drop(stage);
    let mut stage = tally(&home);
    assert!(stage.picture().contains("Công chức: CC-03?"), "{}", stage.picture());
    stage.press("Tab").type_text("\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\n111111111");
    assert_eq!(home.answer("phieu").forms[3].content.details.get("cong-chuc"), None);
}

#[test]
fn a_half_typed_form_outlives_a_crash_and_can_be_dropped() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.type_text("123").wait_ms(1000);
    drop(stage);
    let mut stage = tally(&home);
    stage.type_text("112345");
    assert_eq!(answers(&home), [[5, 4, 3, 1, 1, 4, 3, 2, 1]]);
    assert!(home.drafts().is_empty());
    stage.type_text("123").wait_ms(1000).press("Ctrl+Z");
    assert_eq!((home.drafts().len(), answers(&home).len()), (0, 1));
    stage.type_text("12").press("Ctrl+Q");
    assert_eq!(home.drafts().len(), 1, "kept when the program is left");
}

#[test]
fn ten_trips_and_more_take_a_plus() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.type_text("+");
    assert!(stage.picture().contains("chỉ dùng cho câu hỏi số lần"), "{}", stage.picture());
    stage.type_text("11+13").press("Backspace").type_text("2");
    assert!(stage.picture().contains(" 12_"), "{}", stage.picture());
    stage.type_text("\n111111");
    assert_eq!(answers(&home), [[5, 5, 12, 1, 1, 5, 5, 5, 5]]);
    stage.type_text("11+9").press("Esc").type_text("3").press("Ctrl+Z");
    assert_eq!(answers(&home).len(), 1, "Esc drops the count alone, Ctrl+Z the form");
    stage.press("Enter").paste("123212345");
    assert!(stage.picture().contains("Không dán được"), "{}", stage.picture());
    assert_eq!(answers(&home).len(), 1);
}

#[test]
fn details_used_before_are_at_hand() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    for officer in ["CC-03", "CC-05", "CC-03"] {
        stage.press("Tab").type_text(officer).press("Enter").type_text("111111111");
    }
    assert_eq!(home.answer("phieu").forms[1].content.details["cong-chuc"], "CC-05", "the first letter replaces");
    stage.press("Tab");
    insta::assert_snapshot!("suggestions", stage.picture());
    stage.press("Down Down");
    assert!(stage.picture().contains("Công chức: CC-05"), "{}", stage.picture());
    stage.press("Enter").type_text("111111111");
    assert_eq!(home.answer("phieu").forms[3].content.details["cong-chuc"], "CC-05");
    stage.press("Tab").type_text("03").press("Up Enter").type_text("111111111");
    assert_eq!(home.answer("phieu").forms[4].content.details["cong-chuc"], "CC-03");
}

#[test]
fn every_form_is_listed_opened_and_taken_out() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    stage.press("Tab").type_text("CC-03").press("Enter").type_text("111111111").type_text("22+12\n111111");
    stage.type_text("1*").press("Enter Ctrl+U");
    insta::assert_snapshot!("list", stage.picture());
    stage.sweep();
    stage.press("Up Enter").type_text("5").press("Esc");
    assert_eq!(answers(&home)[1], [1, 4, 12, 1, 1, 5, 5, 5, 5]);
    stage.press("Ctrl+U Up Up Delete");
    assert_eq!(answers(&home).len(), 2);
    assert!(stage.picture().contains("Đã xóa phiếu 1"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert_eq!(answers(&home).len(), 3, "Ctrl+Z works in the list");
    stage.press("Esc").type_text("111111111");
    assert_eq!(answers(&home).len(), 4);
}

#[test]
fn alarms_are_counted_per_officer() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    for (officer, forms) in [("CC-03", ["551115555", "111111111"]), ("CC-05", ["111111111", "121111111"])] {
        stage.press("Tab").type_text(officer).press("Enter");
        stage.type_text(forms[0]).type_text(forms[1]);
    }
    stage.press("*").type_text("\n");
    stage.press("Tab Backspace Backspace Backspace Backspace Backspace Enter").type_text("111111111").press("Ctrl+L");
    let picture = stage.picture();
    let line = |name: &str| picture.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(line("CC-03").contains("× CẢNH BÁO") && !line("CC-05").contains("CẢNH BÁO"), "{picture}");
    insta::assert_snapshot!("breakdown_80", stage.picture());
    insta::assert_snapshot!("breakdown_120", stage.resize(120, 40).picture());
    insta::assert_snapshot!("breakdown_60", stage.resize(60, 16).picture());
    stage.sweep();
    stage.press("Tab");
    assert!(stage.picture().contains("Theo lĩnh vực"), "{}", stage.picture());
    stage.press("Esc").type_text("111111111");
    assert_eq!(answers(&home).len(), 7);
}

#[test]
fn pictures() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = tally(&home);
    for form in ["112111111", "213211112", "111111111", "103111110", "112112111"] {
        stage.type_text(form);
    }
    stage.type_text("12");
    insta::assert_snapshot!("80", stage.picture());
    insta::assert_snapshot!("60", stage.resize(60, 16).picture());
    stage.press("PgUp *");
    insta::assert_snapshot!("120", stage.resize(120, 40).picture());
    stage.sweep();
}

#[test]
fn an_item_that_is_no_survey_says_so() {
    let home = TestHome::with_items("[[section.item]]\nid = \"phieu\"\nkind = \"text\"\nask = \"Ghi chú\"\n");
    let mut stage = tally(&home);
    stage.type_text("1*").press("Enter Tab PgUp Backspace Home");
    assert!(stage.picture().contains("không phải phiếu khảo sát"));
}

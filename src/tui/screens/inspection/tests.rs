use std::fmt::Write as _;

use super::*;
use crate::checklist::Verdict;
use crate::tui::screens::test_home::TestHome;
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const SOME: &str = r#"
[answer."thu/tong"]
number = 155
[answer."thu/da-lam"]
number = 143
[answer."thu/dia-chi"]
verdict = "fail"
remark = "Chưa có số điện thoại."
"#;

/// 25 verdict items in three sections.
fn verdicts() -> String {
    let mut text = "id = \"thu\"\nedition = \"1\"\ntitle = \"Phiếu\"\nfield = \"tthc\"\n".to_owned();
    for n in 0..25 {
        if n % 10 == 0 {
            write!(text, "[[section]]\nid = \"s{n}\"\ntitle = \"Mục {n}\"\n").unwrap();
        }
        write!(text, "[[section.item]]\nid = \"i{n}\"\nkind = \"verdict\"\nask = \"Nội dung {n}\"\n").unwrap();
    }
    text
}

fn stage(home: &TestHome) -> Stage<World, Office> {
    home.stage(Inspection::new)
}

fn message(stage: &Stage<World, Office>) -> String {
    let picture = stage.picture();
    let lines: Vec<&str> = picture.lines().collect();
    let foot = lines.iter().rposition(|line| line.starts_with("──")).unwrap();
    lines[foot + 1..].join(" ").trim().to_owned()
}

#[test]
fn a_checklist_that_passes_takes_a_key_an_item() {
    let home = TestHome::with(&verdicts());
    let mut stage = stage(&home);
    let mut keys = 0;
    while home.answers().iter().filter(|(_, answer)| answer.verdict == Some(Verdict::Pass)).count() < 25 {
        stage.press("1");
        keys += 1;
        assert!(keys <= 30);
    }
    assert_eq!(keys, 25);
    assert!(stage.line(0).contains("25/25"), "{}", stage.line(0));
    assert!(stage.line(0).contains("đã lưu √"));
}

#[test]
fn pictures_at_three_sizes() {
    let home = TestHome::new();
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Ctrl+N");
    insta::assert_snapshot!("inspection_80x24", stage.picture());
    insta::assert_snapshot!("inspection_120x40", stage.resize(120, 40).picture());
    insta::assert_snapshot!("inspection_60x16", stage.resize(60, 16).picture());
    stage.resize(80, 24).press("Up Up Up Up Up");
    insta::assert_snapshot!("inspection_figures", stage.picture());
    stage.press("Tab");
    insta::assert_snapshot!("inspection_outline", stage.picture());
    stage.sweep();
    stage.press("Tab 1 6 0").sweep();
}

#[test]
fn an_unanswered_item_moves_on_and_an_answered_one_stays() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down Down Down Down");
    stage.press("1");
    assert_eq!(home.answer("de-thay").verdict, Some(Verdict::Pass));
    assert!(stage.picture().contains("> 2.4"), "{}", stage.picture());
    stage.press("Up 4");
    assert_eq!(home.answer("de-thay").verdict, Some(Verdict::Na));
    assert!(stage.picture().contains("> 2.2"));
    stage.press("0 0");
    assert_eq!(home.answer("de-thay").verdict, Some(Verdict::Na));
}

#[test]
fn different_digits_within_150_ms_record_nothing() {
    let home = TestHome::with(&verdicts());
    let mut stage = stage(&home);
    stage.press("1").wait_ms(1000).burst("155");
    assert!(message(&stage).contains("quá nhanh"), "{}", message(&stage));
    assert_eq!(home.answers().iter().filter(|(_, answer)| answer.verdict.is_some()).count(), 1);
    assert!(stage.picture().contains("> 1.2"), "back where the typing began: {}", stage.picture());
    stage.wait_ms(1000).burst("113");
    assert_eq!(home.answers().iter().filter(|(_, answer)| answer.verdict.is_some()).count(), 1);
    assert!(stage.picture().contains("> 1.2"));
    stage.wait_ms(1000).burst("31").wait_ms(1000);
    assert!(!stage.picture().contains("Ghi chú nội bộ"), "no remark is asked for");
    assert_eq!(home.answers().iter().filter(|(_, answer)| answer.verdict.is_some()).count(), 1);
    stage.wait_ms(1000).burst("11");
    assert_eq!(
        home.answers().iter().filter(|(_, answer)| answer.verdict.is_some()).count(),
        3,
        "the same digit is meant"
    );
    stage.wait_ms(200).burst("4");
    assert_eq!(home.answers().iter().filter(|(_, answer)| answer.verdict.is_some()).count(), 4);
}

#[test]
fn taking_back_never_touches_what_was_there_before() {
    let home = TestHome::with(&verdicts());
    let mut stage = stage(&home);
    stage.press("1 Up").wait_ms(1000).burst("15");
    assert_eq!(home.answer("i0").verdict, Some(Verdict::Pass), "the first 1 changed nothing, so nothing is undone");
}

#[test]
fn figures_are_typed_and_checked_while_typing() {
    let home = TestHome::new();
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Up Up Up").type_text("142");
    assert_eq!(home.answer("tong").number, Some(155.0), "nothing is written while typing");
    assert!(message(&stage).starts_with("Đã niêm yết 143 nhiều hơn tiếp nhận 142"), "{}", message(&stage));
    stage.press("Backspace Backspace Backspace").type_text("10.095");
    assert!(stage.picture().contains("143   ≤ 10.095  √"), "{}", stage.picture());
    assert!(stage.picture().contains("1,42%   CHƯA ĐẠT"), "{}", stage.picture());
    stage.press("Enter");
    assert_eq!(home.answer("tong").number, Some(10095.0));
    assert!(stage.picture().contains("> 1.1"), "a correction stays");
}

#[test]
fn figures_the_vietnamese_way_and_on_to_the_next() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.type_text("10.095\n10095\n98,85\n");
    assert_eq!((home.answer("tong").number, home.answer("da-lam").number), (Some(10095.0), Some(10095.0)));
    assert_eq!(home.answer("diem").number, None);
    assert!(message(&stage).contains("nhiều nhất 1 chữ số"), "{}", message(&stage));
    stage.press("Backspace Enter");
    assert_eq!(home.answer("diem").number, Some(98.8));
    assert!(stage.picture().contains("> 2.1"), "{}", stage.picture());
}

#[test]
fn a_figure_out_of_bounds_stays_and_says_why() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down Down").type_text("100,5\n");
    assert!(message(&stage).contains("100,5"), "{}", message(&stage));
    assert!(stage.cursor().is_some());
    stage.press("Down");
    assert!(stage.picture().contains("> 1.4"));
    assert_eq!(home.answer("diem").number, None);
}

#[test]
fn esc_keeps_the_former_value_and_what_was_typed() {
    let home = TestHome::new();
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Up Up Up").type_text("999").press("Esc");
    assert!(message(&stage).contains("giá trị cũ 155") && message(&stage).contains("999"), "{}", message(&stage));
    assert_eq!(home.answer("tong").number, Some(155.0));
    stage.press("Enter Enter");
    assert_eq!(home.answer("tong").number, Some(999.0));
    assert!(home.store().journal().drafts("draft/").unwrap().is_empty(), "recorded, so the draft is gone");
}

#[test]
fn what_was_typed_survives_a_kill() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down").type_text("12").wait_ms(1000);
    drop(stage);
    let mut stage = self::stage(&home);
    assert!(message(&stage).contains("1.2 Số thủ tục đã niêm yết còn văn bản"), "{}", message(&stage));
    stage.press("Ctrl+N Enter");
    stage.type_text("3\n");
    assert_eq!(home.answer("da-lam").number, Some(123.0));
}

#[test]
fn items_appear_when_their_condition_holds() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down Down Down");
    assert!(!stage.picture().contains("đường dây nóng"));
    stage.press("3").wait_ms(200).press("Enter Enter");
    assert!(stage.picture().contains("2.3  Có số điện thoại đường dây nóng"), "{}", stage.picture());
    assert!(stage.picture().contains("2.4  Hình thức niêm yết"), "numbers stay");
    stage.press("Ctrl+Z Ctrl+Z");
    assert!(!stage.picture().contains("đường dây nóng"));
}

#[test]
fn undo_and_redo_go_to_the_item_and_say_so() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down Down Down Down 1 Ctrl+Home");
    assert!(stage.picture().contains("> 1.1"));
    stage.press("Ctrl+Z");
    assert!(message(&stage).starts_with("Đã hoàn tác: 2.2 Bảng đặt nơi dễ thấy"), "{}", message(&stage));
    assert_eq!(home.answer("de-thay").verdict, None);
    stage.press("Ctrl+Home Ctrl+Y");
    assert!(message(&stage).starts_with("Đã làm lại: 2.2"), "{}", message(&stage));
    assert_eq!(home.answer("de-thay").verdict, Some(Verdict::Pass));
    stage.press("Ctrl+Z Ctrl+Z");
    assert!(!message(&stage).is_empty());
}

#[test]
fn choices_dates_and_texts() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down Down Down Down Down");
    assert!(stage.picture().contains("1 bảng   2 màn hình   3 sổ"), "{}", stage.picture());
    stage.press("9");
    assert!(message(&stage).contains("Chỉ có 3 lựa chọn"), "{}", message(&stage));
    stage.press("2");
    assert_eq!(home.answer("hinh-thuc").choice.as_deref(), Some("màn hình"));
    stage.type_text("5/1/26\n");
    assert_eq!(home.answer("ngay").date, Some("2026-01-05".parse().unwrap()));
    stage.type_text("Tot\u{7f}\u{7f}ốt?\n");
    assert_eq!(home.answer("ghi").text.as_deref(), Some("Tốt?"));
    stage.press("Ctrl+Home Down Down Down Down Down Down Enter Down Enter");
    assert_eq!(home.answer("hinh-thuc").choice.as_deref(), Some("sổ"));
    stage.press("Delete");
    assert_eq!(home.answer("hinh-thuc").choice, None);
}

#[test]
fn a_computed_rate_is_not_typed() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down");
    assert!(
        stage.picture().contains("Còn thiếu: Số thủ tục đã niêm yết; Tổng số thủ tục tiếp nhận"),
        "{}",
        stage.picture()
    );
    stage.press("5");
    assert!(stage.picture().contains("đơn vị báo %"), "what is typed is the unit's: {}", stage.picture());
    stage.press("Enter");
    assert_eq!((home.answer("ty-le").number, home.answer("ty-le").quoted), (None, "5".parse().ok()));
}

#[test]
fn next_unanswered_and_next_problem_cross_sections() {
    let home = TestHome::with(&verdicts());
    let mut stage = stage(&home);
    stage.press("Down Down Down Down Down Down Down Down Down Ctrl+N");
    assert!(stage.picture().contains("> 2.1"), "{}", stage.picture());
    home.record("[answer.\"thu/i3\"]\nverdict = \"fail\"\n[answer.\"thu/i24\"]\nverdict = \"fail\"\n");
    let mut stage = home.stage(Inspection::new);
    for place in ["> 1.4", "> 3.5", "> 1.4"] {
        stage.press("Ctrl+L");
        assert!(stage.picture().contains(place), "{}", stage.picture());
    }
}

#[test]
fn the_outline_and_the_search_lead_to_items() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Left Down Down Enter");
    assert!(stage.picture().contains("> 3.1  Thủ tục kiểm tra xác suất"), "{}", stage.picture());
    stage.press("/").type_text("de thay").press("Enter");
    assert!(stage.picture().contains("> 2.2"), "{}", stage.picture());
    stage.press("Ctrl+F").type_text("zzz").press("Enter");
    assert!(message(&stage).contains("Không thấy"), "{}", message(&stage));
}

#[test]
fn problems_are_listed_and_visited() {
    let home = TestHome::new();
    home.record("[answer.\"thu/tong\"]\nnumber = 100\n[answer.\"thu/da-lam\"]\nnumber = 143\n[answer.\"thu/de-thay\"]\nverdict = \"fail\"\n");
    let mut stage = stage(&home);
    stage.press("Ctrl+L");
    assert!(stage.picture().contains("> 2.2"), "{}", stage.picture());
    stage.press("Ctrl+L");
    assert!(stage.picture().contains("> 1.1"));
    assert!(message(&stage).contains("Đã niêm yết 143 nhiều hơn tiếp nhận 100"), "{}", message(&stage));
    stage.press("Ctrl+P").type_text("van de").press("Enter");
    insta::assert_snapshot!("problems_80x24", stage.picture());
    insta::assert_snapshot!("problems_60x16", stage.resize(60, 16).picture());
    stage.resize(80, 24).sweep();
    stage.press("Ctrl+L Enter");
    assert!(stage.picture().contains("> 2.2"), "{}", stage.picture());
}

#[test]
fn the_history_tells_who_when_and_what() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Down Down Down Down 1 Up 4 Ctrl+T");
    let picture = stage.picture();
    assert!(picture.contains("19/10/2025 09:42  Thành viên 1  máy "), "{picture}");
    assert!(picture.contains("> 19/10 09:42  Thành viên 1"), "{picture}");
    assert!(picture.contains("Đánh giá: ĐẠT → KHÔNG ÁP DỤNG"), "{picture}");
    assert!(picture.contains("Đánh giá: chưa có → ĐẠT"), "{picture}");
    stage.sweep();
}

#[test]
fn other_fields_are_recorded_together() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Down Ctrl+U").type_text("160").press("Down Right Right Tab").type_text("2\n");
    assert!(message(&stage).contains('1'), "self points above the full ones are refused: {}", message(&stage));
    stage.press("Backspace").type_text("1").press("Tab").type_text("Theo báo cáo").press("Tab").press("Tab");
    stage.type_text("Sẽ bổ sung\n");
    assert!(message(&stage).contains("đồng ý hay không đồng ý"), "{}", message(&stage));
    stage.press("Right");
    insta::assert_snapshot!("fields", stage.picture());
    stage.sweep();
    stage.press("Esc");
    let answer = home.answer("da-lam");
    assert_eq!((answer.reported, answer.self_points), (Some(160.0), Some(1.0)));
    assert_eq!(answer.source, Some(crate::inspection::FigureSource::PhanMem));
    assert_eq!(answer.explanation.unwrap().text, "Sẽ bổ sung");
    assert_eq!(answer.points_reason.as_deref(), Some("Theo báo cáo"));
    stage.press("Ctrl+Z");
    assert_eq!(home.answer("da-lam").reported, None, "recorded as one action");
}

#[test]
fn a_form_that_is_wrong_is_kept_as_a_draft() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Ctrl+U").type_text("1.5").press("Tab Right").press("Esc");
    assert!(message(&stage).starts_with("Chưa ghi"), "{}", message(&stage));
    assert_eq!(home.answer("tong").reported, None);
    drop(stage);
    let mut stage = self::stage(&home);
    stage.press("Ctrl+N Ctrl+U");
    assert!(stage.picture().contains("Đã khôi phục"), "{}", stage.picture());
    stage.press("Backspace Backspace Enter");
    assert_eq!(home.answer("tong").reported, Some(1.0));
    assert_eq!(home.answer("tong").source, Some(crate::inspection::FigureSource::BaoCao));
    assert!(home.store().journal().drafts("draft/").unwrap().is_empty());
}

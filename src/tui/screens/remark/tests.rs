use crate::checklist::Verdict;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::test_home::TestHome;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

/// At item 2.1, whose checklist has two phrases for a failure.
fn at_address(home: &TestHome) -> Stage<World, Office> {
    let mut stage = home.stage(Inspection::new);
    stage.press("Down Down Down Down");
    stage
}

#[test]
fn a_failure_takes_three_keys() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("3").wait_ms(200);
    insta::assert_snapshot!("remark_80x24", stage.picture());
    insta::assert_snapshot!("remark_120x40", stage.resize(120, 40).picture());
    insta::assert_snapshot!("remark_60x16", stage.resize(60, 16).picture());
    stage.resize(80, 24).sweep();
    stage.press("Enter Enter");
    let answer = home.answer("dia-chi");
    assert_eq!(answer.verdict, Some(Verdict::Fail));
    assert_eq!(answer.remark.as_deref(), Some("Chưa niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị"));
    assert!(stage.picture().contains("> 2.2"), "on to the next unanswered item: {}", stage.picture());
}

#[test]
fn typing_writes_freely_at_once() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("3").burst("Không có\n");
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("Không có"));
}

#[test]
fn vietnamese_keyboards_give_the_text_they_show() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("Enter Tab Tab Tab");
    // UniKey, Telex: letters go out, come back as Backspace and the letter with its mark; 0x7F or 0x08.
    stage.type_text("Chu").burst("\u{7f}ưa");
    stage.type_text(" co").burst("\u{8}ó");
    stage.type_text(" so").burst("\u{8}ô").burst("\u{7f}ố");
    stage.type_text(" d").burst("\u{7f}đ").type_text("ie").burst("\u{7f}\u{7f}iê").type_text("n");
    // Another keyboard sends the tone apart.
    stage.burst(" thoa\u{323}i");
    stage.press("Enter");
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("Chưa có số điên thoại"));
}

#[test]
fn esc_loses_nothing_and_stays_at_the_item() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("3").wait_ms(200).type_text("Bảng đã cũ").press("Esc");
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("Bảng đã cũ"));
    assert!(stage.picture().contains("> 2.1"), "{}", stage.picture());
    assert!(stage.picture().contains("Nhận xét: Bảng đã cũ"));
    assert!(home.store().journal().drafts("draft/").unwrap().is_empty());
}

#[test]
fn typed_text_survives_a_kill_within_a_second() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("3").wait_ms(200).type_text("Bảng").wait_ms(1000).type_text("…");
    drop(stage);
    let mut stage = home.stage(Inspection::new);
    assert!(stage.picture().contains("Nội dung 2.1"), "{}", stage.picture());
    stage.press("Ctrl+N Enter");
    assert!(stage.picture().contains("Đã khôi phục văn bản đang gõ dở"), "{}", stage.picture());
    stage.type_text(" cũ\n");
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("Bảng cũ"));
    assert!(home.store().journal().drafts("draft/").unwrap().is_empty());
}

#[test]
fn quitting_keeps_the_text_as_a_draft() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("3").wait_ms(200).type_text("Bảng").press("Ctrl+Q");
    assert!(stage.ended().is_some());
    assert_eq!(home.answer("dia-chi").remark, None);
    assert_eq!(home.store().journal().drafts("draft/").unwrap()[0].text, "Bảng");
}

#[test]
fn the_internal_note_is_kept_apart() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("Ctrl+K Tab").type_text("hỏi lại").press("Enter");
    let answer = home.answer("dia-chi");
    assert_eq!((answer.remark, answer.note.as_deref()), (None, Some("hỏi lại")));
    assert!(stage.picture().contains("Ghi chú nội bộ, không in: hỏi lại"), "{}", stage.picture());
}

use std::fmt::Write as _;

use crate::checklist::Verdict;
use crate::inspection::UnitId;
use crate::tui::screen::Executor;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::test_home::{TestHome, key, round_id};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, Outcome, Request, World};

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
fn sixty_items_with_eight_failures_take_at_most_95_keys() {
    let mut items = String::new();
    for n in 0..60 {
        write!(items, "[[section.item]]\nid = \"i{n}\"\nkind = \"verdict\"\nask = \"Nội dung {n}\"\n").unwrap();
        writeln!(items, "says.shortcoming = \"Chưa thực hiện nội dung {n}\"").unwrap();
    }
    for pause in [300, 20] {
        let home = TestHome::with_items(&items);
        let mut stage = home.stage(Inspection::new);
        let mut keys = 0;
        for n in 0..60 {
            // A failure, its phrase, on; every seventh item, and two that do not apply.
            let typed = if n % 7 == 3 && n < 56 {
                "3\n\n"
            } else if n == 30 || n == 57 {
                "4"
            } else {
                "1"
            };
            for key in typed.chars() {
                stage.wait_ms(pause).burst(&key.to_string());
                keys += 1;
            }
            stage.wait_ms(300);
        }
        let verdicts = |verdict| home.answers().iter().filter(|(_, answer)| answer.verdict == Some(verdict)).count();
        assert_eq!([Verdict::Pass, Verdict::Fail, Verdict::Na].map(verdicts), [50, 8, 2]);
        assert_eq!(home.answer("i10").remark.as_deref(), Some("Chưa thực hiện nội dung 10"));
        assert!(keys <= 95, "{keys}");
        assert_eq!(keys, 76);
    }
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

/// Where the figures of the checklist are known.
const FIGURES: &str = "[answer.\"thu/tong\"]\nnumber = 155\n[answer.\"thu/da-lam\"]\nnumber = 143\n";

fn phrases(home: &TestHome) -> Vec<String> {
    let phrases = home.store().phrases(&round_id(), &key("dia-chi")).unwrap();
    phrases.into_iter().map(|phrase| phrase.text).collect()
}

#[test]
fn a_remark_becomes_a_phrase_that_is_offered_after_the_checklists_own() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("Ctrl+K").type_text("Bảng đã cũ").press("Ctrl+B");
    assert!(stage.picture().contains("Đã lưu mẫu câu"), "{}", stage.picture());
    assert_eq!(phrases(&home), ["Bảng đã cũ"]);
    stage.press("Ctrl+B");
    assert!(stage.picture().contains("Mẫu câu này đã có"), "{}", stage.picture());
    stage.press("Esc");
    drop(stage);
    // At another unit of the round.
    let mut office = home.office();
    let request = Request::OpenUnit(round_id(), UnitId::new("mau-b").unwrap());
    let Ok(Outcome::Unit(work)) = office.execute(&request) else { panic!() };
    let mut stage = Stage::new(Inspection::new(*work), office);
    stage.press("Down Down Down Down 3").wait_ms(200);
    insta::assert_snapshot!("own_phrases", stage.picture());
    stage.press("Down Down Enter Enter");
    let answers = home.store().answers(&round_id(), &UnitId::new("mau-b").unwrap()).unwrap();
    assert_eq!(answers.get("thu", "dia-chi").unwrap().remark.as_deref(), Some("Bảng đã cũ"));
}

#[test]
fn figures_are_kept_or_become_each_units_own() {
    let home = TestHome::new();
    home.record(FIGURES);
    let mut stage = home.stage(Inspection::new);
    stage.press("Down Ctrl+K").type_text("Mới niêm yết 143/155 thủ tục").press("Ctrl+B");
    insta::assert_snapshot!("figures_kept", stage.picture());
    assert_eq!(phrases(&home), [""; 0], "asked first");
    stage.press("Tab");
    insta::assert_snapshot!("figures_of_unit", stage.picture());
    stage.press("Enter");
    assert_eq!(phrases(&home), ["Mới niêm yết {{ da_lam }}/{{ tong }} thủ tục"]);
    stage.press("Ctrl+B Enter");
    assert_eq!(phrases(&home).len(), 2, "the same with its figures is another phrase");
    stage.type_text(" x").press("Ctrl+B").type_text("y");
    assert!(stage.picture().contains("thủ tục xy"), "typing goes on writing: {}", stage.picture());
    stage.press("Enter");
    home.record("[answer.\"thu/tong\"]\nnumber = 160\n[answer.\"thu/de-thay\"]\nverdict = \"pass\"\n");
    let mut stage = home.stage(Inspection::new);
    stage.press("Down Ctrl+K");
    assert!(stage.picture().contains("Mới niêm yết 143/160 thủ tục"), "{}", stage.picture());
    stage.sweep();
}

#[test]
fn an_own_phrase_is_taken_out_and_brought_back() {
    let home = TestHome::new();
    let mut stage = at_address(&home);
    stage.press("Ctrl+K").type_text("Bảng đã cũ").press("Ctrl+B Tab Delete");
    assert!(stage.picture().contains("của phiếu kiểm tra, không xóa được"), "{}", stage.picture());
    stage.press("Down Down Delete");
    assert_eq!(phrases(&home), [""; 0]);
    assert!(!stage.picture().contains("[Thành viên 1]"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert_eq!(phrases(&home), ["Bảng đã cũ"]);
    assert!(stage.picture().contains("[Thành viên 1] Bảng đã cũ"), "{}", stage.picture());
    assert_eq!(home.answer("dia-chi").remark, None, "only the phrase was touched");
    stage.press("Esc Ctrl+Z");
    assert_eq!(home.answer("dia-chi").remark, None, "the remark is what was recorded last");
    stage.press("Ctrl+Z");
    assert!(stage.picture().contains("Đã hoàn tác: mẫu câu riêng"), "{}", stage.picture());
    assert_eq!(phrases(&home), [""; 0]);
}

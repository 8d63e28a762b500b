//! Keys into a real journal, and pictures.

use super::*;
use crate::tui::screens::test_home::{TestHome, key};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ITEMS: &str = r#"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị"
evidence = "always"
"#;

fn list(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| EvidenceList::new(work, key("dia-chi")))
}

fn pieces(home: &TestHome) -> Vec<String> {
    let named = |piece: &Evidence| serde_json::to_string(&piece.content).unwrap();
    home.answer("dia-chi").evidence.iter().map(named).collect()
}

#[test]
fn a_document_is_written_down_and_changed() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = list(&home);
    stage.type_text("12/QĐ-UBND\n20/1/25\nQuyết định niêm yết?\n\n");
    assert_eq!(pieces(&home), [r#"{"document":"12/QĐ-UBND","date":"2025-01-20","about":"Quyết định niêm yết?"}"#]);
    stage.press("Ctrl+B Tab Tab").type_text("Ảnh\n\"C:\\anh\\bang.jpg\"\n");
    insta::assert_snapshot!(stage.picture());
    stage.press("Down Enter Down Down").type_text(" bảng\n\n");
    assert_eq!(pieces(&home)[1], r#"{"file":"C:\\anh\\bang.jpg","about":"Ảnh bảng"}"#);
    stage.press("Ctrl+Z");
    assert_eq!(pieces(&home)[1], r#"{"file":"C:\\anh\\bang.jpg","about":"Ảnh"}"#, "changing is one action");
    stage.press("Home Delete");
    assert_eq!(pieces(&home).len(), 1);
    stage.press("Ctrl+Z");
    assert_eq!(pieces(&home).len(), 2);
    stage.sweep();
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = list(&home);
    stage.press("Tab Tab").type_text("chỉ có nội dung\n\n");
    assert!(stage.picture().contains("Cần có số, ký hiệu"), "{}", stage.picture());
    stage.type_text("1/BC\n31/2/25\n\n\n");
    assert!(stage.picture().contains("31/2/2025"));
    insta::assert_snapshot!(stage.resize(60, 16).picture());
    assert_eq!(pieces(&home).len(), 0);
}

#[test]
fn a_half_written_piece_outlives_esc_and_a_crash() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = list(&home);
    stage.type_text("12/QĐ").press("Esc");
    assert!(stage.picture().contains("giữ lại"), "{}", stage.picture());
    stage.press("Ctrl+B").type_text("-SNV").wait_ms(1000);
    drop(stage);
    let mut stage = list(&home);
    insta::assert_snapshot!(stage.resize(120, 40).picture());
    stage.type_text("\n\n\n\n");
    assert_eq!(pieces(&home), [r#"{"document":"12/QĐ-SNV"}"#]);
    assert!(home.drafts().is_empty());
}

#[test]
fn a_half_made_change_is_kept_as_well() {
    let home = TestHome::with_items(ITEMS);
    home.record("[answer.\"thu/dia-chi\"]\nevidence = [ { file = \"bang.jpg\", about = \"Bảng\" } ]");
    let mut stage = list(&home);
    stage.press("Enter").type_text("7/BC").press("Esc Enter").type_text("\n\n\n\n");
    assert_eq!(pieces(&home), [r#"{"file":"bang.jpg","document":"7/BC","about":"Bảng"}"#]);
    assert!(home.drafts().is_empty());
}

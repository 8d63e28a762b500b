//! Keys into a real journal, and pictures.

use std::path::{Path, PathBuf};

use super::*;
use crate::tui::screens::test_home::{TestHome, key};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, Opener};

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

/// A file of the home's own folder.
fn file(home: &TestHome, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = home.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

const ABC: &str = r#""hash":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size":3"#;

#[test]
fn a_document_is_written_down_and_changed() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = list(&home);
    stage.type_text("12/QĐ-UBND\n20/1/25\nQuyết định niêm yết?\n\n");
    assert_eq!(pieces(&home), [r#"{"document":"12/QĐ-UBND","date":"2025-01-20","about":"Quyết định niêm yết?"}"#]);
    stage.press("Ctrl+B Tab Tab").type_text("Ảnh\nbang.jpg\n\n");
    assert_eq!(pieces(&home)[1], r#"{"file":"bang.jpg","about":"Ảnh"}"#);
    insta::assert_snapshot!(stage.picture());
    stage.press("Enter Down Down").type_text(" bảng\n\n\n");
    assert_eq!(pieces(&home)[1], r#"{"file":"bang.jpg","about":"Ảnh bảng"}"#);
    stage.press("Ctrl+Z");
    assert_eq!(pieces(&home)[1], r#"{"file":"bang.jpg","about":"Ảnh"}"#, "changing is one action");
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
    stage.press("Enter").type_text("7/BC").press("Esc Enter").type_text("\n\n\n\n\n");
    assert_eq!(pieces(&home), [r#"{"file":"bang.jpg","document":"7/BC","about":"Bảng"}"#]);
    assert!(home.drafts().is_empty());
}

#[test]
fn a_file_is_attached_by_its_path_and_its_size_and_hash_are_shown() {
    let home = TestHome::with_items(ITEMS);
    let path = file(&home, "bảng.jpg", "abc");
    let mut stage = list(&home);
    stage.press("Tab Tab").type_text("Bảng niêm yết\n");
    stage.type_text(&format!("\"{}\"", path.display())).press("Enter");
    assert!(stage.picture().contains("In vào phụ lục biên bản  không"), "{}", stage.picture());
    stage.press("Enter");
    assert_eq!(pieces(&home), [format!(r#"{{"file":"bảng.jpg",{ABC},"about":"Bảng niêm yết"}}"#)]);
    insta::assert_snapshot!(stage.picture());
    insta::assert_snapshot!(stage.resize(60, 16).picture());
    // The last folder is known from now on: a bare name is enough.
    file(&home, "sổ.pdf", "abcd");
    stage.press("Ctrl+B Tab Tab Tab").type_text("sổ.pdf\n");
    assert!(pieces(&home)[1].contains(r#""file":"sổ.pdf","hash""#), "{:?}", pieces(&home));
    assert!(home.drafts().is_empty());
    stage.sweep();
}

#[test]
fn a_pasted_path_goes_into_the_form_and_several_are_attached_at_once() {
    let home = TestHome::with_items(ITEMS);
    let (one, two) = (file(&home, "một.jpg", "abc"), file(&home, "hai.txt", "abc"));
    let mut stage = list(&home);
    let address = format!("file://{}", one.display().to_string().replace('ộ', "%E1%BB%99"));
    stage.paste(&address).type_text("Ảnh một\n\n").type_text(" \n");
    assert_eq!(pieces(&home), [format!(r#"{{"file":"một.jpg",{ABC},"about":"Ảnh một","printed":true}}"#)]);
    stage.paste(&format!("{}\n{}\n", one.display(), two.display()));
    assert_eq!(pieces(&home).len(), 3);
    assert!(stage.picture().contains("Đã kèm hai.txt, 3 byte, mã ba7816bf"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert_eq!(pieces(&home).len(), 1, "several files are one action");
}

#[test]
fn a_vanished_path_is_said_in_the_form_and_nothing_typed_is_lost() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = list(&home);
    stage.press("Tab Tab").type_text("Bảng\n/khong/co/bang.txt\n");
    assert!(stage.picture().contains("Không thấy tệp /khong/co/bang.txt"), "{}", stage.picture());
    assert!(stage.picture().contains("Trích yếu, nội dung      Bảng"));
    assert_eq!(pieces(&home).len(), 0);
    stage.press("Ctrl+Z");
    stage.press("Ctrl+B").paste(&home.path().display().to_string()).press("Down Enter");
    assert!(stage.picture().contains("là thư mục"), "{}", stage.picture());
}

#[test]
fn a_file_is_chosen_from_the_list_on_the_screen() {
    let home = TestHome::with_items(ITEMS);
    file(&home, "bảng niêm yết.jpg", "abc");
    let mut stage = list(&home);
    stage.press("Ctrl+O").type_text("niem").press("Enter").type_text("Bảng\n\n\n");
    assert_eq!(pieces(&home), [format!(r#"{{"file":"bảng niêm yết.jpg",{ABC},"about":"Bảng"}}"#)]);
    // Without a form the chosen files are attached at once.
    file(&home, "a.txt", "1");
    file(&home, "b.txt", "2");
    stage.press("Ctrl+O").type_text(".txt").press("Ctrl+A Enter");
    assert_eq!(pieces(&home).len(), 3);
}

#[test]
fn a_large_file_is_copied_as_a_job_and_stopping_leaves_nothing() {
    let home = TestHome::with_items(ITEMS);
    let path = file(&home, "phim.mp4", vec![7; 9 * 1024 * 1024]);
    let mut stage = list(&home);
    stage.paste(&path.display().to_string()).press("Down Enter Ctrl+X");
    stage.finish_job();
    if pieces(&home).is_empty() {
        assert!(stage.picture().contains("phim.mp4"), "still written: {}", stage.picture());
        stage.press("Enter").finish_job();
    }
    assert!(pieces(&home)[0].contains(r#""size":9437184"#), "{:?}", pieces(&home));
    assert!(stage.picture().contains("9,4 MB"), "{}", stage.picture());
    assert!(home.drafts().is_empty());
}

#[cfg(unix)]
#[test]
fn enter_hands_a_copy_with_the_original_name_to_the_opener() {
    use std::os::unix::fs::PermissionsExt;
    let home = TestHome::with_items(ITEMS);
    let (seen, program) = (home.path().join("seen"), home.path().join("opener"));
    std::fs::write(
        &program,
        format!("#!/bin/sh\ncp \"$1\" '{0}'.copy; echo \"$1\" > '{0}'.part; mv '{0}'.part '{0}'\n", seen.display()),
    )
    .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let path = file(&home, "bảng niêm yết.txt", "abc");
    let mut stage = Stage::new(
        EvidenceList::new(crate::tui::screens::test_home::open_unit(&mut home.office()), key("dia-chi")),
        home.office().with_opener(Opener::Program(program)),
    );
    stage.paste(&path.display().to_string()).press("Down Enter");
    stage.press("Enter");
    assert!(stage.picture().contains("Đã mở “bảng niêm yết.txt”"), "{}", stage.picture());
    while !seen.exists() {
        std::thread::yield_now();
    }
    let shown = std::fs::read_to_string(&seen).unwrap();
    let shown = Path::new(shown.trim_end());
    assert_eq!(shown.file_name().unwrap(), "bảng niêm yết.txt");
    assert!(!shown.starts_with(home.path()), "a copy, not the store's file");
    assert_eq!(std::fs::read_to_string(seen.with_extension("copy")).unwrap(), "abc");
    drop(stage);
    assert!(!shown.exists(), "nothing is left behind");
}

#[test]
fn a_missing_file_is_named_and_attached_again_and_programs_are_not_opened() {
    let home = TestHome::with_items(ITEMS);
    let path = file(&home, "bảng.txt", "abc");
    let mut stage = list(&home);
    stage.paste(&path.display().to_string()).press("Down Enter");
    let stored = home.store().attachments().path(home.answer("dia-chi").evidence[0].content.hash.as_ref().unwrap());
    std::fs::remove_file(&stored).unwrap();
    stage.press("Enter");
    assert!(stage.picture().contains("Máy này không có tệp “bảng.txt”"), "{}", stage.picture());
    drop(stage);
    let mut stage = list(&home);
    assert!(stage.picture().contains("Thiếu tệp: máy này không có “bảng.txt”"), "{}", stage.picture());
    assert!(stage.picture().contains("× bảng.txt"), "{}", stage.picture());
    stage.press("Ctrl+U").paste(&path.display().to_string()).press("Down Enter");
    assert_eq!(pieces(&home).len(), 1, "in place of the piece that had lost it");
    assert!(stored.exists() && !stage.picture().contains('×'), "{}", stage.picture());
    let program = file(&home, "virus.exe", "MZ");
    stage.paste(&program.display().to_string()).press("End Enter");
    assert!(stage.picture().contains("không mở từ đây"), "{}", stage.picture());
}

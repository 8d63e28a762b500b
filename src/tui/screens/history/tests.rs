use std::time::{Duration, Instant as Clock};

use super::*;
use crate::checklist::Verdict;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::test_home::{TestHome, key};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

fn history(home: &TestHome, item: &str) -> Stage<World, Office> {
    let item = key(item);
    home.stage(move |work| AnswerHistory::new(&work, item))
}

/// Every home is another laptop.
fn picture(stage: &Stage<World, Office>) -> String {
    let picture = stage.picture();
    match picture.split_once("máy ") {
        Some((before, after)) => format!("{before}máy 00000000{}", &after[8..]),
        None => picture,
    }
}

fn home() -> TestHome {
    let home = TestHome::new();
    home.record("[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\nremark = \"Đủ.\"");
    home.record("[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại.\"");
    home
}

#[test]
fn an_older_value_is_written_again_after_a_line_that_names_both() {
    let home = home();
    let mut stage = history(&home, "dia-chi");
    insta::assert_snapshot!(picture(&stage), @r"
     Lịch sử                                               Thành viên 1 · 4 lần ghi
     2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức được niêm yết…
    ────────────────────────────────────────────────────────────────────────────────
     > 19/10 09:42  Thành viên 1      Nhận xét: “Đủ.” → “Chưa có số điện thoại.”
       19/10 09:42  Thành viên 1      Đánh giá: ĐẠT → CHƯA ĐẠT
       19/10 09:42  Thành viên 1      Nhận xét: chưa có → “Đủ.”
       19/10 09:42  Thành viên 1      Đánh giá: chưa có → ĐẠT







    ── Nhận xét ────────────────────────────────────────────────────────────────────
     19/10/2025 09:42  Thành viên 1  máy 00000000
     Nhận xét: “Đủ.” → “Chưa có số điện thoại.”



    ────────────────────────────────────────────────────────────────────────────────

     Ctrl+P mọi lệnh   ? trợ giúp
    ");
    stage.press("Enter");
    assert!(stage.picture().contains("Giá trị này đang có hiệu lực"), "{}", stage.picture());
    stage.press("Down Down Down Enter");
    insta::assert_snapshot!(picture(stage.resize(60, 16)), @r"
     Lịch sử                           Thành viên 1 · 4 lần ghi
     2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, t…
    ────────────────────────────────────────────────────────────
       19/10 09:42  Thành viên 1      Nhận xét: “Đủ.” → “Chưa c…
       19/10 09:42  Thành viên 1      Đánh giá: ĐẠT → CHƯA ĐẠT
       19/10 09:42  Thành viên 1      Nhận xét: chưa có → “Đủ.”
     > 19/10 09:42  Thành viên 1      Đánh giá: chưa có → ĐẠT

    ── Đánh giá ────────────────────────────────────────────────
     19/10/2025 09:42  Thành viên 1  máy 00000000
     Đánh giá: chưa có → ĐẠT
     Hiện nay: CHƯA ĐẠT

    ────────────────────────────────────────────────────────────
     Đánh giá: ghi lại ĐẠT thay cho CHƯA ĐẠT? Nhấn Enter lần
     nữa để ghi
    ");
    assert_eq!(home.answer("dia-chi").verdict, Some(Verdict::Fail), "asked, not written");
    stage.press("Esc");
    assert!(stage.picture().contains("Lịch sử"), "Esc leaves it");
    stage.press("Enter Enter");
    assert_eq!(home.answer("dia-chi").verdict, Some(Verdict::Pass));
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("Chưa có số điện thoại."), "one field alone");
    assert!(stage.picture().contains("Đánh giá: CHƯA ĐẠT → ĐẠT"), "a change like any other: {}", stage.picture());
    stage.resize(80, 24).sweep();
}

#[test]
fn rows_and_evidence_are_in_it_by_name_and_come_back() {
    let home = TestHome::new();
    let rows = "[answer.\"thu/xac-suat\"]\nevidence = [{ document = \"12/QĐ-UBND\" }]\nrows = ";
    home.record(&format!("{rows}[{{ ten = \"Đăng ký khai sinh\", dung = true }}, {{ ten = \"Chứng thực\" }}]"));
    home.record(&format!("{rows}[{{ ten = \"Đăng ký khai sinh\", dung = false }}, {{ ten = \"Chứng thực\" }}]"));
    home.record(&format!("{rows}[{{ ten = \"Chứng thực\" }}]"));
    let mut stage = history(&home, "xac-suat");
    insta::assert_snapshot!(picture(&stage), @r"
     Lịch sử                                               Thành viên 1 · 6 lần ghi
     3.1 Thủ tục kiểm tra xác suất
    ────────────────────────────────────────────────────────────────────────────────
     > 19/10 09:42  Thành viên 1      Dòng “Đăng ký khai sinh”: có → đã bỏ
       19/10 09:42  Thành viên 1      Dòng “Đăng ký khai sinh”, Đúng: có → không
       19/10 09:42  Thành viên 1      Dòng “Chứng thực”, Tên: chưa có → Chứng thực
       19/10 09:42  Thành viên 1      Dòng “Đăng ký khai sinh”, Tên: chưa có → Đăng…
       19/10 09:42  Thành viên 1      Dòng “Đăng ký khai sinh”, Đúng: chưa có → có
       19/10 09:42  Thành viên 1      Tài liệu: chưa có → “12/QĐ-UBND”





    ── Dòng “Đăng ký khai sinh” ────────────────────────────────────────────────────
     19/10/2025 09:42  Thành viên 1  máy 00000000
     Dòng “Đăng ký khai sinh”: có → đã bỏ



    ────────────────────────────────────────────────────────────────────────────────

     Enter ghi lại giá trị này   Ctrl+P mọi lệnh   ? trợ giúp
    ");
    assert_eq!(home.answer("xac-suat").rows.len(), 1);
    stage.press("Enter");
    assert!(stage.picture().contains("đưa trở lại?"), "{}", stage.picture());
    stage.press("Enter");
    let rows = home.answer("xac-suat").rows;
    assert_eq!(rows.len(), 2);
    stage.press("Down Down Down Down Down Down Down");
    while !stage.picture().contains("Đúng: chưa có → có") || !selected(&stage).contains("chưa có → có") {
        stage.press("Up");
    }
    stage.press("Enter Enter");
    let back = home.answer("xac-suat").rows.into_iter().find(|row| row.cells.len() == 2).unwrap();
    assert_eq!(back.cells.values().next(), Some(&serde_json::json!(true)));
}

fn selected(stage: &Stage<World, Office>) -> String {
    stage.picture().lines().find(|line| line.starts_with(" >")).unwrap_or_default().to_owned()
}

#[test]
fn forms_are_told_by_their_number() {
    let home = TestHome::new();
    home.record("[answer.\"thu/phieu\"]\nforms = [[5], [4]]");
    home.record("[answer.\"thu/phieu\"]\nforms = [[5], [1]]");
    let mut stage = history(&home, "phieu");
    assert!(selected(&stage).contains("Phiếu 2: 4 → 1"), "{}", stage.picture());
    stage.press("Down Enter Enter");
    assert_eq!(home.answer("phieu").forms[1].content.answers, [4]);
}

#[test]
fn five_hundred_changes_are_read_and_drawn_at_once() {
    let home = TestHome::new();
    {
        let mut store = home.store();
        let work = crate::tui::screens::test_home::open_unit(&mut home.office());
        let (checklist, item) =
            (work.judged.checklists()[0].checklist().clone(), work.item(&key("tong")).unwrap().clone());
        for number in 0..500 {
            let change = crate::inspection::FieldChange::Number(Some(f64::from(number)));
            store.record(&work.recorder(), &checklist, &item, &[change]).unwrap();
        }
    }
    let mut stage = history(&home, "tong");
    assert!(stage.picture().contains("500 lần ghi"), "{}", stage.picture());
    let start = Clock::now();
    for _ in 0..50 {
        stage.press("Down");
        stage.picture();
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?} for 50 keys of an unoptimised build", start.elapsed());
}

#[test]
fn what_was_undone_is_said_wherever_it_was() {
    let home = home();
    home.record("[answer.\"thu/xac-suat\"]\nrows = [{ ten = \"a\" }, { ten = \"b\" }]");
    let mut stage = home.stage(Inspection::new);
    stage.press("Ctrl+Z");
    assert!(stage.picture().contains("Đã hoàn tác: 2 dòng của 3.1 Thủ tục kiểm tra xác suất"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert!(stage.picture().contains("Đã hoàn tác: 2.1 Địa chỉ"), "{}", stage.picture());
    assert_eq!(home.answer("dia-chi").verdict, Some(Verdict::Pass));
    // Another program's window, as after a restart.
    let mut again = home.stage(Inspection::new);
    again.press("Ctrl+Z");
    assert_eq!(home.answer("dia-chi").verdict, None);
    again.press("Ctrl+Y Ctrl+Y Ctrl+Y");
    assert!(again.picture().contains("Đã làm lại: 2 dòng của 3.1"), "{}", again.picture());
    assert_eq!((home.answer("xac-suat").rows.len(), home.answer("dia-chi").verdict), (2, Some(Verdict::Fail)));
}

#[test]
fn what_was_undone_at_another_unit_is_said_with_its_name() {
    let home = TestHome::new();
    let mut office = home.office();
    let work = crate::tui::screens::test_home::open_unit(&mut office);
    let (checklist, item) =
        (work.judged.checklists()[0].checklist().clone(), work.item(&key("de-thay")).unwrap().clone());
    let elsewhere = crate::inspection::UnitId::new("mau-b").unwrap();
    let recorder = crate::inspection::Recorder { unit: elsewhere, ..work.recorder() };
    let change = crate::inspection::FieldChange::Verdict(Some(Verdict::Pass));
    home.store().record(&recorder, &checklist, &item, &[change]).unwrap();
    let mut stage = home.stage(Inspection::new);
    stage.press("Ctrl+Z");
    let said = "Đã hoàn tác: 2.2 Bảng đặt nơi dễ thấy, dễ đọc (UBND xã Mẫu B)";
    assert!(stage.picture().contains(said), "{}", stage.picture());
}

#[test]
fn an_undone_edit_of_the_round_is_said_too() {
    let home = TestHome::new();
    let mut round = home.store().round("2025-dot-1").unwrap();
    round.title = "Kiểm tra đợt 1".into();
    home.store().add_round(&round, Some("tv-1")).unwrap();
    let mut stage = home.stage(Inspection::new);
    stage.press("Ctrl+Z");
    assert!(stage.picture().contains("Đã hoàn tác: thông tin của đợt kiểm tra"), "{}", stage.picture());
}

#[test]
fn what_somebody_else_changed_since_is_not_undone_and_who_and_when_is_said() {
    let (mine, theirs) = (TestHome::new(), TestHome::new());
    mine.record("[answer.\"thu/de-thay\"]\nverdict = \"pass\"");
    let send = |from: &TestHome, to: &TestHome| {
        let mut all: Vec<Vec<u8>> = Vec::new();
        from.store().journal().stored("2025-dot-1", &mut |bytes| all.push(bytes.to_vec())).unwrap();
        to.store().journal_mut().import(all).unwrap();
    };
    send(&mine, &theirs);
    theirs.record("[answer.\"thu/de-thay\"]\nverdict = \"fail\"");
    send(&theirs, &mine);
    let mut stage = mine.stage(Inspection::new);
    stage.press("Ctrl+Z");
    let said = "Không hoàn tác được: 2.2 Bảng đặt nơi dễ thấy, dễ đọc đã được Thành viên 1 sửa";
    let picture = stage.picture();
    assert!(picture.contains(said) && picture.contains("19/10/2025 09:42"), "{picture}");
    assert_eq!(mine.answer("de-thay").verdict, Some(Verdict::Fail), "nothing was touched");
}

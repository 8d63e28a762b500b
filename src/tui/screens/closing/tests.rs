//! Keys into a real journal, and pictures.

use super::*;
use crate::inspection::{Side, Store};
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ITEMS: &str = r#"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị"
evidence = "on-fail"
[[section.item]]
id = "de-thay"
kind = "verdict"
ask = "Bảng đặt nơi dễ thấy, dễ đọc"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục"
[[section.item]]
id = "mau"
kind = "register"
ask = "Mẫu kiểm tra"
required = false
columns = [{ id = "ten", title = "Tên", kind = "text" }]
"#;

const SOME: &str = "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có\"\n[answer.\"thu/de-thay\"]\nverdict = \"partial\"\n";
const ALL: &str = "[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\n[answer.\"thu/de-thay\"]\nverdict = \"pass\"\n[answer.\"thu/tong\"]\nnumber = 5\n";

fn stage(home: &TestHome) -> Stage<World, Office> {
    home.stage(Closing::new)
}

fn visit(home: &TestHome) -> crate::inspection::Visit {
    home.store().visit(&round_id(), &unit_id()).unwrap()
}

fn signed(store: &Store) -> bool {
    store.signature(&round_id(), &unit_id()).unwrap().is_some()
}

#[test]
fn what_is_open_is_listed_by_severity_and_each_line_leads_to_its_item() {
    let home = TestHome::with_items(ITEMS);
    home.record(SOME);
    let mut stage = stage(&home);
    insta::assert_snapshot!("closing_80x24", stage.picture());
    insta::assert_snapshot!("closing_120x40", stage.resize(120, 40).picture());
    insta::assert_snapshot!("closing_60x16", stage.resize(60, 16).picture());
    stage.resize(80, 24).press("Down Enter");
    assert!(stage.picture().contains("── 1.3 ──"), "{}", stage.picture());
    stage.type_text("5\n").press("Esc");
    assert!(stage.line(0).contains("Kết thúc buổi kiểm tra"), "{}", stage.picture());
    assert!(!stage.picture().contains("CHƯA TRẢ LỜI"), "mended there, gone here: {}", stage.picture());
    stage.sweep();
}

#[test]
fn the_unit_explains_with_one_key_a_shortcoming_and_with_words() {
    let home = TestHome::with_items(ITEMS);
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Tab").type_text("12");
    let said = |item: &str| home.answer(item).explanation.map(|said| (said.agrees, said.text));
    assert_eq!(said("dia-chi"), Some((Agreement::Agrees, String::new())));
    assert_eq!(said("de-thay"), Some((Agreement::Disagrees, String::new())), "one key each, the next follows");
    stage.press("Enter").type_text("Bảng mới\n");
    assert_eq!(said("de-thay"), Some((Agreement::Disagrees, "Bảng mới".into())));
    insta::assert_snapshot!("explanations", stage.picture());
    stage.press("Ctrl+Z");
    assert_eq!(said("de-thay"), Some((Agreement::Disagrees, String::new())));
}

#[test]
fn words_typed_before_it_is_known_whether_the_unit_agrees_are_kept() {
    let home = TestHome::with_items(ITEMS);
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Tab Enter").type_text("Sẽ bổ sung\n");
    assert_eq!(home.answer("dia-chi").explanation, None, "never asserted for the unit");
    assert!(stage.picture().contains("Nhấn 1 nếu đơn vị đồng ý"), "{}", stage.picture());
    stage.type_text("1");
    let said = home.answer("dia-chi").explanation.unwrap();
    assert_eq!((said.agrees, said.text.as_str()), (Agreement::Agrees, "Sẽ bổ sung"));
    assert!(home.drafts().is_empty());
}

#[test]
fn people_are_typed_a_line_each_and_proposals_taken_with_enter() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = stage(&home);
    stage.press("Tab Tab").type_text("Nguyễn Văn A, Chủ tịch UBND xã\nTrần Thị B\nCông chức\n\n");
    let names =
        |side| visit(&home).on(side).map(|of| (of.person.name.clone(), of.person.post.clone())).collect::<Vec<_>>();
    let pair = |name: &str, post: &str| (name.to_owned(), post.to_owned());
    assert_eq!(names(Side::Unit), [pair("Nguyễn Văn A", "Chủ tịch UBND xã"), pair("Trần Thị B", "Công chức")]);
    assert!(stage.picture().contains("Thành viên 1"), "{}", stage.picture());
    stage.press("End Enter");
    assert_eq!(names(Side::Team), [pair("Thành viên 1", "")]);
    insta::assert_snapshot!("attendance", stage.picture());
    stage.press("Home Delete");
    assert_eq!(names(Side::Unit).len(), 1);
    stage.press("Ctrl+Z");
    assert_eq!(names(Side::Unit).len(), 2);
    stage.type_text("Lê Văn C").press("Esc");
    assert_eq!(names(Side::Unit).len(), 3, "Esc loses nothing");
}

#[test]
fn times_and_place_are_proposed_but_written_only_when_taken() {
    let home = TestHome::with_items(ITEMS);
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Tab Tab Tab");
    assert_eq!(visit(&home).started, None);
    insta::assert_snapshot!("particulars", stage.picture());
    stage.press("Esc");
    assert_eq!(visit(&home), crate::inspection::Visit::default(), "looking records nothing");
    let mut stage = self::stage(&home);
    stage.press("Tab Tab Tab Enter").type_text("11h30\n").press("Enter").type_text("4\n1\n");
    let recorded = visit(&home);
    assert_eq!(recorded.started.unwrap().to_string(), "2025-10-19 09:42:00");
    assert_eq!(recorded.ended.unwrap().to_string(), "2025-10-19 11:30:00");
    assert_eq!(recorded.place.as_deref(), Some("trụ sở UBND xã Mẫu A"));
    assert_eq!((recorded.copies, recorded.unit_copies), (Some(4), Some(1)));
    stage.type_text("Hỗ trợ máy quét").press("Tab");
    assert_eq!(visit(&home).proposals.as_deref(), Some("Hỗ trợ máy quét"), "leaving the step records");
}

#[test]
fn a_wrong_time_is_said_where_it_stands() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = stage(&home);
    stage.press("Tab Tab Tab").type_text("25h\n");
    assert!(stage.picture().contains("không phải giờ"), "{}", stage.picture());
    assert_eq!(visit(&home).started, None);
    stage.press("Backspace Backspace Backspace").type_text("8h05\n8h\n");
    assert!(stage.picture().contains("sớm hơn giờ bắt đầu"), "{}", stage.picture());
}

#[test]
fn signing_wants_a_typed_word_and_locks_the_unit() {
    let home = TestHome::with_items(ITEMS);
    home.record(ALL);
    let mut stage = stage(&home);
    stage.press("Shift+Tab Down Enter");
    insta::assert_snapshot!("sign", stage.picture());
    stage.press("Enter");
    assert!(!signed(&home.store()), "one key signs nothing");
    stage.type_text("ký\n");
    assert!(signed(&home.store()), "{}", stage.picture());
    assert!(stage.line(0).contains("đã ký 19/10"), "{}", stage.picture());
    stage.press("Tab Tab").type_text("1");
    stage.press("Tab").type_text("Nguyễn Văn A");
    assert!(stage.picture().contains("đã ký biên bản. Muốn sửa"), "{}", stage.picture());
    assert!(visit(&home).present.is_empty());
}

#[test]
fn with_something_open_signing_wants_a_reason_first() {
    let home = TestHome::with_items(ITEMS);
    home.record(SOME);
    let mut stage = stage(&home);
    stage.press("Shift+Tab Down Enter Enter");
    assert!(stage.picture().contains("Cần ghi lý do"), "{}", stage.picture());
    stage.type_text("Hết giờ làm việc\nký\n");
    let signature = home.store().signature(&round_id(), &unit_id()).unwrap().unwrap();
    assert_eq!(signature.content.reason.as_deref(), Some("Hết giờ làm việc"));
    insta::assert_snapshot!("signed_60x16", stage.resize(60, 16).picture());
}

#[test]
fn a_signed_unit_says_so_and_is_changed_with_one_reason_for_all() {
    let home = TestHome::with_items(ITEMS);
    home.record(ALL);
    let mut stage = stage(&home);
    stage.press("Shift+Tab Down Enter").type_text("ký\n");
    let mut stage = home.stage(Inspection::new);
    stage.press("Home").type_text("3");
    assert!(stage.picture().contains("đã ký biên bản ngày 19/10/2025"), "{}", stage.picture());
    assert_eq!(home.answer("dia-chi").verdict, Some(crate::checklist::Verdict::Pass));
    stage.press("Ctrl+Z");
    assert!(signed(&home.store()), "undo does not reach a signature");
    stage.press("Ctrl+P").type_text("sua sau khi ky\nĐơn vị bổ sung\n");
    assert!(stage.line(0).contains("sửa sau ký: Đơn vị bổ sung"), "{}", stage.picture());
    stage.press("Up Up Up").type_text("4");
    stage.press("Down Down").type_text("7\n");
    let store = home.store();
    let signature = store.signature(&round_id(), &unit_id()).unwrap().unwrap();
    let changes = store.later_changes(&round_id(), &unit_id(), &signature).unwrap();
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert!(changes.iter().all(|change| change.reason.as_deref() == Some("Đơn vị bổ sung")));
    drop(store);
    stage.press("Ctrl+P").type_text("thay doi sau\n");
    for line in ["1.1 Đánh giá: ĐẠT → KHÔNG ÁP DỤNG", "1.3 Số liệu: 5 → 7", "Lý do: Đơn vị bổ sung", "2 thay đổi"]
    {
        assert!(stage.picture().contains(line), "{line}: {}", stage.picture());
    }
    stage.press("Esc Ctrl+Z");
    assert_eq!(home.answer("tong").number, Some(5.0), "undo goes on under the same reason");
    // Opened anew the reason is gone.
    let mut stage = home.stage(Inspection::new);
    stage.press("Home").type_text("1");
    assert!(stage.picture().contains("Muốn sửa: Ctrl+P"), "{}", stage.picture());
}

#[test]
fn a_signature_that_is_refused_is_not_said_to_be_given() {
    let home = TestHome::with_items(ITEMS);
    home.record(ALL);
    let mut stage = stage(&home);
    stage.press("Shift+Tab Down Enter");
    // Another window signs meanwhile.
    let mut store = home.store();
    let member = "tv-1".to_owned();
    let by = crate::inspection::Recorder { round: round_id(), unit: unit_id(), member, reason: None };
    crate::conclusion::sign(&mut store, &by).unwrap();
    stage.type_text("ký\n");
    assert!(stage.picture().contains("không cần ký lại"), "{}", stage.picture());
}

#[test]
fn a_signature_is_withdrawn_from_the_palette_with_a_reason() {
    let home = TestHome::with_items(ITEMS);
    home.record(ALL);
    let mut stage = stage(&home);
    stage.press("Shift+Tab Down Enter").type_text("ký\n");
    stage.press("Ctrl+P").type_text("huy ky\n");
    stage.press("Enter");
    assert!(signed(&home.store()), "not without a reason: {}", stage.picture());
    stage.type_text("Ký nhầm đơn vị\n");
    assert!(!signed(&home.store()), "{}", stage.picture());
}

#[test]
fn the_board_closes_a_visit_with_one_sign_and_shows_what_is_signed() {
    let home = TestHome::with_items(ITEMS);
    home.record(ALL);
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Enter !");
    assert!(stage.line(0).contains("Kết thúc buổi kiểm tra UBND xã Mẫu A"), "{}", stage.picture());
    stage.press("Shift+Tab Down Enter").type_text("ký\n").press("Esc").wait_ms(300);
    assert!(stage.line(4).contains("đã ký"), "{}", stage.picture());
    home.record("reason = \"Xem lại\"\n[answer.\"thu/tong\"]\nnumber = 6\n");
    stage.press("Enter Esc Esc Enter").wait_ms(300);
    assert!(stage.line(4).contains("đã ký +1"), "{}", stage.picture());
    assert!(stage.picture().contains("có 1 thay đổi sau khi ký"), "{}", stage.picture());
}

#[test]
fn earlier_rounds_are_shown_and_a_shortcoming_is_raised_again() {
    let home = TestHome::with_items(ITEMS);
    let mut store = home.store();
    let mut earlier = store.round("2025-dot-1").unwrap();
    earlier.id = crate::inspection::RoundId::new("2024-dot-1").unwrap();
    earlier.title = "Kiểm tra năm 2024".into();
    earlier.period.from = "2024-01-01".parse().unwrap();
    earlier.period.to = "2024-06-30".parse().unwrap();
    store.add_round(&earlier, None).unwrap();
    let text = "round = \"2024-dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại\"\n";
    let file = crate::inspection::TextFile::from_bytes("a.toml", text.as_bytes()).unwrap();
    store.record_file(&file, &crate::inspection::read_answers(&file).unwrap()).unwrap();
    drop(store);
    home.record(SOME);
    let mut stage = home.stage(Inspection::new);
    stage.wait_ms(200);
    assert!(stage.picture().contains("Còn 1 tồn tại từ lần kiểm tra trước"), "{}", stage.picture());
    stage.press("Up Up Up");
    assert!(stage.picture().contains("Năm 2024: chưa đạt, chưa khắc phục"), "{}", stage.picture());
    stage.press("Ctrl+P").type_text("ket qua kiem tra truoc\n");
    insta::assert_snapshot!("earlier", stage.picture());
    stage.press("Enter");
    let raised = home.store().recurrences(&round_id(), &unit_id()).unwrap();
    assert_eq!(raised.len(), 1);
    assert!(stage.picture().contains("nhắc lại √"), "{}", stage.picture());
    stage.press("Enter");
    assert!(home.store().recurrences(&round_id(), &unit_id()).unwrap().is_empty());
    stage.sweep();
}

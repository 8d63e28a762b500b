//! Keys through a real office, and pictures.

use super::*;
use crate::inspection::find_unit;
use crate::tui::screen::Executor;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};
use crate::tui::screens::units::Units;
use crate::tui::testing::Stage as Terminal;
use crate::tui::work::Office;

/// Every required item answered, so that the missing signature alone is in the way.
const ANSWERS: &str = r#"
[answer."thu/mot"]
verdict = "fail"
remark = "Chưa có số điện thoại đường dây nóng"
"#;

const ITEMS: &str = r#"
[[section.item]]
id = "mot"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị"
says = { shortcoming = "Chưa niêm yết địa chỉ", requirement = "Niêm yết địa chỉ" }
within_days = 5
"#;

fn home() -> TestHome {
    let home = TestHome::with_items(ITEMS);
    home.record(ANSWERS);
    home
}

fn screen() -> IssueNotice {
    IssueNotice::new(round_id(), unit_id(), "UBND xã Mẫu A".to_owned())
}

fn terminal(home: &TestHome) -> Terminal<World, Office> {
    Terminal::new(screen(), home.office().with_papers(home.path().to_owned()))
}

fn settled(home: &TestHome) -> Option<String> {
    let standing = home.store().issued(&round_id(), &unit_id()).unwrap();
    standing.settled().map(|issued| issued.content.number_line())
}

/// Number 5 of 19 October, with a reason, up to the typed word.
fn up_to_the_word(terminal: &mut Terminal<World, Office>) {
    terminal.type_text("5\n").type_text("19/10/2025\n");
    terminal.type_text("Biên bản ký trên giấy\n");
}

#[test]
fn a_notice_is_issued_with_number_day_reason_and_the_typed_word() {
    let home = home();
    let mut terminal = terminal(&home);
    assert!(terminal.picture().contains("Biên bản kiểm tra chưa được ký trên phần mềm"), "{}", terminal.picture());
    terminal.type_text("5\n").type_text("19/10/2025\n");
    assert!(terminal.picture().contains("ghi lý do ban hành rồi nhấn Enter"), "{}", terminal.picture());
    terminal.type_text("Biên bản ký trên giấy\n");
    assert!(terminal.picture().contains("Gõ BAN HÀNH rồi nhấn Enter"), "{}", terminal.picture());
    terminal.type_text("ban\n");
    assert_eq!(settled(&home), None, "a word that is not whole issues nothing");
    terminal.type_text(" hành\n");
    assert_eq!(settled(&home).as_deref(), Some("05/TB"));
    assert!(terminal.picture().contains("Đã ban hành Thông báo số 05/TB ngày 19/10/2025"), "{}", terminal.picture());
}

#[test]
fn pictures() {
    let home = home();
    let mut terminal = terminal(&home);
    insta::assert_snapshot!(terminal.picture(), @r#"
 Ban hành: UBND xã Mẫu A
────────────────────────────────────────────────────────────────────────────────
 Chưa ban hành. Phần đầu văn bản của đợt chưa ghi tên người ký: chỗ ký để
 trống.
 Khi ban hành phải ghi lý do, vì:
 - Biên bản kiểm tra chưa được ký trên phần mềm










── Thông báo ───────────────────────────────────────────────────────────────────
 > Số                     /TB
   Ngày ban hành
   Lý do
────────────────────────────────────────────────────────────────────────────────

 ↑↓ chọn dòng   Enter tiếp tục   Ctrl+R xem thông báo   Esc quay lại
 Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    terminal.resize(60, 16);
    insta::assert_snapshot!(terminal.picture(), @r#"
 Ban hành: UBND xã Mẫu A
────────────────────────────────────────────────────────────
 Chưa ban hành. Phần đầu văn bản của đợt chưa ghi tên người
 ký: chỗ ký để trống.
 Khi ban hành phải ghi lý do, vì:
 - Biên bản kiểm tra chưa được ký trên phần mềm



── Thông báo ───────────────────────────────────────────────
 > Số                     /TB
   Ngày ban hành
   Lý do
────────────────────────────────────────────────────────────

 ↑↓ chọn dòng   Enter tiếp tục   F1 trợ giúp
"#);
    terminal.resize(120, 40);
    up_to_the_word(&mut terminal);
    terminal.resize(80, 24);
    insta::assert_snapshot!(terminal.picture(), @r#"
 Ban hành: UBND xã Mẫu A                                           Thành viên 1
────────────────────────────────────────────────────────────────────────────────
 Chưa ban hành. Phần đầu văn bản của đợt chưa ghi tên người ký: chỗ ký để
 trống.
 Khi ban hành phải ghi lý do, vì:
 - Biên bản kiểm tra chưa được ký trên phần mềm










── Thông báo ───────────────────────────────────────────────────────────────────
 Thông báo số 05/TB ngày 19/10/2025 đối với UBND xã Mẫu A sẽ được ban hành và
 giữ nguyên từng chữ từ nay về sau; không hoàn tác được.
 Gõ BAN HÀNH rồi nhấn Enter để thực hiện, Esc để thôi:
────────────────────────────────────────────────────────────────────────────────

 Enter ban hành   Ctrl+R xem thông báo   Esc quay lại   Ctrl+P mọi lệnh
 F1 trợ giúp
"#);
    terminal.sweep();
    terminal.type_text("BAN HÀNH\n");
    insta::assert_snapshot!(terminal.picture(), @r#"
 Ban hành: UBND xã Mẫu A         Thành viên 1 · đã ban hành số 05/TB · đã lưu √
────────────────────────────────────────────────────────────────────────────────
 Đã ban hành Thông báo số 05/TB ngày 19/10/2025.
 Lý do đã ghi: Biên bản ký trên giấy
 Số yêu cầu, kiến nghị: 1.
 Thông báo giữ nguyên từng chữ như khi ban hành. Ctrl+R xem và ghi ra tệp;
 Enter để ban hành thông báo thay thế; Ctrl+P lập công văn đính chính hoặc rút
 việc ghi nhầm.












────────────────────────────────────────────────────────────────────────────────
 Đã ban hành Thông báo số 05/TB ngày 19/10/2025. Ctrl+R xem và ghi ra tệp để in
 Enter ban hành thông báo thay thế   Ctrl+R xem thông báo   Esc quay lại
 Ctrl+P mọi lệnh   ? trợ giúp
"#);
    terminal.sweep();
}

#[test]
fn what_refuses_is_told_and_what_is_typed_stays_to_be_mended() {
    let home = home();
    let mut terminal = terminal(&home);
    terminal.type_text("0\n").type_text("19/10/2025\n");
    assert!(terminal.picture().contains("Số của thông báo phải từ 1 trở lên"), "{}", terminal.picture());
    terminal.press("Up").press("Backspace").type_text("x7");
    terminal.press("Down").press("Backspace").type_text("9\n");
    assert!(!terminal.picture().contains("Số của thông báo phải"), "{}", terminal.picture());
    assert!(
        terminal.picture().contains("trong năm") || terminal.picture().contains("19/10/2029"),
        "{}",
        terminal.picture()
    );
    terminal.press("Up").press("Up").press("Backspace").type_text("abc\n");
    assert_eq!(settled(&home), None);
}

#[test]
fn esc_steps_back_and_keeps_what_was_typed() {
    let home = home();
    let mut terminal = terminal(&home);
    up_to_the_word(&mut terminal);
    terminal.press("Esc");
    let picture = terminal.picture();
    assert!(picture.contains("19/10/2025") && picture.contains("Biên bản ký trên giấy"), "{picture}");
    assert_eq!(settled(&home), None);
}

#[test]
fn an_issued_notice_is_replaced_from_the_same_screen() {
    let home = home();
    let mut terminal = terminal(&home);
    up_to_the_word(&mut terminal);
    terminal.type_text("BAN HÀNH\n");
    home.record("[answer.\"thu/mot\"]\nverdict = \"partial\"");
    terminal.press("Enter").type_text("9\n").type_text("19/10/2025\n");
    assert!(terminal.picture().contains("ghi rõ vì sao thay thế"), "{}", terminal.picture());
    terminal.type_text("Sai đánh giá\n");
    assert!(terminal.picture().contains("sẽ được ban hành, thay thế Thông báo số"), "{}", terminal.picture());
    terminal.type_text("BAN HÀNH\n");
    assert_eq!(settled(&home).as_deref(), Some("09/TB"));
    assert!(terminal.picture().contains("Các thông báo đã được thay thế"), "{}", terminal.picture());
}

#[test]
fn the_board_and_the_preview_show_what_was_issued_and_what_came_after() {
    let home = home();
    let mut terminal = terminal(&home);
    up_to_the_word(&mut terminal);
    terminal.type_text("BAN HÀNH\n");
    home.record("[answer.\"thu/mot\"]\nremark = \"Đã bổ sung\"");
    terminal.press("Ctrl+R");
    let picture = terminal.picture();
    assert!(picture.contains("đã ban hành số 05/TB") && picture.contains("1 thay đổi"), "{picture}");
    assert!(!picture.contains("DỰ THẢO"), "{picture}");
    terminal.press("Enter").wait_ms(50);
    let picture = terminal.picture();
    assert!(picture.contains("05/TB ngày 19/10/2025 đã ban hành và giữ nguyên"), "{picture}");

    let mut office = home.office();
    let Ok(Outcome::Round { open, acting }) = office.execute(&Request::OpenRound(round_id())) else { panic!() };
    let mut board = Terminal::new(Units::new(open, acting), office);
    board.wait_ms(50).wait_ms(50);
    let picture = board.picture();
    assert!(picture.contains("TB 05 +1"), "{picture}");
    assert!(picture.contains("đã ban hành Thông báo số 05/TB ngày 19/10/2025; sau khi ban"), "{picture}");
}

#[test]
fn the_frozen_paper_is_written_from_the_preview() {
    let home = home();
    let mut terminal = terminal(&home);
    up_to_the_word(&mut terminal);
    terminal.type_text("BAN HÀNH\n");
    home.record("[answer.\"thu/mot\"]\nremark = \"Đã bổ sung\"");
    terminal.press("Ctrl+R").press("Ctrl+W").press("Enter");
    let store = home.store();
    let round = store.round("2025-dot-1").unwrap();
    let unit = find_unit(&round, "mau-a").unwrap();
    let frozen = crate::conclusion::issue::FrozenNotice::of(&store, &round.id, unit).unwrap().unwrap();
    assert_eq!(std::fs::read(home.path().join("mau-a-thong-bao.docx")).unwrap(), frozen.papers.docx);
}

#[test]
fn from_the_board_the_palette_leads_there() {
    let home = home();
    let mut office = home.office();
    let Ok(Outcome::Round { open, acting }) = office.execute(&Request::OpenRound(round_id())) else { panic!() };
    let mut board = Terminal::new(Units::new(open, acting), office);
    board.press("Ctrl+P").type_text("ban hanh thong bao\n");
    assert!(board.picture().contains("Ban hành: UBND xã Mẫu A"), "{}", board.picture());
}

#[test]
fn a_record_by_mistake_is_taken_back_with_a_reason_and_a_second_enter_and_put_back() {
    let home = home();
    let mut terminal = terminal(&home);
    up_to_the_word(&mut terminal);
    terminal.type_text("BAN HÀNH\n").press("Ctrl+P").type_text("rut viec ghi\n").press("Enter");
    assert_eq!(settled(&home).as_deref(), Some("05/TB"), "a reason is wanted: {}", terminal.picture());
    terminal.type_text("Bấm nhầm đơn vị").press("Enter");
    insta::assert_snapshot!(terminal.picture(), @r#"
 Ban hành: UBND xã Mẫu A › Rút việc ghi ban hành        Thành viên 1 · đã lưu √
────────────────────────────────────────────────────────────────────────────────
 > Lý do  Bấm nhầm đơn vị

 Thông báo số 05/TB ngày 19/10/2025 của UBND xã Mẫu A: chỉ rút việc ghi ban
 hành trong dữ liệu, cho thông báo chưa ký, chưa gửi. UBND xã Mẫu A trở lại
 chưa ban hành, số 05/TB dùng lại được. Lịch sử vẫn giữ. Nếu thông báo đã gửi
 đi thì phải ban hành thông báo thay thế.












────────────────────────────────────────────────────────────────────────────────
 Nhấn Enter lần nữa để thực hiện, Esc để thôi.
 Enter rút việc ghi ban hành   Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    assert_eq!(settled(&home).as_deref(), Some("05/TB"), "said first");
    terminal.sweep();
    terminal.press("Enter");
    assert_eq!(settled(&home), None);
    insta::assert_snapshot!(terminal.picture(), @r#"
 Ban hành: UBND xã Mẫu A                                Thành viên 1 · đã lưu √
────────────────────────────────────────────────────────────────────────────────
 Chưa ban hành. Phần đầu văn bản của đợt chưa ghi tên người ký: chỗ ký để
 trống.
 Thông báo số 05/TB ngày 19/10/2025: đã rút việc ghi ban hành ngày 19/10/2025.
 Lý do: Bấm nhầm đơn vị














────────────────────────────────────────────────────────────────────────────────
 Đã rút việc ghi ban hành Thông báo số 05/TB; số này dùng lại được.
 Enter tiếp tục   Ctrl+R xem thông báo   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
"#);
    terminal.resize(60, 16).sweep();
    terminal.resize(80, 24);
    terminal.press("Ctrl+P").type_text("khoi phuc viec\n").type_text("Đã gửi thật\n").press("Enter");
    assert_eq!(settled(&home).as_deref(), Some("05/TB"), "{}", terminal.picture());
    // Issued anew from where it was taken back.
    terminal.press("Ctrl+P").type_text("rut viec ghi\n").type_text("Sai số\n").press("Enter Enter");
    terminal.type_text("6\n").type_text("19/10/2025\n").type_text("Biên bản ký trên giấy\n").type_text("ban hành\n");
    assert_eq!(settled(&home).as_deref(), Some("06/TB"), "{}", terminal.picture());
}

#[test]
fn a_correction_begins_on_the_screen_of_issuing() {
    let home = home();
    let mut terminal = terminal(&home);
    up_to_the_word(&mut terminal);
    terminal.type_text("BAN HÀNH\n").press("Ctrl+P").type_text("dinh chinh\n");
    assert!(terminal.picture().contains("Đính chính Thông báo số 05/TB"), "{}", terminal.picture());
}

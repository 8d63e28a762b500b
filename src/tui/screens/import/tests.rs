//! Files into a real journal, key by key.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook};

use super::*;
use crate::tui::screens::register::RegisterGrid;
use crate::tui::screens::survey::SurveyTally;
use crate::tui::screens::test_home::{TestHome, key, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ITEMS: &str = r#"
[[section.item]]
id = "ho-so"
kind = "register"
ask = "Hồ sơ được chọn kiểm tra xác suất"
at_least = 5
columns = [
  { id = "ma-ho-so", title = "Mã hồ sơ", kind = "text", required = true },
  { id = "thu-tuc", title = "Thủ tục", kind = "text", required = true },
  { id = "ngay-nhan", title = "Ngày tiếp nhận", kind = "date", required = true },
  { id = "ngay-hen", title = "Ngày hẹn trả", kind = "date", required = false },
  { id = "co-giay-hen", title = "Có giấy tiếp nhận", kind = "yes-no", required = false },
]
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu khảo sát"
details = ["cong-chuc", "ngay"]
questions = [
  { id = "thai-do", ask = "Thái độ", scale = "level-5" },
  { id = "giay", ask = "Được cấp giấy tiếp nhận", scale = "yes-no" },
  { id = "lan", ask = "Số lần đi lại", scale = "count", satisfied_to = 2 },
]
"#;

fn save(home: &TestHome, name: &str, book: &mut Workbook) -> PathBuf {
    let path = home.path().join(name);
    book.save(&path).unwrap();
    path
}

/// A list as an office's software exports it: two lines above the titles, other titles, a day that is none.
fn dossiers(home: &TestHome, count: u32) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 4, "DANH SÁCH HỒ SƠ", &Format::new()).unwrap();
    for (column, title) in ["STT", "So ho so", "Tên TTHC", "Ngày nhận", "Hạn trả", "Giấy hẹn"].into_iter().enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), title).unwrap();
    }
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for row in 0..count {
        let at = row + 3;
        sheet.write(at, 0, row + 1).unwrap();
        sheet.write(at, 1, format!("H-{:03}", row + 1)).unwrap();
        sheet.write(at, 2, "Đăng ký khai sinh").unwrap();
        sheet.write_with_format(at, 3, 45_931.0 + f64::from(row % 28), &day).unwrap();
        sheet.write(at, 4, if row == 2 { "31/2/2025" } else { "10/10/2025" }).unwrap();
        sheet.write(at, 5, "x").unwrap();
    }
    save(home, "ho-so.xlsx", &mut book)
}

fn stage(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| RegisterGrid::new(work, key("ho-so")))
}

/// Opens the import, pastes the path as Windows copies it, and waits for the file.
fn open_file(stage: &mut Stage<World, Office>, path: &Path) {
    stage.press("Ctrl+O").paste(&format!("\"{}\"", path.display())).press("Enter").finish_job();
}

/// The screen without the line that names the folder, which differs from laptop to laptop.
fn seen(stage: &Stage<World, Office>) -> String {
    let picture = stage.picture();
    picture.lines().enumerate().filter(|(row, _)| *row != 3).map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

fn cells(home: &TestHome) -> Vec<String> {
    let answer = home.answer("ho-so");
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    answer.rows.iter().map(|row| row.cells.values().map(text).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_list_is_imported_with_a_preview_that_matches_columns_by_title() {
    let home = TestHome::with_items(ITEMS);
    let path = dossiers(&home, 4);
    let mut stage = stage(&home);
    open_file(&mut stage, &path);
    insta::assert_snapshot!(seen(&stage), @r"
 Bảng kê › Nhập từ tệp                                             Thành viên 1
 Hồ sơ được chọn kiểm tra xác suất                    3 dòng sẽ nhập · bỏ qua 1
────────────────────────────────────────────────────────────────────────────────
 > Dòng tiêu đề         < dòng 3 >
   Mã hồ sơ *             B  So ho so
   Thủ tục *              C  Tên TTHC
   Ngày tiếp nhận *       D  Ngày nhận
   Ngày hẹn trả           E  Hạn trả
   Có giấy tiếp nhận      F  Giấy hẹn
   Dòng có ô chưa đúng    bỏ qua cả dòng
── Sẽ nhập 3 dòng ──────────────────────────────────────────────────────────────
 dòng  Mã hồ sơ  Thủ tục            Ngày tiếp nhận  Ngày hẹn trả  Có giấy tiếp …
    4  H-001     Đăng ký khai sinh  01/10/25        10/10/25      có           …
    5  H-002     Đăng ký khai sinh  02/10/25        10/10/25      có           …
    7  H-004     Đăng ký khai sinh  04/10/25        10/10/25      có           …




────────────────────────────────────────────────────────────────────────────────
 Có 3 điều cần xem (Tab): Bỏ qua 1 dòng vì có ô chưa đúng (liệt kê bên dưới)
 ↑ ↓ chọn mục   ← → đổi   Enter nhập 3 dòng   Tab xem 3 điều cần biết
 Esc tệp khác   Ctrl+P mọi lệnh   F1 trợ giúp
");
    assert!(home.answer("ho-so").rows.is_empty(), "nothing is recorded before Enter");
    stage.press("Tab");
    insta::assert_snapshot!(seen(&stage), @r"
 Bảng kê › Nhập từ tệp                                             Thành viên 1
 Hồ sơ được chọn kiểm tra xác suất                    3 dòng sẽ nhập · bỏ qua 1
────────────────────────────────────────────────────────────────────────────────
 > Dòng tiêu đề         < dòng 3 >
   Mã hồ sơ *             B  So ho so
   Thủ tục *              C  Tên TTHC
   Ngày tiếp nhận *       D  Ngày nhận
   Ngày hẹn trả           E  Hạn trả
   Có giấy tiếp nhận      F  Giấy hẹn
   Dòng có ô chưa đúng    bỏ qua cả dòng
── Cần xem: 3 ──────────────────────────────────────────────────────────────────
 · Bỏ qua 1 dòng vì có ô chưa đúng (liệt kê bên dưới)
 · 1 vùng ô gộp (đầu tiên: A1:E1): chỉ ô đầu của mỗi vùng có giá trị, các ô còn
   lại coi là trống
 · Ô E6 (Ngày hẹn trả): không có ngày 31/2/2025; hãy kiểm tra lại theo thứ tự
   ngày/tháng/năm



────────────────────────────────────────────────────────────────────────────────
 Có 3 điều cần xem (Tab): Bỏ qua 1 dòng vì có ô chưa đúng (liệt kê bên dưới)
 ↑ ↓ chọn mục   ← → đổi   Enter nhập 3 dòng   Tab xem các dòng   Esc tệp khác
 Ctrl+P mọi lệnh   F1 trợ giúp
");
    stage.press("Enter");
    assert_eq!(
        cells(&home),
        [
            "true H-001 2025-10-10 2025-10-01 Đăng ký khai sinh",
            "true H-002 2025-10-10 2025-10-02 Đăng ký khai sinh",
            "true H-004 2025-10-10 2025-10-04 Đăng ký khai sinh"
        ]
    );
    assert!(stage.picture().contains("Đã nhập 3 dòng"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert!(home.answer("ho-so").rows.is_empty(), "one step back takes the whole import");
}

#[test]
fn every_choice_can_be_changed_by_hand() {
    let home = TestHome::with_items(ITEMS);
    let path = dossiers(&home, 4);
    let mut stage = stage(&home);
    open_file(&mut stage, &path);
    // The last choice: rows with a wrong cell are taken, the cell left blank; the fourth: no day promised.
    stage.press("Up Down Down Down Down Left").press("Down Down Right");
    stage.press("Enter");
    assert_eq!(home.answer("ho-so").rows.len(), 4, "{}", stage.picture());
}

#[test]
fn rows_that_are_there_are_named_and_left_out_unless_wanted() {
    let home = TestHome::with_items(ITEMS);
    let path = dossiers(&home, 4);
    let mut stage = stage(&home);
    open_file(&mut stage, &path);
    stage.press("Enter");
    open_file(&mut stage, &path);
    let picture = stage.picture();
    assert!(picture.contains("0 dòng sẽ nhập · bỏ qua 4"), "{picture}");
    stage.press("Tab");
    assert!(stage.picture().contains("3 dòng giống dòng đã có: dòng 4, 5, 7"), "{}", stage.picture());
    stage.press("Enter");
    assert_eq!(home.answer("ho-so").rows.len(), 3, "nothing to record");
    stage.press("Down Down Down Down Down Down Right Enter");
    assert_eq!(home.answer("ho-so").rows.len(), 6, "{}", stage.picture());
}

#[test]
fn a_bad_file_is_said_plainly_and_another_can_be_chosen() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = stage(&home);
    std::fs::write(home.path().join("anh.xlsx"), b"\x89PNG\r\n").unwrap();
    open_file(&mut stage, &home.path().join("anh.xlsx"));
    assert!(stage.picture().contains("anh.xlsx: Đây là ảnh, không phải bảng tính"), "{}", stage.picture());
    let path = dossiers(&home, 4);
    stage.press("Esc");
    stage.press("Ctrl+O").type_text("ho so\n").finish_job();
    assert!(stage.picture().contains("3 dòng sẽ nhập"), "the list finds files without diacritics: {}", stage.picture());
    stage.press("Esc").type_text("khong co").press("Enter").finish_job();
    assert!(stage.picture().contains("không tìm thấy"), "{}", stage.picture());
    drop(path);
}

#[test]
fn the_file_list_is_walked_with_the_arrow_keys() {
    let home = TestHome::with_items(ITEMS);
    dossiers(&home, 1);
    std::fs::write(home.path().join("b.csv"), "Mã hồ sơ;Thủ tục\nH1;Khai tử\n").unwrap();
    std::fs::write(home.path().join("thu.pdf"), "%PDF").unwrap();
    let mut stage = stage(&home);
    stage.press("Ctrl+O");
    let picture = stage.picture();
    assert!(picture.contains("checklists/") && picture.contains("b.csv") && !picture.contains("thu.pdf"), "{picture}");
    stage.press("PgUp Down Down Down").type_text("\n");
    stage.finish_job();
    assert!(stage.picture().contains("Sẽ nhập"), "{}", stage.picture());
}

#[test]
fn a_survey_export_becomes_forms_a_row_each() {
    let home = TestHome::with_items(ITEMS);
    let path = home.path().join("phieu.csv");
    let text = "Dấu thời gian;Cán bộ;1. Thái độ (1 = Rất hài lòng);Được cấp giấy tiếp nhận?;Số lần đi lại\n\
        05/01/2026 08:30;CC-03;1;Có;1\n05/01/2026 09:00;CC-03;Rất không hài lòng;không;3 lần\n;;;;\n06/01/2026;;2;;\n";
    std::fs::write(&path, text).unwrap();
    let mut stage = home.stage(|work| SurveyTally::new(work, key("phieu")));
    open_file(&mut stage, &path);
    let picture = stage.picture();
    assert!(picture.contains("1 là rất hài lòng") && picture.contains("3 dòng sẽ nhập"), "{picture}");
    stage.press("Enter");
    let forms = home.answer("phieu").forms;
    let answers: Vec<_> = forms.iter().map(|form| form.content.answers.clone()).collect();
    assert_eq!(answers, [[5, 1, 1], [1, 2, 3], [4, 0, 0]]);
    assert_eq!(forms[0].content.details["ngay"], "2026-01-05");
    assert_eq!(forms[0].content.details["cong-chuc"], "CC-03");
}

#[test]
fn a_sample_is_drawn_recorded_and_shown_to_be_honest() {
    let home = TestHome::with_items(ITEMS);
    let path = dossiers(&home, 41);
    let mut stage = stage(&home);
    stage.press("Ctrl+P").type_text("chon ngau nhien\n").paste(&path.display().to_string()).press("Enter").finish_job();
    stage.press("Down").type_text("2025");
    insta::assert_snapshot!(seen(&stage), @r"
 Bảng kê › Chọn ngẫu nhiên                                         Thành viên 1
 Hồ sơ được chọn kiểm tra xác suất                            danh sách 41 dòng
────────────────────────────────────────────────────────────────────────────────
   Số dòng cần chọn         5
 > Mã số chọn ngẫu nhiên    2025
   Dòng tiêu đề             dòng 3
   Mã hồ sơ *               B  So ho so
   Thủ tục *                C  Tên TTHC
   Ngày tiếp nhận *         D  Ngày nhận
   Ngày hẹn trả             E  Hạn trả
── Các dòng được chọn: 5 ───────────────────────────────────────────────────────
 dòng  Mã hồ sơ  Thủ tục            Ngày tiếp nhận  Ngày hẹn trả  Có giấy tiếp …
   10  H-007     Đăng ký khai sinh  07/10/25        10/10/25      có           …
   16  H-013     Đăng ký khai sinh  13/10/25        10/10/25      có           …
   19  H-016     Đăng ký khai sinh  16/10/25        10/10/25      có           …
   20  H-017     Đăng ký khai sinh  17/10/25        10/10/25      có           …
   33  H-030     Đăng ký khai sinh  02/10/25        10/10/25      có           …


────────────────────────────────────────────────────────────────────────────────
 Có 2 điều cần xem (Tab): 1 vùng ô gộp (đầu tiên: A1:E1): chỉ ô đầu của mỗi
 vùng có giá trị, các ô còn lại coi là trống
 ↑ ↓ chọn mục   ← → đổi   Enter chọn 5 dòng này   F1 trợ giúp
");
    stage.press("Enter");
    let draws = home.store().draws(&round_id(), &unit_id(), &key("ho-so")).unwrap();
    let draw = &draws[0].content;
    assert_eq!((draw.seed.as_str(), draw.count, draw.size), ("2025", 5, 41));
    assert_eq!(draw.positions, crate::table::sample::draw("2025", 5, 41), "a repeat gives the same rows");
    assert_eq!(draws[0].list, crate::inspection::KeptList::Whole);
    let codes: Vec<String> = draw.rows.iter().map(|row| format!("H-{:03}", row - 3)).collect();
    let recorded = cells(&home);
    assert_eq!(recorded.len(), 5);
    assert!(recorded.iter().zip(&codes).all(|(row, code)| row.contains(code)), "{recorded:?} {codes:?}");
    stage.press("Ctrl+P").type_text("mau ngau nhien\n");
    insta::assert_snapshot!(stage.picture(), @r"
 Bảng kê › Mẫu ngẫu nhiên                               Thành viên 1 · đã lưu √
 Hồ sơ được chọn kiểm tra xác suất                                   1 lần chọn
────────────────────────────────────────────────────────────────────────────────
 Chọn 5 trong 41 dòng
   Người chọn: Thành viên 1, 19/10/2025 09:42
   Mã số chọn ngẫu nhiên: 2025
   Danh sách: ho-so.xlsx, bảng Sheet1
   SHA-256 của danh sách:
   bc2ebef1617bb802965b6901cfea4d18312985fbfbf51dff068d4c27df5307d4
   Danh sách được lưu cùng hồ sơ và khớp với SHA-256 này
   Thứ tự được chọn trong danh sách: 7, 13, 16, 17, 30
   Dòng trong tệp: 10, 16, 19, 20, 33

 Ai cũng có thể tính lại: số ngẫu nhiên là 8 byte đầu của SHA-256(“mã số:0”,
 “mã số:1”, …), xáo trộn Fisher–Yates từ đầu danh sách, bỏ các số gây lệch;
 cùng danh sách và mã số luôn cho cùng kết quả.




────────────────────────────────────────────────────────────────────────────────

 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.press("Esc Ctrl+Z");
    assert!(home.answer("ho-so").rows.is_empty());
    assert!(home.store().draws(&round_id(), &unit_id(), &key("ho-so")).unwrap().is_empty(), "undone with its rows");
}

#[test]
fn more_rows_than_two_thousand_are_recorded_in_a_job() {
    let home = TestHome::with_items(ITEMS);
    let path = dossiers(&home, 2100);
    let mut stage = stage(&home);
    open_file(&mut stage, &path);
    stage.press("Enter").finish_job();
    assert_eq!(home.answer("ho-so").rows.len(), 2099);
    assert!(stage.picture().contains("Đã nhập 2.099 dòng"), "{}", stage.picture());
}

#[test]
fn it_is_drawn_at_every_size() {
    let home = TestHome::with_items(ITEMS);
    let path = dossiers(&home, 12);
    let mut stage = stage(&home);
    stage.press("Ctrl+O").sweep();
    stage.paste(&path.display().to_string()).press("Enter").finish_job();
    stage.sweep();
    stage.press("Tab").sweep();
    stage.resize(60, 16);
    insta::assert_snapshot!(seen(&stage), @r"
 Bảng kê › Nhập từ tệp                         Thành viên 1
 Hồ sơ được chọn kiểm tra xác s… 11 dòng sẽ nhập · bỏ qua 1
────────────────────────────────────────────────────────────
 > Dòng tiêu đề         < dòng 3 >
   Mã hồ sơ *             B  So ho so
   Thủ tục *              C  Tên TTHC
   Ngày tiếp nhận *       D  Ngày nhận
── Cần xem: 3 ──────────────────────────────────────────────
 · Bỏ qua 1 dòng vì có ô chưa đúng (liệt kê bên dưới)
 · 1 vùng ô gộp (đầu tiên: A1:E1): chỉ ô đầu của mỗi vùng
   có giá trị, các ô còn lại coi là trống
 · Ô E6 (Ngày hẹn trả): không có ngày 31/2/2025; hãy kiểm
────────────────────────────────────────────────────────────
 Có 3 điều cần xem (Tab): Bỏ qua 1 dòng vì có ô chưa đúng
 (liệt kê bên dưới)
");
    stage.press("Tab").resize(120, 40);
    insta::assert_snapshot!(seen(&stage), @r"
 Bảng kê › Nhập từ tệp                                                                                     Thành viên 1
 Hồ sơ được chọn kiểm tra xác suất                                                           11 dòng sẽ nhập · bỏ qua 1
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 > Dòng tiêu đề         < dòng 3 >
   Mã hồ sơ *             B  So ho so
   Thủ tục *              C  Tên TTHC
   Ngày tiếp nhận *       D  Ngày nhận
   Ngày hẹn trả           E  Hạn trả
   Có giấy tiếp nhận      F  Giấy hẹn
   Dòng có ô chưa đúng    bỏ qua cả dòng
── Sẽ nhập 11 dòng ─────────────────────────────────────────────────────────────────────────────────────────────────────
 dòng  Mã hồ sơ  Thủ tục            Ngày tiếp nhận  Ngày hẹn trả  Có giấy tiếp nh…
    4  H-001     Đăng ký khai sinh  01/10/25        10/10/25      có
    5  H-002     Đăng ký khai sinh  02/10/25        10/10/25      có
    7  H-004     Đăng ký khai sinh  04/10/25        10/10/25      có
    8  H-005     Đăng ký khai sinh  05/10/25        10/10/25      có
    9  H-006     Đăng ký khai sinh  06/10/25        10/10/25      có
   10  H-007     Đăng ký khai sinh  07/10/25        10/10/25      có
   11  H-008     Đăng ký khai sinh  08/10/25        10/10/25      có
   12  H-009     Đăng ký khai sinh  09/10/25        10/10/25      có
   13  H-010     Đăng ký khai sinh  10/10/25        10/10/25      có
   14  H-011     Đăng ký khai sinh  11/10/25        10/10/25      có
   15  H-012     Đăng ký khai sinh  12/10/25        10/10/25      có












────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 Có 3 điều cần xem (Tab): Bỏ qua 1 dòng vì có ô chưa đúng (liệt kê bên dưới)
 ↑ ↓ chọn mục   ← → đổi   Enter nhập 11 dòng   Tab xem 3 điều cần biết   Esc tệp khác   Ctrl+P mọi lệnh   F1 trợ giúp
");
}

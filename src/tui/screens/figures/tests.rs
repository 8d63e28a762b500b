use super::*;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::test_home::{TestHome, key};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

/// The figures of a real report, with its rules.
const ITEMS: &str = r#"
[[section.item]]
id = "tiep-nhan"
kind = "number"
ask = "Tiếp nhận"
[[section.item]]
id = "truc-tuyen"
kind = "number"
ask = "Tiếp nhận trực tuyến"
[[section.item]]
id = "truc-tiep"
kind = "number"
ask = "Tiếp nhận trực tiếp, qua bưu chính"
[[section.item]]
id = "ky-truoc"
kind = "number"
ask = "Kỳ trước chuyển sang"
[[section.item]]
id = "dung-han"
kind = "number"
ask = "Giải quyết đúng hạn"
[[section.item]]
id = "qua-han"
kind = "number"
ask = "Giải quyết quá hạn"
[[section.item]]
id = "da-xong"
kind = "number"
ask = "Đã giải quyết"
[[section.item]]
id = "dang-lam"
kind = "number"
ask = "Đang giải quyết"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ đúng hạn (tự tính)"
formula = "dung_han / da_xong"
[[rule]]
id = "tong"
check = "truc_tuyen + truc_tiep + ky_truoc == tiep_nhan"
message = "Tổng hồ sơ tiếp nhận không khớp"
severity = "error"
[[rule]]
id = "xong"
check = "dung_han + qua_han == da_xong"
message = "Hồ sơ đã giải quyết không khớp"
severity = "error"
[[rule]]
id = "dang"
check = "tiep_nhan - da_xong == dang_lam"
message = "Hồ sơ đang giải quyết không khớp"
severity = "error"
"#;

const REPORT: &str = r#"
[answer."thu/tiep-nhan"]
number = 10095
[answer."thu/truc-tuyen"]
number = 2260
reported = 2270
[answer."thu/truc-tiep"]
number = 7006
[answer."thu/ky-truoc"]
number = 829
[answer."thu/dung-han"]
number = 8876
[answer."thu/qua-han"]
number = 380
[answer."thu/da-xong"]
number = 9256
[answer."thu/dang-lam"]
number = 893
[answer."thu/ty-le"]
quoted = "96,9"
"#;

fn home() -> TestHome {
    let home = TestHome::with_items(ITEMS);
    home.record(REPORT);
    home
}

fn inspection(home: &TestHome) -> Stage<World, Office> {
    let mut stage = home.stage(Inspection::new);
    stage.press("Home");
    stage
}

#[test]
fn the_panel_shows_every_sum_as_it_should_be_beside_what_the_unit_reported() {
    let home = home();
    let mut stage = inspection(&home);
    stage.press("=");
    insta::assert_snapshot!(stage.picture(), @r"
     UBND xã Mẫu A › Số liệu phải khớp                                 Thành viên 1
     Phiếu thử                                                     3 chỗ không khớp
    ────────────────────────────────────────────────────────────────────────────────
     > Tiếp nhận                         10.095   = 2.260 + 7.006 + 829 = 10.095  √
         đơn vị báo 10.095 = 2.270 + 7.006 + 829 = 10.105  × lệch 10
         Tiếp nhận trực tuyến             2.260   đơn vị báo 2.270  × lệch 10
         Tiếp nhận trực tiếp, qua bư…     7.006
         Kỳ trước chuyển sang               829
       Đã giải quyết                      9.256   = 8.876 + 380 = 9.256  √
         Giải quyết đúng hạn              8.876
         Giải quyết quá hạn                 380
       Đang giải quyết                      893   = 10.095 − 9.256 = 839  × lệch 54
       Tỷ lệ đúng hạn (tự tính)          95,89%
         đơn vị báo 96,9%  × sai, phải là 95,9%






    ────────────────────────────────────────────────────────────────────────────────
     Tiếp nhận
     Enter đến số liệu   Ctrl+L chỗ lệch tiếp theo   Esc quay lại   Ctrl+P mọi lệnh
     ? trợ giúp
    ");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r"
     UBND xã Mẫu A › Số liệu phải khớp             Thành viên 1
     Phiếu thử                                 3 chỗ không khớp
    ────────────────────────────────────────────────────────────
     > Tiếp nhận                                         10.095
         = 2.260 + 7.006 + 829 = 10.095  √
         đơn vị báo 10.095 = 2.270 + 7.006 + 829 = 10.105  ×
         lệch 10
         Tiếp nhận trực tuyến                             2.260
         đơn vị báo 2.270  × lệch 10
         Tiếp nhận trực tiếp, qua bưu chính               7.006
         Kỳ trước chuyển sang                               829
       Đã giải quyết                                      9.256
         = 8.876 + 380 = 9.256  √
    ────────────────────────────────────────────────────────────
     Tiếp nhận
     Enter đến số liệu   Ctrl+L chỗ lệch tiếp theo   ? trợ giúp
    ");
    stage.resize(80, 24).press("Ctrl+L Enter");
    assert!(stage.picture().contains("> 1.1"), "Enter goes to the figure: {}", stage.picture());
    stage.press("=").sweep();
}

#[test]
fn sums_move_with_every_keystroke_of_the_figure_being_typed() {
    let home = home();
    let mut stage = inspection(&home);
    stage.press("Down Down Down Down Down Down Down").type_text("83");
    assert!(stage.picture().contains("= 10.095 − 9.256 = 839  × lệch 756"), "{}", stage.picture());
    stage.type_text("9");
    assert!(stage.picture().contains("= 10.095 − 9.256 = 839  √"), "{}", stage.picture());
    insta::assert_snapshot!(stage.picture(), @r"
     UBND xã Mẫu A                                    Thành viên 1 · 9/9 · đang lưu
     Mục 1/1  Mục một  Phiếu thử                                        9/9 · 1 lỗi
    ────────────────────────────────────────────────────────────────────────────────
       1.1  Tiếp nhận                                       10.095
       1.2  Tiếp nhận trực tuyến         đơn vị báo 2.270 ×  2.260
       1.3  Tiếp nhận trực tiếp, qua bưu chính               7.006
       1.4  Kỳ trước chuyển sang                               829
       1.5  Giải quyết đúng hạn                              8.876
       1.6  Giải quyết quá hạn                                 380
       1.7  Đã giải quyết                                    9.256
     > 1.8  Đang giải quyết                             839
       1.9  Tỷ lệ đúng hạn (tự tính)    đơn vị báo 96,9% ×  95,89%


    ── 1.8 ─────────────────────────────────────────────────────────────────────────
     Đang giải quyết                                839   = 10.095 − 9.256 = 839  √




    ────────────────────────────────────────────────────────────────────────────────
     10.095 − 9.256 = 839
     Enter ghi   Tab đơn vị báo cáo   Esc giữ giá trị cũ   Ctrl+P mọi lệnh
     F1 trợ giúp
    ");
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @r"
     UBND xã Mẫu A                                                                            Thành viên 1 · 9/9 · đang lưu
     Mục 1/1  Mục một  Phiếu thử                                                                                9/9 · 1 lỗi
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Phiếu thử              │   1.1  Tiếp nhận                     10.095                  │ Đang giải quyết
     › 1. Mục một       9/9 √ │   1.2  Tiếp nhận trực tuyến           2.260                  │ Đang giải quyết          839
                              │   1.3  Tiếp nhận trực tiếp, qua bưu…  7.006                  │   = 10.095 − 9.256 = 839  √
                              │   1.4  Kỳ trước chuyển sang             829                  │
                              │   1.5  Giải quyết đúng hạn            8.876                  │ Số liệu phải khớp
                              │   1.6  Giải quyết quá hạn               380                  │ Tiếp nhận             10.095
                              │   1.7  Đã giải quyết                  9.256                  │   = 2.260 + 7.006 + 829 =
                              │ > 1.8  Đang giải quyết           839                         │   10.095  √
                              │   1.9  Tỷ lệ đúng hạn (tự tính)      95,89%                  │   đơn vị báo 10.095 = 2.270
                              │                                                              │   + 7.006 + 829 = 10.105  ×
                              │                                                              │   lệch 10
                              │                                                              │   Tiếp nhận trực…      2.260
                              │                                                              │   đơn vị báo 2.270  × lệch
                              │                                                              │   10
                              │                                                              │   Tiếp nhận trực…      7.006
                              │                                                              │   Kỳ trước chuyển…       829
                              │                                                              │ Đã giải quyết          9.256
                              │                                                              │   = 8.876 + 380 = 9.256  √
                              │                                                              │   Giải quyết đúng…     8.876
                              │                                                              │   Giải quyết quá…        380
                              │                                                              │ Đang giải quyết          839
                              │                                                              │   = 10.095 − 9.256 = 839  √
                              │                                                              │ Tỷ lệ đúng hạn (t…    95,89%
                              │                                                              │   đơn vị báo 96,9%  × sai,
                              │                                                              │   phải là 95,9%
                              │                                                              │
                              │                                                              │
                              │                                                              │
                              │                                                              │
                              │                                                              │
                              │                                                              │
                              │                                                              │
                              │                                                              │
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     10.095 − 9.256 = 839
     Enter ghi   Tab đơn vị báo cáo   Esc giữ giá trị cũ   Ctrl+P mọi lệnh   F1 trợ giúp
    ");
    assert_eq!(home.answer("dang-lam").number, Some(893.0), "nothing is written while typing");
}

#[test]
fn a_figure_with_what_the_unit_reported_and_its_source_is_given_in_one_go() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = inspection(&home);
    stage.type_text("10095\t10149\t2");
    let answer = home.answer("tiep-nhan");
    assert_eq!((answer.number, answer.reported), (Some(10_095.0), Some(10_149.0)));
    assert_eq!(answer.source, Some(crate::inspection::FigureSource::PhanMem));
    assert!(stage.picture().contains("> 1.2"), "and on to the next: {}", stage.picture());
    stage.press("Up");
    assert!(stage.picture().contains("đơn vị báo 10.149 ×"), "{}", stage.picture());
    stage.press("Enter Tab");
    insta::assert_snapshot!(stage.picture(), @r"
     UBND xã Mẫu A                                    Thành viên 1 · 1/9 · đã lưu √
     Mục 1/1  Mục một  Phiếu thử                                                1/9
    ────────────────────────────────────────────────────────────────────────────────
     > 1.1  Tiếp nhận                    đơn vị báo cáo 10149
       1.2  Tiếp nhận trực tuyến                                                  …
       1.3  Tiếp nhận trực tiếp, qua bưu chính                                    …
       1.4  Kỳ trước chuyển sang                                                  …
       1.5  Giải quyết đúng hạn                                                   …
       1.6  Giải quyết quá hạn                                                    …
       1.7  Đã giải quyết                                                         …
       1.8  Đang giải quyết                                                       …
       1.9  Tỷ lệ đúng hạn (tự tính)                chưa tính được


    ── 1.1 ─────────────────────────────────────────────────────────────────────────
     Tiếp nhận                                10.095   = … + … + …
                                                       đơn vị báo 10.149  × lệch 54
     Đang giải quyết                               …   = 10.095 − …
     Đơn vị báo cáo: 10.149
     Nguồn số liệu: phần mềm một cửa …
    ────────────────────────────────────────────────────────────────────────────────
     Còn thiếu: Kỳ trước chuyển sang; Tiếp nhận trực tiếp, qua bưu chính; Tiếp nhận
     trực tuyến; Đã giải quyết; Đang giải quyết
     Enter ghi   Tab nguồn số liệu   Esc giữ giá trị cũ   F1 trợ giúp
    ");
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @r"
     UBND xã Mẫu A                                    Thành viên 1 · 1/9 · đã lưu √
     Mục 1/1  Mục một  Phiếu thử                                                1/9
    ────────────────────────────────────────────────────────────────────────────────
     > 1.1  Tiếp nhận                     nguồn số liệu phần mềm một cửa
       1.2  Tiếp nhận trực tuyến                                                  …
       1.3  Tiếp nhận trực tiếp, qua bưu chính                                    …
       1.4  Kỳ trước chuyển sang                                                  …
       1.5  Giải quyết đúng hạn                                                   …
       1.6  Giải quyết quá hạn                                                    …
       1.7  Đã giải quyết                                                         …
       1.8  Đang giải quyết                                                       …
       1.9  Tỷ lệ đúng hạn (tự tính)                chưa tính được


    ── 1.1 ─────────────────────────────────────────────────────────────────────────
        0 (chưa ghi)
        1 báo cáo của đơn vị
      > 2 phần mềm một cửa
        3 Cổng Dịch vụ công quốc gia
        4 sổ theo dõi
    ────────────────────────────────────────────────────────────────────────────────
     Còn thiếu: Kỳ trước chuyển sang; Tiếp nhận trực tiếp, qua bưu chính; Tiếp nhận
     trực tuyến; Đã giải quyết; Đang giải quyết
     Enter ghi   Tab ghi, xuống dòng   Esc giữ giá trị cũ   F1 trợ giúp
    ");
    stage.press("Shift+Tab Backspace x Enter");
    assert_eq!(home.answer("tiep-nhan").reported, Some(1014.0));
    let undo = stage.press("Ctrl+Z");
    assert!(undo.picture().contains("đơn vị báo 10.149"), "one action: {}", undo.picture());
}

#[test]
fn what_is_wrong_with_a_reported_figure_is_said_where_it_stands() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = inspection(&home);
    stage.type_text("5\t1,5\n");
    assert!(stage.picture().contains("chỉ nhận số nguyên"), "{}", stage.picture());
    assert_eq!(home.answer("tiep-nhan").number, None, "nothing of it is recorded");
    stage.press("Esc Enter");
    assert!(stage.picture().contains("đơn vị báo cáo"), "what was typed is kept: {}", stage.picture());
    stage.press("Backspace Backspace Enter");
    assert_eq!((home.answer("tiep-nhan").number, home.answer("tiep-nhan").reported), (Some(5.0), Some(1.0)));
}

#[test]
fn a_percentage_is_typed_on_the_rates_row_and_checked_to_its_last_digit() {
    let home = home();
    let mut stage = inspection(&home);
    stage.press("End").type_text("95,8");
    assert!(stage.picture().contains("cắt bớt chứ không làm tròn, phải là 95,9%"), "{}", stage.picture());
    stage.press("Backspace").type_text("9");
    assert!(stage.picture().contains("Đơn vị báo 95,9%: đúng đến chữ số cuối"), "{}", stage.picture());
    stage.press("Backspace Backspace Backspace Backspace").type_text("96,90\n");
    assert_eq!(home.answer("ty-le").quoted, "96,90".parse().ok());
    assert!(stage.picture().contains("đơn vị báo 96,90% ×"), "{}", stage.picture());
    stage.press("Enter Esc").type_text("1%%\n");
    assert!(stage.picture().contains("không đọc được số"), "{}", stage.picture());
    stage.press("Esc Delete");
    assert_eq!(home.answer("ty-le").quoted, None);
}

#[test]
fn a_figure_opens_its_own_line_of_the_panel() {
    let home = home();
    let screen = Figures::new(crate::tui::screens::test_home::open_unit(&mut home.office()), &key("dang-lam"));
    assert_eq!(screen.lines(plain())[screen.cursor.selected()].item.as_str(), "dang-lam");
}

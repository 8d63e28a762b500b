//! Keys through a real office: what is seen, and what lies in the folder afterwards.

use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::TestHome;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

const ANSWERS: &str = r#"
[answer."thu/tong"]
number = 155
[answer."thu/da-lam"]
number = 143
[answer."thu/dia-chi"]
verdict = "fail"
remark = "=1+1"
"#;

fn home() -> TestHome {
    let home = TestHome::new();
    home.record(ANSWERS);
    home
}

/// The units of the round, papers going into the home.
fn units(home: &TestHome) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), home.office().with_papers(home.path().to_owned()));
    stage.press("Enter");
    stage
}

fn exists(home: &TestHome, name: &str) -> bool {
    home.path().join(name).is_file()
}

#[test]
fn the_report_is_seen_and_written_with_its_annex_from_the_palette() {
    let home = home();
    let mut stage = units(&home);
    stage.press("Ctrl+P").type_text("bao cao dot").press("Enter").finish_job();
    let picture = stage.picture();
    assert!(picture.contains("BÁO CÁO") && picture.contains("DỰ THẢO"), "{picture}");
    stage.press("Ctrl+W Enter").finish_job();
    assert!(exists(&home, "2025-dot-1-bao-cao.docx") && exists(&home, "2025-dot-1-phu-luc.xlsx"));
    assert!(stage.picture().contains("Đã ghi"), "{}", stage.picture());
    stage.resize(60, 16);
    stage.resize(120, 40);
    stage.sweep();
}

#[test]
fn a_report_or_an_annex_that_is_there_is_replaced_only_when_told_so() {
    let home = home();
    std::fs::write(home.path().join("2025-dot-1-phu-luc.xlsx"), "cũ").unwrap();
    let mut stage = units(&home);
    stage.press("Ctrl+P").type_text("bao cao dot").press("Enter").finish_job();
    stage.press("Ctrl+W Enter").finish_job();
    assert!(!exists(&home, "2025-dot-1-bao-cao.docx"), "nothing is written where one of both is taken");
    assert_eq!(std::fs::read(home.path().join("2025-dot-1-phu-luc.xlsx")).unwrap(), "cũ".as_bytes());
    assert!(stage.picture().contains("phu-luc.xlsx đã có"), "{}", stage.picture());
    stage.press("Ctrl+W").finish_job();
    assert!(exists(&home, "2025-dot-1-bao-cao.docx"));
    assert!(std::fs::read(home.path().join("2025-dot-1-phu-luc.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn what_is_seen_is_exported_from_the_palette_in_three_keys() {
    let home = home();
    let mut stage = units(&home);
    stage.press("Ctrl+P").type_text("xuat du lieu").press("Enter");
    insta::assert_snapshot!(stage.picture(), @"
     kiemtra › Kiểm tra cải cách hành chính › Xuất dữ liệu             Thành viên 1
      csv  json [xlsx]                               tên cột không đổi giữa các bản
    ────────────────────────────────────────────────────────────────────────────────
       Đơn vị theo phiếu kiểm tra                overview
     > Đơn vị                                    units
       Xếp hạng theo điểm                        ranking
       Điểm từng nội dung                        points
       Nội dung không tính điểm                  left-out
       Nội dung kiểm tra                         items
       Kết quả ghi nhận                          answers
       Phát hiện tại từng đơn vị                 findings
       Tồn tại, hạn chế phổ biến                 shortcomings
       Nguyên nhân                               causes
       Kiến nghị tổng hợp                        recommendations
       Số liệu                                   figures
       Số liệu chưa khớp                         checks
       Vấn đề cần xem lại                        problems
       Yêu cầu, kiến nghị đã ban hành            requirements
       Chỉ tiêu qua các năm                      trends

    ────────────────────────────────────────────────────────────────────────────────

     Enter xuất   Tab đổi định dạng   Ctrl+W ghi ra tệp   Esc quay lại
     Ctrl+P mọi lệnh   ? trợ giúp
    ");
    stage.press("Tab Enter Enter").finish_job();
    let written = std::fs::read_to_string(home.path().join("2025-dot-1-units.csv")).unwrap();
    assert!(written.starts_with("\u{feff}round,unit,unit_name,"), "{written}");
    stage.press("Esc");
    // From the dashboard it is what the dashboard shows.
    stage.press("Ctrl+P").type_text("bang tong hop").press("Enter");
    stage.press("Ctrl+P").type_text("xuat du lieu").press("Enter Enter Enter").finish_job();
    assert!(exists(&home, "2025-dot-1-overview.xlsx"), "{}", stage.picture());
    stage.sweep();
}

#[test]
fn a_name_without_a_known_ending_is_said_and_nothing_written() {
    let home = home();
    let mut stage = units(&home);
    stage.press("Ctrl+P").type_text("xuat du lieu").press("Enter Enter Ctrl+A").type_text("x.pdf");
    stage.press("Enter").finish_job();
    assert!(stage.picture().contains(".csv, .json"), "{}", stage.picture());
    assert!(!exists(&home, "x.pdf"));
}

//! A lead's desk by keyboard, on the demonstration rounds: issue a notice, edit a conclusion, lose the machine in the
//! middle of a sentence and find it again, then steps, requirements, dashboard and the report of the round.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use termlens::{Key, Terminal};

use super::shows;

/// A Friday after the visits of the round of 2025.
const NOW: &str = "2025-10-24T08:00:00+07:00";

/// The program in a window of this size; papers go into the folder of `home`.
fn open(home: &Path, columns: u16, rows: u16) -> Terminal {
    let terminal = Terminal::builder().size(columns, rows).env_clear().timeout(Duration::from_mins(1));
    let terminal = terminal.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    let terminal = terminal.env("KIEMTRA_NOW", NOW).env("HOME", home.join("nguoi-dung"));
    let terminal = terminal.arg("--home").arg(home).args(["--lang", "vi"]);
    terminal.spawn(env!("CARGO_BIN_EXE_kiemtra")).unwrap()
}

fn press(terminal: &mut Terminal, key: Key, shown: &str) {
    terminal.send(key).unwrap();
    shows(terminal, shown);
}

fn write(terminal: &mut Terminal, text: &str, shown: &str) {
    terminal.send_str(text).unwrap();
    shows(terminal, shown);
}

/// By name: what is typed finds `named` first.
fn palette(terminal: &mut Terminal, typed: &str, named: &str, shown: &str) {
    press(terminal, Key::Ctrl('p'), "Tìm lệnh");
    write(terminal, typed, &format!(" > {named}"));
    press(terminal, Key::Enter, shown);
}

/// Back from a screen: a key right behind Esc would be one with Alt, so the next waits for the list of units.
fn back(terminal: &mut Terminal) {
    press(terminal, Key::Esc, "3 đơn vị, 2 đã đủ");
}

fn notice(home: &Path, unit: &str) -> String {
    let file = home.join("thong-bao.txt");
    let arguments = ["notice", "--round", "2025-dot-1", "--unit", unit, "-o", file.to_str().unwrap()];
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiemtra"));
    let output = command.env_clear().env("KIEMTRA_NOW", NOW).arg("--home").arg(home).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read_to_string(file).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn afternoon(columns: u16, rows: u16) {
    let home = tempfile::tempdir().unwrap();
    let papers = home.path().join("nguoi-dung");
    std::fs::create_dir(&papers).unwrap();
    let mut terminal = open(home.path(), columns, rows);
    shows(&mut terminal, "> Nạp hai đợt kiểm tra mẫu");
    press(&mut terminal, Key::Enter, "Đã nạp các đợt kiểm tra mẫu");
    press(&mut terminal, Key::Enter, "Chọn người đang làm việc");
    press(&mut terminal, Key::Enter, "> UBND xã Mẫu A");

    // A notice is issued.
    press(&mut terminal, Key::Down, "> UBND xã Mẫu B");
    palette(&mut terminal, "ban hanh thong bao", "ban hành thông báo", "Khi ban hành phải ghi lý do");
    write(&mut terminal, "15", " 15 ");
    press(&mut terminal, Key::Enter, "> Ngày ban hành");
    write(&mut terminal, "24/10/2025", "24/10/2025");
    press(&mut terminal, Key::Enter, "> Lý do");
    write(&mut terminal, "Biên bản đã ký trên giấy", "ký trên giấy");
    press(&mut terminal, Key::Enter, "Gõ BAN HÀNH");
    write(&mut terminal, "BAN HÀNH", "thôi: BAN HÀNH");
    press(&mut terminal, Key::Enter, "Đã ban hành Thông báo số 15/TB-SNV ngày 24/10/2025");
    back(&mut terminal);
    shows(&mut terminal, "TB 15");

    // A passage of another conclusion is found and edited.
    press(&mut terminal, Key::Up, "> UBND xã Mẫu A");
    palette(&mut terminal, "soan ket luan", "soạn kết luận", "Phần mở đầu");
    press(&mut terminal, Key::Ctrl('f'), "Tìm trong các đoạn");
    write(&mut terminal, "niem yet da duoc cap nhat", "1/1 đoạn");
    press(&mut terminal, Key::Enter, "Enter sửa");
    press(&mut terminal, Key::Enter, "Sửa đoạn");
    write(&mut terminal, " Đã nhắc tại chỗ", "nhắc tại chỗ");
    press(&mut terminal, Key::Enter, "1 đã sửa");

    // The machine goes down in the middle of a sentence.
    press(&mut terminal, Key::Enter, "Sửa đoạn");
    write(&mut terminal, " và hẹn báo cáo", "hẹn báo cáo");
    shows(&mut terminal, "đã lưu");
    terminal.send_str(" trong tuần").unwrap();
    let pid = terminal.pid().unwrap().to_string();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    assert!(!terminal.wait_exit().unwrap().success());
    let recorded = notice(home.path(), "mau-a");
    assert!(recorded.contains("Đã nhắc tại chỗ") && !recorded.contains("hẹn báo cáo"), "{recorded}");

    let mut terminal = open(home.path(), columns, rows);
    shows(&mut terminal, "> 2025-dot-1");
    press(&mut terminal, Key::Enter, "> UBND xã Mẫu A");
    palette(&mut terminal, "soan ket luan", "soạn kết luận", "Đã khôi phục văn bản đang gõ dở");
    shows(&mut terminal, "hẹn báo cáo");
    press(&mut terminal, Key::Enter, "Enter sửa");
    shows(&mut terminal, "1 đã sửa");
    back(&mut terminal);
    let recorded = notice(home.path(), "mau-a");
    assert!(recorded.contains("Đã nhắc tại chỗ và hẹn báo cáo"), "{recorded}");

    // Steps, requirements, dashboard, the report of the round.
    palette(&mut terminal, "tien trinh", "tiến trình", "3 đơn vị, 0 đơn vị có bước quá hạn");
    back(&mut terminal);
    palette(&mut terminal, "yeu cau", "yêu cầu, kiến nghị", "Thông báo số 15/TB-SNV ngày 24/10/2025");
    back(&mut terminal);
    palette(&mut terminal, "bang tong hop", "bảng tổng hợp kết quả", "1/6 Đơn vị × phiếu");
    shows(&mut terminal, "UBND phường Mẫu C");
    press(&mut terminal, Key::Tab, "2/6");
    press(&mut terminal, Key::Tab, "2/3 đơn vị đã đủ, 1 đã ban hành");
    press(&mut terminal, Key::Down, "12 yêu cầu: chấp nhận 0");
    back(&mut terminal);
    palette(&mut terminal, "bao cao dot", "báo cáo đợt kiểm tra", "BÁO CÁO");
    press(&mut terminal, Key::Ctrl('w'), "2025-dot-1-bao-cao.docx");
    press(&mut terminal, Key::Enter, "Đã ghi");
    terminal.send(Key::Ctrl('q')).unwrap();
    assert!(terminal.wait_exit().unwrap().success());
    for file in ["2025-dot-1-bao-cao.docx", "2025-dot-1-phu-luc.xlsx"] {
        assert!(std::fs::read(papers.join(file)).unwrap().starts_with(b"PK"), "{file}");
    }
}

#[test]
fn a_leads_afternoon_on_a_small_laptop_loses_nothing_to_a_kill() {
    afternoon(80, 24);
}

#[test]
fn a_leads_afternoon_in_a_large_window_loses_nothing_to_a_kill() {
    afternoon(120, 40);
}

//! The real program in a real terminal: few flows, each from the first key to what is on the disk. Waits are for
//! text on the screen, never for time.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod desk;
mod flows;
mod meeting;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use termlens::{Key, Terminal};

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Niêm yết thủ tục"
field = "tthc"
[[section]]
id = "bang"
title = "Bảng niêm yết"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục"
unit = "thủ tục"
[[section.item]]
id = "da-niem-yet"
kind = "number"
ask = "Số đã niêm yết"
unit = "thủ tục"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ niêm yết"
formula = "da_niem_yet / tong"
pass_from = 1.0
partial_from = 0.9
says.shortcoming = "Mới niêm yết {{ da_niem_yet }}/{{ tong }} thủ tục ({{ ty_le | percent }})"
says.requirement = "Niêm yết bổ sung {{ tong - da_niem_yet }} thủ tục"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh"
says.shortcoming = "Chưa niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị"
says.requirement = "Niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị"
[[section.item]]
id = "noi-dat"
kind = "verdict"
ask = "Bảng đặt nơi dễ thấy"
says.strength = "Bảng niêm yết đặt nơi dễ thấy"
[[rule]]
id = "khong-vuot"
check = "da_niem_yet <= tong"
message = "Số đã niêm yết {{ da_niem_yet }} lớn hơn tổng số {{ tong }}"
"#;

const ROUND: &str = r#"
id = "dot-1"
title = "Đợt kiểm tra thử"
period = { from = 2025-07-01, to = 2025-09-30 }
checklists = ["thu"]
[letterhead]
agency = "Sở Nội vụ"
notation = "SNV"
place = "Mẫu"
[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
visit = 2025-10-21
"#;

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("checklists")).unwrap();
    std::fs::write(home.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
    let round = home.path().join("dot-1.toml");
    std::fs::write(&round, ROUND).unwrap();
    run(home.path(), &["round", "add", round.to_str().unwrap()]);
    home
}

fn run(home: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiemtra"));
    let output = command.env_clear().arg("--home").arg(home).args(["--lang", "vi"]).args(arguments).output().unwrap();
    assert!(output.status.code() == Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn open(home: &Path) -> Terminal {
    let terminal = Terminal::builder().size(80, 24).env_clear().timeout(Duration::from_secs(20));
    let terminal = terminal.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    terminal.arg("--home").arg(home).args(["--lang", "vi"]).spawn(env!("CARGO_BIN_EXE_kiemtra")).unwrap()
}

/// From the list of rounds to the items of the only unit.
fn open_unit(terminal: &mut Terminal) {
    shows(terminal, "Đợt kiểm tra thử");
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "UBND xã Mẫu A");
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "Tổng số thủ tục");
}

fn shows(terminal: &mut Terminal, text: &str) {
    terminal.wait_until(|screen| screen.contains(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
}

#[test]
fn a_unit_is_recorded_by_keyboard_from_start_to_notice() {
    let home = home();
    let mut terminal = open(home.path());
    open_unit(&mut terminal);
    terminal.send_str("155").unwrap();
    shows(&mut terminal, "155");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "155  thủ tục");
    terminal.send_str("160").unwrap();
    shows(&mut terminal, "lớn hơn tổng số 155");
    for _ in 0..2 {
        terminal.send(Key::Backspace).unwrap();
    }
    terminal.send_str("43").unwrap();
    shows(&mut terminal, "143");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "92,26%");
    terminal.send(Key::Char('3')).unwrap();
    shows(&mut terminal, "Chưa niêm yết địa chỉ");
    terminal.send_str("Chưa có số điện thoại").unwrap();
    shows(&mut terminal, "Chưa có số điện thoại");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "CHƯA ĐẠT");
    terminal.send(Key::Char('1')).unwrap();
    shows(&mut terminal, "5/5");
    shows(&mut terminal, "đã lưu");
    terminal.send(Key::Ctrl('q')).unwrap();
    assert!(terminal.wait_exit().unwrap().success());
    assert!(!terminal.screen().alternate_screen(), "the terminal is as it was");

    let status = run(home.path(), &["status", "--round", "dot-1", "--json"]);
    assert!(status.contains(r#""answered":5"#), "{status}");
    let notice = home.path().join("tb.txt");
    run(home.path(), &["notice", "--round", "dot-1", "--unit", "mau-a", "-o", notice.to_str().unwrap()]);
    let notice = std::fs::read_to_string(notice).unwrap();
    assert!(notice.contains("Mới niêm yết 143/155 thủ tục (92,26%)"), "{notice}");
    assert!(notice.contains("Chưa có số điện thoại"), "{notice}");
}

#[test]
fn a_kill_in_the_middle_of_typing_costs_at_most_the_last_second() {
    let home = home();
    let mut terminal = open(home.path());
    open_unit(&mut terminal);
    terminal.send_str("155").unwrap();
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "155  thủ tục");
    terminal.send_str("143").unwrap();
    shows(&mut terminal, "143");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "92,26%");
    terminal.send(Key::Char('3')).unwrap();
    shows(&mut terminal, "Chưa niêm yết địa chỉ");
    terminal.send_str("Bảng đã cũ, chữ mờ").unwrap();
    shows(&mut terminal, "chữ mờ");
    // Typed text is kept within a second: line 1 says so.
    shows(&mut terminal, "đã lưu");
    terminal.send_str(" và rách").unwrap();
    let pid = terminal.pid().unwrap().to_string();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    assert!(!terminal.wait_exit().unwrap().success());

    assert!(run(home.path(), &["log", "--round", "dot-1"]).contains("143"), "what was accepted is recorded");
    let mut terminal = open(home.path());
    open_unit(&mut terminal);
    shows(&mut terminal, "92,26%");
    shows(&mut terminal, "gõ dở");
    terminal.send(Key::Up).unwrap();
    shows(&mut terminal, "> 1.4");
    terminal.send(Key::Ctrl('k')).unwrap();
    shows(&mut terminal, "Bảng đã cũ, chữ mờ");
    terminal.send(Key::Ctrl('q')).unwrap();
    assert!(terminal.wait_exit().unwrap().success());
}

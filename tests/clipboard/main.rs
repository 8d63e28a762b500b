//! The real program takes a table from the clipboard of a desktop: run on a virtual display,
//! `xvfb-run -a cargo test --test clipboard -- --ignored --test-threads 1`.
#![cfg(all(unix, not(target_os = "macos")))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use arboard::Clipboard;
use kiemtra::inspection::{Answer, RoundId, Store, UnitId};
use kiemtra::journal::Clock;
use termlens::{Key, Terminal};

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Hồ sơ thủ tục hành chính"
field = "tthc"
[[section]]
id = "mau"
title = "Kiểm tra xác suất"
[[section.item]]
id = "ho-so"
kind = "register"
ask = "Hồ sơ được chọn"
at_least = 10
columns = [
  { id = "ma", title = "Mã hồ sơ", kind = "text", required = true },
  { id = "thu-tuc", title = "Thủ tục", kind = "text", required = true },
  { id = "hen", title = "Ngày hẹn trả", kind = "date", required = true },
  { id = "tra", title = "Ngày trả", kind = "date", required = true },
]
row_ok = "working_days(hen, tra) <= 0"
"#;

const ROUND: &str = r#"
id = "dot-1"
title = "Đợt kiểm tra thử"
period = { from = 2025-07-01, to = 2025-09-30 }
checklists = ["thu"]
[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
"#;

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("checklists")).unwrap();
    std::fs::write(home.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
    let round = home.path().join("dot-1.toml");
    std::fs::write(&round, ROUND).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiemtra"));
    let added = command.arg("--home").arg(home.path()).args(["round", "add"]).arg(&round).output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    home
}

/// The program on the register, seeing the display of this test.
fn open_register(home: &Path) -> Terminal {
    let terminal = Terminal::builder().size(80, 24).env_clear().timeout(Duration::from_secs(20));
    let mut terminal = terminal.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    for name in ["DISPLAY", "XAUTHORITY"] {
        #[expect(clippy::disallowed_methods, reason = "the display that the test runs on")]
        if let Ok(value) = std::env::var(name) {
            terminal = terminal.env(name, value);
        }
    }
    let terminal = terminal.arg("--home").arg(home).args(["--lang", "vi"]);
    let mut terminal = terminal.spawn(env!("CARGO_BIN_EXE_kiemtra")).unwrap();
    for text in ["Đợt kiểm tra thử", "UBND xã Mẫu A", "Hồ sơ được chọn"] {
        shows(&mut terminal, text);
        terminal.send(Key::Enter).unwrap();
    }
    shows(&mut terminal, "0/10 dòng");
    terminal
}

fn shows(terminal: &mut Terminal, text: &str) {
    terminal.wait_until(|screen| screen.contains(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
}

fn paste(terminal: &mut Terminal) {
    terminal.send(Key::Ctrl('p')).unwrap();
    terminal.send_str("dan bang").unwrap();
    shows(terminal, "Dán bảng từ bộ nhớ tạm");
    terminal.send(Key::Enter).unwrap();
}

fn answer(home: &Path) -> Answer {
    let store = Store::open(home, Clock::System).unwrap();
    let answers = store.answers(&RoundId::new("dot-1").unwrap(), &UnitId::new("mau-a").unwrap()).unwrap();
    answers.get("thu", "ho-so").cloned().unwrap_or_default()
}

/// Thirty dossiers as a spreadsheet copies them, four of them late.
fn table() -> String {
    let mut text = "STT\tNgày trả\tMã hồ sơ\tThủ tục\tNgày hẹn trả\r\n".to_owned();
    for number in 1..=30 {
        let returned = if [4, 9, 16, 25].contains(&number) { "03/09/2025" } else { "29/08/2025" };
        write!(text, "{number}\t{returned}\tH{number:03}\tĐăng ký khai sinh\t29/08/2025\r\n").unwrap();
    }
    text
}

#[test]
#[ignore = "needs a display"]
fn thirty_dossiers_copied_in_another_program_land_in_the_register() {
    let home = home();
    // The owner must live as long as somebody wants to paste.
    let mut owner = Clipboard::new().unwrap();
    owner.set_text(table()).unwrap();
    let mut terminal = open_register(home.path());
    paste(&mut terminal);
    shows(&mut terminal, "Đã dán 30 dòng");
    shows(&mut terminal, "× 4 quá hạn");
    shows(&mut terminal, "× chậm 1 ngày");
    terminal.send(Key::Ctrl('q')).unwrap();
    terminal.wait_exit().unwrap();
    let rows = answer(home.path()).rows;
    assert_eq!(rows.len(), 30);
    assert!(rows.iter().all(|row| row.cells.len() == 4), "{:?}", rows[0]);
}

#[test]
#[ignore = "needs a display"]
fn a_table_of_a_web_page_is_taken_as_its_text() {
    let home = home();
    let mut owner = Clipboard::new().unwrap();
    let html = "<table><tr><td>H001</td><td>Khai sinh</td></tr></table>";
    owner.set_html(html, Some("H001\tKhai sinh\nH002\tKết hôn\n")).unwrap();
    let mut terminal = open_register(home.path());
    paste(&mut terminal);
    shows(&mut terminal, "Đã dán 2 dòng");
    terminal.send(Key::Ctrl('q')).unwrap();
    terminal.wait_exit().unwrap();
    assert_eq!(answer(home.path()).rows[1].cells.values().next().unwrap(), "H002");
}

#[test]
#[ignore = "needs a display"]
fn an_empty_clipboard_is_said() {
    let home = home();
    let mut owner = Clipboard::new().unwrap();
    owner.clear().unwrap();
    drop(owner);
    let mut terminal = open_register(home.path());
    paste(&mut terminal);
    shows(&mut terminal, "Bộ nhớ tạm chưa có chữ");
}

//! The three hardest flows of a visit, by keyboard, from the list of rounds to what the papers say.

use std::fmt::Write as _;
use std::path::Path;

use termlens::{Key, Terminal};

use super::{open, run, shows};

/// A round on shipped checklists with one unit.
fn home(checklists: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let round = home.path().join("dot-1.toml");
    let text = format!(
        r#"
id = "dot-1"
title = "Đợt kiểm tra thử"
period = {{ from = 2025-07-01, to = 2025-09-30 }}
checklists = [{checklists}]
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
head = {{ name = "Lê Văn Mẫu", post = "Chủ tịch" }}
"#
    );
    std::fs::write(&round, text).unwrap();
    run(home.path(), &["round", "add", round.to_str().unwrap()]);
    home
}

fn record(home: &Path, answers: &str) {
    let file = home.join("tra-loi.toml");
    let text = format!("round = \"dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n{answers}");
    std::fs::write(&file, text).unwrap();
    run(home, &["record", file.to_str().unwrap()]);
}

fn paper(home: &Path, kind: &str) -> String {
    let file = home.join("van-ban.txt");
    run(home, &[kind, "--round", "dot-1", "--unit", "mau-a", "-o", file.to_str().unwrap()]);
    // Lines are wrapped for reading; sentences are looked for as they are said.
    std::fs::read_to_string(file).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Opens the only round, then the only unit.
fn enter_unit(terminal: &mut Terminal) {
    shows(terminal, "Đợt kiểm tra thử");
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "UBND xã Mẫu A");
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "Mục 1/");
}

/// Finds an item by words without diacritics and opens it.
fn open_item(terminal: &mut Terminal, typed: &str, found: &str) {
    terminal.send(Key::Ctrl('f')).unwrap();
    shows(terminal, "Tìm");
    terminal.send_str(typed).unwrap();
    shows(terminal, found);
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "Mục");
    terminal.send(Key::Enter).unwrap();
}

fn quit(terminal: &mut Terminal) {
    shows(terminal, "đã lưu");
    terminal.send(Key::Ctrl('q')).unwrap();
    assert!(terminal.wait_exit().unwrap().success());
}

#[test]
fn a_survey_of_a_hundred_forms_takes_one_digit_per_question() {
    let home = home("\"khao-sat-hai-long\"");
    let mut terminal = open(home.path());
    enter_unit(&mut terminal);
    open_item(&mut terminal, "nhap phieu danh gia", "Nhập phiếu đánh giá");
    shows(&mut terminal, "Phiếu 1 ");
    for form in 1..=100 {
        // Every tenth citizen ticks the fourth box for the officers' manner: not satisfied.
        terminal.send_str(if form % 10 == 0 { "142111111" } else { "112111111" }).unwrap();
        shows(&mut terminal, &format!("Phiếu {} ", form + 1));
    }
    shows(&mut terminal, "đã nhập 100, hợp lệ 100");
    shows(&mut terminal, "98,89%");
    quit(&mut terminal);
    let notice = paper(home.path(), "notice");
    assert!(notice.contains("Qua 100 phiếu đánh giá"), "{notice}");
    assert!(notice.contains("98,89%"), "{notice}");
}

/// Thirty dossiers as a spreadsheet copies them, four returned after the day they were promised for.
fn dossiers() -> String {
    let mut table =
        "Mã hồ sơ\tThủ tục\tNgày tiếp nhận\tNgày hẹn trả\tNgày trả\tĐã trả kết quả\tGiấy tiếp nhận và hẹn trả\t\
                     Phiếu kiểm soát\tSố lần yêu cầu bổ sung\tPhí, lệ phí đúng"
            .to_owned();
    for number in 1..=30 {
        // The 30th of August to the 2nd of September 2025 were free: the 3rd is one working day after the 29th.
        let returned = if number % 7 == 0 { "3/9/25" } else { "29/8/25" };
        write!(table, "\rH54.25-{number:04}\tĐăng ký khai sinh\t15/8/25\t29/8/25\t{returned}\tx\tx\tx\t0\tx").unwrap();
    }
    table
}

#[test]
fn thirty_pasted_dossiers_land_in_their_columns_and_four_are_late() {
    let home = home("\"ho-so-tthc\"");
    record(home.path(), "[answer.\"ho-so-tthc/tiep-nhan\"]\nnumber = 30");
    let mut terminal = open(home.path());
    enter_unit(&mut terminal);
    open_item(&mut terminal, "ho so duoc chon kiem tra", "Hồ sơ được chọn");
    shows(&mut terminal, "0/10 dòng");
    // As Windows pastes: keystrokes.
    terminal.send_str(&dossiers()).unwrap();
    shows(&mut terminal, "30/10 dòng");
    shows(&mut terminal, "4 quá hạn");
    quit(&mut terminal);
    let notice = paper(home.path(), "notice");
    assert!(notice.contains("Kiểm tra xác suất 30 hồ sơ, có 4 hồ sơ chưa bảo đảm"), "{notice}");
}

#[test]
fn a_visit_is_closed_signed_and_changed_only_with_a_reason() {
    let home = super::home();
    let answer = |item: &str, value: &str| format!("[answer.\"thu/{item}\"]\n{value}\n");
    let answers = [
        answer("tong", "number = 155"),
        answer("da-niem-yet", "number = 155"),
        answer("dia-chi", "verdict = \"fail\"\nremark = \"Chưa có số điện thoại\""),
        answer("noi-dat", "verdict = \"pass\""),
    ];
    record(home.path(), &answers.concat());
    let mut terminal = open(home.path());
    shows(&mut terminal, "Đợt kiểm tra thử");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "UBND xã Mẫu A");
    terminal.send(Key::Char('!')).unwrap();
    shows(&mut terminal, "Rà soát");
    terminal.send(Key::Tab).unwrap();
    shows(&mut terminal, "Đơn vị chưa có ý kiến");
    terminal.send(Key::Char('1')).unwrap();
    shows(&mut terminal, "đồng ý");
    terminal.send(Key::Tab).unwrap();
    shows(&mut terminal, "Gõ chữ thêm người");
    terminal.send_str("Lê Văn Mẫu, Chủ tịch").unwrap();
    shows(&mut terminal, "Lê Văn Mẫu, Chủ tịch");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "Đơn vị  Lê Văn Mẫu");
    terminal.send(Key::Esc).unwrap();
    // A key right behind Esc would be one with Alt.
    terminal.wait_until(|screen| !screen.contains("Họ tên")).unwrap();
    terminal.send(Key::Tab).unwrap();
    shows(&mut terminal, "[4 Buổi kiểm tra");
    let rows = [
        ("8h05", "> Kết thúc"),
        ("11h30", "> Nơi lập"),
        ("Trụ sở UBND xã", "> Số bản"),
        ("4", "> Đơn vị giữ"),
        ("2", "> Đề xuất"),
    ];
    for (typed, next) in rows {
        terminal.send_str(typed).unwrap();
        shows(&mut terminal, &format!(" {typed}"));
        terminal.send(Key::Enter).unwrap();
        shows(&mut terminal, next);
    }
    terminal.send(Key::Tab).unwrap();
    shows(&mut terminal, "Ghi nhận biên bản đã ký");
    terminal.send(Key::Down).unwrap();
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "Gõ KÝ");
    terminal.send_str("ký").unwrap();
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "[5 Ký √]");
    terminal.send(Key::Esc).unwrap();
    shows(&mut terminal, "! kết thúc");
    shows(&mut terminal, "đã ký");
    // Locked: a verdict typed at the signed unit is refused until somebody says why.
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "Mục 1/");
    for next in ["> 1.2", "> 1.3", "> 1.4", "> 1.5"] {
        terminal.send(Key::Down).unwrap();
        shows(&mut terminal, next);
    }
    terminal.send(Key::Char('2')).unwrap();
    shows(&mut terminal, "sửa sau");
    terminal.send(Key::Ctrl('p')).unwrap();
    shows(&mut terminal, "Mọi lệnh");
    terminal.send_str("sua sau khi ky").unwrap();
    shows(&mut terminal, "sửa sau khi ký");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "Lý do");
    terminal.send_str("Đơn vị bổ sung ảnh").unwrap();
    shows(&mut terminal, "bổ sung ảnh");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "> 1.5");
    terminal.send(Key::Char('2')).unwrap();
    shows(&mut terminal, "MỘT PHẦN");
    quit(&mut terminal);
    let minutes = paper(home.path(), "minutes");
    for said in ["08 giờ 05 phút", "11 giờ 30 phút", "Lê Văn Mẫu", "04 bản", "nhất trí", "THAY ĐỔI SAU KHI KÝ"]
    {
        assert!(minutes.contains(said), "{said}: {minutes}");
    }
}

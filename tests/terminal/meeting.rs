//! Two laptops meet through the screen: an order is received, both record, and the lead decides where they differ.

use std::path::Path;

use termlens::{Key, Terminal};

use super::{open, run, shows};

fn type_slowly(terminal: &mut Terminal, text: &str, shown: &str) {
    terminal.send_str(text).unwrap();
    shows(terminal, shown);
}

/// From the preview of a pack of a laptop nobody knows, over its six words, to the result.
fn compare_and_merge(terminal: &mut Terminal, preview: &str) {
    shows(terminal, "máy lạ, cần so sáu từ");
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "Gõ KHỚP");
    type_slowly(terminal, "khớp", "khớp");
    terminal.send(Key::Enter).unwrap();
    shows(terminal, preview);
    terminal.send(Key::Enter).unwrap();
    shows(terminal, "kết quả");
    terminal.send(Key::Enter).unwrap();
}

fn choose_pack(terminal: &mut Terminal, pack: &Path) {
    shows(terminal, "Chọn gói dữ liệu");
    type_slowly(terminal, pack.to_str().unwrap(), pack.file_name().unwrap().to_str().unwrap());
    terminal.send(Key::Enter).unwrap();
}

fn record(home: &Path, verdict: &str) {
    let file = home.join("tra-loi.toml");
    let answer = format!("[answer.\"thu/dia-chi\"]\nverdict = \"{verdict}\"\nremark = \"thấy {verdict}\"\n");
    std::fs::write(&file, format!("round = \"dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n{answer}")).unwrap();
    run(home, &["record", file.to_str().unwrap()]);
}

#[test]
fn an_order_is_received_and_different_opinions_are_decided_by_keyboard() {
    let (lead, member, stick) = (super::home(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (order, back) = (stick.path().join("giao-viec.ktra"), stick.path().join("goi-ve.ktra"));
    run(lead.path(), &["pack", "--round", "dot-1", "--work-order", "-o", order.to_str().unwrap()]);

    let mut terminal = open(member.path());
    shows(&mut terminal, "Nhận đợt kiểm tra");
    terminal.send(Key::Down).unwrap();
    terminal.send(Key::Down).unwrap();
    terminal.send(Key::Enter).unwrap();
    choose_pack(&mut terminal, &order);
    compare_and_merge(&mut terminal, "Kèm theo 1 bản phiếu kiểm tra");
    shows(&mut terminal, "Đợt kiểm tra thử");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "Chọn người");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "UBND xã Mẫu A");
    terminal.send(Key::Ctrl('q')).unwrap();
    assert!(terminal.wait_exit().unwrap().success());

    record(lead.path(), "pass");
    record(member.path(), "fail");
    run(member.path(), &["pack", "--round", "dot-1", "-o", back.to_str().unwrap()]);

    let mut terminal = open(lead.path());
    shows(&mut terminal, "Đợt kiểm tra thử");
    terminal.send(Key::Ctrl('p')).unwrap();
    shows(&mut terminal, "Tìm lệnh");
    type_slowly(&mut terminal, "gop du lieu", "gộp dữ liệu");
    terminal.send(Key::Enter).unwrap();
    choose_pack(&mut terminal, &back);
    compare_and_merge(&mut terminal, "ý kiến khác nhau: cả hai");
    shows(&mut terminal, "1–2 chọn ý kiến");
    terminal.send(Key::Char('1')).unwrap();
    shows(&mut terminal, "ghi quyết định");
    type_slowly(&mut terminal, "Đã xem lại tại bảng niêm yết", "tại bảng niêm yết");
    terminal.send(Key::Enter).unwrap();
    shows(&mut terminal, "Không còn ý kiến khác nhau");
    terminal.send(Key::Ctrl('q')).unwrap();
    assert!(terminal.wait_exit().unwrap().success());

    let log = run(lead.path(), &["log", "--round", "dot-1"]);
    assert!(
        log.contains("Đã xem lại tại bảng niêm yết") && log.contains("thấy pass") && log.contains("thấy fail"),
        "{log}"
    );
    assert!(run(lead.path(), &["conflicts", "--round", "dot-1"]).contains("Không có ý kiến khác nhau"));
    assert!(run(lead.path(), &["verify"]).contains("nguyên vẹn"));
}

//! The register of dossiers as it is shipped: thirty pasted at once, four of them late.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;
use crate::clipboard::{Clipboard, ClipboardError};
use crate::tui::screens::test_home::{TestHome, key, open_unit};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const SHIPPED: &str = include_str!("../../../../checklists/ho-so-tthc.toml");

/// A unit that received dossiers, so that the register is asked.
fn home() -> TestHome {
    let home = TestHome::with(&SHIPPED.replace("id = \"ho-so-tthc\"", "id = \"thu\""));
    home.record("[answer.\"thu/tiep-nhan\"]\nnumber = 30");
    home
}

fn grid(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| RegisterGrid::new(work, key("ho-so-mau")))
}

/// As the software of a commune lists them: numbered, its columns in an order of its own, days with their time.
fn table() -> String {
    let mut text = "STT\tSố hồ sơ\tMã hồ sơ\tNgày tiếp nhận\tNgày hẹn trả\tNgày trả\tThủ tục\tĐã trả kết quả\t\
                    Giấy tiếp nhận và hẹn trả\tPhiếu kiểm soát\tSố lần yêu cầu bổ sung\tPhí, lệ phí đúng\n"
        .to_owned();
    for number in 1..=30 {
        // The 30th of August to the 2nd of September 2025 were free: the 3rd is the first working day after the 29th.
        let returned = match number {
            5 => "03/09/2025 16:05:00",
            11 => "05/09/2025 08:00:00",
            17 => "10/09/2025 08:00:00",
            23 => "12/09/2025 08:00:00",
            _ => "29/08/2025 09:15:00",
        };
        writeln!(
            text,
            "{number}\t{}\tH54.25-{number:04}\t15/08/2025 07:30:00\t29/08/2025\t{returned}\tĐăng ký khai sinh\tCó\tx\tcó\t0\tx",
            1000 + number
        )
        .unwrap();
    }
    text
}

struct Copied(Result<String, ClipboardError>);

impl Clipboard for Copied {
    fn text(&mut self) -> Result<String, ClipboardError> {
        self.0.clone()
    }
}

fn grid_with(home: &TestHome, copied: Result<String, ClipboardError>) -> Stage<World, Office> {
    let mut office = home.office().with_clipboard(Box::new(Copied(copied)));
    let work = open_unit(&mut office);
    Stage::new(RegisterGrid::new(work, key("ho-so-mau")), office)
}

fn assert_thirty_with_four_late(home: &TestHome, stage: &mut Stage<World, Office>) {
    let rows = home.answer("ho-so-mau").rows;
    assert_eq!(rows.len(), 30);
    assert!(rows.iter().all(|row| row.cells.len() == 10), "{:?}", rows[0]);
    let picture = stage.resize(120, 45).picture();
    let late: Vec<&str> = picture.lines().filter(|line| line.contains("× chậm")).collect();
    assert_eq!(late.len(), 4, "{picture}");
    for (line, days) in late.iter().zip([1, 3, 6, 8]) {
        assert!(line.ends_with(&format!("× chậm {days} ngày")), "{line}");
    }
    assert!(picture.contains("30/10 dòng · 26 đúng · × 4 quá hạn · 86,67%"), "{picture}");
}

#[test]
fn thirty_dossiers_from_the_clipboard_land_in_their_columns_and_four_are_late() {
    let home = home();
    let mut stage = grid_with(&home, Ok(table().replace('\n', "\r\n")));
    let keys = "Ctrl+P".split(' ').count() + "dan bang\n".chars().count();
    stage.press("Ctrl+P").type_text("dan bang\n");
    assert_eq!(keys, 10, "key presses for 30 rows");
    let message = stage.line(21);
    assert!(message.contains("Đã dán 30 dòng; nhấn Ctrl+Z"), "{message}");
    assert_thirty_with_four_late(&home, &mut stage);
    assert!(stage.picture().contains("bỏ cột không có trong bảng kê: Số hồ sơ"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert!(home.answer("ho-so-mau").rows.is_empty(), "one step back");
}

#[test]
fn thirty_dossiers_pasted_as_keystrokes_are_the_same() {
    let home = home();
    let mut stage = grid(&home);
    stage.burst(&table());
    stage.wait_ms(200);
    assert_thirty_with_four_late(&home, &mut stage);
}

#[test]
fn a_long_paste_that_comes_in_parts_is_one_table() {
    let home = home();
    let mut office = home.office();
    let mut grid = RegisterGrid::new(open_unit(&mut office), key("ho-so-mau"));
    let text = table().replace("khai sinh", "khai sinh có yếu tố nước ngoài tại khu vực biên giới");
    let at = Instant::now();
    assert!(text.chars().count() > pasting::LONG, "long enough to be cut");
    let cut = text.char_indices().nth(pasting::LONG).unwrap().0;
    assert!(grid.handle(Event::Paste(&text[..cut]), at).is_empty(), "waits for the rest");
    assert!(grid.wakes_at().is_some());
    let effects = grid.handle(Event::Paste(&text[cut..]), at + Duration::from_millis(5));
    let recorded = effects
        .iter()
        .any(|effect| matches!(effect, Effect::Run(Request::RecordSets { changes, .. }) if changes.len() == 30));
    assert!(recorded, "{effects:?}");
}

#[test]
fn a_first_sign_that_came_alone_belongs_to_the_paste() {
    let home = home();
    let mut grid = RegisterGrid::new(open_unit(&mut home.office()), key("ho-so-mau"));
    let at = Instant::now();
    grid.handle(Event::Text("H"), at);
    let effects = grid.handle(Event::Paste("1\tKhai sinh\nH2\tKết hôn"), at + Duration::from_millis(3));
    let Some(Effect::Run(Request::RecordSets { changes, .. })) = effects.last() else { panic!("{effects:?}") };
    assert!(format!("{changes:?}").contains("\"H1\""), "{changes:?}");
}

#[test]
fn what_does_not_fit_is_told_cell_by_cell_and_nothing_is_pasted() {
    let home = home();
    let text = "Mã hồ sơ\tNgày hẹn trả\tĐã trả kết quả\nH1\t31/2/25\tcó\nH2\t1/8/25\tcó lẽ\nH3\thôm qua\tkhông rõ\n";
    let mut stage = grid_with(&home, Ok(text.to_owned()));
    stage.press("Ctrl+P").type_text("dan bang\n");
    assert!(home.answer("ho-so-mau").rows.is_empty());
    insta::assert_snapshot!(stage.picture());
    stage.press("Right");
    assert!(!stage.picture().contains("Chưa dán"), "gone with the next key");
}

#[test]
fn a_clipboard_that_cannot_be_read_says_what_to_do() {
    let home = home();
    for (error, said) in [
        (ClipboardError::NoDisplay, "không có màn hình đồ họa"),
        (ClipboardError::Empty, "chưa có chữ"),
        (ClipboardError::Occupied, "đang giữ bộ nhớ tạm"),
        (ClipboardError::Unreadable, "không đọc được thành chữ"),
        (ClipboardError::System("lỗi 5".to_owned()), "lỗi 5"),
    ] {
        let mut stage = grid_with(&home, Err(error));
        stage.press("Ctrl+P").type_text("dan bang\n");
        assert!(stage.picture().contains(said), "{}", stage.picture());
    }
}

#[test]
fn a_word_from_the_clipboard_fills_the_cell() {
    let home = home();
    let mut stage = grid_with(&home, Ok("H54.25-0001\n".to_owned()));
    stage.press("Ctrl+P").type_text("dan bang\n").press("Enter");
    assert_eq!(home.answer("ho-so-mau").rows[0].cells[&ColumnId::new("ma").unwrap()], "H54.25-0001");
}

#[test]
fn the_row_and_the_totals_follow_every_sign() {
    let home = home();
    let mut stage = grid(&home);
    stage.type_text("H1\nKhai sinh\n\n").type_text("15/8/25\n29/8/25\n1").type_text("3/9/2");
    let typing = stage.picture();
    assert!(typing.contains("1/10 dòng") && !typing.contains("quá hạn"), "{typing}");
    stage.type_text("5");
    let picture = stage.picture();
    assert!(picture.contains("× chậm 1 ngày"), "the cell is not accepted yet: {picture}");
    assert!(picture.contains("1/10 dòng · × 1 quá hạn"), "{picture}");
    stage.type_text("\n110\n\n1");
    let picture = stage.picture();
    assert!(picture.contains("0 đúng · × 1 quá hạn · 0%"), "{picture}");
}

#[test]
fn a_dossier_takes_no_more_keys_than_its_signs() {
    let home = home();
    let mut stage = grid(&home);
    // Text and dates end with Enter; yes and no are one key; what is not needed is passed with Enter.
    let keys = "H1\nKhai sinh\n\n5/1/26\n6/1/26\n16/1/26\n110\n\n1";
    stage.type_text(keys);
    let row = &home.answer("ho-so-mau").rows[0];
    assert_eq!(row.cells.len(), 10, "{row:?}");
    assert!(keys.chars().count() <= 45, "{}", keys.chars().count());
}

#[test]
fn every_cell_of_a_wide_register_can_be_read_on_a_small_screen() {
    let home = home();
    let mut stage = grid(&home);
    stage.paste(&table()).press("Ctrl+Home");
    let columns: Vec<String> = open_unit(&mut home.office())
        .item(&key("ho-so-mau"))
        .map(|item| match &item.kind {
            ItemKind::Register(register) => register.columns.iter().map(|column| column.title.clone()).collect(),
            _ => Vec::new(),
        })
        .unwrap();
    assert_eq!(columns.len(), 12);
    for (number, title) in columns.iter().enumerate() {
        let picture = stage.picture();
        assert!(picture.contains(&format!("{title} (cột {}/12)", number + 1)), "{picture}");
        let cursor = stage.cursor().expect("the selected cell is seen");
        assert!(cursor.0 > 3 && cursor.0 < 79, "{cursor:?}");
        stage.press("Right");
    }
    insta::assert_snapshot!("wide", stage.picture());
    stage.press("Ctrl+Home Home").press("Right Right Right Right");
    insta::assert_snapshot!("wide_days", stage.picture());
}

#[test]
fn a_year_without_holidays_is_said_where_it_matters() {
    let home = home();
    let mut stage = grid(&home);
    stage.paste("H1\tKhai sinh\t\t1/3/2031\t5/3/2031\tcó\t10/3/2031\n").press("Up");
    assert!(stage.line(21).contains("Chưa có ngày nghỉ lễ năm 2031"), "{}", stage.picture());
    let problems = open_unit(&mut home.office()).problems;
    let found = problems.iter().find(|problem| problem.message.contains("2031")).expect("a problem");
    assert_eq!(found.kind, crate::assessment::ProblemKind::Register);
    assert_eq!(found.severity, crate::assessment::Severity::Warning);
    drop(stage);
    let own = "[[year]]\nyear = 2031\nverified = true\noff = [{ date = 2031-03-06, name = \"Nghỉ\" }]\n";
    std::fs::write(home.path().join("holidays.toml"), own).unwrap();
    let mut stage = grid(&home);
    stage.press("Up");
    assert!(!stage.picture().contains("2031 nên"), "{}", stage.picture());
    assert!(stage.picture().contains("× chậm 2 ngày"), "6/3 is free, 8 and 9/3 a weekend: {}", stage.picture());
}

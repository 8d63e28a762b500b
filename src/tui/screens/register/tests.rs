//! Keys into a real journal, and pictures.

use super::*;
use crate::inspection::Answer;
use crate::tui::screens::test_home::{TestHome, key};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ITEMS: &str = r#"
[[section.item]]
id = "ho-so"
kind = "register"
ask = "Hồ sơ được chọn kiểm tra xác suất"
at_least = 10
columns = [
  { id = "ma", title = "Mã hồ sơ", kind = "text", required = true },
  { id = "nhan", title = "Ngày tiếp nhận", kind = "date", required = true },
  { id = "tra", title = "Ngày trả", kind = "date", required = true },
  { id = "the", title = "Đeo thẻ", kind = "yes-no", required = false },
  { id = "kq", title = "Kết quả", kind = "choice", choices = ["đúng hạn", "trễ hạn"], required = false },
  { id = "lan", title = "Số lần bổ sung", kind = "number", required = false },
]
row_ok = "working_days(nhan, tra) <= 3"
"#;

const ROWS: &str = r#"
[answer."thu/ho-so"]
rows = [
  { ma = "000.00.12.H54-250915-0001", nhan = "2025-09-15", tra = "2025-09-15", the = true, kq = "đúng hạn", lan = 0 },
  { ma = "000.00.12.H54-250918-0007", nhan = "2025-09-18", tra = "2025-09-25", the = false },
  { ma = "000.00.12.H54-250919-0003", nhan = "2024-12-31" },
]
"#;

fn grid(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| RegisterGrid::new(work, key("ho-so")))
}

/// Rows as text, cell by cell.
fn rows(answer: &Answer) -> Vec<String> {
    let cell = |(column, value): (&ColumnId, &serde_json::Value)| {
        format!("{column}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    answer.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_row_is_typed_without_looking_and_saved_cell_by_cell() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = grid(&home);
    stage.type_text("H1\n5/1/25\t");
    assert_eq!(rows(&home.answer("ho-so")), ["ma=H1 nhan=2025-01-05"], "saved before the row is finished");
    stage.type_text("050125\n122\n");
    assert_eq!(rows(&home.answer("ho-so")), ["kq=trễ hạn lan=2 ma=H1 nhan=2025-01-05 the=true tra=2025-01-05"]);
    stage.type_text("Hồ sơ 2\n").press("Home Down").type_text("H2\n");
    assert_eq!(rows(&home.answer("ho-so"))[1..], ["ma=Hồ sơ 2", "ma=H2"]);
    insta::assert_snapshot!(stage.picture());
}

#[test]
fn what_does_not_fit_is_said_and_stays_and_esc_keeps_it_as_a_draft() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = grid(&home);
    stage.type_text("H1\n31/2/25\n");
    assert!(stage.picture().contains("31/2/2025"), "{}", stage.picture());
    assert_eq!(stage.cursor().map(|(_, y)| y), Some(5), "still in the cell");
    stage.press("Esc");
    insta::assert_snapshot!(stage.picture());
    drop(stage);
    let mut stage = grid(&home);
    assert!(stage.picture().contains("đang gõ dở"), "{}", stage.picture());
    stage.press("Enter Backspace Backspace Backspace Backspace Backspace Backspace Backspace").type_text("1/2/25\n");
    assert_eq!(rows(&home.answer("ho-so")), ["ma=H1 nhan=2025-02-01"]);
    drop(stage);
    assert!(home.drafts().is_empty(), "the draft is forgotten once the cell is recorded");
}

#[test]
fn a_draft_left_in_the_blank_row_belongs_to_the_row_it_becomes() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = grid(&home);
    stage.press("Right").type_text("31/2/25").press("Esc Left").type_text("H1\n");
    let line = stage.picture().lines().find(|line| line.contains("H1")).unwrap().to_owned();
    assert!(line.contains("31/2/25"), "{line}");
}

#[test]
fn typing_is_kept_within_a_second_and_thrown_away_by_undo() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = grid(&home);
    stage.type_text("Đăng ký").wait_ms(1000);
    assert_eq!(home.drafts()[0], "Đăng ký");
    stage.press("Ctrl+Z");
    assert!(home.drafts().is_empty());
    assert!(home.answer("ho-so").rows.is_empty());
}

#[test]
fn copying_deleting_and_undo() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    stage.press("Ctrl+D Ctrl+D");
    assert_eq!(rows(&home.answer("ho-so"))[3], "ma=000.00.12.H54-250919-0003 nhan=2024-12-31");
    stage.press("Up Up Ctrl+P").type_text("xoa dong\n");
    assert_eq!(home.answer("ho-so").rows.len(), 3);
    assert!(stage.picture().contains("Đã xóa dòng 2"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert_eq!(home.answer("ho-so").rows.len(), 4);
    stage.press("Ctrl+Z Ctrl+Z");
    assert_eq!(home.answer("ho-so").rows.len(), 3, "the copied row is taken back with its cells");
    stage.press("Ctrl+Y");
    assert_eq!(home.answer("ho-so").rows.len(), 4);
}

#[test]
fn a_row_is_put_in_between_two_others_and_stays_there() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    stage.press("Ctrl+Home Ctrl+P").type_text("chen dong duoi\n");
    assert_eq!(stage.line(6).trim(), ">  2", "{}", stage.picture());
    stage.type_text("GIỮA\n1/3/25\n");
    let names = |home: &TestHome| -> Vec<String> {
        let read = rows(&home.answer("ho-so"));
        read.iter().map(|row| row.rsplit('-').next().unwrap_or_default().chars().take(4).collect()).collect()
    };
    let ids = || -> Vec<_> { home.answer("ho-so").rows.iter().map(|row| row.id.clone()).collect() };
    assert_eq!(rows(&home.answer("ho-so"))[1], "ma=GIỮA nhan=2025-03-01", "{:?}", names(&home));
    let before = ids();
    stage.press("Home Ctrl+P").type_text("chen dong tren\n").type_text("TRƯỚC\n");
    assert_eq!(rows(&home.answer("ho-so"))[1], "ma=TRƯỚC");
    stage.press("Ctrl+Z");
    assert_eq!(ids(), before, "taken back");
    stage.press("Ctrl+Y");
    assert_eq!(rows(&home.answer("ho-so"))[1], "ma=TRƯỚC");
}

#[test]
fn a_blank_row_left_without_anything_goes_again() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    let before = stage.press("Ctrl+Home Down").picture();
    stage.press("Ctrl+P").type_text("chen dong tren\n");
    assert_ne!(stage.picture(), before);
    assert!(stage.line(7).contains("0007"), "the rows below move down: {}", stage.picture());
    assert_eq!(stage.press("Down").picture(), before, "nothing was put in");
    assert_eq!(home.answer("ho-so").rows.len(), 3);
}

#[test]
fn a_table_pasted_on_a_blank_row_is_put_in_there() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    stage.press("Ctrl+Home Down Ctrl+P").type_text("chen dong tren\n").paste("A\t1/2/25\nB\t2/2/25\nC\t3/2/25\n");
    let read = rows(&home.answer("ho-so"));
    assert_eq!(read.len(), 6);
    assert_eq!(read[1..4], ["ma=A nhan=2025-02-01", "ma=B nhan=2025-02-02", "ma=C nhan=2025-02-03"]);
    assert_eq!(stage.line(6).split_whitespace().take(3).collect::<Vec<_>>(), [">", "2", "A"]);
    stage.press("Ctrl+Z");
    assert_eq!(home.answer("ho-so").rows.len(), 3);
}

#[test]
fn chosen_rows_are_filled_emptied_and_deleted_at_once() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    stage.press("Ctrl+Home Right Right Right Ctrl+P").type_text("chon nhieu\n").press("Down Down");
    assert!(stage.picture().contains("Đang chọn 3 dòng"), "{}", stage.picture());
    stage.press("Ctrl+D");
    let worn = |home: &TestHome| rows(&home.answer("ho-so")).iter().filter(|row| row.contains("the=true")).count();
    assert_eq!(worn(&home), 3, "filled down from the top one");
    stage.press("Ctrl+Z");
    assert_eq!(worn(&home), 1);
    stage.press("Ctrl+Home Ctrl+P").type_text("chon nhieu\n").press("Down Delete");
    assert_eq!(worn(&home), 0);
    stage.press("Ctrl+Z Ctrl+Home Ctrl+P").type_text("chon nhieu\n").press("Down Ctrl+P").type_text("xoa dong\n");
    assert_eq!(home.answer("ho-so").rows.len(), 1);
    stage.press("Ctrl+Z");
    assert_eq!(home.answer("ho-so").rows.len(), 3);
    stage.press("Ctrl+P").type_text("chon nhieu\n").press("Esc Ctrl+Home");
    assert!(!stage.picture().contains("Đang chọn"), "Esc ends choosing and stays: {}", stage.picture());
}

#[test]
fn a_cell_is_changed_emptied_and_left_alone() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    let before = home.answer("ho-so").rows[0].clone();
    stage.press("Ctrl+Home Enter Enter Enter Enter");
    assert_eq!(home.answer("ho-so").rows[0], before, "accepting what is there records nothing");
    stage.press("Home Enter Backspace").type_text("9\n");
    assert_eq!(home.answer("ho-so").rows[0].cells[&ColumnId::new("ma").unwrap()], "000.00.12.H54-250915-0009");
    stage.press("End Delete");
    assert_eq!(home.answer("ho-so").rows[0].cells.len(), 5);
}

#[test]
fn a_pasted_table_is_one_action() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    stage.press("Up").paste("H3\t1/2/25\t\tx\nH4\t2/2/25\t3/2/25\tkhông\ttre\t1\n\n");
    let read = rows(&home.answer("ho-so"));
    assert_eq!(
        read[2..],
        ["ma=H3 nhan=2025-02-01 the=true", "kq=trễ hạn lan=1 ma=H4 nhan=2025-02-02 the=false tra=2025-02-03"]
    );
    stage.press("Ctrl+Z");
    assert_eq!(home.answer("ho-so").rows.len(), 3);
    assert_eq!(rows(&home.answer("ho-so"))[2], "ma=000.00.12.H54-250919-0003 nhan=2024-12-31");
    stage.paste("H5\t32/1/25\nH6\txyz");
    assert_eq!(home.answer("ho-so").rows.len(), 3, "nothing of a table with a wrong cell");
    assert!(stage.picture().contains("2 ô chưa đúng: dòng 1, cột Ngày tiếp nhận"), "{}", stage.picture());
    stage.press("End").paste("1\t2");
    assert!(stage.picture().contains("chỉ còn 1 cột"), "{}", stage.picture());
    stage.press("Home Ctrl+B").paste("Mã hồ sơ\tNgày tiếp nhận\nH7\t1/3/25\n");
    assert_eq!(rows(&home.answer("ho-so"))[3..], ["ma=H7 nhan=2025-03-01"], "its heading is no row");
}

#[test]
fn a_paste_that_comes_as_keystrokes_fills_cells_too() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = grid(&home);
    stage.burst("H1\t1/2/25\nH2\t2/2/25\n");
    assert_eq!(rows(&home.answer("ho-so")), ["ma=H1 nhan=2025-02-01", "ma=H2 nhan=2025-02-02"]);
}

#[test]
fn while_a_new_row_cannot_be_saved_no_second_one_is_begun() {
    let home = TestHome::with_items(ITEMS);
    let mut office = home.office();
    let work = crate::tui::screens::test_home::open_unit(&mut office);
    let mut grid = RegisterGrid::new(work, key("ho-so"));
    let at = Instant::now();
    grid.handle(Event::Text("H1"), at);
    let effects = grid.handle(Event::Act(Action::Open), at);
    let [Effect::Run(request)] = effects.as_slice() else { panic!("{effects:?}") };
    grid.handle(Event::Failed(request, &Failure::NotSaved("ổ đĩa đầy".to_owned())), at);
    let waits = grid.handle(Event::Text("x"), at);
    assert!(matches!(waits.as_slice(), [Effect::Say(_)]) && grid.editing.is_none(), "{waits:?}");
    let saved = crate::tui::screen::Executor::execute(&mut office, request).unwrap();
    grid.handle(Event::Outcome(&saved), at);
    assert_eq!((grid.selected(), grid.column), (0, 1), "on in the row, once it is there");
    grid.handle(Event::Text("5/1/25"), at);
    assert!(grid.editing.is_some());
}

#[test]
fn leaving_accepts_the_cell_being_typed() {
    let home = TestHome::with_items(ITEMS);
    let mut stage = grid(&home);
    stage.type_text("Mười").press("Ctrl+Q");
    assert_eq!(rows(&home.answer("ho-so")), ["ma=Mười"]);
}

#[test]
fn pictures() {
    let home = TestHome::with_items(ITEMS);
    home.record(ROWS);
    let mut stage = grid(&home);
    stage.press("Up Right Right");
    insta::assert_snapshot!("80", stage.picture());
    stage.press("Right Right");
    insta::assert_snapshot!("120", stage.resize(120, 40).picture());
    insta::assert_snapshot!("60", stage.resize(60, 16).picture());
    stage.press("Home Down").type_text("Đăng ký khai sinh");
    insta::assert_snapshot!("typing", stage.resize(80, 24).picture());
    stage.sweep();
}

#[test]
fn an_item_that_is_no_register_says_so() {
    let home = TestHome::with_items("[[section.item]]\nid = \"ho-so\"\nkind = \"text\"\nask = \"Ghi chú\"\n");
    let mut stage = grid(&home);
    stage.type_text("a1").press("Enter Ctrl+D Tab").paste("a\tb");
    assert!(stage.picture().contains("không phải bảng kê"));
}

#[test]
#[ignore = "measures; run it with --nocapture"]
fn five_thousand_rows() {
    let home = TestHome::with_items(ITEMS);
    let row = |number: usize| {
        format!(
            "{{ ma = \"H{number}\", nhan = \"2025-09-15\", tra = \"2025-09-{:02}\", the = true, kq = \"đúng hạn\", lan = {} }}",
            1 + number % 30,
            number % 4
        )
    };
    let rows: Vec<String> = (0..5000).map(row).collect();
    home.record(&format!("[answer.\"thu/ho-so\"]\nrows = [{}]", rows.join(",\n")));
    let mut stage = grid(&home);
    let mut time = |name: &str, keys: &str| {
        let start = Instant::now();
        stage.press(keys);
        let handled = start.elapsed();
        stage.picture();
        println!("{name}: key {handled:?}, with picture {:?}", start.elapsed());
    };
    for keys in ["Up", "PgUp", "Ctrl+Home", "Right", "Left", "x", "Enter", "Ctrl+Z"] {
        time(keys, keys);
    }
}

use crate::inspection::{Round, Store, TextFile, read_round};
use crate::journal::Clock;
use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{CHECKLIST, TestHome};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

fn store(folder: &tempfile::TempDir) -> Store {
    std::fs::create_dir_all(folder.path().join("checklists")).unwrap();
    std::fs::write(folder.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
    Store::open(folder.path(), Clock::Fixed("2025-10-19T09:00:00+07:00".parse().unwrap())).unwrap()
}

fn stage(folder: &tempfile::TempDir) -> Stage<World, Office> {
    Stage::new(Rounds::new(), Office::new(store(folder), None).without_unsent())
}

fn from_file(text: &str) -> Round {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(&folder);
    let file = TextFile::from_bytes("dot.toml", text.as_bytes()).unwrap();
    let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    store.round(round.id.as_str()).unwrap()
}

/// Opens the part at `place` of the list of parts, from that list.
fn part(stage: &mut Stage<World, Office>, place: usize) {
    stage.press("Home").press(&"Down ".repeat(place)).press("Enter");
}

/// Ticks the checklist called `thu`.
fn tick_checklist(stage: &mut Stage<World, Office>) {
    stage.press("Ctrl+F").type_text("niem yet thu tuc bản 1").press("Enter Esc Esc");
}

const WHOLE: &str = r#"
id = "dot-1-nam-2025"
title = "Đợt 1 năm 2025"
mode = "surprise"
period = { from = 2025-01-01, to = 2025-06-30 }
plan = { number = "12/KH-SNV", date = 2025-01-05, issuer = "Sở Nội vụ" }
checklists = ["thu"]
[target]
dat = 0.583
[letterhead]
agency = "Sở Nội vụ"
place = "Mẫu"
signer = { post = "GIÁM ĐỐC", name = "" }
recipients = ["UBND tỉnh", "Đơn vị được kiểm tra"]
title = "Kết quả"
[[member]]
id = "nguyen-van-a"
name = "Nguyễn Văn A"
role = "lead"
post = "Chuyên viên"
[[unit]]
id = "ubnd-xa-moi"
name = "UBND xã Mới"
kind = "phuong"
visit = 2025-03-04
self_report = { number = "7/BC-UBND", date = 2025-03-01 }
head = { name = "", post = "Chủ tịch" }
[[assignment]]
member = "nguyen-van-a"
units = ["ubnd-xa-moi"]
"#;

#[test]
fn a_round_made_by_keyboard_is_the_one_a_file_makes() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    stage.press("Ctrl+B").type_text("Đợt 1 năm 2025\n");
    // Mode: its choices, the second; then the period.
    stage.press("Down Enter Down Enter");
    stage.press("Enter").press(&"Backspace ".repeat(10)).type_text("010125\n");
    stage.press("Enter").press(&"Backspace ".repeat(10)).type_text("30/6/25\n").press("Esc");
    insta::assert_snapshot!("parts_60x16", stage.resize(60, 16).picture());
    stage.resize(80, 24);
    part(&mut stage, 1);
    tick_checklist(&mut stage);
    assert!(stage.line(1).ends_with("dot-1-nam-2025"), "{}", stage.picture());
    part(&mut stage, 2);
    stage.press("Enter").type_text("Nguyễn Văn A\n").press("Enter Up Up Up Enter").type_text("Chuyên viên\n");
    insta::assert_snapshot!("member_80x24", stage.picture());
    stage.press("Esc Esc");
    part(&mut stage, 3);
    stage.press("Down Enter").type_text("UBND xã Mới\n").press("Enter Down Enter").type_text("4/3/25\n");
    stage.press("Down").type_text("7/BC-UBND\n");
    assert!(stage.picture().contains("cần cả số, ký hiệu và ngày"), "{}", stage.picture());
    stage.type_text("1/3/25\n").press("Down").type_text("Chủ tịch\n");
    insta::assert_snapshot!("unit_120x40", stage.resize(120, 40).picture());
    stage.resize(80, 24).press("Esc Esc");
    part(&mut stage, 4);
    stage.type_text("12/KH-SNV\n5/1/25\nSở Nội vụ\n").press("Esc");
    part(&mut stage, 5);
    stage.press("Down").type_text("Sở Nội vụ\n").press("Down").type_text("Mẫu\n").press("Down").type_text("GIÁM ĐỐC\n");
    stage.press("Down Down Enter Down Enter Down").type_text("UBND tỉnh\nĐơn vị được kiểm tra\n");
    insta::assert_snapshot!("letterhead_80x24", stage.picture());
    stage.press("Esc");
    part(&mut stage, 6);
    stage.type_text("dat = 58,3%\n").press("Esc");
    part(&mut stage, 7);
    stage.press("Enter Down Enter");
    insta::assert_snapshot!("assignment_60x16", stage.resize(60, 16).picture());
    stage.resize(80, 24).sweep();
    stage.press("Esc Esc Esc");
    assert_eq!(store(&folder).round("dot-1-nam-2025").unwrap(), from_file(WHOLE));
}

#[test]
fn what_was_typed_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = stage(&folder);
    first.press("Ctrl+B").type_text("Kiểm tra dở dang").wait_ms(1000);
    // No step back, no quitting: the process is gone.
    drop(first);
    let mut second = stage(&folder);
    second.press("Ctrl+B");
    assert!(second.picture().contains("Kiểm tra dở dang"), "{}", second.picture());
    assert!(second.picture().contains("Đã mở lại"), "{}", second.picture());
    assert!(store(&folder).rounds().unwrap().is_empty());
    second.press("Esc Home Down Enter");
    tick_checklist(&mut second);
    assert_eq!(store(&folder).rounds().unwrap()[0].id.as_str(), "kiem-tra-do-dang");
    second.press("Esc Ctrl+B");
    assert!(!second.picture().contains("dở dang"), "a round that was made is no draft: {}", second.picture());
}

#[test]
fn a_wrong_date_stays_to_be_mended_and_a_second_step_back_drops_it() {
    let home = TestHome::new();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Ctrl+U Enter Down Down Down").type_text("99").press("Esc");
    assert!(stage.picture().contains("99"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.line(6).contains("01/01/2025") || stage.picture().contains("01/01/2025\n"), "{}", stage.picture());
    assert_eq!(home.store().round("2025-dot-1").unwrap().period.from.to_string(), "2025-01-01");
}

#[test]
fn a_member_taken_out_takes_the_assignments_along() {
    let folder = tempfile::tempdir().unwrap();
    let file = TextFile::from_bytes("dot.toml", WHOLE.as_bytes()).unwrap();
    let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
    store(&folder).add_round(&round, None).unwrap();
    let mut stage = stage(&folder);
    stage.press("Ctrl+U");
    part(&mut stage, 2);
    stage.press("Down Ctrl+P").type_text("bo khoi").press("Enter").type_text("bỏ\n");
    let left = store(&folder).round(round.id.as_str()).unwrap();
    assert_eq!((left.members.len(), left.assignments.len()), (0, 0));
    // The round can still be saved.
    stage.press("Esc Home Enter").type_text(" bổ sung\n");
    assert_eq!(store(&folder).round(round.id.as_str()).unwrap().title, "Đợt 1 năm 2025 bổ sung");
}

#[test]
fn units_come_from_a_list_all_at_once() {
    let home = TestHome::new();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Ctrl+U");
    part(&mut stage, 3);
    stage.press("Enter Ctrl+F").type_text("minh hoa").press("Enter");
    insta::assert_snapshot!("list_80x24", stage.picture());
    stage.press("Ctrl+A");
    assert_eq!(home.store().round("2025-dot-1").unwrap().units.len(), 14);
    stage.press("Down Enter");
    assert_eq!(home.store().round("2025-dot-1").unwrap().units.len(), 13);
    stage.sweep();
}

#[test]
fn an_id_of_another_round_is_refused() {
    let home = TestHome::new();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.press("Ctrl+B").type_text("Mới\n").press("Enter").press("Backspace Backspace Backspace");
    stage.type_text("2025-dot-1\n");
    assert!(stage.picture().contains("đã có đợt kiểm tra mã"), "{}", stage.picture());
}

#[test]
fn a_letterhead_is_kept_and_taken_for_another_round() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(&folder);
    let file = |text: &str| TextFile::from_bytes("dot.toml", text.as_bytes()).unwrap();
    let round = |text: &str| read_round(&file(text), "2025-10-19".parse().unwrap()).unwrap();
    store.add_round(&round(WHOLE), None).unwrap();
    let second = "id = \"dot-2\"\ntitle = \"Đợt 2\"\nchecklists = [\"thu\"]\n[[member]]\nid = \"a\"\nname = \"A\"\nrole = \"lead\"\n";
    store.add_round(&round(second), None).unwrap();
    drop(store);
    let mut stage = stage(&folder);
    // The rounds stand with the newest id first: "dot-2", then the one with the letterhead.
    stage.press("Down Enter Esc").press("Enter Ctrl+U");
    part(&mut stage, 5);
    stage.press("End Enter");
    assert!(stage.picture().contains("Đã lưu thể thức của Sở Nội vụ"), "{}", stage.picture());
    stage.press("Esc Esc Esc Up Enter").press("Ctrl+U");
    part(&mut stage, 5);
    stage.press("End Enter");
    assert!(stage.picture().contains("GIÁM ĐỐC"), "{}", stage.picture());
    stage.press("Enter");
    let store = self::store(&folder);
    let used = store.round("dot-2").unwrap().letterhead;
    assert_eq!((used.agency.as_str(), used.recipients.len()), ("Sở Nội vụ", 2), "{}", stage.picture());
}

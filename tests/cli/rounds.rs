//! `round …`

use crate::place::{Place, ROUND_FILE, words};

#[test]
fn a_round_is_added_listed_and_shown() {
    let place = Place::new();
    place.write("round.toml", ROUND_FILE);
    let added = place.run(&words("round add round.toml")).printed();
    assert_eq!(added, "Đã thêm đợt kiểm tra 2025-dot-1: 2 đơn vị, 2 thành viên, 2 phiếu kiểm tra.\n");
    insta::assert_snapshot!(place.run(&words("round list")).printed(), @r#"
    Mã          Tên
    2025-dot-1  Kiểm tra công tác cải cách hành chính năm 2025
    "#);
    insta::assert_snapshot!(place.run(&words("round show 2025-dot-1")).printed(), @r#"
    Kiểm tra công tác cải cách hành chính năm 2025

    Mã                2025-dot-1
    Hình thức         theo kế hoạch
    Thời kỳ kiểm tra  01/01/2025–30/09/2025
    Kế hoạch          số 12/KH-SNV ngày 20/01/2025 (Sở Nội vụ)
    Cơ quan ban hành  Sở Nội vụ

    Đoàn kiểm tra
      truong-doan   Trưởng đoàn  Trưởng đoàn
      thanh-vien-1  Thành viên   Thành viên 1

    Đơn vị được kiểm tra
      mau-a  UBND xã Mẫu A  xã  ngày kiểm tra 19/10/2025
      mau-b  UBND xã Mẫu B  xã  ngày kiểm tra 20/10/2025

    Phiếu kiểm tra
      phieu-mau  bản 1  Phiếu mẫu
      phieu-so   bản 1  Phiếu của sở
    "#);
}

#[test]
fn adding_it_again_changes_nothing_and_an_edited_one_shows_what_changed() {
    let place = Place::with_round();
    let before = place.log();
    let again = place.run(&words("round add round.toml")).printed();
    assert_eq!(again, "Đợt kiểm tra 2025-dot-1 không có gì thay đổi.\n");
    assert_eq!(place.log(), before);
    place.write("round.toml", ROUND_FILE.replace("visit = 2025-10-20", "visit = 2025-10-22"));
    insta::assert_snapshot!(place.run(&words("round add round.toml")).printed(), @r#"
    Đã cập nhật đợt kiểm tra 2025-dot-1:
    Bản ghi                Trường  Trước       Sau
    unit/2025-dot-1/mau-b  visit   2025-10-20  2025-10-22
    "#);
    let log = place.log();
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["member"], "truong-doan", "the lead, where nobody else was named");
    place.write("round.toml", ROUND_FILE);
    place.run(&words("--as thanh-vien-1 round add round.toml")).printed();
    let log = place.log();
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["member"], "thanh-vien-1");
}

#[test]
fn a_checklist_changed_since_is_told_and_not_used_by_itself() {
    let place = Place::with_answers();
    let changed = include_str!("fixtures/phieu-mau.toml").replace("Công khai thủ tục", "Công khai mọi thủ tục");
    place.write("home/checklists/phieu-mau.toml", changed);
    let shown = place.run(&words("round show 2025-dot-1")).printed();
    let line = shown.lines().find(|line| line.contains("phieu-mau")).unwrap();
    assert!(line.contains("tệp đã thay đổi"), "{shown}");
    let problems = place.run(&words("check --round 2025-dot-1 --unit mau-a")).out;
    assert!(problems.contains("Công khai thủ tục: ") && !problems.contains("mọi thủ tục"), "{problems}");
}

#[test]
fn an_edition_not_meant_for_the_period_is_warned_of() {
    let place = Place::new();
    let old =
        include_str!("fixtures/phieu-so.toml").replace("applies_to", "effective = { to = 2020-12-31 }\napplies_to");
    place.write("home/checklists/phieu-so.toml", old);
    place.write("round.toml", ROUND_FILE);
    let outcome = place.run(&words("round add round.toml"));
    assert_eq!(outcome.code, 0);
    assert!(outcome.err.starts_with("kiemtra: cảnh báo: ") && outcome.err.contains("phieu-so"), "{outcome:?}");
}

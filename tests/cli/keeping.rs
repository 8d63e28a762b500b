//! `verify`, `backup`, `restore`, the daily backup, and homes that are no place for data.

use crate::place::{Place, ROUND_FILE, words};

#[test]
fn verify_says_what_it_checked_and_what_not() {
    let place = Place::with_answers();
    let said = place.run(&["verify"]).printed();
    assert!(said.contains("Đã kiểm tra: ") && said.contains("Không kiểm tra được: "), "{said}");
    assert!(said.ends_with("Dữ liệu nguyên vẹn.\n"), "{said}");
}

#[test]
fn verify_makes_nothing_where_there_is_nothing() {
    let place = Place::new();
    let said = place.run(&words("--home trong verify")).printed();
    assert!(said.starts_with("Chưa có dữ liệu trong trong"), "{said}");
    assert!(!place.path("trong").exists());
}

#[test]
fn a_backup_brings_everything_back() {
    let place = Place::with_answers();
    let before = place.log();
    place.run(&words("backup sao-luu.bak")).printed();
    place.write("b.toml", crate::place::ANSWERS.replace("mau-a", "mau-b"));
    place.run(&words("record b.toml")).printed();
    assert_ne!(place.log(), before);
    let said = place.run(&words("restore sao-luu.bak")).printed();
    assert!(said.contains("một máy mới") && said.contains("backups"), "{said}");
    assert_eq!(place.log(), before);
    let others = place.run(&words("--home khac restore sao-luu.bak"));
    assert_eq!(others.code, 0, "{others:?}");
}

#[test]
fn a_backup_that_cannot_be_written_or_read_is_refused_and_changes_nothing() {
    let place = Place::with_answers();
    let before = place.log();
    place.run(&words("backup khong-co/a.bak")).refused(2, "khong-co");
    place.run(&words("backup home/kiemtra.db")).refused(2, "tệp dữ liệu đang dùng");
    place.run(&words("restore khong-co.bak")).refused(2, "khong-co.bak");
    place.run(&words("restore answers.toml")).refused(3, "answers.toml không phải là tệp dữ liệu của kiemtra");
    assert_eq!(place.log(), before);
}

#[test]
fn damaged_data_stop_every_command_with_3_and_the_way_back() {
    let place = Place::with_answers();
    let before = place.log();
    place.write("home/kiemtra.db", "không phải cơ sở dữ liệu, không phải cơ sở dữ liệu".repeat(100));
    for line in [
        "status --round 2025-dot-1",
        "check --round 2025-dot-1 --json",
        "log --round 2025-dot-1",
        "round list",
        "round add round.toml",
        "record answers.toml",
        "notice --round 2025-dot-1 --unit mau-a -o a.docx",
        "backup b.bak",
        "verify",
    ] {
        let said = place.run(&words(line)).refused(3, "không phải là tệp dữ liệu của kiemtra");
        assert!(said.contains("kiemtra restore \"") && said.contains("daily"), "{line}: {said}");
    }
    let backup = place.files("home/backups").pop().unwrap();
    place.run(&words(&format!("restore home/backups/{backup}"))).printed();
    // The day's backup was made after the round had been added.
    assert!(before.starts_with(&place.log()), "what the backup held is back");
}

#[test]
fn a_flipped_bit_is_found_by_verify() {
    let place = Place::with_answers();
    let file = place.home().join("kiemtra.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let text = "Chưa có số điện thoại".as_bytes();
    let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let outcome = place.run(&["verify"]);
    assert_eq!(outcome.code, 3, "{outcome:?}");
    assert!(outcome.err.contains("không khớp với mã băm") && outcome.err.contains("kiemtra restore"), "{outcome:?}");
}

#[test]
fn a_data_file_that_is_gone_while_its_backups_are_there_is_no_empty_home() {
    let place = Place::with_answers();
    std::fs::remove_file(place.home().join("kiemtra.db")).unwrap();
    place.run(&["verify"]).refused(3, "không thấy tệp dữ liệu");
}

#[test]
fn the_days_backup_is_made_by_commands_that_write_alone() {
    let place = Place::new();
    place.write("round.toml", ROUND_FILE);
    place.run(&words("round list")).printed();
    assert!(!place.home().join("backups").exists());
    place.run(&words("round add round.toml")).printed();
    assert_eq!(place.files("home/backups").len(), 1);
    place.write("a.toml", crate::place::ANSWERS);
    place.run(&words("record a.toml")).printed();
    assert_eq!(place.files("home/backups").len(), 1, "once a day");
}

#[test]
fn a_home_that_is_a_file_is_refused() {
    let place = Place::new();
    place.write("tep", "");
    place.run(&words("--home tep round list")).refused(2, "tep");
    place.run(&words("--lang en --home tep round list")).refused(2, "cannot be read or written");
}

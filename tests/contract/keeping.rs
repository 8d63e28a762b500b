//! Damage is told (exit 3) and nothing is replaced by an empty home.

use std::path::Path;

use crate::place::{Place, outcome};

fn restore(place: &Place, file: &Path) -> crate::place::Outcome {
    outcome(&mut place.command(&["restore", file.to_str().unwrap()]))
}

#[test]
fn a_data_file_that_is_gone_or_emptied_is_no_empty_home() {
    let place = Place::with_answers();
    let file = place.path("home/kiemtra.db");
    for emptied in [false, true] {
        if emptied {
            std::fs::write(&file, "").unwrap();
        } else {
            std::fs::remove_file(&file).unwrap();
        }
        for line in ["verify", "round list", "status --round 2025-dot-1"] {
            let told = place.run(line).refused(3, "không thấy tệp dữ liệu");
            assert!(told.contains("kiemtra restore \""), "the newest backup is named: {told}");
        }
        place.record(crate::place::ANSWERS).refused(3, "không thấy tệp dữ liệu");
        assert_eq!(file.exists(), emptied, "nothing was put in its place");
    }
    let backup = std::fs::read_dir(place.path("home/backups")).unwrap().next().unwrap().unwrap().path();
    restore(&place, &backup).done();
    place.run("verify").done();
    assert!(place.run("round list").done().contains("2025-dot-1"));
}

#[test]
fn an_emptied_file_without_backups_is_told_by_verify_too() {
    let place = Place::new();
    place.run("round list").done();
    std::fs::write(place.path("home/kiemtra.db"), "").unwrap();
    place.run("verify").refused(3, "kiemtra.db");
    assert_eq!(std::fs::metadata(place.path("home/kiemtra.db")).unwrap().len(), 0, "left as it is");
}

#[test]
fn a_damaged_backup_is_named_and_the_present_data_stay() {
    let place = Place::with_answers();
    place.run("backup x.bak").done();
    let before = place.log();
    let whole = std::fs::read(place.path("x.bak")).unwrap();
    let remark = "Chưa có số điện thoại".as_bytes();
    let at = whole.windows(remark.len()).position(|window| window == remark).unwrap();
    let mut flipped = whole.clone();
    flipped[at] ^= 1;
    for bytes in [&flipped, &whole[..whole.len() / 2]] {
        place.write("hong.bak", bytes);
        let told = restore(&place, &place.path("hong.bak")).refused(3, "hong.bak");
        assert!(told.contains("bản sao lưu khác") && !told.contains("kiemtra verify"), "{told}");
    }
    restore(&place, &place.path("home")).refused(2, "đây là thư mục");
    assert_eq!(place.log(), before);
    place.run("verify").done();
}

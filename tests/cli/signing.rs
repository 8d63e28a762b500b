//! `sign`: what it refuses, what it locks, and how a change is made all the same.

use crate::place::{ANSWERS, Place, ROUND};

const SIGN: [&str; 5] = ["sign", "--round", ROUND, "--unit", "mau-a"];

#[test]
fn something_open_wants_a_reason_and_a_signed_unit_refuses_changes_without_one() {
    let place = Place::with_answers();
    let before = place.log();
    place.run(&SIGN).refused(2, "--reason");
    assert_eq!(place.log(), before, "a refusal changes nothing");
    let said = place.run(&[&SIGN[..], &["--reason", "Hết giờ làm việc"]].concat()).printed();
    assert!(said.contains("đã ký biên bản ngày 20/10/2025"), "{said}");
    place.run(&[&SIGN[..], &["--reason", "x"]].concat()).refused(2, "không cần ký lại");

    let changed = ANSWERS.replace("10095", "10096");
    assert_ne!(changed, ANSWERS);
    place.write("b.toml", &changed);
    let said = place.run(&["record", "b.toml"]).refused(2, "đã ký biên bản ngày 20/10/2025");
    assert!(said.contains("reason"), "{said}");
    place.write("a.toml", ANSWERS);
    let same = place.run(&["record", "a.toml"]).printed();
    assert!(same.starts_with("a.toml: ghi mới 0"), "{same}");
    place.write("b.toml", changed.replacen("member", "reason = \"Đơn vị bổ sung sổ\"\nmember", 1));
    place.run(&["record", "b.toml"]).printed();
    place.run(&["minutes", "--round", ROUND, "--unit", "mau-a", "-o", "bb.txt"]).printed();
    let minutes = std::fs::read_to_string(place.path("bb.txt")).unwrap();
    assert!(minutes.contains("NỘI DUNG THAY ĐỔI SAU KHI KÝ BIÊN BẢN"), "{minutes}");
    assert!(minutes.contains("Đơn vị bổ sung") && minutes.contains("10.096"), "{minutes}");
    let status = place.run(&["status", "--round", ROUND]).printed();
    assert!(status.contains("đã ký 20/10/2025"), "{status}");
}

#[test]
fn a_signature_is_withdrawn_with_a_reason() {
    let place = Place::with_answers();
    place.run(&[&SIGN[..], &["--reason", "x"]].concat()).printed();
    place.run(&[&SIGN[..], &["--withdraw"]].concat()).refused(2, "lý do");
    place.run(&[&SIGN[..], &["--withdraw", "--reason", "Ký nhầm đơn vị"]].concat()).printed();
    place.write("b.toml", ANSWERS.replace("10095", "10096"));
    place.run(&["record", "b.toml"]).printed();
    let log = place.log();
    assert!(log.contains("signature/2025-dot-1/mau-a") && log.contains("Ký nhầm đơn vị"), "{log}");
}

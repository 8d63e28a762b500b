//! `sync` with a folder: five commands' worth of two and three real laptops.

use crate::place::{Outcome, Place, ROUND, words};

/// A laptop with the round and its answers, and one that has nothing; each has accepted the other. The round comes to
/// the second by the lead's work order.
fn acquainted() -> (Place, Place) {
    let (lead, member) = (Place::with_answers(), Place::new());
    let order = lead.path("giao-viec.ktra").display().to_string();
    lead.run(&["pack", "--round", ROUND, "-o", &order, "--work-order"]).printed();
    assert_eq!(member.run(&["merge", "--accept-new-devices", &order]).code, 0);
    let answer = member.path("tra-loi.ktra").display().to_string();
    member.run(&["pack", "--round", ROUND, "-o", &answer]).printed();
    assert_eq!(lead.run(&["merge", "--accept-new-devices", &answer]).code, 0);
    (lead, member)
}

fn sync(laptop: &Place, place: &str) -> Outcome {
    laptop.run(&["sync", place, "--round", ROUND])
}

/// What is recorded, without what differs from laptop to laptop: who brought it.
fn revisions(laptop: &Place) -> Vec<String> {
    let of = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["revision"].to_string();
    let mut all: Vec<String> = laptop.log().lines().map(of).collect();
    all.sort();
    all
}

fn share(laptop: &Place) -> String {
    let folder = laptop.path("kho");
    std::fs::create_dir(&folder).unwrap();
    folder.display().to_string()
}

#[test]
fn two_laptops_meet_in_a_folder_and_hold_the_same() {
    let (lead, member) = acquainted();
    let place = share(&lead);
    lead.write("a.jpg", "abc");
    let attach = format!("--as thanh-vien-1 attach --round {ROUND} --unit mau-a --item phieu-mau/cong-khai a.jpg");
    lead.run(&words(&attach)).printed();

    let said = sync(&lead, &place).printed();
    assert!(said.contains("Đã gửi và đọc lại đúng:") && said.contains("1 tệp kèm theo"), "{said}");
    let said = sync(&member, &place).printed();
    assert!(said.contains("Đã nhận từ") && said.contains("1 tệp kèm theo"), "{said}");
    assert_eq!(revisions(&member), revisions(&lead));
    assert_eq!(member.files("home/attachments").len(), 1);
    member.run(&["verify"]).printed();

    // The member's receipt, then nothing more on either side.
    let said = sync(&lead, &place).printed();
    assert!(said.contains("Không có gì mới") && said.contains("Kho đã có đủ"), "{said}");
    let objects = || walk(&lead.path("kho"));
    let before = objects();
    sync(&member, &place).printed();
    sync(&lead, &place).printed();
    assert_eq!(objects(), before);
}

#[test]
fn different_opinions_met_at_a_place_end_with_one() {
    let (lead, member) = acquainted();
    let place = share(&lead);
    let answer = "round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"truong-doan\"\n[answer.\"phieu-mau/cong-khai\"]\nverdict = \"pass\"\n";
    member.write("khac.toml", answer);
    member.run(&["record", "khac.toml"]).printed();
    sync(&lead, &place).printed();
    let met = sync(&member, &place);
    assert_eq!(met.code, 1, "{met:?}");
    assert!(met.out.contains("ý kiến khác nhau"), "{met:?}");
    assert_eq!(sync(&lead, &place).code, 1);
    assert_eq!(revisions(&member), revisions(&lead));
}

#[test]
fn a_laptop_nobody_accepted_waits_and_takes_part_once_accepted() {
    let (lead, member) = acquainted();
    let place = share(&lead);
    let stranger = Place::new();
    let order = lead.path("giao-viec.ktra").display().to_string();
    assert_eq!(stranger.run(&["merge", "--accept-new-devices", &order]).code, 0);
    let answer = "round = \"2025-dot-1\"\nunit = \"mau-b\"\nmember = \"thanh-vien-1\"\n[answer.\"phieu-mau/cong-khai\"]\nverdict = \"pass\"\n";
    stranger.write("b.toml", answer);
    stranger.run(&["record", "b.toml"]).printed();
    sync(&stranger, &place).printed();

    let waiting = sync(&lead, &place);
    assert_eq!(waiting.code, 1, "{waiting:?}");
    assert!(waiting.out.contains("Đang chờ chấp nhận"), "{waiting:?}");
    let device = serde_json::from_str::<serde_json::Value>(&stranger.run(&["device", "--json"]).printed()).unwrap();
    let words = device["this"]["six_words"].as_str().unwrap();
    lead.run(&["device", "accept", words]).printed();
    for laptop in [&lead, &stranger, &member, &lead, &stranger, &member] {
        sync(laptop, &place);
    }
    assert_eq!(revisions(&stranger), revisions(&lead), "what was put before it was accepted is put again for it");
    assert_eq!(revisions(&member), revisions(&lead), "the lead introduced it");
}

#[test]
fn a_place_that_is_none_and_a_key_that_is_none_are_told() {
    let laptop = Place::with_round();
    sync(&laptop, "khong-co").refused(2, "Không thấy thư mục khong-co");
    sync(&laptop, "ftp://kho").refused(2, "ftp://");
    sync(&laptop, "https://kho.invalid/cchc").refused(2, "--key-file");
    let said = sync(&laptop, "https://AKIA:bi-mat@kho.invalid/cchc").refused(2, "Không ghi khóa");
    assert!(!said.contains("bi-mat"));
    laptop.write("khoa.txt", "aws_access_key_id = AKIA\n");
    laptop
        .run(&["sync", "https://kho.invalid/cchc", "--round", ROUND, "--key-file", "khoa.txt"])
        .refused(2, "khoa.txt");
    share(&laptop);
    laptop.run(&["sync", "kho", "--round", "2025-dot-9"]).refused(2, "2025-dot-9");
    let said = sync(&laptop, "kho").printed();
    assert!(said.contains("chưa chấp nhận máy nào"), "{said}");
}

#[test]
fn foreign_and_torn_files_are_named_and_hinder_nothing() {
    let (lead, member) = acquainted();
    let place = share(&lead);
    sync(&lead, &place).printed();
    let object = walk(&lead.path("kho")).into_iter().find(|path| path.contains(".seg")).unwrap();
    let bytes = std::fs::read(&object).unwrap();
    std::fs::write(&object, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::write(object.replace(".seg", ".sync-conflict-20251101-080000-ABC.seg"), "x").unwrap();
    let met = sync(&member, &place);
    assert_eq!(met.code, 0, "{met:?}");
    assert!(met.err.contains("chưa đủ hoặc đã hỏng") && met.err.contains("bản trùng"), "{met:?}");
    assert_ne!(revisions(&member), revisions(&lead));
    std::fs::write(&object, &bytes).unwrap();
    assert_eq!(sync(&member, &place).code, 0);
    assert_eq!(revisions(&member), revisions(&lead));
}

/// Every file under a folder.
fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(walk(&path));
        } else {
            all.push(path.display().to_string());
        }
    }
    all.sort();
    all
}

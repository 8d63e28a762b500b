//! `attach`, files beside a file of answers, and what `verify`, `check` and `backup` say of attached files.

use crate::place::{ANSWERS, Place, ROUND, words};

fn attach(files: &str) -> Vec<String> {
    let line = format!("--as thanh-vien-1 attach --round {ROUND} --unit mau-a --item phieu-mau/cong-khai {files}");
    line.split_whitespace().map(str::to_owned).collect()
}

fn run(place: &Place, line: &[String]) -> crate::place::Outcome {
    place.run(&line.iter().map(String::as_str).collect::<Vec<_>>())
}

fn stored(place: &Place) -> usize {
    let folders = std::fs::read_dir(place.path("home/attachments")).into_iter().flatten().flatten();
    folders.map(|folder| std::fs::read_dir(folder.path()).map_or(1, Iterator::count)).sum()
}

#[test]
fn a_file_is_attached_once_however_often_and_its_hash_is_told() {
    let place = Place::with_answers();
    place.write("a.jpg", "abc");
    place.write("b.jpg", "abc");
    let said = run(&place, &attach("--about Bảng a.jpg b.jpg")).printed();
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(said.matches(&format!("đã kèm, 3 byte, SHA-256 {hash}\n")).count(), 2, "{said}");
    assert_eq!(stored(&place), 1);
    let log = place.log();
    assert!(log.contains(&format!("\"hash\":\"{hash}\"")) && log.contains("\"size\":3"), "{log}");
    let said = place.run(&["verify"]).printed();
    assert!(said.contains("Tệp kiểm chứng đúng như khi kèm: 1;"), "{said}");
    let said = place.run(&words("backup sao-luu.bak")).printed();
    assert!(said.contains("chép riêng") && said.contains("attachments"), "{said}");
}

#[test]
fn all_files_are_attached_or_none_and_the_reason_names_the_file() {
    let place = Place::with_answers();
    place.write("a.jpg", "abc");
    let before = place.log();
    run(&place, &attach("a.jpg mất.jpg")).refused(2, "Không thấy tệp mất.jpg");
    run(&place, &attach("a.jpg .")).refused(2, "là thư mục");
    run(&place, &attach("")).refused(2, "");
    place.run(&words(&format!("attach --round {ROUND} --unit mau-a --item phieu-mau/khac a.jpg"))).refused(2, "khac");
    assert_eq!(place.log(), before);
}

#[test]
fn a_file_beside_the_answers_is_attached_and_recording_again_changes_nothing() {
    let place = Place::with_round();
    let answers = ANSWERS.replace("remark =", "evidence = [{ file = \"bang.jpg\" }, { file = \"../x\" }]\nremark =");
    place.write("a.toml", &answers);
    let said = place.run(&["record", "a.toml"]).printed();
    assert!(said.contains("chỉ ghi tên, không có tệp nằm cạnh: bang.jpg, ../x\n"), "{said}");
    place.write("bang.jpg", "abc");
    let said = place.run(&["record", "a.toml"]).printed();
    assert!(said.contains("đã kèm 1 tệp") && said.contains("nằm cạnh: ../x\n"), "{said}");
    let log = place.log();
    place.run(&["record", "a.toml"]).printed();
    assert_eq!(place.log(), log);
    // The file has gone from beside the answers: what is attached stays attached.
    std::fs::remove_file(place.path("bang.jpg")).unwrap();
    place.run(&["record", "a.toml"]).printed();
    assert_eq!(place.log(), log);
}

fn verify_names_it(place: &Place) {
    let outcome = place.run(&["verify"]);
    assert_eq!(outcome.code, 3, "{outcome:?}");
    assert!(outcome.err.contains("bảng.jpg (ba7816bf)") && outcome.err.contains("vẫn nguyên vẹn"), "{outcome:?}");
    assert!(!outcome.err.contains("restore"), "no backup brings a file back: {outcome:?}");
}

#[test]
fn a_missing_or_changed_file_is_a_problem_that_says_which() {
    let place = Place::with_answers();
    place.write("bảng.jpg", "abc");
    run(&place, &attach("bảng.jpg")).printed();
    let file = place.path("home/attachments/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let check = || place.run(&words(&format!("check --round {ROUND} --unit mau-a"))).out;
    assert!(!check().contains("bảng.jpg"));
    std::fs::remove_file(&file).unwrap();
    assert!(check().contains("máy này không có tệp kiểm chứng “bảng.jpg”"), "{}", check());
    verify_names_it(&place);
    std::fs::write(&file, "abcd").unwrap();
    assert!(check().contains("“bảng.jpg” không còn đúng như khi kèm"), "{}", check());
    std::fs::write(&file, "abd").unwrap();
    assert!(!check().contains("bảng.jpg"), "the size is right: verify reads every byte, check does not");
    verify_names_it(&place);
    run(&place, &attach("bảng.jpg")).printed();
    place.run(&["verify"]).printed();
}

/// The disk fills up in the middle of a copy: told, nothing recorded, no half file left.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_in_the_middle_leaves_nothing() {
    use std::process::{Command, Stdio};
    let there = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_err() {
        return;
    }
    let place = Place::with_answers();
    place.write("phim.mp4", vec![7; 1024 * 1024]);
    let before = place.log();
    let line = attach("phim.mp4");
    let plain = place.command(&line.iter().map(String::as_str).collect::<Vec<_>>());
    let mut traced = Command::new("strace");
    // SQLite writes with pwrite64: the second plain write is the file's second chunk.
    traced.args(["-f", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:error=ENOSPC:when=2"]);
    traced.arg(plain.get_program()).args(plain.get_args()).current_dir(plain.get_current_dir().unwrap());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    crate::place::outcome(&mut assert_cmd::Command::from_std(traced)).refused(2, "phim.mp4: ổ đĩa đã đầy");
    assert_eq!((stored(&place), place.log()), (0, before));
}

//! `record`: whole files, in order, as the member they name.

use crate::place::{ANSWERS, Place, ROUND};

#[test]
fn a_file_recorded_again_changes_nothing() {
    let place = Place::with_round();
    place.write("a.toml", ANSWERS);
    let first = place.run(&["record", "a.toml"]).printed();
    assert_eq!(first, "a.toml: ghi mới 17, không đổi 0\n");
    let log = place.log();
    let second = place.run(&["record", "a.toml"]).printed();
    assert!(second.starts_with("a.toml: ghi mới 0, không đổi "), "{second}");
    assert_eq!(place.log(), log);
    assert!(log.lines().filter(|line| line.contains("answer/")).all(|line| line.contains("thanh-vien-1")));
}

#[test]
fn files_before_a_bad_one_stay_and_those_after_it_are_named() {
    let place = Place::with_round();
    place.write("a.toml", ANSWERS);
    place.write("b.toml", ANSWERS.replace("\"bang\"", "\"loa\""));
    place.write("c.toml", ANSWERS.replace("mau-a", "mau-b"));
    let outcome = place.run(&["record", "a.toml", "b.toml", "c.toml"]);
    assert_eq!(outcome.out, "a.toml: ghi mới 17, không đổi 0\n");
    let said = outcome.refused(2, "tệp b.toml không được ghi.");
    assert!(said.contains("vẫn được giữ: a.toml\n") && said.contains("chưa xem đến: c.toml\n"), "{said}");
    let log = place.log();
    assert!(log.contains("answer/2025-dot-1/mau-a/") && !log.contains("answer/2025-dot-1/mau-b/"));
}

#[test]
fn a_dash_is_standard_input() {
    let place = Place::with_round();
    let said = place.run_with_input(&["record", "-"], ANSWERS).printed();
    assert_eq!(said, "-: ghi mới 17, không đổi 0\n");
    let said = place.run_with_input(&["record", "-"], "round = 1").refused(2, "-:1:9:");
    assert!(said.contains("tệp - không được ghi"), "{said}");
}

#[test]
fn who_is_named_on_the_command_line_does_not_matter() {
    let place = Place::with_round();
    place.write("a.toml", ANSWERS);
    place.run(&["--as", "truong-doan", "record", "a.toml"]).printed();
    let log = place.log();
    let answers: Vec<&str> = log.lines().filter(|line| line.contains("\"answer/")).collect();
    assert!(!answers.is_empty() && answers.iter().all(|line| line.contains("\"member\":\"thanh-vien-1\"")));
}

#[test]
fn the_log_says_who_recorded_what_when_and_where() {
    let place = Place::with_answers();
    let log = place.run(&["log", "--round", ROUND, "--unit", "mau-a"]).printed();
    let line = log.lines().find(|line| line.contains("verdict = ")).unwrap();
    assert!(line.starts_with("20/10/2025 08:00  "), "{line}");
    assert!(
        line.ends_with("thanh-vien-1  answer/2025-dot-1/mau-a/phieu-mau/cong-khai  verdict = CHƯA ĐẠT ×"),
        "{line}"
    );
    assert!(log.contains("number = 10.095") && !log.contains("asked = "));
    assert!(!log.contains("mau-b") && !log.contains(" round/"), "one unit alone");
    for line in place.log().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = ["revision", "record", "field", "value", "member", "device", "made_at", "reason", "merge"];
        expected.sort_unstable();
        let mut keys = keys;
        keys.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!(line["made_at"], "2025-10-20T08:00:00+07:00");
        assert!(line["merge"].is_null());
    }
}

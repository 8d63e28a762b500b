//! `issue`, `issued`, the frozen `notice` and `correct`.

use std::path::Path;

use serde_json::{Value, json};

use crate::place::{ANSWERS, Outcome, Place, ROUND, outcome, words};

const REASON: &str = "Biên bản ký trên giấy";

fn issue_line(place: &Place, line: &str, more: &[&str]) -> Outcome {
    let head = format!("issue --round {ROUND} --unit mau-a {line}");
    place.run(&[&words(&head)[..], more].concat())
}

fn issue(place: &Place, number: u32, date: &str, more: &[&str]) -> Outcome {
    issue_line(place, &format!("--number {number} --date {date}"), more)
}

fn notice(place: &Place, file: &str, more: &str) -> Outcome {
    place.run(&words(&format!("notice --round {ROUND} --unit mau-a -o {file} {more}")))
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn issued() -> Place {
    let place = Place::with_answers();
    issue(&place, 5, "2025-10-20", &["--reason", REASON]).printed();
    place
}

#[test]
fn refusals_exit_2_and_nothing_is_written() {
    let place = Place::with_answers();
    let before = place.log();
    issue(&place, 5, "2025-10-20", &[]).refused(2, "--reason");
    issue(&place, 5, "2025-10-18", &["--reason", REASON]).refused(2, "trước ngày kiểm tra 19/10/2025");
    issue(&place, 0, "2025-10-20", &["--reason", REASON]).refused(2, "từ 1 trở lên");
    issue(&place, 5, "31/02/2025", &["--reason", REASON]).refused(2, "không có ngày");
    issue(&place, 5, "2025-10-20", &["--reason", REASON, "--replace"]).refused(2, "không có gì để thay thế");
    issue_line(&place, "--number năm --date 2025-10-20", &[]).refused(2, "năm");
    issue_line(&place, "--number 5", &[]).refused(2, "--date");
    assert_eq!(place.log(), before);
}

#[test]
fn an_issued_notice_is_the_same_bytes_on_another_day_in_another_language_after_whatever_changed() {
    let place = issued();
    for ending in ["docx", "txt", "json"] {
        notice(&place, &format!("a.{ending}"), "").printed();
    }
    place.write("b.toml", ANSWERS.replace("10095", "10096"));
    place.run(&["record", "b.toml"]).printed();
    place.write("home/checklists/phieu-mau.toml", include_str!("fixtures/phieu-mau.toml").replace("2025", "2026"));
    for ending in ["docx", "txt", "json"] {
        let file = format!("b.{ending}");
        let line = format!("--lang en notice --round {ROUND} --unit mau-a -o {file}");
        let later = outcome(place.command(&words(&line)).env("KIEMTRA_NOW", "2026-03-01T08:00:00+07:00"));
        assert_eq!(later.code, 0, "{later:?}");
        assert!(later.err.contains("1 changes came after it was issued"), "{later:?}");
        assert_eq!(read(&place.path(&format!("a.{ending}"))), read(&place.path(&file)), "{ending}");
    }
    let text = String::from_utf8(read(&place.path("a.txt"))).unwrap();
    assert!(text.contains("Số: 05/TB-SNV") && text.contains("10.095") && !text.contains("DỰ THẢO"), "{text}");
    let json: Value = serde_json::from_slice(&read(&place.path("a.json"))).unwrap();
    assert_eq!((&json["number"], &json["date"], &json["draft"]), (&json!(5), &json!("2025-10-20"), &json!(false)));
    // The present draft is there to be looked at.
    notice(&place, "c.txt", "--draft").printed();
    let draft = String::from_utf8(read(&place.path("c.txt"))).unwrap();
    assert!(draft.contains("DỰ THẢO") && draft.contains("10.096"), "{draft}");
}

#[test]
fn a_frozen_notice_travels_in_packs_and_two_that_differ_are_decided_by_a_person() {
    let place = issued();
    let other = |line: &str| {
        let home = place.path("other");
        let arguments: Vec<&str> = ["--home", home.to_str().unwrap()].into_iter().chain(words(line)).collect();
        place.run(&arguments)
    };
    place.run(&words(&format!("pack --round {ROUND} --plain -o a.ktra")));
    assert_eq!(other("merge a.ktra --accept-new-devices").code, 0);
    notice(&place, "a.docx", "").printed();
    other(&format!("notice --round {ROUND} --unit mau-a -o b.docx")).printed();
    assert_eq!(read(&place.path("a.docx")), read(&place.path("b.docx")));

    // Both replace it, not knowing of each other.
    issue(&place, 7, "2025-10-20", &["--replace", "--reason", "Sai chính tả"]).printed();
    let line = format!(
        "--as truong-doan issue --round {ROUND} --unit mau-a --number 8 --date 2025-10-20 --replace --reason Sai"
    );
    other(&line).printed();
    other(&format!("pack --round {ROUND} --plain -o b.ktra"));
    let merged = place.run(&words("merge b.ktra --accept-new-devices"));
    assert_eq!(merged.code, 1, "a conflict is left: {merged:?}");
    let said = notice(&place, "c.docx", "").refused(2, "kiemtra conflicts");
    assert!(said.contains("07/TB-SNV, 08/TB-SNV"), "{said}");
    assert!(!place.path("c.docx").exists());
    let listed = place.run(&words(&format!("conflicts --round {ROUND}"))).printed();
    assert!(listed.contains("UBND xã Mẫu A: thông báo đã ban hành"), "{listed}");
    assert!(listed.contains("Thông báo số 08/TB-SNV ngày 20/10/2025; thay thế số 05/TB-SNV"), "{listed}");
    let all = place.run(&words(&format!("issued --round {ROUND}"))).printed();
    assert!(all.contains("chưa thống nhất"), "{all}");

    let json = place.run(&words(&format!("conflicts --round {ROUND} --json"))).printed();
    let json: Value = serde_json::from_str(&json).unwrap();
    let options = json["conflicts"][0]["options"].as_array().unwrap();
    let seven = options.iter().find(|option| option["value"]["number"] == json!(7)).unwrap();
    let line =
        format!("resolve notice/{ROUND}/mau-a issued --take {} --reason Đúng", seven["revision"].as_str().unwrap());
    place.run(&words(&line)).printed();
    notice(&place, "c.txt", "").printed();
    let text = String::from_utf8(read(&place.path("c.txt"))).unwrap();
    assert!(text.contains("Số: 07/TB-SNV") && text.contains("thay thế Thông báo số 05/TB-SNV"), "{text}");
}

#[test]
fn issued_notices_are_listed_for_people_and_programs() {
    let place = Place::with_answers();
    assert_eq!(place.run(&["issued"]).printed(), "Chưa có thông báo nào được ban hành\n");
    issue(&place, 5, "20/10/2025", &["--reason", REASON]).printed();
    assert_eq!(place.run(&["issued"]).printed(), "Số 05/TB-SNV ngày 20/10/2025: UBND xã Mẫu A\n");
    let json: Value = serde_json::from_str(&place.run(&words("issued --json")).printed()).unwrap();
    let line = &json["issued"][0];
    let told = [&line["round"], &line["unit"], &line["number"], &line["date"], &line["later"], &line["contested"]];
    assert_eq!(
        told,
        [&json!(ROUND), &json!("mau-a"), &json!("05/TB-SNV"), &json!("2025-10-20"), &json!(0), &json!(false)]
    );
    assert!(line["requirements"].is_array(), "{line}");
    let log = place.run(&words(&format!("log --round {ROUND}"))).printed();
    assert!(log.contains("issued = Thông báo số 05/TB-SNV ngày 20/10/2025") && !log.contains("base64"), "{log}");
    // What is looked at beforehand.
    let check = issue_line(&place, "--check", &[]).printed();
    assert!(check.contains("Biên bản kiểm tra chưa được ký"), "{check}");
}

#[test]
fn verify_finds_an_issued_notice_sound() {
    let place = issued();
    assert_eq!(place.run(&["verify"]).code, 0);
}

#[test]
fn a_record_by_mistake_is_taken_back_listed_and_put_back() {
    let place = issued();
    let before = place.log();
    let at = |act: &'static str| ["issued", act, ROUND, "mau-a"];
    let reason = ["--reason", "Bấm nhầm đơn vị"];
    place.run(&at("withdraw")).refused(2, "lý do");
    assert_eq!(place.log(), before, "nothing without a reason");
    let said = place.run(&[&at("withdraw")[..], &reason].concat()).printed();
    assert!(said.contains("đã rút việc ghi ban hành Thông báo số 05/TB-SNV"), "{said}");
    let listed = place.run(&["issued"]).printed();
    assert!(listed.contains("Chưa có thông báo nào") && listed.contains("Bấm nhầm đơn vị"), "{listed}");
    let json: Value = serde_json::from_str(&place.run(&["issued", "--json"]).printed()).unwrap();
    assert_eq!(json["withdrawn"][0]["number"], "05/TB-SNV");
    let log = place.run(&words(&format!("log --round {ROUND}"))).printed();
    assert!(log.contains("rút việc ghi ban hành") && log.contains("Bấm nhầm đơn vị"), "{log}");
    place.run(&[&at("withdraw")[..], &reason].concat()).refused(2, "không có gì để rút");
    let said = place.run(&[&at("restore")[..], &["--reason", "Đã gửi thật"]].concat()).printed();
    assert!(said.contains("05/TB-SNV") && said.contains("lại có hiệu lực"), "{said}");
    assert_eq!(place.run(&["verify"]).code, 0);
}

#[test]
fn a_letter_of_correction_mends_slips_of_form_and_keeps_its_bytes() {
    let place = issued();
    let head = format!("correct --round {ROUND} --unit mau-a");
    let correct = |more: &[&str]| place.run(&[&words(&head)[..], more].concat());
    let slip = ["--at", "phần tiêu đề", "--wrong", "Kết luận kiểm tra", "--right", "Kết luận Kiểm tra"];
    let before = place.log();
    correct(&[&slip[..], &["--number", "12", "--date", "2025-10-19"]].concat()).refused(2, "trước ngày của thông báo");
    correct(&["--at", "x", "--wrong", "không có trong đó", "--right", "y", "-o", "a.txt"]).refused(2, "đúng từng chữ");
    correct(&["--at", "x", "--wrong", "10.095", "--right", "10.096", "-o", "a.txt"]).refused(2, "thông báo thay thế");
    correct(&["--at", "x", "--wrong", "y", "-o", "a.txt"]).refused(2, "--right");
    correct(&["-o", "a.txt"]).refused(2, "--at");
    assert_eq!(place.log(), before);
    correct(&[&slip[..], &["-o", "a.txt"]].concat()).printed();
    let draft = String::from_utf8(read(&place.path("a.txt"))).unwrap();
    assert!(draft.contains("DỰ THẢO") && draft.contains("đã viết “Kết luận kiểm tra”, nay sửa lại là"), "{draft}");
    assert_eq!(place.log(), before, "a draft is written, nothing is recorded");

    correct(&[&slip[..], &["--number", "12", "--date", "2025-10-20", "-o", "a.docx"]].concat()).printed();
    correct(&[&slip[..], &["--number", "12", "--date", "2025-10-20"]].concat()).refused(2, "đã dùng cho công văn");
    place.write("b.toml", ANSWERS.replace("10095", "10096"));
    place.run(&["record", "b.toml"]).printed();
    correct(&["--number", "12", "-o", "b.docx"]).printed();
    assert_eq!(read(&place.path("a.docx")), read(&place.path("b.docx")));
    correct(&["--number", "12", "-o", "b.txt"]).printed();
    let text = String::from_utf8(read(&place.path("b.txt"))).unwrap();
    assert!(
        text.contains("Kính gửi") && text.contains("Ngày 20/10/2025, Sở Nội vụ ban hành Thông báo số 05/TB-SNV"),
        "{text}"
    );
    let all = place.run(&["issued"]).printed();
    assert!(all.contains("đã đính chính bằng Công văn số 12/SNV ngày 20/10/2025"), "{all}");
}

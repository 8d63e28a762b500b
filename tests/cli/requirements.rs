//! `requirement`: from the issued notice to reports, decisions and reminders.

use crate::place::{ANSWERS, Outcome, Place, ROUND, outcome};

/// A home with one unit whose notice was issued on 20 October 2025; one requirement is due on 27 October.
fn issued() -> Place {
    let place = Place::new();
    let checklist = include_str!("fixtures/phieu-mau.toml").replace(
        "says.requirement = \"Công khai đầy đủ thủ tục\"",
        "says.requirement = \"Công khai đầy đủ thủ tục\"\nwithin_days = 5",
    );
    place.write("home/checklists/phieu-mau.toml", checklist);
    place.write("round.toml", crate::place::ROUND_FILE);
    place.run(&["round", "add", "round.toml"]).printed();
    place.write("answers.toml", ANSWERS);
    place.run(&["record", "answers.toml"]).printed();
    let issue =
        ["issue", "--round", ROUND, "--unit", "mau-a", "--number", "5", "--date", "20/10/2025", "--reason", "x"];
    assert_eq!(place.run(&issue).code, 0, "{:?}", place.run(&issue));
    place
}

/// Runs a command on 10 November 2025.
fn later(place: &Place, arguments: &[&str]) -> Outcome {
    outcome(place.command(arguments).env("KIEMTRA_NOW", "2025-11-10T08:00:00+07:00"))
}

fn at<'a>(command: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["requirement", command, "--round", ROUND, "--unit", "mau-a"], rest].concat()
}

#[test]
fn before_issue_it_is_said_that_nothing_is_required() {
    let place = Place::with_answers();
    let said = place.run(&["requirement", "list"]).printed();
    assert!(said.contains("chưa thông báo kết luận nào được ban hành"), "{said}");
    let report = at("report", &["--number", "45/BC-UBND", "--date", "20/10/2025", "1"]);
    place.run(&report).refused(2, "chưa được ban hành thông báo kết luận");
}

#[test]
fn a_report_is_recorded_decided_and_listed() {
    let place = issued();
    let said = later(&place, &["requirement", "list", "--overdue"]).printed();
    assert!(said.contains("Công khai đầy đủ thủ tục") && said.contains("quá hạn 10 ngày làm việc"), "{said}");
    place.write("45-BC-UBND.pdf", "%PDF");
    let rest = ["--number", "45/BC-UBND", "--date", "07/11/2025", "--file", "45-BC-UBND.pdf", "--all"];
    let said = later(&place, &at("report", &rest)).printed();
    assert!(said.contains("Đã ghi nhận báo cáo số 45/BC-UBND ngày 07/11/2025"), "{said}");
    later(&place, &at("return", &["--all"])).refused(2, "phải nêu lý do");
    later(&place, &at("return", &["--all", "--reason", "Chưa có ảnh chụp", "--until", "28/11/2025"])).printed();
    let json = later(&place, &["requirement", "list", "--round", ROUND, "--state", "returned", "--json"]).printed();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let all = json["requirements"].as_array().unwrap();
    assert!(!all.is_empty());
    for one in all {
        assert_eq!(one["notice"], "05/TB-SNV");
        assert_eq!(one["reports"][0]["file"], "45-BC-UBND.pdf");
        assert_eq!(one["reports"][0]["decisions"][0]["until"], "2025-11-28");
        assert_eq!(one["overdue_by"], serde_json::Value::Null);
    }
    later(&place, &at("report", &["--number", "51/BC-UBND", "--date", "10/11/2025", "--all"])).printed();
    later(&place, &at("accept", &["--all"])).printed();
    let said = later(&place, &["requirement", "list", "--state", "accepted"]).printed();
    assert!(said.contains("51/BC-UBND"), "{said}");
}

#[test]
fn bad_input_exits_2_and_changes_nothing() {
    let place = issued();
    let before = place.log();
    let report = |rest: &[&str]| later(&place, &at("report", rest));
    report(&["--number", "45/BC", "--date", "17/10/2025", "1"]).refused(2, "sớm hơn ngày ban hành thông báo");
    report(&["--number", "45/BC", "--date", "7/11/2025", "khong-co"]).refused(2, "không có yêu cầu “khong-co”");
    report(&["--number", "45/BC", "--date", "32/11/2025", "1"]).refused(2, "32");
    report(&["--number", "45/BC", "--date", "7/11/2025", "--file", "mat.pdf", "1"]).refused(2, "mat.pdf");
    later(&place, &at("accept", &["1"])).refused(2, "chưa có báo cáo khắc phục");
    assert_eq!(place.run(&at("remind", &["-o", "cv.docx"])).code, 2, "nothing is overdue on the day of issue");
    assert!(!place.path("cv.docx").exists());
    place.run(&["requirement", "list", "--unit", "khong-co"]).refused(2, "khong-co");
    assert_eq!(place.log(), before);
}

#[test]
fn a_reminder_is_written_as_a_draft_then_with_its_number_and_recorded_as_sent() {
    let place = issued();
    later(&place, &at("remind", &["-o", "cv.txt"])).printed();
    let draft = std::fs::read_to_string(place.path("cv.txt")).unwrap();
    assert!(draft.contains("DỰ THẢO"), "{draft}");
    let rest = ["--number", "120", "--date", "10/11/2025", "--sent", "-o", "cv.txt"];
    let said = later(&place, &at("remind", &rest)).printed();
    assert!(said.contains("ghi nhận việc gửi công văn đôn đốc") && said.contains("17/11/2025"), "{said}");
    let letter = std::fs::read_to_string(place.path("cv.txt")).unwrap();
    let flat = letter.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Số: 120/SNV") && flat.contains("Kính gửi: UBND xã Mẫu A"), "{letter}");
    assert!(flat.contains("Thông báo số 05/TB-SNV"), "{letter}");
    assert!(flat.contains("thời hạn ngày 27/10/2025, đã quá hạn 10 ngày làm việc"), "{letter}");
    assert!(!letter.contains("DỰ THẢO"), "{letter}");
    // The same letter again is the same; another under its number is refused.
    later(&place, &at("remind", &rest)).printed();
    let other = ["--number", "120", "--date", "10/11/2025", "--report-by", "20/11/2025", "--sent", "-o", "khac.txt"];
    later(&place, &at("remind", &other)).refused(2, "120/SNV");
    assert!(!place.path("khac.txt").exists());
}

#[test]
fn a_reminder_that_cannot_be_written_is_not_recorded_as_sent() {
    let place = issued();
    let before = place.log();
    let rest = ["--number", "120", "--date", "10/11/2025", "--sent", "-o", "khong-co/cv.docx"];
    later(&place, &at("remind", &rest)).refused(2, "khong-co");
    assert_eq!(place.log(), before);
}

#[test]
fn reports_and_their_files_travel_with_the_round() {
    let place = issued();
    place.write("45-BC-UBND.pdf", "%PDF");
    let rest = ["--number", "45/BC-UBND", "--date", "07/11/2025", "--file", "45-BC-UBND.pdf", "--all"];
    later(&place, &at("report", &rest)).printed();
    later(&place, &["pack", "--round", ROUND, "--plain", "-o", "goi.ktra"]).printed();
    let there = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        outcome(command.env("KIEMTRA_NOW", "2025-11-10T08:00:00+07:00").env("KIEMTRA_HOME", place.path("khac")))
    };
    let merged = there(&["merge", "goi.ktra", "--accept-new-devices"]);
    assert_eq!(merged.code, 0, "{merged:?}");
    let list = ["requirement", "list", "--round", ROUND, "--json"];
    assert_eq!(there(&list).printed(), later(&place, &list).printed());
    let verified = there(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    let attached = std::fs::read_dir(place.path("khac/attachments")).unwrap().count();
    assert_eq!(attached, 1);
}

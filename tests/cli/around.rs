//! `letter`, `step` and `office`: the papers around an inspection and what is due next.

use crate::place::{Place, ROUND};

fn letter(paper: &str, more: &[&str]) -> Vec<String> {
    let start = ["letter", paper, "--round", ROUND, "-o", "a.txt"];
    start.iter().chain(more).map(|&word| word.to_owned()).collect()
}

fn run(place: &Place, arguments: &[String]) -> crate::place::Outcome {
    place.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn letters_say_that_they_are_drafts_until_number_and_date_are_given() {
    let place = Place::with_answers();
    for paper in ["announcement", "outline", "programme"] {
        let said = run(&place, &letter(paper, &[])).printed();
        assert!(said.contains("dự thảo"), "{said}");
        let text = std::fs::read_to_string(place.path("a.txt")).unwrap();
        assert!(text.contains("DỰ THẢO"), "{text}");
        let said =
            run(&place, &letter(paper, &["--number", "9", "--date", "1/10/2025", "--notation", "SNV-CCHC"])).printed();
        assert!(!said.contains("dự thảo"), "{said}");
        let text = std::fs::read_to_string(place.path("a.txt")).unwrap();
        assert!(text.contains("Số: 09/SNV-CCHC") && !text.contains("DỰ THẢO"), "{text}");
    }
    let opinion = letter("opinion", &["--unit", "mau-a"]);
    run(&place, &opinion).printed();
    let text = std::fs::read_to_string(place.path("a.txt")).unwrap();
    assert!(text.contains("Kính gửi: ") && text.contains("dự thảo Thông báo kết luận"), "{text}");
}

#[test]
fn a_letter_that_makes_no_sense_is_refused_and_nothing_is_written() {
    let place = Place::with_answers();
    run(&place, &letter("opinion", &[])).refused(2, "--unit");
    run(&place, &letter("outline", &["--due", "1/9/2025", "--date", "2/9/2025"])).refused(2, "trước ngày ký");
    run(&place, &letter("outline", &["--due", "31/2/2025"])).refused(2, "31");
    run(&place, &letter("outline", &["--unit", "khong-co"])).refused(2, "khong-co");
    run(&place, &letter("thu-moi", &[])).refused(2, "thu-moi");
    assert!(!place.path("a.txt").exists());
}

#[test]
fn a_step_is_said_its_deadline_goes_into_the_letter_and_what_others_tell_is_refused() {
    let place = Place::with_answers();
    let step = |words: &[&str]| place.run(&[&["step"], words, &["--round", ROUND]].concat());
    let before = place.log();
    step(&["done", "visit", "--date", "1/10/2025"]).refused(2, "nơi ghi riêng");
    step(&["done", "khong-co", "--date", "1/10/2025"]).refused(2, "announcement");
    step(&["done", "announcement", "--date", "1/12/2025"]).refused(2, "chưa tới");
    assert_eq!(place.log(), before, "a refusal changes nothing");
    step(&["done", "announcement", "--date", "1/10/2025", "--number", "15/SNV-CCHC", "--unit", "mau-a"]).printed();
    step(&["due", "self-report", "--date", "10/10/2025"]).printed();
    run(&place, &letter("outline", &[])).printed();
    let text = std::fs::read_to_string(place.path("a.txt")).unwrap();
    assert!(text.contains("trước ngày 10/10/2025"), "{text}");
    let said = place.run(&["step", "--round", ROUND, "--unit", "mau-a"]).printed();
    assert!(said.contains("15/SNV-CCHC") && said.contains("đã xong 01/10/2025"), "{said}");
    let json = place.run(&["step", "--round", ROUND, "--json"]).printed();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let steps = json["units"][0]["steps"].as_array().unwrap();
    let of = |name: &str| steps.iter().find(|step| step["step"] == name).unwrap().clone();
    assert_eq!(of("announcement")["state"], "done");
    step(&["undone", "announcement"]).printed();
    step(&["due", "self-report", "--none"]).printed();
    let said = place.run(&["step", "--round", ROUND, "--unit", "mau-a"]).printed();
    assert!(!said.contains("15/SNV-CCHC"), "{said}");
}

#[test]
fn a_letterhead_is_kept_and_used_again() {
    let place = Place::with_answers();
    let said = place.run(&["office", "list"]).printed();
    assert!(said.contains("Chưa lưu"), "{said}");
    place.run(&["office", "use", "so-khac", "--round", ROUND]).refused(2, "so-khac");
    let said = place.run(&["office", "save", "--round", ROUND, "--id", "so-noi-vu"]).printed();
    assert!(said.contains("so-noi-vu"), "{said}");
    assert!(place.run(&["office", "list"]).printed().contains("so-noi-vu"));
    let said = place.run(&["office", "use", "so-noi-vu", "--round", ROUND]).printed();
    assert!(said.contains("không có gì thay đổi"), "{said}");
}

#[test]
fn a_letter_that_goes_out_does_its_step_and_its_number_is_given_once() {
    let place = Place::with_answers();
    let before = place.log();
    let sent = ["--number", "9", "--date", "1/10/2025", "--notation", "SNV-CCHC", "--sent"];
    run(&place, &letter("announcement", &sent[..4]).iter().chain([&"--sent".into()]).cloned().collect::<Vec<_>>())
        .printed();
    let said = place.run(&["step", "--round", ROUND, "--unit", "mau-a"]).printed();
    assert!(said.contains("đã xong 01/10/2025"), "{said}");
    run(&place, &letter("announcement", &["--sent"])).refused(2, "--number");
    // A day to come, and a folder that is not there: neither file nor record.
    assert_ne!(place.log(), before);
    let before = place.log();
    let ahead = ["--number", "10", "--date", "1/12/2025", "--sent"];
    run(&place, &letter("announcement", &ahead)).refused(2, "chưa tới");
    let nowhere = ["letter", "announcement", "--round", ROUND, "-o", "khong-co/a.txt"];
    place.run(&[&nowhere[..], &sent].concat()).refused(2, "khong-co");
    assert_eq!(place.log(), before);
    // The same letter is printed again; another one is refused its number, by the other commands, too.
    run(&place, &letter("announcement", &sent[..4])).printed();
    run(&place, &letter("outline", &sent[..4])).refused(2, "đã dùng cho công văn thông báo kiểm tra");
    let number = place.run(&["step", "--round", ROUND, "--json"]).printed();
    let number: serde_json::Value = serde_json::from_str(&number).unwrap();
    let steps = number["units"][0]["steps"].as_array().unwrap();
    let number =
        steps.iter().find(|step| step["step"] == "announcement").unwrap()["number"].as_str().unwrap().to_owned();
    let done = ["step", "done", "opinion", "--round", ROUND, "--unit", "mau-a", "--date", "2/10/2025", "--number"];
    place.run(&[&done[..], &[&number]].concat()).refused(2, "đã dùng cho công văn thông báo kiểm tra");
}

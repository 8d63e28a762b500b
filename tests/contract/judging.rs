//! Verdicts, points and problems by the defaults of the format, over one checklist with every kind of item.

use serde_json::{Value, json};

use crate::place::{Place, ROUND_FILE};

const CHECKLIST: &str = include_str!("examples/phieu-day-du.toml");

fn place() -> Place {
    let place = Place::new();
    place.write("home/checklists/niem-yet-tthc.toml", CHECKLIST);
    let targets = ROUND_FILE.replace("ty-le = 0.9", "tran = 20\nit-nhat = 3");
    place.add_round(&targets).done();
    place
}

/// Records `item = body` for each, as one file.
fn answer(place: &Place, answers: &[(&str, &str)]) {
    let one = |(item, body): &(&str, &str)| format!("[answer.\"niem-yet-tthc/{item}\"]\n{body}\n");
    place.answer(&answers.iter().map(one).collect::<String>()).done();
}

#[track_caller]
fn assert_status(place: &Place, expected: &Value) {
    let status = place.status();
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&status[key], value, "{key} of {status}; {:?}", place.problems());
    }
}

#[test]
fn what_is_not_answered_is_not_judged_and_what_is_not_asked_counts_nowhere() {
    let place = place();
    // `v2` waits for `v`; every other item is asked, those with points stand in max_points.
    let expected = json!({ "items": 15, "answered": 0, "required_left": 13, "points": 0.0, "max_points": 13.0 });
    assert_status(&place, &expected);
    let problems = place.problems();
    assert!(problems.contains(&"niem-yet-tthc/ty-le unanswered error".to_owned()), "a rate is required too");
    assert!(problems.contains(&"niem-yet-tthc/v period warning".to_owned()), "its basis is out of force");
    assert!(!problems.iter().any(|problem| problem.contains("/v3 ") || problem.contains("/v2 ")), "{problems:?}");
    assert!(!problems.iter().any(|problem| problem.contains("chia")), "a rule without figures is not judged");
}

#[test]
fn division_by_zero_is_not_judged_in_words() {
    let place = place();
    answer(&place, &[("a", "number = 10095"), ("b", "number = 0")]);
    let check = place.run("check --round 2025-dot-1 --unit mau-a");
    assert_eq!(check.code, 1);
    assert!(check.out.contains("chia cho 0") && !check.out.contains("unable"), "{}", check.out);
    assert!(!check.out.contains("10.095 trên 0"), "{}", check.out);
    // `b` itself passes: 0 is below its `pass_to`.
    assert_status(&place, &json!({ "answered": 2, "pass": 1, "fail": 0, "points": 3.0 }));
}

#[test]
fn thresholds_points_and_na() {
    let place = place();
    answer(
        &place,
        &[("a", "number = 6"), ("b", "number = 12.35"), ("v", "verdict = \"na\""), ("c", "choice = \"Trung bình\"")],
    );
    // b: partial by target.tran, half of 3; the rate is 0,4858: fail; v: na leaves max_points; c: no verdict, but asked.
    let expected = json!({ "pass": 0, "partial": 1, "fail": 1, "na": 1, "points": 1.5, "max_points": 8.0 });
    assert_status(&place, &expected);
    answer(&place, &[("b", "number = 20.01"), ("v", "verdict = \"fail\""), ("c", "choice = \"kha\"")]);
    // b above target.tran: fail; v2 is asked now.
    let expected = json!({ "items": 16, "partial": 1, "fail": 3, "na": 0, "points": 0.5, "max_points": 18.0 });
    assert_status(&place, &expected);
    let problems = place.problems();
    for problem in ["v remark warning", "v evidence error", "v2 unanswered error"] {
        assert!(problems.contains(&format!("niem-yet-tthc/{problem}")), "{problem}: {problems:?}");
    }
    assert!(!problems.iter().any(|problem| problem.contains("/b remark")), "computed verdicts need none");
    answer(&place, &[("v", "self_points = 1")]);
    assert!(place.problems().contains(&"niem-yet-tthc/v points warning".to_owned()));
    answer(&place, &[("v", "points_reason = \"Đơn vị tính cả quý sau\"")]);
    assert!(!place.problems().contains(&"niem-yet-tthc/v points warning".to_owned()));
}

#[test]
fn registers_and_surveys_give_their_figures_to_expressions() {
    let place = place();
    let rows = "rows = [{ ten = \"a\", so-luong = 3, co = true }, { ten = \"b\", so-luong = 2.5, co = true }, \
                { so-luong = 4, co = true }, { ten = \"c\", co = true }]";
    let forms = "forms = [[5, 2], [4, 3], [3, 0]]";
    answer(&place, &[("r", rows), ("s-1", forms), ("d", "date = 2025-11-14"), ("d2", "date = 2025-11-12")]);
    let minutes = place.paper("minutes");
    let result = |ask: &str| {
        let line = minutes.lines().find(|line| line.contains(ask)).unwrap_or_else(|| panic!("{ask}: {minutes}"));
        line.split('|').nth(2).unwrap().trim().to_owned()
    };
    // 4 rows, 2 right of the 3 that can be judged: 400 + 20 + 2/3.
    assert_eq!(result("Từ bảng r"), "420,67");
    assert_eq!(result("Bảng r"), "02/03 mẫu đạt (66,67%); chưa đạt");
    // 3 forms; satisfied 2/3 and 1/2, together 3/5: 300 + 6 + 2/3.
    assert_eq!(result("Từ khảo sát"), "306,67");
    assert_eq!(result("Ngày làm việc"), "-2", "negative where the second day is earlier");
    assert!(place.problems().contains(&"niem-yet-tthc/r register warning".to_owned()), "a required cell is empty");
}

#[test]
fn figures_in_sentences_print_the_vietnamese_way() {
    let place = place();
    answer(
        &place,
        &[
            ("a", "number = 10095"),
            ("b", "number = 0.5"),
            ("d", "date = 2025-02-05"),
            ("c", "choice = \"tot\""),
            ("v3", "verdict = \"pass\""),
        ],
    );
    let notice = place.paper("notice").replace('\n', " ");
    assert!(notice.contains("10.095; 0,5; 10095; 98,77%; 2,35; -3; 05/02/2025; 05/02/2025; tot"), "{notice}");
}

#[test]
fn a_target_that_the_round_does_not_set_is_named() {
    let check = place().run("check --round 2025-dot-1 --unit mau-a");
    assert!(check.out.contains("target.khong_dat"), "{}", check.out);
}

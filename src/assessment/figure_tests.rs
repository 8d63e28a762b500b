//! The block of figures and quoted percentages, with the numbers of a real report.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::Standing::{Own, Part};
use super::*;
use crate::checklist::read_text;
use crate::inspection::Answer;
use crate::vietnamese::calendar::Calendar;
use crate::vietnamese::number::Quoted;

const FIGURES: [&str; 9] =
    ["tiep-nhan", "truc-tuyen", "truc-tiep", "ky-truoc", "dung-han", "qua-han", "da-xong", "dang-lam", "xin-loi"];
const REST: &str = r#"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ đúng hạn"
formula = "dung_han / da_xong"
[[section.item]]
id = "hai-lan"
kind = "rate"
ask = "Tỷ lệ khác"
formula = "1 - dung_han / da_xong"
[[rule]]
id = "r1"
check = "truc_tuyen + truc_tiep + ky_truoc == tiep_nhan"
message = "Không khớp"
severity = "error"
[[rule]]
id = "r2"
check = "dung_han + qua_han == da_xong"
message = "Không khớp"
severity = "error"
[[rule]]
id = "r3"
check = "tiep_nhan - da_xong == dang_lam"
message = "Không khớp"
severity = "error"
[[rule]]
id = "r4"
check = "xin_loi <= qua_han"
message = "Không khớp"
severity = "warning"
"#;

fn judge(answers: &BTreeMap<&str, Answer>) -> ChecklistAssessment {
    let mut text =
        "id = \"thu\"\nedition = \"1\"\ntitle = \"T\"\nfield = \"tthc\"\n[[section]]\nid = \"m\"\ntitle = \"M\"\n"
            .to_owned();
    for id in FIGURES {
        write!(text, "[[section.item]]\nid = \"{id}\"\nkind = \"number\"\nask = \"{id}\"\n").unwrap();
    }
    text.push_str(REST);
    let reading = read_text("thu.toml", &text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let basis = RoundBasis { targets: Arc::new(BTreeMap::new()), calendar: Arc::new(Calendar::shipped()) };
    let plan = Arc::new(Plan::new(reading.checklist.unwrap()));
    ChecklistAssessment::new(plan, &basis, |item| answers.get(item.id.as_str()))
}

fn report() -> BTreeMap<&'static str, Answer> {
    let found = [10_095, 2_260, 7_006, 829, 8_876, 380, 9_256, 893, 12].map(f64::from);
    let answer = |number| Answer { number: Some(number), ..Answer::default() };
    FIGURES.into_iter().zip(found.map(answer)).collect()
}

#[test]
fn a_total_stands_above_its_parts_with_the_sum_as_it_should_be() {
    let answers = report();
    let judged = judge(&answers);
    let lines = judged.figures(|item| answers.get(item.id.as_str()));
    let order: Vec<(&str, Standing)> = lines.iter().map(|line| (line.item.id.as_str(), line.standing)).collect();
    let expected = [
        ("tiep-nhan", Own),
        ("truc-tuyen", Part),
        ("truc-tiep", Part),
        ("ky-truoc", Part),
        ("da-xong", Own),
        ("dung-han", Part),
        ("qua-han", Part),
        ("dang-lam", Own),
        ("xin-loi", Own),
        ("ty-le", Own),
        ("hai-lan", Own),
    ];
    assert_eq!(order, expected);
    let pending = &lines[7].equations[0];
    assert_eq!(pending.terms.printed(judged.inputs()), "10.095 − 9.256");
    assert_eq!(pending.found, Balance { total: Some(893.0), sum: Some(839.0) });
    assert_eq!((pending.found.difference(), pending.found.holds(pending.relation)), (Some(-54.0), Some(false)));
    assert_eq!(lines[0].equations[0].found.holds(lines[0].equations[0].relation), Some(true));
    assert!(lines.iter().all(|line| line.equations.iter().all(|equation| equation.reported.is_none())));
}

#[test]
fn what_the_unit_reported_is_added_up_beside_it() {
    let mut answers = report();
    answers.get_mut("dang-lam").unwrap().reported = Some(839.0);
    answers.get_mut("truc-tuyen").unwrap().reported = Some(2_270.0);
    let judged = judge(&answers);
    let equations = judged.equations(|item| answers.get(item.id.as_str()));
    let reported: Vec<_> = equations.iter().map(|equation| equation.reported).collect();
    assert_eq!(reported[0], Some(Balance { total: Some(10_095.0), sum: Some(10_105.0) }));
    assert_eq!(reported[1], None, "nothing of it was reported otherwise");
    assert_eq!(reported[2].unwrap().difference(), Some(0.0));
}

#[test]
fn one_missing_part_is_what_remains() {
    let mut answers = report();
    answers.remove("ky-truoc");
    let judged = judge(&answers);
    let equations = judged.equations(|item| answers.get(item.id.as_str()));
    assert_eq!(equations[0].remaining(judged.inputs()), Some(829.0));
    assert_eq!((equations[0].found.sum, equations[0].found.difference()), (None, None));
    assert_eq!(equations[1].remaining(judged.inputs()), None);
    answers.remove("truc-tiep");
    let judged = judge(&answers);
    assert_eq!(judged.equations(|item| answers.get(item.id.as_str()))[0].remaining(judged.inputs()), None);
}

#[test]
fn supposing_a_figure_moves_every_sum_it_is_in_and_records_nothing() {
    let answers = report();
    let judged = judge(&answers);
    let typed = Answer { number: Some(839.0), ..Answer::default() };
    let item = judged.checklist().item("dang-lam").unwrap().clone();
    let supposed = judged.supposing(&item, &typed, |item| answers.get(item.id.as_str()));
    assert!(supposed.rules().all(|(_, state)| *state == RuleState::Holds));
    assert!(matches!(judged.rules().nth(2), Some((_, RuleState::Broken(_)))));
}

#[test]
fn a_quoted_percentage_is_right_cut_or_wrong_to_its_last_digit() {
    for (item, said, verdict, right) in [
        ("ty-le", "95,89", Quoted::Right, "95,89"),
        ("ty-le", "95,9", Quoted::Right, "95,9"),
        ("ty-le", "95,8", Quoted::Cut, "95,9"),
        ("ty-le", "96,9", Quoted::Wrong, "95,9"),
        ("ty-le", "95,90", Quoted::Wrong, "95,89"),
        ("ty-le", "95", Quoted::Cut, "96"),
        ("hai-lan", "4,11", Quoted::Right, "4,11"),
        ("hai-lan", "4,10", Quoted::Cut, "4,11"),
        ("hai-lan", "4,1054", Quoted::Right, "4,1054"),
    ] {
        let mut answers = report();
        answers.insert(item, Answer { quoted: Some(said.parse().unwrap()), ..Answer::default() });
        let quoted = judge(&answers).state(item).unwrap().quoted.unwrap();
        let judged = quoted.judged.unwrap();
        assert_eq!((judged.verdict, judged.right.to_string().as_str()), (verdict, right), "{item} {said}");
    }
    let mut answers = report();
    answers.insert("ty-le", Answer { quoted: Some("95,9".parse().unwrap()), ..Answer::default() });
    answers.remove("da-xong");
    assert_eq!(judge(&answers).state("ty-le").unwrap().quoted.unwrap().judged, None, "kept, and not judged yet");
}

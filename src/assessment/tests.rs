//! Judging, on checklists read from text and answers made by hand.
#![expect(clippy::float_cmp, reason = "points are sums of halves, exact in binary")]

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::checklist::{Verdict, read_text};
use crate::inspection::{Answer, Form, FormContent};
use crate::vietnamese::calendar::Calendar;

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
[[section]]
id = "mot"
title = "Mục một"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số"
[[section.item]]
id = "da-lam"
kind = "number"
ask = "Đã làm"
when = "tong > 0"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ"
formula = "da_lam / tong"
pass_from = "target.muc"
partial_from = 0.5
points = 3
partial_points = 1
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ"
when = "ty_le >= 0.5"
points = 2
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu"
required = false
questions = [
  { id = "thai-do", ask = "Thái độ", scale = "level-5" },
  { id = "giay-hen", ask = "Giấy hẹn", scale = "yes-no" },
  { id = "so-lan", ask = "Số lần", scale = "count", satisfied_to = 2 },
]
details = ["cong-chuc"]
pass_from = 0.9
alarm = { unsatisfied_over = 0.25, by = "cong-chuc" }
[[rule]]
id = "khong-vuot"
check = "da_lam <= tong"
message = "{{ da_lam }} lớn hơn {{ tong }}"
severity = "error"
"#;

struct Bench {
    plan: Arc<Plan>,
    basis: RoundBasis,
    answers: BTreeMap<String, Answer>,
}

impl Bench {
    fn new(target: Option<f64>) -> Self {
        let reading = read_text("thu.toml", CHECKLIST);
        let checklist = reading.checklist.unwrap_or_else(|| panic!("{:?}", reading.problems));
        let targets = target.map(|value| BTreeMap::from([("muc".to_owned(), value)])).unwrap_or_default();
        let basis = RoundBasis { targets: Arc::new(targets), calendar: Arc::new(Calendar::shipped()) };
        Self { plan: Arc::new(Plan::new(checklist)), basis, answers: BTreeMap::new() }
    }

    fn number(&mut self, item: &str, number: f64) {
        self.answers.entry(item.to_owned()).or_default().number = Some(number);
    }

    fn judge(&self) -> ChecklistAssessment {
        ChecklistAssessment::new(self.plan.clone(), &self.basis, |item| self.answers.get(item.id.as_str()))
    }
}

#[test]
fn nothing_answered_is_not_judged_and_not_false() {
    let judged = Bench::new(Some(0.9)).judge();
    assert!(matches!(judged.state("da-lam").unwrap().asked, Asked::NotYet(_)));
    assert_eq!(judged.state("ty-le").unwrap().verdict, None);
    assert!(judged.rules().all(|(_, state)| *state == RuleState::NotJudged));
    let totals = judged.totals();
    assert_eq!((totals.items, totals.answered, totals.required_left), (3, 0, 2), "tong, ty-le, phieu are asked");
}

#[test]
fn rates_verdicts_points_and_rules_follow_the_figures() {
    let mut bench = Bench::new(Some(0.9));
    bench.number("tong", 10.0);
    bench.number("da-lam", 9.0);
    assert_eq!(bench.judge().state("ty-le").unwrap().verdict, Some(Verdict::Pass));
    bench.number("da-lam", 6.0);
    let judged = bench.judge();
    let rate = judged.state("ty-le").unwrap();
    assert_eq!((rate.verdict, rate.value), (Some(Verdict::Partial), Some(0.6)));
    assert_eq!(rate.points.unwrap().verified, 1.0);
    assert!(judged.state("dia-chi").unwrap().is_asked());
    bench.number("da-lam", 11.0);
    let broken = bench.judge();
    assert_eq!(broken.rules().next().unwrap().1, &RuleState::Broken("11 lớn hơn 10".into()));
    bench.number("da-lam", 1.0);
    let judged = bench.judge();
    assert_eq!(judged.state("ty-le").unwrap().verdict, Some(Verdict::Fail));
    assert_eq!(judged.state("dia-chi").unwrap().asked, Asked::No);
    assert_eq!(judged.totals().max_points, 3.0, "items not asked count nowhere");
}

#[test]
fn a_missing_target_leaves_the_verdict_open() {
    let mut bench = Bench::new(None);
    bench.number("tong", 10.0);
    bench.number("da-lam", 10.0);
    let judged = bench.judge();
    let rate = judged.state("ty-le").unwrap();
    assert_eq!((rate.value, rate.verdict), (Some(1.0), None));
}

#[test]
fn zero_as_a_base_is_not_asked_or_not_computed() {
    let mut bench = Bench::new(Some(0.9));
    bench.number("tong", 0.0);
    let judged = bench.judge();
    assert_eq!(judged.state("da-lam").unwrap().asked, Asked::No);
    let rate = judged.state("ty-le").unwrap();
    assert_eq!((rate.verdict, rate.answered), (None, Answered::No));
}

#[test]
fn na_points_leave_both_sums() {
    let mut bench = Bench::new(Some(0.9));
    bench.number("tong", 1.0);
    bench.number("da-lam", 1.0);
    assert_eq!((bench.judge().totals().points, bench.judge().totals().max_points), (3.0, 5.0), "unanswered stays in");
    bench.answers.entry("dia-chi".into()).or_default().verdict = Some(Verdict::Na);
    assert_eq!((bench.judge().totals().points, bench.judge().totals().max_points), (3.0, 3.0));
}

#[test]
fn updating_one_answer_gives_what_judging_anew_gives() {
    let mut bench = Bench::new(Some(0.9));
    let mut judged = bench.judge();
    for (item, number) in [("tong", 10.0), ("da-lam", 12.0), ("da-lam", 9.0), ("tong", 0.0), ("tong", 9.0)] {
        bench.number(item, number);
        let answers = &bench.answers;
        judged.update(item, |item| answers.get(item.id.as_str()));
        let anew = bench.judge();
        let states = |judged: &ChecklistAssessment| judged.items().map(|(_, state)| state.clone()).collect::<Vec<_>>();
        assert_eq!(states(&judged), states(&anew), "{item} = {number}");
        let rules = |judged: &ChecklistAssessment| judged.rules().map(|(_, state)| state.clone()).collect::<Vec<_>>();
        assert_eq!(rules(&judged), rules(&anew), "{item} = {number}");
    }
}

#[test]
fn surveys_count_blanks_apart_and_raise_alarms_per_officer() {
    let mut bench = Bench::new(Some(0.9));
    let form = |position: usize, answers: &[u32], officer: Option<&str>| Form {
        id: crate::inspection::EntryId(format!("{position:03}")),
        content: FormContent {
            answers: answers.to_vec(),
            details: officer.map(|officer| BTreeMap::from([("cong-chuc".into(), officer.into())])).unwrap_or_default(),
            ..FormContent::default()
        },
        member: None,
        revision: crate::journal::RevisionId::of(b"x"),
    };
    let forms = vec![form(0, &[5, 1, 1], None), form(1, &[4, 1, 2], None), form(2, &[2, 0, 1], Some("CC-03"))];
    bench.answers.entry("phieu".into()).or_default().forms = forms;
    let judged = bench.judge();
    let survey = judged.state("phieu").unwrap().survey.clone().unwrap();
    assert_eq!((survey.forms, survey.pooled.valid, survey.pooled.satisfied, survey.pooled.blank), (3, 8, 7, 1));
    assert_eq!(survey.questions[0].index(), Some(2.0 / 3.0));
    assert_eq!(survey.alarms.len(), 1);
    assert_eq!(survey.alarms[0].about.as_deref(), Some("CC-03"));
    assert_eq!(judged.state("phieu").unwrap().verdict, Some(Verdict::Fail), "7/8 is below 0.9");
}

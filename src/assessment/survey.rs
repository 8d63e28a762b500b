//! Counting satisfaction forms: index per question and pooled, blanks apart, alarms.

use std::collections::BTreeMap;

use minijinja::Value;

use crate::checklist::{AlarmBy, Question, Scale, Survey};
use crate::inspection::{Form, FormValidity};

/// Counts of one question, or of all together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Valid answers.
    pub valid: usize,
    /// Of them satisfied.
    pub satisfied: usize,
    /// Left blank.
    pub blank: usize,
}

impl Tally {
    /// Share satisfied of the valid answers; `None` without any.
    pub fn index(self) -> Option<f64> {
        share(self.satisfied, self.valid)
    }

    fn count(&mut self, scale: Scale, answer: u32) {
        if answer == 0 {
            self.blank += 1;
            return;
        }
        self.valid += 1;
        if is_satisfied(scale, answer) {
            self.satisfied += 1;
        }
    }
}

/// An alarm that was raised.
#[derive(Debug, Clone, PartialEq)]
pub struct RaisedAlarm {
    /// The officer, field … it is about; `None` = all forms.
    pub about: Option<String>,
    /// Share of unsatisfied answers.
    pub unsatisfied: f64,
    /// Answers it is counted over.
    pub answers: usize,
}

/// What has been counted of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyResult {
    /// Valid forms.
    pub forms: usize,
    /// Forms set aside as not valid.
    pub invalid: usize,
    /// Per question, in the survey's order.
    pub questions: Vec<Tally>,
    /// All questions together.
    pub pooled: Tally,
    /// Alarms raised.
    pub alarms: Vec<RaisedAlarm>,
}

/// Counts all valid forms.
pub fn judge(survey: &Survey, forms: &[Form]) -> SurveyResult {
    let valid: Vec<&Form> = forms.iter().filter(|form| form.content.validity == FormValidity::Valid).collect();
    let mut questions = vec![Tally::default(); survey.questions.len()];
    for form in &valid {
        for (position, question) in survey.questions.iter().enumerate() {
            let answer = form.content.answers.get(position).copied().unwrap_or(0);
            questions[position].count(question.scale, answer);
        }
    }
    let mut pooled = Tally::default();
    for tally in &questions {
        pooled.valid += tally.valid;
        pooled.satisfied += tally.satisfied;
        pooled.blank += tally.blank;
    }
    let alarms = alarms(survey, &valid);
    SurveyResult { forms: valid.len(), invalid: forms.len() - valid.len(), questions, pooled, alarms }
}

/// Whether an answer other than blank satisfies.
pub fn is_satisfied(scale: Scale, answer: u32) -> bool {
    match scale {
        Scale::Level5 => answer >= 4,
        Scale::YesNo => answer == 1,
        Scale::Count { satisfied_to } => answer <= satisfied_to,
    }
}

/// Alarms count the five-level answers only: "không hài lòng" and "rất không hài lòng" exist on no
/// other scale (the format: `level-5 … unsatisfied to 2`; practice: more than 25 % of an officer's).
fn alarms(survey: &Survey, forms: &[&Form]) -> Vec<RaisedAlarm> {
    let Some(alarm) = &survey.alarm else { return Vec::new() };
    let mut groups: BTreeMap<Option<String>, (usize, usize)> = BTreeMap::new();
    for form in forms {
        let about = match &alarm.by {
            AlarmBy::All => None,
            AlarmBy::Detail(detail) => match form.content.details.get(detail.as_str()) {
                Some(about) if !about.trim().is_empty() => Some(about.clone()),
                _ => continue,
            },
        };
        let group = groups.entry(about).or_default();
        for (answer, question) in form.content.answers.iter().zip(&survey.questions) {
            if question.scale == Scale::Level5 && *answer > 0 {
                group.0 += usize::from(*answer <= 2);
                group.1 += 1;
            }
        }
    }
    groups
        .into_iter()
        .filter_map(|(about, (unsatisfied, answers))| {
            let unsatisfied = share(unsatisfied, answers)?;
            (unsatisfied > alarm.unsatisfied_over).then_some(RaisedAlarm { about, unsatisfied, answers })
        })
        .collect()
}

fn share(part: usize, whole: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^52")]
    let share = (whole > 0).then(|| part as f64 / whole as f64);
    share
}

/// What a survey gives to expressions: `<id>.forms`, `<id>.index`, `<id>.question.<qid>.index`;
/// nothing while it has no form.
pub fn exported(questions: &[Question], result: &SurveyResult) -> Option<Value> {
    if result.forms == 0 {
        return None;
    }
    let per_question: BTreeMap<String, Value> = questions
        .iter()
        .zip(&result.questions)
        .filter_map(|(question, tally)| {
            let index = tally.index()?;
            Some((question.id.variable(), Value::from(BTreeMap::from([("index", Value::from(index))]))))
        })
        .collect();
    let mut members: BTreeMap<&str, Value> = BTreeMap::new();
    members.insert("forms", Value::from(result.forms));
    members.insert("question", Value::from(per_question));
    if let Some(index) = result.pooled.index() {
        members.insert("index", Value::from(index));
    }
    Some(Value::from(members))
}

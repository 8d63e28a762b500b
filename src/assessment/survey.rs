//! Counting satisfaction forms: index per question and pooled, blanks apart, alarms.

use std::collections::BTreeMap;

use minijinja::Value;

use crate::checklist::{AlarmBy, ColumnId, Question, Scale, Survey};
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

/// Forms of one officer, field … and what was said on them.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailGroup {
    /// The detail's value; `None` where the form does not say.
    pub about: Option<String>,
    /// Valid forms.
    pub forms: usize,
    /// Forms set aside.
    pub invalid: usize,
    /// All questions together.
    pub pooled: Tally,
    /// Five-level answers given.
    pub levels: usize,
    /// Of them "không hài lòng" or "rất không hài lòng".
    pub unsatisfied: usize,
}

impl DetailGroup {
    /// Share of the five-level answers that are unsatisfied; `None` without any.
    pub fn unsatisfied_share(&self) -> Option<f64> {
        share(self.unsatisfied, self.levels)
    }
}

/// Counts the forms by the values of `detail`, in the order of those values; forms without one at the end.
pub fn by_detail(survey: &Survey, forms: &[Form], detail: &ColumnId) -> Vec<DetailGroup> {
    let mut groups: BTreeMap<(bool, &str), DetailGroup> = BTreeMap::new();
    for form in forms {
        let about = form.content.details.get(detail.as_str()).map(|text| text.trim()).filter(|text| !text.is_empty());
        let group = groups.entry((about.is_none(), about.unwrap_or_default())).or_insert_with(|| DetailGroup {
            about: about.map(str::to_owned),
            forms: 0,
            invalid: 0,
            pooled: Tally::default(),
            levels: 0,
            unsatisfied: 0,
        });
        if form.content.validity == FormValidity::Invalid {
            group.invalid += 1;
            continue;
        }
        group.forms += 1;
        for (position, question) in survey.questions.iter().enumerate() {
            let answer = form.content.answers.get(position).copied().unwrap_or(0);
            group.pooled.count(question.scale, answer);
            group.levels += usize::from(is_level(question.scale, answer));
            group.unsatisfied += usize::from(is_unsatisfied(question.scale, answer));
        }
    }
    groups.into_values().collect()
}

/// Whether an answer is one of the five levels.
fn is_level(scale: Scale, answer: u32) -> bool {
    scale == Scale::Level5 && answer > 0
}

/// Whether an answer is "không hài lòng" or "rất không hài lòng".
fn is_unsatisfied(scale: Scale, answer: u32) -> bool {
    is_level(scale, answer) && answer <= 2
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
            group.0 += usize::from(is_unsatisfied(question.scale, *answer));
            group.1 += usize::from(is_level(question.scale, *answer));
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

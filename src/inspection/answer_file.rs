//! `answers.toml`: answers typed elsewhere, as `kiemtra record` takes them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_i18n::t;
use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use super::answer::{EvidenceContent, Explanation, FigureSource, FormContent, FormValidity, InAnnex};
use super::change::{AnswerError, FieldChange};
use super::model::{RoundId, UnitId};
use super::quoted_percent::QuotedPercent;
use super::text_file::{FileError, TextFile};
use crate::checklist::Verdict;

/// A file of answers, read but not yet held against the round.
#[derive(Debug, Clone)]
pub struct AnswerFile {
    /// Which round.
    pub round: RoundId,
    /// Which unit.
    pub unit: UnitId,
    /// Who answers.
    pub member: String,
    /// Why, where the unit is signed already.
    pub reason: Option<String>,
    /// The answers, in the file's order of keys.
    pub answers: Vec<FileAnswer>,
}

/// One `[answer."checklist/item"]`.
#[derive(Debug, Clone)]
pub struct FileAnswer {
    /// `checklist/item` as written.
    pub key: String,
    /// Where it stands, for errors.
    pub offset: usize,
    /// Its plain fields.
    pub changes: Vec<FieldChange>,
    /// Evidence to add.
    pub evidence: Vec<EvidenceContent>,
    /// Rows that replace this member's.
    pub rows: Option<Vec<BTreeMap<String, Value>>>,
    /// Forms that replace this member's.
    pub forms: Option<Vec<FormContent>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    round: RoundId,
    unit: UnitId,
    member: String,
    reason: Option<String>,
    #[serde(default)]
    answer: BTreeMap<Spanned<String>, WrittenAnswer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnswer {
    verdict: Option<Verdict>,
    number: Option<f64>,
    text: Option<String>,
    #[serde(default, deserialize_with = "super::day::optional::deserialize")]
    date: Option<NaiveDate>,
    choice: Option<String>,
    reported: Option<f64>,
    quoted: Option<toml::Value>,
    source: Option<FigureSource>,
    remark: Option<String>,
    note: Option<String>,
    explanation: Option<Explanation>,
    self_points: Option<f64>,
    points_reason: Option<String>,
    #[serde(default)]
    evidence: Vec<WrittenEvidence>,
    rows: Option<Vec<BTreeMap<String, toml::Value>>>,
    forms: Option<Vec<toml::Value>>,
}

/// Evidence as people write it: what a file's content is, is found out where the file lies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvidence {
    file: Option<String>,
    document: Option<String>,
    #[serde(default, deserialize_with = "super::day::optional::deserialize")]
    date: Option<NaiveDate>,
    #[serde(default)]
    about: String,
    #[serde(default)]
    printed: InAnnex,
}

impl From<WrittenEvidence> for EvidenceContent {
    fn from(written: WrittenEvidence) -> Self {
        let WrittenEvidence { file, document, date, about, printed } = written;
        Self { file, document, date, about, printed, ..Self::default() }
    }
}

/// Reads a file of answers.
pub fn read(file: &TextFile) -> Result<AnswerFile, FileError> {
    let written: Written = file.parse()?;
    let answers = written.answer.into_iter().map(|(key, answer)| {
        let offset = key.span().start;
        let key = key.into_inner();
        let evidence = answer.evidence.clone().into_iter().map(EvidenceContent::from).collect();
        let changes = answer.changes().map_err(|error| file.error_at(offset, error.to_string()))?;
        let rows = answer.rows.map(|rows| rows.into_iter().map(row).collect());
        let forms = answer.forms.map(|forms| forms.into_iter().enumerate().map(form).collect()).transpose();
        let forms = forms.map_err(|error: AnswerError| file.error_at(offset, error.to_string()))?;
        Ok(FileAnswer { key, offset, changes, evidence, rows, forms })
    });
    let mut answers: Vec<FileAnswer> = answers.collect::<Result<_, _>>()?;
    answers.sort_by_key(|answer| answer.offset);
    Ok(AnswerFile { round: written.round, unit: written.unit, member: written.member, reason: written.reason, answers })
}

impl WrittenAnswer {
    fn changes(&self) -> Result<Vec<FieldChange>, AnswerError> {
        let mut changes = Vec::new();
        let mut push = |given: bool, change: FieldChange| {
            if given {
                changes.push(change);
            }
        };
        push(self.verdict.is_some(), FieldChange::Verdict(self.verdict));
        push(self.number.is_some(), FieldChange::Number(self.number));
        push(self.text.is_some(), FieldChange::Text(self.text.clone()));
        push(self.date.is_some(), FieldChange::Date(self.date));
        push(self.choice.is_some(), FieldChange::Choice(self.choice.clone()));
        push(self.reported.is_some(), FieldChange::Reported(self.reported));
        push(self.quoted.is_some(), FieldChange::Quoted(self.quoted.as_ref().map(quoted).transpose()?));
        push(self.source.is_some(), FieldChange::Source(self.source));
        push(self.remark.is_some(), FieldChange::Remark(self.remark.clone()));
        push(self.note.is_some(), FieldChange::Note(self.note.clone()));
        push(self.explanation.is_some(), FieldChange::Explanation(self.explanation.clone()));
        push(self.self_points.is_some(), FieldChange::SelfPoints(self.self_points));
        push(self.points_reason.is_some(), FieldChange::PointsReason(self.points_reason.clone()));
        Ok(changes)
    }
}

/// `"96,9"`. A TOML number would lose the digit that counts in `96,90`.
fn quoted(written: &toml::Value) -> Result<QuotedPercent, AnswerError> {
    match written {
        toml::Value::String(text) => Ok(text.parse::<QuotedPercent>()?),
        _ => Err(AnswerError::QuotedAsNumber),
    }
}

fn row(cells: BTreeMap<String, toml::Value>) -> BTreeMap<String, Value> {
    cells.into_iter().map(|(column, value)| (column, json_of(&value))).collect()
}

/// TOML as JSON; a day becomes its text.
fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(truth) => Value::Bool(*truth),
        toml::Value::String(text) => Value::String(text.clone()),
        toml::Value::Array(items) => Value::Array(items.iter().map(json_of).collect()),
        toml::Value::Table(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), json_of(value))).collect())
        }
    }
}

/// A form as people write it: its answers alone, or a table with `answers`, `invalid` and details.
fn form((position, written): (usize, toml::Value)) -> Result<FormContent, AnswerError> {
    let wrong = |key: &str| AnswerError::WrittenForm { why: t!(key).into_owned() }.in_form(position + 1);
    match written {
        toml::Value::Array(answers) => {
            let answers = scores(&answers).ok_or_else(|| wrong("answer.form_scores"))?;
            Ok(FormContent { answers, ..FormContent::default() })
        }
        toml::Value::Table(mut fields) => {
            let given = fields.remove("answers").ok_or_else(|| wrong("answer.form_without_answers"))?;
            let answers =
                given.as_array().and_then(|given| scores(given)).ok_or_else(|| wrong("answer.form_scores"))?;
            let validity = match fields.remove("invalid") {
                None | Some(toml::Value::Boolean(false)) => FormValidity::Valid,
                Some(toml::Value::Boolean(true)) => FormValidity::Invalid,
                Some(_) => return Err(wrong("answer.form_invalid")),
            };
            let details = fields.into_iter().map(|(key, value)| match value {
                toml::Value::String(text) => Ok((key, text)),
                toml::Value::Array(_) | toml::Value::Table(_) => Err(wrong("answer.form_detail")),
                plain => Ok((key, plain.to_string())),
            });
            Ok(FormContent { answers, details: details.collect::<Result<_, _>>()?, validity })
        }
        _ => Err(wrong("answer.form_shape")),
    }
}

fn scores(written: &[toml::Value]) -> Option<Vec<u32>> {
    written.iter().map(|score| score.as_integer().and_then(|score| score.try_into().ok())).collect()
}

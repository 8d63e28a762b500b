//! One change to an answer, checked against what the item asks before it is written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_i18n::t;
use serde_json::{Value, json};
use thiserror::Error;

use super::answer::{AnswerField, EvidenceContent, Explanation, FigureSource, FormContent};
use super::quoted_percent::{QuotedError, QuotedPercent};
use crate::checklist::{ColumnId, ColumnKind, Item, ItemKind, Register, Scale, Survey, Verdict};
use crate::vietnamese::date::{check_range, format_date};
use crate::vietnamese::nfc;
use crate::vietnamese::number::format_number;

/// What a field of an answer becomes; `None` takes it away.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldChange {
    /// Verdict of a verdict item.
    Verdict(Option<Verdict>),
    /// Figure of a number item.
    Number(Option<f64>),
    /// Text of a text item.
    Text(Option<String>),
    /// Day of a date item.
    Date(Option<NaiveDate>),
    /// Choice of a choice item.
    Choice(Option<String>),
    /// Figure in the unit's own report.
    Reported(Option<f64>),
    /// Percentage quoted by the unit for a computed rate.
    Quoted(Option<QuotedPercent>),
    /// Where the figure comes from.
    Source(Option<FigureSource>),
    /// Remark for the papers.
    Remark(Option<String>),
    /// Internal note.
    Note(Option<String>),
    /// The unit's explanation.
    Explanation(Option<Explanation>),
    /// Points the unit gave itself.
    SelfPoints(Option<f64>),
    /// Why self and verified points differ.
    PointsReason(Option<String>),
}

/// Why a change was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// An answer to what the program computes.
    #[error("{}", t!("answer.computed", item = .item))]
    Computed {
        /// The item's question.
        item: String,
    },
    /// An answer of the wrong kind.
    #[error("{}", t!("answer.wrong_kind", item = .item, field = .field, expected = .expected))]
    WrongKind {
        /// The item's question.
        item: String,
        /// Field that was given.
        field: &'static str,
        /// Field or fields that fit.
        expected: &'static str,
    },
    /// A quoted percentage for what is no computed rate.
    #[error("{}", t!("answer.no_rate", item = .item))]
    NoRate {
        /// The item's question.
        item: String,
    },
    /// A percentage that no unit quotes.
    #[error("{0}")]
    Quoted(#[from] QuotedError),
    /// A quoted percentage given as a number and not as text.
    #[error("{}", t!("answer.quoted_as_number"))]
    QuotedAsNumber,
    /// A choice not offered.
    #[error("{}", t!("answer.not_offered", value = .value, offered = .offered))]
    NotOffered {
        /// What was given.
        value: String,
        /// What is offered.
        offered: String,
    },
    /// A number below the smallest, above the largest, with too many decimals, or not finite.
    #[error("{}", t!("answer.number", item = .item, why = .why))]
    Number {
        /// The item's question.
        item: String,
        /// Which.
        why: String,
    },
    /// A day outside reason.
    #[error("{}", t!("answer.date", item = .item, why = .why))]
    Date {
        /// The item's question.
        item: String,
        /// Which.
        why: String,
    },
    /// A row with an unknown column or a cell of the wrong kind.
    #[error("{}", t!("answer.row", item = .item, why = .why))]
    Row {
        /// The item's question.
        item: String,
        /// Which.
        why: String,
    },
    /// A form with too many answers or one that is not on the scale.
    #[error("{}", t!("answer.form", item = .item, why = .why))]
    Form {
        /// The item's question.
        item: String,
        /// Which.
        why: String,
    },
    /// Evidence that names neither a file nor a document.
    #[error("{}", t!("answer.empty_evidence", item = .item))]
    EmptyEvidence {
        /// The item's question.
        item: String,
    },
    /// A form that is no form.
    #[error("{why}")]
    WrittenForm {
        /// What is wrong with it.
        why: String,
    },
    /// What is wrong with one row or form of many.
    #[error("{}", t!(.what.key(), number = .number, why = .error))]
    Within {
        /// Row or form.
        what: Entry,
        /// Which one, from 1.
        number: usize,
        /// What is wrong with it.
        error: Box<AnswerError>,
    },
    /// Self points outside 0 … full.
    #[error("{}", t!("answer.points", item = .item, why = .why))]
    Points {
        /// The item's question.
        item: String,
        /// Which.
        why: String,
    },
}

/// What a set is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A register's row.
    Row,
    /// A survey's form.
    Form,
}

impl Entry {
    fn key(self) -> &'static str {
        match self {
            Self::Row => "answer.in_row",
            Self::Form => "answer.in_form",
        }
    }
}

impl AnswerError {
    /// The same, of row `number` (from 1).
    pub(super) fn in_row(self, number: usize) -> Self {
        Self::Within { what: Entry::Row, number, error: Box::new(self) }
    }

    /// The same, of form `number` (from 1).
    pub(super) fn in_form(self, number: usize) -> Self {
        Self::Within { what: Entry::Form, number, error: Box::new(self) }
    }
}

impl FieldChange {
    /// Field of the record.
    pub fn field(&self) -> AnswerField {
        match self {
            Self::Verdict(_) => AnswerField::Verdict,
            Self::Number(_) => AnswerField::Number,
            Self::Text(_) => AnswerField::Text,
            Self::Date(_) => AnswerField::Date,
            Self::Choice(_) => AnswerField::Choice,
            Self::Reported(_) => AnswerField::Reported,
            Self::Quoted(_) => AnswerField::Quoted,
            Self::Source(_) => AnswerField::Source,
            Self::Remark(_) => AnswerField::Remark,
            Self::Note(_) => AnswerField::Note,
            Self::Explanation(_) => AnswerField::Explanation,
            Self::SelfPoints(_) => AnswerField::SelfPoints,
            Self::PointsReason(_) => AnswerField::PointsReason,
        }
    }

    /// The value as the journal keeps it; texts become NFC, empty texts become null.
    pub fn value(&self) -> Value {
        let number = |number: &Option<f64>| number.map_or(Value::Null, stored_number);
        let text = |text: &Option<String>| {
            let text = text.as_deref().map(|text| nfc::multi_line(text).trim().to_owned());
            text.filter(|text| !text.is_empty()).map_or(Value::Null, Value::String)
        };
        match self {
            Self::Verdict(verdict) => verdict.map_or(Value::Null, |verdict| json!(verdict.as_str())),
            Self::Number(value) | Self::Reported(value) | Self::SelfPoints(value) => number(value),
            Self::Text(value)
            | Self::Choice(value)
            | Self::Remark(value)
            | Self::Note(value)
            | Self::PointsReason(value) => text(value),
            Self::Date(day) => day.map_or(Value::Null, |day| json!(day.to_string())),
            Self::Quoted(said) => said.map_or(Value::Null, |said| json!(said.to_string())),
            Self::Source(source) => source.map_or(Value::Null, |source| json!(source.as_str())),
            Self::Explanation(explanation) => match explanation {
                None => Value::Null,
                Some(explanation) => {
                    json!({ "agrees": bool::from(explanation.agrees), "text": nfc::multi_line(&explanation.text).trim() })
                }
            },
        }
    }

    /// Whether `item` takes this change.
    pub fn check(&self, item: &Item) -> Result<(), AnswerError> {
        let ask = || item.ask.clone();
        let fits = match self {
            Self::Verdict(_) => matches!(item.kind, ItemKind::Verdict),
            Self::Number(_) | Self::Reported(_) | Self::Source(_) => matches!(item.kind, ItemKind::Number { .. }),
            Self::Quoted(_) => matches!(item.kind, ItemKind::Rate { .. }),
            Self::Text(_) => matches!(item.kind, ItemKind::Text),
            Self::Date(_) => matches!(item.kind, ItemKind::Date),
            Self::Choice(_) => matches!(item.kind, ItemKind::Choice { .. }),
            _ => true,
        };
        if !fits {
            return Err(match item.kind {
                _ if matches!(self, Self::Quoted(_)) => AnswerError::NoRate { item: ask() },
                ItemKind::Rate { .. } => AnswerError::Computed { item: ask() },
                _ => wrong_kind(item, self.field().as_str()),
            });
        }
        match (self, &item.kind) {
            (Self::Number(Some(value)) | Self::Reported(Some(value)), ItemKind::Number { min, max, decimals, .. }) => {
                // What the unit's report claims may well be impossible: that is what an inspection finds.
                let max = if matches!(self, Self::Reported(_)) { None } else { *max };
                check_number(item, *value, *min, max, *decimals)
            }
            (Self::Date(Some(day)), _) => check_day(item, *day),
            (Self::Choice(Some(choice)), ItemKind::Choice { choices, .. }) if !choices.contains(choice) => {
                Err(AnswerError::NotOffered { value: choice.clone(), offered: choices.join(", ") })
            }
            (Self::SelfPoints(Some(own)), _) => check_self_points(item, *own),
            _ => Ok(()),
        }
    }
}

/// Between 0 and full. For an item without points whatever the unit claims is kept, and a problem where nobody says
/// why (the format's own example gives such a claim with a reason); it is counted nowhere.
fn check_self_points(item: &Item, own: f64) -> Result<(), AnswerError> {
    let full = item.points.map_or(f64::INFINITY, |points| points.full);
    if own.is_finite() && (0.0..=full).contains(&own) {
        return Ok(());
    }
    let why = if let Some(points) = item.points {
        t!("answer.points_range", max = format_number(points.full))
    } else {
        t!("answer.points_negative")
    };
    Err(AnswerError::Points { item: item.ask.clone(), why: why.into_owned() })
}

/// `rows` or `forms` given to an item of another kind, or nothing that fits.
pub fn wrong_kind(item: &Item, field: &'static str) -> AnswerError {
    let expected = match item.kind {
        ItemKind::Verdict => "verdict",
        ItemKind::Number { .. } => "number",
        ItemKind::Text => "text",
        ItemKind::Date => "date",
        ItemKind::Choice { .. } => "choice",
        ItemKind::Register(_) => "rows",
        ItemKind::Survey(_) => "forms",
        ItemKind::Rate { .. } => return AnswerError::Computed { item: item.ask.clone() },
    };
    AnswerError::WrongKind { item: item.ask.clone(), field, expected }
}

fn check_number(item: &Item, value: f64, min: Option<f64>, max: Option<f64>, decimals: u8) -> Result<(), AnswerError> {
    let error = |why: String| Err(AnswerError::Number { item: item.ask.clone(), why });
    if !value.is_finite() || value.abs() > 1e15 {
        return error(t!("answer.not_finite").into_owned());
    }
    let scaled = value * 10_f64.powi(i32::from(decimals));
    if (scaled - scaled.round()).abs() > 1e-6 * scaled.abs().max(1.0) {
        return error(if decimals == 0 {
            t!("answer.fraction", value = format_number(value)).into_owned()
        } else {
            t!("answer.decimals", value = format_number(value), decimals = decimals).into_owned()
        });
    }
    if let Some(min) = min.filter(|min| value < *min) {
        return error(t!("answer.below", value = format_number(value), min = format_number(min)).into_owned());
    }
    if let Some(max) = max.filter(|max| value > *max) {
        return error(t!("answer.above", value = format_number(value), max = format_number(max)).into_owned());
    }
    // A count below zero is never meant; a file that needs one says so with `min`.
    if min.is_none() && value < 0.0 {
        return error(t!("answer.negative", value = format_number(value)).into_owned());
    }
    Ok(())
}

/// Whole numbers are kept as integers, so that equal answers have equal bytes.
pub fn stored_number(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and below 2^53")]
    if number.fract() == 0.0 && number.abs() < 9.0e15 { json!(number as i64) } else { json!(number) }
}

/// Checks and normalises a register's cell; null empties it.
pub fn check_cell(item: &Item, register: &Register, column: &str, value: &Value) -> Result<Value, AnswerError> {
    let error = |why: String| AnswerError::Row { item: item.ask.clone(), why };
    let Some(definition) = register.columns.iter().find(|candidate| candidate.id.as_str() == column) else {
        let known: Vec<&str> = register.columns.iter().map(|column| column.id.as_str()).collect();
        return Err(error(t!("answer.unknown_column", column = column, known = known.join(", ")).into_owned()));
    };
    if value.is_null() {
        return Ok(Value::Null);
    }
    let wrong = || error(t!("answer.cell", column = definition.title, value = value).into_owned());
    match &definition.kind {
        ColumnKind::Text => {
            let text = nfc::single_line(value.as_str().ok_or_else(wrong)?);
            let text = text.trim();
            Ok(if text.is_empty() { Value::Null } else { json!(text) })
        }
        ColumnKind::Number => value.as_f64().filter(|number| number.is_finite()).map(stored_number).ok_or_else(wrong),
        ColumnKind::YesNo => value.as_bool().map(Value::Bool).ok_or_else(wrong),
        ColumnKind::Date => {
            let day: NaiveDate = value.as_str().and_then(|day| day.parse().ok()).ok_or_else(wrong)?;
            check_range(day).map_err(|why| error(format!("{}: {why}", definition.title)))?;
            Ok(json!(day.to_string()))
        }
        ColumnKind::Choice(choices) => {
            let choice = value.as_str().ok_or_else(wrong)?;
            if choices.iter().any(|offered| offered == choice) {
                Ok(json!(choice))
            } else {
                Err(AnswerError::NotOffered { value: choice.to_owned(), offered: choices.join(", ") })
            }
        }
    }
}

/// Checks and normalises the cells of a register's row; empty ones are left out.
pub fn check_row(
    item: &Item,
    register: &Register,
    cells: &BTreeMap<String, Value>,
) -> Result<BTreeMap<String, Value>, AnswerError> {
    let mut filled = BTreeMap::new();
    for (column, value) in cells {
        let value = check_cell(item, register, column, value)?;
        if !value.is_null() {
            filled.insert(column.clone(), value);
        }
    }
    Ok(filled)
}

/// Checks and normalises a piece of evidence: a file or a document, of a day within reason.
pub fn check_evidence(item: &Item, evidence: &EvidenceContent) -> Result<EvidenceContent, AnswerError> {
    let text = |text: &Option<String>| text.as_deref().map(nfc::single_line).filter(|text| !text.is_empty());
    let (file, document) = (text(&evidence.file), text(&evidence.document));
    if file.is_none() && document.is_none() {
        return Err(AnswerError::EmptyEvidence { item: item.ask.clone() });
    }
    if let Some(day) = evidence.date {
        check_day(item, day)?;
    }
    let about = nfc::single_line(&evidence.about);
    Ok(EvidenceContent { file, document, about, ..evidence.clone() })
}

fn check_day(item: &Item, day: NaiveDate) -> Result<(), AnswerError> {
    let why = |error| format!("{}: {error}", format_date(day));
    check_range(day).map(|_| ()).map_err(|error| AnswerError::Date { item: item.ask.clone(), why: why(error) })
}

/// Checks and normalises a survey form: an answer per question (missing ones at the end count as blank), details that
/// the survey has; empty details are left out.
pub fn check_form(item: &Item, survey: &Survey, form: &FormContent) -> Result<FormContent, AnswerError> {
    let error = |why: String| Err(AnswerError::Form { item: item.ask.clone(), why });
    if form.answers.len() > survey.questions.len() {
        let (given, asked) = (form.answers.len(), survey.questions.len());
        return error(t!("answer.too_many_answers", given = given, asked = asked).into_owned());
    }
    for (answer, question) in form.answers.iter().zip(&survey.questions) {
        let max = match question.scale {
            Scale::Level5 => 5,
            Scale::YesNo => 2,
            Scale::Count { .. } => 999,
        };
        if *answer > max {
            return error(t!("answer.off_scale", question = question.ask, answer = answer, max = max).into_owned());
        }
    }
    if let Some(detail) =
        form.details.keys().find(|key| !survey.details.iter().any(|known| known.as_str() == key.as_str()))
    {
        let known: Vec<&str> = survey.details.iter().map(ColumnId::as_str).collect();
        return error(t!("answer.unknown_detail", detail = detail, known = known.join(", ")).into_owned());
    }
    let detail = |(key, text): (&String, &String)| (key.clone(), nfc::single_line(text));
    let details = form.details.iter().map(detail).filter(|(_, text)| !text.is_empty()).collect();
    Ok(FormContent { answers: form.answers.clone(), details, validity: form.validity })
}

//! What an item takes, and how its value becomes a verdict.

use std::collections::BTreeMap;

use super::{ColumnId, Required, Verdict};
use crate::checklist::expression::Expression;

/// What an item takes.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// A person chooses pass, partial, fail or na.
    Verdict,
    /// A figure.
    Number {
        /// What is counted: `thủ tục`.
        unit: Option<String>,
        /// Smallest value accepted.
        min: Option<f64>,
        /// Largest value accepted.
        max: Option<f64>,
        /// Digits after the comma.
        decimals: u8,
        /// Verdict from the value.
        thresholds: Option<Thresholds>,
    },
    /// Free text.
    Text,
    /// A day.
    Date,
    /// One of several.
    Choice {
        /// The values offered.
        choices: Vec<String>,
        /// Verdict of some or all of them.
        verdicts: BTreeMap<String, Verdict>,
    },
    /// Computed from other items, never typed.
    Rate {
        /// What is computed.
        formula: Expression,
        /// Verdict from the value.
        thresholds: Option<Thresholds>,
    },
    /// Sampled rows.
    Register(Register),
    /// Satisfaction forms.
    Survey(Survey),
}

/// A register of sampled rows.
#[derive(Debug, Clone)]
pub struct Register {
    /// Rows asked for.
    pub at_least: u32,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Judges a row from its columns.
    pub row_ok: Option<Expression>,
    /// Verdict from the share of rows that are ok.
    pub thresholds: Option<Thresholds>,
}

/// A register's column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Id within the register.
    pub id: ColumnId,
    /// Head of the column.
    pub title: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether a row is incomplete without it.
    pub required: Required,
}

/// What a column's cells hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// Free text.
    Text,
    /// A figure.
    Number,
    /// A day.
    Date,
    /// True or false.
    YesNo,
    /// One of several.
    Choice(Vec<String>),
}

/// A satisfaction survey.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Questions, in the order of the printed form.
    pub questions: Vec<Question>,
    /// Optional columns of a form: officer, field, date.
    pub details: Vec<ColumnId>,
    /// Verdict from the pooled share of valid answers that are satisfied.
    pub thresholds: Option<Thresholds>,
    /// Raised where too many are unsatisfied.
    pub alarm: Option<Alarm>,
}

/// A question of a survey.
#[derive(Debug, Clone)]
pub struct Question {
    /// Id within the survey.
    pub id: ColumnId,
    /// As printed on the form.
    pub ask: String,
    /// Its answers.
    pub scale: Scale,
}

/// Answers of a question. 0 always means "left blank".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 1–5, 5 best; satisfied from 4, unsatisfied to 2.
    Level5,
    /// 1 yes, 2 no; satisfied = 1.
    YesNo,
    /// A count (trips); satisfied up to and with `satisfied_to`.
    Count {
        /// Highest count that still satisfies.
        satisfied_to: u32,
    },
}

/// When a survey raises an alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Share of unsatisfied answers above which it is raised, 0..1.
    pub unsatisfied_over: f64,
    /// Per which detail, or over all forms.
    pub by: AlarmBy,
}

/// What an alarm is counted over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmBy {
    /// Every value of this detail by itself (per officer, per field …).
    Detail(ColumnId),
    /// All forms together.
    All,
}

/// Turns a value into a verdict.
#[derive(Debug, Clone, PartialEq)]
pub enum Thresholds {
    /// Higher is better: pass from, partial from.
    From {
        /// Pass at or above.
        pass: Threshold,
        /// Partial at or above.
        partial: Option<Threshold>,
    },
    /// Lower is better: pass to, partial to.
    To {
        /// Pass at or below.
        pass: Threshold,
        /// Partial at or below.
        partial: Option<Threshold>,
    },
}

/// A threshold's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Threshold {
    /// A number.
    Value(f64),
    /// `target.<name>` of the round.
    Target(String),
}

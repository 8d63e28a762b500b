//! Hashes that say whether two editions, or two items, are the same.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::keys::{EVIDENCE, Word};
use super::model::{
    AlarmBy, Column, ColumnKind, EditionHash, EvidencePolicy, ItemHash, ItemKind, Points, Question, Scale, Threshold,
    Thresholds, Verdict,
};

/// SHA-256 of an edition's text, which is UTF-8, NFC and has LF line ends.
pub(super) fn edition_hash(text: &str) -> EditionHash {
    EditionHash(hex(&Sha256::digest(text)))
}

/// What an item asks and how it is judged.
pub(super) struct Judged<'a> {
    /// The question.
    pub ask: &'a str,
    /// What it takes.
    pub kind: &'a ItemKind,
    /// Source of its condition.
    pub when: Option<&'a str>,
    /// What it is worth.
    pub points: Option<Points>,
    /// When evidence is asked for.
    pub evidence: EvidencePolicy,
}

impl Judged<'_> {
    /// SHA-256 over a canonical JSON text (fields in a fixed order, numbers as floats) of: `ask`; the
    /// kind with all its parameters (unit, bounds and decimals; choices in their order and their
    /// verdicts; formula; columns with their titles, kinds and `required`, `row_ok`, `at_least`;
    /// questions, details, alarm; thresholds); `when`; points; `evidence`. Expressions count as
    /// written. Not in it: the item's id and place, `says`, `basis`, `severity`, `within_days`,
    /// `required`.
    pub fn hash(&self) -> ItemHash {
        let canonical = Canonical {
            format: 1,
            ask: self.ask,
            kind: CanonicalKind::of(self.kind),
            when: self.when,
            points: self.points.map(|points| [points.full, points.partial]),
            evidence: word(EVIDENCE, self.evidence),
        };
        // Strings, numbers and lists always become JSON; an empty text could only make hashes equal.
        let json = serde_json::to_vec(&canonical).unwrap_or_default();
        ItemHash(hex(&Sha256::digest(json)))
    }
}

fn word<T: PartialEq>(words: &'static [Word<T>], meaning: T) -> &'static str {
    words.iter().find(|word| word.means == meaning).map_or("", |word| word.word)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

#[derive(Serialize)]
struct Canonical<'a> {
    format: u8,
    ask: &'a str,
    kind: CanonicalKind<'a>,
    when: Option<&'a str>,
    points: Option<[f64; 2]>,
    evidence: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CanonicalKind<'a> {
    Verdict,
    Text,
    Date,
    Number {
        unit: Option<&'a str>,
        min: Option<f64>,
        max: Option<f64>,
        decimals: u8,
        thresholds: Option<CanonicalThresholds<'a>>,
    },
    Choice {
        choices: &'a [String],
        verdicts: &'a BTreeMap<String, Verdict>,
    },
    Rate {
        formula: &'a str,
        thresholds: Option<CanonicalThresholds<'a>>,
    },
    Register {
        at_least: u32,
        columns: Vec<CanonicalColumn<'a>>,
        row_ok: Option<&'a str>,
        thresholds: Option<CanonicalThresholds<'a>>,
    },
    Survey {
        questions: Vec<CanonicalQuestion<'a>>,
        details: Vec<&'a str>,
        thresholds: Option<CanonicalThresholds<'a>>,
        alarm: Option<CanonicalAlarm<'a>>,
    },
}

impl<'a> CanonicalKind<'a> {
    fn of(kind: &'a ItemKind) -> Self {
        let judged = |thresholds: &'a Option<Thresholds>| thresholds.as_ref().map(CanonicalThresholds::of);
        match kind {
            ItemKind::Verdict => Self::Verdict,
            ItemKind::Text => Self::Text,
            ItemKind::Date => Self::Date,
            ItemKind::Number { unit, min, max, decimals, thresholds } => Self::Number {
                unit: unit.as_deref(),
                min: *min,
                max: *max,
                decimals: *decimals,
                thresholds: judged(thresholds),
            },
            ItemKind::Choice { choices, verdicts } => Self::Choice { choices, verdicts },
            ItemKind::Rate { formula, thresholds } => {
                Self::Rate { formula: formula.source(), thresholds: judged(thresholds) }
            }
            ItemKind::Register(register) => Self::Register {
                at_least: register.at_least,
                columns: register.columns.iter().map(CanonicalColumn::of).collect(),
                row_ok: register.row_ok.as_ref().map(super::expression::Expression::source),
                thresholds: judged(&register.thresholds),
            },
            ItemKind::Survey(survey) => Self::Survey {
                questions: survey.questions.iter().map(CanonicalQuestion::of).collect(),
                details: survey.details.iter().map(super::ColumnId::as_str).collect(),
                thresholds: judged(&survey.thresholds),
                alarm: survey.alarm.as_ref().map(|alarm| CanonicalAlarm {
                    unsatisfied_over: alarm.unsatisfied_over,
                    by: match &alarm.by {
                        AlarmBy::Detail(detail) => detail.as_str(),
                        AlarmBy::All => "all",
                    },
                }),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CanonicalThresholds<'a> {
    From(CanonicalThreshold<'a>, Option<CanonicalThreshold<'a>>),
    To(CanonicalThreshold<'a>, Option<CanonicalThreshold<'a>>),
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CanonicalThreshold<'a> {
    Value(f64),
    Target(&'a str),
}

impl<'a> CanonicalThresholds<'a> {
    fn of(thresholds: &'a Thresholds) -> Self {
        let one = |threshold: &'a Threshold| match threshold {
            Threshold::Value(value) => CanonicalThreshold::Value(*value),
            Threshold::Target(name) => CanonicalThreshold::Target(name),
        };
        match thresholds {
            Thresholds::From { pass, partial } => Self::From(one(pass), partial.as_ref().map(one)),
            Thresholds::To { pass, partial } => Self::To(one(pass), partial.as_ref().map(one)),
        }
    }
}

#[derive(Serialize)]
struct CanonicalColumn<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    choices: &'a [String],
    required: bool,
}

impl<'a> CanonicalColumn<'a> {
    fn of(column: &'a Column) -> Self {
        let no_choices: &[String] = &[];
        let (kind, choices) = match &column.kind {
            ColumnKind::Text => ("text", no_choices),
            ColumnKind::Number => ("number", no_choices),
            ColumnKind::Date => ("date", no_choices),
            ColumnKind::YesNo => ("yes-no", no_choices),
            ColumnKind::Choice(choices) => ("choice", choices.as_slice()),
        };
        let required = column.required == super::Required::Yes;
        Self { id: column.id.as_str(), title: &column.title, kind, choices, required }
    }
}

#[derive(Serialize)]
struct CanonicalQuestion<'a> {
    id: &'a str,
    ask: &'a str,
    scale: &'static str,
    satisfied_to: Option<u32>,
}

impl<'a> CanonicalQuestion<'a> {
    fn of(question: &'a Question) -> Self {
        let (scale, satisfied_to) = match question.scale {
            Scale::Level5 => ("level-5", None),
            Scale::YesNo => ("yes-no", None),
            Scale::Count { satisfied_to } => ("count", Some(satisfied_to)),
        };
        Self { id: question.id.as_str(), ask: &question.ask, scale, satisfied_to }
    }
}

#[derive(Serialize)]
struct CanonicalAlarm<'a> {
    unsatisfied_over: f64,
    by: &'a str,
}

//! What an item asks and how it is judged, in words, so that two wordings can be laid side by side. It covers what the
//! item's hash covers: two items of different hashes differ in at least one aspect.

use rust_i18n::t;

use super::said::verdict;
use crate::checklist::{
    AlarmBy, Column, ColumnKind, EvidencePolicy, Item, ItemKind, Question, Required, Scale, Threshold, Thresholds,
};
use crate::vietnamese::number::{format_number, format_percent};

/// What of an item is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The question.
    Ask,
    /// What kind of answer it takes.
    Kind,
    /// Which values: bounds, choices, columns, questions.
    Values,
    /// How a rate is computed.
    Formula,
    /// How the answer becomes a verdict.
    Judged,
    /// When it is asked.
    When,
    /// What it is worth.
    Points,
    /// When evidence is asked for.
    Evidence,
}

impl Aspect {
    /// All of them, in the order they are told.
    pub const ALL: [Self; 8] =
        [Self::Ask, Self::Kind, Self::Values, Self::Formula, Self::Judged, Self::When, Self::Points, Self::Evidence];

    /// Name in JSON and in the locale file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Kind => "kind",
            Self::Values => "values",
            Self::Formula => "formula",
            Self::Judged => "judged",
            Self::When => "when",
            Self::Points => "points",
            Self::Evidence => "evidence",
        }
    }

    /// What people call it.
    pub fn label(self) -> String {
        t!(format!("exchange_edition.aspect.{}", self.as_str())).into_owned()
    }
}

/// One aspect in which two wordings differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub aspect: Aspect,
    /// As it was; empty where there was nothing.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// Every aspect in which `now` differs from `then`.
pub fn differences(then: &Item, now: &Item) -> Vec<Difference> {
    let told = Aspect::ALL.map(|aspect| Difference { aspect, before: tell(then, aspect), after: tell(now, aspect) });
    told.into_iter().filter(|difference| difference.before != difference.after).collect()
}

/// One aspect of an item in words; empty where there is nothing to tell.
fn tell(item: &Item, aspect: Aspect) -> String {
    match aspect {
        Aspect::Ask => item.ask.clone(),
        Aspect::Kind => t!(format!("exchange_edition.kind.{}", kind(&item.kind))).into_owned(),
        Aspect::Values => values(&item.kind),
        Aspect::Formula => match &item.kind {
            ItemKind::Rate { formula, .. } => formula.source().to_owned(),
            _ => String::new(),
        },
        Aspect::Judged => judged(&item.kind),
        Aspect::When => item.when.as_ref().map_or_else(String::new, |when| when.source().to_owned()),
        Aspect::Points => item.points.map_or_else(String::new, |points| {
            let (full, partial) = (format_number(points.full), format_number(points.partial));
            t!("exchange_edition.points", full = full, partial = partial).into_owned()
        }),
        Aspect::Evidence => match item.evidence {
            EvidencePolicy::Never => t!("exchange_edition.evidence.never"),
            EvidencePolicy::OnFail => t!("exchange_edition.evidence.on_fail"),
            EvidencePolicy::Always => t!("exchange_edition.evidence.always"),
        }
        .into_owned(),
    }
}

fn kind(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Verdict => "verdict",
        ItemKind::Number { .. } => "number",
        ItemKind::Text => "text",
        ItemKind::Date => "date",
        ItemKind::Choice { .. } => "choice",
        ItemKind::Rate { .. } => "rate",
        ItemKind::Register(_) => "register",
        ItemKind::Survey(_) => "survey",
    }
}

fn values(kind: &ItemKind) -> String {
    let mut told: Vec<String> = Vec::new();
    match kind {
        ItemKind::Verdict | ItemKind::Text | ItemKind::Date | ItemKind::Rate { .. } => {}
        ItemKind::Number { unit, min, max, decimals, .. } => {
            told.extend(unit.clone());
            told.extend(min.map(|min| t!("exchange_edition.from", value = format_number(min)).into_owned()));
            told.extend(max.map(|max| t!("exchange_edition.to", value = format_number(max)).into_owned()));
            if *decimals > 0 {
                told.push(t!("exchange_edition.decimals", count = decimals).into_owned());
            }
        }
        ItemKind::Choice { choices, .. } => told.extend(choices.iter().cloned()),
        ItemKind::Register(register) => {
            told.push(t!("exchange_edition.at_least", count = register.at_least).into_owned());
            told.extend(register.columns.iter().map(column));
        }
        ItemKind::Survey(survey) => {
            told.extend(survey.questions.iter().map(question));
            if !survey.details.is_empty() {
                let details = survey.details.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                told.push(t!("exchange_edition.details", details = details).into_owned());
            }
        }
    }
    told.join("; ")
}

fn column(column: &Column) -> String {
    let holds = match &column.kind {
        ColumnKind::Text => t!("exchange_edition.column.text").into_owned(),
        ColumnKind::Number => t!("exchange_edition.column.number").into_owned(),
        ColumnKind::Date => t!("exchange_edition.column.date").into_owned(),
        ColumnKind::YesNo => t!("exchange_edition.column.yes_no").into_owned(),
        ColumnKind::Choice(choices) => choices.join("/"),
    };
    let (id, title) = (&column.id, &column.title);
    match column.required {
        Required::Yes => t!("exchange_edition.column.required", title = title, id = id, holds = holds).into_owned(),
        Required::No => t!("exchange_edition.column.plain", title = title, id = id, holds = holds).into_owned(),
    }
}

fn question(question: &Question) -> String {
    let scale = match question.scale {
        Scale::Level5 => t!("exchange_edition.scale.level_5").into_owned(),
        Scale::YesNo => t!("exchange_edition.scale.yes_no").into_owned(),
        Scale::Count { satisfied_to } => t!("exchange_edition.scale.count", to = satisfied_to).into_owned(),
    };
    format!("{} ({}, {scale})", question.ask, question.id)
}

fn judged(kind: &ItemKind) -> String {
    let mut told: Vec<String> = Vec::new();
    let share = |value| format_percent(value);
    match kind {
        ItemKind::Verdict | ItemKind::Text | ItemKind::Date => {}
        ItemKind::Number { thresholds: limits, .. } => told.extend(thresholds(limits.as_ref(), format_number)),
        ItemKind::Rate { thresholds: limits, .. } => told.extend(thresholds(limits.as_ref(), share)),
        ItemKind::Choice { verdicts, .. } => {
            told.extend(verdicts.iter().map(|(choice, means)| format!("{choice}: {}", verdict(*means))));
        }
        ItemKind::Register(register) => {
            let row_ok = register.row_ok.as_ref();
            told.extend(row_ok.map(|rule| t!("exchange_edition.row_ok", rule = rule.source()).into_owned()));
            told.extend(thresholds(register.thresholds.as_ref(), share));
        }
        ItemKind::Survey(survey) => {
            told.extend(thresholds(survey.thresholds.as_ref(), share));
            told.extend(survey.alarm.as_ref().map(|alarm| {
                let over = format_percent(alarm.unsatisfied_over);
                match &alarm.by {
                    AlarmBy::All => t!("exchange_edition.alarm", over = over).into_owned(),
                    AlarmBy::Detail(by) => t!("exchange_edition.alarm_by", over = over, by = by).into_owned(),
                }
            }));
        }
    }
    told.join("; ")
}

fn thresholds(thresholds: Option<&Thresholds>, format: impl Fn(f64) -> String) -> Vec<String> {
    let value = |threshold: &Threshold| match threshold {
        Threshold::Value(value) => format(*value),
        Threshold::Target(name) => t!("exchange_edition.target", name = name).into_owned(),
    };
    let Some(thresholds) = thresholds else { return Vec::new() };
    let (pass, partial, way) = match thresholds {
        Thresholds::From { pass, partial } => (pass, partial, "from"),
        Thresholds::To { pass, partial } => (pass, partial, "to"),
    };
    let mut told = vec![t!(format!("exchange_edition.pass_{way}"), value = value(pass)).into_owned()];
    told.extend(
        partial.as_ref().map(|limit| t!(format!("exchange_edition.partial_{way}"), value = value(limit)).into_owned()),
    );
    told
}

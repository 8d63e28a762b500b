//! What an item takes, kind by kind.

use std::collections::BTreeMap;

use rust_i18n::t;

use super::identifiers::{Seen, identifier, unique_identifier};
use super::thresholds::{self, Bounds};
use super::{Context, distinct_texts, written_id};
use crate::checklist::keys::{self, COLUMN_KINDS, ColumnWord, Kind, SCALES, ScaleWord};
use crate::checklist::model::{
    Alarm, AlarmBy, Column, ColumnId, ColumnKind, ItemKind, Question, Register, Required, Scale, Survey, Verdict,
};
use crate::checklist::names::{Members, Names, Scope};
use crate::checklist::reader::{Located, Table, Value};

/// Details that a form cannot have: the first would be taken for the form's answers (the format,
/// `answers.toml`), the second for `by = "all"`.
const TAKEN_DETAILS: [&str; 2] = ["answers", "all"];

/// Most digits after the comma.
const MAX_DECIMALS: u32 = 6;

/// Reads the keys that belong to `kind`.
pub(super) fn read(table: &Table<'_>, kind: Kind, context: &Context) -> Option<ItemKind> {
    match kind {
        Kind::Verdict => Some(ItemKind::Verdict),
        Kind::Text => Some(ItemKind::Text),
        Kind::Date => Some(ItemKind::Date),
        Kind::Number => Some(number(table)),
        Kind::Choice => choice(table),
        Kind::Rate => {
            let formula = table.required("formula").and_then(|value| context.names.expression(value));
            let thresholds = thresholds::read(table, Bounds::Any);
            Some(ItemKind::Rate { formula: formula?.value, thresholds })
        }
        Kind::Register => register(table).map(ItemKind::Register),
        Kind::Survey => survey(table).map(ItemKind::Survey),
    }
}

fn number(table: &Table<'_>) -> ItemKind {
    let min = table.optional("min").and_then(Value::number).map(|min| min.value);
    let max = table.optional("max").and_then(Value::number).map(|max| max.value);
    if let (Some(min), Some(max), Some(at)) = (min, max, table.optional("max"))
        && min > max
    {
        at.error(t!("checklist.min_above_max", min = min, max = max));
    }
    let decimals = table.optional("decimals").and_then(|value| value.whole(0..=MAX_DECIMALS));
    ItemKind::Number {
        unit: table.optional("unit").and_then(Value::text).map(|unit| unit.value),
        min,
        max,
        decimals: decimals.and_then(|decimals| u8::try_from(decimals.value).ok()).unwrap_or(0),
        thresholds: thresholds::read(table, Bounds::Any),
    }
}

fn plain(texts: Vec<Located<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn choice(table: &Table<'_>) -> Option<ItemKind> {
    let choices_at = table.required("choices");
    let choices = choices_at.map(|value| plain(distinct_texts(value))).unwrap_or_default();
    let mut verdicts = BTreeMap::new();
    for value in table.optional("verdicts").and_then(Value::entries).unwrap_or_default() {
        let verdict = value.text().and_then(|text| {
            let verdict = Verdict::from_name(&text.value);
            if verdict.is_none() {
                value.not_one_of(&text.value, Verdict::ALL.iter().map(|verdict| verdict.as_str()));
            }
            verdict
        });
        // Where no choice could be read at all, that is the mistake.
        if !choices.is_empty() && !choices.iter().any(|choice| choice == value.key()) {
            value.key_error(t!("checklist.verdict_of_no_choice", found = value.key(), choices = choices.join(", ")));
        }
        if let Some(verdict) = verdict {
            verdicts.insert(value.key().to_owned(), verdict);
        }
    }
    choices_at.map(|_| ItemKind::Choice { choices, verdicts })
}

fn register(table: &Table<'_>) -> Option<Register> {
    let tables = table.required("columns").and_then(|value| value.tables(&keys::COLUMN));
    let mut names = Names::new(Scope::Columns);
    for column in tables.iter().flatten().filter_map(written_id) {
        names.add(column, Members::Plain);
    }
    let mut seen = Seen::default();
    let columns: Vec<Option<Column>> = tables.iter().flatten().map(|table| column(table, &mut seen)).collect();
    // Where the columns could not be read, every name would dangle for that reason alone.
    let row_ok = match &tables {
        Some(_) => table.optional("row_ok").and_then(|value| names.expression(value)),
        None => None,
    };
    let thresholds = thresholds::read(table, Bounds::Share);
    if let (false, Some(threshold)) = (table.has("row_ok"), thresholds::written(table)) {
        threshold.key_warning(t!("checklist.threshold.no_row_ok", key = threshold.key()));
    }
    let at_least = table.optional("at_least").and_then(|value| value.whole(0..=u32::MAX));
    tables?;
    Some(Register {
        at_least: at_least.map_or(0, |rows| rows.value),
        columns: columns.into_iter().flatten().collect(),
        row_ok: row_ok.map(|row_ok| row_ok.value),
        thresholds,
    })
}

fn column(table: &Table<'_>, seen: &mut Seen) -> Option<Column> {
    let id = table.required("id").and_then(|value| unique_identifier(value, seen));
    let title = table.required("title").and_then(Value::text);
    let word = table.required("kind").and_then(|value| value.word(COLUMN_KINDS)).map(|word| word.value);
    let required = match table.optional("required").and_then(Value::boolean) {
        Some(Located { value: true, .. }) => Required::Yes,
        _ => Required::No,
    };
    let kind = word.and_then(|word| match word {
        ColumnWord::Choice => table.required("choices").map(|value| ColumnKind::Choice(plain(distinct_texts(value)))),
        other => {
            if let Some(strange) = table.optional("choices") {
                strange.key_error(t!("checklist.choices_of_other_column"));
            }
            Some(match other {
                ColumnWord::Number => ColumnKind::Number,
                ColumnWord::Date => ColumnKind::Date,
                ColumnWord::YesNo => ColumnKind::YesNo,
                ColumnWord::Text | ColumnWord::Choice => ColumnKind::Text,
            })
        }
    });
    Some(Column { id: id?, title: title?.value, kind: kind?, required })
}

fn survey(table: &Table<'_>) -> Option<Survey> {
    let tables = table.required("questions").and_then(|value| value.tables(&keys::QUESTION));
    let mut seen = Seen::default();
    let questions: Vec<Option<Question>> = tables.iter().flatten().map(|table| question(table, &mut seen)).collect();
    let details = table.optional("details").map(details).unwrap_or_default();
    let alarm = table.optional("alarm").and_then(|value| alarm(value, &details));
    let thresholds = thresholds::read(table, Bounds::Share);
    tables?;
    Some(Survey { questions: questions.into_iter().flatten().collect(), details, thresholds, alarm })
}

fn question(table: &Table<'_>, seen: &mut Seen) -> Option<Question> {
    let id = table.required("id").and_then(|value| unique_identifier(value, seen));
    let ask = table.required("ask").and_then(Value::text);
    let word = table.required("scale").and_then(|value| value.word(SCALES)).map(|word| word.value);
    let scale = word.and_then(|word| {
        if word == ScaleWord::Count {
            // 0 means "left blank" on a form, so no count below 1 can satisfy.
            let satisfied_to = table.required("satisfied_to").and_then(|value| value.whole(1..=u32::MAX));
            return satisfied_to.map(|count| Scale::Count { satisfied_to: count.value });
        }
        if let Some(strange) = table.optional("satisfied_to") {
            strange.key_error(t!("checklist.satisfied_to_of_other_scale"));
        }
        Some(if word == ScaleWord::YesNo { Scale::YesNo } else { Scale::Level5 })
    });
    Some(Question { id: id?, ask: ask?.value, scale: scale? })
}

fn details(value: Value<'_>) -> Vec<ColumnId> {
    let mut seen = Seen::default();
    let mut details = Vec::new();
    for element in value.elements().unwrap_or_default() {
        let Some(detail) = unique_identifier::<ColumnId>(element, &mut seen) else { continue };
        if TAKEN_DETAILS.contains(&detail.as_str()) {
            element.error(t!("checklist.taken_detail", found = detail.as_str()));
        } else {
            details.push(detail);
        }
    }
    details
}

fn alarm(value: Value<'_>, details: &[ColumnId]) -> Option<Alarm> {
    let table = value.table(&keys::ALARM)?;
    let over_at = table.required("unsatisfied_over");
    let over = over_at.and_then(Value::number);
    if let (Some(at), Some(over)) = (over_at, over)
        && !(0.0..=1.0).contains(&over.value)
    {
        at.error(t!("checklist.threshold.no_share", key = at.key(), found = over.value));
    }
    let by = match table.optional("by") {
        Some(value) if value.peek_text() != Some("all") => alarm_by(value, details)?,
        _ => AlarmBy::All,
    };
    Some(Alarm { unsatisfied_over: over?.value, by })
}

fn alarm_by(value: Value<'_>, details: &[ColumnId]) -> Option<AlarmBy> {
    let detail: ColumnId = identifier(value)?;
    if details.contains(&detail) {
        return Some(AlarmBy::Detail(detail));
    }
    value.not_one_of(detail.as_str(), std::iter::once("all").chain(details.iter().map(ColumnId::as_str)));
    None
}

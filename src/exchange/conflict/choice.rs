//! What a person may decide: one of the opinions as it stands, or a new value, checked as typing it would be.

use chrono::{NaiveDate, NaiveDateTime};
use rust_i18n::t;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Conflict, ConflictError, Words};
use crate::checklist::{ChecklistId, ColumnKind, ItemKind, UnitKind, Verdict};
use crate::inspection::{
    AnswerField, DocumentReference, EvidenceContent, FieldChange, FigureSource, FormContent, Letterhead, Mode, Period,
    Person, Role, SelfReport, Wording, check_cell, check_evidence, check_form, item_of,
};
use crate::journal::RevisionId;
use crate::vietnamese::date::check_range;
use crate::vietnamese::nfc;

/// What was decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// This revision's value.
    Take(RevisionId),
    /// Another value.
    Write(Value),
}

/// What a new value can be, for whoever asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum NewValue {
    /// Any text; the opinions can be joined.
    Text,
    /// A figure, with so many decimals.
    Number(u8),
    /// A percentage with its digits.
    Percent,
    /// A day.
    Day,
    /// One of these, each with how it is called.
    OneOf(Vec<(String, Value)>),
    /// None: one of the opinions has to be taken.
    None,
}

/// The value that `choice` makes stand.
pub fn choose(words: &Words<'_>, conflict: &Conflict, choice: Choice) -> Result<Value, ConflictError> {
    match choice {
        Choice::Take(revision) => {
            let known = || conflict.heads().iter().map(ToString::to_string).collect();
            let unknown = || ConflictError::NotAnOpinion { revision: revision.to_string(), known: known() };
            conflict.opinion_of(&revision).map(|opinion| opinion.value.clone()).ok_or_else(unknown)
        }
        Choice::Write(value) => {
            let said = conflict.opinions.iter().find(|opinion| opinion.value == value);
            said.map_or_else(|| checked(words, conflict, value.clone()), |_| Ok(value.clone()))
        }
    }
}

/// What a new value of the field can be.
pub fn takes_new(words: &Words<'_>, conflict: &Conflict) -> NewValue {
    let field = conflict.field.as_str();
    let item = item_of(&conflict.record).and_then(|key| words.item(&key).cloned());
    let options = |values: Vec<Value>| {
        let named = |value: Value| (words.value(&conflict.record, field, &value), value);
        NewValue::OneOf(values.into_iter().map(named).collect())
    };
    match (conflict.record.kind(), item.map(|item| item.kind)) {
        ("answer", kind) => match AnswerField::from_name(field) {
            Some(AnswerField::Verdict) => options(Verdict::ALL.map(|verdict| json!(verdict.as_str())).to_vec()),
            Some(AnswerField::Number | AnswerField::Reported) => match kind {
                Some(ItemKind::Number { decimals, .. }) => NewValue::Number(decimals),
                _ => NewValue::None,
            },
            Some(AnswerField::SelfPoints) => NewValue::Number(2),
            Some(AnswerField::Quoted) => NewValue::Percent,
            Some(AnswerField::Date) => NewValue::Day,
            Some(AnswerField::Choice) => match kind {
                Some(ItemKind::Choice { choices, .. }) => options(choices.into_iter().map(Value::from).collect()),
                _ => NewValue::None,
            },
            Some(AnswerField::Source) => options(FigureSource::ALL.map(|source| json!(source.as_str())).to_vec()),
            Some(AnswerField::Text | AnswerField::Remark | AnswerField::Note | AnswerField::PointsReason) => {
                NewValue::Text
            }
            Some(AnswerField::Explanation | AnswerField::Asked) | None => NewValue::None,
        },
        ("row", Some(ItemKind::Register(register))) => {
            let column = register.columns.into_iter().find(|column| column.id.as_str() == field);
            match column.map(|column| column.kind) {
                Some(ColumnKind::Text) => NewValue::Text,
                Some(ColumnKind::Number) => NewValue::Number(6),
                Some(ColumnKind::YesNo) => options(vec![json!(true), json!(false)]),
                Some(ColumnKind::Date) => NewValue::Day,
                Some(ColumnKind::Choice(choices)) => options(choices.into_iter().map(Value::from).collect()),
                None => NewValue::None,
            }
        }
        ("visit", _) => match field {
            "place" | "proposals" | "commitments" | "refusal" | "witness" => NewValue::Text,
            "copies" | "unit_copies" => NewValue::Number(0),
            _ => NewValue::None,
        },
        ("round" | "unit", _) if matches!(field, "title" | "name" | "under") => NewValue::Text,
        ("unit", _) if field == "visit" => NewValue::Day,
        ("passage", _) if field == "text" => NewValue::Text,
        ("member", _) => match field {
            "name" | "post" | "agency" => NewValue::Text,
            "role" => options(Role::ALL.map(|role| json!(role.as_str())).to_vec()),
            _ => NewValue::None,
        },
        _ => NewValue::None,
    }
}

/// A value nobody has said yet, as typing it would make it.
fn checked(words: &Words<'_>, conflict: &Conflict, value: Value) -> Result<Value, ConflictError> {
    let field = conflict.field.as_str();
    let wrong = |value: &Value| ConflictError::WrongValue { field: words.field(conflict), value: value.to_string() };
    if field == "removed" {
        return if matches!(value, Value::Bool(_) | Value::Null) { Ok(value) } else { Err(wrong(&value)) };
    }
    let item = item_of(&conflict.record).and_then(|key| words.item(&key).cloned());
    match (conflict.record.kind(), item) {
        ("answer", Some(item)) => {
            let change = AnswerField::from_name(field).and_then(|field| FieldChange::of_value(field, &value));
            let change = change.ok_or_else(|| wrong(&value))?;
            change.check(&item)?;
            Ok(change.value())
        }
        ("row", Some(item)) => match &item.kind {
            ItemKind::Register(register) => Ok(check_cell(&item, register, field, &value)?),
            _ => Err(wrong(&value)),
        },
        ("form", Some(item)) => match (&item.kind, read::<FormContent>(&value)) {
            (ItemKind::Survey(survey), Some(form)) => Ok(json!(check_form(&item, survey, &form)?)),
            _ => Err(wrong(&value)),
        },
        ("evidence", Some(item)) => match read::<EvidenceContent>(&value) {
            // Which file it is cannot be typed.
            Some(content) if content.hash.is_none() => Ok(json!(check_evidence(&item, &content)?)),
            _ => Err(ConflictError::OnlyTake { field: words.field(conflict) }),
        },
        ("visit", _) => of_visit(field, &value).ok_or_else(|| wrong(&value)),
        ("passage", _) if field == "text" => wording(conflict, &value).ok_or_else(|| wrong(&value)),
        ("present", _) => {
            let person = read::<Person>(&value).filter(|person| !person.is_blank());
            person.map(|person| json!(person)).ok_or_else(|| wrong(&value))
        }
        ("round" | "unit" | "member", _) => {
            of_definition(conflict.record.kind(), field, &value).ok_or_else(|| wrong(&value))
        }
        _ => Err(ConflictError::OnlyTake { field: words.field(conflict) }),
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// A text without stray spaces; null where it is blank.
fn text(value: &Value) -> Option<Value> {
    if value.is_null() {
        return Some(Value::Null);
    }
    let text = nfc::multi_line(value.as_str()?).trim().to_owned();
    Some(if text.is_empty() { Value::Null } else { json!(text) })
}

fn of_visit(field: &str, value: &Value) -> Option<Value> {
    match field {
        "started" | "ended" => {
            NaiveDateTime::parse_from_str(value.as_str()?, "%Y-%m-%dT%H:%M").ok()?;
            Some(value.clone())
        }
        "copies" | "unit_copies" => value.as_u64().and_then(|count| u32::try_from(count).ok()).map(Value::from),
        _ => text(value),
    }
}

/// What the definition of a round holds: the same types that read a round's file.
fn of_definition(kind: &str, field: &str, value: &Value) -> Option<Value> {
    fn same<T: DeserializeOwned + serde::Serialize>(value: &Value) -> Option<Value> {
        read::<T>(value).map(|value| json!(value))
    }
    let filled = || text(value).filter(|text| !text.is_null());
    match (kind, field) {
        ("round", "title") | ("unit" | "member", "name") => filled(),
        ("round", "recovery") | ("unit", "under") | ("member", "post" | "agency") => text(value),
        (_, "position") => value.as_f64().map(|_| value.clone()),
        ("round", "mode") => same::<Mode>(value),
        ("round", "period") => {
            same::<Period>(value).filter(|_| read::<Period>(value).is_some_and(|it| it.from <= it.to))
        }
        ("round", "plan" | "decision") => same::<Option<DocumentReference>>(value),
        ("round", "checklists") => same::<Vec<ChecklistId>>(value),
        ("round", "target") => same::<std::collections::BTreeMap<String, f64>>(value),
        ("round", "letterhead") => same::<Letterhead>(value),
        ("unit", "kind") => same::<UnitKind>(value),
        ("unit", "visit") => {
            let day = read::<Option<NaiveDate>>(value)?;
            day.is_none_or(|day| check_range(day).is_ok()).then(|| json!(day))
        }
        ("unit", "self_report") => same::<Option<SelfReport>>(value),
        ("unit", "head") => same::<Option<crate::inspection::Head>>(value),
        ("member", "role") => same::<Role>(value),
        _ => None,
    }
}

/// Other words for a passage. What the draft said when they were written, and the field of a passage of one's own, stay
/// those of the latest opinion: whoever decides has read it.
fn wording(conflict: &Conflict, value: &Value) -> Option<Value> {
    let typed = value.as_str().or_else(|| value.get("text")?.as_str())?;
    let typed = nfc::single_line(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut latest = conflict.opinions.iter().rev().filter_map(|opinion| read::<Wording>(&opinion.value));
    let wording = Wording { text: typed, ..latest.next()? };
    (!wording.text.is_empty()).then(|| json!(wording))
}

/// What an opinion on a text says: of a passage its words alone.
fn said_text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("text")?.as_str()).map(str::trim)
}

/// The texts of all opinions, author by author, to be made into one.
pub fn joined(words: &Words<'_>, conflict: &Conflict) -> String {
    if conflict.record.kind() == "passage" {
        // A passage is printed: nobody's name belongs in it.
        let said = conflict.opinions.iter().filter_map(|opinion| said_text(&opinion.value));
        return said.collect::<Vec<_>>().join("\n");
    }
    let said = conflict.opinions.iter().filter_map(|opinion| {
        let text = said_text(&opinion.value)?;
        let author = words.member(opinion.voices.first()?.member.as_deref());
        Some(t!("conflict.joined", author = author, text = text).into_owned())
    });
    said.collect::<Vec<_>>().join("\n")
}

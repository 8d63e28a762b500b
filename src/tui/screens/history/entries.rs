//! Revisions as people read them: who, when, of what, from what to what; and what Enter would write again.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_i18n::t;
use serde_json::Value;

use crate::checklist::{Item, ItemKind, Verdict};
use crate::inspection::{AnswerField, EntryId, FieldChange, FigureSource, FormContent, SetChange, is_taken_over};
use crate::journal::{Reversal, Revision, RevisionId};
use crate::tui::screens::inspection::source_name;
use crate::tui::screens::verdict_mark;
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_number;

/// Field that takes an entry out of its set.
const REMOVED: &str = "removed";
/// Field that holds all of a form or piece of evidence.
const CONTENT: &str = "content";

/// One revision, readable.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// `19/10/2025 09:42`, a claim of the laptop's clock.
    pub(super) when: String,
    /// The member's name.
    pub(super) who: String,
    /// The first letters of the laptop's name.
    pub(super) device: String,
    /// Of what: `Đánh giá`, `Dòng “Đăng ký khai sinh”: Đúng`.
    pub(super) what: String,
    /// What stood there before.
    pub(super) before: String,
    /// What stands there since.
    pub(super) after: String,
    /// What stands there now.
    pub(super) now: String,
    /// Why.
    pub(super) reason: Option<String>,
    /// `hoàn tác`, `làm lại`.
    pub(super) reversal: Option<String>,
    /// What writes it again.
    pub(super) again: Again,
}

/// What Enter does on an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Again {
    /// It is what stands there now.
    Stands,
    /// Writes a field of the answer.
    Field(FieldChange),
    /// Writes a row, form or piece of evidence.
    Sets(Vec<SetChange>),
    /// It cannot be written again here.
    Never,
}

/// Names that revisions are told with.
pub(super) struct Names<'a> {
    pub(super) item: Option<&'a Item>,
    pub(super) members: &'a [(String, String)],
}

impl Names<'_> {
    /// All revisions but those that only tell the edition, newest first.
    pub(super) fn entries(&self, revisions: &[Revision]) -> Vec<Entry> {
        let by_id: HashMap<RevisionId, &Revision> = revisions.iter().map(|each| (each.id, each)).collect();
        let parents: HashSet<RevisionId> = revisions.iter().flat_map(|each| each.parents.iter().copied()).collect();
        let mut now: HashMap<(&str, &str), &Value> = HashMap::new();
        for head in revisions.iter().filter(|each| !parents.contains(&each.id)) {
            now.insert((head.record.as_str(), head.field.as_str()), &head.value);
        }
        let rows = self.row_names(revisions);
        let forms = form_numbers(revisions);
        let is_asked = |each: &Revision| each.field.as_str() == AnswerField::Asked.as_str();
        let told = revisions.iter().rev().filter(|each| !is_asked(each) || is_taken_over(each, revisions));
        told.map(|revision| {
            let (record, field) = (revision.record.as_str(), revision.field.as_str());
            let before: Vec<&Revision> = revision.parents.iter().filter_map(|id| by_id.get(id).copied()).collect();
            let said = |value: &Value| Self::readable(revision, value);
            let before = match before.as_slice() {
                [] => said(&Value::Null),
                some => some.iter().map(|each| said(&each.value)).collect::<Vec<_>>().join(" | "),
            };
            let stands = now.get(&(record, field)).copied().unwrap_or(&Value::Null);
            let removed = now.get(&(record, REMOVED)).is_some_and(|value| **value == Value::Bool(true));
            Entry {
                when: revision.made_at.format("%d/%m/%Y %H:%M").to_string(),
                who: self.member(revision.member.as_deref()),
                device: revision.device.to_string().chars().take(8).collect(),
                what: self.what(revision, &rows, &forms),
                before,
                after: said(&revision.value),
                now: said(stands),
                reason: revision.reason.clone(),
                reversal: revision.reversal.as_ref().map(|reversal| match reversal {
                    Reversal::Undoes(_) => t!("screen_history.undone").into_owned(),
                    Reversal::Redoes(_) => t!("screen_history.redone").into_owned(),
                }),
                again: again(revision, stands, removed),
            }
        })
        .collect()
    }

    fn member(&self, id: Option<&str>) -> String {
        let Some(id) = id else { return t!("screen_history.program").into_owned() };
        self.members.iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    }

    fn column(&self, id: &str) -> String {
        let columns = match self.item.map(|item| &item.kind) {
            Some(ItemKind::Register(register)) => register.columns.as_slice(),
            _ => &[],
        };
        columns
            .iter()
            .find(|column| column.id.as_str() == id)
            .map_or_else(|| id.to_owned(), |column| column.title.clone())
    }

    /// Rows by the newest content of their first filled cell.
    fn row_names(&self, revisions: &[Revision]) -> HashMap<String, String> {
        let mut cells: HashMap<&str, BTreeMap<usize, String>> = HashMap::new();
        let order: Vec<&str> = match self.item.map(|item| &item.kind) {
            Some(ItemKind::Register(register)) => register.columns.iter().map(|column| column.id.as_str()).collect(),
            _ => Vec::new(),
        };
        for revision in revisions.iter().filter(|each| each.record.kind() == "row" && !each.value.is_null()) {
            let Some(place) = order.iter().position(|id| *id == revision.field.as_str()) else { continue };
            cells.entry(revision.record.as_str()).or_default().insert(place, plain(&revision.value));
        }
        let first =
            |(record, cells): (&str, BTreeMap<usize, String>)| Some((record.to_owned(), cells.into_values().next()?));
        cells.into_iter().filter_map(first).collect()
    }

    fn what(&self, revision: &Revision, rows: &HashMap<String, String>, forms: &HashMap<String, usize>) -> String {
        let (record, field) = (revision.record.as_str(), revision.field.as_str());
        match revision.record.kind() {
            "row" => {
                let row = rows.get(record).map_or_else(|| t!("screen_history.no_name").into_owned(), Clone::clone);
                if field == REMOVED {
                    t!("screen_history.row", row = row).into_owned()
                } else {
                    t!("screen_history.cell", row = row, column = self.column(field)).into_owned()
                }
            }
            "form" => t!("screen_history.form", number = forms.get(record).copied().unwrap_or(0)).into_owned(),
            "evidence" => t!("screen_history.evidence").into_owned(),
            "second" => t!("screen_history.second").into_owned(),
            "draw" => t!("screen_history.draw").into_owned(),
            "recurrence" => t!("screen_history.recurrence").into_owned(),
            "question" => t!(format!("screen_history.question.{field}")).into_owned(),
            _ => match AnswerField::from_name(field) {
                Some(known) => t!(format!("screen_history.field.{}", known.as_str())).into_owned(),
                None => field.to_owned(),
            },
        }
    }

    fn readable(revision: &Revision, value: &Value) -> String {
        value_in_words(revision.record.kind(), revision.field.as_str(), value)
    }
}

/// A value of a field of a record, by the first part of the record's key, as people say it.
pub(in crate::tui::screens) fn value_in_words(kind: &str, field: &str, value: &Value) -> String {
    match (kind, value) {
        ("answer", value) => answer_value(field, value),
        (_, Value::Bool(true)) if field == REMOVED => t!("screen_history.removed").into_owned(),
        (_, _) if field == REMOVED => t!("screen_history.there").into_owned(),
        (_, Value::Null) => t!("screen_history.empty").into_owned(),
        ("question", value) => question_value(field, value),
        ("form", value) => form_value(value),
        ("evidence", value) => evidence_value(value),
        (_, value) => plain(value),
    }
}

fn again(revision: &Revision, stands: &Value, removed: bool) -> Again {
    let (kind, field) = (revision.record.kind(), revision.field.as_str());
    let entry = || EntryId(revision.record.as_str().rsplit('/').next().unwrap_or_default().to_owned());
    let put_back = || match kind {
        "row" => Some(SetChange::PutBackRow(entry())),
        "form" => Some(SetChange::PutBackForm(entry())),
        "evidence" => Some(SetChange::PutBackEvidence(entry())),
        _ => None,
    };
    // Whatever of an entry that was taken out is chosen: it comes back.
    let back = if removed { put_back() } else { None };
    let is_content = field != REMOVED;
    let content = match (kind, field) {
        _ if !is_content || *stands == revision.value => None,
        ("answer", field) => {
            let change = AnswerField::from_name(field).and_then(|field| FieldChange::of_value(field, &revision.value));
            return change.map_or(Again::Never, Again::Field);
        }
        ("row", column) => {
            Some(SetChange::SetCell { row: entry(), column: column.to_owned(), value: revision.value.clone() })
        }
        ("form", CONTENT) => match serde_json::from_value::<FormContent>(revision.value.clone()) {
            Ok(content) => Some(SetChange::SetForm(entry(), content)),
            Err(_) => return Again::Never,
        },
        _ if back.is_none() => return Again::Never,
        _ => None,
    };
    let changes: Vec<SetChange> = back.into_iter().chain(content).collect();
    if changes.is_empty() { Again::Stands } else { Again::Sets(changes) }
}

/// Forms are numbered as they were begun, those taken out included.
fn form_numbers(revisions: &[Revision]) -> HashMap<String, usize> {
    let forms = revisions.iter().filter(|each| each.record.kind() == "form");
    let mut records: Vec<String> = forms.map(|each| each.record.to_string()).collect();
    records.sort_unstable();
    records.dedup();
    records.into_iter().zip(1..).collect()
}

/// A recorded value as people say it.
fn answer_value(field: &str, value: &Value) -> String {
    match value {
        Value::Null => t!("screen_history.empty").into_owned(),
        Value::String(text) => match field {
            "verdict" => Verdict::from_name(text).map_or_else(|| text.clone(), verdict_mark::word),
            "quoted" => format!("{text}%"),
            "source" => {
                let known = FigureSource::ALL.into_iter().find(|source| source.as_str() == text);
                known.map_or_else(|| text.clone(), source_name)
            }
            "date" => plain(value),
            "asked" => t!("screen_history.wording", hash = text.chars().take(8).collect::<String>()).into_owned(),
            _ => format!("“{text}”"),
        },
        Value::Object(map) => {
            let key = if map.get("agrees") == Some(&Value::Bool(true)) {
                "screen_fields.agrees"
            } else {
                "screen_fields.disagrees"
            };
            let text = map.get("text").and_then(Value::as_str).filter(|text| !text.is_empty());
            text.map_or_else(|| t!(key).into_owned(), |text| format!("{}: “{text}”", t!(key)))
        }
        other => plain(other),
    }
}

fn form_value(value: &Value) -> String {
    let Ok(form) = serde_json::from_value::<FormContent>(value.clone()) else { return plain(value) };
    let answers: Vec<String> = form.answers.iter().map(u32::to_string).collect();
    let details = form.details.values().cloned();
    std::iter::once(answers.join(" ")).chain(details).collect::<Vec<_>>().join(" · ")
}

/// What was asked or replied; that a question was settled, and why.
fn question_value(field: &str, value: &Value) -> String {
    let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    match (field, text("text"), text("reason")) {
        (_, Some(text), _) => format!("“{text}”"),
        (_, None, Some(reason)) => format!("{}: “{reason}”", t!("screen_history.question.done")),
        ("closed", None, None) => t!("screen_history.question.done").into_owned(),
        _ => plain(value),
    }
}

fn evidence_value(value: &Value) -> String {
    let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let parts = ["file", "document", "about"].into_iter().filter_map(text);
    format!("“{}”", parts.collect::<Vec<_>>().join(" · "))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => t!("screen_history.empty").into_owned(),
        Value::Bool(true) => t!("screen_history.yes").into_owned(),
        Value::Bool(false) => t!("screen_history.no").into_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), format_number),
        Value::String(text) => text.parse().map_or_else(|_| text.clone(), format_date),
        other => other.to_string(),
    }
}

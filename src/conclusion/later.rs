//! What changed after the minutes were signed, as an annex of the minutes when they are made again. The internal note
//! and what identifies a person never reach it.

use serde_json::Value;

use super::annex::{column, entry, ordinal_column};
use super::wording::fixed;
use super::{Inspected, minutes, phrase, privacy, wording};
use crate::checklist::{ColumnKind, Item, ItemKind, Verdict};
use crate::inspection::{AnswerField, EvidenceContent, Explanation, LaterChange, Person};
use crate::paper::{Alignment, Annex, Orientation, Source, Table};
use crate::vietnamese::number::format_number;

/// The annex; none where nothing changed that may be printed.
pub(super) fn annex(inspected: &Inspected<'_>) -> Option<Annex> {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("later.when"), Alignment::Left, 20),
        column(fixed!("column.item"), Alignment::Left, 34),
        column(fixed!("later.before"), Alignment::Left, 22),
        column(fixed!("later.after"), Alignment::Left, 22),
        column(fixed!("later.reason"), Alignment::Left, 20),
    ]);
    for change in inspected.later {
        let Some((about, before, after)) = said(inspected, change) else { continue };
        let who = change.member.as_deref();
        let who = who.map(|id| inspected.round.member(id).map_or(id, |member| member.name.as_str()));
        let who = who.map_or_else(|| fixed!("later.unknown"), phrase::clause);
        let when = format!("{} {who}", change.made_at.format("%H:%M %d/%m/%Y,"));
        let reason = change.reason.as_deref().map_or_else(|| fixed!("later.no_reason"), phrase::sentences);
        let cells = vec![(table.rows().len() + 1).to_string(), when, about, before, after, reason];
        table.push(entry(cells, vec![Source(change.revision.to_string())]));
    }
    (!table.rows().is_empty()).then(|| Annex {
        title: fixed!("later.title"),
        orientation: Orientation::Landscape,
        notes: Vec::new(),
        body: Vec::new(),
        table,
        pictures: Vec::new(),
    })
}

/// What changed, from what, to what; none for what no paper shows.
fn said(inspected: &Inspected<'_>, change: &LaterChange) -> Option<(String, String, String)> {
    let field = change.field.as_str();
    if change.record.kind() == "answer" && field == AnswerField::Note.as_str() {
        return None;
    }
    // The rows that were drawn are listed themselves.
    if matches!(change.record.kind(), "draw" | "draw-list") {
        return None;
    }
    let item = change.item.as_ref().and_then(|key| {
        let judged = inspected.judged.checklist(&key.checklist)?;
        judged.checklist().item(key.item.as_str())
    });
    let what = what(change, item);
    let ask = item.map(|item| phrase::clause(&item.ask));
    let about = match ask {
        Some(ask) => fixed!("later.item_field", item = ask, field = what),
        None => phrase::capitalised(&what),
    };
    let value = |value: &Value| readable(change, item, value);
    let before = match change.before.as_slice() {
        [] => fixed!("dash"),
        several => several.iter().map(value).collect::<Vec<_>>().join("; "),
    };
    let after =
        if change.after.is_null() || field == "removed" { fixed!("later.taken_out") } else { value(&change.after) };
    Some((about, before, after))
}

fn what(change: &LaterChange, item: Option<&Item>) -> String {
    let field = change.field.as_str();
    match change.record.kind() {
        "row" => match column_of(item, field) {
            Some(column) => fixed!("later.row_column", column = phrase::clause(&column.title)),
            None => fixed!("later.row"),
        },
        "form" | "second" => fixed!("later.form"),
        "evidence" => fixed!("later.evidence"),
        "recurrence" => fixed!("later.recurrence"),
        "visit" => fixed!("later.visit"),
        "present" => fixed!("later.present"),
        _ => match AnswerField::from_name(field) {
            Some(AnswerField::Verdict) => fixed!("later.field.verdict"),
            Some(AnswerField::Number) => fixed!("later.field.number"),
            Some(AnswerField::Text) => fixed!("later.field.text"),
            Some(AnswerField::Date) => fixed!("later.field.date"),
            Some(AnswerField::Choice) => fixed!("later.field.choice"),
            Some(AnswerField::Reported) => fixed!("later.field.reported"),
            Some(AnswerField::Source) => fixed!("later.field.source"),
            Some(AnswerField::Remark) => fixed!("later.field.remark"),
            Some(AnswerField::Explanation) => fixed!("later.field.explanation"),
            Some(AnswerField::SelfPoints) => fixed!("later.field.self_points"),
            Some(AnswerField::PointsReason) => fixed!("later.field.points_reason"),
            _ => phrase::clause(field),
        },
    }
}

fn column_of<'a>(item: Option<&'a Item>, field: &str) -> Option<&'a crate::checklist::Column> {
    match &item?.kind {
        ItemKind::Register(register) => register.columns.iter().find(|column| column.id.as_str() == field),
        _ => None,
    }
}

/// A value as the paper says it.
fn readable(change: &LaterChange, item: Option<&Item>, value: &Value) -> String {
    let whole = || match value {
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), format_number),
        Value::String(text) => text.parse().map_or_else(|_| phrase::clause(text), crate::vietnamese::date::format_date),
        Value::Bool(true) => fixed!("yes"),
        Value::Bool(false) => fixed!("no"),
        _ => fixed!("later.not_printed"),
    };
    match change.record.kind() {
        "row" => match column_of(item, change.field.as_str()) {
            // Dates and figures of a dossier identify nobody; a text may.
            Some(column) if column.kind == ColumnKind::Text && !privacy::may_print(column) => {
                fixed!("later.not_printed")
            }
            _ => whole(),
        },
        "form" | "second" | "recurrence" => fixed!("later.not_printed"),
        "evidence" => serde_json::from_value::<EvidenceContent>(value.clone())
            .map_or_else(|_| fixed!("later.not_printed"), |content| minutes::evidence(&content)),
        "present" => serde_json::from_value::<Person>(value.clone())
            .map_or_else(|_| fixed!("later.not_printed"), |person| phrase::joined([person.name, person.post])),
        "answer" => match AnswerField::from_name(change.field.as_str()) {
            Some(AnswerField::Verdict) => {
                value.as_str().and_then(Verdict::from_name).map_or_else(whole, wording::verdict)
            }
            Some(AnswerField::Explanation) => serde_json::from_value::<Explanation>(value.clone())
                .map_or_else(|_| whole(), |explanation| minutes::stance(&explanation)),
            _ => whole(),
        },
        _ => whole(),
    }
}

//! What was answered, item by item. Rows of registers and forms are counted, not listed: they may name people.

use super::dataset::{Column, column};
use super::points::verdict;
use super::{Dataset, Value, View, items};
use crate::assessment::{Answered, Asked, ItemState};
use crate::checklist::{Checklist, Item};
use crate::conclusion::Conclusion;
use crate::conclusion::report::RoundResults;
use crate::inspection::{Agreement, Answer, FormValidity, InspectionError, Store, Unit};

/// One item at one unit.
pub(super) struct Place<'a> {
    results: &'a RoundResults,
    unit: &'a Unit,
    checklist: &'a Checklist,
    item: &'a Item,
    state: &'a ItemState,
    answer: Option<&'a Answer>,
}

pub(super) fn columns<'a>() -> Vec<Column<Place<'a>>> {
    vec![
        column("round", |row| Value::text(&row.results.overview.round().id)),
        column("unit", |row| Value::text(&row.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.name)),
        column("checklist", |row| Value::text(&row.checklist.id)),
        column("item", |row| Value::text(&row.item.id)),
        column("ask", |row| Value::text(&row.item.ask)),
        column("kind", |row| items::kind(&row.item.kind)),
        column("asked", |row| {
            let code = match row.state.asked {
                Asked::Yes => "yes",
                Asked::No => "no",
                Asked::NotYet(_) => "undetermined",
            };
            Value::word("export.asked", code)
        }),
        column("answered", |row| {
            let code = match row.state.answered {
                Answered::Yes => "yes",
                Answered::No => "no",
                Answered::Conflict => "conflict",
            };
            Value::word("export.answered", code)
        }),
        column("verdict", |row| verdict(row.state.verdict)),
        column("value", |row| Value::number(row.state.value)),
        column("counted_in", |row| items::counted_in(&row.item.kind)),
        column("text", |row| Value::maybe(row.answer.and_then(|answer| answer.text.as_ref()))),
        column("choice", |row| Value::maybe(row.answer.and_then(|answer| answer.choice.as_ref()))),
        column("date", |row| Value::day(row.answer.and_then(|answer| answer.date))),
        column("reported", |row| Value::number(row.answer.and_then(|answer| answer.reported))),
        column("quoted_percent", |row| Value::number(row.state.quoted.map(|quoted| quoted.said.value()))),
        column("source", |row| {
            let source = row.answer.and_then(|answer| answer.source);
            source.map_or(Value::Nothing, |source| Value::word("export.source", source.as_str()))
        }),
        column("remark", |row| Value::maybe(row.answer.and_then(|answer| answer.remark.as_ref()))),
        column("explanation_agrees", |row| {
            let explanation = row.answer.and_then(|answer| answer.explanation.as_ref());
            explanation.map_or(Value::Nothing, |said| Value::Flag(said.agrees == Agreement::Agrees))
        }),
        column("explanation", |row| {
            Value::maybe(row.answer.and_then(|answer| answer.explanation.as_ref()).map(|said| &said.text))
        }),
        column("evidence", |row| Value::count(row.answer.map_or(0, |answer| answer.evidence.len()))),
        column("rows", |row| row.state.register.as_ref().map_or(Value::Nothing, |of| Value::count(of.rows.len()))),
        column("rows_judged", |row| row.state.register.as_ref().map_or(Value::Nothing, |of| Value::count(of.judged))),
        column("rows_ok", |row| row.state.register.as_ref().map_or(Value::Nothing, |of| Value::count(of.ok))),
        column("forms", |row| {
            let survey = row.state.survey.as_ref();
            let valid = |answer: &Answer| {
                Value::count(answer.forms.iter().filter(|form| form.content.validity == FormValidity::Valid).count())
            };
            survey.map_or(Value::Nothing, |_| row.answer.map_or_else(|| Value::count(0), valid))
        }),
        column("conflicts", |row| Value::count(row.state.conflicts)),
        column("members", |row| {
            Value::maybe(row.answer.map(|answer| answer.members.iter().cloned().collect::<Vec<_>>().join(" ")))
        }),
    ]
}

pub(super) fn answers(store: &Store, results: &RoundResults) -> Result<Dataset, InspectionError> {
    let overview = &results.overview;
    let mut rows = Vec::new();
    // Made into cells at once: a unit's answers are let go of before the next one's are read.
    for unit in &overview.round().units {
        let conclusion = Conclusion::in_round(store, overview.open.clone(), unit.id.as_str())?;
        let (inspected, columns) = (conclusion.inspected(), columns());
        for judged in inspected.judged.checklists() {
            let checklist = judged.checklist().as_ref();
            for (item, state) in judged.items() {
                let answer = inspected.answers.get(checklist.id.as_str(), item.id.as_str());
                let place = Place { results, unit, checklist, item, state, answer };
                rows.push(super::dataset::cells(&columns, &place));
            }
        }
    }
    Ok(Dataset::of_cells(&overview.round().id, View::Answers, &columns(), rows))
}

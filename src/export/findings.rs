//! What was found: by unit, and put together over all units.

use super::dataset::{Column, column};
use super::points::verdict;
use super::{Dataset, Value, View, items};
use crate::checklist::{CauseKind, Checklist, Item, Verdict};
use crate::conclusion::Told;
use crate::conclusion::report::RoundResults;
use crate::inspection::{Round, UnitId};
use crate::overview::{FrequentCause, FrequentShortcoming, Recommendation, RoundOverview, UnitOverview};

pub(super) struct FindingRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    checklist: &'a Checklist,
    item: &'a Item,
    told: &'a Told,
}

pub(super) fn columns<'a>() -> Vec<Column<FindingRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("field", |row| Value::word("conclusion.field", row.checklist.field.as_str())),
        column("checklist", |row| Value::text(&row.checklist.id)),
        column("item", |row| Value::text(&row.item.id)),
        column("ask", |row| Value::text(&row.item.ask)),
        column("verdict", |row| verdict(Some(row.told.verdict))),
        column("severity", |row| items::severity(row.item.severity)),
        column("finding", |row| Value::text(&row.told.said)),
        column("remark", |row| Value::text(&row.told.remark)),
        column("cause_kind", |row| row.told.cause.as_ref().map_or(Value::Nothing, |cause| cause_kind(cause.kind))),
        column("cause", |row| Value::maybe(row.told.cause.as_ref().map(|cause| &cause.text))),
        column("requirement", |row| Value::maybe(row.told.requirement.as_ref().map(|it| &it.text))),
        column("addressee", |row| {
            row.told.requirement.as_ref().map_or(Value::Nothing, |requirement| items::addressee(requirement.to))
        }),
        column("within_days", |row| {
            Value::number(row.told.requirement.as_ref().and_then(|it| it.within_days).map(f64::from))
        }),
        column("recurs_from", |row| Value::maybe(row.told.recurrence.as_ref().map(|content| &content.round))),
    ]
}

pub(super) fn findings(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let rows = overview.units.iter().flat_map(|unit| {
        unit.findings.iter().filter_map(move |told| {
            let checklist = unit.cell(&told.key.checklist)?.checklist.as_ref();
            let item = checklist.item(told.key.item.as_str())?;
            Some(FindingRow { round: overview.round(), unit, checklist, item, told })
        })
    });
    Dataset::new(&overview.round().id, View::Findings, &columns(), rows)
}

fn cause_kind(kind: CauseKind) -> Value {
    let code = match kind {
        CauseKind::Objective => "objective",
        CauseKind::Subjective => "subjective",
    };
    Value::word("export.cause_kind", code)
}

/// Something that several units have in common.
pub(super) struct Common<'a, T> {
    overview: &'a RoundOverview,
    of: &'a T,
}

impl<T> Common<'_, T> {
    fn names<'b>(&self, units: impl Iterator<Item = &'b UnitId>) -> Value {
        names(self.overview, units)
    }
}

/// The names of units in one cell.
pub(super) fn names<'a>(overview: &RoundOverview, units: impl Iterator<Item = &'a UnitId>) -> Value {
    let name = |id: &UnitId| overview.unit(id).map_or_else(|| id.to_string(), |unit| unit.unit.name.clone());
    Value::text(units.map(name).collect::<Vec<_>>().join("; "))
}

/// The ids of units in one cell.
pub(super) fn ids<'a>(units: impl Iterator<Item = &'a UnitId>) -> Value {
    Value::text(units.map(UnitId::as_str).collect::<Vec<_>>().join(" "))
}

fn shortcoming_units(of: &FrequentShortcoming) -> impl Iterator<Item = &UnitId> {
    of.units.iter().map(|unit| &unit.unit)
}

pub(super) fn shortcoming_columns<'a>() -> Vec<Column<Common<'a, FrequentShortcoming>>> {
    vec![
        column("round", |row| Value::text(&row.overview.round().id)),
        column("field", |row| Value::word("conclusion.field", row.of.field.as_str())),
        column("checklist", |row| Value::text(&row.of.key.checklist)),
        column("number", |row| Value::text(&row.of.number)),
        column("item", |row| Value::text(&row.of.key.item)),
        column("ask", |row| Value::text(&row.of.ask)),
        column("severity", |row| items::severity(row.of.severity)),
        column("units_concerned", |row| Value::count(row.of.units.len())),
        column("fail", |row| Value::count(row.of.count(Verdict::Fail))),
        column("partial", |row| Value::count(row.of.count(Verdict::Partial))),
        column("units_judged", |row| Value::count(row.of.judged)),
        column("units_share", |row| Value::part(row.of.units.len(), row.of.judged)),
        column("unit_ids", |row| ids(shortcoming_units(row.of))),
        column("unit_names", |row| row.names(shortcoming_units(row.of))),
    ]
}

pub(super) fn shortcomings(results: &RoundResults) -> Dataset {
    let overview = results.overview.as_ref();
    let rows = overview.shortcomings.iter().map(|of| Common { overview, of });
    Dataset::new(&overview.round().id, View::Shortcomings, &shortcoming_columns(), rows)
}

pub(super) fn cause_columns<'a>() -> Vec<Column<Common<'a, FrequentCause>>> {
    vec![
        column("round", |row| Value::text(&row.overview.round().id)),
        column("cause_kind", |row| cause_kind(row.of.kind)),
        column("cause", |row| Value::text(&row.of.text)),
        column("units_concerned", |row| Value::count(row.of.units.len())),
        column("unit_ids", |row| ids(row.of.units.iter())),
        column("unit_names", |row| row.names(row.of.units.iter())),
    ]
}

pub(super) fn causes(results: &RoundResults) -> Dataset {
    let overview = results.overview.as_ref();
    let rows = overview.causes.iter().map(|of| Common { overview, of });
    Dataset::new(&overview.round().id, View::Causes, &cause_columns(), rows)
}

pub(super) fn recommendation_columns<'a>() -> Vec<Column<Common<'a, Recommendation>>> {
    vec![
        column("round", |row| Value::text(&row.overview.round().id)),
        column("addressee", |row| items::addressee(row.of.to)),
        column("requirement", |row| Value::text(&row.of.text)),
        column("units_concerned", |row| Value::count(row.of.units.len())),
        column("unit_ids", |row| ids(row.of.units.iter())),
        column("unit_names", |row| row.names(row.of.units.iter())),
    ]
}

pub(super) fn recommendations(results: &RoundResults) -> Dataset {
    let overview = results.overview.as_ref();
    let rows = overview.recommendations.iter().map(|of| Common { overview, of });
    Dataset::new(&overview.round().id, View::Recommendations, &recommendation_columns(), rows)
}

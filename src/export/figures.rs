//! Figures with what the units reported, and the cross-checks that do not hold.

use super::dataset::{Column, column};
use super::{Dataset, Value, View, items};
use crate::checklist::{Checklist, RuleSeverity};
use crate::conclusion::report::RoundResults;
use crate::inspection::Round;
use crate::overview::{BrokenCheck, UnitFigure, UnitOverview};
use crate::vietnamese::number::{round_half_away, same};

/// Decimals kept of a difference: more is the noise of binary fractions.
const DIGITS: u8 = 6;

pub(super) struct FigureRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    checklist: &'a Checklist,
    figure: UnitFigure<'a>,
}

pub(super) fn columns<'a>() -> Vec<Column<FigureRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("checklist", |row| Value::text(&row.checklist.id)),
        column("checklist_title", |row| Value::text(&row.checklist.title)),
        column("item", |row| Value::text(&row.figure.item.id)),
        column("ask", |row| Value::text(&row.figure.item.ask)),
        column("kind", |row| items::kind(&row.figure.item.kind)),
        column("counted_in", |row| items::counted_in(&row.figure.item.kind)),
        column("value", |row| {
            if row.figure.is_share { Value::share(row.figure.value) } else { Value::number(row.figure.value) }
        }),
        column("part", |row| Value::number(row.figure.share.map(|share| share.part))),
        column("whole", |row| Value::number(row.figure.share.map(|share| share.whole))),
        column("reported", |row| Value::number(row.figure.reported)),
        column("difference", |row| Value::number(difference(&row.figure))),
    ]
}

/// Found less reported.
fn difference(figure: &UnitFigure<'_>) -> Option<f64> {
    let (found, reported) = (figure.value?, figure.reported?);
    Some(if same(found, reported) { 0.0 } else { round_half_away(found - reported, DIGITS) })
}

pub(super) fn figures(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let rows = overview.units.iter().flat_map(|unit| {
        let round = overview.round();
        unit.cells.iter().flat_map(move |cell| {
            let checklist = cell.checklist.as_ref();
            cell.figures().map(move |figure| FigureRow { round, unit, checklist, figure })
        })
    });
    Dataset::new(&overview.round().id, View::Figures, &columns(), rows)
}

pub(super) struct CheckRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    broken: &'a BrokenCheck,
}

pub(super) fn check_columns<'a>() -> Vec<Column<CheckRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("checklist", |row| Value::text(&row.broken.checklist)),
        column("checklist_title", |row| {
            Value::maybe(row.unit.cell(&row.broken.checklist).map(|cell| &cell.checklist.title))
        }),
        column("rule", |row| Value::text(&row.broken.rule)),
        column("rule_severity", |row| {
            let code = match row.broken.severity {
                RuleSeverity::Error => "error",
                RuleSeverity::Warning => "warning",
            };
            Value::word("export.rule_severity", code)
        }),
        column("message", |row| Value::text(&row.broken.message)),
    ]
}

pub(super) fn checks(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let rows = overview
        .units
        .iter()
        .flat_map(|unit| unit.broken.iter().map(move |broken| CheckRow { round: overview.round(), unit, broken }));
    Dataset::new(&overview.round().id, View::Checks, &check_columns(), rows)
}

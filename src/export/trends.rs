//! Figures and rates over the years.

use super::dataset::{Column, column};
use super::{Dataset, Value, View};
use crate::conclusion::report::RoundResults;
use crate::inspection::RoundId;
use crate::overview::{Indicator, Trend, TrendValue};

pub(super) struct TrendRow<'a> {
    round: &'a RoundId,
    trend: &'a Trend,
    year: i32,
    value: TrendValue,
}

pub(super) fn columns<'a>() -> Vec<Column<TrendRow<'a>>> {
    vec![
        column("round", |row| Value::text(row.round)),
        column("indicator", |row| {
            let code = match row.trend.indicator {
                Indicator::Units => "units",
                Indicator::Passed => "passed",
                Indicator::Points => "points",
                Indicator::Item { .. } => "item",
            };
            Value::word("export.indicator", code)
        }),
        column("checklist", |row| match &row.trend.indicator {
            Indicator::Item { key, .. } => Value::text(&key.checklist),
            _ => Value::Nothing,
        }),
        column("item", |row| match &row.trend.indicator {
            Indicator::Item { key, .. } => Value::text(&key.item),
            _ => Value::Nothing,
        }),
        column("ask", |row| match &row.trend.indicator {
            Indicator::Item { ask, .. } => Value::text(ask),
            _ => Value::Nothing,
        }),
        column("counted_in", |row| match &row.trend.indicator {
            Indicator::Item { unit, .. } => Value::maybe(unit.as_ref()),
            _ => Value::Nothing,
        }),
        column("level", |row| Value::word("export.level", row.trend.level.as_str())),
        column("year", |row| Value::Text(row.year.to_string())),
        column("value", |row| {
            if row.trend.is_share { Value::Share(row.value.value) } else { Value::Number(row.value.value) }
        }),
        column("put_together", |row| Value::word("export.put_together", row.value.put.as_str())),
        column("part", |row| Value::number(row.value.share.map(|share| share.part))),
        column("whole", |row| Value::number(row.value.share.map(|share| share.whole))),
        column("units_counted", |row| Value::count(row.value.units)),
        column("units_asked", |row| Value::count(row.value.of)),
    ]
}

pub(super) fn trends(results: &RoundResults) -> Dataset {
    let round = &results.overview.round().id;
    let rows = results.trends.rows.iter().flat_map(|trend| {
        let years = results.trends.years.iter().map(|year| year.year);
        years
            .zip(&trend.values)
            .filter_map(move |(year, value)| Some(TrendRow { round, trend, year, value: (*value)? }))
    });
    Dataset::new(round, View::Trends, &columns(), rows)
}

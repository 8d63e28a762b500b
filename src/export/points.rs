//! Points: item by item, and units by rank.

use super::dataset::{Column, column};
use super::{Dataset, Value, View};
use crate::checklist::{Checklist, Section, Verdict};
use crate::conclusion::report::RoundResults;
use crate::inspection::Round;
use crate::overview::{LeftOut, PointLine, Ranked, UnitOverview};

pub(super) struct RankRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    ranked: &'a Ranked,
}

pub(super) fn ranking_columns<'a>() -> Vec<Column<RankRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("rank", |row| row.ranked.rank.map_or(Value::Nothing, Value::count)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("max_points", |row| Value::Number(row.ranked.points.full)),
        column("own_points", |row| Value::number(row.ranked.points.whole_own())),
        column("points", |row| Value::Number(row.ranked.points.verified)),
        column("points_difference", |row| {
            Value::number(row.ranked.points.whole_own().map(|own| row.ranked.points.verified - own))
        }),
        column("points_share", |row| Value::share(row.ranked.points.share())),
        column("points_left_out", |row| Value::Number(row.ranked.points.left_out)),
        column("items", |row| Value::count(row.ranked.points.items)),
        column("judged", |row| Value::count(row.ranked.points.judged)),
        column("complete", |row| Value::Flag(row.unit.is_complete())),
    ]
}

pub(super) fn ranking(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let rows = overview
        .ranking
        .iter()
        .filter_map(|ranked| Some(RankRow { round: overview.round(), unit: overview.unit(&ranked.unit)?, ranked }));
    Dataset::new(&overview.round().id, View::Ranking, &ranking_columns(), rows)
}

pub(super) struct PointRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    checklist: &'a Checklist,
    section: &'a Section,
    line: PointLine<'a>,
}

pub(super) fn point_columns<'a>() -> Vec<Column<PointRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("checklist", |row| Value::text(&row.checklist.id)),
        column("checklist_title", |row| Value::text(&row.checklist.title)),
        column("section", |row| Value::text(&row.section.id)),
        column("item", |row| Value::text(&row.line.item.id)),
        column("ask", |row| Value::text(&row.line.item.ask)),
        column("verdict", |row| verdict(row.line.verdict)),
        column("full_points", |row| Value::Number(row.line.full)),
        column("own_points", |row| Value::number(row.line.own)),
        column("points", |row| Value::number(row.line.verified)),
        column("points_difference", |row| Value::number(row.line.difference())),
        column("points_reason", |row| Value::maybe(row.line.reason)),
        column("left_out", |row| row.line.left_out.map_or(Value::Nothing, why)),
    ]
}

pub(super) fn points(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let mut rows = Vec::new();
    for unit in &overview.units {
        for cell in &unit.cells {
            for (position, section) in cell.checklist.sections.iter().enumerate() {
                let (round, checklist) = (overview.round(), cell.checklist.as_ref());
                let of_section = cell.section_points(position);
                rows.extend(of_section.map(|line| PointRow { round, unit, checklist, section, line }));
            }
        }
    }
    Dataset::new(&overview.round().id, View::Points, &point_columns(), rows)
}

pub(super) fn verdict(verdict: Option<Verdict>) -> Value {
    verdict.map_or(Value::Nothing, |verdict| Value::word("conclusion.verdict", verdict.as_str()))
}

/// Why the points of an item count nowhere.
pub(super) fn why(why: LeftOut) -> Value {
    let code = match why {
        LeftOut::Na => "na",
        LeftOut::NotAsked => "not-asked",
        LeftOut::Undetermined => "undetermined",
    };
    Value::word("export.left_out", code)
}

//! Units, and units × checklists.

use super::dataset::{Column, column};
use super::{Dataset, Value, View};
use crate::conclusion::report::RoundResults;
use crate::inspection::{IssuedContent, Round};
use crate::overview::{Cell, Ranked, UnitOverview};

pub(super) struct UnitRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    ranked: Option<&'a Ranked>,
    notice: Option<&'a IssuedContent>,
}

pub(super) fn unit_columns<'a>() -> Vec<Column<UnitRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("unit_kind", |row| Value::word("cli.unit_kind", row.unit.unit.kind.as_str())),
        column("under", |row| Value::maybe(row.unit.unit.under.as_ref())),
        column("visit", |row| Value::day(row.unit.unit.visit)),
        column("items", |row| Value::count(row.unit.totals.items)),
        column("answered", |row| Value::count(row.unit.totals.answered)),
        column("required_left", |row| Value::count(row.unit.totals.required_left)),
        column("pass", |row| Value::count(row.unit.totals.pass)),
        column("partial", |row| Value::count(row.unit.totals.partial)),
        column("fail", |row| Value::count(row.unit.totals.fail)),
        column("na", |row| Value::count(row.unit.totals.na)),
        column("pass_share", |row| {
            let totals = &row.unit.totals;
            Value::part(totals.pass, totals.pass + totals.partial + totals.fail)
        }),
        column("max_points", |row| Value::Number(row.unit.points.full)),
        column("own_points", |row| Value::number(row.unit.points.whole_own())),
        column("points", |row| Value::Number(row.unit.points.verified)),
        column("points_share", |row| Value::share(row.unit.points.share())),
        column("rank", |row| row.ranked.and_then(|ranked| ranked.rank).map_or(Value::Nothing, Value::count)),
        column("complete", |row| Value::Flag(row.unit.is_complete())),
        column("conflicts", |row| Value::count(row.unit.totals.conflicts)),
        column("errors", |row| Value::count(row.unit.errors)),
        column("warnings", |row| Value::count(row.unit.warnings)),
        column("signed", |row| Value::day(row.unit.signed.map(|signed| signed.on))),
        column("changes_after_signing", |row| row.unit.signed.map_or(Value::Nothing, |it| Value::count(it.later))),
        column("notice", |row| Value::maybe(row.notice.map(IssuedContent::number_line))),
        column("notice_date", |row| Value::day(row.notice.map(|notice| notice.date))),
    ]
}

pub(super) fn units(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let rows = overview.units.iter().map(|unit| UnitRow {
        round: overview.round(),
        unit,
        ranked: overview.ranking.iter().find(|ranked| ranked.unit == unit.unit.id),
        notice: results.notice(&unit.unit.id),
    });
    Dataset::new(&overview.round().id, View::Units, &unit_columns(), rows)
}

pub(super) struct CellRow<'a> {
    round: &'a Round,
    unit: &'a UnitOverview,
    cell: &'a Cell,
}

pub(super) fn overview_columns<'a>() -> Vec<Column<CellRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("unit", |row| Value::text(&row.unit.unit.id)),
        column("unit_name", |row| Value::text(&row.unit.unit.name)),
        column("checklist", |row| Value::text(&row.cell.checklist.id)),
        column("checklist_title", |row| Value::text(&row.cell.checklist.title)),
        column("field", |row| Value::word("conclusion.field", row.cell.checklist.field.as_str())),
        column("items", |row| Value::count(row.cell.totals.items)),
        column("answered", |row| Value::count(row.cell.totals.answered)),
        column("required_left", |row| Value::count(row.cell.totals.required_left)),
        column("pass", |row| Value::count(row.cell.totals.pass)),
        column("partial", |row| Value::count(row.cell.totals.partial)),
        column("fail", |row| Value::count(row.cell.totals.fail)),
        column("na", |row| Value::count(row.cell.totals.na)),
        column("pass_share", |row| {
            let totals = &row.cell.totals;
            Value::part(totals.pass, totals.pass + totals.partial + totals.fail)
        }),
        column("max_points", |row| Value::Number(row.cell.points.full)),
        column("own_points", |row| Value::number(row.cell.points.whole_own())),
        column("points", |row| Value::Number(row.cell.points.verified)),
        column("points_share", |row| Value::share(row.cell.points.share())),
        column("conflicts", |row| Value::count(row.cell.totals.conflicts)),
    ]
}

pub(super) fn overview(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let rows = overview.units.iter().flat_map(|unit| {
        let round = overview.round();
        unit.cells.iter().map(move |cell| CellRow { round, unit, cell })
    });
    Dataset::new(&overview.round().id, View::Overview, &overview_columns(), rows)
}

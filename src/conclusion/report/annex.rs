//! The report's tables: unit × checklist, points, shortcomings with their units, indicators over the years, requirements.

use super::super::annex::{column, entry, ordinal_column};
use super::super::figure::integer;
use super::super::phrase;
use super::compare::{judged, passed_text};
use super::{RoundResults, said};
use crate::assessment::Totals;
use crate::checklist::Verdict;
use crate::inspection::UnitId;
use crate::overview::{Indicator, Level, PointSum, Trend, TrendValue};
use crate::paper::{Alignment, Annex, Column, Orientation, Paragraph, Row, Table};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{format_number, format_percent, round_half_away};

/// Decimals of a mean.
const MEAN_DIGITS: u8 = 2;

/// The annexes; those without rows are left out.
pub(super) fn annexes(results: &RoundResults) -> Vec<Annex> {
    let all = [by_checklist(results), points(results), shortcomings(results), trends(results), requirements(results)];
    all.into_iter().filter(|annex| !annex.table.rows().is_empty()).collect()
}

fn annex(title: String, orientation: Orientation, notes: Vec<Paragraph>, table: Table) -> Annex {
    Annex { title, orientation, notes, body: Vec::new(), table, pictures: Vec::new() }
}

fn right(title: String, width: u16) -> Column {
    column(title, Alignment::Right, width)
}

fn dash() -> String {
    said!("dash")
}

/// `12/15`: passes of what was judged.
fn passes(totals: &Totals) -> String {
    match judged(totals) {
        0 => dash(),
        judged => format!("{}/{}", integer(totals.pass), integer(judged)),
    }
}

fn by_checklist(results: &RoundResults) -> Annex {
    let overview = &results.overview;
    let checklists: Vec<_> = overview.checklists().collect();
    let mut columns = vec![ordinal_column(), column(said!("column.unit"), Alignment::Left, 30)];
    columns.extend((1..=checklists.len()).map(|number| column(format!("({number})"), Alignment::Center, 9)));
    columns.push(column(said!("column.all"), Alignment::Center, 12));
    columns.push(right(said!("column.pass_share"), 11));
    let mut table = Table::new(columns);
    for (ordinal, unit) in (1..).zip(&overview.units) {
        let mut cells = vec![ordinal.to_string(), phrase::clause(&unit.unit.name)];
        cells.extend(checklists.iter().map(|list| unit.cell(&list.id).map_or_else(dash, |cell| passes(&cell.totals))));
        cells.extend([passes(&unit.totals), passed_text(&unit.totals)]);
        table.push(entry(cells, Vec::new()));
    }
    let mut cells = vec![String::new(), said!("all_units")];
    cells.extend(checklists.iter().map(|list| passes(&results.of_checklist(list).0)));
    let totals = overview.totals();
    cells.extend([passes(&totals), passed_text(&totals)]);
    if !overview.units.is_empty() {
        table.push(Row::Total { cells, sources: Vec::new() });
    }
    let legend = (1..).zip(&checklists).map(|(number, list)| format!("({number}) {}", phrase::clause(&list.title)));
    let legend = legend.collect::<Vec<_>>().join("; ");
    let notes = vec![said!("annex_checklists_note").into(), format!("{legend}.").into()];
    annex(said!("annex_checklists"), Orientation::Landscape, notes, table)
}

fn points(results: &RoundResults) -> Annex {
    let overview = &results.overview;
    let mut table = Table::new(vec![
        column(said!("column.rank"), Alignment::Center, 9),
        column(said!("column.unit"), Alignment::Left, 34),
        right(said!("column.full"), 11),
        right(said!("column.own"), 11),
        right(said!("column.verified"), 11),
        right(said!("column.points_share"), 11),
        column(said!("column.note"), Alignment::Left, 13),
    ]);
    if overview.ranking.iter().all(|ranked| ranked.rank.is_none()) {
        return annex(said!("annex_points"), Orientation::Portrait, Vec::new(), table);
    }
    let cells = |rank: String, name: String, points: &PointSum, note: String| {
        let own = points.whole_own().map_or_else(dash, format_number);
        let share = points.share().filter(|_| points.judged > 0).map_or_else(dash, format_percent);
        vec![rank, name, format_number(points.full), own, format_number(points.verified), share, note]
    };
    for ranked in &overview.ranking {
        let rank = ranked.rank.map_or_else(dash, integer);
        let name = phrase::clause(&results.name(&ranked.unit));
        let note = if ranked.points.is_complete() { String::new() } else { said!("incomplete") };
        table.push(entry(cells(rank, name, &ranked.points, note), Vec::new()));
    }
    let all = cells(String::new(), said!("all_units"), &overview.points(), String::new());
    table.push(Row::Total { cells: all, sources: Vec::new() });
    let mut notes: Vec<Paragraph> = vec![said!("annex_points_note").into()];
    let left_out = overview.points();
    if left_out.left_out_items > 0 {
        let (count, points) = (integer(left_out.left_out_items), format_number(left_out.left_out));
        notes.push(said!("annex_points_left_out", count = count, points = points).into());
    }
    annex(said!("annex_points"), Orientation::Portrait, notes, table)
}

fn shortcomings(results: &RoundResults) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(said!("column.shortcoming"), Alignment::Left, 44),
        column(said!("column.units_concerned"), Alignment::Center, 11),
        right(said!("column.units_share"), 10),
        column(said!("column.failing"), Alignment::Left, 34),
        column(said!("column.partly"), Alignment::Left, 34),
    ]);
    for (ordinal, of) in (1..).zip(&results.overview.shortcomings) {
        let with = |verdict: Verdict| {
            let units = of.units.iter().filter(|unit| unit.verdict == verdict);
            list(results, units.map(|unit| &unit.unit))
        };
        let cells = vec![
            ordinal.to_string(),
            super::body::topic(results, of),
            format!("{}/{}", integer(of.units.len()), integer(of.judged)),
            super::compare::share(of.units.len(), of.judged),
            with(Verdict::Fail),
            with(Verdict::Partial),
        ];
        table.push(entry(cells, Vec::new()));
    }
    let notes = vec![said!("annex_shortcomings_note").into()];
    annex(said!("annex_shortcomings"), Orientation::Landscape, notes, table)
}

fn list<'a>(results: &RoundResults, units: impl Iterator<Item = &'a UnitId>) -> String {
    units.map(|unit| phrase::clause(&results.name(unit))).collect::<Vec<_>>().join("; ")
}

fn trends(results: &RoundResults) -> Annex {
    let trends = &results.trends;
    let mut columns = vec![
        ordinal_column(),
        column(said!("column.indicator"), Alignment::Left, 50),
        column(said!("column.level"), Alignment::Left, 14),
        column(said!("column.counted_in"), Alignment::Left, 12),
    ];
    columns.extend(trends.years.iter().map(|year| right(said!("column.year", year = year.year), 16)));
    let mut table = Table::new(columns);
    for (ordinal, row) in (1..).zip(&trends.rows) {
        let mut cells = vec![ordinal.to_string(), indicator(row), level(row.level), counted_in(row)];
        cells.extend(row.values.iter().map(|value| value.as_ref().map_or_else(dash, |value| told(row, value))));
        table.push(entry(cells, Vec::new()));
    }
    let rounds = trends.years.iter().flat_map(|year| &year.rounds);
    let rounds: Vec<String> = rounds
        .map(|round| {
            let (from, to) = (format_date(round.period.from), format_date(round.period.to));
            said!("trend_round", title = phrase::clause(&round.title), from = from, to = to)
        })
        .collect();
    let notes =
        vec![said!("annex_trends_note").into(), said!("annex_trends_rounds", rounds = rounds.join("; ")).into()];
    annex(said!("annex_trends"), Orientation::Landscape, notes, table)
}

/// What a row of the yearly table is about.
pub(super) fn indicator(row: &Trend) -> String {
    match &row.indicator {
        Indicator::Units => said!("indicator.units"),
        Indicator::Passed => said!("indicator.passed"),
        Indicator::Points => said!("indicator.points"),
        Indicator::Item { ask, .. } => phrase::clause(ask),
    }
}

fn counted_in(row: &Trend) -> String {
    match &row.indicator {
        Indicator::Units => said!("counted_units"),
        Indicator::Item { unit: Some(unit), .. } => phrase::clause(unit),
        _ if row.is_share => "%".to_owned(),
        _ => String::new(),
    }
}

fn level(level: Level) -> String {
    match level {
        Level::Province => said!("level.tinh"),
        Level::District => said!("level.huyen"),
        Level::Commune => said!("level.xa"),
        Level::Other => said!("level.khac"),
    }
}

/// A value with the units it is of, where not all that were asked gave it.
fn told(row: &Trend, value: &TrendValue) -> String {
    let number = if row.is_share {
        format_percent(value.value)
    } else {
        format_number(round_half_away(value.value, MEAN_DIGITS))
    };
    if value.units == value.of {
        number
    } else {
        said!("trend_value", value = number, units = integer(value.units), of = integer(value.of))
    }
}

fn requirements(results: &RoundResults) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(said!("column.unit"), Alignment::Left, 26),
        column(said!("column.notice"), Alignment::Left, 16),
        column(said!("column.requirement"), Alignment::Left, 50),
        column(said!("column.due"), Alignment::Center, 13),
        column(said!("column.state"), Alignment::Left, 22),
        column(said!("column.report"), Alignment::Left, 20),
    ]);
    for (ordinal, one) in (1..).zip(&results.requirements) {
        let state = rust_i18n::t!(format!("export.state.{}", one.state.as_str()), locale = "vi");
        let state = match one.overdue_by {
            Some(days) => said!("overdue_by", state = state, days = days),
            None => state.into_owned(),
        };
        let report = one.current().map_or_else(dash, |report| {
            let (number, date) = (phrase::clause(&report.content.number), format_date(report.content.date));
            said!("dated", number = number, date = date)
        });
        let cells = vec![
            ordinal.to_string(),
            phrase::clause(&one.unit_name),
            said!("dated", number = phrase::clause(&one.notice.number), date = format_date(one.notice.date)),
            phrase::sentence(&one.requirement.text),
            one.due.map_or_else(dash, format_date),
            phrase::capitalised(&state),
            report,
        ];
        table.push(entry(cells, Vec::new()));
    }
    annex(said!("annex_requirements"), Orientation::Landscape, Vec::new(), table)
}

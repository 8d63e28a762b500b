//! The report's tables: unit × checklist, points, shortcomings with their units, indicators over the years, requirements.
//! What is too long for paper (every figure, every requirement of 150 units) stands in the annex of figures (.xlsx).

mod requirement;
mod shortcoming;
mod trend;

use super::super::annex::{column, entry, ordinal_column};
use super::super::figure::integer;
use super::super::phrase;
use super::compare::{judged, passed_text};
use super::{RoundResults, said};
use crate::assessment::Totals;
use crate::overview::PointSum;
use crate::paper::{Alignment, Annex, Column, Orientation, Paragraph, Row, Table};
use crate::vietnamese::number::{format_number, format_percent};

/// The annexes; those without rows are left out.
pub(super) fn annexes(results: &RoundResults) -> Vec<Annex> {
    let all = [
        by_checklist(results),
        points(results),
        shortcoming::annex(results),
        trend::annex(results),
        requirement::by_unit(results),
        requirement::left(results),
    ];
    all.into_iter().filter(|annex| !annex.table.rows().is_empty()).collect()
}

fn sheet(title: String, orientation: Orientation, notes: Vec<Paragraph>, table: Table) -> Annex {
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
    sheet(said!("annex_checklists"), Orientation::Landscape, notes, table)
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
        return sheet(said!("annex_points"), Orientation::Portrait, Vec::new(), table);
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
    sheet(said!("annex_points"), Orientation::Portrait, notes, table)
}

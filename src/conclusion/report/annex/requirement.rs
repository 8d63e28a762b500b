//! What became of the requirements: counted by unit, and one by one what is still to be done.

use super::super::super::annex::{column, entry, ordinal_column};
use super::super::super::figure::integer;
use super::super::super::phrase;
use super::super::{RoundResults, said};
use super::{dash, right, sheet};
use crate::conclusion::follow_up::{FollowUp, Tally};
use crate::inspection::RequirementState;
use crate::paper::{Alignment, Annex, Column, Orientation, Row, Table};
use crate::vietnamese::date::format_date;

/// Requirements listed one by one at most.
const LISTED: usize = 60;

/// One row per unit to which a notice was issued.
pub(super) fn by_unit(results: &RoundResults) -> Annex {
    let is_contested = results.requirements.iter().any(|one| one.state == RequirementState::Contested);
    let mut columns = vec![
        ordinal_column(),
        column(said!("column.unit"), Alignment::Left, 30),
        column(said!("column.notice"), Alignment::Left, 24),
    ];
    columns.extend(["required", "accepted", "reported", "returned", "open"].map(state_column));
    if is_contested {
        columns.push(state_column("contested"));
    }
    columns.push(state_column("overdue"));
    let mut table = Table::new(columns);
    let counts = |tally: &Tally| {
        let mut counts = vec![tally.total, tally.accepted, tally.reported, tally.returned, tally.open];
        counts.extend(is_contested.then_some(tally.contested));
        counts.push(tally.overdue);
        counts.into_iter().map(integer)
    };
    let mut ordinal = 0;
    for unit in &results.overview.units {
        let Some(notice) = results.notice(&unit.unit.id) else { continue };
        ordinal += 1;
        let mut cells = vec![ordinal.to_string(), phrase::clause(&unit.unit.name)];
        let (number, date) = (phrase::clause(&notice.number_line()), format_date(notice.date));
        cells.push(said!("dated", number = number, date = date));
        cells.extend(counts(&Tally::of(results.requirements.iter().filter(|one| one.unit == unit.unit.id))));
        table.push(entry(cells, Vec::new()));
    }
    if ordinal > 0 {
        let mut cells = vec![String::new(), said!("all_units"), String::new()];
        cells.extend(counts(&Tally::of(&results.requirements)));
        table.push(Row::Total { cells, sources: Vec::new() });
    }
    sheet(said!("annex_requirements"), Orientation::Landscape, Vec::new(), table)
}

fn state_column(name: &str) -> Column {
    right(rust_i18n::t!(format!("report.column.{name}"), locale = "vi").into_owned(), 12)
}

/// What is not met yet; where that is too much for paper, what is overdue, the longest first.
pub(super) fn left(results: &RoundResults) -> Annex {
    let all: Vec<&FollowUp> =
        results.requirements.iter().filter(|one| one.state != RequirementState::Accepted).collect();
    let mut overdue: Vec<&FollowUp> = all.iter().copied().filter(|one| one.is_overdue()).collect();
    overdue.sort_by_key(|one| std::cmp::Reverse(one.overdue_by));
    let (title, rows) = if all.len() <= LISTED {
        (said!("annex_requirements_left"), all)
    } else {
        (said!("annex_requirements_overdue"), overdue)
    };
    let mut table = Table::new(vec![
        ordinal_column(),
        column(said!("column.unit"), Alignment::Left, 26),
        column(said!("column.notice"), Alignment::Left, 18),
        column(said!("column.requirement"), Alignment::Left, 50),
        column(said!("column.due"), Alignment::Center, 13),
        column(said!("column.state"), Alignment::Left, 22),
        column(said!("column.report"), Alignment::Left, 20),
    ]);
    for (ordinal, one) in (1..).zip(rows.iter().take(LISTED)) {
        table.push(entry(cells(ordinal, one), Vec::new()));
    }
    let more = rows.len().saturating_sub(LISTED);
    let notes =
        if more > 0 { vec![said!("annex_requirements_more", count = integer(more)).into()] } else { Vec::new() };
    sheet(title, Orientation::Landscape, notes, table)
}

fn cells(ordinal: usize, one: &FollowUp) -> Vec<String> {
    let state = rust_i18n::t!(format!("export.state.{}", one.state.as_str()), locale = "vi");
    let state = match one.overdue_by {
        Some(days) => said!("overdue_by", state = state, days = days),
        None => state.into_owned(),
    };
    let report = one.current().map_or_else(dash, |report| {
        let (number, date) = (phrase::clause(&report.content.number), format_date(report.content.date));
        said!("dated", number = number, date = date)
    });
    vec![
        ordinal.to_string(),
        phrase::clause(&one.unit_name),
        said!("dated", number = phrase::clause(&one.notice.number), date = format_date(one.notice.date)),
        phrase::sentence(&one.requirement.text),
        one.due.map_or_else(dash, format_date),
        phrase::capitalised(&state),
        report,
    ]
}

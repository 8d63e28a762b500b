//! The annexes: score table, figures, samples, list of shortcomings. One without rows is left out.

pub(super) use figure::broken_rules;
pub(super) use score::is_scored;

mod figure;
mod sample;
mod score;
mod shortcoming;

use super::Inspected;
use super::draft::{DraftRequirement, Passage};
use super::finding::Finding;
use super::wording::fixed;
use crate::paper::{Alignment, Annex, Column, Orientation, Row, Source, Table};

/// More columns than this stand on a page across.
const PORTRAIT_COLUMNS: usize = 6;

/// What the text of the notice tells: the list of shortcomings follows it.
pub(super) struct Told<'a> {
    /// The passages, in the order of the paper.
    pub passages: &'a [Passage],
    /// What is required.
    pub requirements: &'a [DraftRequirement],
}

/// The annexes of the notice.
pub(super) fn of_notice(inspected: &Inspected<'_>, findings: &[Finding<'_>], told: &Told<'_>) -> Vec<Annex> {
    let mut annexes = vec![score::annex(findings), figure::annex(inspected, findings)];
    annexes.extend(sample::annexes(inspected, findings));
    annexes.push(shortcoming::annex(inspected, findings, told));
    annexes.into_iter().filter(|annex| !annex.table.rows().is_empty()).collect()
}

/// The annexes of the minutes: what their table does not show row by row.
pub(super) fn of_minutes(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Vec<Annex> {
    sample::annexes(inspected, findings).into_iter().filter(|annex| !annex.table.rows().is_empty()).collect()
}

/// A column.
pub(in crate::conclusion) fn column(title: impl Into<String>, alignment: Alignment, width: u16) -> Column {
    Column { title: title.into(), alignment, width }
}

/// The column of ordinals that every table starts with.
pub(in crate::conclusion) fn ordinal_column() -> Column {
    column(fixed!("column.ordinal"), Alignment::Center, 6)
}

/// A row.
pub(in crate::conclusion) fn entry(cells: Vec<String>, sources: Vec<Source>) -> Row {
    Row::Entry { cells, sources }
}

fn sheet(title: String, table: Table) -> Annex {
    let wide = table.columns().len() > PORTRAIT_COLUMNS;
    let orientation = if wide { Orientation::Landscape } else { Orientation::Portrait };
    Annex { title, orientation, notes: Vec::new(), body: Vec::new(), table, pictures: Vec::new() }
}

//! What issued notices require, and what became of it.

use super::dataset::{Column, column};
use super::{Dataset, Value, View, items};
use crate::conclusion::follow_up::FollowUp;
use crate::conclusion::report::RoundResults;

pub(super) fn columns<'a>() -> Vec<Column<&'a FollowUp>> {
    vec![
        column("round", |row| Value::text(&row.round)),
        column("unit", |row| Value::text(&row.unit)),
        column("unit_name", |row| Value::text(&row.unit_name)),
        column("requirement_id", |row| Value::text(&row.requirement.id)),
        column("requirement", |row| Value::text(&row.requirement.text)),
        column("addressee", |row| items::addressee(row.requirement.to)),
        column("place", |row| Value::maybe(row.requirement.item.as_ref())),
        column("notice", |row| Value::text(&row.notice.number)),
        column("notice_date", |row| Value::Day(row.notice.date)),
        column("within_days", |row| Value::number(row.requirement.within_days.map(f64::from))),
        column("due", |row| Value::day(row.due)),
        column("state", |row| Value::word("export.state", row.state.as_str())),
        column("overdue_by", |row| Value::number(row.overdue_by.map(f64::from))),
        column("due_in", |row| Value::number(row.due_in.map(f64::from))),
        column("report", |row| Value::maybe(row.current().map(|report| &report.content.number))),
        column("report_date", |row| Value::day(row.current().map(|report| report.content.date))),
    ]
}

pub(super) fn requirements(results: &RoundResults) -> Dataset {
    let round = &results.overview.round().id;
    Dataset::new(round, View::Requirements, &columns(), results.requirements.iter())
}

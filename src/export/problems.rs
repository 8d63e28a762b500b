//! Problems, as `check` tells them.

use super::dataset::{Column, column};
use super::{Dataset, Value, View};
use crate::assessment::{Problem, ProblemKind, Severity};
use crate::conclusion::Conclusion;
use crate::conclusion::report::RoundResults;
use crate::inspection::{InspectionError, Store};
use crate::overview::RoundOverview;

pub(super) struct ProblemRow<'a> {
    overview: &'a RoundOverview,
    problem: Problem,
}

pub(super) fn columns<'a>() -> Vec<Column<ProblemRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.overview.round().id)),
        column("unit", |row| Value::maybe(row.problem.unit.as_ref())),
        column("unit_name", |row| {
            let id = row.problem.unit.as_deref();
            let unit = row.overview.units.iter().find(|unit| Some(unit.unit.id.as_str()) == id);
            Value::maybe(unit.map(|unit| &unit.unit.name))
        }),
        column("place", |row| Value::text(&row.problem.item)),
        column("problem", |row| Value::word("export.problem", kind(row.problem.kind))),
        column("rule_severity", |row| {
            let code = match row.problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            Value::word("export.rule_severity", code)
        }),
        column("message", |row| Value::text(&row.problem.message)),
    ]
}

pub(super) fn problems(store: &Store, results: &RoundResults) -> Result<Dataset, InspectionError> {
    let overview = results.overview.as_ref();
    let mut found = overview.open.edition_problems();
    for unit in &overview.round().units {
        let conclusion = Conclusion::in_round(store, overview.open.clone(), unit.id.as_str())?;
        let inspected = conclusion.inspected();
        found.extend(inspected.judged.problems(overview.round(), unit, inspected.answers));
    }
    let rows = found.into_iter().map(|problem| ProblemRow { overview, problem });
    Ok(Dataset::new(&overview.round().id, View::Problems, &columns(), rows))
}

/// As in `check --json`.
fn kind(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Unanswered => "unanswered",
        ProblemKind::Rule => "rule",
        ProblemKind::Remark => "remark",
        ProblemKind::Evidence => "evidence",
        ProblemKind::Register => "register",
        ProblemKind::Survey => "survey",
        ProblemKind::Points => "points",
        ProblemKind::Conflict => "conflict",
        ProblemKind::Assignment => "assignment",
        ProblemKind::Period => "period",
        ProblemKind::Edition => "edition",
    }
}

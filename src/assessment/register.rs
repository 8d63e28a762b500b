//! Judging a register: its rows, each by `row_ok`, and the share that is right.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;

use crate::checklist::expression::{Inputs, Truth, Unjudged};
use crate::checklist::{Column, ColumnKind, Register, Required};
use crate::inspection::Row;
use crate::vietnamese::calendar::Calendar;

/// What a row came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowVerdict {
    /// Right.
    Ok,
    /// Wrong.
    NotOk,
    /// A cell it needs is empty, or it cannot be computed.
    NotJudged(Unjudged),
    /// The register has no `row_ok`.
    NoRule,
}

/// What has been judged of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterResult {
    /// One per row, in order.
    pub rows: Vec<RowVerdict>,
    /// Rows that are right.
    pub ok: usize,
    /// Rows that could be judged.
    pub judged: usize,
    /// Rows that miss a required cell.
    pub incomplete: usize,
    /// `ok / judged`.
    pub share: Option<f64>,
}

/// Judges every row. Targets are visible to `row_ok` beside the row's own columns.
pub fn judge(register: &Register, rows: &[Row], targets: Option<&Value>, calendar: &Arc<Calendar>) -> RegisterResult {
    let verdicts: Vec<RowVerdict> = rows.iter().map(|row| judge_row(register, row, targets, calendar)).collect();
    let ok = verdicts.iter().filter(|verdict| **verdict == RowVerdict::Ok).count();
    let judged = ok + verdicts.iter().filter(|verdict| **verdict == RowVerdict::NotOk).count();
    let lacks = |row: &&Row, column: &Column| column.required == Required::Yes && !row.cells.contains_key(&column.id);
    let incomplete = rows.iter().filter(|row| register.columns.iter().any(|column| lacks(row, column))).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
    let share = (judged > 0).then(|| ok as f64 / judged as f64);
    RegisterResult { rows: verdicts, ok, judged, incomplete, share }
}

fn judge_row(register: &Register, row: &Row, targets: Option<&Value>, calendar: &Arc<Calendar>) -> RowVerdict {
    let Some(rule) = &register.row_ok else { return RowVerdict::NoRule };
    let mut inputs = Inputs::with_calendar(calendar.clone());
    if let Some(targets) = targets {
        inputs.set("target", targets.clone());
    }
    for column in &register.columns {
        if let Some(cell) = row.cells.get(&column.id) {
            inputs.set(&column.id.variable(), cell_value(&column.kind, cell));
        }
    }
    match rule.holds(&inputs) {
        Ok(Truth::Holds) => RowVerdict::Ok,
        Ok(Truth::Fails) => RowVerdict::NotOk,
        Err(unjudged) => RowVerdict::NotJudged(unjudged),
    }
}

fn cell_value(kind: &ColumnKind, cell: &serde_json::Value) -> Value {
    match kind {
        ColumnKind::Number => cell.as_f64().map_or(Value::UNDEFINED, super::number_value),
        ColumnKind::YesNo => cell.as_bool().map_or(Value::UNDEFINED, Value::from),
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Choice(_) => {
            cell.as_str().map_or(Value::UNDEFINED, Value::from)
        }
    }
}

/// What a register gives to expressions: `<id>.rows`, `<id>.ok`, `<id>.share`; nothing while it has no row.
pub fn exported(result: &RegisterResult) -> Option<Value> {
    if result.rows.is_empty() {
        return None;
    }
    let mut members: BTreeMap<&str, Value> = BTreeMap::new();
    members.insert("rows", Value::from(result.rows.len()));
    if result.judged > 0 {
        members.insert("ok", Value::from(result.ok));
    }
    if let Some(share) = result.share {
        members.insert("share", Value::from(share));
    }
    Some(Value::from(members))
}

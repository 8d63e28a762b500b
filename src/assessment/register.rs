//! Judging a register: its rows, each by `row_ok`, and the share that is right. A row is judged by itself, so one that
//! changed is judged alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use minijinja::Value;

use crate::checklist::expression::{Inputs, Truth, Unjudged};
use crate::checklist::{Column, ColumnKind, Register, Required};
use crate::inspection::{Row, RowMove};
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

/// What has been judged of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowResult {
    /// What it came to.
    pub verdict: RowVerdict,
    /// Whether every required cell is filled.
    pub filled: Filled,
    /// Working days beyond what `row_ok` allows between two of its days, the most where there are several; 0 in time.
    pub late: u32,
    /// Years whose holidays its days need and which the calendar does not know for sure.
    pub doubts: Vec<YearDoubt>,
}

/// Whether every required cell of a row is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// Every one.
    Complete,
    /// Some are empty.
    Lacking,
}

/// A year whose working days are not known for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearDoubt {
    /// Which.
    pub year: i32,
    /// Why.
    pub why: DoubtReason,
}

/// Why a year's working days are not known for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtReason {
    /// The calendar has no holidays of it: weekends alone were counted.
    Missing,
    /// Its holidays were worked out from the law and not compared with what the Government announced.
    ToVerify,
}

impl std::fmt::Display for YearDoubt {
    /// In the language of the screen, with what to do.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = match self.why {
            DoubtReason::Missing => "assessment.year_missing",
            DoubtReason::ToVerify => "assessment.year_to_verify",
        };
        f.write_str(&rust_i18n::t!(key, year = self.year))
    }
}

/// What has been judged of a register.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RegisterResult {
    /// One per row, in order.
    pub rows: Vec<RowResult>,
    /// Rows that are right.
    pub ok: usize,
    /// Rows that could be judged.
    pub judged: usize,
    /// Rows that miss a required cell.
    pub incomplete: usize,
    /// Rows that are late.
    pub late: usize,
    /// `ok / judged`.
    pub share: Option<f64>,
}

/// Counts of a register's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegisterCounts {
    /// All rows.
    pub rows: usize,
    /// Rows that are right.
    pub ok: usize,
    /// Rows that could be judged.
    pub judged: usize,
    /// Rows that miss a required cell.
    pub incomplete: usize,
    /// Rows that are late.
    pub late: usize,
    /// Of them those that could be judged: wrong because they are late, whatever else.
    pub late_judged: usize,
}

impl RegisterCounts {
    fn add(&mut self, row: &RowResult) {
        let one = Self::of(row);
        self.rows += one.rows;
        self.ok += one.ok;
        self.judged += one.judged;
        self.incomplete += one.incomplete;
        self.late += one.late;
        self.late_judged += one.late_judged;
    }

    fn take(&mut self, row: &RowResult) {
        let one = Self::of(row);
        self.rows -= one.rows;
        self.ok -= one.ok;
        self.judged -= one.judged;
        self.incomplete -= one.incomplete;
        self.late -= one.late;
        self.late_judged -= one.late_judged;
    }

    fn of(row: &RowResult) -> Self {
        Self {
            rows: 1,
            ok: usize::from(row.verdict == RowVerdict::Ok),
            judged: usize::from(matches!(row.verdict, RowVerdict::Ok | RowVerdict::NotOk)),
            incomplete: usize::from(row.filled == Filled::Lacking),
            late: usize::from(row.late > 0),
            late_judged: usize::from(row.late > 0 && row.verdict == RowVerdict::NotOk),
        }
    }

    /// `ok / judged`.
    pub fn share(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
        let share = (self.judged > 0).then(|| self.ok as f64 / self.judged as f64);
        share
    }
}

impl RegisterResult {
    fn of(rows: Vec<RowResult>) -> Self {
        let mut result = Self { rows, ..Self::default() };
        result.count();
        result
    }

    fn count(&mut self) {
        let counts = self.counts();
        (self.ok, self.judged, self.incomplete, self.late) = (counts.ok, counts.judged, counts.incomplete, counts.late);
        self.share = counts.share();
    }

    /// Follows one row: `row` is what it came to where it stands now. Counts are taken anew by [`Self::settle`].
    pub(super) fn follow(&mut self, moved: RowMove, row: Option<RowResult>) {
        if let Some(from) = moved.from.filter(|from| *from < self.rows.len()) {
            self.rows.remove(from);
        }
        if let (Some(to), Some(row)) = (moved.to, row) {
            self.rows.insert(to.min(self.rows.len()), row);
        }
    }

    /// Counts anew, once every row that changed was followed.
    pub(super) fn settle(mut self) -> Self {
        self.count();
        self
    }

    /// Its counts.
    pub fn counts(&self) -> RegisterCounts {
        let mut counts = RegisterCounts::default();
        for row in &self.rows {
            counts.add(row);
        }
        counts
    }

    /// Its counts with `row` in place of the one at `index`, or beside all others.
    pub fn counts_with(&self, index: Option<usize>, row: &RowResult) -> RegisterCounts {
        let mut counts = self.counts();
        counts.add(row);
        if let Some(present) = index.and_then(|index| self.rows.get(index)) {
            counts.take(present);
        }
        counts
    }

    /// Years that are not known for sure, from all rows.
    pub fn doubts(&self) -> BTreeSet<YearDoubt> {
        self.rows.iter().flat_map(|row| &row.doubts).copied().collect()
    }
}

/// Judges every row. Targets are visible to `row_ok` beside the row's own columns.
pub fn judge(register: &Register, rows: &[Row], targets: Option<&Value>, calendar: &Arc<Calendar>) -> RegisterResult {
    RegisterResult::of(rows.iter().map(|row| judge_row(register, &row.cells, targets, calendar)).collect())
}

/// A row's filled cells.
pub type Cells = BTreeMap<crate::checklist::ColumnId, serde_json::Value>;

/// Judges one row by its cells.
pub fn judge_row(register: &Register, cells: &Cells, targets: Option<&Value>, calendar: &Arc<Calendar>) -> RowResult {
    let lacks = |column: &Column| column.required == Required::Yes && !cells.contains_key(&column.id);
    let filled = if register.columns.iter().any(lacks) { Filled::Lacking } else { Filled::Complete };
    let (late, doubts) = lateness(register, cells, calendar);
    RowResult { verdict: verdict_of(register, cells, targets, calendar), filled, late, doubts }
}

fn verdict_of(register: &Register, cells: &Cells, targets: Option<&Value>, calendar: &Arc<Calendar>) -> RowVerdict {
    let Some(rule) = &register.row_ok else { return RowVerdict::NoRule };
    let mut inputs = Inputs::with_calendar(calendar.clone());
    if let Some(targets) = targets {
        inputs.set("target", targets.clone());
    }
    for column in &register.columns {
        if let Some(cell) = cells.get(&column.id) {
            inputs.set(&column.id.variable(), cell_value(&column.kind, cell));
        }
    }
    match rule.holds(&inputs) {
        Ok(Truth::Holds) => RowVerdict::Ok,
        Ok(Truth::Fails) => RowVerdict::NotOk,
        Err(unjudged) => RowVerdict::NotJudged(unjudged),
    }
}

/// By how many working days the row's days exceed what `row_ok` allows, and which years that needs.
fn lateness(register: &Register, cells: &Cells, calendar: &Calendar) -> (u32, Vec<YearDoubt>) {
    let (mut late, mut doubts) = (0, Vec::new());
    let Some(rule) = &register.row_ok else { return (late, doubts) };
    let day = |variable: &str| -> Option<NaiveDate> {
        let column = register.columns.iter().find(|column| column.id.variable() == variable)?;
        cells.get(&column.id)?.as_str()?.parse().ok()
    };
    for span in rule.day_spans() {
        let (Some(from), Some(to)) = (day(&span.from), day(&span.to)) else { continue };
        if let Some(limit) = span.limit {
            late = late.max(limit.exceeded_by(calendar.working_days(from, to)));
        }
        let doubt = |why| move |year| YearDoubt { year, why };
        doubts.extend(calendar.missing_years(from, to).into_iter().map(doubt(DoubtReason::Missing)));
        doubts.extend(calendar.years_to_verify(from, to).into_iter().map(doubt(DoubtReason::ToVerify)));
    }
    doubts.sort_unstable();
    doubts.dedup();
    (late, doubts)
}

/// Whether `row_ok` allows only so many working days: its rows may be late.
pub fn has_deadline(register: &Register) -> Deadline {
    let limited = register.row_ok.as_ref().is_some_and(|rule| rule.day_spans().iter().any(|span| span.limit.is_some()));
    if limited { Deadline::Has } else { Deadline::None }
}

/// Whether rows of a register may be late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// They may.
    Has,
    /// It asks for no days.
    None,
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

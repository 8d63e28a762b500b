//! Judging: figures, rates, cross-checks, verdicts, points, problems, progress. One code for the
//! screen, `status`, `check` and the papers; recomputed only as far as an answer reaches.

pub mod double_entry;
mod edition_problem;
mod equation;
mod figures;
mod judge;
pub mod own_phrase;
mod plan;
mod problem;
mod register;
mod round;
mod state;
mod survey;
mod transfer;
mod unit;

pub use equation::{Balance, Equation};
pub use figures::{FigureLine, Standing};
pub use judge::ChecklistAssessment;
pub use plan::Plan;
pub use problem::{Problem, ProblemKind, Severity};
pub use register::{
    Cells, Deadline, DoubtReason, Filled, RegisterCounts, RegisterResult, RowResult, RowVerdict, YearDoubt,
    has_deadline,
};
pub use round::OpenRound;
pub use state::{Answered, Asked, ItemPoints, ItemState, JudgedQuote, QuotedFigure, RuleState, Totals};
pub use survey::{DetailGroup, RaisedAlarm, SurveyResult, Tally, by_detail, is_satisfied};
pub use transfer::{Transferred, transfer};
pub use unit::{RoundBasis, UnitAssessment};

use minijinja::Value;

/// A figure for expressions: whole numbers as integers, so that they print and divide as people expect.
pub(crate) fn number_value(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and below 2^53")]
    if number.fract() == 0.0 && number.abs() < 9.0e15 { Value::from(number as i64) } else { Value::from(number) }
}

#[cfg(test)]
mod figure_tests;
#[cfg(test)]
mod tests;

//! What has been judged of an item, a rule, a checklist and a unit.

use serde::Serialize;

use super::register::RegisterResult;
use super::survey::SurveyResult;
use crate::checklist::Verdict;
use crate::checklist::expression::{Expression, Inputs, Quotient, Unjudged};
use crate::inspection::QuotedPercent;
use crate::vietnamese::number::{Quoted, percent_of, quoted, round_half_away};

/// Whether an item is asked now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Asked {
    /// It is.
    #[default]
    Yes,
    /// Its `when` does not hold: it counts nowhere.
    No,
    /// Its `when` needs an answer that is not there yet: it counts nowhere so far.
    NotYet(Unjudged),
}

/// Points of an item that is asked and has any.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemPoints {
    /// Verified points (điểm thẩm định); 0 while there is no verdict.
    pub verified: f64,
    /// Full points (điểm chuẩn); 0 where the verdict is na.
    pub full: f64,
    /// Points the unit gave itself (điểm tự chấm).
    pub own: Option<f64>,
}

/// What has been judged of an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemState {
    /// Whether it is asked now.
    pub asked: Asked,
    /// Whether it has an answer, or a value where it is computed.
    pub answered: Answered,
    /// Its verdict, chosen or computed.
    pub verdict: Option<Verdict>,
    /// Its figure, rate, share or index.
    pub value: Option<f64>,
    /// Why a computed value is missing ("chưa tính được").
    pub unjudged: Option<Unjudged>,
    /// The percentage that the unit quotes for it, held against the figures.
    pub quoted: Option<QuotedFigure>,
    /// Points, where it has any and is asked.
    pub points: Option<ItemPoints>,
    /// Rows judged, for a register.
    pub register: Option<RegisterResult>,
    /// Forms counted, for a survey.
    pub survey: Option<SurveyResult>,
    /// In how many fields of the answer, its rows, forms and evidence opinions differ, also where it is not asked now.
    pub conflicts: usize,
}

/// A percentage that the unit quotes, held against the figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuotedFigure {
    /// As quoted.
    pub said: QuotedPercent,
    /// What it is worth, and what it should be; `None` where the rate cannot be computed yet.
    pub judged: Option<JudgedQuote>,
}

/// What a quoted percentage is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgedQuote {
    /// Right, cut off instead of rounded, or wrong.
    pub verdict: Quoted,
    /// What the figures give, to as many digits as were quoted.
    pub right: QuotedPercent,
}

impl QuotedFigure {
    /// Holds `said` against a rate: exactly, where its formula is one division, else against its value.
    pub(super) fn judge(said: QuotedPercent, formula: &Expression, inputs: &Inputs) -> Self {
        // A value that came of more than one division has noise behind its twelfth digit.
        let value = || Some(Fraction { part: round_half_away(formula.number(inputs).ok()?, 12), whole: 1.0 });
        let divided = |quotient: &Quotient| {
            Some(Fraction { part: quotient.part.value(inputs)?, whole: quotient.whole.value(inputs)? })
        };
        let judge = |fraction: Fraction| {
            let verdict = quoted(fraction.part, fraction.whole, said.value(), said.digits())?;
            let right = percent_of(fraction.part, fraction.whole, said.digits())?;
            Some(JudgedQuote { verdict, right: QuotedPercent::computed(right, said.digits()) })
        };
        let exact = formula.quotient().and_then(divided).and_then(judge);
        Self { said, judged: exact.or_else(|| value().and_then(judge)) }
    }
}

struct Fraction {
    part: f64,
    whole: f64,
}

/// Whether an item has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answered {
    /// It has.
    Yes,
    /// It has not.
    #[default]
    No,
    /// Several people said different things and nobody has settled it.
    Conflict,
}

impl ItemState {
    /// Whether it counts now.
    pub fn is_asked(&self) -> bool {
        self.asked == Asked::Yes
    }
}

/// What has been judged of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RuleState {
    /// An input is missing or it cannot be computed: neither right nor wrong.
    #[default]
    NotJudged,
    /// The figures agree.
    Holds,
    /// They do not; with the rule's message filled in.
    Broken(String),
}

/// Counts of a unit, a checklist or a section (`status --json`).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Items asked now, rates included.
    pub items: usize,
    /// Of them answered.
    pub answered: usize,
    /// Required ones still without an answer.
    pub required_left: usize,
    /// Verdicts.
    pub pass: usize,
    /// Verdicts.
    pub partial: usize,
    /// Verdicts.
    pub fail: usize,
    /// Verdicts.
    pub na: usize,
    /// Verified points.
    pub points: f64,
    /// Full points; `na` does not count.
    pub max_points: f64,
    /// Fields with different opinions nobody has settled: what `conflicts` lists.
    pub conflicts: usize,
}

impl Totals {
    pub(super) fn count(&mut self, state: &ItemState, required: crate::checklist::Required) {
        self.conflicts += state.conflicts;
        if !state.is_asked() {
            return;
        }
        self.items += 1;
        if state.answered == Answered::Yes {
            self.answered += 1;
        }
        if state.answered != Answered::Yes && required == crate::checklist::Required::Yes {
            self.required_left += 1;
        }
        match state.verdict {
            Some(Verdict::Pass) => self.pass += 1,
            Some(Verdict::Partial) => self.partial += 1,
            Some(Verdict::Fail) => self.fail += 1,
            Some(Verdict::Na) => self.na += 1,
            None => {}
        }
        if let Some(points) = state.points {
            self.points += points.verified;
            self.max_points += points.full;
        }
    }

    /// Adds another part's counts.
    pub fn add(&mut self, other: &Self) {
        self.items += other.items;
        self.answered += other.answered;
        self.required_left += other.required_left;
        self.pass += other.pass;
        self.partial += other.partial;
        self.fail += other.fail;
        self.na += other.na;
        self.points += other.points;
        self.max_points += other.max_points;
        self.conflicts += other.conflicts;
    }

    /// Share answered of what is asked, 0..1; 0 where nothing is asked.
    pub fn progress(&self) -> f64 {
        if self.items == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
        let share = self.answered as f64 / self.items as f64;
        share
    }
}

//! One unit as the overview sees it.

use chrono::NaiveDate;

use super::cell::Cell;
use super::edition::Editions;
use super::points::PointSum;
use crate::assessment::{ProblemKind, RuleState, Severity, Totals};
use crate::checklist::{ChecklistId, Field, RuleId, RuleSeverity};
use crate::conclusion::{Conclusion, Told};
use crate::inspection::{InspectionError, ItemKey, Store, Unit};

/// A check of figures that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenCheck {
    /// Of which checklist.
    pub checklist: ChecklistId,
    /// Which rule.
    pub rule: RuleId,
    /// How grave.
    pub severity: RuleSeverity,
    /// The rule's message, filled in.
    pub message: String,
}

/// That a unit's minutes are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// On which day.
    pub on: NaiveDate,
    /// How much changed there since.
    pub later: usize,
}

/// Counts of one of the seven fields at a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldSum {
    /// Which field.
    pub field: Field,
    /// What its items came to.
    pub totals: Totals,
    /// Its points.
    pub points: PointSum,
}

/// A unit with all that was judged there.
#[derive(Debug, Clone)]
pub struct UnitOverview {
    /// The unit.
    pub unit: Unit,
    /// Counts over all checklists, and conflicts beside them: what `status --json` tells.
    pub totals: Totals,
    /// Points over all checklists.
    pub points: PointSum,
    /// The checklists asked here, in the round's order.
    pub cells: Vec<Cell>,
    /// Shortcomings and remarked strengths, in the order of the papers.
    pub findings: Vec<Told>,
    /// Checks of figures that do not hold.
    pub broken: Vec<BrokenCheck>,
    /// Problems that are errors, unanswered required items among them.
    pub errors: usize,
    /// Of the errors those that a required item is unanswered.
    pub unanswered: usize,
    /// Problems that are warnings.
    pub warnings: usize,
    /// That its minutes are signed.
    pub signed: Option<Signed>,
}

impl UnitOverview {
    pub(super) fn load(store: &Store, editions: &Editions, unit: &Unit) -> Result<Self, InspectionError> {
        let open = &editions.open;
        let conclusion = Conclusion::in_round(store, open.clone(), unit.id.as_str())?;
        let inspected = conclusion.inspected();
        let (judged, answers) = (inspected.judged, inspected.answers);
        let cells: Vec<Cell> = judged
            .checklists()
            .iter()
            .map(|judged| Cell::of(judged, answers, editions.shares(judged.checklist())))
            .collect();
        let mut points = PointSum::default();
        cells.iter().for_each(|cell| points.add(&cell.points));
        let problems = judged.problems(&open.round, unit, answers);
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let unanswered = problems.iter().filter(|problem| problem.kind == ProblemKind::Unanswered).count();
        let broken = judged.checklists().iter().flat_map(|judged| {
            judged.rules().filter_map(|(rule, state)| match state {
                RuleState::Broken(message) => Some(BrokenCheck {
                    checklist: judged.checklist().id.clone(),
                    rule: rule.id.clone(),
                    severity: rule.severity,
                    message: message.clone(),
                }),
                RuleState::Holds | RuleState::NotJudged => None,
            })
        });
        Ok(Self {
            unit: unit.clone(),
            totals: judged.totals(),
            points,
            cells,
            findings: inspected.told(),
            broken: broken.collect(),
            errors,
            unanswered,
            warnings: problems.len() - errors,
            signed: conclusion
                .signature()
                .map(|signature| Signed { on: signature.when.date_naive(), later: inspected.later.len() }),
        })
    }

    /// The cell of `checklist`; none where it is not asked of this kind of unit.
    pub fn cell(&self, checklist: &ChecklistId) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.checklist.id == *checklist)
    }

    /// What the papers tell of the item at `key`.
    pub fn finding(&self, key: &ItemKey) -> Option<&Told> {
        self.findings.iter().find(|told| told.key == *key)
    }

    /// The fields that are asked here, in the order of the papers.
    pub fn by_field(&self) -> Vec<FieldSum> {
        let sum = |field: Field| {
            let mut sum = FieldSum { field, totals: Totals::default(), points: PointSum::default() };
            let mut of_field = self.cells.iter().filter(|cell| cell.checklist.field == field).peekable();
            of_field.peek()?;
            of_field.for_each(|cell| {
                sum.totals.add(&cell.totals);
                sum.points.add(&cell.points);
            });
            Some(sum)
        };
        Field::ALL.into_iter().filter_map(sum).collect()
    }

    /// Whether everything required is answered and everything with points judged.
    pub fn is_complete(&self) -> bool {
        self.totals.required_left == 0 && self.points.is_complete()
    }
}

//! A cross-check with its figures: a total, the sum it must come to, and the difference.

use super::judge::ChecklistAssessment;
use crate::checklist::expression::{Arithmetic, Comparison, Inputs, Reference, Relation, Sign, Term};
use crate::checklist::{Item, Rule};
use crate::inspection::Answer;
use crate::vietnamese::number::{round_half_away, same};

/// Decimals kept of a computed difference: more is the noise of binary fractions.
const DIGITS: u8 = 6;

/// A comparison of a rule, turned so that the one figure it is about stands left.
#[derive(Debug, Clone)]
pub struct Equation<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// As the rule writes it.
    pub comparison: &'a Comparison,
    /// The total: one figure where there is one, else the left side.
    pub total: &'a Arithmetic,
    /// How it must stand to the terms.
    pub relation: Relation,
    /// What it must come to.
    pub terms: &'a Arithmetic,
    /// With what the team found.
    pub found: Balance,
    /// With what the unit reported, where it reported any of the figures otherwise.
    pub reported: Option<Balance>,
    reported_inputs: Option<Inputs>,
}

/// Both sides of an equation with figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// The total.
    pub total: Option<f64>,
    /// What the terms come to.
    pub sum: Option<f64>,
}

impl Balance {
    fn of(total: &Arithmetic, terms: &Arithmetic, inputs: &Inputs) -> Self {
        Self { total: total.value(inputs), sum: terms.value(inputs) }
    }

    /// Sum less total; `None` while a figure is missing, 0 where both are the same.
    pub fn difference(self) -> Option<f64> {
        let (total, sum) = self.total.zip(self.sum)?;
        Some(if same(total, sum) { 0.0 } else { round_half_away(sum - total, DIGITS) })
    }

    /// Whether the sides stand as they must; `None` while a figure is missing.
    pub fn holds(self, relation: Relation) -> Option<bool> {
        let difference = self.difference()?;
        Some(match relation {
            Relation::Equal => difference == 0.0,
            Relation::AtMost => difference >= 0.0,
            Relation::AtLeast => difference <= 0.0,
            Relation::Below => difference > 0.0,
            Relation::Above => difference < 0.0,
        })
    }
}

impl<'a> Equation<'a> {
    pub(super) fn of(rule: &'a Rule, comparison: &'a Comparison, found: &Inputs, reported: Option<&Inputs>) -> Self {
        let is_figure = |side: &Arithmetic| matches!(side, Arithmetic::Figure(_));
        let turn = is_figure(&comparison.right) && !is_figure(&comparison.left);
        let (total, relation, terms) = if turn {
            (&comparison.right, comparison.relation.turned(), &comparison.left)
        } else {
            (&comparison.left, comparison.relation, &comparison.right)
        };
        let balance = |inputs: &Inputs| Balance::of(total, terms, inputs);
        let reported_inputs = reported.cloned();
        Self {
            rule,
            comparison,
            total,
            relation,
            terms,
            found: balance(found),
            reported: reported.map(balance),
            reported_inputs,
        }
    }

    /// The figure on the left, where it is one.
    pub fn total_figure(&self) -> Option<&'a Reference> {
        match self.total {
            Arithmetic::Figure(reference) => Some(reference),
            _ => None,
        }
    }

    /// The figures with what the unit reported, where it reported any of them otherwise.
    pub fn reported_inputs(&self) -> Option<&Inputs> {
        self.reported_inputs.as_ref()
    }

    /// Whether it looks at the figure called `variable`.
    pub fn looks_at(&self, variable: &str) -> bool {
        let mut all = self.total.references().into_iter().chain(self.terms.references());
        all.any(|reference| reference.variable() == variable)
    }

    /// What one missing figure must be for both sides to agree; `None` where none or more than one is missing.
    pub fn remaining(&self, inputs: &Inputs) -> Option<f64> {
        let terms = match self.terms {
            Arithmetic::Sum(terms) if self.relation == Relation::Equal => terms,
            _ => return None,
        };
        let mut missing = terms.iter().filter(|term| term.of.value(inputs).is_none());
        let (Some(Term { sign, .. }), None) = (missing.next(), missing.next()) else { return None };
        let known: f64 = terms
            .iter()
            .filter_map(|term| Some(if term.sign == Sign::Plus { 1.0 } else { -1.0 } * term.of.value(inputs)?))
            .sum();
        let rest = self.found.total? - known;
        Some(round_half_away(if *sign == Sign::Plus { rest } else { -rest }, DIGITS))
    }
}

impl ChecklistAssessment {
    /// The rules that compare plain figures, each comparison once, in the rules' order; `answer` gives what the unit
    /// reported.
    pub fn equations<'a>(&'a self, answer: impl Fn(&Item) -> Option<&'a Answer>) -> Vec<Equation<'a>> {
        let mut reported = self.inputs().clone();
        let mut otherwise: Vec<String> = Vec::new();
        for (item, state) in self.items() {
            let Some(said) = answer(item).and_then(|answer| answer.reported).filter(|_| state.is_asked()) else {
                continue;
            };
            reported.set(&item.id.variable(), super::number_value(said));
            otherwise.push(item.id.variable());
        }
        let mut equations = Vec::new();
        for rule in &self.checklist().rules {
            for comparison in rule.check.comparisons() {
                let sides = [&comparison.left, &comparison.right];
                let mut references = sides.into_iter().flat_map(Arithmetic::references);
                let differs = references.any(|reference| otherwise.iter().any(|name| name == reference.variable()));
                equations.push(Equation::of(rule, comparison, self.inputs(), differs.then_some(&reported)));
            }
        }
        equations
    }

    /// The same with `typed` in the place of what is recorded of `item`. Writes nothing.
    #[must_use]
    pub fn supposing<'a>(&self, item: &Item, typed: &'a Answer, answer: impl Fn(&Item) -> Option<&'a Answer>) -> Self {
        let mut judged = self.clone();
        judged.update(item.id.as_str(), |other| if other.id == item.id { Some(typed) } else { answer(other) });
        judged
    }
}

//! The checklist's whole block of figures: totals with their parts below them, and the rates that follow.

use std::collections::HashMap;

use super::equation::Equation;
use super::judge::ChecklistAssessment;
use super::state::ItemState;
use crate::checklist::expression::Relation;
use crate::checklist::{Item, ItemKind};
use crate::inspection::Answer;

/// A figure or rate with what it is held against.
#[derive(Debug, Clone)]
pub struct FigureLine<'a> {
    /// Which.
    pub item: &'a Item,
    /// What it came to.
    pub state: &'a ItemState,
    /// Whether it stands below a total.
    pub standing: Standing,
    /// What the unit reported.
    pub reported: Option<f64>,
    /// The checks that it is the total of.
    pub equations: Vec<Equation<'a>>,
}

/// Whether a figure stands below a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// By itself, or as a total.
    Own,
    /// As a part of the total above.
    Part,
}

impl ChecklistAssessment {
    /// Every figure and rate asked, once: a total before its parts, else in the checklist's order.
    pub fn figures<'a>(&'a self, answer: impl Fn(&Item) -> Option<&'a Answer>) -> Vec<FigureLine<'a>> {
        let block = Block::new(self, self.equations(&answer));
        let mut lines: Vec<FigureLine<'a>> = Vec::new();
        let add = |lines: &mut Vec<FigureLine<'a>>, item: &'a Item, standing| {
            if lines.iter().any(|line| line.item.id == item.id) {
                return;
            }
            let Some(state) = self.state(item.id.as_str()).filter(|state| state.is_asked()) else { return };
            let reported = answer(item).and_then(|answer| answer.reported);
            lines.push(FigureLine { item, state, standing, reported, equations: block.of_total(item) });
        };
        for (item, _) in self.items().filter(|(item, _)| is_figure(item)) {
            let heads: Vec<&Item> = if block.parts(item).is_empty() { block.heads(item) } else { vec![item] };
            for head in heads {
                add(&mut lines, head, Standing::Own);
                for part in block.parts(head).into_iter().filter(|part| block.parts(part).is_empty()) {
                    add(&mut lines, part, Standing::Part);
                }
            }
            add(&mut lines, item, Standing::Own);
        }
        lines
    }
}

struct Block<'a> {
    by_variable: HashMap<String, &'a Item>,
    equations: Vec<Equation<'a>>,
}

impl<'a> Block<'a> {
    fn new(judged: &'a ChecklistAssessment, equations: Vec<Equation<'a>>) -> Self {
        let figures = judged.items().map(|(item, _)| item).filter(|item| is_figure(item));
        Self { by_variable: figures.map(|item| (item.id.variable(), item)).collect(), equations }
    }

    fn of_total(&self, item: &Item) -> Vec<Equation<'a>> {
        let variable = item.id.variable();
        self.equations.iter().filter(|equation| is_total(equation, &variable)).cloned().collect()
    }

    /// The figures that must add up to `item`.
    fn parts(&self, item: &Item) -> Vec<&'a Item> {
        let variable = item.id.variable();
        let sums = self.equations.iter().filter(|equation| is_sum_of(equation, &variable));
        sums.flat_map(|equation| equation.terms.references()).filter_map(|part| self.item(part.variable())).collect()
    }

    /// The totals that `item` is a part of.
    fn heads(&self, item: &Item) -> Vec<&'a Item> {
        let variable = item.id.variable();
        let equations = self.equations.iter().filter(|equation| equation.relation == Relation::Equal);
        let part_of =
            equations.filter(|equation| equation.terms.references().iter().any(|part| part.variable() == variable));
        part_of.filter_map(|equation| self.item(equation.total_figure()?.variable())).collect()
    }

    fn item(&self, variable: &str) -> Option<&'a Item> {
        self.by_variable.get(variable).copied()
    }
}

fn is_total(equation: &Equation<'_>, variable: &str) -> bool {
    equation.total_figure().is_some_and(|total| matches!(total.0.as_slice(), [name] if name == variable))
}

/// Whether several figures must add up to it: only then do they stand below it.
fn is_sum_of(equation: &Equation<'_>, variable: &str) -> bool {
    equation.relation == Relation::Equal && is_total(equation, variable)
}

fn is_figure(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Number { .. } | ItemKind::Rate { .. })
}

//! Judging one checklist at one unit.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;

use super::plan::Plan;
use super::register::{Cells, RegisterResult, RowResult};
use super::state::{Answered, Asked, ItemPoints, ItemState, QuotedFigure, RuleState, Totals};
use super::unit::RoundBasis;
use super::{number_value, register, survey};
use crate::checklist::expression::{Inputs, Truth, Unjudged};
use crate::checklist::{Checklist, Item, ItemKind, Threshold, Thresholds, Verdict};
use crate::inspection::{Answer, AnswerField, Row, RowMove};

/// Slack in comparisons with thresholds: 0.9 typed as a decimal must equal 9/10 computed.
const NOISE: f64 = 1e-9;

/// One checklist at one unit, judged.
#[derive(Debug, Clone)]
pub struct ChecklistAssessment {
    plan: Arc<Plan>,
    inputs: Inputs,
    targets: Option<Value>,
    basis: RoundBasis,
    items: Vec<ItemState>,
    rules: Vec<RuleState>,
}

impl ChecklistAssessment {
    /// Judges everything; `answer` gives an item's answer by its index.
    pub fn new<'a>(plan: Arc<Plan>, basis: &RoundBasis, answer: impl Fn(&Item) -> Option<&'a Answer>) -> Self {
        let mut inputs = Inputs::with_calendar(basis.calendar.clone());
        let targets: Option<Value> = (!basis.targets.is_empty()).then(|| {
            let values: BTreeMap<&str, Value> =
                basis.targets.iter().map(|(name, value)| (name.as_str(), number_value(*value))).collect();
            Value::from(values)
        });
        if let Some(targets) = &targets {
            inputs.set("target", targets.clone());
        }
        let count = plan.order.len();
        let rules = vec![RuleState::default(); plan.checklist.rules.len()];
        let mut judged =
            Self { plan, inputs, targets, basis: basis.clone(), items: vec![ItemState::default(); count], rules };
        let plan = judged.plan.clone();
        let items: Vec<&Item> = plan.checklist.items().collect();
        for &index in &plan.order {
            judged.judge_item(index, items[index], answer(items[index]), None);
        }
        for index in 0..judged.rules.len() {
            judged.judge_rule(index);
        }
        judged
    }

    /// The checklist.
    pub fn checklist(&self) -> &Arc<Checklist> {
        &self.plan.checklist
    }

    /// Dependencies between the items.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The figures, under their variable names.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Items with what they came to, in the checklist's order.
    pub fn items(&self) -> impl Iterator<Item = (&Item, &ItemState)> {
        self.plan.checklist.items().zip(&self.items)
    }

    /// The state of the item called `id`.
    pub fn state(&self, id: &str) -> Option<&ItemState> {
        self.items.get(self.plan.index(id)?)
    }

    /// Rules with what they came to.
    pub fn rules(&self) -> impl Iterator<Item = (&crate::checklist::Rule, &RuleState)> {
        self.plan.checklist.rules.iter().zip(&self.rules)
    }

    /// Rules that look at the item called `id`, with what they came to.
    pub fn rules_of(&self, id: &str) -> impl Iterator<Item = (&crate::checklist::Rule, &RuleState)> {
        let touched = self.plan.index(id).map_or(&[] as &[usize], |index| &self.plan.rules[index]);
        touched.iter().map(|&rule| (&self.plan.checklist.rules[rule], &self.rules[rule]))
    }

    /// Counts over all items.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for (item, state) in self.items() {
            totals.count(state, item.required);
        }
        totals
    }

    /// Counts over the items of the section at `position`.
    pub fn section_totals(&self, position: usize) -> Totals {
        let mut totals = Totals::default();
        let before: usize = self.plan.checklist.sections[..position].iter().map(|section| section.items.len()).sum();
        for (offset, item) in self.plan.checklist.sections[position].items.iter().enumerate() {
            totals.count(&self.items[before + offset], item.required);
        }
        totals
    }

    /// Judges the item called `id` again and whatever depends on it.
    pub fn update<'a>(&mut self, id: &str, answer: impl Fn(&Item) -> Option<&'a Answer>) {
        self.update_knowing(id, None, answer);
    }

    /// As [`Self::update`], where only rows of a register changed and each was told to [`Self::follow_row`].
    pub fn update_followed<'a>(&mut self, id: &str, answer: impl Fn(&Item) -> Option<&'a Answer>) {
        let known = self.plan.index(id).and_then(|index| self.items[index].register.take());
        self.update_knowing(id, known.map(RegisterResult::settle), answer);
    }

    /// A row of the register called `id` changed; judges it alone. [`Self::update_followed`] must come after.
    pub fn follow_row(&mut self, id: &str, moved: RowMove, row: Option<&Row>) {
        let result = row.and_then(|row| self.judge_row(id, &row.cells));
        let Some(index) = self.plan.index(id) else { return };
        if let Some(register) = &mut self.items[index].register {
            register.follow(moved, result);
        }
    }

    /// What a row with these cells comes to in the register called `id`; `None` where it is no register.
    pub fn judge_row(&self, id: &str, cells: &Cells) -> Option<RowResult> {
        match &self.plan.checklist.item(id)?.kind {
            ItemKind::Register(register) => {
                Some(register::judge_row(register, cells, self.targets.as_ref(), &self.basis.calendar))
            }
            _ => None,
        }
    }

    fn update_knowing<'a>(
        &mut self,
        id: &str,
        mut known: Option<RegisterResult>,
        answer: impl Fn(&Item) -> Option<&'a Answer>,
    ) {
        let Some(start) = self.plan.index(id) else { return };
        let plan = self.plan.clone();
        let items: Vec<&Item> = plan.checklist.items().collect();
        let mut touched = vec![false; items.len()];
        let mut rules = vec![false; self.rules.len()];
        touched[start] = true;
        for &index in &plan.order {
            if !touched[index] {
                continue;
            }
            let known = if index == start { known.take() } else { None };
            self.judge_item(index, items[index], answer(items[index]), known);
            for &dependent in &plan.dependents[index] {
                touched[dependent] = true;
            }
            for &rule in &plan.rules[index] {
                rules[rule] = true;
            }
        }
        for index in (0..rules.len()).filter(|&index| rules[index]) {
            self.judge_rule(index);
        }
    }

    /// `known` is what its rows came to, where that is known already.
    fn judge_item(&mut self, index: usize, item: &Item, answer: Option<&Answer>, known: Option<RegisterResult>) {
        let variable = item.id.variable();
        self.inputs.unset(&variable);
        let asked = match item.when.as_ref().map(|when| when.holds(&self.inputs)) {
            None | Some(Ok(Truth::Holds)) => Asked::Yes,
            Some(Ok(Truth::Fails)) => Asked::No,
            Some(Err(unjudged)) => Asked::NotYet(unjudged),
        };
        let conflicts = answer.map_or(0, Answer::contested);
        let mut state = ItemState { asked, register: known, conflicts, ..ItemState::default() };
        if state.is_asked() {
            let empty = Answer::default();
            let answer = answer.unwrap_or(&empty);
            if let Some(value) = self.judge_kind(item, answer, &mut state) {
                self.inputs.set(&variable, value);
            }
            state.points = item.points.map(|points| {
                let (verified, full) = match state.verdict {
                    Some(Verdict::Pass) => (points.full, points.full),
                    Some(Verdict::Partial) => (points.partial, points.full),
                    Some(Verdict::Fail) | None => (0.0, points.full),
                    Some(Verdict::Na) => (0.0, 0.0),
                };
                ItemPoints { verified, full, own: answer.self_points }
            });
        } else {
            state.register = None;
        }
        self.items[index] = state;
    }

    /// Fills in the state of an item that is asked; gives the value that expressions see.
    fn judge_kind(&self, item: &Item, answer: &Answer, state: &mut ItemState) -> Option<Value> {
        let in_conflict = |field| answer.conflicts.contains(&field);
        let given = |is_some: bool, field| match (is_some, in_conflict(field)) {
            (_, true) => Answered::Conflict,
            (true, false) => Answered::Yes,
            (false, false) => Answered::No,
        };
        match &item.kind {
            ItemKind::Verdict => {
                state.answered = given(answer.verdict.is_some(), AnswerField::Verdict);
                state.verdict = answer.verdict;
                answer.verdict.map(|verdict| Value::from(verdict.as_str()))
            }
            ItemKind::Number { thresholds, .. } => {
                state.answered = given(answer.number.is_some(), AnswerField::Number);
                state.value = answer.number;
                state.verdict = self.verdict_of(thresholds.as_ref(), answer.number);
                answer.number.map(number_value)
            }
            ItemKind::Text => {
                state.answered = given(answer.text.is_some(), AnswerField::Text);
                answer.text.as_deref().map(Value::from)
            }
            ItemKind::Date => {
                state.answered = given(answer.date.is_some(), AnswerField::Date);
                answer.date.map(|date| Value::from(date.to_string()))
            }
            ItemKind::Choice { verdicts, .. } => {
                state.answered = given(answer.choice.is_some(), AnswerField::Choice);
                state.verdict = answer.choice.as_ref().and_then(|choice| verdicts.get(choice).copied());
                answer.choice.as_deref().map(Value::from)
            }
            ItemKind::Rate { formula, thresholds } => {
                state.quoted = answer.quoted.map(|said| QuotedFigure::judge(said, formula, &self.inputs));
                match formula.number(&self.inputs) {
                    Ok(value) => {
                        state.answered = Answered::Yes;
                        state.value = Some(value);
                        state.verdict = self.verdict_of(thresholds.as_ref(), Some(value));
                        Some(Value::from(value))
                    }
                    Err(unjudged) => {
                        state.unjudged = Some(unjudged);
                        None
                    }
                }
            }
            ItemKind::Register(definition) => {
                let judge = || register::judge(definition, &answer.rows, self.targets.as_ref(), &self.basis.calendar);
                let result = state.register.take().unwrap_or_else(judge);
                // Without `row_ok` there is no share: rows by themselves are the answer.
                let has_value = if definition.row_ok.is_some() { result.judged > 0 } else { !result.rows.is_empty() };
                state.answered = if has_value { Answered::Yes } else { Answered::No };
                state.value = result.share;
                state.verdict = self.verdict_of(definition.thresholds.as_ref(), result.share);
                let value = register::exported(&result);
                state.register = Some(result);
                value
            }
            ItemKind::Survey(definition) => {
                let result = survey::judge(definition, &answer.forms);
                let index = result.pooled.index();
                state.answered = if index.is_some() { Answered::Yes } else { Answered::No };
                state.value = index;
                state.verdict = self.verdict_of(definition.thresholds.as_ref(), index);
                let value = survey::exported(&definition.questions, &result);
                state.survey = Some(result);
                value
            }
        }
    }

    /// The verdict of `value`; none where a target that is needed is not set.
    fn verdict_of(&self, thresholds: Option<&Thresholds>, value: Option<f64>) -> Option<Verdict> {
        let value = value?;
        let number = |threshold: &Threshold| match threshold {
            Threshold::Value(number) => Some(*number),
            Threshold::Target(name) => self.basis.targets.get(name).copied(),
        };
        let (pass, partial, reaches): (_, _, fn(f64, f64) -> bool) = match thresholds? {
            Thresholds::From { pass, partial } => (pass, partial, |value, limit| value + NOISE >= limit),
            Thresholds::To { pass, partial } => (pass, partial, |value, limit| value - NOISE <= limit),
        };
        let partial = match partial {
            Some(threshold) => Some(number(threshold)?),
            None => None,
        };
        if reaches(value, number(pass)?) {
            Some(Verdict::Pass)
        } else if partial.is_some_and(|limit| reaches(value, limit)) {
            Some(Verdict::Partial)
        } else {
            Some(Verdict::Fail)
        }
    }

    fn judge_rule(&mut self, index: usize) {
        let rule = &self.plan.checklist.rules[index];
        self.rules[index] = match rule.check.holds(&self.inputs) {
            Err(_) => RuleState::NotJudged,
            Ok(Truth::Holds) => RuleState::Holds,
            Ok(Truth::Fails) => {
                // A message that names a figure nobody has given yet must not hide the broken sum.
                let filled = rule.message.render(&self.inputs);
                RuleState::Broken(filled.unwrap_or_else(|missing: Unjudged| {
                    rust_i18n::t!("assessment.rule_broken", rule = rule.id, why = missing).into_owned()
                }))
            }
        };
    }
}

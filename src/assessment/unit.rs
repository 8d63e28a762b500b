//! A whole unit, judged.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::judge::ChecklistAssessment;
use super::plan::Plan;
use super::state::Totals;
use crate::checklist::ChecklistId;
use crate::inspection::{Answer, ItemKey, RowMove, UnitAnswers};
use crate::vietnamese::calendar::Calendar;

/// What judging needs of the round.
#[derive(Debug, Clone)]
pub struct RoundBasis {
    /// `target.<name>`.
    pub targets: Arc<BTreeMap<String, f64>>,
    /// Working days.
    pub calendar: Arc<Calendar>,
}

/// All checklists asked of a unit, judged.
#[derive(Debug, Clone)]
pub struct UnitAssessment {
    checklists: Vec<ChecklistAssessment>,
    /// Contested fields of what is in no checklist asked here: the visit, an item of another edition …
    conflicts_beside: usize,
}

impl UnitAssessment {
    /// Judges everything. `plans` are the checklists that apply to the unit, in the round's order.
    pub fn new(plans: &[Arc<Plan>], basis: &RoundBasis, answers: &UnitAnswers) -> Self {
        let judge = |plan: &Arc<Plan>| {
            let of = answers_of(answers, &plan.checklist.id);
            ChecklistAssessment::new(plan.clone(), basis, |item| of.get(item.id.as_str()).copied())
        };
        let mut judged = Self { checklists: plans.iter().map(judge).collect(), conflicts_beside: 0 };
        judged.count_beside(answers);
        judged
    }

    /// Counts again what is contested beside the items: after what is not an answer was settled.
    pub fn count_beside(&mut self, answers: &UnitAnswers) {
        let in_items: usize = self.checklists.iter().map(|checklist| checklist.totals().conflicts).sum();
        self.conflicts_beside = answers.contested().saturating_sub(in_items);
    }

    /// Judges again what the answer at `key` reaches.
    pub fn update(&mut self, key: &ItemKey, answers: &UnitAnswers) {
        let of = answers_of(answers, &key.checklist);
        if let Some(checklist) = self.checklists.iter_mut().find(|judged| judged.checklist().id == key.checklist) {
            checklist.update(key.item.as_str(), |item| of.get(item.id.as_str()).copied());
        }
        if self.conflicts_beside > 0 {
            self.count_beside(answers);
        }
    }

    /// A row of the register at `key` moved as told when `answers` took it in; judges it alone.
    /// [`Self::update_followed`] must come after the last one.
    pub fn follow_row(&mut self, key: &ItemKey, moved: RowMove, answers: &UnitAnswers) {
        let row = moved.to.and_then(|index| answers.at(key)?.rows.get(index));
        if let Some(checklist) = self.checklists.iter_mut().find(|judged| judged.checklist().id == key.checklist) {
            checklist.follow_row(key.item.as_str(), moved, row);
        }
    }

    /// Judges again what the followed rows of the register at `key` reach.
    pub fn update_followed(&mut self, key: &ItemKey, answers: &UnitAnswers) {
        let of = answers_of(answers, &key.checklist);
        if let Some(checklist) = self.checklists.iter_mut().find(|judged| judged.checklist().id == key.checklist) {
            checklist.update_followed(key.item.as_str(), |item| of.get(item.id.as_str()).copied());
        }
    }

    /// The checklists, in the round's order.
    pub fn checklists(&self) -> &[ChecklistAssessment] {
        &self.checklists
    }

    /// The checklist called `id`.
    pub fn checklist(&self, id: &ChecklistId) -> Option<&ChecklistAssessment> {
        self.checklists.iter().find(|judged| judged.checklist().id == *id)
    }

    /// Counts over all checklists.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for checklist in &self.checklists {
            totals.add(&checklist.totals());
        }
        totals.conflicts += self.conflicts_beside;
        totals
    }
}

fn answers_of<'a>(answers: &'a UnitAnswers, checklist: &ChecklistId) -> BTreeMap<&'a str, &'a Answer> {
    answers.of_checklist(checklist).map(|(key, answer)| (key.item.as_str(), answer)).collect()
}

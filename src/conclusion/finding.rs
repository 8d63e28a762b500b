//! Items with what was recorded and judged of them, as the papers go through them, and the revisions a
//! sentence about them rests on.

use std::collections::BTreeSet;

use super::wording::fixed;
use super::{Inspected, figure, phrase, wording};
use crate::assessment::{ChecklistAssessment, ItemState};
use crate::checklist::expression::{Reference, Sentence};
use crate::checklist::{Checklist, Item, ItemKind, Verdict};
use crate::inspection::{Answer, ItemKey, Recurrence};
use crate::paper::Source;

/// An item that is asked, with its answer and its state.
#[derive(Clone, Copy)]
pub(super) struct Finding<'a> {
    pub inspected: &'a Inspected<'a>,
    pub judged: &'a ChecklistAssessment,
    pub item: &'a Item,
    pub state: &'a ItemState,
    pub answer: Option<&'a Answer>,
}

/// All items asked, checklists ordered by field, those of one field as the round has them.
pub(super) fn by_field<'a>(inspected: &'a Inspected<'a>) -> Vec<Finding<'a>> {
    let mut checklists: Vec<&ChecklistAssessment> = inspected.judged.checklists().iter().collect();
    checklists.sort_by_key(|judged| judged.checklist().field);
    checklists.into_iter().flat_map(|judged| of_checklist(inspected, judged)).collect()
}

/// The items asked of one checklist, in its order.
fn of_checklist<'a>(
    inspected: &'a Inspected<'a>,
    judged: &'a ChecklistAssessment,
) -> impl Iterator<Item = Finding<'a>> {
    judged.items().filter(|(_, state)| state.is_asked()).map(move |(item, state)| {
        let answer = inspected.answers.get(judged.checklist().id.as_str(), item.id.as_str());
        Finding { inspected, judged, item, state, answer }
    })
}

impl<'a> Finding<'a> {
    /// The checklist it belongs to.
    pub fn checklist(&self) -> &'a Checklist {
        self.judged.checklist()
    }

    /// `checklist/item`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.checklist().id, self.item.id)
    }

    /// Whether it goes among the shortcomings.
    pub fn is_shortcoming(&self) -> bool {
        matches!(self.state.verdict, Some(Verdict::Partial | Verdict::Fail))
    }

    /// What was asked, fit for quotation marks.
    pub fn ask(&self) -> String {
        phrase::clause(&self.item.ask)
    }

    /// The remark for the papers; the internal note is never looked at.
    pub fn remark(&self) -> String {
        self.answer.and_then(|answer| answer.remark.as_deref()).map(phrase::sentences).unwrap_or_default()
    }

    /// That it was raised before, where somebody said so.
    pub fn recurrence(&self) -> Option<&'a Recurrence> {
        self.inspected.recurrences.get(&self.item_key())
    }

    /// Its key.
    pub fn item_key(&self) -> ItemKey {
        ItemKey { checklist: self.checklist().id.clone(), item: self.item.id.clone() }
    }

    /// `sentence` filled in, without stop; where a figure is missing a plain sentence that is true, never half of one.
    pub fn says(&self, sentence: Option<&Sentence>) -> String {
        let filled = sentence.and_then(|sentence| sentence.render(self.judged.inputs()).ok());
        let filled = filled.map(|text| phrase::capitalised(&phrase::clause(&text))).filter(|text| !text.is_empty());
        filled.unwrap_or_else(|| self.plainly())
    }

    fn plainly(&self) -> String {
        let verdict = self.state.verdict.map_or_else(|| fixed!("not_judged"), wording::verdict);
        match figure::of_item(self.checklist(), self.item, self.state) {
            Some(value) => fixed!("plain_finding_value", item = self.ask(), value = value, verdict = verdict),
            None => fixed!("plain_finding", item = self.ask(), verdict = verdict),
        }
    }

    /// Revisions that a sentence about the item rests on: its own answer and whatever its formula and `sentence` look at.
    pub fn sources(&self, sentence: Option<&Sentence>) -> Vec<Source> {
        let own = Reference(vec![self.item.id.variable()]);
        let named = sentence.map(Sentence::references).unwrap_or_default();
        sources_of_references(self.inspected, self.judged, [&own].into_iter().chain(named))
    }
}

/// Revisions of the items that `references` name and of those their formulas look at.
pub(super) fn sources_of_references<'a>(
    inspected: &Inspected<'_>,
    judged: &'a ChecklistAssessment,
    references: impl IntoIterator<Item = &'a Reference>,
) -> Vec<Source> {
    let checklist = judged.checklist();
    let mut items = BTreeSet::new();
    let mut open: Vec<&Reference> = references.into_iter().collect();
    while let Some(reference) = open.pop() {
        let variable = reference.variable();
        if items.insert(variable.to_owned()) {
            let named = checklist.items().find(|item| item.id.variable() == variable);
            open.extend(named.map(formula_references).unwrap_or_default());
        }
    }
    let named = checklist.items().filter(|item| items.contains(&item.id.variable()));
    let answers = named.filter_map(|item| inspected.answers.get(checklist.id.as_str(), item.id.as_str()));
    union(answers.map(sources_of))
}

fn formula_references(item: &Item) -> &[Reference] {
    match &item.kind {
        ItemKind::Rate { formula, .. } => formula.references(),
        _ => &[],
    }
}

/// Revisions an answer rests on.
pub(super) fn sources_of(answer: &Answer) -> Vec<Source> {
    answer.all_revisions().iter().map(|id| Source(id.to_string())).collect()
}

/// All of them once, in the order they come.
pub(super) fn union(parts: impl IntoIterator<Item = Vec<Source>>) -> Vec<Source> {
    let mut seen = BTreeSet::new();
    parts.into_iter().flatten().filter(|source| seen.insert(source.clone())).collect()
}

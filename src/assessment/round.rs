//! A round opened for work: its definition, the editions it uses, ready to judge any of its units.

use std::sync::Arc;

use super::plan::Plan;
use super::unit::{RoundBasis, UnitAssessment};
use crate::checklist::{Checklist, Item};
use crate::inspection::{
    InspectionError, ItemKey, MissingEdition, PinnedEdition, Round, RoundEditions, Store, Unit, UnitAnswers,
};

/// A round opened for work.
#[derive(Debug, Clone)]
pub struct OpenRound {
    /// Its definition.
    pub round: Round,
    /// The editions it uses, in its order.
    pub editions: Vec<PinnedEdition>,
    /// Checklists of which no edition can be read here: nothing of them is asked.
    pub missing: Vec<MissingEdition>,
    plans: Vec<Arc<Plan>>,
    basis: RoundBasis,
}

impl OpenRound {
    /// Opens the round called `id`.
    pub fn open(store: &Store, id: &str) -> Result<Self, InspectionError> {
        let round = store.round(id)?;
        let RoundEditions { editions, missing } = store.round_editions(&round)?;
        let plans = editions.iter().map(|edition| Arc::new(Plan::new(edition.checklist.clone()))).collect();
        let basis = RoundBasis { targets: Arc::new(round.targets.clone()), calendar: store.calendar().clone() };
        Ok(Self { round, editions, missing, plans, basis })
    }

    /// The checklists asked of `unit`, in the round's order.
    pub fn asked_of(&self, unit: &Unit) -> impl Iterator<Item = &Arc<Checklist>> {
        let kind = unit.kind;
        self.plans.iter().map(|plan| &plan.checklist).filter(move |checklist| checklist.applies_to(kind))
    }

    /// The item that people write as `checklist/item`, among those `unit` is asked.
    pub fn find_item(&self, unit: &Unit, id: &str) -> Result<(&Arc<Checklist>, &Item), InspectionError> {
        let unknown = || InspectionError::UnknownItem { id: id.to_owned() };
        let (checklist, item) = id.split_once('/').ok_or_else(unknown)?;
        let asked = self.asked_of(unit).find(|asked| asked.id.as_str() == checklist);
        let checklist = asked.ok_or_else(|| InspectionError::ChecklistNotAsked {
            id: checklist.to_owned(),
            unit: unit.name.clone(),
            known: self.asked_of(unit).map(|asked| asked.id.to_string()).collect(),
        })?;
        Ok((checklist, checklist.item(item).ok_or_else(unknown)?))
    }

    /// An item with its number as people call it (`2.4`), whatever unit it is asked of.
    pub fn numbered_item(&self, key: &ItemKey) -> Option<(String, &Item)> {
        let checklist = self.editions.iter().map(|edition| &edition.checklist).find(|list| list.id == key.checklist)?;
        for (section, content) in (1..).zip(&checklist.sections) {
            if let Some(place) = content.items.iter().position(|item| item.id == key.item) {
                return Some((format!("{section}.{}", place + 1), &content.items[place]));
            }
        }
        None
    }

    /// Judges everything answered at `unit`.
    pub fn assess(&self, unit: &Unit, answers: &UnitAnswers) -> UnitAssessment {
        let plans: Vec<Arc<Plan>> =
            self.plans.iter().filter(|plan| plan.checklist.applies_to(unit.kind)).cloned().collect();
        UnitAssessment::new(&plans, &self.basis, answers)
    }
}

//! In which order a unit's items are asked: checklist by checklist, section by section. Made once per unit; numbers and
//! places stay the same whatever is asked or hidden at the moment.

use std::collections::HashMap;
use std::ops::Range;

use super::unit_work::UnitWork;
use crate::assessment::{Answered, ItemState, Problem, UnitAssessment};
use crate::checklist::{Checklist, Item, Required, Section};
use crate::inspection::ItemKey;

/// An item's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Which item.
    pub key: ItemKey,
    /// Its section, as an index of [`UnitOrder::sections`].
    pub section: usize,
    /// Its position in the section.
    pub position: usize,
    /// As people call it: `2.4`.
    pub number: String,
}

/// A section's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionSlot {
    /// Index of its checklist among those asked.
    pub checklist: usize,
    /// Its position in the checklist, from 0.
    pub position: usize,
    /// Its items, as indexes of [`UnitOrder::slots`].
    pub slots: Range<usize>,
}

/// All items of a unit in order.
#[derive(Debug, Clone, Default)]
pub struct UnitOrder {
    /// The items, hidden ones included.
    pub slots: Vec<Slot>,
    /// The sections.
    pub sections: Vec<SectionSlot>,
    by_key: HashMap<ItemKey, usize>,
}

impl UnitOrder {
    /// The order of everything that may be asked.
    pub fn new(judged: &UnitAssessment) -> Self {
        let mut order = Self::default();
        for (index, judged) in judged.checklists().iter().enumerate() {
            let checklist = judged.checklist();
            for (position, section) in checklist.sections.iter().enumerate() {
                order.add_section(index, position, checklist, section);
            }
        }
        order
    }

    fn add_section(&mut self, checklist: usize, position: usize, owner: &Checklist, section: &Section) {
        let first = self.slots.len();
        for (place, item) in section.items.iter().enumerate() {
            let key = UnitWork::key(owner, item);
            self.by_key.insert(key.clone(), self.slots.len());
            let number = format!("{}.{}", position + 1, place + 1);
            self.slots.push(Slot { key, section: self.sections.len(), position: place, number });
        }
        self.sections.push(SectionSlot { checklist, position, slots: first..self.slots.len() });
    }

    /// Where the item at `key` stands.
    pub fn slot_of(&self, key: &ItemKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }
}

impl UnitWork {
    /// The item at a place of [`UnitOrder::slots`], and what it came to.
    pub fn at(&self, slot: usize) -> Option<(&Item, &ItemState)> {
        let place = self.order.slots.get(slot)?;
        let section = self.order.sections.get(place.section)?;
        let judged = self.judged.checklists().get(section.checklist)?;
        let item = judged.checklist().sections.get(section.position)?.items.get(place.position)?;
        Some((item, judged.state(item.id.as_str())?))
    }

    /// Whether the item at `slot` is asked now.
    pub fn is_asked(&self, slot: usize) -> bool {
        self.at(slot).is_some_and(|(_, state)| state.is_asked())
    }

    /// Whether the item at `slot` waits for a person's answer.
    pub fn is_open(&self, slot: usize) -> bool {
        self.at(slot)
            .is_some_and(|(item, state)| state.is_asked() && state.answered != Answered::Yes && !item.is_computed())
    }

    /// The next item behind `slot` that waits for an answer; from the beginning on only those that must have one.
    pub fn next_open(&self, slot: Option<usize>) -> Option<usize> {
        let count = self.order.slots.len();
        let start = slot.map_or(0, |slot| slot + 1);
        let required = |slot: &usize| self.at(*slot).is_some_and(|(item, _)| item.required == Required::Yes);
        (start..count)
            .find(|slot| self.is_open(*slot))
            .or_else(|| (0..start.min(count)).filter(required).find(|slot| self.is_open(*slot)))
    }

    /// The item a problem is about: its own, the first one its rule looks at, or the first of its checklist.
    pub fn slot_of_problem(&self, problem: &Problem) -> Option<usize> {
        let (checklist, place) = problem.item.split_once('/').unwrap_or((&problem.item, ""));
        let judged = self.judged.checklists().iter().find(|judged| judged.checklist().id.as_str() == checklist)?;
        let checklist = judged.checklist();
        let about = |id: &str| checklist.items().find(|item| item.id.as_str() == id);
        let looked_at = || {
            let rule = checklist.rules.iter().find(|rule| rule.id.as_str() == place)?;
            let references = rule.check.references();
            let looks = |item: &&Item| references.iter().any(|reference| reference.variable() == item.id.variable());
            checklist.items().find(looks)
        };
        let item = about(place).or_else(looked_at).or_else(|| checklist.items().next())?;
        self.order.slot_of(&Self::key(checklist, item))
    }
}

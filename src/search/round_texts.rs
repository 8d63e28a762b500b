//! What a round's checklists ask and say, and the names of its units, folded once.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Away, Hit, HitKind, Ranked, Target};
use crate::assessment::OpenRound;
use crate::checklist::{Checklist, Item, Says};
use crate::inspection::{ItemKey, Unit, UnitId};
use crate::vietnamese::sought::{Likeness, Order, Sought, Word, words};

/// The texts of a round that nobody records.
#[derive(Debug)]
pub struct RoundTexts {
    open: Arc<OpenRound>,
    units: Vec<Text>,
    items: Vec<ItemTexts>,
    by_key: HashMap<ItemKey, usize>,
}

#[derive(Debug)]
struct Text {
    text: String,
    words: Vec<Word>,
}

impl Text {
    fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { words: words(&text), text }
    }
}

/// An item with everything it may be found by.
#[derive(Debug)]
struct ItemTexts {
    key: ItemKey,
    /// Its checklist, as an index of the round's.
    checklist: usize,
    number: String,
    ask: Text,
    /// The question with its section and checklist.
    whole: Text,
    says: Vec<Text>,
}

impl RoundTexts {
    /// Folds the texts of `open`.
    pub fn new(open: Arc<OpenRound>) -> Self {
        let units = open.round.units.iter().map(|unit| Text::new(unit.name.clone())).collect();
        let mut items = Vec::new();
        for (index, edition) in open.editions.iter().enumerate() {
            items.extend(items_of(index, &edition.checklist));
        }
        let by_key = items.iter().enumerate().map(|(index, item)| (item.key.clone(), index)).collect();
        Self { open, units, items, by_key }
    }

    /// The round they are of.
    pub fn open(&self) -> &Arc<OpenRound> {
        &self.open
    }

    pub(super) fn unit(&self, id: &str) -> Option<&Unit> {
        self.open.round.units.iter().find(|unit| unit.id.as_str() == id)
    }

    /// The number of the item at `key`, where the round asks it.
    pub(super) fn number(&self, key: &ItemKey) -> Option<&str> {
        self.by_key.get(key).map(|index| self.items[*index].number.as_str())
    }

    /// Where an item is shown: at `here`, or at the first unit that is asked it.
    pub(super) fn unit_asked<'s>(&'s self, key: &ItemKey, here: Option<&UnitId>) -> Option<&'s Unit> {
        let index = self.items[*self.by_key.get(key)?].checklist;
        let checklist = &self.open.editions[index].checklist;
        let mut asked = self.open.round.units.iter().filter(|unit| checklist.applies_to(unit.kind));
        asked.clone().find(|unit| here == Some(&unit.id)).or_else(|| asked.next())
    }

    /// Units, items and phrases that have what is sought.
    pub(super) fn find(&self, sought: &Sought, here: Option<&UnitId>) -> Vec<Ranked> {
        let mut found = Vec::new();
        for (unit, text) in self.open.round.units.iter().zip(&self.units) {
            if let Some(place) = sought.find(&text.words) {
                let target = Target { unit: unit.id.clone(), item: None, row: None };
                found.push(Ranked::new(place, here, hit(HitKind::Unit, target, unit, "", &text.text)));
            }
        }
        for item in &self.items {
            // Most items have nothing of what is sought: their unit is looked up for the others only.
            let mut add = |kind, text: &Text| {
                let mut place = sought.find(&text.words)?;
                if kind == HitKind::Place && place.rest.0 == Order::Apart {
                    // A word in the question and another in the name of the checklist say little.
                    place.likeness = Likeness::Near;
                }
                let unit = self.unit_asked(&item.key, here)?;
                let target = Target { unit: unit.id.clone(), item: Some(item.key.clone()), row: None };
                found.push(Ranked::new(place, here, hit(kind, target, unit, &item.number, &text.text)));
                Some(())
            };
            if add(HitKind::Item, &item.ask).is_none() {
                add(HitKind::Place, &item.whole);
            }
            for text in &item.says {
                add(HitKind::Phrase, text);
            }
        }
        found
    }

    /// The items that carry this number, in every checklist asked of `here`.
    pub(super) fn numbered(&self, number: &str, here: Option<&UnitId>) -> Vec<Ranked> {
        let there = self.items.iter().filter(|item| item.number == number);
        let ranked = there.filter_map(|item| {
            let unit = self.unit_asked(&item.key, here)?;
            let away = if here == Some(&unit.id) { Away::Here } else { Away::Elsewhere };
            let target = Target { unit: unit.id.clone(), item: Some(item.key.clone()), row: None };
            let hit = hit(HitKind::Item, target, unit, &item.number, &item.whole.text);
            Some(Ranked { likeness: Likeness::Phrase, away, rest: (Order::Together, 0), hit })
        });
        ranked.collect()
    }
}

fn hit(kind: HitKind, target: Target, unit: &Unit, number: &str, text: &str) -> Hit {
    let (unit, number, text) = (unit.name.clone(), number.to_owned(), text.to_owned());
    Hit { kind, target, unit, number, text, places: Vec::new() }
}

fn items_of(index: usize, checklist: &Checklist) -> Vec<ItemTexts> {
    let mut items = Vec::new();
    for (section_at, section) in checklist.sections.iter().enumerate() {
        for (at, item) in section.items.iter().enumerate() {
            let whole = format!("{} · {} · {}", item.ask, section.title, checklist.title);
            items.push(ItemTexts {
                key: ItemKey { checklist: checklist.id.clone(), item: item.id.clone() },
                checklist: index,
                number: format!("{}.{}", section_at + 1, at + 1),
                ask: Text::new(item.ask.clone()),
                whole: Text::new(whole),
                says: says_of(item),
            });
        }
    }
    items
}

fn says_of(item: &Item) -> Vec<Text> {
    let Says { strength, shortcoming, requirement, cause, .. } = &item.says;
    let cause = cause.as_ref().map(|cause| &cause.text);
    let sentences = [strength.as_ref(), shortcoming.as_ref(), requirement.as_ref(), cause];
    sentences.into_iter().flatten().map(|sentence| Text::new(without_figures(sentence.source()))).collect()
}

/// A sentence with `…` where its figures go: nobody looks for the name of a variable.
fn without_figures(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, from)) =
        ["{{", "{%"].iter().filter_map(|open| rest.split_once(open)).min_by_key(|(b, _)| b.len())
    {
        text.push_str(before);
        let ends = ["}}", "%}"].iter().filter_map(|close| from.split_once(close)).min_by_key(|(inner, _)| inner.len());
        let Some((_, behind)) = ends else { return text };
        text.push('…');
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_leave_a_gap() {
        assert_eq!(without_figures("Mới niêm yết {{ da }}/{{ tong }} thủ tục"), "Mới niêm yết …/… thủ tục");
        assert_eq!(without_figures("Đã niêm yết"), "Đã niêm yết");
        assert_eq!(without_figures("{{ a"), "");
    }
}

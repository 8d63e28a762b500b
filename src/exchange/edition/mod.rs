//! Laptops with different editions of a checklist: which answers hold under the words that are asked now, which were
//! made under other words, and which belong to items that are asked no more. Nothing is recorded here.

mod carrying;
#[cfg(test)]
pub(crate) mod fixture;
mod said;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use carrying::{Carrying, carrying};
pub use said::said;
pub use words::{Aspect, Difference, differences};

use crate::checklist::{Checklist, ChecklistId, Item, ItemHash, ItemId};
use crate::inspection::{
    Answer, AskedUnder, InspectionError, ItemKey, MissingEdition, Pin, PinnedEdition, Reasked, Round, RoundEditions,
    Store, Unit, UnitId,
};

/// A round held against the editions its answers were made under. The same on every laptop that holds the same records
/// and texts, but for [`ChecklistReview::newer`], which is about the files at hand.
#[derive(Debug, Clone)]
pub struct EditionReview {
    /// The round's checklists in its order, then those it no longer has but answers exist of.
    pub checklists: Vec<ChecklistReview>,
}

/// One checklist of it.
#[derive(Debug, Clone)]
pub struct ChecklistReview {
    /// Which.
    pub id: ChecklistId,
    /// The edition that is asked; `None` where its text is not here, or the round has the checklist no more.
    pub asked: Option<Arc<Checklist>>,
    /// What is recorded of its edition: several where laptops chose different ones.
    pub pins: Vec<Pin>,
    /// Another edition at hand that is none of the pins.
    pub newer: Option<Arc<Checklist>>,
    /// Items whose answers were made under other words, in the checklist's order.
    pub changed: Vec<ChangedItem>,
    /// Items that are asked no more and were answered, by id.
    pub gone: Vec<GoneItem>,
}

/// An item that some answers were made to under other words.
#[derive(Debug, Clone)]
pub struct ChangedItem {
    /// Which.
    pub key: ItemKey,
    /// As it is asked now.
    pub now: Item,
    /// As it was asked, each wording once; empty where no edition at hand has it.
    pub then: Vec<Item>,
    /// The answers made under other words, in the round's order of units.
    pub answers: Vec<OldAnswer>,
}

impl ChangedItem {
    /// What says of these units' answers that they hold under the words of today; those that cannot are left out.
    pub fn reasked<'a>(&'a self, units: &'a BTreeSet<UnitId>) -> impl Iterator<Item = Reasked> + 'a {
        let meant = self.answers.iter().filter(|old| units.contains(&old.unit) && old.carrying == Carrying::Holds);
        meant.map(|old| Reasked { unit: old.unit.clone(), key: self.key.clone(), hash: self.now.hash.clone() })
    }

    /// Units whose answers can be taken over without touching what is signed.
    pub fn open_units(&self) -> impl Iterator<Item = &UnitId> {
        let open = |old: &&OldAnswer| old.carrying == Carrying::Holds && old.signing == Signing::Open;
        self.answers.iter().filter(open).map(|old| &old.unit)
    }
}

/// An item that is asked no more.
#[derive(Debug, Clone)]
pub struct GoneItem {
    /// Which.
    pub key: ItemKey,
    /// As it was asked, where an edition at hand has it.
    pub then: Option<Item>,
    /// What was answered, in the round's order of units.
    pub answers: Vec<OldAnswer>,
}

/// An answer made under other words.
#[derive(Debug, Clone)]
pub struct OldAnswer {
    /// At which unit.
    pub unit: UnitId,
    /// What is recorded.
    pub answer: Answer,
    /// In words.
    pub said: String,
    /// Whether it can hold under the words of today.
    pub carrying: Carrying,
    /// Whether the unit is signed: then taking it over is an amendment.
    pub signing: Signing,
}

/// Whether a unit is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// It is not.
    Open,
    /// It is.
    Signed,
}

/// What two editions of a checklist ask differently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionDifference {
    /// Items that ask or judge otherwise.
    pub changed: Vec<ItemId>,
    /// Items that only the later one has.
    pub added: Vec<ItemId>,
    /// Items that only the earlier one has.
    pub dropped: Vec<ItemId>,
}

impl EditionDifference {
    /// What `to` asks otherwise than `from`.
    pub fn between(from: &Checklist, to: &Checklist) -> Self {
        let mut found = Self::default();
        for item in to.items() {
            match from.item(item.id.as_str()) {
                None => found.added.push(item.id.clone()),
                Some(before) if before.hash != item.hash => found.changed.push(item.id.clone()),
                Some(_) => {}
            }
        }
        let gone = from.items().filter(|item| to.item(item.id.as_str()).is_none());
        found.dropped = gone.map(|item| item.id.clone()).collect();
        found
    }
}

impl EditionReview {
    /// Reads what is recorded at all units of `round`.
    pub fn of(store: &Store, round: &Round) -> Result<Self, InspectionError> {
        let mut review = Self { checklists: start(round, store.round_editions(round)?) };
        let mut wordings = Wordings { store, known: BTreeMap::new() };
        for unit in &round.units {
            let answers = store.answers(&round.id, &unit.id)?;
            let mut signing = None;
            for (key, answer) in answers.iter().filter(|(_, answer)| !answer.is_blank()) {
                let place = review.place(&key.checklist);
                let checklist = &mut review.checklists[place];
                let asked = checklist.asked.as_ref().filter(|asked| asked.applies_to(unit.kind));
                let now = asked.and_then(|asked| asked.item(key.item.as_str())).cloned();
                if now.as_ref().is_some_and(|now| answer.asked_under(&now.hash) != AskedUnder::Others) {
                    continue;
                }
                let signing = match signing {
                    Some(known) => known,
                    None => *signing.insert(signing_of(store, round, unit)?),
                };
                let then = wordings.of(key, &answer.asked)?;
                let words = then.last().or(now.as_ref());
                let said = said(words, answer);
                let carrying = now.as_ref().map_or(Carrying::NotAsked, |now| carrying(answer, &then, now));
                let old = OldAnswer { unit: unit.id.clone(), answer: answer.clone(), said, carrying, signing };
                match now {
                    Some(now) => checklist.change(key, now, then, old),
                    None => checklist.lose(key, then, old),
                }
            }
        }
        for checklist in &mut review.checklists {
            checklist.put_in_order();
        }
        Ok(review)
    }

    /// Answers that somebody should look at: made under other words, of items that are still asked.
    pub fn waiting(&self) -> usize {
        let items = self.checklists.iter().flat_map(|checklist| &checklist.changed);
        items.map(|item| item.answers.len()).sum()
    }

    fn place(&mut self, id: &ChecklistId) -> usize {
        let known = self.checklists.iter().position(|checklist| checklist.id == *id);
        known.unwrap_or_else(|| {
            self.checklists.push(ChecklistReview::new(id.clone(), None, Vec::new(), None));
            self.checklists.len() - 1
        })
    }
}

impl ChecklistReview {
    fn new(id: ChecklistId, asked: Option<Arc<Checklist>>, pins: Vec<Pin>, newer: Option<Arc<Checklist>>) -> Self {
        Self { id, asked, pins, newer, changed: Vec::new(), gone: Vec::new() }
    }

    /// Its title, or its id where no edition is here.
    pub fn title(&self) -> &str {
        self.asked.as_ref().map_or(self.id.as_str(), |asked| &asked.title)
    }

    fn change(&mut self, key: &ItemKey, now: Item, then: Vec<Item>, old: OldAnswer) {
        let known = self.changed.iter().position(|item| item.key == *key);
        let place = known.unwrap_or_else(|| {
            self.changed.push(ChangedItem { key: key.clone(), now, then: Vec::new(), answers: Vec::new() });
            self.changed.len() - 1
        });
        let item = &mut self.changed[place];
        for wording in then.into_iter().filter(|wording| wording.hash != item.now.hash) {
            if item.then.iter().all(|known| known.hash != wording.hash) {
                item.then.push(wording);
            }
        }
        item.answers.push(old);
    }

    fn lose(&mut self, key: &ItemKey, then: Vec<Item>, old: OldAnswer) {
        let then = then.into_iter().next_back();
        match self.gone.iter_mut().find(|item| item.key == *key) {
            Some(item) => {
                item.then = item.then.take().or(then);
                item.answers.push(old);
            }
            None => self.gone.push(GoneItem { key: key.clone(), then, answers: vec![old] }),
        }
    }

    fn put_in_order(&mut self) {
        let asked = self.asked.clone();
        let position = |key: &ItemKey| asked.as_ref()?.items().position(|item| item.id == key.item);
        self.changed.sort_by_key(|item| position(&item.key));
        for item in &mut self.changed {
            item.then.sort_by(|a, b| a.hash.cmp(&b.hash));
        }
        self.gone.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

fn start(round: &Round, editions: RoundEditions) -> Vec<ChecklistReview> {
    let mut found: Vec<ChecklistReview> = Vec::new();
    for PinnedEdition { checklist, newer, pins } in editions.editions {
        found.push(ChecklistReview::new(checklist.id.clone(), Some(checklist), pins, newer));
    }
    for MissingEdition { id, pins, at_hand } in editions.missing {
        found.push(ChecklistReview::new(id, None, pins, at_hand));
    }
    found.sort_by_key(|review| round.checklists.iter().position(|id| *id == review.id));
    found
}

fn signing_of(store: &Store, round: &Round, unit: &Unit) -> Result<Signing, InspectionError> {
    let signature = store.signature(&round.id, &unit.id)?;
    Ok(if signature.is_some() { Signing::Signed } else { Signing::Open })
}

/// Items as they were asked, of every edition that can be read here; each checklist is looked up once.
struct Wordings<'a> {
    store: &'a Store,
    known: BTreeMap<ChecklistId, BTreeMap<(ItemId, ItemHash), Item>>,
}

impl Wordings<'_> {
    /// The wordings with these hashes, by hash.
    fn of(&mut self, key: &ItemKey, asked: &BTreeSet<ItemHash>) -> Result<Vec<Item>, InspectionError> {
        if !self.known.contains_key(&key.checklist) {
            let editions = self.store.known_editions(&key.checklist)?;
            let items = editions.iter().flat_map(|edition| edition.items());
            let items = items.map(|item| ((item.id.clone(), item.hash.clone()), item.clone()));
            self.known.insert(key.checklist.clone(), items.collect());
        }
        let items = &self.known[&key.checklist];
        Ok(asked.iter().filter_map(|hash| items.get(&(key.item.clone(), hash.clone())).cloned()).collect())
    }
}

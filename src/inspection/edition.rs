//! Which edition of each checklist a round uses, also where laptops chose different ones or its text is not here; and
//! answers taken over from one edition to another.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;

use super::error::InspectionError;
use super::keys::{self, ItemKey};
use super::model::{Period, Round, RoundId, UnitId};
use super::record::{Recorder, asked_line};
use super::store::Store;
use crate::checklist::library::load_text;
use crate::checklist::{Checklist, ChecklistId, EditionHash, ItemHash};
use crate::journal::{Author, Chain, Change, FieldName, Head, Parents, Written};

/// Name of the one field of a pin's record.
pub(super) const HASH: &str = "hash";

/// An edition that somebody recorded as the one the round uses.
#[derive(Debug, Clone)]
pub struct Pin {
    /// Hash of its text.
    pub hash: EditionHash,
    /// The edition; `None` where its text is not on this laptop, or not readable by this program.
    pub checklist: Option<Arc<Checklist>>,
    /// Who recorded it, on which laptop, when; several where laptops recorded the same.
    pub heads: Vec<Head>,
}

/// The edition of a checklist that a round uses.
#[derive(Debug, Clone)]
pub struct PinnedEdition {
    /// The edition that is asked.
    pub checklist: Arc<Checklist>,
    /// Another edition or text that would be chosen today, if any: the screen asks. Never one of the pins.
    pub newer: Option<Arc<Checklist>>,
    /// What is recorded, the edition that is asked first: several where laptops chose different editions and nobody has
    /// settled it yet; none in a round that pinned nothing.
    pub pins: Vec<Pin>,
}

impl PinnedEdition {
    /// Whether laptops chose different editions and nobody has settled it.
    pub fn is_contested(&self) -> bool {
        self.pins.len() > 1
    }
}

/// A checklist of a round of which no pinned edition can be read here: nothing of it can be asked or judged, what was
/// answered is kept.
#[derive(Debug, Clone)]
pub struct MissingEdition {
    /// Which checklist.
    pub id: ChecklistId,
    /// What is recorded.
    pub pins: Vec<Pin>,
    /// Another edition that is at hand.
    pub at_hand: Option<Arc<Checklist>>,
}

/// The editions a round uses.
#[derive(Debug, Clone, Default)]
pub struct RoundEditions {
    /// Those that can be asked, in the round's order.
    pub editions: Vec<PinnedEdition>,
    /// Those that cannot.
    pub missing: Vec<MissingEdition>,
}

/// An answer that is said to hold under other words than it was made under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasked {
    /// At which unit.
    pub unit: UnitId,
    /// Which item.
    pub key: ItemKey,
    /// The item under whose words it holds from now on.
    pub hash: ItemHash,
}

impl Store {
    /// The editions the round uses. Never fails because of what other laptops recorded: where they chose different
    /// editions, the one in force on the last day of the inspected period is asked, else the newest, by the day it holds
    /// from, its name and its hash. This depends on the records and the editions' texts alone, so all laptops that hold
    /// the same ask the same. Where nothing is pinned, the one in force by the checklists at hand is used.
    pub fn round_editions(&self, round: &Round) -> Result<RoundEditions, InspectionError> {
        let mut found = RoundEditions::default();
        for id in &round.checklists {
            let mut pins = self.pins(&round.id, id)?;
            pins.sort_by(|a, b| rank(b, round.period).cmp(&rank(a, round.period)));
            let chosen = self.library.choose(id, round.period.to).map(|chosen| chosen.checklist);
            let chosen = match chosen {
                Some(chosen) => Some(chosen),
                None => self.newest_kept(id, round.period)?,
            };
            let asked = pins.first().map_or_else(|| chosen.clone(), |pin| pin.checklist.clone());
            let other = chosen.filter(|chosen| pins.iter().all(|pin| pin.hash != chosen.hash));
            match asked {
                Some(checklist) => {
                    let newer = other.filter(|other| other.hash != checklist.hash);
                    found.editions.push(PinnedEdition { checklist, newer, pins });
                }
                None => found.missing.push(MissingEdition { id: id.clone(), pins, at_hand: other }),
            }
        }
        Ok(found)
    }

    /// Those of [`Self::round_editions`] that can be asked.
    pub fn editions(&self, round: &Round) -> Result<Vec<PinnedEdition>, InspectionError> {
        Ok(self.round_editions(round)?.editions)
    }

    /// What is recorded of the edition of `checklist`, by hash; each edition once.
    pub(super) fn pins(&self, round: &RoundId, checklist: &ChecklistId) -> Result<Vec<Pin>, InspectionError> {
        let mut pins: Vec<Pin> = Vec::new();
        for head in self.journal.heads_of(&keys::pin(round, checklist)?)? {
            let Some(hash) = head.value.as_str().filter(|_| head.field.as_str() == HASH) else { continue };
            let hash = EditionHash(hash.to_owned());
            if let Some(pin) = pins.iter_mut().find(|pin| pin.hash == hash) {
                pin.heads.push(head);
            } else {
                let checklist = self.edition(checklist, &hash)?;
                pins.push(Pin { hash, checklist, heads: vec![head] });
            }
        }
        pins.sort_by(|a, b| a.hash.cmp(&b.hash));
        Ok(pins)
    }

    /// An edition by its hash: at hand, or kept in the journal. `None` where it is neither, or was written for a newer
    /// program.
    fn edition(&self, id: &ChecklistId, hash: &EditionHash) -> Result<Option<Arc<Checklist>>, InspectionError> {
        if let Some(checklist) = self.library.get(&hash.0) {
            return Ok(Some(checklist));
        }
        let text = self.journal.edition(&hash.0)?;
        Ok(text.and_then(|text| load_text(id.as_str(), &text).ok()))
    }

    /// Every edition of `checklist` that can be read here: at hand, or kept in the journal; each text once.
    pub fn known_editions(&self, checklist: &ChecklistId) -> Result<Vec<Arc<Checklist>>, InspectionError> {
        let mut known = self.library.editions(checklist.as_str());
        for kept in self.journal.editions()?.into_iter().filter(|kept| kept.checklist == checklist.as_str()) {
            if known.iter().all(|edition| edition.hash.0 != kept.hash) {
                known.extend(self.edition(checklist, &EditionHash(kept.hash))?);
            }
        }
        Ok(known)
    }

    fn newest_kept(&self, id: &ChecklistId, period: Period) -> Result<Option<Arc<Checklist>>, InspectionError> {
        let known = self.known_editions(id)?;
        Ok(known.into_iter().max_by(|a, b| age(a, period).cmp(&age(b, period))))
    }

    /// Says which edition the round uses from now on; settles it where laptops chose different ones, which wants a
    /// reason. The edition's text is kept.
    pub fn use_edition(
        &mut self,
        round: &Round,
        edition: &Checklist,
        author: &Author,
    ) -> Result<Written, InspectionError> {
        if !round.checklists.contains(&edition.id) {
            return Err(self.unknown_checklist(&edition.id));
        }
        let pins = self.pins(&round.id, &edition.id)?;
        let no_reason = author.reason.as_deref().is_none_or(|reason| reason.trim().is_empty());
        if pins.len() > 1 && no_reason {
            return Err(InspectionError::ReasonMissing);
        }
        self.journal.edition_put(&edition.hash.0, edition.id.as_str(), &edition.edition, &edition.text)?;
        let record = keys::pin(&round.id, &edition.id)?;
        let mut heads = self.journal.heads_of(&record)?;
        heads.retain(|head| head.field.as_str() == HASH);
        let parents = Parents::Looked(heads.iter().map(|head| head.revision).collect());
        let change = Change { record, field: FieldName::new(HASH)?, value: json!(edition.hash), parents };
        Ok(self.journal.write(&Chain::Round(round.id.to_string()), author, &[change])?)
    }

    /// Says of answers made under other words that they hold under the words of today, as one action; nothing of the
    /// answers changes. `by` must give a reason, which is also what a signed unit asks for; its unit does not count.
    pub fn take_over(&mut self, by: &Recorder, answers: &[Reasked]) -> Result<Written, InspectionError> {
        if by.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(InspectionError::ReasonMissing);
        }
        let mut seen = BTreeSet::new();
        let mut lines = Vec::with_capacity(answers.len());
        for answer in answers {
            let record = keys::answer(&by.round, &answer.unit, &answer.key)?;
            if seen.insert(record.clone()) {
                lines.push(asked_line(record, &answer.hash)?);
            }
        }
        self.write(by, &lines)
    }
}

/// Of several editions the one with the highest rank is asked; those that cannot be read come last.
fn rank(pin: &Pin, period: Period) -> (Option<Age>, &str) {
    (pin.checklist.as_deref().map(|checklist| age(checklist, period)), &pin.hash.0)
}

/// By what editions are compared: whether it is in force on the period's last day, the day it holds from, its name, its
/// hash.
type Age = (bool, Option<chrono::NaiveDate>, String, String);

fn age(checklist: &Checklist, period: Period) -> Age {
    let in_force = checklist.effective.contains(period.to);
    (in_force, checklist.effective.from, checklist.edition.clone(), checklist.hash.0.clone())
}

//! A unit being worked at: its answers and what they come to, kept current answer by answer.

use std::sync::Arc;

use super::order::UnitOrder;
use super::request::{Outcome, Request, Touched};
use crate::assessment::{ChecklistAssessment, ItemState, OpenRound, Problem, UnitAssessment};
use crate::checklist::{Checklist, Item};
use crate::inspection::{Answer, FieldChange, ItemKey, Member, Recorder, SetChange, Unit, UnitAnswers};
use crate::journal::Draft;

/// A unit being worked at. Cheap enough to clone for a screen on top of another.
#[derive(Debug, Clone)]
pub struct UnitWork {
    /// The round.
    pub open: Arc<OpenRound>,
    /// The unit.
    pub unit: Unit,
    /// Who records.
    pub member: Member,
    /// What is recorded.
    pub answers: UnitAnswers,
    /// What it comes to.
    pub judged: UnitAssessment,
    /// Every problem, in the order of the checklists.
    pub problems: Vec<Problem>,
    /// Texts that were being typed and are not recorded yet.
    pub drafts: Vec<Draft>,
    /// Its items in the order they are asked.
    pub order: Arc<UnitOrder>,
}

impl UnitWork {
    /// Judges `answers`.
    pub fn new(open: Arc<OpenRound>, unit: Unit, member: Member, answers: UnitAnswers, drafts: Vec<Draft>) -> Self {
        let judged = open.assess(&unit, &answers);
        let problems = judged.problems(&open.round, &unit, &answers);
        let order = Arc::new(UnitOrder::new(&judged));
        Self { open, unit, member, answers, judged, problems, drafts, order }
    }

    /// Takes in what was changed at this unit; says whether anything here was.
    pub fn take(&mut self, outcome: &Outcome) -> Taken {
        let (round, touched) = match outcome {
            Outcome::Drafted { key, draft } => return self.take_draft(key, draft.as_ref()),
            Outcome::Changed { round, touched, cleared, .. } => {
                self.drafts.retain(|draft| Some(&draft.key) != cleared.as_ref());
                (round, touched)
            }
            _ => return Taken::Nothing,
        };
        if *round != self.open.round.id {
            return Taken::Nothing;
        }
        let mut taken = Taken::Nothing;
        for Touched { unit, key, answer } in touched {
            if *unit == self.unit.id {
                self.answers.replace(key, answer.clone());
                self.judged.update(key, &self.answers);
                taken = Taken::Something;
            }
        }
        if taken == Taken::Something {
            self.problems = self.judged.problems(&self.open.round, &self.unit, &self.answers);
        }
        taken
    }

    fn take_draft(&mut self, key: &str, draft: Option<&Draft>) -> Taken {
        if !key.starts_with(&Self::draft_prefix(&self.open, &self.unit)) {
            return Taken::Nothing;
        }
        self.drafts.retain(|kept| kept.key != key);
        self.drafts.extend(draft.cloned());
        Taken::Something
    }

    /// Who records, for [`Request::Record`](super::Request::Record).
    pub fn recorder(&self) -> Recorder {
        Recorder {
            round: self.open.round.id.clone(),
            unit: self.unit.id.clone(),
            member: self.member.id.to_string(),
            reason: None,
        }
    }

    /// The request that records `changes` of the answer at `key`; `None` where the unit is not asked such an item.
    pub fn record(&self, key: &ItemKey, changes: Vec<FieldChange>, clears_draft: Option<String>) -> Option<Request> {
        let checklist = self.checklist(key)?.checklist().clone();
        let item = Box::new(self.item(key)?.clone());
        Some(Request::Record { recorder: self.recorder(), checklist, item, changes, clears_draft })
    }

    /// The request that records rows, forms or evidence of the answer at `key`; `None` where the unit is not asked
    /// such an item.
    pub fn record_sets(&self, key: &ItemKey, changes: Vec<SetChange>) -> Option<Request> {
        let checklist = self.checklist(key)?.checklist().clone();
        let item = Box::new(self.item(key)?.clone());
        Some(Request::RecordSets { recorder: self.recorder(), checklist, item, changes })
    }

    /// Key of an item.
    pub fn key(checklist: &Checklist, item: &Item) -> ItemKey {
        ItemKey { checklist: checklist.id.clone(), item: item.id.clone() }
    }

    /// The answer to an item.
    pub fn answer(&self, key: &ItemKey) -> Option<&Answer> {
        self.answers.at(key)
    }

    /// The checklist an item belongs to, judged.
    pub fn checklist(&self, key: &ItemKey) -> Option<&ChecklistAssessment> {
        self.judged.checklist(&key.checklist)
    }

    /// The item at `key`.
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.checklist(key)?.checklist().item(key.item.as_str())
    }

    /// What the item at `key` came to.
    pub fn state(&self, key: &ItemKey) -> Option<&ItemState> {
        self.checklist(key)?.state(key.item.as_str())
    }

    /// Where the draft of `field` of an item is kept: `draft/<round>/<unit>/<checklist>/<item>/<field>`.
    pub fn draft_key(&self, key: &ItemKey, field: &str) -> String {
        format!("{}{}/{}/{field}", Self::draft_prefix(&self.open, &self.unit), key.checklist, key.item)
    }

    /// Text of `field` that was being typed and is not recorded yet.
    pub fn draft(&self, key: &ItemKey, field: &str) -> Option<&str> {
        let wanted = self.draft_key(key, field);
        self.drafts.iter().find(|draft| draft.key == wanted).map(|draft| draft.text.as_str())
    }

    pub(super) fn draft_prefix(open: &OpenRound, unit: &Unit) -> String {
        format!("draft/{}/{}/", open.round.id, unit.id)
    }
}

/// Whether an outcome changed anything here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It did.
    Something,
    /// It did not.
    Nothing,
}

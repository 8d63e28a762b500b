//! What a person does to the draft, as changes of its passages. Nothing is recorded here: [`Draft::changes`] says what would be,
//! [`Draft::record`] does it.

use rust_i18n::t;
use thiserror::Error;

use super::{Draft, FigurePair, Passage, PassageStanding, fixed_passage, number};
use crate::checklist::Field;
use crate::inspection::{
    Deadline, Edited, EntryId, InspectionError, Omission, Part, PassageChange, PassageId, PassagePlace, Recorder, Slot,
    Store, Wording,
};
use crate::journal::Written;
use crate::vietnamese::nfc;

/// Something a person does to the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftAct {
    /// Writes a passage in other words; where the records changed since it was edited, the words hold for what they say now.
    Edit {
        /// Which.
        id: PassageId,
        /// The words, without the deadline.
        text: String,
    },
    /// Takes back everything said about a passage: words, place, deadline, that it is left out or joined, and what was joined
    /// into it. A passage of one's own goes; so does an orphan.
    Restore {
        /// Which.
        id: PassageId,
    },
    /// Leaves a passage out.
    LeaveOut {
        /// Which.
        id: PassageId,
        /// Why.
        reason: String,
    },
    /// Prints a passage that is left out, or goes with a shortcoming that is.
    Keep {
        /// Which.
        id: PassageId,
    },
    /// Moves a passage within its part, and its field.
    Place {
        /// Which.
        id: PassageId,
        /// Where to.
        beside: Beside,
    },
    /// Says several passages of a part in the words of the first.
    Join {
        /// Which, the one that speaks for all first.
        ids: Vec<PassageId>,
        /// The words.
        text: String,
    },
    /// Makes two passages of one: what comes behind byte `at` of its text becomes one of one's own.
    Split {
        /// Which.
        id: PassageId,
        /// Where, in bytes of [`Passage::text`].
        at: usize,
    },
    /// Takes an item out of the sentence of its group; it stands behind it by itself.
    Single {
        /// The passage that the item would have by itself.
        id: PassageId,
    },
    /// Writes a passage of one's own.
    Own {
        /// In which part.
        part: Part,
        /// Under which field, where the part has fields.
        field: Option<Field>,
        /// The words.
        text: String,
        /// Behind or before which other; none is behind all.
        beside: Option<Beside>,
    },
    /// Makes a passage of one's own of an orphan.
    Adopt {
        /// Which.
        id: PassageId,
    },
    /// Sets the deadline of a requirement; none goes back to the checklist's.
    Deadline {
        /// Which.
        id: PassageId,
        /// Until when.
        deadline: Option<Deadline>,
    },
    /// Puts the figures that the records say now into a person's words.
    TakeFigures {
        /// Which.
        id: PassageId,
    },
}

/// Next to which passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// Before it.
    Before(PassageId),
    /// Behind it.
    After(PassageId),
}

impl Beside {
    fn id(&self) -> &PassageId {
        match self {
            Self::Before(id) | Self::After(id) => id,
        }
    }
}

/// Why something was not done to the draft. Nothing has been recorded.
#[derive(Debug, Error)]
pub enum DraftError {
    /// The store refused.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// The draft has no such passage.
    #[error("{}", t!("passage.unknown", id = .0))]
    Unknown(PassageId),
    /// No words.
    #[error("{}", t!("passage.no_text"))]
    NoText,
    /// No reason.
    #[error("{}", t!("passage.no_reason"))]
    NoReason,
    /// The last paragraph cannot be left out.
    #[error("{}", t!("passage.needed"))]
    Needed,
    /// Opinions about it differ.
    #[error("{}", t!("passage.contested", id = .0))]
    Contested(PassageId),
    /// It is said in the words of another one.
    #[error("{}", t!("passage.said_elsewhere", id = .id, into = .into))]
    SaidElsewhere {
        /// Which.
        id: PassageId,
        /// In whose.
        into: PassageId,
    },
    /// They stand in different parts, or under different fields.
    #[error("{}", t!("passage.elsewhere", id = .id, other = .other))]
    Elsewhere {
        /// The one.
        id: PassageId,
        /// The other.
        other: PassageId,
    },
    /// One passage cannot be joined to itself.
    #[error("{}", t!("passage.one_alone"))]
    OneAlone,
    /// A part whose passages stand under fields, without one.
    #[error("{}", t!("passage.field_missing"))]
    FieldMissing,
    /// Nothing would be left on one side.
    #[error("{}", t!("passage.split_at_end"))]
    SplitAtEnd,
    /// It is no requirement.
    #[error("{}", t!("passage.no_requirement", id = .0))]
    NoRequirement(PassageId),
    /// It is no orphan.
    #[error("{}", t!("passage.no_orphan", id = .0))]
    NoOrphan(PassageId),
    /// It stands by itself already.
    #[error("{}", t!("passage.no_group", id = .0))]
    NoGroup(PassageId),
    /// The records say what they said.
    #[error("{}", t!("passage.unchanged", id = .0))]
    Unchanged(PassageId),
    /// The new figures cannot be put into the person's words by themselves.
    #[error("{}", t!("passage.figures_unclear", then = .then, now = .now))]
    FiguresUnclear {
        /// What the draft said when it was edited.
        then: String,
        /// What it says now.
        now: String,
        /// Figures that differ, where nothing but figures does.
        figures: Vec<FigurePair>,
    },
}

impl Draft {
    /// What `act` changes; `entry` is the id of a passage of one's own that it makes. For a preview:
    /// [`crate::inspection::PassageEdits::with`].
    pub fn changes(&self, act: &DraftAct, entry: &EntryId) -> Result<Vec<PassageChange>, DraftError> {
        match act {
            DraftAct::Edit { id, text } => self.edit(id, text),
            DraftAct::Restore { id } => self.restore(id),
            DraftAct::LeaveOut { id, reason } => self.leave_out(id, reason),
            DraftAct::Keep { id } => self.keep(id),
            DraftAct::Place { id, beside } => self.place(id, beside),
            DraftAct::Join { ids, text } => self.join(ids, text),
            DraftAct::Split { id, at } => self.split(id, *at, entry),
            DraftAct::Single { id } => self.single(id),
            DraftAct::Own { part, field, text, beside } => self.own(*part, *field, text, beside.as_ref(), entry),
            DraftAct::Adopt { id } => self.adopt(id, entry),
            DraftAct::Deadline { id, deadline } => {
                let passage = self.named(id)?;
                if passage.deadline.is_none() {
                    return Err(DraftError::NoRequirement(id.clone()));
                }
                Ok(vec![PassageChange::Deadline(id.clone(), *deadline)])
            }
            DraftAct::TakeFigures { id } => self.take_figures(id),
        }
    }

    /// Records `act` as one action, which undo takes back. Durable when this returns.
    pub fn record(&self, store: &mut Store, recorder: &Recorder, act: &DraftAct) -> Result<Written, DraftError> {
        let entry = EntryId::new(store.journal().clock().now());
        let changes = self.changes(act, &entry)?;
        Ok(store.record_passages(recorder, &changes)?)
    }

    fn named(&self, id: &PassageId) -> Result<&Passage, DraftError> {
        self.get(id).ok_or_else(|| DraftError::Unknown(id.clone()))
    }

    /// A passage that speaks for itself, and about which people agree.
    fn settled(&self, id: &PassageId) -> Result<&Passage, DraftError> {
        let passage = self.named(id)?;
        match &passage.standing {
            PassageStanding::Contested => Err(DraftError::Contested(id.clone())),
            PassageStanding::Joined { into } => Err(DraftError::SaidElsewhere { id: id.clone(), into: into.clone() }),
            _ => Ok(passage),
        }
    }

    fn edit(&self, id: &PassageId, text: &str) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.settled(id)?;
        let text = words(text)?;
        // The draft's own words are no edit.
        let as_drafted = !id.is_own() && text == passage.drafted.text;
        let wording = Wording { text, drafted: passage.core.clone(), field: passage.field.filter(|_| id.is_own()) };
        Ok(vec![PassageChange::Text(id.clone(), Some(wording).filter(|_| !as_drafted))])
    }

    fn restore(&self, id: &PassageId) -> Result<Vec<PassageChange>, DraftError> {
        let Some(edit) = self.edits.get(id) else {
            // As drafted already.
            return self.named(id).map(|_| Vec::new());
        };
        if edit.is_contested() {
            return Err(DraftError::Contested(id.clone()));
        }
        let mut changes = vec![
            PassageChange::Text(id.clone(), None),
            PassageChange::LeftOut(id.clone(), None),
            PassageChange::Place(id.clone(), None),
            PassageChange::Joined(id.clone(), None),
            PassageChange::Deadline(id.clone(), None),
        ];
        let joined = self.edits.iter().filter(|(_, edit)| edit.joined.settled() == Some(id));
        changes.extend(joined.map(|(other, _)| PassageChange::Joined(other.clone(), None)));
        Ok(changes)
    }

    fn leave_out(&self, id: &PassageId, reason: &str) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.named(id)?;
        if *id == PassageId::fixed(Part::Closing, fixed_passage::FIRST) {
            return Err(DraftError::Needed);
        }
        let reason = nfc::single_line(reason);
        if reason.is_empty() {
            return Err(DraftError::NoReason);
        }
        let omission = Omission::LeftOut { reason, drafted: passage.core.clone() };
        let mut changes = vec![PassageChange::LeftOut(id.clone(), Some(omission))];
        // What is said in other words would be said there still.
        if matches!(passage.standing, PassageStanding::Joined { .. }) {
            changes.push(PassageChange::Joined(id.clone(), None));
        }
        Ok(changes)
    }

    fn keep(&self, id: &PassageId) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.named(id)?;
        let follows = matches!(&passage.standing, PassageStanding::LeftOut { with: Some(_), .. });
        Ok(vec![PassageChange::LeftOut(id.clone(), follows.then_some(Omission::Kept))])
    }

    /// The place beside another passage of the same part and field, past which `id` itself does not count.
    fn place_beside(&self, part: Part, id: Option<&PassageId>, beside: &Beside) -> Result<PassagePlace, DraftError> {
        let other = self.named(beside.id())?;
        let alike = |of: &&Passage| {
            of.id.part == part
                && of.field == other.field
                && Some(&of.id) != id
                && of.standing != PassageStanding::Orphaned
        };
        let row: Vec<&Passage> = self.passages.iter().filter(alike).collect();
        let Some(at) = row.iter().position(|of| of.id == other.id) else {
            let id = id.cloned().unwrap_or_else(|| other.id.clone());
            return Err(DraftError::Elsewhere { id, other: other.id.clone() });
        };
        let gap = match beside {
            Beside::Before(_) => at,
            Beside::After(_) => at + 1,
        };
        let before = gap.checked_sub(1).and_then(|index| row.get(index)).map(|of| &of.place);
        Ok(PassagePlace::between(before, row.get(gap).map(|of| &of.place)))
    }

    fn place(&self, id: &PassageId, beside: &Beside) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.named(id)?;
        let other = self.named(beside.id())?;
        if id == &other.id || passage.id.part != other.id.part || passage.field != other.field {
            return Err(DraftError::Elsewhere { id: id.clone(), other: other.id.clone() });
        }
        let place = self.place_beside(id.part, Some(id), beside)?;
        Ok(vec![PassageChange::Place(id.clone(), Some(place))])
    }

    fn join(&self, ids: &[PassageId], text: &str) -> Result<Vec<PassageChange>, DraftError> {
        let Some((first, others)) = ids.split_first() else { return Err(DraftError::OneAlone) };
        let speaker = self.settled(first)?;
        let mut cores = vec![speaker.core.clone()];
        let mut changes = Vec::new();
        for id in others {
            let other = self.settled(id)?;
            if id == first || other.standing == PassageStanding::Orphaned {
                return Err(DraftError::OneAlone);
            }
            if (id.part, other.field) != (first.part, speaker.field) {
                return Err(DraftError::Elsewhere { id: id.clone(), other: first.clone() });
            }
            cores.push(other.core.clone());
            changes.push(PassageChange::Joined(id.clone(), Some(first.clone())));
            if other.edit.as_ref().is_some_and(|edit| edit.omission != Edited::Nothing) {
                changes.push(PassageChange::LeftOut(id.clone(), None));
            }
        }
        if changes.is_empty() {
            return Err(DraftError::OneAlone);
        }
        let drafted = super::super::phrase::joined(self.in_paper_order(ids, cores));
        let wording = Wording { text: words(text)?, drafted, field: speaker.field.filter(|_| first.is_own()) };
        changes.insert(0, PassageChange::Text(first.clone(), Some(wording)));
        Ok(changes)
    }

    /// What the joined passages say by themselves: the speaker first, the others in the order of the paper.
    fn in_paper_order(&self, ids: &[PassageId], cores: Vec<String>) -> Vec<String> {
        let mut all: Vec<(usize, String)> = ids
            .iter()
            .zip(cores)
            .map(|(id, core)| (self.passages.iter().position(|of| of.id == *id).unwrap_or(usize::MAX), core))
            .collect();
        if let Some((_, others)) = all.split_first_mut() {
            others.sort_by_key(|(at, _)| *at);
        }
        all.into_iter().map(|(_, core)| core).collect()
    }

    fn split(&self, id: &PassageId, at: usize, entry: &EntryId) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.settled(id)?;
        let (first, second) = passage.text.split_at_checked(at).ok_or(DraftError::SplitAtEnd)?;
        let (Ok(first), Ok(second)) = (words(first), words(second)) else { return Err(DraftError::SplitAtEnd) };
        let mut changes = self.edit(id, &first)?;
        let own = PassageId::own(id.part, entry.clone());
        let wording = Wording { text: second, drafted: String::new(), field: passage.field };
        changes.push(PassageChange::Text(own.clone(), Some(wording)));
        let place = self.place_beside(id.part, None, &Beside::After(id.clone()))?;
        changes.push(PassageChange::Place(own, Some(place)));
        Ok(changes)
    }

    fn single(&self, id: &PassageId) -> Result<Vec<PassageChange>, DraftError> {
        let Slot::Item(item) = &id.slot else { return Err(DraftError::NoGroup(id.clone())) };
        let group = self.saying(id.part, item).ok_or_else(|| DraftError::Unknown(id.clone()))?;
        if group.id == *id {
            return Err(DraftError::NoGroup(id.clone()));
        }
        let place = self.place_beside(id.part, None, &Beside::After(group.id.clone()))?;
        Ok(vec![PassageChange::Place(id.clone(), Some(place))])
    }

    fn own(
        &self,
        part: Part,
        field: Option<Field>,
        text: &str,
        beside: Option<&Beside>,
        entry: &EntryId,
    ) -> Result<Vec<PassageChange>, DraftError> {
        let neighbour = beside.map(|beside| self.named(beside.id())).transpose()?;
        let field = field.or(neighbour.and_then(|of| of.field)).filter(|_| part.is_under_fields());
        if part.is_under_fields() && field.is_none() {
            return Err(DraftError::FieldMissing);
        }
        let id = PassageId::own(part, entry.clone());
        let wording = Wording { text: words(text)?, drafted: String::new(), field };
        let mut changes = vec![PassageChange::Text(id.clone(), Some(wording))];
        if let Some((beside, other)) = beside.zip(neighbour) {
            if other.id.part != part || other.field != field {
                return Err(DraftError::Elsewhere { id, other: other.id.clone() });
            }
            changes.push(PassageChange::Place(id, Some(self.place_beside(part, None, beside)?)));
        }
        Ok(changes)
    }

    fn adopt(&self, id: &PassageId, entry: &EntryId) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.named(id)?;
        if passage.standing != PassageStanding::Orphaned {
            return Err(DraftError::NoOrphan(id.clone()));
        }
        let field = passage.field.or(Some(Field::ChiDao)).filter(|_| id.part.is_under_fields());
        let wording = Wording { text: words(&passage.text)?, drafted: String::new(), field };
        let mut changes = self.restore(id)?;
        changes.push(PassageChange::Text(PassageId::own(id.part, entry.clone()), Some(wording)));
        Ok(changes)
    }

    fn take_figures(&self, id: &PassageId) -> Result<Vec<PassageChange>, DraftError> {
        let passage = self.settled(id)?;
        let change = passage.change.as_ref().filter(|_| matches!(passage.standing, PassageStanding::Changed { .. }));
        let change = change.ok_or_else(|| DraftError::Unchanged(id.clone()))?;
        match number::with_new_figures(&passage.text, &change.then, &change.now) {
            Some(text) => self.edit(id, &text),
            None => Err(DraftError::FiguresUnclear {
                then: change.then.clone(),
                now: change.now.clone(),
                figures: change.figures.clone(),
            }),
        }
    }
}

/// A person's words on one line; an error where there are none.
fn words(text: &str) -> Result<String, DraftError> {
    let text = nfc::single_line(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { Err(DraftError::NoText) } else { Ok(text) }
}

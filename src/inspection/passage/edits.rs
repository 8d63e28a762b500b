//! What is recorded of the passages of a unit's notice, as it stands now.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::change::{DEADLINE, JOINED, LEFT_OUT, PLACE, TEXT};
use super::id::PassageId;
use super::place::PassagePlace;
use crate::checklist::Field;
use crate::inspection::error::InspectionError;
use crate::inspection::model::{RoundId, UnitId};
use crate::inspection::store::Store;
use crate::journal::{Head, RevisionId};

/// A person's wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wording {
    /// What is printed.
    pub text: String,
    /// What the draft said when it was written; empty for what the draft never said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub drafted: String,
    /// The field of reform that a passage of one's own stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
}

/// Whether a passage is printed at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Omission {
    /// A person left it out.
    LeftOut {
        /// Why.
        reason: String,
        /// What the draft said then.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        drafted: String,
    },
    /// A person wants it although what it belongs to is left out: a requirement whose shortcoming is not told.
    Kept,
}

/// Until when a requirement is to be met, where a person set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deadline {
    /// Working days from the issue of the notice.
    WorkingDays(u32),
    /// A day.
    Day(NaiveDate),
    /// None is set.
    None,
}

/// What people made of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Edited<T> {
    /// Nobody said anything, or it was taken back.
    #[default]
    Nothing,
    /// This.
    Settled(T),
    /// Different things, and nobody has decided; taking it back is not among them. Also what a newer program wrote.
    Contested(Vec<T>),
}

impl<T> Edited<T> {
    /// What stands, where people agree.
    pub fn settled(&self) -> Option<&T> {
        match self {
            Self::Settled(value) => Some(value),
            Self::Nothing | Self::Contested(_) => None,
        }
    }

    /// Whether opinions differ.
    pub fn is_contested(&self) -> bool {
        matches!(self, Self::Contested(_))
    }

    fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Self::Settled)
    }
}

/// Who has a word in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageAuthor {
    /// The member; none for what a device did by itself.
    pub member: Option<String>,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// The revision.
    pub revision: RevisionId,
}

/// What people made of one passage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassageEdit {
    /// Its words.
    pub wording: Edited<Wording>,
    /// Whether it is printed.
    pub omission: Edited<Omission>,
    /// Where it stands.
    pub place: Edited<PassagePlace>,
    /// The passage in whose words it is said.
    pub joined: Edited<PassageId>,
    /// Its deadline.
    pub deadline: Edited<Deadline>,
    /// Who, when.
    pub authors: Vec<PassageAuthor>,
}

impl PassageEdit {
    /// Whether opinions differ about anything of it.
    pub fn is_contested(&self) -> bool {
        self.wording.is_contested()
            || self.omission.is_contested()
            || self.place.is_contested()
            || self.joined.is_contested()
            || self.deadline.is_contested()
    }

    /// Whether it says nothing any more.
    pub fn is_empty(&self) -> bool {
        self.wording == Edited::Nothing
            && self.omission == Edited::Nothing
            && self.place == Edited::Nothing
            && self.joined == Edited::Nothing
            && self.deadline == Edited::Nothing
    }

    fn read(heads: &[Head]) -> Self {
        let standing = heads.iter().filter(|head| !head.value.is_null());
        let author =
            |head: &Head| PassageAuthor { member: head.member.clone(), when: head.made_at, revision: head.revision };
        Self {
            wording: field(heads, TEXT),
            omission: field(heads, LEFT_OUT),
            place: field(heads, PLACE),
            joined: field(heads, JOINED),
            deadline: field(heads, DEADLINE),
            authors: standing.map(author).collect(),
        }
    }
}

fn field<T: DeserializeOwned>(heads: &[Head], name: &str) -> Edited<T> {
    let heads: Vec<&Head> = heads.iter().filter(|head| head.field.as_str() == name).collect();
    let Some(first) = heads.first() else { return Edited::Nothing };
    let read = |head: &&Head| serde_json::from_value(head.value.clone()).ok();
    if heads.iter().all(|head| head.value == first.value) {
        if first.value.is_null() {
            return Edited::Nothing;
        }
        return read(first).map_or_else(|| Edited::Contested(Vec::new()), Edited::Settled);
    }
    Edited::Contested(heads.iter().filter(|head| !head.value.is_null()).filter_map(read).collect())
}

/// What people made of the draft of a unit's notice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassageEdits(BTreeMap<PassageId, PassageEdit>);

impl PassageEdits {
    /// What was made of one passage.
    pub fn get(&self, id: &PassageId) -> Option<&PassageEdit> {
        self.0.get(id)
    }

    /// All that say something, ordered by passage.
    pub fn iter(&self) -> impl Iterator<Item = (&PassageId, &PassageEdit)> {
        self.0.iter()
    }

    /// Whether nobody changed anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Passages about which opinions differ.
    pub fn contested(&self) -> impl Iterator<Item = &PassageId> {
        self.0.iter().filter(|(_, edit)| edit.is_contested()).map(|(id, _)| id)
    }

    /// What they come to with `changes`, without recording anything: for a preview of what is being typed.
    #[must_use]
    pub fn with(&self, changes: &[super::PassageChange]) -> Self {
        use super::PassageChange as Change;
        let mut all = self.clone();
        for change in changes {
            let edit = all.0.entry(change.id().clone()).or_default();
            match change.clone() {
                Change::Text(_, wording) => edit.wording = Edited::from_option(wording),
                Change::LeftOut(_, omission) => edit.omission = Edited::from_option(omission),
                Change::Place(_, place) => edit.place = Edited::from_option(place),
                Change::Joined(_, into) => edit.joined = Edited::from_option(into),
                Change::Deadline(_, deadline) => edit.deadline = Edited::from_option(deadline),
            }
        }
        all.0.retain(|_, edit| !edit.is_empty());
        all
    }
}

impl Store {
    /// What people made of the draft of a unit's notice.
    pub fn passages(&self, round: &RoundId, unit: &UnitId) -> Result<PassageEdits, InspectionError> {
        let prefix = format!("passage/{round}/{unit}/");
        let heads = self.journal.heads_under(&prefix)?;
        let mut all = BTreeMap::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            // A part that only a newer program knows is none of this one's papers.
            let Ok(id) = record[0].record.as_str()[prefix.len()..].parse::<PassageId>() else { continue };
            let edit = PassageEdit::read(record);
            if !edit.is_empty() {
                all.insert(id, edit);
            }
        }
        Ok(PassageEdits(all))
    }
}

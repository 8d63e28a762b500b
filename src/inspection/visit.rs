//! The visit to a unit (buổi kiểm tra): when and where, who was there, what the unit proposes and promises. Written
//! into the minutes and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::entry::content_head;
use super::error::InspectionError;
use super::keys::{self, EntryId};
use super::model::{RoundId, UnitId};
use super::record::{Recorder, line};
use super::store::Store;
use super::unit_answers::{CONTENT, REMOVED};
use crate::journal::{Head, RevisionId, Written};
use crate::vietnamese::nfc;

/// How times of day are kept: local time, to the minute.
const MINUTE: &str = "%Y-%m-%dT%H:%M";

/// A field of the visit's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitField {
    /// When it began.
    Started,
    /// When it ended.
    Ended,
    /// Where it took place.
    Place,
    /// How many copies of the minutes are made.
    Copies,
    /// How many of them the unit keeps.
    UnitCopies,
    /// What the unit proposes.
    Proposals,
    /// What the unit promises.
    Commitments,
    /// Why the unit does not sign.
    Refusal,
    /// Who bears witness to that.
    Witness,
}

impl VisitField {
    /// All fields, in the order of the minutes.
    pub const ALL: [Self; 9] = [
        Self::Started,
        Self::Place,
        Self::Proposals,
        Self::Commitments,
        Self::Ended,
        Self::Copies,
        Self::UnitCopies,
        Self::Refusal,
        Self::Witness,
    ];

    /// As in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Ended => "ended",
            Self::Place => "place",
            Self::Copies => "copies",
            Self::UnitCopies => "unit_copies",
            Self::Proposals => "proposals",
            Self::Commitments => "commitments",
            Self::Refusal => "refusal",
            Self::Witness => "witness",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// What a field of the visit becomes; `None` takes it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitChange {
    /// When it began, local time.
    Started(Option<NaiveDateTime>),
    /// When it ended, local time.
    Ended(Option<NaiveDateTime>),
    /// Where.
    Place(Option<String>),
    /// Copies of the minutes.
    Copies(Option<u32>),
    /// Copies that the unit keeps.
    UnitCopies(Option<u32>),
    /// What the unit proposes.
    Proposals(Option<String>),
    /// What the unit promises.
    Commitments(Option<String>),
    /// Why the unit does not sign.
    Refusal(Option<String>),
    /// Who bears witness to that.
    Witness(Option<String>),
}

impl VisitChange {
    /// Field of the record.
    pub fn field(&self) -> VisitField {
        match self {
            Self::Started(_) => VisitField::Started,
            Self::Ended(_) => VisitField::Ended,
            Self::Place(_) => VisitField::Place,
            Self::Copies(_) => VisitField::Copies,
            Self::UnitCopies(_) => VisitField::UnitCopies,
            Self::Proposals(_) => VisitField::Proposals,
            Self::Commitments(_) => VisitField::Commitments,
            Self::Refusal(_) => VisitField::Refusal,
            Self::Witness(_) => VisitField::Witness,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Started(time) | Self::Ended(time) => {
                time.map_or(Value::Null, |time| json!(time.format(MINUTE).to_string()))
            }
            Self::Copies(count) | Self::UnitCopies(count) => count.map_or(Value::Null, Value::from),
            Self::Place(text)
            | Self::Proposals(text)
            | Self::Commitments(text)
            | Self::Refusal(text)
            | Self::Witness(text) => {
                let text = text.as_deref().map(|text| nfc::multi_line(text).trim().to_owned());
                text.filter(|text| !text.is_empty()).map_or(Value::Null, Value::String)
            }
        }
    }
}

/// On whose side somebody was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Of the inspected unit.
    #[default]
    Unit,
    /// Of the team.
    Team,
    /// Of neither: a witness, another agency.
    Other,
}

impl Side {
    /// All sides, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Unit, Self::Team, Self::Other];
}

/// Somebody who was there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Post; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// On whose side.
    #[serde(default)]
    pub side: Side,
}

impl Person {
    /// Whether there is neither name nor post.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.post.trim().is_empty()
    }
}

/// Somebody who was there, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Which entry.
    pub id: EntryId,
    /// Who.
    pub person: Person,
    /// Revision it rests on.
    pub revision: RevisionId,
}

/// A change of who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PresentChange {
    /// Somebody more.
    Add(Person),
    /// Somebody else, or written otherwise.
    Set(EntryId, Person),
    /// Takes an entry out.
    Remove(EntryId),
}

/// What is recorded of the visit to a unit. A field in conflict has no value until a person settles it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visit {
    /// When it began, local time.
    pub started: Option<NaiveDateTime>,
    /// When it ended, local time.
    pub ended: Option<NaiveDateTime>,
    /// Where it took place.
    pub place: Option<String>,
    /// How many copies of the minutes are made.
    pub copies: Option<u32>,
    /// How many of them the unit keeps.
    pub unit_copies: Option<u32>,
    /// What the unit proposes.
    pub proposals: Option<String>,
    /// What the unit promises.
    pub commitments: Option<String>,
    /// Why the unit does not sign.
    pub refusal: Option<String>,
    /// Who bears witness to that.
    pub witness: Option<String>,
    /// Who was there, in the order of their entries.
    pub present: Vec<Present>,
    /// Revisions each settled field rests on.
    pub revisions: BTreeMap<VisitField, Vec<RevisionId>>,
    /// Fields with several different heads.
    pub conflicts: BTreeSet<VisitField>,
}

impl Visit {
    /// Who was there on one side.
    pub fn on(&self, side: Side) -> impl Iterator<Item = &Present> {
        self.present.iter().filter(move |present| present.person.side == side)
    }

    fn take(&mut self, field: VisitField, heads: &[Head]) {
        let Some(first) = heads.first() else { return };
        if heads.iter().any(|head| head.value != first.value) {
            self.conflicts.insert(field);
            return;
        }
        if first.value.is_null() {
            return;
        }
        let text = || first.value.as_str().map(str::to_owned);
        let time = || NaiveDateTime::parse_from_str(first.value.as_str()?, MINUTE).ok();
        let count = || first.value.as_u64().and_then(|count| u32::try_from(count).ok());
        match field {
            VisitField::Started => self.started = time(),
            VisitField::Ended => self.ended = time(),
            VisitField::Place => self.place = text(),
            VisitField::Copies => self.copies = count(),
            VisitField::UnitCopies => self.unit_copies = count(),
            VisitField::Proposals => self.proposals = text(),
            VisitField::Commitments => self.commitments = text(),
            VisitField::Refusal => self.refusal = text(),
            VisitField::Witness => self.witness = text(),
        }
        self.revisions.insert(field, heads.iter().map(|head| head.revision).collect());
    }
}

impl Store {
    /// What is recorded of the visit to a unit.
    pub fn visit(&self, round: &RoundId, unit: &UnitId) -> Result<Visit, InspectionError> {
        let mut visit = Visit::default();
        let heads = self.journal.heads_of(&keys::visit(round, unit)?)?;
        for field in heads.chunk_by(|a, b| a.field == b.field) {
            if let Some(name) = VisitField::from_name(field[0].field.as_str()) {
                visit.take(name, field);
            }
        }
        let heads = self.journal.heads_under(&format!("present/{round}/{unit}/"))?;
        visit.present = heads.chunk_by(|a, b| a.record == b.record).filter_map(present).collect();
        Ok(visit)
    }

    /// When the first answer at the unit was recorded, by the clocks of those who recorded: a proposal for the beginning
    /// of the visit, no more.
    pub fn first_recorded(&self, round: &RoundId, unit: &UnitId) -> Result<Option<NaiveDateTime>, InspectionError> {
        let heads = self.journal.heads_under(&format!("answer/{round}/{unit}/"))?;
        Ok(heads.iter().filter(|head| head.member.is_some()).map(|head| head.made_at.naive_local()).min())
    }

    /// Whether a person has recorded an answer at the unit.
    pub fn is_begun(&self, round: &RoundId, unit: &UnitId) -> Result<bool, InspectionError> {
        Ok(self.journal.has_head_under(&format!("answer/{round}/{unit}/"), |head| head.member.is_some())?)
    }

    /// Records fields of the visit. Durable when this returns.
    pub fn record_visit(&mut self, recorder: &Recorder, changes: &[VisitChange]) -> Result<Written, InspectionError> {
        let record = keys::visit(&recorder.round, &recorder.unit)?;
        let lines = changes.iter().map(|change| line(record.clone(), change.field().as_str(), change.value()));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        self.write(recorder, &lines)
    }

    /// Records who was there, as one action. Durable when this returns.
    pub fn record_present(
        &mut self,
        recorder: &Recorder,
        changes: &[PresentChange],
    ) -> Result<Written, InspectionError> {
        let key = |id: &EntryId| keys::present(&recorder.round, &recorder.unit, id);
        let mut lines = Vec::with_capacity(changes.len());
        for change in changes {
            lines.push(match change {
                PresentChange::Add(person) => {
                    line(key(&EntryId::new(self.journal.clock().now()))?, CONTENT, json!(tidy(person)))?
                }
                PresentChange::Set(id, person) => line(key(id)?, CONTENT, json!(tidy(person)))?,
                PresentChange::Remove(id) => line(key(id)?, REMOVED, json!(true))?,
            });
        }
        self.write(recorder, &lines)
    }
}

fn tidy(person: &Person) -> Person {
    let text = |text: &str| nfc::single_line(text).trim().to_owned();
    Person { name: text(&person.name), post: text(&person.post), side: person.side }
}

fn present(record: &[Head]) -> Option<Present> {
    if record.iter().any(|head| head.field.as_str() == REMOVED && head.value == true) {
        return None;
    }
    let head = content_head(record)?;
    let person: Person = serde_json::from_value(head.value.clone()).ok()?;
    let id = EntryId(head.record.as_str().rsplit('/').next()?.to_owned());
    (!person.is_blank()).then_some(Present { id, person, revision: head.revision })
}

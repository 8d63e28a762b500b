//! Sending an answer back (trả lại, hỏi lại): the lead asks whoever recorded it. A question is a record of the round and
//! travels with it; it is internal, locks nothing and is printed in no paper.
//!
//! Nothing says that a question is answered: whether its addressee changed the answer after he had seen the question
//! follows from the records, the same on every laptop and whatever its clock.

mod reading;
#[cfg(test)]
mod tests;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;

use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey};
use super::model::{MemberId, Role, RoundId, UnitId};
use super::record::{Recorder, find_unit, line};
use super::store::Store;
use crate::journal::{Author, Chain, Change, FieldName, Horizon, Reached, RecordKey};
use crate::vietnamese::nfc;

/// Field: what was asked ([`AskedContent`]); null where asking was taken back.
const ASKED: &str = "asked";
/// Field: a reply in words ([`AnsweredContent`]).
const ANSWERED: &str = "answered";
/// Field: that it is settled ([`ClosedContent`]); null where it was opened again.
const CLOSED: &str = "closed";

#[derive(Serialize, Deserialize)]
struct AskedContent {
    text: String,
    /// The member's id.
    addressee: String,
    /// How much of the round the asker's laptop knew: which answer was asked about follows from it.
    known: Horizon,
}

#[derive(Serialize, Deserialize)]
struct AnsweredContent {
    text: String,
}

#[derive(Serialize, Deserialize)]
struct ClosedContent {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A question about an answer, or about an item that nobody has answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which one.
    pub id: EntryId,
    /// At which unit.
    pub unit: UnitId,
    /// About which item.
    pub key: ItemKey,
    /// What is asked.
    pub text: String,
    /// Whom: a member's id.
    pub to: String,
    /// Who asked.
    pub by: Option<String>,
    /// When, by the clock of that laptop.
    pub asked_at: DateTime<FixedOffset>,
    /// Replies in words; several where two people replied without knowing of each other.
    pub replies: Vec<Reply>,
    /// What changed of the answer since it was asked about; not looked up once the question is closed.
    pub changes: Vec<ChangeSince>,
    /// That it is settled.
    pub closed: Option<Closed>,
}

/// A reply in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub text: String,
    /// Who.
    pub member: Option<String>,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
}

/// A field of the answer, or of its rows, forms and evidence, that is no longer what was asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSince {
    /// Record that changed.
    pub record: RecordKey,
    /// Field that changed.
    pub field: FieldName,
    /// What stood there: one value, several where they differed, none where nothing did.
    pub before: Vec<Value>,
    /// What stands there now; null where it was taken away.
    pub after: Value,
    /// Who.
    pub member: Option<String>,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Whether the question was there when this was recorded.
    pub had_seen: Reached,
}

/// That a question is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Who said so.
    pub member: Option<String>,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Why, where it was said.
    pub reason: Option<String>,
}

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuestionState {
    /// It waits for its addressee.
    Open,
    /// Its addressee changed the answer, or somebody replied in words: it waits for who asked.
    Answered,
    /// Settled.
    Closed,
}

impl QuestionState {
    /// As in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

impl Question {
    /// How it stands. The same on every laptop that holds the same records.
    pub fn state(&self) -> QuestionState {
        let is_answer = |change: &ChangeSince| change.had_seen == Reached::Yes && self.is_to(change.member.as_deref());
        if self.closed.is_some() {
            QuestionState::Closed
        } else if !self.replies.is_empty() || self.changes.iter().any(is_answer) {
            QuestionState::Answered
        } else {
            QuestionState::Open
        }
    }

    /// Whether it waits for `member`'s answer.
    pub fn waits_for(&self, member: &MemberId) -> bool {
        self.state() == QuestionState::Open && self.to == member.as_str()
    }

    /// Whether `member` asked it, and an answer is there to be looked at.
    pub fn is_answered_to(&self, member: &MemberId) -> bool {
        self.state() == QuestionState::Answered && self.by.as_deref() == Some(member.as_str())
    }

    fn is_to(&self, member: Option<&str>) -> bool {
        member == Some(self.to.as_str())
    }
}

/// What is asked of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// About which item.
    pub key: ItemKey,
    /// Whom.
    pub to: MemberId,
    /// What.
    pub text: String,
    /// The question that this one follows, which is settled with it.
    pub again: Option<EntryId>,
}

/// What becomes of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settling {
    /// It is settled; why, where that is said.
    Close(Option<String>),
    /// It is open again.
    Reopen,
}

/// Who can be asked about an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressees {
    /// Whose word is in the answer, members' ids.
    pub authors: Vec<String>,
    /// Who is proposed: whose verdict or value it is, else who is assigned to the item.
    pub proposed: Option<MemberId>,
}

/// Why a question was not recorded.
#[derive(Debug, Error)]
pub enum QuestionError {
    /// Nothing is asked.
    #[error("{}", t!("question.empty"))]
    Empty,
    /// A reply without words.
    #[error("{}", t!("question.empty_reply"))]
    EmptyReply,
    /// No question of this id.
    #[error("{}", t!("question.unknown", id = .0))]
    Unknown(String),
    /// More than one question of this id.
    #[error("{}", t!("question.ambiguous", id = .0))]
    Ambiguous(String),
    /// Somebody else asked it.
    #[error("{}", t!("question.not_yours", who = .asker))]
    NotYours {
        /// Name of who did.
        asker: String,
    },
}

impl Store {
    /// Asks about an answer as `asker`, whose reason does not count. Durable when this returns.
    pub fn ask(&mut self, asker: &Recorder, asking: &Asking) -> Result<EntryId, InspectionError> {
        let text = words(&asking.text).ok_or(QuestionError::Empty)?;
        let round = self.round(asker.round.as_str())?;
        find_unit(&round, asker.unit.as_str())?;
        if round.member(asking.to.as_str()).is_none() {
            let known = round.members.iter().map(|member| member.id.to_string()).collect();
            return Err(InspectionError::UnknownMember { id: asking.to.to_string(), known });
        }
        let id = EntryId::new(self.journal.clock().now());
        let record = keys::question(&asker.round, &asker.unit, &asking.key, &id)?;
        let chain = Chain::Round(asker.round.to_string());
        loop {
            let seen = self.journal.data_version()?;
            let known = self.journal.horizon(&chain)?;
            let content = AskedContent { text: text.clone(), addressee: asking.to.to_string(), known };
            let mut lines = vec![line(record.clone(), ASKED, json!(content))?];
            if let Some(former) = &asking.again {
                lines.push(self.settling_line(asker, &asking.key, former, &Settling::Close(None))?);
            }
            if self.journal.write_unless_moved(seen, &chain, &author(asker), &lines)?.is_some() {
                return Ok(id);
            }
        }
    }

    /// Replies in words. Durable when this returns.
    pub fn reply(
        &mut self,
        recorder: &Recorder,
        key: &ItemKey,
        id: &EntryId,
        text: &str,
    ) -> Result<(), InspectionError> {
        let content = AnsweredContent { text: words(text).ok_or(QuestionError::EmptyReply)? };
        self.question(&recorder.round, &recorder.unit, key, id)?;
        let record = keys::question(&recorder.round, &recorder.unit, key, id)?;
        self.write_question(recorder, &[line(record, ANSWERED, json!(content))?])
    }

    /// Settles a question, or opens it again; only who asked it, a lead and a deputy may. Durable when this returns.
    pub fn settle_question(
        &mut self,
        recorder: &Recorder,
        key: &ItemKey,
        id: &EntryId,
        settling: &Settling,
    ) -> Result<(), InspectionError> {
        let line = self.settling_line(recorder, key, id, settling)?;
        self.write_question(recorder, &[line])
    }

    fn settling_line(
        &self,
        recorder: &Recorder,
        key: &ItemKey,
        id: &EntryId,
        settling: &Settling,
    ) -> Result<Change, InspectionError> {
        let question = self.question(&recorder.round, &recorder.unit, key, id)?;
        let round = self.round(recorder.round.as_str())?;
        let leads =
            round.member(&recorder.member).is_some_and(|member| matches!(member.role, Role::Lead | Role::Deputy));
        if !leads && question.by.as_deref() != Some(recorder.member.as_str()) {
            let asker = question.by.unwrap_or_default();
            let asker = round.member(&asker).map_or(asker.clone(), |member| member.name.clone());
            return Err(QuestionError::NotYours { asker }.into());
        }
        let value = match settling {
            Settling::Close(reason) => json!(ClosedContent { reason: reason.as_deref().and_then(words) }),
            Settling::Reopen => Value::Null,
        };
        line(keys::question(&recorder.round, &recorder.unit, key, id)?, CLOSED, value)
    }

    fn write_question(&mut self, recorder: &Recorder, lines: &[Change]) -> Result<(), InspectionError> {
        let chain = Chain::Round(recorder.round.to_string());
        self.journal.write(&chain, &author(recorder), lines)?;
        Ok(())
    }

    fn question(
        &self,
        round: &RoundId,
        unit: &UnitId,
        key: &ItemKey,
        id: &EntryId,
    ) -> Result<Question, InspectionError> {
        let mut questions = self.questions_at(round, unit)?.into_iter();
        let found = questions.find(|question| question.id == *id && question.key == *key);
        Ok(found.ok_or_else(|| QuestionError::Unknown(id.0.clone()))?)
    }
}

/// A question belongs to no finding, so why a signed unit is changed says nothing about it.
fn author(recorder: &Recorder) -> Author {
    Author { member: Some(recorder.member.clone()), reason: None }
}

/// NFC without blanks around it; `None` where nothing is left.
fn words(text: &str) -> Option<String> {
    Some(nfc::multi_line(text).trim().to_owned()).filter(|text| !text.is_empty())
}

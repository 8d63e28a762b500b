//! Sending an answer back (trả lại, hỏi lại): the lead asks whoever recorded it. A question is a record of the round and
//! travels with it; it is internal, locks nothing and is printed in no paper.
//!
//! Nothing says that a question is answered: whether its addressee changed the answer after he had seen the question
//! follows from the records, the same on every laptop and whatever its clock.

#[cfg(test)]
pub(crate) mod fixture;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::keys::{EntryId, ItemKey};
use super::model::{Member, MemberId, Role, UnitId};
use crate::journal::{FieldName, Horizon, Reached, RecordKey};

/// Field: what was asked ([`AskedContent`]); null where asking was taken back.
const ASKED: &str = "question";
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

    /// Whether `member` settles it and opens it again: who asked, a lead and a deputy do.
    pub fn is_settled_by(&self, member: &Member) -> bool {
        matches!(member.role, Role::Lead | Role::Deputy) || self.by.as_deref() == Some(member.id.as_str())
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

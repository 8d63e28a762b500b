//! Why recording was refused, in sentences that say what to do.

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use thiserror::Error;

use super::change::AnswerError;
use super::question::QuestionError;
use super::remediation::RemediationError;
use super::text_file::FileError;
use crate::journal::{AttachError, JournalError, NameError};
use crate::vietnamese::date::format_date;

/// Why recording was refused. Nothing of what was asked has been recorded.
#[derive(Debug, Error)]
pub enum InspectionError {
    /// The journal refused.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// A file was not taken.
    #[error("{0}")]
    File(#[from] FileError),
    /// A file was not attached, or an attached one cannot be used.
    #[error("{0}")]
    Attach(#[from] AttachError),
    /// An answer does not fit its item.
    #[error("{0}")]
    Answer(#[from] AnswerError),
    /// A question was not recorded.
    #[error("{0}")]
    Question(#[from] QuestionError),
    /// Nothing was recorded about a requirement.
    #[error("{0}")]
    Remediation(#[from] RemediationError),
    /// No round of this id.
    #[error("{}", t!("inspection.unknown_round", id = .id, known = list(.known)))]
    UnknownRound {
        /// As given.
        id: String,
        /// Rounds there are.
        known: Vec<String>,
    },
    /// The round has no such unit.
    #[error("{}", t!("inspection.unknown_unit", id = .id, known = list(.known)))]
    UnknownUnit {
        /// As given.
        id: String,
        /// Units there are.
        known: Vec<String>,
    },
    /// The round has no such member.
    #[error("{}", t!("inspection.unknown_member", id = .id, known = list(.known)))]
    UnknownMember {
        /// As given.
        id: String,
        /// Members there are.
        known: Vec<String>,
    },
    /// Nobody acts.
    #[error("{}", t!("inspection.nobody_acts", known = list(.known)))]
    NobodyActs {
        /// Members there are.
        known: Vec<String>,
    },
    /// The unit is not asked this checklist.
    #[error("{}", t!("inspection.checklist_not_asked", id = .id, unit = .unit, known = list(.known)))]
    ChecklistNotAsked {
        /// As given.
        id: String,
        /// Name of the unit.
        unit: String,
        /// Checklists it is asked.
        known: Vec<String>,
    },
    /// The checklist has no such item.
    #[error("{}", t!("inspection.unknown_item", id = .id))]
    UnknownItem {
        /// `checklist/item` as given.
        id: String,
    },
    /// No checklist of this id is at hand.
    #[error("{}", t!("inspection.unknown_checklist", id = .id, known = list(.known)))]
    UnknownChecklist {
        /// As given.
        id: String,
        /// Checklists there are.
        known: Vec<String>,
    },
    /// The round as edited is not right.
    #[error("{0}")]
    Round(String),
    /// The unit is signed, and no reason was given.
    #[error("{}", t!("inspection.signed", unit = .unit, date = format_date(.when.date_naive())))]
    Signed {
        /// Name of the unit.
        unit: String,
        /// When it was signed.
        when: DateTime<FixedOffset>,
    },
    /// A signature is withdrawn with a reason, not undone.
    #[error("{}", t!("inspection.signature_not_undone"))]
    SignatureNotUndone,
    /// An issued notice is replaced or corrected, not undone.
    #[error("{}", t!("issue.not_undone"))]
    IssueNotUndone,
    /// The papers of an issued notice are not here whole.
    #[error("{}", t!("issue.papers_missing", unit = .unit))]
    PapersMissing {
        /// Which unit.
        unit: String,
    },
    /// A paper is longer than the journal keeps in one record.
    #[error("{}", t!("issue.papers_too_large", kilobytes = .kilobytes))]
    PapersTooLarge {
        /// How long.
        kilobytes: usize,
    },
    /// Undo has come to the adding of the round itself.
    #[error("{}", t!("inspection.round_not_undone"))]
    RoundNotUndone,
    /// What is asked wants a reason.
    #[error("{}", t!("inspection.reason_missing"))]
    ReasonMissing,
    /// The edition a round uses is not on this laptop, or was written for a newer program: nothing of it can be recorded.
    #[error("{}", t!("inspection.edition_missing", id = .id))]
    EditionMissing {
        /// Which checklist.
        id: String,
    },
    /// What is stored of a round cannot be read.
    #[error("{}", t!("inspection.unreadable_record", record = .record, why = .why))]
    UnreadableRecord {
        /// Which.
        record: String,
        /// Why.
        why: String,
    },
}

impl From<NameError> for InspectionError {
    fn from(error: NameError) -> Self {
        Self::Round(error.to_string())
    }
}

fn list(ids: &[String]) -> String {
    if ids.is_empty() { t!("inspection.none").into_owned() } else { ids.join(", ") }
}

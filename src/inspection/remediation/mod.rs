//! What a unit reports of its remediation (báo cáo kết quả khắc phục) and what was decided about it; reminders that were
//! sent. Written after the notice was issued, so a signature locks none of it.
//!
//! A report is one entry under each requirement it covers, all of them with the same id, so that two laptops that take in
//! reports never disturb each other. What is decided is a field of the entry: two different decisions about one report
//! are a conflict that a person settles.

#[cfg(test)]
pub(crate) mod fixture;
mod reading;
mod reminder;
mod state;
#[cfg(test)]
mod tests;
mod writing;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_i18n::t;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::issued::RequirementId;
use super::keys::EntryId;
use crate::journal::{AttachmentHash, AttachmentState, RevisionId};
use crate::vietnamese::date::{DateError, format_date};

pub use reading::current;
pub use reminder::{Reminder, ReminderContent, SentReminder};
pub use state::{Remedy, RequirementState};

/// Field: what was decided ([`Decision`]); null where that was taken back.
const DECISION: &str = "decision";

/// What a unit reported, by its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemediationContent {
    /// Number and notation of the unit's report: `45/BC-UBND`.
    pub number: String,
    /// Its date.
    #[serde(with = "super::day")]
    pub date: NaiveDate,
    /// What it says was done; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Name of its attached file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Content of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<AttachmentHash>,
    /// Bytes of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

/// What was decided about a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Decision {
    /// The requirement is met.
    Accepted {
        /// What was noted beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// It is not met: the unit reports again.
    Returned {
        /// What is missing.
        reason: String,
        /// A new deadline, where one was set.
        #[serde(
            default,
            deserialize_with = "super::day::optional::deserialize",
            skip_serializing_if = "Option::is_none"
        )]
        until: Option<NaiveDate>,
    },
}

/// A decision and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub decision: Decision,
    /// Who.
    pub member: Option<String>,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Revision it rests on.
    pub revision: RevisionId,
}

/// How what was decided about a report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionStanding {
    /// Nothing is decided.
    Waiting,
    /// It is decided.
    Given(Decided),
    /// Decided differently on two laptops, until a person settles it.
    Contested(Vec<Decided>),
}

/// How what a report says stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentStanding {
    /// As recorded.
    Settled,
    /// Recorded differently on two laptops; what [`Remediation::content`] says is one of them.
    Contested,
    /// Taken back: it was recorded by mistake.
    Withdrawn {
        /// Who said so.
        member: Option<String>,
        /// When, by the clock of that laptop.
        when: DateTime<FixedOffset>,
    },
}

/// A unit's report on one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remediation {
    /// Which report: the same under every requirement that it covers.
    pub id: EntryId,
    /// What it is about.
    pub requirement: RequirementId,
    /// What it says.
    pub content: RemediationContent,
    /// How that stands.
    pub standing: ContentStanding,
    /// How its file stands on this laptop.
    pub file: AttachmentState,
    /// Who recorded it.
    pub by: Option<String>,
    /// When, by the clock of that laptop.
    pub recorded_at: DateTime<FixedOffset>,
    /// What was decided about it.
    pub decision: DecisionStanding,
    /// Revisions it rests on.
    pub revisions: Vec<RevisionId>,
}

impl Remediation {
    /// Whether it counts: it was not taken back.
    pub fn stands(&self) -> bool {
        !matches!(self.standing, ContentStanding::Withdrawn { .. })
    }
}

/// Reports of one unit by requirement, each list by the documents' dates.
pub type Remediations = BTreeMap<RequirementId, Vec<Remediation>>;

/// A report to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemediationReport {
    /// Which requirements it is about.
    pub requirements: Vec<RequirementId>,
    /// Number and notation of the document.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// What it says was done.
    pub text: String,
    /// Its file, which is taken in.
    pub file: Option<PathBuf>,
}

/// Why nothing was recorded about a requirement.
#[derive(Debug, Error)]
pub enum RemediationError {
    /// No notice was issued to the unit.
    #[error("{}", t!("remediation.not_issued", unit = .unit))]
    NotIssued {
        /// Name of the unit.
        unit: String,
    },
    /// Laptops issued different notices to the unit.
    #[error("{}", t!("remediation.notice_contested", unit = .unit))]
    NoticeContested {
        /// Name of the unit.
        unit: String,
    },
    /// No requirement was named.
    #[error("{}", t!("remediation.none_chosen"))]
    NoneChosen,
    /// The notice has no such requirement.
    #[error("{}", t!("remediation.unknown", id = .id, known = .known.join(", ")))]
    Unknown {
        /// As given.
        id: String,
        /// Requirements there are.
        known: Vec<String>,
    },
    /// The document has no number.
    #[error("{}", t!("remediation.no_number"))]
    NoNumber,
    /// The report is older than what it answers.
    #[error("{}", t!("remediation.before_notice", date = format_date(*.date), notice = .notice, issued = format_date(*.issued)))]
    BeforeNotice {
        /// Day of the report.
        date: NaiveDate,
        /// The notice's number.
        notice: String,
        /// Day of the notice.
        issued: NaiveDate,
    },
    /// The day is still to come.
    #[error("{}", t!("remediation.in_future", date = format_date(*.date), today = format_date(*.today)))]
    InFuture {
        /// As given.
        date: NaiveDate,
        /// By this laptop's clock.
        today: NaiveDate,
    },
    /// A day that cannot be read.
    #[error("{0}")]
    Date(DateError),
    /// The same document is recorded already.
    #[error("{}", t!("remediation.recorded_already", number = .number, date = format_date(*.date)))]
    RecordedAlready {
        /// The document.
        number: String,
        /// Its date.
        date: NaiveDate,
    },
    /// There is no report to decide about.
    #[error("{}", t!("remediation.no_report", text = .text))]
    NoReport {
        /// The requirement.
        text: String,
    },
    /// Different decisions stand; they are settled first.
    #[error("{}", t!("remediation.contested", text = .text))]
    Contested {
        /// The requirement.
        text: String,
    },
    /// Returned without saying why.
    #[error("{}", t!("remediation.no_reason"))]
    NoReason,
    /// A new deadline that is over.
    #[error("{}", t!("remediation.until_over", date = format_date(*.date), today = format_date(*.today)))]
    UntilOver {
        /// As given.
        date: NaiveDate,
        /// By this laptop's clock.
        today: NaiveDate,
    },
    /// No report of this id.
    #[error("{}", t!("remediation.unknown_report", id = .0))]
    UnknownReport(String),
    /// A reminder that reminds of nothing overdue.
    #[error("{}", t!("remediation.nothing_overdue", unit = .unit))]
    NothingOverdue {
        /// Name of the unit.
        unit: String,
    },
}

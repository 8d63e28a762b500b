//! Why a decision was refused, in sentences that say what to do.

use rust_i18n::t;
use thiserror::Error;

use crate::exchange::identity::IdentityError;
use crate::inspection::{AnswerError, InspectionError};
use crate::journal::{JournalError, NameError};

/// Why a decision was refused. Nothing has been recorded.
#[derive(Debug, Error)]
pub enum ConflictError {
    /// The store refused.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// The laptops that were met cannot be read.
    #[error("{0}")]
    Identity(#[from] IdentityError),
    /// The value does not fit the item.
    #[error("{0}")]
    Answer(#[from] AnswerError),
    /// The text names no record or no field.
    #[error("{0}")]
    Name(#[from] NameError),
    /// The record belongs to no round.
    #[error("{}", t!("conflict.error.no_round", record = .record))]
    NoRound {
        /// As given.
        record: String,
    },
    /// Nothing was ever recorded under that key.
    #[error("{}", t!("conflict.error.unknown_record", record = .record))]
    UnknownRecord {
        /// As given.
        record: String,
    },
    /// The record has no such field.
    #[error("{}", t!("conflict.error.unknown_field", record = .record, field = .field, known = .known.join(", ")))]
    UnknownField {
        /// Which record.
        record: String,
        /// As given.
        field: String,
        /// Fields that it has.
        known: Vec<String>,
    },
    /// Opinions do not differ there.
    #[error("{}", t!("conflict.error.settled", value = .value, who = .who, when = .when))]
    Settled {
        /// What stands.
        value: String,
        /// Who recorded it.
        who: String,
        /// When.
        when: String,
    },
    /// The revision is none of the opinions.
    #[error("{}", t!("conflict.error.not_an_opinion", revision = .revision, known = .known.join(", ")))]
    NotAnOpinion {
        /// As given.
        revision: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// No reason was given.
    #[error("{}", t!("conflict.error.reason"))]
    ReasonMissing,
    /// The value is of another kind than the field's.
    #[error("{}", t!("conflict.error.wrong_value", field = .field, value = .value))]
    WrongValue {
        /// What the field is called.
        field: String,
        /// As given.
        value: String,
    },
    /// Only one of the opinions there are can be taken.
    #[error("{}", t!("conflict.error.only_take", field = .field))]
    OnlyTake {
        /// What the field is called.
        field: String,
    },
}

impl From<JournalError> for ConflictError {
    fn from(error: JournalError) -> Self {
        Self::Inspection(error.into())
    }
}

//! Why a device was not accepted, revoked or named.

use thiserror::Error;

use super::six_words::WordsError;
use crate::inspection::InspectionError;
use crate::journal::{DeviceId, JournalError};

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum IdentityError {
    /// The store refused.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// Neither six words nor the id of a device.
    #[error("{0}")]
    Words(#[from] WordsError),
    /// Six good words, but of no device that was met.
    #[error("{}", rust_i18n::t!("exchange_identity.nobody_has_words", words = .0))]
    NobodyHasWords(String),
    /// Several devices have these words.
    #[error("{}", rust_i18n::t!("exchange_identity.several_have_words", devices = .0.iter().map(DeviceId::as_str).collect::<Vec<_>>().join(", ")))]
    SeveralHaveWords(Vec<DeviceId>),
    /// No such device was met.
    #[error("{}", rust_i18n::t!("exchange_identity.unknown_device", device = .0))]
    UnknownDevice(DeviceId),
    /// It is this laptop itself.
    #[error("{}", rust_i18n::t!("exchange_identity.this_laptop"))]
    ThisLaptop,
    /// Other keys than those known under the same id.
    #[error("{}", rust_i18n::t!("exchange_identity.other_keys", device = .0))]
    OtherKeys(DeviceId),
    /// A device without a name.
    #[error("{}", rust_i18n::t!("exchange_identity.name_empty"))]
    NameEmpty,
}

impl From<JournalError> for IdentityError {
    fn from(error: JournalError) -> Self {
        Self::Inspection(error.into())
    }
}

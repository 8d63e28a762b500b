//! Why laptops could not be brought together, in sentences that say what to do.

use rust_i18n::t;
use thiserror::Error;

use super::identity::IdentityError;
use super::pack::PackError;
use crate::inspection::InspectionError;
use crate::journal::{JournalError, NameError};

/// Why nothing was packed or merged.
#[derive(Debug, Error)]
pub enum ExchangeError {
    /// The journal refused.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// The records refused.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// Devices or their keys.
    #[error("{0}")]
    Identity(#[from] IdentityError),
    /// The file.
    #[error("{0}")]
    Pack(#[from] PackError),
    /// No device is known that could read the pack.
    #[error("{}", t!("exchange.for_nobody"))]
    ForNobody,
    /// The order of a surprise inspection was to be readable by everybody.
    #[error("{}", t!("exchange.surprise_in_the_open"))]
    SurpriseInTheOpen,
    /// A folder of the home cannot be used.
    #[error("{}", t!("exchange.folder", path = .path.display(), why = crate::system::explain(.source)))]
    Folder {
        /// The folder or file.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<NameError> for ExchangeError {
    fn from(error: NameError) -> Self {
        Self::Journal(error.into())
    }
}

//! Where a home may lie: not where the system says that it can be pulled out or is on another machine.

use std::path::Path;

use super::error::JournalError;
use crate::system::medium::{Placement, placement};

/// Refuses a home on a removable or remote medium, where the system positively reports one. The folder need not
/// exist yet.
pub fn check_home(home: &Path) -> Result<(), JournalError> {
    let absolute = std::path::absolute(home).map_err(JournalError::home(home))?;
    match placement(&absolute) {
        Placement::Here => Ok(()),
        Placement::Removable => Err(JournalError::HomeRemovable(home.to_owned())),
        Placement::Remote => Err(JournalError::HomeRemote(home.to_owned())),
    }
}

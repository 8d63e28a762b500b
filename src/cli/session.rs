//! What a command works with: the settings, the data and standard output.

use crate::inspection::{Round, Store};
use crate::journal::{Access, Journal, check_home};

use super::error::CommandError;
use super::output::{Output, warn};
use super::settings::Settings;

/// What a command works with.
pub struct Session {
    /// The settings.
    pub settings: Settings,
    /// Standard output.
    pub output: Output,
    /// `--as`, where it was typed: a wrong one is told even by commands that act as nobody.
    pub typed_member: Option<String>,
}

impl Session {
    /// Opens the data; says on standard error what of the user's own files is not used, and why.
    pub fn open(&self) -> Result<Store, CommandError> {
        check_home(&self.settings.home)?;
        let store = Store::open(&self.settings.home, self.settings.clock.clone())?;
        if store.journal().access() != Access::ReadWrite
            && let Some(notice) = store.journal().access().notice()
        {
            warn(notice);
        }
        for problem in store.checklist_reports().iter().flat_map(|report| &report.problems) {
            if problem.is_error() {
                warn(problem);
            }
        }
        for problem in store.calendar_problems() {
            warn(problem);
        }
        Ok(store)
    }

    /// Refuses a typed `--as` that the round does not know.
    pub fn check_member(&self, store: &Store, round: &Round) -> Result<(), CommandError> {
        if let Some(member) = &self.typed_member {
            store.acting(round, Some(member))?;
        }
        Ok(())
    }

    /// Makes the day's backup where it is due. What was recorded is safe already, so a failure is told and no error.
    pub fn back_up(&self) {
        if let Err(error) = Journal::run_daily_backup(&self.settings.home, self.settings.clock.clone()) {
            warn(rust_i18n::t!("cli.backup.daily_failed", why = error));
        }
    }
}

//! `kiemtra` without a command: the screen.

use std::io::IsTerminal;

use super::error::{CommandError, Exit};
use super::session::Session;
use crate::journal::check_home;

/// Opens the screen on the data of the settings' home.
pub fn run(session: &mut Session) -> Result<Exit, CommandError> {
    check_terminal()?;
    check_home(&session.settings.home)?;
    crate::tui::run(&session.settings).map_err(CommandError::Screen)?;
    Ok(Exit::Done)
}

/// Refuses where nobody could see the screen or type into it.
pub fn check_terminal() -> Result<(), CommandError> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        Ok(())
    } else {
        Err(CommandError::NoTerminal)
    }
}

//! `kiemtra` without a command: the screen.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::error::{CommandError, Exit};
use super::output::warn;
use super::session::Session;
use crate::journal::check_home;
use crate::tui::{self, Purpose, ScreenError};

/// Opens the screen on the data of the settings' home.
pub fn run(session: &Session, purpose: Purpose) -> Result<Exit, CommandError> {
    check_terminal()?;
    let settings = &session.settings;
    check_home(&settings.home)?;
    let shown = tui::run(tui::Settings {
        home: settings.home.clone(),
        clock: settings.clock.clone(),
        member: settings.member.clone(),
        preferences: settings.preferences(),
        purpose,
        opener: settings.opener.clone(),
        papers: papers_folder().unwrap_or_else(|| settings.home.clone()),
    });
    match shown {
        // What was recorded is safe already: told, and no error.
        Err(error @ ScreenError::Backup(_)) => warn(error),
        other => other.map_err(CommandError::Screen)?,
    }
    Ok(Exit::Done)
}

/// Where people look for what a program has written: their documents.
fn papers_folder() -> Option<PathBuf> {
    let folders = directories::UserDirs::new()?;
    Some(folders.document_dir().unwrap_or(folders.home_dir()).to_owned())
}

/// Refuses where nobody could see the screen or type into it.
pub fn check_terminal() -> Result<(), CommandError> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        Ok(())
    } else {
        Err(CommandError::NoTerminal)
    }
}

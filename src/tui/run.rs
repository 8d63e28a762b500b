//! The way in from the command line: the store, the office, the list of rounds.

use std::io;
use std::path::PathBuf;
use std::thread::{Builder, JoinHandle};

use rust_i18n::t;
use thiserror::Error;

use super::event_loop;
use super::preferences::Preferences;
use super::screens::rounds::Rounds;
use super::shell::Ended;
use super::work::{Office, Opener};
use crate::inspection::{InspectionError, Store};
use crate::journal::{Access, Clock, Journal, JournalError};

/// What the screens start from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The home folder; made where it is missing.
    pub home: PathBuf,
    /// Where times come from.
    pub clock: Clock,
    /// Who acts, in every round that has this member; else it is asked per round.
    pub member: Option<String>,
    /// The settings file, with what command line and environment say.
    pub preferences: Preferences,
    /// What the screens are opened for.
    pub purpose: Purpose,
    /// Where papers are written unless the user says otherwise.
    pub papers: PathBuf,
    /// What shows attached files.
    pub opener: Opener,
}

/// What the screens are opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// Work.
    #[default]
    Work,
    /// Trying out (`kiemtra demo`): line 1 says so, and no daily backup is made.
    Demo,
}

/// Why the screens could not be shown, or ended.
#[derive(Debug, Error)]
pub enum ScreenError {
    /// The data could not be opened.
    #[error("{0}")]
    Store(#[from] InspectionError),
    /// The terminal refused or went away. Everything recorded is saved.
    #[error("{}", t!("tui.terminal_failed", why = crate::system::explain(.0)))]
    Terminal(#[from] io::Error),
    /// The day's backup failed; everything recorded is saved in the data themselves.
    #[error("{}", t!("tui.backup_failed", why = .0))]
    Backup(JournalError),
}

/// Opens the screens on `settings.home` and returns when the user has left them. The day's backup is made meanwhile.
pub fn run(settings: Settings) -> Result<(), ScreenError> {
    let store = Store::open(&settings.home, settings.clock.clone())?;
    let notices = notices_of(&store);
    let backup = match settings.purpose {
        Purpose::Work => Some(start_backup(&settings)?),
        Purpose::Demo => None,
    };
    // What cannot be read is as good as never switched.
    let preferences = settings.preferences.switched(Office::remembered(&store).unwrap_or_default());
    let notices = notices.into_iter().chain(preferences.problems().iter().cloned()).collect();
    rust_i18n::set_locale(preferences.language().code());
    let theme = preferences.appearance().theme;
    let office = Office::new(store, settings.member).with_papers(settings.papers);
    let office = office.with_opener(settings.opener).with_preferences(preferences);
    let rounds = Rounds::new().opened_for(settings.purpose).with_notices(notices);
    let ended = event_loop::show(rounds, office, theme)?;
    // The user has left: a copy half made is worth the moment it takes to end it.
    if let Some(Ok(Err(error))) = backup.map(JoinHandle::join) {
        return Err(ScreenError::Backup(error));
    }
    match ended {
        Ended::Lost(error) => Err(ScreenError::Terminal(error)),
        Ended::Quit | Ended::Terminated => Ok(()),
    }
}

/// Whether a backup is due is found out on its thread as well: the first frame waits for nothing.
fn start_backup(settings: &Settings) -> io::Result<JoinHandle<Result<(), JournalError>>> {
    let (home, clock) = (settings.home.clone(), settings.clock.clone());
    let body = move || Journal::run_daily_backup(&home, clock).map(drop);
    Builder::new().name("backup".to_owned()).spawn(body)
}

/// What of the home cannot be used, or not wholly, and why.
fn notices_of(store: &Store) -> Vec<String> {
    let access = store.journal().access();
    let access = if access == Access::ReadWrite { None } else { access.notice() };
    let checklists = store.checklist_reports().iter().flat_map(|report| &report.problems);
    let checklists = checklists.filter(|problem| problem.is_error()).map(ToString::to_string);
    access.into_iter().chain(checklists).chain(store.calendar_problems().iter().cloned()).collect()
}

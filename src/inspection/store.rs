//! Typed records over one home: the journal, the checklists at hand and the calendar.

use std::path::Path;
use std::sync::Arc;

use super::entry::EntryState;
use super::error::InspectionError;
use super::keys::{self, ItemKey};
use super::model::{RoundId, UnitId};
use super::signature::Amendment;
use super::unit_answers::UnitAnswers;
use crate::checklist::{FileReport, Library};
use crate::journal::{Author, Chain, Clock, Journal, RecordKey, Revision, Undone};
use crate::vietnamese::calendar::Calendar;

/// Folder in the home with the user's own checklists.
pub const CHECKLIST_FOLDER: &str = "checklists";
/// Folder in the home with the user's own lists of units.
pub const UNIT_FOLDER: &str = "units";
/// File in the home with the user's own holidays.
pub const HOLIDAY_FILE: &str = "holidays.toml";

/// Everything recorded in one home.
pub struct Store {
    pub(super) journal: Journal,
    pub(super) library: Library,
    reports: Vec<FileReport>,
    calendar: Arc<Calendar>,
    calendar_problems: Vec<String>,
}

impl Store {
    /// Opens the home folder, making it where it is missing.
    pub fn open(home: &Path, clock: Clock) -> Result<Self, InspectionError> {
        let journal = Journal::open(home, clock)?;
        let loaded = Library::load(Some(&home.join(CHECKLIST_FOLDER)));
        let (calendar, calendar_problems) = load_calendar(&home.join(HOLIDAY_FILE));
        Ok(Self {
            journal,
            library: loaded.library,
            reports: loaded.reports,
            calendar: Arc::new(calendar),
            calendar_problems,
        })
    }

    /// The same records over a connection of their own that never writes: to read on another thread.
    pub fn reader(&self) -> Result<Self, InspectionError> {
        Ok(Self {
            journal: self.journal.reader()?,
            library: self.library.clone(),
            reports: Vec::new(),
            calendar: self.calendar.clone(),
            calendar_problems: Vec::new(),
        })
    }

    /// The journal underneath, for `log`, `verify`, drafts and backups.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The journal underneath, for drafts.
    pub fn journal_mut(&mut self) -> &mut Journal {
        &mut self.journal
    }

    /// Checklists at hand.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What was wrong with the user's own checklists; such files are left out.
    pub fn checklist_reports(&self) -> &[FileReport] {
        &self.reports
    }

    /// What was wrong with the user's own holidays; the shipped ones count then.
    pub fn calendar_problems(&self) -> &[String] {
        &self.calendar_problems
    }

    /// Working days and holidays.
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }

    /// Everything answered at a unit.
    pub fn answers(&self, round: &RoundId, unit: &UnitId) -> Result<UnitAnswers, InspectionError> {
        Ok(UnitAnswers::load(&self.journal, round, unit)?)
    }

    /// Reads what is recorded of one item again.
    pub fn reload(
        &self,
        answers: &mut UnitAnswers,
        round: &RoundId,
        unit: &UnitId,
        key: &ItemKey,
    ) -> Result<(), InspectionError> {
        answers.reload(&self.journal, round, unit, key)
    }

    /// What these records of rows, forms and pieces of evidence hold now; other records are left out.
    pub fn entry_states(&self, records: &[RecordKey]) -> Result<Vec<EntryState>, InspectionError> {
        let mut entries = Vec::with_capacity(records.len());
        for record in records {
            entries.extend(UnitAnswers::entry(&self.journal, record)?);
        }
        Ok(entries)
    }

    /// Every revision of the answer to one item and of its rows, forms and evidence, parents before children.
    pub fn history(&self, round: &RoundId, unit: &UnitId, key: &ItemKey) -> Result<Vec<Revision>, InspectionError> {
        Ok(self.journal.history_with_entries(&keys::of_item(round, unit, key)?)?)
    }

    /// Takes back the last action of this laptop in the round. What was found at a signed unit is taken back only under
    /// an `amendment` of that unit; a signature never is.
    pub fn undo(
        &mut self,
        round: &RoundId,
        member: &str,
        amendment: Option<&Amendment>,
    ) -> Result<Undone, InspectionError> {
        let chain = Chain::Round(round.to_string());
        let touched = self.journal.undo_touches(&chain, "")?;
        self.refuse_reversal(&touched, amendment)?;
        Ok(self.journal.undo(&chain, &reverser(member, amendment, &touched), "")?)
    }

    /// Does again what was taken back last, under the same conditions.
    pub fn redo(
        &mut self,
        round: &RoundId,
        member: &str,
        amendment: Option<&Amendment>,
    ) -> Result<Undone, InspectionError> {
        let chain = Chain::Round(round.to_string());
        let touched = self.journal.redo_touches(&chain, "")?;
        self.refuse_reversal(&touched, amendment)?;
        Ok(self.journal.redo(&chain, &reverser(member, amendment, &touched), "")?)
    }
}

/// Who undoes; the reason only where it concerns what is touched.
fn reverser(member: &str, amendment: Option<&Amendment>, touched: &[RecordKey]) -> Author {
    let concerns = |of: &&Amendment| touched.iter().any(|record| keys::unit_of(record).as_ref() == Some(&of.unit));
    let reason = amendment.filter(concerns).map(|amendment| amendment.reason.clone());
    Author { member: Some(member.to_owned()), reason }
}

/// A user's file that is wrong must not stop the work: the shipped holidays count, and it is said.
fn load_calendar(file: &Path) -> (Calendar, Vec<String>) {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Calendar::shipped(), Vec::new()),
        Err(error) => {
            let problem = format!("{}: {}", file.display(), crate::system::explain(&error));
            return (Calendar::shipped(), vec![problem]);
        }
    };
    match Calendar::shipped().with_user_file(&text) {
        Ok(calendar) => (calendar, Vec::new()),
        Err(errors) => {
            let problems = errors.iter().map(|error| format!("{}:{error}", file.display())).collect();
            (Calendar::shipped(), problems)
        }
    }
}

//! Following up what issued notices require.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::office::{Office, refused, saving};
use super::request::{Existing, Outcome};
use super::templates::WrittenPaper;
use crate::conclusion::follow_up::{
    self, FollowUp, ReminderBasis, Tally, UnsettledNotice, proposed_day, record_reminder, reminder,
};
use crate::conclusion::layout::Printed;
use crate::conclusion::letter::LetterBasis;
use crate::inspection::{
    Decision, EntryId, InspectionError, Named, Recorder, RemediationReport, Reminder, RequirementId, RoundId, UnitId,
    named_files,
};
use crate::paper::Format;
use crate::tui::screen::{EffectKind, Failure};

/// Working days within which the list of rounds tells what is due.
pub const SOON: u32 = 5;

/// At which unit of which round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPlace {
    /// The round.
    pub round: RoundId,
    /// The unit.
    pub unit: UnitId,
}

/// What the follow-up asks for. Whoever acts in the round records.
#[derive(Debug, Clone)]
pub enum FollowUpRequest {
    /// Everything required in all rounds → [`FollowUpOutcome::All`].
    List,
    /// How much is overdue and due soon, for the list of rounds → [`FollowUpOutcome::Pressing`].
    Pressing,
    /// The reminders sent to a unit, and what the next one is proposed to say → [`FollowUpOutcome::Reminders`].
    Reminders(UnitPlace),
    /// Records a unit's report, whose file is as somebody typed it → [`FollowUpOutcome::All`].
    Report(UnitPlace, Box<RemediationReport>, String),
    /// Records what was decided about what was reported → [`FollowUpOutcome::All`].
    Decide(UnitPlace, Vec<RequirementId>, Decision),
    /// Gives a report its file, as somebody typed it → [`FollowUpOutcome::All`].
    Attach(UnitPlace, EntryId, String),
    /// Takes back a report that was recorded by mistake, and why → [`FollowUpOutcome::All`].
    Withdraw(UnitPlace, EntryId, String),
    /// Writes a reminder; one with number and day is recorded as sent → [`FollowUpOutcome::Reminded`].
    Remind(UnitPlace, Box<ReminderOrder>),
}

/// A reminder to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderOrder {
    /// Its number within the year, once it has one.
    pub number: Option<u32>,
    /// Its day, once it is known.
    pub date: Option<NaiveDate>,
    /// Until when it asks for the report.
    pub report_by: NaiveDate,
    /// Where to, a name alone meaning the office's folder; the ending decides the format.
    pub path: PathBuf,
    /// What becomes of a file that is there already.
    pub existing: Existing,
}

impl FollowUpRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Report(..) | Self::Decide(..) | Self::Attach(..) | Self::Withdraw(..) => EffectKind::Write,
            Self::Remind(_, order) if order.number.is_some() => EffectKind::Write,
            Self::List | Self::Pressing | Self::Reminders(_) | Self::Remind(..) => EffectKind::Read,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum FollowUpOutcome {
    /// Everything required in all rounds, as it stands now.
    All(Arc<FollowUps>),
    /// What is overdue and due soon.
    Pressing(Pressing),
    /// The reminders sent to a unit.
    Reminders {
        /// Which unit.
        place: UnitPlace,
        /// By their dates.
        sent: Vec<Reminder>,
        /// The day until which the next one is proposed to ask for the report.
        report_by: NaiveDate,
        /// Where it would be written.
        proposal: PathBuf,
    },
    /// A reminder was written.
    Reminded(WrittenPaper),
    /// It was not: there is such a file already.
    ReminderExists(PathBuf),
}

/// Everything required in all rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUps {
    /// The day it is.
    pub today: NaiveDate,
    /// Round by round and unit by unit.
    pub all: Vec<FollowUp>,
    /// Units for which laptops issued different notices.
    pub unsettled: Vec<UnsettledNotice>,
}

/// What is overdue and due soon in all rounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pressing {
    /// Requirements that are overdue.
    pub overdue: usize,
    /// At how many units.
    pub units: usize,
    /// Requirements due within [`SOON`] working days.
    pub soon: usize,
}

type Done = Result<FollowUpOutcome, Failure>;

impl Office {
    /// Runs a request of the follow-up.
    pub(super) fn follow_up(&mut self, request: &FollowUpRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            FollowUpRequest::List => self.follow_ups(),
            FollowUpRequest::Pressing => self.pressing(),
            FollowUpRequest::Reminders(place) => self.reminders(place),
            FollowUpRequest::Report(place, report, file) => {
                let recorder = self.follow_up_recorder(place)?;
                let report = RemediationReport { file: self.one_file(file), ..report.as_ref().clone() };
                self.store
                    .record_remediation(&recorder, &report, &mut |_| ControlFlow::Continue(()))
                    .map_err(saving)?;
                self.remember_folder_of(report.file.as_deref());
                self.follow_ups()
            }
            FollowUpRequest::Decide(place, requirements, decision) => {
                let recorder = self.follow_up_recorder(place)?;
                self.store.decide_remediation(&recorder, requirements, decision).map_err(saving)?;
                self.follow_ups()
            }
            FollowUpRequest::Attach(place, id, file) => {
                let recorder = self.follow_up_recorder(place)?;
                let Some(file) = self.one_file(file) else { return self.follow_ups().map(Outcome::FollowUp) };
                self.store
                    .attach_to_remediation(&recorder, id, &file, &mut |_| ControlFlow::Continue(()))
                    .map_err(saving)?;
                self.remember_folder_of(Some(&file));
                self.follow_ups()
            }
            FollowUpRequest::Withdraw(place, id, reason) => {
                let recorder = Recorder { reason: Some(reason.clone()), ..self.follow_up_recorder(place)? };
                self.store.withdraw_remediation(&recorder, id).map_err(saving)?;
                self.follow_ups()
            }
            FollowUpRequest::Remind(place, order) => self.remind(place, order),
        };
        outcome.map(Outcome::FollowUp)
    }

    fn follow_ups(&self) -> Done {
        let today = self.store.today();
        let all = follow_up::of_home(&self.store, today).map_err(refused)?;
        let unsettled = follow_up::unsettled(&self.store).map_err(refused)?;
        Ok(FollowUpOutcome::All(Arc::new(FollowUps { today, all, unsettled })))
    }

    fn pressing(&self) -> Done {
        let all = follow_up::of_home(&self.store, self.store.today()).map_err(refused)?;
        let units = all.chunk_by(|a, b| a.round == b.round && a.unit == b.unit);
        Ok(FollowUpOutcome::Pressing(Pressing {
            overdue: Tally::of(&all).overdue,
            units: units.filter(|unit| unit.iter().any(FollowUp::is_overdue)).count(),
            soon: all.iter().filter(|one| one.due_in.is_some_and(|left| left <= SOON)).count(),
        }))
    }

    fn reminders(&self, place: &UnitPlace) -> Done {
        Ok(FollowUpOutcome::Reminders {
            place: place.clone(),
            sent: self.store.reminders(&place.round, &place.unit).map_err(refused)?,
            report_by: proposed_day(self.store.calendar(), self.store.today()),
            proposal: self.papers.join(format!("{}-don-doc.docx", place.unit)),
        })
    }

    fn remind(&mut self, place: &UnitPlace, order: &ReminderOrder) -> Done {
        let path = self.papers.join(&order.path);
        let format = Format::from_path(&path).map_err(|error| Failure::Refused(error.to_string()))?;
        if order.existing == Existing::Keep && path.is_file() {
            return Ok(FollowUpOutcome::ReminderExists(path));
        }
        let open = self.opened(&place.round)?;
        let today = self.store.today();
        let now = self.store.journal().clock().now().to_utc();
        let letter = LetterBasis { number: order.number, date: order.date, ..LetterBasis::draft(now) };
        let basis = ReminderBasis { letter, report_by: order.report_by, today };
        let document = reminder(&self.store, &open.round, place.unit.as_str(), &basis).map_err(refused)?;
        let Printed { bytes, layout } = self.printed(&document, format)?;
        // Recorded first: a letter must not go out under a number that is taken.
        if basis.letter.number.is_some() && basis.letter.date.is_some() {
            let recorder = self.follow_up_recorder(place)?;
            record_reminder(&mut self.store, &recorder, &basis).map_err(saving)?;
        }
        crate::paper::write_atomically(&path, &bytes).map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(FollowUpOutcome::Reminded(WrittenPaper { path, layout }))
    }

    /// Who acts in the round of `place`, which need not be the one that is open.
    fn follow_up_recorder(&mut self, place: &UnitPlace) -> Result<Recorder, Failure> {
        let open = self.opened(&place.round)?;
        let known = || open.round.members.iter().map(|member| member.id.to_string()).collect();
        let member = self.acting_in(&open).ok_or_else(|| refused(InspectionError::NobodyActs { known: known() }))?;
        let (round, unit) = (place.round.clone(), place.unit.clone());
        Ok(Recorder { round, unit, member: member.id.to_string(), reason: None })
    }

    /// The file somebody typed; a name that is no file is handed on, to be refused by its name.
    fn one_file(&self, typed: &str) -> Option<PathBuf> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let folder = self.store.last_folder();
        Some(match named_files(typed, folder.as_deref()) {
            Named::Files(files) => files.into_iter().next().unwrap_or_else(|| PathBuf::from(typed)),
            Named::NameAlone(name) => PathBuf::from(name),
        })
    }

    fn remember_folder_of(&mut self, file: Option<&Path>) {
        if let Some(folder) = file.and_then(Path::parent).filter(|folder| folder.is_absolute()).map(Path::to_owned) {
            // The file is recorded; a folder not remembered is no reason to say otherwise.
            let _ = self.store.remember_folder(&folder);
        }
    }
}

//! Following up what issued notices require.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::evidence::LARGE;
use super::office::{Office, refused, saving};
use super::request::{Outcome, Request, World};
use crate::conclusion::follow_up::{self, FollowUp, Tally, UnsettledNotice};
use crate::inspection::{
    Decision, EntryId, InspectionError, LeftStanding, Named, Recorder, RemediationReport, Reminder, RequirementId,
    RoundId, UnitId, named_files,
};
use crate::journal::AttachError;
use crate::tui::job::{Done as Copied, Progress};
use crate::tui::screen::{Effect, EffectKind, Failure};

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
    /// The reminders sent to a unit → [`FollowUpOutcome::Reminders`].
    Reminders(UnitPlace),
    /// How heavy the file is that this would take in → [`FollowUpOutcome::Weighed`].
    Weigh(Box<FollowUpRequest>),
    /// Records a unit's report, whose file is as somebody typed it → [`FollowUpOutcome::All`].
    Report(UnitPlace, Box<RemediationReport>, String),
    /// Records what was decided about what was reported → [`FollowUpOutcome::All`].
    Decide(UnitPlace, Vec<RequirementId>, Decision),
    /// Gives a report its file, as somebody typed it → [`FollowUpOutcome::All`].
    Attach(UnitPlace, EntryId, String),
    /// Takes back a report that was recorded by mistake, and why → [`FollowUpOutcome::All`].
    Withdraw(UnitPlace, EntryId, String),
}

impl FollowUpRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Report(..) | Self::Decide(..) | Self::Attach(..) | Self::Withdraw(..) => EffectKind::Write,
            Self::List | Self::Pressing | Self::Reminders(_) | Self::Weigh(_) => EffectKind::Read,
        }
    }
}

/// How long taking in a file keeps the screen waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileWeight {
    /// Not noticeably.
    Light,
    /// Long enough for a job with a progress bar.
    Heavy,
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
    },
    /// This may be asked for now; with a large file it is a job.
    Weighed(Box<FollowUpRequest>, FileWeight),
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
    /// Units whose record of issue was taken back although papers rest on it.
    pub left: Vec<LeftStanding>,
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

/// Hears how many bytes were copied, and says whether to go on.
type Report<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

impl Office {
    /// Does it here and now, while the screen waits.
    pub(super) fn follow_up(&mut self, request: &FollowUpRequest) -> Result<Outcome, Failure> {
        self.run_follow_up(request, &mut |_| ControlFlow::Continue(()))
    }

    /// Does it as a job: a large file is copied, and stopping leaves nothing.
    pub(super) fn follow_up_job(
        &mut self,
        request: &FollowUpRequest,
        progress: &Progress<World>,
    ) -> Result<Outcome, Failure> {
        let total = self.bytes_of(request);
        self.run_follow_up(request, &mut |done| {
            progress.report(Copied { done, total });
            if progress.check().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }

    /// How many bytes of a file it takes in.
    fn bytes_of(&self, request: &FollowUpRequest) -> u64 {
        let typed = match request {
            FollowUpRequest::Report(_, _, file) | FollowUpRequest::Attach(_, _, file) => self.one_file(file),
            _ => None,
        };
        typed.and_then(|file| std::fs::metadata(file).ok()).map_or(0, |meta| meta.len())
    }

    fn run_follow_up(&mut self, request: &FollowUpRequest, report: Report<'_>) -> Result<Outcome, Failure> {
        let outcome = match request {
            FollowUpRequest::List => self.follow_ups(),
            FollowUpRequest::Pressing => self.pressing(),
            FollowUpRequest::Reminders(place) => self.reminders(place),
            FollowUpRequest::Weigh(request) => {
                let weight = if self.bytes_of(request) > LARGE { FileWeight::Heavy } else { FileWeight::Light };
                Ok(FollowUpOutcome::Weighed(request.clone(), weight))
            }
            FollowUpRequest::Report(place, content, file) => {
                let recorder = self.follow_up_recorder(place)?;
                let content = RemediationReport { file: self.one_file(file), ..content.as_ref().clone() };
                self.store.record_remediation(&recorder, &content, report).map_err(taking_in)?;
                self.remember_folder_of(content.file.as_deref());
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
                self.store.attach_to_remediation(&recorder, id, &file, report).map_err(taking_in)?;
                self.remember_folder_of(Some(&file));
                self.follow_ups()
            }
            FollowUpRequest::Withdraw(place, id, reason) => {
                let recorder = Recorder { reason: Some(reason.clone()), ..self.follow_up_recorder(place)? };
                self.store.withdraw_remediation(&recorder, id).map_err(saving)?;
                self.follow_ups()
            }
        };
        outcome.map(Outcome::FollowUp)
    }

    fn follow_ups(&self) -> Done {
        let today = self.store.today();
        let all = follow_up::of_home(&self.store, today).map_err(refused)?;
        let unsettled = follow_up::unsettled(&self.store).map_err(refused)?;
        let left = self.store.all_left_standing(None).map_err(refused)?;
        Ok(FollowUpOutcome::All(Arc::new(FollowUps { today, all, unsettled, left })))
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
        })
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

/// A file that cannot be taken in is no disk that failed to save.
fn taking_in(error: InspectionError) -> Failure {
    match error {
        InspectionError::Attach(AttachError::Stopped) => Failure::Cancelled,
        other => saving(other),
    }
}

impl FileWeight {
    /// How a request that takes in such a file is run.
    pub fn run(self, request: &FollowUpRequest) -> Effect<World> {
        let request = Request::FollowUp(request.clone());
        match self {
            Self::Light => Effect::Run(request),
            Self::Heavy => Effect::Start(request),
        }
    }
}

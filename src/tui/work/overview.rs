//! A whole round, and rounds side by side, as the dashboard shows them.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::office::{Done, Office};
use super::request::{Outcome, World};
use crate::conclusion::follow_up::Aftermath;
use crate::inspection::{InspectionError, RoundId};
use crate::journal::JournalError;
use crate::overview::{Overviews, RoundOverview, Step, Trends};
use crate::tui::job::Progress;
use crate::tui::screen::{EffectKind, Failure};

/// So many units are read while the screen waits; more of them are a job.
const AT_ONCE: usize = 2;

/// What is asked about rounds as a whole.
#[derive(Debug, Clone)]
pub enum OverviewRequest {
    /// The round, if that takes no time → [`OverviewOutcome::Round`], else [`OverviewOutcome::Unread`].
    Look(RoundId),
    /// The round, however long it takes (a job) → [`OverviewOutcome::Round`].
    Read(RoundId),
    /// All rounds of this home over the years (a job) → [`OverviewOutcome::Years`].
    Years,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum OverviewOutcome {
    /// The round as it stands now, and what followed the visits.
    Round(Arc<RoundOverview>, Arc<Aftermath>),
    /// It must be read first, which takes a while.
    Unread(RoundId),
    /// Figures and rates over the years.
    Years(Arc<Years>),
}

/// All rounds of this home.
#[derive(Debug)]
pub struct Years {
    /// Figures and rates over the years.
    pub trends: Arc<Trends>,
    /// The rounds they are of.
    pub rounds: Vec<Arc<RoundOverview>>,
}

impl OverviewRequest {
    /// Nothing here changes the store.
    pub const KIND: EffectKind = EffectKind::Read;
}

/// Overviews that the office and its jobs share.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedOverviews(Arc<Mutex<Overviews>>);

impl SharedOverviews {
    pub(super) fn locked(&self) -> MutexGuard<'_, Overviews> {
        // Whoever broke off while reading left whole units only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// None while a job is reading: the screen must not wait for it.
    fn free(&self) -> Option<MutexGuard<'_, Overviews>> {
        match self.0.try_lock() {
            Ok(free) => Some(free),
            Err(TryLockError::Poisoned(broken)) => Some(broken.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl Office {
    /// Answers at once.
    pub(super) fn overview(&mut self, request: &OverviewRequest) -> Done {
        let outcome = match request {
            OverviewRequest::Look(round) => self.look(round)?,
            OverviewRequest::Read(round) => self.read(round, &mut |_| ControlFlow::Continue(()))?,
            OverviewRequest::Years => self.years(&mut |_| ControlFlow::Continue(()))?,
        };
        Ok(Outcome::Overview(outcome))
    }

    /// Answers as a job, with its progress told.
    pub(super) fn overview_job(&mut self, request: &OverviewRequest, progress: &Progress<World>) -> Done {
        let mut watch = |step: Step| {
            progress.report(crate::tui::job::Done { done: step.done as u64, total: step.of as u64 });
            if progress.check().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let outcome = match request {
            OverviewRequest::Look(round) | OverviewRequest::Read(round) => self.read(round, &mut watch)?,
            OverviewRequest::Years => self.years(&mut watch)?,
        };
        Ok(Outcome::Overview(outcome))
    }

    fn look(&self, round: &RoundId) -> Result<OverviewOutcome, Failure> {
        let Some(mut kept) = self.overviews.free() else { return Ok(OverviewOutcome::Unread(round.clone())) };
        if kept.unread(&self.store, round).map_err(reading)? > AT_ONCE {
            return Ok(OverviewOutcome::Unread(round.clone()));
        }
        let whole = kept.round(&self.store, round, &mut |_| ControlFlow::Continue(())).map_err(reading)?;
        let after = Aftermath::read(&self.store, round, self.store.today()).map_err(reading)?;
        Ok(OverviewOutcome::Round(whole, Arc::new(after)))
    }

    fn read(
        &self,
        round: &RoundId,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<OverviewOutcome, Failure> {
        let whole = self.overviews.locked().round(&self.store, round, watch).map_err(reading)?;
        let after = Aftermath::read(&self.store, round, self.store.today()).map_err(reading)?;
        Ok(OverviewOutcome::Round(whole, Arc::new(after)))
    }

    fn years(&self, watch: &mut dyn FnMut(Step) -> ControlFlow<()>) -> Result<OverviewOutcome, Failure> {
        let mut kept = self.overviews.locked();
        let rounds = kept.all(&self.store, watch).map_err(reading)?.rounds;
        let trends = kept.trends(&self.store, watch).map_err(reading)?;
        Ok(OverviewOutcome::Years(Arc::new(Years { trends, rounds })))
    }
}

fn reading(error: InspectionError) -> Failure {
    match error {
        InspectionError::Journal(JournalError::Cancelled) => Failure::Cancelled,
        other => Failure::Refused(other.to_string()),
    }
}

//! The steps of a round's units, and the papers that go out around an inspection.

use std::sync::Arc;

use chrono::NaiveDate;

use super::office::{Office, refused, saving};
use super::request::Outcome;
use crate::conclusion::chain::{self, ConclusionDays, UnitSteps};
use crate::conclusion::letter::{LetterError, record_step};
use crate::inspection::{OfficeError, Round, RoundId, Step, StepChange, Unit, UnitId};
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about steps.
#[derive(Debug, Clone)]
pub enum StepsRequest {
    /// All steps of all units → [`StepsOutcome::Loaded`].
    Load(RoundId),
    /// What becomes of a step at some units → [`StepsOutcome::Recorded`].
    Record(RoundId, Vec<UnitId>, Step, StepChange),
    /// Keeps the letterhead of a round for others → [`StepsOutcome::LetterheadKept`].
    KeepLetterhead(RoundId),
}

impl StepsRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Load(_) => EffectKind::Read,
            Self::Record(..) | Self::KeepLetterhead(_) => EffectKind::Write,
        }
    }
}

/// All steps of a round as they stand on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepsNow {
    /// The day it is.
    pub today: NaiveDate,
    /// The units, as the round has them.
    pub units: Vec<UnitSteps>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum StepsOutcome {
    /// The steps as they stand today.
    Loaded(RoundId, Arc<StepsNow>),
    /// A step was recorded, and the steps as they stand now.
    Recorded(RoundId, Arc<StepsNow>),
    /// The letterhead of this agency is kept.
    LetterheadKept(String),
}

impl Office {
    /// Runs a request about steps.
    pub(super) fn steps(&mut self, request: &StepsRequest) -> Result<Outcome, Failure> {
        match request {
            StepsRequest::Load(round) => {
                Ok(Outcome::Steps(StepsOutcome::Loaded(round.clone(), self.all_steps(round)?)))
            }
            StepsRequest::Record(round, units, step, change) => {
                let open = self.opened(round)?;
                let member = self.member()?;
                let recorded = record_step(self.store_mut(), &open.round, units, &member, *step, change);
                recorded.map_err(|error| match error {
                    LetterError::Inspection(error) => saving(error),
                    other => Failure::Refused(other.to_string()),
                })?;
                Ok(Outcome::Steps(StepsOutcome::Recorded(round.clone(), self.all_steps(round)?)))
            }
            StepsRequest::KeepLetterhead(round) => {
                let round = self.store().round(round.as_str()).map_err(refused)?;
                let kept = self.store_mut().save_office(&round, None).map_err(|error| match error {
                    OfficeError::Inspection(error) => saving(error),
                    other => Failure::Refused(other.to_string()),
                })?;
                Ok(Outcome::Steps(StepsOutcome::LetterheadKept(kept.letterhead.agency)))
            }
        }
    }

    /// The working days for the conclusion of one unit as they run.
    pub(super) fn conclusion_days(&self, round: &Round, unit: &Unit) -> Result<Option<ConclusionDays>, Failure> {
        let today = self.store().journal().clock().now().date_naive();
        chain::conclusion_of(self.store(), round, unit, today).map_err(refused)
    }

    fn all_steps(&mut self, round: &RoundId) -> Result<Arc<StepsNow>, Failure> {
        let open = self.opened(round)?;
        let today = self.store().journal().clock().now().date_naive();
        let units = chain::of_round(self.store(), &open.round, today).map_err(refused)?;
        Ok(Arc::new(StepsNow { today, units }))
    }
}

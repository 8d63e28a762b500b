//! The steps of a round's units, and the papers that go out around an inspection.

use std::sync::Arc;

use chrono::NaiveDate;

use super::office::{Office, refused, saving};
use super::request::{Existing, Outcome};
use crate::conclusion::chain::{self, ConclusionDays, UnitSteps};
use crate::conclusion::letter::{AroundKind, AroundOrder, LetterBasis, LetterError, compose};
use crate::inspection::{OfficeError, Round, RoundId, Step, StepChange, StepError, Unit, UnitId};
use crate::paper::{Format, render, write_atomically};
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
    /// Writes a draft of a paper, to one unit or to all → [`Outcome::PaperWritten`] or [`Outcome::PaperExists`].
    Write(RoundId, Option<UnitId>, AroundKind, Existing),
}

impl StepsRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Load(_) | Self::Write(..) => EffectKind::Read,
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
                let recorded = self.store_mut().record_step(&open.round, units, &member, *step, change);
                recorded.map_err(|error| match error {
                    StepError::Inspection(error) => saving(error),
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
            StepsRequest::Write(round, unit, kind, existing) => {
                self.write_around(round, unit.as_ref(), *kind, *existing)
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

    fn write_around(
        &mut self,
        round: &RoundId,
        unit: Option<&UnitId>,
        kind: AroundKind,
        existing: Existing,
    ) -> Result<Outcome, Failure> {
        let open = self.opened(round)?;
        let basis = LetterBasis::draft(self.store().journal().clock().now().to_utc());
        let order = AroundOrder { kind, unit: unit.cloned(), due: None, basis };
        let document = compose(self.store(), &open.round, &order).map_err(|error| match error {
            LetterError::Inspection(error) => refused(error),
            other => Failure::Refused(other.to_string()),
        })?;
        // Letters that every system and every mail program takes.
        let name = match kind {
            AroundKind::Programme => "lich-kiem-tra",
            AroundKind::Announcement => "cong-van-thong-bao",
            AroundKind::Outline => "de-cuong-bao-cao",
            AroundKind::Opinion => "cong-van-lay-y-kien",
        };
        let of = unit.map_or_else(|| round.to_string(), ToString::to_string);
        let path = self.papers.join(format!("{of}-{name}.docx"));
        if existing == Existing::Keep && path.is_file() {
            return Ok(Outcome::PaperExists(path));
        }
        let bytes = render(&document, Format::Docx).map_err(|error| Failure::Refused(error.to_string()))?;
        write_atomically(&path, &bytes).map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(Outcome::PaperWritten(path))
    }
}

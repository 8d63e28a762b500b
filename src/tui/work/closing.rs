//! Closing a visit: who was there, signing, changing what is signed, and what earlier rounds found.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::office::{Office, refused, saving};
use super::request::Outcome;
use super::unit_work::{Taken, UnitWork};
use crate::conclusion::{Conclusion, EarlierRound, earlier_units, open_from_before, sign};
use crate::exchange::board::Outstanding;
use crate::inspection::{
    Amendment, ItemKey, LaterChange, Person, PresentChange, Recorder, RecurrenceContent, Recurrences, RoundId, Side,
    Signature, UnitId, Visit, VisitChange,
};
use crate::journal::RecordKey;
use crate::tui::screen::{EffectKind, Failure};

/// What the closing of a visit asks for.
#[derive(Debug, Clone)]
pub enum ClosingRequest {
    /// What is recorded of the visit → [`ClosingOutcome::Visit`].
    Load(RoundId, UnitId),
    /// Records fields of the visit → [`ClosingOutcome::Visit`].
    Visit(Recorder, Vec<VisitChange>),
    /// Records who was there → [`ClosingOutcome::Visit`].
    Present(Recorder, Vec<PresentChange>),
    /// Who was there at earlier visits → [`ClosingOutcome::Known`].
    Known(RoundId, UnitId),
    /// What other laptops still owe, where this member signs → [`ClosingOutcome::Outstanding`].
    Outstanding(RoundId, UnitId, String),
    /// Signs the unit → [`ClosingOutcome::Signature`].
    Sign(Recorder),
    /// Takes the signature back → [`ClosingOutcome::Signature`].
    Withdraw(Recorder),
    /// Leave to change a signed unit, until it is left → [`ClosingOutcome::Amending`].
    Amend(RoundId, Amendment),
    /// What changed after the unit was signed → [`ClosingOutcome::Later`].
    Later(RoundId, UnitId),
    /// What earlier rounds found at the unit → [`ClosingOutcome::Earlier`].
    Earlier(RoundId, UnitId),
    /// Records that a shortcoming was raised before, or takes that back → [`ClosingOutcome::Recurrences`].
    Recur(Recorder, ItemKey, Option<Box<RecurrenceContent>>),
}

impl ClosingRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Load(..)
            | Self::Known(..)
            | Self::Outstanding(..)
            | Self::Amend(..)
            | Self::Later(..)
            | Self::Earlier(..) => EffectKind::Read,
            Self::Visit(..) | Self::Present(..) | Self::Sign(_) | Self::Withdraw(_) | Self::Recur(..) => {
                EffectKind::Write
            }
        }
    }
}

/// What came of it; each names the unit it is about.
#[derive(Debug, Clone)]
pub enum ClosingOutcome {
    /// What is recorded of the visit.
    Visit(Box<VisitState>),
    /// People of the unit who were there at earlier visits, the latest first, each once.
    Known(RoundId, UnitId, Vec<Person>),
    /// What other laptops still owe.
    Outstanding(RoundId, UnitId, Outstanding),
    /// The unit's signature as it stands now.
    Signature(RoundId, UnitId, Option<Signature>),
    /// What is changed from now on is an amendment.
    Amending(RoundId, Amendment),
    /// What changed after the unit was signed.
    Later(RoundId, UnitId, Vec<LaterChange>),
    /// What earlier rounds found.
    Earlier(RoundId, UnitId, Arc<Earlier>),
    /// Shortcomings that count as raised before.
    Recurrences(RoundId, UnitId, Recurrences),
}

/// What the closing screen shows of the visit.
#[derive(Debug, Clone)]
pub struct VisitState {
    /// Which round.
    pub round: RoundId,
    /// Which unit.
    pub unit: UnitId,
    /// What is recorded.
    pub visit: Visit,
    /// When the first answer was recorded: proposed as the beginning.
    pub first: Option<NaiveDateTime>,
    /// The present time: proposed as the end.
    pub now: NaiveDateTime,
    /// Records with different opinions.
    pub conflicts: Vec<RecordKey>,
}

/// What earlier rounds found at a unit, and what of it counts as raised again.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// The rounds, the newest first.
    pub rounds: Vec<EarlierRound>,
    /// Accepted when it was read.
    pub recurrences: Recurrences,
}

type Done = Result<ClosingOutcome, Failure>;

impl Office {
    /// Runs a request of the closing.
    pub(super) fn close(&mut self, request: &ClosingRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            ClosingRequest::Load(round, unit) => self.visit(round, unit),
            ClosingRequest::Visit(recorder, changes) => {
                self.store.record_visit(recorder, changes).map_err(saving)?;
                self.visit(&recorder.round, &recorder.unit)
            }
            ClosingRequest::Present(recorder, changes) => {
                self.store.record_present(recorder, changes).map_err(saving)?;
                self.visit(&recorder.round, &recorder.unit)
            }
            ClosingRequest::Known(round, unit) => self.known(round, unit),
            ClosingRequest::Outstanding(round, unit, signer) => {
                let open = self.opened(round)?;
                let outstanding = self.store.outstanding(&open.round, unit, signer).map_err(refused)?;
                Ok(ClosingOutcome::Outstanding(round.clone(), unit.clone(), outstanding))
            }
            ClosingRequest::Sign(recorder) => {
                let signature = sign(&mut self.store, recorder).map_err(|error| match error {
                    crate::conclusion::SigningError::Inspection(error) => saving(error),
                    other => Failure::Refused(other.to_string()),
                })?;
                Ok(ClosingOutcome::Signature(recorder.round.clone(), recorder.unit.clone(), Some(signature)))
            }
            ClosingRequest::Withdraw(recorder) => {
                self.store.withdraw_signature(recorder).map_err(saving)?;
                self.amendment = None;
                Ok(ClosingOutcome::Signature(recorder.round.clone(), recorder.unit.clone(), None))
            }
            ClosingRequest::Amend(round, amendment) => {
                self.amendment = Some((round.clone(), amendment.clone()));
                Ok(ClosingOutcome::Amending(round.clone(), amendment.clone()))
            }
            ClosingRequest::Later(round, unit) => {
                let signature = self.store.signature(round, unit).map_err(refused)?;
                let later = signature.map(|signature| self.store.later_changes(round, unit, &signature));
                let later = later.transpose().map_err(refused)?.unwrap_or_default();
                Ok(ClosingOutcome::Later(round.clone(), unit.clone(), later))
            }
            ClosingRequest::Earlier(round, unit) => self.earlier(round, unit),
            ClosingRequest::Recur(recorder, key, content) => {
                self.store.record_recurrence(recorder, key, content.as_deref()).map_err(saving)?;
                let recurrences = self.store.recurrences(&recorder.round, &recorder.unit).map_err(refused)?;
                Ok(ClosingOutcome::Recurrences(recorder.round.clone(), recorder.unit.clone(), recurrences))
            }
        };
        outcome.map(Outcome::Closing)
    }

    fn visit(&self, round: &RoundId, unit: &UnitId) -> Done {
        Ok(ClosingOutcome::Visit(Box::new(VisitState {
            round: round.clone(),
            unit: unit.clone(),
            visit: self.store.visit(round, unit).map_err(refused)?,
            first: self.store.first_recorded(round, unit).map_err(refused)?,
            now: self.store.journal().clock().now().naive_local(),
            conflicts: self.store.open_conflicts(round, unit).map_err(refused)?,
        })))
    }

    fn known(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        let mut people: Vec<Person> = Vec::new();
        for (round, unit) in self.earlier_visits(round, unit)? {
            let visit = self.store.visit(&round, &unit).map_err(refused)?;
            people.extend(visit.on(Side::Unit).map(|present| present.person.clone()));
        }
        let mut seen = Vec::new();
        people.retain(|person| {
            !seen.contains(&person.name) && !person.name.is_empty() && {
                seen.push(person.name.clone());
                true
            }
        });
        Ok(ClosingOutcome::Known(round.clone(), unit.clone(), people))
    }

    fn earlier_visits(&mut self, round: &RoundId, unit: &UnitId) -> Result<Vec<(RoundId, UnitId)>, Failure> {
        let open = self.opened(round)?;
        let Some(unit) = open.round.unit(unit) else { return Ok(Vec::new()) };
        earlier_units(&self.store, &open.round, unit).map_err(refused)
    }

    fn earlier(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        let mut rounds = Vec::new();
        for (earlier, there) in self.earlier_visits(round, unit)? {
            // A round whose checklists are lost must not keep the present one from being worked at.
            let Ok(open) = self.opened(&earlier) else { continue };
            let conclusion = Conclusion::in_round(&self.store, open, there.as_str()).map_err(refused)?;
            let found = EarlierRound::of(&conclusion).followed_up(&self.store, &conclusion).map_err(refused)?;
            if !found.judged.is_empty() {
                rounds.push(found);
            }
        }
        let recurrences = self.store.recurrences(round, unit).map_err(refused)?;
        let earlier = Arc::new(Earlier { rounds, recurrences });
        Ok(ClosingOutcome::Earlier(round.clone(), unit.clone(), earlier))
    }
}

impl Earlier {
    /// How many shortcomings stood open when the present round began.
    pub fn open(&self) -> usize {
        open_from_before(&self.rounds).len()
    }
}

impl UnitWork {
    /// Takes in what the closing of a visit changed; says whether it was about this unit.
    pub(super) fn take_closing(&mut self, outcome: &ClosingOutcome) -> Taken {
        let (here, now) = (&self.open.round.id, &self.unit.id);
        match outcome {
            ClosingOutcome::Signature(round, unit, signature) if round == here && unit == now => {
                self.signature.clone_from(signature);
                self.amending = None;
            }
            ClosingOutcome::Amending(round, amendment) if round == here && amendment.unit == *now => {
                self.amending = Some(amendment.reason.clone());
            }
            ClosingOutcome::Earlier(round, unit, earlier) if round == here && unit == now => {
                self.earlier = earlier.clone();
            }
            ClosingOutcome::Recurrences(round, unit, recurrences) if round == here && unit == now => {
                let rounds = self.earlier.rounds.clone();
                self.earlier = Arc::new(Earlier { rounds, recurrences: recurrences.clone() });
            }
            _ => return Taken::Nothing,
        }
        Taken::Something
    }

    /// Whether the unit is signed and nobody has said why it is changed all the same.
    pub fn is_locked(&self) -> bool {
        self.signature.is_some() && self.amending.is_none()
    }
}

//! Checklists whose laptops use different editions: what was asked otherwise, choosing the edition, taking answers over.

use std::sync::Arc;

use super::office::{Office, refused, saving};
use super::request::{Definition, Outcome};
use crate::checklist::Checklist;
use crate::exchange::edition::EditionReview;
use crate::inspection::{Reasked, Recorder, RoundId};
use crate::journal::Author;
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about editions.
#[derive(Debug, Clone)]
pub enum EditionsRequest {
    /// What was asked under other words, at all units (a job) → [`EditionsOutcome::Review`].
    Review(RoundId),
    /// The edition the round uses from now on → [`Outcome::Round`].
    Use {
        /// Which round.
        round: RoundId,
        /// Which edition.
        edition: Arc<Checklist>,
        /// Why; wanted where laptops chose different ones.
        reason: Option<String>,
    },
    /// Answers made under other words hold under those of today → [`Outcome::Changed`].
    TakeOver {
        /// Which round.
        round: RoundId,
        /// Which answers.
        answers: Vec<Reasked>,
        /// Why.
        reason: String,
    },
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum EditionsOutcome {
    /// What was asked under other words.
    Review(RoundId, Box<EditionReview>),
}

impl EditionsRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Review(_) => EffectKind::Read,
            Self::Use { .. } | Self::TakeOver { .. } => EffectKind::Write,
        }
    }
}

impl Office {
    pub(super) fn editions(&mut self, request: &EditionsRequest) -> Result<Outcome, Failure> {
        match request {
            EditionsRequest::Review(id) => {
                let open = self.opened(id)?;
                let review = EditionReview::of(self.store(), &open.round).map_err(refused)?;
                Ok(Outcome::Editions(EditionsOutcome::Review(id.clone(), Box::new(review))))
            }
            EditionsRequest::Use { round, edition, reason } => {
                let open = self.opened(round)?;
                let author = Author { member: self.member().ok(), reason: reason.clone() };
                self.store_mut().use_edition(&open.round, edition, &author).map_err(saving)?;
                self.round(round)
            }
            EditionsRequest::TakeOver { round, answers, reason } => self.take_over(round, answers, reason),
        }
    }

    fn take_over(&mut self, round: &RoundId, answers: &[Reasked], reason: &str) -> Result<Outcome, Failure> {
        let Some(first) = answers.first() else {
            return Err(Failure::Refused(rust_i18n::t!("screen_editions.nothing_chosen").into_owned()));
        };
        let (member, reason) = (self.member()?, Some(reason.to_owned()));
        let by = Recorder { round: round.clone(), unit: first.unit.clone(), member, reason };
        self.store_mut().take_over(&by, answers).map_err(saving)?;
        let touched = answers.iter().map(|answer| self.touched(round, &answer.unit, &answer.key));
        let touched = touched.collect::<Result<Vec<_>, _>>()?;
        let round = round.clone();
        Ok(Outcome::Changed { round, touched, definition: Definition::Same, cleared: None, reversal: None })
    }
}

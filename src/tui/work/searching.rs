//! Finding in a round.

use std::sync::Arc;

use super::office::Office;
use super::request::Outcome;
use crate::inspection::{RoundId, UnitId};
use crate::search::{self, Found, RoundTexts};
use crate::tui::screen::{EffectKind, Failure};

/// Looks for what was typed in a round → [`SearchOutcome`].
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The round.
    pub round: RoundId,
    /// The unit that comes first, and at which items are shown.
    pub here: Option<UnitId>,
    /// What was typed so far.
    pub typed: String,
}

impl SearchRequest {
    /// It reads.
    pub fn kind(&self) -> EffectKind {
        EffectKind::Read
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct SearchOutcome {
    /// For what was typed so: an answer to something else comes too late.
    pub typed: String,
    /// The hits.
    pub found: Found,
}

impl Office {
    /// Searches; an index found damaged is made again first.
    pub(super) fn search(&mut self, request: &SearchRequest) -> Result<Outcome, Failure> {
        let open = self.opened(&request.round)?;
        let texts = match &self.texts {
            Some(texts) if Arc::ptr_eq(texts.open(), &open) => texts.clone(),
            _ => Arc::new(RoundTexts::new(open)),
        };
        self.texts = Some(texts.clone());
        let look = |office: &Self| search::search(&office.store, &texts, request.here.as_ref(), &request.typed);
        let found = match look(self) {
            Err(error) if error.is_damage() => self.store.journal_mut().rebuild_text_index().and_then(|()| look(self)),
            looked => looked,
        };
        let found = found.map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(Outcome::Found(SearchOutcome { typed: request.typed.clone(), found }))
    }
}

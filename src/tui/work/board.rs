//! The board, and a member's word that he has finished.

use std::sync::Arc;

use super::office::{Office, refused, saving};
use super::request::Outcome;
use crate::exchange::board::Board;
use crate::inspection::{MemberId, RoundId};
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about the meeting of laptops.
#[derive(Debug, Clone)]
pub enum BoardRequest {
    /// The whole board (a job) → [`BoardOutcome::Loaded`].
    Load(RoundId),
    /// The member has recorded all he has to → [`BoardOutcome::Finished`].
    Finish(RoundId, MemberId),
    /// He has not, after all → [`BoardOutcome::Unfinished`].
    Unfinish(RoundId, MemberId),
}

impl BoardRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Load(_) => EffectKind::Read,
            Self::Finish(..) | Self::Unfinish(..) => EffectKind::Write,
        }
    }
}

/// What came of it; each names its round.
#[derive(Debug, Clone)]
pub enum BoardOutcome {
    /// The board as it stands now.
    Loaded(RoundId, Arc<Board>),
    /// The word is recorded.
    Finished(RoundId, MemberId),
    /// It is taken back.
    Unfinished(RoundId, MemberId),
}

impl Office {
    /// Runs a request about the meeting of laptops.
    pub(super) fn board(&mut self, request: &BoardRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            BoardRequest::Load(round) => {
                let open = self.opened(round)?;
                let board = self.store.board(&open.round).map_err(refused)?;
                BoardOutcome::Loaded(round.clone(), Arc::new(board))
            }
            BoardRequest::Finish(round, member) => {
                self.store.finish(round, member).map_err(saving)?;
                BoardOutcome::Finished(round.clone(), member.clone())
            }
            BoardRequest::Unfinish(round, member) => {
                self.store.unfinish(round, member).map_err(saving)?;
                BoardOutcome::Unfinished(round.clone(), member.clone())
            }
        };
        Ok(Outcome::Board(outcome))
    }
}

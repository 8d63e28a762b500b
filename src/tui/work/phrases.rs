//! The team's own phrases, as screens ask for them.

use super::office::{Done, Office, refused, saving};
use super::request::Outcome;
use crate::inspection::{EntryId, ItemKey, OwnPhrase, Recorder, RoundId};
use crate::tui::screen::EffectKind;

/// What a screen asks about phrases; all of it → [`PhraseOutcome`].
#[derive(Debug, Clone)]
pub enum PhraseRequest {
    /// The phrases saved for an item.
    List(RoundId, ItemKey),
    /// Saves one.
    Add {
        /// Who, in which round.
        recorder: Recorder,
        /// For which item.
        key: ItemKey,
        /// As it is to be kept.
        text: String,
    },
    /// Takes one out.
    Remove {
        /// Who, in which round.
        recorder: Recorder,
        /// Of which item.
        key: ItemKey,
        /// Which one.
        phrase: EntryId,
    },
}

impl PhraseRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::List(..) => EffectKind::Read,
            Self::Add { .. } | Self::Remove { .. } => EffectKind::Write,
        }
    }
}

/// The phrases saved for an item, as they are now.
#[derive(Debug, Clone)]
pub struct PhraseOutcome {
    /// Which item.
    pub key: ItemKey,
    /// Those of the round first, then those of other rounds.
    pub phrases: Vec<OwnPhrase>,
}

impl Office {
    pub(super) fn phrases(&mut self, request: &PhraseRequest) -> Done {
        let (round, key) = match request {
            PhraseRequest::List(round, key) => (round, key),
            PhraseRequest::Add { recorder, key, text } => {
                self.store.add_phrase(&recorder.round, &recorder.member, key, text).map_err(saving)?;
                (&recorder.round, key)
            }
            PhraseRequest::Remove { recorder, key, phrase } => {
                self.store.remove_phrase(&recorder.round, &recorder.member, key, phrase).map_err(saving)?;
                (&recorder.round, key)
            }
        };
        let phrases = self.store.phrases(round, key).map_err(refused)?;
        Ok(Outcome::Phrases(PhraseOutcome { key: key.clone(), phrases }))
    }
}

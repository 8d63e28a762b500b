//! The clipboard, asked for by a screen.

use super::office::Office;
use super::request::Outcome;
use crate::tui::screen::{EffectKind, Failure};

/// What screens ask of the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClipboardRequest {
    /// Its text → [`ClipboardOutcome::Text`].
    Read,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClipboardOutcome {
    /// The text that was copied last, as it is.
    Text(String),
}

impl ClipboardRequest {
    /// It changes nothing.
    pub(super) fn kind(self) -> EffectKind {
        match self {
            Self::Read => EffectKind::Read,
        }
    }
}

impl Office {
    pub(super) fn clipboard(&mut self, request: ClipboardRequest) -> Result<Outcome, Failure> {
        match request {
            ClipboardRequest::Read => {
                let text = self.clipboard.text().map_err(|error| Failure::Refused(error.to_string()))?;
                Ok(Outcome::Clipboard(ClipboardOutcome::Text(text)))
            }
        }
    }
}

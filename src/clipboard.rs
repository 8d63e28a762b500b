//! The system's clipboard, as far as the program needs it: its text.
//!
//! Windows and macOS have one; on Linux it is that of X11, which desktops with Wayland offer too (`XWayland`). There the
//! text stays with the program it was copied in: it must still run.

use rust_i18n::t;
use thiserror::Error;

/// Somewhere copied text comes from. Tests bring their own.
pub trait Clipboard {
    /// The text that was copied last. Tables come as lines of cells between tabs, also from web pages.
    fn text(&mut self) -> Result<String, ClipboardError>;
}

/// Why there is no text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClipboardError {
    /// No desktop: a bare console, a remote shell.
    #[error("{}", t!("clipboard.no_display"))]
    NoDisplay,
    /// Nothing was copied, or no text.
    #[error("{}", t!("clipboard.empty"))]
    Empty,
    /// Another program holds it just now.
    #[error("{}", t!("clipboard.occupied"))]
    Occupied,
    /// The text cannot be read as such.
    #[error("{}", t!("clipboard.unreadable"))]
    Unreadable,
    /// Anything else, in the system's words.
    #[error("{}", t!("clipboard.system", why = .0))]
    System(String),
}

/// The clipboard of the system the program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClipboard;

impl Clipboard for SystemClipboard {
    fn text(&mut self) -> Result<String, ClipboardError> {
        // Opened for each reading: a clipboard kept open on X11 is a connection and a thread that most never need.
        let mut clipboard = arboard::Clipboard::new().map_err(|error| match error {
            arboard::Error::ClipboardOccupied => ClipboardError::Occupied,
            _ => ClipboardError::NoDisplay,
        })?;
        let text = clipboard.get_text().map_err(|error| match error {
            arboard::Error::ContentNotAvailable => ClipboardError::Empty,
            arboard::Error::ClipboardNotSupported => ClipboardError::NoDisplay,
            arboard::Error::ClipboardOccupied => ClipboardError::Occupied,
            arboard::Error::ConversionFailure => ClipboardError::Unreadable,
            other => ClipboardError::System(other.to_string()),
        })?;
        if text.trim().is_empty() { Err(ClipboardError::Empty) } else { Ok(text) }
    }
}

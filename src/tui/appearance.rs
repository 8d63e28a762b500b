//! How the frame looks and listens; what the settings decide.

use std::sync::Arc;

use super::keymap::Keymap;
use super::terminal::Mouse;
use super::theme::Theme;
use crate::vietnamese::typing::{Method, ToneStyle, Typing};

/// The program's own input method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputMethod {
    /// Telex or VNI.
    pub method: Method,
    /// Where tones stand.
    pub style: ToneStyle,
}

impl InputMethod {
    /// Its name, as line 1 shows it; the same in both languages.
    pub fn name(self) -> &'static str {
        match self.method {
            Method::Telex => "Telex",
            Method::Vni => "VNI",
        }
    }

    /// Nothing typed yet.
    pub fn start(self) -> Typing {
        Typing::new(self.method, self.style)
    }
}

/// Whether ă â ê ô count as the digits 1 to 4 where digits are commands: Windows' own Vietnamese keyboard layout has
/// them on those keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LayoutDigits {
    /// They are letters.
    #[default]
    Off,
    /// They are digits outside fields.
    On,
}

impl LayoutDigits {
    /// What a letter typed outside fields stands for.
    pub fn read(self, text: &str) -> Option<&'static str> {
        match (self, text) {
            (Self::On, "ă" | "Ă") => Some("1"),
            (Self::On, "â" | "Â") => Some("2"),
            (Self::On, "ê" | "Ê") => Some("3"),
            (Self::On, "ô" | "Ô") => Some("4"),
            _ => None,
        }
    }
}

/// How the frame looks and listens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Colours and marks.
    pub theme: Theme,
    /// Which keys call what.
    pub keymap: Arc<Keymap>,
    /// The program's own input method, where it is on.
    pub typing: Option<InputMethod>,
    /// Whether the program takes the mouse.
    pub mouse: Mouse,
    /// Whether letters of the Vietnamese layout are digits.
    pub digits: LayoutDigits,
}

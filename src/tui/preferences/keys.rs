//! Keys as the file names them.

use rust_i18n::t;

use crate::tui::action::{Action, Binding};
use crate::tui::key::Key;

/// Actions whose keys mean the same in every program.
const FIXED: [Action; 4] = [Action::Open, Action::Back, Action::NextPane, Action::PreviousPane];

/// Why the keys of `action` cannot be changed, if so.
pub(super) fn fixed(action: Action) -> Option<String> {
    FIXED.contains(&action).then(|| t!("preferences.key.fixed", action = action.id()).into_owned())
}

/// Why `action` needs a key, if so.
pub(super) fn needs_a_key(action: Action) -> Option<String> {
    let needed = matches!(action, Action::Palette | Action::Quit);
    needed.then(|| t!("preferences.key.needed", action = action.id()).into_owned())
}

/// Reads `Ctrl+K`, `F2`, `?`; says why it cannot be a key where it cannot.
pub(super) fn read(name: &str) -> Result<Binding, String> {
    let lower = name.trim().to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("ctrl+") {
        let mut letters = rest.chars();
        return match (letters.next(), letters.next()) {
            (Some('h' | 'i' | 'j' | 'm'), None) => Err(t!("preferences.key.same", key = name).into_owned()),
            (Some('v'), None) => Err(t!("preferences.key.paste", key = name).into_owned()),
            (Some(letter @ 'a'..='z'), None) => Ok(Binding::Key(Key::Ctrl(letter))),
            _ => Err(t!("preferences.key.unknown", key = name).into_owned()),
        };
    }
    if lower.starts_with("alt+") || lower.starts_with("ctrl+alt") {
        return Err(t!("preferences.key.alt", key = name).into_owned());
    }
    if let Some(number) = lower.strip_prefix('f').and_then(|number| number.parse::<u8>().ok()) {
        return if (1..=12).contains(&number) {
            Ok(Binding::Key(Key::Function(number)))
        } else {
            Err(t!("preferences.key.unknown", key = name).into_owned())
        };
    }
    if lower == "delete" {
        return Ok(Binding::Key(Key::Delete));
    }
    let mut signs = name.trim().chars();
    match (signs.next(), signs.next()) {
        (Some(letter), None) if letter.is_alphabetic() => Err(t!("preferences.key.letter", key = name).into_owned()),
        (Some(sign), None) if sign.is_ascii_graphic() => Ok(Binding::Sign(sign)),
        _ => Err(t!("preferences.key.unknown", key = name).into_owned()),
    }
}

//! The keys the screen knows, freed of what terminals and keyboards disagree about.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One key that is no text. Text arrives as [`Input::Text`](super::input::Input::Text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Enter; also Ctrl+M and Ctrl+J, which terminals cannot tell from it.
    Enter,
    /// Esc.
    Esc,
    /// Tab; also Ctrl+I.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Backspace, whether it came as 0x7F or as 0x08 (Ctrl+H).
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Ctrl+Left: one word back.
    WordLeft,
    /// Ctrl+Right: one word on.
    WordRight,
    /// Home.
    Home,
    /// End.
    End,
    /// Ctrl+Home.
    Top,
    /// Ctrl+End.
    Bottom,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Ctrl with a letter, always in lower case (Caps Lock is no other key).
    Ctrl(char),
    /// A function key, F1 to F12.
    Function(u8),
}

/// What a key event of the terminal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A key that is no text.
    Key(Key),
    /// A character typed.
    Typed(char),
    /// Nothing we listen to: releases, Alt shortcuts, lone modifiers.
    Nothing,
}

/// Reads one key event.
///
/// Windows reports presses *and* releases; the second would do everything twice. Ctrl+Alt with a sign is
/// `AltGr`, which Windows' Vietnamese layout uses for its digits.
pub fn read(event: &KeyEvent) -> Meaning {
    if event.kind == KeyEventKind::Release {
        return Meaning::Nothing;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let key = match event.code {
        KeyCode::Char(c) => return read_char(c, event.modifiers),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left if ctrl => Key::WordLeft,
        KeyCode::Right if ctrl => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home if ctrl => Key::Top,
        KeyCode::End if ctrl => Key::Bottom,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n @ 1..=12) => Key::Function(n),
        _ => return Meaning::Nothing,
    };
    if alt { Meaning::Nothing } else { Meaning::Key(key) }
}

fn read_char(c: char, modifiers: KeyModifiers) -> Meaning {
    match (modifiers.contains(KeyModifiers::CONTROL), modifiers.contains(KeyModifiers::ALT)) {
        (false, false) => match c {
            '\u{7f}' | '\u{8}' => Meaning::Key(Key::Backspace),
            '\r' | '\n' => Meaning::Key(Key::Enter),
            '\t' => Meaning::Key(Key::Tab),
            c if c.is_control() => Meaning::Nothing,
            c => Meaning::Typed(c),
        },
        (true, false) => match c.to_ascii_lowercase() {
            'h' | '\u{8}' | '\u{7f}' => Meaning::Key(Key::Backspace),
            'i' => Meaning::Key(Key::Tab),
            'j' | 'm' => Meaning::Key(Key::Enter),
            letter @ 'a'..='z' => Meaning::Key(Key::Ctrl(letter)),
            _ => Meaning::Nothing,
        },
        (true, true) if !c.is_ascii_alphabetic() && !c.is_control() => Meaning::Typed(c),
        (_, true) => Meaning::Nothing,
    }
}

impl std::fmt::Display for Key {
    /// The key as hints and help print it; the names are the same in both languages, as they stand on the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Enter => "Enter",
            Self::Esc => "Esc",
            Self::Tab => "Tab",
            Self::BackTab => "Shift+Tab",
            Self::Backspace => "Backspace",
            Self::Delete => "Delete",
            Self::Up => "↑",
            Self::Down => "↓",
            Self::Left => "←",
            Self::Right => "→",
            Self::WordLeft => "Ctrl+←",
            Self::WordRight => "Ctrl+→",
            Self::Home => "Home",
            Self::End => "End",
            Self::Top => "Ctrl+Home",
            Self::Bottom => "Ctrl+End",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::Ctrl(letter) => return write!(f, "Ctrl+{}", letter.to_ascii_uppercase()),
            Self::Function(n) => return write!(f, "F{n}"),
        };
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Meaning {
        read(&KeyEvent::new(code, modifiers))
    }

    #[test]
    fn both_backspaces_delete() {
        assert_eq!(press(KeyCode::Backspace, KeyModifiers::NONE), Meaning::Key(Key::Backspace));
        assert_eq!(press(KeyCode::Char('h'), KeyModifiers::CONTROL), Meaning::Key(Key::Backspace));
        assert_eq!(press(KeyCode::Char('\u{8}'), KeyModifiers::NONE), Meaning::Key(Key::Backspace));
        assert_eq!(press(KeyCode::Char('\u{7f}'), KeyModifiers::NONE), Meaning::Key(Key::Backspace));
    }

    #[test]
    fn releases_are_dropped_and_repeats_kept() {
        let of = |kind| read(&KeyEvent::new_with_kind(KeyCode::Char('1'), KeyModifiers::NONE, kind));
        assert_eq!(of(KeyEventKind::Press), Meaning::Typed('1'));
        assert_eq!(of(KeyEventKind::Repeat), Meaning::Typed('1'));
        assert_eq!(of(KeyEventKind::Release), Meaning::Nothing);
    }

    #[test]
    fn caps_lock_and_altgr_are_no_other_keys() {
        assert_eq!(press(KeyCode::Char('P'), KeyModifiers::CONTROL), Meaning::Key(Key::Ctrl('p')));
        assert_eq!(press(KeyCode::Char('1'), KeyModifiers::CONTROL | KeyModifiers::ALT), Meaning::Typed('1'));
        assert_eq!(press(KeyCode::Char('Đ'), KeyModifiers::SHIFT), Meaning::Typed('Đ'));
    }

    #[test]
    fn alt_shortcuts_do_nothing() {
        assert_eq!(press(KeyCode::Char('1'), KeyModifiers::ALT), Meaning::Nothing);
        assert_eq!(press(KeyCode::Enter, KeyModifiers::ALT), Meaning::Nothing);
        assert_eq!(press(KeyCode::Char('a'), KeyModifiers::CONTROL | KeyModifiers::ALT), Meaning::Nothing);
    }

    #[test]
    fn the_four_that_terminals_cannot_tell_apart_are_what_they_look_like() {
        for (letter, key) in [('i', Key::Tab), ('j', Key::Enter), ('m', Key::Enter), ('h', Key::Backspace)] {
            assert_eq!(press(KeyCode::Char(letter), KeyModifiers::CONTROL), Meaning::Key(key));
        }
    }
}

//! A text field of one line.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::text_buffer::{Edited, TextBuffer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Domain, Event};
use crate::tui::theme::Role;
use crate::tui::width;

/// What may be typed into a field. Anything else is left out, also of a paste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Accepts {
    /// Any text.
    #[default]
    Text,
    /// Any text, where keys stand for themselves: file names, codes.
    Verbatim,
    /// Digits and the signs of Vietnamese numbers: `10.095`, `98,8%`, `-1`.
    Number,
    /// Digits and the signs of dates: `19/10/2025`.
    Date,
}

impl Accepts {
    fn accepts(self, c: char) -> bool {
        match self {
            Self::Text | Self::Verbatim => true,
            Self::Number => c.is_ascii_digit() || ".,-%".contains(c),
            Self::Date => c.is_ascii_digit() || "/.-".contains(c),
        }
    }
}

/// What a field made of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The text changed.
    Changed,
    /// The cursor moved, or an edit had nothing to do.
    Used,
    /// Not for a field: the screen may use it.
    Ignored,
}

impl Taken {
    /// Whether the text changed.
    pub fn changed(self) -> bool {
        self == Self::Changed
    }
}

impl From<Edited> for Taken {
    fn from(edited: Edited) -> Self {
        match edited {
            Edited::Yes => Self::Changed,
            Edited::Not => Self::Used,
        }
    }
}

/// One line of text being edited. Enter, Esc and Tab are the screen's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextField {
    buffer: TextBuffer,
    accepts: Accepts,
}

impl TextField {
    /// A field with `text` in it and the cursor at its end.
    pub fn new(text: &str, accepts: Accepts) -> Self {
        let mut field = Self { buffer: TextBuffer::default(), accepts };
        field.insert(text);
        field
    }

    /// The text, in NFC.
    pub fn text(&self) -> &str {
        self.buffer.text()
    }

    /// Where typing goes while this field has it: only words are for the program's own input method.
    pub fn focus(&self) -> Focus {
        match self.accepts {
            Accepts::Text => Focus::Text,
            Accepts::Verbatim | Accepts::Number | Accepts::Date => Focus::Literal,
        }
    }

    /// Empties the field and returns what was in it.
    pub fn take_text(&mut self) -> String {
        self.buffer.take()
    }

    /// Takes in what is for a field: text, pastes (line ends become spaces), moving and deleting.
    pub fn take<D: Domain>(&mut self, event: &Event<'_, D>) -> Taken {
        match event {
            Event::Text(text) | Event::Paste(text) => self.insert(text),
            Event::Key(key) => edit_line(&mut self.buffer, *key),
            _ => Taken::Ignored,
        }
    }

    /// Draws the field over the first row of `area`, scrolled so that the cursor is seen, and puts the real cursor.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let room = usize::from(area.width).saturating_sub(1);
        let before = &self.buffer.text()[..self.buffer.cursor()];
        let mut hidden = 0;
        let mut seen = width::of(before);
        for grapheme in before.graphemes(true) {
            if seen <= room {
                break;
            }
            hidden += grapheme.len();
            seen -= width::of(grapheme).min(seen);
        }
        let shown = width::head(&self.buffer.text()[hidden..], usize::from(area.width));
        canvas.text(area, 0, Role::Field, &width::pad(shown, usize::from(area.width)));
        canvas.put_cursor(area, u16::try_from(seen).unwrap_or(u16::MAX), 0);
    }

    fn insert(&mut self, text: &str) -> Taken {
        let line = text.trim_end_matches('\n').replace(['\n', '\t'], " ");
        let accepts = |c: &char| self.accepts.accepts(*c) && !c.is_control();
        let accepted: String = line.chars().filter(accepts).collect();
        if accepted.is_empty() {
            return Taken::Used;
        }
        self.buffer.insert(&accepted);
        Taken::Changed
    }
}

/// The keys every text edit knows, within one line.
pub(super) fn edit_line(buffer: &mut TextBuffer, key: Key) -> Taken {
    match key {
        Key::Backspace => return buffer.backspace().into(),
        Key::Delete => return buffer.delete().into(),
        Key::Left => buffer.left(),
        Key::Right => buffer.right(),
        Key::WordLeft => buffer.word_left(),
        Key::WordRight => buffer.word_right(),
        Key::Home | Key::Top => buffer.move_to(0),
        Key::End | Key::Bottom => buffer.move_to(buffer.text().len()),
        _ => return Taken::Ignored,
    }
    Taken::Used
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{Notes, draw_with_cursor};

    fn take(field: &mut TextField, event: &Event<'_, Notes>) -> Taken {
        field.take(event)
    }

    #[test]
    fn takes_every_key_in_order() {
        let mut field = TextField::default();
        for typed in ["D", "u", "o", "w"] {
            take(&mut field, &Event::Text(typed));
        }
        for _ in 0..3 {
            assert_eq!(take(&mut field, &Event::Key(Key::Backspace)), Taken::Changed);
        }
        for typed in ["ư", "ơ", "?", "/", "1"] {
            assert_eq!(take(&mut field, &Event::Text(typed)), Taken::Changed);
        }
        assert_eq!(field.text(), "Dươ?/1");
    }

    #[test]
    fn leaves_what_is_not_text_to_the_screen() {
        let mut field = TextField::new("abc", Accepts::Text);
        for key in [Key::Enter, Key::Esc, Key::Tab, Key::Up, Key::Ctrl('z')] {
            assert_eq!(take(&mut field, &Event::Key(key)), Taken::Ignored);
        }
        assert_eq!(field.text(), "abc");
    }

    #[test]
    fn number_fields_take_numbers_only() {
        let mut field = TextField::new("", Accepts::Number);
        assert_eq!(take(&mut field, &Event::Text("ư")), Taken::Used);
        take(&mut field, &Event::Paste("10.095 hồ sơ\n"));
        assert_eq!(field.text(), "10.095");
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut field = TextField::default();
        take(&mut field, &Event::Paste("một\nhai\tba\n"));
        assert_eq!(field.text(), "một hai ba");
    }

    #[test]
    fn the_real_cursor_stands_where_the_text_is() {
        let field = TextField::new("Nguyễn", Accepts::Text);
        let (picture, cursor) = draw_with_cursor(10, 1, |canvas, area| field.render(canvas, area));
        assert_eq!((picture.as_str(), cursor), ("Nguyễn", Some((6, 0))));
        let (picture, cursor) = draw_with_cursor(4, 1, |canvas, area| field.render(canvas, area));
        assert_eq!((picture.as_str(), cursor), ("yễn", Some((3, 0))));
        let (_, cursor) = draw_with_cursor(0, 1, |canvas, area| field.render(canvas, area));
        assert_eq!(cursor, None);
    }
}

//! Text with a cursor, edited by whole letters, always in NFC.
//!
//! Own code rather than a ready text area: those move by `char`, so that Backspace takes half of a letter that came
//! as NFD, and hide the real cursor that Vietnamese keyboards look for.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Text and a cursor that always stands between two letters (grapheme clusters).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextBuffer {
    text: String,
    cursor: usize,
}

impl TextBuffer {
    /// A buffer with `text`, its cursor at the end.
    pub fn new(text: &str) -> Self {
        let text: String = text.nfc().collect();
        Self { cursor: text.len(), text }
    }

    /// The text, in NFC.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor, in bytes from the start.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at byte `position`, or at the start of the letter it would split.
    pub fn move_to(&mut self, position: usize) {
        let last = position.min(self.text.len());
        self.cursor = (0..=last).rev().find(|at| self.is_boundary(*at)).unwrap_or(0);
    }

    /// Inserts text at the cursor. A tone or hat that comes alone joins the letter before it.
    pub fn insert(&mut self, inserted: &str) {
        let before: String = self.text[..self.cursor].chars().chain(inserted.chars()).nfc().collect();
        let text: String = before.chars().chain(self.text[self.cursor..].chars()).nfc().collect();
        self.text = text;
        let from = before.len().min(self.text.len());
        self.cursor = (from..=self.text.len()).find(|at| self.is_boundary(*at)).unwrap_or(self.text.len());
    }

    /// Deletes the letter before the cursor.
    pub fn backspace(&mut self) -> Edited {
        let end = self.cursor;
        self.left();
        self.remove(self.cursor, end)
    }

    /// Deletes the letter behind the cursor.
    pub fn delete(&mut self) -> Edited {
        let end = self.next_boundary();
        self.remove(self.cursor, end)
    }

    /// One letter back.
    pub fn left(&mut self) {
        let last = self.text[..self.cursor].grapheme_indices(true).next_back();
        self.cursor = last.map_or(0, |(index, _)| index);
    }

    /// One letter on.
    pub fn right(&mut self) {
        self.cursor = self.next_boundary();
    }

    /// To the start of this word, or of the one before.
    pub fn word_left(&mut self) {
        let mut words = self.text[..self.cursor].unicode_word_indices();
        self.cursor = words.next_back().map_or(0, |(index, _)| index);
    }

    /// To the end of this word, or of the next one.
    pub fn word_right(&mut self) {
        let mut words = self.text[self.cursor..].unicode_word_indices();
        self.cursor = words.next().map_or(self.text.len(), |(index, word)| self.cursor + index + word.len());
    }

    /// Empties the buffer and returns what was in it.
    pub fn take(&mut self) -> String {
        self.cursor = 0;
        std::mem::take(&mut self.text)
    }

    fn next_boundary(&self) -> usize {
        self.cursor + self.text[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }

    fn is_boundary(&self, position: usize) -> bool {
        let mut cursor = unicode_segmentation::GraphemeCursor::new(position, self.text.len(), true);
        self.text.is_char_boundary(position) && cursor.is_boundary(&self.text, 0).unwrap_or(false)
    }

    fn remove(&mut self, start: usize, end: usize) -> Edited {
        if start == end {
            return Edited::Not;
        }
        self.text.replace_range(start..end, "");
        // What now stands side by side may compose: put it back together as typed text would be.
        let rest = self.text.split_off(start);
        self.cursor = start;
        let at = self.cursor;
        self.insert(&rest);
        self.move_to(at);
        Edited::Yes
    }
}

/// Whether the text changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// It did.
    Yes,
    /// There was nothing to delete.
    Not,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn letters_that_came_apart_are_deleted_whole() {
        let mut buffer = TextBuffer::new("Kiê\u{309}m");
        assert_eq!(buffer.text(), "Kiểm");
        buffer.backspace();
        buffer.backspace();
        assert_eq!(buffer.text(), "Ki");
        for piece in ["e", "\u{302}", "\u{309}"] {
            buffer.insert(piece);
        }
        assert_eq!(buffer.text(), "Kiể");
        buffer.backspace();
        assert_eq!(buffer.text(), "Ki");
    }

    #[test]
    fn unikey_corrects_inside_a_text() {
        let mut buffer = TextBuffer::new("tieng Việt");
        buffer.move_to("tieng".len());
        for _ in 0..3 {
            buffer.backspace();
        }
        buffer.insert("ế");
        buffer.insert("ng");
        assert_eq!((buffer.text(), buffer.cursor()), ("tiếng Việt", "tiếng".len()));
    }

    #[test]
    fn words_are_vietnamese_syllables() {
        let mut buffer = TextBuffer::new("đã niêm yết, đủ");
        buffer.word_left();
        assert_eq!(&buffer.text()[buffer.cursor()..], "đủ");
        buffer.word_left();
        assert_eq!(&buffer.text()[buffer.cursor()..], "yết, đủ");
        buffer.word_right();
        assert_eq!(&buffer.text()[buffer.cursor()..], ", đủ");
    }

    #[derive(Debug, Clone)]
    enum Edit {
        Insert(String),
        Backspace,
        Delete,
        Left,
        Right,
        WordLeft,
        WordRight,
        MoveTo(usize),
    }

    fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            "[aeđ \u{302}\u{301}\u{323}ế\n👩\u{200d}]{0,4}".prop_map(Edit::Insert),
            Just(Edit::Backspace),
            Just(Edit::Delete),
            Just(Edit::Left),
            Just(Edit::Right),
            Just(Edit::WordLeft),
            Just(Edit::WordRight),
            (0usize..40).prop_map(Edit::MoveTo),
        ]
    }

    proptest! {
        #[test]
        fn stays_nfc_with_the_cursor_between_letters(edits in prop::collection::vec(edit(), 0..40)) {
            let mut buffer = TextBuffer::default();
            for edit in edits {
                match edit {
                    Edit::Insert(text) => buffer.insert(&text),
                    Edit::Backspace => { buffer.backspace(); }
                    Edit::Delete => { buffer.delete(); }
                    Edit::Left => buffer.left(),
                    Edit::Right => buffer.right(),
                    Edit::WordLeft => buffer.word_left(),
                    Edit::WordRight => buffer.word_right(),
                    Edit::MoveTo(position) => buffer.move_to(position),
                }
                prop_assert!(is_nfc(buffer.text()));
                prop_assert!(buffer.is_boundary(buffer.cursor()), "{:?}", buffer);
            }
        }
    }
}

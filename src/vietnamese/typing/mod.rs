//! Typing Vietnamese with a plain keyboard: Telex and VNI, for machines without a keyboard program.
//!
//! The marks of a syllable are composed by the crate `vi`; what is around it is here, because there it goes wrong or
//! is not its business: capitals (`vi` puts the tone of `QUYỂN` and `THUỞ` elsewhere than that of `quyển`), words that
//! are not Vietnamese, abbreviations with Đ (`QĐ`, `HĐND`), undoing a mark by its second key, deleting.
//!
//! Nothing here knows a screen: [`Typing::press`] takes a key and says, as a keyboard program would, how many
//! letters before the cursor to delete and what to insert.

mod marks;
mod word;

use self::word::Word;

/// How marks are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Letters: `tieengs` is `tiếng`.
    Telex,
    /// Digits: `tie6ng1` is `tiếng`.
    Vni,
}

/// Where the tone stands in `oa`, `oe`, `uy` without final consonant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ToneStyle {
    /// `hòa`, `thủy`: as most offices write.
    #[default]
    Old,
    /// `hoà`, `thuỷ`: as school books of some years write.
    New,
}

/// What to do to the text before the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// So many letters before the cursor go.
    pub delete: usize,
    /// This comes instead.
    pub insert: String,
}

/// The word being typed.
#[derive(Debug, Clone)]
pub struct Typing {
    method: Method,
    style: ToneStyle,
    word: Option<Word>,
}

impl Typing {
    /// No word begun.
    pub fn new(method: Method, style: ToneStyle) -> Self {
        Self { method, style, word: None }
    }

    /// A character was typed: what it makes of the text. A plain character is an edit that inserts just it.
    ///
    /// Where the word ends and is no Vietnamese syllable after all, its keys come back as they were typed.
    pub fn press(&mut self, c: char) -> Edit {
        if c.is_alphanumeric() {
            let before = self.shown();
            let word = self.word.take();
            // A number is no word; letters behind it make a code.
            let word = word.unwrap_or_else(|| if c.is_numeric() { Word::foreign() } else { Word::default() });
            let word = word.press(c, self.method, self.style);
            let edit = difference(&before, word.shown());
            self.word = Some(word);
            return edit;
        }
        let mut edit = self.end();
        edit.insert.push(c);
        edit
    }

    /// The letter before the cursor was deleted.
    pub fn backspace(&mut self) {
        self.word = self.word.take().and_then(|word| word.backspace(self.method));
    }

    /// The word ended without a character: the cursor moves, the field is left.
    pub fn end(&mut self) -> Edit {
        let Some(word) = self.word.take() else { return Edit::default() };
        difference(&word.shown().iter().collect::<String>(), &word.finished())
    }

    /// Forgets the word: the text is not what it was.
    pub fn forget(&mut self) {
        self.word = None;
    }

    fn shown(&self) -> String {
        self.word.as_ref().map(|word| word.shown().iter().collect()).unwrap_or_default()
    }
}

/// How `before` becomes `after`.
fn difference(before: &str, after: &[char]) -> Edit {
    let same = before.chars().zip(after).take_while(|(old, new)| old == *new).count();
    Edit { delete: before.chars().count() - same, insert: after[same..].iter().collect() }
}

/// Which letter of a syllable bears its tone, the old style.
#[cfg(test)]
pub(crate) fn tone_place(initial: &str, rhyme: &str) -> usize {
    let letters: Vec<char> = rhyme.chars().collect();
    let vowels = letters.iter().take_while(|c| !"bcdghklmnpqrstvx".contains(**c)).count();
    let marked = letters.iter().rposition(|c| "ăâêôơ".contains(*c)).or(letters.iter().position(|c| *c == 'ư'));
    let closed = vowels < letters.len();
    let within = match (marked, vowels) {
        (Some(marked), _) => marked,
        (None, 3) => 1,
        (None, 2) if closed => 1,
        _ => 0,
    };
    // gi + i… is written with one i, which then bears the tone.
    initial.chars().count() + within
}

#[cfg(test)]
mod tests;

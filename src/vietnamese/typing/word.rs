//! One word being typed.

use vi::methods::IncrementalBuffer;
use vi::processor::AccentStyle;

use super::marks::{Mark, keys_of, mark_of, without};
use super::{Method, ToneStyle};
use crate::vietnamese::syllable::{Syllable, judge};

/// A word from its first key to its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    kind: Kind,
    /// The keys as they were typed.
    keys: Vec<char>,
    /// What stands in the text.
    shown: Vec<char>,
    hand: Hand,
}

/// Whether somebody deleted letters of the word: then they have seen what stands there and mean it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Hand {
    #[default]
    Typed,
    Corrected,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// A Vietnamese syllable, or what may become one.
    #[default]
    Syllable,
    /// Something else: keys stand as typed; only `dd` after a consonant is still Đ, for abbreviations.
    Foreign,
}

impl Word {
    /// A word that is no Vietnamese syllable from the start.
    pub(super) fn foreign() -> Self {
        Self { kind: Kind::Foreign, ..Self::default() }
    }

    /// What stands in the text.
    pub(super) fn shown(&self) -> &[char] {
        &self.shown
    }

    /// The word with one more key.
    pub(super) fn press(mut self, key: char, method: Method, style: ToneStyle) -> Self {
        if self.kind == Kind::Foreign {
            push_foreign(&mut self.shown, key, method);
            return self;
        }
        self.keys.push(key);
        let usable = key.is_ascii_alphabetic() || method == Method::Vni && key.is_ascii_digit();
        if !usable {
            return self.into_foreign(method);
        }
        let composed = compose(&self.keys, method, style);
        let mark = mark_of(key.to_ascii_lowercase(), method);
        // The second key of a mark takes it back and stands as a letter; the word is left alone from then on.
        if let (Some(mark), Undone::Yes) = (mark, composed.undone) {
            let grown = composed.letters.len() > self.shown.len();
            self.shown =
                if grown { without(&self.shown, mark).into_iter().chain([key]).collect() } else { composed.letters };
            self.kind = Kind::Foreign;
            return self;
        }
        let text: String = composed.letters.iter().collect();
        // A digit that stays one is no mark: a code such as VB01.
        if text.contains(|c: char| c.is_ascii_digit()) || judge(&text) == Syllable::Not {
            return self.into_foreign(method);
        }
        self.shown = composed.letters;
        self
    }

    /// The word without its last letter; nothing where it was the only one.
    pub(super) fn backspace(mut self, method: Method) -> Option<Self> {
        self.shown.pop();
        if self.shown.is_empty() {
            return None;
        }
        self.keys = keys_of(&self.shown, method);
        self.hand = Hand::Corrected;
        Some(self)
    }

    /// What should stand in the text now that the word is over.
    pub(super) fn finished(self) -> Vec<char> {
        if self.kind == Kind::Foreign || self.hand == Hand::Corrected {
            return self.shown;
        }
        let text: String = self.shown.iter().collect();
        // Đ alone is an abbreviation: ĐT, QĐ.
        let only_stroke = without(&self.shown, Mark::Stroke).iter().all(char::is_ascii);
        if !only_stroke && judge(&text) != Syllable::Whole {
            return self.keys;
        }
        self.shown
    }

    fn into_foreign(mut self, method: Method) -> Self {
        self.kind = Kind::Foreign;
        self.shown.clear();
        for key in &self.keys {
            push_foreign(&mut self.shown, *key, method);
        }
        self
    }
}

/// Adds a key to a word that is no syllable. `dd` (VNI `d9`) that does not follow a vowel is Đ, and a further key undoes it.
fn push_foreign(shown: &mut Vec<char>, key: char, method: Method) {
    let lower = key.to_ascii_lowercase();
    if mark_of(lower, method) == Some(Mark::Stroke)
        && let [before @ .., last] = shown.as_mut_slice()
    {
        let after_consonant = before.last().is_none_or(|c| !"aeiouyd".contains(c.to_ascii_lowercase()) && c.is_ascii());
        match *last {
            'd' if after_consonant => *last = 'đ',
            'D' if after_consonant => *last = 'Đ',
            'đ' | 'Đ' => {
                *last = if *last == 'đ' { 'd' } else { 'D' };
                shown.push(key);
            }
            _ => shown.push(key),
        }
        return;
    }
    shown.push(key);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undone {
    Yes,
    No,
}

struct Composed {
    letters: Vec<char>,
    /// Whether the last key took a mark back.
    undone: Undone,
}

/// Has `vi` compose the keys, in lower case, and gives every letter the case of the key that brought it.
fn compose(keys: &[char], method: Method, style: ToneStyle) -> Composed {
    let definition = if method == Method::Telex { &vi::TELEX } else { &vi::VNI };
    let accents = if style == ToneStyle::Old { AccentStyle::Old } else { AccentStyle::New };
    let mut buffer = IncrementalBuffer::new_with_style(definition, accents);
    // `vi` knows no initial kr: the k stands before a syllable with r.
    let skipped = usize::from(matches!(keys, ['k' | 'K', 'r' | 'R', ..]));
    let mut letters: Vec<char> = keys[..skipped].to_vec();
    let mut brought: Vec<char> = Vec::new();
    let mut undone = Undone::No;
    for key in &keys[skipped..] {
        let lower = key.to_ascii_lowercase();
        // A final k is composed as a c.
        let given = if lower == 'k' && !brought.is_empty() { 'c' } else { lower };
        let result = buffer.push(given);
        let length = buffer.view().chars().count();
        let grown = length > brought.len();
        if grown {
            brought.push(*key);
        }
        let erased = matches!((method, lower), (Method::Telex, 'z') | (Method::Vni, '0'));
        let removed = result.tone_mark_removed && !erased || result.letter_modification_removed;
        undone = if removed { Undone::Yes } else { Undone::No };
        if removed
            && !grown
            && let Some(last) = brought.last_mut()
        {
            // ww: the ư that a w alone made is a w again.
            *last = *key;
        }
    }
    let cased = buffer.view().chars().zip(&brought).map(|(letter, key)| match key {
        'k' | 'K' if letter == 'c' => *key,
        key if key.is_ascii_uppercase() => letter.to_uppercase().next().unwrap_or(letter),
        _ => letter,
    });
    letters.extend(cased);
    Composed { letters, undone }
}

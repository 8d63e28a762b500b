//! The words that keys and passphrases are said in.
//!
//! 512 Vietnamese syllables, nine bits each. No two are alike without their marks, so they can be typed on any keyboard;
//! and no two are alike to an ear used to another dialect: s/x, ch/tr, d/gi/r/v, l/n, hoa/qua, final n/ng/nh and t/c/ch,
//! ai/ay, ao/au, iêu/ưu/ươu, uôi/ui, uôm/um, iêm/im, hỏi/ngã and every other tone. 1,024 such syllables do not exist: a
//! search of all rhymes behind all initials found 632, some of them hard to say or to spell. What a number is called must
//! never change.

use std::sync::LazyLock;

use crate::vietnamese::fold::fold;

/// In the order of their folded forms.
static WORDS: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let entry = |written: &'static str| Entry { written, folded: fold(written) };
    include_str!("words.txt").lines().map(entry).collect()
});

struct Entry {
    written: &'static str,
    folded: String,
}

/// One word of the list, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word(u16);

impl Word {
    /// Information in a word.
    pub(super) const BITS: u32 = 9;

    /// The word of the lowest [`Self::BITS`] bits of `number`.
    pub(super) fn of(number: u64) -> Self {
        Self((number & ((1 << Self::BITS) - 1)) as u16)
    }

    /// As written, with its marks.
    pub(super) fn written(self) -> &'static str {
        WORDS[usize::from(self.0)].written
    }

    /// The word somebody typed: marks and case do not matter.
    pub(super) fn find(typed: &str) -> Option<Self> {
        let folded = fold(typed);
        let place = WORDS.binary_search_by(|entry| entry.folded.as_str().cmp(&folded)).ok()?;
        u16::try_from(place).ok().map(Self)
    }
}

/// The words of a text as people type or paste them: between spaces, hyphens, commas, full stops or line ends.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '‑' | ',' | '.' | ';' | '_' | '·');
    text.split(between).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use sha2::{Digest, Sha256};

    use super::*;
    use crate::vietnamese::nfc::is_nfc;
    use crate::vietnamese::syllable::{Syllable, judge};

    /// What is left of a syllable for somebody who tells none of the pairs above apart.
    fn heard(word: &str) -> String {
        const INITIALS: [(&str, &str); 24] = [
            ("ngh", "ng"),
            ("ng", "ng"),
            ("nh", "nh"),
            ("gh", "g"),
            ("gi", "v"),
            ("kh", "kh"),
            ("ph", "ph"),
            ("qu", "w"),
            ("th", "th"),
            ("tr", "ch"),
            ("ch", "ch"),
            ("b", "b"),
            ("c", "k"),
            ("d", "v"),
            ("g", "g"),
            ("h", "h"),
            ("k", "k"),
            ("l", "l"),
            ("m", "m"),
            ("n", "l"),
            ("r", "v"),
            ("s", "s"),
            ("t", "t"),
            ("x", "s"),
        ];
        let folded = fold(word);
        if word.starts_with('đ') {
            return format!("đ{}", heard_rhyme(&folded[1..]));
        }
        if let Some(rest) = folded.strip_prefix('v') {
            return format!("v{}", heard_rhyme(rest));
        }
        let found = INITIALS.into_iter().find_map(|(written, class)| Some((class, folded.strip_prefix(written)?)));
        let (class, rest) = found.unwrap_or(("", &folded));
        let glides = ["oa", "oe", "ue", "uy"].iter().any(|glide| rest.starts_with(glide))
            || (rest.starts_with("ua") && rest.len() > 2);
        if matches!(class, "" | "h") && glides {
            format!("w{}", heard_rhyme(&rest[1..]))
        } else {
            format!("{class}{}", heard_rhyme(rest))
        }
    }

    fn heard_rhyme(folded: &str) -> String {
        let ends = [("ng", "n"), ("nh", "n"), ("ch", "t"), ("c", "t"), ("ay", "ai"), ("au", "ao")];
        let mut rhyme = folded.to_owned();
        for (written, class) in ends {
            if let Some(stem) = rhyme.strip_suffix(written) {
                rhyme = format!("{stem}{class}");
                break;
            }
        }
        let rhyme = match rhyme.strip_prefix("y") {
            Some(rest) => format!("i{rest}"),
            None => rhyme,
        };
        match rhyme.as_str() {
            "iem" => "im",
            "iep" => "ip",
            "ieu" | "uu" | "uou" => "iu",
            "uoi" => "ui",
            "uom" => "um",
            other => other,
        }
        .to_owned()
    }

    #[test]
    fn every_word_is_a_syllable_and_a_power_of_two_of_them() {
        assert_eq!(WORDS.len(), 1 << Word::BITS);
        for entry in WORDS.iter() {
            assert_eq!(judge(entry.written), Syllable::Whole, "{}", entry.written);
            assert!(is_nfc(entry.written) && entry.folded.is_ascii(), "{}", entry.written);
        }
    }

    #[test]
    fn no_two_words_are_alike_without_marks_or_to_an_ear_of_another_dialect() {
        assert!(WORDS.windows(2).all(|pair| pair[0].folded < pair[1].folded));
        let mut ears = HashMap::new();
        for entry in WORDS.iter() {
            let other = ears.insert(heard(entry.written), entry.written);
            assert_eq!(other, None, "{}", entry.written);
        }
    }

    #[test]
    fn the_list_never_changes() {
        let hash = Sha256::digest(WORDS.iter().map(|entry| entry.written).collect::<Vec<_>>().join("\n"));
        assert_eq!(format!("{:02x?}", &hash[..8]), "[70, 34, cb, 24, e4, 92, 35, 88]");
    }

    #[test]
    fn a_word_is_found_with_and_without_its_marks() {
        for typed in ["mèo", "MEO", "meo", "me\u{300}o"] {
            assert_eq!(Word::find(typed).map(Word::written), Some("mèo"), "{typed}");
        }
        assert_eq!(Word::find("meoo"), None);
        assert_eq!(Word::find(""), None);
        assert_eq!(split(" mèo–bàn,  Xe.\r\n").collect::<Vec<_>>(), ["mèo", "bàn", "Xe"]);
    }
}

//! Which letters make a Vietnamese syllable: an initial, a rhyme, a tone. For the input methods, which leave alone
//! what cannot become one.
//!
//! After the spelling rules of quốc ngữ as school books list them, with two places wider than those: a final `k` and
//! the initial `kr` stand in names of the Central Highlands (Đắk Lắk, Krông Nô).

use unicode_normalization::UnicodeNormalization;

const INITIALS: &[&str] = &[
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "kr", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
    "qu", "r", "s", "t", "th", "tr", "v", "x",
];

/// Without tones. Those that begin with `y` and a consonant stand after `qu` only; elsewhere they do no harm.
#[rustfmt::skip]
const RHYMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "ăc", "ăm", "ăn", "ăng", "ăp", "ăt", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
    "e", "ec", "em", "en", "eng", "eo", "ep", "et", "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt", "êu", "i", "ia", "ich", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "im", "in", "inh", "ip", "it", "iu",
    "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oăc", "oăm", "oăn", "oăng", "oăt", "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot",
    "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
    "u", "ua", "uân", "uâng", "uât", "uây", "uc", "uê", "uêch", "uênh", "ui", "um", "un", "ung", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "up", "ut", "uy", "uya", "uych", "uyên", "uyêt", "uyn",
    "uynh", "uyp", "uyt", "uyu", "ư", "ưa", "ưc", "ưi", "ưng", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu", "ưt", "ưu",
    "y", "ych", "yêm", "yên", "yêng", "yêt", "yêu", "yn", "ynh", "yp", "yt",
];

/// What a text is as a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syllable {
    /// A syllable as it stands.
    Whole,
    /// With more letters or marks it can become one.
    Begun,
    /// Never.
    Not,
}

/// What `word` is: one word of letters in NFC, in any case.
pub fn judge(word: &str) -> Syllable {
    let word: String = word.to_lowercase().nfd().collect();
    let (bare, tone) = take_tone(&word);
    if bare.is_empty() {
        return Syllable::Begun;
    }
    let mut best = Syllable::Not;
    for initial in INITIALS {
        let Some(rhyme) = bare.strip_prefix(initial) else {
            if tone.is_none() && may_become(&bare, initial) {
                best = Syllable::Begun;
            }
            continue;
        };
        match judge_rhyme(rhyme, tone) {
            Syllable::Whole => return Syllable::Whole,
            Syllable::Begun => best = Syllable::Begun,
            Syllable::Not => {}
        }
    }
    best
}

fn judge_rhyme(rhyme: &str, tone: Option<char>) -> Syllable {
    // A final k is a c in other clothes.
    let with_c = rhyme.strip_suffix('k').filter(|vowels| !vowels.is_empty()).map(|vowels| format!("{vowels}c"));
    let rhyme = with_c.as_deref().unwrap_or(rhyme);
    if RHYMES.contains(&rhyme) && fits(rhyme, tone) {
        return Syllable::Whole;
    }
    if RHYMES.iter().any(|known| may_become(rhyme, known)) { Syllable::Begun } else { Syllable::Not }
}

/// Syllables that stop with c, ch, p or t bear sắc or nặng only.
fn fits(rhyme: &str, tone: Option<char>) -> bool {
    !(rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch")) || matches!(tone, Some('\u{301}' | '\u{323}'))
}

/// Whether `known` begins with `typed` once the letters of `typed` have the marks they still lack.
fn may_become(typed: &str, known: &str) -> bool {
    let mut known = known.chars();
    typed.chars().all(|letter| known.next().is_some_and(|wanted| letter == wanted || letter == base(wanted)))
}

fn base(letter: char) -> char {
    match letter {
        'đ' => 'd',
        letter => std::iter::once(letter).nfd().next().unwrap_or(letter),
    }
}

/// Takes the tone out of a decomposed word; the rest is composed again.
fn take_tone(decomposed: &str) -> (String, Option<char>) {
    let tone = decomposed.chars().find(|c| is_tone(*c));
    (decomposed.chars().filter(|c| !is_tone(*c)).nfc().collect(), tone)
}

/// Huyền, sắc, ngã, hỏi, nặng as combining marks.
pub(super) fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// Every rhyme in every tone behind a few initials, the odd ones among them, for tests.
#[cfg(test)]
pub(crate) fn many_syllables() -> impl Iterator<Item = String> {
    let tones = [None, Some('\u{300}'), Some('\u{301}'), Some('\u{303}'), Some('\u{309}'), Some('\u{323}')];
    ["", "đ", "qu"].into_iter().flat_map(move |initial| {
        RHYMES.iter().flat_map(move |rhyme| {
            tones.into_iter().filter(move |tone| fits(rhyme, *tone)).map(move |tone| {
                let bare = format!("{initial}{rhyme}");
                let Some(tone) = tone else { return bare };
                let at = super::typing::tone_place(initial, rhyme);
                let letters = bare.chars().enumerate();
                letters.flat_map(|(index, c)| [Some(c), (index == at).then_some(tone)]).flatten().nfc().collect()
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_what_cannot_become_one() {
        for word in
            ["tiếng", "ĐƯỢC", "nghiêng", "thuở", "quyết", "giữa", "gì", "Đắk", "Krông", "uỷ", "ủy", "quý", "khuỷu", "y"]
        {
            assert_eq!(judge(word), Syllable::Whole, "{word}");
        }
        for word in ["", "ng", "q", "tiê", "đươ", "ưo", "thươ", "dât", "tiéng", "kh"] {
            assert_eq!(judge(word), Syllable::Begun, "{word}");
        }
        for word in ["ưe", "win", "ẽce", "ío", "f", "gw", "tesx", "aa", "thx", "pla"] {
            assert_eq!(judge(word), Syllable::Not, "{word}");
        }
    }
}

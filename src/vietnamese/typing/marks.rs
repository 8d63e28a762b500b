//! The marks of letters and the keys that make them.

use unicode_normalization::UnicodeNormalization;

use super::Method;
use crate::vietnamese::syllable::is_tone;

/// Which kind of mark a key makes, where it makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A tone, or its removal.
    Tone,
    /// Mũ: â ê ô.
    Circumflex,
    /// Móc or trăng: ơ ư ă. One key in Telex.
    HornOrBreve,
    /// Gạch: đ.
    Stroke,
}

/// The mark that `key` (lower case) makes.
pub(super) fn mark_of(key: char, method: Method) -> Option<Mark> {
    Some(match (method, key) {
        (Method::Telex, 's' | 'f' | 'r' | 'x' | 'j' | 'z') | (Method::Vni, '0'..='5') => Mark::Tone,
        (Method::Telex, 'a' | 'e' | 'o') | (Method::Vni, '6') => Mark::Circumflex,
        (Method::Telex, 'w') | (Method::Vni, '7' | '8') => Mark::HornOrBreve,
        (Method::Telex, 'd') | (Method::Vni, '9') => Mark::Stroke,
        _ => return None,
    })
}

/// The letters without marks of this kind.
pub(super) fn without(letters: &[char], mark: Mark) -> Vec<char> {
    if mark == Mark::Stroke {
        let plain = |c: &char| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => *c,
        };
        return letters.iter().map(plain).collect();
    }
    let is_it = |c: char| match mark {
        Mark::Tone => is_tone(c),
        Mark::Circumflex => c == '\u{302}',
        Mark::HornOrBreve => matches!(c, '\u{31b}' | '\u{306}'),
        Mark::Stroke => false,
    };
    letters.iter().copied().nfd().filter(|c| !is_it(*c)).nfc().collect()
}

/// Keys that make these letters: each with its mark at once, the tone at the end.
pub(super) fn keys_of(letters: &[char], method: Method) -> Vec<char> {
    let mut keys = Vec::new();
    let mut tone = None;
    for letter in letters {
        if matches!(letter, 'đ' | 'Đ') {
            let base = if *letter == 'đ' { 'd' } else { 'D' };
            keys.extend([base, if method == Method::Telex { base } else { '9' }]);
            continue;
        }
        let mut parts = std::iter::once(*letter).nfd();
        let Some(base) = parts.next() else { continue };
        keys.push(base);
        for mark in parts {
            match (mark, method) {
                ('\u{302}', Method::Telex) => keys.push(base.to_ascii_lowercase()),
                ('\u{302}', Method::Vni) => keys.push('6'),
                ('\u{31b}' | '\u{306}', Method::Telex) => keys.push('w'),
                ('\u{31b}', Method::Vni) => keys.push('7'),
                ('\u{306}', Method::Vni) => keys.push('8'),
                (mark, _) => tone = tone_key(mark, method).or(tone),
            }
        }
    }
    keys.extend(tone);
    keys
}

fn tone_key(tone: char, method: Method) -> Option<char> {
    let at = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'].iter().position(|known| *known == tone)?;
    let keys = if method == Method::Telex { ['s', 'f', 'r', 'x', 'j'] } else { ['1', '2', '3', '4', '5'] };
    Some(keys[at])
}

//! Whether a word is a Vietnamese syllable by its sounds.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Consonants a syllable may begin with, the longer ones first.
const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "th", "tr", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rimes without their tone.
static RIMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyp uyt uyu \
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu"
        .split_whitespace()
        .collect()
});

/// Rimes behind `qu`, whose `u` belongs to the consonant.
static AFTER_QU: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê êch ên ênh êt êu \
    i it inh ich ôc ơ ơi ơn ơt y yên yêt ynh ych yt"
        .split_whitespace()
        .collect()
});

/// Whether `word`, in any case, is a syllable: known sounds, at most one tone, and before a stop only sắc or nặng.
pub fn is_syllable(word: &str) -> bool {
    let mut tone = None;
    let mut plain = String::new();
    for c in word.chars().flat_map(char::to_lowercase).nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' if tone.is_some() => return false,
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
            c => plain.push(c),
        }
    }
    let plain: String = plain.nfc().collect();
    let stopped = plain.ends_with(['c', 'p', 't']) || plain.ends_with("ch");
    if stopped && !matches!(tone, Some('\u{301}' | '\u{323}')) {
        return false;
    }
    ONSETS.iter().any(|onset| {
        plain.strip_prefix(onset).is_some_and(|rime| match *onset {
            "qu" => AFTER_QU.contains(rime),
            _ => RIMES.contains(rime),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in ["Thông", "báo", "nghiệp", "quyết", "giữ", "gìn", "gì", "giết", "đường", "khuỷu", "Ỷ"]
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["Th«ng", "café", "hôtel", "oui", "thoâng", "baùo", "héi", "bàc", "đ", "", "óí"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}

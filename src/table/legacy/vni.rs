//! VNI for Windows: a vowel and, behind it, a letter that stands for its marks; a few letters have a place of their own.
//! Shown here as the Western letters of windows-1252.

/// Marks behind a vowel: the sign and what it adds, as combining marks.
const MARKS: [(char, &str); 16] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
];
/// The mark that is left: ă with a dot below.
const BREVE_DOT: (char, &str) = ('ë', "\u{306}\u{323}");
/// Letters with a place of their own, small ones.
const LETTERS: [(char, char); 8] =
    [('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ'), ('í', 'í')];

/// To Unicode (NFC).
pub fn read(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        let mark = before.and_then(|vowel| mark(vowel, small));
        if let Some(mark) = mark {
            out.push_str(mark);
            before = None;
            continue;
        }
        before = Some(small);
        let own = LETTERS.iter().find(|(western, _)| *western == small).map(|(_, vietnamese)| *vietnamese);
        match own {
            Some(own) if c == small => out.push(own),
            Some(own) => out.extend(own.to_uppercase()),
            None => out.push(c),
        }
    }
    crate::vietnamese::nfc::nfc(&out).into_owned()
}

/// What a sign adds to the vowel before it.
fn mark(vowel: char, sign: char) -> Option<&'static str> {
    let (_, mark) = MARKS.iter().chain([&BREVE_DOT]).find(|(known, _)| *known == sign)?;
    let fits = match vowel {
        'a' => true,
        'e' | 'o' => !mark.starts_with('\u{306}'),
        // ơ, ư, u, y take tones alone.
        'ô' | 'ö' | 'u' | 'y' => !mark.starts_with(['\u{302}', '\u{306}']),
        _ => false,
    };
    fits.then_some(mark)
}

/// From Unicode (small letters), for tests.
#[cfg(test)]
pub fn write(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    let mut out = String::new();
    for c in text.chars() {
        if let Some((western, _)) = LETTERS.iter().find(|(_, vietnamese)| *vietnamese == c) {
            out.push(*western);
            continue;
        }
        let apart: String = [c].into_iter().nfd().collect();
        let mut letters = apart.chars();
        let Some(base) = letters.next() else { continue };
        let mut marks: Vec<char> = letters.collect();
        let base = match (base, marks.iter().position(|mark| *mark == '\u{31b}')) {
            ('o', Some(horn)) => {
                marks.remove(horn);
                'ô'
            }
            ('u', Some(horn)) => {
                marks.remove(horn);
                'ö'
            }
            (base, _) => base,
        };
        // The dot below comes first in NFD, the quality first here.
        marks.sort_by_key(|mark| !matches!(mark, '\u{302}' | '\u{306}'));
        let marks: String = marks.into_iter().collect();
        let sign = MARKS.iter().chain([&BREVE_DOT]).find(|(_, mark)| *mark == marks);
        match sign {
            Some((sign, _)) if "aeouyôö".contains(base) => out.extend([base, *sign]),
            None if marks.is_empty() => out.push(base),
            _ => out.push(if c == 'ì' { 'ì' } else { c }),
        }
    }
    out
}

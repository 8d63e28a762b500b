//! What of a recorded text can stand in a paper.

use unicode_normalization::UnicodeNormalization;

use crate::vietnamese::nfc::is_plain;

/// `text` in NFC on one line: line breaks and tabs become spaces; other control characters, byte order marks
/// and what XML 1.0 (§2.2) forbids are dropped, so that every writer may print it as it is.
pub(super) fn printable(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    text.nfc()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_xml_forbids_and_keeps_the_rest() {
        assert_eq!(printable("a\u{0}b\u{1b}[c\u{feff}\u{ffff}\td\ne"), "ab[c d e");
        assert_eq!(printable("e\u{323}\u{302} 😀 <&>"), "ệ 😀 <&>");
    }
}

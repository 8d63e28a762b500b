//! Text as it is stored: Unicode NFC without control characters.
//!
//! Windows input methods, web pages and macOS file names deliver the same Vietnamese letter composed
//! or decomposed (`ế` is one, two or three code points); one stored form makes equal text equal bytes.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// `text` in Unicode NFC (UAX #15); borrowed where it already is.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Whether `text` has nothing but letters, figures and signs that print and are their own NFC form: all Vietnamese
/// letters composed, the rest of Latin-1 and Latin Extended-A, usual punctuation. Nearly every text is, and this is told
/// without looking up any property.
pub fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{17F}' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
            | '\u{1EA0}'..='\u{1EF9}' | '\u{2010}'..='\u{2027}')
    })
}

/// Whether `text` is in Unicode NFC.
pub fn is_nfc(text: &str) -> bool {
    is_plain(text)
        || text.is_ascii()
        || match is_nfc_quick(text.chars()) {
            unicode_normalization::IsNormalized::Yes => true,
            unicode_normalization::IsNormalized::No => false,
            unicode_normalization::IsNormalized::Maybe => unicode_normalization::is_nfc(text),
        }
}

/// A stored single-line text: line breaks and tabs become one space each, other control and invisible
/// direction characters disappear, both ends are trimmed, the rest is NFC.
pub fn single_line(text: &str) -> String {
    if is_plain(text) {
        return text.trim().to_owned();
    }
    let lines = unify_line_breaks(text);
    let kept = lines.chars().filter_map(|c| match c {
        '\n' | '\t' => Some(' '),
        c if is_unwanted(c) => None,
        c => Some(c),
    });
    // NFC comes last: a removed character may have stood between a letter and its mark.
    kept.nfc().collect::<String>().trim().to_owned()
}

/// A stored multi-line text: every line break becomes `\n`, tabs become one space, other control and
/// invisible direction characters disappear; spaces at line ends and empty lines at both ends go.
pub fn multi_line(text: &str) -> String {
    let lines = unify_line_breaks(text);
    let kept = lines.chars().filter_map(|c| match c {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        c if is_unwanted(c) => None,
        c => Some(c),
    });
    let text: String = kept.nfc().collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// CRLF, CR, NEL, vertical tab, form feed and the Unicode separators as `\n` (UAX #14 mandatory breaks).
fn unify_line_breaks(text: &str) -> Cow<'_, str> {
    const BREAKS: [char; 6] = ['\r', '\u{000B}', '\u{000C}', '\u{0085}', '\u{2028}', '\u{2029}'];
    if text.contains(BREAKS) {
        Cow::Owned(text.replace("\r\n", "\n").replace(BREAKS, "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Control characters, and invisible ones that could make a screen or a paper show something else than
/// what is stored: bidirectional overrides, the byte order mark, the zero-width space.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_plain_is_nfc_and_prints(text in "[ -~\u{a1}-\u{180}Ơ-ư\u{1ea0}-\u{1ef9}\u{2010}-\u{2030}\u{300}-\u{309}]{0,8}") {
            if is_plain(&text) {
                prop_assert_eq!(text.nfc().collect::<String>(), text.clone());
                prop_assert!(!text.chars().any(is_unwanted));
            }
        }
    }

    #[test]
    fn composes_every_way_to_type_a_letter() {
        for typed in ["ế", "ê\u{301}", "e\u{302}\u{301}"] {
            assert_eq!(nfc(typed), "\u{1EBF}");
        }
        assert!(matches!(nfc("Đông Hải"), Cow::Borrowed(_)));
        assert!(!is_nfc("e\u{302}"));
        assert!(is_nfc("ắ"));
    }

    #[test]
    fn stored_lines_hold_no_control_characters() {
        assert_eq!(single_line("  a\tb\r\nc\u{1b}[31m\u{7f}\u{202e}d\u{feff} "), "a b c[31md");
        assert_eq!(multi_line("\r\n một \r\n\r\nhai\u{2028}ba\tbốn \n\n"), " một\n\nhai\nba bốn");
        assert_eq!(single_line("e\u{200b}\u{302}"), "ê");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let line = single_line(&text);
            prop_assert!(is_nfc(&line));
            prop_assert!(!line.chars().any(char::is_control));
            prop_assert_eq!(single_line(&line), line);
            let block = multi_line(&text);
            prop_assert!(is_nfc(&block));
            prop_assert!(!block.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert_eq!(multi_line(&block), block);
            prop_assert!(is_nfc(&nfc(&text)));
        }
    }
}

//! Alphabetical order of Vietnamese names, with numbers inside in their own order.
//!
//! Own and small on purpose: names of units and people need the Vietnamese alphabet and nothing else of the Unicode
//! Collation Algorithm. The order is CLDR's for `vi` (letters a ă â b c d đ e ê …; then tones ngang, huyền, hỏi, ngã,
//! sắc, nặng; then small before capital), numeric ordering on. As there, tones decide only between names whose letters
//! are all the same, so `Đồng Bằng` comes before `Đông Hải` (b before h); spreadsheets sort the same way.

use std::cmp::Ordering;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The alphabet, with the four foreign letters where dictionaries put them.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Tone marks in the order of dictionaries: huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// Sorts texts in Vietnamese alphabetical order: `names.sort_by_cached_key(|name| sort_key(name))`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    /// What is compared first: letters and numbers.
    units: Vec<Unit>,
    /// A tone for each unit, compared where all units are equal.
    tones: Vec<Vec<u8>>,
    /// Each letter's case, compared where tones are equal too.
    cases: Vec<Case>,
    /// The text itself (NFC), so that only equal texts are equal.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    Small,
    Capital,
}

/// One step of a text, in the order in which different kinds follow each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Space,
    Sign(char),
    /// Its digits without leading zeros; fewer digits come first.
    Number(usize, String),
    Letter(usize),
    Foreign(char),
}

/// The sort key of `text`, the same for its composed and decomposed form.
pub fn sort_key(text: &str) -> SortKey {
    let mut key = SortKey { units: Vec::new(), tones: Vec::new(), cases: Vec::new(), text: text.nfc().collect() };
    let mut decomposed = text.nfd().peekable();
    while let Some(first) = decomposed.next() {
        if first.is_ascii_digit() {
            let mut digits = String::from(first);
            while let Some(digit) = decomposed.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            let digits = digits.trim_start_matches('0').to_owned();
            key.push(Unit::Number(digits.len(), digits), Vec::new());
            continue;
        }
        let mut marks = Vec::new();
        while let Some(mark) = decomposed.next_if(|c| is_combining_mark(*c)) {
            marks.push(mark);
        }
        for base in first.to_lowercase() {
            key.push_letter(base, &marks);
        }
    }
    key.cases = key.text.chars().map(|c| if c.is_uppercase() { Case::Capital } else { Case::Small }).collect();
    key
}

/// Compares two texts in Vietnamese alphabetical order; equal only where they are the same text.
pub fn compare(a: &str, b: &str) -> Ordering {
    sort_key(a).cmp(&sort_key(b))
}

impl SortKey {
    fn push(&mut self, unit: Unit, tones: Vec<u8>) {
        self.units.push(unit);
        self.tones.push(tones);
    }

    /// A letter with its marks: those that make another letter are part of it, the others are tones.
    fn push_letter(&mut self, base: char, marks: &[char]) {
        let mut letter = base;
        let mut tones = Vec::new();
        for mark in marks {
            match (letter, mark) {
                ('a', '\u{306}') => letter = 'ă',
                ('a', '\u{302}') => letter = 'â',
                ('e', '\u{302}') => letter = 'ê',
                ('o', '\u{302}') => letter = 'ô',
                ('o', '\u{31B}') => letter = 'ơ',
                ('u', '\u{31B}') => letter = 'ư',
                _ => tones.push(tone(*mark)),
            }
        }
        let unit = match ALPHABET.chars().position(|c| c == letter) {
            Some(place) => Unit::Letter(place),
            None if letter.is_whitespace() => Unit::Space,
            None if letter.is_alphanumeric() => Unit::Foreign(letter),
            None => Unit::Sign(letter),
        };
        self.push(unit, tones);
    }
}

/// Where a mark stands among the tones, after no mark at all; marks that are no tone come last.
fn tone(mark: char) -> u8 {
    let place = TONES.iter().position(|tone| *tone == mark).unwrap_or(TONES.len());
    u8::try_from(place).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_order(expected: &[&str]) {
        let mut sorted = expected.to_vec();
        sorted.reverse();
        sorted.sort_by_cached_key(|text| sort_key(text));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn follows_the_alphabet() {
        assert_order(&["An", "Ăn", "Ân", "Ba", "Ca", "Da", "Đa", "Ga", "Oa", "Ôa", "Ơa", "Ua", "Ưa", "Va", "Xa", "Ya"]);
        assert_order(&["xã Dũng", "xã Đồng Bằng", "xã Đông Hải", "xã Em"]);
    }

    #[test]
    fn tones_come_second_in_their_order() {
        assert_order(&["ma", "mà", "mả", "mã", "má", "mạ", "mạt"]);
        assert_order(&["An Ấp", "An Bài", "An Cầu", "An Dục", "An Đồng"]);
        assert_order(&["hoa an", "hòa an", "hoa ba"]);
        assert_order(&["ề", "ệ"]);
    }

    #[test]
    fn numbers_compare_as_numbers() {
        assert_order(&["Mẫu 1", "Mẫu 2", "Mẫu 10", "Mẫu 10a", "Mẫu 100", "Mẫu A"]);
        assert_order(&["A Lưới 1", "A Lưới 2", "An"]);
    }

    #[test]
    fn spaces_come_before_letters_and_small_before_capital() {
        assert_order(&["An", "An Vũ", "Anh"]);
        assert_order(&["xã A", "Xã A", "xã B"]);
    }

    proptest! {
        #[test]
        fn composed_and_decomposed_are_the_same(text in "[a-zA-ZăâđêôơưĂÂĐÊÔƠƯáàảãạếềểễệ0-9 .-]{0,16}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(compare(&text, &decomposed), Ordering::Equal);
        }

        #[test]
        fn the_order_is_total(a in any::<String>(), b in any::<String>()) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            let same = crate::vietnamese::nfc::nfc(&a) == crate::vietnamese::nfc::nfc(&b);
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, same);
        }
    }
}

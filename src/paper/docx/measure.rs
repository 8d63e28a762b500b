//! How wide text is in Times New Roman Bold: needed to draw lines as long as, or a part as long as, a text, and
//! to break long names into lines of about the same length.

use unicode_normalization::UnicodeNormalization;

/// Advance widths of the characters from U+0020 to U+007E in thousandths of the font size, as any font
/// metric-compatible with Times New Roman Bold has them.
const WIDTHS: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
];
/// What the horn adds to the letter under it (ơ, Ư), at most.
const HORN: u32 = 74;
/// Twentieths of a point in a point.
const TWIPS: u32 = 20;

/// A length in twentieths of a point, WordprocessingML's unit.
pub(super) type Twips = u32;

/// Millimetres in twips.
pub(super) const fn millimetres(length: u32) -> Twips {
    (length * 14400 + 127) / 254
}

/// Width of `text` set bold at `points`.
pub(super) fn width(text: &str, points: u32) -> Twips {
    let thousandths: u32 = text.nfd().map(advance).sum();
    thousandths * points * TWIPS / 1000
}

/// Widest line of `text` at `points` when it is broken at spaces into as few lines of at most `room` as
/// possible, each as short as that number of lines allows.
pub(super) fn balanced(text: &str, points: u32, room: Twips) -> Twips {
    let words: Vec<_> = text.split_whitespace().map(|word| width(word, points)).collect();
    let space = width(" ", points);
    let lines = broken(&words, space, room).0;
    let (mut narrow, mut wide) = (0, room);
    while narrow < wide {
        let middle = narrow.midpoint(wide);
        if broken(&words, space, middle).0 <= lines {
            wide = middle;
        } else {
            narrow = middle + 1;
        }
    }
    broken(&words, space, wide).1.min(room)
}

/// Number of lines and width of the longest when `words` are set in lines of at most `room`. A word longer
/// than the room has as many lines as it fills.
fn broken(words: &[Twips], space: Twips, room: Twips) -> (u32, Twips) {
    let (mut lines, mut line, mut longest) = (0, None, 0);
    for &word in words {
        let joined = line.map_or(word, |line| line + space + word);
        if line.is_none() || joined > room {
            lines += word.div_ceil(room.max(1)).max(1);
            line = Some(word);
        } else {
            line = Some(joined);
        }
        longest = longest.max(line.unwrap_or(0));
    }
    (lines, longest)
}

fn advance(c: char) -> u32 {
    let of = |ascii: char| u32::from(WIDTHS[ascii as usize - 0x20]);
    match c {
        ' '..='~' => of(c),
        '\u{31b}' => HORN,
        '\u{300}'..='\u{36f}' => 0,
        'đ' => of('d'),
        'Đ' => of('D'),
        '–' | '“' | '”' => 500,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_width_of_the_motto() {
        // 159,1 points at size 13, as a layout program measures it.
        assert!((3170..3200).contains(&width("Độc lập - Tự do - Hạnh phúc", 13)));
    }

    #[test]
    fn composed_and_decomposed_text_are_equally_wide() {
        let decomposed: String = "Quỳnh Phụ ưỡng ợ".nfd().collect();
        assert_eq!(width("Quỳnh Phụ ưỡng ợ", 12), width(&decomposed, 12));
    }

    #[test]
    fn long_names_are_broken_into_lines_of_about_the_same_length() {
        let name = "ỦY BAN NHÂN DÂN HUYỆN QUỲNH PHỤ";
        let whole = width(name, 12);
        let longest = balanced(name, 12, 3600);
        assert!(whole > 3600 && longest < whole * 7 / 10, "{longest} of {whole}");
        let (short, whole) = (balanced("SỞ NỘI VỤ", 12, 3600), width("SỞ NỘI VỤ", 12));
        assert!(short.abs_diff(whole) <= 3, "rounding of single words alone");
    }

    #[test]
    fn a_word_wider_than_the_room_fills_the_room() {
        assert_eq!(balanced(&"W".repeat(100), 12, 1000), 1000);
        assert_eq!(balanced("", 12, 1000), 0);
    }

    #[test]
    fn millimetres_are_rounded_to_twips() {
        assert_eq!([20, 25, 35, 210, 297].map(millimetres), [1134, 1417, 1984, 11906, 16838]);
    }
}

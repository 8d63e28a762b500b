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
/// A text of more words than this is no name any more, and is broken as it comes.
const NAME: usize = 200;
/// Twentieths of a point in a point.
const TWIPS: u32 = 20;

/// A length in twentieths of a point, WordprocessingML's unit.
pub(in crate::paper) type Twips = u32;

/// Millimetres in twips.
pub(in crate::paper) const fn millimetres(length: u32) -> Twips {
    (length * 14400 + 127) / 254
}

/// Width of `text` set bold at `points`.
pub(in crate::paper) fn width(text: &str, points: u32) -> Twips {
    let thousandths: u64 = text.nfd().map(|c| u64::from(advance(c))).sum();
    Twips::try_from(thousandths * u64::from(points * TWIPS) / 1000).unwrap_or(Twips::MAX)
}

/// Widest line of `text` at `points` when it is broken at spaces into as few lines of at most `room` as
/// possible, where it can be in front of a word that begins a phrase, and then as evenly as that allows.
pub(super) fn balanced(text: &str, points: u32, room: Twips) -> Twips {
    let words = words(text, points);
    let space = width(" ", points);
    let whole = broken(&words, space, room);
    if words.len() > NAME {
        return whole.longest.min(room);
    }
    // Lines can only be as long as some words in a row.
    let mut measures: Vec<Twips> = (0..words.len()).flat_map(|from| rows_of(&words[from..], space, room)).collect();
    measures.sort_unstable();
    measures.dedup();
    let tried = measures.into_iter().map(|measure| broken(&words, space, measure));
    let kept = tried.filter(|broken| broken.lines <= whole.lines);
    let best = kept.max_by_key(|broken| (broken.at_phrases, std::cmp::Reverse(broken.longest)));
    best.map_or(whole.longest, |broken| broken.longest).min(room)
}

/// Width of the widest word of `text` at `points`.
pub(super) fn widest_word(text: &str, points: u32) -> Twips {
    text.split_whitespace().map(|word| width(word, points)).max().unwrap_or(0)
}

/// A word to be set.
struct Word {
    width: Twips,
    begins_phrase: bool,
}

fn words(text: &str, points: u32) -> Vec<Word> {
    let said: Vec<&str> = text.split_whitespace().collect();
    let low: Vec<String> = said.iter().map(|word| word.to_lowercase()).collect();
    let near = |at: Option<usize>| at.and_then(|at| low.get(at)).map_or("", String::as_str);
    let word = |at: usize| Word {
        width: width(said[at], points),
        begins_phrase: begins_phrase(near(at.checked_sub(1)), &low[at], near(Some(at + 1))),
    };
    (0..said.len()).map(word).collect()
}

/// Whether a line had better end in front of `word` than elsewhere: names of agencies and abstracts read well
/// when prepositions and levels of government keep together with what follows them. Most other Vietnamese words
/// are written as several, which no rule without a dictionary tells apart.
fn begins_phrase(before: &str, word: &str, after: &str) -> bool {
    match word {
        "tại" | "của" | "về" | "và" | "ngày" | "tỉnh" | "huyện" | "quận" | "phường" => true,
        "theo" => after != "dõi",
        "thành" => after == "phố",
        "thị" => matches!(after, "xã" | "trấn"),
        "xã" => before != "thị" && after != "hội",
        _ => false,
    }
}

/// Widths of the first word alone, the first two, and so on, up to `room`.
fn rows_of(words: &[Word], space: Twips, room: Twips) -> impl Iterator<Item = Twips> {
    let widths = words.iter().scan(None, move |row, word| {
        let joined = row.map_or(word.width, |row: Twips| row.saturating_add(space).saturating_add(word.width));
        *row = Some(joined);
        Some(joined)
    });
    widths.take_while(move |&width| width <= room)
}

/// Words set in lines.
struct Broken {
    lines: u32,
    longest: Twips,
    /// Lines but the first that begin with a phrase.
    at_phrases: u32,
}

/// `words` set in lines of at most `room`. A word longer than the room has as many lines as it fills.
fn broken(words: &[Word], space: Twips, room: Twips) -> Broken {
    let mut broken = Broken { lines: 0, longest: 0, at_phrases: 0 };
    let mut line = None;
    for word in words {
        let joined = line.map(|line: Twips| line.saturating_add(space).saturating_add(word.width));
        let joined = joined.filter(|&joined| joined <= room);
        if joined.is_none() {
            broken.at_phrases += u32::from(line.is_some() && word.begins_phrase);
            broken.lines += word.width.div_ceil(room.max(1)).max(1);
        }
        let set = joined.unwrap_or(word.width);
        broken.longest = broken.longest.max(set);
        line = Some(set);
    }
    broken
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

    /// `text` as it is set in lines of the balanced width.
    fn lines(text: &str, room: Twips) -> Vec<String> {
        let measure = balanced(text, 14, room);
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if width(line, 14) + width(" ", 14) + width(word, 14) <= measure + 40 => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    #[test]
    fn lines_end_in_front_of_a_phrase_where_they_can() {
        let abstract_text = "Kết luận kiểm tra công tác cải cách hành chính tại UBND xã Mẫu A";
        assert_eq!(lines(abstract_text, 7909), ["Kết luận kiểm tra công tác cải cách hành chính", "tại UBND xã Mẫu A"]);
        assert_eq!(lines("ỦY BAN NHÂN DÂN TỈNH MẪU", 4000), ["ỦY BAN NHÂN DÂN", "TỈNH MẪU"]);
        assert_eq!(lines("PHÒNG NỘI VỤ HUYỆN QUỲNH PHỤ", 4000), ["PHÒNG NỘI VỤ", "HUYỆN QUỲNH PHỤ"]);
        assert_eq!(lines("SỞ LAO ĐỘNG, THƯƠNG BINH VÀ XÃ HỘI", 5000), ["SỞ LAO ĐỘNG, THƯƠNG BINH", "VÀ XÃ HỘI"]);
        assert_eq!(lines("Kiểm tra công tác tại UBND xã Mẫu A", 7909).len(), 1);
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

//! Text in columns of a fixed number of terminal cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Width of `text` in cells.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` with spaces in front, so that it stands in the middle of `columns` cells.
pub(super) fn centred(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text)) / 2))
}

/// `text` followed by spaces up to `columns` cells.
pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// `text` broken at spaces into lines of at most `columns` cells; a longer word is broken where it must be.
/// An empty text is one empty line.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let (mut lines, mut line, mut filled) = (Vec::new(), String::new(), 0);
    // The space behind each word is kept, so that gaps for the pen survive.
    for word in text.split_inclusive(' ') {
        if filled > 0 && filled + width(word.trim_end()) > columns {
            lines.push(std::mem::take(&mut line));
            filled = 0;
        }
        for cluster in word.graphemes(true) {
            let wide = width(cluster);
            if filled > 0 && cluster != " " && filled + wide > columns {
                lines.push(std::mem::take(&mut line));
                filled = 0;
            }
            line.push_str(cluster);
            filled += wide;
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// As [`wrapped`], in as many lines, but these of about the same length.
pub(super) fn balanced(text: &str, columns: usize) -> Vec<String> {
    let widest = wrapped(text, columns);
    if widest.len() == 1 {
        return widest;
    }
    let narrowest = (1..columns).find(|&narrow| wrapped(text, narrow).len() == widest.len());
    narrowest.map_or(widest, |narrow| wrapped(text, narrow))
}

/// Blocks of lines beside each other, each with its width.
pub(super) fn side_by_side(blocks: &[(Vec<String>, usize)]) -> Vec<String> {
    let height = blocks.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
    let cell =
        |row: usize, (lines, width): &(Vec<String>, usize)| padded(lines.get(row).map_or("", String::as_str), *width);
    (0..height).map(|row| blocks.iter().map(|block| cell(row, block)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn breaks_at_spaces_and_only_then_within_words() {
        assert_eq!(wrapped("ủy ban nhân dân", 8), ["ủy ban", "nhân dân"]);
        assert_eq!(wrapped("abcdefgh i", 3), ["abc", "def", "gh", "i"]);
        assert_eq!(wrapped("", 3), [""]);
        assert_eq!(balanced("một hai ba bốn năm", 14), ["một hai ba", "bốn năm"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "[a-zđơ ]{0,60}", columns in 2_usize..20) {
            let lines = wrapped(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}

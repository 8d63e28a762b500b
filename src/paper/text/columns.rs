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
    let mut lines = Vec::new();
    let mut line = String::new();
    // The space behind each word is kept, so that gaps for the pen survive.
    for word in text.split_inclusive(' ') {
        if !line.is_empty() && width(&line) + width(word.trim_end()) > columns {
            lines.push(std::mem::take(&mut line));
        }
        for cluster in word.graphemes(true) {
            if !line.is_empty() && cluster != " " && width(&line) + width(cluster) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(cluster);
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
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

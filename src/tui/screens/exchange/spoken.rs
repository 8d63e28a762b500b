//! Words that people read to each other.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::width;

/// Columns of a word with its number.
const CELL: usize = 12;
/// Columns before the first.
const INDENT: usize = 3;

/// The words with their numbers, as many in a row as there is room for: six, three or two.
pub(super) fn lines(words: &str, columns: usize) -> Vec<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let room = columns.saturating_sub(INDENT) / CELL;
    let a_row = [6, 3, 2].into_iter().find(|count| *count <= room).unwrap_or(1);
    let cell = |(number, word): (usize, &&str)| width::pad(&format!("{} {word}", number + 1), CELL);
    let numbered: Vec<String> = words.iter().enumerate().map(cell).collect();
    let row = |row: &[String]| format!("{}{}", " ".repeat(INDENT), row.concat()).trim_end().to_owned();
    numbered.chunks(a_row).map(row).collect()
}

/// Draws them from `row` on; gives the row below.
pub(super) fn render(canvas: &mut Canvas<'_>, area: Rect, mut row: u16, words: &str) -> u16 {
    for line in lines(words, usize::from(area.width)) {
        canvas.text(area, row, Role::Title, &line);
        row = row.saturating_add(1);
    }
    row
}

/// Draws a text from `row` on, wrapped; gives the row below.
pub(super) fn paragraph(canvas: &mut Canvas<'_>, area: Rect, mut row: u16, role: Role, text: &str) -> u16 {
    for line in width::paragraphs(text, usize::from(area.width)) {
        canvas.text(area, row, role, line);
        row = row.saturating_add(1);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_words_stand_in_rows_that_can_be_read_aloud() {
        let words = "đẹp tháp tập thường ưa mướp";
        assert_eq!(lines(words, 78), ["   1 đẹp       2 tháp      3 tập       4 thường    5 ưa        6 mướp"]);
        assert_eq!(lines(words, 58), ["   1 đẹp       2 tháp      3 tập", "   4 thường    5 ưa        6 mướp"]);
        assert_eq!(lines(words, 5).len(), 6);
    }
}

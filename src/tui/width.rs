//! Text measured in terminal columns, never in bytes or characters.

use std::ops::Range;

use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns `text` takes.
pub fn of(text: &str) -> usize {
    text.width()
}

/// The longest beginning of `text` at most `columns` wide, in whole letters.
pub fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (index, grapheme) in text.grapheme_indices(true) {
        used += of(grapheme);
        if used > columns {
            return &text[..index];
        }
    }
    text
}

/// `text` cut to `columns`, ending in `ellipsis` where something is missing.
pub fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    if of(text) <= columns {
        return text.to_owned();
    }
    match columns.checked_sub(of(ellipsis)) {
        Some(room) => format!("{}{ellipsis}", head(text, room).trim_end()),
        None => head(ellipsis, columns).to_owned(),
    }
}

/// A line cut to `columns`, ending in `ellipsis` where something is missing; control characters, which would
/// move the terminal's cursor, become spaces.
pub fn fit<'a>(line: Line<'a>, columns: usize, ellipsis: &str) -> Line<'a> {
    let line = visible(line);
    if line.width() <= columns {
        return line;
    }
    let room = columns.saturating_sub(of(ellipsis));
    let mut kept = Line { spans: Vec::new(), ..line };
    let mut used = 0;
    for span in line.spans {
        let part = head(&span.content, room - used).to_owned();
        used += of(&part);
        let whole = part.len() == span.content.len();
        let style = span.style;
        kept.push_span(Span::styled(part, style));
        if !whole {
            kept.push_span(Span::styled(head(ellipsis, columns).to_owned(), style));
            break;
        }
    }
    kept
}

fn visible(mut line: Line<'_>) -> Line<'_> {
    for span in &mut line.spans {
        if span.content.contains(char::is_control) {
            span.content = span.content.replace(char::is_control, " ").into();
        }
    }
    line
}

/// `text` filled with spaces on the right to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(of(text))))
}

/// `text` filled with spaces on the left to `columns`: numbers.
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(of(text))))
}

/// Where `text` breaks into lines at most `columns` wide: after spaces, inside a word only if it alone is too
/// wide, always at `\n`. Ranges are in bytes, cover everything but the `\n`s, and there is always at least one.
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut paragraph_start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, paragraph_start, columns, &mut lines);
        paragraph_start += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(paragraph: &str, offset: usize, columns: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut used = 0;
    for (word_start, word) in words(paragraph) {
        // A space at the end of a line may hang over its edge; it is not seen.
        let seen = of(word.trim_end_matches(' '));
        if used > 0 && used + seen > columns {
            lines.push(offset + start..offset + word_start);
            start = word_start;
            used = 0;
        }
        if seen > columns {
            for (index, grapheme) in word.grapheme_indices(true) {
                if used > 0 && used + of(grapheme) > columns && grapheme != " " {
                    lines.push(offset + start..offset + word_start + index);
                    start = word_start + index;
                    used = 0;
                }
                used += of(grapheme);
            }
        } else {
            used += of(word);
        }
    }
    lines.push(offset + start..offset + paragraph.len());
}

/// Words with the spaces behind them.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(' ').map(move |word| {
        let here = start;
        start += word.len();
        (here, word)
    })
}

/// The lines of `text` for reading, wrapped to `columns`.
pub fn paragraphs(text: &str, columns: usize) -> Vec<&str> {
    wrap(text, columns).into_iter().map(|range| text[range].trim_end_matches(' ')).collect()
}

/// `pieces` on as many lines of `columns` as they need, three spaces between them, none of them broken.
pub fn packed(pieces: &[String], columns: usize) -> Vec<String> {
    const GAP: usize = 3;
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if of(line) + GAP + of(piece) <= columns => {
                line.push_str(&" ".repeat(GAP));
                line.push_str(piece);
            }
            _ => lines.push(piece.clone()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cutting_keeps_whole_letters() {
        assert_eq!(cut("Kiểm tra cải cách", 8, "…"), "Kiểm tr…");
        assert_eq!(cut("Kiểm tra", 8, "…"), "Kiểm tra");
        assert_eq!(cut("Kiểm tra", 0, "…"), "");
        assert_eq!(cut("Kiểm tra", 2, "..."), "..");
        assert_eq!(cut("ti\u{1ec7}\u{323}ng", 3, "…"), "ti…");
    }

    #[test]
    fn wraps_at_spaces_and_splits_only_words_too_long() {
        let of = |text: &'static str, columns| paragraphs(text, columns);
        assert_eq!(of("một hai ba", 7), ["một hai", "ba"]);
        assert_eq!(of("một\n\nba", 7), ["một", "", "ba"]);
        assert_eq!(of("nghiêng", 3), ["ngh", "iên", "g"]);
        assert_eq!(of("", 3), [""]);
        assert_eq!(of("a\n", 3), ["a", ""]);
    }

    #[test]
    fn packs_pieces_whole() {
        let pieces = ["1 có", "2 không", "3 rất lâu"].map(str::to_owned);
        assert_eq!(packed(&pieces, 14), ["1 có   2 không", "3 rất lâu"]);
        assert_eq!(packed(&pieces, 3).len(), 3);
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_nothing(text in "[ aàđ漢\n]{0,40}", columns in 2usize..12) {
            let lines = wrap(&text, columns);
            let joined: String = lines.iter().map(|range| &text[range.clone()]).collect();
            prop_assert_eq!(joined, text.replace('\n', ""));
            for range in lines {
                prop_assert!(of(text[range].trim_end_matches(' ')) <= columns);
            }
        }

        #[test]
        fn a_cut_text_fits(text in "\\PC{0,30}", columns in 0usize..20) {
            prop_assert!(of(&cut(&text, columns, "…")) <= columns);
            prop_assert!(fit(Line::from(text), columns, "...").width() <= columns);
        }
    }
}

//! From the bytes of a file to the text that is parsed, hashed and kept.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::problem::{Position, Problem, Severity};

/// Largest file accepted, in bytes: a checklist of 1,000 items stays well under it.
pub const MAX_BYTES: usize = 1 << 20;

/// How many bad places of one file are named singly.
const MAX_NAMED: usize = 20;

/// A file's text as stored and hashed (UTF-8 without byte order mark, NFC, LF line ends), with what
/// was wrong on the way to it.
pub(super) struct SourceText {
    /// The text; `None` where nothing sensible can be parsed.
    pub text: Option<String>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Decodes and normalises `bytes`. Bytes that are no UTF-8 are each reported and replaced, so that
/// the rest of the file is still checked; NFD text is normalised with a warning.
pub(super) fn decode(file: &str, bytes: &[u8]) -> SourceText {
    let problem = |position, severity, message: String| Problem { file: file.to_owned(), position, severity, message };
    let start = Some(Position { line: 1, column: 1 });
    if bytes.len() > MAX_BYTES {
        let message = rust_i18n::t!("checklist.file.too_large", kib = MAX_BYTES / 1024);
        return SourceText { text: None, problems: vec![problem(start, Severity::Error, message.into_owned())] };
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let message = rust_i18n::t!("checklist.file.utf16");
        return SourceText { text: None, problems: vec![problem(start, Severity::Error, message.into_owned())] };
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);

    let mut problems = Vec::new();
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if let [bad, ..] = chunk.invalid() {
            if problems.len() < MAX_NAMED {
                let message = rust_i18n::t!("checklist.file.not_utf8", byte = format!("{bad:02X}"));
                problems.push(problem(Some(end_of(&text)), Severity::Error, message.into_owned()));
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    if text.contains("\r\n") {
        text = text.replace("\r\n", "\n");
    }
    if !is_nfc(&text) {
        let lines: Vec<usize> =
            text.split('\n').zip(1..).filter(|(line, _)| !is_nfc(line)).map(|(_, number)| number).collect();
        text = text.nfc().collect();
        let first = lines.first().map(|line| Position { line: *line, column: 1 });
        let message = rust_i18n::t!("checklist.file.not_nfc", lines = ranges(&lines));
        problems.push(problem(first, Severity::Warning, message.into_owned()));
    }
    SourceText { text: Some(text), problems }
}

/// Where the next character after `text` stands; columns as they will be after normalisation.
fn end_of(text: &str) -> Position {
    let line_start = text.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line: text.matches('\n').count() + 1, column: text[line_start..].nfc().count() + 1 }
}

/// `3, 7–12`: ascending line numbers for a sentence.
fn ranges(lines: &[usize]) -> String {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some(run) if run.end == line => run.end += 1,
            _ => runs.push(line..line + 1),
        }
    }
    let shown = |run: &Range<usize>| {
        if run.len() == 1 { run.start.to_string() } else { format!("{}–{}", run.start, run.end - 1) }
    };
    let mut named: Vec<String> = runs.iter().take(MAX_NAMED).map(shown).collect();
    if runs.len() > MAX_NAMED {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// Turns byte offsets of a text into lines and columns.
pub(super) struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines of `text`.
    pub fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Line and column of the character at `offset`; an offset past the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> SourceText {
        decode("a.toml", bytes)
    }

    #[test]
    fn byte_order_mark_and_windows_line_ends_leave_no_trace() {
        let source = decoded(b"\xEF\xBB\xBFid = \"a\"\r\ntitle = \"b\"\r\n");
        assert_eq!(source.text.as_deref(), Some("id = \"a\"\ntitle = \"b\"\n"));
        assert!(source.problems.is_empty());
    }

    #[test]
    fn each_bad_byte_is_named_by_character_column() {
        let source = decoded(b"a = \"\xC4\x91\xFF\"\nb\xC3 = 1");
        let at: Vec<String> = source.problems.iter().map(|p| p.position.map(|at| at.to_string()).unwrap()).collect();
        assert_eq!(at, ["1:7", "2:2"]);
        assert!(source.problems[0].message.contains("FF"));
        assert!(source.problems.iter().all(Problem::is_error));
    }

    #[test]
    fn decomposed_text_is_composed_and_its_lines_are_named() {
        let nfd: String = "title = \"ổn\"\nok = 1\nask = \"Tỷ lệ\"\nb = \"ộ\"".nfd().collect();
        let source = decoded(nfd.as_bytes());
        assert_eq!(source.text.as_deref(), Some("title = \"ổn\"\nok = 1\nask = \"Tỷ lệ\"\nb = \"ộ\""));
        let [warning] = source.problems.as_slice() else { panic!("one warning") };
        assert_eq!(warning.severity, Severity::Warning);
        assert_eq!(warning.position, Some(Position { line: 1, column: 1 }));
        assert!(warning.message.contains("1, 3–4"), "{}", warning.message);
    }

    #[test]
    fn too_large_and_utf16_files_are_refused_whole() {
        assert!(decoded(&vec![b' '; MAX_BYTES]).problems.is_empty());
        for bytes in [vec![b' '; MAX_BYTES + 1], vec![0xFF, 0xFE, b'i', 0], vec![0xFE, 0xFF, 0, b'i']] {
            let source = decoded(&bytes);
            assert!(source.text.is_none());
            assert_eq!(source.problems[0].position, Some(Position { line: 1, column: 1 }));
        }
    }

    #[test]
    fn offsets_become_lines_and_columns_of_characters() {
        let lines = LineIndex::new("đa\nbộ\n");
        let at = |offset| lines.position(offset).to_string();
        assert_eq!([at(0), at(2), at(4), at(5), at(8), at(99)], ["1:1", "1:2", "2:1", "2:2", "2:3", "3:1"]);
    }
}

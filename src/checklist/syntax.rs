//! Broken TOML: every broken statement is reported once and mended, so that the rest of the file is
//! still read. (The parser recovers by itself only from duplicate keys and bad values; a missing
//! `=` or an open bracket makes it lose everything that follows.)

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, Error};

/// A parsed document, or as much of it as could be saved.
pub(super) type Document<'t> = Spanned<DeTable<'t>>;

/// What is wrong with a statement, at a byte offset of the mended text.
pub(super) struct SyntaxError {
    /// Where.
    pub offset: usize,
    /// What, and what to do.
    pub message: String,
}

/// A text in which every statement parses by itself. Lines and the columns of unbroken statements
/// are those of the original.
pub(super) struct Mended {
    /// The text.
    pub text: String,
    /// What was wrong with the statements mended; offsets are those of the *original* text.
    pub errors: Vec<SyntaxError>,
    /// Where values stand of which nothing is known; offsets of the mended text.
    pub unknown: Vec<Range<usize>>,
}

/// Parses `text` as one document.
pub(super) fn parse(text: &str) -> (Document<'_>, Vec<SyntaxError>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    (document, errors.iter().map(|error| explain(error, 0)).collect())
}

/// Takes `text` apart into statements and replaces those that do not parse: a table header by the
/// same header written properly, `key = …` by the key with a value that counts as unknown.
pub(super) fn mend(text: &str) -> Mended {
    let mut mended = Mended { text: String::with_capacity(text.len()), errors: Vec::new(), unknown: Vec::new() };
    for statement in statements(text) {
        let source = &text[statement.range.clone()];
        let error = match statement.open_at {
            Some(offset) => {
                Some(SyntaxError { offset, message: rust_i18n::t!("checklist.syntax.unclosed").into_owned() })
            }
            None => first_error(source, statement.range.start),
        };
        let Some(error) = error else {
            mended.text.push_str(source);
            continue;
        };
        mended.errors.push(error);
        let start = mended.text.len();
        mended.text.push_str(&replacement(source));
        mended.unknown.push(start..mended.text.len());
        let lines = source.matches('\n').count();
        mended.text.extend(std::iter::repeat_n('\n', lines));
    }
    mended
}

fn first_error(statement: &str, start: usize) -> Option<SyntaxError> {
    let (_, errors) = DeTable::parse_recoverable(statement);
    errors.iter().map(|error| explain(error, start)).min_by_key(|error| error.offset)
}

/// What stands for a broken statement: it keeps what is known of it, so that one mistake is one report.
fn replacement(statement: &str) -> String {
    let line = statement.trim_start();
    if line.starts_with('[') {
        let path: String = line.trim_start_matches('[').chars().take_while(|c| is_key_character(*c)).collect();
        let header = if line.starts_with("[[") { format!("[[{path}]]") } else { format!("[{path}]") };
        return if parses(&header) { header } else { String::new() };
    }
    let key: String = line.chars().take_while(|c| is_key_character(*c)).collect();
    let assignment = format!("{key} = 0");
    if parses(&assignment) { assignment } else { String::new() }
}

fn parses(statement: &str) -> bool {
    DeTable::parse(statement).is_ok()
}

fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// A statement with the line end after it.
struct Statement {
    range: Range<usize>,
    /// The bracket or quote that is never closed.
    open_at: Option<usize>,
}

/// Splits `text` at the line ends that lie outside brackets and strings. Where brackets or a long
/// string stay open until something that starts a statement at the first column, they end there.
fn statements(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let statement = next_statement(text, start);
        start = statement.range.end;
        found.push(statement);
    }
    found
}

fn next_statement(text: &str, start: usize) -> Statement {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut open: Vec<usize> = Vec::new();
    let mut open_string = None;
    // Brackets of a header are no brackets of a value; broken ones end with their line.
    let header = text[start..].trim_start_matches([' ', '\t']).starts_with('[');
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => {
                at += 1;
                if open.is_empty() || header {
                    return Statement { range: start..at, open_at: open_string };
                }
                if starts_statement(&text[at..]) {
                    return Statement { range: start..at, open_at: open_string.or(open.pop()) };
                }
            }
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            b'[' | b'{' => {
                open.push(at);
                at += 1;
            }
            b']' | b'}' => {
                open.pop();
                at += 1;
            }
            quote @ (b'"' | b'\'') => {
                let end = string_end(text, at, quote);
                if let StringEnd::Unclosed(_) = end {
                    open_string.get_or_insert(at);
                }
                at = match end {
                    StringEnd::Closed(end) | StringEnd::Unclosed(end) => end,
                };
            }
            _ => at += 1,
        }
    }
    let open_at = open_string.or(if header { None } else { open.pop() });
    Statement { range: start..text.len(), open_at }
}

/// Where reading goes on after a string.
enum StringEnd {
    /// After its closing quote.
    Closed(usize),
    /// It has none: at the end of its line, or before the line that starts the next statement.
    Unclosed(usize),
}

fn string_end(text: &str, at: usize, quote: u8) -> StringEnd {
    let bytes = text.as_bytes();
    let long = bytes[at..].starts_with(&[quote; 3]);
    let width = if long { 3 } else { 1 };
    let mut end = at + width;
    while end < bytes.len() {
        match bytes[end] {
            b'\n' if !long => return StringEnd::Unclosed(end),
            b'\\' if quote == b'"' && bytes.get(end + 1).is_some_and(|next| *next != b'\n') => end += 2,
            byte if byte == quote && bytes[end..].starts_with(&[quote; 3][..width]) => {
                end += width;
                // Up to two quotes may stand right before the closing three.
                while long && bytes.get(end) == Some(&quote) {
                    end += 1;
                }
                return StringEnd::Closed(end);
            }
            _ => end += 1,
        }
    }
    let newlines = text[at..].match_indices('\n').map(|(newline, _)| at + newline);
    let last = newlines.into_iter().find(|newline| starts_statement(&text[newline + 1..]));
    StringEnd::Unclosed(last.unwrap_or(text.len()))
}

/// Whether `rest`, at the start of a line, begins a table header or an assignment with a bare key.
fn starts_statement(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    if line.starts_with('[') {
        let path = line.trim_start_matches('[').trim_start();
        return path.starts_with(|c: char| c.is_ascii_alphabetic());
    }
    let after_key = line.trim_start_matches(is_key_character);
    after_key.len() < line.len() && after_key.trim_start().starts_with('=')
}

/// The parser's message in the language of the screen.
fn explain(error: &Error, start: usize) -> SyntaxError {
    SyntaxError { offset: start + error.span().map_or(0, |span| span.start), message: explain_syntax(error) }
}

/// The parser's words in the language of the screen, with what to do.
pub fn explain_syntax(error: &Error) -> String {
    use rust_i18n::t;
    let said = error.message();
    let message = if said.starts_with("duplicate key") || said.starts_with("cannot extend") {
        t!("checklist.syntax.duplicate_key")
    } else if said.starts_with("unclosed") || said.contains("missing array opening") {
        t!("checklist.syntax.unclosed")
    } else if said.starts_with("string values must be quoted") {
        t!("checklist.syntax.unquoted")
    } else if ["key with no value", "missing value", "missing assignment"].iter().any(|start| said.starts_with(start)) {
        t!("checklist.syntax.no_value")
    } else if said.starts_with("missing comma") {
        t!("checklist.syntax.missing_comma")
    } else if said.contains("unquoted key") || said.contains("missing key") {
        t!("checklist.syntax.bad_key")
    } else if said.contains("date") || said.contains("time") {
        t!("checklist.syntax.bad_date")
    } else if said.contains("escape") || said.contains("basic string") || said.contains("literal string") {
        t!("checklist.syntax.bad_string")
    } else if said.contains("recurs") {
        t!("checklist.syntax.too_deep")
    } else {
        t!("checklist.syntax.other", detail = said)
    };
    message.into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::source::LineIndex;
    use super::*;

    fn mended(text: &str) -> (Vec<String>, String) {
        let mended = mend(text);
        let lines = LineIndex::new(text);
        let at = mended.errors.iter().map(|error| lines.position(error.offset).to_string()).collect();
        let (_, errors) = parse(&mended.text);
        assert!(errors.is_empty(), "still broken: {:?}", mended.text);
        assert_eq!(mended.text.matches('\n').count(), text.matches('\n').count(), "lines stay where they are");
        (at, mended.text)
    }

    #[test]
    fn every_broken_statement_is_one_error_and_the_rest_survives() {
        let text =
            "id = \"x\"\ntitle = Bảng niêm yết\nn 5\nday = 2025-02-30\n[[section.item\nid = \"bang\nask = \"ok\"\n";
        let (at, mended) = mended(text);
        assert_eq!(at, ["2:9", "3:3", "4:7", "5:15", "6:6"]);
        assert_eq!(mended, "id = \"x\"\ntitle = 0\nn = 0\nday = 0\n[[section.item]]\nid = 0\nask = \"ok\"\n");
    }

    #[test]
    fn open_brackets_and_long_strings_end_where_the_next_statement_starts() {
        let text =
            "columns = [\n  { id = \"a\", title = \"]\" },\n[[section.item]]\nask = \"\"\"\nlâu\nid = \"b\"\nx = [1\n";
        let (at, mended) = mended(text);
        assert_eq!(at, ["1:11", "4:7", "7:5"]);
        assert_eq!(mended, "columns = 0\n\n[[section.item]]\nask = 0\n\nid = \"b\"\nx = 0\n");
    }

    #[test]
    fn sound_statements_are_left_alone() {
        let text = "a = [ # ]\n \"]\",\n'''x\ny = 1\n''' ]\nb = \"\"\"q\"\"\"\"\nc = { d = \"\\\"}\" }\n";
        assert_eq!(mended(text).1, text);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_mended(text in "[a-c\\[\\]{}=\"'#\\\\.,\n 1-]{0,60}") {
            let mended = mend(&text);
            proptest::prop_assert_eq!(mended.text.matches('\n').count(), text.matches('\n').count());
            let _ = parse(&mended.text);
        }
    }
}

//! Texts of checklists and people as sentences of an official paper: one space, one stop, a capital at
//! the start, NFC.

use crate::vietnamese::nfc;

/// `text` on one line without stray spaces, doubled punctuation, or punctuation at its end.
pub(super) fn clause(text: &str) -> String {
    let line = nfc::single_line(text);
    let mut clean = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            c if c.is_whitespace() && (clean.is_empty() || clean.ends_with(' ')) => {}
            c if c.is_whitespace() => clean.push(' '),
            ',' | ';' | ':' | '.' => {
                while clean.ends_with(' ') {
                    clean.pop();
                }
                // "…" typed as dots stays; any other doubling is a slip.
                let doubled = clean.ends_with([',', ';', ':']) || (c != '.' && clean.ends_with('.'));
                if !doubled {
                    clean.push(c);
                }
            }
            c => clean.push(c),
        }
    }
    let dotted = clean.replace("...", "…").replace("..", ".");
    dotted.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '/')).to_owned()
}

/// `text` with a capital at its start; a quotation mark or bracket before it is passed over.
pub(super) fn capitalised(text: &str) -> String {
    let Some((at, first)) = text.char_indices().find(|(_, c)| !matches!(c, '“' | '"' | '(' | '\'')) else {
        return text.to_owned();
    };
    let rest = &text[at + first.len_utf8()..];
    format!("{}{}{rest}", &text[..at], first.to_uppercase())
}

/// `text` with a small letter at its start.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// One sentence: a capital, one stop. Empty where `text` says nothing.
pub(super) fn sentence(text: &str) -> String {
    let clause = clause(text);
    if clause.is_empty() {
        return clause;
    }
    let stop = if clause.ends_with(['!', '?', '…']) { "" } else { "." };
    format!("{}{stop}", capitalised(&clause))
}

/// A person's text as sentences: every line that was typed is one, list marks in front of it fall away.
pub(super) fn sentences(text: &str) -> String {
    let lines = text.lines().map(|line| sentence(line.trim_start().trim_start_matches(['-', '+', '*', '•', '–'])));
    joined(lines)
}

/// Sentences one behind the other; empty ones fall away.
pub(super) fn joined(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for part in parts {
        let part = part.as_ref();
        if !part.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(part);
        }
    }
    text
}

/// `a, b và c`.
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => super::wording::fixed!("and", first = first.join(", "), last = last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_has_one_capital_and_one_stop() {
        for (typed, printed) in [
            ("chưa niêm yết", "Chưa niêm yết."),
            ("Đã niêm yết..", "Đã niêm yết."),
            ("  Đã  niêm yết , công khai ;", "Đã niêm yết, công khai."),
            ("đã niêm yết./.", "Đã niêm yết."),
            ("“đường dây nóng” chưa hoạt động", "“Đường dây nóng” chưa hoạt động."),
            ("Sổ sách, bảng biểu...", "Sổ sách, bảng biểu…"),
            ("Vì sao?", "Vì sao?"),
            ("137/155 thủ tục (88,4%)", "137/155 thủ tục (88,4%)."),
            ("đạt 10.095 hồ sơ, 98,8%", "Đạt 10.095 hồ sơ, 98,8%."),
            (" . ", ""),
        ] {
            assert_eq!(sentence(typed), printed, "{typed}");
        }
    }

    #[test]
    fn lines_become_sentences() {
        assert_eq!(sentences("- chưa có số điện thoại\n+ Bảng cũ;\n\n"), "Chưa có số điện thoại. Bảng cũ.");
        assert_eq!(sentences("Chưa có A. Còn thiếu B"), "Chưa có A. Còn thiếu B.");
    }

    #[test]
    fn lists_end_with_and() {
        let list = |parts: &[&str]| listed(&parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b và c");
    }

    proptest! {
        #[test]
        fn tidying_twice_is_tidying_once(text in "\\PC{0,40}|[a-zđ .,;:/…\n-]{0,40}") {
            let once = clause(&text);
            prop_assert_eq!(clause(&once), once.clone());
            prop_assert!(!once.contains("  "));
            prop_assert!(!once.contains(",,") && !once.contains(";;"));
        }

        #[test]
        fn a_sentence_keeps_every_figure(text in "[a-z0-9 ,.%/()]{0,40}") {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            prop_assert_eq!(digits(&sentences(&text)), digits(&text));
        }
    }
}

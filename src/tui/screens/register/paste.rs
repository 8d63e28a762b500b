//! Pasted tables: lines of cells between tabs, as spreadsheets copy them.

/// Whether a pasted text is more than one cell.
pub fn is_table(text: &str) -> bool {
    text.trim_end_matches('\n').contains(['\n', '\t'])
}

/// The cells, line by line; blank lines are left out. A quoted cell may hold tabs and line ends, which become spaces.
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (cell, after) = next_cell(rest);
        if let Some(line) = lines.last_mut() {
            line.push(cell);
        }
        match after.chars().next() {
            None => break,
            Some('\n') => lines.push(Vec::new()),
            Some(_) => {}
        }
        rest = after.get(1..).unwrap_or_default();
    }
    lines.retain(|line: &Vec<String>| line.iter().any(|cell| !cell.is_empty()));
    lines
}

/// The first cell and what follows it, beginning with the tab or line end behind it.
fn next_cell(text: &str) -> (String, &str) {
    if let Some((quoted, after)) = quoted_cell(text) {
        return (quoted.split_whitespace().collect::<Vec<_>>().join(" "), after);
    }
    let end = text.find(['\t', '\n']).unwrap_or(text.len());
    (text[..end].trim().to_owned(), &text[end..])
}

/// Spreadsheets quote only cells that hold tabs or line ends; any other quotation mark belongs to the text.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let body = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let end = from + body[from..].find('"')?;
        let after = &body[end + 1..];
        if after.starts_with('"') {
            from = end + 2;
        } else if after.is_empty() || after.starts_with(['\t', '\n']) {
            let inner = &body[..end];
            return inner.contains(['\t', '\n']).then(|| (inner.replace("\"\"", "\""), after));
        } else {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_and_cells_are_taken_apart() {
        assert_eq!(cells("a\tb\n\nc\t d \n"), [vec!["a", "b"], vec!["c", "d"]]);
        assert_eq!(cells("\tb"), [["", "b"]]);
        assert_eq!(cells("\"hai\ndòng \"\"nữa\"\"\"\tb"), [["hai dòng \"nữa\"", "b"]]);
        assert_eq!(cells("\"Một cửa\"\t\"x"), [["\"Một cửa\"", "\"x"]]);
        assert!(cells("\n\t\n").is_empty());
        assert!(is_table("a\tb") && is_table("a\nb") && !is_table("a\n"));
    }

    proptest! {
        #[test]
        fn plain_tables_come_back(lines in prop::collection::vec(prop::collection::vec("[a-zđơ]{1,5}", 1..4), 1..5)) {
            let text = lines.iter().map(|line| line.join("\t")).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(cells(&text), lines);
        }

        #[test]
        fn nothing_pasted_panics(text in "[a\"\t\nđ ]{0,30}") {
            let _ = cells(&text);
        }
    }
}

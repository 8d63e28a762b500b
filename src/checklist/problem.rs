//! What is wrong with a checklist file, where, and what to do about it.

use std::fmt;

/// A place in a file, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column, in characters of the normalised text (NFC).
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Whether a file can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is loaded from the file.
    Error,
    /// The file is loaded; somebody should have a look.
    Warning,
}

/// One thing wrong with one file. Displayed as `file:line:column: what is wrong, what to do`; without the position
/// where the file as a whole could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path or name of the file, as the user knows it.
    pub file: String,
    /// Where in it; `None` where it could not be read at all.
    pub position: Option<Position>,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong and what to do, in the language of the screen.
    pub message: String,
}

impl Problem {
    /// Whether it keeps the file from being loaded.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(position) = self.position {
            write!(f, "{position}:")?;
        }
        if self.severity == Severity::Warning {
            write!(f, " {}:", rust_i18n::t!("checklist.warning"))?;
        }
        write!(f, " {}", self.message)
    }
}

/// Orders `problems` by position (those without one first); equal ones are said once.
pub(super) fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.position);
    problems.dedup();
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_file_line_column_and_message() {
        let mut problem = Problem {
            file: "a.toml".into(),
            position: Some(Position { line: 3, column: 7 }),
            severity: Severity::Error,
            message: "sai".into(),
        };
        assert_eq!(problem.to_string(), "a.toml:3:7: sai");
        problem.position = None;
        assert_eq!(problem.to_string(), "a.toml: sai");
    }
}

//! What is wrong with a template, and where.

use std::fmt;

use rust_i18n::t;
use thiserror::Error;

use super::mark::Mark;

/// Why a .docx is no template: every fault, each with its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", t!("template.refused", count = .faults.len(), faults = listed(.faults)))]
pub struct TemplateError {
    faults: Vec<Fault>,
}

impl TemplateError {
    /// Refused for `faults`, of which there is one at least.
    pub(super) fn of(faults: Vec<Fault>) -> Self {
        Self { faults }
    }

    /// What is wrong, in the order of the package and of the text.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("\n- {fault}")).collect()
}

/// One thing that is wrong; shown as a sentence: where, what, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", t!("template.fault", place = self.place, problem = self.problem))
    }
}

/// Where something stands in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Part of the file.
    pub part: Part,
    /// Number of the paragraph within its part, from 1; in a table within its cell.
    pub paragraph: Option<usize>,
    /// The table cell it stands in.
    pub cell: Option<Cell>,
    /// At most 40 characters of the text there; may be empty.
    pub around: String,
}

/// A part of a template, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The file as a whole.
    Package,
    /// Something in the file that is no text, by its name there.
    Entry(String),
    /// The main text.
    Text,
    /// Headers of these pages.
    Header(Pages),
    /// Footers of these pages.
    Footer(Pages),
    /// Footnotes and endnotes.
    Notes,
}

/// Which pages a header or footer stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pages {
    /// First pages.
    First,
    /// Even pages.
    Even,
    /// All others.
    Other,
}

/// A cell of a table, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Which table of its part.
    pub table: usize,
    /// Row.
    pub row: usize,
    /// Column.
    pub column: usize,
}

impl Place {
    /// The file as a whole.
    pub(super) fn package() -> Self {
        Self { part: Part::Package, paragraph: None, cell: None, around: String::new() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.part)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No zip package.
    NoPackage,
    /// A required mark that is not there.
    MissingMark(Mark),
}

impl Problem {
    /// Word for programs, which does not change: `missing-mark`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoPackage => "no-package",
            Self::MissingMark(_) => "missing-mark",
        }
    }

    /// The mark it is about, where it is about one.
    pub const fn mark(&self) -> Option<Mark> {
        match self {
            Self::MissingMark(mark) => Some(*mark),
            Self::NoPackage => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPackage => write!(f, "{}", t!("template.problem.no_package")),
            Self::MissingMark(mark) => {
                write!(f, "{}", t!("template.problem.missing_mark", mark = mark.name(), what = mark.explanation()))
            }
        }
    }
}

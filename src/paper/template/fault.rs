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

impl From<Fault> for TemplateError {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }
}

impl IntoIterator for TemplateError {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    /// What is wrong, in the same order.
    fn into_iter(self) -> Self::IntoIter {
        self.faults.into_iter()
    }
}

fn listed(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("\n- {fault}")).collect();
    lines.concat()
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
    /// Number of the paragraph within its part, tables not counted, from 1; in a table within its cell.
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

/// A cell of a table, counted from 1; of a table within a table the outer one.
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
    /// Somewhere in `part`.
    pub(super) const fn in_part(part: Part) -> Self {
        Self { part, paragraph: None, cell: None, around: String::new() }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::Package => t!("template.part.package"),
            Self::Entry(name) => t!("template.part.entry", name = name),
            Self::Text => t!("template.part.text"),
            Self::Header(Pages::First) => t!("template.part.header_first"),
            Self::Header(Pages::Even) => t!("template.part.header_even"),
            Self::Header(Pages::Other) => t!("template.part.header_other"),
            Self::Footer(Pages::First) => t!("template.part.footer_first"),
            Self::Footer(Pages::Even) => t!("template.part.footer_even"),
            Self::Footer(Pages::Other) => t!("template.part.footer_other"),
            Self::Notes => t!("template.part.notes"),
        };
        write!(f, "{said}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.part)?;
        if let Some(Cell { table, row, column }) = self.cell {
            write!(f, ", {}", t!("template.place.cell", table = table, row = row, column = column))?;
        }
        if let Some(number) = self.paragraph {
            write!(f, ", {}", t!("template.place.paragraph", number = number))?;
        }
        if !self.around.is_empty() {
            write!(f, " ({})", t!("template.place.around", text = self.around))?;
        }
        Ok(())
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No zip package.
    NoPackage,
    /// A .doc of Word 97 to 2003, or a file locked with a password.
    OldFormat,
    /// Larger than a template may be.
    TooLarge {
        /// The limit.
        megabytes: usize,
    },
    /// More files in it than a template may have.
    TooManyFiles {
        /// The limit.
        most: usize,
    },
    /// A package that does not hold together, or was made to deceive.
    Damaged,
    /// A package without a text document: a spreadsheet, slides, any zip file.
    NoDocument,
    /// A .dotx.
    WordTemplate,
    /// Macros or what calls them.
    Macros,
    /// An embedded object, control, or part of another document.
    Embedded,
    /// A link out of the file.
    External(String),
    /// Content that papers cannot have, by the word of its relationship: a chart, a diagram.
    ForeignPart(String),
    /// XML that cannot be read.
    BrokenXml,
    /// XML that declares a document type.
    Doctype,
    /// Not the dialect that Word saves as "Word document".
    Dialect,
    /// A field that fetches, runs or changes by itself, by its name.
    Field(String),
    /// A field without beginning or end.
    BrokenField,
    /// A change that is neither accepted nor rejected.
    TrackedChange,
    /// A comment.
    Comment,
    /// A mark that there is not.
    UnknownMark {
        /// As written.
        name: String,
        /// The mark that was probably meant.
        nearest: Option<Mark>,
    },
    /// A required mark that is not there.
    MissingMark(Mark),
    /// A mark that stands there already.
    DoubledMark(Mark),
    /// A mark whose braces are not in pairs.
    UnpairedBraces,
    /// A block mark beside other text.
    NotAlone(Mark),
    /// A block mark in a header, footer, note or text box.
    OutsideText(Mark),
    /// A mark for what cannot stand in a table.
    InTable(Mark),
    /// A content control for a mark around rows of a table.
    AroundRows(Mark),
    /// A mark for what papers of this kind do not have.
    ForeignMark(Mark),
    /// Doubt: no header has a page number.
    NoPageNumber,
    /// Doubt: the page number is shown on first pages.
    NumberOnFirstPage,
    /// Doubt: a content control shows its hint, which would be printed.
    Hint,
    /// Doubt: a content control has a tag that is no mark.
    OtherControl(String),
    /// Doubt: fonts in the file are left out.
    Fonts,
    /// Doubt: what stands behind the mark will be printed twice.
    Repeated(Mark),
}

impl Problem {
    /// Word for programs, which does not change: `missing-mark`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoPackage => "no-package",
            Self::OldFormat => "old-format",
            Self::TooLarge { .. } => "too-large",
            Self::TooManyFiles { .. } => "too-many-files",
            Self::Damaged => "damaged",
            Self::NoDocument => "no-document",
            Self::WordTemplate => "word-template",
            Self::Macros => "macros",
            Self::Embedded => "embedded",
            Self::External(_) => "external",
            Self::ForeignPart(_) => "foreign-part",
            Self::BrokenXml => "broken-xml",
            Self::Doctype => "doctype",
            Self::Dialect => "dialect",
            Self::Field(_) => "field",
            Self::BrokenField => "broken-field",
            Self::TrackedChange => "tracked-change",
            Self::Comment => "comment",
            Self::UnknownMark { .. } => "unknown-mark",
            Self::MissingMark(_) => "missing-mark",
            Self::DoubledMark(_) => "doubled-mark",
            Self::UnpairedBraces => "unpaired-braces",
            Self::NotAlone(_) => "not-alone",
            Self::OutsideText(_) => "outside-text",
            Self::InTable(_) => "in-table",
            Self::AroundRows(_) => "around-rows",
            Self::ForeignMark(_) => "foreign-mark",
            Self::NoPageNumber => "no-page-number",
            Self::NumberOnFirstPage => "number-on-first-page",
            Self::Hint => "hint",
            Self::OtherControl(_) => "other-control",
            Self::Fonts => "fonts",
            Self::Repeated(_) => "repeated",
        }
    }

    /// The mark it is about, where it is about one.
    pub const fn mark(&self) -> Option<Mark> {
        match self {
            Self::MissingMark(mark)
            | Self::DoubledMark(mark)
            | Self::NotAlone(mark)
            | Self::OutsideText(mark)
            | Self::InTable(mark)
            | Self::AroundRows(mark)
            | Self::ForeignMark(mark)
            | Self::Repeated(mark) => Some(*mark),
            Self::UnknownMark { nearest, .. } => *nearest,
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |mark: &Mark| mark.name();
        let said = match self {
            Self::NoPackage => t!("template.problem.no_package"),
            Self::OldFormat => t!("template.problem.old_format"),
            Self::TooLarge { megabytes } => t!("template.problem.too_large", megabytes = megabytes),
            Self::TooManyFiles { most } => t!("template.problem.too_many_files", most = most),
            Self::Damaged => t!("template.problem.damaged"),
            Self::NoDocument => t!("template.problem.no_document"),
            Self::WordTemplate => t!("template.problem.word_template"),
            Self::Macros => t!("template.problem.macros"),
            Self::Embedded => t!("template.problem.embedded"),
            Self::External(target) => t!("template.problem.external", target = target),
            Self::ForeignPart(what) => t!("template.problem.foreign_part", what = what),
            Self::BrokenXml => t!("template.problem.broken_xml"),
            Self::Doctype => t!("template.problem.doctype"),
            Self::Dialect => t!("template.problem.dialect"),
            Self::Field(name) => t!("template.problem.field", name = name),
            Self::BrokenField => t!("template.problem.broken_field"),
            Self::TrackedChange => t!("template.problem.tracked_change"),
            Self::Comment => t!("template.problem.comment"),
            Self::UnknownMark { name, nearest: Some(nearest) } => {
                t!("template.problem.unknown_mark_near", name = name, nearest = nearest.name())
            }
            Self::UnknownMark { name, nearest: None } => t!("template.problem.unknown_mark", name = name),
            Self::MissingMark(mark) => {
                t!("template.problem.missing_mark", mark = mark.name(), what = mark.explanation())
            }
            Self::DoubledMark(mark) => t!("template.problem.doubled_mark", mark = of(mark)),
            Self::UnpairedBraces => t!("template.problem.unpaired_braces"),
            Self::NotAlone(mark) => t!("template.problem.not_alone", mark = of(mark)),
            Self::OutsideText(mark) => t!("template.problem.outside_text", mark = of(mark)),
            Self::InTable(mark) => t!("template.problem.in_table", mark = of(mark)),
            Self::AroundRows(mark) => t!("template.problem.around_rows", mark = of(mark)),
            Self::ForeignMark(mark) => t!("template.problem.foreign_mark", mark = of(mark)),
            Self::NoPageNumber => t!("template.problem.no_page_number"),
            Self::NumberOnFirstPage => t!("template.problem.number_on_first_page"),
            Self::Hint => t!("template.problem.hint"),
            Self::OtherControl(tag) => t!("template.problem.other_control", tag = tag),
            Self::Fonts => t!("template.problem.fonts"),
            Self::Repeated(mark) => t!("template.problem.repeated", mark = of(mark)),
        };
        write!(f, "{said}")
    }
}

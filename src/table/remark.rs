//! What is worth knowing of a table before anything of it is recorded.

use std::fmt;

use rust_i18n::t;

use super::legacy::LegacyFont;

/// Something about a table that people cannot see in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Merged cells: only the first of each holds the value.
    Merged {
        /// How many ranges.
        count: usize,
        /// The first of them: `A1:C1`.
        first: String,
    },
    /// Formulas: their last computed value is used.
    Formulas {
        /// How many.
        count: usize,
        /// Address of the first.
        first: String,
    },
    /// Formulas that were never computed count as empty.
    NotComputed {
        /// How many.
        count: usize,
        /// Address of the first.
        first: String,
    },
    /// Cells that hold a formula's error.
    Errors {
        /// How many.
        count: usize,
        /// Address of the first.
        first: String,
        /// Its error: `#REF!`.
        name: String,
    },
    /// Rows hidden by a filter or by hand; they are read as the others.
    HiddenRows {
        /// How many in the whole file.
        count: usize,
    },
    /// The sheet's tab is hidden.
    HiddenSheet,
    /// Days are counted from 1904.
    Epoch1904,
    /// Letters and marks apart (NFD); put together.
    Decomposed {
        /// How many cells.
        count: usize,
        /// Address of the first.
        first: String,
    },
    /// Letters of a font from before Unicode.
    Legacy {
        /// Which.
        font: LegacyFont,
        /// Letters of the columns.
        columns: String,
        /// A cell as it is written and as it reads.
        example: (String, String),
    },
    /// Not written in UTF-8 but in this encoding.
    Encoding(&'static str),
    /// Letters that the encoding does not have.
    Unreadable {
        /// Address of the first.
        first: String,
    },
    /// A web page that calls itself a spreadsheet.
    WebPage,
    /// Excel or LibreOffice has it open: what is not saved there is not in it.
    OpenElsewhere,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::Merged { count, first } => t!("table.merged", count = count, first = first),
            Self::Formulas { count, first } => t!("table.formulas", count = count, first = first),
            Self::NotComputed { count, first } => t!("table.not_computed", count = count, first = first),
            Self::Errors { count, first, name } => t!("table.errors", count = count, first = first, name = name),
            Self::HiddenRows { count } => t!("table.hidden_rows", count = count),
            Self::HiddenSheet => t!("table.hidden_sheet"),
            Self::Epoch1904 => t!("table.epoch_1904"),
            Self::Decomposed { count, first } => t!("table.decomposed", count = count, first = first),
            Self::Legacy { font, columns, example: (written, read) } => {
                t!("table.legacy", font = font.name(), columns = columns, written = written, read = read)
            }
            Self::Encoding(name) => t!("table.encoding", name = name),
            Self::Unreadable { first } => t!("table.unreadable_letters", first = first),
            Self::WebPage => t!("table.web_page"),
            Self::OpenElsewhere => t!("table.open_elsewhere"),
        };
        f.write_str(&said)
    }
}

/// How many there were and where the first of them is.
#[derive(Debug, Default)]
pub(super) struct Tally {
    count: usize,
    first: Option<String>,
}

impl Tally {
    /// One more, at this address.
    pub fn add(&mut self, address: impl FnOnce() -> String) {
        self.count += 1;
        self.first.get_or_insert_with(address);
    }

    /// As a remark, where there was any.
    pub fn remark(self, make: impl FnOnce(usize, String) -> Remark) -> Option<Remark> {
        let count = self.count;
        self.first.map(|first| make(count, first))
    }
}

//! Open data: every view of a round as rows under documented columns, for other programs (CSV, JSON) and for
//! spreadsheets. Columns and words are the same in every format and stay; `docs/xuat-du-lieu.md` lists them, and a test
//! keeps it to what is here.
//!
//! Names of citizens are in none of the views, and what is internal (notes, questions) is not either.

mod annex;
mod answers;
mod csv;
mod dataset;
mod figures;
mod findings;
mod items;
mod json;
mod left_out;
mod points;
mod problems;
mod requirements;
mod sheet;
#[cfg(test)]
mod tests;
mod trends;
mod units;
mod view;

use std::path::{Path, PathBuf};

use thiserror::Error;

pub use annex::workbook as annex;
pub use dataset::{Dataset, Value};
pub use view::View;

use crate::conclusion::report::RoundResults;
use crate::inspection::{InspectionError, Store};
use crate::paper::{PaperError, Properties};

/// What a view can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180), UTF-8 with a byte order mark, so that Excel reads the diacritics.
    Csv,
    /// JSON, UTF-8.
    Json,
    /// A spreadsheet.
    Xlsx,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Xlsx];

    /// As on the command line, and the ending of a file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }

    /// The reverse of [`Self::as_str`], in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str().eq_ignore_ascii_case(name))
    }

    /// The format that the ending of `path` asks for.
    pub fn from_path(path: &Path) -> Result<Self, ExportError> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.and_then(Self::from_name).ok_or_else(|| ExportError::Ending(path.to_owned()))
    }
}

/// Why a view was not exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// There is no such view.
    #[error("{}", rust_i18n::t!("export.unknown_view", view = .0, known = View::names()))]
    UnknownView(String),
    /// There is no such format.
    #[error("{}", rust_i18n::t!("export.unknown_format", format = .0))]
    UnknownFormat(String),
    /// The file name ends in none of the formats' endings.
    #[error("{}", rust_i18n::t!("export.ending", path = .0.display()))]
    Ending(PathBuf),
    /// The records cannot be read.
    #[error("{0}")]
    Inspection(Box<InspectionError>),
    /// The spreadsheet cannot be made.
    #[error("{0}")]
    Paper(#[from] PaperError),
}

impl From<InspectionError> for ExportError {
    fn from(error: InspectionError) -> Self {
        Self::Inspection(Box::new(error))
    }
}

impl Dataset {
    /// The rows of `view`, of `results` alone where they hold all of it, else of the records in `store` too.
    pub fn of(view: View, store: &Store, results: &RoundResults) -> Result<Self, InspectionError> {
        Ok(match view {
            View::Overview => units::overview(results),
            View::Units => units::units(results),
            View::Ranking => points::ranking(results),
            View::Points => points::points(results),
            View::LeftOut => left_out::left_out(results),
            View::Items => items::items(results),
            View::Answers => answers::answers(store, results)?,
            View::Findings => findings::findings(results),
            View::Shortcomings => findings::shortcomings(results),
            View::Causes => findings::causes(results),
            View::Recommendations => findings::recommendations(results),
            View::Figures => figures::figures(results),
            View::Checks => figures::checks(results),
            View::Problems => problems::problems(store, results)?,
            View::Requirements => requirements::requirements(results),
            View::Trends => trends::trends(results),
        })
    }

    /// The bytes in `format`; the same rows always give the same bytes. `properties` go into a spreadsheet.
    pub fn render(&self, format: ExportFormat, properties: Properties) -> Result<Vec<u8>, ExportError> {
        Ok(match format {
            ExportFormat::Csv => csv::write(self),
            ExportFormat::Json => json::write(self),
            ExportFormat::Xlsx => crate::paper::workbook::render_workbook(&sheet::workbook(self, properties))?,
        })
    }
}

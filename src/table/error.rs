//! Why a file gives no table.

use rust_i18n::t;
use thiserror::Error;

use super::sheet::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
use crate::vietnamese::number::format_number;

/// What a file is, where it is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongType {
    /// A Word or Writer document.
    Document,
    /// Slides.
    Slides,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A .zip, .rar or .7z.
    Archive,
    /// A web page saved whole (.mht), or one without a table.
    WebPage,
    /// The XML of Excel 2003.
    OldXml,
    /// Something else.
    Unknown,
}

impl WrongType {
    fn name(self) -> String {
        let key = match self {
            Self::Document => "table.type_document",
            Self::Slides => "table.type_slides",
            Self::Pdf => "table.type_pdf",
            Self::Picture => "table.type_picture",
            Self::Archive => "table.type_archive",
            Self::WebPage => "table.type_web_page",
            Self::OldXml => "table.type_old_xml",
            Self::Unknown => "table.type_unknown",
        };
        t!(key).into_owned()
    }
}

/// Why a file gives no table. Each is one plain sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    /// The system refuses to give it.
    #[error("{}", t!("table.unreadable", why = .0))]
    Unreadable(String),
    /// Another program keeps it to itself.
    #[error("{}", t!("table.locked"))]
    Locked,
    /// Excel's or LibreOffice's small file beside an open one.
    #[error("{}", t!("table.lock_file"))]
    LockFile,
    /// It changed or vanished meanwhile.
    #[error("{}", t!("table.changed"))]
    Changed,
    /// Nothing in it.
    #[error("{}", t!("table.empty"))]
    Empty,
    /// It opens only with a password.
    #[error("{}", t!("table.password"))]
    Password,
    /// Something else than a table.
    #[error("{}", .0.name())]
    WrongType(WrongType),
    /// It ends too early or is broken inside.
    #[error("{}", t!("table.damaged"))]
    Damaged,
    /// More bytes than are read.
    #[error("{}", t!("table.too_large", max = super::MAX_BYTES / 1_000_000))]
    TooLarge,
    /// It unpacks to more than any list takes.
    #[error("{}", t!("table.bomb"))]
    Bomb,
    /// More rows than are read.
    #[error("{}", t!("table.too_many_rows", max = count(MAX_ROWS)))]
    TooManyRows,
    /// More columns than are read.
    #[error("{}", t!("table.too_wide", max = count(MAX_COLUMNS)))]
    TooWide,
    /// More cells than are read.
    #[error("{}", t!("table.too_many_cells", max = count(MAX_CELLS)))]
    TooManyCells,
    /// The user stopped it.
    #[error("{}", t!("table.stopped"))]
    Stopped,
}

fn count(number: usize) -> String {
    u32::try_from(number).map_or_else(|_| number.to_string(), |number| format_number(number.into()))
}

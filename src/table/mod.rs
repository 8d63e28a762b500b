//! Tables from other programs: .xlsx, .xls, .ods, .csv and the web tables that call themselves .xls, read into plain
//! rows of cells with everything worth knowing said ([`Remark`]). A leaf as [`vietnamese`](crate::vietnamese) is: it
//! knows nothing of checklists and records nothing. [`heading`] finds which column is which, [`sample`] draws rows.

mod cell;
mod delimited;
mod error;
pub mod heading;
mod html;
pub mod legacy;
mod package;
mod read;
mod remark;
pub mod sample;
pub mod serial;
mod sheet;
mod workbook;

pub use cell::{Cell, address, column_letters};
pub use error::{TableError, WrongType};
pub use read::{ENDINGS, Flow, MAX_BYTES, read};
pub use remark::Remark;
pub use sheet::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Visibility};

/// A file's sheets, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of the file, without its folder.
    pub file: String,
    /// At least one.
    pub sheets: Vec<Sheet>,
    /// What concerns the whole file.
    pub remarks: Vec<Remark>,
}

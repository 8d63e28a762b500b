//! The program's own screens.

pub mod acting;
pub mod inspection;
mod names;
pub mod preview;
pub mod round_editor;
pub mod rounds;
pub mod units;

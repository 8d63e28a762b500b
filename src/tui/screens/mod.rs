//! The program's own screens, over [`World`](crate::tui::work::World).

pub mod acting;
pub mod amend;
pub mod board;
pub mod closing;
pub mod conclusion;
pub mod conflicts;
pub mod double_entry;
pub mod draws;
pub mod earlier;
pub mod editions;
pub mod evidence;
pub mod exchange;
pub mod fields;
pub mod figures;
pub mod files;
pub mod find;
pub mod grid;
pub mod history;
pub mod import;
pub mod inspection;
pub mod issue;
pub mod later_changes;
mod names;
pub mod overview;
pub mod preview;
pub mod problems;
pub mod questions;
pub mod register;
pub mod remark;
pub mod requirements;
pub mod results;
pub mod round_editor;
pub mod rounds;
pub mod settings;
mod signed;
pub mod steps;
pub mod survey;
pub mod templates;
#[cfg(test)]
pub(crate) mod test_home;
#[cfg(test)]
mod typing_tests;
pub mod units;
pub mod verdict_mark;
mod wanted;

use signed::{signed_note, signed_offers};

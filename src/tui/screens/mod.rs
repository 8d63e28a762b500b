//! The program's own screens, over [`World`](crate::tui::work::World).

pub mod evidence;
pub mod fields;
pub mod find;
pub mod history;
pub mod inspection;
pub mod preview;
pub mod problems;
pub mod register;
pub mod remark;
pub mod survey;
#[cfg(test)]
pub(crate) mod test_home;
pub mod verdict_mark;

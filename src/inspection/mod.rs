//! recording.

pub mod unit_list;

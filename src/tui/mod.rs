//! The screen.

pub mod canvas;
pub mod theme;
pub mod width;

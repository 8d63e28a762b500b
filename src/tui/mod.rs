//! The screen.

pub mod action;
pub mod canvas;
pub mod input;
pub mod key;
pub mod theme;
pub mod width;

//! The screens of the program.

pub mod evidence;
#[cfg(test)]
mod fixture;
pub mod preview;
pub mod register;
pub mod survey;

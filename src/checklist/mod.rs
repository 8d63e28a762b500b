//! Asking: TOML → validated checklist; editions, content hashes, expressions.

pub mod expression;
mod hash;
pub mod keys;
pub mod model;
mod names;
mod problem;
mod reader;
mod source;
mod spelling;
mod syntax;
mod validation;

pub use model::*;
pub use problem::{Position, Problem, Severity};
pub use source::MAX_BYTES;
pub use validation::{Reading, read_bytes, read_text};

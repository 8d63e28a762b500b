//! Asking: TOML → validated checklist; editions, content hashes, expressions.

mod check;
pub mod expression;
mod folder;
mod hash;
mod keys;
pub mod library;
pub mod model;
mod names;
#[cfg(test)]
mod planted;
mod problem;
mod reader;
mod schema;
mod shipped;
mod source;
mod spelling;
mod syntax;
mod targets;
mod validation;

pub use check::{Report, check_library, check_paths};
pub use library::{Chosen, FileReport, InForce, Library, Loaded, Origin};
pub use model::*;
pub use problem::{Position, Problem, Severity};
pub use schema::SCHEMA;
pub use source::MAX_BYTES;
pub(crate) use spelling::nearest;
pub(crate) use syntax::explain_syntax;
pub use validation::{Reading, read_bytes, read_text};

//! Asking: TOML → validated checklist; editions, content hashes, expressions.

pub mod expression;
pub mod model;

pub use model::*;
pub mod library;
pub use library::FileReport;

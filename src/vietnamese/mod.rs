//! the language.

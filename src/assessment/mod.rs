//! judging.

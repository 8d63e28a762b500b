//! concluding.

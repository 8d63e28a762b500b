//! command line.

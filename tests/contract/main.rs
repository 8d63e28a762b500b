//! The promises of the formats, commands and JSON that others build on, held against the program from outside: the
//! contract's own examples letter for letter, and small rounds written from its text alone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod examples;
mod judging;
mod keeping;
mod papers;
mod place;
mod recording;
mod rounds;

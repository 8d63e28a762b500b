//! Who is who: six words that people compare aloud, passphrases, and the devices this laptop knows.
//!
//! A device is known once a person here accepted it, or once an accepted one introduced it. Known devices' packs are
//! merged and ours are sealed for them; all others wait.

mod error;
mod known;
mod machine;
mod passphrase;
mod roster;
mod six_words;
mod words;

pub use crate::journal::{DeviceKeys, KeysError, Signed, verify};
pub use error::IdentityError;
pub use known::{DeviceCard, KnownDevice, Met, Revocation, Revoked, Standing, StandingChange, ThisDevice};
pub use passphrase::{Passphrase, passphrase};
pub use roster::{RosterEntry, RosterStanding, RosterTaken};
pub use six_words::{SixWords, WordsError};

#[cfg(test)]
mod tests;

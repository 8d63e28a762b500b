//! Meeting: the laptops of a team brought together without a server.
//!
//! ```text
//!   Store::pack ──► x.ktra ──► merge::preview   what would come: rolled back
//!                          └─► merge::merge     backup, one transaction, attachments, a receipt beside the pack
//!                                 ├─► waiting/      a device nobody accepted yet, a program too old
//!                                 └─► quarantine/   damaged or changed: with a sentence why
//! ```

pub mod edition;
mod error;
pub mod hub;
pub mod identity;
pub mod merging;
pub mod pack;
pub mod packing;

pub use error::ExchangeError;

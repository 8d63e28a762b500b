//! Meeting: the laptops of a team brought together without a server.
//!
//! ```text
//!   Store::pack ──► x.ktra ──► Store::merge_packs (Trial)   what would come: rolled back
//!                          └─► Store::merge_packs (Keep)    backup, one transaction, attachments, a receipt beside the pack
//!                                 ├─► waiting/      a device nobody accepted yet, a program too old
//!                                 └─► quarantine/   damaged or changed: with a sentence why
//! ```

pub mod board;
pub mod conflict;
pub mod edition;
mod error;
pub mod hub;
pub mod identity;
pub mod merging;
pub mod pack;
pub mod packing;

pub use error::ExchangeError;

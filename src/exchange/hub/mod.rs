//! The meeting place (hub): a folder or a bucket where laptops leave what they hold and take what is new, without a
//! server of ours.
//!
//! Everything there is an immutable object named by the hash of its bytes ([`ObjectName`]); it is written once, read
//! back, and never renamed or deleted. There is no lock and no "latest" pointer, so any number of laptops come and go
//! at once; what two of them put twice is merged once. A listing is a hint, the hash is the proof.

mod address;
mod error;
mod extent;
mod folder;
mod laptop;
mod memory;
mod name;
mod open;
mod place;
mod round;
mod s3;
mod segment;
mod sync;

#[cfg(test)]
mod tests;

pub use address::{Address, AddressError, BucketAddress};
pub use error::{Doing, PlaceError};
pub use extent::Extent;
pub use folder::FolderPlace;
pub use laptop::{Contents, GoOn, HeldFile, Laptop, LaptopError, Load, Merged, Reader, Took};
pub use name::{Foreign, Listed, ObjectHash, ObjectKind, ObjectName, prefix};
pub use open::open;
pub use place::{Cursor, Entry, MAX_OBJECT, Moved, Page, Place};
pub use round::RoundLaptop;
pub use s3::{AccessKey, KeyError, Network, Pauses, S3Place};
pub use sync::{Audience, Passed, Progress, Sent, Stage, SyncError, Synced, Watch, sync};

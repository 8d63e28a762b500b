//! What a laptop must be able to do to meet others: tell what it holds, take an object in, write one.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rust_i18n::t;
use thiserror::Error;

use super::extent::Extent;
use crate::journal::{AttachmentHash, DeviceId};

/// Asked between two steps whether to go on.
pub type GoOn<'a> = dyn FnMut() -> ControlFlow<()> + 'a;

/// Why the laptop itself could not go on.
#[derive(Debug, Error)]
pub enum LaptopError {
    /// What the room concerned said.
    #[error("{0}")]
    Failed(String),
    /// This file cannot be passed on: it is damaged or gone. Everything else can.
    #[error("{0}")]
    FileUnusable(String),
    /// The user stopped it.
    #[error("{}", t!("exchange_hub.stopped"))]
    Stopped,
}

/// A laptop with one round open, as [`super::sync`] sees it. Taking in goes through the same call as packs from a
/// stick, waiting and quarantine included. Several objects are handed over at once, so that one backup and one merge to
/// take back serve them all.
pub trait Laptop {
    /// Its device.
    fn device(&self) -> &DeviceId;

    /// The revisions it holds.
    fn held(&self) -> Result<Extent, LaptopError>;

    /// The attached files it holds.
    fn attachments(&self) -> Result<Vec<HeldFile>, LaptopError>;

    /// The other devices that may read what it puts: known and not revoked.
    fn readers(&self) -> Result<Vec<Reader>, LaptopError>;

    /// Takes objects in, each for itself; tells what became of each, in their order. What cannot be taken is kept
    /// (waiting, quarantine) and told; an error is this laptop's own trouble.
    fn take(&mut self, files: &[PathBuf], go_on: &mut GoOn<'_>) -> Result<Vec<Took>, LaptopError>;

    /// Writes an object for all [`Self::readers`] and itself, with all it holds told in it.
    fn write(&mut self, load: &Load, into: &Path, go_on: &mut GoOn<'_>) -> Result<(), LaptopError>;
}

/// An attached file that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// Its content.
    pub hash: AttachmentHash,
    /// Devices known to have it.
    pub holders: BTreeSet<DeviceId>,
}

/// Another device that may read what we put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The device.
    pub device: DeviceId,
    /// What it has told to hold, here or elsewhere.
    pub holds: Extent,
}

/// What goes into an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load {
    /// These revisions, and the editions they were made under.
    Revisions(Extent),
    /// One attached file.
    Attachment(AttachmentHash),
    /// Nothing but the word that so much is held.
    Receipt,
}

impl Load {
    /// What to call it before people.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Revisions(extent) => t!("exchange_hub.load.revisions", count = extent.count()).into_owned(),
            Self::Attachment(hash) => t!("exchange_hub.load.file", hash = hash.short()).into_owned(),
            Self::Receipt => t!("exchange_hub.load.receipt").into_owned(),
        }
    }
}

/// What an object turned out to hold, and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The revisions in it.
    pub revisions: Extent,
    /// The files in it.
    pub attachments: BTreeSet<AttachmentHash>,
    /// The devices that can open it, its writer among them.
    pub readers: BTreeSet<DeviceId>,
}

/// What became of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Took {
    /// All of it is here now.
    Merged(Merged),
    /// Kept until somebody accepts the device it comes from.
    Waiting(String),
    /// Sealed for others: written before its writer knew this device.
    Locked,
    /// Made by a newer program; tried again after an upgrade.
    TooNew(String),
    /// Wrong in itself; kept apart, nothing of it merged.
    Refused(String),
    /// Could not be read this time; tried again next time.
    Later(String),
}

/// What an object brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// What it holds.
    pub contents: Contents,
    /// The laptop it comes from, in words for people.
    pub from: String,
    /// Revisions that were new.
    pub new: u64,
    /// Files that were new.
    pub new_files: u64,
    /// Fields in conflict since.
    pub conflicts: u64,
}

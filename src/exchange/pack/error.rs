//! What can be wrong with a pack, or with writing one, in sentences that say what to do.

use std::io;
use std::path::PathBuf;

use rust_i18n::t;
use thiserror::Error;

use super::look::Look;
use crate::journal::AttachmentHash;

/// Why a pack was not read or not written. Nothing was taken from it, and nothing half-written carries its name.
#[derive(Debug, Error)]
pub enum PackError {
    /// The file is something else.
    #[error("{}", t!("exchange_pack.not_a_pack", what = .0))]
    NotAPack(Look),
    /// A pack, but not as it was written.
    #[error("{}", t!("exchange_pack.damaged", what = .0))]
    Damaged(Damage),
    /// Only a passphrase opens it.
    #[error("{}", t!("exchange_pack.needs_passphrase"))]
    NeedsPassphrase,
    /// Not with this one.
    #[error("{}", t!("exchange_pack.wrong_passphrase"))]
    WrongPassphrase,
    /// Encrypted to other devices.
    #[error("{}", t!("exchange_pack.not_for_this_device"))]
    NotForThisDevice,
    /// Written by a newer program in a way that this one would misread.
    #[error("{}", t!("exchange_pack.too_new", needs = .needs, program = .program))]
    TooNew {
        /// The version a reader must know.
        needs: u16,
        /// The program that wrote it, as it calls itself; empty where it cannot be read.
        program: String,
    },
    /// Over a limit.
    #[error("{}", t!("exchange_pack.too_large", what = .0))]
    TooLarge(Excess),
    /// The pack file cannot be read.
    #[error("{}", t!("exchange_pack.reading", path = .path.display(), detail = crate::system::explain(.source)))]
    Reading {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The medium went away while it was read or written.
    #[error("{}", t!("exchange_pack.gone", path = .0.display()))]
    Gone(PathBuf),
    /// The working copy on this laptop cannot be written or read.
    #[error("{}", t!("exchange_pack.scratch", path = .path.display(), detail = crate::system::explain(.source)))]
    Scratch {
        /// The working folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody stopped it.
    #[error("{}", t!("exchange_pack.cancelled"))]
    Cancelled,
    /// To be encrypted, and to no one.
    #[error("{}", t!("exchange_pack.for_nobody"))]
    ForNobody,
    /// A reading key that is none.
    #[error("{}", t!("exchange_pack.bad_reader", key = .0))]
    BadReader(String),
    /// To more devices than fit into the file's beginning.
    #[error("{}", t!("exchange_pack.too_many_readers", most = .most))]
    TooManyReaders {
        /// How many fit.
        most: usize,
    },
    /// What was handed over is not what the header announced: the caller's mistake, or a change in between.
    #[error("{}", t!("exchange_pack.not_as_announced"))]
    NotAsAnnounced,
    /// An attachment on this laptop cannot be read.
    #[error("{}", t!("exchange_pack.attachment", hash = .hash.short(), detail = crate::system::explain(.source)))]
    Attachment {
        /// Its content.
        hash: AttachmentHash,
        /// What the system said.
        source: io::Error,
    },
    /// An attachment on this laptop is not what its name says.
    #[error("{}", t!("exchange_pack.attachment_changed", hash = .0.short()))]
    AttachmentChanged(AttachmentHash),
    /// The pack's bytes could not be written; [`super::write_file`] says where.
    #[error("{}", crate::system::explain(.0))]
    Output(io::Error),
    /// The file cannot be written there.
    #[error("{}", t!("exchange_pack.writing", path = .path.display(), detail = crate::system::explain(.source)))]
    Writing {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No room left there.
    #[error("{}", t!("exchange_pack.no_space", path = .0.display()))]
    NoSpace(PathBuf),
    /// A FAT32 stick takes no file of 4 GiB.
    #[error("{}", t!("exchange_pack.fat_limit", path = .0.display()))]
    FatLimit(PathBuf),
    /// Read back, it was not what had been written.
    #[error("{}", t!("exchange_pack.read_back", path = .0.display()))]
    ReadBack(PathBuf),
}

impl PackError {
    /// Whether a newer program could read it: worth keeping aside and trying again after an upgrade.
    pub fn is_too_new(&self) -> bool {
        matches!(self, Self::TooNew { .. })
    }

    /// Whether it may be sound and is only not meant for this laptop.
    pub fn is_not_for_us(&self) -> bool {
        matches!(self, Self::NotForThisDevice | Self::NeedsPassphrase | Self::WrongPassphrase)
    }

    /// Whether the medium or the disk is to blame, so that trying again may help.
    pub fn is_trouble_with_the_medium(&self) -> bool {
        matches!(self, Self::Reading { .. } | Self::Gone(_) | Self::Scratch { .. } | Self::NoSpace(_))
    }

    pub(super) fn layout(detail: &'static str) -> Self {
        Self::Damaged(Damage::Layout(detail))
    }
}

/// How a pack is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Damage {
    /// Its end is missing.
    #[error("{}", t!("exchange_pack.damage_cut"))]
    Cut,
    /// Its bytes are not those that were written, or some are missing.
    #[error("{}", t!("exchange_pack.damage_altered"))]
    Altered,
    /// The hash is right, but what it covers is not laid out as a pack is. The detail is for whoever mends programs.
    #[error("{}", t!("exchange_pack.damage_layout", detail = .0))]
    Layout(&'static str),
    /// The header cannot be read.
    #[error("{}", t!("exchange_pack.damage_header", detail = .0))]
    Header(String),
    /// A revision cannot be read.
    #[error("{}", t!("exchange_pack.damage_revision", number = .number, detail = .detail))]
    Revision {
        /// Its place in the pack, from 1.
        number: u64,
        /// What is wrong with it.
        detail: String,
    },
    /// An edition cannot be read, or its text does not match its hash.
    #[error("{}", t!("exchange_pack.damage_edition", number = .number))]
    Edition {
        /// Its place in the pack, from 1.
        number: u64,
    },
    /// An attachment's content does not match its hash or its size.
    #[error("{}", t!("exchange_pack.damage_attachment", hash = .0.short()))]
    Attachment(AttachmentHash),
    /// It holds more or less than it announces.
    #[error("{}", t!("exchange_pack.damage_counts"))]
    Counts,
}

/// What of a pack is over its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// The file, or what it unpacks to.
    Total,
    /// The header.
    Header,
    /// One revision.
    Revision,
    /// How many revisions.
    Revisions,
    /// One edition, or how many.
    Edition,
    /// One attachment, or a piece of it.
    Attachment,
    /// What this program does not know.
    Unknown,
    /// The list of those it is encrypted to.
    Readers,
    /// The work that trying a passphrase costs.
    PassphraseWork,
}

impl std::fmt::Display for Excess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = match self {
            Self::Total => "total",
            Self::Header => "header",
            Self::Revision => "revision",
            Self::Revisions => "revisions",
            Self::Edition => "edition",
            Self::Attachment => "attachment",
            Self::Unknown => "unknown",
            Self::Readers => "readers",
            Self::PassphraseWork => "passphrase_work",
        };
        f.write_str(&t!(format!("exchange_pack.excess_{key}")))
    }
}

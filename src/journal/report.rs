//! What a verification tells.

use std::fmt;

use super::names::{DeviceId, RevisionId};

/// Damages told one by one; beyond that the report only says that there are more.
const MOST: usize = 1000;

/// What a verification looked at and found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Revisions whose hash and columns were recomputed.
    pub revisions: u64,
    /// Heads compared with heads rebuilt.
    pub heads: u64,
    /// Editions whose hash was recomputed.
    pub editions: u64,
    /// Drafts present. They carry no hash: only SQLite's own check covers them.
    pub drafts: u64,
    /// Attached files that are here and whose hash was recomputed.
    pub attachments: u64,
    /// Attached files, named, that only other laptops attached and that did not come along: no damage.
    pub absent_attachments: Vec<String>,
    /// Attached files that no piece of evidence names (any more).
    pub unreferenced_attachments: u64,
    /// What is damaged, at most a thousand.
    pub damages: Vec<Damage>,
    /// What looks wrong in the devices' numbering: shown, never a reason to reject.
    pub flags: Vec<ChainFlag>,
}

impl VerifyReport {
    /// True where something is damaged (exit code 3). Flags are not damage.
    pub fn is_damaged(&self) -> bool {
        !self.damages.is_empty()
    }

    /// What was checked and what was not, in a sentence.
    pub fn summary(&self) -> String {
        let (revisions, heads, editions, drafts) = (self.revisions, self.heads, self.editions, self.drafts);
        rust_i18n::t!(
            "journal.verify_summary",
            revisions = revisions,
            heads = heads,
            editions = editions,
            drafts = drafts
        )
        .into_owned()
    }

    pub(super) fn damage(&mut self, damage: Damage) {
        if self.damages.len() < MOST {
            self.damages.push(damage);
        }
    }
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// SQLite's `integrity_check` or `foreign_key_check` says so.
    Structure(String),
    /// A table, index or trigger is not as this program makes it.
    Schema(String),
    /// The bytes of a revision do not have its id.
    Revision(String),
    /// A revision's columns do not repeat its bytes.
    Columns(RevisionId),
    /// The kept heads of a field are not those of its revisions.
    Heads(String),
    /// The text of an edition does not have its hash.
    Edition(String),
    /// A file attached on this laptop is gone.
    AttachmentMissing(String),
    /// A file is not what was attached.
    AttachmentChanged(String),
    /// An attached file cannot be read.
    AttachmentUnreadable(String),
}

impl Damage {
    /// True of an attached file: attaching it again mends it, a backup does not.
    pub fn is_of_a_file(&self) -> bool {
        matches!(self, Self::AttachmentMissing(_) | Self::AttachmentChanged(_) | Self::AttachmentUnreadable(_))
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Structure(said) => rust_i18n::t!("journal.damage_structure", said = said),
            Self::Schema(name) => rust_i18n::t!("journal.damage_schema", name = name),
            Self::Revision(id) => rust_i18n::t!("journal.damage_revision", id = id),
            Self::Columns(id) => rust_i18n::t!("journal.damage_columns", id = id),
            Self::Heads(place) => rust_i18n::t!("journal.damage_heads", place = place),
            Self::Edition(hash) => rust_i18n::t!("journal.damage_edition", hash = hash),
            Self::AttachmentMissing(file) => rust_i18n::t!("attachment.damage_missing", file = file),
            Self::AttachmentChanged(file) => rust_i18n::t!("attachment.damage_changed", file = file),
            Self::AttachmentUnreadable(why) => why.into(),
        })
    }
}

/// Something odd in a device's chain of one round (`None`: of the device-wide records).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainFlag {
    /// Numbers missing: not arrived yet, or lost.
    Gap {
        /// The round.
        round: Option<String>,
        /// The device.
        device: DeviceId,
        /// First number missing.
        from: u64,
        /// Last number missing.
        to: u64,
    },
    /// One number used more than once: a restored backup or a cloned disk.
    Fork {
        /// The round.
        round: Option<String>,
        /// The device.
        device: DeviceId,
        /// The number.
        sequence: u64,
    },
    /// A revision follows another than the one numbered before it.
    PrevMismatch {
        /// The round.
        round: Option<String>,
        /// The device.
        device: DeviceId,
        /// The number.
        sequence: u64,
    },
}

impl fmt::Display for ChainFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |round: &Option<String>| round.clone().unwrap_or_else(|| "*".to_owned());
        f.write_str(&match self {
            Self::Gap { round, device, from, to } => {
                rust_i18n::t!("journal.flag_gap", round = of(round), device = device, from = from, to = to)
            }
            Self::Fork { round, device, sequence } => {
                rust_i18n::t!("journal.flag_fork", round = of(round), device = device, sequence = sequence)
            }
            Self::PrevMismatch { round, device, sequence } => {
                rust_i18n::t!("journal.flag_prev", round = of(round), device = device, sequence = sequence)
            }
        })
    }
}

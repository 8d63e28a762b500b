//! What a pack says about itself before its contents. Members that are not known here are passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::exchange::identity::RosterEntry;
use crate::hexadecimal::Hex;
use crate::journal::{AttachmentHash, DeviceId, DeviceKeys, Holdings, SignedTip};

/// The first section of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of these words that the writer knew.
    pub format: u16,
    /// The oldest version that reads the pack rightly; refused where it is over [`super::FORMAT`].
    pub least_reader: u16,
    /// The program and its version, for people.
    pub program: String,
    /// Random; names the pack in messages and receipts.
    pub id: PackId,
    /// The round's id.
    pub round: String,
    /// The round's title.
    pub title: String,
    /// What the pack is for.
    pub purpose: Purpose,
    /// When it was written, as the sender's clock claims.
    pub made_at: DateTime<FixedOffset>,
    /// The laptop that wrote it.
    pub sender: Sender,
    /// Members who say they have finished.
    #[serde(default, rename = "final", skip_serializing_if = "Vec::is_empty")]
    pub finished: Vec<String>,
    /// Names, enough for a look before merging.
    pub definition: Definition,
    /// How much follows.
    pub counts: Counts,
    /// The end of every device's chain as held by the sender, signed by that device where a signature is known.
    #[serde(default)]
    pub tips: Vec<SignedTip>,
    /// What the sender holds of every device's chain.
    #[serde(default)]
    pub holdings: Holdings,
    /// The devices that a person accepted or revoked there. An entry that cannot be read, since a newer program knows
    /// more or its keys do not belong together, introduces nobody and hides nothing else.
    #[serde(default, deserialize_with = "readable_entries")]
    pub roster: Vec<RosterEntry>,
    /// All attachments the revisions name; those included follow in this order.
    #[serde(default)]
    pub attachments: Vec<AttachmentEntry>,
    /// What the sender knows other devices to hold.
    #[serde(default)]
    pub receipts: BTreeMap<DeviceId, Holdings>,
    /// Of an object at a meeting place: what is in it and who can open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
}

/// What an object at a meeting place holds, so that others need not put the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The revisions that follow.
    pub revisions: Holdings,
    /// The devices it is sealed for, its writer among them.
    pub readers: BTreeSet<DeviceId>,
}

/// Names a pack: 16 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PackId(Hex<16>);

impl PackId {
    /// A new one.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(Hex(bytes)))
    }
}

impl fmt::Display for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a pack is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Everything recorded in the round.
    Full,
    /// The lead's order: the round, its units and who inspects what.
    WorkOrder,
    /// What is new since the sender's last segment; lies in a hub.
    Segment,
    /// Something a newer program knows. Read like any other pack.
    #[serde(other)]
    Other,
}

/// The laptop that wrote a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Its device.
    pub device: DeviceId,
    /// Its public keys.
    pub keys: DeviceKeys,
    /// What people call the machine.
    #[serde(default)]
    pub name: String,
    /// Members who recorded on it.
    #[serde(default)]
    pub members: Vec<String>,
}

/// Names of what the round inspects and who inspects it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The units.
    #[serde(default)]
    pub units: Vec<Named>,
    /// The members.
    #[serde(default)]
    pub members: Vec<Named>,
}

/// An id and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// How much a pack holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Revisions.
    pub revisions: u64,
    /// Texts of checklist editions.
    pub editions: u64,
    /// Attachments whose content is included.
    pub attachments: u64,
    /// Bytes of all of them together: revisions as stored, editions' texts, attachments' contents.
    pub bytes: u64,
}

impl Counts {
    /// Counts a revision of the pack to come.
    pub fn add_revision(&mut self, stored: &[u8]) {
        self.revisions += 1;
        self.bytes = self.bytes.saturating_add(stored.len() as u64);
    }

    /// Counts an edition of the pack to come.
    pub fn add_edition(&mut self, text: &str) {
        self.editions += 1;
        self.bytes = self.bytes.saturating_add(text.len() as u64);
    }

    /// Counts an attachment whose content is to be included.
    pub fn add_attachment(&mut self, size: u64) {
        self.attachments += 1;
        self.bytes = self.bytes.saturating_add(size);
    }
}

/// An attachment that the round's revisions name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentEntry {
    /// Its content.
    pub hash: AttachmentHash,
    /// Its bytes.
    pub size: u64,
    /// Whether the content follows.
    pub included: bool,
    /// Whether the sender holds the content, included or not.
    #[serde(default)]
    pub held: bool,
}

/// The section that begins an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AttachmentStart {
    pub(super) hash: AttachmentHash,
    pub(super) size: u64,
}

/// The text of a checklist edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionText {
    /// SHA-256 of the text.
    pub hash: Hex<32>,
    /// The checklist's id.
    pub checklist: String,
    /// The edition's name.
    pub edition: String,
    /// The TOML text.
    pub text: String,
}

/// What must be readable of any header, however new.
#[derive(Deserialize)]
pub(super) struct Versions {
    pub(super) least_reader: u16,
    #[serde(default)]
    pub(super) program: Option<String>,
}

fn readable_entries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RosterEntry>, D::Error> {
    let entries = Vec::<Value>::deserialize(deserializer)?;
    Ok(entries.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()).collect())
}

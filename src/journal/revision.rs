//! One revision: its exact bytes, its id, and what can be read from it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::JournalError;
use super::names::{ActionId, Chain, DeviceId, FieldName, RecordKey, RevisionId};

/// Largest stored revision, in bytes: what a pack may carry in one record.
pub const MAX_REVISION: usize = 1 << 20;

/// One immutable step in the history of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// SHA-256 of the stored bytes.
    pub id: RevisionId,
    /// The chain that numbers it.
    pub chain: Chain,
    /// The record.
    pub record: RecordKey,
    /// The field of the record.
    pub field: FieldName,
    /// What the field holds from here on; `null` where it was removed.
    pub value: Value,
    /// The revisions it replaces; none for a first value.
    pub parents: Vec<RevisionId>,
    /// Who recorded it; `None` for what a device does by itself.
    pub member: Option<String>,
    /// The laptop it was recorded on.
    pub device: DeviceId,
    /// Its number in the device's chain, from 1.
    pub sequence: u64,
    /// The device's revision before it in the chain.
    pub prev: Option<RevisionId>,
    /// Wall time: a claim.
    pub made_at: DateTime<FixedOffset>,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
    /// What it was done together with.
    pub action: ActionId,
    /// Set where it takes back, or does again, an earlier action of the same device.
    pub reversal: Option<Reversal>,
}

/// That a revision was made by undo or redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reversal {
    /// Takes back this action.
    Undoes(ActionId),
    /// Does this action, taken back before, again.
    Redoes(ActionId),
}

/// The exact bytes of a revision, and the id that is their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRevision {
    id: RevisionId,
    bytes: Vec<u8>,
}

impl StoredRevision {
    /// Computes the id. What the bytes say is not looked at.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { id: RevisionId::of(&bytes), bytes }
    }

    /// SHA-256 of the bytes.
    pub fn id(&self) -> RevisionId {
        self.id
    }

    /// As stored.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The members of the stored JSON, in their order. Members unknown here stay in the bytes.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    round: Option<String>,
    record: RecordKey,
    field: FieldName,
    value: Value,
    parents: Vec<RevisionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    device: DeviceId,
    sequence: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prev: Option<RevisionId>,
    made_at: DateTime<FixedOffset>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    action: ActionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undoes: Option<ActionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    redoes: Option<ActionId>,
}

/// A revision together with the bytes it is stored, hashed and sent as.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    pub(super) revision: Revision,
    pub(super) bytes: Vec<u8>,
}

impl Sealed {
    /// Serialises `revision` for the only time and gives it its id; `revision.id` as handed in does not count.
    pub(super) fn seal(mut revision: Revision) -> Result<Self, JournalError> {
        let (undoes, redoes) = match revision.reversal.clone() {
            Some(Reversal::Undoes(action)) => (Some(action), None),
            Some(Reversal::Redoes(action)) => (None, Some(action)),
            None => (None, None),
        };
        let stored = Stored {
            round: revision.chain.round().map(str::to_owned),
            record: revision.record.clone(),
            field: revision.field.clone(),
            value: revision.value.clone(),
            parents: revision.parents.clone(),
            member: revision.member.clone(),
            device: revision.device.clone(),
            sequence: revision.sequence,
            prev: revision.prev,
            made_at: revision.made_at,
            reason: revision.reason.clone(),
            action: revision.action.clone(),
            undoes,
            redoes,
        };
        let bytes = serde_json::to_vec(&stored).map_err(|error| bad(error.to_string()))?;
        if bytes.len() > MAX_REVISION {
            return Err(JournalError::TooLarge { record: revision.record, field: revision.field });
        }
        revision.id = RevisionId::of(&bytes);
        Ok(Self { revision, bytes })
    }

    /// Reads a revision that was written elsewhere. Refused when its JSON is not a revision, is over
    /// [`MAX_REVISION`], or names a round that is not its record's.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, JournalError> {
        Self::open_as(RevisionId::of(bytes), bytes)
    }

    /// As [`Self::open`] where the hash of `bytes` is known.
    pub(super) fn open_as(id: RevisionId, bytes: &[u8]) -> Result<Self, JournalError> {
        Ok(Self { revision: Self::read(id, bytes)?, bytes: bytes.to_vec() })
    }

    fn read(id: RevisionId, bytes: &[u8]) -> Result<Revision, JournalError> {
        if bytes.len() > MAX_REVISION {
            return Err(bad(format!("{} bytes", bytes.len())));
        }
        let revision = Revision::with_id(id, bytes).map_err(|error| bad(error.to_string()))?;
        if revision.record.chain() != revision.chain {
            return Err(JournalError::WrongChain { record: revision.record, chain: revision.chain });
        }
        if revision.sequence == 0 || i64::try_from(revision.sequence).is_err() {
            return Err(bad(format!("sequence {}", revision.sequence)));
        }
        Ok(revision)
    }
}

impl Revision {
    /// Reads a revision written elsewhere, with everything checked that [`Journal::merge`](super::Journal::merge) would
    /// refuse of it alone.
    pub fn check(stored: &StoredRevision) -> Result<Self, JournalError> {
        Sealed::read(stored.id, &stored.bytes)
    }

    /// Reads stored `bytes`; the id is computed from them.
    pub(super) fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        Self::with_id(RevisionId::of(bytes), bytes)
    }

    /// Reads bytes of our own store, where the id is known; sparing the hash.
    pub(super) fn read_as(id: RevisionId, bytes: &[u8]) -> Result<Self, JournalError> {
        Self::with_id(id, bytes).map_err(|error| JournalError::Damaged { detail: format!("{id}: {error}") })
    }

    fn with_id(id: RevisionId, bytes: &[u8]) -> serde_json::Result<Self> {
        let stored: Stored = serde_json::from_slice(bytes)?;
        let reversal = match (stored.undoes, stored.redoes) {
            (Some(action), None) => Some(Reversal::Undoes(action)),
            (None, Some(action)) => Some(Reversal::Redoes(action)),
            (None, None) => None,
            (Some(_), Some(_)) => return Err(serde::de::Error::custom("both undoes and redoes")),
        };
        Ok(Self {
            id,
            chain: stored.round.map_or(Chain::DeviceWide, Chain::Round),
            record: stored.record,
            field: stored.field,
            value: stored.value,
            parents: stored.parents,
            member: stored.member,
            device: stored.device,
            sequence: stored.sequence,
            prev: stored.prev,
            made_at: stored.made_at,
            reason: stored.reason,
            action: stored.action,
            reversal,
        })
    }
}

fn bad(detail: String) -> JournalError {
    JournalError::BadRevision { detail }
}

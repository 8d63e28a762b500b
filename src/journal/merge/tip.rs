//! The ends of the devices' chains. One signature under the end vouches for all that leads to it, also when somebody
//! else passes it on.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::super::Journal;
use super::super::error::JournalError;
use super::super::keep::{self, sequence_column};
use super::super::names::{Chain, DeviceId, RevisionId};

/// The end of a device's chain, with the device's own signature under it where that is at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedTip {
    /// Whose chain.
    pub device: DeviceId,
    /// The last number.
    pub sequence: u64,
    /// The revision with that number.
    pub revision: RevisionId,
    /// Ed25519 over [`SignedTip::message`], 128 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "in_digits")]
    pub signature: Option<[u8; 64]>,
}

impl SignedTip {
    /// What the device signs: that in this round its chain has this revision under this number.
    pub fn message(round: &str, sequence: u64, revision: &RevisionId) -> Vec<u8> {
        let mut message = b"kiemtra tip 1\0".to_vec();
        message.extend(round.as_bytes());
        message.push(0);
        message.extend(sequence.to_be_bytes());
        message.extend(revision.as_bytes());
        message
    }
}

impl Journal {
    /// The end of every chain held here, by device. The signature is the latest that came with a pack and stands under
    /// that very revision; this device's own is made by whoever packs.
    pub fn tips(&self, chain: &Chain) -> Result<Vec<SignedTip>, JournalError> {
        let mut tips = Vec::new();
        for device in super::super::horizon::of(&self.connection, chain)?.devices() {
            let end = keep::tip(&self.connection, chain, device)?;
            let Some(revision) = end.revision else { continue };
            let found: Option<Option<Vec<u8>>> = self
                .connection
                .prepare_cached("SELECT signature FROM tip WHERE chain = ?1 AND device = ?2 AND revision = ?3")?
                .query_row(params![chain.column(), device.as_str(), revision.as_bytes()], |row| row.get(0))
                .optional()?;
            let signature = found.flatten().and_then(|bytes| bytes.try_into().ok());
            tips.push(SignedTip { device: device.clone(), sequence: end.sequence, revision, signature });
        }
        Ok(tips)
    }

    /// Every end of a chain that packs named, also those whose revisions are not here: what tells that something is
    /// missing, and with their signatures what vouches for what is here.
    pub fn named_tips(&self, chain: &Chain) -> Result<Vec<SignedTip>, JournalError> {
        let sql = "SELECT device, sequence, revision, signature FROM tip WHERE chain = ?1 ORDER BY device, sequence";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([chain.column()])?;
        let mut tips = Vec::new();
        while let Some(row) = rows.next()? {
            tips.push(SignedTip {
                device: DeviceId::new(row.get::<_, String>(0)?)?,
                sequence: row.get::<_, i64>(1)?.unsigned_abs(),
                revision: RevisionId::from_column(row.get(2)?),
                signature: row.get::<_, Option<Vec<u8>>>(3)?.and_then(|bytes| bytes.try_into().ok()),
            });
        }
        Ok(tips)
    }
}

/// Keeps what a pack says about the end of a chain.
pub(super) fn put(connection: &Connection, chain: &Chain, tip: &SignedTip, merge: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO tip (chain, device, sequence, revision, signature, merge) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT DO UPDATE SET signature = coalesce(signature, excluded.signature)";
    connection.prepare_cached(sql)?.execute(params![
        chain.column(),
        tip.device.as_str(),
        sequence_column(tip.sequence),
        tip.revision.as_bytes(),
        tip.signature.as_ref().map(<[u8; 64]>::as_slice),
        merge,
    ])?;
    Ok(())
}

/// In JSON: 128 digits, or null.
mod in_digits {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::hexadecimal::Hex;

    #[expect(clippy::ref_option, reason = "serde hands it over so")]
    pub fn serialize<S: Serializer>(signature: &Option<[u8; 64]>, serializer: S) -> Result<S::Ok, S::Error> {
        signature.map(Hex).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<[u8; 64]>, D::Error> {
        Ok(Option::<Hex<64>>::deserialize(deserializer)?.map(|digits| digits.0))
    }
}

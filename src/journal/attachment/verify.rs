//! Whether every file that a live piece of evidence, or a report of remediation, names is here and as it was attached.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::Connection;

use super::super::Journal;
use super::super::error::JournalError;
use super::super::heads::{self, Head};
use super::super::names::DeviceId;
use super::super::report::{Damage, VerifyReport};
use super::{AttachmentHash, AttachmentState, Attachments};

/// Kinds of records whose content names a file by `file`, `hash` and `size`.
const NAMING: [&str; 2] = ["evidence", "remediation"];

/// A file that a piece of evidence names.
#[derive(Default)]
struct Named {
    /// As it was called.
    name: String,
    /// Its bytes, as it says.
    size: u64,
    origin: Origin,
}

/// Where a file was attached.
#[derive(Default, PartialEq, Eq)]
enum Origin {
    /// On other laptops alone.
    #[default]
    Elsewhere,
    /// On this one: then it must be here.
    Here,
}

impl Journal {
    /// The files that live pieces of evidence of a round name, with the sizes they say.
    pub fn attachments_named(&self, round: &str) -> Result<BTreeMap<AttachmentHash, u64>, JournalError> {
        let heads = naming(&self.connection, &format!("{round}/"))?;
        let named = named(&heads, None);
        Ok(named.into_iter().map(|(hash, place)| (hash, place.size)).collect())
    }

    /// Which of a round's files each other device says to hold.
    pub fn attachment_holders(&self) -> Result<BTreeMap<AttachmentHash, Vec<DeviceId>>, JournalError> {
        let mut statement = self.connection.prepare_cached("SELECT hash, holder FROM attachment_receipt")?;
        let mut rows = statement.query([])?;
        let mut holders: BTreeMap<AttachmentHash, Vec<DeviceId>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (hash, holder): (String, String) = (row.get(0)?, row.get(1)?);
            if let Some(hash) = AttachmentHash::new(&hash) {
                holders.entry(hash).or_default().push(DeviceId::new(holder)?);
            }
        }
        Ok(holders)
    }

    /// Keeps which files another device says to hold.
    pub fn attachment_receipt_put(&mut self, holder: &DeviceId, hashes: &[AttachmentHash]) -> Result<(), JournalError> {
        self.put(|connection| {
            let sql = "INSERT OR IGNORE INTO attachment_receipt (hash, holder) VALUES (?1, ?2)";
            let mut statement = connection.prepare_cached(sql)?;
            hashes.iter().try_for_each(|hash| statement.execute([hash.as_str(), holder.as_str()]).map(|_| ()))
        })
    }
}

/// Reads every attached file. One that this laptop attached and that is gone is damage; one that only other laptops
/// attached may simply not have come along.
pub(in super::super) fn examine(
    connection: &Connection,
    home: &Path,
    device: Option<&DeviceId>,
    report: &mut VerifyReport,
) -> Result<(), JournalError> {
    let attachments = Attachments::of(home);
    let named = named(&naming(connection, "")?, device);
    for (hash, place) in &named {
        let label = format!("{} ({})", place.name, hash.short());
        match attachments.check(hash) {
            Ok(AttachmentState::Present) => report.attachments += 1,
            Ok(AttachmentState::Missing) if place.origin == Origin::Elsewhere => report.absent_attachments.push(label),
            Ok(AttachmentState::Missing) => report.damage(Damage::AttachmentMissing(label)),
            Ok(AttachmentState::Changed | AttachmentState::Unattached) => {
                report.damage(Damage::AttachmentChanged(label));
            }
            Err(error) => report.damage(Damage::AttachmentUnreadable(error.to_string())),
        }
    }
    let unreferenced: BTreeSet<_> = attachments.all().into_iter().filter(|hash| !named.contains_key(hash)).collect();
    report.unreferenced_attachments = unreferenced.len() as u64;
    Ok(())
}

/// The heads of the records that name files, below `place`.
fn naming(connection: &Connection, place: &str) -> Result<Vec<Head>, JournalError> {
    let mut heads = Vec::new();
    for kind in NAMING {
        heads.extend(heads::under(connection, &format!("{kind}/{place}"))?);
    }
    Ok(heads)
}

/// The files that live pieces name. A piece that was taken out names none.
fn named(heads: &[Head], device: Option<&DeviceId>) -> BTreeMap<AttachmentHash, Named> {
    let mut named: BTreeMap<AttachmentHash, Named> = BTreeMap::new();
    for record in heads.chunk_by(|a, b| a.record == b.record) {
        if record.iter().any(|head| head.field.as_str() == "removed" && head.value == true) {
            continue;
        }
        for head in record.iter().filter(|head| head.field.as_str() == "content") {
            let text = |member: &str| head.value.get(member).and_then(|value| value.as_str());
            let Some(hash) = text("hash").and_then(AttachmentHash::new) else { continue };
            let place = named.entry(hash).or_default();
            text("file").unwrap_or_default().clone_into(&mut place.name);
            place.size = head.value.get("size").and_then(serde_json::Value::as_u64).unwrap_or_default();
            if device == Some(&head.device) {
                place.origin = Origin::Here;
            }
        }
    }
    named
}

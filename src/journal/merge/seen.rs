//! What a device had before its eyes when it wrote.
//!
//! Parents tell that within one field only. So after a merge the device's next write begins with a revision of
//! `seen/<round>/<device>`: how far it knew every chain then. Merging alone writes nothing, or two laptops that meet
//! again and again would never be done.

use rusqlite::{Connection, params};
use serde_json::Value;

use super::super::Journal;
use super::super::error::JournalError;
use super::super::heads::{self, Head};
use super::super::horizon::{self, Horizon, Reached};
use super::super::names::{Chain, DeviceId, FieldName, RecordKey};
use super::super::revision::Revision;
use super::super::write::Line;

/// Kind of the records.
pub(in crate::journal) const SEEN: &str = "seen";

const FIELD: &str = "horizon";

impl Journal {
    /// Whether whoever wrote `observer` had `other` on the same laptop then. Of one device: what it numbered before.
    pub fn saw(&self, observer: &Head, other: &Head) -> Result<Reached, JournalError> {
        if observer.device == other.device {
            return Ok(if other.sequence < observer.sequence { Reached::Yes } else { Reached::No });
        }
        let chain = observer.record.chain();
        let Some(record) = key(&chain, &observer.device)? else { return Ok(Reached::No) };
        let history = self.history(&record)?;
        let before = history.iter().filter(|each| each.device == observer.device && each.sequence < observer.sequence);
        let latest = before.max_by_key(|each| each.sequence);
        let horizon = latest.and_then(|each| serde_json::from_value::<Horizon>(each.value.clone()).ok());
        Ok(horizon.map_or(Reached::No, |horizon| horizon.reaches(&other.device, other.sequence)))
    }
}

/// Marks that something came which this device has not told of yet.
pub(super) fn brought(connection: &Connection, chain: &Chain) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO unseen VALUES (?1)")?.execute([chain.column()])?;
    Ok(())
}

/// What `device` has to tell before it writes in `chain` again, if anything came since it last did.
pub(in crate::journal) fn line(
    connection: &Connection,
    chain: &Chain,
    device: &DeviceId,
) -> Result<Option<Line>, JournalError> {
    if !connection.prepare_cached("SELECT 1 FROM unseen WHERE chain = ?1")?.exists([chain.column()])? {
        return Ok(None);
    }
    let Some(record) = key(chain, device)? else { return Ok(None) };
    let field = FieldName::new(FIELD)?;
    let mut horizon = horizon::of(connection, chain)?;
    horizon.forget(device);
    let value = serde_json::to_value(horizon).unwrap_or(Value::Null);
    let parents = heads::of_field(connection, &record, &field)?.into_iter().map(|head| head.revision).collect();
    Ok(Some(Line { record, field, value, parents }))
}

/// Notes that `revision`, of kind [`SEEN`], is written. One that another device wrote changes nothing here that a merge
/// does not mark again.
pub(in crate::journal) fn written(connection: &Connection, revision: &Revision) -> rusqlite::Result<()> {
    let sql = "DELETE FROM unseen WHERE chain = ?1";
    connection.prepare_cached(sql)?.execute(params![revision.chain.column()])?;
    Ok(())
}

fn key(chain: &Chain, device: &DeviceId) -> Result<Option<RecordKey>, JournalError> {
    let Some(round) = chain.round() else { return Ok(None) };
    Ok(Some(RecordKey::new(format!("{SEEN}/{round}/{device}"))?))
}

//! How much of a chain was known at some moment: what came later can be told from what stood there.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::Journal;
use super::error::JournalError;
use super::names::{Chain, DeviceId};

/// The last number known of every device in one chain. Small, and the same words on every laptop: a revision with a
/// higher number, or of a device that is not named, was not known then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Horizon(BTreeMap<DeviceId, u64>);

impl Horizon {
    /// Whether number `sequence` of `device` was known.
    pub fn reaches(&self, device: &DeviceId, sequence: u64) -> Reached {
        match self.0.get(device) {
            Some(last) if sequence <= *last => Reached::Yes,
            _ => Reached::No,
        }
    }

    /// The devices of which something was known.
    pub fn devices(&self) -> impl Iterator<Item = &DeviceId> {
        self.0.keys()
    }

    /// Lets it reach number `sequence` of `device`.
    pub fn extend_to(&mut self, device: &DeviceId, sequence: u64) {
        let last = self.0.entry(device.clone()).or_default();
        *last = sequence.max(*last);
    }

    /// Leaves `device` out.
    pub(super) fn forget(&mut self, device: &DeviceId) {
        self.0.remove(device);
    }

    /// The last number known of `device`; `None` where nothing of it was.
    pub fn last(&self, device: &DeviceId) -> Option<u64> {
        self.0.get(device).copied()
    }
}

/// Whether a revision was known at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// It was.
    Yes,
    /// It came later.
    No,
}

impl Journal {
    /// What is known of `chain` on this laptop now.
    pub fn horizon(&self, chain: &Chain) -> Result<Horizon, JournalError> {
        Ok(of(&self.connection, chain)?)
    }
}

/// What is known of `chain` behind `connection`; what was set aside is not.
pub(super) fn of(connection: &Connection, chain: &Chain) -> rusqlite::Result<Horizon> {
    let sql = "SELECT device, MAX(sequence) FROM revision INDEXED BY revision_chain
               WHERE chain = ?1 AND arrival NOT IN (SELECT arrival FROM aside) GROUP BY device";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([chain.column()])?;
    let mut known = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let device: String = row.get(0)?;
        let sequence: i64 = row.get(1)?;
        // A device whose name cannot be read can be no revision's either.
        if let Ok(device) = DeviceId::new(device) {
            known.insert(device, u64::try_from(sequence).unwrap_or(0));
        }
    }
    Ok(Horizon(known))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{merge, open, record, round};
    use super::*;

    #[test]
    fn what_comes_later_lies_beyond_whoever_wrote_it() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        let then = a.horizon(&round()).unwrap();
        record(&mut a, "i2", "fail");
        record(&mut b, "i3", "fail");
        merge(&mut a, &b);
        assert_eq!(then.reaches(a.device(), 1), Reached::Yes);
        assert_eq!(then.reaches(a.device(), 2), Reached::No);
        assert_eq!(then.reaches(b.device(), 1), Reached::No);
        let now = a.horizon(&round()).unwrap();
        assert_eq!(now.reaches(b.device(), 1), Reached::Yes);
        let text = serde_json::to_string(&now).unwrap();
        assert_eq!(serde_json::from_str::<Horizon>(&text).unwrap(), now);
    }
}

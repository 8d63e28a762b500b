//! Which revisions a laptop holds, and which of ours nobody else is known to hold.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::super::Journal;
use super::super::error::JournalError;
use super::super::keep::sequence_column;
use super::super::names::{Chain, DeviceId, RecordKey};
use super::seen::SEEN;

/// Numbers of one chain from the first to the last, both held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Span {
    /// First number.
    pub first: u64,
    /// Last number.
    pub last: u64,
}

impl From<(u64, u64)> for Span {
    fn from((first, last): (u64, u64)) -> Self {
        Self { first, last }
    }
}

impl From<Span> for (u64, u64) {
    fn from(span: Span) -> Self {
        (span.first, span.last)
    }
}

/// Which numbers of every device's chain somebody holds: `{"<device>": [[1, 40], [58, 90]]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Holdings(pub BTreeMap<DeviceId, Vec<Span>>);

impl Holdings {
    /// The numbers missing of `device` below the last that is held, or below `last` where that is more.
    pub fn gaps(&self, device: &DeviceId, last: u64) -> Vec<Span> {
        let mut gaps = Vec::new();
        let mut next = 1;
        for span in self.0.get(device).into_iter().flatten() {
            if span.first > next {
                gaps.push(Span { first: next, last: span.first - 1 });
            }
            next = span.last.saturating_add(1).max(next);
        }
        if next <= last {
            gaps.push(Span { first: next, last });
        }
        gaps
    }

    /// Whether everything that `other` holds is held.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(device, spans)| {
            let own = self.0.get(device).map_or(&[][..], Vec::as_slice);
            spans.iter().all(|span| own.iter().any(|mine| mine.first <= span.first && span.last <= mine.last))
        })
    }

    /// How many numbers are held.
    pub fn count(&self) -> u64 {
        self.0.values().flatten().map(|span| span.last.saturating_sub(span.first).saturating_add(1)).sum()
    }
}

impl Journal {
    /// What this laptop holds of `chain`; what was set aside is not held.
    pub fn holdings(&self, chain: &Chain) -> Result<Holdings, JournalError> {
        let sql = "SELECT device, sequence FROM revision INDEXED BY revision_chain
                   WHERE chain = ?1 AND arrival NOT IN (SELECT arrival FROM aside) ORDER BY device, sequence";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([chain.column()])?;
        let mut held: BTreeMap<DeviceId, Vec<Span>> = BTreeMap::new();
        let mut last: Option<(DeviceId, Span)> = None;
        while let Some(row) = rows.next()? {
            let sequence = row.get::<_, i64>(1)?.unsigned_abs();
            let name = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            match &mut last {
                Some((device, span)) if device.as_str() == name && sequence <= span.last + 1 => span.last = sequence,
                other => {
                    let next = (DeviceId::new(name)?, Span { first: sequence, last: sequence });
                    if let Some((device, span)) = other.replace(next) {
                        held.entry(device).or_default().push(span);
                    }
                }
            }
        }
        if let Some((device, span)) = last {
            held.entry(device).or_default().push(span);
        }
        Ok(Holdings(held))
    }

    /// Keeps what another device says to hold of `chain`, in a receipt that no merge brought. It takes nothing back
    /// that was said before: nothing is ever deleted there.
    pub fn receipt_put(&mut self, chain: &Chain, holder: &DeviceId, holdings: &Holdings) -> Result<(), JournalError> {
        self.put(|connection| put(connection, chain, holder, holdings, 0))
    }

    /// What every other device is known to hold of `chain`.
    pub fn receipts(&self, chain: &Chain) -> Result<BTreeMap<DeviceId, Holdings>, JournalError> {
        let sql = "SELECT holder, device, first, last FROM receipt WHERE chain = ?1 ORDER BY holder, device, first";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([chain.column()])?;
        let mut all: BTreeMap<DeviceId, Holdings> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (holder, device): (String, String) = (row.get(0)?, row.get(1)?);
            let (first, last): (i64, i64) = (row.get(2)?, row.get(3)?);
            let spans = all.entry(DeviceId::new(holder)?).or_default().0.entry(DeviceId::new(device)?).or_default();
            let span = Span { first: first.unsigned_abs(), last: last.unsigned_abs() };
            match spans.last_mut() {
                Some(before) if span.first <= before.last.saturating_add(1) => before.last = before.last.max(span.last),
                _ => spans.push(span),
            }
        }
        Ok(all)
    }

    /// How many records of `chain` hold something that no other device is known to hold. Costs what is not sent yet.
    pub fn unsent(&self, chain: &Chain) -> Result<u64, JournalError> {
        let mut records = HashSet::new();
        self.each_unsent(chain, &mut |record| {
            records.insert(record);
        })?;
        Ok(records.len() as u64)
    }

    /// Every record of `chain` that holds something no other device is known to hold, some of them more than once. What
    /// devices write for themselves about what they saw is none of it. Costs what is not sent yet.
    pub fn each_unsent(&self, chain: &Chain, take: &mut dyn FnMut(RecordKey)) -> Result<(), JournalError> {
        let mut sent: BTreeMap<DeviceId, Vec<Span>> = BTreeMap::new();
        for (holder, holdings) in self.receipts(chain)? {
            if holder != self.device.id {
                for (device, spans) in holdings.0 {
                    sent.entry(device).or_default().extend(spans);
                }
            }
        }
        for spans in sent.values_mut() {
            spans.sort_unstable_by_key(|span| span.first);
        }
        let sent = Holdings(sent);
        for device in super::super::horizon::of(&self.connection, chain)?.devices() {
            for gap in sent.gaps(device, u64::MAX) {
                self.records_in(chain, device, gap, take)?;
            }
        }
        Ok(())
    }

    /// The records this device wrote in `chain` behind number `after`, some of them more than once; returns its last
    /// number. Costs what was written since.
    pub fn written_after(
        &self,
        chain: &Chain,
        after: u64,
        take: &mut dyn FnMut(RecordKey),
    ) -> Result<u64, JournalError> {
        let last = super::super::keep::tip(&self.connection, chain, &self.device.id)?.sequence;
        if last > after {
            self.records_in(chain, &self.device.id, Span { first: after + 1, last }, take)?;
        }
        Ok(last)
    }

    /// How many revisions were ever kept here, those set aside included: tells at once how long a look at all takes.
    pub fn size(&self) -> Result<u64, JournalError> {
        let sql = "SELECT coalesce(max(arrival), 0) FROM revision";
        let count: i64 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    fn records_in(
        &self,
        chain: &Chain,
        device: &DeviceId,
        span: Span,
        take: &mut dyn FnMut(RecordKey),
    ) -> Result<(), JournalError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT bytes FROM revision WHERE chain = ?1 AND device = ?2 AND sequence BETWEEN ?3 AND ?4
             AND arrival NOT IN (SELECT arrival FROM aside)",
        )?;
        let (first, last) = (sequence_column(span.first), sequence_column(span.last));
        let mut rows = statement.query(params![chain.column(), device.as_str(), first, last])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            if let Ok(Named { record }) = serde_json::from_slice(bytes)
                && record.kind() != SEEN
            {
                take(record);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Named {
    record: RecordKey,
}

/// Adds to what is known that `holder` holds.
pub(super) fn put(
    connection: &Connection,
    chain: &Chain,
    holder: &DeviceId,
    holdings: &Holdings,
    merge: i64,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO receipt (chain, holder, merge, device, first, last) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT DO UPDATE SET last = max(last, excluded.last)";
    let mut statement = connection.prepare_cached(sql)?;
    for (device, spans) in &holdings.0 {
        for span in spans {
            let (first, last) = (sequence_column(span.first), sequence_column(span.last));
            statement.execute(params![chain.column(), holder.as_str(), merge, device.as_str(), first, last])?;
        }
    }
    Ok(())
}

//! The union with what another laptop brings, in one transaction: tried first, kept then, set aside again on request.
//!
//! ```text
//!   pack ──► Incoming ──► merge(Trial) ─► rolled back: what would come
//!                    └──► merge(Keep) ──► m7: a range of arrivals ──► unmerge(m7): set aside, no heads, not sent
//!                                                                └──► the same file again: revived
//! ```

mod aside;
mod holdings;
pub(super) mod seen;
#[cfg(test)]
mod tests;
mod tip;

use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::Value;

pub use aside::Unmerged;
pub use holdings::{Holdings, Span};
pub use tip::SignedTip;

use super::Journal;
use super::backup::{self, Occasion};
use super::error::JournalError;
use super::keep;
use super::names::{Chain, DeviceId, RevisionId};
use super::revision::{Revision, Sealed};
use super::text_index;

/// How often a long merge asks whether to go on, in revisions.
const BREATH: usize = 1_000;

/// A merge on this laptop, `m7`: counted from 1, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MergeId(i64);

impl fmt::Display for MergeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

impl FromStr for MergeId {
    type Err = JournalError;
    fn from_str(text: &str) -> Result<Self, JournalError> {
        let number = text.strip_prefix('m').and_then(|number| number.parse().ok()).filter(|number| *number > 0);
        number.map(Self).ok_or_else(|| JournalError::MergeUnknown { id: text.to_owned() })
    }
}

/// Whether what a merge brings stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeMode {
    /// Rolled back once it was looked at.
    Trial,
    /// Kept.
    Keep,
}

/// What a revision that comes along is to this laptop.
#[derive(Debug, Clone, Copy)]
pub enum Arriving<'a> {
    /// It was not here.
    New(&'a Revision),
    /// It was, and had been set aside.
    Revived(&'a Revision),
    /// It was: its exact bytes.
    Known(&'a [u8]),
}

/// Whether a new revision is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is.
    Take,
    /// It waits outside: its device was revoked before it.
    HoldBack,
}

/// Hands each revision of a pack on by its exact stored bytes, in any order.
pub type Feed<'a> = dyn FnMut(&mut dyn FnMut(&[u8]) -> Result<(), JournalError>) -> Result<(), JournalError> + 'a;

/// What is to be taken in.
pub struct Incoming<'a> {
    /// The round everything must belong to.
    pub chain: &'a Chain,
    /// Whose pack it is.
    pub sender: Option<&'a DeviceId>,
    /// Of what the pack holds, however it was encrypted.
    pub digest: &'a str,
    /// For people: the file, who sent it … Kept as it is.
    pub about: &'a Value,
    /// The revisions.
    pub revisions: &'a mut Feed<'a>,
    /// Told of each of them; decides on the new ones.
    pub judge: &'a mut dyn FnMut(Arriving<'_>) -> Admission,
    /// What the sender says to hold: a receipt.
    pub holdings: &'a Holdings,
    /// How far chains go, with the signatures under them.
    pub tips: &'a [SignedTip],
    /// Asked every thousand revisions, with how many were looked at.
    pub go_on: &'a mut dyn FnMut(usize) -> ControlFlow<()>,
}

/// What a merge brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// The merge; none where nothing was new, or it was a trial.
    pub id: Option<MergeId>,
    /// Revisions that were not here, or had been set aside.
    pub new: usize,
    /// Revisions that were.
    pub known: usize,
    /// Revisions left outside.
    pub held_back: usize,
}

/// A merge as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeEntry {
    /// Its id.
    pub id: MergeId,
    /// Into which round.
    pub chain: Chain,
    /// Whose pack.
    pub sender: Option<DeviceId>,
    /// Of what the pack held.
    pub digest: String,
    /// When.
    pub made_at: DateTime<FixedOffset>,
    /// For people, as handed in.
    pub about: Value,
    /// When it was taken back, if it was.
    pub undone: Option<DateTime<FixedOffset>>,
    /// Arrivals it brought first and last.
    range: (i64, i64),
}

impl Journal {
    /// Takes in what another laptop brings, in any order and any number of times: the result depends on the set alone.
    /// All in one transaction, which `inspect` looks at from inside before it is kept or rolled back; an error of its
    /// own, of a revision that cannot be read or belongs elsewhere, or a stop, leaves everything as it was.
    pub fn merge<T, E: From<JournalError>>(
        &mut self,
        incoming: Incoming<'_>,
        mode: MergeMode,
        inspect: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<(Merged, T), E> {
        self.access.for_writing()?;
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(JournalError::from)?;
        let merged = take_in(&transaction, incoming, mode, &self.clock.now())?;
        let told = inspect(self)?;
        if mode == MergeMode::Trial {
            return Ok((merged, told));
        }
        match transaction.commit() {
            Ok(()) => {}
            // Nobody was told that it is in: the file is at hand, and taking it in again does no harm.
            Err(error) => {
                let detail = self.renew(error)?;
                return Err(JournalError::NotSaved { detail }.into());
            }
        }
        // People copy the `.db` alone; where others hold the log, the last of them empties it.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok((merged, told))
    }

    /// Copies the whole journal into the rotating backups before a merge.
    pub fn back_up_before_merge(&self) -> Result<(), JournalError> {
        backup::before(&self.connection, &self.home, &self.clock, Occasion::Merge)
    }

    /// All merges of this laptop, the oldest first.
    pub fn merges(&self) -> Result<Vec<MergeEntry>, JournalError> {
        entries(&self.connection)
    }

    /// The latest merge of a pack that held the same, if it still stands.
    pub fn merge_of(&self, digest: &str) -> Result<Option<MergeEntry>, JournalError> {
        let latest = self.merges()?.into_iter().rev().find(|entry| entry.digest == digest);
        Ok(latest.filter(|entry| entry.undone.is_none()))
    }

    /// Which merge brought a revision; `None` for what was recorded here.
    pub fn brought_by(&self, revision: &RevisionId) -> Result<Option<MergeId>, JournalError> {
        let Some(arrival) = keep::arrival_of(&self.connection, revision)? else { return Ok(None) };
        let revived = self
            .connection
            .prepare_cached("SELECT merge FROM revived WHERE arrival = ?1")?
            .query_row([arrival], |row| row.get(0))
            .optional()?;
        if let Some(number) = revived {
            return Ok(Some(MergeId(number)));
        }
        let sql = "SELECT number FROM merge WHERE first <= ?1 AND last >= ?1";
        let found = self.connection.prepare_cached(sql)?.query_row([arrival], |row| row.get(0)).optional()?;
        Ok(found.map(MergeId))
    }
}

fn take_in(
    connection: &Connection,
    incoming: Incoming<'_>,
    mode: MergeMode,
    now: &DateTime<FixedOffset>,
) -> Result<Merged, JournalError> {
    let Incoming { chain, sender, digest, about, revisions, judge, holdings, tips, go_on } = incoming;
    let number: i64 = connection.query_row("SELECT coalesce(max(number), 0) + 1 FROM merge", [], |row| row.get(0))?;
    let before: i64 = connection.query_row("SELECT coalesce(max(arrival), 0) FROM revision", [], |row| row.get(0))?;
    let (mut merged, mut looked_at) = (Merged::default(), 0);
    let mut revived = Vec::new();
    revisions(&mut |bytes| {
        looked_at += 1;
        if looked_at % BREATH == 0 && go_on(looked_at).is_break() {
            return Err(JournalError::Cancelled);
        }
        let id = RevisionId::of(bytes);
        if let Some(arrival) = keep::arrival_of(connection, &id)? {
            if !aside::holds(connection, arrival)? {
                judge(Arriving::Known(bytes));
                merged.known += 1;
                return Ok(());
            }
            let revision = Revision::read_as(id, bytes)?;
            if judge(Arriving::Revived(&revision)) == Admission::HoldBack {
                merged.held_back += 1;
                return Ok(());
            }
            aside::revive(connection, &revision, arrival)?;
            revived.push(arrival);
            merged.new += 1;
            return Ok(());
        }
        let sealed = Sealed::open(bytes)?;
        if sealed.revision.chain != *chain {
            return Err(JournalError::WrongChain { record: sealed.revision.record, chain: chain.clone() });
        }
        if judge(Arriving::New(&sealed.revision)) == Admission::HoldBack {
            merged.held_back += 1;
            return Ok(());
        }
        if let Some(arrival) = keep::insert(connection, &sealed)? {
            keep::join(connection, &sealed.revision, arrival)?;
            if mode == MergeMode::Keep {
                text_index::add(connection, &sealed.revision, arrival)?;
            }
            merged.new += 1;
        }
        Ok(())
    })?;
    let kept_as = if merged.new == 0 { 0 } else { number };
    if merged.new > 0 {
        let sender = sender.map(DeviceId::as_str);
        let row = params![number, chain.column(), sender, digest, now.to_rfc3339(), before + 1, about.to_string()];
        let sql = "INSERT INTO merge (number, chain, sender, digest, made_at, first, last, about)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT coalesce(max(arrival), 0) FROM revision), ?7)";
        connection.prepare_cached(sql)?.execute(row)?;
        for arrival in revived {
            connection.execute("INSERT OR REPLACE INTO revived VALUES (?1, ?2)", [arrival, number])?;
        }
        seen::brought(connection, chain)?;
    }
    if let Some(sender) = sender {
        holdings::put(connection, chain, sender, holdings, kept_as)?;
    }
    for tip in tips {
        tip::put(connection, chain, tip, kept_as)?;
    }
    merged.id = (merged.new > 0 && mode == MergeMode::Keep).then_some(MergeId(number));
    Ok(merged)
}

fn entries(connection: &Connection) -> Result<Vec<MergeEntry>, JournalError> {
    let sql = "SELECT number, chain, sender, digest, made_at, first, last, about, undone FROM merge ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (chain, sender): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        let (made_at, about, undone): (String, String, Option<String>) = (row.get(4)?, row.get(7)?, row.get(8)?);
        let time = |text: &str| DateTime::parse_from_rfc3339(text).map_err(|error| damaged(&error));
        all.push(MergeEntry {
            id: MergeId(row.get(0)?),
            chain: if chain.is_empty() { Chain::DeviceWide } else { Chain::Round(chain) },
            sender: sender.map(DeviceId::new).transpose().map_err(|error| damaged(&error))?,
            digest: row.get(3)?,
            made_at: time(&made_at)?,
            about: serde_json::from_str(&about).map_err(|error| damaged(&error))?,
            undone: undone.as_deref().map(time).transpose()?,
            range: (row.get(5)?, row.get(6)?),
        });
    }
    Ok(all)
}

fn damaged(error: &dyn fmt::Display) -> JournalError {
    JournalError::Damaged { detail: error.to_string() }
}

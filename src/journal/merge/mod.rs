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
use super::revision::{Revision, Sealed, StoredRevision};
use super::text_index;

/// How often a long merge asks whether to go on, in revisions.
const BREATH: usize = 1_000;

/// SQLite's memory for pages while a merge is under way, in KiB.
const MERGE_CACHE: i64 = 32 * 1024;

/// The same at other times: SQLite's own default.
const USUAL_CACHE: i64 = 2_000;

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

/// Hands each revision of a pack on, in any order.
pub type Feed<'a> =
    dyn FnMut(&mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>) -> Result<(), JournalError> + 'a;

/// What is to be taken in: one pack.
pub struct Incoming<'a> {
    /// The round everything must belong to.
    pub chain: Chain,
    /// Whose pack it is.
    pub sender: Option<DeviceId>,
    /// Of what the pack holds, however it was encrypted.
    pub digest: String,
    /// For people: the file, who sent it … Kept as it is.
    pub about: Value,
    /// The revisions.
    pub revisions: &'a mut Feed<'a>,
    /// Told of each of them; decides on the new ones.
    pub judge: &'a mut dyn FnMut(Arriving<'_>) -> Admission,
    /// What the sender says to hold: a receipt.
    pub holdings: Holdings,
    /// How far chains go, with the signatures under them.
    pub tips: Vec<SignedTip>,
    /// Asked every thousand revisions, with how many were looked at.
    pub go_on: &'a mut dyn FnMut(usize) -> ControlFlow<()>,
}

/// What one pack brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// Revisions that were not here, or had been set aside.
    pub new: usize,
    /// Revisions that were.
    pub known: usize,
    /// Revisions left outside.
    pub held_back: usize,
}

/// What a merge of several packs came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeOutcome<T> {
    /// The merge; none where nothing was new, or it was a trial.
    pub id: Option<MergeId>,
    /// What each pack brought, and what was found looking at it from inside.
    pub packs: Vec<(Merged, T)>,
}

/// A merge as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeEntry {
    /// Its id.
    pub id: MergeId,
    /// When.
    pub made_at: DateTime<FixedOffset>,
    /// The packs it took in together.
    pub packs: Vec<MergedPack>,
    /// When it was taken back, if it was.
    pub undone: Option<DateTime<FixedOffset>>,
    /// Arrivals it brought first and last.
    range: (i64, i64),
}

/// A pack that a merge took in.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedPack {
    /// Into which round.
    pub chain: Chain,
    /// Whose it was.
    pub sender: Option<DeviceId>,
    /// Of what it held.
    pub digest: String,
    /// For people, as handed in.
    pub about: Value,
}

impl MergeEntry {
    /// How many revisions it brought that had never been here.
    pub fn revisions(&self) -> u64 {
        self.range.1.saturating_sub(self.range.0).saturating_add(1).unsigned_abs()
    }
}

impl Journal {
    /// Takes in what other laptops bring, in any order and any number of times: the result depends on the set alone. All
    /// packs in one transaction, which `inspect` looks at from inside after each of them, by its place among `packs`,
    /// before all is kept or rolled back. An error of its own, of a revision that cannot be read or belongs elsewhere,
    /// or a stop, leaves everything as it was.
    pub fn merge<T, E: From<JournalError>>(
        &mut self,
        packs: Vec<Incoming<'_>>,
        mode: MergeMode,
        inspect: impl FnMut(&Self, usize) -> Result<T, E>,
    ) -> Result<MergeOutcome<T>, E> {
        self.access.for_writing()?;
        // Else a long transaction writes its pages out and reads them in again, over and over.
        self.cache(MERGE_CACHE)?;
        let outcome = self.merge_all(packs, mode, inspect);
        // Only memory is at stake, and the next merge sets it anew.
        let _ = self.cache(USUAL_CACHE);
        outcome
    }

    fn cache(&self, kibibytes: i64) -> Result<(), JournalError> {
        Ok(self.connection.pragma_update(None, "cache_size", -kibibytes)?)
    }

    fn merge_all<T, E: From<JournalError>>(
        &mut self,
        packs: Vec<Incoming<'_>>,
        mode: MergeMode,
        mut inspect: impl FnMut(&Self, usize) -> Result<T, E>,
    ) -> Result<MergeOutcome<T>, E> {
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(JournalError::from)?;
        let number = begin(&transaction, &self.clock.now())?;
        let mut outcome = MergeOutcome { id: None, packs: Vec::with_capacity(packs.len()) };
        for (position, pack) in (0..).zip(packs) {
            let merged = take_in(&transaction, pack, mode, number, position)?;
            outcome.packs.push((merged, inspect(self, outcome.packs.len())?));
        }
        if mode == MergeMode::Trial {
            return Ok(outcome);
        }
        if outcome.packs.iter().any(|(merged, _)| merged.new > 0) {
            outcome.id = Some(MergeId(number));
        }
        match end(&transaction, number, outcome.id).and_then(|()| transaction.commit()) {
            Ok(()) => {}
            // Nobody was told that it is in: the files are at hand, and taking them in again does no harm.
            Err(error) => return Err(JournalError::NotSaved { detail: self.renew(error)? }.into()),
        }
        // People copy the `.db` alone; where others hold the log, the last of them empties it.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(outcome)
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
        let held = |entry: &MergeEntry| entry.packs.iter().any(|pack| pack.digest == digest);
        let latest = self.merges()?.into_iter().rev().find(held);
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

/// Begins a merge: its number, and its row, still open at the end.
fn begin(connection: &Connection, now: &DateTime<FixedOffset>) -> Result<i64, JournalError> {
    let sql = "INSERT INTO merge (number, made_at, first, last)
               SELECT (SELECT coalesce(max(number), 0) FROM merge) + 1, ?1, coalesce(max(arrival), 0) + 1, 0
               FROM revision RETURNING number";
    Ok(connection.prepare_cached(sql)?.query_row([now.to_rfc3339()], |row| row.get(0))?)
}

/// Ends it: notes how far its arrivals go, or that there was nothing to number, only the word of others.
fn end(connection: &Connection, number: i64, id: Option<MergeId>) -> rusqlite::Result<()> {
    if id.is_some() {
        let sql = "UPDATE merge SET last = (SELECT coalesce(max(arrival), 0) FROM revision) WHERE number = ?1";
        connection.execute(sql, [number])?;
        return Ok(());
    }
    connection.execute("DELETE FROM merged_pack WHERE merge = ?1", [number])?;
    connection.execute("DELETE FROM merge WHERE number = ?1", [number])?;
    connection.execute("UPDATE OR REPLACE receipt SET merge = 0 WHERE merge = ?1", [number])?;
    connection.execute("UPDATE tip SET merge = 0 WHERE merge = ?1", [number])?;
    Ok(())
}

fn take_in(
    connection: &Connection,
    pack: Incoming<'_>,
    mode: MergeMode,
    number: i64,
    position: i64,
) -> Result<Merged, JournalError> {
    let Incoming { chain, sender, digest, about, revisions, judge, holdings, tips, go_on } = pack;
    let (mut merged, mut looked_at) = (Merged::default(), 0);
    revisions(&mut |stored| {
        looked_at += 1;
        if looked_at % BREATH == 0 && go_on(looked_at).is_break() {
            return Err(JournalError::Cancelled);
        }
        match take_in_one(connection, &chain, stored, mode, number, judge)? {
            Taken::New => merged.new += 1,
            Taken::Known => merged.known += 1,
            Taken::HeldBack => merged.held_back += 1,
        }
        Ok(())
    })?;
    let about = about.to_string();
    let row = params![number, position, chain.column(), sender.as_ref().map(DeviceId::as_str), digest, about];
    let sql = "INSERT INTO merged_pack (merge, position, chain, sender, digest, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    connection.prepare_cached(sql)?.execute(row)?;
    if merged.new > 0 {
        seen::brought(connection, &chain)?;
    }
    if let Some(sender) = &sender {
        holdings::put(connection, &chain, sender, &holdings, number)?;
    }
    for tip in &tips {
        tip::put(connection, &chain, tip, number)?;
    }
    Ok(merged)
}

/// What became of one revision.
enum Taken {
    New,
    Known,
    HeldBack,
}

fn take_in_one(
    connection: &Connection,
    chain: &Chain,
    stored: &StoredRevision,
    mode: MergeMode,
    number: i64,
    judge: &mut dyn FnMut(Arriving<'_>) -> Admission,
) -> Result<Taken, JournalError> {
    let (id, bytes) = (stored.id(), stored.bytes());
    if let Some(arrival) = keep::arrival_of(connection, &id)? {
        if !aside::holds(connection, arrival)? {
            judge(Arriving::Known(bytes));
            return Ok(Taken::Known);
        }
        let revision = Revision::read_as(id, bytes)?;
        if judge(Arriving::Revived(&revision)) == Admission::HoldBack {
            return Ok(Taken::HeldBack);
        }
        aside::revive(connection, &revision, arrival)?;
        connection.prepare_cached("INSERT OR REPLACE INTO revived VALUES (?1, ?2)")?.execute([arrival, number])?;
        return Ok(Taken::New);
    }
    let sealed = Sealed::open_as(id, bytes)?;
    if sealed.revision.chain != *chain {
        return Err(JournalError::WrongChain { record: sealed.revision.record, chain: chain.clone() });
    }
    if judge(Arriving::New(&sealed.revision)) == Admission::HoldBack {
        return Ok(Taken::HeldBack);
    }
    let Some(arrival) = keep::insert(connection, &sealed)? else { return Ok(Taken::Known) };
    keep::join(connection, &sealed.revision, arrival)?;
    if mode == MergeMode::Keep {
        text_index::add(connection, &sealed.revision, arrival)?;
    }
    Ok(Taken::New)
}

fn entries(connection: &Connection) -> Result<Vec<MergeEntry>, JournalError> {
    let mut statement =
        connection.prepare_cached("SELECT number, made_at, first, last, undone FROM merge ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let time = |text: &str| DateTime::parse_from_rfc3339(text).map_err(|error| damaged(&error));
        let id = MergeId(row.get(0)?);
        let undone: Option<String> = row.get(4)?;
        all.push(MergeEntry {
            id,
            made_at: time(&row.get::<_, String>(1)?)?,
            packs: packs_of(connection, id)?,
            undone: undone.as_deref().map(time).transpose()?,
            range: (row.get(2)?, row.get(3)?),
        });
    }
    Ok(all)
}

fn packs_of(connection: &Connection, id: MergeId) -> Result<Vec<MergedPack>, JournalError> {
    let sql = "SELECT chain, sender, digest, about FROM merged_pack WHERE merge = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let mut packs = Vec::new();
    while let Some(row) = rows.next()? {
        let (chain, about): (String, String) = (row.get(0)?, row.get(3)?);
        packs.push(MergedPack {
            chain: if chain.is_empty() { Chain::DeviceWide } else { Chain::Round(chain) },
            sender: row.get::<_, Option<String>>(1)?.map(DeviceId::new).transpose()?,
            digest: row.get(2)?,
            about: serde_json::from_str(&about).map_err(|error| damaged(&error))?,
        });
    }
    Ok(packs)
}

fn damaged(error: &dyn fmt::Display) -> JournalError {
    JournalError::Damaged { detail: error.to_string() }
}

//! Two hands for the long walks: one thread unpacks and hashes while the other works on what is unpacked.
//!
//! ```text
//! unpack, lengthen, hash ──batches of 256, at most 4 wait──► check or take in
//! ```

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::ScopedJoinHandle;

use crate::journal::StoredRevision;

/// Revisions handed over at once: handing over each alone would cost more than it saves.
const BATCH: usize = 256;
/// Batches that may wait: memory stays small whichever side is slower.
const WAITING: usize = 4;

/// Where one thread puts revisions.
pub(super) struct Ahead {
    batch: Vec<StoredRevision>,
    sender: SyncSender<Vec<StoredRevision>>,
}

/// The other thread wants no more: it has ended.
#[derive(Debug)]
pub(super) struct Ended;

pub(super) fn pair() -> (Ahead, Receiver<Vec<StoredRevision>>) {
    let (sender, receiver) = sync_channel(WAITING);
    (Ahead { batch: Vec::with_capacity(BATCH), sender }, receiver)
}

impl Ahead {
    pub(super) fn put(&mut self, revision: StoredRevision) -> Result<(), Ended> {
        self.batch.push(revision);
        if self.batch.len() < BATCH { Ok(()) } else { self.flush() }
    }

    /// Hands over what is left.
    pub(super) fn finish(mut self) -> Result<(), Ended> {
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Ended> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.sender.send(batch).map_err(|_| Ended)
    }
}

/// What the other thread came to; where it panicked, so does this one.
pub(super) fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(outcome) => outcome,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

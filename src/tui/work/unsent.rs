//! "Chưa gửi: N": how many records of the round at work are on this laptop alone. Counted when a round is opened and when
//! another program wrote, followed from then on by looking at what was written since.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::inspection::{RoundId, Store};
use crate::journal::{Chain, Clock, JournalError, RecordKey};

/// A journal of at most so many revisions is counted at once; a larger one on a thread, which keeps no key waiting.
const AT_ONCE: u64 = 10_000;

/// The count of one round.
#[derive(Debug, Default)]
pub(super) struct Unsent {
    round: Option<RoundId>,
    counted: Counted,
    /// Where a count on a thread comes back.
    coming: Option<Receiver<Counted>>,
    /// Tells whether another program wrote since.
    version: i64,
    #[cfg(test)]
    pub(super) is_hidden: bool,
}

/// What was counted.
#[derive(Debug, Default)]
struct Counted {
    /// Each record once, by its hash: a round may have hundreds of thousands.
    records: HashSet<u64>,
    /// This device's last number that is in it.
    last: u64,
}

impl Unsent {
    /// How many records; 0 while nothing is known yet.
    pub fn count(&self) -> u64 {
        #[cfg(test)]
        if self.is_hidden {
            return 0;
        }
        self.counted.records.len() as u64
    }

    /// Counts the round that was opened. What cannot be counted is not told; nothing else depends on it.
    pub fn begin(&mut self, store: &Store, round: &RoundId) {
        if self.round.as_ref() != Some(round) {
            self.counted = Counted::default();
            self.round = Some(round.clone());
        }
        self.version = store.journal().data_version().unwrap_or_default();
        let chain = Chain::Round(round.to_string());
        if store.journal().size().is_ok_and(|size| size <= AT_ONCE) {
            self.coming = None;
            self.counted = Counted::of(store, &chain).unwrap_or_default();
            return;
        }
        let (done, coming) = channel();
        let (home, clock) = (store.journal().home().to_owned(), Clock::clone(store.journal().clock()));
        let count = move || {
            let counted = Store::open(&home, clock).ok().and_then(|store| Counted::of(&store, &chain).ok());
            // Nobody waits any more where another round was opened meanwhile.
            let _ = done.send(counted.unwrap_or_default());
        };
        let started = std::thread::Builder::new().name("unsent".to_owned()).spawn(count);
        self.coming = started.is_ok().then_some(coming);
    }

    /// No round is at work any more.
    pub fn end(&mut self) {
        self.round = None;
        self.counted = Counted::default();
    }

    /// Takes in what was written since; counts anew where another program wrote, as merging does.
    pub fn follow(&mut self, store: &Store) {
        let Some(round) = self.round.clone() else { return };
        match self.coming.as_ref().map(Receiver::try_recv) {
            Some(Err(TryRecvError::Empty)) => return,
            Some(counted) => {
                // The thread emptied the log when it was done, which counts as another program's writing.
                self.version = store.journal().data_version().unwrap_or_default();
                (self.counted, self.coming) = (counted.unwrap_or_default(), None);
            }
            None if store.journal().data_version().is_ok_and(|version| version != self.version) => {
                return self.begin(store, &round);
            }
            None => {}
        }
        let _ = self.counted.extend(store, &Chain::Round(round.to_string()));
    }
}

impl Counted {
    fn of(store: &Store, chain: &Chain) -> Result<Self, JournalError> {
        let last = store.journal().written_after(chain, u64::MAX, &mut |_| {})?;
        let mut counted = Self { last, ..Self::default() };
        store.journal().each_unsent(chain, &mut |record| {
            counted.records.insert(hash(&record));
        })?;
        Ok(counted)
    }

    fn extend(&mut self, store: &Store, chain: &Chain) -> Result<(), JournalError> {
        let Self { records, last } = self;
        *last = store.journal().written_after(chain, *last, &mut |record| {
            records.insert(hash(&record));
        })?;
        Ok(())
    }
}

fn hash(record: &RecordKey) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.as_str().hash(&mut hasher);
    hasher.finish()
}

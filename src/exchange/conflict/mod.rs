//! Different opinions: what two laptops say differently of one field, who said it and what each had seen, and how a
//! person decides it.
//!
//! Nothing here is settled by a clock or by the order of arrival. A decision is a revision whose parents are all the
//! heads that were looked at, with a reason; an opinion that arrives later stands beside it and the field is open again.
//! What was changed side by side without being the same field (*parallel*) stays marked until somebody has looked.

mod choice;
mod decided;
mod error;
mod find;
mod parallel;
mod settle;
mod words;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use choice::{Choice, NewValue, choose, joined, takes_new};
pub use decided::{Decided, Outcome, decided};
pub use error::ConflictError;
pub use find::{find, find_at};
pub(in crate::exchange) use parallel::is_parallel;
pub use parallel::{Parallel, Side, look, parallel, parallel_at};
pub use settle::{Settle, Settled, named, round_of, settle};
pub use words::{PlaceWords, Words, device_names};

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use crate::inspection::RecordPlace;
use crate::journal::{DeviceId, FieldName, Head, RecordKey, RevisionId};

/// A field with different opinions nobody has settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The record.
    pub record: RecordKey,
    /// Its field.
    pub field: FieldName,
    /// What the record is about.
    pub place: RecordPlace,
    /// What a row, form, piece of evidence or person is called: its first cell, its number, its name.
    pub entry: Option<String>,
    /// The opinions: two or more, of different values, those claimed to be the earliest first.
    pub opinions: Vec<Opinion>,
    /// What stood there before they parted: nothing where it was never recorded, several where that differed, too.
    pub before: Vec<Value>,
    /// The decision that one of them came too late for.
    pub reopened: Option<Decision>,
}

/// What one or several people say.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// The value; null where the field was emptied.
    pub value: Value,
    /// Who says so: several where laptops agree without knowing of each other.
    pub voices: Vec<Voice>,
    /// What its author says beside it in the same answer.
    pub beside: Beside,
}

/// One person's revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The revision.
    pub revision: RevisionId,
    /// Who; none for what a device did by itself.
    pub member: Option<String>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop.
    pub made_at: DateTime<FixedOffset>,
    /// Which of the other opinions its author had before his eyes, as indexes of [`Conflict::opinions`].
    pub saw: Vec<usize>,
}

/// What the author of an opinion says beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The remark, where it is his.
    pub remark: Option<String>,
    /// The internal note, where it is his.
    pub note: Option<String>,
    /// How many pieces of evidence are his.
    pub evidence: usize,
}

/// What somebody decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The revision that settled it.
    pub revision: RevisionId,
    /// What was made to stand.
    pub value: Value,
    /// Who.
    pub member: Option<String>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop.
    pub made_at: DateTime<FixedOffset>,
    /// Why.
    pub reason: Option<String>,
}

impl Conflict {
    /// Every head that has to be looked at.
    pub fn heads(&self) -> Vec<RevisionId> {
        self.opinions.iter().flat_map(|opinion| &opinion.voices).map(|voice| voice.revision).collect()
    }

    /// The opinion that `revision` says.
    pub fn opinion_of(&self, revision: &RevisionId) -> Option<&Opinion> {
        self.opinions.iter().find(|opinion| opinion.voices.iter().any(|voice| voice.revision == *revision))
    }
}

/// Whether two heads are of one person on one laptop.
fn same_voice(voice: &Voice, head: &Head) -> bool {
    voice.member == head.member && voice.device == head.device
}

//! Taking packs in: looked at first, then all together or not at all.

mod claims;
mod door;
mod look;
mod receipt;
mod storeroom;
mod take;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

pub use look::{Clash, ClockDoubt, Place, PlaceCount};
pub use receipt::{Receipt, receipts_beside};
pub use storeroom::{Stored, Storeroom};

use super::identity::{KnownDevice, Passphrase};
use super::pack::{Header, Progress};
use crate::inspection::RoundId;
use crate::journal::{DeviceId, MergeId, MergeMode};

/// What becomes of packs from devices nobody here accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewDevices {
    /// They wait until a person has compared the six words.
    #[default]
    Wait,
    /// They are accepted.
    Accept,
}

/// What becomes of the sound files where another one is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadFiles {
    /// They are taken in.
    #[default]
    LeftOut,
    /// They are not: nothing changes.
    RefuseAll,
}

/// What to take in, and how.
#[derive(Debug, Clone)]
pub struct MergeOrder {
    /// The files: packs, or receipts that other laptops left beside ours.
    pub files: Vec<PathBuf>,
    /// For packs closed with one.
    pub passphrase: Option<Passphrase>,
    /// For packs from devices nobody here accepted.
    pub new_devices: NewDevices,
    /// Where one of the files is no pack, or damaged.
    pub bad_files: BadFiles,
    /// Whether it stays.
    pub mode: MergeMode,
}

/// What a long merge is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeStep {
    /// Reading the file of this place among those given.
    Reading(usize, Progress),
    /// Copying the journal.
    BackingUp,
    /// Taking in: the file's place, and revisions done of how many.
    TakingIn(usize, usize, u64),
    /// Attached files.
    Files(usize),
}

/// Hears of each step; breaking stops, and nothing was merged.
pub type Watch<'a> = dyn FnMut(MergeStep) -> ControlFlow<()> + 'a;

/// What a merge, or the look before it, came to.
#[derive(Debug)]
pub struct MergeReport {
    /// The merge; none where nothing was new or it was a look.
    pub id: Option<MergeId>,
    /// Each file, in the order given.
    pub files: Vec<FileReport>,
}

/// What became of one file.
#[derive(Debug)]
pub struct FileReport {
    /// As given.
    pub file: PathBuf,
    /// What people called it: its path, or its former name where it lay waiting.
    pub name: String,
    /// What the pack says about itself, where it could be read.
    pub header: Option<Box<Header>>,
    /// The device it is from, as known here now.
    pub sender: Option<Box<KnownDevice>>,
    /// What became of it.
    pub outcome: FileOutcome,
}

/// What became of a file.
#[derive(Debug)]
pub enum FileOutcome {
    /// It was taken in, or would be.
    Taken(Box<Taken>),
    /// A receipt: it tells what another laptop holds.
    Receipt(DeviceId),
    /// It waits: a plain sentence why, and what to do.
    Waits(Waiting),
    /// It is damaged or was changed: a copy lies in quarantine, with the sentence.
    Quarantined(String),
    /// It was not taken and lies where it lay.
    Refused(String),
    /// It is sound, and was not taken because another file is not.
    HeldUp,
}

/// What a pack waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// A person who compares the six words.
    Device(DeviceId),
    /// The device was revoked; a person decides.
    Revoked(DeviceId),
    /// A newer program.
    NewerProgram(String),
}

/// What one pack brought.
#[derive(Debug, Default)]
pub struct Taken {
    /// The round.
    pub round: Option<RoundId>,
    /// Revisions that were not here.
    pub new: usize,
    /// Revisions that were.
    pub known: usize,
    /// Revisions left outside, since their device was revoked before them.
    pub held_back: usize,
    /// What came, by unit and item.
    pub places: BTreeMap<Place, PlaceCount>,
    /// Fields where different opinions stand since.
    pub conflicts: Vec<Clash>,
    /// Fields where the same value stands twice.
    pub settled: usize,
    /// Answers where different people changed different fields without seeing each other's.
    pub parallel: usize,
    /// Answers by somebody who was not assigned there.
    pub outside_assignment: usize,
    /// Attached files that the round names and that are not here, after this pack.
    pub attachments_missing: usize,
    /// Attached files that came along.
    pub attachments: usize,
    /// Times that cannot be right.
    pub clocks: Vec<ClockDoubt>,
    /// Devices other than the sender whose part carries no signature of theirs.
    pub unsigned: Vec<DeviceId>,
    /// Editions of checklists that came along and were not here.
    pub editions: usize,
    /// Accepted here and revoked by the sender: a person here must decide.
    pub revoked_elsewhere: Vec<DeviceId>,
    /// The newest revision in it, as claimed.
    pub newest: Option<DateTime<FixedOffset>>,
    /// The receipt that was left beside the pack, where that could be written.
    pub receipt: Option<PathBuf>,
}

impl MergeReport {
    /// Whether somebody is waited for.
    pub fn waits(&self) -> usize {
        self.files.iter().filter(|file| matches!(file.outcome, FileOutcome::Waits(_))).count()
    }

    /// The first file that could not be taken for its own sake, with the sentence why.
    pub fn refused(&self) -> Option<(&PathBuf, &str)> {
        self.files.iter().find_map(|file| match &file.outcome {
            FileOutcome::Refused(why) | FileOutcome::Quarantined(why) => Some((&file.file, why.as_str())),
            FileOutcome::Taken(_) | FileOutcome::Receipt(_) | FileOutcome::Waits(_) | FileOutcome::HeldUp => None,
        })
    }
}

//! Taking packs in: looked at first, with names in the place of ids.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::names::Names;
use super::{ExchangeOutcome, exchanging};
use crate::exchange::identity::{Passphrase, SixWords};
use crate::exchange::merging::{
    BadFiles, FileOutcome, FileReport, MergeOrder, MergeStep, NewDevices, PlaceCount, Stored, Storeroom, Taken,
};
use crate::exchange::pack::{Header, Peeked, Stage, With, peek};
use crate::inspection::RoundId;
use crate::journal::{DeviceId, MergeId, MergeMode};
use crate::tui::job::Done;
use crate::tui::screen::Failure;
use crate::tui::work::office::Office;

/// Packs to look at or to take in.
#[derive(Debug, Clone, Default)]
pub struct MergeFiles {
    /// Files, or folders that mean all packs in them.
    pub files: Vec<PathBuf>,
    /// For packs closed with one.
    pub passphrase: Option<Passphrase>,
}

/// What packs would bring or brought.
#[derive(Debug)]
pub struct MergeLook {
    /// The merge; none where nothing was new or it was a look.
    pub id: Option<MergeId>,
    /// When.
    pub now: DateTime<FixedOffset>,
    /// Each file.
    pub files: Vec<FileLook>,
}

/// One file.
#[derive(Debug)]
pub struct FileLook {
    /// What became of it.
    pub report: FileReport,
    /// What it is called.
    pub name: String,
    /// The machine it is from.
    pub machine: String,
    /// The members who recorded on that machine.
    pub members: Vec<String>,
    /// The machine's six words.
    pub words: Option<SixWords>,
    /// The round's title.
    pub title: String,
    /// Whether the round was here before.
    pub round: RoundHere,
    /// Members who say they have finished.
    pub finished: Vec<String>,
    /// What came, unit by unit and item by item, in the round's order.
    pub places: Vec<PlaceLine>,
    /// What the devices named in the report are called.
    pub devices: BTreeMap<DeviceId, String>,
    /// That a passphrase is wanted.
    pub lock: Option<Lock>,
}

/// Whether a round is on this laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundHere {
    /// It is.
    Yes,
    /// It is not yet.
    No,
}

/// Why a passphrase is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// None was given.
    Closed,
    /// The one given does not fit.
    Wrong,
}

/// What came for one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceLine {
    /// The unit; none for the round itself.
    pub unit: Option<String>,
    /// The item, with its number.
    pub item: Option<String>,
    /// How much.
    pub count: PlaceCount,
}

/// Packs that wait and damaged ones.
#[derive(Debug, Clone, Default)]
pub struct StoredPacks {
    /// Those that wait, then the damaged ones.
    pub packs: Vec<StoredPack>,
}

/// A pack that lies in the home and was not taken in.
#[derive(Debug, Clone)]
pub struct StoredPack {
    /// Where, and why in the words it was put away with.
    pub stored: Stored,
    /// Why.
    pub why: StoredWhy,
    /// What the machine it is from is called, where a person must accept it.
    pub machine: Option<String>,
}

/// Why a pack was put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredWhy {
    /// It waits for a person or a newer program.
    Waits,
    /// It is damaged or was changed.
    Damaged,
}

impl FileLook {
    /// What it brings, where it can be taken in.
    pub fn taken(&self) -> Option<&Taken> {
        match &self.report.outcome {
            FileOutcome::Taken(taken) => Some(taken),
            _ => None,
        }
    }

    /// What it says about itself, where it could be read.
    pub fn header(&self) -> Option<&Header> {
        self.report.header.as_deref()
    }
}

impl MergeLook {
    /// The packs that can be taken in or were.
    pub fn taken(&self) -> impl Iterator<Item = &Taken> {
        self.files.iter().filter_map(FileLook::taken)
    }

    /// The rounds that something came for.
    pub fn rounds(&self) -> Vec<RoundId> {
        let mut rounds: Vec<RoundId> = self.taken().filter_map(|taken| taken.round.clone()).collect();
        rounds.sort();
        rounds.dedup();
        rounds
    }
}

impl Office {
    pub(super) fn merge(
        &mut self,
        wanted: &MergeFiles,
        mode: MergeMode,
        hear: &mut dyn FnMut(Done) -> Result<(), Failure>,
    ) -> Result<ExchangeOutcome, Failure> {
        let files = expanded(&wanted.files);
        let here: Vec<RoundId> = self.store.rounds().unwrap_or_default().into_iter().map(|round| round.id).collect();
        let count = files.len();
        let order = MergeOrder {
            files,
            passphrase: wanted.passphrase.clone(),
            new_devices: NewDevices::Wait,
            bad_files: BadFiles::LeftOut,
            mode,
        };
        let mut watch = |step: MergeStep| match hear(how_far(step, count)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        let report = self.store.merge_packs(&order, &mut watch).map_err(exchanging)?;
        let looks = report.files.into_iter().map(|file| self.look_of(file, &here, wanted)).collect();
        let look = MergeLook { id: report.id, now: self.store.journal().clock().now(), files: looks };
        Ok(match mode {
            MergeMode::Trial => ExchangeOutcome::Looked(Arc::new(look)),
            MergeMode::Keep => ExchangeOutcome::Merged(Arc::new(look)),
        })
    }

    fn look_of(&self, report: FileReport, here: &[RoundId], wanted: &MergeFiles) -> FileLook {
        let header = report.header.as_deref();
        let id = header.and_then(|header| RoundId::new(header.round.clone()).ok());
        let round = if id.as_ref().is_some_and(|id| here.contains(id)) { RoundHere::Yes } else { RoundHere::No };
        let names = Names::of_pack(self, id.as_ref(), header);
        let known = self.met_devices().unwrap_or_default();
        let sender = report.sender.as_ref().map(|device| device.name.clone());
        let machine = sender.or_else(|| header.map(|header| plain(&header.sender.name))).unwrap_or_default();
        let mut devices: BTreeMap<DeviceId, String> =
            known.into_iter().map(|device| (device.id, device.name)).collect();
        if let Some(header) = header {
            for entry in &header.roster {
                devices.entry(entry.card.keys.device()).or_insert_with(|| plain(&entry.card.name));
            }
            devices.insert(header.sender.device.clone(), machine.clone());
        }
        let mut places: Vec<(_, PlaceLine)> = match &report.outcome {
            FileOutcome::Taken(taken) => {
                let places = taken.places.iter().filter(|(_, count)| **count != PlaceCount::default());
                places.map(|(place, count)| names.place(place, *count)).collect()
            }
            _ => Vec::new(),
        };
        places.sort_by_key(|(rank, _)| *rank);
        let members = |ids: &[String]| ids.iter().map(|id| names.member(id)).collect::<Vec<_>>();
        FileLook {
            name: name_of(&report.file, self.store.journal().home()),
            members: header.map(|header| members(&header.sender.members)).unwrap_or_default(),
            finished: header.map(|header| members(&header.finished)).unwrap_or_default(),
            words: header.map(|header| SixWords::of(&header.sender.keys)),
            title: names.title.clone(),
            round,
            machine,
            places: places.into_iter().map(|(_, line)| line).collect(),
            devices,
            lock: lock_of(&report, wanted.passphrase.as_ref()),
            report,
        }
    }

    pub(super) fn stored(&self) -> ExchangeOutcome {
        let home = self.store.journal().home();
        let known = self.met_devices().unwrap_or_default();
        let kinds = [(Storeroom::waiting(home), StoredWhy::Waits), (Storeroom::quarantine(home), StoredWhy::Damaged)];
        let packs = kinds.into_iter().flat_map(|(room, why)| room.list().into_iter().map(move |stored| (stored, why)));
        let packs = packs.map(|(stored, why)| {
            let id = stored.note.device.as_deref();
            let machine = known.iter().find(|device| Some(device.id.as_str()) == id).map(|device| device.name.clone());
            StoredPack { stored, why, machine }
        });
        ExchangeOutcome::Stored(Arc::new(StoredPacks { packs: packs.collect() }))
    }

    pub(super) fn discard(&self, file: &Path) -> Result<ExchangeOutcome, Failure> {
        let home = self.store.journal().home();
        for room in [Storeroom::waiting(home), Storeroom::quarantine(home)] {
            room.discard(file).map_err(exchanging)?;
        }
        Ok(self.stored())
    }
}

/// Folders stand for the packs in them.
fn expanded(given: &[PathBuf]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in given {
        let mut found = if path.is_dir() {
            let entries = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
            entries.filter(|path| super::media::is_pack(path)).collect()
        } else {
            vec![path.clone()]
        };
        found.sort();
        found.retain(|path| !files.contains(path));
        files.extend(found);
    }
    files
}

/// How much of the whole a step has done, in thousandths: reading is half of it.
fn how_far(step: MergeStep, files: usize) -> Done {
    let files = files.max(1) as u64;
    let share = |done: u64, total: u64| (done.min(total) * 1000).checked_div(total).unwrap_or(0);
    let done = match step {
        MergeStep::Reading(position, progress) => {
            let stage = match progress.stage {
                Stage::Copying => 0,
                Stage::Decrypting => 1,
                Stage::Checking | Stage::ReadingBack => 2,
            };
            let of_file = (stage * 1000 + share(progress.done, progress.total)) / 3;
            (position as u64 * 1000 + of_file) / files / 2
        }
        MergeStep::Files(_) => 500,
        MergeStep::BackingUp => 520,
        MergeStep::TakingIn(position, done, total) => {
            550 + (position as u64 * 1000 + share(done as u64, total)) / files * 44 / 100
        }
    };
    Done { done, total: 1000 }
}

/// What people know a file by: a copy in the home by the name it came with.
fn name_of(file: &Path, home: &Path) -> String {
    let stored = [Storeroom::waiting(home), Storeroom::quarantine(home)].into_iter().flat_map(|room| room.list());
    let own = || file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    stored.into_iter().find(|stored| stored.file == file).map_or_else(own, |stored| stored.note.name)
}

/// Whether a passphrase would open what was refused.
fn lock_of(report: &FileReport, given: Option<&Passphrase>) -> Option<Lock> {
    let FileOutcome::Refused(_) = &report.outcome else { return None };
    match peek(&report.file) {
        Ok(Peeked::Encrypted(With::Passphrase)) => Some(if given.is_some() { Lock::Wrong } else { Lock::Closed }),
        _ => None,
    }
}

/// A text from elsewhere on one line, and not long.
pub(super) fn plain(text: &str) -> String {
    crate::vietnamese::nfc::single_line(text).chars().take(120).collect::<String>().trim().to_owned()
}

//! One meeting: list, fetch what is not known, take it in, put what is lacking, read it back.
//!
//! Every step may be the last: an object that was fetched and not yet remembered is fetched again and adds nothing;
//! one that was put and not yet remembered is found by the next listing, under this laptop's own name, and taken in
//! like any other. So nothing is undone after a failure, and the next sync goes on.
//!
//! A laptop puts whatever it holds, whoever wrote it, that some reader of its objects is neither known to hold nor can
//! open at the place. A laptop accepted late is a reader for whom nothing lies there yet: what it lacks is put again
//! by whoever accepted it and syncs first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rust_i18n::t;
use thiserror::Error;

use super::error::PlaceError;
use super::extent::Extent;
use super::laptop::{Contents, Laptop, LaptopError, Load, Merged, Reader, Took};
use super::memory::{FOLDER, Fate, Memory};
use super::name::{Foreign, Listed, ObjectHash, ObjectKind, ObjectName, prefix};
use super::place::{Broken, MAX_OBJECT, Place, measure};
use crate::exchange::pack::EXTENSION;
use crate::inspection::RoundId;
use crate::journal::DeviceId;
use crate::system::explain;

/// Most revisions in one segment: a lost connection costs no more than one of them.
const MAX_REVISIONS: u64 = 20_000;
/// Most pages of a listing: ten million keys. A server that never ends is broken.
const MAX_PAGES: usize = 10_000;
/// Most objects taken in at once.
const BATCH_OBJECTS: usize = 200;
/// As many bytes, and no more are fetched before they are taken in.
const BATCH_BYTES: u64 = 64 * 1024 * 1024;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the listing.
    Listing,
    /// Fetching and taking in.
    Fetching,
    /// Putting and reading back.
    Sending,
}

/// How far a sync is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Objects done of this stage.
    pub done: u64,
    /// Objects of this stage; 0 while unknown.
    pub total: u64,
    /// Bytes of the present object that have gone.
    pub bytes: u64,
}

/// Hears how far it is; breaking stops.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// What a sync did.
#[derive(Debug, Default)]
pub struct Synced {
    /// What was taken in.
    pub merged: Vec<Merged>,
    /// What waits, with the reason.
    pub waiting: Vec<Passed>,
    /// What was passed over, with the reason.
    pub passed: Vec<Passed>,
    /// Objects found to be sealed for others.
    pub locked: u64,
    /// What was put and read back.
    pub sent: Sent,
    /// Why not everything was done; what is told above was done all the same.
    pub stopped: Option<SyncError>,
}

/// Something at the place that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Its key.
    pub key: String,
    /// Why.
    pub why: String,
}

/// What was put and read back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Objects.
    pub objects: u64,
    /// Revisions in them.
    pub revisions: u64,
    /// Attached files in them.
    pub attachments: u64,
    /// Whether there was anybody to put it for.
    pub audience: Audience,
}

/// Whether anybody may read what this laptop puts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Somebody.
    #[default]
    Somebody,
    /// No device has been accepted yet, so nothing was put.
    Nobody,
}

/// Why a sync ended early.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The place.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// This laptop.
    #[error(transparent)]
    Laptop(#[from] LaptopError),
    /// This laptop's disk, beside the journal.
    #[error("{}", t!("exchange_hub.own_disk", why = explain(.0)))]
    OwnDisk(#[source] std::io::Error),
}

impl SyncError {
    /// Whether it ended because the user asked for it.
    pub fn is_stop(&self) -> bool {
        matches!(self, Self::Place(PlaceError::Stopped) | Self::Laptop(LaptopError::Stopped))
    }
}

/// Meets the others at `place`: takes what is new there, puts what it lacks. `home` is where temporary copies and the
/// memory of the place lie.
pub fn sync(place: &dyn Place, round: &RoundId, laptop: &mut dyn Laptop, home: &Path, watch: &mut Watch<'_>) -> Synced {
    let memory = Memory::load(home, &place.title(), round, laptop.device());
    let scratch = home.join(FOLDER);
    if let Err(error) = std::fs::create_dir_all(&scratch) {
        return Synced { stopped: Some(SyncError::OwnDisk(error)), ..Synced::default() };
    }
    let mut meeting = Meeting { place, round, laptop, scratch: &scratch, memory, watch, synced: Synced::default() };
    let outcome = meeting.run();
    let noted = meeting.memory.save().map_err(SyncError::OwnDisk);
    let mut synced = meeting.synced;
    synced.stopped = outcome.and(noted).err();
    synced
}

/// An object that came whole.
struct Fetched {
    name: ObjectName,
    size: u64,
    file: PathBuf,
}

/// Objects to be taken in together, in a folder of their own: whatever is left beside them goes with it.
struct Batch {
    folder: tempfile::TempDir,
    fetched: Vec<Fetched>,
}

impl Batch {
    fn new(scratch: &Path) -> Result<Self, SyncError> {
        let folder = tempfile::Builder::new().prefix("in-").tempdir_in(scratch).map_err(SyncError::OwnDisk)?;
        Ok(Self { folder, fetched: Vec::new() })
    }

    fn is_full(&self) -> bool {
        let bytes: u64 = self.fetched.iter().map(|fetched| fetched.size).sum();
        self.fetched.len() >= BATCH_OBJECTS || bytes >= BATCH_BYTES
    }
}

struct Meeting<'a, 'b> {
    place: &'a dyn Place,
    round: &'a RoundId,
    laptop: &'a mut dyn Laptop,
    scratch: &'a Path,
    memory: Memory,
    watch: &'a mut Watch<'b>,
    synced: Synced,
}

impl Meeting<'_, '_> {
    fn run(&mut self) -> Result<(), SyncError> {
        let listed = self.list()?;
        self.memory.compare(&listed);
        self.fetch(listed)?;
        self.send()
    }

    fn list(&mut self) -> Result<BTreeMap<ObjectName, u64>, SyncError> {
        let prefix = prefix(self.round);
        let mut objects = BTreeMap::new();
        let mut after = None;
        for _ in 0..MAX_PAGES {
            let done = objects.len() as u64;
            if (self.watch)(Progress { stage: Stage::Listing, done, total: 0, bytes: 0 }).is_break() {
                return Err(PlaceError::Stopped.into());
            }
            let page = self.place.list(&prefix, after.as_ref())?;
            for entry in page.entries {
                match Listed::of(&entry.key, self.round) {
                    Listed::Object(name) => {
                        objects.insert(name, entry.size);
                    }
                    Listed::Foreign(foreign) => self.pass(entry.key, words(foreign)),
                    Listed::Litter => {}
                }
            }
            // A server that repeats itself would be listed for ever.
            if page.next.is_none() || page.next == after {
                break;
            }
            after = page.next;
        }
        Ok(objects)
    }

    fn pass(&mut self, key: String, why: String) {
        self.synced.passed.push(Passed { key, why });
    }

    fn fetch(&mut self, listed: BTreeMap<ObjectName, u64>) -> Result<(), SyncError> {
        let accepted: BTreeSet<DeviceId> = self.laptop.readers()?.into_iter().map(|reader| reader.device).collect();
        let unknown = listed.into_iter().filter(|(name, _)| match self.memory.fate(name) {
            None => true,
            Some(Fate::Waiting) => accepted.contains(&name.device),
            Some(_) => false,
        });
        let unknown: Vec<(ObjectName, u64)> = unknown.collect();
        let total = unknown.len() as u64;
        if unknown.is_empty() {
            return Ok(());
        }
        let mut batch = Batch::new(self.scratch)?;
        for (done, (name, size)) in (0..).zip(unknown) {
            let progress = Progress { stage: Stage::Fetching, done, total, bytes: 0 };
            match self.fetch_one(&name, size, batch.folder.path(), progress) {
                Ok(None) => {}
                Ok(Some(fetched)) => batch.fetched.push(fetched),
                Err(error) if error.is_stop() => return Err(error),
                Err(error) => {
                    // What has come all the way is not left behind.
                    self.take(batch, progress)?;
                    return Err(error);
                }
            }
            if batch.is_full() {
                let full = std::mem::replace(&mut batch, Batch::new(self.scratch)?);
                self.take(full, progress)?;
            }
        }
        self.take(batch, Progress { stage: Stage::Fetching, done: total, total, bytes: 0 })
    }

    /// Fetches one object; none where what is there is no whole object.
    fn fetch_one(
        &mut self,
        name: &ObjectName,
        size: u64,
        folder: &Path,
        progress: Progress,
    ) -> Result<Option<Fetched>, SyncError> {
        if size > MAX_OBJECT {
            self.pass(name.to_string(), PlaceError::TooLarge(name.to_string()).to_string());
            return Ok(None);
        }
        // Numbered too: the same bytes may lie there twice, put by two laptops.
        let file = folder.join(format!("{}-{}.{EXTENSION}", progress.done, name.hash.as_str()));
        let created = File::options().create_new(true).read(true).write(true).open(&file);
        let mut copy = created.map_err(SyncError::OwnDisk)?;
        let watch = &mut *self.watch;
        let mut moved = |bytes| watch(Progress { bytes, ..progress });
        match self.place.get(name, MAX_OBJECT, &mut copy, &mut moved) {
            Ok(_) => {}
            Err(error @ (PlaceError::NotThere(_) | PlaceError::TooLarge(_))) => {
                self.pass(name.to_string(), error.to_string());
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
        let (size, hash) = hash_of(&mut copy, &mut moved)?;
        if hash != name.hash {
            self.pass(name.to_string(), t!("exchange_hub.passed.half").into_owned());
            return Ok(None);
        }
        Ok(Some(Fetched { name: name.clone(), size, file }))
    }

    /// Takes in what was fetched, and remembers what became of it.
    fn take(&mut self, batch: Batch, progress: Progress) -> Result<(), SyncError> {
        if batch.fetched.is_empty() {
            return Ok(());
        }
        let files: Vec<PathBuf> = batch.fetched.iter().map(|fetched| fetched.file.clone()).collect();
        let watch = &mut *self.watch;
        let took = self.laptop.take(&files, &mut || watch(progress))?;
        for (fetched, took) in batch.fetched.into_iter().zip(took) {
            self.note(&fetched.name, fetched.size, took);
        }
        self.memory.save().map_err(SyncError::OwnDisk)
    }

    fn note(&mut self, name: &ObjectName, size: u64, took: Took) {
        let (fate, contents) = match took {
            Took::Merged(merged) => {
                let contents = merged.contents.clone();
                self.synced.merged.push(merged);
                (Fate::Known, contents)
            }
            Took::Waiting(why) => {
                self.synced.waiting.push(Passed { key: name.to_string(), why });
                (Fate::Waiting, Contents::default())
            }
            Took::Locked => {
                self.synced.locked += 1;
                (Fate::Locked, Contents::default())
            }
            Took::TooNew(why) => {
                self.pass(name.to_string(), why);
                (Fate::TooNew, Contents::default())
            }
            Took::Refused(why) => {
                self.pass(name.to_string(), why);
                (Fate::Refused, Contents::default())
            }
            Took::Later(why) => {
                self.pass(name.to_string(), why);
                return;
            }
        };
        self.memory.note(name, size, fate, contents);
    }

    fn send(&mut self) -> Result<(), SyncError> {
        let readers = self.laptop.readers()?;
        let held = self.laptop.held()?;
        if readers.is_empty() {
            self.synced.sent.audience = Audience::Nobody;
            return Ok(());
        }
        let mut loads = self.lacking(&readers, &held)?;
        if loads.is_empty() && self.memory.told != held {
            loads.push(Load::Receipt);
        }
        let mut able: BTreeSet<DeviceId> = readers.into_iter().map(|reader| reader.device).collect();
        able.insert(self.laptop.device().clone());
        let total = loads.len() as u64;
        for (done, load) in (0..).zip(loads) {
            match self.send_one(&load, &able, Progress { stage: Stage::Sending, done, total, bytes: 0 }) {
                Err(SyncError::Laptop(LaptopError::FileUnusable(why))) => {
                    self.pass(load.title(), why);
                    continue;
                }
                sent => sent?,
            }
            self.memory.told.clone_from(&held);
            self.memory.save().map_err(SyncError::OwnDisk)?;
        }
        Ok(())
    }

    /// What some reader is neither known to hold nor finds at the place; findings before photographs.
    fn lacking(&self, readers: &[Reader], held: &Extent) -> Result<Vec<Load>, SyncError> {
        let lacking = readers.iter().fold(Extent::default(), |all, reader| {
            all.union(&held.minus(&reader.holds).minus(&self.memory.lies_for(&reader.device)))
        });
        let files = self.laptop.attachments()?.into_iter().filter(|file| {
            let needs = |reader: &Reader| {
                !file.holders.contains(&reader.device) && !self.memory.has_file_for(&file.hash, &reader.device)
            };
            readers.iter().any(needs)
        });
        let revisions = lacking.parts(MAX_REVISIONS).into_iter().map(Load::Revisions);
        Ok(revisions.chain(files.map(|file| Load::Attachment(file.hash))).collect())
    }

    fn send_one(&mut self, load: &Load, able: &BTreeSet<DeviceId>, progress: Progress) -> Result<(), SyncError> {
        let folder = tempfile::Builder::new().prefix("hub-").tempdir_in(self.scratch).map_err(SyncError::OwnDisk)?;
        let file = folder.path().join("object");
        let watch = &mut *self.watch;
        self.laptop.write(load, &file, &mut || watch(progress))?;
        let mut moved = |bytes| watch(Progress { bytes, ..progress });
        let mut written = File::open(&file).map_err(SyncError::OwnDisk)?;
        let (size, hash) = hash_of(&mut written, &mut moved)?;
        drop(written);
        let kind = match load {
            Load::Attachment(_) => ObjectKind::Attachment,
            Load::Revisions(_) | Load::Receipt => ObjectKind::Segment,
        };
        let name = ObjectName { kind, round: self.round.clone(), device: self.laptop.device().clone(), hash };
        if size > MAX_OBJECT {
            return Err(PlaceError::RefusedSize(name.to_string()).into());
        }
        self.place.put(&name, &file, &mut moved)?;
        // Only what reads back the same is delivered.
        let mut back = tempfile::NamedTempFile::new_in(self.scratch).map_err(SyncError::OwnDisk)?;
        match self.place.get(&name, MAX_OBJECT, back.as_file_mut(), &mut moved) {
            Ok(_) => {}
            Err(PlaceError::NotThere(name) | PlaceError::TooLarge(name)) => {
                return Err(PlaceError::Unverified(name).into());
            }
            Err(error) => return Err(error.into()),
        }
        if hash_of(back.as_file_mut(), &mut moved)?.1 != name.hash {
            return Err(PlaceError::Unverified(name.to_string()).into());
        }
        let sent = &mut self.synced.sent;
        sent.objects += 1;
        let mut contents = Contents { readers: able.clone(), ..Contents::default() };
        match load {
            Load::Revisions(extent) => {
                sent.revisions += extent.count();
                contents.revisions = extent.clone();
            }
            Load::Attachment(hash) => {
                sent.attachments += 1;
                contents.attachments.insert(hash.clone());
            }
            Load::Receipt => {}
        }
        self.memory.note(&name, size, Fate::Known, contents);
        Ok(())
    }
}

fn hash_of(file: &mut File, moved: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<(u64, ObjectHash), SyncError> {
    measure(file, moved).map_err(|broken| match broken {
        Broken::Reading(error) | Broken::Writing(error) => SyncError::OwnDisk(error),
        Broken::TooLarge | Broken::Stopped => PlaceError::Stopped.into(),
    })
}

fn words(foreign: Foreign) -> String {
    let key = match foreign {
        Foreign::ConflictCopy => "conflict_copy",
        Foreign::Unfinished => "unfinished",
        Foreign::Unknown => "unknown",
    };
    t!(format!("exchange_hub.passed.{key}")).into_owned()
}

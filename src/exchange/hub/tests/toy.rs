//! A laptop whose revisions are numbers, and a place in memory that can be told to misbehave.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::super::*;
use crate::inspection::RoundId;
use crate::journal::{AttachmentHash, DeviceId};

pub(super) fn round() -> RoundId {
    RoundId::new("2025-dot-1").unwrap()
}

pub(super) fn file_hash(number: u8) -> AttachmentHash {
    AttachmentHash::new(&format!("{number:064x}")).unwrap()
}

/// All of them sync, one after the other.
pub(super) fn all_meet(team: &mut [ToyLaptop], place: &ToyPlace) {
    for laptop in team {
        laptop.meet(place);
    }
}

/// What an object holds in this toy; sealed in that only its readers look inside.
#[derive(Serialize, Deserialize)]
struct Toy {
    writer: DeviceId,
    readers: BTreeSet<DeviceId>,
    revisions: Extent,
    attachments: BTreeSet<AttachmentHash>,
    holds: Extent,
    /// Sealing is random: the same load twice is two objects.
    nonce: u64,
}

pub(super) struct ToyLaptop {
    pub(super) home: TempDir,
    pub(super) device: DeviceId,
    pub(super) holds: Extent,
    pub(super) files: BTreeMap<AttachmentHash, DeviceId>,
    pub(super) accepted: BTreeSet<DeviceId>,
    heard: BTreeMap<DeviceId, Extent>,
    written: u64,
}

impl ToyLaptop {
    pub(super) fn new(number: u8) -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            device: DeviceId::new(format!("{number:016x}")).unwrap(),
            holds: Extent::default(),
            files: BTreeMap::new(),
            accepted: BTreeSet::new(),
            heard: BTreeMap::new(),
            written: 0,
        }
    }

    /// So many laptops that all know each other.
    pub(super) fn team(count: u8) -> Vec<Self> {
        let mut team: Vec<Self> = (1..=count).map(Self::new).collect();
        let devices: BTreeSet<DeviceId> = team.iter().map(|laptop| laptop.device.clone()).collect();
        for laptop in &mut team {
            laptop.accepted = devices.iter().filter(|device| **device != laptop.device).cloned().collect();
        }
        team
    }

    pub(super) fn record(&mut self, count: u64) {
        for _ in 0..count {
            self.written += 1;
            self.holds.insert(&self.device.clone(), self.written);
        }
    }

    pub(super) fn attach(&mut self, number: u8) {
        self.files.insert(file_hash(number), self.device.clone());
    }

    pub(super) fn sync(&mut self, place: &dyn Place) -> Synced {
        self.sync_watched(place, &mut |_| ControlFlow::Continue(()))
    }

    pub(super) fn sync_watched(&mut self, place: &dyn Place, watch: &mut Watch<'_>) -> Synced {
        let home = self.home.path().to_owned();
        sync(place, &round(), self, &home, watch)
    }

    /// Syncs, and it went well.
    pub(super) fn meet(&mut self, place: &dyn Place) -> Synced {
        let synced = self.sync(place);
        assert!(synced.stopped.is_none(), "{:?}", synced.stopped);
        synced
    }

    fn take_one(&mut self, file: &Path) -> Took {
        let Ok(toy) = serde_json::from_slice::<Toy>(&std::fs::read(file).unwrap()) else {
            return Took::Refused("không phải gói dữ liệu".to_owned());
        };
        if !toy.readers.contains(&self.device) {
            return Took::Locked;
        }
        if toy.writer != self.device && !self.accepted.contains(&toy.writer) {
            return Took::Waiting("chưa chấp nhận".to_owned());
        }
        let new = toy.revisions.minus(&self.holds).count();
        self.holds = self.holds.union(&toy.revisions);
        let mut new_files = 0;
        for hash in &toy.attachments {
            if self.files.insert(hash.clone(), toy.writer.clone()).is_none() {
                new_files += 1;
            }
        }
        let heard = self.heard.entry(toy.writer.clone()).or_default();
        *heard = heard.union(&toy.holds);
        let contents = Contents { revisions: toy.revisions, attachments: toy.attachments, readers: toy.readers };
        Took::Merged(Merged { contents, from: toy.writer.to_string(), new, new_files, conflicts: 0 })
    }

    pub(super) fn forget_places(&self) {
        std::fs::remove_dir_all(self.home.path().join("hub")).unwrap();
    }
}

impl Laptop for ToyLaptop {
    fn device(&self) -> &DeviceId {
        &self.device
    }

    fn held(&self) -> Result<Extent, LaptopError> {
        Ok(self.holds.clone())
    }

    fn attachments(&self) -> Result<Vec<HeldFile>, LaptopError> {
        let held = |(hash, by): (&AttachmentHash, &DeviceId)| HeldFile {
            hash: hash.clone(),
            holders: BTreeSet::from([by.clone()]),
        };
        Ok(self.files.iter().map(held).collect())
    }

    fn readers(&self) -> Result<Vec<Reader>, LaptopError> {
        let heard = |device: &DeviceId| self.heard.get(device).cloned().unwrap_or_default();
        Ok(self.accepted.iter().map(|device| Reader { device: device.clone(), holds: heard(device) }).collect())
    }

    fn take(&mut self, files: &[PathBuf], go_on: &mut GoOn<'_>) -> Result<Vec<Took>, LaptopError> {
        let each =
            |file: &PathBuf| if go_on().is_break() { Err(LaptopError::Stopped) } else { Ok(self.take_one(file)) };
        files.iter().map(each).collect()
    }

    fn write(&mut self, load: &Load, into: &Path, go_on: &mut GoOn<'_>) -> Result<(), LaptopError> {
        if go_on().is_break() {
            return Err(LaptopError::Stopped);
        }
        let mut readers = self.accepted.clone();
        readers.insert(self.device.clone());
        let revisions = if let Load::Revisions(extent) = load { extent.clone() } else { Extent::default() };
        let mut attachments = BTreeSet::new();
        if let Load::Attachment(hash) = load {
            attachments.insert(hash.clone());
        }
        let nonce = getrandom::u64().unwrap();
        let toy =
            Toy { writer: self.device.clone(), readers, revisions, attachments, holds: self.holds.clone(), nonce };
        std::fs::write(into, serde_json::to_vec(&toy).unwrap()).unwrap();
        Ok(())
    }
}

/// What the place does to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Fails and does nothing.
    Before,
    /// Does it and fails all the same: the answer was lost.
    After,
    /// A put leaves half the object under its final name, a fetch half the bytes, a listing half the keys.
    Half,
}

#[derive(Default)]
struct Inside {
    objects: BTreeMap<String, Vec<u8>>,
    calls: usize,
    fault: Option<(usize, Fault)>,
    /// The listing shows the place as it was so many puts ago.
    stale: usize,
    past: Vec<BTreeMap<String, Vec<u8>>>,
    room: Option<usize>,
}

/// A place in memory.
#[derive(Default)]
pub(super) struct ToyPlace(RefCell<Inside>);

impl ToyPlace {
    /// At call number `call` from now on, counted from 0.
    pub(super) fn fail_at(&self, call: usize, fault: Fault) {
        let mut inside = self.0.borrow_mut();
        inside.calls = 0;
        inside.fault = Some((call, fault));
    }

    /// Whether the fault has happened; none is planned any more.
    pub(super) fn calm(&self) -> bool {
        let mut inside = self.0.borrow_mut();
        let planned = inside.fault.take();
        planned.is_some_and(|(call, _)| call < inside.calls)
    }

    pub(super) fn stale_by(&self, puts: usize) {
        self.0.borrow_mut().stale = puts;
    }

    pub(super) fn leave_room(&self, bytes: Option<usize>) {
        self.0.borrow_mut().room = bytes;
    }

    pub(super) fn put_foreign(&self, key: &str, bytes: &[u8]) {
        self.0.borrow_mut().objects.insert(key.to_owned(), bytes.to_vec());
    }

    pub(super) fn empty(&self) {
        self.0.borrow_mut().objects.clear();
    }

    pub(super) fn keys(&self) -> Vec<String> {
        self.0.borrow().objects.keys().cloned().collect()
    }

    pub(super) fn bytes(&self, key: &str) -> Vec<u8> {
        self.0.borrow().objects[key].clone()
    }

    fn fault(&self) -> Option<Fault> {
        let mut inside = self.0.borrow_mut();
        let call = inside.calls;
        inside.calls += 1;
        inside.fault.filter(|(planned, _)| *planned == call).map(|(_, fault)| fault)
    }
}

fn lost() -> PlaceError {
    PlaceError::Broken { host: "toy".to_owned(), why: "planned".to_owned() }
}

impl Place for ToyPlace {
    fn title(&self) -> String {
        "toy".to_owned()
    }

    /// Two keys a page.
    fn list(&self, prefix: &str, after: Option<&Cursor>) -> Result<Page, PlaceError> {
        let fault = self.fault();
        if matches!(fault, Some(Fault::Before | Fault::After)) {
            return Err(lost());
        }
        let inside = self.0.borrow();
        let back = inside.past.len().checked_sub(inside.stale).filter(|_| inside.stale > 0);
        let shown = back.map_or(&inside.objects, |back| &inside.past[back]);
        let after = after.map(|cursor| cursor.0.clone()).unwrap_or_default();
        let mut entries: Vec<Entry> = shown
            .iter()
            .filter(|(key, _)| key.starts_with(prefix) && **key > after)
            .take(3)
            .map(|(key, bytes)| Entry { key: key.clone(), size: bytes.len() as u64 })
            .collect();
        let more = entries.len() == 3 && entries.pop().is_some();
        let next = entries.last().filter(|_| more && fault.is_none()).map(|entry| Cursor(entry.key.clone()));
        Ok(Page { entries, next })
    }

    fn get(&self, name: &ObjectName, limit: u64, into: &mut File, moved: &mut Moved<'_>) -> Result<u64, PlaceError> {
        let fault = self.fault();
        if matches!(fault, Some(Fault::Before | Fault::After)) {
            return Err(lost());
        }
        let inside = self.0.borrow();
        let bytes = inside.objects.get(&name.to_string()).ok_or_else(|| PlaceError::NotThere(name.to_string()))?;
        let bytes = if fault.is_some() { &bytes[..bytes.len() / 2] } else { bytes };
        assert!(bytes.len() as u64 <= limit);
        if moved(0).is_break() {
            return Err(PlaceError::Stopped);
        }
        into.write_all(bytes).unwrap();
        Ok(bytes.len() as u64)
    }

    fn put(&self, name: &ObjectName, from: &Path, moved: &mut Moved<'_>) -> Result<(), PlaceError> {
        let fault = self.fault();
        if fault == Some(Fault::Before) {
            return Err(lost());
        }
        if moved(0).is_break() {
            return Err(PlaceError::Stopped);
        }
        let mut bytes = std::fs::read(from).unwrap();
        assert_eq!(ObjectHash::of(&bytes), name.hash);
        let mut inside = self.0.borrow_mut();
        if inside.room.is_some_and(|room| room < bytes.len()) {
            return Err(PlaceError::Full(self.title()));
        }
        if fault == Some(Fault::Half) {
            bytes.truncate(bytes.len() / 2);
        }
        let before = inside.objects.clone();
        inside.past.push(before);
        inside.objects.insert(name.to_string(), bytes);
        if fault == Some(Fault::After) { Err(lost()) } else { Ok(()) }
    }
}

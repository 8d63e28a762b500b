//! What this laptop remembers of a meeting place: which objects it knows and what is in them.
//!
//! It spares fetching again and tells what the place lacks. Losing it costs one more look at everything; it is never
//! needed to be right, and belongs to one device: a copied home begins anew.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::extent::Extent;
use super::laptop::Contents;
use super::name::{ObjectHash, ObjectName};
use crate::inspection::RoundId;
use crate::journal::{AttachmentHash, DeviceId};

/// Where memories, kept keys and temporary copies lie in the home.
pub(super) const FOLDER: &str = "hub";
/// Listings without an object after which it counts as gone. One may be stale.
const PATIENCE: u8 = 2;

/// What is remembered of one place and round.
#[derive(Debug, Serialize, Deserialize)]
pub struct Memory {
    #[serde(skip)]
    file: PathBuf,
    device: DeviceId,
    /// The program that wrote it; a newer one looks again at what was too new.
    program: String,
    /// What this laptop has told there to hold.
    pub(super) told: Extent,
    objects: BTreeMap<String, Remembered>,
}

/// One object.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Remembered {
    size: u64,
    fate: Fate,
    /// Listings in a row that lacked it.
    #[serde(default, skip_serializing_if = "is_zero")]
    unlisted: u8,
    #[serde(default, skip_serializing_if = "Extent::is_empty")]
    revisions: Extent,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    attachments: BTreeSet<AttachmentHash>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    readers: BTreeSet<DeviceId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

/// How an object stands with this laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fate {
    /// All of it is here.
    Known,
    /// Waits for its device to be accepted.
    Waiting,
    /// Sealed for others.
    Locked,
    /// Of a newer program.
    TooNew,
    /// Wrong in itself.
    Refused,
}

impl Memory {
    /// What `home` remembers of the place called `title` in `round`; nothing where it was another device's.
    pub fn load(home: &Path, title: &str, round: &RoundId, device: &DeviceId) -> Self {
        let file =
            home.join(FOLDER).join(format!("{}.json", ObjectHash::of(format!("{title}\n{round}").as_bytes()).as_str()));
        let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        let mut memory = kept.filter(|kept| kept.device == *device).unwrap_or_else(|| Self {
            file: PathBuf::new(),
            device: device.clone(),
            program: String::new(),
            told: Extent::default(),
            objects: BTreeMap::new(),
        });
        memory.file = file;
        if memory.program != env!("CARGO_PKG_VERSION") {
            env!("CARGO_PKG_VERSION").clone_into(&mut memory.program);
            memory.objects.retain(|_, object| object.fate != Fate::TooNew);
        }
        memory
    }

    /// Writes it down, whole or not at all.
    pub(super) fn save(&self) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.persist(&self.file).map_err(|refused| refused.error)?;
        Ok(())
    }

    /// How the object stands; `None` where it is not known.
    pub(super) fn fate(&self, name: &ObjectName) -> Option<Fate> {
        self.objects.get(&name.to_string()).map(|object| object.fate)
    }

    pub(super) fn note(&mut self, name: &ObjectName, size: u64, fate: Fate, contents: Contents) {
        let Contents { revisions, attachments, readers } = contents;
        let object = Remembered { size, fate, unlisted: 0, revisions, attachments, readers };
        self.objects.insert(name.to_string(), object);
    }

    /// Compares with a whole listing. What is there in another size is torn, what two listings lack is gone: both are
    /// forgotten, so that what they held is put there again. A single listing may be stale.
    pub(super) fn compare(&mut self, listed: &BTreeMap<ObjectName, u64>) {
        let sizes: BTreeMap<String, u64> = listed.iter().map(|(name, size)| (name.to_string(), *size)).collect();
        self.objects.retain(|key, object| {
            if let Some(size) = sizes.get(key) {
                object.unlisted = 0;
                *size == object.size
            } else {
                object.unlisted += 1;
                object.unlisted < PATIENCE
            }
        });
    }

    /// The revisions that lie there for `reader`.
    pub(super) fn lies_for(&self, reader: &DeviceId) -> Extent {
        let runs = self.readable(reader).flat_map(|object| object.revisions.runs());
        Extent::of(runs.map(|(device, run)| (device.clone(), run)))
    }

    /// Whether this file lies there for `reader`.
    pub(super) fn has_file_for(&self, hash: &AttachmentHash, reader: &DeviceId) -> bool {
        self.readable(reader).any(|object| object.attachments.contains(hash))
    }

    fn readable<'a>(&'a self, reader: &'a DeviceId) -> impl Iterator<Item = &'a Remembered> {
        self.objects.values().filter(move |object| object.fate == Fate::Known && object.readers.contains(reader))
    }
}

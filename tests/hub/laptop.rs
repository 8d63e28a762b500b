//! A laptop on paper: its revisions are numbers, its objects small JSON texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kiemtra::exchange::hub::{
    Contents, Extent, GoOn, HeldFile, Laptop, LaptopError, Load, Merged, Place, Reader, Synced, Took, Watch, sync,
};
use kiemtra::inspection::RoundId;
use kiemtra::journal::{AttachmentHash, DeviceId};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

#[derive(Serialize, Deserialize)]
struct Sheet {
    writer: DeviceId,
    readers: BTreeSet<DeviceId>,
    revisions: Extent,
    attachment: Option<AttachmentHash>,
    filling: String,
}

pub struct Paper {
    home: TempDir,
    device: DeviceId,
    pub holds: Extent,
    pub files: BTreeMap<AttachmentHash, DeviceId>,
    known: BTreeSet<DeviceId>,
}

fn device(number: u8) -> DeviceId {
    DeviceId::new(format!("{number:016x}")).unwrap()
}

impl Paper {
    pub fn new(number: u8) -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            device: device(number),
            holds: Extent::default(),
            files: BTreeMap::new(),
            known: BTreeSet::new(),
        }
    }

    pub fn know(&mut self, number: u8) {
        self.known.insert(device(number));
    }

    pub fn record(&mut self, last: u64) {
        self.holds = Extent::of([(self.device.clone(), [1, last])]);
    }

    pub fn attach(&mut self, number: u8) {
        self.files.insert(AttachmentHash::new(&format!("{number:064x}")).unwrap(), self.device.clone());
    }

    pub fn sync(&mut self, place: &dyn Place) -> Synced {
        self.sync_watched(place, &mut |_| ControlFlow::Continue(()))
    }

    pub fn sync_watched(&mut self, place: &dyn Place, watch: &mut Watch<'_>) -> Synced {
        let home = self.home.path().to_owned();
        sync(place, &RoundId::new("2025-dot-1").unwrap(), self, &home, watch)
    }

    fn take_one(&mut self, file: &Path) -> Took {
        let sheet: Sheet = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let new = sheet.revisions.minus(&self.holds).count();
        self.holds = self.holds.union(&sheet.revisions);
        let attachments: BTreeSet<AttachmentHash> = sheet.attachment.into_iter().collect();
        self.files.extend(attachments.iter().map(|hash| (hash.clone(), sheet.writer.clone())));
        let contents = Contents { revisions: sheet.revisions, attachments, readers: sheet.readers };
        Took::Merged(Merged { contents, new, ..Merged::default() })
    }
}

impl Laptop for Paper {
    fn device(&self) -> &DeviceId {
        &self.device
    }

    fn held(&self) -> Result<Extent, LaptopError> {
        Ok(self.holds.clone())
    }

    fn attachments(&self) -> Result<Vec<HeldFile>, LaptopError> {
        let file = |(hash, by): (&AttachmentHash, &DeviceId)| HeldFile {
            hash: hash.clone(),
            holders: BTreeSet::from([by.clone()]),
        };
        Ok(self.files.iter().map(file).collect())
    }

    fn readers(&self) -> Result<Vec<Reader>, LaptopError> {
        Ok(self.known.iter().map(|device| Reader { device: device.clone(), holds: Extent::default() }).collect())
    }

    fn take(&mut self, files: &[PathBuf], _: &mut GoOn<'_>) -> Result<Vec<Took>, LaptopError> {
        Ok(files.iter().map(|file| self.take_one(file)).collect())
    }

    fn write(&mut self, load: &Load, into: &Path, _: &mut GoOn<'_>) -> Result<(), LaptopError> {
        let (mut revisions, mut attachment, mut filling) = (Extent::default(), None, String::new());
        match load {
            Load::Revisions(extent) => revisions = extent.clone(),
            Load::Attachment(hash) => {
                attachment = Some(hash.clone());
                filling = "x".repeat(3 << 20);
            }
            Load::Receipt => {}
        }
        let mut readers = self.known.clone();
        readers.insert(self.device.clone());
        let sheet = Sheet { writer: self.device.clone(), readers, revisions, attachment, filling };
        std::fs::write(into, serde_json::to_vec(&sheet).unwrap()).unwrap();
        Ok(())
    }
}

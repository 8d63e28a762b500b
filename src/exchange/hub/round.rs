//! The laptop as it is: one round of its store, meeting others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::extent::Extent;
use super::laptop::{Contents, GoOn, HeldFile, Laptop, LaptopError, Load, Merged, Reader, Took};
use crate::exchange::ExchangeError;
use crate::exchange::identity::KnownDevice;
use crate::exchange::merging::{BadFiles, FileOutcome, FileReport, MergeOrder, NewDevices, Taken, Waiting};
use crate::exchange::pack::{Header, PackError, Reach, Unlock, reach};
use crate::inspection::{RoundId, Store};
use crate::journal::{AttachmentState, Chain, DeviceId, JournalError, MergeMode};

/// One round of a store. The round need not be known here yet: it may come from the place.
pub struct RoundLaptop<'a> {
    store: &'a mut Store,
    round: RoundId,
    device: DeviceId,
}

impl<'a> RoundLaptop<'a> {
    /// `round` of `store`.
    pub fn new(store: &'a mut Store, round: RoundId) -> Self {
        let device = store.journal().device().clone();
        Self { store, round, device }
    }

    fn chain(&self) -> Chain {
        Chain::Round(self.round.to_string())
    }

    fn became(&self, report: FileReport) -> Took {
        match report.outcome {
            FileOutcome::Taken(taken) => Took::Merged(self.merged(report.header.as_deref(), &taken)),
            FileOutcome::Waits(Waiting::NewerProgram(why)) => Took::TooNew(why),
            FileOutcome::Waits(waiting) => Took::Waiting(waiting.to_string()),
            FileOutcome::Quarantined(why) => Took::Refused(why),
            FileOutcome::Refused(why) => Took::Later(why),
            // Neither happens to objects, which are no receipts and are taken in each for itself.
            FileOutcome::Receipt(_) | FileOutcome::HeldUp => Took::Later(String::new()),
        }
    }

    fn merged(&self, header: Option<&Header>, taken: &Taken) -> Merged {
        let Some(header) = header else { return Merged::default() };
        let mut contents = Contents::default();
        // What it says to hold counts only as far as so much was really in it.
        if let Some(segment) = &header.segment
            && segment.revisions.count() == header.counts.revisions
        {
            contents.revisions = Extent::from(&segment.revisions);
            contents.readers.clone_from(&segment.readers);
            let included = header.attachments.iter().filter(|entry| entry.included);
            contents.attachments = included.map(|entry| entry.hash.clone()).collect();
        }
        let is_own = header.sender.device == self.device;
        let mut from = header.sender.name.clone();
        if from.is_empty() {
            from = header.sender.device.to_string();
        }
        Merged {
            contents,
            from,
            new: taken.new as u64,
            new_files: if is_own { 0 } else { taken.attachments as u64 },
            conflicts: taken.conflicts.len() as u64,
        }
    }
}

impl Laptop for RoundLaptop<'_> {
    fn device(&self) -> &DeviceId {
        &self.device
    }

    fn held(&self) -> Result<Extent, LaptopError> {
        Ok(Extent::from(&self.store.journal().holdings(&self.chain()).map_err(ExchangeError::from)?))
    }

    fn attachments(&self) -> Result<Vec<HeldFile>, LaptopError> {
        let journal = self.store.journal();
        let named = journal.attachments_named(self.round.as_str()).map_err(ExchangeError::from)?;
        let mut holders = journal.attachment_holders().map_err(ExchangeError::from)?;
        let here = journal.attachments();
        let held = named.into_iter().filter(|(hash, size)| here.state(hash, Some(*size)) == AttachmentState::Present);
        let held = held.map(|(hash, _)| HeldFile {
            holders: holders.remove(&hash).unwrap_or_default().into_iter().collect(),
            hash,
        });
        Ok(held.collect())
    }

    fn readers(&self) -> Result<Vec<Reader>, LaptopError> {
        let mut receipts = self.store.journal().receipts(&self.chain()).map_err(ExchangeError::from)?;
        let known = self.store.known_devices().map_err(ExchangeError::from)?;
        let reader = |device: KnownDevice| Reader {
            holds: receipts.remove(&device.id).map(|holdings| Extent::from(&holdings)).unwrap_or_default(),
            device: device.id,
        };
        Ok(known.into_iter().filter(KnownDevice::is_known).map(reader).collect())
    }

    fn take(&mut self, files: &[PathBuf], go_on: &mut GoOn<'_>) -> Result<Vec<Took>, LaptopError> {
        let unlock = Unlock { identities: vec![self.store.journal().reading_identity().clone()], passphrase: None };
        let is_ours = |file: &&PathBuf| reach(file, &unlock).map_or(true, |reach| reach == Reach::Us);
        let ours: Vec<PathBuf> = files.iter().filter(is_ours).cloned().collect();
        let order = MergeOrder {
            files: ours,
            passphrase: None,
            new_devices: NewDevices::Wait,
            bad_files: BadFiles::LeftOut,
            mode: MergeMode::Keep,
        };
        let report = self.store.merge_packs(&order, &mut |_| go_on())?;
        let mut became: BTreeMap<PathBuf, Took> =
            report.files.into_iter().map(|report| (report.file.clone(), self.became(report))).collect();
        Ok(files.iter().map(|file| became.remove(file).unwrap_or(Took::Locked)).collect())
    }

    fn write(&mut self, load: &Load, into: &Path, go_on: &mut GoOn<'_>) -> Result<(), LaptopError> {
        let round = self.store.round(self.round.as_str()).map_err(ExchangeError::from)?;
        match self.store.pack_load(&round, load, into, &mut |_| go_on()) {
            Err(ExchangeError::Pack(error @ (PackError::AttachmentChanged(_) | PackError::Attachment { .. }))) => {
                Err(LaptopError::FileUnusable(error.to_string()))
            }
            written => Ok(written?),
        }
    }
}

impl From<ExchangeError> for LaptopError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Pack(PackError::Cancelled) | ExchangeError::Journal(JournalError::Cancelled) => {
                Self::Stopped
            }
            error => Self::Failed(error.to_string()),
        }
    }
}

//! The door: every file is read to its end, and every sender known, before anything is taken in.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::claims::{card_of, wrong_inside};
use super::receipt::is_receipt;
use super::storeroom::{Note, Storeroom};
use super::{FileOutcome, FileReport, MergeOrder, MergeStep, NewDevices, Waiting, Watch};
use crate::exchange::ExchangeError;
use crate::exchange::identity::Met;
use crate::exchange::pack::{CheckedPack, Copied, Header, PackError, Progress, Unlock};
use crate::hexadecimal::Hex;
use crate::inspection::{RoundId, Store};
use crate::journal::{Chain, MergeMode, Revision, StoredRevision};

/// Folder of the home where packs are copied and unpacked.
const SCRATCH: &str = "incoming";

/// A pack that is sound.
pub(super) struct Sound {
    /// Its place among the files given.
    pub(super) position: usize,
    pub(super) file: PathBuf,
    /// What people called it.
    pub(super) name: String,
    pub(super) copied: Copied,
    pub(super) pack: CheckedPack,
    pub(super) round: RoundId,
}

impl Store {
    /// Those packs whose senders are known here, or accepted now; the others are put to wait.
    pub(super) fn admitted(
        &mut self,
        sound: Vec<Sound>,
        order: &MergeOrder,
        files: &mut [FileReport],
    ) -> Result<Vec<Sound>, ExchangeError> {
        let mut admitted = Vec::with_capacity(sound.len());
        for each in sound {
            let report = &mut files[each.position];
            let Some(waiting) = self.standing_of(&each.pack.header, order, report)? else {
                admitted.push(each);
                continue;
            };
            if order.mode == MergeMode::Keep {
                let device = Some(each.pack.header.sender.device.to_string());
                let note = Note { name: each.name, why: waiting.to_string(), device };
                Storeroom::waiting(self.journal().home()).keep(&each.copied, &note)?;
            }
            report.outcome = FileOutcome::Waits(waiting);
        }
        Ok(admitted)
    }

    /// Reads one file to its end; what it turns out to be stands in `report`. `Some` where it can be taken in.
    pub(super) fn open_file(
        &mut self,
        position: usize,
        file: &Path,
        order: &MergeOrder,
        report: &mut FileReport,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Sound>, ExchangeError> {
        if is_receipt(file) {
            report.outcome = match self.take_receipt(file)? {
                Some(holder) => FileOutcome::Receipt(holder),
                None => FileOutcome::Refused(t!("exchange.no_receipt").into_owned()),
            };
            return Ok(None);
        }
        let home = self.journal().home().to_owned();
        let scratch = home.join(SCRATCH);
        std::fs::create_dir_all(&scratch).map_err(|source| ExchangeError::Folder { path: scratch.clone(), source })?;
        let mut hear = |progress: Progress| watch(MergeStep::Reading(position, progress));
        let copied = match Copied::take_in(file, &scratch, &mut hear) {
            Ok(copied) => copied,
            Err(PackError::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(error) => {
                report.outcome = FileOutcome::Refused(error.to_string());
                return Ok(None);
            }
        };
        let unlock = Unlock {
            identities: vec![self.journal().reading_identity().clone()],
            passphrase: order.passphrase.as_ref().map(crate::exchange::identity::Passphrase::secret),
        };
        let mut rounds: HashSet<Chain> = HashSet::new();
        let mut check = |stored: &StoredRevision| {
            let revision = Revision::check(stored).map_err(|error| error.to_string())?;
            if !rounds.contains(&revision.chain) {
                rounds.insert(revision.chain);
            }
            Ok(())
        };
        let own_name = || file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = Storeroom::waiting(&home).name_of(file).unwrap_or_else(own_name);
        let note = |why: String| Note { name: name.clone(), why, device: None };
        let mut open = || {
            let unsealed = copied.unseal(&unlock, &mut hear)?;
            // What was taken in here once was in order, every byte of it.
            match self.journal().merge_of(&Hex(*unsealed.digest()).to_string()) {
                Ok(Some(_)) => unsealed.checked_before(),
                _ => unsealed.check(&mut check, &mut hear),
            }
        };
        let pack = match open() {
            Ok(pack) => pack,
            Err(PackError::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(error) if error.is_too_new() => {
                if order.mode == MergeMode::Keep {
                    Storeroom::waiting(&home).keep(&copied, &note(error.to_string()))?;
                }
                report.outcome = FileOutcome::Waits(Waiting::NewerProgram(error.to_string()));
                return Ok(None);
            }
            Err(error) if error.is_not_for_us() || error.is_trouble_with_the_medium() => {
                report.outcome = FileOutcome::Refused(error.to_string());
                return Ok(None);
            }
            Err(error) => {
                report.outcome = quarantine(&home, &copied, order.mode, note(error.to_string()))?;
                return Ok(None);
            }
        };
        let wrong = wrong_inside(&pack, &rounds);
        let round = RoundId::new(pack.header.round.clone()).ok();
        let (None, Some(round)) = (wrong.clone(), round) else {
            let why = wrong.unwrap_or_else(|| t!("exchange.wrong_round").into_owned());
            report.outcome = quarantine(&home, &copied, order.mode, note(why))?;
            return Ok(None);
        };
        report.header = Some(Box::new(pack.header.clone()));
        Ok(Some(Sound { position, file: file.to_owned(), name, copied, pack, round }))
    }

    /// What the sender of a pack is waited for, if it is not known here. Remembers it, and accepts it where asked to.
    fn standing_of(
        &mut self,
        header: &Header,
        order: &MergeOrder,
        report: &mut FileReport,
    ) -> Result<Option<Waiting>, ExchangeError> {
        let id = header.sender.device.clone();
        if id == *self.journal().device() {
            return Ok(None);
        }
        let card = card_of(header);
        let mut known = if order.mode == MergeMode::Keep {
            match self.see_device(&card)? {
                Met::ThisLaptop => return Ok(None),
                Met::Device(device) => Some(*device),
            }
        } else {
            self.known_device(&id)?
        };
        let is_new = known.as_ref().is_none_or(|device| !device.is_known() && device.revoked.is_none());
        if is_new && order.new_devices == NewDevices::Accept {
            if order.mode == MergeMode::Keep {
                self.accept_device(&id)?;
                known = self.known_device(&id)?;
            }
            report.sender = known.map(Box::new);
            return Ok(None);
        }
        let waiting = match &known {
            Some(device) if device.is_known() => None,
            Some(device) if device.revoked.is_some() => Some(Waiting::Revoked(id)),
            _ => Some(Waiting::Device(id)),
        };
        report.sender = known.map(Box::new);
        Ok(waiting)
    }
}

fn quarantine(home: &Path, copied: &Copied, mode: MergeMode, note: Note) -> Result<FileOutcome, ExchangeError> {
    if mode == MergeMode::Keep {
        Storeroom::quarantine(home).keep(copied, &note)?;
    }
    Ok(FileOutcome::Quarantined(note.why))
}

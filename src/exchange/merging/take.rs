//! Taking in, once the files are through the [door](super::door): surroundings, one transaction, what follows it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use rust_i18n::t;
use serde_json::json;

use super::claims::{checked_tips, unsigned};
use super::door::Sound;
use super::look::Look;
use super::receipt;
use super::storeroom::{Note, Storeroom};
use super::{BadFiles, FileOutcome, FileReport, MergeOrder, MergeReport, MergeStep, NewDevices, Taken, Waiting, Watch};
use crate::exchange::ExchangeError;
use crate::exchange::identity::{DeviceKeys, KnownDevice};
use crate::exchange::pack::{CheckedPack, EditionText, Purpose};
use crate::hexadecimal::Hex;
use crate::inspection::{RoundId, Store};
use crate::journal::{
    Admission, Arriving, AttachmentHash, AttachmentState, Chain, DeviceId, Holdings, Incoming, JournalError, MergeMode,
    StoredRevision,
};

impl Store {
    /// Takes in packs, all together or not at all; or looks what they would bring. Files that cannot be taken are told
    /// in the report and hinder no others. An error means that nothing was merged.
    pub fn merge_packs(&mut self, order: &MergeOrder, watch: &mut Watch<'_>) -> Result<MergeReport, ExchangeError> {
        let mut files = Vec::with_capacity(order.files.len());
        let mut sound = Vec::new();
        let waiting = Storeroom::waiting(self.journal().home());
        for (position, file) in order.files.iter().enumerate() {
            let mut report = FileReport {
                file: file.clone(),
                name: waiting.name_of(file).unwrap_or_else(|| file.display().to_string()),
                header: None,
                sender: None,
                outcome: FileOutcome::HeldUp,
            };
            let opened = self.open_file(position, file, order, &mut report, watch)?;
            sound.extend(opened);
            files.push(report);
        }
        let is_bad = |file: &FileReport| matches!(file.outcome, FileOutcome::Refused(_) | FileOutcome::Quarantined(_));
        if order.bad_files == BadFiles::RefuseAll && files.iter().any(is_bad) {
            return Ok(MergeReport { id: None, files });
        }
        let sound = self.admitted(sound, order, &mut files)?;
        let id = if sound.is_empty() { None } else { self.take_all(&sound, order, &mut files, watch)? };
        Ok(MergeReport { id, files })
    }

    /// Tries again what waits for a person or a newer program.
    pub fn retry_waiting(&mut self, watch: &mut Watch<'_>) -> Result<MergeReport, ExchangeError> {
        let waiting = Storeroom::waiting(self.journal().home()).list();
        self.retry(waiting.into_iter().map(|stored| stored.file).collect(), watch)
    }

    /// Tries again what waits for no person, but for a newer program: this one may be it now.
    pub fn retry_upgraded(&mut self, watch: &mut Watch<'_>) -> Result<MergeReport, ExchangeError> {
        let waiting = Storeroom::waiting(self.journal().home()).list().into_iter();
        let for_nobody = waiting.filter(|stored| stored.note.device.is_none());
        self.retry(for_nobody.map(|stored| stored.file).collect(), watch)
    }

    fn retry(&mut self, files: Vec<PathBuf>, watch: &mut Watch<'_>) -> Result<MergeReport, ExchangeError> {
        let order = MergeOrder {
            files,
            passphrase: None,
            new_devices: NewDevices::Wait,
            bad_files: BadFiles::LeftOut,
            mode: MergeMode::Keep,
        };
        self.merge_packs(&order, watch)
    }

    /// One transaction for all packs that are sound.
    fn take_all(
        &mut self,
        sound: &[Sound],
        order: &MergeOrder,
        files: &mut [FileReport],
        watch: &mut Watch<'_>,
    ) -> Result<Option<crate::journal::MergeId>, ExchangeError> {
        let mut before: Vec<Taken> = Vec::with_capacity(sound.len());
        for each in sound {
            before.push(self.take_surroundings(each, order.mode, watch)?);
        }
        let known_whole = sound.iter().map(|each| self.is_known_whole(each)).collect::<Result<Vec<_>, _>>()?;
        // A copy of everything takes longer than all the rest, and there is nothing to go back from.
        if order.mode == MergeMode::Keep && known_whole.contains(&KnownWhole::No) {
            if watch(MergeStep::BackingUp).is_break() {
                return Err(JournalError::Cancelled.into());
            }
            self.journal().back_up_before_merge()?;
        }
        let revoked: Vec<HashMap<DeviceId, u64>> =
            sound.iter().map(|each| self.revoked_in(&each.round)).collect::<Result<_, _>>()?;
        let now = self.journal().clock().now();
        let looks: Vec<RefCell<Look<'_>>> =
            revoked.iter().map(|revoked| RefCell::new(Look::new(now, revoked))).collect();
        let keys = self.keys_of(sound)?;
        let watch = RefCell::new(watch);

        let mut feeds: Vec<_> = sound.iter().zip(&known_whole).map(|(each, known)| feed(each, *known)).collect();
        let mut judges: Vec<_> = looks
            .iter()
            .map(|look| |arriving: Arriving<'_>| -> Admission { look.borrow_mut().judge(arriving) })
            .collect();
        let mut breaths: Vec<_> = sound
            .iter()
            .map(|each| {
                let (watch, total) = (&watch, each.pack.header.counts.revisions);
                move |done: usize| (watch.borrow_mut())(MergeStep::TakingIn(each.position, done, total))
            })
            .collect();
        let packs = sound
            .iter()
            .zip(&mut feeds)
            .zip(&mut judges)
            .zip(&mut breaths)
            .map(|(((each, feed), judge), breath)| Incoming {
                chain: Chain::Round(each.round.to_string()),
                sender: Some(each.pack.header.sender.device.clone()),
                digest: digest(&each.pack),
                about: about(each),
                revisions: feed,
                judge,
                holdings: each.pack.header.holdings.clone(),
                tips: checked_tips(&each.pack.header, &keys),
                go_on: breath,
            })
            .collect();
        let outcome = self.journal_mut().merge(packs, order.mode, |journal, position| {
            let mut look = looks[position].borrow_mut();
            look.inspect(journal, &sound[position].round)?;
            let named = journal.attachments_named(sound[position].round.as_str())?;
            let along: HashSet<&AttachmentHash> = sound[position]
                .pack
                .header
                .attachments
                .iter()
                .filter(|entry| entry.included)
                .map(|entry| &entry.hash)
                .collect();
            let here = journal.attachments();
            let is_missing = |hash: &AttachmentHash, size: u64| {
                !along.contains(hash) && here.state(hash, Some(size)) != AttachmentState::Present
            };
            look.taken.attachments_missing = named.iter().filter(|(hash, size)| is_missing(hash, **size)).count();
            Ok::<_, ExchangeError>(())
        })?;
        drop((feeds, judges, breaths));
        let mut looks = looks.into_iter().map(RefCell::into_inner);
        let held = known_whole.iter().zip(before);
        for ((each, (is_known, surroundings)), (merged, ())) in sound.iter().zip(held).zip(&outcome.packs) {
            let Some(look) = looks.next() else { break };
            let unsigned = unsigned(&each.pack.header, &look.devices, &keys, self.journal().device());
            let mut taken = Taken {
                round: Some(each.round.clone()),
                new: merged.new,
                known: match is_known {
                    KnownWhole::Yes => usize::try_from(each.pack.header.counts.revisions).unwrap_or(usize::MAX),
                    KnownWhole::No => merged.known,
                },
                held_back: merged.held_back,
                unsigned,
                editions: surroundings.editions,
                attachments: surroundings.attachments,
                revoked_elsewhere: surroundings.revoked_elsewhere,
                ..look.taken
            };
            if order.mode == MergeMode::Keep {
                self.settle(each, &mut taken)?;
            }
            files[each.position].outcome = FileOutcome::Taken(Box::new(taken));
        }
        Ok(outcome.id)
    }

    /// Editions, attached files and what the sender says of devices come first: a revision never names what could have
    /// come with it and did not. All of it does no harm where the merge then fails.
    fn take_surroundings(
        &mut self,
        each: &Sound,
        mode: MergeMode,
        watch: &mut Watch<'_>,
    ) -> Result<Taken, ExchangeError> {
        let header = &each.pack.header;
        let mut taken = Taken::default();
        let mut editions: Vec<EditionText> = Vec::new();
        each.pack.each_edition(&mut |edition| {
            editions.push(edition.clone());
            ControlFlow::Continue(())
        })?;
        for edition in editions {
            let hash = edition.hash.to_string();
            if self.journal().edition(&hash)?.is_none() {
                taken.editions += 1;
                if mode == MergeMode::Keep {
                    self.journal_mut().edition_put(&hash, &edition.checklist, &edition.edition, &edition.text)?;
                }
            }
        }
        taken.attachments = header.attachments.iter().filter(|entry| entry.included).count();
        if mode == MergeMode::Trial {
            return Ok(taken);
        }
        let attachments = self.attachments();
        let (mut failed, mut done) = (None, 0);
        each.pack.each_attachment(&mut |entry, content| {
            let mut hear = |_| watch(MergeStep::Files(done));
            match attachments.take_in_content(&entry.hash, content, &mut hear) {
                Ok(()) => {
                    done += 1;
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(error) = failed {
            return Err(crate::inspection::InspectionError::from(error).into());
        }
        if header.sender.device != *self.journal().device() {
            taken.revoked_elsewhere = self.take_roster(&header.sender.device, &header.roster)?.revoked_elsewhere;
        }
        Ok(taken)
    }

    /// What is left to do once a pack is in.
    fn settle(&mut self, each: &Sound, taken: &mut Taken) -> Result<(), ExchangeError> {
        let header = &each.pack.header;
        let chain = Chain::Round(each.round.to_string());
        let own = self.journal().device().clone();
        for (holder, holdings) in header.receipts.iter().filter(|(holder, _)| **holder != own) {
            self.journal_mut().receipt_put(&chain, holder, holdings)?;
        }
        let held: Vec<AttachmentHash> =
            header.attachments.iter().filter(|entry| entry.held).map(|entry| entry.hash.clone()).collect();
        self.journal_mut().attachment_receipt_put(&header.sender.device, &held)?;
        let home = self.journal().home().to_owned();
        let waiting = Storeroom::waiting(&home);
        if taken.held_back > 0 {
            let why = t!("exchange.held_back", count = taken.held_back).into_owned();
            waiting.keep(&each.copied, &Note { name: each.name.clone(), why, device: None })?;
        } else {
            waiting.release(&each.file);
        }
        // An object of a meeting place is answered by another object there.
        if each.file.parent() != Some(waiting.folder()) && header.purpose != Purpose::Segment {
            taken.receipt = self.leave_receipt(&each.round, &each.file);
            for receipt in receipt::receipts_beside(&each.file) {
                self.take_receipt(&receipt)?;
            }
        }
        Ok(())
    }

    /// Devices revoked here, with the last number of theirs still good in `round`.
    fn revoked_in(&self, round: &RoundId) -> Result<HashMap<DeviceId, u64>, ExchangeError> {
        let revoked = self.known_devices()?.into_iter().filter_map(|device| {
            let last = device.revoked?.last_good.get(round.as_str()).copied().unwrap_or(0);
            Some((device.id, last))
        });
        Ok(revoked.collect())
    }

    /// The public keys of every device that is known here or named by a pack.
    fn keys_of(&self, sound: &[Sound]) -> Result<HashMap<DeviceId, DeviceKeys>, ExchangeError> {
        let mut keys: HashMap<DeviceId, DeviceKeys> = HashMap::new();
        for each in sound {
            let header = &each.pack.header;
            keys.insert(header.sender.device.clone(), header.sender.keys.clone());
            keys.extend(header.roster.iter().map(|entry| (entry.card.keys.device(), entry.card.keys.clone())));
        }
        keys.extend(self.known_devices()?.into_iter().map(|device| (device.id, device.keys)));
        Ok(keys)
    }

    /// Whether everything in a pack is here already: it was taken in before, and nothing of it was set aside or held
    /// back since. Then its revisions need not be looked up one by one.
    fn is_known_whole(&self, each: &Sound) -> Result<KnownWhole, ExchangeError> {
        let header = &each.pack.header;
        if self.journal().merge_of(&digest(&each.pack))?.is_none() || header.holdings == Holdings::default() {
            return Ok(KnownWhole::No);
        }
        // Numbers do not tell two branches of one chain apart: what is held of the one may be set aside of the other.
        if self.journal().has_set_aside()? {
            return Ok(KnownWhole::No);
        }
        let held = self.journal().holdings(&Chain::Round(each.round.to_string()))?;
        Ok(if held.covers(&header.holdings) { KnownWhole::Yes } else { KnownWhole::No })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KnownWhole {
    Yes,
    No,
}

type FeedBox<'a> =
    Box<dyn FnMut(&mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>) -> Result<(), JournalError> + 'a>;

/// Hands on the revisions of a pack, or none where all are here.
fn feed(each: &Sound, known: KnownWhole) -> FeedBox<'_> {
    Box::new(move |take| {
        if known == KnownWhole::Yes {
            return Ok(());
        }
        each.pack.each_revision(|error| JournalError::Storage { detail: error.to_string() }, take)
    })
}

fn digest(pack: &CheckedPack) -> String {
    Hex(pack.digest).to_string()
}

fn about(each: &Sound) -> serde_json::Value {
    let header = &each.pack.header;
    json!({ "file": each.name, "machine": header.sender.name, "members": header.sender.members, "made_at": header.made_at })
}

impl std::fmt::Display for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Device(id) => f.write_str(&t!("exchange.waits_for_device", device = id)),
            Self::Revoked(id) => f.write_str(&t!("exchange.waits_revoked", device = id)),
            Self::NewerProgram(why) => f.write_str(why),
        }
    }
}

impl FileReport {
    /// The sender as known here, whatever became of the pack.
    pub fn known_sender(&self) -> Option<&KnownDevice> {
        self.sender.as_deref()
    }
}

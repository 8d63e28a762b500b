//! Making packs: all that this laptop holds of a round, whoever wrote it, as one file.
//!
//! Nothing is left out because somebody may have it already: a pack that was lost or is old never matters, the next one
//! covers it. Only the content of attached files stays at home that every device accepted here is known to hold: with
//! less, a laptop that gets everything from the lead would still show less than the lead's.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use super::ExchangeError;
use super::identity::{KnownDevice, Passphrase, Standing};
use super::pack::{
    self, AttachmentEntry, Counts, Definition, EditionText, FORMAT, Header, Named, PackError, PackId, PackWriter,
    Purpose, Report, Sealing, Sender, WrittenFile,
};
use crate::hexadecimal::Hex;
use crate::inspection::{Mode, Round, Store, WORK_ORDER_KINDS};
use crate::journal::{AttachmentHash, AttachmentState, Chain, DeviceId, Holdings, JournalError, RecordKey, SignedTip};

/// Who is to read a pack.
#[derive(Debug, Clone)]
pub enum Readers {
    /// The devices known here, and the office's recovery key where the round names one.
    Known,
    /// Whoever has the passphrase.
    Passphrase(Passphrase),
    /// Everybody.
    Everybody,
}

/// Which attached files go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Files {
    /// Those that one of the devices accepted here is not known to hold.
    #[default]
    Unreceipted,
    /// All that are here.
    All,
}

/// What pack to make.
#[derive(Debug, Clone)]
pub struct PackOrder {
    /// What it is for.
    pub purpose: Purpose,
    /// Who is to read it.
    pub readers: Readers,
    /// Which attached files go along.
    pub files: Files,
}

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The file.
    pub file: WrittenFile,
    /// How much is in it.
    pub counts: Counts,
    /// For how many devices it is sealed; none where it is for a passphrase or for everybody.
    pub devices: usize,
    /// Attached files that the round names and that are not here.
    pub files_missing: usize,
}

impl Store {
    /// Writes a pack of `round` to `path`, in place of what lies there once it is whole and read back. Refused where
    /// nobody could read it; then nothing is written.
    pub fn pack(
        &self,
        round: &Round,
        order: &PackOrder,
        path: &Path,
        report: &mut Report<'_>,
    ) -> Result<Packed, ExchangeError> {
        let sealing = self.sealing(round, order)?;
        let content = self.plan_pack(round, order)?;
        let mut writing = |output: &mut dyn Write| self.fill_pack(&content, &sealing, output);
        let file = pack::write_file(path, &mut writing, report)?;
        let devices = match &sealing {
            Sealing::Devices { readers, .. } => readers.len(),
            Sealing::Plain | Sealing::Passphrase(_) => 0,
        };
        let files_missing = content.header.attachments.iter().filter(|entry| !entry.held).count();
        Ok(Packed { file, counts: content.header.counts, devices, files_missing })
    }

    fn sealing(&self, round: &Round, order: &PackOrder) -> Result<Sealing, ExchangeError> {
        let order_is_open = order.purpose == Purpose::WorkOrder && round.mode != Mode::Surprise;
        match &order.readers {
            Readers::Everybody if order.purpose == Purpose::WorkOrder && !order_is_open => {
                Err(ExchangeError::SurpriseInTheOpen)
            }
            Readers::Everybody => Ok(Sealing::Plain),
            Readers::Passphrase(passphrase) => Ok(Sealing::Passphrase(passphrase.secret())),
            Readers::Known if order_is_open => Ok(Sealing::Plain),
            Readers::Known => {
                let recipients = self.recipients()?;
                if recipients.is_empty() {
                    return Err(ExchangeError::ForNobody);
                }
                Ok(Sealing::Devices { readers: recipients, recovery: round.recovery.clone() })
            }
        }
    }

    /// Everything that the header has to say before the rest is written.
    fn plan_pack(&self, round: &Round, order: &PackOrder) -> Result<Plan, ExchangeError> {
        let journal = self.journal();
        let mut counts = Counts::default();
        let mut members: BTreeSet<String> = BTreeSet::new();
        let only = only_definition(order.purpose);
        journal.log(round.id.as_str(), &mut |revision| {
            if revision.device == *journal.device() {
                members.extend(revision.member);
            }
        })?;
        self.each_selected(round.id.as_str(), &only, &mut |bytes| counts.add_revision(bytes))?;
        let mut editions = Vec::new();
        for edition in journal.editions()? {
            if round.checklists.iter().any(|id| id.as_str() == edition.checklist)
                && let Some(text) = journal.edition(&edition.hash)?
            {
                counts.add_edition(&text);
                let hash = Hex::sha256(text.as_bytes());
                editions.push(EditionText { hash, checklist: edition.checklist, edition: edition.edition, text });
            }
        }
        let attachments = match order.purpose {
            Purpose::WorkOrder => Vec::new(),
            Purpose::Full | Purpose::Segment | Purpose::Other => self.attachments_to_pack(round, order.files)?,
        };
        attachments.iter().filter(|entry| entry.included).for_each(|entry| counts.add_attachment(entry.size));
        let mut header = self.header(round, order.purpose)?;
        let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
        header.definition = Definition {
            units: round.units.iter().map(|unit| named(unit.id.as_str(), &unit.name)).collect(),
            members: round.members.iter().map(|member| named(member.id.as_str(), &member.name)).collect(),
        };
        header.sender.members = members.into_iter().collect();
        (header.counts, header.attachments) = (counts, attachments);
        Ok(Plan { header, editions, only })
    }

    /// What every header says, of a pack in which nothing is yet.
    pub(super) fn header(&self, round: &Round, purpose: Purpose) -> Result<Header, ExchangeError> {
        let journal = self.journal();
        let chain = Chain::Round(round.id.to_string());
        let finished = self.finished(&round.id)?.into_keys().map(|member| member.to_string()).collect();
        // An order leaves gaps where answers were: it says nothing of how far the chains go.
        let tips = match purpose {
            Purpose::WorkOrder => Vec::new(),
            Purpose::Full | Purpose::Segment | Purpose::Other => self.signed_tips(&chain)?,
        };
        let this = self.this_device()?;
        Ok(Header {
            format: FORMAT,
            least_reader: 1,
            program: concat!("kiemtra ", env!("CARGO_PKG_VERSION")).to_owned(),
            id: PackId::random().map_err(JournalError::from)?,
            round: round.id.to_string(),
            title: round.title.clone(),
            purpose,
            made_at: journal.clock().now(),
            sender: Sender { device: this.id, keys: this.keys, name: this.name, members: Vec::new() },
            finished,
            definition: Definition::default(),
            counts: Counts::default(),
            tips,
            holdings: journal.holdings(&chain)?,
            roster: self.roster()?,
            attachments: Vec::new(),
            receipts: journal.receipts(&chain)?,
            segment: None,
        })
    }

    fn attachments_to_pack(&self, round: &Round, files: Files) -> Result<Vec<AttachmentEntry>, ExchangeError> {
        let journal = self.journal();
        let (here, holders) = (journal.attachments(), journal.attachment_holders()?);
        // Those a person here accepted: a member's are the lead's, the lead's are everybody's.
        let is_met = |device: &KnownDevice| device.standing == Standing::Accepted && device.is_known();
        let met: Vec<DeviceId> = self.known_devices()?.into_iter().filter(is_met).map(|device| device.id).collect();
        let all_hold = |hash: &AttachmentHash| {
            let holders = holders.get(hash).map_or(&[][..], Vec::as_slice);
            !holders.is_empty() && met.iter().all(|device| holders.contains(device))
        };
        let mut entries = Vec::new();
        for (hash, said) in journal.attachments_named(round.id.as_str())? {
            // What is damaged here must not be passed on as if it were sound.
            let held = here.check(&hash).is_ok_and(|state| state == AttachmentState::Present);
            let size = std::fs::metadata(here.path(&hash)).map_or(said, |meta| meta.len());
            let included = held && (files == Files::All || !all_hold(&hash));
            entries.push(AttachmentEntry { hash, size, included, held });
        }
        Ok(entries)
    }

    /// How far every chain goes, with this device's own signature under its own.
    pub(super) fn signed_tips(&self, chain: &Chain) -> Result<Vec<SignedTip>, ExchangeError> {
        let journal = self.journal();
        let mut tips = journal.tips(chain)?;
        for tip in tips.iter_mut().filter(|tip| tip.device == *journal.device()) {
            let message = SignedTip::message(chain.round().unwrap_or_default(), tip.sequence, &tip.revision);
            tip.signature = Some(journal.sign(&message));
        }
        Ok(tips)
    }

    pub(super) fn each_selected(
        &self,
        round: &str,
        only: &Selection,
        each: &mut dyn FnMut(&[u8]),
    ) -> Result<(), JournalError> {
        let mut definition = |bytes: &[u8]| {
            if kind_of(bytes).is_some_and(|kind| WORK_ORDER_KINDS.contains(&kind.as_str())) {
                each(bytes);
            }
        };
        match only {
            Selection::All => self.journal().stored(round, each),
            Selection::Definition => self.journal().stored(round, &mut definition),
            Selection::Only(holdings) => self.journal().stored_of(round, holdings, each),
        }
    }

    pub(super) fn fill_pack(&self, plan: &Plan, sealing: &Sealing, output: &mut dyn Write) -> Result<(), PackError> {
        let journal = self.journal();
        let mut writer = PackWriter::begin(output, &plan.header, sealing)?;
        for edition in &plan.editions {
            writer.edition(edition)?;
        }
        let mut failed = None;
        let read = self.each_selected(&plan.header.round, &plan.only, &mut |bytes| {
            if failed.is_none() {
                failed = writer.revision(bytes).err();
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        read.map_err(|error| PackError::Output(std::io::Error::other(error.to_string())))?;
        for entry in plan.header.attachments.iter().filter(|entry| entry.included) {
            let path = journal.attachments().path(&entry.hash);
            let mut content = std::fs::File::open(&path).map_err(PackError::Output)?;
            writer.attachment(entry, &mut content)?;
        }
        writer.finish(|message| journal.sign(message))?;
        Ok(())
    }
}

/// What goes into a pack besides revisions, and which of these.
pub(super) struct Plan {
    pub(super) header: Header,
    pub(super) editions: Vec<EditionText>,
    pub(super) only: Selection,
}

/// Which revisions go into a pack.
pub(super) enum Selection {
    All,
    Definition,
    Only(Holdings),
}

fn only_definition(purpose: Purpose) -> Selection {
    match purpose {
        Purpose::WorkOrder => Selection::Definition,
        Purpose::Full | Purpose::Segment | Purpose::Other => Selection::All,
    }
}

/// The kind of the record that a stored revision belongs to.
pub(super) fn kind_of(bytes: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        record: RecordKey,
    }
    serde_json::from_slice::<Named>(bytes).ok().map(|revision| revision.record.kind().to_owned())
}

//! Writing an object: a pack of purpose `segment`, sealed for all known devices and this one, that says what is in it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use super::laptop::Load;
use crate::exchange::ExchangeError;
use crate::exchange::identity::KnownDevice;
use crate::exchange::pack::{self, AttachmentEntry, EditionText, Purpose, Report, Sealing, Segment};
use crate::exchange::packing::{Plan, Selection, kind_of};
use crate::hexadecimal::Hex;
use crate::inspection::{Round, Store};
use crate::journal::Holdings;

/// Kind of the records that pin a checklist's edition: where one goes, the edition's text goes along.
const PIN: &str = "pin";

impl Store {
    /// Writes `load` of `round` as an object of a meeting place.
    pub(super) fn pack_load(
        &self,
        round: &Round,
        load: &Load,
        path: &Path,
        report: &mut Report<'_>,
    ) -> Result<(), ExchangeError> {
        let plan = self.plan_load(round, load)?;
        let sealing = self.sealing_for_all(round)?;
        let mut fill = |output: &mut dyn Write| self.fill_pack(&plan, &sealing, output);
        pack::write_file(path, &mut fill, report)?;
        Ok(())
    }

    /// For all known devices, and for this one: it learns again from its own objects what it put, should it forget.
    fn sealing_for_all(&self, round: &Round) -> Result<Sealing, ExchangeError> {
        let mut readers = self.recipients()?;
        if readers.is_empty() {
            return Err(ExchangeError::ForNobody);
        }
        readers.push(self.journal().device_keys().read().to_owned());
        Ok(Sealing::Devices { readers, recovery: round.recovery.clone() })
    }

    fn plan_load(&self, round: &Round, load: &Load) -> Result<Plan, ExchangeError> {
        let revisions = match load {
            Load::Revisions(extent) => Holdings::from(extent),
            Load::Attachment(_) | Load::Receipt => Holdings::default(),
        };
        let mut header = self.header(round, Purpose::Segment)?;
        let only = Selection::Only(revisions.clone());
        let mut pins = false;
        let counts = &mut header.counts;
        self.each_selected(round.id.as_str(), &only, &mut |bytes| {
            counts.add_revision(bytes);
            pins = pins || kind_of(bytes).is_some_and(|kind| kind == PIN);
        })?;
        let editions = if pins { self.editions_of(round)? } else { Vec::new() };
        for edition in &editions {
            header.counts.add_edition(&edition.text);
        }
        if let Load::Attachment(hash) = load {
            let size = std::fs::metadata(self.attachments().path(hash)).map_or(0, |meta| meta.len());
            header.counts.add_attachment(size);
            header.attachments.push(AttachmentEntry { hash: hash.clone(), size, included: true, held: true });
        }
        let known = self.known_devices()?.into_iter().filter(KnownDevice::is_known).map(|device| device.id);
        let readers: BTreeSet<_> = known.chain([self.journal().device().clone()]).collect();
        header.segment = Some(Segment { revisions, readers });
        Ok(Plan { header, editions, only })
    }

    fn editions_of(&self, round: &Round) -> Result<Vec<EditionText>, ExchangeError> {
        let mut texts = Vec::new();
        for edition in self.journal().editions()? {
            if round.checklists.iter().any(|id| id.as_str() == edition.checklist)
                && let Some(text) = self.journal().edition(&edition.hash)?
            {
                let hash = Hex::sha256(text.as_bytes());
                texts.push(EditionText { hash, checklist: edition.checklist, edition: edition.edition, text });
            }
        }
        Ok(texts)
    }
}

//! This laptop and those it knows.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{ExchangeOutcome, identity};
use crate::exchange::identity::{DeviceCard, KnownDevice, Revocation, SixWords, Standing, StandingChange, ThisDevice};
use crate::exchange::merging::Storeroom;
use crate::journal::DeviceId;
use crate::tui::screen::Failure;
use crate::tui::work::office::Office;
use crate::vietnamese::collate::sort_key;

/// This laptop and those it knows.
#[derive(Debug, Clone)]
pub struct DeviceList {
    /// This one.
    pub this: ThisDevice,
    /// Its six words.
    pub words: SixWords,
    /// The others: those that wait for somebody first, the revoked last, each by name.
    pub others: Vec<DeviceLine>,
}

/// Another laptop.
#[derive(Debug, Clone)]
pub struct DeviceLine {
    /// As it is known.
    pub device: KnownDevice,
    /// Its six words.
    pub words: SixWords,
    /// Who works on it: the name of that member in a round of this home, else the id it claims.
    pub member: Option<String>,
    /// Who introduced it.
    pub introduced_by: Option<String>,
    /// How many of its packs wait here.
    pub waiting: usize,
}

impl Office {
    pub(super) fn devices(&self) -> Result<ExchangeOutcome, Failure> {
        let store = self.store();
        let this = store.this_device().map_err(identity)?;
        let known = self.met_devices()?;
        let waiting = Storeroom::waiting(store.journal().home()).list();
        let mut others: Vec<DeviceLine> = known.iter().map(|device| self.device_line(device, &known)).collect();
        for line in &mut others {
            let id = line.device.id.as_str();
            line.waiting = waiting.iter().filter(|pack| pack.note.device.as_deref() == Some(id)).count();
        }
        others.sort_by_cached_key(|line| {
            let device = &line.device;
            let waits = device.standing == Standing::Seen && device.revoked.is_none();
            (device.revoked.is_some(), Reverse(waits), sort_key(&device.name), device.id.clone())
        });
        let words = SixWords::of(&this.keys);
        Ok(ExchangeOutcome::Devices(Arc::new(DeviceList { this, words, others })))
    }

    fn device_line(&self, device: &KnownDevice, known: &[KnownDevice]) -> DeviceLine {
        let introduced_by = match &device.standing {
            Standing::Introduced { by } => {
                Some(known.iter().find(|other| other.id == *by).map_or(by.to_string(), |other| other.name.clone()))
            }
            Standing::Seen | Standing::Accepted => None,
        };
        let member = device.member.as_deref().map(|id| self.member_name(id));
        DeviceLine { words: device.six_words(), device: device.clone(), member, introduced_by, waiting: 0 }
    }

    /// What a member of some round here is called; the id itself where none is.
    pub(super) fn member_name(&self, id: &str) -> String {
        let rounds = self.store().rounds().unwrap_or_default();
        let mut rounds = rounds.iter().filter_map(|summary| self.store().round(summary.id.as_str()).ok());
        rounds.find_map(|round| round.member(id).map(|member| member.name.clone())).unwrap_or_else(|| id.to_owned())
    }

    pub(super) fn accept(&mut self, card: &DeviceCard) -> Result<ExchangeOutcome, Failure> {
        let device = card.keys.device();
        if self.store().known_device(&device).map_err(identity)?.is_none() {
            self.store_mut().see_device(card).map_err(identity)?;
        }
        let StandingChange { became_known, .. } = self.store_mut().accept_device(&device).map_err(identity)?;
        let stored = Storeroom::waiting(self.store().journal().home()).list();
        let is_free = |id: &str| id == device.as_str() || became_known.iter().any(|known| known.as_str() == id);
        let waiting = stored.into_iter().filter(|pack| pack.note.device.as_deref().is_none_or(is_free));
        let waiting = waiting.map(|pack| pack.file).collect();
        let name = self.store().known_device(&device).map_err(identity)?.map_or_else(String::new, |known| known.name);
        Ok(ExchangeOutcome::Accepted { device, name, waiting })
    }

    pub(super) fn revoke(&mut self, id: &DeviceId) -> Result<ExchangeOutcome, Failure> {
        self.store_mut().revoke_device(id, &Revocation::Now).map_err(identity)?;
        self.devices()
    }
}

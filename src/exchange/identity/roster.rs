//! What laptops tell each other about devices, in every pack.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::IdentityError;
use super::known::{DeviceCard, KnownDevice, Met, REVOKED, Revoked, Standing, StandingChange};
use crate::inspection::Store;
use crate::journal::DeviceId;

/// One device in a roster. Introductions are not passed on: only what a person here decided is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    /// Which device.
    #[serde(flatten)]
    pub card: DeviceCard,
    /// What it is to the laptop that tells.
    pub standing: RosterStanding,
    /// Where it is revoked: the last number still good in each round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_after: Option<Revoked>,
}

/// What a device is to the laptop that tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RosterStanding {
    /// Accepted by a person there.
    Accepted,
    /// Revoked there.
    Revoked,
    /// Something a newer program knows; introduces nobody.
    #[serde(other)]
    Other,
}

/// What taking a roster did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterTaken {
    /// Devices that changed sides.
    pub change: StandingChange,
    /// Accepted by a person here and revoked there: somebody here must decide.
    pub revoked_elsewhere: Vec<DeviceId>,
    /// Entries left out because their keys are not those known here.
    pub other_keys: Vec<DeviceId>,
}

impl Store {
    /// The devices that a person here accepted or revoked, for the packs of this laptop.
    pub fn roster(&self) -> Result<Vec<RosterEntry>, IdentityError> {
        let entry = |device: KnownDevice| {
            let standing = match (&device.standing, &device.revoked) {
                (_, Some(_)) => RosterStanding::Revoked,
                (Standing::Accepted, None) => RosterStanding::Accepted,
                (Standing::Seen | Standing::Introduced { .. }, None) => return None,
            };
            let card = DeviceCard { keys: device.keys, name: device.name, member: device.member };
            Some(RosterEntry { card, standing, revoked_after: device.revoked })
        };
        Ok(self.known_devices()?.into_iter().filter_map(entry).collect())
    }

    /// Takes in what the pack of `by` tells about devices; call it for packs that are merged. What a person here decided
    /// stands: a revocation told by an accepted device counts for devices that are known by introduction alone.
    pub fn take_roster(&mut self, by: &DeviceId, roster: &[RosterEntry]) -> Result<RosterTaken, IdentityError> {
        let before = self.known_ids()?;
        let mut taken = RosterTaken::default();
        let teller = self.known_device(by)?;
        let is_heard = teller.is_some_and(|teller| teller.standing == Standing::Accepted && teller.is_known());
        for entry in roster {
            let id = entry.card.keys.device();
            match entry.standing {
                RosterStanding::Accepted => match self.introduce_device(by, &entry.card) {
                    Err(IdentityError::OtherKeys(id)) => taken.other_keys.push(id),
                    met => drop::<Met>(met?),
                },
                RosterStanding::Revoked => match self.known_device(&id)?.filter(|_| is_heard) {
                    Some(device) if device.standing == Standing::Accepted && device.is_known() => {
                        taken.revoked_elsewhere.push(id);
                    }
                    Some(device) if device.is_known() => {
                        let revoked = entry.revoked_after.clone().unwrap_or_default();
                        self.change_standing(&id, vec![(REVOKED, json!(revoked))])?;
                    }
                    Some(_) | None => {}
                },
                RosterStanding::Other => {}
            }
        }
        taken.change = StandingChange::between(&before, &self.known_ids()?);
        Ok(taken)
    }
}

//! The devices this laptop knows: revisions of `device/<id>`, which belong to no round and never leave the laptop.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::IdentityError;
use super::machine::machine_name;
use super::six_words::SixWords;
use crate::inspection::{InspectionError, RoundId, Store, device_record};
use crate::journal::{Author, Chain, Change, DeviceId, DeviceKeys, FieldName, Head, NameError, Parents, Reached};
use crate::vietnamese::nfc;

const KEYS: &str = "keys";
const NAME: &str = "name";
const MEMBER: &str = "member";
/// `true` once a person accepted it.
const ACCEPTED: &str = "accepted";
/// Ids of the devices that introduced it.
const INTRODUCED: &str = "introduced";
/// The last number still good in each round; null where it is not revoked.
pub(super) const REVOKED: &str = "revoked";

/// Longest name of a device or member that is taken from elsewhere, in characters.
const LONGEST_NAME: usize = 60;

/// What a device says of itself, and others of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCard {
    /// Its public keys.
    pub keys: DeviceKeys,
    /// The machine's name, for people.
    pub name: String,
    /// Who works on it: an id, as claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// This laptop's own device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThisDevice {
    /// Its id.
    pub id: DeviceId,
    /// Its public keys.
    pub keys: DeviceKeys,
    /// What it is called: as named here, else as the system names the machine.
    pub name: String,
}

/// Another device that this laptop has met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Its id.
    pub id: DeviceId,
    /// Its public keys.
    pub keys: DeviceKeys,
    /// The machine's name, as it claims.
    pub name: String,
    /// Who works on it, as it claims.
    pub member: Option<String>,
    /// What it is to this laptop.
    pub standing: Standing,
    /// Since when: first met, introduced, accepted or revoked.
    pub since: DateTime<FixedOffset>,
    /// Set where it was revoked.
    pub revoked: Option<Revoked>,
}

/// What a device is to this laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Met; its packs wait.
    Seen,
    /// A device that was accepted here says it is one of ours.
    Introduced {
        /// Which.
        by: DeviceId,
    },
    /// A person here accepted it.
    Accepted,
}

/// How much of what a revoked device wrote is still good: the last number in each round. In a round that is not named,
/// nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revoked {
    /// Round → last number still good.
    pub last_good: BTreeMap<String, u64>,
}

/// From where on a device is not trusted any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revocation {
    /// What is held of it now stays good, in every round; the rest waits.
    Now,
    /// The same, but in this round another number is the last one good.
    After {
        /// The round.
        round: RoundId,
        /// The last number still good; 0: nothing is.
        sequence: u64,
    },
}

/// Whom a pack or a roster told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// This laptop itself.
    ThisLaptop,
    /// Another one, as it stands now.
    Device(Box<KnownDevice>),
}

/// Which devices changed sides. Packs that waited for those that became known can be tried again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandingChange {
    /// Known from now on.
    pub became_known: Vec<DeviceId>,
    /// Not known any more.
    pub no_longer_known: Vec<DeviceId>,
}

impl KnownDevice {
    /// Whether its packs are merged and ours sealed for it: accepted or introduced, and not revoked.
    pub fn is_known(&self) -> bool {
        self.standing != Standing::Seen && self.revoked.is_none()
    }

    /// Its keys as words, to compare.
    pub fn six_words(&self) -> SixWords {
        SixWords::of(&self.keys)
    }
}

impl Revoked {
    /// Whether number `sequence` of the device in `round` is still good.
    pub fn reaches(&self, round: &str, sequence: u64) -> Reached {
        if self.last_good.get(round).is_some_and(|last| sequence <= *last) { Reached::Yes } else { Reached::No }
    }
}

impl Store {
    /// This laptop's own device.
    pub fn this_device(&self) -> Result<ThisDevice, IdentityError> {
        let keys = self.journal().device_keys();
        let id = keys.device();
        let heads = self.journal().heads_of(&record(&id)?)?;
        let named = text(&heads, NAME);
        Ok(ThisDevice { name: named.unwrap_or_else(machine_name), id, keys })
    }

    /// Names this laptop's device, for people on other laptops.
    pub fn name_this_device(&mut self, name: &str) -> Result<(), IdentityError> {
        let name = plain(name);
        if name.is_empty() {
            return Err(IdentityError::NameEmpty);
        }
        let id = self.journal().device().clone();
        self.write_device(&id, vec![(NAME, json!(name))])
    }

    /// Every other device that was ever met, by id.
    pub fn known_devices(&self) -> Result<Vec<KnownDevice>, IdentityError> {
        let own = self.journal().device().clone();
        let heads = self.journal().heads_under("device/")?;
        let stored: Vec<Stored> = heads.chunk_by(|a, b| a.record == b.record).filter_map(Stored::read).collect();
        let vouchers = stored.iter().filter(|device| device.can_vouch()).map(|device| &device.id).collect();
        let others = stored.iter().filter(|device| device.id != own);
        Ok(others.map(|device| device.judged(&vouchers)).collect())
    }

    /// The device of this id, where it was met.
    pub fn known_device(&self, id: &DeviceId) -> Result<Option<KnownDevice>, IdentityError> {
        let Some(stored) = self.stored_device(id)?.filter(|_| id != self.journal().device()) else { return Ok(None) };
        let mut vouchers = BTreeSet::new();
        for by in &stored.introduced {
            if self.stored_device(by)?.is_some_and(|by| by.can_vouch()) {
                vouchers.insert(by);
            }
        }
        Ok(Some(stored.judged(&vouchers)))
    }

    fn stored_device(&self, id: &DeviceId) -> Result<Option<Stored>, IdentityError> {
        Ok(Stored::read(&self.journal().heads_of(&record(id)?)?))
    }

    /// The device that somebody means by its six words or its id.
    pub fn find_device(&self, typed: &str) -> Result<KnownDevice, IdentityError> {
        let devices = self.known_devices()?;
        if let Ok(id) = DeviceId::new(typed.trim().to_lowercase()) {
            if id == *self.journal().device() {
                return Err(IdentityError::ThisLaptop);
            }
            let found = devices.into_iter().find(|device| device.id == id);
            return found.ok_or(IdentityError::UnknownDevice(id));
        }
        let words: SixWords = typed.parse()?;
        let mut found: Vec<KnownDevice> = devices.into_iter().filter(|device| device.six_words() == words).collect();
        match (found.pop(), found.as_slice()) {
            (Some(device), []) => Ok(device),
            (Some(last), others) => {
                let all = others.iter().map(|device| device.id.clone()).chain([last.id]).collect();
                Err(IdentityError::SeveralHaveWords(all))
            }
            (None, _) if SixWords::of(&self.journal().device_keys()) == words => Err(IdentityError::ThisLaptop),
            (None, _) => Err(IdentityError::NobodyHasWords(words.to_string())),
        }
    }

    /// Whom packs are sealed for: the reading keys of all devices known, without this laptop's own.
    pub fn recipients(&self) -> Result<Vec<String>, IdentityError> {
        let known = self.known_devices()?.into_iter().filter(KnownDevice::is_known);
        Ok(known.map(|device| device.keys.read().to_owned()).collect())
    }

    /// Remembers a device that sent something. Its name and member are what it claims now; keys other than those known
    /// under its id are refused.
    pub fn see_device(&mut self, card: &DeviceCard) -> Result<Met, IdentityError> {
        self.meet(card, None)
    }

    /// Remembers a device that `by` calls one of its own. It is known as long as `by` is accepted here; what a merely
    /// introduced device says makes it seen and no more.
    pub fn introduce_device(&mut self, by: &DeviceId, card: &DeviceCard) -> Result<Met, IdentityError> {
        self.meet(card, Some(by))
    }

    fn meet(&mut self, card: &DeviceCard, by: Option<&DeviceId>) -> Result<Met, IdentityError> {
        let id = card.keys.device();
        if id == *self.journal().device() {
            let same = card.keys == self.journal().device_keys();
            return if same { Ok(Met::ThisLaptop) } else { Err(IdentityError::OtherKeys(id)) };
        }
        let stored = self.stored_device(&id)?;
        if stored.as_ref().is_some_and(|known| known.keys != card.keys) {
            return Err(IdentityError::OtherKeys(id));
        }
        let mut fields = vec![(KEYS, json!(card.keys))];
        // What others say of a device must not rename it.
        if by.is_none() || stored.is_none() {
            fields.push((NAME, json!(plain(&card.name))));
            fields.extend(card.member.as_deref().map(|member| (MEMBER, json!(plain(member)))));
        }
        if let Some(by) = by {
            let mut introduced = stored.map(|known| known.introduced).unwrap_or_default();
            introduced.insert(by.clone());
            fields.push((INTRODUCED, json!(introduced)));
        }
        self.write_device(&id, fields)?;
        let met = self.known_device(&id)?.ok_or(IdentityError::UnknownDevice(id))?;
        Ok(Met::Device(Box::new(met)))
    }

    /// A person compared the words: the device is known, and so are those it introduced.
    pub fn accept_device(&mut self, id: &DeviceId) -> Result<StandingChange, IdentityError> {
        self.change_standing(id, vec![(ACCEPTED, json!(true)), (REVOKED, Value::Null)])
    }

    /// The device was lost or given away. What it wrote before stays; its packs wait, none is sealed for it, and those it
    /// introduced are not known by its word any more. It can be accepted again.
    pub fn revoke_device(&mut self, id: &DeviceId, from: &Revocation) -> Result<StandingChange, IdentityError> {
        let mut revoked = Revoked::default();
        for round in self.rounds()? {
            let held = self.journal().horizon(&Chain::Round(round.id.to_string()))?.last(id);
            revoked.last_good.extend(held.map(|held| (round.id.to_string(), held)));
        }
        if let Revocation::After { round, sequence } = from {
            self.round(round.as_str())?;
            revoked.last_good.insert(round.to_string(), *sequence);
        }
        self.change_standing(id, vec![(REVOKED, json!(revoked))])
    }

    pub(super) fn change_standing(
        &mut self,
        id: &DeviceId,
        fields: Vec<(&str, Value)>,
    ) -> Result<StandingChange, IdentityError> {
        if id == self.journal().device() {
            return Err(IdentityError::ThisLaptop);
        }
        if self.known_device(id)?.is_none() {
            return Err(IdentityError::UnknownDevice(id.clone()));
        }
        let before = self.known_ids()?;
        self.write_device(id, fields)?;
        Ok(StandingChange::between(&before, &self.known_ids()?))
    }

    pub(super) fn known_ids(&self) -> Result<BTreeSet<DeviceId>, IdentityError> {
        Ok(self.known_devices()?.into_iter().filter(KnownDevice::is_known).map(|device| device.id).collect())
    }

    fn write_device(&mut self, id: &DeviceId, fields: Vec<(&str, Value)>) -> Result<(), IdentityError> {
        let change = |(field, value): (&str, Value)| -> Result<Change, IdentityError> {
            Ok(Change {
                record: record(id)?,
                field: FieldName::new(field).map_err(InspectionError::from)?,
                value,
                parents: Parents::SoleHead,
            })
        };
        let changes = fields.into_iter().map(change).collect::<Result<Vec<_>, _>>()?;
        self.journal_mut().write(&Chain::DeviceWide, &Author::default(), &changes)?;
        Ok(())
    }
}

impl StandingChange {
    pub(super) fn between(before: &BTreeSet<DeviceId>, after: &BTreeSet<DeviceId>) -> Self {
        Self {
            became_known: after.difference(before).cloned().collect(),
            no_longer_known: before.difference(after).cloned().collect(),
        }
    }
}

/// One device as its record holds it.
struct Stored {
    id: DeviceId,
    keys: DeviceKeys,
    name: String,
    member: Option<String>,
    is_accepted: bool,
    introduced: BTreeSet<DeviceId>,
    revoked: Option<Revoked>,
    since: DateTime<FixedOffset>,
}

impl Stored {
    /// `None` for a record without keys, as this laptop's own, or whose keys are of another device.
    fn read(heads: &[Head]) -> Option<Self> {
        let id = DeviceId::new(heads.first()?.record.as_str().split('/').nth(1)?).ok()?;
        let value = |field: &str| Some(head(heads, field)?.value.clone()).filter(|value| !value.is_null());
        let keys: DeviceKeys = serde_json::from_value(value(KEYS)?).ok()?;
        if keys.device() != id {
            return None;
        }
        let is_accepted = value(ACCEPTED) == Some(json!(true));
        let introduced = value(INTRODUCED).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default();
        // Limits that cannot be read leave nothing good.
        let revoked = value(REVOKED).map(|value| serde_json::from_value(value).unwrap_or_default());
        let telling = [(REVOKED, revoked.is_some()), (ACCEPTED, is_accepted), (INTRODUCED, true), (KEYS, true)];
        let told = telling.into_iter().find_map(|(field, counts)| head(heads, field).filter(|_| counts));
        Some(Self {
            name: text(heads, NAME).unwrap_or_default(),
            member: text(heads, MEMBER),
            since: told?.made_at,
            id,
            keys,
            is_accepted,
            introduced,
            revoked,
        })
    }

    /// Whether the devices it introduces are known.
    fn can_vouch(&self) -> bool {
        self.is_accepted && self.revoked.is_none()
    }

    fn judged(&self, vouchers: &BTreeSet<&DeviceId>) -> KnownDevice {
        let standing = match self.introduced.iter().find(|by| vouchers.contains(by)) {
            _ if self.is_accepted => Standing::Accepted,
            Some(by) => Standing::Introduced { by: by.clone() },
            None => Standing::Seen,
        };
        KnownDevice {
            id: self.id.clone(),
            keys: self.keys.clone(),
            name: self.name.clone(),
            member: self.member.clone(),
            standing,
            since: self.since,
            revoked: self.revoked.clone(),
        }
    }
}

fn record(id: &DeviceId) -> Result<crate::journal::RecordKey, IdentityError> {
    Ok(device_record(id).map_err(|error: NameError| InspectionError::from(error))?)
}

fn head<'a>(heads: &'a [Head], field: &str) -> Option<&'a Head> {
    heads.iter().find(|head| head.field.as_str() == field)
}

fn text(heads: &[Head], field: &str) -> Option<String> {
    head(heads, field).and_then(|head| head.value.as_str()).map(str::to_owned)
}

/// A name from elsewhere on one line, without characters that steer a terminal, and not long.
fn plain(name: &str) -> String {
    nfc::single_line(name).chars().take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

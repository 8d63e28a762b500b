//! The devices that wrote in a round: how far their chains are known to go, and what of them is missing here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use crate::exchange::identity::{IdentityError, KnownDevice};
use crate::inspection::{InspectionError, MemberId, Round, RoundId, Store};
use crate::journal::{Chain, DeviceId, Holdings, MergedPack, SignedTip, Span};

/// A device on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardDevice {
    /// Which.
    pub device: DeviceId,
    /// What people call it; the beginning of its id where nobody told.
    pub name: String,
    /// Who works on it, as packs of the round told and as it says of itself.
    pub members: BTreeSet<MemberId>,
    /// The last number of its chain held here; 0 where nothing is.
    pub held: u64,
    /// Numbers that packs told of and that are not here.
    pub gaps: Vec<Span>,
    /// Whether its chain was seen to run two ways.
    pub fork: Fork,
    /// When its last pack that brought something was made, as its clock claims.
    pub last_pack: Option<DateTime<FixedOffset>>,
}

/// Whether a device's chain was seen to run two ways: after a restored backup or on a copied disk. Nothing of it is
/// invalid; a person should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fork {
    /// It was not.
    No,
    /// Two different revisions bear the same number.
    Yes,
}

/// Whether a round has met another laptop: by a merge that stands, or by a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// It is on this laptop alone, as far as anybody knows.
    Never,
    /// It has.
    Before,
}

/// A pack that waits for a person or a newer program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPack {
    /// What the file was called.
    pub file: String,
    /// A plain sentence.
    pub why: String,
    /// The device somebody has to accept, if it waits for that.
    pub device: Option<DeviceId>,
    /// What people call that device.
    pub device_name: Option<String>,
}

/// All devices of a round.
pub(super) struct Devices {
    pub list: Vec<BoardDevice>,
    pub meeting: Meeting,
    known: Vec<KnownDevice>,
}

/// How many letters of an id name a device without name.
const SHORT: usize = 8;

impl Devices {
    pub fn of(store: &Store, round: &Round) -> Result<Self, InspectionError> {
        let journal = store.journal();
        let chain = Chain::Round(round.id.to_string());
        let known = store.known_devices().map_err(recorded)?;
        let this = store.this_device().map_err(recorded)?;
        let (holdings, named, held) = (journal.holdings(&chain)?, journal.named_tips(&chain)?, journal.tips(&chain)?);
        let packs = packs(store, &round.id)?;
        let senders = packs.iter().filter_map(|pack| pack.sender.as_ref());
        let ids: BTreeSet<&DeviceId> = held.iter().chain(&named).map(|tip| &tip.device).chain(senders).collect();
        let mut list = Vec::with_capacity(ids.len());
        for id in ids {
            let card = known.iter().find(|device| device.id == *id);
            let of_it: Vec<&MergedPack> = packs.iter().filter(|pack| pack.sender.as_ref() == Some(id)).collect();
            let mut members: BTreeSet<MemberId> = of_it.iter().flat_map(|pack| members_of(&pack.about)).collect();
            members.extend(card.and_then(|card| MemberId::new(card.member.clone()?).ok()));
            members.retain(|member| round.member(member.as_str()).is_some());
            list.push(BoardDevice {
                name: if *id == this.id { this.name.clone() } else { name(card, id) },
                members,
                held: held.iter().find(|tip| tip.device == *id).map_or(0, |tip| tip.sequence),
                gaps: gaps(id, &holdings, &named, last_good(card, &round.id)),
                fork: fork(id, &named, &held),
                last_pack: of_it.iter().filter_map(|pack| made_at(&pack.about)).max(),
                device: id.clone(),
            });
        }
        let meeting = Self::meeting(store, &round.id)?;
        Ok(Self { list, meeting, known })
    }

    /// Whether the round has met another laptop.
    pub fn meeting(store: &Store, round: &RoundId) -> Result<Meeting, InspectionError> {
        let own = store.journal().device();
        let is_other = |pack: &MergedPack| pack.sender.as_ref() != Some(own);
        if packs(store, round)?.iter().any(is_other) {
            return Ok(Meeting::Before);
        }
        let receipts = store.journal().receipts(&Chain::Round(round.to_string()))?;
        Ok(if receipts.keys().any(|holder| holder != own) { Meeting::Before } else { Meeting::Never })
    }

    /// Who works on one of them, or on a device known here.
    pub fn members(&self) -> impl Iterator<Item = MemberId> {
        let known = self.known.iter().filter(|device| device.is_known());
        let claimed = known.filter_map(|device| MemberId::new(device.member.clone()?).ok());
        self.list.iter().flat_map(|device| device.members.iter().cloned()).chain(claimed)
    }

    /// When the last pack of a laptop that `member` works on was made.
    pub fn last_pack_of(&self, member: &MemberId) -> Option<DateTime<FixedOffset>> {
        self.list.iter().filter(|device| device.members.contains(member)).filter_map(|device| device.last_pack).max()
    }

    /// What people call a device.
    pub fn name_of(&self, device: &DeviceId) -> String {
        name(self.known.iter().find(|known| known.id == *device), device)
    }
}

fn name(card: Option<&KnownDevice>, id: &DeviceId) -> String {
    let called = card.map(|card| card.name.clone()).filter(|name| !name.is_empty());
    called.unwrap_or_else(|| id.as_str().chars().take(SHORT).collect())
}

/// The packs of a round that merges which stand took in.
fn packs(store: &Store, round: &RoundId) -> Result<Vec<MergedPack>, InspectionError> {
    let standing = store.journal().merges()?.into_iter().filter(|merge| merge.undone.is_none());
    Ok(standing.flat_map(|merge| merge.packs).filter(|pack| pack.chain.round() == Some(round.as_str())).collect())
}

fn members_of(about: &Value) -> Vec<MemberId> {
    let ids = about.get("members").and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(|id| MemberId::new(id.as_str()?).ok()).collect()
}

fn made_at(about: &Value) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(about.get("made_at")?.as_str()?).ok()
}

/// The last number still good of a device that was revoked here: what lies behind it is left outside on purpose.
fn last_good(card: Option<&KnownDevice>, round: &RoundId) -> Option<u64> {
    let revoked = card?.revoked.as_ref()?;
    Some(revoked.last_good.get(round.as_str()).copied().unwrap_or(0))
}

/// What is missing up to the last number that a pack told of. A work order tells none: it leaves out what was answered.
fn gaps(device: &DeviceId, holdings: &Holdings, named: &[SignedTip], last_good: Option<u64>) -> Vec<Span> {
    let told = named.iter().filter(|tip| tip.device == *device).map(|tip| tip.sequence).max();
    let Some(last) = told.map(|told| last_good.map_or(told, |good| good.min(told))) else { return Vec::new() };
    let all = holdings.gaps(device, last).into_iter().filter(|gap| gap.first <= last);
    all.map(|gap| Span { last: gap.last.min(last), ..gap }).collect()
}

fn fork(device: &DeviceId, named: &[SignedTip], held: &[SignedTip]) -> Fork {
    let mut ends: BTreeMap<u64, &SignedTip> = BTreeMap::new();
    for tip in named.iter().chain(held).filter(|tip| tip.device == *device) {
        if ends.insert(tip.sequence, tip).is_some_and(|other| other.revision != tip.revision) {
            return Fork::Yes;
        }
    }
    Fork::No
}

/// A device's record that cannot be read is told as any other record.
fn recorded(error: IdentityError) -> InspectionError {
    match error {
        IdentityError::Inspection(error) => error,
        other => InspectionError::UnreadableRecord { record: "device".to_owned(), why: other.to_string() },
    }
}

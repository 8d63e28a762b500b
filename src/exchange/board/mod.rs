//! The board: what of a round was expected, what of it has come to this laptop, and what is missing.
//!
//! Nothing here is judged: an item is answered where somebody answered it, however well. Every unit is counted from one
//! pass over what stands recorded there.

mod count;
mod device;
#[cfg(test)]
pub(crate) mod fixture;
mod outstanding;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

pub use device::{BoardDevice, Fork, Meeting, WaitingPack};
pub use outstanding::{Outstanding, Unfinished, missing_of, numbers};

use super::merging::Storeroom;
use crate::checklist::ChecklistId;
use crate::inspection::{Finished, InspectionError, MemberId, PinnedEdition, Round, Store, Unit, UnitId};
use crate::journal::{Chain, DeviceId, Reached};
use count::{CellCount, MemberCount, UnitCount};
use device::Devices;

/// A round as far as it has come to this laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Its units, in the round's order.
    pub units: Vec<UnitBoard>,
    /// Everybody who is expected or recorded somewhere, in the round's order.
    pub members: Vec<BoardMember>,
    /// Every device known to have written in the round.
    pub devices: Vec<BoardDevice>,
    /// Packs that wait in this home, of whichever round: what is sealed cannot be told apart.
    pub waiting: Vec<WaitingPack>,
    /// Whether the round has met another laptop.
    pub meeting: Meeting,
    /// Records that no other device is known to hold.
    pub unsent: u64,
}

/// A member on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardMember {
    /// Who.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// When he last said that he has finished.
    pub finished: Option<DateTime<FixedOffset>>,
    /// When the last pack of a laptop he works on was made, as its clock claims.
    pub last_pack: Option<DateTime<FixedOffset>>,
}

/// A unit on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBoard {
    /// Which.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// The checklists asked there, in the round's order.
    pub checklists: Vec<ChecklistBoard>,
    /// Records of the unit that hold different opinions nobody has settled.
    pub conflicts: usize,
    /// Attached files named there that are not on this laptop.
    pub attachments_missing: usize,
}

/// A checklist at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistBoard {
    /// Which.
    pub checklist: ChecklistId,
    /// As printed.
    pub title: String,
    /// Items a person has to answer: the required ones that are asked whatever else is answered, and every other one that
    /// somebody answered.
    pub items: usize,
    /// Items answered, by whomever.
    pub received: usize,
    /// Records with different opinions.
    pub conflicts: usize,
    /// Attached files that are not here.
    pub attachments_missing: usize,
    /// Who is expected there, or recorded there all the same.
    pub members: Vec<MemberCell>,
}

/// A member's part of a checklist at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberCell {
    /// Who.
    pub member: MemberId,
    /// Whether he is expected to record there.
    pub expected: Expected,
    /// Items he answered, as far as it has come here.
    pub received: usize,
    /// Whether he has finished there.
    pub finality: Finality,
    /// The newest of what he recorded there, as his clock claims.
    pub newest: Option<DateTime<FixedOffset>>,
}

/// Whether a member is expected to record somewhere.
///
/// In a round with assignments whoever is assigned is. Without any, everybody may record everything, but only those are
/// waited for who can be known to take part: who recorded at the unit, said to have finished, or whose laptop sent a
/// pack of the round or is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// By an assignment.
    Assigned,
    /// Since nobody is assigned, everybody is.
    Everybody,
    /// He recorded there outside his assignment.
    No,
}

/// Whether a member has finished with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finality {
    /// He has not said so; or he said it before the day of the visit, which cannot be about it.
    NotSaid,
    /// He said so and recorded something there afterwards.
    Stale,
    /// He said so after his last change there.
    Final,
}

impl MemberCell {
    /// Whether something is waited for here.
    pub fn is_missing(&self) -> bool {
        self.expected != Expected::No && self.finality != Finality::Final
    }
}

impl ChecklistBoard {
    /// The part of `member`.
    pub fn of(&self, member: &MemberId) -> Option<&MemberCell> {
        self.members.iter().find(|cell| cell.member == *member)
    }

    /// Whether something is waited for, missing or unsettled here. Where nobody is expected, all items are waited for.
    pub fn is_missing(&self) -> bool {
        let is_nobodys = self.members.iter().all(|cell| cell.expected == Expected::No);
        self.conflicts > 0
            || self.attachments_missing > 0
            || (is_nobodys && self.received < self.items)
            || self.members.iter().any(MemberCell::is_missing)
    }
}

impl UnitBoard {
    /// Whether something is waited for, missing or unsettled here.
    pub fn is_missing(&self) -> bool {
        self.conflicts > 0 || self.attachments_missing > 0 || self.checklists.iter().any(ChecklistBoard::is_missing)
    }

    /// All parts together where a member is expected; where he is nowhere, those where he recorded all the same. `None`
    /// where he has none.
    pub fn sum(&self, member: &MemberId) -> Option<CellSum> {
        let parts = self.checklists.iter().filter_map(|checklist| Some((checklist.items, checklist.of(member)?)));
        let sums = parts.map(|(items, cell)| CellSum::of(items, cell));
        let (expected, outside): (Vec<CellSum>, Vec<CellSum>) = sums.partition(|sum| sum.finality.is_some());
        let counted = if expected.is_empty() { outside } else { expected };
        counted.into_iter().reduce(CellSum::joined)
    }
}

/// Several of a member's parts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellSum {
    /// Items he answered.
    pub received: usize,
    /// Items there.
    pub items: usize,
    /// The least that holds of all parts; `None` where he is not expected, so that nobody waits for his word.
    pub finality: Option<Finality>,
    /// The newest of what he recorded.
    pub newest: Option<DateTime<FixedOffset>>,
}

impl CellSum {
    /// Of one part.
    pub fn of(items: usize, cell: &MemberCell) -> Self {
        let finality = (cell.expected != Expected::No).then_some(cell.finality);
        Self { received: cell.received, items, finality, newest: cell.newest }
    }

    fn joined(self, other: Self) -> Self {
        Self {
            received: self.received + other.received,
            items: self.items + other.items,
            finality: self.finality.min(other.finality),
            newest: self.newest.max(other.newest),
        }
    }
}

impl Store {
    /// The whole board of `round`. Costs one pass over what stands recorded in it.
    pub fn board(&self, round: &Round) -> Result<Board, InspectionError> {
        let frame = Frame::of(self, round)?;
        let units = round.units.iter().map(|unit| frame.unit(self, unit)).collect::<Result<Vec<_>, _>>()?;
        let parts = units.iter().flat_map(|unit| &unit.checklists).flat_map(|checklist| &checklist.members);
        let seen: BTreeSet<&MemberId> = parts.map(|cell| &cell.member).collect();
        let members = round.members.iter().filter(|member| seen.contains(&member.id)).map(|member| BoardMember {
            id: member.id.clone(),
            name: member.name.clone(),
            finished: frame.finished.get(&member.id).and_then(|words| words.iter().map(|word| word.said_at).max()),
            last_pack: frame.devices.last_pack_of(&member.id),
        });
        Ok(Board {
            members: members.collect(),
            waiting: self.waiting_packs(&frame.devices),
            meeting: frame.devices.meeting,
            unsent: self.journal().unsent(&Chain::Round(round.id.to_string()))?,
            units,
            devices: frame.devices.list,
        })
    }

    /// What is waited for before `unit` can be closed, told by one pass over what stands recorded there. `signer` closes
    /// it himself, which is his word. Nothing where the round has never met another laptop: there is nobody to wait for.
    pub fn outstanding(&self, round: &Round, unit: &UnitId, signer: &str) -> Result<Outstanding, InspectionError> {
        let unit = crate::inspection::find_unit(round, unit.as_str())?;
        if Devices::meeting(self, &round.id)? == Meeting::Never {
            return Ok(Outstanding::default());
        }
        let frame = Frame::of(self, round)?;
        Ok(outstanding::of(round, &frame.unit(self, unit)?, &frame.devices.list, signer))
    }

    fn waiting_packs(&self, devices: &Devices) -> Vec<WaitingPack> {
        let stored = Storeroom::waiting(self.journal().home()).list().into_iter();
        let told = stored.map(|stored| {
            let device = stored.note.device.and_then(|id| DeviceId::new(id).ok());
            let name = device.as_ref().map(|device| devices.name_of(device));
            WaitingPack { file: stored.note.name, why: stored.note.why, device, device_name: name }
        });
        told.collect()
    }
}

/// What every unit of a round is counted against.
struct Frame<'a> {
    round: &'a Round,
    editions: Vec<PinnedEdition>,
    finished: BTreeMap<MemberId, Vec<Finished>>,
    devices: Devices,
    /// Who takes part, as far as finishing and laptops tell.
    partaking: BTreeSet<MemberId>,
}

impl<'a> Frame<'a> {
    fn of(store: &Store, round: &'a Round) -> Result<Self, InspectionError> {
        let finished = store.finished(&round.id)?;
        let devices = Devices::of(store, round)?;
        let mut partaking: BTreeSet<MemberId> = finished.keys().cloned().collect();
        partaking.extend(devices.members());
        partaking.retain(|member| round.member(member.as_str()).is_some());
        Ok(Self { round, editions: store.editions(round)?, finished, devices, partaking })
    }

    fn unit(&self, store: &Store, unit: &Unit) -> Result<UnitBoard, InspectionError> {
        let mut count = UnitCount::of(store, &self.round.id, &unit.id)?;
        let recorded: BTreeSet<MemberId> = count.cells.values().flat_map(|cell| cell.members.keys()).cloned().collect();
        let asked = self.editions.iter().map(|edition| &edition.checklist).filter(|asked| asked.applies_to(unit.kind));
        let mut checklists = Vec::new();
        for checklist in asked {
            let cell = count.cells.remove(&checklist.id).unwrap_or_default();
            let is_counted = |item: &&crate::checklist::Item| {
                let is_due = item.required == crate::checklist::Required::Yes && item.when.is_none();
                !item.is_computed() && (is_due || cell.answered.contains(&item.id))
            };
            let of_it = |item: &&crate::checklist::ItemId| checklist.item(item.as_str()).is_some();
            checklists.push(ChecklistBoard {
                checklist: checklist.id.clone(),
                title: checklist.title.clone(),
                items: checklist.items().filter(is_counted).count(),
                received: cell.answered.iter().filter(of_it).count(),
                conflicts: cell.conflicts,
                attachments_missing: cell.attachments_missing,
                members: self.members(unit, &checklist.id, &cell, &recorded),
            });
        }
        Ok(UnitBoard {
            unit: unit.id.clone(),
            name: unit.name.clone(),
            checklists,
            conflicts: count.conflicts,
            attachments_missing: count.attachments_missing,
        })
    }

    fn members(
        &self,
        unit: &Unit,
        checklist: &ChecklistId,
        cell: &CellCount,
        recorded: &BTreeSet<MemberId>,
    ) -> Vec<MemberCell> {
        let cells = self.round.members.iter().filter_map(|member| {
            let count = cell.members.get(&member.id);
            let expected = if self.round.assignments.is_empty() {
                let partakes = self.partaking.contains(&member.id) || recorded.contains(&member.id);
                partakes.then_some(Expected::Everybody)?
            } else if self.round.is_assigned(member.id.as_str(), &unit.id, checklist) {
                Expected::Assigned
            } else {
                count.map(|_| Expected::No)?
            };
            Some(MemberCell {
                member: member.id.clone(),
                expected,
                received: count.map_or(0, |count| count.answered.len()),
                finality: self.finality(unit, &member.id, count),
                newest: count.and_then(|count| count.newest),
            })
        });
        cells.collect()
    }

    fn finality(&self, unit: &Unit, member: &MemberId, count: Option<&MemberCount>) -> Finality {
        let Some(words) = self.finished.get(member) else { return Finality::NotSaid };
        let Some(count) = count else {
            let is_about_it = |word: &Finished| unit.visit.is_none_or(|day| word.said_at.date_naive() >= day);
            return if words.iter().any(is_about_it) { Finality::Final } else { Finality::NotSaid };
        };
        let reaches =
            |device: &DeviceId, last: u64| words.iter().any(|word| word.horizon.reaches(device, last) == Reached::Yes);
        let is_covered = count.last.iter().all(|(device, last)| reaches(device, *last));
        if is_covered { Finality::Final } else { Finality::Stale }
    }
}

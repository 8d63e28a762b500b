//! What is waited for before a unit can be closed.

use rust_i18n::t;

use super::{BoardDevice, Expected, Finality, UnitBoard};
use crate::inspection::{MemberId, Round};
use crate::journal::Span;

/// What is waited for before a unit can be closed without a reason. Different opinions are not among it: they refuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outstanding {
    /// Members who are expected at the unit and have not finished there.
    pub unfinished: Vec<Unfinished>,
    /// Devices of which something is known to be missing here.
    pub devices: Vec<BoardDevice>,
    /// Attached files named at the unit that are not here.
    pub attachments_missing: usize,
}

/// A member who has not finished at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Who.
    pub member: MemberId,
    /// Name.
    pub name: String,
    /// What stands of his word.
    pub finality: Finality,
}

impl Outstanding {
    /// Whether nothing is waited for.
    pub fn is_empty(&self) -> bool {
        self.unfinished.is_empty() && self.devices.is_empty() && self.attachments_missing == 0
    }

    /// A sentence for each thing that is waited for, with what to do.
    pub fn sentences(&self) -> Vec<String> {
        let of = |finality| {
            let names = self.unfinished.iter().filter(move |member| member.finality == finality);
            names.map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let (silent, stale) = (of(Finality::NotSaid), of(Finality::Stale));
        let mut all = Vec::new();
        if !silent.is_empty() {
            all.push(t!("board.outstanding.not_said", members = silent).into_owned());
        }
        if !stale.is_empty() {
            all.push(t!("board.outstanding.stale", members = stale).into_owned());
        }
        all.extend(self.devices.iter().map(|device| missing_of(&device.name, &device.gaps)));
        if self.attachments_missing > 0 {
            all.push(t!("board.outstanding.attachments", count = self.attachments_missing).into_owned());
        }
        all
    }
}

/// "Máy «B» thiếu 41–57 …".
pub fn missing_of(device: &str, gaps: &[Span]) -> String {
    t!("board.outstanding.gaps", device = device, numbers = numbers(gaps)).into_owned()
}

/// `41–57, 60`.
pub fn numbers(gaps: &[Span]) -> String {
    let one = |gap: &Span| match gap {
        Span { first, last } if first == last => first.to_string(),
        Span { first, last } => format!("{first}–{last}"),
    };
    gaps.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(super) fn of(round: &Round, unit: &UnitBoard, devices: &[BoardDevice], signer: &str) -> Outstanding {
    let expected = round.members.iter().filter(|member| member.id.as_str() != signer).filter_map(|member| {
        let parts = unit.checklists.iter().filter_map(|checklist| checklist.of(&member.id));
        let waited_for = parts.filter(|cell| cell.expected != Expected::No).map(|cell| cell.finality);
        let finality = waited_for.min().filter(|finality| *finality != Finality::Final)?;
        Some(Unfinished { member: member.id.clone(), name: member.name.clone(), finality })
    });
    Outstanding {
        unfinished: expected.collect(),
        devices: devices.iter().filter(|device| !device.gaps.is_empty()).cloned().collect(),
        attachments_missing: unit.attachments_missing,
    }
}

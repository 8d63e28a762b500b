//! Counting what stands recorded at a unit: who answered what, how new it is, what differs, which files are missing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;

use crate::checklist::{ChecklistId, ItemId};
use crate::inspection::{AnswerField, EvidenceContent, InspectionError, MemberId, RoundId, Store, UnitId, place_of};
use crate::journal::{AttachmentState, Attachments, DeviceId, Head};

/// A unit, counted.
#[derive(Debug, Default)]
pub(super) struct UnitCount {
    pub cells: BTreeMap<ChecklistId, CellCount>,
    /// Also of records that belong to no checklist, such as the visit.
    pub conflicts: usize,
    pub attachments_missing: usize,
}

/// A checklist at the unit, counted.
#[derive(Debug, Default)]
pub(super) struct CellCount {
    pub answered: BTreeSet<ItemId>,
    pub conflicts: usize,
    pub attachments_missing: usize,
    pub members: BTreeMap<MemberId, MemberCount>,
}

/// What of it is a member's.
#[derive(Debug, Default)]
pub(super) struct MemberCount {
    pub answered: BTreeSet<ItemId>,
    pub newest: Option<DateTime<FixedOffset>>,
    /// The last number on every device he recorded on.
    pub last: BTreeMap<DeviceId, u64>,
}

impl UnitCount {
    pub fn of(store: &Store, round: &RoundId, unit: &UnitId) -> Result<Self, InspectionError> {
        let attachments = store.attachments();
        let mut count = Self::default();
        for record in store.unit_heads(round, unit)?.chunk_by(|a, b| a.record == b.record) {
            count.take(record, &attachments);
        }
        // Found as everywhere else, so that all screens and commands tell the same number.
        let conflicts = store.open_conflicts(round, unit)?;
        count.conflicts = conflicts.len();
        for (_, key) in conflicts.iter().filter_map(place_of) {
            count.cells.entry(key.checklist).or_default().conflicts += 1;
        }
        Ok(count)
    }

    /// Takes in the heads of one record.
    fn take(&mut self, record: &[Head], attachments: &Attachments) {
        let Some(first) = record.first() else { return };
        let Some((_, key)) = place_of(&first.record) else { return };
        let missing = missing_files(record, attachments);
        self.attachments_missing += missing;
        let cell = self.cells.entry(key.checklist).or_default();
        cell.attachments_missing += missing;
        let is_gone = is_removed(record);
        for head in record {
            let answers = !is_gone && !head.value.is_null() && answers(head);
            if answers {
                cell.answered.insert(key.item.clone());
            }
            let Some(member) = head.member.as_deref().and_then(|id| MemberId::new(id).ok()) else { continue };
            let member = cell.members.entry(member).or_default();
            if answers {
                member.answered.insert(key.item.clone());
            }
            member.newest = member.newest.max(Some(head.made_at));
            let last = member.last.entry(head.device.clone()).or_default();
            *last = head.sequence.max(*last);
        }
    }
}

fn is_removed(record: &[Head]) -> bool {
    record.iter().any(|head| head.field.as_str() == "removed" && head.value == true)
}

/// Whether a head is an answer, or part of one; remarks, notes and evidence alone are none.
fn answers(head: &Head) -> bool {
    match head.record.kind() {
        "answer" => matches!(
            AnswerField::from_name(head.field.as_str()),
            Some(
                AnswerField::Verdict
                    | AnswerField::Number
                    | AnswerField::Text
                    | AnswerField::Date
                    | AnswerField::Choice
            )
        ),
        "row" | "form" => true,
        _ => false,
    }
}

/// Files a piece of evidence names that are not here, by presence and size alone.
fn missing_files(record: &[Head], attachments: &Attachments) -> usize {
    if record[0].record.kind() != "evidence" || is_removed(record) {
        return 0;
    }
    let named = record.iter().filter_map(|head| {
        let content = EvidenceContent::deserialize(&head.value).ok()?;
        Some((content.hash?, content.size))
    });
    let named: BTreeMap<_, _> = named.collect();
    let is_here = |hash, size| attachments.state(hash, size) == AttachmentState::Present;
    named.iter().filter(|(hash, size)| !is_here(*hash, **size)).count()
}

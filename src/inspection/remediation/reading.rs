//! Reports as they stand, read from the heads of their records.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    ContentStanding, DECISION, Decided, Decision, DecisionStanding, Remediation, RemediationContent, Remediations,
};
use crate::inspection::error::InspectionError;
use crate::inspection::issued::RequirementId;
use crate::inspection::keys::EntryId;
use crate::inspection::model::{RoundId, UnitId};
use crate::inspection::store::Store;
use crate::inspection::unit_answers::{CONTENT, REMOVED};
use crate::journal::{AttachmentState, Attachments, Head};

impl Store {
    /// What a unit reported, by requirement.
    pub fn remediations(&self, round: &RoundId, unit: &UnitId) -> Result<Remediations, InspectionError> {
        let heads = self.journal.heads_under(&format!("remediation/{round}/{unit}/"))?;
        Ok(self.read_remediations(&heads).remove(unit).unwrap_or_default())
    }

    /// What all units of a round reported, in one look.
    pub fn remediations_of_round(&self, round: &RoundId) -> Result<BTreeMap<UnitId, Remediations>, InspectionError> {
        Ok(self.read_remediations(&self.journal.heads_under(&format!("remediation/{round}/"))?))
    }

    fn read_remediations(&self, heads: &[Head]) -> BTreeMap<UnitId, Remediations> {
        let attachments = self.attachments();
        let mut found: BTreeMap<UnitId, Remediations> = BTreeMap::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let unit = record[0].record.as_str().split('/').nth(2).and_then(|unit| UnitId::new(unit).ok());
            if let Some((unit, report)) = unit.zip(read(record, &attachments)) {
                found.entry(unit).or_default().entry(report.requirement.clone()).or_default().push(report);
            }
        }
        for reports in found.values_mut().flat_map(BTreeMap::values_mut) {
            reports.sort_by(|a, b| (a.content.date, &a.id).cmp(&(b.content.date, &b.id)));
        }
        found
    }
}

/// Reads one report from the heads of its record; `None` where recording it was undone, or it cannot be read here.
pub(super) fn read(record: &[Head], attachments: &Attachments) -> Option<Remediation> {
    let mut parts = record.first()?.record.as_str().split('/').skip(3);
    let (requirement, id) = (RequirementId::new(parts.next()?).ok()?, EntryId(parts.next()?.to_owned()));
    let of = |field: &'static str| record.iter().filter(move |head| head.field.as_str() == field);
    let said = of(CONTENT).find(|head| !head.value.is_null())?;
    let content = RemediationContent::deserialize(&said.value).ok()?;
    let standing = match of(REMOVED).find(|head| head.value == true) {
        Some(head) => ContentStanding::Withdrawn { member: head.member.clone(), when: head.made_at },
        None if of(CONTENT).any(|head| head.value != said.value) => ContentStanding::Contested,
        None => ContentStanding::Settled,
    };
    let state = |hash| attachments.state(hash, content.size);
    Some(Remediation {
        id,
        requirement,
        standing,
        file: content.hash.as_ref().map_or(AttachmentState::Unattached, state),
        by: said.member.clone(),
        recorded_at: said.made_at,
        decision: decision(of(DECISION)),
        revisions: of(CONTENT).chain(of(DECISION)).map(|head| head.revision).collect(),
        content,
    })
}

fn decision<'a>(heads: impl Iterator<Item = &'a Head> + Clone) -> DecisionStanding {
    let differ = heads.clone().zip(heads.clone().skip(1)).any(|(a, b)| a.value != b.value);
    let mut given: Vec<Decided> = heads
        .filter_map(|head| {
            let decision = Decision::deserialize(&head.value).ok()?;
            Some(Decided { decision, member: head.member.clone(), when: head.made_at, revision: head.revision })
        })
        .collect();
    match given.len() {
        0 => DecisionStanding::Waiting,
        _ if differ => DecisionStanding::Contested(given),
        _ => DecisionStanding::Given(given.swap_remove(0)),
    }
}

/// The report that says how its requirement stands, of all `reports` on it in the order of their dates: the last one that
/// was decided about, unless that sent it back and another came since.
pub fn current(reports: &[Remediation]) -> Option<&Remediation> {
    let standing: Vec<&Remediation> = reports.iter().filter(|report| report.stands()).collect();
    let decided = standing.iter().rposition(|report| report.decision != DecisionStanding::Waiting);
    match decided.map(|index| (index, &standing[index].decision)) {
        Some((index, DecisionStanding::Given(Decided { decision: Decision::Accepted { .. }, .. })))
        | Some((index, DecisionStanding::Contested(_))) => Some(standing[index]),
        _ => standing.last().copied(),
    }
}

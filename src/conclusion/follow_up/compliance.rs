//! What became of what the last inspection's notice required, as the next notice tells it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{FollowUp, RequirementState, Tally, of_unit};
use crate::checklist::Addressee;
use crate::conclusion::wording::{count, fixed};
use crate::conclusion::{Inspected, addressing, earlier_units, phrase};
use crate::inspection::{DocumentReference, InspectionError, PadCounts, Round, RoundId, Store, Unit, UnitId};
use crate::journal::RevisionId;
use crate::paper::{Paragraph, Source};
use crate::vietnamese::date::format_date_cited;

/// What became of what a unit's last notice required of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compliance {
    /// The notice.
    pub notice: DocumentReference,
    /// Its revision.
    pub source: RevisionId,
    /// What it required of the unit itself.
    pub requirements: Vec<FollowUp>,
}

/// The last notice that was issued to `unit` before its inspection in `round`, and what became of it; none where there is
/// none, where it required nothing of the unit, or where laptops issued different ones.
pub fn of_last(store: &Store, round: &Round, unit: &Unit) -> Result<Option<Compliance>, InspectionError> {
    let Some((earlier, there)) = last_issued(store, round, unit)? else { return Ok(None) };
    let earlier = store.round(earlier.as_str())?;
    let mut requirements = of_unit(store, &earlier, &there, store.today())?;
    requirements.retain(|one| one.requirement.to == Addressee::Unit);
    let first = requirements.first().map(|one| (one.notice.clone(), one.source));
    Ok(first.map(|(notice, source)| Compliance { notice, source, requirements }))
}

/// Where the last notice before `round` was issued to `unit`. Found by the unit's id at the price of one look a round; only
/// where no round knows the id, by its name.
fn last_issued(store: &Store, round: &Round, unit: &Unit) -> Result<Option<(RoundId, UnitId)>, InspectionError> {
    let mut issued: Vec<(NaiveDate, RoundId)> = Vec::new();
    for summary in store.rounds()?.into_iter().filter(|summary| summary.id != round.id) {
        if let Some(notice) = store.issued(&summary.id, &unit.id)?.settled() {
            issued.push((notice.content.date, summary.id));
        }
    }
    issued.sort_by(|a, b| b.cmp(a));
    let now = unit.visit.unwrap_or(round.period.to);
    for (_, id) in issued {
        // A round that cannot be read must not keep this unit's papers from being written.
        let Ok(other) = store.round(id.as_str()) else { continue };
        let there = other.unit(&unit.id).and_then(|there| there.visit).unwrap_or(other.period.to);
        if there < now {
            return Ok(Some((id, unit.id.clone())));
        }
    }
    // Rounds are read for the names of their units only where notices were issued at all.
    let mut others = store.rounds()?.into_iter().filter(|summary| summary.id != round.id);
    if !others.any(|summary| store.issued_in(&summary.id).is_ok_and(|notices| !notices.is_empty())) {
        return Ok(None);
    }
    for (id, there) in earlier_units(store, round, unit)?.into_iter().filter(|(_, there)| *there != unit.id) {
        if store.issued(&id, &there)?.settled().is_some() {
            return Ok(Some((id, there)));
        }
    }
    Ok(None)
}

/// `Về việc thực hiện Thông báo số 05/TB-SNV ngày 20/10/2024: …`. Counts are those of the list of requirements.
pub(in crate::conclusion) fn paragraph(inspected: &Inspected<'_>) -> Option<Paragraph> {
    let before = inspected.before?;
    let pad = inspected.round.letterhead.pad_counts;
    let tally = Tally::of(&before.requirements);
    let (number, date) = (phrase::clause(&before.notice.number), format_date_cited(before.notice.date));
    let unit = addressing::unit(inspected);
    let required =
        fixed!("before.required", number = number, date = date, unit = unit, count = count(tally.total, pad));
    let parts = counts(&tally, pad);
    let main = phrase::sentence(&format!("{required}; {}", parts.join("; ")));
    let owed = before.requirements.iter().filter(|one| one.state.is_owed());
    let owed: Vec<String> = owed.map(|one| phrase::lower_first(&phrase::clause(&one.requirement.text))).collect();
    let left = (!owed.is_empty()).then(|| phrase::sentence(&fixed!("before.left", list = owed.join("; "))));
    let revisions = before.requirements.iter().flat_map(|one| one.reports.iter().flat_map(|report| &report.revisions));
    let mut seen = BTreeSet::new();
    let sources = std::iter::once(&before.source).chain(revisions).filter(|revision| seen.insert(**revision));
    let sources = sources.map(|revision| Source(revision.to_string())).collect();
    Some(Paragraph::new(phrase::joined([Some(main), left].into_iter().flatten()), sources))
}

/// How many stand how, those of which there are any.
fn counts(tally: &Tally, pad: PadCounts) -> Vec<String> {
    let said = |state: RequirementState, number: usize| {
        let number = count(number, pad);
        match state {
            RequirementState::Accepted => fixed!("before.accepted", count = number),
            RequirementState::Reported => fixed!("before.reported", count = number),
            RequirementState::Returned => fixed!("before.returned", count = number),
            RequirementState::Open => fixed!("before.open", count = number),
            RequirementState::Contested => fixed!("before.contested", count = number),
        }
    };
    let all = [
        (RequirementState::Accepted, tally.accepted),
        (RequirementState::Reported, tally.reported),
        (RequirementState::Returned, tally.returned),
        (RequirementState::Open, tally.open),
        (RequirementState::Contested, tally.contested),
    ];
    all.into_iter().filter(|(_, number)| *number > 0).map(|(state, number)| said(state, number)).collect()
}

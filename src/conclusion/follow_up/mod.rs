//! Following up what issued notices require: how each requirement stands, what is overdue, what is due next. One reading of
//! the records for the screen, the commands, the reports and the notice of the next inspection, so that their counts agree.

mod aftermath;
mod compliance;
mod deadline;
mod filter;
mod reminder;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::inspection::{
    ContentStanding, DocumentReference, InspectionError, IssuedRequirement, IssuedUnit, NoticeStanding, Remediation,
    Remediations, Remedy, Round, RoundId, Store, UnitId, current_report,
};
use crate::journal::RevisionId;
use crate::vietnamese::calendar::Calendar;

pub use aftermath::Aftermath;
pub(super) use compliance::paragraph;
pub use compliance::{Compliance, of_last};
pub use deadline::last_day;
pub use filter::{Filter, Urgency};
pub use reminder::{
    REPORT_WITHIN, ReminderBasis, ReminderError, proposed_day, record_reminder, refuse_sending, reminder,
};

pub use crate::inspection::RequirementState;

/// One requirement of an issued notice and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub round_title: String,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// What is required.
    pub requirement: IssuedRequirement,
    /// The notice that does.
    pub notice: DocumentReference,
    /// Revision of the notice.
    pub source: RevisionId,
    /// How it stands.
    pub state: RequirementState,
    /// The last day: the notice's, or a later one that was set when a report was sent back.
    pub due: Option<NaiveDate>,
    /// Working days since the last day, where something is still owed and at least one has passed.
    pub overdue_by: Option<u32>,
    /// Working days left, where something is still owed; 0 on the last day.
    pub due_in: Option<u32>,
    /// What the unit reported, by the documents' dates; also what was taken back.
    pub reports: Vec<Remediation>,
}

impl FollowUp {
    /// The report that says how it stands.
    pub fn current(&self) -> Option<&Remediation> {
        current_report(&self.reports)
    }

    /// How it stands, and by which report, as papers cite it.
    pub fn remedy(&self) -> Remedy {
        let report = self.current().filter(|report| report.standing == ContentStanding::Settled);
        let report = report.map(|report| {
            let (number, date) = (report.content.number.clone(), report.content.date);
            DocumentReference { number, date, issuer: None }
        });
        Remedy { state: self.state, report }
    }

    /// Whether it is overdue.
    pub fn is_overdue(&self) -> bool {
        self.overdue_by.is_some()
    }

    /// Working days between the last day and the date of the report that it stands on, where that came late.
    pub fn late_by(&self, calendar: &Calendar) -> Option<u32> {
        let report = self.current()?;
        deadline::overdue(calendar, self.requirement.due?, report.content.date)
    }

    fn of(place: &Place<'_>, requirement: &IssuedRequirement, reports: Vec<Remediation>) -> Self {
        let state = RequirementState::of(&reports);
        let due = deadline::extended(requirement.due, &reports);
        let owed = due.filter(|_| state.is_owed());
        let overdue_by = owed.and_then(|due| deadline::overdue(place.calendar, due, place.today));
        let due_in = owed.filter(|_| overdue_by.is_none()).map(|due| deadline::left(place.calendar, due, place.today));
        let unit = place.round.unit(place.unit).map_or_else(|| place.unit.to_string(), |unit| unit.name.clone());
        Self {
            round: place.round.id.clone(),
            round_title: place.round.title.clone(),
            unit: place.unit.clone(),
            unit_name: unit,
            requirement: requirement.clone(),
            notice: place.notice.clone(),
            source: place.source,
            state,
            due,
            overdue_by,
            due_in,
            reports,
        }
    }
}

/// What all requirements of one notice share.
struct Place<'a> {
    round: &'a Round,
    unit: &'a UnitId,
    notice: DocumentReference,
    source: RevisionId,
    calendar: &'a Calendar,
    today: NaiveDate,
}

/// A unit for which laptops issued different notices: nothing can be said of what is required of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsettledNotice {
    /// The round.
    pub round: RoundId,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The notices.
    pub notices: Vec<DocumentReference>,
}

/// Everything required by the notices of one round, unit by unit as the round has them, as it stands on `today`.
pub fn of_round(store: &Store, round: &RoundId, today: NaiveDate) -> Result<Vec<FollowUp>, InspectionError> {
    of_notices(store, round, &store.issued_in(round)?, today)
}

/// The same of all rounds of this home.
pub fn of_home(store: &Store, today: NaiveDate) -> Result<Vec<FollowUp>, InspectionError> {
    let mut found = Vec::new();
    for (round, notices) in by_round(store.all_issued()?) {
        found.extend(of_notices(store, &round, &notices, today)?);
    }
    Ok(found)
}

/// Everything required of one unit.
pub fn of_unit(
    store: &Store,
    round: &Round,
    unit: &UnitId,
    today: NaiveDate,
) -> Result<Vec<FollowUp>, InspectionError> {
    let standing = store.issued(&round.id, unit)?;
    let notice = IssuedUnit { round: round.id.clone(), unit: unit.clone(), standing };
    let mut reported = BTreeMap::from([(unit.clone(), store.remediations(&round.id, unit)?)]);
    Ok(in_round(store, round, &[notice], &mut reported, today))
}

/// Units for which laptops issued different notices, in all rounds of this home.
pub fn unsettled(store: &Store) -> Result<Vec<UnsettledNotice>, InspectionError> {
    let mut found = Vec::new();
    for IssuedUnit { round, unit, standing } in store.all_issued()? {
        let NoticeStanding::Contested(notices) = standing else { continue };
        let unit_name = store.round(round.as_str())?.unit(&unit).map_or_else(|| unit.to_string(), |of| of.name.clone());
        let notices = notices.iter().map(|issued| issued.content.reference()).collect();
        found.push(UnsettledNotice { round, unit, unit_name, notices });
    }
    Ok(found)
}

fn by_round(notices: Vec<IssuedUnit>) -> BTreeMap<RoundId, Vec<IssuedUnit>> {
    let mut rounds: BTreeMap<RoundId, Vec<IssuedUnit>> = BTreeMap::new();
    for notice in notices {
        rounds.entry(notice.round.clone()).or_default().push(notice);
    }
    rounds
}

/// The same for who has read the notices of the round already.
pub fn of_notices(
    store: &Store,
    round: &RoundId,
    notices: &[IssuedUnit],
    today: NaiveDate,
) -> Result<Vec<FollowUp>, InspectionError> {
    if notices.is_empty() {
        return Ok(Vec::new());
    }
    let mut reported = store.remediations_of_round(round)?;
    Ok(in_round(store, &store.round(round.as_str())?, notices, &mut reported, today))
}

fn in_round(
    store: &Store,
    round: &Round,
    notices: &[IssuedUnit],
    reported: &mut BTreeMap<UnitId, Remediations>,
    today: NaiveDate,
) -> Vec<FollowUp> {
    let place_of = |unit: &UnitId| round.units.iter().position(|known| known.id == *unit).unwrap_or(usize::MAX);
    let mut settled: Vec<_> =
        notices.iter().filter_map(|notice| Some((&notice.unit, notice.standing.settled()?))).collect();
    settled.sort_by_key(|(unit, _)| place_of(unit));
    let mut found = Vec::new();
    for (unit, issued) in settled {
        let mut reports = reported.remove(unit).unwrap_or_default();
        let (notice, source) = (issued.content.reference(), issued.revision);
        let place = Place { round, unit, notice, source, calendar: store.calendar(), today };
        for requirement in &issued.content.requirements {
            found.push(FollowUp::of(&place, requirement, reports.remove(&requirement.id).unwrap_or_default()));
        }
    }
    found
}

/// How many requirements stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub total: usize,
    /// Nothing reported.
    pub open: usize,
    /// Reported, not decided.
    pub reported: usize,
    /// Accepted.
    pub accepted: usize,
    /// Sent back.
    pub returned: usize,
    /// Laptops differ.
    pub contested: usize,
    /// Of those open or sent back: overdue.
    pub overdue: usize,
}

impl Tally {
    /// Of these.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a FollowUp>) -> Self {
        let mut tally = Self::default();
        for one in all {
            tally.total += 1;
            match one.state {
                RequirementState::Open => tally.open += 1,
                RequirementState::Reported => tally.reported += 1,
                RequirementState::Accepted => tally.accepted += 1,
                RequirementState::Returned => tally.returned += 1,
                RequirementState::Contested => tally.contested += 1,
            }
            tally.overdue += usize::from(one.is_overdue());
        }
        tally
    }
}

//! Concluding: what the notice (thông báo kết luận) and the minutes (biên bản) *say*, composed from what
//! was recorded, as a [`crate::paper::Document`]. Nothing is said that no record bears out: what is
//! unanswered or in conflict is asserted neither way, and every paragraph names its revisions.

mod addressing;
mod annex;
pub mod chain;
#[cfg(test)]
mod chain_tests;
mod citation;
pub mod draft;
mod earlier;
mod figure;
mod finding;
#[cfg(test)]
mod fixture;
pub mod follow_up;
pub mod issue;
mod later;
pub mod layout;
pub mod letter;
mod minutes;
mod notice;
mod opening;
mod opinions;
mod photo;
mod phrase;
mod present;
mod privacy;
pub mod report;
mod requirement;
mod signing;
#[cfg(test)]
mod tests;
mod told;
mod unit_opinion;
#[cfg(test)]
mod visit_tests;
mod wording;

pub use draft::Draft;
pub use earlier::{EarlierFinding, EarlierRound, Standing, Verdicts, earlier_units, open_from_before, standing};
pub(crate) use figure::is_share;
pub use opinions::{OpinionsBasis, internal_annex};
pub use signing::{Readiness, SigningError, readiness, sign};
pub use told::{Told, ToldCause, ToldRequirement};

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::assessment::{OpenRound, UnitAssessment};
use crate::inspection::{
    InspectionError, LaterChange, PassageEdits, Recurrences, Round, Signature, Store, Unit, UnitAnswers, Visit,
    find_unit,
};
use crate::journal::Attachments;
use crate::paper::{Document, Status};
use crate::vietnamese::calendar::Calendar;

/// A field's title as papers about `period` print it.
pub fn field_title(field: crate::checklist::Field, period: crate::inspection::Period) -> String {
    wording::field(field, period)
}

/// A unit with everything recorded and judged there: what papers are composed from.
#[derive(Clone, Copy)]
pub struct Inspected<'a> {
    /// The round.
    pub round: &'a Round,
    /// The unit.
    pub unit: &'a Unit,
    /// What was recorded.
    pub answers: &'a UnitAnswers,
    /// What it came to.
    pub judged: &'a UnitAssessment,
    /// Working days, for deadlines.
    pub calendar: &'a Calendar,
    /// When and where it was inspected, who was there.
    pub visit: &'a Visit,
    /// Shortcomings that an earlier round raised already.
    pub recurrences: &'a Recurrences,
    /// What changed after it was signed.
    pub later: &'a [LaterChange],
    /// What people made of the draft of its notice.
    pub passages: &'a PassageEdits,
    /// What became of what the last inspection's notice required.
    pub before: Option<&'a follow_up::Compliance>,
}

/// What a notice needs beside the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeBasis {
    /// Its number within the year, once it has one.
    pub number: Option<u32>,
    /// Day of issue, once it is known; deadlines are counted from it.
    pub date: Option<NaiveDate>,
    /// Draft or issued.
    pub status: Status,
    /// The present time: gives the year of an open date, and goes into the file's properties.
    pub now: DateTime<Utc>,
}

/// What minutes need beside the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinutesBasis {
    /// Draft, or ready to be signed.
    pub status: Status,
    /// The present time.
    pub now: DateTime<Utc>,
}

impl Inspected<'_> {
    /// The conclusion notice (Nghị định số 30/2020/NĐ-CP, Mẫu 1.4).
    pub fn notice(&self, basis: &NoticeBasis) -> Document {
        Draft::of(self, basis).into_document()
    }

    /// The minutes (Mẫu 1.9).
    pub fn minutes(&self, basis: &MinutesBasis) -> Document {
        minutes::compose(self, basis)
    }
}

/// A unit of a round, loaded and judged; for whoever has neither open yet.
pub struct Conclusion {
    open: Arc<OpenRound>,
    unit: Unit,
    answers: UnitAnswers,
    judged: UnitAssessment,
    calendar: Arc<Calendar>,
    attachments: Attachments,
    visit: Visit,
    recurrences: Recurrences,
    signature: Option<Signature>,
    later: Vec<LaterChange>,
    passages: PassageEdits,
    before: Option<follow_up::Compliance>,
}

impl Conclusion {
    /// Loads and judges what was recorded at `unit` in `round`.
    pub fn of(store: &Store, round: &str, unit: &str) -> Result<Self, InspectionError> {
        Self::for_notice(store, Arc::new(OpenRound::open(store, round)?), unit)
    }

    /// The same in a round that is open already.
    pub fn for_notice(store: &Store, open: Arc<OpenRound>, unit: &str) -> Result<Self, InspectionError> {
        let conclusion = Self::in_round(store, open, unit)?;
        let before = follow_up::of_last(store, &conclusion.open.round, &conclusion.unit)?;
        Ok(Self { before, ..conclusion })
    }

    /// The same without looking into other rounds, for whoever goes through many units: a notice composed from it would not
    /// tell what became of what the last one required.
    pub fn in_round(store: &Store, open: Arc<OpenRound>, unit: &str) -> Result<Self, InspectionError> {
        let unit = find_unit(&open.round, unit)?.clone();
        let round = &open.round.id;
        let answers = store.answers(round, &unit.id)?;
        let judged = open.assess(&unit, &answers);
        let (calendar, attachments) = (store.calendar().clone(), store.attachments());
        let visit = store.visit(round, &unit.id)?;
        let recurrences = store.recurrences(round, &unit.id)?;
        let signature = store.signature(round, &unit.id)?;
        let later = signature.as_ref().map(|signature| store.later_changes(round, &unit.id, signature));
        let later = later.transpose()?.unwrap_or_default();
        let passages = store.passages(round, &unit.id)?;
        let before = None;
        Ok(Self {
            open,
            unit,
            answers,
            judged,
            calendar,
            attachments,
            visit,
            recurrences,
            signature,
            later,
            passages,
            before,
        })
    }

    /// The minutes with the photos that were chosen for them: [`Inspected::minutes`] alone looks at no file.
    pub fn minutes(&self, basis: &MinutesBasis) -> Document {
        let inspected = self.inspected();
        let mut minutes = inspected.minutes(basis);
        minutes.annexes.extend(photo::annex(&inspected, &self.attachments));
        minutes
    }

    /// What papers are composed from.
    pub fn inspected(&self) -> Inspected<'_> {
        Inspected {
            round: &self.open.round,
            unit: &self.unit,
            answers: &self.answers,
            judged: &self.judged,
            calendar: &self.calendar,
            visit: &self.visit,
            recurrences: &self.recurrences,
            later: &self.later,
            passages: &self.passages,
            before: self.before.as_ref(),
        }
    }

    /// Whether the minutes are still a draft: they are until the end of the visit is recorded, then they are printed to be
    /// signed.
    pub fn minutes_status(&self) -> Status {
        if self.visit.ended.is_some() || self.signature.is_some() { Status::Final } else { Status::Draft }
    }

    /// The signature, where the unit is signed.
    pub fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }
}

//! Concluding: what the notice (thông báo kết luận) and the minutes (biên bản) *say*, composed from what
//! was recorded, as a [`crate::paper::Document`]. Nothing is said that no record bears out: what is
//! unanswered or in conflict is asserted neither way, and every paragraph names its revisions.

mod addressing;
mod annex;
mod citation;
mod figure;
mod finding;
#[cfg(test)]
mod fixture;
mod minutes;
mod notice;
mod opening;
mod photo;
mod phrase;
mod privacy;
mod requirement;
#[cfg(test)]
mod tests;
mod unit_opinion;
mod wording;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::assessment::{OpenRound, UnitAssessment};
use crate::inspection::{InspectionError, Round, Store, Unit, UnitAnswers, find_unit};
use crate::journal::Attachments;
use crate::paper::{Document, Status};
use crate::vietnamese::calendar::Calendar;

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
        notice::compose(self, basis)
    }

    /// The minutes (Mẫu 1.9).
    pub fn minutes(&self, basis: &MinutesBasis) -> Document {
        minutes::compose(self, basis)
    }
}

/// A unit of a round, loaded and judged; for whoever has neither open yet.
pub struct Conclusion {
    open: OpenRound,
    unit: Unit,
    answers: UnitAnswers,
    judged: UnitAssessment,
    calendar: Arc<Calendar>,
    attachments: Attachments,
}

impl Conclusion {
    /// Loads and judges what was recorded at `unit` in `round`.
    pub fn of(store: &Store, round: &str, unit: &str) -> Result<Self, InspectionError> {
        let open = OpenRound::open(store, round)?;
        let unit = find_unit(&open.round, unit)?.clone();
        let answers = store.answers(&open.round.id, &unit.id)?;
        let judged = open.assess(&unit, &answers);
        let (calendar, attachments) = (store.calendar().clone(), store.attachments());
        Ok(Self { open, unit, answers, judged, calendar, attachments })
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
        }
    }
}

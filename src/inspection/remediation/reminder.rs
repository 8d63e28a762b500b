//! Reminders (công văn đôn đốc) that were sent.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::RemediationError;
use crate::inspection::error::InspectionError;
use crate::inspection::issued::RequirementId;
use crate::inspection::keys::{self, EntryId};
use crate::inspection::model::{DocumentReference, RoundId, UnitId};
use crate::inspection::record::{Recorder, line};
use crate::inspection::store::Store;
use crate::inspection::unit_answers::{CONTENT, REMOVED};
use crate::journal::RevisionId;

/// What is kept of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderContent {
    /// The letter: number with notation, date.
    pub letter: DocumentReference,
    /// Until when it asks for the report.
    #[serde(with = "crate::inspection::day")]
    pub report_by: NaiveDate,
    /// Which requirements it reminds of.
    pub requirements: Vec<RequirementId>,
}

/// A reminder that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Which one.
    pub id: EntryId,
    /// What it said.
    pub content: ReminderContent,
    /// Who recorded it.
    pub by: Option<String>,
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Revision it rests on.
    pub revision: RevisionId,
}

impl Store {
    /// The reminders that were sent to a unit, by their dates.
    pub fn reminders(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Reminder>, InspectionError> {
        self.reminders_under(&format!("reminder/{round}/{unit}/"))
    }

    /// Records that a reminder was sent. Durable when this returns.
    pub fn record_reminder(
        &mut self,
        recorder: &Recorder,
        content: &ReminderContent,
    ) -> Result<EntryId, InspectionError> {
        let number = content.letter.number.trim();
        if number.is_empty() {
            return Err(RemediationError::NoNumber.into());
        }
        let today = self.today();
        let date = content.letter.date;
        if date > today {
            return Err(RemediationError::InFuture { date, today }.into());
        }
        self.notice_to(recorder)?;
        for round in self.rounds()? {
            let taken = |other: &Reminder| {
                other.content.letter.number == number && other.content.letter.date.year() == date.year()
            };
            if self.reminders_under(&format!("reminder/{}/", round.id))?.iter().any(taken) {
                return Err(RemediationError::NumberTaken { number: number.to_owned(), year: date.year() }.into());
            }
        }
        let id = EntryId::new(self.journal.clock().now());
        let record = keys::reminder(&recorder.round, &recorder.unit, &id)?;
        self.write_follow_up(recorder, &[line(record, CONTENT, json!(content))?])?;
        Ok(id)
    }

    fn reminders_under(&self, prefix: &str) -> Result<Vec<Reminder>, InspectionError> {
        let heads = self.journal.heads_under(prefix)?;
        let mut found: Vec<Reminder> = Vec::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let gone = record.iter().any(|head| head.field.as_str() == REMOVED && head.value == true);
            let said = record.iter().find(|head| head.field.as_str() == CONTENT && !head.value.is_null());
            let Some(head) = said.filter(|_| !gone) else { continue };
            let Ok(content) = ReminderContent::deserialize(&head.value) else { continue };
            let id = EntryId(head.record.as_str().rsplit('/').next().unwrap_or_default().to_owned());
            let (by, when, revision) = (head.member.clone(), head.made_at, head.revision);
            found.push(Reminder { id, content, by, when, revision });
        }
        found.sort_by(|a, b| (a.content.letter.date, &a.id).cmp(&(b.content.letter.date, &b.id)));
        Ok(found)
    }
}

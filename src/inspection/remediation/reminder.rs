//! Reminders (công văn đôn đốc) that were sent.

use chrono::{DateTime, FixedOffset, NaiveDate};
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

/// A reminder, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentReminder {
    /// In which round.
    pub round: RoundId,
    /// To which unit.
    pub unit: UnitId,
    /// The reminder.
    pub reminder: Reminder,
}

impl Store {
    /// The reminders that were sent to a unit, by their dates.
    pub fn reminders(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Reminder>, InspectionError> {
        let sent = self.reminders_under(&format!("{}{round}/{unit}/", keys::REMINDERS))?;
        Ok(sent.into_iter().map(|sent| sent.reminder).collect())
    }

    /// Those of all rounds of this home, by their dates.
    pub fn all_reminders(&self) -> Result<Vec<SentReminder>, InspectionError> {
        self.reminders_under(keys::REMINDERS)
    }

    /// Records that a reminder was sent; the same one again changes nothing. Whether its number is free is decided by
    /// [`crate::conclusion::follow_up::record_reminder`]. Durable when this returns.
    pub(crate) fn record_reminder(
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
        let sent = self.reminders(&recorder.round, &recorder.unit)?;
        if let Some(same) = sent.into_iter().find(|other| other.content == *content) {
            return Ok(same.id);
        }
        let id = EntryId::new(self.journal.clock().now());
        let record = keys::reminder(&recorder.round, &recorder.unit, &id)?;
        self.write_follow_up(recorder, &[line(record, CONTENT, json!(content))?])?;
        Ok(id)
    }

    fn reminders_under(&self, prefix: &str) -> Result<Vec<SentReminder>, InspectionError> {
        let heads = self.journal.heads_under(prefix)?;
        let mut found: Vec<SentReminder> = Vec::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let gone = record.iter().any(|head| head.field.as_str() == REMOVED && head.value == true);
            let said = record.iter().find(|head| head.field.as_str() == CONTENT && !head.value.is_null());
            let Some(head) = said.filter(|_| !gone) else { continue };
            let Ok(content) = ReminderContent::deserialize(&head.value) else { continue };
            let mut parts = head.record.as_str().split('/').skip(1);
            let place = parts.next().and_then(|id| RoundId::new(id).ok()).zip(parts.next().map(UnitId::new));
            let (Some((round, Ok(unit))), Some(id)) = (place, parts.next()) else { continue };
            let (id, by, when, revision) = (EntryId(id.to_owned()), head.member.clone(), head.made_at, head.revision);
            found.push(SentReminder { round, unit, reminder: Reminder { id, content, by, when, revision } });
        }
        let day = |sent: &SentReminder| (sent.reminder.content.letter.date, sent.reminder.id.clone());
        found.sort_by_key(day);
        Ok(found)
    }
}

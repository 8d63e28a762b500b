//! Taking back the record of an issued notice: for a notice that was recorded and never signed or sent. The record's
//! former value counts again (nothing, or the notice it would have replaced); what was recorded stays in the history, its
//! frozen papers in the journal.

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde_json::{Value, json};
use thiserror::Error;

use super::error::InspectionError;
use super::issued::{ISSUED, Issued, IssuedContent};
use super::keys;
use super::model::{DocumentReference, RoundId, UnitId};
use super::record::{Recorder, line};
use super::store::Store;
use crate::journal::Chain;
use crate::vietnamese::date::format_date;

/// That the record of an issued notice was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// What had been recorded.
    pub issued: Issued,
    /// When it was taken back, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Who took it back.
    pub member: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A paper that rests on an issued notice: its record is not taken back while there is one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StandsOn {
    /// The unit's report of remediation.
    #[error("{}", t!("withdrawal.stands.report", number = .0.number, date = format_date(.0.date)))]
    Report(DocumentReference),
    /// A reminder that was sent.
    #[error("{}", t!("withdrawal.stands.reminder", number = .0.number, date = format_date(.0.date)))]
    Reminder(DocumentReference),
    /// A letter that corrects it.
    #[error("{}", t!("withdrawal.stands.correction", number = .0.number, date = format_date(.0.date)))]
    Correction(DocumentReference),
}

/// A unit whose record of issue was taken back although, as another laptop tells, papers rest on that notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftStanding {
    /// The round.
    pub round: RoundId,
    /// The unit.
    pub unit: UnitId,
    /// What was taken back.
    pub withdrawal: Withdrawal,
    /// What rests on it.
    pub papers: Vec<StandsOn>,
}

impl Store {
    /// The notices of a unit whose record was taken back and not put back since, the oldest first.
    pub fn withdrawals(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Withdrawal>, InspectionError> {
        let history = self.journal.history(&keys::notice(round, unit)?)?;
        let counted = self.issued_history(round, unit)?;
        let mut found: Vec<Withdrawal> = Vec::new();
        for revision in &history {
            let [parent] = revision.parents.as_slice() else { continue };
            let before = history.iter().find(|other| other.id == *parent).and_then(Issued::of_revision);
            let Some(before) = before else { continue };
            let after = Issued::of_revision(revision).map(|issued| issued.content.reference());
            let takes_back = revision.value.is_null() || (after.is_some() && before.content.replaces == after);
            if !takes_back || counted.iter().any(|issued| issued.content == before.content) {
                continue;
            }
            // Taken back once more after it was put back: the last time counts.
            found.retain(|withdrawal| withdrawal.issued.content != before.content);
            found.push(Withdrawal {
                issued: before,
                when: revision.made_at,
                member: revision.member.clone(),
                reason: revision.reason.clone(),
            });
        }
        Ok(found)
    }

    /// Units of which nothing counts as issued because that was taken back, of one round or of all.
    pub fn withdrawn_units(&self, round: Option<&RoundId>) -> Result<Vec<(RoundId, UnitId)>, InspectionError> {
        let prefix = round.map_or_else(|| keys::NOTICES.to_owned(), |round| format!("{}{round}/", keys::NOTICES));
        let heads = self.journal.heads_under(&prefix)?;
        let gone = heads.chunk_by(|a, b| a.record == b.record).filter(|of| of.iter().all(|head| head.value.is_null()));
        let units = gone.filter_map(|of| {
            let mut parts = of[0].record.as_str().split('/').skip(1);
            RoundId::new(parts.next()?).ok().zip(UnitId::new(parts.next()?).ok())
        });
        Ok(units.collect())
    }

    /// What rests on `issued`, the notice of a unit. A paper that is older than a notice in another's place rests on
    /// that other one.
    pub fn standing_on(
        &self,
        round: &RoundId,
        unit: &UnitId,
        issued: &IssuedContent,
    ) -> Result<Vec<StandsOn>, InspectionError> {
        let is_on = |date| issued.replaces.is_none() || date >= issued.date;
        let mut found: Vec<StandsOn> = Vec::new();
        let mut reports: Vec<_> = self.remediations(round, unit)?.into_values().flatten().collect();
        reports.retain(|report| report.stands() && is_on(report.content.date));
        // One report is an entry under every requirement that it covers.
        reports.sort_by(|a, b| a.id.cmp(&b.id));
        reports.dedup_by(|a, b| a.id == b.id);
        found.extend(reports.into_iter().map(|report| {
            let (number, date) = (report.content.number, report.content.date);
            StandsOn::Report(DocumentReference { number, date, issuer: None })
        }));
        let reminders = self.reminders(round, unit)?.into_iter().map(|reminder| reminder.content.letter);
        found.extend(reminders.filter(|letter| is_on(letter.date)).map(StandsOn::Reminder));
        let reference = issued.reference();
        let corrections = self.corrections(round, unit)?.into_iter().map(|correction| correction.content);
        found.extend(corrections.filter(|content| content.of == reference).map(|content| {
            let (number, date) = (content.number_line(), content.date);
            StandsOn::Correction(DocumentReference { number, date, issuer: None })
        }));
        Ok(found)
    }

    /// What rests on the notice of a unit whose record was taken back, and nothing was issued since: laptops that did not
    /// know of each other.
    pub fn left_standing(&self, round: &RoundId, unit: &UnitId) -> Result<Option<LeftStanding>, InspectionError> {
        if !self.issued(round, unit)?.all().is_empty() {
            return Ok(None);
        }
        let Some(withdrawal) = self.withdrawals(round, unit)?.pop() else { return Ok(None) };
        let papers = self.standing_on(round, unit, &withdrawal.issued.content)?;
        let (round, unit) = (round.clone(), unit.clone());
        Ok((!papers.is_empty()).then_some(LeftStanding { round, unit, withdrawal, papers }))
    }

    /// The same of all units of a round, or of this home.
    pub fn all_left_standing(&self, round: Option<&RoundId>) -> Result<Vec<LeftStanding>, InspectionError> {
        let mut found = Vec::new();
        for (round, unit) in self.withdrawn_units(round)? {
            found.extend(self.left_standing(&round, &unit)?);
        }
        Ok(found)
    }

    /// Writes what counts as the notice of a unit from now on: what the revision `again` says, word for word, or nothing.
    /// `None` where another program wrote since the journal was `seen`. What may be taken back or put back is decided by
    /// [`crate::conclusion::issue`].
    pub(crate) fn record_counting(
        &mut self,
        seen: i64,
        recorder: &Recorder,
        again: Option<&Issued>,
    ) -> Result<Option<()>, InspectionError> {
        let record = keys::notice(&recorder.round, &recorder.unit)?;
        let value = match again {
            Some(issued) => {
                let history = self.journal.history(&record)?;
                let said = history.into_iter().find(|revision| revision.id == issued.revision);
                // What a newer program wrote beside it stays, too.
                said.map_or_else(|| json!(issued.content), |revision| revision.value)
            }
            None => Value::Null,
        };
        let chain = Chain::Round(recorder.round.to_string());
        let lines = [line(record, ISSUED, value)?];
        let written = self.journal.write_unless_moved(seen, &chain, &recorder.author(), &lines)?;
        Ok(written.map(|_| ()))
    }

    /// The notice that the unit's `present` one replaced.
    pub(crate) fn replaced_by(
        &self,
        round: &RoundId,
        unit: &UnitId,
        present: &IssuedContent,
    ) -> Result<Option<Issued>, InspectionError> {
        let Some(replaced) = &present.replaces else { return Ok(None) };
        let history = self.issued_history(round, unit)?;
        Ok(history.into_iter().find(|issued| issued.content.reference() == *replaced))
    }
}

//! Taking in reports and deciding about them. Each call is one action: all of it or nothing.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    DECISION, Decision, DecisionStanding, Remediation, RemediationContent, RemediationError, RemediationReport, current,
};
use crate::inspection::attach::as_it_lies;
use crate::inspection::error::InspectionError;
use crate::inspection::issued::{Issued, IssuedRequirement, NoticeStanding, RequirementId};
use crate::inspection::keys::{self, EntryId};
use crate::inspection::record::{Recorder, find_unit};
use crate::inspection::store::Store;
use crate::inspection::unit_answers::{CONTENT, REMOVED};
use crate::journal::{AttachReport, Author, Chain, Change, FieldName, Parents, RecordKey, StoredFile};
use crate::vietnamese::date::check_range;
use crate::vietnamese::nfc;

impl Store {
    /// Records that the unit reported on requirements of its notice; its file is taken in first. `progress` hears how many
    /// bytes have been copied. Durable when this returns.
    pub fn record_remediation(
        &mut self,
        recorder: &Recorder,
        report: &RemediationReport,
        progress: &mut AttachReport<'_>,
    ) -> Result<EntryId, InspectionError> {
        let notice = self.notice_to(recorder)?;
        let covered = named(&notice, &report.requirements)?;
        let number = Some(nfc::single_line(&report.number).trim().to_owned()).filter(|number| !number.is_empty());
        let number = number.ok_or(RemediationError::NoNumber)?;
        self.check_day(report.date, &notice)?;
        let known = self.remediations(&recorder.round, &recorder.unit)?;
        let same =
            |known: &Remediation| known.stands() && known.content.number == number && known.content.date == report.date;
        if covered.iter().any(|of| known.get(&of.id).is_some_and(|reports| reports.iter().any(same))) {
            return Err(RemediationError::RecordedAlready { number, date: report.date }.into());
        }
        let stored = report.file.as_deref().map(|file| self.take_report_in(file, progress)).transpose()?;
        let content = RemediationContent {
            number,
            date: report.date,
            text: nfc::multi_line(&report.text).trim().to_owned(),
            file: stored.as_ref().map(|stored| stored.name.clone()),
            hash: stored.as_ref().map(|stored| stored.hash.clone()),
            size: stored.map(|stored| stored.size),
        };
        let id = EntryId::new(self.journal.clock().now());
        let mut lines = Vec::with_capacity(covered.len());
        for requirement in covered {
            let record = keys::remediation(&recorder.round, &recorder.unit, &requirement.id, &id)?;
            lines.push(new_line(record, CONTENT, json!(content))?);
        }
        self.write_follow_up(recorder, &lines)?;
        Ok(id)
    }

    /// Gives a report that was recorded without it its file. Durable when this returns.
    pub fn attach_to_remediation(
        &mut self,
        recorder: &Recorder,
        id: &EntryId,
        file: &Path,
        progress: &mut AttachReport<'_>,
    ) -> Result<StoredFile, InspectionError> {
        let entries = self.entries_of(recorder, id)?;
        let stored = self.take_report_in(file, progress)?;
        let mut lines = Vec::with_capacity(entries.len());
        for entry in entries {
            let content = RemediationContent {
                file: Some(stored.name.clone()),
                hash: Some(stored.hash.clone()),
                size: Some(stored.size),
                ..entry.content
            };
            let record = keys::remediation(&recorder.round, &recorder.unit, &entry.requirement, id)?;
            lines.push(new_line(record, CONTENT, json!(content))?);
        }
        self.write_follow_up(recorder, &lines)?;
        Ok(stored)
    }

    /// Records what was decided about the reports that requirements stand on. Durable when this returns.
    pub fn decide_remediation(
        &mut self,
        recorder: &Recorder,
        requirements: &[RequirementId],
        decision: &Decision,
    ) -> Result<(), InspectionError> {
        let notice = self.notice_to(recorder)?;
        let decision = self.checked(decision)?;
        let known = self.remediations(&recorder.round, &recorder.unit)?;
        let mut lines = Vec::with_capacity(requirements.len());
        for requirement in named(&notice, requirements)? {
            let text = || requirement.text.clone();
            let reports = known.get(&requirement.id).map_or(&[][..], Vec::as_slice);
            let report = current(reports).ok_or_else(|| RemediationError::NoReport { text: text() })?;
            let looked = match &report.decision {
                DecisionStanding::Waiting => Parents::SoleHead,
                DecisionStanding::Given(decided) => Parents::Looked(vec![decided.revision]),
                DecisionStanding::Contested(_) => return Err(RemediationError::Contested { text: text() }.into()),
            };
            let record = keys::remediation(&recorder.round, &recorder.unit, &requirement.id, &report.id)?;
            let field = FieldName::new(DECISION)?;
            lines.push(Change { record, field, value: json!(decision), parents: looked });
        }
        self.write_follow_up(recorder, &lines)
    }

    /// Takes a report back that was recorded by mistake; the recorder says why. It stays in the history. Durable when
    /// this returns.
    pub fn withdraw_remediation(&mut self, recorder: &Recorder, id: &EntryId) -> Result<(), InspectionError> {
        if recorder.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(InspectionError::ReasonMissing);
        }
        let mut lines = Vec::new();
        for entry in self.entries_of(recorder, id)? {
            let record = keys::remediation(&recorder.round, &recorder.unit, &entry.requirement, id)?;
            lines.push(new_line(record, REMOVED, json!(true))?);
        }
        self.write_follow_up(recorder, &lines)
    }

    /// The notice that was issued to the unit.
    pub(super) fn notice_to(&self, recorder: &Recorder) -> Result<Issued, InspectionError> {
        let round = self.round(recorder.round.as_str())?;
        let unit = find_unit(&round, recorder.unit.as_str())?;
        let unit = unit.name.clone();
        match self.issued(&recorder.round, &recorder.unit)? {
            NoticeStanding::Issued(notice) => Ok(*notice),
            NoticeStanding::Draft => Err(RemediationError::NotIssued { unit }.into()),
            NoticeStanding::Contested(_) => Err(RemediationError::NoticeContested { unit }.into()),
        }
    }

    /// Today, by this laptop's clock.
    pub(super) fn today(&self) -> NaiveDate {
        self.journal.clock().now().date_naive()
    }

    pub(super) fn write_follow_up(&mut self, recorder: &Recorder, lines: &[Change]) -> Result<(), InspectionError> {
        let author = Author { member: Some(recorder.member.clone()), reason: recorder.reason.clone() };
        self.journal.write(&Chain::Round(recorder.round.to_string()), &author, lines)?;
        Ok(())
    }

    /// A report lies between its notice and today.
    fn check_day(&self, date: NaiveDate, notice: &Issued) -> Result<(), InspectionError> {
        let (issued, today) = (notice.content.date, self.today());
        if date < issued {
            let notice = notice.content.reference().number;
            return Err(RemediationError::BeforeNotice { date, notice, issued }.into());
        }
        if date > today || check_range(date).is_err() {
            return Err(RemediationError::InFuture { date, today }.into());
        }
        Ok(())
    }

    fn checked(&self, decision: &Decision) -> Result<Decision, InspectionError> {
        let words = |text: &str| Some(nfc::multi_line(text).trim().to_owned()).filter(|text| !text.is_empty());
        Ok(match decision {
            Decision::Accepted { note } => Decision::Accepted { note: note.as_deref().and_then(words) },
            Decision::Returned { reason, until } => {
                let reason = words(reason).ok_or(RemediationError::NoReason)?;
                let today = self.today();
                if let Some(date) = until.filter(|until| *until < today || check_range(*until).is_err()) {
                    return Err(RemediationError::UntilOver { date, today }.into());
                }
                Decision::Returned { reason, until: *until }
            }
        })
    }

    fn take_report_in(&self, file: &Path, progress: &mut AttachReport<'_>) -> Result<StoredFile, InspectionError> {
        let file = as_it_lies(file.to_owned());
        Ok(self.attachments().take_in(&file, &mut |done| match progress(done) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            stop @ ControlFlow::Break(()) => stop,
        })?)
    }

    /// What one report is under each requirement that it covers, where it was not taken back.
    fn entries_of(&self, recorder: &Recorder, id: &EntryId) -> Result<Vec<Remediation>, InspectionError> {
        let known = self.remediations(&recorder.round, &recorder.unit)?;
        let mut entries: Vec<Remediation> = known.into_values().flatten().collect();
        entries.retain(|entry| entry.id == *id && entry.stands());
        if entries.is_empty() {
            return Err(RemediationError::UnknownReport(id.0.clone()).into());
        }
        Ok(entries)
    }
}

/// The requirements of `notice` with these ids, each once.
fn named<'a>(notice: &'a Issued, ids: &[RequirementId]) -> Result<Vec<&'a IssuedRequirement>, InspectionError> {
    let all = &notice.content.requirements;
    let mut found: Vec<&IssuedRequirement> = Vec::with_capacity(ids.len());
    for id in ids {
        let one = all.iter().find(|requirement| requirement.id == *id);
        let known = || all.iter().map(|requirement| requirement.id.to_string()).collect();
        let one = one.ok_or_else(|| RemediationError::Unknown { id: id.to_string(), known: known() })?;
        if !found.iter().any(|other| other.id == one.id) {
            found.push(one);
        }
    }
    if found.is_empty() {
        return Err(RemediationError::NoneChosen.into());
    }
    Ok(found)
}

fn new_line(record: RecordKey, field: &str, value: Value) -> Result<Change, InspectionError> {
    Ok(crate::inspection::record::line(record, field, value)?)
}

//! The reminder (công văn đôn đốc) to a unit that owes reports.

use chrono::NaiveDate;
use thiserror::Error;

use super::{FollowUp, RequirementState, of_unit};
use crate::checklist::Addressee;
use crate::conclusion::addressing::{self, Tone};
use crate::conclusion::letter::{LetterBasis, LetterText, letter, notation};
use crate::conclusion::numbering::{NumberUse, NumberedPaper, Wanted, split, taken};
use crate::conclusion::phrase;
use crate::conclusion::wording::{count, fixed};
use crate::inspection::{
    Decision, DecisionStanding, DocumentReference, EntryId, InspectionError, Issued, NoticeStanding, Recorder,
    RemediationError, Reminder, ReminderContent, Round, Store, Unit, find_unit,
};
use crate::paper::lettering::document_number;
use crate::paper::{Block, Document, Paragraph, Section, SectionTitle, Source};
use crate::vietnamese::calendar::Calendar;
use crate::vietnamese::date::format_date_cited;

/// Working days that a unit is given to report where nobody says otherwise.
pub const REPORT_WITHIN: u32 = 5;

/// What a reminder needs beside the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderBasis {
    /// Its number and day, once it has them.
    pub letter: LetterBasis,
    /// Until when the report is asked for.
    pub report_by: NaiveDate,
    /// The day on which things stand as it says.
    pub today: NaiveDate,
}

/// Why a reminder was not composed or recorded.
#[derive(Debug, Error)]
pub enum ReminderError {
    /// The records do not let it go out, or could not be read.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// Another paper has its number this year.
    #[error("{0}")]
    NumberUsed(Box<NumberUse>),
}

impl From<RemediationError> for ReminderError {
    fn from(error: RemediationError) -> Self {
        Self::Inspection(error.into())
    }
}

/// The day until which a reminder of `today` asks for the report where nobody says otherwise.
pub fn proposed_day(calendar: &Calendar, today: NaiveDate) -> NaiveDate {
    calendar.add_working_days(today, REPORT_WITHIN)
}

/// The reminder to a unit: cites its notice, lists what the unit owes beyond its deadline, asks for the report. Refused
/// where nothing is overdue, or another paper has its number.
pub fn reminder(store: &Store, round: &Round, unit: &str, basis: &ReminderBasis) -> Result<Document, ReminderError> {
    let unit = find_unit(round, unit)?;
    let (notice, overdue) = owed(store, round, unit, basis)?;
    refuse_number(store, round, unit, &overdue, basis)?;
    Ok(compose(round, unit, &notice, &overdue, &store.reminders(&round.id, &unit.id)?, basis))
}

/// Refuses a reminder that could not be recorded as sent, before it is written.
pub fn refuse_sending(basis: &ReminderBasis) -> Result<(), ReminderError> {
    match (basis.letter.number, basis.letter.date) {
        (Some(1..), Some(date)) if date > basis.today => {
            Err(RemediationError::InFuture { date, today: basis.today }.into())
        }
        (Some(1..), Some(_)) => Ok(()),
        _ => Err(RemediationError::NoNumber.into()),
    }
}

/// What is kept of a reminder that has number and day.
fn content(round: &Round, overdue: &[FollowUp], basis: &ReminderBasis) -> Option<ReminderContent> {
    let (number, date) = basis.letter.number.zip(basis.letter.date)?;
    let written = basis.letter.notation.clone().unwrap_or_else(|| notation(round));
    let parts = [document_number(number), written].into_iter().filter(|part| !part.is_empty());
    let number = parts.collect::<Vec<_>>().join("/");
    Some(ReminderContent {
        letter: DocumentReference { number, date, issuer: None },
        report_by: basis.report_by,
        requirements: overdue.iter().map(|one| one.requirement.id.clone()).collect(),
    })
}

/// Refuses a number that another paper has; the same reminder may be written again.
fn refuse_number(
    store: &Store,
    round: &Round,
    unit: &Unit,
    overdue: &[FollowUp],
    basis: &ReminderBasis,
) -> Result<(), ReminderError> {
    let Some(content) = content(round, overdue, basis) else { return Ok(()) };
    if store.reminders(&round.id, &unit.id)?.iter().any(|sent| sent.content == content) {
        return Ok(());
    }
    let Some((number, notation)) = split(&content.letter.number) else { return Ok(()) };
    let (paper, date) = (NumberedPaper::Reminder, content.letter.date);
    match taken(store, &Wanted { paper, round: &round.id, number, notation, date })? {
        Some(used) => Err(ReminderError::NumberUsed(Box::new(used))),
        None => Ok(()),
    }
}

/// Records that the reminder, which has been written, was sent as `basis` says: with its number and day. Durable when this
/// returns.
pub fn record_reminder(
    store: &mut Store,
    recorder: &Recorder,
    basis: &ReminderBasis,
) -> Result<EntryId, ReminderError> {
    refuse_sending(basis)?;
    let round = store.round(recorder.round.as_str())?;
    let unit = find_unit(&round, recorder.unit.as_str())?;
    let (_, overdue) = owed(store, &round, unit, basis)?;
    refuse_number(store, &round, unit, &overdue, basis)?;
    let content = content(&round, &overdue, basis).ok_or(RemediationError::NoNumber)?;
    Ok(store.record_reminder(recorder, &content)?)
}

/// What the unit owes beyond its deadline. What agencies and higher levels are asked is not reminded of here.
fn owed(
    store: &Store,
    round: &Round,
    unit: &Unit,
    basis: &ReminderBasis,
) -> Result<(Issued, Vec<FollowUp>), InspectionError> {
    let name = || unit.name.clone();
    let notice = match store.issued(&round.id, &unit.id)? {
        NoticeStanding::Issued(notice) => *notice,
        NoticeStanding::Draft => return Err(RemediationError::NotIssued { unit: name() }.into()),
        NoticeStanding::Contested(_) => return Err(RemediationError::NoticeContested { unit: name() }.into()),
    };
    if basis.report_by < basis.today {
        return Err(RemediationError::UntilOver { date: basis.report_by, today: basis.today }.into());
    }
    let mut overdue = of_unit(store, round, &unit.id, basis.today)?;
    overdue.retain(|one| one.is_overdue() && one.requirement.to == Addressee::Unit);
    if overdue.is_empty() {
        return Err(RemediationError::NothingOverdue { unit: name() }.into());
    }
    Ok((notice, overdue))
}

fn compose(
    round: &Round,
    unit: &Unit,
    notice: &Issued,
    overdue: &[FollowUp],
    sent: &[Reminder],
    basis: &ReminderBasis,
) -> Document {
    let agency = addressing::agency_of(round);
    let name = phrase::clause(&unit.name);
    let verb = Tone::towards(&agency, unit).verb();
    let pad = round.letterhead.pad_counts;
    let of_unit = notice.content.requirements.iter().filter(|one| one.to == Addressee::Unit).count();
    let about = phrase::lower_first(&phrase::clause(&notice.content.about));
    let reference = notice.content.reference();
    let cited = fixed!(
        "reminder.notice",
        number = phrase::clause(&reference.number),
        date = format_date_cited(reference.date),
        agency = agency,
        about = about,
        verb = verb,
        unit = name,
        count = count(of_unit, pad)
    );
    let mut blocks = vec![Block::Plain(Paragraph::new(phrase::sentence(&cited), vec![source(notice.revision)]))];
    if let Some(last) = sent.last() {
        let letter = &last.content.letter;
        let (number, date) = (phrase::clause(&letter.number), format_date_cited(letter.date));
        let text = fixed!("reminder.again", agency = agency, number = number, date = date);
        blocks.push(Block::Plain(Paragraph::new(phrase::sentence(&text), vec![source(last.revision)])));
    }
    let so_far = fixed!(
        "reminder.so_far",
        date = format_date_cited(basis.today),
        unit = name,
        agency = agency,
        count = count(overdue.len(), pad)
    );
    blocks.push(Block::Plain(so_far.into()));
    blocks.extend(overdue.iter().map(|one| Block::Numbered(line(one, pad))));
    let body = vec![Section { title: SectionTitle::Untitled, blocks }];
    let closing = fixed!(
        "reminder.closing",
        agency = agency,
        verb = verb,
        unit = name,
        date = format_date_cited(basis.report_by)
    );
    let about = fixed!("reminder.about", number = phrase::clause(&reference.number));
    letter(round, &basis.letter, LetterText::new(about, vec![name], body, closing.into()))
}

/// `Niêm yết đầy đủ địa chỉ: thời hạn ngày 10/11/2025, đã quá hạn 08 ngày làm việc`.
fn line(one: &FollowUp, pad: crate::inspection::PadCounts) -> Paragraph {
    let days = usize::try_from(one.overdue_by.unwrap_or_default()).unwrap_or(usize::MAX);
    let text = fixed!(
        "reminder.line",
        text = phrase::clause(&one.requirement.text),
        due = one.due.map(format_date_cited).unwrap_or_default(),
        days = fixed!("working_days", count = count(days, pad))
    );
    let mut sources = vec![source(one.source)];
    let current = one.current().filter(|_| one.state == RequirementState::Returned);
    let returned = current.map(|report| {
        sources.extend(report.revisions.iter().map(|revision| source(*revision)));
        let reason = match &report.decision {
            DecisionStanding::Given(decided) => match &decided.decision {
                Decision::Returned { reason, .. } => phrase::clause(reason),
                Decision::Accepted { .. } => String::new(),
            },
            DecisionStanding::Waiting | DecisionStanding::Contested(_) => String::new(),
        };
        let (number, date) = (phrase::clause(&report.content.number), format_date_cited(report.content.date));
        fixed!("reminder.returned", number = number, date = date, reason = phrase::lower_first(&reason))
    });
    Paragraph::new(phrase::joined([Some(phrase::sentence(&text)), returned].into_iter().flatten()), sources)
}

fn source(revision: crate::journal::RevisionId) -> Source {
    Source(revision.to_string())
}

//! `kiemtra requirement`

mod listing;

use std::ops::ControlFlow;

use chrono::NaiveDate;
use rust_i18n::t;

use super::arguments::{RemediationArguments, RemindArguments, RequirementCommand, RequirementsArguments};
use super::error::{CommandError, Exit};
use super::paper;
use super::session::Session;
use crate::conclusion::follow_up::{
    FollowUp, ReminderBasis, RequirementState, of_unit, proposed_day, record_reminder, reminder,
};
use crate::conclusion::letter::LetterBasis;
use crate::inspection::{
    Decision, EntryId, NoticeStanding, Recorder, RemediationError, RemediationReport, RequirementId, Round, Store,
    find_unit,
};
use crate::paper::Format;
use crate::vietnamese::date::{format_date, parse_date};

/// Lists what is required, or records what became of it.
pub fn run(session: &mut Session, command: RequirementCommand) -> Result<Exit, CommandError> {
    match command {
        RequirementCommand::List(arguments) => listing::run(session, &arguments),
        RequirementCommand::Report(arguments) => report(session, arguments),
        RequirementCommand::Accept { which, note } => decide(session, &which, &Decision::Accepted { note }),
        RequirementCommand::Return { which, reason, until } => {
            let until = until.as_deref().map(day).transpose()?;
            decide(session, &which, &Decision::Returned { reason: reason.unwrap_or_default(), until })
        }
        RequirementCommand::Attach { round, unit, report, file } => {
            let mut place = Place::of(session, &round, &unit)?;
            let id = place.report(&report)?;
            let stored =
                place.store.attach_to_remediation(&place.recorder, &id, &file, &mut |_| ControlFlow::Continue(()))?;
            session.back_up();
            session.output.line(t!("cli_requirement.attached", file = stored.name, report = report))
        }
        RequirementCommand::Withdraw { round, unit, report, reason } => {
            let mut place = Place::of(session, &round, &unit)?;
            let id = place.report(&report)?;
            place.store.withdraw_remediation(&Recorder { reason, ..place.recorder }, &id)?;
            session.back_up();
            session.output.line(t!("cli_requirement.withdrawn", report = report))
        }
        RequirementCommand::Remind(arguments) => remind(session, &arguments),
    }?;
    Ok(Exit::Done)
}

/// A unit of a round, and who acts there.
struct Place {
    store: Store,
    round: Round,
    recorder: Recorder,
    name: String,
}

impl Place {
    fn of(session: &Session, round: &str, unit: &str) -> Result<Self, CommandError> {
        let store = session.open()?;
        let round = store.round(round)?;
        let unit = find_unit(&round, unit)?.clone();
        let member = store.acting(&round, session.settings.member.as_deref())?;
        let recorder = Recorder { round: round.id.clone(), unit: unit.id, member: member.id.to_string(), reason: None };
        Ok(Self { store, round, recorder, name: unit.name })
    }

    /// What the unit's notice requires, as it stands today.
    fn required(&self) -> Result<Vec<FollowUp>, CommandError> {
        let unit = self.name.clone();
        match self.store.issued(&self.round.id, &self.recorder.unit)? {
            NoticeStanding::Draft => return Err(refused(RemediationError::NotIssued { unit })),
            NoticeStanding::Contested(_) => return Err(refused(RemediationError::NoticeContested { unit })),
            NoticeStanding::Issued(_) => {}
        }
        Ok(of_unit(&self.store, &self.round, &self.recorder.unit, self.store.today())?)
    }

    /// The requirements that were named by id or by their place in the notice, counted from 1; with `--all` those that
    /// `wanted` takes.
    fn chosen(
        &self,
        which: &RequirementsArguments,
        wanted: impl Fn(RequirementState) -> bool,
    ) -> Result<Vec<RequirementId>, CommandError> {
        let all = self.required()?;
        if which.all {
            return Ok(all.into_iter().filter(|one| wanted(one.state)).map(|one| one.requirement.id).collect());
        }
        let find = |text: &String| {
            let place = text.parse::<usize>().ok().and_then(|place| all.get(place.checked_sub(1)?));
            let one = place.or_else(|| all.iter().find(|one| one.requirement.id.as_str() == text));
            let known = || all.iter().map(|one| one.requirement.id.to_string()).collect();
            one.map(|one| one.requirement.id.clone())
                .ok_or_else(|| refused(RemediationError::Unknown { id: text.clone(), known: known() }))
        };
        which.requirements.iter().map(find).collect()
    }

    /// The report with this number, or this id, that was not taken back: the last one where several have the number.
    fn report(&self, text: &str) -> Result<EntryId, CommandError> {
        let known = self.store.remediations(&self.round.id, &self.recorder.unit)?;
        let is_it = |report: &&crate::inspection::Remediation| {
            report.stands() && (report.id.0 == text || report.content.number == text.trim())
        };
        let found = known.values().flatten().filter(is_it).max_by_key(|report| (report.content.date, &report.id));
        let unknown = || refused(RemediationError::UnknownReport(text.to_owned()));
        found.map(|report| report.id.clone()).ok_or_else(unknown)
    }
}

fn refused(error: RemediationError) -> CommandError {
    crate::inspection::InspectionError::from(error).into()
}

fn day(text: &str) -> Result<NaiveDate, CommandError> {
    parse_date(text).map_err(|error| refused(RemediationError::Date(error)))
}

fn report(session: &mut Session, arguments: RemediationArguments) -> Result<(), CommandError> {
    let date = day(&arguments.date)?;
    let mut place = Place::of(session, &arguments.which.round, &arguments.which.unit)?;
    let requirements = place.chosen(&arguments.which, RequirementState::is_owed)?;
    let count = requirements.len();
    let report = RemediationReport {
        requirements,
        number: arguments.number,
        date,
        text: arguments.text.unwrap_or_default(),
        file: arguments.file,
    };
    place.store.record_remediation(&place.recorder, &report, &mut |_| ControlFlow::Continue(()))?;
    session.back_up();
    let (number, date) = (report.number.trim(), format_date(date));
    session.output.line(t!("cli_requirement.reported", number = number, date = date, count = count, unit = place.name))
}

fn decide(session: &mut Session, which: &RequirementsArguments, decision: &Decision) -> Result<(), CommandError> {
    let mut place = Place::of(session, &which.round, &which.unit)?;
    let chosen = place.chosen(which, |state| state == RequirementState::Reported)?;
    place.store.decide_remediation(&place.recorder, &chosen, decision)?;
    session.back_up();
    let (count, unit) = (chosen.len(), place.name);
    session.output.line(match decision {
        Decision::Accepted { .. } => t!("cli_requirement.accepted", count = count, unit = unit),
        Decision::Returned { until: Some(until), .. } => {
            t!("cli_requirement.returned_until", count = count, unit = unit, date = format_date(*until))
        }
        Decision::Returned { until: None, .. } => t!("cli_requirement.returned", count = count, unit = unit),
    })
}

fn remind(session: &mut Session, arguments: &RemindArguments) -> Result<(), CommandError> {
    let format = Format::from_path(&arguments.output)?;
    let mut place = Place::of(session, &arguments.round, &arguments.unit)?;
    let today = place.store.today();
    let date = arguments.date.as_deref().map(day).transpose()?;
    let proposed = || proposed_day(place.store.calendar(), date.unwrap_or(today));
    let report_by = arguments.report_by.as_deref().map(day).transpose()?.unwrap_or_else(proposed);
    let now = session.settings.clock.now().to_utc();
    let letter = LetterBasis { number: arguments.number, date, ..LetterBasis::draft(now) };
    let basis = ReminderBasis { letter, report_by, today };
    let document = reminder(&place.store, &place.round, place.recorder.unit.as_str(), &basis)?;
    // Recorded first: a letter must not go out under a number that is taken.
    if arguments.sent {
        record_reminder(&mut place.store, &place.recorder, &basis)?;
        session.back_up();
    }
    let said = paper::write(&place.store, &document, format, arguments.layout.choice(), &arguments.output)?;
    session.output.line(said)?;
    if arguments.sent {
        session.output.line(t!("cli_requirement.sent", unit = place.name, date = format_date(report_by)))?;
    }
    Ok(())
}

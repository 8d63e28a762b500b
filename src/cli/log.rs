//! `kiemtra log`

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;
use serde_json::Value;

use super::arguments::ReviewArguments;
use super::error::{CommandError, Exit};
use super::output::Output;
use super::session::Session;
use super::words;
use crate::checklist::Verdict;
use crate::inspection::{AnswerField, DrawContent, IssuedContent, Role, Round, Unit, find_unit};
use crate::journal::{DeviceId, FieldName, Journal, RecordKey, Revision, RevisionId};

/// Longest value shown to people.
const MOST: usize = 60;

/// `log --json`, one a line.
#[derive(Serialize)]
struct LogLine<'a> {
    revision: RevisionId,
    record: &'a RecordKey,
    field: &'a FieldName,
    value: &'a Value,
    member: Option<&'a str>,
    device: &'a DeviceId,
    made_at: DateTime<FixedOffset>,
    reason: Option<&'a str>,
    /// The merge that brought it; none where it was recorded here.
    merge: Option<&'a str>,
}

/// Prints every revision of the round in the order it arrived here.
pub fn run(session: &mut Session, arguments: &ReviewArguments) -> Result<Exit, CommandError> {
    let store = session.open()?;
    let round = store.round(&arguments.round)?;
    session.check_member(&store, &round)?;
    let unit = arguments.unit.as_deref().map(|unit| find_unit(&round, unit)).transpose()?;
    let width = round.members.iter().map(|member| member.id.as_str().len()).max().unwrap_or(0);
    let output = &mut session.output;
    let mut outcome = Ok(());
    let journal = store.journal();
    journal.log(round.id.as_str(), &mut |revision| {
        let of_unit = |unit: &Unit| revision.record.as_str().split('/').nth(2) == Some(unit.id.as_str());
        if outcome.is_ok() && unit.is_none_or(of_unit) {
            outcome = match (arguments.json, is_technical(&revision)) {
                (true, _) => print_json(journal, output, &revision),
                (false, false) => print(output, &round, &revision, width),
                (false, true) => Ok(()),
            };
        }
    })?;
    outcome.map(|()| Exit::Done)
}

fn print_json(journal: &Journal, output: &mut Output, revision: &Revision) -> Result<(), CommandError> {
    let merge = journal.brought_by(&revision.id)?.map(|id| id.to_string());
    let line = LogLine {
        revision: revision.id,
        record: &revision.record,
        field: &revision.field,
        value: &revision.value,
        member: revision.member.as_deref(),
        device: &revision.device,
        made_at: revision.made_at,
        reason: revision.reason.as_deref(),
        merge: merge.as_deref(),
    };
    output.line(serde_json::to_string(&line).map_err(std::io::Error::from)?)
}

/// The hash of the words an answer was made under, the list a sample was drawn from and what a laptop had seen say
/// nothing on one line; programs get them.
fn is_technical(revision: &Revision) -> bool {
    // With a reason somebody said that an answer holds under other words.
    let asked = revision.field.as_str() == AnswerField::Asked.as_str();
    let is_said = revision.reason.is_some() && !revision.parents.is_empty();
    (asked && !is_said) || ["draw-list", "seen", "frozen"].contains(&revision.record.kind())
}

/// How a sample was drawn, with what is needed to draw it again.
fn draw(revision: &Revision) -> Option<String> {
    let drawn = revision.record.as_str().starts_with("draw/");
    let content: DrawContent = serde_json::from_value(revision.value.clone()).ok().filter(|_| drawn)?;
    let (count, size, seed, file) = (content.count, content.size, content.seed, content.file);
    let rows = content.positions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let sha256 = content.sha256;
    Some(
        t!("cli.log.draw", count = count, size = size, seed = seed, file = file, rows = rows, sha256 = sha256)
            .into_owned(),
    )
}

/// What was asked or replied, without what only programs need.
fn question(revision: &Revision) -> Option<String> {
    let text = revision.value.get("text").or_else(|| revision.value.get("reason"));
    let is_question = revision.record.kind() == "question" && revision.value.is_object();
    is_question.then(|| text.map_or_else(|| t!("cli.value.yes").into_owned(), |text| words::value(text, MOST)))
}

/// Which notice was issued, or that its record was taken back.
fn notice(revision: &Revision) -> Option<String> {
    if revision.record.kind() == "notice" && revision.value.is_null() {
        return Some(t!("withdrawal.log").into_owned());
    }
    let content: IssuedContent = serde_json::from_value(revision.value.clone()).ok()?;
    let is_notice = revision.record.kind() == "notice";
    let (number, date) = (content.number_line(), crate::vietnamese::date::format_date(content.date));
    is_notice.then(|| t!("conflict.value.notice", number = number, date = date).into_owned())
}

/// That it decided between different opinions, and whether somebody other than the lead did.
fn decided(round: &Round, revision: &Revision) -> String {
    if revision.parents.len() < 2 || revision.reason.is_none() {
        return String::new();
    }
    let member = revision.member.as_deref().and_then(|id| round.member(id));
    let said = match member {
        Some(member) if member.role == Role::Lead => t!("cli.log.decided"),
        other => t!("cli.log.no_lead", role = words::role(other.map_or(Role::Member, |member| member.role))),
    };
    format!("  [{said}]")
}

/// One line each, so that a log of any length streams: no column waits for the widest cell.
fn print(output: &mut Output, round: &Round, revision: &Revision, width: usize) -> Result<(), CommandError> {
    let time = revision.made_at.format("%d/%m/%Y %H:%M");
    let member = revision.member.as_deref().unwrap_or("–");
    let (record, field) = (&revision.record, &revision.field);
    let chosen = revision.value.as_str().filter(|_| field.as_str() == AnswerField::Verdict.as_str());
    let value = match chosen.and_then(Verdict::from_name) {
        Some(verdict) => words::verdict(verdict),
        None => draw(revision)
            .or_else(|| question(revision))
            .or_else(|| notice(revision))
            .unwrap_or_else(|| words::value(&revision.value, MOST)),
    };
    let reason = match &revision.reason {
        Some(reason) => format!("  ({})", t!("cli.log.reason", reason = reason)),
        None => String::new(),
    };
    let reason = reason + &decided(round, revision);
    output.line(format_args!("{time}  {}  {member:width$}  {record}  {field} = {value}{reason}", revision.device))
}

//! `kiemtra issue` and, of issued notices, `kiemtra notice`.

use rust_i18n::t;

use super::arguments::{IssueArguments, NoticeArguments};
use super::error::{CommandError, Exit};
use super::output::warn;
use super::paper::{self, UnitPaper};
use super::session::Session;
use crate::conclusion::Conclusion;
use crate::conclusion::issue::{
    FrozenNotice, IssueError, IssueOrder, IssueReadiness, IssueStep, JustIssued, issue_by, open_matters,
};
use crate::inspection::{Recorder, find_unit};
use crate::paper::{Format, write_atomically};
use crate::vietnamese::date::{format_date, parse_date};

/// Issues the notice of a unit, or tells what stands in the way.
pub fn run(session: &mut Session, arguments: &IssueArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let round = store.round(&arguments.round)?;
    let unit = find_unit(&round, &arguments.unit)?.clone();
    let member = store.acting(&round, session.settings.member.as_deref())?;
    let (Some(number), Some(date)) = (arguments.number, &arguments.date) else {
        let conclusion = Conclusion::of(&store, round.id.as_str(), unit.id.as_str())?;
        return told(session, &open_matters(&store, &conclusion, member.id.as_str())?, &unit.name);
    };
    let date = parse_date(date).map_err(IssueError::Date)?;
    let step = if arguments.replace { IssueStep::Replacement } else { IssueStep::First };
    let recorder = Recorder {
        round: round.id.clone(),
        unit: unit.id.clone(),
        member: member.id.to_string(),
        reason: arguments.reason.clone(),
    };
    let order = IssueOrder { number, date, step };
    let JustIssued { issued, layout } = issue_by(&mut store, &recorder, &order, arguments.layout.choice())?;
    session.back_up();
    let (number, date) = (issued.content.number_line(), format_date(issued.content.date));
    let replaced = issued.content.replaces.as_ref().map(|replaced| {
        t!("issue.done_replaced", unit = unit.name, number = number, date = date, replaced = replaced.number)
    });
    let said = replaced.unwrap_or_else(|| t!("issue.done", unit = unit.name, number = number, date = date));
    session.output.line(said)?;
    if let Some(by) = layout.in_words() {
        session.output.line(t!("issue.done_by", by = by))?;
    }
    session.output.line(t!("issue.done_how", round = round.id, unit = unit.id))?;
    Ok(Exit::Done)
}

fn told(session: &mut Session, readiness: &IssueReadiness, unit: &str) -> Result<Exit, CommandError> {
    let output = &mut session.output;
    if readiness.obstacles.is_empty() && readiness.doubts.is_empty() {
        output.line(t!("issue.check.nothing", unit = unit))?;
        return Ok(Exit::Done);
    }
    if !readiness.obstacles.is_empty() {
        output.line(t!("issue.check.obstacles", unit = unit))?;
        readiness.obstacles.iter().try_for_each(|one| output.line(format_args!("- {one}")))?;
    }
    if !readiness.doubts.is_empty() {
        output.line(t!("issue.check.doubts", unit = unit))?;
        readiness.doubts.iter().try_for_each(|one| output.line(format_args!("- {one}")))?;
    }
    Ok(Exit::Done)
}

/// Writes the notice of a unit: the issued one as it was frozen, else the draft.
pub fn notice(session: &mut Session, arguments: &NoticeArguments) -> Result<Exit, CommandError> {
    let output = &arguments.paper.output;
    let format = Format::from_path(output)?;
    let store = session.open()?;
    let round = store.round(&arguments.paper.round)?;
    session.check_member(&store, &round)?;
    let unit = find_unit(&round, &arguments.paper.unit)?;
    if arguments.draft {
        return paper::run(session, UnitPaper::Notice, &arguments.paper);
    }
    let Some(frozen) = FrozenNotice::of(&store, &round.id, unit)? else {
        return paper::run(session, UnitPaper::Notice, &arguments.paper);
    };
    write_atomically(output, frozen.bytes(format))?;
    let content = &frozen.issued.content;
    let (number, date) = (content.number_line(), format_date(content.date));
    session.output.line(t!("issue.written", path = output.display(), number = number, date = date))?;
    if arguments.paper.layout.layout.is_some() && format == Format::Docx {
        warn(t!("issue.layout_frozen"));
    }
    if frozen.later > 0 {
        warn(t!("issue.later", count = frozen.later));
    }
    Ok(Exit::Done)
}

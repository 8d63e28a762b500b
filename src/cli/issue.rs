//! `kiemtra issue`, `kiemtra issued` and, of issued notices, `kiemtra notice`.

use chrono::NaiveDate;
use rust_i18n::t;
use serde::Serialize;

use super::arguments::{IssueArguments, IssuedArguments, NoticeArguments};
use super::error::{CommandError, Exit};
use super::output::warn;
use super::paper::{self, UnitPaper};
use super::session::Session;
use crate::checklist::Addressee;
use crate::conclusion::Conclusion;
use crate::conclusion::issue::{
    FrozenNotice, IssueError, IssueOrder, IssueReadiness, IssueStep, JustIssued, issue_by, open_matters, shared_numbers,
};
use crate::inspection::{IssuedRequirement, IssuedUnit, NoticeStanding, Recorder, RoundId, Store, find_unit};
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

/// `issued --json`.
#[derive(Serialize)]
struct Report<'a> {
    issued: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    round: &'a str,
    unit: &'a str,
    number: String,
    date: NaiveDate,
    signer: Option<&'a str>,
    replaces: Option<&'a str>,
    /// Another laptop issued another notice of the unit.
    contested: bool,
    /// What changed at the unit since.
    later: usize,
    requirements: Vec<Requirement<'a>>,
    corrections: Vec<Letter>,
}

/// What a notice requires.
#[derive(Serialize)]
struct Requirement<'a> {
    id: &'a str,
    text: &'a str,
    to: Addressee,
    within_days: Option<u32>,
    due: Option<NaiveDate>,
    item: Option<String>,
}

impl<'a> Requirement<'a> {
    fn of(required: &'a IssuedRequirement) -> Self {
        let IssuedRequirement { id, text, to, within_days, due, item } = required;
        let item = item.as_ref().map(ToString::to_string);
        Self { id: id.as_str(), text, to: *to, within_days: *within_days, due: *due, item }
    }
}

/// A letter that corrects a notice.
#[derive(Serialize)]
struct Letter {
    number: String,
    date: NaiveDate,
}

/// Lists the issued notices of a round, or of all.
pub fn list(session: &mut Session, arguments: &IssuedArguments) -> Result<Exit, CommandError> {
    let store = session.open()?;
    let round = arguments.round.as_deref().map(|round| store.round(round)).transpose()?;
    if let Some(round) = &round {
        session.check_member(&store, round)?;
    }
    let units = match &round {
        Some(round) => store.issued_in(&round.id)?,
        None => store.all_issued()?,
    };
    let mut lines = Vec::new();
    for of in &units {
        let contested = matches!(of.standing, NoticeStanding::Contested(_));
        let letters = store.corrections(&of.round, &of.unit)?;
        for issued in of.standing.all() {
            let content = &issued.content;
            lines.push(Line {
                round: of.round.as_str(),
                unit: of.unit.as_str(),
                number: content.number_line(),
                date: content.date,
                signer: content.signer.as_deref(),
                replaces: content.replaces.as_ref().map(|replaced| replaced.number.as_str()),
                contested,
                later: store.changes_since_issue(&of.round, &of.unit, issued)?.len(),
                requirements: content.requirements.iter().map(Requirement::of).collect(),
                corrections: letters
                    .iter()
                    .filter(|letter| letter.content.of == content.reference())
                    .map(|letter| Letter { number: letter.content.number_line(), date: letter.content.date })
                    .collect(),
            });
        }
    }
    let output = &mut session.output;
    if arguments.json {
        output.line(serde_json::to_string(&Report { issued: lines }).map_err(std::io::Error::from)?)?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        output.line(t!("issue.list.none"))?;
    }
    for line in &lines {
        let name = name_of(&store, &units, line.round, line.unit);
        let said = t!("issue.list.line", number = line.number, date = format_date(line.date), unit = name);
        let replaces = line.replaces.map(|number| t!("issue.list.replaces", number = number).into_owned());
        let later = (line.later > 0).then(|| t!("issue.later", count = line.later).into_owned());
        let contested = line.contested.then(|| t!("issue.list.contested").into_owned());
        let letters = line.corrections.iter().map(|letter| {
            t!("issue.list.correction", number = letter.number, date = format_date(letter.date)).into_owned()
        });
        let rest: Vec<String> = [contested, replaces, later].into_iter().flatten().chain(letters).collect();
        output.line(if rest.is_empty() { said.into_owned() } else { format!("{said} ({})", rest.join("; ")) })?;
    }
    for shared in shared_numbers(&store)? {
        let all: Vec<String> = shared.iter().map(|of| of.name.clone()).collect();
        if let Some(first) = shared.first() {
            warn(t!("issue.list.shared", number = first.number, units = all.join(", ")));
        }
    }
    Ok(Exit::Done)
}

fn name_of(store: &Store, units: &[IssuedUnit], round: &str, unit: &str) -> String {
    let known = units.iter().find(|of| of.round.as_str() == round && of.unit.as_str() == unit);
    let read = |id: &RoundId| store.round(id.as_str()).ok();
    let name = known.and_then(|of| read(&of.round)?.unit(&of.unit).map(|unit| unit.name.clone()));
    name.unwrap_or_else(|| unit.to_owned())
}

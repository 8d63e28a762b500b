//! `kiemtra issued`: the notices that were issued, and taking back the record of one.

use chrono::NaiveDate;
use rust_i18n::t;
use serde::Serialize;

use super::arguments::{CountingArguments, IssuedArguments, IssuedCommand};
use super::error::{CommandError, Exit};
use super::output::warn;
use super::session::Session;
use crate::checklist::Addressee;
use crate::conclusion::issue::{put_back, withdraw};
use crate::conclusion::numbering::{NumberUse, shared_numbers};
use crate::inspection::{
    IssuedRequirement, LeftStanding, NoticeStanding, Recorder, RoundId, Store, UnitId, Withdrawal, find_unit,
};
use crate::vietnamese::date::format_date;

/// Lists the issued notices, or says what becomes of the record of one.
pub fn run(session: &mut Session, arguments: &IssuedArguments) -> Result<Exit, CommandError> {
    match &arguments.command {
        None => list(session, arguments),
        Some(IssuedCommand::Withdraw(counting)) => {
            let (mut store, recorder, unit) = place(session, counting)?;
            let withdrawal = withdraw(&mut store, &recorder)?;
            session.back_up();
            let content = &withdrawal.issued.content;
            let (number, date) = (content.number_line(), format_date(content.date));
            session.output.line(t!("withdrawal.done", unit = unit, number = number, date = date))?;
            counts_again(session, &store, &recorder, &unit)
        }
        Some(IssuedCommand::Restore(counting)) => {
            let (mut store, recorder, unit) = place(session, counting)?;
            put_back(&mut store, &recorder)?;
            session.back_up();
            counts_again(session, &store, &recorder, &unit)
        }
    }
}

/// Who acts at which unit, and its name.
fn place(session: &Session, counting: &CountingArguments) -> Result<(Store, Recorder, String), CommandError> {
    let store = session.open()?;
    let round = store.round(&counting.round)?;
    let unit = find_unit(&round, &counting.unit)?.clone();
    let member = store.acting(&round, session.settings.member.as_deref())?.id.to_string();
    let recorder = Recorder { round: round.id, unit: unit.id, member, reason: counting.reason.clone() };
    Ok((store, recorder, unit.name))
}

/// Tells which notice counts now, where one does.
fn counts_again(session: &mut Session, store: &Store, recorder: &Recorder, unit: &str) -> Result<Exit, CommandError> {
    if let Some(issued) = store.issued(&recorder.round, &recorder.unit)?.settled() {
        let (number, date) = (issued.content.number_line(), format_date(issued.content.date));
        session.output.line(t!("withdrawal.counts_again", unit = unit, number = number, date = date))?;
    }
    Ok(Exit::Done)
}

/// `issued --json`.
#[derive(Serialize)]
struct Report<'a> {
    issued: Vec<Line<'a>>,
    withdrawn: Vec<Withdrawn<'a>>,
}

/// A notice whose record was taken back.
#[derive(Serialize)]
struct Withdrawn<'a> {
    round: &'a str,
    unit: &'a str,
    number: String,
    date: NaiveDate,
    taken_back_at: chrono::DateTime<chrono::FixedOffset>,
    member: Option<&'a str>,
    reason: Option<&'a str>,
}

impl<'a> Withdrawn<'a> {
    fn of((round, unit, withdrawal): &'a (RoundId, UnitId, Withdrawal)) -> Self {
        let content = &withdrawal.issued.content;
        Self {
            round: round.as_str(),
            unit: unit.as_str(),
            number: content.number_line(),
            date: content.date,
            taken_back_at: withdrawal.when,
            member: withdrawal.member.as_deref(),
            reason: withdrawal.reason.as_deref(),
        }
    }
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
fn list(session: &mut Session, arguments: &IssuedArguments) -> Result<Exit, CommandError> {
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
    let mut places: Vec<(RoundId, UnitId)> = units.iter().map(|of| (of.round.clone(), of.unit.clone())).collect();
    places.extend(store.withdrawn_units(round.as_ref().map(|round| &round.id))?);
    let mut withdrawn = Vec::new();
    for (round, unit) in places {
        let of_unit = store.withdrawals(&round, &unit)?.into_iter();
        withdrawn.extend(of_unit.map(|withdrawal| (round.clone(), unit.clone(), withdrawal)));
    }
    let output = &mut session.output;
    if arguments.json {
        let withdrawn = withdrawn.iter().map(Withdrawn::of).collect();
        output.line(serde_json::to_string(&Report { issued: lines, withdrawn }).map_err(std::io::Error::from)?)?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        output.line(t!("issue.list.none"))?;
    }
    for line in &lines {
        let name = name_of(&store, line.round, line.unit);
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
    for line in withdrawn.iter().map(Withdrawn::of) {
        let said = t!(
            "withdrawal.line",
            number = line.number,
            date = format_date(line.date),
            when = format_date(line.taken_back_at.date_naive()),
            who = line.member.unwrap_or("–"),
            reason = line.reason.unwrap_or_default()
        );
        output.line(format_args!("{}: {said}", name_of(&store, line.round, line.unit)))?;
    }
    for left in store.all_left_standing(round.as_ref().map(|round| &round.id))? {
        warn(told(&store, &left));
    }
    for shared in shared_numbers(&store)? {
        let all: Vec<String> = shared.iter().map(NumberUse::what).collect();
        if let Some(first) = shared.first() {
            warn(t!("issue.list.shared", number = first.number, papers = all.join("; ")));
        }
    }
    Ok(Exit::Done)
}

/// That a paper rests on a notice whose record was taken back, and what to do.
pub(super) fn told(store: &Store, left: &LeftStanding) -> String {
    let papers: Vec<String> = left.papers.iter().map(ToString::to_string).collect();
    let name = name_of(store, left.round.as_str(), left.unit.as_str());
    let number = left.withdrawal.issued.content.number_line();
    let papers = papers.join(", ");
    t!("withdrawal.left", unit = name, number = number, papers = papers, round = left.round, id = left.unit)
        .into_owned()
}

fn name_of(store: &Store, round: &str, unit: &str) -> String {
    let round = store.round(round).ok();
    let known = round.as_ref().and_then(|round| find_unit(round, unit).ok());
    known.map_or_else(|| unit.to_owned(), |unit| unit.name.clone())
}

//! `kiemtra round …`

use std::path::Path;

use rust_i18n::t;

use super::arguments::RoundCommand;
use super::error::{CommandError, Exit};
use super::output::{Output, warn};
use super::session::Session;
use super::table::{Align, Table};
use super::words;
use crate::assessment::OpenRound;
use crate::inspection::{InspectionError, Round, RoundDifference, Store, TextFile, read_round};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_number;

/// Longest value shown of what changed.
const MOST: usize = 60;

/// Runs it.
pub fn run(session: &mut Session, command: RoundCommand) -> Result<Exit, CommandError> {
    match command {
        RoundCommand::Add { file } => add(session, &file)?,
        RoundCommand::List => list(session)?,
        RoundCommand::Show { id } => {
            let store = session.open()?;
            let open = OpenRound::open(&store, &id)?;
            session.check_member(&store, &open.round)?;
            show(&mut session.output, &open)?;
        }
    }
    Ok(Exit::Done)
}

fn add(session: &mut Session, file: &Path) -> Result<(), CommandError> {
    let file = TextFile::read(file)?;
    let round = read_round(&file, session.settings.clock.now().date_naive())?;
    let mut store = session.open()?;
    let is_new = !store.rounds()?.iter().any(|known| known.id == round.id);
    let member = acting(&store, &round, session.settings.member.as_deref())?;
    let differences = store.add_round(&round, member.as_deref())?;
    session.back_up();
    let output = &mut session.output;
    if is_new {
        let counts = (round.units.len(), round.members.len(), round.checklists.len());
        output.line(t!(
            "cli.round.added",
            id = round.id,
            units = counts.0,
            members = counts.1,
            checklists = counts.2
        ))?;
    } else if differences.is_empty() {
        output.line(t!("cli.round.unchanged", id = round.id))?;
    } else {
        output.line(t!("cli.round.updated", id = round.id))?;
        output.line(changes(&differences))?;
    }
    for id in &round.checklists {
        if let Some(chosen) = store.library().choose(id, round.period.to)
            && let Some(warning) = chosen.warning()
        {
            warn(warning);
        }
    }
    Ok(())
}

/// Who adds the round: who was named, who acts here already, else its lead.
fn acting(store: &Store, round: &Round, named: Option<&str>) -> Result<Option<String>, CommandError> {
    match store.acting(round, named) {
        Ok(member) => Ok(Some(member.id.to_string())),
        // Nobody has acted here in a round that is only now being added.
        Err(InspectionError::NobodyActs { .. }) => Ok(round.lead().map(|lead| lead.id.to_string())),
        Err(error) => Err(error.into()),
    }
}

fn changes(differences: &[RoundDifference]) -> Table {
    let mut table = Table::new([
        (t!("cli.column.record"), Align::Left),
        (t!("cli.column.field"), Align::Left),
        (t!("cli.column.before"), Align::Left),
        (t!("cli.column.after"), Align::Left),
    ]);
    for difference in differences {
        table.push([
            difference.record.clone(),
            difference.field.clone(),
            words::value(&difference.before, MOST),
            words::value(&difference.after, MOST),
        ]);
    }
    table
}

fn list(session: &mut Session) -> Result<(), CommandError> {
    let rounds = session.open()?.rounds()?;
    if rounds.is_empty() {
        return session.output.line(t!("cli.round.none"));
    }
    let mut table = Table::new([(t!("cli.column.id"), Align::Left), (t!("cli.column.title"), Align::Left)]);
    for round in rounds {
        table.push([round.id.to_string(), round.title]);
    }
    session.output.line(table)
}

fn show(output: &mut Output, open: &OpenRound) -> Result<(), CommandError> {
    let round = &open.round;
    output.line(&round.title)?;
    output.gap()?;
    output.line(facts(round))?;
    output.gap()?;
    output.line(t!("cli.round.members"))?;
    let mut members = Table::new([(); 4].map(|()| ("", Align::Left)));
    for member in &round.members {
        let post = [member.post.as_deref(), member.agency.as_deref()];
        let post = post.into_iter().flatten().collect::<Vec<_>>().join(", ");
        members.push([format!("  {}", member.id), words::role(member.role), member.name.clone(), post]);
    }
    output.line(members)?;
    output.gap()?;
    output.line(t!("cli.round.units"))?;
    let mut units = Table::new([(); 4].map(|()| ("", Align::Left)));
    for unit in &round.units {
        let visit = t!("cli.round.visit", day = words::day(unit.visit)).into_owned();
        units.push([format!("  {}", unit.id), unit.name.clone(), words::unit_kind(unit.kind), visit]);
    }
    output.line(units)?;
    output.gap()?;
    output.line(t!("cli.round.checklists"))?;
    let mut editions = Table::new([(); 4].map(|()| ("", Align::Left)));
    for pinned in &open.editions {
        let checklist = &pinned.checklist;
        let newer = pinned.newer.as_ref().filter(|_| !pinned.is_contested()).map_or_else(String::new, |newer| {
            if newer.edition == checklist.edition {
                t!("cli.round.changed_edition").into_owned()
            } else {
                t!("cli.round.newer_edition", id = newer.id, edition = newer.edition).into_owned()
            }
        });
        editions.push([
            format!("  {}", checklist.id),
            t!("cli.round.edition", edition = checklist.edition).into_owned(),
            checklist.title.clone(),
            newer,
        ]);
    }
    for missing in &open.missing {
        let hashes = missing.pins.iter().map(|pin| pin.hash.0.chars().take(8).collect::<String>());
        let hashes = hashes.collect::<Vec<_>>().join(", ");
        let hashes = t!("cli.round.edition", edition = hashes).into_owned();
        editions.push([format!("  {}", missing.id), hashes, t!("cli.round.missing").into_owned(), String::new()]);
    }
    output.line(editions)?;
    for problem in open.edition_problems() {
        output.line(format_args!("  {}", problem.message))?;
    }
    Ok(())
}

fn facts(round: &Round) -> Table {
    let mut facts = Table::new([("", Align::Left), ("", Align::Left)]);
    let mut push = |key: &str, value: String| facts.push([t!(format!("cli.round.{key}")).into_owned(), value]);
    push("id", round.id.to_string());
    push("mode", words::mode(round.mode));
    push("period", format!("{}–{}", format_date(round.period.from), format_date(round.period.to)));
    if let Some(plan) = &round.plan {
        push("plan", words::document(plan));
    }
    if let Some(decision) = &round.decision {
        push("decision", words::document(decision));
    }
    push("agency", round.letterhead.agency.clone());
    for (name, value) in &round.targets {
        push("target", format!("{name} = {}", format_number(*value)));
    }
    facts
}

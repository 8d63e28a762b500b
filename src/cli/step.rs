//! `kiemtra step`

use chrono::NaiveDate;
use rust_i18n::t;
use serde::Serialize;

use super::arguments::{StepArguments, StepCommand, StepListArguments, StepPlace};
use super::error::{CommandError, Exit};
use super::session::Session;
use super::table::{Align, Table};
use crate::conclusion::chain::{self, ConclusionDays, Running, StepState, UnitStep, UnitSteps};
use crate::conclusion::letter::record_step;
use crate::inspection::{Step, StepChange, StepContent, UnitId, find_unit};
use crate::vietnamese::date::parse_date;

/// `step --json`.
#[derive(Serialize)]
struct Report<'a> {
    round: &'a str,
    units: Vec<UnitLine<'a>>,
}

#[derive(Serialize)]
struct UnitLine<'a> {
    unit: &'a str,
    name: &'a str,
    /// The step to be taken next.
    next: Option<&'static str>,
    conclusion: Option<ConclusionLine>,
    steps: Vec<StepLine<'a>>,
}

#[derive(Serialize)]
struct StepLine<'a> {
    step: &'static str,
    state: &'static str,
    done: Option<NaiveDate>,
    number: Option<&'a str>,
    note: Option<&'a str>,
    due: Option<NaiveDate>,
    /// Working days left, or since the last day.
    working_days: Option<u32>,
}

#[derive(Serialize)]
struct ConclusionLine {
    from: NaiveDate,
    allowed: u32,
    passed: u32,
    until: NaiveDate,
    issued: Option<NaiveDate>,
}

/// Lists the steps of a round's units, or records what becomes of one.
pub fn run(session: &mut Session, arguments: StepArguments) -> Result<Exit, CommandError> {
    match (arguments.command, arguments.list) {
        (Some(command), _) => record(session, command)?,
        (None, Some(list)) => print(session, &list)?,
        // Without a subcommand the options are required: clap has refused it.
        (None, None) => {}
    }
    Ok(Exit::Done)
}

fn record(session: &mut Session, command: StepCommand) -> Result<(), CommandError> {
    let day = |typed: &str| parse_date(typed).map_err(CommandError::Day);
    let (place, change) = match command {
        StepCommand::Done { place, date, number, note } => {
            (place, StepChange::Done(StepContent { done: day(&date)?, number, note }))
        }
        StepCommand::Undone { place } => (place, StepChange::NotDone),
        StepCommand::Due { place, date: Some(date), .. } => (place, StepChange::Due(day(&date)?)),
        StepCommand::Due { place, date: None, .. } => (place, StepChange::NotDue),
    };
    let StepPlace { step, round, units } = place;
    let step = Step::from_name(step.trim()).ok_or_else(|| {
        let known: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
        CommandError::UnknownStep { step, known: known.join(", ") }
    })?;
    let mut store = session.open()?;
    let round = store.round(&round)?;
    let member = store.acting(&round, session.settings.member.as_deref())?;
    let units: Vec<UnitId> = if units.is_empty() {
        round.units.iter().map(|unit| unit.id.clone()).collect()
    } else {
        units.iter().map(|unit| Ok(find_unit(&round, unit)?.id.clone())).collect::<Result<_, CommandError>>()?
    };
    record_step(&mut store, &round, &units, member.id.as_str(), step, &change)?;
    session.back_up();
    session.output.line(t!("cli_around.step_recorded", step = step.name(), count = units.len()))
}

fn print(session: &mut Session, arguments: &StepListArguments) -> Result<(), CommandError> {
    let store = session.open()?;
    let round = store.round(&arguments.round)?;
    session.check_member(&store, &round)?;
    let today = session.settings.clock.now().date_naive();
    let mut units = chain::of_round(&store, &round, today)?;
    if let Some(unit) = &arguments.unit {
        let unit = find_unit(&round, unit)?;
        units.retain(|steps| steps.unit == unit.id);
    }
    if arguments.json {
        let units = units.iter().map(unit_line).collect();
        return session.output.json(&Report { round: round.id.as_str(), units });
    }
    match units.as_slice() {
        [unit] if arguments.unit.is_some() => of_unit(session, unit),
        units => board(session, units),
    }
}

fn of_unit(session: &mut Session, unit: &UnitSteps) -> Result<(), CommandError> {
    session.output.line(&unit.name)?;
    if let Some(days) = &unit.conclusion {
        session.output.line(days.in_words())?;
    }
    let mut table = Table::new([
        (t!("cli_around.column.step"), Align::Left),
        (t!("cli_around.column.state"), Align::Left),
        (t!("cli_around.column.number"), Align::Left),
    ]);
    for step in &unit.steps {
        let number = match &step.state {
            StepState::Done { number, .. } => number.clone().unwrap_or_default(),
            _ => String::new(),
        };
        table.push([step.step.name(), step.state.in_words(), number]);
    }
    session.output.line(table)
}

fn board(session: &mut Session, units: &[UnitSteps]) -> Result<(), CommandError> {
    let mut table = Table::new([
        (t!("cli_around.column.unit"), Align::Left),
        (t!("cli_around.column.next"), Align::Left),
        (t!("cli_around.column.state"), Align::Left),
        (t!("cli_around.column.days"), Align::Left),
    ]);
    for unit in units {
        let next = unit.next();
        let days = unit.conclusion.as_ref().map(ConclusionDays::short).unwrap_or_default();
        let name = next.map_or_else(|| t!("cli_around.all_done").into_owned(), |step| step.step.name());
        table.push([unit.name.clone(), name, next.map(|step| step.state.in_words()).unwrap_or_default(), days]);
    }
    session.output.line(table)
}

fn unit_line(unit: &UnitSteps) -> UnitLine<'_> {
    UnitLine {
        unit: unit.unit.as_str(),
        name: &unit.name,
        next: unit.next().map(|step| step.step.as_str()),
        conclusion: unit.conclusion.map(|days| ConclusionLine {
            from: days.from,
            allowed: days.allowed,
            passed: days.passed,
            until: days.until,
            issued: match days.running {
                Running::Yes => None,
                Running::Until(day) => Some(day),
            },
        }),
        steps: unit.steps.iter().map(step_line).collect(),
    }
}

fn step_line(step: &UnitStep) -> StepLine<'_> {
    let (done, number, note) = match &step.state {
        StepState::Done { on, number, note } => (*on, number.as_deref(), note.as_deref()),
        _ => (None, None, None),
    };
    let working_days = match step.state {
        StepState::Due { left, .. } => Some(left),
        StepState::Overdue { by, .. } => Some(by),
        _ => None,
    };
    StepLine { step: step.step.as_str(), state: step.state.as_str(), done, number, note, due: step.due, working_days }
}

//! `kiemtra requirement list`

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_i18n::t;
use serde::Serialize;

use crate::cli::arguments::RequirementListArguments;
use crate::cli::error::CommandError;
use crate::cli::issued;
use crate::cli::output::warn;
use crate::cli::session::Session;
use crate::cli::table::{Align, Table};
use crate::cli::words;
use crate::conclusion::follow_up::{
    Filter, FollowUp, RequirementState, Tally, UnsettledNotice, Urgency, of_home, of_round, unsettled,
};
use crate::inspection::{
    ContentStanding, Decided, Decision, DecisionStanding, Remediation, Round, RoundId, Store, UnitId, find_unit,
};

/// Longest text in a column.
const MOST: usize = 60;

/// `requirement list --json`.
#[derive(Serialize)]
struct Report<'a> {
    today: NaiveDate,
    requirements: Vec<Line<'a>>,
    unsettled: Vec<Unsettled<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    round: &'a RoundId,
    unit: &'a UnitId,
    unit_name: &'a str,
    requirement: &'a str,
    text: &'a str,
    to: crate::checklist::Addressee,
    item: Option<String>,
    notice: &'a str,
    notice_date: NaiveDate,
    due: Option<NaiveDate>,
    state: &'static str,
    overdue_by: Option<u32>,
    due_in: Option<u32>,
    reports: Vec<ReportLine<'a>>,
}

#[derive(Serialize)]
struct ReportLine<'a> {
    id: &'a str,
    number: &'a str,
    date: NaiveDate,
    text: &'a str,
    file: Option<&'a str>,
    recorded_by: Option<&'a str>,
    recorded_at: DateTime<FixedOffset>,
    withdrawn: bool,
    decisions: Vec<DecisionLine<'a>>,
}

#[derive(Serialize)]
struct DecisionLine<'a> {
    verdict: &'static str,
    reason: Option<&'a str>,
    until: Option<NaiveDate>,
    member: Option<&'a str>,
    made_at: DateTime<FixedOffset>,
}

#[derive(Serialize)]
struct Unsettled<'a> {
    round: &'a RoundId,
    unit: &'a UnitId,
    notices: Vec<&'a str>,
}

/// Lists what issued notices require, as it stands today.
pub fn run(session: &mut Session, arguments: &RequirementListArguments) -> Result<(), CommandError> {
    let store = session.open()?;
    let round = arguments.round.as_deref().map(|round| store.round(round)).transpose()?;
    if let Some(round) = &round {
        session.check_member(&store, round)?;
    }
    let filter = filter(&store, round.as_ref(), arguments)?;
    let today = store.today();
    let mut all = match &round {
        Some(round) => of_round(&store, &round.id, today)?,
        None => of_home(&store, today)?,
    };
    let issued = !all.is_empty();
    all.retain(|one| filter.takes(one));
    let mut open = unsettled(&store)?;
    open.retain(|one| filter.round.as_ref().is_none_or(|round| *round == one.round));
    if arguments.json {
        let unsettled = open.iter().map(unsettled_line).collect();
        let report = Report { today, requirements: all.iter().map(line).collect(), unsettled };
        session.output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?)?;
        return Ok(());
    }
    print(session, &all, if issued { Issued::Something } else { Issued::Nothing })?;
    for left in store.all_left_standing(filter.round.as_ref())? {
        warn(issued::told(&store, &left));
    }
    for one in &open {
        let numbers: Vec<&str> = one.notices.iter().map(|notice| notice.number.as_str()).collect();
        warn(t!("cli_requirement.unsettled", unit = one.unit_name, notices = numbers.join(", ")));
    }
    Ok(())
}

/// Whether there is anything to choose from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Issued {
    Something,
    Nothing,
}

fn filter(store: &Store, round: Option<&Round>, arguments: &RequirementListArguments) -> Result<Filter, CommandError> {
    let unit = match (&arguments.unit, round) {
        (None, _) => None,
        (Some(unit), Some(round)) => Some(find_unit(round, unit)?.id.clone()),
        (Some(unit), None) => {
            // Of all rounds, the unit must be in one: a slip must not look like "nothing is required".
            let rounds = store.rounds()?;
            let mut found = rounds.iter().map(|summary| {
                let round = store.round(summary.id.as_str())?;
                find_unit(&round, unit).map(|unit| unit.id.clone())
            });
            let mut last = None;
            let first = found.find_map(|result| result.map_err(|error| last = Some(error)).ok());
            match (first, last) {
                (Some(unit), _) => Some(unit),
                (None, Some(error)) => return Err(error.into()),
                (None, None) => None,
            }
        }
    };
    let named = |text: &String| RequirementState::ALL.into_iter().find(|state| state.as_str() == text);
    Ok(Filter {
        round: round.map(|round| round.id.clone()),
        unit,
        state: arguments.state.as_ref().and_then(named),
        urgency: match (arguments.overdue, arguments.due_within) {
            (true, _) => Some(Urgency::Overdue),
            (false, days) => days.map(Urgency::DueWithin),
        },
    })
}

fn unsettled_line(one: &UnsettledNotice) -> Unsettled<'_> {
    let notices = one.notices.iter().map(|notice| notice.number.as_str()).collect();
    Unsettled { round: &one.round, unit: &one.unit, notices }
}

fn line(one: &FollowUp) -> Line<'_> {
    Line {
        round: &one.round,
        unit: &one.unit,
        unit_name: &one.unit_name,
        requirement: one.requirement.id.as_str(),
        text: &one.requirement.text,
        to: one.requirement.to,
        item: one.requirement.item.as_ref().map(ToString::to_string),
        notice: &one.notice.number,
        notice_date: one.notice.date,
        due: one.due,
        state: one.state.as_str(),
        overdue_by: one.overdue_by,
        due_in: one.due_in,
        reports: one.reports.iter().map(report_line).collect(),
    }
}

fn report_line(report: &Remediation) -> ReportLine<'_> {
    ReportLine {
        id: &report.id.0,
        number: &report.content.number,
        date: report.content.date,
        text: &report.content.text,
        file: report.content.file.as_deref(),
        recorded_by: report.by.as_deref(),
        recorded_at: report.recorded_at,
        withdrawn: matches!(report.standing, ContentStanding::Withdrawn { .. }),
        decisions: match &report.decision {
            DecisionStanding::Waiting => Vec::new(),
            DecisionStanding::Given(decided) => vec![decision_line(decided)],
            DecisionStanding::Contested(all) => all.iter().map(decision_line).collect(),
        },
    }
}

fn decision_line(decided: &Decided) -> DecisionLine<'_> {
    let (verdict, reason, until) = match &decided.decision {
        Decision::Accepted { note } => ("accepted", note.as_deref(), None),
        Decision::Returned { reason, until } => ("returned", Some(reason.as_str()), *until),
    };
    DecisionLine { verdict, reason, until, member: decided.member.as_deref(), made_at: decided.when }
}

fn print(session: &mut Session, all: &[FollowUp], issued: Issued) -> Result<(), CommandError> {
    let output = &mut session.output;
    match (all.is_empty(), issued) {
        (true, Issued::Nothing) => return output.line(t!("cli_requirement.none")),
        (true, Issued::Something) => return output.line(t!("cli_requirement.none_such")),
        (false, _) => {}
    }
    for of_round in all.chunk_by(|a, b| a.round == b.round) {
        output.line(t!("cli_requirement.round", id = of_round[0].round, title = of_round[0].round_title))?;
        for of_unit in of_round.chunk_by(|a, b| a.unit == b.unit) {
            let (first, tally) = (&of_unit[0], Tally::of(of_unit));
            output.gap()?;
            output.line(t!(
                "cli_requirement.unit",
                name = first.unit_name,
                id = first.unit,
                notice = first.notice.number,
                date = crate::vietnamese::date::format_date(first.notice.date),
                total = tally.total,
                accepted = tally.accepted,
                overdue = tally.overdue
            ))?;
            let column = |key: &str| (t!(format!("cli_requirement.column.{key}")).into_owned(), Align::Left);
            let mut table = Table::new(["id", "state", "due", "text", "report"].map(column));
            for one in of_unit {
                table.push([
                    one.requirement.id.to_string(),
                    state(one),
                    due(one),
                    words::value(&serde_json::Value::from(one.requirement.text.as_str()), MOST),
                    one.current().map(|report| report.content.number.clone()).unwrap_or_default(),
                ]);
            }
            output.line(table)?;
        }
        output.gap()?;
    }
    let tally = Tally::of(all);
    output.line(t!(
        "cli_requirement.total",
        total = tally.total,
        open = tally.open,
        reported = tally.reported,
        accepted = tally.accepted,
        returned = tally.returned,
        overdue = tally.overdue
    ))
}

fn state(one: &FollowUp) -> String {
    t!(format!("follow_up.state.{}", one.state.as_str())).into_owned()
}

/// `10/11/2025, quá hạn 5 ngày`.
fn due(one: &FollowUp) -> String {
    let Some(day) = one.due else { return "–".to_owned() };
    let day = crate::vietnamese::date::format_date(day);
    match (one.overdue_by, one.due_in) {
        (Some(days), _) => t!("cli_requirement.overdue", date = day, days = days).into_owned(),
        (None, Some(days)) => t!("cli_requirement.due_in", date = day, days = days).into_owned(),
        (None, None) => day,
    }
}

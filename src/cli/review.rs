//! `kiemtra status` and `kiemtra check`: what the records of a round, or of one unit, come to.

use rust_i18n::t;
use serde::Serialize;

use super::arguments::ReviewArguments;
use super::error::{CommandError, Exit};
use super::output::Output;
use super::session::Session;
use super::table::{Align, Table};
use super::words::{self, VERDICT_MARKS};
use crate::assessment::{OpenRound, Problem, Severity, Totals, UnitAssessment};
use crate::checklist::Verdict;
use crate::inspection::{Signature, Unit, find_unit};
use crate::vietnamese::date::format_date;

/// A unit with what its records come to.
struct Reviewed {
    unit: Unit,
    judged: UnitAssessment,
    problems: Vec<Problem>,
    signed: Option<Signature>,
}

impl Reviewed {
    fn count(&self, severity: Severity) -> usize {
        count(&self.problems, severity)
    }
}

/// `status --json`.
#[derive(Serialize)]
struct StatusReport<'a> {
    round: &'a str,
    units: Vec<UnitStatus<'a>>,
}

#[derive(Serialize)]
struct UnitStatus<'a> {
    unit: &'a str,
    name: &'a str,
    #[serde(flatten)]
    totals: Totals,
    errors: usize,
    warnings: usize,
}

/// `check --json`.
#[derive(Serialize)]
struct ProblemReport<'a> {
    problems: Vec<&'a Problem>,
}

/// Runs `status`.
pub fn status(session: &mut Session, arguments: &ReviewArguments) -> Result<Exit, CommandError> {
    let (open, reviewed) = review(session, arguments)?;
    let output = &mut session.output;
    if arguments.json {
        let units = reviewed.iter().map(|reviewed| UnitStatus {
            unit: reviewed.unit.id.as_str(),
            name: &reviewed.unit.name,
            totals: without_noise(&reviewed.judged.totals()),
            errors: reviewed.count(Severity::Error),
            warnings: reviewed.count(Severity::Warning),
        });
        print_json(output, &StatusReport { round: open.round.id.as_str(), units: units.collect() })?;
    } else if let (Some(_), [reviewed]) = (&arguments.unit, reviewed.as_slice()) {
        unit_status(output, reviewed)?;
    } else {
        round_status(output, &open, &reviewed)?;
    }
    Ok(Exit::Done)
}

/// Runs `check`.
pub fn check(session: &mut Session, arguments: &ReviewArguments) -> Result<Exit, CommandError> {
    let (open, reviewed) = review(session, arguments)?;
    let of_round = open.edition_problems();
    let problems: Vec<&Problem> =
        of_round.iter().chain(reviewed.iter().flat_map(|reviewed| &reviewed.problems)).collect();
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let output = &mut session.output;
    if arguments.json {
        print_json(output, &ProblemReport { problems })?;
    } else {
        list(output, &format!("{} ({})", open.round.title, open.round.id), &of_round)?;
        for Reviewed { unit, problems, .. } in &reviewed {
            list(output, &format!("{} ({})", unit.name, unit.id), problems)?;
        }
        output.line(t!("cli.check.counts", errors = errors, warnings = problems.len() - errors))?;
    }
    Ok(if errors > 0 { Exit::ProblemsFound } else { Exit::Done })
}

/// The problems of a unit, or of the round, under its name; nothing where there are none.
fn list(output: &mut Output, heading: &str, problems: &[Problem]) -> Result<(), CommandError> {
    if problems.is_empty() {
        return Ok(());
    }
    output.line(heading)?;
    let mut table = Table::new([(); 3].map(|()| ("", Align::Left)));
    for problem in problems {
        let severity = match problem.severity {
            Severity::Error => t!("cli.severity.error"),
            Severity::Warning => t!("cli.severity.warning"),
        };
        table.push([format!("  {severity}"), problem.item.clone(), problem.message.clone()]);
    }
    output.line(table)?;
    output.gap()
}

fn review(session: &Session, arguments: &ReviewArguments) -> Result<(OpenRound, Vec<Reviewed>), CommandError> {
    let store = session.open()?;
    let open = OpenRound::open(&store, &arguments.round)?;
    session.check_member(&store, &open.round)?;
    let units = match &arguments.unit {
        Some(unit) => vec![find_unit(&open.round, unit)?.clone()],
        None => open.round.units.clone(),
    };
    let mut reviewed = Vec::with_capacity(units.len());
    for unit in units {
        let answers = store.answers(&open.round.id, &unit.id)?;
        let judged = open.assess(&unit, &answers);
        let problems = judged.problems(&open.round, &unit, &answers);
        let signed = store.signature(&open.round.id, &unit.id)?;
        reviewed.push(Reviewed { unit, judged, problems, signed });
    }
    Ok((open, reviewed))
}

fn count(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|problem| problem.severity == severity).count()
}

/// Sums of decimal fractions as people add them: 0.1 + 0.2 is 0.3.
fn without_noise(totals: &Totals) -> Totals {
    let tidy = |points: f64| (points * 1e9).round() / 1e9;
    Totals { points: tidy(totals.points), max_points: tidy(totals.max_points), ..totals.clone() }
}

fn print_json(output: &mut Output, report: &impl Serialize) -> Result<(), CommandError> {
    output.line(serde_json::to_string(report).map_err(std::io::Error::from)?)
}

fn round_status(output: &mut Output, open: &OpenRound, reviewed: &[Reviewed]) -> Result<(), CommandError> {
    let period = open.round.period;
    output.line(&open.round.title)?;
    output.line(t!("cli.status.period", from = format_date(period.from), to = format_date(period.to)))?;
    output.gap()?;
    let mut table = counts_table(&t!("cli.column.unit"));
    for Reviewed { unit, judged, problems, signed } in reviewed {
        let name = match signed {
            Some(signature) => {
                let date = format_date(signature.when.date_naive());
                t!("cli.status.signed", unit = unit.name, date = date).into_owned()
            }
            None => unit.name.clone(),
        };
        table.push(counts(unit.id.as_str(), &judged.totals(), problems, &name));
    }
    output.line(table)?;
    legend(output)?;
    let of_round = open.edition_problems();
    if !of_round.is_empty() {
        output.gap()?;
        for problem in of_round {
            output.line(problem.message)?;
        }
    }
    Ok(())
}

fn unit_status(output: &mut Output, reviewed: &Reviewed) -> Result<(), CommandError> {
    output.line(format_args!("{} ({})", reviewed.unit.name, reviewed.unit.id))?;
    output.gap()?;
    let mut table = counts_table(&t!("cli.column.checklist"));
    for judged in reviewed.judged.checklists() {
        let checklist = judged.checklist();
        let id = checklist.id.as_str();
        let within = |problem: &&Problem| problem.item.split('/').next() == Some(id);
        let problems: Vec<Problem> = reviewed.problems.iter().filter(within).cloned().collect();
        table.push(counts(id, &judged.totals(), &problems, &checklist.title));
    }
    table.push(counts("", &reviewed.judged.totals(), &reviewed.problems, &t!("cli.status.total")));
    output.line(table)?;
    legend(output)
}

/// Names come last: on a narrow terminal nothing but the end of a name moves to the next line.
fn counts_table(name: &str) -> Table {
    let text = |heading: std::borrow::Cow<'_, str>| (heading.into_owned(), Align::Left);
    let number = |key: &str| (t!(format!("cli.column.{key}")).into_owned(), Align::Right);
    let marks = VERDICT_MARKS.map(|mark| (mark.to_owned(), Align::Right));
    let before = [text(t!("cli.column.id")), number("answered"), number("progress"), number("required_left")];
    let after = [number("points"), number("conflicts"), number("errors"), number("warnings"), text(name.into())];
    Table::new(before.into_iter().chain(marks).chain(after))
}

fn counts(id: &str, totals: &Totals, problems: &[Problem], name: &str) -> [String; 13] {
    [
        id.to_owned(),
        format!("{}/{}", totals.answered, totals.items),
        words::progress(totals),
        totals.required_left.to_string(),
        totals.pass.to_string(),
        totals.partial.to_string(),
        totals.fail.to_string(),
        totals.na.to_string(),
        words::points(&without_noise(totals)),
        totals.conflicts.to_string(),
        count(problems, Severity::Error).to_string(),
        count(problems, Severity::Warning).to_string(),
        name.to_owned(),
    ]
}

fn legend(output: &mut Output) -> Result<(), CommandError> {
    output.gap()?;
    output.line(Verdict::ALL.map(words::verdict).join("   "))?;
    output.line(t!("cli.status.legend"))
}

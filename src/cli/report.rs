//! `kiemtra report`

use std::ops::ControlFlow;
use std::path::Path;

use super::arguments::ReportArguments;
use super::error::{CommandError, Exit};
use super::paper;
use super::session::Session;
use crate::conclusion::layout::{LayoutChoice, UsedLayout};
use crate::conclusion::report::{ReportBasis, ReportFormat, RoundResults};
use crate::inspection::Store;
use crate::journal::Clock;
use crate::overview::Overviews;
use crate::paper::write_atomically;

/// Writes the report of a round, or its annex.
pub fn run(session: &mut Session, arguments: &ReportArguments) -> Result<Exit, CommandError> {
    let format = ReportFormat::from_path(&arguments.output)?;
    let store = session.open()?;
    session.check_member(&store, &store.round(&arguments.round)?)?;
    let clock = &session.settings.clock;
    let results = read(&store, clock, &mut Overviews::default(), &arguments.round)?;
    let said = write(&store, &results, clock, format, arguments.layout.choice(), &arguments.output)?;
    session.output.line(said)?;
    Ok(Exit::Done)
}

/// What `round` came to by today.
pub fn read(
    store: &Store,
    clock: &Clock,
    overviews: &mut Overviews,
    round: &str,
) -> Result<RoundResults, CommandError> {
    let (id, today) = (store.round(round)?.id, clock.now().date_naive());
    Ok(RoundResults::read(store, overviews, &id, today, &mut |_| ControlFlow::Continue(()))?)
}

/// Writes the report or its annex to `path`, in place of what is there. Gives the line that says so.
pub fn write(
    store: &Store,
    results: &RoundResults,
    clock: &Clock,
    format: ReportFormat,
    choice: LayoutChoice,
    path: &Path,
) -> Result<String, CommandError> {
    let basis = ReportBasis::draft(clock.now().to_utc());
    if let ReportFormat::Paper(format) = format {
        return paper::write(store, &results.report(&basis), format, choice, path);
    }
    write_atomically(path, &results.render(&basis, format)?)?;
    Ok(paper::written(&UsedLayout::BuiltIn, path))
}

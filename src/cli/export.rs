//! `kiemtra export`

use rust_i18n::t;

use super::arguments::ExportArguments;
use super::error::{CommandError, Exit};
use super::output::warn;
use super::report;
use super::session::Session;
use crate::export::{Dataset, ExportError, ExportFormat, View};
use crate::overview::Overviews;
use crate::paper::write_atomically;

/// Writes a view of a round for other programs.
pub fn run(session: &mut Session, arguments: &ExportArguments) -> Result<Exit, CommandError> {
    let view = View::from_name(&arguments.view).ok_or_else(|| ExportError::UnknownView(arguments.view.clone()))?;
    let format = match (&arguments.format, &arguments.output) {
        (Some(name), _) => ExportFormat::from_name(name).ok_or_else(|| ExportError::UnknownFormat(name.clone()))?,
        (None, Some(path)) => ExportFormat::from_path(path)?,
        (None, None) => ExportFormat::Csv,
    };
    let store = session.open()?;
    session.check_member(&store, &store.round(&arguments.round)?)?;
    let clock = &session.settings.clock;
    let results = report::read(&store, clock, &mut Overviews::default(), &arguments.round)?;
    if let Some(missing) = results.trends.missing().filter(|_| view == View::Trends) {
        warn(missing);
    }
    let dataset = Dataset::of(view, &store, &results)?;
    let bytes = dataset.render(format, results.properties(&view.paper_title(), clock.now().to_utc()))?;
    match &arguments.output {
        Some(path) => {
            write_atomically(path, &bytes)?;
            session.output.line(t!("cli.export.written", count = dataset.rows().len(), path = path.display()))?;
        }
        None => session.output.raw(&bytes)?,
    }
    Ok(Exit::Done)
}

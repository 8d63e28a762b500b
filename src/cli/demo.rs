//! `kiemtra demo`

use std::path::Path;

use super::error::{CommandError, Exit};
use super::paper::{UnitPaper, compose, write};
use super::report;
use super::screen;
use super::session::Session;
use super::settings::HomeChoice;
use crate::conclusion::layout::LayoutChoice;
use crate::conclusion::report::ReportFormat;
use crate::demo;
use crate::overview::Overviews;
use crate::paper::Format;
use crate::tui::Purpose;

/// Loads the demonstration rounds, into a throw-away home unless one is named; then writes their papers into `out`,
/// or opens the screen.
pub fn run(session: &mut Session, out: Option<&Path>) -> Result<Exit, CommandError> {
    let throw_away = match session.settings.home_choice {
        HomeChoice::Named => None,
        HomeChoice::Usual => {
            let folder = tempfile::Builder::new().prefix("kiemtra-demo-").tempdir();
            Some(folder.map_err(|error| CommandError::Folder { path: std::env::temp_dir(), error })?)
        }
    };
    if let Some(folder) = &throw_away {
        folder.path().clone_into(&mut session.settings.home);
    }
    if let Some(out) = out {
        write_papers(session, out)?;
    } else {
        screen::check_terminal()?;
        demo::load(&mut session.open()?)?;
        screen::run(session, Purpose::Demo)?;
    }
    if throw_away.is_none() {
        session.back_up();
    }
    Ok(Exit::Done)
}

fn write_papers(session: &mut Session, out: &Path) -> Result<(), CommandError> {
    std::fs::create_dir_all(out).map_err(|error| CommandError::Folder { path: out.to_owned(), error })?;
    let mut store = session.open()?;
    let mut overviews = Overviews::default();
    for round in demo::load(&mut store)? {
        for unit in &round.units {
            for (kind, name) in [(UnitPaper::Minutes, "bien-ban"), (UnitPaper::Notice, "thong-bao")] {
                let clock = &session.settings.clock;
                let document = compose(&store, clock, kind, round.id.as_str(), unit.id.as_str())?;
                let path = out.join(format!("{}-{}-{name}.docx", round.id, unit.id));
                let said = write(&store, &document, Format::Docx, LayoutChoice::ByOffice, &path)?;
                session.output.line(said)?;
            }
        }
        let clock = &session.settings.clock;
        let results = report::read(&store, clock, &mut overviews, round.id.as_str())?;
        for name in ["bao-cao.docx", "phu-luc.xlsx"] {
            let path = out.join(format!("{}-{name}", round.id));
            let format = ReportFormat::from_path(&path)?;
            let said = report::write(&store, &results, clock, format, LayoutChoice::ByOffice, &path)?;
            session.output.line(said)?;
        }
    }
    Ok(())
}

//! `kiemtra minutes` and `kiemtra notice`.

use std::path::Path;

use rust_i18n::t;

use super::arguments::{LayoutArguments, LayoutName, PaperArguments};
use super::error::{CommandError, Exit};
use super::session::Session;
use crate::conclusion::layout::{LayoutChoice, Printed, UsedLayout, print};
use crate::conclusion::{Conclusion, MinutesBasis, NoticeBasis};
use crate::inspection::Store;
use crate::journal::Clock;
use crate::paper::{Document, Format, Status, write_atomically};

/// Writes the paper of one unit; a notice is a draft until it is issued, minutes until the visit has ended.
pub fn run(session: &mut Session, kind: UnitPaper, arguments: &PaperArguments) -> Result<Exit, CommandError> {
    let format = Format::from_path(&arguments.output)?;
    let store = session.open()?;
    session.check_member(&store, &store.round(&arguments.round)?)?;
    let document = compose(&store, &session.settings.clock, kind, &arguments.round, &arguments.unit)?;
    let said = write(&store, &document, format, arguments.layout.choice(), &arguments.output)?;
    session.output.line(said)?;
    Ok(Exit::Done)
}

impl LayoutArguments {
    /// Which layout is asked for.
    pub fn choice(self) -> LayoutChoice {
        match self.layout {
            None | Some(LayoutName::Office) => LayoutChoice::ByOffice,
            Some(LayoutName::BuiltIn) => LayoutChoice::BuiltIn,
        }
    }
}

/// A paper about one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPaper {
    /// Biên bản.
    Minutes,
    /// Thông báo kết luận.
    Notice,
}

/// Composes a unit's paper from what is recorded.
pub fn compose(
    store: &Store,
    clock: &Clock,
    kind: UnitPaper,
    round: &str,
    unit: &str,
) -> Result<Document, CommandError> {
    let conclusion = Conclusion::of(store, round, unit)?;
    let (inspected, now) = (conclusion.inspected(), clock.now().to_utc());
    Ok(match kind {
        UnitPaper::Minutes => conclusion.minutes(&MinutesBasis { status: conclusion.minutes_status(), now }),
        UnitPaper::Notice => inspected.notice(&NoticeBasis { number: None, date: None, status: Status::Draft, now }),
    })
}

/// Writes `document` to `path`, in place of what is there. Gives the line that says so.
pub fn write(
    store: &Store,
    document: &Document,
    format: Format,
    choice: LayoutChoice,
    path: &Path,
) -> Result<String, CommandError> {
    let Printed { bytes, layout } = print(store, document, format, choice)?;
    write_atomically(path, &bytes)?;
    Ok(written(&layout, path))
}

/// The line that says that a paper was written to `path`.
pub fn written(layout: &UsedLayout, path: &Path) -> String {
    t!("cli.paper.written", path = layout.beside(path)).into_owned()
}

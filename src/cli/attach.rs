//! `kiemtra attach`

use std::ops::ControlFlow;

use rust_i18n::t;

use super::arguments::AttachArguments;
use super::error::{CommandError, Exit};
use super::session::Session;
use crate::assessment::OpenRound;
use crate::inspection::{Attach, EvidenceContent, InAnnex, Recorder, find_unit};

/// Attaches the files to one item, as whoever acts: all of them or none.
pub fn run(session: &mut Session, arguments: &AttachArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let open = OpenRound::open(&store, &arguments.round)?;
    let unit = find_unit(&open.round, &arguments.unit)?;
    let member = store.acting(&open.round, session.settings.member.as_deref())?;
    let (checklist, item) = open.find_item(unit, &arguments.item)?;
    let recorder = Recorder {
        round: open.round.id.clone(),
        unit: unit.id.clone(),
        member: member.id.to_string(),
        reason: arguments.reason.clone(),
    };
    let about = arguments.about.clone().unwrap_or_default();
    let printed = InAnnex::from(arguments.printed);
    let like = EvidenceContent { about, printed, ..EvidenceContent::default() };
    let attach = Attach { files: arguments.files.clone(), like, replaces: None };
    let stored = store.attach(&recorder, checklist, item, &attach, &mut |_| ControlFlow::Continue(()))?;
    session.back_up();
    for file in stored {
        session.output.line(t!("cli.attach.done", name = file.name, size = file.size, hash = file.hash))?;
    }
    Ok(Exit::Done)
}

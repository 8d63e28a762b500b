//! `kiemtra passage`: the draft of a notice, passage by passage.

mod listing;
mod showing;

use rust_i18n::t;

use super::arguments::{NoticeOf, PassageArguments, PassageCommand};
use super::error::{CommandError, Exit};
use super::session::Session;
use crate::conclusion::draft::{Beside, Draft, DraftAct, DraftError, PassageStanding};
use crate::conclusion::{Conclusion, NoticeBasis};
use crate::inspection::{Deadline, PassageId, Recorder, Store};
use crate::journal::Clock;
use crate::paper::Status;

/// Lists passages, shows one, or does something to the draft.
pub fn run(session: &mut Session, arguments: PassageArguments) -> Result<Exit, CommandError> {
    match arguments.command {
        PassageCommand::List { of, json } => listing::run(session, &of, json),
        PassageCommand::Show { at, json } => showing::run(session, &at.of, &at.id, json),
        PassageCommand::Edit { at, text } => act(session, &at.of, &DraftAct::Edit { id: at.id, text }),
        PassageCommand::Restore(at) => act(session, &at.of, &DraftAct::Restore { id: at.id }),
        PassageCommand::LeaveOut { at, reason } => act(session, &at.of, &DraftAct::LeaveOut { id: at.id, reason }),
        PassageCommand::Keep(at) => act(session, &at.of, &DraftAct::Keep { id: at.id }),
        PassageCommand::Place { at, before, after } => match beside(before, after) {
            Some(beside) => act(session, &at.of, &DraftAct::Place { id: at.id, beside }),
            // Clap has refused it.
            None => Ok(()),
        },
        PassageCommand::Join { of, ids, text } => act(session, &of, &DraftAct::Join { ids, text }),
        PassageCommand::Split { at, from } => split(session, &at.of, at.id, &from),
        PassageCommand::Single(at) => act(session, &at.of, &DraftAct::Single { id: at.id }),
        PassageCommand::Own { of, part, field, text, before, after } => {
            act(session, &of, &DraftAct::Own { part, field, text, beside: beside(before, after) })
        }
        PassageCommand::Adopt(at) => act(session, &at.of, &DraftAct::Adopt { id: at.id }),
        PassageCommand::Deadline { at, days, by, none, .. } => {
            let set = days.map(Deadline::WorkingDays).or(by.map(Deadline::Day));
            let deadline = set.or_else(|| none.then_some(Deadline::None));
            act(session, &at.of, &DraftAct::Deadline { id: at.id, deadline })
        }
        PassageCommand::Take(at) => act(session, &at.of, &DraftAct::TakeFigures { id: at.id }),
    }?;
    Ok(Exit::Done)
}

fn beside(before: Option<PassageId>, after: Option<PassageId>) -> Option<Beside> {
    before.map(Beside::Before).or(after.map(Beside::After))
}

/// The draft as the records say now.
struct Opened {
    conclusion: Conclusion,
    draft: Draft,
}

fn open(store: &Store, clock: &Clock, of: &NoticeOf) -> Result<Opened, CommandError> {
    let conclusion = Conclusion::of(store, &of.round, &of.unit)?;
    let basis = NoticeBasis { number: None, date: None, status: Status::Draft, now: clock.now().to_utc() };
    let draft = Draft::of(&conclusion.inspected(), &basis);
    Ok(Opened { conclusion, draft })
}

fn act(session: &mut Session, of: &NoticeOf, act: &DraftAct) -> Result<(), CommandError> {
    let mut store = session.open()?;
    let opened = open(&store, &session.settings.clock, of)?;
    let inspected = opened.conclusion.inspected();
    let member = store.acting(inspected.round, session.settings.member.as_deref())?;
    let recorder = Recorder {
        round: inspected.round.id.clone(),
        unit: inspected.unit.id.clone(),
        member: member.id.to_string(),
        reason: None,
    };
    let changes = opened.draft.record(&mut store, &recorder, act)?;
    session.back_up();
    let after = open(&store, &session.settings.clock, of)?;
    let said = if changes.action.is_none() { t!("cli_passage.nothing") } else { t!("cli_passage.done") };
    session.output.line(said)?;
    // What came of it: the passage as it stands, or the one that is new.
    let known = |id: &PassageId| opened.draft.get(id).map(|passage| (&passage.printed, &passage.standing));
    for passage in after.draft.passages() {
        let differs = known(&passage.id).is_none_or(|before| before != (&passage.printed, &passage.standing));
        if differs {
            session.output.line(listing::line(passage))?;
        }
    }
    Ok(())
}

fn split(session: &mut Session, of: &NoticeOf, id: PassageId, from: &str) -> Result<(), CommandError> {
    let store = session.open()?;
    let opened = open(&store, &session.settings.clock, of)?;
    let passage = opened.draft.get(&id).ok_or_else(|| DraftError::Unknown(id.clone()))?;
    let from = crate::vietnamese::nfc::single_line(from);
    let mut places = passage.text.match_indices(&from).map(|(at, _)| at);
    let at = match (places.next(), places.next()) {
        (Some(at), None) if !from.is_empty() => at,
        _ => return Err(DraftError::SplitAtEnd.into()),
    };
    drop(store);
    act(session, of, &DraftAct::Split { id, at })
}

/// How a passage stands, in words.
fn standing(standing: &PassageStanding) -> String {
    t!(format!("cli_passage.standing.{}", standing.word())).into_owned()
}

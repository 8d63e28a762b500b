//! `kiemtra sign`

use rust_i18n::t;

use super::arguments::SignArguments;
use super::error::{CommandError, Exit};
use super::output::warn;
use super::session::Session;
use crate::conclusion::sign;
use crate::inspection::{QuestionState, Recorder, find_unit};
use crate::vietnamese::date::format_date;

/// Records that the minutes of a unit are signed, or takes that back.
pub fn run(session: &mut Session, arguments: &SignArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let round = store.round(&arguments.round)?;
    let unit = find_unit(&round, &arguments.unit)?.clone();
    let member = store.acting(&round, session.settings.member.as_deref())?;
    let recorder = Recorder {
        round: round.id.clone(),
        unit: unit.id.clone(),
        member: member.id.to_string(),
        reason: arguments.reason.clone(),
    };
    let said = if arguments.withdraw {
        store.withdraw_signature(&recorder)?;
        t!("cli.sign.withdrawn", unit = unit.name)
    } else {
        let signature = sign(&mut store, &recorder)?;
        let questions = store.questions_at(&round.id, &unit.id)?;
        let open = questions.iter().filter(|question| question.state() == QuestionState::Open).count();
        if open > 0 {
            warn(t!("cli.sign.questions", count = open));
        }
        t!("cli.sign.signed", unit = unit.name, date = format_date(signature.when.date_naive()))
    };
    session.back_up();
    session.output.line(said)?;
    Ok(Exit::Done)
}

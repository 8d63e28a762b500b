//! `kiemtra letter`

use rust_i18n::t;

use super::arguments::{LetterArguments, LetterName};
use super::error::{CommandError, Exit};
use super::paper::{write_and_record, written};
use super::session::Session;
use crate::conclusion::layout::print;
use crate::conclusion::letter::{AroundKind, AroundOrder, LetterBasis, compose, record_sent, refuse_sending};
use crate::inspection::find_unit;
use crate::paper::{Format, Status, write_atomically};
use crate::vietnamese::date::parse_date;

impl From<LetterName> for AroundKind {
    fn from(name: LetterName) -> Self {
        match name {
            LetterName::Announcement => Self::Announcement,
            LetterName::Outline => Self::Outline,
            LetterName::Programme => Self::Programme,
            LetterName::Opinion => Self::Opinion,
        }
    }
}

/// Writes a paper that goes out around an inspection; a draft until it has number and date.
pub fn run(session: &mut Session, arguments: &LetterArguments) -> Result<Exit, CommandError> {
    let format = Format::from_path(&arguments.output)?;
    let day = |typed: &Option<String>| typed.as_deref().map(parse_date).transpose().map_err(CommandError::Day);
    let (date, due) = (day(&arguments.date)?, day(&arguments.due)?);
    let mut store = session.open()?;
    let round = store.round(&arguments.round)?;
    session.check_member(&store, &round)?;
    let unit = arguments.unit.as_deref().map(|unit| find_unit(&round, unit)).transpose()?;
    let basis = LetterBasis {
        number: arguments.number,
        date,
        notation: arguments.notation.as_deref().map(|notation| notation.trim().to_owned()),
        signer: None,
        now: session.settings.clock.now().to_utc(),
    };
    let order = AroundOrder { kind: arguments.paper.into(), unit: unit.map(|unit| unit.id.clone()), due, basis };
    let document = compose(&store, &round, &order)?;
    let printed = print(&store, &document, format, arguments.layout.choice())?;
    let sent = if arguments.sent {
        let member = store.acting(&round, session.settings.member.as_deref())?.id.to_string();
        refuse_sending(&store, &order)?;
        let step = write_and_record(&printed, &arguments.output, || {
            Ok(record_sent(&mut store, &round, &member, &order, &document)?)
        })?;
        session.back_up();
        step
    } else {
        write_atomically(&arguments.output, &printed.bytes)?;
        None
    };
    session.output.line(written(&printed.layout, &arguments.output))?;
    if let Some(step) = sent {
        let count = order.unit.as_ref().map_or(round.units.len(), |_| 1);
        session.output.line(t!("cli_around.step_recorded", step = step.name(), count = count))?;
    }
    if document.status == Status::Draft {
        session.output.line(t!("cli_around.draft"))?;
    }
    Ok(Exit::Done)
}

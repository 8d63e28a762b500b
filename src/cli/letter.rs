//! `kiemtra letter`

use rust_i18n::t;

use super::arguments::{LetterArguments, LetterName};
use super::error::{CommandError, Exit};
use super::paper::write;
use super::session::Session;
use crate::conclusion::letter::{AroundKind, AroundOrder, LetterBasis, compose};
use crate::inspection::find_unit;
use crate::paper::{Format, Status};
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
    let store = session.open()?;
    let round = store.round(&arguments.round)?;
    session.check_member(&store, &round)?;
    let unit = arguments.unit.as_deref().map(|unit| find_unit(&round, unit)).transpose()?;
    let basis = LetterBasis {
        number: arguments.number,
        date,
        notation: arguments.notation.as_deref().map(|notation| notation.trim().to_owned()),
        now: session.settings.clock.now().to_utc(),
    };
    let order = AroundOrder { kind: arguments.paper.into(), unit: unit.map(|unit| unit.id.clone()), due, basis };
    let document = compose(&store, &round, &order)?;
    let said = write(&store, &document, format, arguments.layout.choice(), &arguments.output)?;
    session.output.line(said)?;
    if document.status == Status::Draft {
        session.output.line(t!("cli_around.draft"))?;
    }
    Ok(Exit::Done)
}

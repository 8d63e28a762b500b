//! `kiemtra office`

use rust_i18n::t;
use serde::Serialize;

use super::arguments::OfficeCommand;
use super::error::{CommandError, Exit};
use super::session::Session;
use super::table::{Align, Table};
use super::template;
use crate::inspection::{Letterhead, Signer};

/// `office list --json`.
#[derive(Serialize)]
struct Report<'a> {
    offices: Vec<OfficeLine<'a>>,
}

#[derive(Serialize)]
struct OfficeLine<'a> {
    id: &'a str,
    letterhead: &'a Letterhead,
    signers: &'a [Signer],
}

/// Lists the offices that are kept, keeps one, or uses one.
pub fn run(session: &mut Session, command: OfficeCommand) -> Result<Exit, CommandError> {
    match command {
        OfficeCommand::List { json } => list(session, json)?,
        OfficeCommand::Save { round, id } => {
            let mut store = session.open()?;
            let round = store.round(&round)?;
            session.check_member(&store, &round)?;
            let office = store.save_office(&round, id.as_deref())?;
            session.back_up();
            session.output.line(t!("cli_around.office_saved", id = office.id, agency = office.letterhead.agency))?;
        }
        OfficeCommand::Use { id, round, signer } => {
            let mut store = session.open()?;
            let round = store.round(&round)?;
            let member = store.acting(&round, session.settings.member.as_deref())?;
            let office = store.office(&id)?;
            let changed = store.use_office(&round, &office, signer.as_deref(), Some(member.id.as_str()))?;
            session.back_up();
            let agency = office.letterhead.agency;
            session.output.line(if changed.is_empty() {
                t!("cli_around.office_same", round = round.id, agency = agency)
            } else {
                t!("cli_around.office_used", round = round.id, agency = agency)
            })?;
        }
        OfficeCommand::Template(command) => return template::run(session, command),
    }
    Ok(Exit::Done)
}

fn list(session: &mut Session, json: bool) -> Result<(), CommandError> {
    let offices = session.open()?.offices()?;
    if json {
        let offices = offices
            .iter()
            .map(|office| OfficeLine {
                id: office.id.as_str(),
                letterhead: &office.letterhead,
                signers: &office.signers,
            })
            .collect();
        return session.output.json(&Report { offices });
    }
    if offices.is_empty() {
        return session.output.line(t!("cli_around.no_office"));
    }
    let mut table = Table::new([
        (t!("cli_around.column.id"), Align::Left),
        (t!("cli_around.column.agency"), Align::Left),
        (t!("cli_around.column.signers"), Align::Left),
    ]);
    for office in offices {
        let name = |signer: &Signer| if signer.name.is_empty() { signer.post.clone() } else { signer.name.clone() };
        let signers: Vec<String> = office.signers.iter().map(name).collect();
        table.push([office.id.to_string(), office.letterhead.agency, signers.join(", ")]);
    }
    session.output.line(table)
}

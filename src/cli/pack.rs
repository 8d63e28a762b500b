//! `kiemtra pack`

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use rust_i18n::t;

use super::arguments::PackArguments;
use super::error::{CommandError, Exit};
use super::output::warn;
use super::session::Session;
use crate::exchange::identity::{Passphrase, passphrase};
use crate::exchange::merging::receipts_beside;
use crate::exchange::pack::Purpose;
use crate::exchange::packing::{Files, PackOrder, Readers};

/// Writes all that this laptop holds of a round into one file.
pub fn run(session: &mut Session, arguments: &PackArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let round = store.round(&arguments.round)?;
    session.check_member(&store, &round)?;
    // What others said about earlier packs lies where this one goes.
    for receipt in receipts_beside(&arguments.output) {
        store.take_receipt(&receipt)?;
    }
    let (readers, made) = match (&arguments.passphrase_file, arguments.plain) {
        (Some(file), _) => {
            let (secret, made) = read_or_make(file)?;
            (Readers::Passphrase(secret), made)
        }
        (None, true) => (Readers::Everybody, None),
        (None, false) => (Readers::Known, None),
    };
    if arguments.finished {
        let member = store.acting(&round, session.settings.member.as_deref())?;
        store.finish(&round.id, &member.id)?;
    }
    let purpose = if arguments.work_order { Purpose::WorkOrder } else { Purpose::Full };
    let files = if arguments.all_files { Files::All } else { Files::Unreceipted };
    let order = PackOrder { purpose, readers, files };
    let packed = store.pack(&round, &order, &arguments.output, &mut |_| ControlFlow::Continue(()))?;
    session.back_up();
    let output = &mut session.output;
    let (path, revisions, size) =
        (arguments.output.display(), packed.counts.revisions, packed.file.size.div_ceil(1024));
    output.line(t!(
        "cli_exchange.packed",
        path = path,
        revisions = revisions,
        files = packed.counts.attachments,
        size = size
    ))?;
    match order.readers {
        Readers::Known if packed.devices > 0 => output.line(t!("cli_exchange.for_devices", count = packed.devices))?,
        Readers::Known | Readers::Everybody => output.line(t!("cli_exchange.for_everybody"))?,
        Readers::Passphrase(_) => {}
    }
    if let Some(words) = made {
        let file = arguments.passphrase_file.as_deref().unwrap_or(Path::new("")).display();
        output.line(t!("cli_exchange.passphrase_made", words = words, file = file))?;
    }
    if packed.files_missing > 0 {
        warn(t!("cli_exchange.files_missing", count = packed.files_missing));
    }
    if arguments.work_order {
        let this = store.this_device()?;
        let words = crate::exchange::identity::SixWords::of(&this.keys);
        output.line(t!("cli_exchange.own_words", words = words))?;
    }
    output.line(t!("cli_exchange.may_unplug"))?;
    Ok(Exit::Done)
}

/// The passphrase in `file`.
pub(super) fn read(file: &Path) -> Result<Passphrase, CommandError> {
    let wrong = |why: String| CommandError::PassphraseFile { path: file.to_owned(), why };
    let text = std::fs::read_to_string(file).map_err(|error| wrong(crate::system::explain(&error)))?;
    Passphrase::typed(text.trim_end_matches(['\r', '\n'])).ok_or_else(|| wrong(t!("cli_exchange.empty").into_owned()))
}

/// The passphrase in `file`, or a new one written there where there is no such file; then its words, to be told.
fn read_or_make(file: &Path) -> Result<(Passphrase, Option<String>), CommandError> {
    if file.exists() {
        return Ok((read(file)?, None));
    }
    let wrong = |error: std::io::Error| CommandError::PassphraseFile {
        path: file.to_owned(),
        why: crate::system::explain(&error),
    };
    let made = passphrase()?;
    let mut target = std::fs::File::options().write(true).create_new(true).open(file).map_err(wrong)?;
    writeln!(target, "{}", made.spoken()).and_then(|()| target.sync_all()).map_err(wrong)?;
    let words = made.spoken().to_owned();
    Ok((made, Some(words)))
}

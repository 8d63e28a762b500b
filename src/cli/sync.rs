//! `kiemtra sync`

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;

use rust_i18n::t;

use super::arguments::SyncArguments;
use super::error::{CommandError, Exit};
use super::output::{Output, warn};
use super::session::Session;
use crate::exchange::hub::{
    self, AccessKey, Address, Audience, Merged, Network, Progress, RoundLaptop, Sent, Stage, Synced,
};
use crate::inspection::RoundId;

/// Meets the others: takes what is new at the place, puts what it lacks. What could be done is told, also where the
/// place then failed.
pub fn run(session: &mut Session, arguments: &SyncArguments) -> Result<Exit, CommandError> {
    let address = Address::parse(&arguments.place)?;
    let named = arguments.key_file.as_deref().map(AccessKey::read).transpose()?;
    let key = named.or_else(|| session.settings.access_key.clone());
    let home = session.settings.home.clone();
    let mut store = session.open()?;
    let round = match RoundId::new(arguments.round.as_str()) {
        Ok(id) => id,
        // The store's own sentence: which rounds there are.
        Err(_) => store.round(&arguments.round)?.id,
    };
    if let (true, Some(key), Address::Bucket(bucket)) = (arguments.save_key, &key, &address) {
        let file = key.keep(&home, &bucket.title())?;
        session.output.line(t!("cli_sync.key_kept", path = file.display()))?;
    }
    let place = hub::open(address, &home, key, Network::of_system())?;
    let mut bar = Bar::new();
    let mut laptop = RoundLaptop::new(&mut store, round.clone());
    let synced = hub::sync(&*place, &round, &mut laptop, &home, &mut |progress| bar.show(progress));
    bar.clear();
    let conflicts: u64 = synced.merged.iter().map(|merged| merged.conflicts).sum();
    session.back_up();
    tell(&mut session.output, &synced, &place.title())?;
    if conflicts > 0 {
        session.output.line(t!("cli_sync.conflicts", count = conflicts, round = round))?;
    }
    match synced.stopped {
        Some(error) => Err(error.into()),
        // Neither here nor at the place: a slip in its name.
        None if synced.merged.is_empty() && synced.waiting.is_empty() => {
            store.round(round.as_str())?;
            Ok(Exit::Done)
        }
        None if conflicts > 0 || !synced.waiting.is_empty() => Ok(Exit::ProblemsFound),
        None => Ok(Exit::Done),
    }
}

fn tell(output: &mut Output, synced: &Synced, place: &str) -> Result<(), CommandError> {
    output.line(t!("cli_sync.place", place = place))?;
    for passed in &synced.passed {
        warn(t!("cli_sync.passed", name = passed.key, why = passed.why));
    }
    let mut all: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for Merged { from, new, new_files, .. } in &synced.merged {
        let sum = all.entry(from).or_default();
        *sum = (sum.0 + new, sum.1 + new_files);
    }
    all.retain(|_, sum| *sum != (0, 0));
    for (from, (new, files)) in &all {
        output.line(t!("cli_sync.taken", from = from, new = new, files = files))?;
    }
    if all.is_empty() {
        output.line(t!("cli_sync.nothing_new"))?;
    }
    for waiting in &synced.waiting {
        output.line(t!("cli_sync.waiting", name = waiting.key, why = waiting.why))?;
    }
    if synced.locked > 0 {
        output.line(t!("cli_sync.locked", count = synced.locked))?;
    }
    output.line(match &synced.sent {
        Sent { audience: Audience::Nobody, .. } => t!("cli_sync.nobody"),
        Sent { revisions: 0, attachments: 0, .. } if synced.stopped.is_some() => t!("cli_sync.sent_nothing"),
        Sent { revisions: 0, attachments: 0, .. } => t!("cli_sync.nothing_to_send"),
        Sent { revisions, attachments, .. } => t!("cli_sync.sent", revisions = revisions, files = attachments),
    })
}

/// A line on standard error that says how far it is; nothing where that is no terminal.
struct Bar {
    is_shown: bool,
    last: String,
}

impl Bar {
    fn new() -> Self {
        Self { is_shown: std::io::stderr().is_terminal(), last: String::new() }
    }

    fn show(&mut self, progress: Progress) -> ControlFlow<()> {
        let Progress { stage, done, total, bytes } = progress;
        let megabytes = bytes / 1_000_000;
        let line = match stage {
            Stage::Listing => t!("cli_sync.bar.listing", done = done),
            Stage::Fetching => t!("cli_sync.bar.fetching", done = done, total = total, megabytes = megabytes),
            Stage::Sending => t!("cli_sync.bar.sending", done = done, total = total, megabytes = megabytes),
        };
        if self.is_shown && line != self.last {
            // Where even that fails, there is nowhere left to say so.
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
            self.last = line.into_owned();
        }
        ControlFlow::Continue(())
    }

    fn clear(&self) {
        if !self.last.is_empty() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

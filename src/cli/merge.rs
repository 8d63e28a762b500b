//! `kiemtra merge`, `unmerge`, `merges`

use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;

use super::arguments::MergeArguments;
use super::error::{CommandError, Exit};
use super::output::{Output, say};
use super::pack;
use super::session::Session;
use crate::exchange::identity::SixWords;
use crate::exchange::merging::{
    BadFiles, ClockDoubt, FileOutcome, FileReport, MergeOrder, MergeReport, NewDevices, Taken, Waiting,
};
use crate::inspection::Store;
use crate::journal::{DeviceId, MergeId, MergeMode};

/// `merge --json`.
#[derive(Serialize)]
struct Report<'a> {
    merge: Option<String>,
    files: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    device: Option<&'a DeviceId>,
    member: Option<&'a str>,
    new: usize,
    known: usize,
    conflicts: usize,
    outside_assignment: usize,
    attachments_missing: usize,
    /// Changes of different people to different fields of one answer.
    parallel: usize,
    /// Revisions of a revoked device that were left outside.
    held_back: usize,
    /// `taken`, `receipt`, `waits`, `quarantined`, `refused` or `held-up` (by another file).
    outcome: &'static str,
    /// Why it was not taken.
    why: Option<String>,
}

/// Takes in what other laptops recorded, or tells what would come.
pub fn run(session: &mut Session, arguments: &MergeArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let order = MergeOrder {
        files: arguments.files.clone(),
        passphrase: arguments.passphrase_file.as_deref().map(pack::read).transpose()?,
        new_devices: if arguments.accept_new_devices { NewDevices::Accept } else { NewDevices::Wait },
        bad_files: BadFiles::RefuseAll,
        mode: if arguments.dry_run { MergeMode::Trial } else { MergeMode::Keep },
    };
    if order.mode == MergeMode::Keep {
        let upgraded = store.retry_upgraded(&mut |_| ControlFlow::Continue(()))?;
        if let Some(id) = upgraded.id {
            say(t!("cli_exchange.upgraded", id = id));
        }
    }
    let report = store.merge_packs(&order, &mut |_| ControlFlow::Continue(()))?;
    let output = &mut session.output;
    if arguments.json {
        print_json(output, &report)?;
    } else {
        print(output, &report, order.mode)?;
    }
    if let Some((file, why)) = report.refused() {
        return Err(CommandError::NotMerged { path: file.clone(), why: why.to_owned() });
    }
    left(&store, &report)
}

/// Whether somebody has to look: different opinions in a round that was merged, or would be, or devices that wait.
pub(super) fn left(store: &Store, report: &MergeReport) -> Result<Exit, CommandError> {
    let mut open = report.waits() > 0;
    for file in &report.files {
        if let FileOutcome::Taken(taken) = &file.outcome {
            open |= !taken.conflicts.is_empty();
            if let Some(round) = &taken.round {
                open |= !store.contested(round)?.is_empty();
            }
        }
    }
    Ok(if open { Exit::ProblemsFound } else { Exit::Done })
}

fn print_json(output: &mut Output, report: &MergeReport) -> Result<(), CommandError> {
    let empty = Taken::default();
    let files = report.files.iter().map(|file| {
        let header = file.header.as_deref();
        let (outcome, why, taken) = match &file.outcome {
            FileOutcome::Taken(taken) => ("taken", None, &**taken),
            FileOutcome::Receipt(_) => ("receipt", None, &empty),
            FileOutcome::Waits(waiting) => ("waits", Some(waiting.to_string()), &empty),
            FileOutcome::Quarantined(why) => ("quarantined", Some(why.clone()), &empty),
            FileOutcome::Refused(why) => ("refused", Some(why.clone()), &empty),
            FileOutcome::HeldUp => ("held-up", Some(t!("exchange.other_file_bad").into_owned()), &empty),
        };
        Line {
            file: file.file.display().to_string(),
            device: header.map(|header| &header.sender.device),
            member: header.and_then(|header| header.sender.members.first()).map(String::as_str),
            new: taken.new,
            known: taken.known,
            conflicts: taken.conflicts.len(),
            outside_assignment: taken.outside_assignment,
            attachments_missing: taken.attachments_missing,
            parallel: taken.parallel,
            held_back: taken.held_back,
            outcome,
            why,
        }
    });
    let report = Report { merge: report.id.map(|id| id.to_string()), files: files.collect() };
    output.line(serde_json::to_string_pretty(&report).map_err(std::io::Error::from)?)
}

/// What became of every file, for people.
pub(super) fn print(output: &mut Output, report: &MergeReport, mode: MergeMode) -> Result<(), CommandError> {
    for file in &report.files {
        print_file(output, file)?;
    }
    match (report.id, mode) {
        (Some(id), _) => output.line(t!("cli_exchange.merged_as", id = id)),
        (None, MergeMode::Trial) => output.line(t!("cli_exchange.only_looked")),
        (None, MergeMode::Keep) => Ok(()),
    }
}

fn print_file(output: &mut Output, file: &FileReport) -> Result<(), CommandError> {
    let name = &file.name;
    if let Some(header) = file.header.as_deref() {
        let name_of = |id: &String| {
            let named = header.definition.members.iter().find(|member| member.id == *id);
            named.map_or_else(|| id.clone(), |member| member.name.clone())
        };
        let members = header.sender.members.iter().map(name_of).collect::<Vec<_>>().join(", ");
        let made_at = header.made_at.format("%d/%m/%Y %H:%M");
        let machine = &header.sender.name;
        output.line(t!(
            "cli_exchange.file",
            file = name,
            machine = machine,
            members = members,
            round = header.title,
            at = made_at
        ))?;
    } else {
        output.line(name)?;
    }
    match &file.outcome {
        FileOutcome::Taken(taken) => print_taken(output, taken),
        FileOutcome::Receipt(holder) => output.line(t!("cli_exchange.receipt", device = holder)),
        FileOutcome::Waits(waiting) => {
            output.line(format_args!("  {waiting}"))?;
            if let (Waiting::Device(_), Some(header)) = (waiting, file.header.as_deref()) {
                let words = SixWords::of(&header.sender.keys);
                output.line(t!("cli_exchange.compare", words = words))?;
            }
            Ok(())
        }
        // Said as the error of the command, once.
        FileOutcome::Quarantined(_) | FileOutcome::Refused(_) => Ok(()),
        FileOutcome::HeldUp => output.line(format_args!("  {}", t!("exchange.other_file_bad"))),
    }
}

fn print_taken(output: &mut Output, taken: &Taken) -> Result<(), CommandError> {
    output.line(t!(
        "cli_exchange.taken",
        new = taken.new,
        known = taken.known,
        conflicts = taken.conflicts.len(),
        parallel = taken.parallel
    ))?;
    let counts =
        [("outside", taken.outside_assignment), ("missing", taken.attachments_missing), ("held_back", taken.held_back)];
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        output.line(t!(format!("cli_exchange.{key}"), count = count))?;
    }
    for doubt in &taken.clocks {
        output.line(match doubt {
            ClockDoubt::Ahead { device, claimed } => {
                t!("cli_exchange.clock_ahead", device = device, time = claimed.format("%d/%m/%Y %H:%M"))
            }
            ClockDoubt::OlderThanReplaced { device, record } => {
                t!("cli_exchange.clock_older", device = device, record = record)
            }
        })?;
    }
    for device in &taken.unsigned {
        output.line(t!("cli_exchange.unsigned", device = device))?;
    }
    for device in &taken.revoked_elsewhere {
        output.line(t!("cli_exchange.revoked_elsewhere", device = device))?;
    }
    Ok(())
}

/// Takes a merge back.
pub fn take_back(session: &mut Session, id: &str) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let id: MergeId = id.parse()?;
    let unmerged = store.journal_mut().unmerge(id)?;
    session.output.line(t!(
        "cli_exchange.unmerged",
        id = id,
        revisions = unmerged.revisions,
        records = unmerged.records.len()
    ))?;
    Ok(Exit::Done)
}

/// `merges --json`, one a line.
#[derive(Serialize)]
struct Entry {
    merge: String,
    made_at: DateTime<FixedOffset>,
    undone: Option<DateTime<FixedOffset>>,
    packs: Vec<Pack>,
}

#[derive(Serialize)]
struct Pack {
    round: Option<String>,
    device: Option<DeviceId>,
    about: serde_json::Value,
}

/// Lists the merges of this laptop.
pub fn list(session: &mut Session, json: bool) -> Result<Exit, CommandError> {
    let store = session.open()?;
    let output = &mut session.output;
    for entry in store.journal().merges()? {
        if json {
            let packs = entry.packs.iter().map(|pack| Pack {
                round: pack.chain.round().map(str::to_owned),
                device: pack.sender.clone(),
                about: pack.about.clone(),
            });
            let (merge, made_at, undone) = (entry.id.to_string(), entry.made_at, entry.undone);
            let line = Entry { merge, made_at, undone, packs: packs.collect() };
            output.line(serde_json::to_string(&line).map_err(std::io::Error::from)?)?;
            continue;
        }
        let files = entry.packs.iter().map(|pack| pack.about["file"].as_str().unwrap_or("?").to_owned());
        let files = files.collect::<Vec<_>>().join(", ");
        let undone = entry.undone.map(|when| t!("cli_exchange.taken_back", at = when.format("%d/%m/%Y %H:%M")));
        let undone = undone.unwrap_or_default();
        output.line(format_args!("{:<4} {}  {files} {undone}", entry.id, entry.made_at.format("%d/%m/%Y %H:%M")))?;
    }
    Ok(Exit::Done)
}

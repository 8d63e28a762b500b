//! What is to be said of one file, in sentences.

use chrono::{DateTime, FixedOffset, TimeDelta};
use rust_i18n::t;

use super::Stage;
use crate::exchange::merging::{ClockDoubt, FileOutcome, Taken, Waiting};
use crate::exchange::pack::{Header, Purpose};
use crate::inspection::RoundId;
use crate::journal::DeviceId;
use crate::tui::theme::Role;
use crate::tui::work::{FileLook, Lock, MergeLook, RoundHere};

type Lines = Vec<(Role, String)>;

/// Machine and members: `hp-07 (Thành viên 2)`.
pub(super) fn from(file: &FileLook) -> String {
    match file.members.as_slice() {
        [] => file.machine.clone(),
        members => format!("{} ({})", file.machine, members.join(", ")),
    }
}

/// What became of a file, in a few words.
pub(super) fn state(file: &FileLook, stage: Stage) -> (Role, String) {
    let (role, text) = match &file.report.outcome {
        FileOutcome::Taken(taken) if !taken.conflicts.is_empty() => {
            (Role::Error, t!("screen_exchange.is.conflicts", count = taken.conflicts.len()))
        }
        FileOutcome::Taken(taken) if taken.new == 0 => (Role::Dim, t!("screen_exchange.is.nothing_new")),
        FileOutcome::Taken(_) if stage == Stage::Done => (Role::Pass, t!("screen_exchange.is.merged")),
        FileOutcome::Taken(_) => (Role::Pass, t!("screen_exchange.is.mergeable")),
        FileOutcome::Receipt(_) => (Role::Pass, t!("screen_exchange.is.receipt")),
        FileOutcome::Waits(Waiting::Device(_)) => (Role::Changed, t!("screen_exchange.is.new_device")),
        FileOutcome::Waits(Waiting::Revoked(_)) => (Role::Changed, t!("screen_exchange.is.revoked")),
        FileOutcome::Waits(Waiting::NewerProgram(_)) => (Role::Changed, t!("screen_exchange.is.newer")),
        FileOutcome::Quarantined(_) => (Role::Error, t!("screen_exchange.is.damaged")),
        FileOutcome::Refused(_) if file.lock.is_some() => (Role::Changed, t!("screen_exchange.is.locked")),
        FileOutcome::Refused(_) | FileOutcome::HeldUp => (Role::Error, t!("screen_exchange.is.refused")),
    };
    (role, text.into_owned())
}

/// What a merge came to, in a sentence.
pub(super) fn result(look: &MergeLook) -> (String, Role) {
    let new: usize = look.taken().map(|taken| taken.new).sum();
    let conflicts: usize = look.taken().map(|taken| taken.conflicts.len()).sum();
    let waiting = look.files.iter().filter(|file| matches!(file.report.outcome, FileOutcome::Waits(_))).count();
    match (look.id, conflicts) {
        (None, _) if waiting > 0 => (t!("screen_exchange.merge.now_waiting", count = waiting).into_owned(), Role::Text),
        (None, _) => (t!("screen_exchange.merge.nothing_new").into_owned(), Role::Text),
        (Some(id), 0) => (t!("screen_exchange.merge.merged", count = new, id = id).into_owned(), Role::Pass),
        (Some(_), conflicts) => {
            let text = t!("screen_exchange.merge.merged_conflicts", count = new, conflicts = conflicts);
            (text.into_owned(), Role::Changed)
        }
    }
}

/// Everything that is to be said of `file`; `here` is the round that is open.
pub(super) fn lines(file: &FileLook, look: &MergeLook, here: Option<&RoundId>) -> Lines {
    let mut lines = Lines::new();
    match &file.report.outcome {
        FileOutcome::Taken(taken) => brings(&mut lines, file, taken),
        FileOutcome::Receipt(device) => {
            lines.push((Role::Pass, t!("screen_exchange.about.receipt", machine = name_of(file, device)).into_owned()));
        }
        FileOutcome::Waits(Waiting::Device(_)) => {
            lines.push((Role::Changed, t!("screen_exchange.about.new_device", machine = file.machine).into_owned()));
        }
        FileOutcome::Waits(Waiting::Revoked(_)) => {
            lines.push((Role::Changed, t!("screen_exchange.about.revoked", machine = file.machine).into_owned()));
        }
        FileOutcome::Waits(Waiting::NewerProgram(why)) => lines.push((Role::Changed, why.clone())),
        FileOutcome::Quarantined(why) => {
            lines.push((Role::Error, why.clone()));
            lines.push((Role::Dim, t!("screen_exchange.about.quarantined").into_owned()));
        }
        FileOutcome::Refused(why) => {
            let role = if file.lock == Some(Lock::Closed) { Role::Changed } else { Role::Error };
            lines.push((role, why.clone()));
        }
        FileOutcome::HeldUp => {}
    }
    if let Some(header) = file.header() {
        origin(&mut lines, file, header, look.now, here);
    }
    doubts(&mut lines, file);
    lines
}

/// What it brings, in numbers.
fn brings(lines: &mut Lines, file: &FileLook, taken: &Taken) {
    let head = t!("screen_exchange.about.counts", new = taken.new, known = taken.known);
    lines.push((Role::Text, head.into_owned()));
    let counts = [
        (Role::Error, "conflicts", taken.conflicts.len()),
        (Role::Changed, "parallel", taken.parallel),
        (Role::Changed, "outside", taken.outside_assignment),
        (Role::Changed, "missing", taken.attachments_missing),
        (Role::Changed, "held_back", taken.held_back),
        (Role::Text, "attachments", taken.attachments),
        (Role::Text, "editions", taken.editions),
    ];
    for (role, key, count) in counts.into_iter().filter(|(_, _, count)| *count > 0) {
        lines.push((role, t!(format!("screen_exchange.about.{key}"), count = count).into_owned()));
    }
    if !file.finished.is_empty() {
        let text = t!("screen_exchange.about.finished", names = file.finished.join(", "));
        lines.push((Role::Pass, text.into_owned()));
    }
}

/// Where it is from, of which round and how old.
fn origin(lines: &mut Lines, file: &FileLook, header: &Header, now: DateTime<FixedOffset>, here: Option<&RoundId>) {
    let round = t!("screen_exchange.about.round", title = file.title, id = header.round);
    match (file.round, here) {
        (RoundHere::No, _) => {
            lines.push((Role::Changed, t!("screen_exchange.about.new_round", round = round).into_owned()));
        }
        (RoundHere::Yes, Some(here)) if here.as_str() != header.round => {
            lines.push((Role::Changed, t!("screen_exchange.about.other_round", round = round).into_owned()));
        }
        (RoundHere::Yes, _) => lines.push((Role::Text, round.into_owned())),
    }
    let purpose = match header.purpose {
        Purpose::WorkOrder => t!("screen_exchange.about.order", from = from(file)),
        Purpose::Full | Purpose::Segment | Purpose::Other => t!("screen_exchange.about.from", from = from(file)),
    };
    let made = header.made_at.format("%H:%M %d/%m/%Y");
    let made = t!("screen_exchange.about.made", at = made, ago = ago(header.made_at, now));
    let newest = file.taken().and_then(|taken| taken.newest);
    let newest = newest.map(|at| t!("screen_exchange.about.newest", at = at.format("%H:%M %d/%m/%Y")));
    let age: Vec<String> = [Some(purpose), Some(made), newest].into_iter().flatten().map(Into::into).collect();
    lines.push((Role::Text, age.join(" ")));
}

/// What makes one look twice; never a reason to leave it out.
fn doubts(lines: &mut Lines, file: &FileLook) {
    let Some(taken) = file.taken() else { return };
    if let Some(doubt) = taken.clocks.first() {
        let text = match doubt {
            ClockDoubt::Ahead { device, claimed } => {
                let at = claimed.format("%H:%M %d/%m/%Y");
                t!("screen_exchange.about.clock_ahead", machine = name_of(file, device), at = at)
            }
            ClockDoubt::OlderThanReplaced { device, .. } => {
                t!("screen_exchange.about.clock_behind", machine = name_of(file, device))
            }
        };
        lines.push((Role::Changed, text.into_owned()));
    }
    let names = |devices: &[DeviceId]| devices.iter().map(|id| name_of(file, id)).collect::<Vec<_>>().join(", ");
    if !taken.unsigned.is_empty() {
        let text = t!("screen_exchange.about.unsigned", machines = names(&taken.unsigned), sender = file.machine);
        lines.push((Role::Changed, text.into_owned()));
    }
    if !taken.revoked_elsewhere.is_empty() {
        let machines = names(&taken.revoked_elsewhere);
        let text = t!("screen_exchange.about.revoked_elsewhere", machines = machines, sender = file.machine);
        lines.push((Role::Changed, text.into_owned()));
    }
}

/// What a device is called; where nobody knows, the first digits of its id.
fn name_of(file: &FileLook, device: &DeviceId) -> String {
    let short = || device.as_str().chars().take(8).collect();
    file.devices.get(device).filter(|name| !name.is_empty()).cloned().unwrap_or_else(short)
}

/// How long ago something was, in one unit.
fn ago(then: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let age = now.signed_duration_since(then);
    let (key, count) = if age < TimeDelta::minutes(-2) {
        ("ahead", 0)
    } else if age < TimeDelta::minutes(2) {
        ("now", 0)
    } else if age < TimeDelta::hours(2) {
        ("minutes", age.num_minutes())
    } else if age < TimeDelta::days(2) {
        ("hours", age.num_hours())
    } else {
        ("days", age.num_days())
    };
    t!(format!("screen_exchange.ago.{key}"), count = count).into_owned()
}

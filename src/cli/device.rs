//! `kiemtra device`

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;

use super::arguments::{DeviceArguments, DeviceCommand, RevokeArguments};
use super::error::{CommandError, Exit};
use super::merge;
use super::output::Output;
use super::session::Session;
use crate::exchange::identity::{
    IdentityError, KnownDevice, Revocation, SixWords, Standing, StandingChange, ThisDevice,
};
use crate::inspection::Store;
use crate::journal::{DeviceId, MergeMode};
use crate::vietnamese::collate::sort_key;
use crate::vietnamese::date::format_date;

/// `device --json`.
#[derive(Serialize)]
struct Listing {
    this: This,
    known: Vec<Known>,
}

#[derive(Serialize)]
struct This {
    device: DeviceId,
    name: String,
    six_words: SixWords,
}

#[derive(Serialize)]
struct Known {
    device: DeviceId,
    name: String,
    member: Option<String>,
    /// `seen`, `introduced`, `accepted` or `revoked`.
    standing: &'static str,
    introduced_by: Option<DeviceId>,
    since: DateTime<FixedOffset>,
    /// Round → last number still good.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_after: Option<BTreeMap<String, u64>>,
    six_words: SixWords,
}

/// Shows this laptop's and the known devices, or changes what one of them is.
pub fn run(session: &mut Session, arguments: &DeviceArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    match &arguments.command {
        None if arguments.json => print_json(&mut session.output, &store)?,
        None => print(&mut session.output, &store)?,
        Some(DeviceCommand::Accept { device }) => accept(&mut session.output, &mut store, &device.join(" "))?,
        Some(DeviceCommand::Revoke(arguments)) => revoke(&mut session.output, &mut store, arguments)?,
        Some(DeviceCommand::Name { name }) => {
            store.name_this_device(&name.join(" "))?;
            session.output.line(t!("cli_device.named", name = store.this_device()?.name))?;
        }
    }
    Ok(Exit::Done)
}

fn accept(output: &mut Output, store: &mut Store, typed: &str) -> Result<(), CommandError> {
    let device = store.find_device(typed)?;
    if device.standing == Standing::Accepted && device.revoked.is_none() {
        return output.line(t!("cli_device.already_accepted", name = device.name, id = device.id));
    }
    let change = store.accept_device(&device.id)?;
    output.line(t!("cli_device.accepted", name = device.name, id = device.id, words = device.six_words()))?;
    print_others(output, store, &device, &change)?;
    let retried = store.retry_waiting(&mut |_| ControlFlow::Continue(()))?;
    if retried.files.is_empty() {
        return Ok(());
    }
    output.line(t!("cli_exchange.retried"))?;
    merge::print(output, &retried, MergeMode::Keep)
}

fn revoke(output: &mut Output, store: &mut Store, arguments: &RevokeArguments) -> Result<(), CommandError> {
    let device = store.find_device(&arguments.device.join(" "))?;
    let from = match (&arguments.round, arguments.after) {
        (Some(round), Some(sequence)) => Revocation::After { round: store.round(round)?.id, sequence },
        _ => Revocation::Now,
    };
    let change = store.revoke_device(&device.id, &from)?;
    output.line(t!("cli_device.revoked", name = device.name, id = device.id))?;
    let revoked = store.known_device(&device.id)?.and_then(|device| device.revoked).unwrap_or_default();
    for (round, last) in revoked.last_good {
        output.line(format!("  {}", t!("cli_device.good_up_to", round = round, last = last)))?;
    }
    print_others(output, store, &device, &change)
}

/// Devices that became known, or are not known any more, by what was done with another one.
fn print_others(
    output: &mut Output,
    store: &Store,
    changed: &KnownDevice,
    change: &StandingChange,
) -> Result<(), CommandError> {
    for (key, devices) in [("also_known", &change.became_known), ("also_unknown", &change.no_longer_known)] {
        for id in devices.iter().filter(|id| **id != changed.id) {
            let name = store.known_device(id)?.map(|device| device.name).unwrap_or_default();
            output.line(format!("  {}", t!(format!("cli_device.{key}"), name = name, id = id)))?;
        }
    }
    Ok(())
}

fn print(output: &mut Output, store: &Store) -> Result<(), CommandError> {
    let ThisDevice { id, keys, name } = store.this_device()?;
    output.line(t!("cli_device.this", name = name, id = id))?;
    output.gap()?;
    output.line(format!("    {}", SixWords::of(&keys).joined("   ")))?;
    output.gap()?;
    output.line(t!("cli_device.compare"))?;
    output.gap()?;
    let devices = in_order(store)?;
    if devices.is_empty() {
        return output.line(t!("cli_device.none"));
    }
    output.line(t!("cli_device.known", count = devices.len()))?;
    for device in devices {
        let standing =
            t!(format!("cli_device.standing.{}", standing(&device)), since = format_date(device.since.date_naive()));
        let member = device.member.as_deref().map(|member| format!("  {}", t!("cli_device.member", member = member)));
        output.line(format!("  {}  {standing}{}", device.name, member.unwrap_or_default()))?;
        output.line(format!("      {}  {}", device.id, device.six_words()))?;
    }
    Ok(())
}

fn print_json(output: &mut Output, store: &Store) -> Result<(), CommandError> {
    let ThisDevice { id, keys, name } = store.this_device()?;
    let known = |device: KnownDevice| Known {
        standing: standing(&device),
        six_words: device.six_words(),
        introduced_by: match &device.standing {
            Standing::Introduced { by } => Some(by.clone()),
            Standing::Seen | Standing::Accepted => None,
        },
        device: device.id,
        name: device.name,
        member: device.member,
        since: device.since,
        revoked_after: device.revoked.map(|revoked| revoked.last_good),
    };
    let this = This { device: id, name, six_words: SixWords::of(&keys) };
    let listing = Listing { this, known: in_order(store)?.into_iter().map(known).collect() };
    output.line(serde_json::to_string(&listing).map_err(std::io::Error::from)?)
}

/// Those that wait for somebody first, the revoked last, each by name.
fn in_order(store: &Store) -> Result<Vec<KnownDevice>, IdentityError> {
    let mut devices = store.known_devices()?;
    devices.sort_by_cached_key(|device| {
        let waits = device.standing == Standing::Seen && device.revoked.is_none();
        (device.revoked.is_some(), Reverse(waits), sort_key(&device.name), device.id.clone())
    });
    Ok(devices)
}

fn standing(device: &KnownDevice) -> &'static str {
    match (&device.revoked, &device.standing) {
        (Some(_), _) => "revoked",
        (None, Standing::Seen) => "seen",
        (None, Standing::Introduced { .. }) => "introduced",
        (None, Standing::Accepted) => "accepted",
    }
}

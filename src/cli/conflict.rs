//! `kiemtra conflicts` and `kiemtra resolve`: where opinions differ, and deciding it.

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;
use serde_json::Value;

use super::arguments::{ConflictsArguments, ResolveArguments};
use super::error::{CommandError, Exit};
use super::output::Output;
use super::paper::write;
use super::session::Session;
use crate::assessment::OpenRound;
use crate::conclusion::layout::LayoutChoice;
use crate::conclusion::{OpinionsBasis, internal_annex};
use crate::exchange::conflict::{
    Choice, Conflict, ConflictError, Parallel, Settle, Settled, Side, Words, decided, device_names, find, find_at,
    named, parallel, parallel_at, round_of, settle,
};
use crate::inspection::{Unit, find_unit, unit_concerned};
use crate::journal::{Author, DeviceId, FieldName, RecordKey, RevisionId};
use crate::paper::Format;

/// `conflicts --json`.
#[derive(Serialize)]
struct ConflictReport<'a> {
    conflicts: Vec<ConflictLine<'a>>,
    parallel: Vec<ParallelLine<'a>>,
}

#[derive(Serialize)]
struct ConflictLine<'a> {
    record: &'a RecordKey,
    field: &'a FieldName,
    options: Vec<OptionLine<'a>>,
    /// Null for what is of no unit.
    unit: Option<String>,
    before: &'a [Value],
    /// The decision that a later opinion reopened.
    reopened: Option<RevisionId>,
}

#[derive(Serialize)]
struct OptionLine<'a> {
    revision: RevisionId,
    member: Option<&'a str>,
    device: &'a DeviceId,
    made_at: DateTime<FixedOffset>,
    value: &'a Value,
}

#[derive(Serialize)]
struct ParallelLine<'a> {
    unit: &'a str,
    item: String,
    sides: Vec<SideLine<'a>>,
}

#[derive(Serialize)]
struct SideLine<'a> {
    record: &'a RecordKey,
    field: &'a FieldName,
    #[serde(flatten)]
    option: OptionLine<'a>,
}

/// Lists where opinions differ, or writes the internal annex about it.
pub fn conflicts(session: &mut Session, arguments: &ConflictsArguments) -> Result<Exit, CommandError> {
    let format = arguments.output.as_deref().map(Format::from_path).transpose()?;
    let store = session.open()?;
    let open = OpenRound::open(&store, &arguments.round)?;
    session.check_member(&store, &open.round)?;
    let round = &open.round;
    let unit = arguments.unit.as_deref().map(|unit| find_unit(round, unit)).transpose()?;
    let found = match unit {
        Some(unit) => find_at(&store, round, &unit.id)?,
        None => find(&store, round)?,
    };
    if let (Some(path), Some(format)) = (&arguments.output, format) {
        let words = Words::of(round, &open.editions, "vi").with_devices(device_names(&store)?);
        let decided = decided(&store, round, unit.map(|unit| &unit.id))?;
        let now = session.settings.clock.now().to_utc();
        let basis = OpinionsBasis { words: &words, open: &found, decided: &decided, unit, now };
        let said = write(&store, &internal_annex(&basis), format, LayoutChoice::BuiltIn, path)?;
        session.output.line(said)?;
        return Ok(Exit::Done);
    }
    let beside = match unit {
        Some(unit) => parallel_at(&store, &round.id, &unit.id)?,
        None => parallel(&store, &round.id)?,
    };
    let output = &mut session.output;
    if arguments.json {
        let conflicts = found.iter().map(conflict_line).collect();
        let report = ConflictReport { conflicts, parallel: beside.iter().map(parallel_line).collect() };
        output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?)?;
    } else {
        let devices = device_names(&store)?;
        let words = Words::of(round, &open.editions, &rust_i18n::locale()).with_devices(devices);
        print(output, &words, &found, &beside, unit)?;
    }
    Ok(Exit::Done)
}

fn conflict_line(conflict: &Conflict) -> ConflictLine<'_> {
    let options = conflict.opinions.iter().flat_map(|opinion| {
        opinion.voices.iter().map(|voice| OptionLine {
            revision: voice.revision,
            member: voice.member.as_deref(),
            device: &voice.device,
            made_at: voice.made_at,
            value: &opinion.value,
        })
    });
    ConflictLine {
        record: &conflict.record,
        field: &conflict.field,
        options: options.collect(),
        unit: unit_concerned(&conflict.record).map(|unit| unit.to_string()),
        before: &conflict.before,
        reopened: conflict.reopened.as_ref().map(|decision| decision.revision),
    }
}

fn parallel_line(parallel: &Parallel) -> ParallelLine<'_> {
    let sides = parallel.sides.iter().map(side_line).collect();
    ParallelLine { unit: parallel.unit.as_str(), item: parallel.key.to_string(), sides }
}

fn side_line(side: &Side) -> SideLine<'_> {
    let (revision, member, made_at) = (side.revision, side.member.as_deref(), side.made_at);
    let option = OptionLine { revision, member, device: &side.device, made_at, value: &side.value };
    SideLine { record: &side.record, field: &side.field, option }
}

fn print(
    output: &mut Output,
    words: &Words<'_>,
    found: &[Conflict],
    beside: &[Parallel],
    unit: Option<&Unit>,
) -> Result<(), CommandError> {
    for conflict in found {
        let place = words.place(&conflict.place, &conflict.record);
        let number = place.number.zip(place.ask.clone()).map(|(number, ask)| format!("{number} {ask}"));
        let parts = [place.unit, place.checklist, number.or(place.ask)];
        let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" › ");
        let field = words.field(conflict);
        output.line(if place.is_empty() { field } else { format!("{place}: {field}") })?;
        output.line(format_args!("  {} {}", conflict.record, conflict.field))?;
        output.line(format_args!("  {}", t!("cli.conflicts.before", value = words.before(conflict))))?;
        if let Some(decision) = &conflict.reopened {
            let who = words.member(decision.member.as_deref());
            let value = words.value(&conflict.record, conflict.field.as_str(), &decision.value);
            let reason = decision.reason.clone().unwrap_or_default();
            output
                .line(format_args!("  {}", t!("cli.conflicts.reopened", who = who, value = value, reason = reason)))?;
        }
        for (number, opinion) in (1..).zip(&conflict.opinions) {
            let value = words.value(&conflict.record, conflict.field.as_str(), &opinion.value);
            output.line(format_args!("  {number}  {}", value.replace('\n', "\n     ")))?;
            for voice in &opinion.voices {
                let (who, device) = (words.member(voice.member.as_deref()), words.device(&voice.device));
                let when = voice.made_at.format("%d/%m/%Y %H:%M");
                output.line(format_args!("     {who} · {device} · {when}"))?;
                output.line(format_args!("     --take {}", voice.revision))?;
            }
            if let Some(remark) = &opinion.beside.remark {
                output.line(format_args!("     {}", t!("cli.conflicts.remark", text = remark.replace('\n', " "))))?;
            }
        }
        output.gap()?;
    }
    for parallel in beside {
        let unit = words.round().unit(&parallel.unit).map_or(parallel.unit.as_str(), |unit| &unit.name);
        let ask = words.item(&parallel.key).map_or_else(|| parallel.key.to_string(), |item| item.ask.clone());
        output.line(t!("cli.conflicts.parallel", unit = unit, item = ask))?;
        for side in &parallel.sides {
            let field = words.field_of(&side.record, side.field.as_str(), None);
            let value = words.value(&side.record, side.field.as_str(), &side.value);
            let (who, device) = (words.member(side.member.as_deref()), words.device(&side.device));
            output.line(format_args!("  {field}: {}  ({who} · {device})", value.replace('\n', " ")))?;
        }
        output.gap()?;
    }
    match (found.len(), beside.len(), unit) {
        (0, 0, Some(unit)) => output.line(t!("cli.conflicts.none_at", unit = unit.name)),
        (0, 0, None) => output.line(t!("cli.conflicts.none")),
        (count, parallel, _) => {
            output.line(t!("cli.conflicts.counts", count = count, parallel = parallel))?;
            if count > 0 {
                output.line(t!("cli.conflicts.how"))?;
            }
            Ok(())
        }
    }
}

/// Decides one contested field, as whoever acts.
pub fn resolve(session: &mut Session, arguments: &ResolveArguments) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let record = RecordKey::new(arguments.record.clone()).map_err(ConflictError::from)?;
    let open = OpenRound::open(&store, round_of(&record)?.as_str())?;
    let member = store.acting(&open.round, session.settings.member.as_deref())?;
    let words = Words::of(&open.round, &open.editions, &rust_i18n::locale());
    let conflict = named(&store, &words, &record, &arguments.field)?;
    let choice = match (&arguments.take, &arguments.value) {
        (Some(revision), _) => Choice::Take(opinion(&conflict, revision)?),
        (None, value) => Choice::Write(json(&words, &conflict, value.as_deref().unwrap_or_default())?),
    };
    let line = Settle::of(&words, &conflict, choice)?;
    let value = words.value(&record, &arguments.field, &line.value);
    let author = Author { member: Some(member.id.to_string()), reason: arguments.reason.clone() };
    let settled = settle(&mut store, &words, &author, &[line])?;
    session.back_up();
    session.output.line(t!("cli.resolve.done", field = words.field(&conflict), value = value))?;
    if let Some(role) = words.role_of_no_lead(Some(member.id.as_str())) {
        session.output.line(t!("cli.resolve.no_lead", role = role))?;
    }
    if matches!(settled, Settled::StillOpen(_)) {
        session.output.line(t!("cli.resolve.still_open"))?;
    }
    Ok(Exit::Done)
}

/// The opinion that was named: its whole id, or a beginning that only one has.
fn opinion(conflict: &Conflict, typed: &str) -> Result<RevisionId, ConflictError> {
    let heads = conflict.heads();
    let known: Vec<String> = heads.iter().map(ToString::to_string).collect();
    let mut fitting = (0..heads.len()).filter(|index| typed.len() >= 8 && known[*index].starts_with(typed));
    match (fitting.next(), fitting.next()) {
        (Some(index), None) => Ok(heads[index]),
        _ => Err(ConflictError::NotAnOpinion { revision: typed.to_owned(), known }),
    }
}

fn json(words: &Words<'_>, conflict: &Conflict, typed: &str) -> Result<Value, ConflictError> {
    let wrong = |_| ConflictError::WrongValue { field: words.field(conflict), value: typed.to_owned() };
    serde_json::from_str(typed).map_err(wrong)
}

//! `kiemtra board`

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;

use super::arguments::BoardArguments;
use super::error::{CommandError, Exit};
use super::output::Output;
use super::session::Session;
use super::table::{Align, Table};
use crate::exchange::board::{
    Board, ChecklistBoard, Expected, Finality, Fork, Meeting, MemberCell, UnitBoard, missing_of,
};
use crate::inspection::Round;
use crate::journal::{DeviceId, Span};

/// `board --json`.
#[derive(Serialize)]
struct Report<'a> {
    round: &'a str,
    /// Whether the round has met another laptop, by a merge or a receipt.
    met: bool,
    /// Records that no other device is known to hold.
    unsent: u64,
    units: Vec<UnitLine<'a>>,
    members: Vec<MemberLine<'a>>,
    devices: Vec<DeviceLine<'a>>,
    waiting: Vec<WaitingLine<'a>>,
}

#[derive(Serialize)]
struct UnitLine<'a> {
    unit: &'a str,
    name: &'a str,
    conflicts: usize,
    attachments_missing: usize,
    checklists: Vec<ChecklistLine<'a>>,
}

#[derive(Serialize)]
struct ChecklistLine<'a> {
    checklist: &'a str,
    title: &'a str,
    items: usize,
    received: usize,
    conflicts: usize,
    attachments_missing: usize,
    members: Vec<CellLine<'a>>,
}

#[derive(Serialize)]
struct CellLine<'a> {
    member: &'a str,
    name: &'a str,
    /// False where he recorded outside his assignment.
    assigned: bool,
    items: usize,
    received: usize,
    /// He said that he has finished, and changed nothing there since.
    #[serde(rename = "final")]
    finished: bool,
    /// He said so and changed something there afterwards.
    stale: bool,
    newest: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize)]
struct MemberLine<'a> {
    member: &'a str,
    name: &'a str,
    finished_at: Option<DateTime<FixedOffset>>,
    last_pack: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize)]
struct DeviceLine<'a> {
    device: &'a DeviceId,
    name: &'a str,
    members: Vec<&'a str>,
    /// The last number of its chain that is here.
    held: u64,
    /// `[first, last]` of what is missing.
    gaps: &'a [Span],
    /// Two different revisions bear the same number.
    fork: bool,
    last_pack: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize)]
struct WaitingLine<'a> {
    file: &'a str,
    device: Option<&'a DeviceId>,
    name: Option<&'a str>,
    why: &'a str,
}

/// Prints what was expected and what has come.
pub fn run(session: &mut Session, arguments: &BoardArguments) -> Result<Exit, CommandError> {
    let store = session.open()?;
    let round = store.round(&arguments.round)?;
    session.check_member(&store, &round)?;
    let board = store.board(&round)?;
    if arguments.json {
        print_json(&mut session.output, &round, &board)?;
    } else {
        print(&mut session.output, &round, &board)?;
    }
    Ok(Exit::Done)
}

fn name_of<'a>(board: &'a Board, cell: &'a MemberCell) -> &'a str {
    let member = board.members.iter().find(|member| member.id == cell.member);
    member.map_or(cell.member.as_str(), |member| member.name.as_str())
}

fn print_json(output: &mut Output, round: &Round, board: &Board) -> Result<(), CommandError> {
    let units = board.units.iter().map(|unit| UnitLine {
        unit: unit.unit.as_str(),
        name: &unit.name,
        conflicts: unit.conflicts,
        attachments_missing: unit.attachments_missing,
        checklists: unit.checklists.iter().map(|checklist| checklist_line(board, checklist)).collect(),
    });
    let members = board.members.iter().map(|member| MemberLine {
        member: member.id.as_str(),
        name: &member.name,
        finished_at: member.finished,
        last_pack: member.last_pack,
    });
    let devices = board.devices.iter().map(|device| DeviceLine {
        device: &device.device,
        name: &device.name,
        members: device.members.iter().map(crate::inspection::MemberId::as_str).collect(),
        held: device.held,
        gaps: &device.gaps,
        fork: device.fork == Fork::Yes,
        last_pack: device.last_pack,
    });
    let waiting = board.waiting.iter().map(|pack| WaitingLine {
        file: &pack.file,
        device: pack.device.as_ref(),
        name: pack.device_name.as_deref(),
        why: &pack.why,
    });
    let report = Report {
        round: round.id.as_str(),
        met: board.meeting == Meeting::Before,
        unsent: board.unsent,
        units: units.collect(),
        members: members.collect(),
        devices: devices.collect(),
        waiting: waiting.collect(),
    };
    output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?)
}

fn checklist_line<'a>(board: &'a Board, checklist: &'a ChecklistBoard) -> ChecklistLine<'a> {
    let cell = |cell: &'a MemberCell| CellLine {
        member: cell.member.as_str(),
        name: name_of(board, cell),
        assigned: cell.expected != Expected::No,
        items: checklist.items,
        received: cell.received,
        finished: cell.finality == Finality::Final,
        stale: cell.finality == Finality::Stale,
        newest: cell.newest,
    };
    ChecklistLine {
        checklist: checklist.checklist.as_str(),
        title: &checklist.title,
        items: checklist.items,
        received: checklist.received,
        conflicts: checklist.conflicts,
        attachments_missing: checklist.attachments_missing,
        members: checklist.members.iter().map(cell).collect(),
    }
}

/// Widest checklist ids and names: the table fits 80 columns.
const WIDEST: usize = 20;

fn print(output: &mut Output, round: &Round, board: &Board) -> Result<(), CommandError> {
    output.line(&round.title)?;
    for unit in &board.units {
        output.gap()?;
        output.line(format_args!("{} ({})", unit.name, unit.unit))?;
        if unit.conflicts > 0 {
            output.line(format!("  {}", t!("cli_board.conflicts", count = unit.conflicts)))?;
        }
        if unit.attachments_missing > 0 {
            output.line(format!("  {}", t!("cli_board.files", count = unit.attachments_missing)))?;
        }
        output.line(table(board, unit))?;
    }
    output.gap()?;
    for device in board.devices.iter().filter(|device| !device.gaps.is_empty()) {
        output.line(missing_of(&device.name, &device.gaps))?;
    }
    for device in board.devices.iter().filter(|device| device.fork == Fork::Yes) {
        output.line(t!("screen_board.fork", device = device.name))?;
    }
    for pack in &board.waiting {
        output.line(t!("screen_board.waits", file = pack.file, why = pack.why))?;
    }
    if board.meeting == Meeting::Never {
        output.line(t!("cli_board.alone"))?;
    }
    output.line(t!("cli_board.unsent", count = board.unsent))?;
    output.line(t!("cli_board.legend"))
}

fn table(board: &Board, unit: &UnitBoard) -> Table {
    let text = |key: &str| (t!(key).into_owned(), Align::Left);
    let number = |key: &str| (t!(key).into_owned(), Align::Right);
    let mut table = Table::new([
        (format!("  {}", t!("cli_board.checklist")), Align::Left),
        text("cli_board.member"),
        number("cli_board.received"),
        text("cli_board.final"),
        text("cli_board.newest"),
    ]);
    for checklist in &unit.checklists {
        let id = format!("  {}", cut(checklist.checklist.as_str()));
        if checklist.members.is_empty() {
            let nobody = t!("cli_board.nobody").into_owned();
            table.push([id, nobody, format!("0/{}", checklist.items)]);
            continue;
        }
        for (place, cell) in checklist.members.iter().enumerate() {
            let newest = cell.newest.map(|newest| newest.format("%d/%m %H:%M").to_string());
            table.push([
                if place == 0 { id.clone() } else { String::new() },
                cut(name_of(board, cell)),
                format!("{}/{}", cell.received, checklist.items),
                word(cell),
                newest.unwrap_or_default(),
            ]);
        }
    }
    table
}

fn word(cell: &MemberCell) -> String {
    let key = match (cell.expected, cell.finality) {
        (Expected::No, _) => "cli_board.outside",
        (_, Finality::Final) => "cli_board.finished",
        (_, Finality::Stale) => "cli_board.stale",
        (_, Finality::NotSaid) => "cli_board.not_said",
    };
    t!(key).into_owned()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

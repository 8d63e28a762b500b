//! The pages of the editor: plain lists of rows made from the draft.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_i18n::t;

use super::draft::{DocumentOf, RoundDraft};
use super::offices::{self, OfficeAct};
use super::slot::{DocumentField, LetterheadField, MemberField, Slot, UnitField};
use crate::checklist::{Checklist, ChecklistId};
use crate::inspection::unit_list::{ListedUnit, UnitList};
use crate::inspection::{MemberId, Office, RoundId, UnitId};
use crate::tui::screens::names;
use crate::vietnamese::date::format_date_short;

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Page {
    Parts,
    General,
    Documents,
    Checklists,
    Letterhead,
    /// Letterheads that are kept.
    Offices,
    Targets,
    Members,
    Member(usize),
    Units,
    Unit(usize),
    /// The lists units can be taken from.
    Lists,
    /// The units of one list.
    List(usize),
    Assignments,
    Assignment(usize),
    /// What a field can be.
    Choice(Slot),
}

/// What the editor knows of the world.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    pub checklists: Vec<Arc<Checklist>>,
    pub lists: Vec<UnitList>,
    /// Ids of the other rounds.
    pub rounds: Vec<RoundId>,
    /// Offices whose letterheads are kept.
    pub offices: Vec<Office>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub label: String,
    pub value: String,
    pub act: Act,
}

/// What Enter does on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    /// Types into a field.
    Type(Slot),
    /// Opens the choices of a field.
    Choose(Slot),
    /// Takes a choice.
    Take(Slot, usize),
    /// Opens a page.
    Go(Page),
    /// Ticks something on or off.
    Tick(Tick, Ticked),
    /// Gives a member work.
    Assign(MemberId),
    /// Takes or keeps a letterhead.
    Office(OfficeAct),
    /// Nothing; the reason is said.
    Fixed(String),
}

/// Something that is ticked on or off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tick {
    Checklist(ChecklistId),
    /// A unit of a list: which list, which of its units.
    Listed(usize, usize),
    AssignedChecklist(usize, ChecklistId),
    AssignedUnit(usize, UnitId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ticked {
    Yes,
    No,
}

impl From<bool> for Ticked {
    fn from(ticked: bool) -> Self {
        if ticked { Self::Yes } else { Self::No }
    }
}

pub(super) fn row(label: impl Into<String>, value: impl Into<String>, act: Act) -> Row {
    Row { label: label.into(), value: value.into(), act }
}

pub(super) fn label(key: &str) -> String {
    t!(format!("screen_round_editor.{key}")).into_owned()
}

pub(super) fn count(key: &str, count: usize) -> String {
    match count {
        0 => label("nothing"),
        count => t!(format!("screen_round_editor.{key}"), count = count).into_owned(),
    }
}

impl Page {
    /// Its name, for the second line.
    pub fn title(&self, draft: &RoundDraft, sources: &Sources) -> String {
        let round = &draft.round;
        match self {
            Self::Parts => label("parts"),
            Self::General => label("general"),
            Self::Documents => label("documents"),
            Self::Checklists => label("checklists"),
            Self::Letterhead => label("letterhead"),
            Self::Offices => label("offices"),
            Self::Targets => label("targets"),
            Self::Members => label("members"),
            Self::Member(at) => {
                round.members.get(*at).map_or_else(|| label("new_member"), |member| member.name.clone())
            }
            Self::Units => label("units"),
            Self::Unit(at) => round.units.get(*at).map_or_else(|| label("new_unit"), |unit| unit.name.clone()),
            Self::Lists => label("lists"),
            Self::List(at) => sources.lists.get(*at).map(|list| list.title.clone()).unwrap_or_default(),
            Self::Assignments => label("assignments"),
            Self::Assignment(at) => {
                let assignment = round.assignments.get(*at);
                assignment.map(|assignment| member_name(draft, &assignment.member)).unwrap_or_default()
            }
            Self::Choice(slot) => label(match slot {
                Slot::Mode => "mode",
                Slot::Member(..) => "role",
                Slot::Unit(..) => "kind",
                Slot::Letterhead(LetterheadField::Title) => "notice_title",
                _ => "pad_counts",
            }),
        }
    }

    /// Whether `/` finds among its rows.
    pub fn is_searchable(&self) -> bool {
        matches!(self, Self::Checklists | Self::Units | Self::Lists | Self::List(_) | Self::Assignment(_))
    }

    /// Its rows.
    pub fn rows(&self, draft: &RoundDraft, sources: &Sources) -> Vec<Row> {
        match self {
            Self::Parts => parts(draft),
            Self::General => general(draft),
            Self::Documents => documents(draft),
            Self::Checklists => checklists(draft, sources),
            Self::Letterhead => letterhead(draft, sources),
            Self::Offices => offices::choices(sources),
            Self::Targets => targets(draft, sources),
            Self::Members => members(draft),
            Self::Member(at) => member(draft, *at),
            Self::Units => units(draft),
            Self::Unit(at) => unit(draft, *at),
            Self::Lists => {
                let rows = sources.lists.iter().enumerate();
                rows.map(|(at, list)| row(&list.title, count("n_units", list.units.len()), Act::Go(Self::List(at))))
                    .collect()
            }
            Self::List(at) => listed(draft, sources, *at),
            Self::Assignments => assignments(draft),
            Self::Assignment(at) => assignment(draft, sources, *at),
            Self::Choice(slot) => {
                let now = slot.value(draft);
                let choices = slot.choices().into_iter().enumerate();
                let mark = |choice: &str| if choice == now { label("now") } else { String::new() };
                choices.map(|(index, choice)| row(&choice, mark(&choice), Act::Take(slot.clone(), index))).collect()
            }
        }
    }
}

fn parts(draft: &RoundDraft) -> Vec<Row> {
    let round = &draft.round;
    let given = |text: &str| if text.is_empty() { label("nothing") } else { text.to_owned() };
    let cited = [DocumentOf::Plan, DocumentOf::Decision].map(|of| draft.document(of).number);
    let cited: Vec<&str> = cited.iter().map(String::as_str).filter(|number| !number.is_empty()).collect();
    vec![
        row(label("general"), given(&round.title), Act::Go(Page::General)),
        row(label("checklists"), count("n_checklists", round.checklists.len()), Act::Go(Page::Checklists)),
        row(label("members"), count("n_members", round.members.len()), Act::Go(Page::Members)),
        row(label("units"), count("n_units", round.units.len()), Act::Go(Page::Units)),
        row(label("documents"), given(&cited.join(", ")), Act::Go(Page::Documents)),
        row(label("letterhead"), given(&round.letterhead.agency), Act::Go(Page::Letterhead)),
        row(label("targets"), count("n_targets", round.targets.len()), Act::Go(Page::Targets)),
        row(label("assignments"), assignments_value(draft), Act::Go(Page::Assignments)),
    ]
}

fn assignments_value(draft: &RoundDraft) -> String {
    match draft.round.assignments.len() {
        0 => label("everybody_everything"),
        some => count("n_assignments", some),
    }
}

fn typed(draft: &RoundDraft, name: &str, slot: Slot) -> Row {
    row(label(name), slot.value(draft), Act::Type(slot))
}

fn chosen(draft: &RoundDraft, name: &str, slot: Slot) -> Row {
    row(label(name), slot.value(draft), Act::Choose(slot))
}

fn general(draft: &RoundDraft) -> Vec<Row> {
    let id = if draft.is_kept() {
        row(label("id"), draft.round.id.to_string(), Act::Fixed(label("id_fixed")))
    } else {
        typed(draft, "id", Slot::Id)
    };
    vec![
        typed(draft, "title", Slot::Title),
        id,
        chosen(draft, "mode", Slot::Mode),
        typed(draft, "period_from", Slot::PeriodFrom),
        typed(draft, "period_to", Slot::PeriodTo),
    ]
}

fn documents(draft: &RoundDraft) -> Vec<Row> {
    let fields = [("number", DocumentField::Number), ("date", DocumentField::Date), ("issuer", DocumentField::Issuer)];
    let rows = [DocumentOf::Plan, DocumentOf::Decision].into_iter().flat_map(|of| {
        fields.map(|(name, field)| {
            let slot = Slot::Document(of, field);
            row(format!("{}: {}", of.name(), label(name)), slot.value(draft), Act::Type(slot))
        })
    });
    rows.collect()
}

/// One row for each checklist at hand, in the order of the fields; the chosen ones say at which place they are asked.
fn checklists(draft: &RoundDraft, sources: &Sources) -> Vec<Row> {
    let round = &draft.round;
    let mut used: BTreeMap<&ChecklistId, &Arc<Checklist>> = BTreeMap::new();
    for checklist in &sources.checklists {
        let known = used.entry(&checklist.id).or_insert(checklist);
        // Editions come oldest first; the newest for the inspected period stays, else the newest.
        if !known.effective.contains(round.period.to) || checklist.effective.contains(round.period.to) {
            *known = checklist;
        }
    }
    let kinds: BTreeSet<_> = round.units.iter().map(|unit| unit.kind).collect();
    let mut shown: Vec<_> = used.into_values().collect();
    shown.sort_by_key(|checklist| (checklist.field, &checklist.id));
    let rows = shown.into_iter().map(|checklist| {
        let place = round.checklists.iter().position(|id| *id == checklist.id);
        let asked = kinds.is_empty() || kinds.iter().any(|kind| checklist.applies_to(*kind));
        let place_text = place.map(|place| t!("screen_round_editor.nth", nth = place + 1).into_owned());
        let edition = t!("screen_round_editor.edition", edition = checklist.edition).into_owned();
        let none = (!asked).then(|| label("applies_to_none"));
        let value: Vec<String> = [place_text, none, Some(edition)].into_iter().flatten().collect();
        let tick = Tick::Checklist(checklist.id.clone());
        row(&checklist.title, value.join(", "), Act::Tick(tick, Ticked::from(place.is_some())))
    });
    rows.collect()
}

fn letterhead(draft: &RoundDraft, sources: &Sources) -> Vec<Row> {
    let field = |name: &str, field| typed(draft, name, Slot::Letterhead(field));
    let mut rows = vec![
        field("parent", LetterheadField::Parent),
        field("agency", LetterheadField::Agency),
        field("notation", LetterheadField::Notation),
        field("place", LetterheadField::Place),
        field("authority", LetterheadField::Authority),
        field("signer_post", LetterheadField::SignerPost),
        field("signer_name", LetterheadField::SignerName),
        field("filing", LetterheadField::Filing),
        chosen(draft, "notice_title", Slot::Letterhead(LetterheadField::Title)),
        chosen(draft, "pad_counts", Slot::Letterhead(LetterheadField::PadCounts)),
    ];
    for line in 0..=draft.round.letterhead.recipients.len() {
        let slot = Slot::Recipient(line);
        let name = if line < draft.round.letterhead.recipients.len() { "recipient" } else { "new_recipient" };
        rows.push(typed(draft, name, slot));
    }
    rows.extend(offices::rows(draft, sources));
    rows
}

/// Targets the chosen checklists name, and those written beside them.
fn targets(draft: &RoundDraft, sources: &Sources) -> Vec<Row> {
    let round = &draft.round;
    let mut wanted: BTreeMap<&str, &str> = BTreeMap::new();
    let asked = sources.checklists.iter().filter(|checklist| round.checklists.contains(&checklist.id));
    for (name, about) in asked.flat_map(|checklist| checklist.targets()) {
        wanted.entry(name).or_insert(about);
    }
    for name in round.targets.keys() {
        wanted.entry(name).or_insert(name);
    }
    let rows = wanted.into_iter().map(|(name, about)| {
        let slot = Slot::Target(name.to_owned());
        let shown = if about == name { name.to_owned() } else { format!("{name}: {about}") };
        row(shown, slot.value(draft), Act::Type(slot))
    });
    rows.chain([row(label("new_target"), "", Act::Type(Slot::NewTarget))]).collect()
}

fn members(draft: &RoundDraft) -> Vec<Row> {
    let members = &draft.round.members;
    let add = row(label("add_member"), "", Act::Go(Page::Member(members.len())));
    let rows = members.iter().enumerate().map(|(at, member)| {
        let post = member.post.as_deref().unwrap_or_default();
        let about = [names::role(member.role), post.to_owned()].into_iter().filter(|text| !text.is_empty());
        row(&member.name, about.collect::<Vec<_>>().join(", "), Act::Go(Page::Member(at)))
    });
    std::iter::once(add).chain(rows).collect()
}

fn member(draft: &RoundDraft, at: usize) -> Vec<Row> {
    let field = |name: &str, field| typed(draft, name, Slot::Member(at, field));
    let mut rows = vec![field("name", MemberField::Name)];
    let Some(member) = draft.round.members.get(at) else { return rows };
    rows.push(chosen(draft, "role", Slot::Member(at, MemberField::Role)));
    rows.push(field("post", MemberField::Post));
    rows.push(field("lent_by", MemberField::Agency));
    rows.push(if draft.is_member_kept(&member.id) {
        row(label("id"), member.id.to_string(), Act::Fixed(label("id_fixed")))
    } else {
        field("id", MemberField::Id)
    });
    rows
}

fn units(draft: &RoundDraft) -> Vec<Row> {
    let units = &draft.round.units;
    let adding = [
        row(label("from_list"), "", Act::Go(Page::Lists)),
        row(label("by_hand"), "", Act::Go(Page::Unit(units.len()))),
    ];
    let rows = units.iter().enumerate().map(|(at, unit)| {
        let day = unit.visit.map(format_date_short);
        let about = [Some(names::unit_kind(unit.kind).to_owned()), day].into_iter().flatten();
        row(&unit.name, about.collect::<Vec<_>>().join(", "), Act::Go(Page::Unit(at)))
    });
    adding.into_iter().chain(rows).collect()
}

fn unit(draft: &RoundDraft, at: usize) -> Vec<Row> {
    let field = |name: &str, field| typed(draft, name, Slot::Unit(at, field));
    let mut rows = vec![field("unit_name", UnitField::Name)];
    let Some(unit) = draft.round.units.get(at) else { return rows };
    let report = DocumentOf::SelfReport(at);
    rows.push(chosen(draft, "kind", Slot::Unit(at, UnitField::Kind)));
    rows.push(field("visit", UnitField::Visit));
    rows.push(field("under", UnitField::Under));
    rows.push(typed(draft, "report_number", Slot::Document(report, DocumentField::Number)));
    rows.push(typed(draft, "report_date", Slot::Document(report, DocumentField::Date)));
    rows.push(field("head_name", UnitField::HeadName));
    rows.push(field("head_post", UnitField::HeadPost));
    rows.push(if draft.is_unit_kept(&unit.id) {
        row(label("id"), unit.id.to_string(), Act::Fixed(label("id_fixed")))
    } else {
        field("id", UnitField::Id)
    });
    rows
}

/// Where a unit of a list stands in the round, if it is there.
pub(super) fn place_of(draft: &RoundDraft, listed: &ListedUnit) -> Option<usize> {
    draft.round.units.iter().position(|unit| unit.name == listed.name && unit.under == listed.under)
}

fn listed(draft: &RoundDraft, sources: &Sources, list: usize) -> Vec<Row> {
    let units = sources.lists.get(list).map(|list| list.units.as_slice()).unwrap_or_default();
    let rows = units.iter().enumerate().map(|(at, unit)| {
        let ticked = Ticked::from(place_of(draft, unit).is_some());
        let about = [Some(names::unit_kind(unit.kind).to_owned()), unit.under.clone()].into_iter().flatten();
        row(&unit.name, about.collect::<Vec<_>>().join(", "), Act::Tick(Tick::Listed(list, at), ticked))
    });
    rows.collect()
}

pub(super) fn member_name(draft: &RoundDraft, id: &MemberId) -> String {
    draft.round.member(id.as_str()).map_or_else(|| id.to_string(), |member| member.name.clone())
}

fn assignments(draft: &RoundDraft) -> Vec<Row> {
    let round = &draft.round;
    let given = round.assignments.iter().enumerate().map(|(at, assignment)| {
        let checklists = match assignment.checklists.len() {
            0 => label("all_checklists"),
            some => count("n_checklists", some),
        };
        let units = match assignment.units.len() {
            0 => label("all_units"),
            some => count("n_units", some),
        };
        let name = member_name(draft, &assignment.member);
        row(name, format!("{checklists}, {units}"), Act::Go(Page::Assignment(at)))
    });
    let offered = round.members.iter().map(|member| {
        let text = t!("screen_round_editor.assign", member = member.name);
        row(text, "", Act::Assign(member.id.clone()))
    });
    given.chain(offered).collect()
}

fn assignment(draft: &RoundDraft, sources: &Sources, at: usize) -> Vec<Row> {
    let round = &draft.round;
    let Some(assignment) = round.assignments.get(at) else { return Vec::new() };
    let title = |id: &ChecklistId| {
        let found = sources.checklists.iter().rev().find(|checklist| checklist.id == *id);
        found.map_or_else(|| id.to_string(), |checklist| checklist.title.clone())
    };
    let checklists = round.checklists.iter().map(|id| {
        let ticked = Ticked::from(assignment.checklists.contains(id));
        row(title(id), label("a_checklist"), Act::Tick(Tick::AssignedChecklist(at, id.clone()), ticked))
    });
    let units = round.units.iter().map(|unit| {
        let ticked = Ticked::from(assignment.units.contains(&unit.id));
        row(&unit.name, label("a_unit"), Act::Tick(Tick::AssignedUnit(at, unit.id.clone()), ticked))
    });
    checklists.chain(units).collect()
}

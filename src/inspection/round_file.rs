//! `round.toml`: a round as people write it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_i18n::t;
use serde::Deserialize;

use super::model::{
    Assignment, DocumentReference, Head, Letterhead, Member, MemberId, Mode, Period, Role, Round, RoundId, SelfReport,
    Unit, UnitId,
};
use super::text_file::{FileError, TextFile};
use crate::checklist::{ChecklistId, UnitKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: RoundId,
    title: String,
    #[serde(default)]
    mode: Mode,
    period: Option<Period>,
    plan: Option<DocumentReference>,
    decision: Option<DocumentReference>,
    checklists: Vec<ChecklistId>,
    recovery: Option<String>,
    #[serde(default)]
    target: BTreeMap<String, f64>,
    #[serde(default)]
    letterhead: Letterhead,
    #[serde(default)]
    member: Vec<WrittenMember>,
    #[serde(default)]
    unit: Vec<WrittenUnit>,
    #[serde(default)]
    assignment: Vec<WrittenAssignment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMember {
    id: MemberId,
    name: String,
    post: Option<String>,
    agency: Option<String>,
    #[serde(default)]
    role: Role,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenUnit {
    id: UnitId,
    name: String,
    kind: UnitKind,
    under: Option<String>,
    #[serde(default, deserialize_with = "super::day::optional::deserialize")]
    visit: Option<NaiveDate>,
    self_report: Option<SelfReport>,
    head: Option<Head>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAssignment {
    member: MemberId,
    #[serde(default)]
    units: Vec<UnitId>,
    #[serde(default)]
    checklists: Vec<ChecklistId>,
}

/// Reads a round; where it names no period, the year of `today` is inspected.
pub fn read(file: &TextFile, today: NaiveDate) -> Result<Round, FileError> {
    let written: Written = file.parse()?;
    let round = Round {
        id: written.id,
        title: written.title,
        mode: written.mode,
        period: written.period.unwrap_or_else(|| Period::year_of(today)),
        plan: written.plan,
        decision: written.decision,
        checklists: written.checklists,
        recovery: written.recovery,
        targets: written.target.into_iter().map(|(name, value)| (name.replace('-', "_"), value)).collect(),
        letterhead: written.letterhead,
        members: written.member.into_iter().map(Into::into).collect(),
        units: written.unit.into_iter().map(Into::into).collect(),
        assignments: written.assignment.into_iter().map(Into::into).collect(),
    };
    check(&round).map_err(|what| file.error_at_start(what))?;
    Ok(round)
}

/// What no single value shows: doubles, names of nobody, a period the wrong way round, odd dates.
pub fn check(round: &Round) -> Result<(), String> {
    if round.title.trim().is_empty() {
        return Err(t!("inspection.round_without_title").into_owned());
    }
    if round.period.from > round.period.to {
        return Err(t!("inspection.period_reversed").into_owned());
    }
    if round.checklists.is_empty() {
        return Err(t!("inspection.round_without_checklists").into_owned());
    }
    no_doubles(round.checklists.iter().map(ChecklistId::as_str))?;
    no_doubles(round.members.iter().map(|member| member.id.as_str()))?;
    no_doubles(round.units.iter().map(|unit| unit.id.as_str()))?;
    if round.members.iter().filter(|member| member.role == Role::Lead).count() > 1 {
        return Err(t!("inspection.two_leads").into_owned());
    }
    let unit = round.units.iter().find(|unit| unit.name.trim().is_empty()).map(|unit| unit.id.as_str());
    let member = round.members.iter().find(|member| member.name.trim().is_empty()).map(|member| member.id.as_str());
    if let Some(id) = unit.or(member) {
        return Err(t!("inspection.without_name", id = id).into_owned());
    }
    let reports = round.units.iter().filter_map(|unit| unit.self_report.as_ref()).map(|report| report.date);
    let visits = round.units.iter().filter_map(|unit| unit.visit);
    let documents = [&round.plan, &round.decision].into_iter().flatten().map(|document| document.date);
    for day in visits.chain(reports).chain(documents).chain([round.period.from, round.period.to]) {
        if crate::vietnamese::date::check_range(day).is_err() {
            return Err(t!("inspection.date_outside_reason", date = day).into_owned());
        }
    }
    for assignment in &round.assignments {
        if round.member(assignment.member.as_str()).is_none() {
            return Err(t!("inspection.assignment_unknown_member", id = assignment.member).into_owned());
        }
        if let Some(unit) = assignment.units.iter().find(|unit| round.unit(unit).is_none()) {
            return Err(t!("inspection.assignment_unknown_unit", id = unit).into_owned());
        }
        if let Some(checklist) = assignment.checklists.iter().find(|checklist| !round.checklists.contains(checklist)) {
            return Err(t!("inspection.assignment_unknown_checklist", id = checklist).into_owned());
        }
    }
    Ok(())
}

fn no_doubles<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(t!("inspection.double_id", id = id).into_owned());
        }
    }
    Ok(())
}

impl From<WrittenMember> for Member {
    fn from(written: WrittenMember) -> Self {
        let WrittenMember { id, name, post, agency, role } = written;
        Self { id, name, post, agency, role }
    }
}

impl From<WrittenUnit> for Unit {
    fn from(written: WrittenUnit) -> Self {
        let WrittenUnit { id, name, kind, under, visit, self_report, head } = written;
        Self { id, name, kind, under, visit, self_report, head }
    }
}

impl From<WrittenAssignment> for Assignment {
    fn from(written: WrittenAssignment) -> Self {
        let WrittenAssignment { member, units, checklists } = written;
        Self { member, units, checklists }
    }
}

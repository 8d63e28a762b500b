//! Rounds in the journal: adding, changing, reading, and which edition of each checklist they use.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::edition::HASH;
use super::error::InspectionError;
use super::keys;
use super::model::{Assignment, Letterhead, Member, MemberId, Mode, Period, Role, Round, RoundId, Unit, UnitId};
use super::store::Store;
use crate::checklist::{ChecklistId, UnitKind};
use crate::journal::{Author, Chain, Change, FieldName, Head, Journal, Parents, RecordKey};
use crate::vietnamese::nfc;

/// A line of the list of rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundSummary {
    /// Its id.
    pub id: RoundId,
    /// Its title.
    pub title: String,
}

/// What adding a round again would change, or has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundDifference {
    /// Record: `round/…`, `unit/…`, `member/…`.
    pub record: String,
    /// Field; a key within it after a dot.
    pub field: String,
    /// Before; null where it is new.
    pub before: Value,
    /// After; null where it is taken away.
    pub after: Value,
}

impl Store {
    /// All rounds, newest id first.
    pub fn rounds(&self) -> Result<Vec<RoundSummary>, InspectionError> {
        let heads = self.journal.heads_under("round/")?;
        let mut rounds: Vec<RoundSummary> = heads
            .iter()
            .filter(|head| head.field.as_str() == "title")
            .filter_map(|head| {
                let id = RoundId::new(head.record.as_str().split('/').nth(1)?).ok()?;
                Some(RoundSummary { id, title: head.value.as_str()?.to_owned() })
            })
            .collect();
        rounds.sort_by(|a, b| b.id.cmp(&a.id));
        rounds.dedup_by(|a, b| a.id == b.id);
        Ok(rounds)
    }

    /// The round called `id`.
    pub fn round(&self, id: &str) -> Result<Round, InspectionError> {
        let unknown = || -> Result<InspectionError, InspectionError> {
            let known = self.rounds()?.into_iter().map(|round| round.id.to_string()).collect();
            Ok(InspectionError::UnknownRound { id: id.to_owned(), known })
        };
        let Ok(id) = RoundId::new(id) else { return Err(unknown()?) };
        match load(&self.journal, &id)? {
            Some(round) => Ok(round),
            None => Err(unknown()?),
        }
    }

    /// Adds a round, or updates it by revisions where it is known; pins the editions of its checklists that count today.
    /// Gives what changed; units and members that `round` no longer names stay as they are.
    pub fn add_round(&mut self, round: &Round, member: Option<&str>) -> Result<Vec<RoundDifference>, InspectionError> {
        self.put_round(round, member, Pins::Renewed)
    }

    /// As [`Self::add_round`], but editions that are pinned stay so: whoever mends a date does not change what is asked.
    pub fn save_round(&mut self, round: &Round, member: Option<&str>) -> Result<Vec<RoundDifference>, InspectionError> {
        self.put_round(round, member, Pins::Kept)
    }

    fn put_round(
        &mut self,
        round: &Round,
        member: Option<&str>,
        pins: Pins,
    ) -> Result<Vec<RoundDifference>, InspectionError> {
        super::round_file::check(round).map_err(InspectionError::Round)?;
        let mut changes = round_changes(round)?;
        let mut editions = Vec::new();
        for id in &round.checklists {
            let pinned = self.pins(&round.id, id)?.len();
            let chosen = match self.library.choose(id, round.period.to) {
                // Where laptops chose different editions, a person settles it, not whoever next changes a date.
                _ if pinned > 1 || (pinned == 1 && pins == Pins::Kept) => continue,
                // It came with the round from another laptop.
                None if pinned == 1 => continue,
                None => return Err(self.unknown_checklist(id)),
                Some(chosen) => chosen,
            };
            changes.push(change(keys::pin(&round.id, id)?, HASH, json!(chosen.checklist.hash))?);
            editions.push(chosen.checklist);
        }
        let is_new = self.journal.heads_of(&keys::round(&round.id)?)?.is_empty();
        let differences = self.differences(&changes)?;
        for edition in &editions {
            self.journal.edition_put(&edition.hash.0, edition.id.as_str(), &edition.edition, &edition.text)?;
        }
        let author = Author { member: member.map(str::to_owned), reason: None };
        self.journal.write(&Chain::Round(round.id.to_string()), &author, &changes)?;
        if is_new {
            let added = change(keys::added(&round.id)?, "here", json!(true))?;
            self.journal.write(&Chain::DeviceWide, &Author::default(), &[added])?;
        }
        Ok(differences)
    }

    pub(super) fn unknown_checklist(&self, id: &ChecklistId) -> InspectionError {
        let known = self.library.ids().into_iter().map(ToString::to_string).collect();
        InspectionError::UnknownChecklist { id: id.to_string(), known }
    }

    /// Takes a unit or member out of the round; what was recorded there stays in the journal.
    pub fn remove_from_round(&mut self, record: RoundPart<'_>, member: Option<&str>) -> Result<(), InspectionError> {
        let (round, key) = match record {
            RoundPart::Unit(round, unit) => {
                self.refuse_signed(round, unit)?;
                self.refuse_issued(round, unit)?;
                (round, keys::unit(round, unit)?)
            }
            RoundPart::Member(round, member) => (round, keys::member(round, member)?),
        };
        let author = Author { member: member.map(str::to_owned), reason: None };
        self.journal.write(&Chain::Round(round.to_string()), &author, &[change(key, "removed", json!(true))?])?;
        Ok(())
    }

    fn differences(&self, changes: &[Change]) -> Result<Vec<RoundDifference>, InspectionError> {
        let mut differences = Vec::new();
        let mut cache: BTreeMap<&str, Vec<Head>> = BTreeMap::new();
        for change in changes {
            let heads = match cache.entry(change.record.as_str()) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(self.journal.heads_of(&change.record)?),
            };
            let head = heads.iter().find(|head| head.field == change.field);
            let before = head.map_or(&Value::Null, |head| &head.value);
            if before != &change.value && change.field.as_str() != "position" {
                let record = change.record.as_str();
                differences.extend(compare(record, change.field.as_str(), before, &change.value));
            }
        }
        Ok(differences)
    }

    /// Who acts in `round`: `wanted`, else the choice made on this laptop, else the lead where this
    /// home added the round.
    pub fn acting(&self, round: &Round, wanted: Option<&str>) -> Result<Member, InspectionError> {
        let known = || round.members.iter().map(|member| member.id.to_string()).collect::<Vec<_>>();
        if let Some(id) = wanted {
            return round
                .member(id)
                .cloned()
                .ok_or_else(|| InspectionError::UnknownMember { id: id.to_owned(), known: known() });
        }
        let chosen = self.journal.heads_of(&keys::acting(&round.id)?)?;
        if let Some(member) = chosen.first().and_then(|head| head.value.as_str()).and_then(|id| round.member(id)) {
            return Ok(member.clone());
        }
        let added_here = !self.journal.heads_of(&keys::added(&round.id)?)?.is_empty();
        match round.lead() {
            Some(lead) if added_here => Ok(lead.clone()),
            _ => Err(InspectionError::NobodyActs { known: known() }),
        }
    }

    /// Whether somebody was chosen to act on this laptop.
    pub fn has_chosen_acting(&self, round: &RoundId) -> Result<Chosen, InspectionError> {
        let heads = self.journal.heads_of(&keys::acting(round)?)?;
        Ok(if heads.is_empty() { Chosen::No } else { Chosen::Yes })
    }

    /// Remembers who acts in `round` on this laptop.
    pub fn choose_acting(&mut self, round: &RoundId, member: &MemberId) -> Result<(), InspectionError> {
        let chosen = change(keys::acting(round)?, "member", json!(member))?;
        self.journal.write(&Chain::DeviceWide, &Author::default(), &[chosen])?;
        Ok(())
    }
}

/// What becomes of the editions a round that is written again uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pins {
    /// Those that count today.
    Renewed,
    /// They stay.
    Kept,
}

/// The round `id` as `journal` has it; `None` where it does not know one.
pub(crate) fn load(journal: &Journal, id: &RoundId) -> Result<Option<Round>, InspectionError> {
    let heads = journal.heads_of(&keys::round(id)?)?;
    if heads.is_empty() {
        return Ok(None);
    }
    let fields = Fields::of(&heads);
    let units = entries(journal, &format!("unit/{id}/"), |key, fields| {
        Ok(Unit {
            id: UnitId::new(key).map_err(|error| fields.error(&error))?,
            // What came from another laptop may still lack the rest of the record.
            name: fields.optional("name")?.unwrap_or_else(|| key.to_owned()),
            kind: fields.optional("kind")?.unwrap_or(UnitKind::Khac),
            under: fields.optional("under")?,
            visit: fields.optional("visit")?,
            self_report: fields.optional("self_report")?,
            head: fields.optional("head")?,
        })
    })?;
    let members = entries(journal, &format!("member/{id}/"), |key, fields| {
        Ok(Member {
            id: MemberId::new(key).map_err(|error| fields.error(&error))?,
            name: fields.optional("name")?.unwrap_or_else(|| key.to_owned()),
            post: fields.optional("post")?,
            agency: fields.optional("agency")?,
            role: fields.optional("role")?.unwrap_or(Role::Member),
        })
    })?;
    let assignments = entries(journal, &format!("assignment/{id}/"), |key, fields| {
        let scopes: Vec<Scope> = fields.optional("scopes")?.unwrap_or_default();
        let member = MemberId::new(key).map_err(|error| fields.error(&error))?;
        Ok(scopes
            .into_iter()
            .map(|scope| Assignment { member: member.clone(), units: scope.units, checklists: scope.checklists })
            .collect::<Vec<_>>())
    })?;
    // Who or what was taken out leaves its record of assignments behind.
    let still_there = |mut assignment: Assignment| {
        let everywhere = assignment.units.is_empty();
        assignment.units.retain(|id| units.iter().any(|unit: &Unit| unit.id == *id));
        let member_left = members.iter().any(|member: &Member| member.id == assignment.member);
        (member_left && (everywhere || !assignment.units.is_empty())).then_some(assignment)
    };
    let assignments: Vec<Assignment> = assignments.into_iter().flatten().filter_map(still_there).collect();
    let today = journal.clock().now().date_naive();
    Ok(Some(Round {
        title: fields.optional("title")?.unwrap_or_else(|| id.to_string()),
        mode: fields.optional("mode")?.unwrap_or(Mode::Planned),
        period: fields.optional("period")?.unwrap_or_else(|| Period::year_of(today)),
        plan: fields.optional("plan")?,
        decision: fields.optional("decision")?,
        checklists: fields.optional("checklists")?.unwrap_or_default(),
        recovery: fields.optional("recovery")?,
        targets: fields.optional("target")?.unwrap_or_default(),
        letterhead: fields.optional("letterhead")?.unwrap_or_else(Letterhead::default),
        members,
        units,
        assignments,
        id: id.clone(),
    }))
}

fn entries<T>(
    journal: &Journal,
    prefix: &str,
    read: impl Fn(&str, &Fields) -> Result<T, InspectionError>,
) -> Result<Vec<T>, InspectionError> {
    let heads = journal.heads_under(prefix)?;
    let mut entries = Vec::new();
    for record in heads.chunk_by(|a, b| a.record == b.record) {
        let fields = Fields::of(record);
        if fields.optional::<bool>("removed")? == Some(true) {
            continue;
        }
        let key = record[0].record.as_str().rsplit('/').next().unwrap_or_default();
        entries.push((fields.optional::<f64>("position")?.unwrap_or(f64::MAX), read(key, &fields)?));
    }
    entries.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Whether somebody was chosen to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Somebody was.
    Yes,
    /// Nobody was.
    No,
}

/// A part of a round that can be taken out.
#[derive(Debug, Clone, Copy)]
pub enum RoundPart<'a> {
    /// A unit.
    Unit(&'a RoundId, &'a UnitId),
    /// A member.
    Member(&'a RoundId, &'a MemberId),
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Scope {
    units: Vec<UnitId>,
    checklists: Vec<ChecklistId>,
}

/// A round as changes of its records. What is `None` becomes null, which removes it.
fn round_changes(round: &Round) -> Result<Vec<Change>, InspectionError> {
    let mut changes = Vec::new();
    let mut push = |record: &RecordKey, fields: Value| -> Result<(), InspectionError> {
        let Value::Object(fields) = fields else { return Ok(()) };
        for (field, value) in fields {
            changes.push(change(record.clone(), &field, tidy(value))?);
        }
        Ok(())
    };
    push(
        &keys::round(&round.id)?,
        json!({
            "title": round.title, "mode": round.mode, "period": round.period, "plan": round.plan,
            "decision": round.decision, "checklists": round.checklists, "recovery": round.recovery,
            "target": round.targets, "letterhead": round.letterhead,
        }),
    )?;
    for (position, unit) in round.units.iter().enumerate() {
        push(
            &keys::unit(&round.id, &unit.id)?,
            json!({
                "name": unit.name, "kind": unit.kind, "under": unit.under, "visit": unit.visit,
                "self_report": unit.self_report, "head": unit.head, "position": position, "removed": null,
            }),
        )?;
    }
    for (position, member) in round.members.iter().enumerate() {
        push(
            &keys::member(&round.id, &member.id)?,
            json!({
                "name": member.name, "post": member.post, "agency": member.agency, "role": member.role,
                "position": position, "removed": null,
            }),
        )?;
    }
    let mut scopes: BTreeMap<&MemberId, Vec<Scope>> = BTreeMap::new();
    for assignment in &round.assignments {
        let scope = Scope { units: assignment.units.clone(), checklists: assignment.checklists.clone() };
        scopes.entry(&assignment.member).or_default().push(scope);
    }
    for member in &round.members {
        let scopes = scopes.remove(&member.id);
        push(&keys::assignment(&round.id, &member.id)?, json!({ "scopes": scopes }))?;
    }
    Ok(changes)
}

/// Texts as NFC without stray spaces; whole floats as integers, so that equal rounds have equal bytes.
fn tidy(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(nfc::multi_line(&text).trim().to_owned()),
        Value::Array(items) => Value::Array(items.into_iter().map(tidy).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, tidy(value))).collect::<Map<_, _>>())
        }
        Value::Number(number) => number.as_f64().map_or(Value::Number(number), super::change::stored_number),
        other => other,
    }
}

/// What differs between two values of a field; of tables only the keys that do, as `letterhead.agency`.
fn compare(record: &str, field: &str, before: &Value, after: &Value) -> Vec<RoundDifference> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        let (record, field) = (record.to_owned(), field.to_owned());
        return vec![RoundDifference { record, field, before: before.clone(), after: after.clone() }];
    };
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let values =
        keys.into_iter().map(|key| (key, old.get(key).unwrap_or(&Value::Null), new.get(key).unwrap_or(&Value::Null)));
    let differing = values.filter(|(_, old, new)| old != new);
    differing.flat_map(|(key, old, new)| compare(record, &format!("{field}.{key}"), old, new)).collect()
}

fn change(record: RecordKey, field: &str, value: Value) -> Result<Change, InspectionError> {
    Ok(Change { record, field: FieldName::new(field)?, value, parents: Parents::SoleHead })
}

/// The settled values of a record.
struct Fields<'a> {
    record: String,
    values: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Fields<'a> {
    fn of(heads: &'a [Head]) -> Self {
        let record = heads.first().map(|head| head.record.to_string()).unwrap_or_default();
        Self { record, values: heads.iter().map(|head| (head.field.as_str(), &head.value)).collect() }
    }

    fn optional<T: DeserializeOwned>(&self, field: &str) -> Result<Option<T>, InspectionError> {
        match self.values.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value((*value).clone()).map(Some).map_err(|error| self.error(&error)),
        }
    }

    fn error(&self, why: &dyn std::fmt::Display) -> InspectionError {
        InspectionError::UnreadableRecord { record: self.record.clone(), why: why.to_string() }
    }
}

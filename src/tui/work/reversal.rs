//! Undo and redo: what was taken back or done again, in words, wherever in the round it was.

use rust_i18n::t;

use super::office::{Office, saving};
use super::request::{Definition, Outcome};
use crate::assessment::OpenRound;
use crate::inspection::{InspectionError, ItemKey, RecordPlace, RoundId, UnitId};
use crate::journal::{JournalError, RecordKey};
use crate::tui::screen::Failure;
use crate::tui::width;

/// Columns of a question in a message.
const ASK: usize = 40;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The last action was taken back.
    Undo,
    /// What was taken back was done again.
    Redo,
}

/// An action that was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// Which way.
    pub direction: Direction,
    /// What it touched, each thing once.
    pub things: Vec<Thing>,
}

/// Something that an action touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// At which unit, if at one.
    pub unit: Option<UnitId>,
    /// The unit's name.
    unit_name: Option<String>,
    /// What, in words.
    name: String,
    /// First part of the record keys: `answer`, `row` …
    kind: String,
    /// How many records of this kind.
    records: usize,
}

impl Reversal {
    fn of(direction: Direction, open: &OpenRound, records: &[RecordKey]) -> Self {
        let mut things: Vec<Thing> = Vec::new();
        for record in records {
            let place = RecordPlace::of(record, &open.round.units);
            let thing = Thing::of(open, record, &place);
            let same =
                |other: &&mut Thing| (&other.unit, &other.name, &other.kind) == (&thing.unit, &thing.name, &thing.kind);
            match things.iter_mut().find(same) {
                Some(known) => known.records += 1,
                None => things.push(thing),
            }
        }
        Self { direction, things }
    }

    /// One sentence for the message line; the unit `here` is not named.
    pub fn sentence(&self, here: Option<&UnitId>) -> String {
        let Some(first) = self.things.first() else { return String::new() };
        let mut what = first.said();
        if self.things.len() > 1 {
            what = t!("reversal.and_more", what = what, count = self.things.len() - 1).into_owned();
        }
        let mut units: Vec<&UnitId> = self.things.iter().filter_map(|thing| thing.unit.as_ref()).collect();
        units.sort_unstable();
        units.dedup();
        match (units.as_slice(), &first.unit_name) {
            ([], _) => {}
            ([one], _) if Some(*one) == here => {}
            ([_], Some(name)) => what = t!("reversal.at_unit", what = what, unit = name).into_owned(),
            (several, _) => what = t!("reversal.at_units", what = what, count = several.len()).into_owned(),
        }
        let key = match self.direction {
            Direction::Undo => "reversal.undone",
            Direction::Redo => "reversal.redone",
        };
        t!(key, what = what).into_owned()
    }
}

impl Thing {
    fn of(open: &OpenRound, record: &RecordKey, place: &RecordPlace) -> Self {
        let kind = record.kind().to_owned();
        let (unit, name) = match place {
            RecordPlace::Item(unit, key) => (Some(unit.clone()), item_name(open, key)),
            RecordPlace::Unit(unit) => (Some(unit.clone()), kind_name(&kind)),
            RecordPlace::Definition => (None, t!("reversal.definition").into_owned()),
            RecordPlace::Round => (None, kind_name(&kind)),
        };
        let named = |id: &UnitId| open.round.units.iter().find(|unit| unit.id == *id).map(|unit| unit.name.clone());
        let unit_name = unit.as_ref().and_then(named);
        Self { unit, unit_name, name, kind, records: 1 }
    }

    /// `2.4 Địa chỉ …`, `3 dòng của 2.7 …`.
    fn said(&self) -> String {
        let key = match self.kind.as_str() {
            "row" => "reversal.rows",
            "form" => "reversal.forms",
            "evidence" => "reversal.evidence",
            "second" => "reversal.second",
            "draw" => "reversal.draw",
            "recurrence" => "reversal.recurrence",
            "question" => "reversal.question",
            _ => return self.name.clone(),
        };
        t!(key, count = self.records, item = self.name).into_owned()
    }
}

/// What records of this kind are, where they belong to no item.
fn kind_name(kind: &str) -> String {
    match kind {
        "visit" => t!("reversal.visit"),
        "present" => t!("reversal.present"),
        "signature" => t!("reversal.signature"),
        "phrase" => t!("reversal.phrase"),
        "looked" => t!("reversal.looked"),
        "remediation" => t!("reversal.remediation"),
        "reminder" => t!("reversal.reminder"),
        "step" => t!("reversal.step"),
        _ => t!("reversal.other"),
    }
    .into_owned()
}

/// `2.4 Địa chỉ tiếp nhận …`.
fn item_name(open: &OpenRound, key: &ItemKey) -> String {
    if let Some((number, item)) = open.numbered_item(key) {
        return format!("{number} {}", width::cut(&item.ask, ASK, "…"));
    }
    key.to_string()
}

impl Office {
    /// Takes back the last action of this laptop in the round, or does again what was taken back last.
    pub(super) fn reverse(&mut self, round: &RoundId, direction: Direction) -> Result<Outcome, Failure> {
        // Requirements are followed up over all rounds: the one at hand need not be the one that is open.
        let open = self.opened(round)?;
        let member = match self.acting_in(&open) {
            Some(member) => member.id.to_string(),
            None => self.member()?,
        };
        let amendment = self.amendment_in(round);
        let done = match direction {
            Direction::Undo => self.store.undo(round, &member, amendment.as_ref()),
            Direction::Redo => self.store.redo(round, &member, amendment.as_ref()),
        };
        let records = match done {
            Ok(done) => done.records,
            Err(error) => return Err(self.why_not(round, error)),
        };
        // Only what says what the round is makes it another round.
        let before = self.opened(round)?;
        let places: Vec<RecordPlace> =
            records.iter().map(|record| RecordPlace::of(record, &before.round.units)).collect();
        let definition = if places.contains(&RecordPlace::Definition) { Definition::Changed } else { Definition::Same };
        let open = if definition == Definition::Changed { self.reopened(round)? } else { before };
        let mut items: Vec<(&UnitId, &ItemKey, Vec<RecordKey>)> = Vec::new();
        for (place, record) in places.iter().zip(&records) {
            let RecordPlace::Item(unit, key) = place else { continue };
            match items.iter_mut().find(|(known_unit, known, _)| (*known_unit, *known) == (unit, key)) {
                Some((_, _, records)) => records.push(record.clone()),
                None => items.push((unit, key, vec![record.clone()])),
            }
        }
        // A register may have thousands of other rows: the whole answer only where more than entries changed.
        let is_entry = |record: &RecordKey| matches!(record.kind(), "row" | "form" | "evidence");
        let read = |(unit, key, records): &(&UnitId, &ItemKey, Vec<RecordKey>)| {
            if records.iter().all(is_entry) {
                self.touched_entries(unit, key, records)
            } else {
                self.touched(round, unit, key)
            }
        };
        let touched = items.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let reversal = Some(Box::new(Reversal::of(direction, &open, &records)));
        Ok(Outcome::Changed { round: round.clone(), touched, definition, cleared: None, reversal })
    }

    /// Why an action stays, with names people know.
    fn why_not(&mut self, round: &RoundId, error: InspectionError) -> Failure {
        let InspectionError::Journal(JournalError::ChangedSince { record, heads, .. }) = &error else {
            return saving(error);
        };
        let (Ok(open), Some(newest)) = (self.opened(round), heads.iter().max_by_key(|head| head.made_at)) else {
            return saving(error);
        };
        let thing = Thing::of(&open, record, &RecordPlace::of(record, &open.round.units));
        let member = newest.member.as_deref().and_then(|id| open.round.member(id));
        let who = member.map(|member| member.name.clone()).or_else(|| newest.member.clone());
        let who = who.unwrap_or_else(|| t!("screen_history.program").into_owned());
        let when = newest.made_at.format("%d/%m/%Y %H:%M");
        Failure::Refused(t!("reversal.changed_since", what = thing.said(), who = who, when = when).into_owned())
    }
}

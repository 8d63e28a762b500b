//! Numbers of issued notices: one register a year and notation, over all rounds of this home.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::inspection::{InspectionError, Issued, IssuedUnit, RoundId, Store, UnitId};

/// A notice that took a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberUse {
    /// In which round.
    pub round: RoundId,
    /// Of which unit.
    pub unit: UnitId,
    /// Name of the unit; its id where the round cannot be read here.
    pub name: String,
    /// Number and notation: `05/TB-SNV`.
    pub number: String,
    /// Day of issue.
    pub date: NaiveDate,
}

/// Who used `number` with `notation` in `year`: present notices, those that were replaced, and those that are contested.
pub fn uses_of(store: &Store, number: u32, notation: &str, year: i32) -> Result<Vec<NumberUse>, InspectionError> {
    let wanted = key(number, notation, year);
    let mut uses = all_uses(store)?;
    uses.retain(|(key, _)| *key == wanted);
    uses.dedup_by(|(_, a), (_, b)| a.round == b.round && a.unit == b.unit);
    let uses = uses.into_iter().map(|(_, used)| used);
    Ok(uses.map(|used| named(store, used)).collect())
}

/// Numbers that several units got in one year: laptops that did not know of each other. Each with those who have it.
pub fn shared_numbers(store: &Store) -> Result<Vec<Vec<NumberUse>>, InspectionError> {
    let mut by_number: BTreeMap<Key, Vec<NumberUse>> = BTreeMap::new();
    for (key, used) in all_uses(store)? {
        let known = by_number.entry(key).or_default();
        if !known.iter().any(|other| other.round == used.round && other.unit == used.unit) {
            known.push(used);
        }
    }
    let shared = by_number.into_values().filter(|uses| uses.len() > 1);
    Ok(shared.map(|uses| uses.into_iter().map(|used| named(store, used)).collect()).collect())
}

/// The highest number given with `notation` in the year of `day`: a hint, since the office's register is kept elsewhere.
pub fn last_number(store: &Store, notation: &str, day: NaiveDate) -> Result<Option<u32>, InspectionError> {
    let (year, notation, _) = key(0, notation, day.year());
    let uses = all_uses(store)?.into_iter().map(|(key, _)| key);
    let of_year = uses.filter(|(its_year, its_notation, _)| *its_year == year && *its_notation == notation);
    Ok(of_year.map(|(_, _, number)| number).max())
}

/// What must be different of two documents.
type Key = (i32, String, u32);

fn key(number: u32, notation: &str, year: i32) -> Key {
    (year, notation.trim().to_uppercase(), number)
}

/// Every number that was given, still without names of units.
fn all_uses(store: &Store) -> Result<Vec<(Key, NumberUse)>, InspectionError> {
    let mut uses = Vec::new();
    for IssuedUnit { round, unit, standing } in store.all_issued()? {
        let issued: Vec<Issued> = match standing {
            // A notice that replaces none is all there is; the history is read only where there is more.
            standing if standing.all().iter().all(|issued| issued.content.replaces.is_none()) => {
                standing.all().to_vec()
            }
            _ => store.issued_history(&round, &unit)?,
        };
        uses.extend(issued.into_iter().map(|issued| {
            let content = &issued.content;
            let (round, unit) = (round.clone(), unit.clone());
            let of_unit =
                NumberUse { name: unit.to_string(), number: content.number_line(), date: content.date, round, unit };
            (key(content.number, &content.notation, content.date.year()), of_unit)
        }));
    }
    Ok(uses)
}

fn named(store: &Store, used: NumberUse) -> NumberUse {
    let round = store.round(used.round.as_str()).ok();
    let unit = round.as_ref().and_then(|round| round.unit(&used.unit));
    NumberUse { name: unit.map_or_else(|| used.name.clone(), |unit| unit.name.clone()), ..used }
}

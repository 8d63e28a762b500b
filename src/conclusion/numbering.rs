//! Numbers of the papers that go out: one register a year and notation, over all rounds of this home. What this laptop
//! knows of it: the office's own register is kept elsewhere.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_i18n::t;

use crate::inspection::{InspectionError, Issued, IssuedUnit, RoundId, Step, Store, UnitId};
use crate::vietnamese::date::format_date;

/// A paper that takes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberedPaper {
    /// The conclusion notice.
    Notice,
    /// Công văn đính chính.
    Correction,
    /// Công văn đôn đốc.
    Reminder,
    /// What went out at a step that is said by hand.
    Step(Step),
    /// A letter of which only the number is given: no record says that it went out.
    Unrecorded,
}

/// A paper that took a number. As a sentence: which number, by what, for whom, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberUse {
    /// Which paper.
    pub paper: NumberedPaper,
    /// In which round.
    pub round: RoundId,
    /// Of which unit: the first of those that one letter went to.
    pub unit: UnitId,
    /// Name of the unit, its id where the round cannot be read here; of several how many they are.
    pub name: String,
    /// To how many units it went.
    pub units: usize,
    /// Number and notation: `05/TB-SNV`.
    pub number: String,
    /// Its day.
    pub date: NaiveDate,
}

impl NumberUse {
    /// `thông báo của UBND xã Mẫu A`.
    pub fn what(&self) -> String {
        let name = if self.units > 1 {
            t!("numbering.units", unit = self.name, count = self.units - 1).into_owned()
        } else {
            self.name.clone()
        };
        match self.paper {
            NumberedPaper::Notice => t!("numbering.notice", unit = name),
            NumberedPaper::Correction => t!("numbering.correction", unit = name),
            NumberedPaper::Reminder => t!("numbering.reminder", unit = name),
            NumberedPaper::Step(Step::Announcement) => t!("numbering.announcement", unit = name),
            NumberedPaper::Step(Step::Opinion) => t!("numbering.opinion", unit = name),
            NumberedPaper::Step(Step::RoundReport) => t!("numbering.round_report", unit = name),
            NumberedPaper::Step(_) | NumberedPaper::Unrecorded => t!("numbering.letter", unit = name),
        }
        .into_owned()
    }
}

impl std::fmt::Display for NumberUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = format_date(self.date);
        f.write_str(&t!("numbering.used", number = self.number, what = self.what(), date = date))
    }
}

/// A number that is to be given.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// To which paper.
    pub paper: NumberedPaper,
    /// In which round.
    pub round: &'a RoundId,
    /// Within the year.
    pub number: u32,
    /// Behind it.
    pub notation: &'a str,
    /// Day of the paper.
    pub date: NaiveDate,
}

/// The paper that has the wanted number this year, where it is another one. A letter of one day may go to several units of
/// a round under one number, and be printed again.
pub fn taken(store: &Store, wanted: &Wanted<'_>) -> Result<Option<NumberUse>, InspectionError> {
    let uses = uses_of(store, wanted.number, wanted.notation, wanted.date.year())?;
    let is_another = |used: &NumberUse| match (wanted.paper, used.paper) {
        (NumberedPaper::Step(step), NumberedPaper::Step(other)) => {
            step != other || used.round != *wanted.round || used.date != wanted.date
        }
        _ => true,
    };
    Ok(uses.into_iter().find(is_another))
}

/// The papers that used `number` with `notation` in `year`: notices that count, were replaced or are contested; letters.
pub fn uses_of(store: &Store, number: u32, notation: &str, year: i32) -> Result<Vec<NumberUse>, InspectionError> {
    let wanted = key(number, notation, year);
    let uses = all_uses(store)?.remove(&wanted).unwrap_or_default();
    Ok(uses.into_iter().map(|used| named(store, used)).collect())
}

/// Numbers that several papers got in one year: laptops that did not know of each other.
pub fn shared_numbers(store: &Store) -> Result<Vec<Vec<NumberUse>>, InspectionError> {
    let shared = all_uses(store)?.into_values().filter(|uses| uses.len() > 1);
    Ok(shared.map(|uses| uses.into_iter().map(|used| named(store, used)).collect()).collect())
}

/// The highest number given with `notation` in the year of `day`: a hint, since the office's register is kept elsewhere.
pub fn last_number(store: &Store, notation: &str, day: NaiveDate) -> Result<Option<u32>, InspectionError> {
    let (year, notation, _) = key(0, notation, day.year());
    let uses = all_uses(store)?.into_keys();
    let of_year = uses.filter(|(its_year, its_notation, _)| *its_year == year && *its_notation == notation);
    Ok(of_year.map(|(_, _, number)| number).max())
}

/// Number and notation of a line as people write it: `120/SNV-CCHC`. None where it begins with no number.
pub fn split(line: &str) -> Option<(u32, &str)> {
    let (number, notation) = line.split_once('/').unwrap_or((line, ""));
    Some((number.trim().parse().ok()?, notation.trim()))
}

/// What must be different of two documents.
type Key = (i32, String, u32);

fn key(number: u32, notation: &str, year: i32) -> Key {
    (year, notation.trim().to_uppercase(), number)
}

/// Every number that was given, still without names of units.
fn all_uses(store: &Store) -> Result<BTreeMap<Key, Vec<NumberUse>>, InspectionError> {
    let mut uses = Uses::default();
    for IssuedUnit { round, unit, standing } in store.all_issued()? {
        let issued: Vec<Issued> = match standing {
            // A notice that replaces none is all there is; the history is read only where there is more.
            standing if standing.all().iter().all(|issued| issued.content.replaces.is_none()) => {
                standing.all().to_vec()
            }
            _ => store.issued_history(&round, &unit)?,
        };
        for Issued { content, .. } in issued {
            uses.add(NumberedPaper::Notice, (&round, &unit), &content.number_line(), content.date);
        }
    }
    for correction in store.all_corrections()? {
        let (content, at) = (&correction.content, (&correction.round, &correction.unit));
        uses.add(NumberedPaper::Correction, at, &content.number_line(), content.date);
    }
    for sent in store.all_reminders()? {
        let letter = &sent.reminder.content.letter;
        uses.add(NumberedPaper::Reminder, (&sent.round, &sent.unit), &letter.number, letter.date);
    }
    for done in store.numbered_steps()? {
        uses.add(NumberedPaper::Step(done.step), (&done.round, &done.unit), &done.number, done.date);
    }
    Ok(uses.0)
}

/// Uses as they are gathered.
#[derive(Default)]
struct Uses(BTreeMap<Key, Vec<NumberUse>>);

impl Uses {
    /// What has no number in front takes none; a letter to several units is one use.
    fn add(&mut self, paper: NumberedPaper, (round, unit): (&RoundId, &UnitId), line: &str, date: NaiveDate) {
        let Some((number, notation)) = split(line) else { return };
        let known = self.0.entry(key(number, notation, date.year())).or_default();
        let is_same = |used: &&mut NumberUse| {
            let is_letter = matches!(paper, NumberedPaper::Step(_)) && used.date == date;
            used.paper == paper && used.round == *round && (used.unit == *unit || is_letter)
        };
        match known.iter_mut().find(is_same) {
            Some(used) if used.unit == *unit => {}
            Some(used) => used.units += 1,
            None => {
                let (round, name) = (round.clone(), unit.to_string());
                let (unit, number) = (unit.clone(), line.trim().to_owned());
                known.push(NumberUse { paper, round, unit, name, units: 1, number, date });
            }
        }
    }
}

fn named(store: &Store, used: NumberUse) -> NumberUse {
    let round = store.round(used.round.as_str()).ok();
    let unit = round.as_ref().and_then(|round| round.unit(&used.unit));
    NumberUse { name: unit.map_or_else(|| used.name.clone(), |unit| unit.name.clone()), ..used }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(split("120/SNV-CCHC"), Some((120, "SNV-CCHC")));
        assert_eq!(split(" 05 / TB-SNV "), Some((5, "TB-SNV")));
        assert_eq!(split("7"), Some((7, "")));
        assert_eq!(split("SNV-CCHC"), None);
        assert_eq!(split(""), None);
    }
}

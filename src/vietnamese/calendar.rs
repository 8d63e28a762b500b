//! Working days: weekends, public holidays and swapped days of the years a data file knows.
//!
//! The law fixes the number of holidays (Bộ luật Lao động 2019, Điều 111–112), the Government fixes every year which days they
//! are and which are swapped; so they are data (`data/holidays.toml`), and a user's file replaces single years.

mod file;

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included};
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate};

pub use file::{CalendarError, CalendarFault};

/// The holidays that come with the program.
pub const SHIPPED: &str = include_str!("../../data/holidays.toml");

/// Which days are worked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
    /// Days that are not what their weekday says, from all years.
    exceptions: BTreeMap<NaiveDate, Exception>,
}

/// What is known of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    standing: Standing,
    source: Option<String>,
    holidays: Vec<(NaiveDate, String)>,
    swaps: Vec<Swap>,
}

/// Whether a year's days were compared with what the Government announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Compared with the announcement.
    Verified,
    /// Worked out from the law alone, or announced only in part.
    ToVerify,
}

/// A weekday off that is worked on a weekend instead (hoán đổi ngày làm việc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Swap {
    off: NaiveDate,
    work: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Exception {
    /// A weekday that is not worked, with the holiday's name; a swapped day has none.
    Off(Option<String>),
    /// A weekend day that is worked.
    Worked,
}

impl Calendar {
    /// The calendar that comes with the program.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "the shipped file is part of the program and parsed by a test"
    )]
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).expect("data/holidays.toml is right")
    }

    /// Reads a holiday file (the format is told in `data/holidays.toml`); every fault of it is reported, with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<CalendarError>> {
        file::read(text).map(Self::from_years)
    }

    /// This calendar with the years of a user's file in place of its own.
    pub fn with_user_file(mut self, text: &str) -> Result<Self, Vec<CalendarError>> {
        self.years.extend(file::read(text)?);
        Ok(Self::from_years(self.years))
    }

    fn from_years(years: BTreeMap<i32, Year>) -> Self {
        let mut exceptions = BTreeMap::new();
        for year in years.values() {
            let holidays = year.holidays.iter().filter(|(date, _)| is_weekday(*date));
            exceptions.extend(holidays.map(|(date, name)| (*date, Exception::Off(Some(name.clone())))));
            for swap in &year.swaps {
                exceptions.insert(swap.off, Exception::Off(None));
                exceptions.insert(swap.work, Exception::Worked);
            }
        }
        Self { years, exceptions }
    }

    /// Whether `date` is worked.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.exceptions.get(&date) {
            Some(Exception::Off(_)) => false,
            Some(Exception::Worked) => true,
            None => is_weekday(date),
        }
    }

    /// The public holiday on `date` as the file names it, weekends included.
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        let year = self.years.get(&date.year())?;
        year.holidays.iter().find(|(day, _)| *day == date).map(|(_, name)| name.as_str())
    }

    /// Working days after `a`, up to and with `b`; negative where `b` is earlier, 0 on the same day.
    ///
    /// Years that are not covered count weekends alone: ask [`Self::missing_years`].
    pub fn working_days(&self, a: NaiveDate, b: NaiveDate) -> i64 {
        if b < a {
            return -self.working_days(b, a);
        }
        let within = self.exceptions.range((Excluded(a), Included(b)));
        within.fold(weekdays(a, b), |days, (_, exception)| match exception {
            Exception::Off(_) => days - 1,
            Exception::Worked => days + 1,
        })
    }

    /// The `count`-th working day after `start`; `start` itself where `count` is 0. Stops at the calendar's end (year 262142).
    pub fn add_working_days(&self, start: NaiveDate, count: u32) -> NaiveDate {
        let mut date = start;
        let mut left = count;
        while left > 0 {
            match date.succ_opt() {
                Some(next) => date = next,
                None => return date,
            }
            if self.is_working_day(date) {
                left -= 1;
            }
        }
        date
    }

    /// Whether the holidays of `year` are known.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// How far the holidays of `year` can be trusted; `None` where they are not known.
    pub fn standing(&self, year: i32) -> Option<Standing> {
        self.years.get(&year).map(|year| year.standing)
    }

    /// Where the holidays of `year` come from, as the file says.
    pub fn source(&self, year: i32) -> Option<&str> {
        self.years.get(&year)?.source.as_deref()
    }

    /// Years that counting between `a` and `b` needs, in either order, and whose holidays are not known.
    pub fn missing_years(&self, a: NaiveDate, b: NaiveDate) -> Vec<i32> {
        years(a, b).filter(|year| !self.covers(*year)).collect()
    }

    /// Years that counting between `a` and `b` needs, in either order, and whose holidays are still to be verified.
    pub fn years_to_verify(&self, a: NaiveDate, b: NaiveDate) -> Vec<i32> {
        years(a, b).filter(|year| self.standing(*year) == Some(Standing::ToVerify)).collect()
    }
}

/// Years of the days after the earlier date, up to and with the later one.
fn years(a: NaiveDate, b: NaiveDate) -> RangeInclusive<i32> {
    let (from, to) = if a <= b { (a, b) } else { (b, a) };
    // The earlier day itself is not counted: 31 December asks nothing of its year.
    let first = from.checked_add_days(Days::new(1)).map_or(from, |next| next.min(to));
    first.year()..=to.year()
}

fn is_weekday(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() < 5
}

/// Mondays to Fridays after `a`, up to and with `b`.
fn weekdays(a: NaiveDate, b: NaiveDate) -> i64 {
    // Counted from a Monday far back, so that both ends are floors of the same scale.
    let up_to = |date: NaiveDate| {
        let days = i64::from(date.num_days_from_ce()) - 1; // 0001-01-01 was a Monday
        days.div_euclid(7) * 5 + (days.rem_euclid(7) + 1).min(5)
    };
    up_to(b) - up_to(a)
}

#[cfg(test)]
mod tests;

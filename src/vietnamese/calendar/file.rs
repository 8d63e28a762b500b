//! Reading a holiday file.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;
use toml::value::Datetime;

use super::{Standing, Swap, Year, is_weekday};
use crate::vietnamese::date::format_date;

/// A fault of a holiday file with its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{line}:{column}: {fault}")]
pub struct CalendarError {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub fault: CalendarFault,
}

/// What can be wrong with a holiday file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarFault {
    /// No TOML, or not of this form.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_structure", reason = .0))]
    Structure(String),
    /// A time of day, or no date at all.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_no_date"))]
    NoDate,
    /// The same year twice.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_year_twice", year = .0))]
    YearTwice(i32),
    /// A day of another year.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_other_year", date = format_date(*.date), year = .year))]
    OtherYear {
        /// The day.
        date: NaiveDate,
        /// The year it stands under.
        year: i32,
    },
    /// Holidays that end before they begin.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_backwards", date = format_date(*.0)))]
    Backwards(NaiveDate),
    /// A swap whose day off is no weekday.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_swap_off", date = format_date(*.0)))]
    SwapOff(NaiveDate),
    /// A swap whose worked day is no Saturday or Sunday.
    #[error("{}", rust_i18n::t!("vietnamese.calendar_swap_work", date = format_date(*.0)))]
    SwapWork(NaiveDate),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    year: Vec<YearEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearEntry {
    year: Spanned<i32>,
    verified: bool,
    source: Option<String>,
    off: Vec<HolidayEntry>,
    #[serde(default)]
    swap: Vec<SwapEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayEntry {
    date: Spanned<Datetime>,
    to: Option<Spanned<Datetime>>,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SwapEntry {
    off: Spanned<Datetime>,
    work: Spanned<Datetime>,
}

/// Reads the years of a file; all faults that can be told apart come at once.
pub(super) fn read(text: &str) -> Result<BTreeMap<i32, Year>, Vec<CalendarError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { text, errors: Vec::new() };
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            reader.fault(offset, CalendarFault::Structure(error.message().to_owned()));
            return Err(reader.errors);
        }
    };
    let mut years = BTreeMap::new();
    for entry in file.year {
        let (number, offset) = (*entry.year.get_ref(), entry.year.span().start);
        if years.insert(number, reader.year(entry)).is_some() {
            reader.fault(offset, CalendarFault::YearTwice(number));
        }
    }
    if reader.errors.is_empty() {
        Ok(years)
    } else {
        reader.errors.sort_by_key(|error| (error.line, error.column));
        Err(reader.errors)
    }
}

struct Reader<'a> {
    text: &'a str,
    errors: Vec<CalendarError>,
}

impl Reader<'_> {
    fn year(&mut self, entry: YearEntry) -> Year {
        let number = *entry.year.get_ref();
        let mut holidays = Vec::new();
        for holiday in entry.off {
            let Some(from) = self.date_in(&holiday.date, number) else { continue };
            let to = match &holiday.to {
                None => from,
                Some(to) => match self.date_in(to, number) {
                    Some(date) if date < from => {
                        self.fault(to.span().start, CalendarFault::Backwards(date));
                        continue;
                    }
                    Some(date) => date,
                    None => continue,
                },
            };
            holidays.extend(from.iter_days().take_while(|day| *day <= to).map(|day| (day, holiday.name.clone())));
        }
        let swaps = entry.swap.iter().filter_map(|swap| self.swap(swap, number)).collect();
        let standing = if entry.verified { Standing::Verified } else { Standing::ToVerify };
        Year { standing, source: entry.source, holidays, swaps }
    }

    fn swap(&mut self, entry: &SwapEntry, year: i32) -> Option<Swap> {
        let off = self.date_in(&entry.off, year)?;
        // The day worked for it may lie in a neighbouring year: 02/01/2015 was worked on 27/12/2014.
        let work = self.date(&entry.work)?;
        if !is_weekday(off) {
            self.fault(entry.off.span().start, CalendarFault::SwapOff(off));
        }
        if is_weekday(work) {
            self.fault(entry.work.span().start, CalendarFault::SwapWork(work));
        }
        Some(Swap { off, work })
    }

    fn date_in(&mut self, written: &Spanned<Datetime>, year: i32) -> Option<NaiveDate> {
        let date = self.date(written)?;
        if date.year() == year {
            return Some(date);
        }
        self.fault(written.span().start, CalendarFault::OtherYear { date, year });
        None
    }

    fn date(&mut self, written: &Spanned<Datetime>) -> Option<NaiveDate> {
        let date = match *written.get_ref() {
            Datetime { date: Some(date), time: None, offset: None } => {
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }
            _ => None,
        };
        if date.is_none() {
            self.fault(written.span().start, CalendarFault::NoDate);
        }
        date
    }

    fn fault(&mut self, offset: usize, fault: CalendarFault) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        self.errors.push(CalendarError { line, column, fault });
    }
}

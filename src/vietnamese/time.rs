//! Times of day as Vietnamese offices type them: `8h30`, `8:30`, `0830`.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use thiserror::Error;

use super::date::{DateError, format_date, parse_date};

/// Why a typed text is no time.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Not of a form that is read, or no such time.
    #[error("{}", rust_i18n::t!("time.unreadable", text = .0))]
    Time(String),
    /// The day behind it is wrong.
    #[error("{0}")]
    Day(#[from] DateError),
}

/// Reads a time of day, with a day behind it where it was not `day`: `8h30`, `8h`, `8:30`, `8.30`, `830`, `0830`,
/// `8 giờ 30`, `8h30 19/10/25`.
pub fn parse_time(text: &str, day: NaiveDate) -> Result<NaiveDateTime, TimeError> {
    let text = text.trim().to_lowercase().replace("giờ", "h").replace("phút", "").replace(" h", "h").replace("h ", "h");
    let (time, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
    // "8h" followed by a day: the joining above must not take the day for minutes.
    let (time, rest) = match time.split_once('h') {
        Some((hour, behind)) if behind.contains(['/', '-']) => (hour, behind),
        _ => (time, rest.trim()),
    };
    let day = if rest.is_empty() { day } else { parse_date(rest)? };
    time_of(time).map(|time| day.and_time(time)).ok_or_else(|| TimeError::Time(time.to_owned()))
}

fn time_of(text: &str) -> Option<NaiveTime> {
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = match text.split_once(['h', ':', '.', 'g']) {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        None if matches!(text.len(), 3 | 4) && text.is_ascii() => text.split_at(text.len() - 2),
        None => (text, "0"),
    };
    if !digits(hour) || !digits(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

/// `08:05`.
pub fn format_time(time: NaiveDateTime) -> String {
    time.format("%H:%M").to_string()
}

/// `08:05 19/10/2025`: as [`parse_time`] reads it back.
pub fn format_moment(time: NaiveDateTime) -> String {
    format!("{} {}", format_time(time), format_date(time.date()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 10, 19).unwrap()
    }

    fn at(hour: u32, minute: u32) -> NaiveDateTime {
        day().and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn reads_what_people_type() {
        for text in ["8h05", "8h5", "08:05", "8.05", "805", "0805", "8 giờ 05", "8 giờ 05 phút", "8g05", " 8h05 "]
        {
            assert_eq!(parse_time(text, day()), Ok(at(8, 5)), "{text}");
        }
        for text in ["8h", "8", "08", "8 giờ", "800"] {
            assert_eq!(parse_time(text, day()), Ok(at(8, 0)), "{text}");
        }
        let other = NaiveDate::from_ymd_opt(2025, 1, 2).unwrap();
        for text in ["8h05 19/10/25", "08:05 19/10/2025", "8:05   19-10-2025"] {
            assert_eq!(parse_time(text, other), Ok(at(8, 5)), "{text}");
        }
        assert_eq!(parse_time("8h 19/10/25", other), Ok(at(8, 0)));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in ["", "25h", "8h60", "sáng", "8h5x", "12345", "8h30 hôm nay", "8h30 31/2/25"] {
            assert!(parse_time(text, day()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(hour in 0u32..24, minute in 0u32..60) {
            let other = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
            prop_assert_eq!(parse_time(&format_moment(at(hour, minute)), other), Ok(at(hour, minute)));
            prop_assert_eq!(parse_time(&format_time(at(hour, minute)), day()), Ok(at(hour, minute)));
        }
    }
}

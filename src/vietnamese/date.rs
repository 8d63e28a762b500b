//! Dates as Vietnamese offices type and print them: day, month, year.

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

/// First and last year a date may lie in: what is older or newer is a slip of the fingers.
pub const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Why a typed text is no date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("{}", rust_i18n::t!("vietnamese.date_empty"))]
    Empty,
    /// Not of a form that is read.
    #[error("{}", rust_i18n::t!("vietnamese.date_unreadable", text = text))]
    Unreadable {
        /// What was typed.
        text: String,
    },
    /// The calendar has no such day.
    #[error("{}", rust_i18n::t!("vietnamese.date_no_such_day", day = day, month = month, year = year))]
    NoSuchDay {
        /// As typed.
        day: u32,
        /// As typed.
        month: u32,
        /// With its century.
        year: i32,
    },
    /// Outside [`YEARS`].
    #[error("{}", rust_i18n::t!("vietnamese.date_out_of_range", year = year, first = YEARS.start(), last = YEARS.end()))]
    OutOfRange {
        /// The year typed.
        year: i32,
    },
}

/// Reads a typed date: `5/1/26`, `05/01/2026`, `5-1-2026`, `5.1.2026`, `050126`, `05012026` (day, month, year; two digits are a
/// year of 2000–2099), or ISO 8601 `2026-01-05`.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    let unreadable = || DateError::Unreadable { text: text.to_owned() };
    let parts = split(text).ok_or_else(unreadable)?;
    let [day, month, year] = match parts {
        [year, month, day] if year.len() == 4 && text.contains('-') => [day, month, year],
        [day, month, year] => [day, month, year],
    };
    let short = |part: &str| (1..=2).contains(&part.len());
    if !short(day) || !short(month) || !matches!(year.len(), 2 | 4) {
        return Err(unreadable());
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| unreadable());
    let (day, month) = (number(day)?, number(month)?);
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year = century + year.parse::<i32>().map_err(|_| unreadable())?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay { day, month, year })?;
    check_range(date)
}

/// Refuses a date outside [`YEARS`], wherever it comes from.
pub fn check_range(date: NaiveDate) -> Result<NaiveDate, DateError> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(DateError::OutOfRange { year: date.year() }) }
}

/// Three runs of ASCII digits between two equal separators, or the runs of an unbroken `ddmmyy` or `ddmmyyyy`.
fn split(text: &str) -> Option<[&str; 3]> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if digits(text) && matches!(text.len(), 6 | 8) {
        return Some([&text[..2], &text[2..4], &text[4..]]);
    }
    let separator = text.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let parts: [&str; 3] = parts.try_into().ok()?;
    parts.iter().all(|part| digits(part)).then_some(parts)
}

/// `05/01/2026`: in tables and on the screen.
pub fn format_date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `19/10`: where the year is plain.
pub fn format_date_short(date: NaiveDate) -> String {
    format!("{:02}/{:02}", date.day(), date.month())
}

/// `08/6/2010`: as a document is cited, by the rule of [`format_date_long`].
pub fn format_date_cited(date: NaiveDate) -> String {
    format!("{:02}/{}/{:04}", date.day(), month(date), date.year())
}

/// `ngày 05 tháng 01 năm 2026`, `ngày 29 tháng 6 năm 2022`: days below 10 and months 1 and 2 alone get a leading 0
/// (Nghị định số 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 4).
pub fn format_date_long(date: NaiveDate) -> String {
    format!("ngày {:02} tháng {} năm {:04}", date.day(), month(date), date.year())
}

fn month(date: NaiveDate) -> String {
    match date.month() {
        month @ (1 | 2) => format!("0{month}"),
        month => month.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn reads_day_month_year() {
        for text in [
            "5/1/26",
            "05/01/2026",
            "5-1-2026",
            "5.1.2026",
            "050126",
            "05012026",
            " 05 / 01 / 2026 ",
            "2026-01-05",
            "2026-1-5",
        ] {
            assert_eq!(parse_date(text), Ok(day(2026, 1, 5)), "{text}");
        }
        assert_eq!(parse_date("29/2/24"), Ok(day(2024, 2, 29)));
    }

    #[test]
    fn refuses_with_a_reason() {
        assert_eq!(parse_date("  "), Err(DateError::Empty));
        assert_eq!(parse_date("31/4/2025"), Err(DateError::NoSuchDay { day: 31, month: 4, year: 2025 }));
        assert_eq!(parse_date("29/2/25"), Err(DateError::NoSuchDay { day: 29, month: 2, year: 2025 }));
        assert_eq!(parse_date("5/13/26"), Err(DateError::NoSuchDay { day: 5, month: 13, year: 2026 }));
        assert_eq!(parse_date("0/1/26"), Err(DateError::NoSuchDay { day: 0, month: 1, year: 2026 }));
        assert_eq!(parse_date("1/1/1989"), Err(DateError::OutOfRange { year: 1989 }));
        assert_eq!(parse_date("1/1/2101"), Err(DateError::OutOfRange { year: 2101 }));
        for text in [
            "5/1",
            "5/1/2",
            "5/1/026",
            "5/1-26",
            "5/1/26/1",
            "hôm nay",
            "5//26",
            "2026",
            "005/1/26",
            "2026/01/05",
            "5/1/٢٦",
            "+5/1/26",
        ] {
            assert_eq!(parse_date(text), Err(DateError::Unreadable { text: text.to_owned() }), "{text}");
        }
        for error in [
            DateError::Empty,
            DateError::Unreadable { text: "x".to_owned() },
            DateError::NoSuchDay { day: 31, month: 4, year: 2025 },
            DateError::OutOfRange { year: 1989 },
        ] {
            let message = error.to_string();
            assert!(!message.contains("vietnamese.") && !message.contains("%{"), "{message}");
        }
    }

    #[test]
    fn prints_the_official_way() {
        assert_eq!(format_date(day(2026, 1, 5)), "05/01/2026");
        assert_eq!(format_date_short(day(2022, 10, 19)), "19/10");
        assert_eq!(format_date_cited(day(2010, 6, 8)), "08/6/2010");
        assert_eq!(format_date_long(day(2026, 1, 5)), "ngày 05 tháng 01 năm 2026");
        assert_eq!(format_date_long(day(2026, 2, 10)), "ngày 10 tháng 02 năm 2026");
        assert_eq!(format_date_long(day(2022, 6, 29)), "ngày 29 tháng 6 năm 2022");
        assert_eq!(format_date_long(day(2022, 3, 9)), "ngày 09 tháng 3 năm 2022");
        assert_eq!(format_date_long(day(2022, 12, 31)), "ngày 31 tháng 12 năm 2022");
    }

    proptest! {
        #[test]
        fn what_is_printed_can_be_typed(offset in 0u64..40_000) {
            let date = day(1990, 1, 1) + chrono::Days::new(offset);
            prop_assert_eq!(parse_date(&format_date(date)), Ok(date));
            prop_assert_eq!(parse_date(&format_date_cited(date)), Ok(date));
            prop_assert_eq!(parse_date(&date.to_string()), Ok(date));
            prop_assert_eq!(parse_date(&date.format("%d%m%Y").to_string()), Ok(date));
        }

        #[test]
        fn nothing_typed_breaks_it(text in any::<String>(), digits in "[0-9/.-]{0,12}") {
            let _ = (parse_date(&text), parse_date(&digits));
        }
    }
}

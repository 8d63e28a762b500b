//! Days counted as spreadsheets count them.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Where day numbers begin (ISO/IEC 29500-1, 18.17.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Epoch {
    /// 1 is 1 January 1900, and a 29 February 1900 that never was is 60: Lotus 1-2-3's mistake, kept ever since.
    #[default]
    Year1900,
    /// 0 is 1 January 1904: old Excel for Macintosh.
    Year1904,
}

/// The moment of a serial number, to the second; `None` below 1 (a time of day), on the day that never was, and
/// beyond the year 9999.
pub fn moment(serial: f64, epoch: Epoch) -> Option<NaiveDateTime> {
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = ((serial - serial.floor()) * 86_400.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 2958466")]
    let (days, seconds) = (serial.floor() as u64, seconds as i64);
    let first = match epoch {
        Epoch::Year1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?.checked_add_days(Days::new(days))?,
        Epoch::Year1900 if days == 0 || days == 60 => return None,
        // After the day too many, every number is one too high.
        Epoch::Year1900 if days > 60 => NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?,
        Epoch::Year1900 => NaiveDate::from_ymd_opt(1899, 12, 31)?.checked_add_days(Days::new(days))?,
    };
    first.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(serial: f64, epoch: Epoch) -> String {
        moment(serial, epoch).map_or_else(|| "–".to_owned(), |moment| moment.to_string())
    }

    #[test]
    fn days_are_those_that_spreadsheets_show() {
        for (serial, shown) in [
            (1.0, "1900-01-01 00:00:00"),
            (59.0, "1900-02-28 00:00:00"),
            (60.0, "–"),
            (61.0, "1900-03-01 00:00:00"),
            (45_943.5, "2025-10-13 12:00:00"),
            (0.25, "–"),
            (-1.0, "–"),
            (f64::NAN, "–"),
            (3e9, "–"),
        ] {
            assert_eq!(day(serial, Epoch::Year1900), shown);
        }
        assert_eq!(day(0.0, Epoch::Year1904), "1904-01-01 00:00:00");
        assert_eq!(day(45_943.0 - 1462.0, Epoch::Year1904), "2025-10-13 00:00:00");
    }
}

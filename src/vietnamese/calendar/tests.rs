use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    crate::vietnamese::date::parse_date(text).unwrap()
}

#[test]
fn weekends_and_holidays_are_not_worked() {
    let calendar = Calendar::shipped();
    for free in ["1/1/2025", "29/1/2025", "7/4/2025", "30/4/2025", "1/5/2025", "2/9/2025", "8/11/2025", "9/11/2025"] {
        assert!(!calendar.is_working_day(day(free)), "{free}");
    }
    for worked in ["2/1/2025", "24/1/2025", "3/2/2025", "29/4/2025", "3/9/2025", "24/11/2025"] {
        assert!(calendar.is_working_day(day(worked)), "{worked}");
    }
    assert_eq!(calendar.holiday(day("29/1/2025")), Some("Tết Nguyên đán Ất Tỵ"));
    assert_eq!(calendar.holiday(day("26/4/2026")), Some("Giỗ Tổ Hùng Vương (nghỉ bù 27/4)"), "a Sunday");
    assert_eq!(calendar.holiday(day("3/9/2025")), None);
}

#[test]
fn swapped_days_change_places() {
    let calendar = Calendar::shipped();
    for (off, work) in
        [("29/4/2024", "4/5/2024"), ("2/5/2025", "26/4/2025"), ("2/1/2026", "10/1/2026"), ("31/8/2026", "22/8/2026")]
    {
        assert!(!calendar.is_working_day(day(off)), "{off}");
        assert!(calendar.is_working_day(day(work)), "{work}");
    }
}

/// How many weekdays each year has off, counted by hand from the announcements: the holidays of the law that fall on, or
/// are made up on, a weekday, and the days swapped.
#[test]
fn every_year_has_its_days_off() {
    let calendar = Calendar::shipped();
    for (year, expected) in [(2022, 11), (2023, 11), (2024, 12), (2025, 12), (2026, 14), (2027, 12)] {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let off = first
            .iter_days()
            .take_while(|date| date.year() == year)
            .filter(|date| is_weekday(*date) && !calendar.is_working_day(*date))
            .count();
        assert_eq!(off, expected, "{year}");
    }
}

#[test]
fn counts_after_the_first_up_to_and_with_the_second() {
    let calendar = Calendar::shipped();
    for (a, b, days) in [
        ("10/11/2025", "10/11/2025", 0),
        ("10/11/2025", "11/11/2025", 1),
        ("7/11/2025", "10/11/2025", 1), // Friday to Monday
        ("8/11/2025", "10/11/2025", 1), // Saturday to Monday
        ("24/1/2025", "3/2/2025", 1),   // over Tết
        ("25/4/2025", "5/5/2025", 4),   // worked 26/4, 28/4, 29/4 and 5/5
        ("26/8/2022", "5/9/2022", 4),   // 29–31/8 and 5/9
        ("31/12/2025", "12/1/2026", 7), // 5–9, 10 (worked) and 12/1
        ("10/11/2025", "7/11/2025", -1),
    ] {
        assert_eq!(calendar.working_days(day(a), day(b)), days, "{a} – {b}");
    }
    assert_eq!(calendar.add_working_days(day("24/1/2025"), 1), day("3/2/2025"));
    assert_eq!(calendar.add_working_days(day("19/10/2022"), 15), day("9/11/2022"));
    assert_eq!(calendar.add_working_days(day("8/11/2025"), 0), day("8/11/2025"), "zero moves nothing");
}

#[test]
fn says_which_years_it_does_not_know() {
    let calendar = Calendar::shipped();
    assert!(calendar.covers(2022) && calendar.covers(2027) && !calendar.covers(2021));
    assert_eq!(calendar.missing_years(day("31/12/2027"), day("5/1/2029")), [2028, 2029]);
    assert_eq!(calendar.missing_years(day("5/1/2029"), day("31/12/2027")), [2028, 2029]);
    assert_eq!(calendar.missing_years(day("31/12/2021"), day("5/1/2022")), [0i32; 0]);
    assert_eq!(calendar.missing_years(day("31/12/2021"), day("31/12/2021")), [2021]);
    assert_eq!(calendar.years_to_verify(day("1/12/2026"), day("5/1/2027")), [2027]);
    assert_eq!(calendar.standing(2026), Some(Standing::Verified));
    assert!(calendar.source(2024).is_some_and(|source| source.contains("8662/VPCP-KGVX")));
}

#[test]
fn a_user_file_replaces_whole_years() {
    let text = "[[year]]\nyear = 2027\nverified = true\noff = [{ date = 2027-01-01, name = \"Tết Dương lịch\" }]\n\
                swap = [{ off = 2027-01-04, work = 2026-12-26 }]\n";
    let calendar = Calendar::shipped().with_user_file(text).unwrap();
    assert_eq!(calendar.standing(2027), Some(Standing::Verified));
    assert!(calendar.is_working_day(day("5/2/2027")), "the shipped Tết of 2027 is gone");
    assert!(!calendar.is_working_day(day("4/1/2027")));
    assert!(calendar.is_working_day(day("26/12/2026")));
    assert!(!calendar.is_working_day(day("1/1/2026")), "other years stay");
    assert_eq!(Calendar::shipped().with_user_file("\u{feff}"), Ok(Calendar::shipped()));
}

#[test]
fn a_faulty_file_is_told_by_line_and_column() {
    let text = "[[year]]\nyear = 2027\nverified = true\noff = [\n  { date = 2026-01-01, name = \"x\" },\n  \
                { date = 2027-05-02, to = 2027-05-01, name = \"x\" },\n  { date = 2027-01-01T08:00:00, name = \"x\" },\n]\n\
                swap = [{ off = 2027-01-02, work = 2027-01-04 }]\n[[year]]\nyear = 2027\nverified = true\noff = []\n";
    let errors = Calendar::parse(text).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| (error.line, error.column)).collect();
    assert_eq!(places, [(5, 12), (6, 29), (7, 12), (9, 17), (9, 36), (11, 8)]);
    for error in &errors {
        let message = error.to_string();
        assert!(!message.contains("vietnamese.") && !message.contains("%{"), "{message}");
    }
    for (broken, place) in [
        ("[[year]]\nyear = \"2027\"\n", (2, 8)),
        ("[[year]]\nyear = 2027\nverified = true\noff = []\nextra = 1\n", (5, 1)),
        ("[[year]]\nyear = = 2027\n", (2, 8)),
    ] {
        let errors = Calendar::parse(broken).unwrap_err();
        assert!(matches!(errors[0].fault, CalendarFault::Structure(_)), "{broken}");
        assert_eq!((errors[0].line, errors[0].column), place, "{broken}");
    }
}

proptest! {
    #[test]
    fn counting_agrees_with_walking(start in 0u64..4000, length in 0u64..900) {
        let calendar = Calendar::shipped();
        let a = day("1/1/2020") + Days::new(start);
        let b = a + Days::new(length);
        let walked = a.iter_days().skip(1).take_while(|date| *date <= b).filter(|date| calendar.is_working_day(*date)).count();
        prop_assert_eq!(calendar.working_days(a, b), i64::try_from(walked).unwrap());
        prop_assert_eq!(calendar.working_days(b, a), -calendar.working_days(a, b));
    }

    #[test]
    fn adding_and_counting_agree(start in 0u64..3000, count in 1u32..200) {
        let calendar = Calendar::shipped();
        let a = day("1/1/2020") + Days::new(start);
        let b = calendar.add_working_days(a, count);
        prop_assert!(calendar.is_working_day(b));
        prop_assert_eq!(calendar.working_days(a, b), i64::from(count));
    }
}

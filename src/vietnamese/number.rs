//! Numbers as Vietnamese papers write them: a dot between groups of three digits, a comma before the
//! decimals (`10.095`, `0,5`, `98,8%`), printed, typed and quoted.
//!
//! A figure is an `f64`, yet people judge it by the decimal digits they see. So all rounding here works on the
//! value's decimal text of [`SIGNIFICANT`] significant digits: every decimal number of that many digits
//! survives the way through an `f64` and back, and the noise of computing (`1.005 * 100` is
//! 100.49999999999999) lies behind them. `1.005` rounds to `1,01`, as by hand.

mod decimal;
mod quoted;
mod typed;

use decimal::Decimal;
pub use quoted::{Quoted, percent_of, quoted};
pub use typed::{LARGEST, NumberError, TypedPercent, parse_number, parse_percent};

/// Significant decimal digits that an `f64` keeps whatever they are (`f64::DIGITS`).
pub const SIGNIFICANT: u8 = 15;

/// Most decimals printed where their number is not fixed.
pub const MOST_DECIMALS: u8 = 6;

/// Below it a share is nothing but the noise of computing.
const NOISE: f64 = 1e-12;

/// What stands where a value is no number (a division by zero that nothing refused).
const NO_NUMBER: &str = "–";

/// `value` the Vietnamese way with the decimals it has, at most [`MOST_DECIMALS`]: `10.095`, `0,5`, `-3`.
pub fn format_number(value: f64) -> String {
    match Decimal::from_f64(value) {
        Some(decimal) => decimal.rounded(MOST_DECIMALS).trimmed().grouped(),
        None => NO_NUMBER.to_owned(),
    }
}

/// `value` the Vietnamese way with exactly `decimals` decimals: `10.095,50`.
pub fn format_fixed(value: f64, decimals: u8) -> String {
    match Decimal::from_f64(value) {
        Some(decimal) => decimal.rounded(decimals).padded(decimals).grouped(),
        None => NO_NUMBER.to_owned(),
    }
}

/// `value` without dots between its groups, as years are written: `2026`, `1234,5`.
pub fn format_plain(value: f64) -> String {
    match Decimal::from_f64(value) {
        Some(decimal) => decimal.rounded(MOST_DECIMALS).trimmed().plain(),
        None => NO_NUMBER.to_owned(),
    }
}

/// A share as a percentage with at most two decimals, halves away from zero: `0.988` → `98,8%`.
///
/// `100%` is said of 1 alone. A share that only rounds to it is cut instead (`0.99999` → `99,99%`), one just above
/// it is raised (`1.00001` → `100,01%`): "all of them" must be true, and more than all must be seen. So is `0%` said of
/// nothing alone (`0.00001` → `0,01%`).
pub fn format_percent(share: f64) -> String {
    let Some(decimal) = Decimal::from_f64(share) else {
        return NO_NUMBER.to_owned();
    };
    let exact = decimal.trimmed().shifted(2);
    let rounded = exact.clone().rounded(2).trimmed();
    let text = rounded.grouped();
    if text == "100" && rounded != exact {
        return if share < 1.0 { "99,99%" } else { "100,01%" }.to_owned();
    }
    if (text == "0" || text == "-0") && share.abs() > NOISE {
        return if share > 0.0 { "0,01%" } else { "-0,01%" }.to_owned();
    }
    text + "%"
}

/// `part` of `whole` in whole percents, halves away from zero, for where there is no room for decimals: 100 only of all,
/// 0 only of nothing, as [`format_percent`] says it.
pub fn whole_percent(part: usize, whole: usize) -> usize {
    if whole == 0 {
        return 0;
    }
    let rounded = (part * 200 + whole) / (whole * 2);
    match part {
        0 => 0,
        _ if part < whole => rounded.clamp(1, 99),
        _ if part == whole => 100,
        _ => rounded.max(101),
    }
}

/// `value` rounded to `digits` decimals, halves away from zero, on its decimal digits: `1.005` → `1.01`.
/// A value that is no number comes back as it is.
pub fn round_half_away(value: f64, digits: u8) -> f64 {
    Decimal::from_f64(value).map_or(value, |decimal| decimal.rounded(digits).to_f64())
}

/// Whether two figures are equal but for the noise of computing with decimals (`0.1 + 0.2` and `0.3`).
///
/// Whole numbers must be equal to the last digit: sums in đồng have eleven digits and more, and one đồng is
/// a difference. Others may differ by 10⁻¹² of the larger one (of 1, where both are smaller).
#[expect(clippy::float_cmp, reason = "whole numbers below 2^53 are exact in an f64")]
pub fn same(a: f64, b: f64) -> bool {
    if a == b {
        return true;
    }
    let noise = 1e-12 * a.abs().max(b.abs()).max(1.0);
    let whole = a.fract() == 0.0 && b.fract() == 0.0;
    noise.is_finite() && !whole && (a - b).abs() <= noise
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prints_groups_and_a_comma() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (999.0, "999"),
            (1000.0, "1.000"),
            (10095.0, "10.095"),
            (-1_234_567.0, "-1.234.567"),
            (0.5, "0,5"),
            (1234.5678, "1.234,5678"),
            (1.0 / 3.0, "0,333333"),
            (0.1 + 0.2, "0,3"),
            (-0.000_000_1, "0"),
            (1e15, "1.000.000.000.000.000"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(format_number(value), text);
        }
        assert_eq!(format_fixed(10095.5, 2), "10.095,50");
        assert_eq!(format_fixed(3.0, 1), "3,0");
        assert_eq!(format_fixed(999.996, 2), "1.000,00");
        assert_eq!(format_plain(2026.0), "2026");
    }

    #[test]
    fn whole_percents_are_rounded_and_never_say_all_or_nothing_of_less() {
        for (part, whole, percent) in [
            (56, 59, 95),
            (1, 8, 13),
            (3, 8, 38),
            (1, 3, 33),
            (2, 3, 67),
            (999, 1000, 99),
            (1, 1000, 1),
            (0, 9, 0),
            (9, 9, 100),
            (0, 0, 0),
            (1001, 1000, 101),
        ] {
            assert_eq!(whole_percent(part, whole), percent, "{part}/{whole}");
        }
        assert_eq!([0.00001, -0.00001, 0.0].map(format_percent), ["0,01%", "-0,01%", "0%"]);
    }

    #[test]
    fn percentages_have_two_decimals_at_most_and_never_flatter() {
        for (share, text) in [
            (0.988, "98,8%"),
            (0.92255, "92,26%"),
            (8876.0 / 9256.0, "95,89%"),
            (1.0, "100%"),
            (0.7 + 0.2 + 0.1, "100%"),
            (0.999_999_9, "99,99%"),
            (0.99995, "99,99%"),
            (1.000_000_1, "100,01%"),
            (1.2, "120%"),
            (12.0, "1.200%"),
            (0.0, "0%"),
            (0.000_01, "0,01%"),
            (0.000_05, "0,01%"),
            (-0.05, "-5%"),
            (0.35, "35%"),
        ] {
            assert_eq!(format_percent(share), text, "{share}");
        }
    }

    #[test]
    fn rounds_what_people_see() {
        for (value, digits, rounded) in [
            (1.005, 2, 1.01),
            (2.675, 2, 2.68),
            (-2.5, 0, -3.0),
            (0.5, 0, 1.0),
            (1.005 * 100.0, 0, 101.0),
            (1.004_999, 2, 1.0),
            (99.995, 2, 100.0),
            (7.0, 3, 7.0),
        ] {
            assert!(same(round_half_away(value, digits), rounded), "{value}");
        }
        assert!(round_half_away(f64::INFINITY, 2).is_infinite());
    }

    #[test]
    fn sameness_forgives_noise_and_nothing_else() {
        assert!(same(0.1 + 0.2, 0.3));
        assert!(same(0.1 + 0.2 - 0.3, 0.0));
        assert!(!same(12_345_678_901.0, 12_345_678_902.0));
        assert!(!same(12_345_678.901, 12_345_678.902));
        assert!(!same(f64::NAN, f64::NAN));
        assert!(!same(f64::INFINITY, 1.0));
    }

    proptest! {
        #[test]
        fn what_is_printed_can_be_typed(digits in -999_999_999_999_999i64..=999_999_999_999_999, decimals in 0u8..=MOST_DECIMALS) {
            let value: f64 = format!("{digits}e-{decimals}").parse().unwrap();
            let printed = format_number(value);
            prop_assert_eq!(parse_number(&printed, decimals).map(f64::to_bits), Ok((value + 0.0).to_bits()), "{}", printed);
            let plain = format_plain(value);
            prop_assert_eq!(parse_number(&plain, decimals).map(f64::to_bits), Ok((value + 0.0).to_bits()), "{}", plain);
        }

        #[test]
        fn rounding_is_near_and_stays(value in -1e9f64..1e9, digits in 0u8..6) {
            let rounded = round_half_away(value, digits);
            prop_assert!((rounded - value).abs() <= 0.5 * 10f64.powi(-i32::from(digits)) + 1e-5);
            prop_assert_eq!(round_half_away(rounded, digits).to_bits(), rounded.to_bits());
            prop_assert!(same(round_half_away(-value, digits), -rounded));
        }

        #[test]
        fn only_one_is_all(part in 0u32..5_000_000, whole in 1u32..5_000_000) {
            let share = f64::from(part) / f64::from(whole);
            prop_assert_eq!(format_percent(share) == "100%", part == whole);
        }
    }
}

//! Whether a percentage that a unit quotes follows from its own figures, to the last digit quoted.

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;

/// What a quoted percentage is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quoted {
    /// Correctly rounded (halves away from zero).
    Right,
    /// The digits behind were cut off instead of rounded.
    Cut,
    /// Something else.
    Wrong,
}

impl Quoted {
    /// As written in expressions and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Cut => "cut",
            Self::Wrong => "wrong",
        }
    }
}

/// Judges `said`, a percentage (95.89 for `95,89%`) quoted with `digits` decimals for `part` of `whole`.
///
/// Exact: the figures are taken as the decimals people wrote, and compared as fractions of integers. `None`, not judged,
/// where `whole` is 0 or a figure is no number or beyond what any report holds (over 10¹⁵ or 12 decimals).
pub fn quoted(part: f64, whole: f64, said: f64, digits: u8) -> Option<Quoted> {
    let share = Share::of(part, whole, digits)?;
    let (said, said_scale) = exact(said)?;
    let equals_said =
        |value: i128| Some(value.checked_mul(power(said_scale)?)? == said.checked_mul(power(u32::from(digits))?)?);
    Some(if equals_said(share.rounded)? {
        Quoted::Right
    } else if equals_said(share.cut)? {
        Quoted::Cut
    } else {
        Quoted::Wrong
    })
}

/// `part` of `whole` as a percentage rounded to `digits` decimals, halves away from zero (95.9 for 8.876 of 9.256 and
/// one digit). `None` where [`quoted`] does not judge either.
pub fn percent_of(part: f64, whole: f64, digits: u8) -> Option<f64> {
    let share = Share::of(part, whole, digits)?;
    format!("{}e-{digits}", share.rounded).parse().ok()
}

/// 100 × part / whole × 10^digits as whole numbers.
struct Share {
    cut: i128,
    rounded: i128,
}

impl Share {
    fn of(part: f64, whole: f64, digits: u8) -> Option<Self> {
        let (part, part_scale) = exact(part)?;
        let (whole, whole_scale) = exact(whole)?;
        let numerator = part.checked_mul(power(whole_scale + u32::from(digits) + 2)?)?;
        let denominator = whole.checked_mul(power(part_scale)?)?;
        if denominator == 0 {
            return None;
        }
        let cut = numerator / denominator;
        let rest = numerator % denominator;
        let away = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
        let round_up = rest.unsigned_abs().checked_mul(2)? >= denominator.unsigned_abs();
        Some(Self { cut, rounded: if round_up { cut + away } else { cut } })
    }
}

/// A figure as an integer with its number of decimals.
fn exact(value: f64) -> Option<(i128, u32)> {
    let (integer, scale) = Decimal::from_f64(value)?.integer()?;
    (scale <= 12 && value.abs() <= super::LARGEST).then_some((integer, scale))
}

fn power(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Quoted::{Cut, Right, Wrong};
    use proptest::prelude::*;

    #[test]
    fn judges_to_the_last_digit() {
        for (part, whole, said, digits, verdict) in [
            (8876.0, 9256.0, 95.89, 2, Some(Right)),
            (8876.0, 9256.0, 95.9, 1, Some(Right)),
            (8876.0, 9256.0, 95.8, 1, Some(Cut)),
            (8876.0, 9256.0, 95.0, 0, Some(Cut)),
            (8876.0, 9256.0, 96.0, 0, Some(Right)),
            (8876.0, 9256.0, 95.9, 2, Some(Wrong)),
            (8876.0, 9256.0, 95.894, 2, Some(Wrong)),
            (2.0, 3.0, 66.66, 2, Some(Cut)),
            (1.0, 8.0, 12.5, 1, Some(Right)),
            (201.0, 20000.0, 1.01, 2, Some(Right)), // exactly 1,005%: the half goes up
            (201.0, 20000.0, 1.0, 2, Some(Cut)),
            (5.0, 5.0, 100.0, 0, Some(Right)),
            (0.0, 5.0, 0.0, 2, Some(Right)),
            (1.5, 2.5, 60.0, 0, Some(Right)),
            (-1.0, 3.0, -33.33, 2, Some(Right)),
            (1.0, 0.0, 0.0, 2, None),
            (f64::NAN, 1.0, 0.0, 2, None),
            (1e16, 1.0, 0.0, 2, None),
        ] {
            assert_eq!(quoted(part, whole, said, digits), verdict, "{part}/{whole} {said} {digits}");
        }
    }

    #[test]
    fn says_what_it_should_be() {
        assert_eq!(percent_of(8876.0, 9256.0, 1), Some(95.9));
        assert_eq!(percent_of(201.0, 20000.0, 2), Some(1.01));
        assert_eq!(percent_of(-1.0, 3.0, 0), Some(-33.0));
        assert_eq!(percent_of(1.0, 0.0, 0), None);
    }

    proptest! {
        #[test]
        fn the_rounded_share_is_right(part in 0u32..10_000_000, whole in 1u32..10_000_000, digits in 0u8..4) {
            // Integer arithmetic, independent of the decimals above.
            let scaled = u128::from(part) * 100 * 10u128.pow(u32::from(digits));
            let whole_number = u128::from(whole);
            let rounded = (scaled * 2 + whole_number) / (2 * whole_number);
            let cut = scaled / whole_number;
            let said = |value: u128| format!("{value}e-{digits}").parse::<f64>().unwrap();
            let judge = |value: u128| quoted(f64::from(part), f64::from(whole), said(value), digits);
            prop_assert_eq!(judge(rounded), Some(Right));
            prop_assert_eq!(judge(cut), Some(if cut == rounded { Right } else { Cut }));
            prop_assert_eq!(judge(rounded + 1), Some(Wrong));
        }
    }
}

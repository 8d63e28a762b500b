//! A percentage as the unit quotes it: its last digit counts, so the digits are kept and not a number.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use rust_i18n::t;
use thiserror::Error;

use crate::vietnamese::number::{NumberError, TypedPercent, format_fixed, parse_percent};

/// Most digits behind the comma that are taken: no report quotes more.
const MOST_DIGITS: u8 = 4;
/// Largest percentage taken: a rate above 100 % is what an inspection finds, one above this is a slip of the keys.
const LARGEST: f64 = 1000.0;

/// A percentage as quoted: `96,9` and `96,90` are two. Between 0 and 1.000, with at most four digits behind the comma.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuotedPercent(TypedPercent);

/// Why a text is no percentage that a unit may have quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QuotedError {
    /// It cannot be read.
    #[error("{}", t!("answer.quoted_unreadable", why = .0))]
    Unreadable(#[from] NumberError),
    /// Below zero.
    #[error("{}", t!("answer.quoted_negative"))]
    Negative,
    /// Above 1.000.
    #[error("{}", t!("answer.quoted_large"))]
    TooLarge,
}

impl QuotedPercent {
    /// `said` to `digits` decimals, as a percentage computed by the program.
    pub fn computed(said: f64, digits: u8) -> Self {
        Self(TypedPercent { value: said, digits })
    }

    /// In hundredths: 96.9 for `96,9`.
    pub fn value(self) -> f64 {
        self.0.value
    }

    /// Digits behind the comma.
    pub fn digits(self) -> u8 {
        self.0.digits
    }
}

impl FromStr for QuotedPercent {
    type Err = QuotedError;

    /// Reads `96,9`, `96,9%` or `96,90 %`.
    fn from_str(text: &str) -> Result<Self, QuotedError> {
        let typed = parse_percent(text, MOST_DIGITS)?;
        if typed.value < 0.0 {
            Err(QuotedError::Negative)
        } else if typed.value > LARGEST {
            Err(QuotedError::TooLarge)
        } else {
            Ok(Self(typed))
        }
    }
}

impl Display for QuotedPercent {
    /// With the digits it was quoted with, without the sign: `96,90`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&format_fixed(self.0.value, self.0.digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_kept() {
        for (typed, kept) in [("96,9", "96,9"), ("96,90%", "96,90"), (" 100 % ", "100"), ("0,5", "0,5"), ("007", "7")] {
            let read: QuotedPercent = typed.parse().unwrap();
            assert_eq!(read.to_string(), kept);
            assert_eq!(kept.parse(), Ok(read), "what is stored is read again");
        }
        assert_ne!("96,9".parse::<QuotedPercent>(), "96,90".parse());
    }

    #[test]
    fn what_no_unit_quotes_is_refused_in_a_sentence() {
        rust_i18n::set_locale("vi");
        for bad in ["96,9%%", "abc", "1001", "96,123456", "96.9", "-5", ""] {
            let refused = bad.parse::<QuotedPercent>().unwrap_err().to_string();
            assert!(refused.contains("tỷ lệ") && !refused.contains("answer."), "{bad}: {refused}");
        }
    }
}

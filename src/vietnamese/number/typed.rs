//! Numbers as people type them.

use thiserror::Error;

use super::SIGNIFICANT;

/// Largest figure accepted, either side of zero: no report holds more, and every whole number below is exact.
pub const LARGEST: f64 = 1e15;

/// Why a typed text is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("{}", rust_i18n::t!("vietnamese.number_empty"))]
    Empty,
    /// Something other than digits, dots between groups, one comma and a sign.
    #[error("{}", rust_i18n::t!("vietnamese.number_unreadable"))]
    Unreadable,
    /// A dot that does not stand before exactly three digits: most likely meant as a decimal mark.
    #[error("{}", rust_i18n::t!("vietnamese.number_dot"))]
    Dot,
    /// A fraction where whole numbers are asked for.
    #[error("{}", rust_i18n::t!("vietnamese.number_whole"))]
    NotWhole,
    /// More decimals than asked for.
    #[error("{}", rust_i18n::t!("vietnamese.number_decimals", decimals = allowed))]
    TooManyDecimals {
        /// How many are.
        allowed: u8,
    },
    /// Beyond [`LARGEST`].
    #[error("{}", rust_i18n::t!("vietnamese.number_too_large"))]
    TooLarge,
    /// More than [`SIGNIFICANT`] digits: it could not be kept exactly.
    #[error("{}", rust_i18n::t!("vietnamese.number_too_long", digits = SIGNIFICANT))]
    TooLong,
}

/// A percentage as quoted: its value and how many decimals it was quoted with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypedPercent {
    /// In hundredths: 98.8 for `98,8%`.
    pub value: f64,
    /// Decimals typed, zeros included: 2 for `98,80%`.
    pub digits: u8,
}

/// Reads a typed figure of at most `decimals` decimals (zeros at the end are not counted).
///
/// `10.095` and `10095` are the same; a dot stands before exactly three digits, a comma before the decimals;
/// a sign may lead; white space around, no-break spaces included, is ignored.
pub fn parse_number(text: &str, decimals: u8) -> Result<f64, NumberError> {
    let typed = Typed::read(text.trim())?;
    let needed = typed.fraction.trim_end_matches('0').len();
    if needed > usize::from(decimals) {
        return Err(match decimals {
            0 => NumberError::NotWhole,
            allowed => NumberError::TooManyDecimals { allowed },
        });
    }
    typed.value()
}

/// Reads a typed percentage of at most `decimals` decimals; the `%` may be left out.
pub fn parse_percent(text: &str, decimals: u8) -> Result<TypedPercent, NumberError> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let typed = Typed::read(text)?;
    match u8::try_from(typed.fraction.len()) {
        Ok(digits) if digits <= decimals => Ok(TypedPercent { value: typed.value()?, digits }),
        _ if decimals == 0 => Err(NumberError::NotWhole),
        _ => Err(NumberError::TooManyDecimals { allowed: decimals }),
    }
}

/// The parts of a typed figure, each of digits alone.
struct Typed<'a> {
    negative: &'static str,
    whole: String,
    fraction: &'a str,
}

impl<'a> Typed<'a> {
    fn read(text: &'a str) -> Result<Self, NumberError> {
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let (negative, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match unsigned.split_once(',') {
            Some((_, "")) => return Err(NumberError::Unreadable),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let groups: Vec<&str> = whole.split('.').collect();
        if whole.is_empty() || !groups.iter().all(|group| is_digits(group)) {
            return Err(NumberError::Unreadable);
        }
        if fraction.contains('.') && is_digits(&fraction.replace('.', "")) {
            return Err(NumberError::Dot);
        }
        if !is_digits(fraction) {
            return Err(NumberError::Unreadable);
        }
        if let [first, others @ ..] = groups.as_slice()
            && !others.is_empty()
        {
            // "0.500" would silently be five hundred: a group never leads with zero.
            let first_is_group = (1..=3).contains(&first.len()) && !first.starts_with('0');
            if !first_is_group || others.iter().any(|group| group.len() != 3) {
                return Err(NumberError::Dot);
            }
        }
        Ok(Self { negative, whole: groups.concat(), fraction })
    }

    fn value(&self) -> Result<f64, NumberError> {
        let whole = self.whole.trim_start_matches('0');
        let fraction = self.fraction.trim_end_matches('0');
        let text = format!("{}0{whole}.{fraction}", self.negative);
        let value: f64 = text.parse().map_err(|_| NumberError::Unreadable)?;
        if value.abs() > LARGEST {
            return Err(NumberError::TooLarge);
        }
        let written = format!("{whole}{fraction}");
        if written.trim_matches('0').len() > usize::from(SIGNIFICANT) {
            return Err(NumberError::TooLong);
        }
        // Minus zero would be another value to a journal that compares bytes.
        Ok(value + 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str, decimals: u8) -> Result<String, NumberError> {
        parse_number(text, decimals).map(|value| value.to_string())
    }

    #[test]
    fn reads_what_people_type() {
        for (text, decimals, value) in [
            ("10.095", 0, "10095"),
            ("10095", 0, "10095"),
            (" \u{a0}10.095\u{202f}", 0, "10095"),
            ("98,8", 1, "98.8"),
            ("1.234.567,25", 2, "1234567.25"),
            ("+5", 0, "5"),
            ("-5", 0, "-5"),
            ("\u{2212}0,5", 1, "-0.5"),
            ("007", 0, "7"),
            ("-0", 0, "0"),
            ("5,0", 0, "5"),
            ("1,50", 1, "1.5"),
            ("1.000.000.000.000.000", 0, "1000000000000000"),
        ] {
            assert_eq!(typed(text, decimals).as_deref(), Ok(value), "{text}");
        }
    }

    #[test]
    fn refuses_what_could_be_misread() {
        use NumberError::{Dot, Empty, NotWhole, TooLarge, TooLong, TooManyDecimals, Unreadable};
        for (text, decimals, error) in [
            ("", 2, Empty),
            ("\u{a0} ", 2, Empty),
            ("1.23", 2, Dot),
            ("98.8", 1, Dot),
            ("0.500", 3, Dot),
            ("1234.567", 0, Dot),
            ("1.234.5", 1, Dot),
            ("1.2345", 0, Dot),
            (".500", 0, Dot),
            ("5.", 0, Dot),
            ("1,234.5", 3, Dot),
            ("1,5", 0, NotWhole),
            ("1,55", 1, TooManyDecimals { allowed: 1 }),
            ("1,2,3", 2, Unreadable),
            ("5,", 1, Unreadable),
            (",5", 1, Unreadable),
            ("10 095", 0, Unreadable),
            ("- 5", 0, Unreadable),
            ("+-5", 0, Unreadable),
            ("1e3", 0, Unreadable),
            ("năm", 0, Unreadable),
            ("٣", 0, Unreadable),
            ("NaN", 2, Unreadable),
            ("-", 0, Unreadable),
            ("1000000000000001", 0, TooLarge),
            ("123456789012,3456", 6, TooLong),
        ] {
            assert_eq!(typed(text, decimals), Err(error), "{text:?}");
        }
        assert_eq!(typed(&"9".repeat(400), 0), Err(TooLarge));
    }

    #[test]
    fn a_percentage_remembers_its_digits() {
        assert_eq!(parse_percent("98,80 %", 2), Ok(TypedPercent { value: 98.8, digits: 2 }));
        assert_eq!(parse_percent(" 98,8%", 2), Ok(TypedPercent { value: 98.8, digits: 1 }));
        assert_eq!(parse_percent("100", 2), Ok(TypedPercent { value: 100.0, digits: 0 }));
        assert_eq!(parse_percent("98.8%", 2), Err(NumberError::Dot));
        assert_eq!(parse_percent("98,123%", 2), Err(NumberError::TooManyDecimals { allowed: 2 }));
        assert_eq!(parse_percent("%", 2), Err(NumberError::Empty));
        assert_eq!(parse_percent("5%%", 2), Err(NumberError::Unreadable));
    }

    #[test]
    fn every_refusal_says_something() {
        use NumberError::{Dot, Empty, NotWhole, TooLarge, TooLong, TooManyDecimals, Unreadable};
        for error in [Dot, Empty, NotWhole, TooLarge, TooLong, TooManyDecimals { allowed: 2 }, Unreadable] {
            let message = error.to_string();
            assert!(!message.contains("vietnamese.") && !message.contains("%{"), "{message}");
        }
        assert!(NumberError::TooManyDecimals { allowed: 2 }.to_string().contains('2'));
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(text in "[-+0-9., %a]{0,24}", decimals in 0u8..7) {
            if let Ok(value) = parse_number(&text, decimals) {
                prop_assert!(value.abs() <= LARGEST);
                prop_assert_eq!(parse_number(&super::super::format_number(value), 6).map(f64::to_bits), Ok(value.to_bits()));
            }
        }
    }
}

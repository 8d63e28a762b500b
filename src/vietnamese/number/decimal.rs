//! A decimal number as its digits, for rounding and printing without binary surprises.

use super::SIGNIFICANT;

/// Which side of zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Zero or more.
    Plus,
    /// Below zero.
    Minus,
}

/// ± `digits` × 10^-`scale`; digits are 0–9, most significant first, at least `scale` + 1 of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    sign: Sign,
    digits: Vec<u8>,
    scale: usize,
}

impl Decimal {
    /// `value` to [`SIGNIFICANT`] significant digits; `None` where it is no finite number.
    pub(super) fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{:.*e}", usize::from(SIGNIFICANT) - 1, value.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        let scale = i32::from(SIGNIFICANT) - 1 - exponent;
        // Digits before the point are made up with zeros on either side.
        if scale < 0 {
            digits.resize(digits.len() + usize::try_from(-scale).ok()?, 0);
        }
        let scale = usize::try_from(scale.max(0)).ok()?;
        let missing = (scale + 1).saturating_sub(digits.len());
        digits.splice(0..0, std::iter::repeat_n(0, missing));
        let sign = if value < 0.0 { Sign::Minus } else { Sign::Plus };
        Some(Self { sign, digits, scale }.trimmed())
    }

    /// Rounded to at most `decimals` decimals, halves away from zero.
    pub(super) fn rounded(mut self, decimals: u8) -> Self {
        let decimals = usize::from(decimals);
        if self.scale <= decimals {
            return self;
        }
        let kept = self.digits.len() - (self.scale - decimals);
        let up = self.digits[kept] >= 5;
        self.digits.truncate(kept);
        self.scale = decimals;
        if up {
            let nines = self.digits.iter().rev().take_while(|digit| **digit == 9).count();
            let last = self.digits.len() - nines;
            self.digits[last..].fill(0);
            match last.checked_sub(1) {
                Some(place) => self.digits[place] += 1,
                None => self.digits.insert(0, 1),
            }
        }
        self.unsigned_zero()
    }

    /// Without zeros that say nothing, before or behind.
    pub(super) fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.digits.last() == Some(&0) {
            self.digits.pop();
            self.scale -= 1;
        }
        let whole = self.digits.len() - self.scale;
        let leading = self.digits.iter().take(whole - 1).take_while(|digit| **digit == 0).count();
        self.digits.drain(..leading);
        self.unsigned_zero()
    }

    /// With zeros up to `decimals` decimals.
    pub(super) fn padded(mut self, decimals: u8) -> Self {
        let decimals = usize::from(decimals).max(self.scale);
        self.digits.resize(self.digits.len() + decimals - self.scale, 0);
        self.scale = decimals;
        self
    }

    /// Times 10^`places`.
    pub(super) fn shifted(mut self, places: usize) -> Self {
        if self.scale < places {
            self.digits.resize(self.digits.len() + places - self.scale, 0);
        }
        self.scale = self.scale.saturating_sub(places);
        self.trimmed()
    }

    /// With dots between groups of three.
    pub(super) fn grouped(&self) -> String {
        self.text(|place| place > 0 && place.is_multiple_of(3))
    }

    /// Without dots.
    pub(super) fn plain(&self) -> String {
        self.text(|_| false)
    }

    /// Digits with a dot wherever `dot_before` holds for the number of whole digits still to come.
    fn text(&self, dot_before: impl Fn(usize) -> bool) -> String {
        let whole = self.digits.len() - self.scale;
        let mut text = String::with_capacity(self.digits.len() + whole / 3 + 2);
        if self.sign == Sign::Minus {
            text.push('-');
        }
        for (index, digit) in self.digits.iter().enumerate() {
            if index == whole {
                text.push(',');
            } else if index > 0 && index < whole && dot_before(whole - index) {
                text.push('.');
            }
            text.push(char::from(b'0' + digit));
        }
        text
    }

    /// The nearest `f64`.
    pub(super) fn to_f64(&self) -> f64 {
        self.plain().replace(',', ".").parse().unwrap_or(f64::NAN)
    }

    /// The digits as an integer with their scale: value = integer × 10^-scale. `None` where it is too long.
    pub(super) fn integer(&self) -> Option<(i128, u32)> {
        let mut integer = 0i128;
        for digit in &self.digits {
            integer = integer.checked_mul(10)?.checked_add(i128::from(*digit))?;
        }
        let signed = if self.sign == Sign::Minus { -integer } else { integer };
        Some((signed, u32::try_from(self.scale).ok()?))
    }

    fn unsigned_zero(mut self) -> Self {
        if self.digits.iter().all(|digit| *digit == 0) {
            self.sign = Sign::Plus;
        }
        self
    }
}

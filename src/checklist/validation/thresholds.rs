//! `pass_from`, `partial_from`, `pass_to`, `partial_to`: from a value to a verdict.

use rust_i18n::t;

use crate::checklist::keys::THRESHOLDS;
use crate::checklist::model::{Threshold, Thresholds};
use crate::checklist::reader::{Table, Value};

/// What values thresholds are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    /// Any figure or rate, percentages included.
    Any,
    /// A share, 0 to 1.
    Share,
}

/// The first threshold that is written, if any is.
pub(super) fn written<'a>(table: &Table<'a>) -> Option<Value<'a>> {
    THRESHOLDS.iter().find_map(|key| table.optional(key))
}

/// Reads the thresholds of an item: none, or a pass with an optional partial in the same direction.
pub(super) fn read(table: &Table<'_>, bounds: Bounds) -> Option<Thresholds> {
    let upward = Pair::read(table, "pass_from", "partial_from", bounds);
    let downward = Pair::read(table, "pass_to", "partial_to", bounds);
    let direction = if upward.is_written() { &upward } else { &downward };
    if upward.is_written()
        && let Some(strange) = downward.pass_at.or(downward.partial_at)
    {
        strange.key_error(t!("checklist.threshold.both_ways"));
    }
    upward.check_order(|pass, partial| partial <= pass, "checklist.threshold.from_reversed");
    downward.check_order(|pass, partial| partial >= pass, "checklist.threshold.to_reversed");
    let pass = direction.pass.clone()?;
    let partial = direction.partial.clone();
    Some(if upward.is_written() { Thresholds::From { pass, partial } } else { Thresholds::To { pass, partial } })
}

/// The thresholds of one direction.
struct Pair<'a> {
    pass_at: Option<Value<'a>>,
    partial_at: Option<Value<'a>>,
    pass: Option<Threshold>,
    partial: Option<Threshold>,
}

impl<'a> Pair<'a> {
    fn read(table: &Table<'a>, pass_key: &str, partial_key: &str, bounds: Bounds) -> Self {
        let pass_at = table.optional(pass_key);
        let partial_at = table.optional(partial_key);
        if let (None, Some(partial)) = (pass_at, partial_at) {
            partial.key_error(t!("checklist.threshold.partial_alone", key = partial_key, pass = pass_key));
        }
        let threshold = |value| threshold(value, bounds);
        Self { pass_at, partial_at, pass: pass_at.and_then(threshold), partial: partial_at.and_then(threshold) }
    }

    fn is_written(&self) -> bool {
        self.pass_at.is_some() || self.partial_at.is_some()
    }

    /// Compares what can be compared before a round gives its targets.
    fn check_order(&self, in_order: impl Fn(f64, f64) -> bool, message: &str) {
        if let (Some(Threshold::Value(pass)), Some(Threshold::Value(partial))) = (&self.pass, &self.partial)
            && !in_order(*pass, *partial)
            && let Some(value) = self.partial_at
        {
            value.error(t!(message, pass = pass, partial = partial));
        }
    }
}

/// A number, or `"target.<name>"` with the name as expressions write it (`-` counts as `_`).
fn threshold(value: Value<'_>, bounds: Bounds) -> Option<Threshold> {
    let Some(text) = value.peek_text() else {
        let number = value.number()?.value;
        if bounds == Bounds::Share && !(0.0..=1.0).contains(&number) {
            value.error(t!("checklist.threshold.no_share", key = value.key(), found = number));
            return None;
        }
        return Some(Threshold::Value(number));
    };
    let name = text.trim().strip_prefix("target.").unwrap_or_default().replace('-', "_");
    let named = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !named {
        value.error(t!("checklist.threshold.no_target", key = value.key(), found = text));
        return None;
    }
    Some(Threshold::Target(name))
}

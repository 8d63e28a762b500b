//! Words for what the rooms below keep as enums, and figures as people read them.

use chrono::NaiveDate;
use rust_i18n::t;
use serde_json::Value;

use crate::assessment::Totals;
use crate::checklist::{ItemKind, UnitKind, Validity, Verdict};
use crate::inspection::{DocumentReference, Mode, Role};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_number;

/// Signs of the verdicts, in their order; old Windows fonts have them.
pub const VERDICT_MARKS: [&str; 4] = ["√", "~", "×", "–"];

/// A verdict's word with its mark: `ĐẠT √`.
pub fn verdict(verdict: Verdict) -> String {
    let mark = match verdict {
        Verdict::Pass => VERDICT_MARKS[0],
        Verdict::Partial => VERDICT_MARKS[1],
        Verdict::Fail => VERDICT_MARKS[2],
        Verdict::Na => VERDICT_MARKS[3],
    };
    format!("{} {mark}", t!(format!("cli.verdict.{}", verdict.as_str())))
}

/// A member's role.
pub fn role(role: Role) -> String {
    t!(format!("cli.role.{}", role.as_str())).into_owned()
}

/// How a round is carried out.
pub fn mode(mode: Mode) -> String {
    t!(format!("cli.mode.{}", mode.as_str())).into_owned()
}

/// A kind of unit.
pub fn unit_kind(kind: UnitKind) -> String {
    t!(format!("cli.unit_kind.{}", kind.as_str())).into_owned()
}

/// What kind of answer an item takes.
pub fn item_kind(kind: &ItemKind) -> String {
    let name = match kind {
        ItemKind::Verdict => "verdict",
        ItemKind::Number { .. } => "number",
        ItemKind::Text => "text",
        ItemKind::Date => "date",
        ItemKind::Choice { .. } => "choice",
        ItemKind::Rate { .. } => "rate",
        ItemKind::Register(_) => "register",
        ItemKind::Survey(_) => "survey",
    };
    t!(format!("cli.item_kind.{name}")).into_owned()
}

/// From when to when something holds.
pub fn validity(validity: Validity) -> String {
    match (validity.from, validity.to) {
        (None, None) => t!("cli.validity.always"),
        (Some(from), None) => t!("cli.validity.from", from = format_date(from)),
        (None, Some(to)) => t!("cli.validity.to", to = format_date(to)),
        (Some(from), Some(to)) => t!("cli.validity.between", from = format_date(from), to = format_date(to)),
    }
    .into_owned()
}

/// `1296/KH-SNV ngày 27/06/2022 (Sở Nội vụ)`.
pub fn document(document: &DocumentReference) -> String {
    let cited = t!("cli.document", number = document.number, date = format_date(document.date));
    match &document.issuer {
        Some(issuer) => format!("{cited} ({issuer})"),
        None => cited.into_owned(),
    }
}

/// A day, or a dash.
pub fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "–".to_owned(), format_date)
}

/// `71,5/84`.
pub fn points(totals: &Totals) -> String {
    format!("{}/{}", format_number(totals.points), format_number(totals.max_points))
}

/// Whole percent; 100 only where nothing is left.
pub fn progress(totals: &Totals) -> String {
    match (totals.answered * 100).checked_div(totals.items) {
        Some(share) => format!("{share}%"),
        None => "–".to_owned(),
    }
}

/// A recorded value on one line of at most `most` characters.
pub fn value(value: &Value, most: usize) -> String {
    let text = match value {
        Value::Null => return t!("cli.value.removed").into_owned(),
        Value::Bool(true) => t!("cli.value.yes").into_owned(),
        Value::Bool(false) => t!("cli.value.no").into_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), format_number),
        Value::String(text) => text.replace('\n', " "),
        Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    if text.chars().count() <= most { text } else { text.chars().take(most.saturating_sub(1)).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_short_and_read_the_vietnamese_way() {
        assert_eq!(value(&json!(10095), 40), "10.095");
        assert_eq!(value(&json!("một\nhai"), 40), "một hai");
        assert_eq!(value(&json!("abcdef"), 4), "abc…");
        assert_eq!(value(&json!({ "a": 1 }), 40), "{\"a\":1}");
    }

    #[test]
    fn progress_is_complete_only_where_nothing_is_left() {
        let totals = |answered, items| Totals { items, answered, ..Totals::default() };
        assert_eq!(progress(&totals(199, 200)), "99%");
        assert_eq!(progress(&totals(200, 200)), "100%");
        assert_eq!(progress(&totals(0, 0)), "–");
    }

    #[test]
    fn every_enum_has_its_word() {
        let words = Verdict::ALL
            .map(verdict)
            .into_iter()
            .chain(Role::ALL.map(role))
            .chain(Mode::ALL.map(mode))
            .chain(UnitKind::ALL.map(unit_kind));
        for word in words {
            assert!(!word.contains("cli."), "{word}");
        }
    }
}

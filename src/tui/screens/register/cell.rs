//! Cells of a register: how they are typed, kept and shown.

use chrono::{Datelike, NaiveDate};
use rust_i18n::t;
use serde_json::{Value, json};

use crate::checklist::ColumnKind;
use crate::tui::widgets::text_field::Accepts;
use crate::vietnamese::date::{format_date, format_date_short};
use crate::vietnamese::number::format_number;

pub use crate::inspection::cell::{CellError, read, read_pasted};

/// What may be typed into a cell of this kind.
pub fn accepts(kind: &ColumnKind) -> Accepts {
    match kind {
        ColumnKind::Number => Accepts::Number,
        ColumnKind::Date => Accepts::Date,
        ColumnKind::Text | ColumnKind::YesNo | ColumnKind::Choice(_) => Accepts::Text,
    }
}

/// The value that a single digit stands for, where a digit is enough.
pub fn keyed(kind: &ColumnKind, typed: &str) -> Option<Value> {
    let digit = typed.parse::<usize>().ok().filter(|_| typed.len() == 1)?;
    match kind {
        ColumnKind::YesNo => match digit {
            1 => Some(json!(true)),
            2 | 0 => Some(json!(false)),
            _ => None,
        },
        ColumnKind::Choice(choices) if choices.len() < 10 => {
            choices.get(digit.checked_sub(1)?).map(|choice| json!(choice))
        }
        _ => None,
    }
}

/// What the digits of a column stand for: `1 có`, `2 không`.
pub fn keys(kind: &ColumnKind) -> Vec<String> {
    match kind {
        ColumnKind::YesNo => {
            vec![format!("1 {}", t!("screen_register.yes")), format!("2 {}", t!("screen_register.no"))]
        }
        ColumnKind::Choice(choices) => {
            choices.iter().enumerate().map(|(index, choice)| format!("{} {choice}", index + 1)).collect()
        }
        ColumnKind::Text | ColumnKind::Number | ColumnKind::Date => Vec::new(),
    }
}

/// The cell as the grid shows it. Days of `year`, the inspected one, are shown without it.
pub fn shown(kind: &ColumnKind, value: &Value, year: Option<i32>) -> String {
    match (kind, value) {
        (ColumnKind::Date, Value::String(day)) => match day.parse::<NaiveDate>() {
            Ok(day) if Some(day.year()) == year => format_date_short(day),
            Ok(day) => format!("{}/{:02}", format_date_short(day), day.year().rem_euclid(100)),
            Err(_) => day.clone(),
        },
        _ => full(kind, value),
    }
}

/// The cell as it is edited, with nothing left out.
pub fn full(kind: &ColumnKind, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Null) => String::new(),
        (ColumnKind::Date, Value::String(day)) => day.parse().map_or_else(|_| day.clone(), format_date),
        (_, Value::Bool(yes)) => t!(if *yes { "screen_register.yes" } else { "screen_register.no" }).into_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, value) => value.as_f64().map_or_else(|| value.to_string(), format_number),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choices() -> ColumnKind {
        ColumnKind::Choice(["có mặt", "đến muộn", "vắng có lý do", "vắng không lý do"].map(str::to_owned).to_vec())
    }

    #[test]
    fn a_digit_is_enough_where_there_are_few_answers() {
        assert_eq!(keyed(&ColumnKind::YesNo, "1"), Some(json!(true)));
        assert_eq!(keyed(&ColumnKind::YesNo, "2"), Some(json!(false)));
        assert_eq!(keyed(&choices(), "4"), Some(json!("vắng không lý do")));
        assert_eq!((keyed(&choices(), "5"), keyed(&ColumnKind::YesNo, "c")), (None, None));
        assert_eq!(keyed(&ColumnKind::Number, "1"), None);
    }

    #[test]
    fn the_inspected_year_is_left_out() {
        let day = json!("2025-09-05");
        assert_eq!(shown(&ColumnKind::Date, &day, Some(2025)), "05/09");
        assert_eq!(shown(&ColumnKind::Date, &day, Some(2026)), "05/09/25");
        assert_eq!(full(&ColumnKind::Date, &day), "05/09/2025");
    }

    proptest! {
        #[test]
        fn what_is_edited_unchanged_stays_the_same(number in -1_000_000i64..1_000_000, day in 0u64..9000, yes: bool) {
            rust_i18n::set_locale("vi");
            let date = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(day);
            for (kind, value) in [
                (ColumnKind::Number, json!(f64::from(i32::try_from(number).unwrap()) / 100.0)),
                (ColumnKind::Date, json!(date.to_string())),
                (ColumnKind::YesNo, json!(yes)),
            ] {
                prop_assert_eq!(read(&kind, &full(&kind, &value)), Ok(value));
            }
        }

        #[test]
        fn nothing_typed_panics(typed in "\\PC{0,12}") {
            for kind in [ColumnKind::Text, ColumnKind::Number, ColumnKind::Date, ColumnKind::YesNo, choices()] {
                let _ = (read(&kind, &typed), keyed(&kind, &typed));
            }
        }
    }
}

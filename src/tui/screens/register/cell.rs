//! Cells of a register: how they are typed, kept and shown.

use chrono::{Datelike, NaiveDate};
use rust_i18n::t;
use serde_json::{Value, json};
use thiserror::Error;

use crate::checklist::ColumnKind;
use crate::tui::widgets::text_field::Accepts;
use crate::vietnamese::date::{DateError, format_date, format_date_short, parse_date};
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{MOST_DECIMALS, NumberError, format_number, parse_number};

/// Why a typed text does not fit its column.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CellError {
    /// No day.
    #[error("{0}")]
    Date(#[from] DateError),
    /// No figure.
    #[error("{0}")]
    Number(#[from] NumberError),
    /// Neither yes nor no.
    #[error("{}", t!("screen_register.not_yes_no", text = .0))]
    YesNo(String),
    /// None of the choices, or the beginning of several.
    #[error("{}", t!("screen_register.not_choice", text = .text, offered = .offered))]
    Choice {
        /// What was typed.
        text: String,
        /// What is offered.
        offered: String,
    },
}

/// What may be typed into a cell of this kind.
pub fn accepts(kind: &ColumnKind) -> Accepts {
    match kind {
        ColumnKind::Number => Accepts::Number,
        ColumnKind::Date => Accepts::Date,
        ColumnKind::Text | ColumnKind::YesNo | ColumnKind::Choice(_) => Accepts::Text,
    }
}

/// The value of a typed or pasted text; null where it is blank.
pub fn read(kind: &ColumnKind, typed: &str) -> Result<Value, CellError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Value::Null);
    }
    Ok(match kind {
        ColumnKind::Text => json!(typed),
        ColumnKind::Number => json!(parse_number(typed, MOST_DECIMALS)?),
        ColumnKind::Date => json!(parse_date(typed)?.to_string()),
        ColumnKind::YesNo => match fold(typed).as_str() {
            "co" | "c" | "x" | "1" | "yes" | "y" | "dung" | "true" | "√" | "✓" => json!(true),
            "khong" | "k" | "2" | "0" | "no" | "n" | "sai" | "false" => json!(false),
            _ => return Err(CellError::YesNo(typed.to_owned())),
        },
        ColumnKind::Choice(choices) => match chosen(choices, typed) {
            Some(choice) => json!(choice),
            None => return Err(CellError::Choice { text: typed.to_owned(), offered: choices.join(", ") }),
        },
    })
}

/// As [`read`], of a pasted text: software writes days with their time of day.
pub fn read_pasted(kind: &ColumnKind, text: &str) -> Result<Value, CellError> {
    match (kind, read(kind, text)) {
        (ColumnKind::Date, Err(error)) => {
            let day: Vec<&str> = text.split_whitespace().filter(|part| !part.contains(':') && *part != "-").collect();
            match day.as_slice() {
                [day] => read(kind, day),
                _ => Err(error),
            }
        }
        (_, read) => read,
    }
}

/// The choice that was typed: itself, without diacritics, its number, or a beginning that only one has.
fn chosen<'c>(choices: &'c [String], typed: &str) -> Option<&'c String> {
    let wanted = fold(typed);
    let exact = choices.iter().find(|choice| *choice == typed);
    let folded = || choices.iter().find(|choice| fold(choice) == wanted);
    let numbered = || choices.get(typed.parse::<usize>().ok()?.checked_sub(1)?);
    let begun = || {
        let mut begun = choices.iter().filter(|choice| fold(choice).starts_with(&wanted));
        begun.next().filter(|_| begun.next().is_none())
    };
    exact.or_else(folded).or_else(numbered).or_else(begun)
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
    fn cells_are_read_as_people_type_them() {
        let cases = [
            (ColumnKind::Text, " Khai sinh ", json!("Khai sinh")),
            (ColumnKind::Number, "10.095", json!(10095.0)),
            (ColumnKind::Number, "98,8", json!(98.8)),
            (ColumnKind::Date, "5/1/26", json!("2026-01-05")),
            (ColumnKind::YesNo, "Có", json!(true)),
            (ColumnKind::YesNo, "x", json!(true)),
            (ColumnKind::YesNo, "khong", json!(false)),
            (ColumnKind::YesNo, "0", json!(false)),
            (choices(), "2", json!("đến muộn")),
            (choices(), "den", json!("đến muộn")),
            (choices(), "CÓ MẶT", json!("có mặt")),
            (choices(), "vắng k", json!("vắng không lý do")),
        ];
        for (kind, typed, value) in cases {
            assert_eq!(read(&kind, typed), Ok(value), "{typed}");
            assert_eq!(read(&kind, "  "), Ok(Value::Null));
        }
    }

    #[test]
    fn pasted_days_may_have_a_time() {
        for text in ["15/09/2025 08:30:00", "08:30 15/09/2025", "15/09/2025 - 08:30", "15/9/25"] {
            assert_eq!(read_pasted(&ColumnKind::Date, text), Ok(json!("2025-09-15")), "{text}");
        }
        assert!(read_pasted(&ColumnKind::Date, "15/9/25 16/9/25").is_err());
        assert!(read_pasted(&ColumnKind::Date, "08:30").is_err());
    }

    #[test]
    fn what_does_not_fit_is_named_with_what_fits() {
        rust_i18n::set_locale("vi");
        for (kind, typed, said) in [
            (ColumnKind::Date, "31/2/26", "31/2/2026"),
            (ColumnKind::YesNo, "có lẽ", "có lẽ"),
            (choices(), "vắng", "vắng có lý do, vắng không lý do"),
            (choices(), "9", "đến muộn"),
        ] {
            let message = read(&kind, typed).unwrap_err().to_string();
            assert!(message.contains(said), "{message}");
        }
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

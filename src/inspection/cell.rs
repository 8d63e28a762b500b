//! Cells of a register as people and other programs write them.

use rust_i18n::t;
use serde_json::{Value, json};
use thiserror::Error;

use crate::checklist::ColumnKind;
use crate::vietnamese::date::{DateError, parse_date};
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{MOST_DECIMALS, NumberError, parse_number};

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
    #[error("{}", t!("inspection.cell_yes_no", text = .0))]
    YesNo(String),
    /// None of the choices, or the beginning of several.
    #[error("{}", t!("inspection.cell_choice", text = .text, offered = .offered))]
    Choice {
        /// What was typed.
        text: String,
        /// What is offered.
        offered: String,
    },
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

#[cfg(test)]
mod tests {
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
}

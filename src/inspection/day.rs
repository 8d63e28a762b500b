//! Days in files and records: a TOML date (`2022-10-19`) or the same as text; JSON keeps the text.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serializer};

/// A day as TOML or JSON has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Toml(toml::value::Datetime),
    Text(String),
}

/// Reads a day.
pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<NaiveDate, D::Error> {
    let text = match Written::deserialize(source)? {
        Written::Toml(date) => date.to_string(),
        Written::Text(text) => text,
    };
    text.parse().map_err(|_| serde::de::Error::custom(rust_i18n::t!("inspection.no_date", text = text)))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's `with` hands the field by reference")]
/// Writes a day as `2022-10-19`.
pub fn serialize<S: Serializer>(day: &NaiveDate, target: S) -> Result<S::Ok, S::Error> {
    target.collect_str(day)
}

/// The same for a day that may be missing.
pub mod optional {
    use super::{Deserialize, Deserializer, NaiveDate, Serializer, Written};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's `with` hands the field by reference"
    )]
    /// Writes a day as `2022-10-19`, or null.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, target: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => target.collect_str(day),
            None => target.serialize_none(),
        }
    }

    /// Reads a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Option<NaiveDate>, D::Error> {
        let text = match Option::<Written>::deserialize(source)? {
            None => return Ok(None),
            Some(Written::Toml(date)) => date.to_string(),
            Some(Written::Text(text)) => text,
        };
        let day =
            text.parse().map_err(|_| serde::de::Error::custom(rust_i18n::t!("inspection.no_date", text = text)))?;
        Ok(Some(day))
    }
}

//! Reading survey forms a second time ("nhập lại để đối chiếu"): which forms were chosen, what the second typist
//! read, and which reading a person let stand. Second readings are records of their own and are counted nowhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::FormContent;
use super::entry::sole;
use super::keys::EntryId;
use crate::journal::Head;

/// Field: how the form was chosen.
const DRAWN: &str = "drawn";
/// Field: the second reading.
const SECOND: &str = super::unit_answers::CONTENT;
/// Field: the form as it stood when it was read again.
const FIRST: &str = "first";
/// Field: which reading stands.
const DECIDED: &str = "decided";

/// How a form was chosen, so that anybody who holds the records can choose again and see that it was chance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Seed, lower-case hex.
    pub seed: String,
    /// Running number of the form on the pile, from 1.
    pub number: usize,
    /// How many forms there were.
    pub of: usize,
    /// Share that was asked for, in hundredths.
    pub percent: u32,
}

/// One of the two readings of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// As typed in at first.
    First,
    /// As typed in again.
    Second,
}

/// Both readings of a form, as they were when it was read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// As typed in at first.
    pub first: FormContent,
    /// As typed in again.
    pub second: FormContent,
}

/// A form chosen to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondReading {
    /// Which form.
    pub form: EntryId,
    /// How it was chosen.
    pub drawn: Drawn,
    /// Both readings; `None` while it waits.
    pub readings: Option<Readings>,
    /// Which reading stands, by the question's id (`*` for whether the form is valid at all).
    pub decided: BTreeMap<String, Reading>,
    /// Who read it again.
    pub member: Option<String>,
}

/// What is recorded of a second reading.
#[derive(Debug, Clone, PartialEq)]
pub enum SecondChange {
    /// The form is chosen.
    Draw(Drawn),
    /// It was read again.
    Read(Readings),
    /// A person said which reading stands.
    Decide(BTreeMap<String, Reading>),
}

impl SecondChange {
    /// Fields of the record and their values.
    pub(super) fn fields(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Draw(drawn) => vec![(DRAWN, json!(drawn))],
            Self::Read(readings) => {
                // Who reads it anew decides anew.
                vec![(SECOND, json!(readings.second)), (FIRST, json!(readings.first)), (DECIDED, Value::Null)]
            }
            Self::Decide(decided) => vec![(DECIDED, json!(decided))],
        }
    }
}

/// Reads a second reading from the heads of its record; `None` where its choice was taken back.
pub(super) fn read(form: EntryId, record: &[Head]) -> Option<SecondReading> {
    let head = |field: &str| sole(record, field);
    let drawn = Drawn::deserialize(&head(DRAWN)?.value).ok()?;
    let content = |field: &str| FormContent::deserialize(&head(field)?.value).ok();
    let readings = content(FIRST).zip(content(SECOND)).map(|(first, second)| Readings { first, second });
    let decided = head(DECIDED).and_then(|head| BTreeMap::deserialize(&head.value).ok()).unwrap_or_default();
    let member = head(SECOND).and_then(|head| head.member.clone());
    Some(SecondReading { form, drawn, readings, decided, member })
}

//! A shortcoming that an earlier round found and that was not mended (tồn tại nhắc lại).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::InspectionError;
use super::keys::{self, ItemKey};
use super::model::{DocumentReference, RoundId, UnitId};
use super::record::{Recorder, line};
use super::store::Store;
use super::unit_answers::CONTENT;
use crate::journal::{RevisionId, Written};

/// What an earlier round said of a shortcoming, as the papers cite it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurrenceContent {
    /// The earlier round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// Its conclusion notice, where number and date are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<DocumentReference>,
    /// Day of that visit.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::day::optional")]
    pub visit: Option<NaiveDate>,
    /// What was required then.
    pub required: String,
}

/// A shortcoming that was raised before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// What was said of it.
    pub content: RecurrenceContent,
    /// Revision it rests on.
    pub revision: RevisionId,
}

/// Shortcomings of a unit that were raised before, by their items.
pub type Recurrences = BTreeMap<ItemKey, Recurrence>;

impl Store {
    /// What a unit's shortcomings were accepted as having been raised before. Where two people disagree, nothing is.
    pub fn recurrences(&self, round: &RoundId, unit: &UnitId) -> Result<Recurrences, InspectionError> {
        let heads = self.journal.heads_under(&format!("recurrence/{round}/{unit}/"))?;
        let mut found = Recurrences::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let settled = record.iter().all(|head| head.value == record[0].value);
            let content = RecurrenceContent::deserialize(&record[0].value).ok().filter(|_| settled);
            if let Some((content, key)) = content.zip(keys::item_of(&record[0].record)) {
                found.insert(key, Recurrence { content, revision: record[0].revision });
            }
        }
        Ok(found)
    }

    /// Records that a shortcoming was raised before; `None` takes that back. Durable when this returns.
    pub fn record_recurrence(
        &mut self,
        recorder: &Recorder,
        key: &ItemKey,
        content: Option<&RecurrenceContent>,
    ) -> Result<Written, InspectionError> {
        let record = keys::recurrence(&recorder.round, &recorder.unit, key)?;
        let value = content.map_or(Value::Null, |content| json!(content));
        self.write(recorder, &[line(record, CONTENT, value)?])
    }
}

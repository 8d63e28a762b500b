//! Samples drawn at random, kept so that anybody can show that nobody chose them.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::InspectionError;
use super::import::Ready;
use super::keys::{self, EntryId, ItemKey};
use super::model::{RoundId, UnitId};
use super::record::{Recorder, SetChange};
use super::store::Store;
use super::unit_answers::CONTENT;
use crate::checklist::{Checklist, Item};
use crate::journal::{Change, FieldName, MAX_REVISION, Parents, RecordKey};
use crate::table::sample;

/// Room in a revision for everything but the list.
const ENVELOPE: usize = 4096;

/// How a sample was drawn: repeat it with [`sample::draw`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawContent {
    /// The seed.
    pub seed: String,
    /// Rows drawn.
    pub count: usize,
    /// Rows of the list.
    pub size: usize,
    /// Name of the list's file.
    pub file: String,
    /// Its sheet; empty where the file knows none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// SHA-256 of the list's text ([`list_text`]).
    pub sha256: String,
    /// Positions drawn, from 1, ascending.
    pub positions: Vec<usize>,
    /// The rows of the file they are.
    pub rows: Vec<u32>,
}

/// A draw as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Which.
    pub id: EntryId,
    /// How.
    pub content: DrawContent,
    /// Who drew.
    pub member: Option<String>,
    /// When, as the laptop's clock said.
    pub made_at: DateTime<FixedOffset>,
    /// Whether the list itself is kept, too.
    pub list: KeptList,
}

/// Whether the list itself is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptList {
    /// It is, and its hash is that of the draw.
    Whole,
    /// It was too long: only its hash.
    HashOnly,
}

/// The text of a list that its hash is of: a line each, a JSON object with its names in order.
pub fn list_text(list: &[Ready]) -> String {
    list.iter().fold(String::new(), |mut text, ready| {
        text.push_str(&ready.entry.text());
        text.push('\n');
        text
    })
}

impl DrawContent {
    /// Draws `count` rows of `list`.
    pub fn new(seed: &str, count: usize, list: &[Ready], file: &str, sheet: &str) -> Self {
        let positions = sample::draw(seed, count, list.len());
        let rows = positions.iter().filter_map(|position| list.get(position - 1)).map(|ready| ready.row).collect();
        Self {
            seed: seed.to_owned(),
            count: positions.len(),
            size: list.len(),
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            sha256: sample::fingerprint(&list_text(list)),
            positions,
            rows,
        }
    }

    /// The rows that were drawn, in the list's order.
    pub fn drawn<'l>(&self, list: &'l [Ready]) -> Vec<&'l Ready> {
        self.positions.iter().filter_map(|position| list.get(position - 1)).collect()
    }
}

impl Store {
    /// Records what was drawn of `list`: the rows, how they were drawn, and the list itself as far as a revision holds it,
    /// as one action. Durable when this returns.
    pub fn record_draw(
        &mut self,
        recorder: &Recorder,
        checklist: &Checklist,
        item: &Item,
        draw: &DrawContent,
        list: &[Ready],
    ) -> Result<(), InspectionError> {
        let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
        let mut lines = Vec::new();
        let drawn: Vec<SetChange> = draw.drawn(list).into_iter().map(|ready| ready.entry.change()).collect();
        for change in &drawn {
            lines.extend(self.set_lines(recorder, &key, item, change)?);
        }
        lines.extend(self.first_asked(recorder, &key, item, &drawn)?);
        let id = EntryId::new(self.journal.clock().now());
        let content = |record: RecordKey, value| -> Result<Change, InspectionError> {
            Ok(Change { record, field: FieldName::new(CONTENT)?, value, parents: Parents::SoleHead })
        };
        lines.push(content(keys::draw(&recorder.round, &recorder.unit, &key, &id)?, json!(draw))?);
        let list = json!(list_text(list));
        if list.to_string().len() <= MAX_REVISION - ENVELOPE {
            lines.push(content(keys::draw_list(&recorder.round, &recorder.unit, &key, &id)?, list)?);
        }
        self.write(recorder, &lines)?;
        Ok(())
    }

    /// The draws for one item, oldest first; those taken back are left out.
    pub fn draws(&self, round: &RoundId, unit: &UnitId, key: &ItemKey) -> Result<Vec<Draw>, InspectionError> {
        let mut draws = Vec::new();
        for head in self.journal.heads_under(&format!("draw/{round}/{unit}/{}/{}/", key.checklist, key.item))? {
            let Some((_, id)) = head.record.as_str().rsplit_once('/') else { continue };
            let id = EntryId(id.to_owned());
            let Ok(content) = serde_json::from_value::<DrawContent>(head.value.clone()) else { continue };
            let history = self.journal.history(&head.record)?;
            let Some(made) = history.iter().find(|revision| revision.id == head.revision) else { continue };
            let list = self.journal.heads_of(&keys::draw_list(round, unit, key, &id)?)?;
            let whole =
                list.iter().any(|head| head.value.as_str().map(sample::fingerprint) == Some(content.sha256.clone()));
            let list = if whole { KeptList::Whole } else { KeptList::HashOnly };
            draws.push(Draw { id, content, member: made.member.clone(), made_at: made.made_at, list });
        }
        Ok(draws)
    }
}

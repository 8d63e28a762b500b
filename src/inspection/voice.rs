//! Who recorded what of an answer, and when.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use super::answer::AnswerField;
use super::error::InspectionError;
use super::keys::{self, ItemKey};
use super::model::{RoundId, UnitId};
use super::store::Store;
use crate::journal::{DeviceId, Head, RevisionId};

/// Somebody's word in an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerVoice {
    /// What of it.
    pub about: VoiceAbout,
    /// Who; none for what a device did by itself.
    pub member: Option<String>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop; of several rows or forms the last.
    pub when: DateTime<FixedOffset>,
}

/// What of an answer is somebody's word.
#[derive(Debug, Clone, PartialEq)]
pub enum VoiceAbout {
    /// A field.
    Field {
        /// Which.
        field: AnswerField,
        /// What stands there.
        value: Value,
        /// The revision.
        revision: RevisionId,
    },
    /// Rows of the register.
    Rows(usize),
    /// Forms of the survey.
    Forms(usize),
}

impl Store {
    /// Who recorded what of the answer to an item, and when: each field that a paper may rest on, and for rows and forms how
    /// many are whose. The internal note is left out.
    pub fn voices(&self, round: &RoundId, unit: &UnitId, key: &ItemKey) -> Result<Vec<AnswerVoice>, InspectionError> {
        let heads = self.journal.heads_of(&keys::answer(round, unit, key)?)?;
        let mut voices: Vec<AnswerVoice> = heads.into_iter().filter_map(of_field).collect();
        for (kind, about) in [("row", VoiceAbout::Rows as fn(usize) -> VoiceAbout), ("form", VoiceAbout::Forms)] {
            let heads = self.journal.heads_under(&format!("{kind}/{round}/{unit}/{key}/"))?;
            voices.extend(of_entries(&heads, about));
        }
        Ok(voices)
    }
}

fn of_field(head: Head) -> Option<AnswerVoice> {
    let field = AnswerField::from_name(head.field.as_str())?;
    if head.value.is_null() || matches!(field, AnswerField::Asked | AnswerField::Note) {
        return None;
    }
    let about = VoiceAbout::Field { field, value: head.value, revision: head.revision };
    Some(AnswerVoice { about, member: head.member, device: head.device, when: head.made_at })
}

/// How many entries are whose: each counts for whoever wrote it last.
fn of_entries(heads: &[Head], about: fn(usize) -> VoiceAbout) -> Vec<AnswerVoice> {
    let mut by_author: BTreeMap<(Option<String>, DeviceId), (usize, DateTime<FixedOffset>)> = BTreeMap::new();
    for record in heads.chunk_by(|a, b| a.record == b.record) {
        let removed =
            record.iter().any(|head| head.field.as_str() == super::unit_answers::REMOVED && head.value == true);
        let Some(last) = record.iter().filter(|_| !removed).max_by_key(|head| head.made_at) else { continue };
        let entry = by_author.entry((last.member.clone(), last.device.clone())).or_insert((0, last.made_at));
        *entry = (entry.0 + 1, entry.1.max(last.made_at));
    }
    let voice = |((member, device), (count, when))| AnswerVoice { about: about(count), member, device, when };
    by_author.into_iter().map(voice).collect()
}

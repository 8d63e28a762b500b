//! A team's own phrases: sentences saved for an item so that they can be taken again, at any unit of the round. They are
//! records of the round and travel with it; other rounds of the same laptop lend theirs.

use chrono::{DateTime, FixedOffset};
use serde_json::json;

use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey};
use super::model::RoundId;
use super::record::line;
use super::store::Store;
use super::unit_answers::{CONTENT, REMOVED};
use crate::journal::{Author, Chain, Written};
use crate::vietnamese::nfc;

/// A phrase somebody saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPhrase {
    /// Which one.
    pub id: EntryId,
    /// Round it was saved in.
    pub round: RoundId,
    /// As kept; figures of the unit it is used at stand as `{{ name }}`.
    pub text: String,
    /// Name of who saved it, as far as it is known.
    pub author: Option<String>,
}

/// A text as phrases are kept: NFC, on one line, one space between words.
pub fn phrase_text(text: &str) -> String {
    nfc::single_line(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Store {
    /// Phrases saved for the item at `key`: those of `round` first, then those of the other rounds of this home, each in
    /// the order in which they were saved; the same text stands once.
    pub fn phrases(&self, round: &RoundId, key: &ItemKey) -> Result<Vec<OwnPhrase>, InspectionError> {
        let mut phrases = self.phrases_of(round, key)?;
        for other in self.rounds()?.into_iter().filter(|other| other.id != *round) {
            for phrase in self.phrases_of(&other.id, key)? {
                if !phrases.iter().any(|known| known.text == phrase.text) {
                    phrases.push(phrase);
                }
            }
        }
        Ok(phrases)
    }

    fn phrases_of(&self, round: &RoundId, key: &ItemKey) -> Result<Vec<OwnPhrase>, InspectionError> {
        let heads = self.journal.heads_under(&keys::phrases(round, key))?;
        let mut phrases = Vec::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let removed = record.iter().any(|head| head.field.as_str() == REMOVED && head.value == true);
            let content = record.iter().find(|head| head.field.as_str() == CONTENT);
            let text = content.and_then(|head| head.value.as_str()).filter(|_| !removed);
            let (Some(text), Some(id)) = (text, record[0].record.as_str().rsplit('/').next()) else { continue };
            let member = content.and_then(|head| head.member.as_deref());
            let author = member.map(|member| self.name_in(round, member)).transpose()?;
            phrases.push(OwnPhrase { id: EntryId(id.to_owned()), round: round.clone(), text: text.to_owned(), author });
        }
        Ok(phrases)
    }

    /// A member's name in a round; the id where the round does not know it.
    fn name_in(&self, round: &RoundId, member: &str) -> Result<String, InspectionError> {
        let Ok(id) = super::model::MemberId::new(member) else { return Ok(member.to_owned()) };
        let heads = self.journal.heads_of(&keys::member(round, &id)?)?;
        let name = heads.iter().find(|head| head.field.as_str() == "name").and_then(|head| head.value.as_str());
        Ok(name.unwrap_or(member).to_owned())
    }

    /// Saves a phrase for the item at `key`, as [`phrase_text`] has it. Durable when this returns.
    pub fn add_phrase(
        &mut self,
        round: &RoundId,
        member: &str,
        key: &ItemKey,
        text: &str,
    ) -> Result<Written, InspectionError> {
        let now: DateTime<FixedOffset> = self.journal.clock().now();
        let record = keys::phrase(round, key, &EntryId::new(now))?;
        self.write_phrase(round, member, record, CONTENT, json!(phrase_text(text)))
    }

    /// Takes a phrase of `round` out of the list.
    pub fn remove_phrase(
        &mut self,
        round: &RoundId,
        member: &str,
        key: &ItemKey,
        phrase: &EntryId,
    ) -> Result<Written, InspectionError> {
        self.write_phrase(round, member, keys::phrase(round, key, phrase)?, REMOVED, json!(true))
    }

    fn write_phrase(
        &mut self,
        round: &RoundId,
        member: &str,
        record: crate::journal::RecordKey,
        field: &str,
        value: serde_json::Value,
    ) -> Result<Written, InspectionError> {
        let author = Author { member: Some(member.to_owned()), reason: None };
        Ok(self.journal.write(&Chain::Round(round.to_string()), &author, &[line(record, field, value)?])?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{ChecklistId, ItemId};
    use crate::inspection::{TextFile, read_round};
    use crate::journal::Clock;

    fn store(folder: &std::path::Path) -> Store {
        let mut store = Store::open(folder, Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap();
        for id in ["2025-dot-1", "2025-dot-2"] {
            let text = format!(
                "id = \"{id}\"\ntitle = \"Đợt\"\nperiod = {{ from = 2025-01-01, to = 2025-06-30 }}\nchecklists = [\"khao-sat-hai-long\"]\n[[member]]\nid = \"tv-1\"\nname = \"Thành viên {id}\"\n"
            );
            let file = TextFile::from_bytes("r.toml", text.as_bytes()).unwrap();
            store.add_round(&read_round(&file, "2025-10-19".parse().unwrap()).unwrap(), None).unwrap();
        }
        store
    }

    #[test]
    fn phrases_of_the_round_come_first_and_other_rounds_lend_theirs() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(folder.path());
        let [one, two] = ["2025-dot-1", "2025-dot-2"].map(|id| RoundId::new(id).unwrap());
        let key = |item: &str| ItemKey { checklist: ChecklistId::new("k").unwrap(), item: ItemId::new(item).unwrap() };
        store.add_phrase(&two, "tv-1", &key("i"), "Bảng cũ").unwrap();
        store.add_phrase(&two, "tv-1", &key("i"), "Bảng mờ").unwrap();
        store.add_phrase(&one, "tv-1", &key("i"), "Chưa có\n bảng").unwrap();
        store.add_phrase(&one, "tv-1", &key("i"), "Bảng cũ").unwrap();
        store.add_phrase(&one, "tv-1", &key("i-2"), "Khác").unwrap();
        let texts = |store: &Store| -> Vec<(String, String)> {
            let phrases = store.phrases(&one, &key("i")).unwrap().into_iter();
            phrases.map(|phrase| (phrase.text, phrase.author.unwrap())).collect()
        };
        let said = |text: &str, by: &str| (text.to_owned(), format!("Thành viên {by}"));
        let all = [said("Chưa có bảng", "2025-dot-1"), said("Bảng cũ", "2025-dot-1"), said("Bảng mờ", "2025-dot-2")];
        assert_eq!(texts(&store), all);
        let first = store.phrases(&one, &key("i")).unwrap()[0].id.clone();
        store.remove_phrase(&one, "tv-1", &key("i"), &first).unwrap();
        assert_eq!(texts(&store), all[1..]);
        store.undo(&one, "tv-1", None).unwrap();
        assert_eq!(texts(&store), all);
        store.undo(&one, "tv-1", None).unwrap();
        store.undo(&one, "tv-1", None).unwrap();
        assert_eq!(texts(&store), [all[0].clone(), said("Bảng cũ", "2025-dot-2"), all[2].clone()]);
    }
}

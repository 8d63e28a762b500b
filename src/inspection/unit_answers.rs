//! All answers of one unit, read from the journal in three range scans.

use std::collections::BTreeMap;

use super::answer::{Answer, AnswerField};
use super::entry::{EntryState, RowMove};
use super::error::InspectionError;
use super::keys::{EntryId, ItemKey, Member};
use super::model::{RoundId, UnitId};
use super::record::ASKED;
use crate::checklist::{ChecklistId, ItemId};
use crate::journal::{Attachments, Head, Journal, JournalError, RecordKey};

/// Name of the field that takes a row, form or piece of evidence out of its set.
pub(super) const REMOVED: &str = "removed";
/// Name of the field that holds a form's or a piece of evidence's content.
pub(super) const CONTENT: &str = "content";

/// All answers of one unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitAnswers {
    by_item: BTreeMap<ItemKey, Answer>,
}

impl UnitAnswers {
    /// The answer to `checklist/item`, if anything was ever recorded.
    pub fn get(&self, checklist: &str, item: &str) -> Option<&Answer> {
        let key = ItemKey { checklist: ChecklistId::new(checklist).ok()?, item: ItemId::new(item).ok()? };
        self.by_item.get(&key)
    }

    /// The answer at `key`.
    pub fn at(&self, key: &ItemKey) -> Option<&Answer> {
        self.by_item.get(key)
    }

    /// Answers to one checklist, by item id.
    pub fn of_checklist(&self, checklist: &ChecklistId) -> impl Iterator<Item = (&ItemKey, &Answer)> + use<'_> {
        let checklist = checklist.clone();
        self.by_item.iter().filter(move |(key, _)| key.checklist == checklist)
    }

    /// All answers.
    pub fn iter(&self) -> impl Iterator<Item = (&ItemKey, &Answer)> {
        self.by_item.iter()
    }

    /// Puts `answer` in the place of what is known of `key`.
    pub fn replace(&mut self, key: &ItemKey, answer: Option<Answer>) {
        match answer {
            Some(answer) => self.by_item.insert(key.clone(), answer),
            None => self.by_item.remove(key),
        };
    }

    /// Takes in a row, form or piece of evidence of the answer at `key` as it stands now.
    pub fn put(&mut self, key: &ItemKey, entry: EntryState) -> RowMove {
        self.by_item.entry(key.clone()).or_default().put(entry)
    }

    /// Reads the record of one row, form or piece of evidence; `None` for a record that is none.
    pub(super) fn entry(journal: &Journal, record: &RecordKey) -> Result<Option<EntryState>, JournalError> {
        let (Some(kind), Some((_, id))) = (Member::of(record.kind()), record.as_str().rsplit_once('/')) else {
            return Ok(None);
        };
        Ok(Some(EntryState::read(kind, EntryId(id.to_owned()), &journal.heads_of(record)?, &journal.attachments())))
    }

    /// Reads everything recorded at `unit`.
    pub(super) fn load(journal: &Journal, round: &RoundId, unit: &UnitId) -> Result<Self, JournalError> {
        let mut answers = Self::default();
        let attachments = journal.attachments();
        answers.take(&attachments, &journal.heads_under(&format!("answer/{round}/{unit}/"))?);
        for kind in Member::ALL {
            answers.take(&attachments, &journal.heads_under(&format!("{}/{round}/{unit}/", kind.kind()))?);
        }
        Ok(answers)
    }

    /// Reads what is recorded of one item again.
    pub(super) fn reload(
        &mut self,
        journal: &Journal,
        round: &RoundId,
        unit: &UnitId,
        key: &ItemKey,
    ) -> Result<(), InspectionError> {
        self.by_item.remove(key);
        let record = super::keys::answer(round, unit, key)?;
        let attachments = journal.attachments();
        self.take(&attachments, &journal.heads_of(&record)?);
        for kind in Member::ALL {
            let prefix = format!("{}/{round}/{unit}/{}/{}/", kind.kind(), key.checklist, key.item);
            self.take(&attachments, &journal.heads_under(&prefix)?);
        }
        Ok(())
    }

    /// Takes in heads ordered by record and field.
    fn take(&mut self, attachments: &Attachments, heads: &[Head]) {
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let mut parts = record[0].record.as_str().split('/');
            let kind = parts.next().unwrap_or_default();
            let (Some(checklist), Some(item)) = (parts.nth(2), parts.next()) else { continue };
            let (Ok(checklist), Ok(item)) = (ChecklistId::new(checklist), ItemId::new(item)) else { continue };
            let answer = self.by_item.entry(ItemKey { checklist, item }).or_default();
            let entry = parts.next().map(|entry| EntryId(entry.to_owned()));
            match (Member::of(kind), entry) {
                (Some(kind), Some(id)) => _ = answer.put(EntryState::read(kind, id, record, attachments)),
                (None, None) if kind == "answer" => {
                    for field in record.chunk_by(|a, b| a.field == b.field) {
                        if let Some(name) = AnswerField::from_name(field[0].field.as_str()) {
                            answer.take_field(name, field);
                        }
                    }
                    // Who says that an answer holds under other words does not say the answer.
                    let is_word = |head: &&Head| !head.value.is_null() && head.field.as_str() != ASKED;
                    let authored = record.iter().filter(is_word);
                    answer.put_field_authors(authored.filter_map(|head| head.member.clone()));
                }
                _ => {}
            }
        }
    }
}

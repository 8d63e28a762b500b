//! All answers of one unit, read from the journal in three range scans.

use std::collections::BTreeMap;

use super::answer::{Answer, AnswerField, Evidence, EvidenceContent, Form, FormContent, Row};
use super::error::InspectionError;
use super::keys::{EntryId, ItemKey, Member};
use super::model::{RoundId, UnitId};
use crate::checklist::{ChecklistId, ColumnId, ItemId};
use crate::journal::{Head, Journal, JournalError};

/// Name of the field that takes a row, form or piece of evidence out of its set.
pub(super) const REMOVED: &str = "removed";
/// Name of the field that holds a form's or a piece of evidence's content.
pub(super) const CONTENT: &str = "content";

/// All answers of one unit.
#[derive(Debug, Clone, Default)]
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

    /// Reads everything recorded at `unit`.
    pub(super) fn load(journal: &Journal, round: &RoundId, unit: &UnitId) -> Result<Self, JournalError> {
        let mut answers = Self::default();
        answers.take(&journal.heads_under(&format!("answer/{round}/{unit}/"))?);
        for kind in Member::ALL {
            answers.take(&journal.heads_under(&format!("{}/{round}/{unit}/", kind.kind()))?);
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
        self.take(&journal.heads_of(&record)?);
        for kind in Member::ALL {
            let prefix = format!("{}/{round}/{unit}/{}/{}/", kind.kind(), key.checklist, key.item);
            self.take(&journal.heads_under(&prefix)?);
        }
        Ok(())
    }

    /// Takes in heads ordered by record and field.
    fn take(&mut self, heads: &[Head]) {
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let mut parts = record[0].record.as_str().split('/');
            let kind = parts.next().unwrap_or_default();
            let (Some(checklist), Some(item)) = (parts.nth(2), parts.next()) else { continue };
            let (Ok(checklist), Ok(item)) = (ChecklistId::new(checklist), ItemId::new(item)) else { continue };
            let answer = self.by_item.entry(ItemKey { checklist, item }).or_default();
            let entry = parts.next().map(|entry| EntryId(entry.to_owned()));
            match (kind, entry) {
                ("answer", None) => {
                    for field in record.chunk_by(|a, b| a.field == b.field) {
                        if let Some(name) = AnswerField::from_name(field[0].field.as_str()) {
                            answer.take_field(name, field);
                        }
                    }
                }
                ("row", Some(id)) => answer.rows.extend(row(id, record)),
                ("form", Some(id)) => answer.forms.extend(form(id, record)),
                ("evidence", Some(id)) => answer.evidence.extend(evidence(id, record)),
                ("second", Some(id)) => answer.second.extend(super::second::read(id, record)),
                _ => {}
            }
            let authors = record.iter().filter(|head| !head.value.is_null()).filter_map(|head| head.member.clone());
            answer.members.extend(authors);
        }
    }
}

fn is_removed(record: &[Head]) -> bool {
    record.iter().any(|head| head.field.as_str() == REMOVED && head.value == true)
}

fn row(id: EntryId, record: &[Head]) -> Option<Row> {
    // A row whose every cell was emptied or taken back is no row.
    if is_removed(record) || record.iter().all(|head| head.value.is_null()) {
        return None;
    }
    let mut cells = BTreeMap::new();
    let mut revisions = Vec::new();
    for field in record.chunk_by(|a, b| a.field == b.field) {
        let Ok(column) = ColumnId::new(field[0].field.as_str()) else { continue };
        if column.as_str() == REMOVED {
            continue;
        }
        revisions.extend(field.iter().map(|head| head.revision));
        // A cell that two people filled differently stays empty until somebody decides.
        let settled = field.iter().all(|head| head.value == field[0].value);
        if settled && !field[0].value.is_null() {
            cells.insert(column, field[0].value.clone());
        }
    }
    let member = record.iter().find_map(|head| head.member.clone());
    Some(Row { id, cells, member, revisions })
}

fn form(id: EntryId, record: &[Head]) -> Option<Form> {
    let head = content_head(record)?;
    let content: FormContent = serde_json::from_value(head.value.clone()).ok()?;
    Some(Form { id, content, member: head.member.clone(), revision: head.revision })
}

fn evidence(id: EntryId, record: &[Head]) -> Option<Evidence> {
    let head = content_head(record)?;
    let content: EvidenceContent = serde_json::from_value(head.value.clone()).ok()?;
    Some(Evidence { id, content, member: head.member.clone(), revision: head.revision })
}

fn content_head(record: &[Head]) -> Option<&Head> {
    if is_removed(record) {
        return None;
    }
    record.iter().find(|head| head.field.as_str() == CONTENT && !head.value.is_null())
}

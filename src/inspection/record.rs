//! Recording answers: one at a time from the screen, whole files from `record`. Everything given in
//! one call is one action in the journal: all of it or nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::{EvidenceContent, FormContent};
use super::answer_file::{AnswerFile, FileAnswer};
use super::change::{FieldChange, check_cell, check_form, wrong_kind};
use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey, Member};
use super::model::{Round, RoundId, Unit, UnitId};
use super::store::Store;
use super::text_file::TextFile;
use super::unit_answers::{CONTENT, REMOVED, UnitAnswers};
use crate::checklist::{Checklist, ChecklistId, Item, ItemId, ItemKind};
use crate::journal::{Author, Chain, Change, FieldName, Parents, RecordKey, Written};

/// Who records at which unit.
#[derive(Debug, Clone)]
pub struct Recorder {
    /// Round.
    pub round: RoundId,
    /// Unit.
    pub unit: UnitId,
    /// Member.
    pub member: String,
    /// Why, where the unit is signed already or a conflict is settled.
    pub reason: Option<String>,
}

/// A change to one of an answer's sets.
#[derive(Debug, Clone, PartialEq)]
pub enum SetChange {
    /// A new row with these cells.
    AddRow(BTreeMap<String, Value>),
    /// One cell of a row; null empties it.
    SetCell {
        /// Which row.
        row: EntryId,
        /// Column id.
        column: String,
        /// New value.
        value: Value,
    },
    /// Takes a row out.
    RemoveRow(EntryId),
    /// A new form.
    AddForm(FormContent),
    /// A form's new content.
    SetForm(EntryId, FormContent),
    /// Takes a form out.
    RemoveForm(EntryId),
    /// A new piece of evidence.
    AddEvidence(EvidenceContent),
    /// Takes a piece of evidence out.
    RemoveEvidence(EntryId),
}

impl Store {
    /// Records plain fields of one item's answer. Durable when this returns.
    pub fn record(
        &mut self,
        recorder: &Recorder,
        checklist: &Checklist,
        item: &Item,
        changes: &[FieldChange],
    ) -> Result<Written, InspectionError> {
        let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
        let lines = field_lines(recorder, &key, item, changes)?;
        self.write(recorder, &lines)
    }

    /// Records changes of an item's rows, forms or evidence as one action. Durable when this returns.
    pub fn record_sets(
        &mut self,
        recorder: &Recorder,
        checklist: &Checklist,
        item: &Item,
        changes: &[SetChange],
    ) -> Result<Written, InspectionError> {
        let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
        let mut lines = Vec::new();
        for change in changes {
            lines.extend(self.set_lines(recorder, &key, item, change)?);
        }
        self.write(recorder, &lines)
    }

    /// Records a whole file as its member: all or nothing. Recording the same file again changes nothing.
    pub fn record_file(&mut self, file: &TextFile, answers: &AnswerFile) -> Result<Written, InspectionError> {
        let round = self.round(answers.round.as_str())?;
        let unit = find_unit(&round, answers.unit.as_str())?;
        if round.member(&answers.member).is_none() {
            let known = round.members.iter().map(|member| member.id.to_string()).collect();
            return Err(InspectionError::UnknownMember { id: answers.member.clone(), known });
        }
        let asked: Vec<Arc<Checklist>> = self
            .editions(&round)?
            .into_iter()
            .map(|edition| edition.checklist)
            .filter(|checklist| checklist.applies_to(unit.kind))
            .collect();
        let recorder = Recorder {
            round: round.id.clone(),
            unit: unit.id.clone(),
            member: answers.member.clone(),
            reason: answers.reason.clone(),
        };
        let present = self.answers(&round.id, &unit.id)?;
        let mut lines = Vec::new();
        for answer in &answers.answers {
            let found = find_item(&asked, unit, &answer.key)
                .and_then(|(key, item)| self.file_lines(&recorder, &present, &key, item, answer));
            lines.extend(found.map_err(|error| match error {
                InspectionError::Journal(error) => InspectionError::Journal(error),
                other => file.error_at(answer.offset, other.to_string()).into(),
            })?);
        }
        self.write(&recorder, &lines)
    }

    fn file_lines(
        &self,
        recorder: &Recorder,
        present: &UnitAnswers,
        key: &ItemKey,
        item: &Item,
        answer: &FileAnswer,
    ) -> Result<Vec<Change>, InspectionError> {
        let mut lines = Vec::new();
        if !answer.changes.is_empty() {
            lines.extend(field_lines(recorder, key, item, &answer.changes)?);
        }
        let before = present.at(key);
        let mut sets = Vec::new();
        for piece in &answer.evidence {
            if !before.is_some_and(|before| before.evidence.iter().any(|known| known.content == *piece)) {
                sets.push(SetChange::AddEvidence(piece.clone()));
            }
        }
        if let Some(rows) = &answer.rows {
            let ItemKind::Register(register) = &item.kind else { return Err(wrong_kind(item, "rows").into()) };
            let mine: Vec<_> = before
                .iter()
                .flat_map(|before| &before.rows)
                .filter(|row| row.member.as_deref() == Some(&recorder.member))
                .collect();
            for (position, cells) in rows.iter().enumerate() {
                let Some(known) = mine.get(position) else {
                    sets.push(SetChange::AddRow(cells.clone()));
                    continue;
                };
                for column in &register.columns {
                    let value = cells.get(column.id.as_str()).cloned().unwrap_or(Value::Null);
                    let value = check_cell(item, register, column.id.as_str(), &value)?;
                    if known.cells.get(&column.id).unwrap_or(&Value::Null) != &value {
                        sets.push(SetChange::SetCell { row: known.id.clone(), column: column.id.to_string(), value });
                    }
                }
                for column in cells.keys() {
                    check_cell(item, register, column, &Value::Null)?;
                }
            }
            sets.extend(mine.iter().skip(rows.len()).map(|row| SetChange::RemoveRow(row.id.clone())));
        }
        if let Some(forms) = &answer.forms {
            if !matches!(item.kind, ItemKind::Survey(_)) {
                return Err(wrong_kind(item, "forms").into());
            }
            let mine: Vec<_> = before
                .iter()
                .flat_map(|before| &before.forms)
                .filter(|form| form.member.as_deref() == Some(&recorder.member))
                .collect();
            for (position, form) in forms.iter().enumerate() {
                match mine.get(position) {
                    None => sets.push(SetChange::AddForm(form.clone())),
                    Some(known) if known.content != *form => {
                        sets.push(SetChange::SetForm(known.id.clone(), form.clone()));
                    }
                    Some(_) => {}
                }
            }
            sets.extend(mine.iter().skip(forms.len()).map(|form| SetChange::RemoveForm(form.id.clone())));
        }
        for change in &sets {
            lines.extend(self.set_lines(recorder, key, item, change)?);
        }
        Ok(lines)
    }

    fn set_lines(
        &self,
        recorder: &Recorder,
        key: &ItemKey,
        item: &Item,
        change: &SetChange,
    ) -> Result<Vec<Change>, InspectionError> {
        let record = |kind, id: &EntryId| keys::entry(kind, &recorder.round, &recorder.unit, key, id);
        let fresh = || EntryId::new(self.journal.clock().now());
        let removed = |record: RecordKey| -> Result<Vec<Change>, InspectionError> {
            Ok(vec![line(record, REMOVED, json!(true))?])
        };
        match change {
            SetChange::AddRow(cells) => {
                let ItemKind::Register(register) = &item.kind else { return Err(wrong_kind(item, "rows").into()) };
                let record = record(Member::Row, &fresh())?;
                let mut lines = Vec::new();
                for (column, value) in cells {
                    let value = check_cell(item, register, column, value)?;
                    if !value.is_null() {
                        lines.push(line(record.clone(), column, value)?);
                    }
                }
                Ok(lines)
            }
            SetChange::SetCell { row, column, value } => {
                let ItemKind::Register(register) = &item.kind else { return Err(wrong_kind(item, "rows").into()) };
                let value = check_cell(item, register, column, value)?;
                Ok(vec![line(record(Member::Row, row)?, column, value)?])
            }
            SetChange::AddForm(form) => form_line(item, form, record(Member::Form, &fresh())?),
            SetChange::SetForm(id, form) => form_line(item, form, record(Member::Form, id)?),
            SetChange::AddEvidence(evidence) => {
                Ok(vec![line(record(Member::Evidence, &fresh())?, CONTENT, json!(evidence))?])
            }
            SetChange::RemoveRow(id) => removed(record(Member::Row, id)?),
            SetChange::RemoveForm(id) => removed(record(Member::Form, id)?),
            SetChange::RemoveEvidence(id) => removed(record(Member::Evidence, id)?),
        }
    }

    fn write(&mut self, recorder: &Recorder, lines: &[Change]) -> Result<Written, InspectionError> {
        let author = Author { member: Some(recorder.member.clone()), reason: recorder.reason.clone() };
        Ok(self.journal.write(&Chain::Round(recorder.round.to_string()), &author, lines)?)
    }
}

/// The unit called `id`, or an error that names those there are.
pub fn find_unit<'a>(round: &'a Round, id: &str) -> Result<&'a Unit, InspectionError> {
    round.units.iter().find(|unit| unit.id.as_str() == id).ok_or_else(|| InspectionError::UnknownUnit {
        id: id.to_owned(),
        known: round.units.iter().map(|unit| unit.id.to_string()).collect(),
    })
}

fn find_item<'a>(asked: &'a [Arc<Checklist>], unit: &Unit, key: &str) -> Result<(ItemKey, &'a Item), InspectionError> {
    let unknown = || InspectionError::UnknownItem { id: key.to_owned() };
    let (checklist_id, item_id) = key.split_once('/').ok_or_else(unknown)?;
    let Some(checklist) = asked.iter().find(|checklist| checklist.id.as_str() == checklist_id) else {
        return Err(InspectionError::ChecklistNotAsked {
            id: checklist_id.to_owned(),
            unit: unit.name.clone(),
            known: asked.iter().map(|checklist| checklist.id.to_string()).collect(),
        });
    };
    let item = checklist.item(item_id).ok_or_else(unknown)?;
    Ok((ItemKey { checklist: ChecklistId::clone(&checklist.id), item: ItemId::clone(&item.id) }, item))
}

fn field_lines(
    recorder: &Recorder,
    key: &ItemKey,
    item: &Item,
    changes: &[FieldChange],
) -> Result<Vec<Change>, InspectionError> {
    let record = keys::answer(&recorder.round, &recorder.unit, key)?;
    let mut lines = Vec::with_capacity(changes.len() + 1);
    for change in changes {
        change.check(item)?;
        lines.push(line(record.clone(), change.field().as_str(), change.value())?);
    }
    // Which words it was answered under: an edition changed later must not pass for the same question.
    lines.push(line(record, "asked", json!(item.hash))?);
    Ok(lines)
}

fn form_line(item: &Item, form: &FormContent, record: RecordKey) -> Result<Vec<Change>, InspectionError> {
    let ItemKind::Survey(survey) = &item.kind else { return Err(wrong_kind(item, "forms").into()) };
    check_form(item, survey, form)?;
    Ok(vec![line(record, CONTENT, json!(form))?])
}

fn line(record: RecordKey, field: &str, value: Value) -> Result<Change, InspectionError> {
    Ok(Change { record, field: FieldName::new(field)?, value, parents: Parents::SoleHead })
}

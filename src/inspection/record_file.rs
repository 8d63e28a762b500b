//! Recording a whole file of answers: what of it is new to what stands there.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::answer::{Answer, Evidence, EvidenceContent, Form, FormContent, Row};
use super::answer_file::{AnswerFile, FileAnswer};
use super::change::{check_evidence, check_form, check_row, wrong_kind};
use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey, Member};
use super::model::Unit;
use super::record::{Recorder, SetChange, field_lines, find_unit};
use super::store::Store;
use super::text_file::TextFile;
use super::unit_answers::UnitAnswers;
use crate::checklist::{Checklist, ChecklistId, Item, ItemId, ItemKind, Register, Survey};
use crate::journal::{Chain, Change, Written};

impl Store {
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
        loop {
            let seen = self.journal.data_version()?;
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
            // Two programs recording the same file at once must not both find its rows missing.
            let chain = Chain::Round(recorder.round.to_string());
            if let Some(written) = self.journal.write_unless_moved(seen, &chain, &recorder.author(), &lines)? {
                return Ok(written);
            }
        }
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
        let nothing = Answer::default();
        let before = present.at(key).unwrap_or(&nothing);
        let mut sets = new_evidence(item, &before.evidence, &answer.evidence)?;
        if let Some(rows) = &answer.rows {
            let ItemKind::Register(register) = &item.kind else { return Err(wrong_kind(item, "rows").into()) };
            let mine = self.of_member(recorder, key, Member::Row, &before.rows, |row| &row.id)?;
            sets.extend(row_changes(item, register, &mine, rows)?);
        }
        if let Some(forms) = &answer.forms {
            let ItemKind::Survey(survey) = &item.kind else { return Err(wrong_kind(item, "forms").into()) };
            let mine = self.of_member(recorder, key, Member::Form, &before.forms, |form| &form.id)?;
            sets.extend(form_changes(item, survey, &mine, forms)?);
        }
        for change in &sets {
            lines.extend(self.set_lines(recorder, key, item, change)?);
        }
        Ok(lines)
    }

    /// Those entries of a set that this member brought in, whoever has corrected them since.
    fn of_member<'a, T>(
        &self,
        recorder: &Recorder,
        key: &ItemKey,
        kind: Member,
        entries: &'a [T],
        id: impl Fn(&T) -> &EntryId,
    ) -> Result<Vec<&'a T>, InspectionError> {
        let mut mine = Vec::new();
        for entry in entries {
            let record = keys::entry(kind, &recorder.round, &recorder.unit, key, id(entry))?;
            let first = self.journal.history(&record)?.into_iter().next().and_then(|revision| revision.member);
            if first.as_deref() == Some(&recorder.member) {
                mine.push(entry);
            }
        }
        Ok(mine)
    }
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

/// What of a file's evidence is not known yet; the same piece twice is one.
fn new_evidence(item: &Item, known: &[Evidence], given: &[EvidenceContent]) -> Result<Vec<SetChange>, InspectionError> {
    let mut new: Vec<EvidenceContent> = Vec::new();
    for piece in given {
        let piece = check_evidence(item, piece)?;
        if !known.iter().any(|known| known.content == piece) && !new.contains(&piece) {
            new.push(piece);
        }
    }
    Ok(new.into_iter().map(SetChange::AddEvidence).collect())
}

/// Makes of the rows `mine` those of a file, one by one in their order. A row without any cell is none.
fn row_changes(
    item: &Item,
    register: &Register,
    mine: &[&Row],
    given: &[BTreeMap<String, Value>],
) -> Result<Vec<SetChange>, InspectionError> {
    let mut rows = Vec::with_capacity(given.len());
    for (position, cells) in given.iter().enumerate() {
        let row = check_row(item, register, cells).map_err(|error| error.in_row(position + 1))?;
        if !row.is_empty() {
            rows.push(row);
        }
    }
    let mut changes = Vec::new();
    for (position, cells) in rows.iter().enumerate() {
        let Some(known) = mine.get(position) else {
            changes.push(SetChange::AddRow(cells.clone()));
            continue;
        };
        for column in &register.columns {
            let value = cells.get(column.id.as_str()).unwrap_or(&Value::Null);
            if known.cells.get(&column.id).unwrap_or(&Value::Null) != value {
                let (row, column) = (known.id.clone(), column.id.to_string());
                changes.push(SetChange::SetCell { row, column, value: value.clone() });
            }
        }
    }
    changes.extend(mine.iter().skip(rows.len()).map(|row| SetChange::RemoveRow(row.id.clone())));
    Ok(changes)
}

/// Makes of the forms `mine` those of a file, one by one in their order.
fn form_changes(
    item: &Item,
    survey: &Survey,
    mine: &[&Form],
    given: &[FormContent],
) -> Result<Vec<SetChange>, InspectionError> {
    let mut changes = Vec::new();
    for (position, form) in given.iter().enumerate() {
        let form = check_form(item, survey, form).map_err(|error| error.in_form(position + 1))?;
        match mine.get(position) {
            None => changes.push(SetChange::AddForm(form)),
            Some(known) if known.content != form => changes.push(SetChange::SetForm(known.id.clone(), form)),
            Some(_) => {}
        }
    }
    changes.extend(mine.iter().skip(given.len()).map(|form| SetChange::RemoveForm(form.id.clone())));
    Ok(changes)
}

//! Recording a whole file of answers: what of it is new to what stands there.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::{Answer, Evidence, EvidenceContent, Form, FormContent, Row};
use super::answer_file::{AnswerFile, FileAnswer};
use super::change::{check_evidence, check_form, check_row, wrong_kind};
use super::edition::{MissingEdition, RoundEditions};
use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey, Member};
use super::model::{Round, Unit};
use super::record::{Recorder, SetChange, field_lines, find_unit};
use super::store::Store;
use super::text_file::TextFile;
use super::unit_answers::UnitAnswers;
use crate::checklist::{Checklist, ChecklistId, Item, ItemId, ItemKind, Register, Survey};
use crate::journal::{Author, Chain, Change, StoredFile, Written};

/// What came of recording a file of answers together with the files that lie beside it.
#[derive(Debug, Clone)]
pub struct RecordedFile {
    /// What was written.
    pub written: Written,
    /// Files that were attached.
    pub attached: Vec<StoredFile>,
    /// Names of which no file lies there: recorded as names alone.
    pub names_alone: Vec<String>,
}

impl Store {
    /// As [`Self::record_file`]; evidence that names a file which lies in `folder` gets that file attached.
    pub fn record_file_in(
        &mut self,
        file: &TextFile,
        answers: &AnswerFile,
        folder: &Path,
    ) -> Result<RecordedFile, InspectionError> {
        let (round, unit) = self.place_of(answers)?;
        // What is wrong is told before anything is copied.
        self.lines_of(file, answers, &round, &unit)?;
        let mut answers = answers.clone();
        let (mut attached, mut names_alone) = (Vec::new(), Vec::new());
        for answer in &mut answers.answers {
            for piece in &mut answer.evidence {
                let taken = self.attach_beside(piece, folder);
                match taken.map_err(|error| file.error_at(answer.offset, error.to_string()))? {
                    Some(stored) => attached.push(stored),
                    None => names_alone.extend(piece.file.clone()),
                }
            }
        }
        Ok(RecordedFile { written: self.record_file(file, &answers)?, attached, names_alone })
    }

    /// Records a whole file as its member: all or nothing. Recording the same file again changes nothing.
    pub fn record_file(&mut self, file: &TextFile, answers: &AnswerFile) -> Result<Written, InspectionError> {
        let (round, unit) = self.place_of(answers)?;
        loop {
            let seen = self.journal.data_version()?;
            let (author, lines) = self.lines_of(file, answers, &round, &unit)?;
            // Two programs recording the same file at once must not both find its rows missing.
            let chain = Chain::Round(round.id.to_string());
            if let Some(written) = self.write_unless_moved(seen, &chain, &author, &lines)? {
                return Ok(written);
            }
        }
    }

    /// The round and unit of a file, once its member is known there.
    fn place_of(&self, answers: &AnswerFile) -> Result<(Round, Unit), InspectionError> {
        let round = self.round(answers.round.as_str())?;
        let unit = find_unit(&round, answers.unit.as_str())?.clone();
        if round.member(&answers.member).is_none() {
            let known = round.members.iter().map(|member| member.id.to_string()).collect();
            return Err(InspectionError::UnknownMember { id: answers.member.clone(), known });
        }
        Ok((round, unit))
    }

    /// What of a file is new to what is recorded now.
    fn lines_of(
        &self,
        file: &TextFile,
        answers: &AnswerFile,
        round: &Round,
        unit: &Unit,
    ) -> Result<(Author, Vec<Change>), InspectionError> {
        let RoundEditions { editions, missing } = self.round_editions(round)?;
        let asked: Vec<Arc<Checklist>> = editions
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
            let found = find_item(&asked, &missing, unit, &answer.key)
                .and_then(|(key, item)| self.file_lines(&recorder, &present, &key, item, answer));
            lines.extend(found.map_err(|error| match error {
                InspectionError::Journal(error) => InspectionError::Journal(error),
                other => file.error_at(answer.offset, other.to_string()).into(),
            })?);
        }
        Ok((recorder.author(), lines))
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
        if answer.changes.is_empty() {
            lines.extend(self.first_asked(recorder, key, item, &sets)?);
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

fn find_item<'a>(
    asked: &'a [Arc<Checklist>],
    missing: &[MissingEdition],
    unit: &Unit,
    key: &str,
) -> Result<(ItemKey, &'a Item), InspectionError> {
    let unknown = || InspectionError::UnknownItem { id: key.to_owned() };
    let (checklist_id, item_id) = key.split_once('/').ok_or_else(unknown)?;
    let Some(checklist) = asked.iter().find(|checklist| checklist.id.as_str() == checklist_id) else {
        if missing.iter().any(|missing| missing.id.as_str() == checklist_id) {
            return Err(InspectionError::EditionMissing { id: checklist_id.to_owned() });
        }
        return Err(InspectionError::ChecklistNotAsked {
            id: checklist_id.to_owned(),
            unit: unit.name.clone(),
            known: asked.iter().map(|checklist| checklist.id.to_string()).collect(),
        });
    };
    let item = checklist.item(item_id).ok_or_else(unknown)?;
    Ok((ItemKey { checklist: ChecklistId::clone(&checklist.id), item: ItemId::clone(&item.id) }, item))
}

/// What of a file's evidence is not known yet; the same piece twice is one, also where only one of them has its file.
fn new_evidence(item: &Item, known: &[Evidence], given: &[EvidenceContent]) -> Result<Vec<SetChange>, InspectionError> {
    let mut new: Vec<EvidenceContent> = Vec::new();
    let mut changes = Vec::new();
    for piece in given {
        let piece = check_evidence(item, piece)?;
        if let Some(standing) = known.iter().find(|standing| standing.content.is_same_piece(&piece)) {
            let both = standing.content.with_file_of(&piece);
            if both != standing.content {
                changes.extend([SetChange::RemoveEvidence(standing.id.clone()), SetChange::AddEvidence(both)]);
            }
        } else if !new.contains(&piece) {
            new.push(piece);
        }
    }
    changes.extend(new.into_iter().map(SetChange::AddEvidence));
    Ok(changes)
}

/// Makes of the rows `mine` those of a file. A row without any cell is none.
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
    for change in paired(mine, rows, |row| json!(row.cells), |cells| json!(cells)) {
        match change {
            Paired::Added(cells) => changes.push(SetChange::AddRow(cells)),
            Paired::Removed(row) => changes.push(SetChange::RemoveRow(row.id.clone())),
            Paired::Changed(known, cells) => {
                for column in &register.columns {
                    let value = cells.get(column.id.as_str()).unwrap_or(&Value::Null);
                    if known.cells.get(&column.id).unwrap_or(&Value::Null) != value {
                        let (row, column) = (known.id.clone(), column.id.to_string());
                        changes.push(SetChange::SetCell { row, column, value: value.clone() });
                    }
                }
            }
        }
    }
    Ok(changes)
}

/// Makes of the forms `mine` those of a file.
fn form_changes(
    item: &Item,
    survey: &Survey,
    mine: &[&Form],
    given: &[FormContent],
) -> Result<Vec<SetChange>, InspectionError> {
    let mut forms = Vec::with_capacity(given.len());
    for (position, form) in given.iter().enumerate() {
        forms.push(check_form(item, survey, form).map_err(|error| error.in_form(position + 1))?);
    }
    let changes = paired(mine, forms, |form| json!(form.content), |content| json!(content));
    let change = |change: Paired<'_, Form, FormContent>| match change {
        Paired::Added(content) => SetChange::AddForm(content),
        Paired::Changed(form, content) => SetChange::SetForm(form.id.clone(), content),
        Paired::Removed(form) => SetChange::RemoveForm(form.id.clone()),
    };
    Ok(changes.into_iter().map(change).collect())
}

/// An entry of a set beside what a file makes of it.
enum Paired<'a, T, C> {
    Changed(&'a T, C),
    Added(C),
    Removed(&'a T),
}

/// Entries that stand beside those of a file: equal ones stay, wherever they are in the file; the others are paired in
/// their order, what is over is removed or added.
fn paired<'a, T, C>(
    standing: &[&'a T],
    given: Vec<C>,
    standing_content: impl Fn(&T) -> Value,
    given_content: impl Fn(&C) -> Value,
) -> Vec<Paired<'a, T, C>> {
    let mut staying: HashMap<String, usize> = HashMap::new();
    for entry in standing {
        *staying.entry(standing_content(entry).to_string()).or_default() += 1;
    }
    let mut matched: HashMap<String, usize> = HashMap::new();
    let mut new = Vec::new();
    for content in given {
        match staying.get_mut(&given_content(&content).to_string()) {
            Some(left @ 1..) => {
                *left -= 1;
                *matched.entry(given_content(&content).to_string()).or_default() += 1;
            }
            _ => new.push(content),
        }
    }
    let mut old = Vec::new();
    for entry in standing {
        match matched.get_mut(&standing_content(entry).to_string()) {
            Some(left @ 1..) => *left -= 1,
            _ => old.push(*entry),
        }
    }
    let over = old.iter().skip(new.len()).map(|entry| Paired::Removed(*entry)).collect::<Vec<_>>();
    let mut old = old.into_iter();
    let mut pairs: Vec<_> = new
        .into_iter()
        .map(|content| match old.next() {
            Some(entry) => Paired::Changed(entry, content),
            None => Paired::Added(content),
        })
        .collect();
    pairs.extend(over);
    pairs
}

//! Recording answers. Everything given in one call is one action in the journal: all of it or nothing.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::answer::{EvidenceContent, FormContent};
use super::change::{FieldChange, check_cell, check_evidence, check_form, check_row, wrong_kind};
use super::entry::PLACE;
use super::error::InspectionError;
use super::keys::{self, EntryId, ItemKey, Member};
use super::model::{Round, RoundId, Unit, UnitId};
use super::row_place::RowPlace;
use super::second::SecondChange;
use super::store::Store;
use super::unit_answers::{CONTENT, REMOVED};
use crate::checklist::{Checklist, Item, ItemHash, ItemKind};
use crate::journal::{Author, Change, FieldName, Parents, RecordKey, Written};

/// Field that tells under which words an answer was made; says nothing to people.
pub(super) const ASKED: &str = "asked";

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

impl Recorder {
    pub(super) fn author(&self) -> Author {
        Author { member: Some(self.member.clone()), reason: self.reason.clone() }
    }
}

/// A change to one of an answer's sets.
#[derive(Debug, Clone, PartialEq)]
pub enum SetChange {
    /// A new row with these cells, behind all others.
    AddRow(BTreeMap<String, Value>),
    /// A new row with these cells, between two others.
    InsertRow {
        /// Where.
        place: RowPlace,
        /// What is in it.
        cells: BTreeMap<String, Value>,
    },
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
    /// Something about a form's second reading.
    Second(EntryId, SecondChange),
    /// Puts a row back that was taken out.
    PutBackRow(EntryId),
    /// Puts a form back that was taken out.
    PutBackForm(EntryId),
    /// Puts a piece of evidence back that was taken out.
    PutBackEvidence(EntryId),
}

impl SetChange {
    /// Whether it says something in answer to the item's question.
    fn answers(&self) -> bool {
        match self {
            Self::AddRow(_) | Self::InsertRow { .. } | Self::SetCell { .. } | Self::AddForm(_) | Self::SetForm(..) => {
                true
            }
            Self::RemoveRow(_)
            | Self::RemoveForm(_)
            | Self::AddEvidence(_)
            | Self::RemoveEvidence(_)
            | Self::Second(..)
            | Self::PutBackRow(_)
            | Self::PutBackForm(_)
            | Self::PutBackEvidence(_) => false,
        }
    }
}

/// What recording changes of an answer's sets did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What the journal wrote.
    pub written: Written,
    /// The records of the entries, each once; read them with [`Store::entry_states`].
    pub records: Vec<RecordKey>,
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
    ) -> Result<Recorded, InspectionError> {
        let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
        let mut lines = Vec::new();
        for change in changes {
            lines.extend(self.set_lines(recorder, &key, item, change)?);
        }
        lines.extend(self.first_asked(recorder, &key, item, changes)?);
        let written = self.write(recorder, &lines)?;
        let mut seen = HashSet::new();
        let records = lines.into_iter().map(|line| line.record).filter(|record| seen.insert(record.clone())).collect();
        Ok(Recorded { written, records })
    }

    /// Under which words the first row or form is made. Later ones leave it as it is: of a set that was begun under other
    /// words nobody has said yet that all of it holds under these.
    pub(super) fn first_asked(
        &self,
        recorder: &Recorder,
        key: &ItemKey,
        item: &Item,
        changes: &[SetChange],
    ) -> Result<Option<Change>, InspectionError> {
        if !changes.iter().any(SetChange::answers) {
            return Ok(None);
        }
        let record = keys::answer(&recorder.round, &recorder.unit, key)?;
        let heads = self.journal.heads_of(&record)?;
        let known = heads.iter().any(|head| head.field.as_str() == ASKED && !head.value.is_null());
        if known { Ok(None) } else { asked_line(record, &item.hash).map(Some) }
    }

    pub(super) fn set_lines(
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
        let put_back = |record: RecordKey| -> Result<Vec<Change>, InspectionError> {
            Ok(vec![line(record, REMOVED, Value::Null)?])
        };
        match change {
            SetChange::AddRow(cells) => {
                let ItemKind::Register(register) = &item.kind else { return Err(wrong_kind(item, "rows").into()) };
                let record = record(Member::Row, &fresh())?;
                let cells = check_row(item, register, cells)?;
                cells.into_iter().map(|(column, value)| line(record.clone(), &column, value)).collect()
            }
            SetChange::InsertRow { place, cells } => {
                let ItemKind::Register(register) = &item.kind else { return Err(wrong_kind(item, "rows").into()) };
                let record = record(Member::Row, &fresh())?;
                let cells = check_row(item, register, cells)?;
                if cells.is_empty() {
                    return Ok(Vec::new());
                }
                let mut lines = vec![line(record.clone(), PLACE, json!(place.as_str()))?];
                for (column, value) in cells {
                    lines.push(line(record.clone(), &column, value)?);
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
                let evidence = check_evidence(item, evidence)?;
                Ok(vec![line(record(Member::Evidence, &fresh())?, CONTENT, json!(evidence))?])
            }
            SetChange::RemoveRow(id) => removed(record(Member::Row, id)?),
            SetChange::RemoveForm(id) => removed(record(Member::Form, id)?),
            SetChange::RemoveEvidence(id) => removed(record(Member::Evidence, id)?),
            SetChange::Second(form, change) => {
                let record = record(Member::Second, form)?;
                change.fields().into_iter().map(|(field, value)| line(record.clone(), field, value)).collect()
            }
            SetChange::PutBackRow(id) => put_back(record(Member::Row, id)?),
            SetChange::PutBackForm(id) => put_back(record(Member::Form, id)?),
            SetChange::PutBackEvidence(id) => put_back(record(Member::Evidence, id)?),
        }
    }
}

/// The unit called `id`, or an error that names those there are.
pub fn find_unit<'a>(round: &'a Round, id: &str) -> Result<&'a Unit, InspectionError> {
    round.units.iter().find(|unit| unit.id.as_str() == id).ok_or_else(|| InspectionError::UnknownUnit {
        id: id.to_owned(),
        known: round.units.iter().map(|unit| unit.id.to_string()).collect(),
    })
}

pub(super) fn field_lines(
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
    lines.push(asked_line(record, &item.hash)?);
    Ok(lines)
}

/// That the answer kept in `record` is made under the item with this hash. No person settles hashes: where laptops
/// asked in different words, the next answer is made under its own.
pub(super) fn asked_line(record: RecordKey, hash: &ItemHash) -> Result<Change, InspectionError> {
    Ok(Change { record, field: FieldName::new(ASKED)?, value: json!(hash), parents: Parents::Everything })
}

fn form_line(item: &Item, form: &FormContent, record: RecordKey) -> Result<Vec<Change>, InspectionError> {
    let ItemKind::Survey(survey) = &item.kind else { return Err(wrong_kind(item, "forms").into()) };
    let form = check_form(item, survey, form)?;
    Ok(vec![line(record, CONTENT, json!(form))?])
}

pub(super) fn line(record: RecordKey, field: &str, value: Value) -> Result<Change, InspectionError> {
    Ok(Change { record, field: FieldName::new(field)?, value, parents: Parents::SoleHead })
}

//! One record of an answer's sets as it stands now, and how it is taken into the answer: the same way when a unit is
//! read and when a single entry was changed, so that both come to the same.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, Authors, Evidence, EvidenceContent, Form, FormContent, Row};
use super::contested::fields_that_differ;
use super::keys::{EntryId, Member};
use super::row_place::RowPlace;
use super::second::SecondReading;
use super::unit_answers::{CONTENT, REMOVED};
use crate::checklist::ColumnId;
use crate::journal::{AttachmentState, Attachments, FieldName, Head};

/// Name of the field of a row that stands between two others. No column can be called so: their ids know no `_`.
pub(super) const PLACE: &str = "row_place";

/// What the record of a row, form or piece of evidence holds now.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryState {
    /// What it is an entry of: a form and its second reading share their id.
    kind: Member,
    /// Which one.
    pub id: EntryId,
    /// What it is.
    pub content: EntryContent,
    /// Everybody whose word is in it, also where it was taken out.
    authors: BTreeSet<String>,
    /// Fields with different opinions nobody has settled.
    contested: Vec<FieldName>,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryContent {
    /// A register's row.
    Row(Row),
    /// A survey form.
    Form(Form),
    /// A piece of evidence.
    Evidence(Evidence),
    /// A form chosen to be read again.
    Second(SecondReading),
    /// Taken out, emptied, or never there.
    Gone,
}

/// Where a row of a register stood and where it stands now, as indexes of [`Answer::rows`]. It is taken out first, then
/// put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowMove {
    /// Where it stood.
    pub from: Option<usize>,
    /// Where it stands.
    pub to: Option<usize>,
}

impl EntryState {
    /// Reads the heads of one record, and looks whether the file it names is there.
    pub(super) fn read(kind: Member, id: EntryId, heads: &[Head], attachments: &Attachments) -> Self {
        let authors =
            heads.iter().filter(|head| !head.value.is_null()).filter_map(|head| head.member.clone()).collect();
        let content = match kind {
            _ if is_removed(heads) => None,
            Member::Row => row(&id, heads).map(EntryContent::Row),
            Member::Form => form(&id, heads).map(EntryContent::Form),
            Member::Evidence => evidence(&id, heads, attachments).map(EntryContent::Evidence),
            Member::Second => super::second::read(id.clone(), heads).map(EntryContent::Second),
        };
        let contested = fields_that_differ(heads);
        Self { kind, id, authors, contested, content: content.unwrap_or(EntryContent::Gone) }
    }
}

impl Answer {
    /// Takes in an entry as it stands now.
    pub(super) fn put(&mut self, entry: EntryState) -> RowMove {
        let EntryState { kind, id, content, authors, contested } = entry;
        let mut moved = RowMove::default();
        // An entry not heard of before is in none of the lists; reading a whole register must not look for each row.
        if self.authors.of_entries.contains_key(&(kind, id.clone())) {
            match kind {
                Member::Row => {
                    moved.from = self.row_index(&id);
                    if let Some(index) = moved.from {
                        self.rows.remove(index);
                    }
                }
                Member::Form => self.forms.retain(|form| form.id != id),
                Member::Evidence => self.evidence.retain(|piece| piece.id != id),
                Member::Second => self.second.retain(|reading| reading.form != id),
            }
        }
        match content {
            EntryContent::Row(row) => {
                let index = self.rows.partition_point(|known| known.order() < row.order());
                self.rows.insert(index, row);
                moved.to = Some(index);
            }
            EntryContent::Form(form) => {
                let index = self.forms.partition_point(|known| known.id < form.id);
                self.forms.insert(index, form);
            }
            EntryContent::Evidence(piece) => {
                let index = self.evidence.partition_point(|known| known.id < piece.id);
                self.evidence.insert(index, piece);
            }
            EntryContent::Second(reading) => {
                let index = self.second.partition_point(|known| known.form < reading.form);
                self.second.insert(index, reading);
            }
            EntryContent::Gone => {}
        }
        let place = (kind, id);
        if contested.is_empty() {
            self.entry_conflicts.remove(&place);
        } else {
            self.entry_conflicts.insert(place.clone(), contested);
        }
        self.put_authors(place, authors);
        moved
    }

    /// Index of a row; rows stand in the order of their places, which nearly always are their ids.
    pub fn row_index(&self, id: &EntryId) -> Option<usize> {
        let guess = self.rows.partition_point(|row| row.order() < (id.0.as_str(), id));
        if self.rows.get(guess).is_some_and(|row| row.id == *id) {
            return Some(guess);
        }
        self.rows.iter().position(|row| row.id == *id)
    }

    /// Authors of the answer's own fields.
    pub(super) fn put_field_authors(&mut self, authors: impl Iterator<Item = String>) {
        self.authors.of_fields.extend(authors);
        self.members.extend(self.authors.of_fields.iter().cloned());
    }

    fn put_authors(&mut self, id: (Member, EntryId), authors: BTreeSet<String>) {
        for author in &authors {
            if !self.members.contains(author) {
                self.members.insert(author.clone());
            }
        }
        let before = self.authors.of_entries.get(&id);
        let lost: Vec<String> = before.map(|before| before.difference(&authors).cloned().collect()).unwrap_or_default();
        self.authors.of_entries.insert(id, authors);
        for author in lost {
            let Authors { of_fields, of_entries } = &self.authors;
            if !of_fields.contains(&author) && !of_entries.values().any(|all| all.contains(&author)) {
                self.members.remove(&author);
            }
        }
    }
}

fn is_removed(heads: &[Head]) -> bool {
    heads.iter().any(|head| head.field.as_str() == REMOVED && head.value == true)
}

fn row(id: &EntryId, heads: &[Head]) -> Option<Row> {
    let mut cells = BTreeMap::new();
    let mut revisions = Vec::new();
    let mut place = None;
    let mut filled = false;
    for field in heads.chunk_by(|a, b| a.field == b.field) {
        let name = field[0].field.as_str();
        if name == PLACE {
            place = field[0].value.as_str().map(|text| RowPlace(text.to_owned()));
            continue;
        }
        filled |= field.iter().any(|head| !head.value.is_null());
        let Ok(column) = ColumnId::new(name) else { continue };
        if name == REMOVED {
            continue;
        }
        revisions.extend(field.iter().map(|head| head.revision));
        // A cell that two people filled differently stays empty until somebody decides.
        let settled = field.iter().all(|head| head.value == field[0].value);
        if settled && !field[0].value.is_null() {
            cells.insert(column, field[0].value.clone());
        }
    }
    let member = heads.iter().find_map(|head| head.member.clone());
    // A row whose every cell was emptied or taken back is no row.
    filled.then(|| Row { id: id.clone(), place, cells, member, revisions })
}

fn form(id: &EntryId, heads: &[Head]) -> Option<Form> {
    let head = content_head(heads)?;
    let content: FormContent = serde_json::from_value(head.value.clone()).ok()?;
    Some(Form { id: id.clone(), content, member: head.member.clone(), revision: head.revision })
}

fn evidence(id: &EntryId, heads: &[Head], attachments: &Attachments) -> Option<Evidence> {
    let head = content_head(heads)?;
    let content: EvidenceContent = serde_json::from_value(head.value.clone()).ok()?;
    let state = |hash| attachments.state(hash, content.size);
    let state = content.hash.as_ref().map_or(AttachmentState::Unattached, state);
    Some(Evidence { id: id.clone(), content, state, member: head.member.clone(), revision: head.revision })
}

/// The head that tells what an entry is; none where opinions differ: nobody may take the first for the only one.
pub(super) fn content_head(heads: &[Head]) -> Option<&Head> {
    sole(heads, CONTENT)
}

/// The head of a field that was settled and not removed.
pub(super) fn sole<'a>(record: &'a [Head], field: &str) -> Option<&'a Head> {
    let mut heads = record.iter().filter(|head| head.field.as_str() == field);
    let first = heads.next().filter(|head| !head.value.is_null())?;
    heads.all(|head| head.value == first.value).then_some(first)
}

//! Fields with different opinions that nobody has settled, whatever records people write them in: the one query behind
//! `conflicts`, the counts of `status` and `check`, signing, and the screens.

use super::error::InspectionError;
use super::keys;
use super::model::{RoundId, UnitId};
use super::record::ASKED;
use super::store::Store;
use crate::journal::{Author, Chain, Change, FieldName, Head, RecordKey, Written};

/// Kinds whose records a device writes by itself, or that only say who looked: nobody has an opinion in them.
const WITHOUT_OPINION: [&str; 3] = ["seen", "looked", "final"];
/// Kinds of a round whose third part is no unit.
const WITHOUT_UNIT: [&str; 5] = ["round", "member", "assignment", "pin", "phrase"];

/// A field with different opinions nobody has settled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contested {
    /// The record.
    pub record: RecordKey,
    /// The field.
    pub field: FieldName,
}

impl Contested {
    /// The field that `heads` are of; none without any.
    pub(super) fn of(heads: &[Head]) -> Option<Self> {
        heads.first().map(|head| Self { record: head.record.clone(), field: head.field.clone() })
    }
}

/// The unit that a record's opinions count at: the one it was found at, or whose definition it is.
pub fn unit_concerned(record: &RecordKey) -> Option<UnitId> {
    let unit = record.as_str().split('/').nth(2).filter(|_| !WITHOUT_UNIT.contains(&record.kind()));
    unit.and_then(|unit| UnitId::new(unit).ok())
}

fn holds_opinions(head: &Head) -> bool {
    is_opinion(&head.record, &head.field)
}

/// Whether people can differ about a field: not about under which words an answer was asked, nor about what devices
/// write by themselves.
pub(crate) fn is_opinion(record: &RecordKey, field: &FieldName) -> bool {
    let asked = record.kind() == "answer" && field.as_str() == ASKED;
    !asked && !WITHOUT_OPINION.contains(&record.kind())
}

impl Store {
    /// The heads of every contested field of a round, field by field, ordered by record and field.
    pub fn contested(&self, round: &RoundId) -> Result<Vec<Vec<Head>>, InspectionError> {
        Ok(by_field(self.journal.contested(round.as_str())?, holds_opinions))
    }

    /// The same of what concerns one unit.
    pub fn contested_at(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Vec<Head>>, InspectionError> {
        Ok(at_unit(&self.journal, round, unit)?)
    }

    /// Records that hold different opinions nobody has settled, each once.
    pub fn open_conflicts(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<RecordKey>, InspectionError> {
        let fields = self.contested_at(round, unit)?;
        let mut records: Vec<RecordKey> = fields.into_iter().map(|heads| heads[0].record.clone()).collect();
        records.dedup();
        Ok(records)
    }

    /// Writes `lines` of a round, whatever they are of; the author must give a reason, under which what is signed may
    /// change, too.
    pub(crate) fn write_with_reason(
        &mut self,
        round: &RoundId,
        author: &Author,
        lines: &[Change],
    ) -> Result<Written, InspectionError> {
        if author.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(InspectionError::ReasonMissing);
        }
        let chain = Chain::Round(round.to_string());
        loop {
            let seen = self.journal.data_version()?;
            if let Some(written) = self.write_unless_moved(seen, &chain, author, lines)? {
                return Ok(written);
            }
        }
    }
}

/// [`Store::contested_at`], of any journal.
pub(super) fn at_unit(
    journal: &crate::journal::Journal,
    round: &RoundId,
    unit: &UnitId,
) -> Result<Vec<Vec<Head>>, crate::journal::JournalError> {
    let concerns = |head: &Head| holds_opinions(head) && unit_concerned(&head.record).as_ref() == Some(unit);
    Ok(by_field(journal.contested(&format!("{round}/{unit}"))?, concerns))
}

fn by_field(heads: Vec<Head>, wanted: impl Fn(&Head) -> bool) -> Vec<Vec<Head>> {
    let heads: Vec<Head> = heads.into_iter().filter(wanted).collect();
    let fields = heads.chunk_by(|a, b| a.record == b.record && a.field == b.field);
    fields.map(<[Head]>::to_vec).collect()
}

/// Names of the fields of one record whose heads differ in value.
pub(super) fn fields_that_differ(record: &[Head]) -> Vec<FieldName> {
    let fields = record.chunk_by(|a, b| a.field == b.field);
    let differ = fields.filter(|field| field.iter().any(|head| head.value != field[0].value));
    differ.map(|field| field[0].field.clone()).collect()
}

/// Whether it belongs neither to an answer's fields as this program knows them nor to its rows, forms and pieces of
/// evidence.
pub(super) fn is_beside(contested: &Contested) -> bool {
    match contested.record.kind() {
        "answer" => super::answer::AnswerField::from_name(contested.field.as_str()).is_none(),
        kind => keys::Member::of(kind).is_none(),
    }
}

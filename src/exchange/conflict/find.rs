//! Finding what is contested, and what has to be known to decide it. Only the history of contested fields is read.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Beside, Conflict, Decision, Opinion, Voice};
use crate::inspection::{InspectionError, RecordPlace, Round, Store, UnitId};
use crate::journal::{FieldName, Head, Journal, Reached, RecordKey, Revision, RevisionId};

/// Fields of rows and of other entries that tell nothing of what they are.
const NAMELESS: [&str; 2] = ["removed", "row_place"];

/// Every contested field of a round, ordered by record and field.
pub fn find(store: &Store, round: &Round) -> Result<Vec<Conflict>, InspectionError> {
    let fields = store.contested(&round.id)?;
    fields.into_iter().map(|heads| conflict(store, round, heads)).collect()
}

/// The contested fields of what concerns one unit.
pub fn find_at(store: &Store, round: &Round, unit: &UnitId) -> Result<Vec<Conflict>, InspectionError> {
    let fields = store.contested_at(&round.id, unit)?;
    fields.into_iter().map(|heads| conflict(store, round, heads)).collect()
}

fn conflict(store: &Store, round: &Round, mut heads: Vec<Head>) -> Result<Conflict, InspectionError> {
    let journal = store.journal();
    heads.sort_by_key(|head| (head.made_at, head.revision));
    let (record, field) = (heads[0].record.clone(), heads[0].field.clone());
    let mut values: Vec<Value> = Vec::new();
    for head in &heads {
        if !values.contains(&head.value) {
            values.push(head.value.clone());
        }
    }
    let standing = journal.heads_of(&record)?;
    let evidence = evidence_of(journal, &record)?;
    let mut opinions = Vec::with_capacity(values.len());
    for value in &values {
        let mut voices = Vec::new();
        for head in heads.iter().filter(|head| head.value == *value) {
            voices.push(voice(journal, head, &heads, &values)?);
        }
        let beside = beside(&voices, &field, &standing, &evidence);
        opinions.push(Opinion { value: value.clone(), voices, beside });
    }
    let history = journal.history(&record)?;
    let lineage = Lineage::of(&history, &field);
    let ids: Vec<RevisionId> = heads.iter().map(|head| head.revision).collect();
    let (before, reopened) = (lineage.before(&ids), lineage.decision(&ids));
    let place = RecordPlace::of(&record, &round.units);
    let entry = entry_name(journal, &record, &standing)?;
    Ok(Conflict { record, field, place, entry, opinions, before, reopened })
}

fn voice(journal: &Journal, head: &Head, heads: &[Head], values: &[Value]) -> Result<Voice, InspectionError> {
    let mut saw = Vec::new();
    for other in heads.iter().filter(|other| other.value != head.value) {
        let index = values.iter().position(|value| *value == other.value);
        if let Some(index) = index.filter(|index| !saw.contains(index))
            && journal.saw(head, other)? == Reached::Yes
        {
            saw.push(index);
        }
    }
    saw.sort_unstable();
    Ok(Voice {
        revision: head.revision,
        member: head.member.clone(),
        device: head.device.clone(),
        made_at: head.made_at,
        saw,
    })
}

/// Of the same answer, what stands there as the people of an opinion wrote it.
fn beside(voices: &[Voice], field: &FieldName, standing: &[Head], evidence: &[Head]) -> Beside {
    let theirs = |head: &&Head| voices.iter().any(|voice| super::same_voice(voice, head));
    let text = |name: &str| {
        let mut heads = standing.iter().filter(|head| head.field.as_str() == name && field.as_str() != name);
        heads.find(theirs).and_then(|head| head.value.as_str()).map(str::to_owned)
    };
    Beside { remark: text("remark"), note: text("note"), evidence: evidence.iter().filter(theirs).count() }
}

/// The contents of the pieces of evidence of the item that `record` answers, those taken out left out.
fn evidence_of(journal: &Journal, record: &RecordKey) -> Result<Vec<Head>, InspectionError> {
    let Some(place) = record.as_str().strip_prefix("answer/") else { return Ok(Vec::new()) };
    let heads = journal.heads_under(&format!("evidence/{place}/"))?;
    let mut pieces = Vec::new();
    for piece in heads.chunk_by(|a, b| a.record == b.record) {
        let gone = piece.iter().any(|head| head.field.as_str() == "removed" && head.value == true);
        let content = piece.iter().find(|head| head.field.as_str() == "content" && !head.value.is_null());
        pieces.extend(content.filter(|_| !gone).cloned());
    }
    Ok(pieces)
}

/// What an entry is called.
pub(super) fn entry_name(
    journal: &Journal,
    record: &RecordKey,
    standing: &[Head],
) -> Result<Option<String>, InspectionError> {
    let text = |head: &Head, name: &str| head.value.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(match record.kind() {
        "row" => {
            let named = standing.iter().filter(|head| !NAMELESS.contains(&head.field.as_str()));
            named.filter_map(|head| head.value.as_str()).map(str::to_owned).next()
        }
        // Forms are numbered as they were begun, and a second reading as its form.
        "form" | "second" => {
            let Some((item, entry)) = record.as_str().split_once('/').and_then(|(_, rest)| rest.rsplit_once('/'))
            else {
                return Ok(None);
            };
            let heads = journal.heads_under(&format!("form/{item}/"))?;
            let mut forms: Vec<&str> =
                heads.iter().filter_map(|head| head.record.as_str().rsplit('/').next()).collect();
            forms.dedup();
            forms.iter().position(|form| *form == entry).map(|position| (position + 1).to_string())
        }
        "evidence" => standing.iter().find_map(|head| text(head, "file").or_else(|| text(head, "document"))),
        "remediation" => {
            let number = standing.iter().find_map(|head| text(head, "number"));
            let required = required(journal, record)?;
            number.zip(required).map(|(number, required)| format!("{number} ({required})"))
        }
        "present" => standing.iter().find_map(|head| text(head, "name")),
        _ => None,
    })
}

/// What the notice requires that a report of remediation is about; its id where the notice does not tell.
fn required(journal: &Journal, report: &RecordKey) -> Result<Option<String>, InspectionError> {
    let mut parts = report.as_str().split('/').skip(1);
    let (Some(round), Some(unit), Some(id)) = (parts.next(), parts.next(), parts.next()) else { return Ok(None) };
    for notice in journal.heads_under(&format!("notice/{round}/{unit}"))? {
        let all = notice.value.get("requirements").and_then(Value::as_array).into_iter().flatten();
        let mut same = all.filter(|one| one.get("id").and_then(Value::as_str) == Some(id));
        if let Some(text) = same.find_map(|one| one.get("text")).and_then(Value::as_str) {
            return Ok(Some(text.to_owned()));
        }
    }
    Ok(Some(id.to_owned()))
}

/// The revisions of one field and what each replaced.
pub(super) struct Lineage<'a> {
    by_id: HashMap<RevisionId, &'a Revision>,
}

impl<'a> Lineage<'a> {
    /// Of `field` in the history of its record.
    pub(super) fn of(history: &'a [Revision], field: &FieldName) -> Self {
        let of_field = history.iter().filter(|revision| revision.field == *field);
        Self { by_id: of_field.map(|revision| (revision.id, revision)).collect() }
    }

    /// `id` and everything below it.
    fn ancestors(&self, id: RevisionId) -> HashSet<RevisionId> {
        let (mut found, mut waiting) = (HashSet::new(), vec![id]);
        while let Some(id) = waiting.pop() {
            if found.insert(id)
                && let Some(revision) = self.by_id.get(&id)
            {
                waiting.extend(&revision.parents);
            }
        }
        found
    }

    /// The values of the latest revisions that all of `heads` go back to.
    fn before(&self, heads: &[RevisionId]) -> Vec<Value> {
        let mut common: Option<HashSet<RevisionId>> = None;
        for head in heads {
            let ancestors = self.ancestors(*head);
            common = Some(match common {
                None => ancestors,
                Some(known) => known.intersection(&ancestors).copied().collect(),
            });
        }
        let common = common.unwrap_or_default();
        let below: HashSet<RevisionId> = common
            .iter()
            .filter_map(|id| self.by_id.get(id))
            .flat_map(|revision| revision.parents.iter().flat_map(|parent| self.ancestors(*parent)))
            .collect();
        let mut latest: Vec<&&Revision> =
            common.iter().filter(|id| !below.contains(id)).filter_map(|id| self.by_id.get(id)).collect();
        latest.sort_by_key(|revision| (revision.made_at, revision.id));
        let mut values: Vec<Value> = Vec::new();
        for revision in latest {
            if !values.contains(&revision.value) {
                values.push(revision.value.clone());
            }
        }
        values
    }

    /// The last decision at or below `heads`.
    fn decision(&self, heads: &[RevisionId]) -> Option<Decision> {
        let ids: HashSet<RevisionId> = heads.iter().flat_map(|head| self.ancestors(*head)).collect();
        let revisions = ids.iter().filter_map(|id| self.by_id.get(id).copied());
        let decisions = revisions.filter(|revision| self.settles(revision));
        decisions.max_by_key(|revision| (revision.made_at, revision.id)).map(decision)
    }

    /// Whether `revision` settled different opinions.
    pub(super) fn settles(&self, revision: &Revision) -> bool {
        let mut values = revision.parents.iter().filter_map(|parent| Some(&self.by_id.get(parent)?.value));
        let Some(first) = values.next() else { return false };
        values.any(|value| value != first)
    }

    /// The revision with this id.
    pub(super) fn get(&self, id: &RevisionId) -> Option<&'a Revision> {
        self.by_id.get(id).copied()
    }
}

/// What a revision that settles something decided.
pub(super) fn decision(revision: &Revision) -> Decision {
    Decision {
        revision: revision.id,
        value: revision.value.clone(),
        member: revision.member.clone(),
        device: revision.device.clone(),
        made_at: revision.made_at,
        reason: revision.reason.clone(),
    }
}

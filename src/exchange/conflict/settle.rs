//! Writing down what a person decided.

use serde_json::{Value, json};

use super::{Choice, Conflict, ConflictError, Words, choose, find_at};
use crate::inspection::{RoundId, Store, item_of, unit_concerned};
use crate::journal::{Author, Change, FieldName, Head, Parents, RecordKey, RevisionId};

/// Field that tells in which words an answer was asked.
const ASKED: &str = "asked";

/// What is to stand in one field, and what was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Settle {
    /// The record.
    pub record: RecordKey,
    /// The field.
    pub field: FieldName,
    /// Every opinion that was looked at.
    pub looked: Vec<RevisionId>,
    /// What stands from then on; checked by [`choose`].
    pub value: Value,
    /// Which of them it is; none for a new value.
    pub taken: Option<RevisionId>,
}

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It stands alone.
    Closed,
    /// It is recorded, but another opinion came meanwhile: these fields are open.
    StillOpen(Vec<FieldName>),
}

impl Settle {
    /// What `choice` makes of `conflict`.
    pub fn of(words: &Words<'_>, conflict: &Conflict, choice: Choice) -> Result<Self, ConflictError> {
        let taken = match &choice {
            Choice::Take(revision) => Some(*revision),
            Choice::Write(_) => None,
        };
        let value = choose(words, conflict, choice)?;
        let (record, field) = (conflict.record.clone(), conflict.field.clone());
        Ok(Self { record, field, looked: conflict.heads(), value, taken })
    }

    /// Taking one opinion of `conflict` whole: what the same person on the same laptop said in the other contested fields
    /// of that record (his remark beside his verdict) is taken with it. `all` are the conflicts there are.
    pub fn whole(
        words: &Words<'_>,
        all: &[Conflict],
        conflict: &Conflict,
        taken: RevisionId,
    ) -> Result<Vec<Self>, ConflictError> {
        let mut lines = vec![Self::of(words, conflict, Choice::Take(taken))?];
        let voices = conflict.opinion_of(&taken).map(|opinion| opinion.voices.as_slice()).unwrap_or_default();
        let Some(voice) = voices.iter().find(|voice| voice.revision == taken) else { return Ok(lines) };
        for other in all.iter().filter(|other| other.record == conflict.record && other.field != conflict.field) {
            let mut theirs = other.opinions.iter().flat_map(|opinion| &opinion.voices);
            if let Some(same) = theirs.find(|each| each.member == voice.member && each.device == voice.device) {
                lines.push(Self::of(words, other, Choice::Take(same.revision))?);
            }
        }
        Ok(lines)
    }
}

/// Records what was decided, all of it as one action, as `author` (who must give a reason) in `round`.
pub fn settle(
    store: &mut Store,
    words: &Words<'_>,
    author: &Author,
    lines: &[Settle],
) -> Result<Settled, ConflictError> {
    if author.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        return Err(ConflictError::ReasonMissing);
    }
    let round = words.round().id.clone();
    let mut changes: Vec<Change> = lines.iter().map(change).collect();
    for line in lines {
        if !changes.iter().any(|change| change.record == line.record && change.field.as_str() == ASKED) {
            changes.extend(asked(store, words, line)?);
        }
    }
    store.write_with_reason(&round, author, &changes)?;
    let mut open = Vec::new();
    for line in lines {
        if heads(store, &line.record, &line.field)?.windows(2).any(|pair| pair[0].value != pair[1].value) {
            open.push(line.field.clone());
        }
    }
    Ok(if open.is_empty() { Settled::Closed } else { Settled::StillOpen(open) })
}

fn change(line: &Settle) -> Change {
    let (record, field, value) = (line.record.clone(), line.field.clone(), line.value.clone());
    Change { record, field, value, parents: Parents::Looked(line.looked.clone()) }
}

/// In which words what stands now was asked: those of the author of the opinion that was taken, for a new value those of
/// the round.
fn asked(store: &Store, words: &Words<'_>, line: &Settle) -> Result<Option<Change>, ConflictError> {
    let Some(item) = item_of(&line.record).filter(|_| line.record.kind() == "answer") else { return Ok(None) };
    let field = FieldName::new(ASKED)?;
    let known = heads(store, &line.record, &field)?;
    let value = match line.taken {
        None => words.item(&item).map(|item| json!(item.hash)),
        Some(_) if known.windows(2).all(|pair| pair[0].value == pair[1].value) => None,
        Some(taken) => {
            let opinions = heads(store, &line.record, &line.field)?;
            let opinion = opinions.iter().find(|head| head.revision == taken);
            let same = |head: &&Head| {
                opinion.is_some_and(|opinion| opinion.member == head.member && opinion.device == head.device)
            };
            known.iter().find(same).map(|head| head.value.clone())
        }
    };
    let looked = known.iter().map(|head| head.revision).collect();
    Ok(value.map(|value| Change { record: line.record.clone(), field, value, parents: Parents::Looked(looked) }))
}

fn heads(store: &Store, record: &RecordKey, field: &FieldName) -> Result<Vec<Head>, ConflictError> {
    let mut heads = store.journal().heads_of(record)?;
    heads.retain(|head| head.field == *field);
    Ok(heads)
}

/// The conflict in `field` of `record`, of the round that the record names; says what is wrong where there is none.
pub fn named(store: &Store, words: &Words<'_>, record: &RecordKey, field: &str) -> Result<Conflict, ConflictError> {
    let standing = store.journal().heads_of(record)?;
    if standing.is_empty() {
        return Err(ConflictError::UnknownRecord { record: record.to_string() });
    }
    let all = match unit_concerned(record) {
        Some(unit) => find_at(store, words.round(), &unit)?,
        None => super::find(store, words.round())?,
    };
    if let Some(conflict) = all.into_iter().find(|it| it.record == *record && it.field.as_str() == field) {
        return Ok(conflict);
    }
    let Some(head) = standing.iter().find(|head| head.field.as_str() == field) else {
        let mut known: Vec<String> = standing.iter().map(|head| head.field.to_string()).collect();
        known.dedup();
        return Err(ConflictError::UnknownField { record: record.to_string(), field: field.to_owned(), known });
    };
    Err(ConflictError::Settled {
        value: words.value(record, field, &head.value),
        who: words.member(head.member.as_deref()),
        when: head.made_at.format("%d/%m/%Y %H:%M").to_string(),
    })
}

/// The round that a record belongs to.
pub fn round_of(record: &RecordKey) -> Result<RoundId, ConflictError> {
    let chain = record.chain();
    let round = chain.round().and_then(|round| RoundId::new(round).ok());
    round.ok_or_else(|| ConflictError::NoRound { record: record.to_string() })
}

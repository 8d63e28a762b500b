//! Questions as they stand: read from the heads of their records and from what became of the answers.

use serde::Deserialize;

use super::{
    ANSWERED, ASKED, Addressees, AnsweredContent, AskedContent, CLOSED, ChangeSince, Closed, ClosedContent, Question,
    QuestionError, Reply,
};
use crate::inspection::answer::AnswerField;
use crate::inspection::entry::PLACE;
use crate::inspection::error::InspectionError;
use crate::inspection::keys::{self, EntryId, ItemKey};
use crate::inspection::model::{Member, MemberId, Round, RoundId, UnitId};
use crate::inspection::store::Store;
use crate::journal::{Head, Horizon, Reached, RecordKey, Revision};

/// Kinds of records that are an item's answer.
const ANSWER_KINDS: [&str; 4] = ["answer", "row", "form", "evidence"];

/// Fields that tell whose answer it is, before all others.
const VALUES: [AnswerField; 5] =
    [AnswerField::Verdict, AnswerField::Number, AnswerField::Text, AnswerField::Date, AnswerField::Choice];

/// Where a question stands: what is needed to look up what became of the answer.
struct Basis<'a> {
    round: &'a RoundId,
    asked: &'a Head,
    known: &'a Horizon,
}

impl Store {
    /// Every question of a round, unit by unit and item by item, oldest first.
    pub fn questions(&self, round: &RoundId) -> Result<Vec<Question>, InspectionError> {
        self.questions_under(round, &format!("question/{round}/"))
    }

    /// Every question about one unit, item by item, oldest first.
    pub fn questions_at(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Question>, InspectionError> {
        self.questions_under(round, &format!("question/{round}/{unit}/"))
    }

    /// The one question of this home whose id is `id`, begins or ends with it, and its round.
    pub fn find_question(&self, id: &str) -> Result<(RoundId, Question), InspectionError> {
        let mut found = Vec::new();
        for round in self.rounds()? {
            let questions = self.questions(&round.id)?.into_iter();
            let alike = |question: &Question| question.id.0.starts_with(id) || question.id.0.ends_with(id);
            found.extend(questions.filter(alike).map(|question| (round.id.clone(), question)));
        }
        match found.pop() {
            Some(one) if found.is_empty() && !id.is_empty() => Ok(one),
            Some(_) if !id.is_empty() => Err(QuestionError::Ambiguous(id.to_owned()).into()),
            _ => Err(QuestionError::Unknown(id.to_owned()).into()),
        }
    }

    /// Whom to ask about the answer to an item; `asker` is proposed only where there is nobody else.
    pub fn addressees(
        &self,
        round: &Round,
        unit: &UnitId,
        key: &ItemKey,
        asker: &MemberId,
    ) -> Result<Addressees, InspectionError> {
        let mut heads = self.answer_heads(&round.id, unit, key)?;
        heads.retain(|head| !head.value.is_null() && !is_technical(head));
        let is_value = |head: &Head| {
            head.record.kind() == "answer"
                && AnswerField::from_name(head.field.as_str()).is_some_and(|field| VALUES.contains(&field))
        };
        heads.sort_by_key(|head| !is_value(head));
        let mut authors: Vec<String> = Vec::new();
        for member in heads.into_iter().filter_map(|head| head.member) {
            if !authors.contains(&member) {
                authors.push(member);
            }
        }
        let wrote = authors.iter().filter_map(|id| round.member(id));
        let assigned = |member: &&Member| {
            let mut own = round.assignments.iter().filter(|assignment| assignment.member == member.id);
            own.next().is_some() && round.is_assigned(member.id.as_str(), unit, &key.checklist)
        };
        let others = round.members.iter().filter(assigned).chain(&round.members);
        let proposed = wrote.chain(others).find(|member| member.id != *asker).or(round.members.first());
        Ok(Addressees { authors, proposed: proposed.map(|member| member.id.clone()) })
    }

    fn questions_under(&self, round: &RoundId, prefix: &str) -> Result<Vec<Question>, InspectionError> {
        let heads = self.journal.heads_under(prefix)?;
        let mut questions = Vec::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let Some((mut question, asked, known)) = read(record) else { continue };
            if question.closed.is_none() {
                question.changes = self.changes_since(&Basis { round, asked, known: &known }, &question)?;
            }
            questions.push(question);
        }
        Ok(questions)
    }

    /// What stands of the answer and is neither known to who asked nor the same as what was.
    fn changes_since(&self, basis: &Basis<'_>, question: &Question) -> Result<Vec<ChangeSince>, InspectionError> {
        let mut heads = self.answer_heads(basis.round, &question.unit, &question.key)?;
        heads.retain(|head| basis.known.reaches(&head.device, head.sequence) == Reached::No && !is_technical(head));
        let mut history: Option<(RecordKey, Vec<Revision>)> = None;
        let mut changes = Vec::new();
        for head in heads {
            if history.as_ref().is_none_or(|(record, _)| *record != head.record) {
                history = Some((head.record.clone(), self.journal.history(&head.record)?));
            }
            let before = history.as_ref().map_or(Vec::new(), |(_, all)| stood(all, &head, basis.known));
            let same = if head.value.is_null() { before.is_empty() } else { before == [head.value.clone()] };
            if !same {
                let had_seen = self.journal.saw(&head, basis.asked)?;
                let Head { record, field, value: after, member, made_at: when, .. } = head;
                changes.push(ChangeSince { record, field, before, after, member, when, had_seen });
            }
        }
        Ok(changes)
    }

    /// The heads of an answer and of its rows, forms and evidence.
    fn answer_heads(&self, round: &RoundId, unit: &UnitId, key: &ItemKey) -> Result<Vec<Head>, InspectionError> {
        let mut heads = self.journal.heads_of(&keys::answer(round, unit, key)?)?;
        for kind in ANSWER_KINDS.into_iter().filter(|kind| *kind != "answer") {
            heads.extend(self.journal.heads_under(&format!("{kind}/{round}/{unit}/{key}/"))?);
        }
        Ok(heads)
    }
}

/// What says nothing to people: under which words an answer was made, where a row stands among others.
fn is_technical(head: &Head) -> bool {
    let field = head.field.as_str();
    field == AnswerField::Asked.as_str() || (head.record.kind() == "row" && field == PLACE)
}

/// The values of `head`'s field as they stood within `known`, each once; nothing where it was empty.
fn stood(history: &[Revision], head: &Head, known: &Horizon) -> Vec<serde_json::Value> {
    let reached = |revision: &&Revision| {
        revision.field == head.field && known.reaches(&revision.device, revision.sequence) == Reached::Yes
    };
    let reached: Vec<&Revision> = history.iter().filter(reached).collect();
    let mut values = Vec::new();
    for revision in &reached {
        let replaced = reached.iter().any(|other| other.parents.contains(&revision.id));
        if !replaced && !revision.value.is_null() && !values.contains(&revision.value) {
            values.push(revision.value.clone());
        }
    }
    values
}

/// Reads a question from the heads of its record; `None` where asking was taken back, or it cannot be read here.
pub(super) fn read(record: &[Head]) -> Option<(Question, &Head, Horizon)> {
    let of = |field: &'static str| record.iter().filter(move |head| head.field.as_str() == field);
    let first = record.first()?;
    let (unit, key) = keys::place_of(&first.record)?;
    let id = EntryId(first.record.as_str().split('/').nth(5)?.to_owned());
    let asked = of(ASKED).find(|head| !head.value.is_null())?;
    let content = AskedContent::deserialize(&asked.value).ok()?;
    let replies = of(ANSWERED).filter_map(|head| {
        let AnsweredContent { text } = AnsweredContent::deserialize(&head.value).ok()?;
        Some(Reply { text, member: head.member.clone(), when: head.made_at })
    });
    // Where one laptop closed it and another opened it again, it is open.
    let closed = if of(CLOSED).any(|head| head.value.is_null()) { None } else { of(CLOSED).next() };
    let closed = closed.map(|head| Closed {
        member: head.member.clone(),
        when: head.made_at,
        reason: ClosedContent::deserialize(&head.value).ok().and_then(|content| content.reason),
    });
    let question = Question {
        id,
        unit,
        key,
        text: content.text,
        to: content.addressee,
        by: asked.member.clone(),
        asked_at: asked.made_at,
        replies: replies.collect(),
        changes: Vec::new(),
        closed,
    };
    Some((question, asked, content.known))
}

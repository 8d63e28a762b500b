//! Asking, replying, settling.

use serde_json::{Value, json};

use super::{
    ANSWERED, ASKED, AnsweredContent, AskedContent, Asking, CLOSED, ClosedContent, Question, QuestionError, Settling,
    reading,
};
use crate::inspection::error::InspectionError;
use crate::inspection::keys::{self, EntryId, ItemKey};
use crate::inspection::model::{RoundId, UnitId};
use crate::inspection::record::{Recorder, find_unit, line};
use crate::inspection::store::Store;
use crate::journal::{Author, Chain, Change};
use crate::vietnamese::nfc;

impl Store {
    /// Asks about an answer as `asker`, whose reason does not count. Durable when this returns.
    pub fn ask(&mut self, asker: &Recorder, asking: &Asking) -> Result<EntryId, InspectionError> {
        let text = words(&asking.text).ok_or(QuestionError::Empty)?;
        let round = self.round(asker.round.as_str())?;
        find_unit(&round, asker.unit.as_str())?;
        if round.member(asking.to.as_str()).is_none() {
            let known = round.members.iter().map(|member| member.id.to_string()).collect();
            return Err(InspectionError::UnknownMember { id: asking.to.to_string(), known });
        }
        let id = EntryId::new(self.journal.clock().now());
        let record = keys::question(&asker.round, &asker.unit, &asking.key, &id)?;
        let chain = Chain::Round(asker.round.to_string());
        loop {
            let seen = self.journal.data_version()?;
            let known = self.journal.horizon(&chain)?;
            let content = AskedContent { text: text.clone(), addressee: asking.to.to_string(), known };
            let mut lines = vec![line(record.clone(), ASKED, json!(content))?];
            if let Some(former) = &asking.again {
                lines.push(self.settling_line(asker, &asking.key, former, &Settling::Close(None))?);
            }
            if self.journal.write_unless_moved(seen, &chain, &author(asker), &lines)?.is_some() {
                return Ok(id);
            }
        }
    }

    /// Replies in words. Durable when this returns.
    pub fn reply(
        &mut self,
        recorder: &Recorder,
        key: &ItemKey,
        id: &EntryId,
        text: &str,
    ) -> Result<(), InspectionError> {
        let content = AnsweredContent { text: words(text).ok_or(QuestionError::EmptyReply)? };
        self.question(&recorder.round, &recorder.unit, key, id)?;
        let record = keys::question(&recorder.round, &recorder.unit, key, id)?;
        self.write_question(recorder, &[line(record, ANSWERED, json!(content))?])
    }

    /// Settles a question, or opens it again; only who asked it, a lead and a deputy may. Durable when this returns.
    pub fn settle_question(
        &mut self,
        recorder: &Recorder,
        key: &ItemKey,
        id: &EntryId,
        settling: &Settling,
    ) -> Result<(), InspectionError> {
        let line = self.settling_line(recorder, key, id, settling)?;
        self.write_question(recorder, &[line])
    }

    fn settling_line(
        &self,
        recorder: &Recorder,
        key: &ItemKey,
        id: &EntryId,
        settling: &Settling,
    ) -> Result<Change, InspectionError> {
        let question = self.question(&recorder.round, &recorder.unit, key, id)?;
        let round = self.round(recorder.round.as_str())?;
        if !round.member(&recorder.member).is_some_and(|member| question.is_settled_by(member)) {
            let asker = question.by.unwrap_or_default();
            let asker = round.member(&asker).map_or(asker.clone(), |member| member.name.clone());
            return Err(QuestionError::NotYours { asker }.into());
        }
        let value = match settling {
            Settling::Close(reason) => json!(ClosedContent { reason: reason.as_deref().and_then(words) }),
            Settling::Reopen => Value::Null,
        };
        line(keys::question(&recorder.round, &recorder.unit, key, id)?, CLOSED, value)
    }

    fn write_question(&mut self, recorder: &Recorder, lines: &[Change]) -> Result<(), InspectionError> {
        let chain = Chain::Round(recorder.round.to_string());
        self.journal.write(&chain, &author(recorder), lines)?;
        Ok(())
    }

    fn question(
        &self,
        round: &RoundId,
        unit: &UnitId,
        key: &ItemKey,
        id: &EntryId,
    ) -> Result<Question, InspectionError> {
        let heads = self.journal.heads_of(&keys::question(round, unit, key, id)?)?;
        let found = reading::read(&heads).map(|(question, ..)| question);
        Ok(found.ok_or_else(|| QuestionError::Unknown(id.0.clone()))?)
    }
}

/// A question belongs to no finding, so why a signed unit is changed says nothing about it.
fn author(recorder: &Recorder) -> Author {
    Author { member: Some(recorder.member.clone()), reason: None }
}

/// NFC without blanks around it; `None` where nothing is left.
fn words(text: &str) -> Option<String> {
    Some(nfc::multi_line(text).trim().to_owned()).filter(|text| !text.is_empty())
}

//! Sending answers back: questions, replies, and what they are shown with.

use std::sync::Arc;

use super::office::{Office, failed, refused, saving};
use super::request::{Outcome, Request};
use super::unit_work::{Taken, UnitWork};
use crate::inspection::{
    Addressees, Asking, EntryId, ItemKey, MemberId, Question, QuestionState, Recorder, RoundId, Settling, UnitId,
};
use crate::journal::Draft;
use crate::tui::screen::{EffectKind, Failure};

/// What is asked about questions.
#[derive(Debug, Clone)]
pub enum QuestionRequest {
    /// Every question of a round → [`QuestionOutcome::OfRound`].
    OfRound(RoundId),
    /// Every question about a unit → [`QuestionOutcome::OfUnit`].
    OfUnit(RoundId, UnitId),
    /// Whom this member would ask about an answer → [`QuestionOutcome::About`].
    About(RoundId, UnitId, ItemKey, MemberId),
    /// Asks → [`QuestionOutcome::OfUnit`].
    Ask(Recorder, Asking),
    /// Replies in words → [`QuestionOutcome::OfUnit`].
    Reply(Recorder, ItemKey, EntryId, String),
    /// Settles a question or opens it again → [`QuestionOutcome::OfUnit`].
    Settle(Recorder, ItemKey, EntryId, Settling),
}

impl QuestionRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::OfRound(_) | Self::OfUnit(..) | Self::About(..) => EffectKind::Read,
            Self::Ask(..) | Self::Reply(..) | Self::Settle(..) => EffectKind::Write,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum QuestionOutcome {
    /// Every question of a round.
    OfRound(RoundId, Arc<Vec<Question>>),
    /// Every question about a unit, as they stand now.
    OfUnit(RoundId, UnitId, Arc<Vec<Question>>),
    /// Whom to ask about an answer, and a question that was being typed when the program last ended.
    About {
        /// At which unit.
        unit: UnitId,
        /// About which item.
        key: ItemKey,
        /// Who can be asked.
        addressees: Addressees,
        /// What was being typed.
        draft: Option<Draft>,
    },
}

/// Where the question being typed about an item is kept. It is no answer, so it does not count among a unit's drafts.
pub fn question_draft(round: &RoundId, unit: &UnitId, key: &ItemKey) -> String {
    format!("question/{round}/{unit}/{key}")
}

/// Where the reply being typed to a question is kept.
pub fn reply_draft(question: &EntryId) -> String {
    format!("reply/{}", question.0)
}

impl Office {
    /// Runs a request about questions.
    pub(super) fn question(&mut self, request: &QuestionRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            QuestionRequest::OfRound(round) => {
                let questions = self.store.questions(round).map_err(refused)?;
                QuestionOutcome::OfRound(round.clone(), Arc::new(questions))
            }
            QuestionRequest::OfUnit(round, unit) => self.questions_at(round, unit)?,
            QuestionRequest::About(round, unit, key, asker) => {
                let open = self.opened(round)?;
                let addressees = self.store.addressees(&open.round, unit, key, asker).map_err(refused)?;
                let draft = self.store.journal().draft(&question_draft(round, unit, key)).map_err(failed)?;
                QuestionOutcome::About { unit: unit.clone(), key: key.clone(), addressees, draft }
            }
            QuestionRequest::Ask(recorder, asking) => {
                self.store.ask(recorder, asking).map_err(saving)?;
                let draft = question_draft(&recorder.round, &recorder.unit, &asking.key);
                self.store.journal_mut().draft_clear(&draft).map_err(failed)?;
                self.questions_at(&recorder.round, &recorder.unit)?
            }
            QuestionRequest::Reply(recorder, key, id, text) => {
                self.store.reply(recorder, key, id, text).map_err(saving)?;
                self.store.journal_mut().draft_clear(&reply_draft(id)).map_err(failed)?;
                self.questions_at(&recorder.round, &recorder.unit)?
            }
            QuestionRequest::Settle(recorder, key, id, settling) => {
                self.store.settle_question(recorder, key, id, settling).map_err(saving)?;
                self.questions_at(&recorder.round, &recorder.unit)?
            }
        };
        Ok(Outcome::Questions(outcome))
    }

    fn questions_at(&self, round: &RoundId, unit: &UnitId) -> Result<QuestionOutcome, Failure> {
        let questions = Arc::new(self.store.questions_at(round, unit).map_err(refused)?);
        Ok(QuestionOutcome::OfUnit(round.clone(), unit.clone(), questions))
    }
}

impl UnitWork {
    /// Takes in the questions about this unit; says whether it was about it.
    pub(super) fn take_questions(&mut self, outcome: &QuestionOutcome) -> Taken {
        match outcome {
            QuestionOutcome::OfUnit(round, unit, questions)
                if *round == self.open.round.id && *unit == self.unit.id =>
            {
                self.questions = questions.clone();
                Taken::Something
            }
            _ => Taken::Nothing,
        }
    }

    /// Questions about an item that are not settled, oldest first.
    pub fn questions_about(&self, key: &ItemKey) -> impl Iterator<Item = &Question> {
        let unsettled = |question: &&Question| question.state() != QuestionState::Closed;
        self.questions.iter().filter(move |question| question.key == *key).filter(unsettled)
    }

    /// Questions about this unit that nobody has answered.
    pub fn unanswered_questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| question.state() == QuestionState::Open)
    }

    /// The request that reads the questions again where `outcome` may have answered or taken back one of them.
    pub fn questions_after(&self, outcome: &Outcome) -> Option<Request> {
        let Outcome::Changed { round, touched, reversal, .. } = outcome else { return None };
        let about = |key: &ItemKey| reversal.is_some() || self.questions.iter().any(|question| question.key == *key);
        let here = *round == self.open.round.id
            && touched.iter().any(|touched| touched.unit == self.unit.id && about(&touched.key));
        here.then(|| Request::Questions(QuestionRequest::OfUnit(round.clone(), self.unit.id.clone())))
    }
}

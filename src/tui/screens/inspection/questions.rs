//! Questions about the answers of the unit: marks, counts, the next one to me, asking and replying.

use std::ops::Range;

use ratatui::text::Span;
use rust_i18n::t;

use super::{Effects, Inspection, Stop};
use crate::inspection::{Question, QuestionState};
use crate::tui::action::{Action, Offer};
use crate::tui::screen::{Effect, Message};
use crate::tui::screens::questions::{AskQuestion, QuestionList, ReplyEditor, words};
use crate::tui::theme::{Role, Theme};

impl Inspection {
    /// What sending back offers here.
    pub(super) fn question_offers(&self) -> Vec<Offer> {
        let reply = match self.replied_to() {
            Some(_) => Offer::on(Action::Reply),
            None => Offer::off(Action::Reply, t!("screen_questions.none_here_to_reply")),
        };
        vec![Offer::on(Action::SendBack), reply, Offer::on(Action::Questions)]
    }

    pub(super) fn act_question(&self, action: Action) -> Option<Effects> {
        let key = self.work.order.slots.get(self.selected).map(|slot| slot.key.clone());
        Some(vec![match (action, key) {
            (Action::SendBack, Some(key)) => Effect::push(AskQuestion::at(&self.work, key)),
            (Action::Reply, _) => {
                let question = self.replied_to()?.clone();
                Effect::push(ReplyEditor::new(self.work.open.clone(), self.work.member.clone(), question))
            }
            (Action::Questions, _) => Effect::push(QuestionList::at_unit(&self.work)),
            _ => return None,
        }])
    }

    /// The question that a reply at the selected item is for: the oldest to me, else the oldest open one.
    fn replied_to(&self) -> Option<&Question> {
        let place = self.work.order.slots.get(self.selected)?;
        let about = || self.work.questions_about(&place.key);
        let is_open = |question: &&Question| question.state() == QuestionState::Open;
        about().find(|question| question.waits_for(&self.work.member.id)).or_else(|| about().find(is_open))
    }

    /// Where questions to me are.
    pub(super) fn question_places(&self) -> impl Iterator<Item = (usize, Stop)> {
        self.work.questions.iter().enumerate().filter_map(|(index, question)| {
            let mine = question.waits_for(&self.work.member.id);
            let slot = self.work.order.slot_of(&question.key).filter(|slot| mine && self.work.is_asked(*slot))?;
            Some((slot, Stop::Question(index)))
        })
    }

    pub(super) fn say_question(&self, index: usize) -> Message {
        let Some(question) = self.work.questions.get(index) else { return Message::info("") };
        let who = words::name_of(&self.work.open, question.by.as_deref());
        let text = t!("screen_questions.stop", who = who, text = question.text.replace('\n', " "));
        Message { text: text.into_owned(), role: Role::Changed }
    }

    /// `2 câu hỏi`, beside what else is to be seen to at the unit.
    pub(super) fn count_questions(&self, theme: &Theme) -> Option<Vec<Span<'static>>> {
        let open = self.work.unanswered_questions().count();
        (open > 0).then(|| vec![theme.span(Role::Changed, t!("screen_questions.count", count = open))])
    }

    /// Open questions about the items of a section.
    pub(super) fn questions_in(&self, slots: Range<usize>) -> usize {
        let in_section =
            |question: &&Question| self.work.order.slot_of(&question.key).is_some_and(|slot| slots.contains(&slot));
        self.work.unanswered_questions().filter(in_section).count()
    }

    /// `? hỏi lại` before the value of an item that was sent back, `√ đã trả lời` until who asked has seen to it.
    pub(super) fn question_mark(&self, theme: &Theme, slot: usize) -> Option<Span<'static>> {
        if self.entry.is_some() && slot == self.selected {
            return None;
        }
        let states = self.work.questions_about(&self.work.order.slots[slot].key).map(Question::state);
        let state = states.min()?;
        Some(match state {
            QuestionState::Open => theme.span(Role::Changed, format!("? {}  ", t!("screen_questions.mark.open"))),
            _ => theme.span(Role::Dim, format!("{} {}  ", theme.marks().pass, t!("screen_questions.mark.answered"))),
        })
    }

    /// The questions about the selected item, with what became of them.
    pub(super) fn questions_here(&self) -> Vec<(Role, String)> {
        let Some(place) = self.work.order.slots.get(self.selected) else { return Vec::new() };
        let told = |question: &Question| words::told(&self.work.open, question);
        self.work.questions_about(&place.key).flat_map(told).collect()
    }
}

//! Replying to a question in words, where the answer stays as it is.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::composer::{Composer, UpDown};
use super::words;
use crate::assessment::OpenRound;
use crate::inspection::{Member, Question, Recorder};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::tui::work::{Outcome, QuestionRequest, Request, World, reply_draft};

/// Replies to one question.
#[derive(Debug)]
pub struct ReplyEditor {
    open: Arc<OpenRound>,
    member: Member,
    question: Question,
    composer: Composer,
}

impl ReplyEditor {
    /// Replies to `question` of `open`, as `member`.
    pub fn new(open: Arc<OpenRound>, member: Member, question: Question) -> Self {
        let composer = Composer::new(reply_draft(&question.id), UpDown::InText);
        Self { open, member, question, composer }
    }

    fn accept(&mut self) -> Vec<Effect<World>> {
        if self.composer.text().is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_questions.empty_reply")))];
        }
        let Question { unit, key, id, .. } = self.question.clone();
        let recorder =
            Recorder { round: self.open.round.id.clone(), unit, member: self.member.id.to_string(), reason: None };
        let reply = QuestionRequest::Reply(recorder, key, id, self.composer.text().to_owned());
        let who = words::name_of(&self.open, self.question.by.as_deref());
        let said = Effect::Say(Message::info(t!("screen_questions.replied", who = who)));
        let draft = self.composer.keep();
        draft.into_iter().chain([said, Effect::Run(Request::Questions(reply)), Effect::Pop]).collect()
    }
}

impl Screen<World> for ReplyEditor {
    fn title(&self) -> String {
        t!("screen_questions.reply_title").into_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (number, item) = self.open.numbered_item(&self.question.key)?;
        let left = Line::from(theme.span(Role::Title, format!("{number} {}", item.ask)));
        let unit = self.open.round.unit(&self.question.unit).map(|unit| unit.name.clone()).unwrap_or_default();
        Some(Subtitle { left, right: Line::from(theme.span(Role::Dim, unit)) })
    }

    fn help(&self) -> String {
        t!("screen_questions.reply_help").into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_questions.send_reply")),
            Offer::on(Action::Back).named(t!("screen_questions.later")),
        ]
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.composer.due()
    }

    fn pending(&self) -> Pending {
        self.composer.pending()
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => return vec![Effect::Run(Request::ReadDraft(reply_draft(&self.question.id)))],
            Event::Outcome(Outcome::Drafted { key, draft: Some(draft) })
                if *key == reply_draft(&self.question.id) && self.composer.restore(&draft.text).changed() =>
            {
                let text = t!("screen_questions.restored").into_owned();
                return vec![Effect::Say(Message { text, role: Role::Changed })];
            }
            Event::Tick | Event::SaveNow => return self.composer.keep().into_iter().collect(),
            Event::Act(Action::Open) => return self.accept(),
            Event::Act(Action::Back) => return vec![Effect::Pop],
            event => _ = self.composer.take(&event, at),
        }
        Vec::new()
    }

    /// ```text
    ///  Thành viên 1 hỏi Thành viên 2, 19/10/2025 09:42: “Có ảnh chụp không?”
    /// ── Trả lời ────────────────────────────────────────────
    ///  Có, hai ảnh, đã gắn kèm._
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let lines = words::told(&self.open, &self.question);
        let columns = usize::from(inner.width);
        let wrapped: Vec<(Role, &str)> = lines
            .iter()
            .flat_map(|(role, text)| width::paragraphs(text, columns).into_iter().map(|line| (*role, line)))
            .collect();
        let above = u16::try_from(wrapped.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
        for (row, (role, line)) in (0..above).zip(wrapped) {
            canvas.text(inner, row, role, line);
        }
        canvas.rule_titled(area, above, &t!("screen_questions.reply_text"));
        let text =
            Rect { y: inner.y.saturating_add(above + 1), height: inner.height.saturating_sub(above + 1), ..inner };
        self.composer.area.render(canvas, text);
    }
}

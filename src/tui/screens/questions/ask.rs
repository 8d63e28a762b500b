//! Asking whoever recorded an answer: the question, and whom.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::composer::{Composer, UpDown};
use crate::assessment::OpenRound;
use crate::inspection::{Addressees, Asking, EntryId, ItemKey, Member, Question, Recorder, Unit};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::screens::names;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, QuestionOutcome, QuestionRequest, Request, UnitWork, World, question_draft};

/// Rows of the question.
const TEXT: u16 = 4;
/// Columns of a role.
const ROLE: usize = 16;

/// Sends the answer to one item back with a question. Opens from any screen that knows a unit and an item.
#[derive(Debug)]
pub struct AskQuestion {
    open: Arc<OpenRound>,
    member: Member,
    unit: Unit,
    key: ItemKey,
    composer: Composer,
    addressees: Addressees,
    cursor: ListCursor,
    chosen: Chosen,
    again: Option<EntryId>,
}

/// Who said whom to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chosen {
    /// Nobody yet: the author of the answer will be proposed.
    Proposed,
    /// The user, or the screen below.
    Named,
}

impl AskQuestion {
    /// Asks about the answer to `key` at `unit` of `open`, as `member`; whoever recorded the answer is proposed.
    pub fn new(open: Arc<OpenRound>, member: Member, unit: Unit, key: ItemKey) -> Self {
        let composer = Composer::new(question_draft(&open.round.id, &unit.id, &key), UpDown::Elsewhere);
        let (addressees, cursor, chosen, again) =
            (Addressees::default(), ListCursor::default(), Chosen::Proposed, None);
        Self { open, member, unit, key, composer, addressees, cursor, chosen, again }
    }

    /// Asks about the answer to `key` at `work`'s unit.
    pub fn at(work: &UnitWork, key: ItemKey) -> Self {
        Self::new(work.open.clone(), work.member.clone(), work.unit.clone(), key)
    }

    /// The same, asking this member unless the user chooses another.
    #[must_use]
    pub fn to(mut self, member: &str) -> Self {
        if let Some(place) = self.place_of(member) {
            self.cursor.select(place);
            self.chosen = Chosen::Named;
        }
        self
    }

    /// The same, in the place of `former`, which is settled with it.
    #[must_use]
    pub fn again(self, former: &Question) -> Self {
        let asked = self.to(&former.to);
        Self { again: Some(former.id.clone()), ..asked }
    }

    fn place_of(&self, member: &str) -> Option<usize> {
        self.open.round.members.iter().position(|other| other.id.as_str() == member)
    }

    fn accept(&mut self) -> Vec<Effect<World>> {
        let Some(to) = self.open.round.members.get(self.cursor.selected()) else {
            return vec![Effect::Say(Message::error(t!("screen_units.no_members")))];
        };
        if self.composer.text().is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_questions.empty")))];
        }
        let recorder = Recorder {
            round: self.open.round.id.clone(),
            unit: self.unit.id.clone(),
            member: self.member.id.to_string(),
            reason: None,
        };
        let text = self.composer.text().to_owned();
        let asking = Asking { key: self.key.clone(), to: to.id.clone(), text, again: self.again.clone() };
        let said = Effect::Say(Message::info(t!("screen_questions.asked", who = to.name)));
        // The draft goes only once the question is recorded.
        let draft = self.composer.keep();
        let ask = Effect::Run(Request::Questions(QuestionRequest::Ask(recorder, asking)));
        draft.into_iter().chain([said, ask, Effect::Pop]).collect()
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            Outcome::Questions(QuestionOutcome::About { unit, key, addressees, draft })
                if *unit == self.unit.id && *key == self.key =>
            {
                self.addressees = addressees.clone();
                let proposed = addressees.proposed.as_ref().and_then(|member| self.place_of(member.as_str()));
                if let Some(place) = proposed.filter(|_| self.chosen == Chosen::Proposed) {
                    self.cursor.select(place);
                }
                let restored = draft.as_ref().is_some_and(|draft| self.composer.restore(&draft.text).changed());
                if restored {
                    let text = t!("screen_questions.restored").into_owned();
                    return vec![Effect::Say(Message { text, role: Role::Changed })];
                }
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for AskQuestion {
    fn title(&self) -> String {
        t!("screen_questions.ask_title").into_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (number, item) = self.open.numbered_item(&self.key)?;
        let left = Line::from(theme.span(Role::Title, format!("{number} {}", item.ask)));
        Some(Subtitle { left, right: Line::from(theme.span(Role::Dim, self.unit.name.clone())) })
    }

    fn help(&self) -> String {
        t!("screen_questions.ask_help").into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_questions.send")),
            Offer::on(Action::Back).named(t!("screen_questions.later")),
        ]
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        vec![TypedHint { keys: "↑↓".to_owned(), text: t!("screen_questions.choose").into_owned() }]
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.composer.due()
    }

    fn pending(&self) -> Pending {
        self.composer.pending()
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                let (round, unit) = (self.open.round.id.clone(), self.unit.id.clone());
                let about = QuestionRequest::About(round, unit, self.key.clone(), self.member.id.clone());
                return vec![Effect::Run(Request::Questions(about))];
            }
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Tick | Event::SaveNow => return self.composer.keep().into_iter().collect(),
            Event::Act(Action::Open) => return self.accept(),
            Event::Act(Action::Back) => return vec![Effect::Pop],
            Event::Key(key @ (Key::Up | Key::Down | Key::PageUp | Key::PageDown)) => {
                self.chosen = Chosen::Named;
                self.cursor.press(key, self.open.round.members.len());
            }
            event => _ = self.composer.take(&event, at),
        }
        Vec::new()
    }

    /// ```text
    ///  Câu hỏi, không in ra văn bản
    ///  Có ảnh chụp bảng niêm yết không?_
    ///
    /// ── Hỏi ai ─────────────────────────────────────────────
    ///  > Thành viên 2      Thành viên        người ghi
    ///    Thành viên 1      Trưởng đoàn       tôi
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, 0, Role::Dim, &t!("screen_questions.ask_text"));
        let text = Rect { y: inner.y.saturating_add(1), height: TEXT.min(inner.height.saturating_sub(4)), ..inner };
        let under = Rect { y: text.bottom(), height: inner.height.saturating_sub(text.height + 1), ..area };
        canvas.rule_titled(under, 0, &t!("screen_questions.ask_whom"));
        let list = Rect { y: under.y.saturating_add(1), height: under.height.saturating_sub(1), ..under };
        let members = &self.open.round.members;
        let widest = members.iter().map(|member| width::of(&member.name)).max().unwrap_or(0).min(30);
        self.cursor.render(canvas, list, members.len(), |index| {
            let member = &members[index];
            let note = if self.addressees.authors.iter().any(|author| author == member.id.as_str()) {
                t!("screen_questions.author")
            } else if member.id == self.member.id {
                t!("screen_questions.me")
            } else {
                "".into()
            };
            Line::from_iter([
                theme.span(Role::Text, width::pad(&width::cut(&member.name, widest, theme.marks().ellipsis), widest)),
                Span::raw("  "),
                theme.span(Role::Dim, width::pad(&names::role(member.role), ROLE)),
                Span::raw("  "),
                theme.span(Role::Changed, note.into_owned()),
            ])
        });
        self.composer.area.render(canvas, text);
    }
}

//! The remark of an item: what the papers will say, and an internal note that they never will.

mod phrases;
mod writing;

#[cfg(test)]
mod tests;

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::phrases::{Phrase, Reversible, Saving, of_checklist};
use self::writing::Writing;
use super::inspection::basis_of;
use super::verdict_mark;
use crate::inspection::{FieldChange, ItemKey};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::{ListCursor, Moved};
use crate::tui::widgets::text_field::Taken as Typed;
use crate::tui::work::{Outcome, Request, UnitWork, World};

type Effects = Vec<Effect<World>>;

/// Where typing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The remark.
    Remark,
    /// The list of phrases below it.
    Phrases,
    /// The internal note.
    Note,
}

/// What follows once the remark is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// The inspection stays at the item.
    Stay,
    /// It goes to the next item without an answer.
    GoOn,
}

/// Writes remark and note of one item.
#[derive(Debug)]
pub struct RemarkEditor {
    work: UnitWork,
    key: ItemKey,
    remark: Writing,
    note: Writing,
    phrases: Vec<Phrase>,
    own_known: Known,
    saving: Option<Saving>,
    reversible: Reversible,
    cursor: ListCursor,
    part: Part,
    after: After,
}

/// Whether the team's own phrases were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

impl RemarkEditor {
    /// Edits the remark of the item at `key`; the phrases come from what its checklist says, with the figures of the
    /// unit.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        let answer = work.answer(&key).cloned().unwrap_or_default();
        let remark = Writing::new(&work, &key, "remark", answer.remark.as_ref());
        let note = Writing::new(&work, &key, "note", answer.note.as_ref());
        let phrases = of_checklist(&work, &key);
        let part = if remark.area.text().is_empty() && !phrases.is_empty() { Part::Phrases } else { Part::Remark };
        Self {
            work,
            key,
            remark,
            note,
            phrases,
            own_known: Known::No,
            saving: None,
            reversible: Reversible::No,
            cursor: ListCursor::default(),
            part,
            after: After::Stay,
        }
    }

    /// Once recorded, the inspection goes on to the next item without an answer.
    #[must_use]
    pub fn going_on(self) -> Self {
        Self { after: After::GoOn, ..self }
    }

    /// With text that was typed before the editor was open.
    #[must_use]
    pub fn typed(mut self, text: &str) -> Self {
        self.remark.area.take::<World>(&Event::Text(text));
        self.part = Part::Remark;
        self
    }

    fn writing(&mut self) -> &mut Writing {
        if self.part == Part::Note { &mut self.note } else { &mut self.remark }
    }

    /// Records both texts, where they changed; their drafts are no longer needed then.
    fn record(&mut self) -> Effects {
        let mut effects = Effects::new();
        for (writing, change) in [
            (&mut self.remark, FieldChange::Remark as fn(Option<String>) -> FieldChange),
            (&mut self.note, FieldChange::Note),
        ] {
            writing.timer.clear();
            let draft = self.work.draft(&self.key, writing.field).is_some();
            let draft = draft.then(|| self.work.draft_key(&self.key, writing.field));
            if writing.changed() {
                let request = self.work.record(&self.key, vec![change(writing.text())], draft);
                effects.extend(request.map(Effect::Run));
                writing.recorded = writing.area.text().to_owned();
            } else if let Some(draft) = draft {
                effects.push(Effect::Run(Request::ClearDraft(draft)));
            }
        }
        effects
    }

    fn keep_drafts(&mut self) -> Effects {
        let mut effects = Effects::new();
        for writing in [&mut self.remark, &mut self.note] {
            if writing.timer.pending() == Pending::Text {
                writing.timer.clear();
                let key = self.work.draft_key(&self.key, writing.field);
                let text = writing.area.text().to_owned();
                effects.push(Effect::Run(Request::SaveDraft { key, text }));
            }
        }
        effects
    }

    fn accept(&mut self, at: Instant) -> Effects {
        if self.part == Part::Phrases {
            if let Some(Phrase { text: phrase, .. }) = self.phrases.get(self.cursor.selected()) {
                let text = self.remark.area.text();
                let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
                let phrase = format!("{gap}{phrase}");
                self.remark.area.take::<World>(&Event::Paste(&phrase));
                self.remark.timer.touch(at);
                self.reversible = Reversible::No;
            }
            self.part = Part::Remark;
            return Vec::new();
        }
        let mut effects = self.record();
        effects.push(Effect::Pop);
        if self.after == After::GoOn {
            let next = self.work.next_open(self.work.order.slot_of(&self.key));
            let key = next.map(|slot| self.work.order.slots[slot].key.clone());
            effects.extend(key.map(|key| Effect::Run(Request::JumpTo(key))));
        }
        effects
    }

    fn next_part(&mut self, back: Part, on: Part) {
        self.part = match self.part {
            Part::Remark => on,
            Part::Phrases => Part::Note,
            Part::Note => back,
        };
        if self.part == Part::Phrases && self.phrases.is_empty() {
            self.part = if back == Part::Phrases { Part::Remark } else { Part::Note };
        }
    }

    fn press(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        match (self.part, event) {
            (Part::Phrases, Event::Key(Key::Delete)) => return self.remove_phrase(),
            (Part::Phrases, Event::Key(key @ (Key::Up | Key::Down | Key::PageUp | Key::PageDown))) => {
                let moved = self.cursor.press(*key, self.phrases.len());
                match (moved, key) {
                    (Moved::Not, Key::Up) => self.part = Part::Remark,
                    (Moved::Not, Key::Down) => self.part = Part::Note,
                    _ => {}
                }
            }
            (Part::Phrases, Event::Text(_) | Event::Paste(_) | Event::Key(_)) => {
                self.part = Part::Remark;
                return self.press(event, at);
            }
            (part, event) => {
                let writing = self.writing();
                match writing.area.take(event) {
                    Typed::Changed => {
                        writing.timer.touch(at);
                        self.reversible = Reversible::No;
                    }
                    Typed::Used => {}
                    Typed::Ignored => match (part, event) {
                        (Part::Remark, Event::Key(Key::Down)) => self.next_part(Part::Remark, Part::Phrases),
                        (Part::Note, Event::Key(Key::Up)) => self.next_part(Part::Phrases, Part::Phrases),
                        _ => {}
                    },
                }
            }
        }
        Vec::new()
    }

    /// What works while it is asked what becomes of the figures of a phrase.
    fn act_on_saving(&mut self, action: Action) -> Effects {
        match (action, &mut self.saving) {
            (Action::Open, _) => return self.accept_phrase(),
            (Action::NextPane | Action::PreviousPane, Some(saving)) => saving.turn(),
            _ => self.saving = None,
        }
        Vec::new()
    }
}

impl Screen<World> for RemarkEditor {
    fn title(&self) -> String {
        t!("screen_remark.title").into_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let slot = self.work.order.slot_of(&self.key)?;
        let (item, state) = self.work.at(slot)?;
        let number = &self.work.order.slots[slot].number;
        let left = Line::from(theme.span(Role::Title, format!("{number} {}", item.ask)));
        let right = state.verdict.map_or_else(Line::default, |verdict| Line::from(verdict_mark::span(theme, verdict)));
        Some(Subtitle { left, right })
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn help(&self) -> String {
        t!("screen_remark.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        if let Some(saving) = &self.saving {
            return vec![
                Offer::on(Action::Open).named(t!("screen_remark.save")),
                Offer::on(Action::NextPane).named(saving.other()),
                Offer::on(Action::PreviousPane),
                Offer::on(Action::Back).named(t!("screen_remark.do_not_save")),
            ];
        }
        let enter = match (self.part, self.after) {
            (Part::Phrases, _) => t!("screen_remark.take"),
            (_, After::GoOn) => t!("screen_remark.go_on"),
            (_, After::Stay) => t!("screen_remark.record"),
        };
        let tab = match self.part {
            Part::Remark if !self.phrases.is_empty() => t!("screen_remark.to_phrases"),
            Part::Remark | Part::Phrases => t!("screen_remark.to_note"),
            Part::Note => t!("screen_remark.to_remark"),
        };
        let mut offers = vec![
            Offer::on(Action::Open).named(enter),
            Offer::on(Action::NextPane).named(tab),
            Offer::on(Action::PreviousPane),
        ];
        offers.push(if self.remark.area.text().trim().is_empty() {
            Offer::off(Action::Add, t!("screen_remark.nothing_to_save"))
        } else {
            Offer::on(Action::Add).named(t!("screen_remark.save_phrase"))
        });
        if self.reversible == Reversible::Yes {
            offers.push(Offer::on(Action::Undo).named(t!("screen_remark.undo")));
        }
        offers.push(Offer::on(Action::Back).named(t!("screen_remark.back")));
        offers
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let own = self.phrases.get(self.cursor.selected()).is_some_and(|phrase| phrase.own.is_some());
        if self.part != Part::Phrases || !own || self.saving.is_some() {
            return Vec::new();
        }
        vec![TypedHint { keys: Key::Delete.to_string(), text: t!("screen_remark.remove").into_owned() }]
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.remark.timer.due().into_iter().chain(self.note.timer.due()).min()
    }

    fn pending(&self) -> Pending {
        if self.remark.timer.pending() == Pending::Text { Pending::Text } else { self.note.timer.pending() }
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Opened => {
                if !self.remark.area.text().is_empty()
                    && self.work.draft(&self.key, "remark").is_none()
                    && self.remark.changed()
                {
                    self.remark.timer.touch(at);
                }
                let mut effects = vec![self.list_phrases()];
                let restored = [&self.remark, &self.note].map(|writing| self.work.draft(&self.key, writing.field));
                if restored.iter().any(Option::is_some) {
                    let text = t!("screen_remark.restored").into_owned();
                    effects.push(Effect::Say(Message { text, role: Role::Changed }));
                }
                return effects;
            }
            Event::Tick if self.wakes_at().is_some_and(|due| due <= at) => return self.keep_drafts(),
            Event::SaveNow => return self.keep_drafts(),
            Event::Outcome(Outcome::Phrases(outcome)) => self.take_phrases(outcome),
            Event::Outcome(outcome) => {
                self.work.take(outcome);
                // An undo of what was done to the phrases touches no answer.
                if matches!(outcome, Outcome::Changed { touched, .. } if touched.is_empty()) {
                    return vec![self.list_phrases()];
                }
            }
            // What was not recorded cannot be taken back: Ctrl+Z would reach something older.
            Event::Failed(Request::Phrases(_), _) => self.reversible = Reversible::No,
            Event::Act(action) if self.saving.is_some() => return self.act_on_saving(action),
            Event::Act(Action::Add) => return self.save_phrase(),
            Event::Act(Action::Undo) => {
                self.reversible = Reversible::No;
                let said = Effect::Say(Message::info(t!("screen_remark.undone")));
                return vec![said, Effect::Run(Request::Undo(self.work.open.round.id.clone()))];
            }
            Event::Act(Action::Open) => return self.accept(at),
            Event::Act(Action::Back) => {
                let mut effects = self.record();
                effects.push(Effect::Pop);
                return effects;
            }
            Event::Act(Action::NextPane) => self.next_part(Part::Remark, Part::Phrases),
            Event::Act(Action::PreviousPane) => match self.part {
                Part::Phrases => self.part = Part::Remark,
                Part::Remark => self.part = Part::Note,
                Part::Note => self.next_part(Part::Phrases, Part::Phrases),
            },
            event @ (Event::Key(_) | Event::Text(_) | Event::Paste(_)) => {
                self.saving = None;
                return self.press(&event, at);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Draws the question's basis, the remark, the phrases, and the internal note.
    ///
    /// ```text
    ///  Căn cứ: Điều 13 Nghị định số 20/2008/NĐ-CP
    /// ── Nhận xét, in vào biên bản và thông báo ──────────────────────
    ///  Chưa có số điện thoại đường dây nóng._
    ///
    /// ── Câu có sẵn ──────────────────────────────────────────────────
    ///  > Bảng niêm yết chưa có địa chỉ tiếp nhận phản ánh, kiến nghị
    /// ── Ghi chú nội bộ, không in ────────────────────────────────────
    ///
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let basis = self.work.checklist(&self.key).zip(self.work.item(&self.key));
        let basis = basis.map(|(judged, item)| basis_of(judged.checklist(), item)).unwrap_or_default();
        let head = u16::from(!basis.is_empty());
        if head > 0 {
            canvas.text(inner, 0, Role::Dim, &t!("screen_inspection.basis", basis = basis));
        }
        let list = self.phrase_rows(area.height);
        let list_rows = if list == 0 { 0 } else { list + 1 };
        let note = (area.height / 5).max(1);
        let remark = area.height.saturating_sub(head + 1 + list_rows + 1 + note);
        let part = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..inner };
        canvas.rule_titled(area, head, &t!("screen_remark.remark"));
        // The last area drawn keeps the cursor: the one that is typed into.
        let texts = [
            (Part::Remark, part(head + 1, remark), &self.remark.area),
            (Part::Note, part(head + 1 + remark + list_rows + 1, note), &self.note.area),
        ];
        let active = if self.part == Part::Note { Part::Note } else { Part::Remark };
        for (_, place, text) in texts.iter().filter(|(part, ..)| *part != active) {
            text.render(canvas, *place);
        }
        for (_, place, text) in texts.iter().filter(|(part, ..)| *part == active) {
            text.render(canvas, *place);
        }
        if list > 0 {
            let y = area.y.saturating_add(head + 1 + remark);
            self.render_phrases(canvas, Rect { y, height: list_rows, ..area });
        }
        canvas.rule_titled(area, head + 1 + remark + list_rows, &t!("screen_remark.note"));
    }
}

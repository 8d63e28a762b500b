//! The form being typed: digits, steps back, earlier forms, the draft.

use std::time::Instant;

use rust_i18n::t;

use super::keypad::{Pressed, Used};
use super::sheet::{Filled, Sheet};
use super::{DRAFT, Drafted, Effects, SurveyTally, Visit};
use crate::checklist::Scale;
use crate::inspection::SetChange;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending};
use crate::tui::work::{Outcome, Request, World};

impl SurveyTally {
    /// Scale of the question to be answered.
    pub(super) fn scale(&self) -> Option<Scale> {
        self.survey()?.questions.get(self.sheet.at()).map(|question| question.scale)
    }

    fn press_sign(&mut self, sign: char, at: Instant) -> Effects {
        if sign == '*' && self.keypad.count().is_none() {
            self.keypad.clear();
            self.sheet.toggle_validity();
            self.touch(at);
            return Vec::new();
        }
        let Some(scale) = self.scale() else { return Vec::new() };
        let pressed = self.keypad.press(sign, scale, at);
        self.pressed(pressed, at)
    }

    fn pressed(&mut self, pressed: Pressed, at: Instant) -> Effects {
        let answer = match pressed {
            Pressed::Answer(answer) => answer,
            Pressed::Waits => return Vec::new(),
            Pressed::Refused(message) => return vec![Effect::Say(message)],
        };
        match self.sheet.give(answer, self.count()) {
            Filled::Full => self.finish(),
            Filled::Partly => {
                self.touch(at);
                Vec::new()
            }
        }
    }

    /// Enter: a count is complete, or the form is done as it is.
    pub(super) fn enter(&mut self, at: Instant) -> Effects {
        match self.keypad.enter() {
            Some(pressed) => self.pressed(pressed, at),
            None => self.finish(),
        }
    }

    /// Only a new form is kept as a draft; changes to a recorded one are saved when it is left.
    pub(super) fn touch(&mut self, at: Instant) {
        if self.visit.is_none() {
            self.timer.touch(at);
        }
    }

    /// The form is done: it is saved, and a new one begins.
    fn finish(&mut self) -> Effects {
        self.keypad.clear();
        if self.visit.is_some() {
            return self.end_visit();
        }
        if self.sheet.is_empty() {
            return Vec::new();
        }
        let number = self.forms().len() + 1;
        let next = Sheet::new(self.sheet.details().clone());
        let sheet = std::mem::replace(&mut self.sheet, next);
        let mut effects = vec![Effect::Say(Message::info(t!("screen_survey.saved", number = number)))];
        effects.extend(self.run(SetChange::AddForm(sheet.content(self.count()))));
        effects.extend(self.forget_draft());
        effects
    }

    fn forget_draft(&mut self) -> Option<Effect<World>> {
        self.timer.clear();
        if std::mem::replace(&mut self.drafted, Drafted::No) == Drafted::No {
            return None;
        }
        Some(Effect::Run(Request::ClearDraft(self.work.draft_key(&self.key, DRAFT))))
    }

    pub(super) fn save_draft(&mut self) -> Effects {
        if self.timer.pending() == Pending::Nothing {
            return Vec::new();
        }
        self.timer.clear();
        self.drafted = Drafted::Yes;
        let new = self.visit.as_ref().map_or(&self.sheet, |visit| &visit.waiting);
        let (key, text) = (self.work.draft_key(&self.key, DRAFT), new.draft());
        vec![Effect::Run(Request::SaveDraft { key, text })]
    }

    /// Records what was changed on the visited form.
    pub(super) fn save_visited(&self) -> Option<Effect<World>> {
        let form = self.forms().get(self.visited()?)?;
        let content = self.sheet.content(self.count());
        let same = Sheet::of(&form.content, self.count()).content(self.count()) == content;
        if same { None } else { self.run(SetChange::SetForm(form.id.clone(), content)) }
    }

    /// Back to the new form.
    pub(super) fn end_visit(&mut self) -> Effects {
        self.keypad.clear();
        let saved = self.save_visited();
        if let Some(visit) = self.visit.take() {
            self.sheet = visit.waiting;
        }
        saved.into_iter().collect()
    }

    /// Goes to the recorded form at `position`; behind the last one there is the new one.
    pub(super) fn go_to(&mut self, position: usize) -> Effects {
        let Some((form, content)) = self.forms().get(position).map(|form| (form.id.clone(), form.content.clone()))
        else {
            return self.end_visit();
        };
        self.keypad.clear();
        let saved = self.save_visited();
        let questions = self.count();
        let before = std::mem::replace(&mut self.sheet, Sheet::of(&content, questions));
        let waiting = self.visit.take().map_or(before, |visit| visit.waiting);
        self.visit = Some(Visit { form, waiting });
        saved.into_iter().collect()
    }

    fn earlier(&mut self) -> Effects {
        let here = self.visited().unwrap_or(self.forms().len());
        here.checked_sub(1).map(|earlier| self.go_to(earlier)).unwrap_or_default()
    }

    fn later(&mut self) -> Effects {
        self.visited().map(|here| self.go_to(here + 1)).unwrap_or_default()
    }

    /// One question back, from the first one into the form before.
    fn back(&mut self) -> Effects {
        if self.sheet.back().is_some() || self.visited().unwrap_or(self.forms().len()) == 0 {
            return Vec::new();
        }
        let effects = self.earlier();
        self.sheet.go_to_end(self.count());
        effects
    }

    pub(super) fn drop_new(&mut self) -> Effects {
        self.sheet = Sheet::new(self.sheet.details().clone());
        self.forget_draft().into_iter().collect()
    }

    pub(super) fn take(&mut self, outcome: &Outcome) {
        let unchanged = self.save_visited().is_none();
        self.work.take(outcome);
        if self.visit.is_none() {
            return;
        }
        match self.visited().map(|position| self.forms()[position].content.clone()) {
            // An undo shows at once, unless something else was typed meanwhile.
            Some(content) if unchanged && self.sheet.content(self.count()) != content => {
                self.sheet = Sheet::of(&content, self.count());
            }
            Some(_) => {}
            None => {
                if let Some(visit) = self.visit.take() {
                    self.sheet = visit.waiting;
                }
            }
        }
    }

    pub(super) fn press(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Text(typed) => return typed.chars().flat_map(|sign| self.press_sign(sign, at)).collect(),
            Event::Paste(_) => return vec![Effect::Say(Message::error(t!("screen_survey.no_paste")))],
            Event::Key(Key::Backspace) if self.keypad.backspace() == Used::Yes => {}
            Event::Key(key) => {
                self.keypad.clear();
                return self.press_key(*key);
            }
            _ => {}
        }
        Vec::new()
    }

    fn press_key(&mut self, key: Key) -> Effects {
        match key {
            Key::Backspace | Key::Up | Key::Left => return self.back(),
            Key::Down | Key::Right => self.sheet.forward(self.count()),
            Key::PageUp => return self.earlier(),
            Key::PageDown => return self.later(),
            Key::Home | Key::Top => return self.go_to(0),
            Key::End | Key::Bottom => return self.end_visit(),
            Key::Tab => self.edit_detail(0),
            Key::BackTab => {
                let last = self.survey().map_or(0, |survey| survey.details.len());
                self.edit_detail(last.saturating_sub(1));
            }
            _ => {}
        }
        Vec::new()
    }
}

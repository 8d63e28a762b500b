//! A chosen form is typed again, without sight of what was typed first.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Span;
use rust_i18n::t;
use serde::{Deserialize, Serialize};

use super::{DoubleEntry, Effects, Step};
use crate::checklist::{ColumnId, ItemKind, Survey};
use crate::inspection::{EntryId, Form, FormValidity, Readings, SecondChange, SetChange};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending};
use crate::tui::screens::survey::details::detail_label;
use crate::tui::screens::survey::keypad::{Keypad, Pressed, Used};
use crate::tui::screens::survey::sheet::{Filled, Sheet, boxes, shown_detail, typed};
use crate::tui::theme::Role;
use crate::tui::width;
use crate::tui::work::{Request, World};

/// Name of the draft of a reading that is half typed.
const DRAFT: &str = "second";

/// A form being read again.
#[derive(Debug, Clone)]
pub(super) struct Pass {
    /// Its position among the chosen ones.
    pub(super) position: usize,
    form: EntryId,
    pub(super) sheet: Sheet,
    pub(super) keypad: Keypad,
    state: State,
}

/// Whether a reading is on its way to the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is being typed.
    Typing,
    /// It was handed over.
    Recorded,
}

/// A reading that is half typed, as a draft.
#[derive(Debug, Serialize, Deserialize)]
struct Draft {
    form: String,
    typed: String,
}

/// What works while a form is read again.
pub(super) fn offers(pass: &Pass) -> Vec<Offer> {
    if pass.keypad.count().is_some() {
        return vec![
            Offer::on(Action::Open).named(t!("screen_survey.accept_count")),
            Offer::on(Action::Back).named(t!("screen_survey.drop_count")),
        ];
    }
    let enter = if pass.sheet.is_empty() {
        Offer::off(Action::Open, t!("screen_survey.empty"))
    } else {
        Offer::on(Action::Open).named(t!("screen_survey.save_as_is"))
    };
    vec![enter, Offer::on(Action::Undo), Offer::on(Action::Redo)]
}

impl DoubleEntry {
    fn question_count(&self) -> usize {
        self.survey().map_or(0, |survey| survey.questions.len())
    }

    /// Reads the chosen form at `position` again; what the second typist typed of it before stands there.
    pub(super) fn read(&mut self, position: usize) {
        let questions = self.question_count();
        let chosen = self.chosen();
        let Some((second, form)) = chosen.get(position) else { return };
        let sheet = match &second.readings {
            Some(readings) => Sheet::of(&readings.second, questions),
            // The details are those of the paper in hand; they help to find it and are no answer.
            None => Sheet::new(form.content.details.clone()),
        };
        let form = form.id.clone();
        self.step = Step::Reading(Pass { position, form, sheet, keypad: Keypad::default(), state: State::Typing });
    }

    /// What was half typed when the program ended.
    pub(super) fn restore(&mut self) -> Effects {
        let questions = self.question_count();
        let draft = self.work.draft(&self.key, DRAFT).and_then(|text| serde_json::from_str::<Draft>(text).ok());
        let Some(draft) = draft else { return Vec::new() };
        let place = self.chosen().iter().position(|(_, form)| form.id.0 == draft.form);
        let sheet = Sheet::from_draft(&draft.typed, questions);
        if let Some((position, sheet)) = place.zip(sheet) {
            self.read(position);
            if let Step::Reading(pass) = &mut self.step {
                pass.sheet = sheet;
            }
        }
        Vec::new()
    }

    pub(super) fn save_draft(&mut self) -> Effects {
        if self.timer.pending() == Pending::Nothing {
            return Vec::new();
        }
        self.timer.clear();
        let Step::Reading(pass) = &self.step else { return Vec::new() };
        let draft = Draft { form: pass.form.0.clone(), typed: pass.sheet.draft() };
        let key = self.work.draft_key(&self.key, DRAFT);
        vec![Effect::Run(Request::SaveDraft { key, text: serde_json::json!(draft).to_string() })]
    }

    fn forget_draft(&mut self) -> Option<Effect<World>> {
        self.timer.clear();
        self.work.draft(&self.key, DRAFT)?;
        Some(Effect::Run(Request::ClearDraft(self.work.draft_key(&self.key, DRAFT))))
    }

    pub(super) fn press(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Text(text) => text.chars().flat_map(|sign| self.press_sign(sign, at)).collect(),
            Event::Paste(_) => vec![Effect::Say(Message::error(t!("screen_survey.no_paste")))],
            Event::Key(key) => self.press_key(*key),
            _ => Vec::new(),
        }
    }

    fn press_sign(&mut self, sign: char, at: Instant) -> Effects {
        let Step::Reading(pass) = &mut self.step else { return Vec::new() };
        let position = pass.sheet.at();
        if sign == '*' && pass.keypad.count().is_none() {
            pass.sheet.toggle_validity();
            self.timer.touch(at);
            return Vec::new();
        }
        let survey = self.work.item(&self.key).and_then(|item| match &item.kind {
            ItemKind::Survey(survey) => Some(survey),
            _ => None,
        });
        let Some(question) = survey.and_then(|survey| survey.questions.get(position)) else { return Vec::new() };
        let pressed = pass.keypad.press(sign, question.scale, at);
        self.pressed(pressed, at)
    }

    fn pressed(&mut self, pressed: Pressed, at: Instant) -> Effects {
        let questions = self.question_count();
        let Step::Reading(pass) = &mut self.step else { return Vec::new() };
        let answer = match pressed {
            Pressed::Answer(answer) => answer,
            Pressed::Waits => return Vec::new(),
            Pressed::Refused(message) => return vec![Effect::Say(message)],
        };
        match pass.sheet.give(answer, questions) {
            Filled::Full => self.finish(),
            Filled::Partly => {
                self.timer.touch(at);
                Vec::new()
            }
        }
    }

    /// Enter: a count is complete, or the form is read as far as it is, the rest blank.
    pub(super) fn enter(&mut self, at: Instant) -> Effects {
        let Step::Reading(pass) = &mut self.step else { return Vec::new() };
        match pass.keypad.enter() {
            Some(pressed) => self.pressed(pressed, at),
            None if pass.sheet.is_empty() => Vec::new(),
            None => self.finish(),
        }
    }

    pub(super) fn drop_count(&mut self) {
        if let Step::Reading(pass) = &mut self.step {
            pass.keypad.clear();
        }
    }

    /// The form was read: that is recorded, beside what was typed first.
    fn finish(&mut self) -> Effects {
        let questions = self.question_count();
        let Step::Reading(pass) = &mut self.step else { return Vec::new() };
        pass.state = State::Recorded;
        let (id, second) = (pass.form.clone(), pass.sheet.content(questions));
        let found = self.chosen().into_iter().find(|(_, form)| form.id == id);
        let Some((before, form)) = found else { return Vec::new() };
        let first = match &before.readings {
            // Read anew: what was typed first is what it was, whatever has been decided since.
            Some(readings) => readings.first.clone(),
            None => Sheet::of(&form.content, questions).content(questions),
        };
        let readings = Readings { first, second };
        let said = t!("screen_double_entry.read", number = before.drawn.number);
        let mut effects = vec![Effect::Say(Message::info(said))];
        effects.extend(self.run(vec![SetChange::Second(id, SecondChange::Read(readings))]));
        effects.extend(self.forget_draft());
        effects
    }

    /// Something was recorded: behind a reading the next form that waits is asked for.
    pub(super) fn settle_reading(&mut self) {
        let Step::Reading(pass) = &self.step else { return };
        let here = self.chosen().iter().position(|(_, form)| form.id == pass.form);
        match here {
            Some(position) if pass.state == State::Typing => {
                if let Step::Reading(pass) = &mut self.step {
                    pass.position = position;
                }
            }
            _ => self.go_on(),
        }
    }

    /// What was handed over was not recorded: it stays on the screen.
    pub(super) fn take_back(&mut self) {
        if let Step::Reading(pass) = &mut self.step {
            pass.state = State::Typing;
        }
    }

    fn press_key(&mut self, key: Key) -> Effects {
        let questions = self.question_count();
        let last = self.chosen().len().saturating_sub(1);
        let Step::Reading(pass) = &mut self.step else { return Vec::new() };
        if key == Key::Backspace && pass.keypad.backspace() == Used::Yes {
            return Vec::new();
        }
        pass.keypad.clear();
        let position = pass.position;
        match key {
            Key::Backspace | Key::Up | Key::Left if pass.sheet.back().is_some() || position == 0 => {}
            Key::Backspace | Key::Up | Key::Left => {
                self.read(position - 1);
                if let Step::Reading(pass) = &mut self.step {
                    pass.sheet.go_to_end(questions);
                }
            }
            Key::Down | Key::Right => pass.sheet.forward(questions),
            Key::PageUp if position > 0 => self.read(position - 1),
            Key::PageDown if position < last => self.read(position + 1),
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///  Phiếu 37   Công chức: CC-03   Thành viên 1 nhập lần đầu
    ///   1 Nơi đón tiếp                      1
    /// > 2 Thái độ                           _
    /// ── Câu 2 ─────────────────────────────────
    ///  Thái độ của công chức …
    ///  1 rất hài lòng   2 hài lòng …
    /// ```
    pub(super) fn render_reading(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey, pass: &Pass) {
        let theme = canvas.theme();
        let chosen = self.chosen();
        let Some((second, form)) = chosen.get(pass.position) else { return };
        canvas.text(
            area,
            0,
            Role::Title,
            &format!(" {}", self.form_words(survey, second.drawn.number, form).join("   ")),
        );
        if pass.sheet.validity() == FormValidity::Invalid {
            let text = format!("{} {} ", t!("screen_survey.invalid"), theme.marks().fail);
            canvas.line_right(area, 0, theme.span(Role::Fail, text));
        }
        let below = if area.height >= 14 { 5 } else { 3 }.min(area.height.saturating_sub(1));
        let list = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1 + below), ..area };
        let ask = usize::from(area.width).saturating_sub(12);
        let shown = self.questions.visible(survey.questions.len(), list.height);
        for (row, index) in (0..).zip(shown) {
            let question = &survey.questions[index];
            let here = index == pass.sheet.at();
            let role = if here { Role::Title } else { Role::Text };
            let mark = if here { theme.marks().pointer } else { " " };
            let ask = width::pad(&width::cut(&question.ask, ask, theme.marks().ellipsis), ask);
            canvas.text(list, row, role, &format!("{mark}{:>2} {ask}", index + 1));
            let place = Rect { x: list.right().saturating_sub(8.min(list.width)), width: 7.min(list.width), ..list };
            let answer = match (pass.sheet.answer(index), pass.keypad.count()) {
                (_, Some(count)) if here => theme.span(Role::Field, format!("{count}_")),
                (Some(0), _) => theme.span(Role::NotApplicable, t!("screen_survey.left_blank")),
                (Some(answer), _) => theme.span(role, typed(question.scale, answer).to_string()),
                (None, _) if here => theme.span(Role::Field, "_"),
                (None, _) => Span::raw(""),
            };
            canvas.line_right(place, row, answer);
            if here {
                canvas.put_cursor(place, place.width.saturating_sub(1), row);
            }
        }
        let bottom = Rect { y: area.bottom() - below, height: below, ..area };
        let Some(question) = survey.questions.get(pass.sheet.at()) else { return };
        canvas.rule_titled(bottom, 0, &t!("screen_survey.question", number = pass.sheet.at() + 1));
        let inner = Rect { x: bottom.x.saturating_add(1), width: bottom.width.saturating_sub(2), ..bottom };
        let lines = width::paragraphs(&question.ask, usize::from(inner.width)).into_iter().map(str::to_owned);
        let lines = lines.take(2).chain(width::packed(&boxes(question.scale), usize::from(inner.width)));
        for (row, line) in (1..inner.height).zip(lines) {
            canvas.text(inner, row, Role::Text, &line);
        }
    }

    /// `Phiếu 37   Công chức: CC-03   Thành viên 1 nhập lần đầu`: what helps to find the paper.
    pub(super) fn form_words(&self, survey: &Survey, number: usize, form: &Form) -> Vec<String> {
        let mut words = vec![t!("screen_double_entry.form", number = number).into_owned()];
        let detail = |detail: &ColumnId| {
            let kept = form.content.details.get(detail.as_str())?;
            Some(format!("{}: {}", detail_label(detail), shown_detail(detail.as_str(), kept)))
        };
        words.extend(survey.details.iter().filter_map(detail));
        if let Some(member) = form.member.as_deref() {
            let name = self.work.open.round.member(member).map_or(member, |member| &member.name);
            words.push(t!("screen_double_entry.typed_by", name = name).into_owned());
        }
        words
    }
}

//! Typing in survey forms: one digit per question, the form saved at its last answer.

mod sheet;
mod view;

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::assessment::SurveyResult;
use crate::checklist::{ItemKind, Survey};
use crate::inspection::{EntryId, Form, ItemKey, SetChange};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::screens::evidence::EvidenceList;
use crate::tui::screens::import;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{Outcome, Request, UnitWork, World};
use crate::vietnamese::date::DateError;
use sheet::{Filled, Sheet, read_detail, shown_detail, stored};

/// Name of the draft of the form being typed.
const DRAFT: &str = "form";

type Effects = Vec<Effect<World>>;

/// A detail (officer, field, date …) being typed.
#[derive(Debug, Clone)]
struct DetailEdit {
    index: usize,
    field: TextField,
    error: Option<DateError>,
}

/// A recorded form being looked at, and the new one that waits meanwhile.
#[derive(Debug, Clone)]
struct Visit {
    form: EntryId,
    waiting: Sheet,
}

/// Whether the store holds a draft of the new form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drafted {
    Yes,
    No,
}

/// The forms of a survey.
#[derive(Debug, Clone)]
pub struct SurveyTally {
    work: UnitWork,
    key: ItemKey,
    /// The form being typed: a new one, or the one that is visited.
    sheet: Sheet,
    visit: Option<Visit>,
    detail: Option<DetailEdit>,
    questions: ListCursor,
    drafted: Drafted,
    timer: DraftTimer,
}

impl SurveyTally {
    /// The forms of the survey at `key`. An item that is no survey has no questions, and the screen says so.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        let mut tally = Self {
            work,
            key,
            sheet: Sheet::default(),
            visit: None,
            detail: None,
            questions: ListCursor::default(),
            drafted: Drafted::No,
            timer: DraftTimer::default(),
        };
        let mine = |form: &&Form| form.member.as_deref() == Some(tally.work.member.id.as_str());
        let last = tally.forms().iter().rev().find(mine);
        tally.sheet = Sheet::new(last.map(|form| form.content.details.clone()).unwrap_or_default());
        let draft = tally.work.draft(&tally.key, DRAFT).and_then(|text| Sheet::from_draft(text, tally.count()));
        if let Some(draft) = draft {
            tally.sheet = draft;
            tally.drafted = Drafted::Yes;
        }
        tally
    }

    fn survey(&self) -> Option<&Survey> {
        match &self.work.item(&self.key)?.kind {
            ItemKind::Survey(survey) => Some(survey),
            _ => None,
        }
    }

    fn forms(&self) -> &[Form] {
        self.work.answer(&self.key).map_or(&[], |answer| answer.forms.as_slice())
    }

    fn counted(&self) -> Option<&SurveyResult> {
        self.work.state(&self.key)?.survey.as_ref()
    }

    /// How many questions there are.
    fn count(&self) -> usize {
        self.survey().map_or(0, |survey| survey.questions.len())
    }

    /// Position of the visited form among the recorded ones.
    fn visited(&self) -> Option<usize> {
        let visit = self.visit.as_ref()?;
        self.forms().iter().position(|form| form.id == visit.form)
    }

    fn press_digit(&mut self, digit: u32, at: Instant) -> Effects {
        let question = self.survey().and_then(|survey| survey.questions.get(self.sheet.at()));
        let Some(scale) = question.map(|question| question.scale) else { return Vec::new() };
        let Some(answer) = stored(scale, digit) else {
            return vec![Effect::Say(Message::error(t!("screen_survey.no_such_box", digit = digit)))];
        };
        match self.sheet.give(answer, self.count()) {
            Filled::Full => self.finish(),
            Filled::Partly => {
                self.touch(at);
                Vec::new()
            }
        }
    }

    /// Only a new form is kept as a draft; changes to a recorded one are saved when it is left.
    fn touch(&mut self, at: Instant) {
        if self.visit.is_none() {
            self.timer.touch(at);
        }
    }

    /// The form is done: it is saved, and a new one begins.
    fn finish(&mut self) -> Effects {
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

    fn run(&self, change: SetChange) -> Option<Effect<World>> {
        self.work.record_sets(&self.key, vec![change]).map(Effect::Run)
    }

    fn forget_draft(&mut self) -> Option<Effect<World>> {
        self.timer.clear();
        if std::mem::replace(&mut self.drafted, Drafted::No) == Drafted::No {
            return None;
        }
        Some(Effect::Run(Request::ClearDraft(self.work.draft_key(&self.key, DRAFT))))
    }

    fn save_draft(&mut self) -> Effects {
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
    fn save_visited(&self) -> Option<Effect<World>> {
        let form = self.forms().get(self.visited()?)?;
        let content = self.sheet.content(self.count());
        let same = Sheet::of(&form.content, self.count()).content(self.count()) == content;
        if same { None } else { self.run(SetChange::SetForm(form.id.clone(), content)) }
    }

    /// Back to the new form.
    fn end_visit(&mut self) -> Effects {
        let saved = self.save_visited();
        if let Some(visit) = self.visit.take() {
            self.sheet = visit.waiting;
        }
        saved.into_iter().collect()
    }

    /// Goes to the recorded form at `position`; behind the last one there is the new one.
    fn go_to(&mut self, position: usize) -> Effects {
        let Some((form, content)) = self.forms().get(position).map(|form| (form.id.clone(), form.content.clone()))
        else {
            return self.end_visit();
        };
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

    fn edit_detail(&mut self, index: usize) {
        let detail = self.survey().and_then(|survey| survey.details.get(index));
        let text = detail.map(|detail| {
            let kept = self.sheet.details().get(detail.as_str()).map_or("", String::as_str);
            shown_detail(detail.as_str(), kept)
        });
        let field = text.map(|text| TextField::new(&text, Accepts::Text));
        self.detail = field.map(|field| DetailEdit { index, field, error: None });
    }

    /// Takes the detail being typed; where it is no day, that is said and it stays.
    fn accept_detail(&mut self, at: Instant) -> Option<usize> {
        let index = self.detail.as_ref()?.index;
        let detail = self.survey().and_then(|survey| survey.details.get(index)).map(ToString::to_string)?;
        let edit = self.detail.as_mut()?;
        match read_detail(&detail, edit.field.text()) {
            Ok(text) => self.sheet.set_detail(&detail, &text),
            Err(error) => {
                edit.error = Some(error);
                return None;
            }
        }
        self.detail = None;
        if !self.sheet.is_empty() {
            self.touch(at);
        }
        Some(index)
    }

    fn drop_new(&mut self) -> Effects {
        self.sheet = Sheet::new(self.sheet.details().clone());
        self.forget_draft().into_iter().collect()
    }

    fn delete_form(&mut self) -> Effects {
        let Some(position) = self.visited() else { return Vec::new() };
        let Some(visit) = self.visit.take() else { return Vec::new() };
        self.sheet = visit.waiting;
        let mut effects = vec![Effect::Say(Message::info(t!("screen_survey.deleted", number = position + 1)))];
        effects.extend(self.run(SetChange::RemoveForm(visit.form)));
        effects
    }

    fn act(&mut self, action: Action, at: Instant) -> Effects {
        let round = self.work.open.round.id.clone();
        match action {
            Action::Open if self.detail.is_some() => {
                self.accept_detail(at);
            }
            // Esc steps back in any case; a day that is none is not taken.
            Action::Back if self.detail.is_some() => {
                self.accept_detail(at);
                self.detail = None;
            }
            Action::Undo if self.detail.is_some() => self.detail = None,
            Action::Open => return self.finish(),
            Action::Back => return self.end_visit(),
            Action::Undo if self.visit.is_none() && !self.sheet.is_empty() => return self.drop_new(),
            Action::Undo => {
                let said = Effect::Say(Message::info(t!("screen_survey.undone")));
                return vec![said, Effect::Run(Request::Undo(round))];
            }
            Action::Redo => return vec![Effect::Run(Request::Redo(round))],
            Action::DeleteRow => return self.delete_form(),
            Action::Evidence => return vec![Effect::push(EvidenceList::new(self.work.clone(), self.key.clone()))],
            Action::ImportFile => return import::open(action, &self.work, &self.key).into_iter().collect(),
            _ => {}
        }
        Vec::new()
    }

    fn take(&mut self, outcome: &Outcome) {
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

    fn edit(&mut self, event: &Event<'_, World>, at: Instant) {
        match event {
            Event::Key(Key::Tab | Key::Down) => {
                if let Some(index) = self.accept_detail(at) {
                    self.edit_detail(index + 1);
                }
            }
            Event::Key(Key::BackTab | Key::Up) => {
                if let Some(before) = self.accept_detail(at).and_then(|index| index.checked_sub(1)) {
                    self.edit_detail(before);
                }
            }
            event => {
                if let Some(detail) = &mut self.detail
                    && detail.field.take(event).changed()
                {
                    detail.error = None;
                }
            }
        }
    }

    fn press(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Text(typed) => {
                let press = |c: char| match c {
                    '*' => {
                        self.sheet.toggle_validity();
                        self.touch(at);
                        Vec::new()
                    }
                    c => c.to_digit(10).map(|digit| self.press_digit(digit, at)).unwrap_or_default(),
                };
                return typed.chars().flat_map(press).collect();
            }
            Event::Key(Key::Backspace | Key::Up | Key::Left) => return self.back(),
            Event::Key(Key::Down | Key::Right) => self.sheet.forward(self.count()),
            Event::Key(Key::PageUp) => return self.earlier(),
            Event::Key(Key::PageDown) => return self.later(),
            Event::Key(Key::Home | Key::Top) => return self.go_to(0),
            Event::Key(Key::End | Key::Bottom) => return self.end_visit(),
            Event::Key(Key::Tab) => self.edit_detail(0),
            Event::Key(Key::BackTab) => {
                let last = self.survey().map_or(0, |survey| survey.details.len());
                self.edit_detail(last.saturating_sub(1));
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for SurveyTally {
    fn title(&self) -> String {
        t!("screen_survey.title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        if self.count() == 0 {
            return Vec::new();
        }
        if self.detail.is_some() {
            return vec![
                Offer::on(Action::Open).named(t!("screen_survey.accept_detail")),
                Offer::on(Action::Back).named(t!("screen_survey.accept_detail")),
                Offer::on(Action::Undo).named(t!("screen_survey.drop_detail")),
            ];
        }
        let mut offers = Vec::new();
        if self.visit.is_some() {
            offers.push(Offer::on(Action::Open).named(t!("screen_survey.end_visit")));
            offers.push(Offer::on(Action::Back).named(t!("screen_survey.end_visit")));
            offers.push(Offer::on(Action::DeleteRow).named(t!("screen_survey.delete")));
        } else {
            offers.push(if self.sheet.is_empty() {
                Offer::off(Action::Open, t!("screen_survey.empty"))
            } else {
                Offer::on(Action::Open).named(t!("screen_survey.save_as_is"))
            });
            offers.push(Offer::off(Action::DeleteRow, t!("screen_survey.delete_which")));
        }
        let undo = Offer::on(Action::Undo);
        let dropping = self.visit.is_none() && !self.sheet.is_empty();
        offers.push(if dropping { undo.named(t!("screen_survey.drop_new")) } else { undo });
        offers.extend([Offer::on(Action::Redo), Offer::on(Action::Evidence), Offer::on(Action::ImportFile)]);
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        let effects = match event {
            Event::Outcome(outcome) => {
                self.take(outcome);
                Vec::new()
            }
            Event::Act(action) => self.act(action, at),
            Event::Tick if self.timer.is_due(at) => self.save_draft(),
            Event::SaveNow => {
                self.accept_detail(at);
                let mut effects = self.save_draft();
                effects.extend(self.save_visited());
                effects
            }
            Event::Key(_) | Event::Text(_) | Event::Paste(_) if self.detail.is_some() => {
                self.edit(&event, at);
                Vec::new()
            }
            Event::Key(_) | Event::Text(_) => self.press(&event, at),
            _ => Vec::new(),
        };
        self.questions.select(self.sheet.at());
        effects
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn focus(&self) -> Focus {
        if self.detail.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        if self.detail.is_some() || self.count() == 0 {
            return Vec::new();
        }
        let hint = |keys: &str, key| TypedHint { keys: keys.to_owned(), text: t!(key).into_owned() };
        let mut hints = vec![
            hint("1–9", "screen_survey.hint_box"),
            hint("0", "screen_survey.hint_blank"),
            hint("*", "screen_survey.hint_invalid"),
            hint("Backspace", "screen_survey.hint_back"),
        ];
        if self.survey().is_some_and(|survey| !survey.details.is_empty()) {
            hints.push(hint("Tab", "screen_survey.hint_details"));
        }
        hints.push(hint("PgUp", "screen_survey.hint_earlier"));
        hints
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let ask = self.work.item(&self.key).map(|item| item.ask.clone()).unwrap_or_default();
        Some(Subtitle { left: Line::from(ask), right: self.progress(theme) })
    }

    fn status(&self) -> Option<Message> {
        if let Some(error) = self.detail.as_ref().and_then(|detail| detail.error.as_ref()) {
            return Some(Message::error(error.to_string()));
        }
        let alarm = self.counted()?.alarms.first()?;
        Some(Message::error(view::alarm_words(alarm)))
    }

    fn help(&self) -> String {
        t!("screen_survey.help").into_owned()
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}

#[cfg(test)]
mod tests;

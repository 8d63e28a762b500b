//! Typing in survey forms: one digit per question, the form saved at its last answer.

mod breakdown;
pub(super) mod details;
mod forms;
pub(super) mod keypad;
pub(super) mod sheet;
mod typing;
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
use crate::tui::screens::double_entry::DoubleEntry;
use crate::tui::screens::evidence::EvidenceList;
use crate::tui::screens::import;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{Request, UnitWork, World};
use breakdown::Breakdown;
use details::DetailEdit;
use keypad::{Keypad, Used};
use sheet::Sheet;

/// Name of the draft of the form being typed.
const DRAFT: &str = "form";

type Effects = Vec<Effect<World>>;

/// What the screen shows.
#[derive(Debug, Clone)]
enum View {
    /// The form being typed.
    Typing,
    /// All forms.
    Forms(ListCursor),
    /// Officers, fields, days.
    Breakdown(Breakdown),
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
    view: View,
    /// The form being typed: a new one, or the one that is visited.
    sheet: Sheet,
    keypad: Keypad,
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
            view: View::Typing,
            sheet: Sheet::default(),
            keypad: Keypad::default(),
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

    fn run(&self, change: SetChange) -> Option<Effect<World>> {
        self.work.record_sets(&self.key, vec![change]).map(Effect::Run)
    }

    fn undo(&self) -> Effects {
        let said = Effect::Say(Message::info(t!("screen_survey.undone")));
        vec![said, Effect::Run(Request::Undo(self.work.open.round.id.clone()))]
    }

    fn act(&mut self, action: Action, at: Instant) -> Effects {
        if self.detail.is_some() {
            self.act_in_detail(action, at);
            return Vec::new();
        }
        match (action, &mut self.view) {
            (Action::Back, View::Forms(_) | View::Breakdown(_)) => self.view = View::Typing,
            (Action::Open, View::Forms(_)) => return self.open_listed(),
            (Action::DeleteRow, View::Forms(cursor)) => {
                let position = cursor.selected();
                return self.remove(position);
            }
            (Action::NextPane, View::Breakdown(_)) => self.turn_breakdown(),
            (Action::Undo | Action::Back, View::Typing) if self.keypad.clear() == Used::Yes => {}
            (Action::Undo, View::Typing) if self.visit.is_none() && !self.sheet.is_empty() => return self.drop_new(),
            (Action::Undo, _) => return self.undo(),
            (Action::Redo, _) => return vec![Effect::Run(Request::Redo(self.work.open.round.id.clone()))],
            (Action::Open, View::Typing) => return self.enter(at),
            (Action::Back, View::Typing) => return self.end_visit(),
            (Action::DeleteRow, View::Typing) => {
                return self.visited().map(|position| self.remove(position)).unwrap_or_default();
            }
            (Action::Edit, _) => self.show_list(),
            (Action::NextProblem, _) => {
                self.view = self.survey().map_or(View::Typing, |survey| View::Breakdown(Breakdown::of(survey)));
            }
            (Action::Evidence, _) => {
                return vec![Effect::push(EvidenceList::new(self.work.clone(), self.key.clone()))];
            }
            (Action::ImportFile, _) => {
                let mut effects = self.end_visit();
                effects.extend(import::open(action, &self.work, &self.key));
                return effects;
            }
            (Action::DoubleEntry, _) => {
                let mut effects = self.end_visit();
                effects.push(Effect::push(DoubleEntry::new(self.work.clone(), self.key.clone())));
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }

    fn turn_breakdown(&mut self) {
        let Some(survey) = self.survey().cloned() else { return };
        if let View::Breakdown(breakdown) = &mut self.view {
            breakdown.turn(&survey);
        }
    }

    fn act_in_detail(&mut self, action: Action, at: Instant) {
        match action {
            Action::Open => {
                self.accept_detail(at);
            }
            // Esc steps back in any case; a day that is none is not taken.
            Action::Back => {
                self.accept_detail(at);
                self.detail = None;
            }
            Action::Undo => self.detail = None,
            _ => {}
        }
    }

    /// What works while a form is typed.
    fn typing_offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        if self.keypad.count().is_some() {
            offers.push(Offer::on(Action::Open).named(t!("screen_survey.accept_count")));
            offers.push(Offer::on(Action::Back).named(t!("screen_survey.drop_count")));
            return offers;
        }
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
        let some = |action, label| match self.forms().len() {
            0 => Offer::off(action, t!("screen_survey.no_form")),
            _ => Offer::on(action).named(label),
        };
        offers.push(some(Action::Edit, t!("screen_survey.list")));
        offers.push(if self.survey().is_some_and(|survey| survey.details.is_empty()) {
            Offer::off(Action::NextProblem, t!("screen_survey.no_details"))
        } else {
            some(Action::NextProblem, t!("screen_survey.breakdown"))
        });
        offers.push(some(Action::DoubleEntry, Action::DoubleEntry.label().into()));
        offers.extend([Offer::on(Action::Redo), Offer::on(Action::Evidence), Offer::on(Action::ImportFile)]);
        offers
    }

    fn press_in_view(&mut self, event: &Event<'_, World>, at: Instant) -> Effects {
        let count = match &self.view {
            View::Typing => return self.press(event, at),
            View::Forms(_) => self.forms().len(),
            View::Breakdown(breakdown) => self.group_count(breakdown.detail),
        };
        match (&mut self.view, event) {
            (View::Forms(cursor), Event::Key(Key::Delete)) => {
                let position = cursor.selected();
                return self.remove(position);
            }
            (View::Forms(cursor), Event::Key(key)) => _ = cursor.press(*key, count),
            (View::Breakdown(breakdown), Event::Key(key)) => _ = breakdown.cursor.press(*key, count),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for SurveyTally {
    fn title(&self) -> String {
        t!(match self.view {
            View::Typing => "screen_survey.title",
            View::Forms(_) => "screen_survey.list_title",
            View::Breakdown(_) => "screen_survey.breakdown_title",
        })
        .into_owned()
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
        let back = || Offer::on(Action::Back).named(t!("screen_survey.to_typing"));
        match &self.view {
            View::Typing => self.typing_offers(),
            View::Forms(_) if self.forms().is_empty() => vec![back(), Offer::on(Action::Undo), Offer::on(Action::Redo)],
            View::Forms(_) => vec![
                Offer::on(Action::Open).named(t!("screen_survey.correct")),
                Offer::on(Action::DeleteRow).named(t!("screen_survey.delete")),
                Offer::on(Action::Undo),
                back(),
                Offer::on(Action::Redo),
            ],
            View::Breakdown(_) => {
                vec![Offer::on(Action::NextPane).named(t!("screen_survey.next_detail")), back()]
            }
        }
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
                self.press_in_detail(&event, at);
                Vec::new()
            }
            Event::Key(_) | Event::Text(_) | Event::Paste(_) => self.press_in_view(&event, at),
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
        let hint = |keys: &str, key| TypedHint { keys: keys.to_owned(), text: t!(key).into_owned() };
        if self.detail.is_some() {
            let next = hint("Tab", "screen_survey.hint_next_detail");
            return if self.suggestions().is_empty() {
                vec![next]
            } else {
                vec![hint(&Key::Down.to_string(), "screen_survey.hint_used"), next]
            };
        }
        if matches!(self.view, View::Forms(_)) && !self.forms().is_empty() {
            return vec![hint(&Key::Delete.to_string(), "screen_survey.hint_delete")];
        }
        if self.count() == 0 || !matches!(self.view, View::Typing) || self.keypad.count().is_some() {
            return Vec::new();
        }
        let mut hints = vec![hint("1–9", "screen_survey.hint_box")];
        if matches!(self.scale(), Some(crate::checklist::Scale::Count { .. })) {
            hints.push(hint("+", "screen_survey.hint_count"));
        }
        hints.push(hint("0", "screen_survey.hint_blank"));
        hints.push(hint("*", "screen_survey.hint_invalid"));
        hints.push(hint("Backspace", "screen_survey.hint_back"));
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
        self.keypad.status().or_else(|| self.alarm_status())
    }

    fn help(&self) -> String {
        t!(match self.view {
            View::Typing => "screen_survey.help",
            View::Forms(_) => "screen_survey.list_help",
            View::Breakdown(_) => "screen_survey.breakdown_help",
        })
        .into_owned()
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

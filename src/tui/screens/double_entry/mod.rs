//! Double entry of a survey ("nhập lại để đối chiếu"): a share of the forms is chosen by chance, typed a second time
//! without sight of the first, and compared; a person says which reading stands.

mod differences;
mod reading;
mod share;

#[cfg(test)]
mod tests;

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::assessment::double_entry::{Comparison, chosen, compare};
use crate::checklist::{ItemKind, Survey};
use crate::inspection::{Answer, Form, ItemKey, SecondReading, SetChange};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{Request, UnitWork, World};
use reading::Pass;

type Effects = Vec<Effect<World>>;

/// Share of the forms proposed, in hundredths.
const SHARE: &str = "10";

/// How far the double entry is.
#[derive(Debug, Clone)]
enum Step {
    /// How many forms are to be read again.
    Share(TextField),
    /// A chosen form is read again.
    Reading(Pass),
    /// What differs.
    Differences(ListCursor),
}

/// Double entry of the forms of one survey.
#[derive(Debug, Clone)]
pub struct DoubleEntry {
    work: UnitWork,
    key: ItemKey,
    step: Step,
    comparison: Comparison,
    questions: ListCursor,
    timer: DraftTimer,
}

impl DoubleEntry {
    /// Double entry of the survey at `key`: at the first form that waits, else at the differences; where no form was
    /// chosen yet, it asks for the share first.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        let share = Step::Share(TextField::new(SHARE, Accepts::Number));
        let (questions, timer) = (ListCursor::default(), DraftTimer::default());
        let mut screen = Self { work, key, step: share, comparison: Comparison::default(), questions, timer };
        screen.recount();
        if screen.comparison.chosen > 0 {
            screen.go_on();
        }
        screen
    }

    fn survey(&self) -> Option<&Survey> {
        match &self.work.item(&self.key)?.kind {
            ItemKind::Survey(survey) => Some(survey),
            _ => None,
        }
    }

    fn answer(&self) -> Option<&Answer> {
        self.work.answer(&self.key)
    }

    /// The chosen forms, in the order of the pile.
    fn chosen(&self) -> Vec<(&SecondReading, &Form)> {
        self.answer().map(chosen).unwrap_or_default()
    }

    fn recount(&mut self) {
        let comparison = self.survey().zip(self.answer()).map(|(survey, answer)| compare(survey, answer));
        self.comparison = comparison.unwrap_or_default();
    }

    /// To the first form that waits, else to the first difference nobody decided.
    fn go_on(&mut self) {
        let waits = self.chosen().iter().position(|(second, _)| second.readings.is_none());
        if let Some(position) = waits {
            self.read(position);
            return;
        }
        let mut cursor = ListCursor::default();
        let open = self.comparison.differences.iter().position(|difference| difference.stands.is_none());
        cursor.select(open.unwrap_or(0));
        self.step = Step::Differences(cursor);
    }

    fn run(&self, changes: Vec<SetChange>) -> Option<Effect<World>> {
        self.work.record_sets(&self.key, changes).map(Effect::Run)
    }

    fn act(&mut self, action: Action, at: Instant) -> Effects {
        let round = || self.work.open.round.id.clone();
        match (action, &self.step) {
            (Action::Open, Step::Share(_)) => return self.draw_forms(),
            (Action::Back, Step::Share(_)) if self.comparison.chosen > 0 => self.go_on(),
            (Action::Open, Step::Reading(_)) => return self.enter(at),
            (Action::Back, Step::Reading(_)) => self.drop_count(),
            (Action::Add, Step::Differences(_)) => {
                self.step = Step::Share(TextField::new(SHARE, Accepts::Number));
            }
            (Action::Edit, Step::Differences(_)) => self.read(self.selected_form()),
            (Action::Open, Step::Differences(_)) => self.go_on(),
            (Action::Undo, _) => return vec![Effect::Run(Request::Undo(round()))],
            (Action::Redo, _) => return vec![Effect::Run(Request::Redo(round()))],
            _ => {}
        }
        Vec::new()
    }

    /// After an outcome: what was undone or decided shows, and what waits is asked for.
    fn settle(&mut self) {
        self.recount();
        let chosen = self.comparison.chosen;
        match &mut self.step {
            Step::Share(_) => {}
            _ if chosen == 0 => self.step = Step::Share(TextField::new(SHARE, Accepts::Number)),
            Step::Differences(cursor) => {
                let last = self.comparison.differences.len().saturating_sub(1);
                cursor.select(cursor.selected().min(last));
                if self.comparison.read < chosen {
                    self.go_on();
                }
            }
            Step::Reading(_) => self.settle_reading(),
        }
    }
}

impl Screen<World> for DoubleEntry {
    fn title(&self) -> String {
        t!("screen_double_entry.title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.step {
            _ if self.survey().is_none() => Vec::new(),
            Step::Share(_) => {
                let mut offers = vec![Offer::on(Action::Open).named(t!("screen_double_entry.draw"))];
                if self.comparison.chosen > 0 {
                    offers.push(Offer::on(Action::Back));
                }
                offers
            }
            Step::Reading(pass) => reading::offers(pass),
            Step::Differences(_) => differences::offers(),
        }
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        let effects = match event {
            Event::Opened => self.restore(),
            Event::Outcome(outcome) => {
                self.work.take(outcome);
                self.settle();
                Vec::new()
            }
            Event::Failed(..) => {
                self.take_back();
                self.settle();
                Vec::new()
            }
            Event::Act(action) => self.act(action, at),
            Event::Tick if self.timer.is_due(at) => self.save_draft(),
            Event::SaveNow => self.save_draft(),
            Event::Key(_) | Event::Text(_) | Event::Paste(_) => match &mut self.step {
                Step::Share(field) => {
                    field.take(&event);
                    Vec::new()
                }
                Step::Reading(_) => self.press(&event, at),
                Step::Differences(_) => self.decide(&event),
            },
            _ => Vec::new(),
        };
        if let Step::Reading(pass) = &self.step {
            self.questions.select(pass.sheet.at());
        }
        effects
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(survey) = self.survey() else {
            canvas.text(area, 0, Role::Dim, &format!(" {}", t!("screen_survey.no_survey")));
            return;
        };
        match &self.step {
            Step::Share(field) => self.render_share(canvas, area, field),
            Step::Reading(pass) => self.render_reading(canvas, area, survey, pass),
            Step::Differences(cursor) => self.render_differences(canvas, area, survey, cursor),
        }
    }

    fn focus(&self) -> Focus {
        if let Step::Share(field) = &self.step { field.focus() } else { Focus::Commands }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let hint = |keys: &str, key| TypedHint { keys: keys.to_owned(), text: t!(key).into_owned() };
        match &self.step {
            Step::Reading(pass) if pass.keypad.count().is_none() => vec![
                hint("1–9", "screen_survey.hint_box"),
                hint("0", "screen_survey.hint_blank"),
                hint("*", "screen_survey.hint_invalid"),
                hint("Backspace", "screen_survey.hint_back"),
                hint("PgUp", "screen_survey.hint_earlier"),
            ],
            Step::Differences(_) if !self.comparison.differences.is_empty() => {
                vec![hint("1", "screen_double_entry.first_stands"), hint("2", "screen_double_entry.second_stands")]
            }
            _ => Vec::new(),
        }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let ask = self.work.item(&self.key).map(|item| item.ask.clone()).unwrap_or_default();
        let (read, chosen) = (self.comparison.read, self.comparison.chosen);
        let progress = t!("screen_double_entry.progress", read = read, chosen = chosen).into_owned();
        let right = if chosen > 0 { Line::from(theme.span(Role::Text, progress)) } else { Line::default() };
        Some(Subtitle { left: Line::from(ask), right })
    }

    fn status(&self) -> Option<Message> {
        match &self.step {
            Step::Reading(pass) => pass.keypad.status(),
            _ => None,
        }
    }

    fn help(&self) -> String {
        t!("screen_double_entry.help").into_owned()
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}

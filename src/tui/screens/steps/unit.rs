//! All steps of one unit.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::form::Form;
use super::{Overwrite, exists, mark_of, paper_of, role_of, written};
use crate::assessment::OpenRound;
use crate::conclusion::chain::{StepState, UnitStep, UnitSteps};
use crate::conclusion::letter::AroundKind;
use crate::inspection::{StepContent, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, Request, StepsNow, StepsOutcome, StepsRequest, World};

/// Columns of the names of steps at most.
const NAMES: usize = 31;

/// The steps of a unit.
#[derive(Debug)]
pub(super) struct StepsOfUnit {
    open: Arc<OpenRound>,
    now: Arc<StepsNow>,
    unit: UnitId,
    cursor: ListCursor,
    form: Option<Form>,
    overwrite: Overwrite,
    /// The paper that was asked for last.
    paper: Option<AroundKind>,
}

impl StepsOfUnit {
    /// Those of `unit`, the next one selected.
    pub fn new(open: Arc<OpenRound>, now: Arc<StepsNow>, unit: UnitId) -> Self {
        let mut screen =
            Self { open, now, unit, cursor: ListCursor::default(), form: None, overwrite: Overwrite::Ask, paper: None };
        let next = screen.of().and_then(|of| {
            let next = of.next()?.step;
            of.steps.iter().position(|step| step.step == next)
        });
        screen.cursor.select(next.unwrap_or(0));
        screen
    }

    fn of(&self) -> Option<&UnitSteps> {
        self.now.units.iter().find(|unit| unit.unit == self.unit)
    }

    fn selected(&self) -> Option<&UnitStep> {
        self.of()?.steps.get(self.cursor.selected())
    }

    fn enter(&mut self) -> Vec<Effect<World>> {
        if let Some(form) = &mut self.form {
            let Some(change) = form.change() else { return Vec::new() };
            let request = StepsRequest::Record(self.open.round.id.clone(), vec![self.unit.clone()], form.step, change);
            return vec![Effect::Run(Request::Steps(request))];
        }
        let Some(step) = self.selected().cloned() else { return Vec::new() };
        if !step.step.is_said_by_hand() {
            return Vec::new();
        }
        let known = match step.state {
            StepState::Done { on: Some(done), number, note } => Some(StepContent { done, number, note }),
            _ => None,
        };
        self.form = Some(Form::done(step.step, known.as_ref(), self.now.today));
        Vec::new()
    }

    fn set_due(&mut self) {
        if let Some(step) = self.selected() {
            self.form = Some(Form::due(step.step, step.due));
        }
    }

    fn write(&mut self) -> Vec<Effect<World>> {
        let Some(kind) = self.selected().and_then(|step| paper_of(step.step)) else { return Vec::new() };
        let existing = self.overwrite.existing(kind);
        self.overwrite = Overwrite::Ask;
        self.paper = Some(kind);
        let request = StepsRequest::Write(self.open.round.id.clone(), Some(self.unit.clone()), kind, existing);
        vec![Effect::Run(Request::Steps(request))]
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            Outcome::Steps(StepsOutcome::Recorded(round, now)) if *round == self.open.round.id => {
                self.now = now.clone();
                self.form = None;
                let text = t!("screen_steps.recorded").into_owned();
                return vec![Effect::Say(Message { text, role: Role::Pass })];
            }
            Outcome::Steps(StepsOutcome::Loaded(round, now)) if *round == self.open.round.id => {
                self.now = now.clone();
            }
            Outcome::Changed { round, .. } if *round == self.open.round.id => {
                return vec![Effect::Run(Request::Steps(StepsRequest::Load(round.clone())))];
            }
            Outcome::PaperExists(path) => {
                self.overwrite = self.paper.map_or(Overwrite::Ask, Overwrite::Asked);
                return vec![exists(path)];
            }
            Outcome::PaperWritten(paper) => return vec![written(paper)],
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for StepsOfUnit {
    fn title(&self) -> String {
        self.of().map(|of| of.name.clone()).unwrap_or_default()
    }

    fn help(&self) -> String {
        t!("screen_steps.help_unit").into_owned()
    }

    fn focus(&self) -> Focus {
        self.form.as_ref().map_or(Focus::Commands, Form::focus)
    }

    fn offers(&self) -> Vec<Offer> {
        if self.form.is_some() {
            return vec![Offer::on(Action::Open).named(t!("screen_steps.record")), Offer::on(Action::Back)];
        }
        let Some(step) = self.selected() else { return Vec::new() };
        let open = if step.step.is_said_by_hand() {
            Offer::on(Action::Open).named(t!("screen_steps.say_done"))
        } else {
            Offer::off(Action::Open, t!("screen_steps.told_elsewhere"))
        };
        let paper = match paper_of(step.step) {
            Some(kind) => Offer::on(Action::WriteFile).named(t!("screen_steps.write", paper = kind.name())),
            None => Offer::off(Action::WriteFile, t!("screen_steps.no_paper")),
        };
        vec![open, Offer::on(Action::Edit).named(t!("screen_steps.set_due")), paper]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::Steps(_), Failure::Refused(why)) => {
                if let Some(form) = &mut self.form {
                    form.error = Some(why.clone());
                }
            }
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) if self.form.is_some() => self.form = None,
            Event::Act(Action::Edit) => self.set_due(),
            Event::Act(Action::WriteFile) => return self.write(),
            event => match (&mut self.form, event) {
                (Some(form), event) => form.take(&event),
                (None, Event::Key(key)) => {
                    let count = self.of().map_or(0, |of| of.steps.len());
                    self.cursor.press(key, count);
                }
                _ => {}
            },
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let days = self.of()?.conclusion.as_ref()?;
        let role = if days.is_over() { Role::Fail } else { Role::Text };
        Some(Subtitle { left: Line::from(theme.span(role, days.in_few_words())), right: Line::default() })
    }

    fn status(&self) -> Option<Message> {
        let step = self.selected()?;
        let note = match &step.state {
            StepState::Done { note: Some(note), .. } => t!("screen_steps.note", note = note).into_owned(),
            _ if !step.step.is_said_by_hand() => {
                t!("screen_steps.recorded_at", place = step.step.recorded_at()).into_owned()
            }
            _ => return None,
        };
        Some(Message::info(note))
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let Some(of) = self.of() else { return };
        let below = self.form.as_ref().map_or(0, Form::height).min(area.height.saturating_sub(3));
        let list = Rect { height: area.height - below, ..area };
        let room = usize::from(area.width).saturating_sub(6);
        let name = room.saturating_mul(2) / 5;
        let name = name.min(NAMES);
        let state = room.saturating_sub(name + 1);
        let ellipsis = theme.marks().ellipsis;
        let cell = |text: &str, columns: usize| width::pad(&width::cut(text, columns, ellipsis), columns + 1);
        self.cursor.render(canvas, list, of.steps.len(), |index| {
            let step = &of.steps[index];
            let said = format!("{} {}", mark_of(&theme, &step.state), step.state.in_words());
            let said = match &step.state {
                StepState::Done { number: Some(number), .. } => format!("{said} {} {number}", theme.marks().dot),
                _ => said,
            };
            Line::from(vec![
                Span::raw(cell(&step.step.name(), name)),
                theme.span(role_of(&step.state), cell(&said, state)),
            ])
        });
        if let Some(form) = &self.form {
            form.render(canvas, Rect { y: list.bottom(), height: below, ..area });
        }
    }
}

//! Tiến trình: the units of a round, each with the step to be taken next and the days left; a unit opens into all its
//! steps, where what no other record tells is written down.

mod form;
#[cfg(test)]
mod tests;
mod unit;

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use self::unit::StepsOfUnit;
use crate::assessment::OpenRound;
use crate::conclusion::chain::{StepState, UnitSteps};
use crate::conclusion::letter::AroundKind;
use crate::inspection::{Step, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::screens::templates::Templates;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Existing, Outcome, Request, StepsNow, StepsOutcome, StepsRequest, World, WrittenPaper};

/// Columns before a row's text.
const POINTER: usize = 3;

/// All units of a round, each with its next step.
#[derive(Debug)]
pub struct RoundSteps {
    open: Arc<OpenRound>,
    now: Option<Arc<StepsNow>>,
    cursor: ListCursor,
    shown: Shown,
    overwrite: Overwrite,
}

/// Which units are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    /// Only where something is late, due or contested.
    Pressing,
}

/// Whether a paper that is there already may be written over: only by a second key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Overwrite {
    #[default]
    Ask,
    Asked(AroundKind),
}

impl Overwrite {
    /// What becomes of a file that is there, when `kind` is written now.
    fn existing(self, kind: AroundKind) -> Existing {
        if self == Self::Asked(kind) { Existing::Replace } else { Existing::Keep }
    }
}

/// The paper that goes out at a step.
fn paper_of(step: Step) -> Option<AroundKind> {
    match step {
        Step::Announcement => Some(AroundKind::Announcement),
        Step::SelfReport => Some(AroundKind::Outline),
        Step::Visit => Some(AroundKind::Programme),
        Step::Opinion | Step::Reply => Some(AroundKind::Opinion),
        Step::Plan | Step::Decision | Step::Minutes | Step::Notice | Step::Remediation | Step::RoundReport => None,
    }
}

/// How a state looks; always with its words.
fn role_of(state: &StepState) -> Role {
    match state {
        StepState::Done { .. } => Role::Pass,
        StepState::Due { left, .. } if *left <= 3 => Role::Changed,
        StepState::Due { .. } | StepState::Open => Role::Text,
        StepState::Overdue { .. } | StepState::Contested => Role::Fail,
        StepState::PassedOver => Role::Dim,
    }
}

/// A mark beside the words, so that nothing rests on colour.
fn mark_of(theme: &Theme, state: &StepState) -> &'static str {
    let marks = theme.marks();
    match state {
        StepState::Done { .. } => marks.pass,
        StepState::Overdue { .. } | StepState::Contested => marks.fail,
        StepState::Due { .. } | StepState::Open => marks.ellipsis,
        StepState::PassedOver => marks.not_applicable,
    }
}

impl RoundSteps {
    /// The steps of `open`'s units.
    pub fn new(open: Arc<OpenRound>) -> Self {
        Self { open, now: None, cursor: ListCursor::default(), shown: Shown::All, overwrite: Overwrite::Ask }
    }

    fn load(&self) -> Vec<Effect<World>> {
        vec![Effect::Run(Request::Steps(StepsRequest::Load(self.open.round.id.clone())))]
    }

    fn listed(&self) -> Vec<&UnitSteps> {
        let is_pressing = |unit: &&UnitSteps| {
            unit.steps.iter().any(|step| {
                matches!(step.state, StepState::Overdue { .. } | StepState::Contested)
                    || matches!(step.state, StepState::Due { left, .. } if left <= 5)
            })
        };
        let all = self.now.iter().flat_map(|now| &now.units);
        match self.shown {
            Shown::All => all.collect(),
            Shown::Pressing => all.filter(is_pressing).collect(),
        }
    }

    fn selected(&self) -> Option<UnitId> {
        self.listed().get(self.cursor.selected()).map(|unit| unit.unit.clone())
    }

    /// Ctrl+W: the announcement to all units.
    fn write(&mut self) -> Vec<Effect<World>> {
        let kind = AroundKind::Announcement;
        let existing = self.overwrite.existing(kind);
        self.overwrite = Overwrite::Ask;
        let request = StepsRequest::Write(self.open.round.id.clone(), None, kind, existing);
        vec![Effect::Run(Request::Steps(request))]
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        let id = &self.open.round.id;
        match outcome {
            Outcome::Steps(StepsOutcome::Loaded(round, now) | StepsOutcome::Recorded(round, now)) if round == id => {
                self.now = Some(now.clone());
                let count = self.listed().len();
                self.cursor.select(self.cursor.selected().min(count.saturating_sub(1)));
            }
            Outcome::Round { open, .. } | Outcome::RoundSaved { open, .. } if open.round.id == *id => {
                self.open = open.clone();
            }
            Outcome::Changed { round, .. } if round == id => return self.load(),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for RoundSteps {
    fn title(&self) -> String {
        t!("screen_steps.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_steps.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let open = match self.selected() {
            Some(_) => Offer::on(Action::Open).named(t!("screen_steps.all_steps")),
            None => Offer::off(Action::Open, t!("screen_steps.no_units")),
        };
        let filter = match self.shown {
            Shown::All => t!("screen_steps.only_pressing"),
            Shown::Pressing => t!("screen_steps.all_units"),
        };
        vec![
            open,
            Offer::on(Action::NextPane).named(filter),
            Offer::on(Action::WriteFile).named(t!("screen_steps.write_announcement")),
            Offer::on(Action::OfficeTemplates),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened | Event::Returned => return self.load(),
            Event::Outcome(Outcome::PaperExists(path)) => {
                self.overwrite = Overwrite::Asked(AroundKind::Announcement);
                return vec![exists(path)];
            }
            Event::Outcome(Outcome::PaperWritten(paper)) => return vec![written(paper)],
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Act(Action::Open) => {
                let all = self.now.clone().zip(self.selected());
                let screen = all.map(|(now, unit)| StepsOfUnit::new(self.open.clone(), now, unit));
                return screen.map(Effect::push).into_iter().collect();
            }
            Event::Act(Action::NextPane) => {
                self.shown = if self.shown == Shown::All { Shown::Pressing } else { Shown::All };
                self.cursor = ListCursor::default();
            }
            Event::Act(Action::WriteFile) => return self.write(),
            Event::Act(Action::OfficeTemplates) => {
                return vec![Effect::push(Templates::new(Some(self.open.round.id.clone())))];
            }
            Event::Key(key) => {
                let count = self.listed().len();
                self.cursor.press(key, count);
            }
            _ => {}
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let units = &self.now.as_ref()?.units;
        let late = |unit: &&UnitSteps| unit.steps.iter().any(|step| matches!(step.state, StepState::Overdue { .. }));
        let late = units.iter().filter(late).count();
        let left = t!("screen_steps.counts", units = units.len(), late = late);
        let right = match self.shown {
            Shown::All => String::new(),
            Shown::Pressing => t!("screen_steps.filtered").into_owned(),
        };
        Some(Subtitle {
            left: Line::from(theme.span(if late == 0 { Role::Text } else { Role::Changed }, left.into_owned())),
            right: Line::from(theme.span(Role::Changed, right)),
        })
    }

    fn status(&self) -> Option<Message> {
        let unit = self.listed().get(self.cursor.selected()).copied()?;
        let days = unit.conclusion.as_ref()?;
        let role = if days.is_over() { Role::Fail } else { Role::Text };
        Some(Message { text: days.in_words(), role })
    }

    /// ```text
    ///    Đơn vị              Bước tiếp theo                 Tình trạng                Kết luận
    ///  > UBND xã Mẫu A       Ban hành thông báo kết luận    … còn 6 ngày làm việc     9/15
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        if self.now.is_none() {
            return;
        }
        let units = self.listed();
        if units.is_empty() {
            let text = match self.shown {
                Shown::All => t!("screen_steps.no_units"),
                Shown::Pressing => t!("screen_steps.nothing_pressing"),
            };
            canvas.text(inner, 1, Role::Dim, &text);
            return;
        }
        let plan = Plan::new(area.width);
        canvas.line(area, 0, plan.heading(&theme));
        let list = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        self.cursor.render(canvas, list, units.len(), |index| plan.line(&theme, units[index]));
    }
}

/// What fits at some width, in columns.
struct Plan {
    unit: usize,
    step: usize,
    state: usize,
    days: usize,
    words: Words,
}

/// How much is said of a state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Few,
    Full,
}

impl Plan {
    fn new(columns: u16) -> Self {
        let days = if columns < 72 { 0 } else { 8 };
        let room = usize::from(columns).saturating_sub(POINTER + 4 + days);
        let words = if columns < 100 { Words::Few } else { Words::Full };
        let unit = room * 28 / 100;
        let step = room.saturating_sub(unit).min(if words == Words::Few { room * 35 / 100 } else { 31 });
        Self { unit, step, state: room.saturating_sub(unit + step), days, words }
    }

    fn heading(&self, theme: &Theme) -> Line<'static> {
        let cell = |text: &str, columns: usize| width::pad(&width::cut(text, columns, "…"), columns + 1);
        let mut text = " ".repeat(POINTER);
        text.push_str(&cell(&t!("cli_around.column.unit"), self.unit));
        text.push_str(&cell(&t!("cli_around.column.next"), self.step));
        text.push_str(&cell(&t!("cli_around.column.state"), self.state));
        if self.days > 0 {
            text.push_str(&cell(&t!("screen_steps.days"), self.days));
        }
        Line::from(theme.span(Role::Dim, text))
    }

    fn line(&self, theme: &Theme, unit: &UnitSteps) -> Line<'static> {
        let ellipsis = theme.marks().ellipsis;
        let cell = |text: &str, columns: usize| width::pad(&width::cut(text, columns, ellipsis), columns + 1);
        let mut line = Line::from(vec![Span::raw(cell(&unit.name, self.unit))]);
        if let Some(next) = unit.next() {
            line.push_span(theme.span(Role::Text, cell(&next.step.name(), self.step)));
            let words = match self.words {
                Words::Few => next.state.in_few_words(),
                Words::Full => next.state.in_words(),
            };
            let state = format!("{} {words}", mark_of(theme, &next.state));
            line.push_span(theme.span(role_of(&next.state), cell(&state, self.state)));
        } else {
            let done = format!("{} {}", theme.marks().pass, t!("cli_around.all_done"));
            line.push_span(theme.span(Role::Pass, cell(&done, self.step + self.state + 1)));
        }
        if let Some(days) = unit.conclusion.filter(|_| self.days > 0) {
            let role = if days.is_over() { Role::Fail } else { Role::Dim };
            line.push_span(theme.span(role, days.short()));
        }
        line
    }
}

fn exists(path: &std::path::Path) -> Effect<World> {
    let text = t!("screen_steps.exists", path = path.display());
    Effect::Say(Message { text: text.into_owned(), role: Role::Changed })
}

fn written(paper: &WrittenPaper) -> Effect<World> {
    let text = t!("screen_steps.written", path = paper);
    Effect::Say(Message { text: text.into_owned(), role: Role::Pass })
}

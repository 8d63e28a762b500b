//! Everything that is wrong or doubtful at a unit; choosing one goes there.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::assessment::{Problem, ProblemKind, Severity};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::screens::questions::AskQuestion;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Request, Taken, UnitWork, World};

/// The problems of one unit.
#[derive(Debug)]
pub struct Problems {
    work: UnitWork,
    /// Indexes of the unit's problems, the gravest first, what is merely unanswered last.
    order: Vec<usize>,
    cursor: ListCursor,
}

/// How a problem stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Error,
    Warning,
    Unanswered,
}

fn rank(problem: &Problem) -> Rank {
    match (problem.kind, problem.severity) {
        (ProblemKind::Unanswered, _) => Rank::Unanswered,
        (_, Severity::Error) => Rank::Error,
        (_, Severity::Warning) => Rank::Warning,
    }
}

impl Problems {
    /// Lists the problems of `work`'s unit.
    pub fn new(work: UnitWork) -> Self {
        let mut screen = Self { work, order: Vec::new(), cursor: ListCursor::default() };
        screen.sort();
        screen
    }

    fn sort(&mut self) {
        let problems = &self.work.problems;
        let mut order: Vec<usize> = (0..problems.len()).collect();
        order.sort_by_key(|index| (rank(&problems[*index]), self.work.slot_of_problem(&problems[*index])));
        self.order = order;
        self.cursor.select(self.cursor.selected().min(problems.len().saturating_sub(1)));
    }

    fn selected(&self) -> Option<&Problem> {
        self.order.get(self.cursor.selected()).map(|index| &self.work.problems[*index])
    }

    fn row(&self, theme: &Theme, problem: &Problem) -> Line<'static> {
        let marks = theme.marks();
        let (role, word, mark) = match rank(problem) {
            Rank::Error => (Role::Error, t!("screen_problems.error"), marks.fail),
            Rank::Warning => (Role::Partial, t!("screen_problems.warning"), marks.partial),
            Rank::Unanswered => (Role::Unanswered, t!("screen_problems.unanswered"), marks.ellipsis),
        };
        let number = self.work.slot_of_problem(problem).map_or("", |slot| &self.work.order.slots[slot].number);
        Line::from_iter([
            theme.span(role, width::pad(&format!("{word} {mark}"), 15)),
            theme.span(Role::Dim, width::pad(number, 5)),
            Span::raw(problem.message.clone()),
        ])
    }
}

impl Screen<World> for Problems {
    fn title(&self) -> String {
        t!("screen_problems.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        let count = |wanted| self.work.problems.iter().filter(|problem| rank(problem) == wanted).count();
        let text = t!("screen_problems.counts", errors = count(Rank::Error), warnings = count(Rank::Warning));
        Some(text.into_owned())
    }

    fn help(&self) -> String {
        t!("screen_problems.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let none = || t!("screen_inspection.no_problem");
        if self.order.is_empty() {
            return vec![Offer::off(Action::Open, none()), Offer::off(Action::NextProblem, none())];
        }
        vec![
            Offer::on(Action::Open).named(t!("screen_problems.go")),
            Offer::on(Action::NextProblem),
            Offer::on(Action::SendBack),
        ]
    }

    /// The whole message: the list may have had to cut it.
    fn status(&self) -> Option<Message> {
        self.selected().map(|problem| match rank(problem) {
            Rank::Error => Message::error(problem.message.clone()),
            _ => Message::info(problem.message.clone()),
        })
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) => {
                let slot = self.selected().and_then(|problem| self.work.slot_of_problem(problem));
                let key = slot.map(|slot| self.work.order.slots[slot].key.clone());
                return key.map_or_else(Vec::new, |key| vec![Effect::Pop, Effect::Run(Request::JumpTo(key))]);
            }
            Event::Act(Action::SendBack) => {
                let slot = self.selected().and_then(|problem| self.work.slot_of_problem(problem));
                let key = slot.map(|slot| self.work.order.slots[slot].key.clone());
                return key.map_or_else(Vec::new, |key| vec![Effect::push(AskQuestion::at(&self.work, key))]);
            }
            Event::Act(Action::NextProblem) => {
                let next = self.cursor.selected() + 1;
                self.cursor.select(if next < self.order.len() { next } else { 0 });
            }
            Event::Key(
                key @ (Key::Up
                | Key::Down
                | Key::PageUp
                | Key::PageDown
                | Key::Home
                | Key::End
                | Key::Top
                | Key::Bottom),
            ) => {
                self.cursor.press(key, self.order.len());
            }
            Event::Outcome(outcome) if self.work.take(outcome) == Taken::Something => self.sort(),
            _ => {}
        }
        Vec::new()
    }

    /// Draws the list; words tell how grave a problem is.
    ///
    /// ```text
    ///  > LỖI ×          2.4  Tổng hồ sơ tiếp nhận không khớp (1.448 ≠ 1.440)
    ///    CẦN XEM ~      2.6  Chưa đạt nhưng chưa có nhận xét: Bảng đặt nơi dễ thấy
    ///    CHƯA TRẢ LỜI … 2.7  Chưa trả lời: …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        if self.order.is_empty() {
            canvas.text(area, 0, Role::Pass, &format!("   {}", t!("screen_problems.none")));
            return;
        }
        let row = |index: usize| self.row(&theme, &self.work.problems[self.order[index]]);
        self.cursor.render(canvas, area, self.order.len(), row);
    }
}

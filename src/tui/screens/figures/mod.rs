//! The figures of a checklist that must add up: totals above their parts, the sum as it should be, what the unit
//! reported, the difference, and the percentages the unit quotes.

mod panel;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

pub use self::panel::{PanelLine, Scope, lines};

use crate::assessment::ChecklistAssessment;
use crate::inspection::ItemKey;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::theme::{GlyphChoice, Role, Theme, ThemeChoice};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{Request, UnitWork, World};

/// Columns left for a list's pointer and edge.
const EDGES: u16 = 4;

/// The figures of one checklist at a unit.
#[derive(Debug)]
pub struct Figures {
    work: UnitWork,
    /// Which of the unit's checklists.
    checklist: usize,
    cursor: ListCursor,
    /// As last drawn: what a line is depends on the room there is.
    columns: Cell<usize>,
}

impl Figures {
    /// The figures of the checklist of the item at `key`, that item selected.
    pub fn new(work: UnitWork, key: &ItemKey) -> Self {
        let checklist = work.judged.checklists().iter().position(|judged| judged.checklist().id == key.checklist);
        let mut screen =
            Self { work, checklist: checklist.unwrap_or(0), cursor: ListCursor::default(), columns: Cell::new(76) };
        let row = screen.lines(plain()).iter().position(|line| line.item == key.item);
        screen.cursor.select(row.unwrap_or(0));
        screen
    }

    fn judged(&self) -> Option<&ChecklistAssessment> {
        self.work.judged.checklists().get(self.checklist)
    }

    fn lines(&self, theme: Theme) -> Vec<PanelLine> {
        let Some(judged) = self.judged() else { return Vec::new() };
        let answer = |item: &_| self.work.answers.at(&UnitWork::key(judged.checklist(), item));
        lines(judged, answer, theme, self.columns.get(), Scope::Whole)
    }

    /// Goes to the next line that does not add up, around the end.
    fn next_wrong(&mut self) {
        let lines = self.lines(plain());
        let is_wrong =
            |index: &usize| lines[*index].pieces.iter().any(|(role, _)| matches!(role, Role::Error | Role::Changed));
        let here = self.cursor.selected() + 1;
        let next = (here..lines.len()).find(is_wrong).or_else(|| (0..here.min(lines.len())).find(is_wrong));
        if let Some(next) = next {
            self.cursor.select(next);
        }
    }
}

/// For what does not depend on colours and marks.
fn plain() -> Theme {
    Theme::new(ThemeChoice::Mono, GlyphChoice::Standard)
}

impl Screen<World> for Figures {
    fn title(&self) -> String {
        t!("screen_figures.title").into_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let title = self.judged()?.checklist().title.clone();
        let wrong =
            self.lines(*theme).iter().filter(|line| line.pieces.iter().any(|(role, _)| *role == Role::Error)).count();
        let right = match wrong {
            0 => Line::default(),
            _ => Line::from(theme.span(Role::Error, t!("screen_figures.wrong_lines", count = wrong))),
        };
        Some(Subtitle { left: Line::from(theme.span(Role::Title, title)), right })
    }

    fn help(&self) -> String {
        t!("screen_figures.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![
            Offer::on(Action::Open).named(t!("screen_figures.go")),
            Offer::on(Action::NextProblem).named(t!("screen_figures.next_wrong")),
        ];
        if self.work.judged.checklists().len() > 1 {
            offers.push(Offer::on(Action::NextPane).named(t!("screen_figures.next_checklist")));
            offers.push(Offer::on(Action::PreviousPane));
        }
        offers
    }

    /// The whole of a line: the list may have had to cut it.
    fn status(&self) -> Option<Message> {
        let lines = self.lines(plain());
        let line = lines.get(self.cursor.selected())?;
        let ask = self.judged()?.checklist().item(line.item.as_str())?.ask.clone();
        Some(Message::info(ask))
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) => {
                let lines = self.lines(plain());
                let (Some(line), Some(judged)) = (lines.get(self.cursor.selected()), self.judged()) else {
                    return Vec::new();
                };
                let key = ItemKey { checklist: judged.checklist().id.clone(), item: line.item.clone() };
                return vec![Effect::Pop, Effect::Run(Request::JumpTo(key))];
            }
            Event::Act(Action::NextProblem) => self.next_wrong(),
            Event::Act(action @ (Action::NextPane | Action::PreviousPane)) => {
                let count = self.work.judged.checklists().len().max(1);
                let step = if action == Action::NextPane { 1 } else { count - 1 };
                // Checklists without figures are passed over.
                for _ in 0..count {
                    self.checklist = (self.checklist + step) % count;
                    if !self.lines(plain()).is_empty() {
                        break;
                    }
                }
                self.cursor.select(0);
            }
            Event::Key(key) => {
                let count = self.lines(plain()).len();
                self.cursor.press(key, count);
            }
            Event::Outcome(outcome) => {
                self.work.take(outcome);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Draws a line a figure.
    ///
    /// ```text
    ///    Tiếp nhận                     10.095   = 2.260 + 7.006 + 829 = 10.095  √
    ///      trực tuyến                   2.260
    ///    Đang giải quyết                  893   = 10.095 − 9.256 = 839  × lệch 54
    ///    Tỷ lệ đúng hạn                95,89%   đơn vị báo 96,9%  × sai, phải là 95,9%
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        self.columns.set(usize::from(area.width.saturating_sub(EDGES)));
        let lines = self.lines(theme);
        if lines.is_empty() {
            canvas.text(area, 0, Role::Dim, &format!("   {}", t!("screen_figures.none")));
            return;
        }
        self.cursor.render(canvas, area, lines.len(), |row| lines[row].styled(&theme));
    }
}

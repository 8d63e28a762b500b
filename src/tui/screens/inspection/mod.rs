//! Inspecting a unit: the sections, the items of one of them, and what is known of the selected item.

mod browse;
mod checks;
mod closed;
mod detail;
mod entry;
mod figure_entry;
mod outline;
mod questions;
mod rows;
mod verdict;

#[cfg(test)]
mod tests;

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

pub(crate) use self::detail::{basis_of, source_name};

use self::checks::Check;
use self::closed::changes;
use self::detail::Layout;
use self::entry::Entry;
use self::outline::Outline;
use self::verdict::{Burst, RemarkDue};
use crate::assessment::{Problem, ProblemKind, Severity};
use crate::checklist::ItemKind;
use crate::inspection::{ItemKey, RoundId};
use crate::tui::action::Offer;
use crate::tui::canvas::{Canvas, joined};
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{ExchangeOutcome, Outcome, Request, Taken, UnitWork, World};

/// Where the arrows move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    /// Among the sections.
    Outline,
    /// Among the items of a section.
    Items,
}

/// What is to be done once a write has come back: only then is it known which items are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    /// Stay.
    Stay,
    /// Go to the next item without an answer.
    NextOpen,
    /// Go a row up or down.
    Row(Step),
    /// Go to what was taken back or done again.
    ShowReversed,
}

/// Where the user came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The board of units.
    Board,
    /// The closing screen, to mend something.
    Closing,
}

/// What the key for the next problem stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    /// A problem, as an index of the unit's.
    Problem(usize),
    /// A question that waits for who works here, as an index of the unit's.
    Question(usize),
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Up,
    Down,
}

/// Inspecting one unit.
#[derive(Debug)]
pub struct Inspection {
    work: UnitWork,
    /// The selected item, as an index of the unit's order.
    selected: usize,
    /// Items of its section that are asked.
    rows: Vec<usize>,
    list: ListCursor,
    outline: Outline,
    pane: Pane,
    entry: Option<Entry>,
    burst: Option<Burst>,
    remark_due: Option<RemarkDue>,
    afterwards: Option<Afterwards>,
    /// Undos that are nobody's wish: of digits that were no verdicts. Nothing is said of them.
    quiet_undos: usize,
    /// Item with unsaved text, to be visited by the first Ctrl+N.
    unsaved: Option<usize>,
    /// Checks of the selected item.
    checks: Vec<Check>,
    /// Errors of the unit other than what is merely unanswered.
    errors: usize,
    /// When to look for what earlier rounds found.
    earlier_due: Option<Instant>,
    origin: Origin,
    /// Where problems and questions are, what is merely unanswered left out: that has a key of its own.
    problem_places: Vec<(usize, Stop)>,
}

type Effects = Vec<Effect<World>>;

impl Inspection {
    /// Inspects `work`'s unit, at its first unanswered item.
    pub fn new(work: UnitWork) -> Self {
        let selected = work.next_open(None).or_else(|| (0..work.order.slots.len()).find(|slot| work.is_asked(*slot)));
        let mut screen = Self {
            work,
            selected: selected.unwrap_or(0),
            rows: Vec::new(),
            list: ListCursor::default(),
            outline: Outline::default(),
            pane: Pane::Items,
            entry: None,
            burst: None,
            remark_due: None,
            afterwards: None,
            quiet_undos: 0,
            unsaved: None,
            checks: Vec::new(),
            errors: 0,
            earlier_due: None,
            origin: Origin::Board,
            problem_places: Vec::new(),
        };
        screen.recount();
        screen.settle();
        screen
    }

    /// The same, at one item.
    #[must_use]
    pub fn at(mut self, key: &ItemKey) -> Self {
        if let Some(slot) = self.work.order.slot_of(key) {
            self.go_to(slot);
        }
        self
    }

    /// The same, on top of the closing screen: closing steps back to it.
    #[must_use]
    pub fn from_closing(self) -> Self {
        Self { origin: Origin::Closing, ..self }
    }

    /// After a selection or an answer changed: rows, cursor and checks follow.
    fn settle(&mut self) {
        let Some(place) = self.work.order.slots.get(self.selected) else { return };
        let section = self.work.order.sections[place.section].slots.clone();
        self.rows = section.filter(|slot| self.work.is_asked(*slot)).collect();
        if !self.rows.contains(&self.selected) {
            // What was selected is not asked any more: its nearest neighbour is.
            let near = self.rows.iter().rev().find(|slot| **slot < self.selected).or(self.rows.first());
            if let Some(near) = near {
                self.selected = *near;
            }
        }
        let row = self.rows.iter().position(|slot| *slot == self.selected).unwrap_or(0);
        self.list.select(row);
        self.checks = checks::of_item(&self.work, self.selected);
    }

    fn recount(&mut self) {
        let problems = self.work.problems.iter().enumerate();
        let wrong: Vec<_> = problems.filter(|(_, problem)| problem.kind != ProblemKind::Unanswered).collect();
        self.errors = wrong.iter().filter(|(_, problem)| problem.severity == Severity::Error).count();
        let place =
            |(index, problem): &(usize, &Problem)| Some((self.work.slot_of_problem(problem)?, Stop::Problem(*index)));
        self.problem_places = wrong.iter().filter_map(place).chain(self.question_places()).collect();
        self.problem_places.sort_unstable();
    }

    fn go_to(&mut self, slot: usize) {
        self.selected = slot;
        self.pane = Pane::Items;
        self.settle();
    }

    /// Something else wrote to these rounds.
    fn read_again(&self, rounds: &[RoundId]) -> Effects {
        let round = &self.work.open.round.id;
        if !rounds.contains(round) {
            return Vec::new();
        }
        vec![Effect::Run(Request::OpenUnit(round.clone(), self.work.unit.id.clone()))]
    }

    /// The unit was read anew: other items may be asked, `selected` stays the one it was.
    fn replaced(&mut self, selected: Option<&ItemKey>) -> Effects {
        self.selected = selected.and_then(|key| self.work.order.slot_of(key)).unwrap_or(0);
        self.recount();
        self.settle();
        Vec::new()
    }

    fn kind(&self) -> Option<&ItemKind> {
        self.work.at(self.selected).map(|(item, _)| &item.kind)
    }

    /// `2.4 Địa chỉ tiếp nhận …`, short enough for a message.
    fn name_of(&self, slot: usize) -> String {
        let ask = self.work.at(slot).map(|(item, _)| item.ask.as_str()).unwrap_or_default();
        format!("{} {}", self.work.order.slots[slot].number, width::cut(ask, NAME, "…"))
    }

    fn has_draft(&self, slot: usize) -> bool {
        if self.work.drafts.is_empty() {
            return false;
        }
        let prefix = self.work.draft_key(&self.work.order.slots[slot].key, "");
        self.work.drafts.iter().any(|draft| draft.key.starts_with(&prefix))
    }
}

impl Screen<World> for Inspection {
    fn title(&self) -> String {
        self.work.unit.name.clone()
    }

    fn note(&self) -> Option<String> {
        let totals = self.work.judged.totals();
        let counts = format!("{}/{}", totals.answered, totals.items);
        Some(match super::signed_note(&self.work) {
            Some(signed) => format!("{signed} · {counts}"),
            None => counts,
        })
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let place = self.work.order.slots.get(self.selected)?;
        let section = &self.work.order.sections[place.section];
        let judged = &self.work.judged.checklists()[section.checklist];
        let checklist = judged.checklist();
        let (n, count) = (section.position + 1, checklist.sections.len());
        let heading = t!("screen_inspection.section", n = n, count = count);
        let title = &checklist.sections[section.position].title;
        let left = Line::from_iter([
            theme.span(Role::Dim, format!("{heading}  ")),
            theme.span(Role::Title, title.clone()),
            theme.span(Role::Dim, format!("  {}", checklist.title)),
        ]);
        let totals = judged.section_totals(section.position);
        let mut pieces = vec![vec![theme.span(Role::Text, format!("{}/{}", totals.answered, totals.items))]];
        if totals.fail > 0 {
            pieces.push(vec![theme.span(Role::Fail, t!("screen_inspection.failed", count = totals.fail))]);
        }
        pieces.extend(self.count_questions(theme));
        if self.errors > 0 {
            pieces.push(vec![theme.span(Role::Error, t!("screen_inspection.errors", count = self.errors))]);
        }
        let right = joined(pieces, &format!(" {} ", theme.marks().dot).into());
        Some(Subtitle { left, right })
    }

    fn focus(&self) -> Focus {
        self.entry.as_ref().map_or(Focus::Commands, entry::Entry::focus)
    }

    fn offers(&self) -> Vec<Offer> {
        self.offered()
    }

    fn help(&self) -> String {
        t!("screen_inspection.help").into_owned()
    }

    fn status(&self) -> Option<Message> {
        if let Some(entry) = &self.entry {
            return entry.status();
        }
        let broken = self.checks.iter().find(|check| check.role == Role::Error);
        broken.map(|check| Message::error(check.text.clone()))
    }

    fn typed_hints(&self) -> Vec<crate::tui::screen::TypedHint> {
        self.hints_of_kind()
    }

    fn wakes_at(&self) -> Option<Instant> {
        let draft = self.entry.as_ref().and_then(Entry::due);
        let remark = self.remark_due.map(|due| due.at);
        draft.into_iter().chain(remark).chain(self.earlier_due).min()
    }

    fn pending(&self) -> Pending {
        self.entry.as_ref().map_or(Pending::Nothing, Entry::pending)
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Opened => self.opened(at),
            Event::Tick => self.tick(at),
            Event::SaveNow => self.keep_draft(),
            Event::Outcome(Outcome::Exchange(ExchangeOutcome::Refreshed(rounds))) => self.read_again(rounds),
            Event::Outcome(outcome) => {
                self.jumped(outcome);
                let selected = self.work.order.slots.get(self.selected).map(|slot| slot.key.clone());
                let mut effects = match self.work.take(outcome) {
                    Taken::Something if matches!(outcome, Outcome::Closing(_)) => self.closing_taken(outcome),
                    Taken::Something if matches!(outcome, Outcome::Unit(_)) => self.replaced(selected.as_ref()),
                    Taken::Something => self.taken(outcome),
                    Taken::Nothing => Vec::new(),
                };
                effects.extend(self.reversed(outcome));
                effects
            }
            Event::Failed(..) => {
                self.afterwards = None;
                self.quiet_undos = 0;
                Vec::new()
            }
            Event::Returned => Vec::new(),
            event if self.entry.is_some() => self.edit(event, at),
            event if self.work.is_locked() && changes(&event, self.pane) => self.locked(),
            Event::Act(action) => self.act(action, at),
            Event::Text(text) => self.typed(text, at),
            Event::Paste(text) => self.start_entry(Some(text), at),
            Event::Key(key) => self.press(key, at),
        }
    }

    /// Draws outline, items and detail: side by side where there is room, else the outline in the place of the items.
    ///
    /// ```text
    ///    2.3 Tỷ lệ TTHC được niêm yết             92,26%        MỘT PHẦN ~
    ///  > 2.4 Địa chỉ tiếp nhận phản ánh, kiến nghị              CHƯA ĐẠT ×
    ///    2.5 Bảng đặt nơi dễ thấy, dễ đọc                            ĐẠT √
    ///    2.7 Kiểm tra xác suất thủ tục   4/5 dòng · 3 đúng               …
    /// ── 2.4 ─────────────────────────────────────────────────────────────
    ///  Căn cứ: Điều 13 Nghị định số 20/2008/NĐ-CP
    ///  Nhận xét: Chưa có số điện thoại đường dây nóng.
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if area.width >= WIDE {
            let outline = Rect { width: OUTLINE, ..area };
            let detail = Rect { x: area.right() - DETAIL, width: DETAIL, ..area };
            let items = Rect { x: outline.right() + 1, width: area.width - OUTLINE - DETAIL - 2, ..area };
            self.render_outline(canvas, outline);
            canvas.divider(Rect { x: outline.right(), width: 1, ..area }, 0);
            self.render_items(canvas, items);
            canvas.divider(Rect { x: items.right(), width: 1, ..area }, 0);
            let inner = Rect { x: detail.x + 1, width: DETAIL - 2, ..detail };
            self.render_detail(canvas, inner, Layout::SideBySide);
            return;
        }
        let below = (area.height / 3).clamp(2, 9).min(area.height.saturating_sub(1));
        let above = area.height.saturating_sub(below + 1);
        let list = Rect { height: above, ..area };
        match self.pane {
            Pane::Items => self.render_items(canvas, list),
            Pane::Outline => self.render_outline(canvas, list),
        }
        let number = self.work.order.slots.get(self.selected).map_or("", |slot| &slot.number);
        canvas.rule_titled(area, above, number);
        let detail = Rect { x: area.x + 1, y: area.y + above + 1, width: area.width.saturating_sub(2), height: below };
        self.render_detail(canvas, detail, Layout::Stacked);
    }
}

/// Columns of a question in a message.
const NAME: usize = 40;
/// From this width on the three parts stand side by side.
const WIDE: u16 = 116;
/// Width of the outline there.
const OUTLINE: u16 = 26;
/// Width of the detail there.
const DETAIL: u16 = 30;

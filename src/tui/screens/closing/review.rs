//! Step 1: what is unanswered, wrong or without evidence, the gravest first; each leads to its item.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::assessment::{Problem, ProblemKind, Severity};
use crate::inspection::{ItemKey, Question, item_of};
use crate::journal::RecordKey;
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::Message;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::UnitWork;

/// Groups of problems, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Different opinions: no signing.
    Conflict,
    /// Wrong.
    Error,
    /// Evidence is missing.
    Evidence,
    /// A required item has no answer.
    Unanswered,
    /// Deserves a look.
    Doubt,
}

impl Group {
    const ALL: [Self; 5] = [Self::Conflict, Self::Error, Self::Evidence, Self::Unanswered, Self::Doubt];

    fn of(problem: &Problem) -> Self {
        match (problem.kind, problem.severity) {
            (ProblemKind::Conflict, _) => Self::Conflict,
            (ProblemKind::Unanswered, _) => Self::Unanswered,
            (ProblemKind::Evidence, Severity::Error) => Self::Evidence,
            (_, Severity::Error) => Self::Error,
            (_, Severity::Warning) => Self::Doubt,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Error => "error",
            Self::Evidence => "evidence",
            Self::Unanswered => "unanswered",
            Self::Doubt => "doubt",
        }
    }

    fn role(self) -> Role {
        match self {
            Self::Conflict | Self::Error => Role::Error,
            Self::Evidence => Role::Fail,
            Self::Unanswered => Role::Unanswered,
            Self::Doubt => Role::Partial,
        }
    }

    fn mark(self, theme: &Theme) -> &'static str {
        let marks = theme.marks();
        match self {
            Self::Conflict | Self::Error | Self::Evidence => marks.fail,
            Self::Unanswered => marks.ellipsis,
            Self::Doubt => marks.partial,
        }
    }
}

#[derive(Debug, Clone)]
struct Row {
    group: Group,
    number: String,
    message: String,
    key: Option<ItemKey>,
    slot: Option<usize>,
}

/// What is still open at the unit.
#[derive(Debug, Clone, Default)]
pub(super) struct Review {
    rows: Vec<Row>,
    cursor: ListCursor,
}

/// What stands in the way of signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// Different opinions.
    pub conflicts: usize,
    /// Errors, missing evidence and answers.
    pub errors: usize,
    /// Doubts.
    pub doubts: usize,
}

impl Review {
    /// Lists everything anew; `conflicts` are all records with different opinions.
    pub fn refresh(&mut self, work: &UnitWork, conflicts: &[RecordKey]) {
        let mut rows: Vec<Row> = work.problems.iter().map(|problem| row(work, problem)).collect();
        rows.extend(conflicts.iter().filter(|record| record.kind() != "answer").map(|record| conflict(work, record)));
        rows.extend(mended(work));
        rows.extend(work.unanswered_questions().map(|question| unanswered(work, question)));
        rows.sort_by_key(|row| (row.group, row.slot));
        self.rows = rows;
        self.cursor.select(self.cursor.selected().min(self.rows.len().saturating_sub(1)));
    }

    pub fn counts(&self) -> Counts {
        let count = |wanted: &[Group]| self.rows.iter().filter(|row| wanted.contains(&row.group)).count();
        Counts {
            conflicts: count(&[Group::Conflict]),
            errors: count(&[Group::Error, Group::Evidence, Group::Unanswered]),
            doubts: count(&[Group::Doubt]),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The item of the selected row.
    pub fn selected(&self) -> Option<&ItemKey> {
        self.rows.get(self.cursor.selected())?.key.as_ref()
    }

    pub fn press(&mut self, key: Key) {
        self.cursor.press(key, self.rows.len());
    }

    /// The whole message: the list may have had to cut it.
    pub fn status(&self) -> Option<Message> {
        let row = self.rows.get(self.cursor.selected())?;
        Some(match row.group {
            Group::Conflict | Group::Error => Message::error(row.message.clone()),
            _ => Message::info(row.message.clone()),
        })
    }

    /// ```text
    ///  1 ý kiến khác nhau · 2 lỗi · 1 thiếu tài liệu · 4 chưa trả lời · 3 cần xem
    ///
    ///  > LỖI ×            1.2  Đã niêm yết 12 nhiều hơn tiếp nhận 10
    ///    CHƯA TRẢ LỜI …   2.6  Chưa trả lời: …
    /// ```
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        if self.rows.is_empty() {
            canvas.text(inner, 0, Role::Pass, &t!("screen_closing.review.none"));
            return;
        }
        let counted = Group::ALL.into_iter().filter_map(|group| {
            let count = self.rows.iter().filter(|row| row.group == group).count();
            let text = t!(format!("screen_closing.review.count.{}", group.key()), count = count).into_owned();
            (count > 0).then(|| vec![theme.span(group.role(), text)])
        });
        canvas.line(inner, 0, crate::tui::canvas::joined(counted, &Span::raw(format!(" {} ", theme.marks().dot))));
        let list = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        let word =
            |group: Group| format!("{} {}", t!(format!("screen_closing.review.{}", group.key())), group.mark(&theme));
        let widest = Group::ALL.into_iter().map(|group| width::of(&word(group))).max().unwrap_or(0) + 1;
        self.cursor.render(canvas, list, self.rows.len(), |index| {
            let row = &self.rows[index];
            Line::from_iter([
                theme.span(row.group.role(), width::pad(&word(row.group), widest)),
                theme.span(Role::Dim, width::pad(&row.number, 5)),
                Span::raw(row.message.clone()),
            ])
        });
    }
}

fn row(work: &UnitWork, problem: &Problem) -> Row {
    let slot = work.slot_of_problem(problem);
    let place = slot.map(|slot| &work.order.slots[slot]);
    Row {
        group: Group::of(problem),
        number: place.map(|place| place.number.clone()).unwrap_or_default(),
        message: problem.message.clone(),
        key: place.map(|place| place.key.clone()),
        slot,
    }
}

/// Opinions that differ about something else than a plain answer.
fn conflict(work: &UnitWork, record: &RecordKey) -> Row {
    let key = item_of(record);
    let slot = key.as_ref().and_then(|key| work.order.slot_of(key));
    let what = t!(format!("screen_later.kind.{}", record.kind()));
    let ask = key.as_ref().and_then(|key| work.item(key)).map(|item| item.ask.clone());
    let message = if let Some(ask) = ask {
        t!("screen_closing.review.conflict_at", what = what, item = ask)
    } else {
        t!("screen_closing.review.conflict_of", what = what)
    };
    let number = slot.map(|slot| work.order.slots[slot].number.clone()).unwrap_or_default();
    Row { group: Group::Conflict, number, message: message.into_owned(), key, slot }
}

/// A question that nobody has answered.
fn unanswered(work: &UnitWork, question: &Question) -> Row {
    let slot = work.order.slot_of(&question.key);
    Row {
        group: Group::Doubt,
        number: slot.map(|slot| work.order.slots[slot].number.clone()).unwrap_or_default(),
        message: t!("screen_questions.review", text = question.text.replace('\n', " ")).into_owned(),
        key: Some(question.key.clone()),
        slot,
    }
}

/// Shortcomings accepted as raised before, which pass now.
fn mended(work: &UnitWork) -> Vec<Row> {
    let passes = |key: &&ItemKey| crate::conclusion::standing(&work.judged, key) == crate::conclusion::Standing::Mended;
    let row = |key: &ItemKey| {
        let slot = work.order.slot_of(key);
        let ask = work.item(key).map(|item| item.ask.clone()).unwrap_or_default();
        Row {
            group: Group::Doubt,
            number: slot.map(|slot| work.order.slots[slot].number.clone()).unwrap_or_default(),
            message: t!("screen_closing.review.mended", item = ask).into_owned(),
            key: Some(key.clone()),
            slot,
        }
    };
    work.earlier.recurrences.keys().filter(passes).map(row).collect()
}

//! Drawing the board.

use chrono::{DateTime, FixedOffset};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{Row, Shown, TeamBoard, trouble, waits};
use crate::exchange::board::{Board, BoardMember, CellSum, Finality, UnitBoard};
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::vietnamese::time::format_moment;

/// Columns before a row's name.
const POINTER: usize = 3;

/// What fits at some width, in columns.
struct Plan {
    name: usize,
    /// A member's column, with the space behind it.
    member: usize,
    members: usize,
    note: usize,
}

impl Plan {
    fn new(columns: u16) -> Self {
        let (name, member, note) = match columns {
            ..72 => (20, 8, 0),
            72..100 => (24, 8, 12),
            _ => (34, 12, 24),
        };
        let room = usize::from(columns).saturating_sub(POINTER + name + 1 + note);
        Self { name, member, members: (room / member).max(1), note }
    }
}

impl TeamBoard {
    /// ```text
    ///    Đơn vị                   Văn A   Văn B   Thị C   Văn D
    ///  > UBND xã Mẫu A            100 % √ 86 % …  40 % ~  –        1 tệp thiếu
    ///    UBND xã Mẫu B            0 % …   0 % …   –       12 % …
    ///    Máy «máy B» thiếu bản ghi số 41–57
    ///  ── UBND xã Mẫu A · Nguyễn Văn B ─────────────────────────────────────────
    ///   Đã nhận 36/42 nội dung, chưa báo xong
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(board) = &self.board else {
            canvas.text(inner, 1, Role::Dim, &t!("screen_board.loading"));
            return;
        };
        if self.rows.is_empty() {
            let text = match self.shown {
                Shown::Missing => t!("screen_board.nothing_missing"),
                Shown::All => t!("screen_board.no_units"),
            };
            canvas.text(inner, 1, Role::Dim, &text);
            return;
        }
        let plan = Plan::new(area.width);
        let first = self.first_member(&plan, board.members.len());
        canvas.line(area, 0, self.heading(&theme, &plan, board, first));
        let detail = (area.height / 3).clamp(3, 7).min(area.height.saturating_sub(2));
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + detail), ..area };
        self.cursor.render(canvas, list, self.rows.len(), |index| {
            self.line(&theme, &plan, board, first, self.rows[index], index == self.cursor.selected())
        });
        if detail > 1 {
            let below = Rect { y: list.bottom(), height: detail, ..area };
            self.draw_detail(canvas, below, board);
        }
    }

    /// The first member seen, so that the selected one is.
    fn first_member(&self, plan: &Plan, count: usize) -> usize {
        let lowest = (self.member + 1).saturating_sub(plan.members);
        let first = self.first.get().clamp(lowest, self.member.max(lowest)).min(count.saturating_sub(plan.members));
        self.first.set(first);
        first
    }

    fn heading(&self, theme: &Theme, plan: &Plan, board: &Board, first: usize) -> Line<'static> {
        let what = if self.of.is_some() { t!("screen_board.checklist") } else { t!("screen_board.unit") };
        let mut line = Line::from(Span::raw(" ".repeat(POINTER)));
        line.push_span(theme.span(Role::Dim, width::pad(&what, plan.name + 1)));
        for (place, member) in board.members.iter().enumerate().skip(first).take(plan.members) {
            let role = if place == self.member { Role::Title } else { Role::Dim };
            let name = short_name(&member.name, plan.member - 1, theme.marks().ellipsis);
            line.push_span(theme.span(role, width::pad(&name, plan.member)));
        }
        if first + plan.members < board.members.len() {
            line.push_span(theme.span(Role::Dim, theme.marks().crumb));
        }
        line
    }

    fn line(
        &self,
        theme: &Theme,
        plan: &Plan,
        board: &Board,
        first: usize,
        row: Row,
        is_selected: bool,
    ) -> Line<'static> {
        let (name, conflicts, missing) = match row {
            Row::Unit(place) => {
                let unit = &board.units[place];
                (&unit.name, unit.conflicts, unit.attachments_missing)
            }
            Row::Checklist(place, at) => {
                let checklist = &board.units[place].checklists[at];
                (&checklist.title, checklist.conflicts, checklist.attachments_missing)
            }
            Row::Device(place) => return Line::from(theme.span(Role::Changed, trouble(&board.devices[place]))),
            Row::Waiting(place) => return Line::from(theme.span(Role::Changed, waits(&board.waiting[place]))),
        };
        let name = width::cut(name, plan.name, theme.marks().ellipsis);
        let mut line = Line::from(theme.span(Role::Text, width::pad(&name, plan.name + 1)));
        for (place, member) in board.members.iter().enumerate().skip(first).take(plan.members) {
            let sum = sum_of(board, row, member);
            let (role, text) = cell(theme, sum, plan.member - 3);
            let pointed = is_selected && place == self.member && board.members.len() > 1;
            let text = if pointed { format!("[{text}]") } else { format!("{text} ") };
            line.push_span(theme.span(role, width::pad(&text, plan.member)));
        }
        if plan.note > 0 {
            line.push_span(theme.span(Role::Changed, note(theme, plan, conflicts, missing)));
        }
        line
    }

    fn draw_detail(&self, canvas: &mut Canvas<'_>, area: Rect, board: &Board) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let (title, lines) = match (self.row(), board.members.get(self.member)) {
            (Some(Row::Device(place)), _) => (board.devices[place].name.clone(), vec![]),
            (Some(Row::Waiting(place)), _) => (board.waiting[place].file.clone(), vec![]),
            (Some(row @ (Row::Unit(place) | Row::Checklist(place, _))), Some(member)) => {
                let unit = &board.units[place];
                let title = format!("{} {} {}", name_of(unit, row), canvas.theme().marks().dot, member.name);
                (title, details(board, unit, row, member))
            }
            _ => (String::new(), vec![(Role::Dim, t!("screen_board.nobody").into_owned())]),
        };
        canvas.rule_titled(area, 0, &title);
        let mut row = 1;
        for (role, text) in lines {
            for line in width::paragraphs(&text, usize::from(inner.width)) {
                if row < area.height {
                    canvas.text(inner, row, role, line);
                }
                row += 1;
            }
        }
    }
}

fn name_of(unit: &UnitBoard, row: Row) -> &str {
    match row {
        Row::Checklist(_, at) => &unit.checklists[at].title,
        _ => &unit.name,
    }
}

/// The end of a name, by which people are called: as many of its words as fit.
fn short_name(name: &str, columns: usize, ellipsis: &str) -> String {
    let starts = name.char_indices().filter(|(at, _)| *at == 0 || name[..*at].ends_with(' ')).map(|(at, _)| at);
    let fitting = starts.map(|at| &name[at..]).find(|end| width::of(end) <= columns);
    fitting.map_or_else(|| width::cut(name, columns, ellipsis), str::to_owned)
}

fn sum_of(board: &Board, row: Row, member: &BoardMember) -> Option<CellSum> {
    match row {
        Row::Unit(place) => board.units[place].sum(&member.id),
        Row::Checklist(place, at) => {
            let checklist = &board.units[place].checklists[at];
            checklist.of(&member.id).map(|cell| CellSum::of(checklist.items, cell))
        }
        Row::Device(_) | Row::Waiting(_) => None,
    }
}

/// `12/20 √`, or the share where that does not fit `room` columns.
fn cell(theme: &Theme, sum: Option<CellSum>, room: usize) -> (Role, String) {
    let marks = theme.marks();
    let Some(CellSum { received, items, finality, .. }) = sum else {
        return (Role::Dim, marks.not_applicable.to_owned());
    };
    let count = format!("{received}/{items}");
    let count = match (received * 100).checked_div(items) {
        Some(share) if width::of(&count) > room => format!("{share} %"),
        _ => count,
    };
    let (role, mark) = match finality {
        Some(Finality::Final) => (Role::Pass, marks.pass),
        Some(Finality::Stale) => (Role::Changed, marks.partial),
        Some(Finality::NotSaid) => (Role::Unanswered, marks.ellipsis),
        None => return (Role::Text, count),
    };
    (role, format!("{count} {mark}"))
}

fn note(theme: &Theme, plan: &Plan, conflicts: usize, missing: usize) -> String {
    let conflicts = (conflicts > 0).then(|| t!("screen_board.note_conflicts", count = conflicts).into_owned());
    let files = (missing > 0).then(|| t!("screen_board.note_files", count = missing).into_owned());
    let all: Vec<String> = conflicts.into_iter().chain(files).collect();
    width::cut(&all.join(", "), plan.note, theme.marks().ellipsis)
}

/// What is known of a member's part, in sentences.
fn details(board: &Board, unit: &UnitBoard, row: Row, member: &BoardMember) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    match sum_of(board, row, member) {
        None => lines.push((Role::Dim, t!("screen_board.not_expected").into_owned())),
        Some(CellSum { received, items, finality, .. }) => {
            let text = t!("screen_board.received", received = received, items = items, finality = word(finality));
            let role = if finality == Some(Finality::Final) { Role::Pass } else { Role::Changed };
            lines.push((role, text.into_owned()));
        }
    }
    let ages = [
        ("screen_board.newest", sum_of(board, row, member).and_then(|sum| sum.newest)),
        ("screen_board.finished_at", member.finished),
        ("screen_board.last_pack", member.last_pack),
    ];
    let ages: Vec<String> =
        ages.into_iter().filter_map(|(key, when)| Some(t!(key, when = moment(when?)).into_owned())).collect();
    if !ages.is_empty() {
        lines.push((Role::Text, ages.join(" · ")));
    }
    let (conflicts, missing) = match row {
        Row::Checklist(_, at) => (unit.checklists[at].conflicts, unit.checklists[at].attachments_missing),
        _ => (unit.conflicts, unit.attachments_missing),
    };
    if conflicts > 0 {
        lines.push((Role::Error, t!("screen_board.conflicts", count = conflicts).into_owned()));
    }
    if missing > 0 {
        lines.push((Role::Changed, t!("screen_board.files_missing", count = missing).into_owned()));
    }
    if matches!(row, Row::Unit(_)) {
        let parts = unit.checklists.iter().filter_map(|checklist| Some((checklist, checklist.of(&member.id)?)));
        lines.extend(parts.map(|(checklist, cell)| {
            let CellSum { received, items, finality, .. } = CellSum::of(checklist.items, cell);
            let (title, finality) = (&checklist.title, word(finality));
            let text =
                t!("screen_board.part", checklist = title, received = received, items = items, finality = finality);
            (Role::Dim, text.into_owned())
        }));
    }
    lines
}

/// What a word is worth, in words.
fn word(finality: Option<Finality>) -> String {
    let key = match finality {
        Some(Finality::NotSaid) => "board.finality.not-said",
        Some(Finality::Stale) => "board.finality.stale",
        Some(Finality::Final) => "board.finality.final",
        None => "board.finality.not-expected",
    };
    t!(key).into_owned()
}

fn moment(when: DateTime<FixedOffset>) -> String {
    format_moment(when.naive_local())
}

//! The heat map: units × checklists, each cell a word, a colour and the share of items passed.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{Overview, words};
use crate::overview::{Cell, RoundOverview, UnitOverview};
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::vietnamese::number::format_percent;

/// Columns before a row's name.
const POINTER: usize = 3;
/// Columns of a cell with the sign before it.
const STEP: usize = words::CELL + 1;

struct Plan {
    name: usize,
    /// Checklists that fit beside the column of the whole unit.
    checklists: usize,
}

impl Plan {
    fn new(columns: u16) -> Self {
        let name = match columns {
            ..72 => 18,
            72..100 => 24,
            _ => 34,
        };
        let room = usize::from(columns).saturating_sub(POINTER + name + STEP + 2);
        Self { name, checklists: (room / STEP).max(1) }
    }
}

impl Overview {
    /// ```text
    ///                          Cả đơn vị  Niêm yết,  Khảo sát
    ///                                     công khai… mức độ…
    ///  > UBND xã Mẫu A        [CAO   92%]VỪA   75%* –
    ///    UBND xã Mẫu B         THẤP  50% chưa có …  –
    /// ── UBND xã Mẫu A ────────────────────────────────────
    ///  Đạt 46/50 nội dung đã đánh giá (92%) …
    /// ```
    pub(super) fn draw_heat(&self, canvas: &mut Canvas<'_>, area: Rect, round: &RoundOverview) {
        let theme = canvas.theme();
        let plan = Plan::new(area.width);
        let count = round.open.editions.len();
        let first = self.first_checklist(&plan, count);
        for (row, line) in (0..).zip(self.heading(&theme, &plan, round, first)) {
            canvas.line(area, row, line);
        }
        let (list, below) = words::split(Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area });
        self.cursor()
            .render(canvas, list, round.units.len(), |index| self.heat_line(&theme, &plan, round, first, index));
        if let Some(unit) = round.units.get(self.selected()) {
            let (title, lines) = self.heat_detail(round, unit);
            words::panel(canvas, below, &title, &lines);
        }
    }

    /// The first checklist seen, so that the selected one is.
    fn first_checklist(&self, plan: &Plan, count: usize) -> usize {
        let Some(selected) = self.column.checked_sub(1) else {
            let first = self.first.get().min(count.saturating_sub(plan.checklists));
            self.first.set(first);
            return first;
        };
        let lowest = (selected + 1).saturating_sub(plan.checklists);
        let first = self.first.get().clamp(lowest, selected.max(lowest)).min(count.saturating_sub(plan.checklists));
        self.first.set(first);
        first
    }

    fn heading(&self, theme: &Theme, plan: &Plan, round: &RoundOverview, first: usize) -> [Line<'static>; 2] {
        let whole = t!("screen_overview.whole_unit").into_owned();
        let titles = std::iter::once((0, whole))
            .chain((1..).zip(round.checklists().map(|list| list.title.clone())).skip(first).take(plan.checklists));
        let indent = " ".repeat(POINTER + plan.name + 1);
        let mut lines = [Line::from(indent.clone()), Line::from(indent)];
        for (column, title) in titles {
            let role = if column == self.column { Role::Title } else { Role::Dim };
            let (upper, lower) = two_lines(&title, words::CELL, theme.marks().ellipsis);
            for (line, text) in lines.iter_mut().zip([upper, lower]) {
                line.push_span(theme.span(role, width::pad(&text, STEP)));
            }
        }
        if first + plan.checklists < round.open.editions.len() {
            lines[0].push_span(theme.span(Role::Dim, theme.marks().crumb));
        }
        lines
    }

    fn heat_line(&self, theme: &Theme, plan: &Plan, round: &RoundOverview, first: usize, row: usize) -> Line<'static> {
        let Some(unit) = round.units.get(row) else { return Line::default() };
        let name = width::cut(&unit.unit.name, plan.name, theme.marks().ellipsis);
        let mut line = Line::from(theme.span(Role::Text, width::pad(&name, plan.name)));
        let cells = std::iter::once((0, Some(unit.heat()))).chain(
            (1..)
                .zip(round.checklists().map(|list| unit.cell(&list.id).map(Cell::heat)))
                .skip(first)
                .take(plan.checklists),
        );
        let mut before = " ";
        let pointed = |column: usize| row == self.selected() && column == self.column;
        for (column, heat) in cells {
            let sign = if pointed(column) { "[" } else { before };
            line.push_span(Span::raw(sign));
            line.push_span(words::heat(theme, heat));
            before = if pointed(column) { "]" } else { " " };
        }
        line.push_span(Span::raw(before));
        line
    }

    /// What the selected cell says, in sentences.
    fn heat_detail(&self, round: &RoundOverview, unit: &UnitOverview) -> (String, Vec<(Role, String)>) {
        let checklist = self.column.checked_sub(1).and_then(|column| round.checklists().nth(column));
        let Some(checklist) = checklist else {
            let mut lines = vec![counts(unit.heat(), &unit.totals)];
            lines.extend(words::sum(&unit.points).into_iter().map(|line| (Role::Dim, line)));
            return (unit.unit.name.clone(), lines);
        };
        let title = format!("{} · {}", unit.unit.name, checklist.title);
        match unit.cell(&checklist.id) {
            None => (title, vec![(Role::Dim, t!("screen_overview.other_kind").into_owned())]),
            Some(cell) => {
                let mut lines = vec![counts(cell.heat(), &cell.totals)];
                lines.extend(words::sum(&cell.points).into_iter().map(|line| (Role::Dim, line)));
                (title, lines)
            }
        }
    }
}

/// `Đạt 46/50 nội dung đã đánh giá (92%): một phần 3, chưa đạt 1 …`.
fn counts(heat: crate::overview::Heat, totals: &crate::assessment::Totals) -> (Role, String) {
    let Some(share) = heat.share() else {
        return (Role::Text, t!("screen_overview.nothing_judged", open = heat.open, na = heat.na).into_owned());
    };
    let text = t!(
        "screen_overview.counts",
        pass = heat.pass,
        judged = heat.judged,
        share = format_percent(share),
        partial = totals.partial,
        fail = totals.fail,
        na = totals.na,
        open = heat.open
    );
    (Role::Text, text.into_owned())
}

/// A title on two lines of `columns`, cut where it is longer.
fn two_lines(title: &str, columns: usize, ellipsis: &str) -> (String, String) {
    let lines = width::wrap(title, columns);
    let Some(first) = lines.first() else { return (String::new(), String::new()) };
    let upper = width::cut(title[first.clone()].trim_end(), columns, ellipsis);
    let rest = title[first.end..].trim_start();
    (upper, width::cut(rest, columns, ellipsis))
}

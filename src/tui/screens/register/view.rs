//! Drawing a register: only the rows that are seen.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::layout::{Hidden, Layout, Seen};
use super::{Place, RegisterGrid, cell};
use crate::checklist::{Column, ColumnKind, Required};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::width;

/// Narrowest field to type in; it may cover what stands right of its cell.
const FIELD: usize = 16;

impl RegisterGrid {
    /// ```text
    ///     #  Mã hồ sơ                   Thủ tục              Nhận   Hẹn    Trả
    ///     1  000.00.12.H54-250915-0001  Đăng ký khai sinh    15/09  15/09  15/09          đúng
    ///  >  2  000.00.12.H54-250918-0007  Chứng thực hợp đồng  18/09  22/09         × chưa đúng
    ///     3
    /// ── Hẹn (4/5) ─────────────────────────────────────────────────────────────────────
    ///  22/09/2025
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.columns.is_empty() {
            canvas.text(area, 0, Role::Dim, &format!(" {}", t!("screen_register.no_register")));
            return;
        }
        let refused = self.refusal.as_ref().map_or(0, |refusal| refusal.first.len());
        let lines = 1 + u16::try_from(refused).unwrap_or(0).max(2);
        let below = if area.height >= 11 { lines } else { 2 }.min(area.height);
        let grid = Rect { height: area.height - below, ..area };
        let layout = self.sheet.layout(usize::from(area.width), self.column);
        let heading = self.draw_heading(canvas, grid, &layout);
        let body = Rect { y: grid.y.saturating_add(heading), height: grid.height.saturating_sub(heading), ..grid };
        for (line, row) in (0..).zip(self.cursor.visible(self.count(), body.height)) {
            self.draw_row(canvas, body, line, row, &layout);
        }
        self.draw_field(canvas, body, &layout);
        self.draw_detail(canvas, Rect { y: grid.bottom(), height: below, ..area });
    }

    /// Titles, on two lines where that helps; returns how many.
    fn draw_heading(&self, canvas: &mut Canvas<'_>, area: Rect, layout: &Layout) -> u16 {
        let theme = canvas.theme();
        let ellipsis = theme.marks().ellipsis;
        let long = |seen: &Seen| width::of(&self.columns[seen.column].title) > seen.width;
        let lines = if area.height > 6 && layout.columns.iter().any(long) { 2 } else { 1 };
        let number = width::pad_left("#", self.sheet.margin().saturating_sub(1));
        canvas.text(area, 0, Role::Dim, &number);
        for seen in &layout.columns {
            let column = &self.columns[seen.column];
            let role = if seen.column == self.column { Role::Title } else { Role::Dim };
            let broken = width::wrap(&column.title, seen.width);
            let first = broken.first().filter(|_| lines == 2).map_or(column.title.len(), |first| first.end);
            let (first, second) = column.title.split_at(first);
            for (row, text) in [(0, first.trim_end()), (1, second)].into_iter().take(lines) {
                put(canvas, area, row, *seen, &column.kind, theme.span(role, width::cut(text, seen.width, ellipsis)));
            }
        }
        let sign = |canvas: &mut Canvas<'_>, x: usize, sign| canvas.text(part(area, x, 1), 0, Role::Changed, sign);
        if let (Hidden::Some, Some(first)) = (layout.hidden_left, layout.columns.first()) {
            sign(canvas, first.x + first.width, ellipsis);
        }
        if let (Hidden::Some, Some(last)) = (layout.hidden_right, layout.columns.last()) {
            sign(canvas, last.x + last.width + 1, theme.marks().crumb);
        }
        u16::try_from(lines).unwrap_or(1)
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, area: Rect, line: u16, row: usize, layout: &Layout) {
        let theme = canvas.theme();
        let selected = row == self.selected();
        let chosen = self.anchor.is_some() && self.chosen().contains(&row);
        let pointer = if selected { theme.marks().pointer } else { " " };
        let number = width::pad_left(&(row + 1).to_string(), self.sheet.margin().saturating_sub(4));
        canvas.line(area, line, Line::from(vec![Span::raw(format!(" {pointer} ")), theme.span(Role::Dim, number)]));
        let entry = self.row_at(row);
        let id = entry.map(|entry| entry.id.clone());
        for seen in &layout.columns {
            let column = &self.columns[seen.column];
            let draft = if self.drafts.is_empty() {
                None
            } else {
                self.drafts.get(&Place { row: id.clone(), column: column.id.clone() })
            };
            let value = entry.and_then(|entry| entry.cells.get(&column.id));
            let (role, text) = match (draft, value) {
                (Some(draft), _) => (Role::Error, draft.clone()),
                (None, Some(value)) => (Role::Text, cell::shown(&column.kind, value, self.year())),
                (None, None) => (Role::Text, String::new()),
            };
            let text = width::cut(&text, seen.width, theme.marks().ellipsis);
            put(canvas, area, line, *seen, &column.kind, theme.span(role, text));
            if selected && seen.column == self.column {
                let place = part(area, seen.x, seen.width.max(1));
                canvas.select(place, line);
                canvas.put_cursor(place, 0, line);
            }
        }
        let (role, words) = self.verdict_words(row);
        let verdict = part(area, layout.verdict, usize::from(area.width).saturating_sub(layout.verdict + 1));
        canvas.line_right(verdict, line, theme.span(role, words));
        if chosen {
            canvas.select(area, line);
        }
    }

    /// The field covers what stands right of its cell where it needs the room.
    fn draw_field(&self, canvas: &mut Canvas<'_>, area: Rect, layout: &Layout) {
        let Some(editing) = &self.editing else { return };
        let Some(seen) = layout.columns.iter().find(|seen| seen.column == self.column) else { return };
        let line = self.cursor.visible(self.count(), area.height).position(|row| row == self.selected());
        let Some(line) = line.and_then(|line| u16::try_from(line).ok()) else { return };
        let wanted = seen.width.max(FIELD).max(width::of(editing.field.text()) + 2);
        // What the row comes to is read while typing.
        let room = layout.verdict.saturating_sub(1);
        // At the right edge it begins further left rather than show a few letters only.
        let x = seen.x.min(room.saturating_sub(wanted.min(FIELD)));
        let place = part(area, x, wanted.min(room.saturating_sub(x)));
        editing.field.render(canvas, Rect { y: place.y.saturating_add(line), height: 1, ..place }.intersection(area));
    }

    /// The selected cell in full and what its digits stand for.
    fn draw_detail(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(column) = self.here() else { return };
        if let Some(refusal) = &self.refusal {
            canvas.rule_titled(area, 0, &t!("screen_register.refused", count = refusal.count));
            for (row, cell) in (1..area.height).zip(&refusal.first) {
                canvas.text(area, row, Role::Error, &format!(" {cell}"));
            }
            return;
        }
        let title =
            t!("screen_register.column", title = column.title, number = self.column + 1, count = self.columns.len());
        canvas.rule_titled(area, 0, &title);
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let columns = usize::from(inner.width);
        let keys = width::packed(&cell::keys(&column.kind), columns);
        let full = self.value().map(|value| cell::full(&column.kind, value)).unwrap_or_default();
        let full = width::paragraphs(&full, columns).into_iter().filter(|_| keys.is_empty());
        for (row, line) in (1..inner.height).zip(keys.iter().map(String::as_str).chain(full)) {
            canvas.text(inner, row, Role::Text, line);
        }
        let (role, words) = self.verdict_words(self.selected());
        if keys.len() + 1 < usize::from(inner.height) && !words.is_empty() {
            let words = Line::from(canvas.theme().span(role, format!(" {words}")));
            canvas.line_right(inner, inner.height.saturating_sub(1), words);
        }
    }
}

/// What the column takes, with an example.
pub(super) fn advice(column: &Column) -> String {
    let kind = match &column.kind {
        ColumnKind::Text => t!("screen_register.takes_text"),
        ColumnKind::Number => t!("screen_register.takes_number"),
        ColumnKind::Date => t!("screen_register.takes_date"),
        ColumnKind::YesNo => t!("screen_register.takes_yes_no"),
        ColumnKind::Choice(_) => t!("screen_register.takes_choice"),
    };
    let required = if column.required == Required::Yes { t!("screen_register.required") } else { "".into() };
    format!("{}: {kind}{required}", column.title)
}

/// With a capital at its beginning.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Columns `x` to `x + wide` of `area`.
fn part(area: Rect, x: usize, wide: usize) -> Rect {
    let x = u16::try_from(x).unwrap_or(u16::MAX).min(area.width);
    let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(area.width - x);
    Rect { x: area.x + x, width: wide, ..area }
}

/// Figures stand at the right of their column.
fn put(canvas: &mut Canvas<'_>, area: Rect, row: u16, seen: Seen, kind: &ColumnKind, text: Span<'_>) {
    let place = part(area, seen.x, seen.width);
    match kind {
        ColumnKind::Number => canvas.line_right(place, row, text),
        _ => canvas.line(place, row, text),
    }
}

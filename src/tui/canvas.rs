//! Drawing that cannot leave its area: on a window of any size the worst that happens is a cut text.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::theme::{Role, Theme};
use super::width;

/// What a screen draws on: the cells, the theme, and where the real cursor goes.
///
/// The terminal's own cursor must stand where the text is: Vietnamese keyboards and screen readers look there.
#[derive(Debug)]
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    cursor: Option<Position>,
    selected: Option<u16>,
}

impl<'a> Canvas<'a> {
    /// Draws on `buffer` with `theme`.
    pub fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme, cursor: None, selected: None }
    }

    /// Colours and marks.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Where the cursor was put, if it was.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// The line of the row that was selected last, if one was.
    pub fn selected(&self) -> Option<u16> {
        self.selected
    }

    /// Puts the real cursor at column `x` and row `y` of `area`, held inside it.
    pub fn put_cursor(&mut self, area: Rect, x: u16, y: u16) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            let x = area.x + x.min(area.width - 1);
            let y = area.y + y.min(area.height - 1);
            self.cursor = Some(Position { x, y });
        }
    }

    /// Draws one line on row `row` of `area`, cut with an ellipsis where it does not fit.
    pub fn line<'l>(&mut self, area: Rect, row: u16, line: impl Into<Line<'l>>) {
        let Some(place) = self.row(area, row) else { return };
        let line = width::fit(line.into(), usize::from(place.width), self.theme.marks().ellipsis);
        self.put(place.x, place, &line);
    }

    /// Draws one line at the right edge of row `row` of `area`.
    pub fn line_right<'l>(&mut self, area: Rect, row: u16, line: impl Into<Line<'l>>) {
        let Some(place) = self.row(area, row) else { return };
        let line = width::fit(line.into(), usize::from(place.width), self.theme.marks().ellipsis);
        let used = u16::try_from(line.width()).unwrap_or(place.width).min(place.width);
        self.put(place.right() - used, place, &line);
    }

    /// Draws text in one meaning on row `row` of `area`.
    pub fn text(&mut self, area: Rect, row: u16, role: Role, text: &str) {
        self.line(area, row, self.theme.span(role, text.to_owned()));
    }

    /// Draws a line across row `row` of `area`.
    pub fn rule(&mut self, area: Rect, row: u16) {
        let line = self.theme.marks().horizontal.repeat(usize::from(area.width));
        self.text(area, row, Role::Rule, &line);
    }

    /// Draws a line across with a heading in it: `── 2.4 ────────`.
    pub fn rule_titled(&mut self, area: Rect, row: u16, title: &str) {
        let dash = self.theme.marks().horizontal;
        let rest = usize::from(area.width).saturating_sub(width::of(title) + 4);
        let spans = [
            self.theme.span(Role::Rule, dash.repeat(2)),
            self.theme.span(Role::Title, format!(" {title} ")),
            self.theme.span(Role::Rule, dash.repeat(rest)),
        ];
        self.line(area, row, Line::from_iter(spans));
    }

    /// Draws a vertical line down column `column` of `area`.
    pub fn divider(&mut self, area: Rect, column: u16) {
        let vertical = self.theme.span(Role::Rule, self.theme.marks().vertical);
        for row in 0..area.height {
            let place = Rect { x: area.x.saturating_add(column), width: 1, ..area };
            self.line(place.intersection(area), row, vertical.clone());
        }
    }

    /// Gives row `row` of `area` the look of the selected row.
    pub fn select(&mut self, area: Rect, row: u16) {
        if let Some(place) = self.row(area, row) {
            self.buffer.set_style(place, self.theme.style(Role::Selected));
            self.selected = Some(place.y);
        }
    }

    fn row(&self, area: Rect, row: u16) -> Option<Rect> {
        let place = Rect { y: area.y.checked_add(row)?, height: 1, ..area };
        let place = place.intersection(area).intersection(self.buffer.area);
        (!place.is_empty()).then_some(place)
    }

    fn put(&mut self, x: u16, place: Rect, line: &Line<'_>) {
        self.buffer.set_line(x, place.y, line, place.right().saturating_sub(x));
    }
}

/// Joins pieces with a separator, as the right-hand side of line 1 and the hints do.
pub fn joined<'a>(pieces: impl IntoIterator<Item = Vec<Span<'a>>>, separator: &Span<'a>) -> Line<'a> {
    let mut line = Line::default();
    for piece in pieces {
        if !line.spans.is_empty() {
            line.push_span(separator.clone());
        }
        line.extend(piece);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{GlyphChoice, ThemeChoice};

    #[test]
    fn nothing_drawn_outside_panics_or_shows() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        let theme = Theme::new(ThemeChoice::Dark, GlyphChoice::Standard);
        let mut canvas = Canvas::new(&mut buffer, theme);
        for area in [Rect::new(0, 0, 300, 300), Rect::new(9, 1, 5, 5), Rect::new(50, 50, 1, 1), Rect::ZERO] {
            for row in [0, 1, 2, u16::MAX] {
                canvas.line(area, row, "Đơn vị kiểm tra");
                canvas.line_right(area, row, "Điểm số của đơn vị");
                canvas.rule_titled(area, row, "2.4");
                canvas.select(area, row);
            }
            canvas.divider(area, 3);
            canvas.put_cursor(area, u16::MAX, u16::MAX);
        }
        assert_eq!(canvas.cursor(), Some(Position { x: 9, y: 1 }));
    }
}

//! Number, day and reason.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::World;
use crate::vietnamese::date::parse_date;

/// Columns of the names of lines.
const NAMES: usize = 15;

/// A line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// Number.
    Number,
    /// Day of issue.
    Date,
    /// Reason.
    Reason,
}

const ROWS: [Row; 3] = [Row::Number, Row::Date, Row::Reason];

/// The form.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) row: Row,
    number: TextField,
    date: TextField,
    reason: TextField,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            row: Row::Number,
            number: TextField::new("", Accepts::Number),
            date: TextField::new("", Accepts::Date),
            reason: TextField::new("", Accepts::Text),
        }
    }
}

impl Form {
    /// Rows it takes.
    pub(super) const HEIGHT: u16 = 3;

    pub(super) fn focus(&self) -> Focus {
        self.field(self.row).focus()
    }

    fn field(&self, row: Row) -> &TextField {
        match row {
            Row::Number => &self.number,
            Row::Date => &self.date,
            Row::Reason => &self.reason,
        }
    }

    /// Why, where anything was typed.
    pub(super) fn reason(&self) -> Option<String> {
        Some(self.reason.text().trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// Goes to the first of number and day that is empty; says whether one was.
    pub(super) fn next_empty(&mut self) -> bool {
        let empty = [Row::Number, Row::Date].into_iter().find(|row| self.field(*row).text().trim().is_empty());
        if let Some(row) = empty {
            self.row = row;
        }
        empty.is_some()
    }

    /// What was typed, or a sentence that says what is wrong.
    pub(super) fn read(&self) -> Result<(u32, NaiveDate), String> {
        let typed = self.number.text().trim();
        let number = typed.parse().map_err(|_| t!("screen_issue.no_number", text = typed).into_owned())?;
        let date = parse_date(self.date.text()).map_err(|error| error.to_string())?;
        Ok((number, date))
    }

    /// Moving and typing.
    pub(super) fn take(&mut self, event: &Event<'_, World>) -> Taken {
        let at = ROWS.iter().position(|row| *row == self.row).unwrap_or(0);
        match event {
            Event::Key(Key::Down | Key::Tab) => self.row = ROWS[(at + 1) % ROWS.len()],
            Event::Key(Key::Up | Key::BackTab) => self.row = ROWS[(at + ROWS.len() - 1) % ROWS.len()],
            event => {
                return match self.row {
                    Row::Number => self.number.take(event),
                    Row::Date => self.date.take(event),
                    Row::Reason => self.reason.take(event),
                };
            }
        }
        Taken::Used
    }

    /// ```text
    ///  > Số             5_                                   /TB-SNV
    ///    Ngày           23/10/2025
    ///    Lý do
    /// ```
    pub(super) fn render(&self, canvas: &mut Canvas<'_>, area: Rect, notation: &str) {
        let theme = canvas.theme();
        for (line, row) in (0..area.height).zip(ROWS) {
            let name = t!(match row {
                Row::Number => "screen_issue.number",
                Row::Date => "screen_issue.date",
                Row::Reason => "screen_issue.reason",
            });
            let is_selected = row == self.row;
            let mark = if is_selected { theme.marks().pointer } else { " " };
            canvas.line(area, line, Line::from(theme.span(Role::Dim, format!("{mark} {}", width::pad(&name, NAMES)))));
            let used = u16::try_from(NAMES + 2).unwrap_or(0).min(area.width);
            let mut value =
                Rect { x: area.x + used, y: area.y.saturating_add(line), width: area.width - used, height: 1 };
            if row == Row::Number {
                let behind = format!("/{notation}");
                let wide = u16::try_from(width::of(&behind)).unwrap_or(0);
                value.width = value.width.min(8);
                let place = Rect { x: value.x + value.width, width: area.width - used - value.width, ..value };
                canvas.text(place, 0, Role::Dim, &behind[..if wide > place.width { 0 } else { behind.len() }]);
            }
            if is_selected {
                self.field(row).render(canvas, value);
            } else {
                canvas.text(value, 0, Role::Text, self.field(row).text());
            }
            if is_selected {
                canvas.select(area, line);
            }
        }
    }
}

//! Figures and rates over the years: the yearly indicator table.

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::{Overview, words};
use crate::overview::{Trend, Trends, YearColumn};
use crate::tui::canvas::Canvas;
use crate::tui::screens::overview::source::Reading;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::vietnamese::date::format_date;

/// Columns of a year.
const YEAR: usize = 12;
/// Columns of the level.
const LEVEL: usize = 7;
/// Columns of the pointer.
const POINTER: usize = 3;

impl Overview {
    /// ```text
    ///    Cấp    Chỉ tiêu                                 2024        2025
    ///  > xã     Số TTHC đã niêm yết (thủ tục)           1.234      1.310*
    /// ── xã · Số TTHC đã niêm yết (thủ tục) ─────────────────────────────
    ///  2025: 1.310, cộng của 12/15 đơn vị (2025-dot-1: 01/01/2025 – 30/6/2025)
    /// ```
    pub(super) fn draw_years(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(years) = &self.years else {
            let text = match self.reading_years {
                Reading::Stopped => t!("screen_overview.stopped"),
                _ => t!("screen_overview.reading_years"),
            };
            canvas.text(inner, 1, Role::Dim, &text);
            return;
        };
        let trends = &years.trends;
        if trends.rows.is_empty() {
            canvas.text(inner, 1, Role::Dim, &t!("screen_overview.no_years"));
            return;
        }
        let theme = canvas.theme();
        let least = 24;
        let room = usize::from(area.width).saturating_sub(POINTER + LEVEL + least + 2);
        let shown = (room / YEAR).clamp(1, trends.years.len().max(1));
        let label = usize::from(area.width).saturating_sub(POINTER + LEVEL + shown * YEAR + 2);
        // The newest years are seen first; Left goes back.
        let newest = trends.years.len();
        self.year.set(self.year.get().min(newest.saturating_sub(shown)));
        let seen = newest - self.year.get() - shown.min(newest)..newest - self.year.get();
        canvas.line(area, 0, heading(&theme, &trends.years[seen.clone()], label, seen.start > 0));
        let (list, below) = words::split(Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area });
        self.cursor()
            .render(canvas, list, trends.rows.len(), |index| row(&theme, &trends.rows[index], seen.clone(), label));
        if let Some(trend) = trends.rows.get(self.selected()) {
            let title = format!("{} · {}", words::level(trend.level), words::indicator(&trend.indicator));
            words::panel(canvas, below, &title, &details(trends, trend));
        }
    }
}

fn heading(theme: &Theme, years: &[YearColumn], label: usize, has_earlier: bool) -> Line<'static> {
    let mut text = " ".repeat(POINTER);
    text.push_str(&width::pad(&t!("screen_overview.level_column"), LEVEL));
    let earlier = if has_earlier { t!("screen_overview.earlier_years").into_owned() } else { String::new() };
    let indicator = t!("screen_overview.indicator_column");
    let indicator = width::cut(&indicator, label.saturating_sub(width::of(&earlier)), theme.marks().ellipsis);
    text.push_str(&width::pad(&indicator, label.saturating_sub(width::of(&earlier))));
    text.push_str(&earlier);
    for year in years {
        text.push_str(&width::pad_left(&year.year.to_string(), YEAR));
    }
    Line::from(theme.span(Role::Dim, text))
}

fn row(theme: &Theme, trend: &Trend, seen: std::ops::Range<usize>, label: usize) -> Line<'static> {
    let name = width::cut(&words::indicator(&trend.indicator), label, theme.marks().ellipsis);
    let mut line = Line::from(vec![
        theme.span(Role::Dim, width::pad(&words::level(trend.level), LEVEL)),
        theme.span(Role::Text, width::pad(&name, label)),
    ]);
    for value in &trend.values[seen] {
        // A year without figures stays blank: nothing is known, which is not zero.
        let text = value.map(|value| {
            let star = if value.units < value.of { "*" } else { " " };
            format!("{}{star}", words::value(value.value, trend.is_share))
        });
        line.push_span(theme.span(Role::Text, width::pad_left(&text.unwrap_or_default(), YEAR)));
    }
    line
}

/// Each year in words, the newest first.
fn details(trends: &Trends, trend: &Trend) -> Vec<(Role, String)> {
    let years = trends.years.iter().zip(&trend.values).rev();
    let line = |(year, value): (&YearColumn, &Option<crate::overview::TrendValue>)| {
        let rounds: Vec<String> = year
            .rounds
            .iter()
            .map(|round| format!("{}: {} – {}", round.id, format_date(round.period.from), format_date(round.period.to)))
            .collect();
        let rounds = rounds.join("; ");
        match value {
            Some(value) => {
                let (number, put) = (words::value(value.value, trend.is_share), words::put(value));
                let text = t!("screen_overview.year", year = year.year, value = number, put = put, rounds = rounds);
                (Role::Text, text.into_owned())
            }
            None => (Role::Dim, t!("screen_overview.year_blank", year = year.year, rounds = rounds).into_owned()),
        }
    };
    years.map(line).collect()
}

//! Drawing one item at all units.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::across::ItemAcross;
use super::cells;
use super::fill::{self, Fill, Stage, Way, What};
use crate::assessment::Answered;
use crate::inspection::{FieldChange, Unit};
use crate::tui::canvas::Canvas;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;

impl ItemAcross {
    pub(super) fn row(&self, theme: &Theme, unit: &Unit, columns: usize) -> Line<'static> {
        let marks = theme.marks();
        let chosen = if self.chosen.contains(&unit.id) { "[x] " } else { "[ ] " };
        let name = (columns / 3).clamp(12, 40);
        let name = width::pad(&width::cut(&unit.name, name - 2, marks.ellipsis), name);
        let mut line = Line::from(vec![Span::raw(chosen), Span::raw(name)]);
        let Some(cell) = self.readings.cell(&unit.id, &self.place.key) else {
            let why =
                if self.readings.has_read(&unit.id) { "screen_grid.not_asked_there" } else { "screen_grid.to_read" };
            line.push_span(theme.span(Role::Dim, t!(why)));
            return line;
        };
        let result = cells::full(theme, cell);
        let used: usize = result.iter().map(Span::width).sum();
        line.extend(result);
        line.push_span(Span::raw(" ".repeat(18_usize.saturating_sub(used).max(1))));
        match self.fill.as_ref().filter(|fill| fill.stage == Stage::Asking && fill.units.contains(&unit.id)) {
            None => line.push_span(theme.span(Role::Dim, cell.remark.clone().unwrap_or_default().replace('\n', " "))),
            Some(fill) => {
                let effect = self.item().map(|item| fill.effect(item, &unit.id, cell));
                let (role, text) = match effect {
                    Some(fill::Effect::Changes(changes)) => (Role::Changed, becomes(&changes)),
                    Some(fill::Effect::LeftOut(why)) => (Role::Error, why),
                    Some(fill::Effect::Same) | None => (Role::Dim, t!("screen_grid.same").into_owned()),
                };
                line.push_span(theme.span(role, text));
            }
        }
        line
    }

    /// ```text
    /// ── Nhận xét cho 3 đơn vị ─────────────────────────────────────────
    ///  Bảng niêm yết đặt khuất sau cửa.
    ///  Thêm vào sau nhận xét đã có (Tab: thay nhận xét đã có)
    /// ```
    pub(super) fn draw_form(&self, canvas: &mut Canvas<'_>, area: Rect, fill: &Fill) {
        let count = fill.units.len();
        let title = match fill.what {
            What::Remark(_) => t!("screen_grid.remark_for", count = count),
            What::Copies(_) => t!("screen_grid.copy_to", count = count),
            _ => t!("screen_grid.record_for", count = count, what = fill.words()),
        };
        canvas.rule_titled(area, 0, &title);
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let text = Rect { y: area.y + 1, height: area.height.saturating_sub(2).min(2), ..inner };
        match (&fill.what, fill.stage) {
            (What::Value(field), Stage::Writing) => field.render(canvas, Rect { height: 1, ..text }),
            (What::Remark(area), Stage::Writing) => area.render(canvas, text),
            _ => {
                let (mut written, mut overwritten, mut left_out) = (0, 0, 0);
                for (unit, effect) in self.effects_of(fill) {
                    let cell = self.readings.cell(unit, &self.place.key);
                    match effect {
                        fill::Effect::Changes(changes) => {
                            written += 1;
                            let judged = cell.is_some_and(|cell| cell.answered == Answered::Yes);
                            let verdict = changes.iter().any(|change| !matches!(change, FieldChange::Remark(_)));
                            overwritten += usize::from(judged && verdict);
                        }
                        fill::Effect::LeftOut(_) => left_out += 1,
                        fill::Effect::Same => {}
                    }
                }
                let summary =
                    t!("screen_grid.summary", changed = written, overwritten = overwritten, left_out = left_out);
                canvas.text(text, 0, Role::Text, &summary);
                let kept = fill.kept_numbers();
                if !kept.is_empty() {
                    canvas.text(text, 1, Role::Changed, &t!("screen_grid.kept", numbers = kept.join(", ")));
                }
            }
        }
        if fill.has_remark() {
            let way = if fill.way == Way::Append { "screen_grid.appends" } else { "screen_grid.replaces" };
            canvas.text(inner, 3, Role::Dim, &t!(way));
        }
    }
}

/// What an answer becomes, in one line.
fn becomes(changes: &[FieldChange]) -> String {
    let words = changes.iter().filter_map(|change| match change {
        FieldChange::Verdict(Some(verdict)) => Some(verdict_mark::word(*verdict)),
        FieldChange::Remark(remark) => remark.clone(),
        change => change.value().as_str().map(str::to_owned),
    });
    format!("→ {}", words.collect::<Vec<_>>().join(" · "))
}

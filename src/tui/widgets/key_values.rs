//! Rows of a name and its value, values aligned.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;

/// One row. Values stand right, so that digits stand under digits; what belongs to a value stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue<'l> {
    /// At the left.
    pub name: Line<'l>,
    /// Right-aligned in its column.
    pub value: Line<'l>,
    /// Behind the value: a check, a unit.
    pub note: Line<'l>,
}

/// Draws rows from the top of `area`: values end `value_end` columns from its left, notes begin two behind.
pub fn render(canvas: &mut Canvas<'_>, area: Rect, value_end: u16, rows: &[KeyValue<'_>]) {
    let value_end = value_end.min(area.width);
    for (row, entry) in (0..area.height).zip(rows) {
        let wide = u16::try_from(entry.value.width()).unwrap_or(u16::MAX);
        let name = Rect { width: value_end.saturating_sub(wide.saturating_add(1)), ..area };
        canvas.line(name, row, entry.name.clone());
        canvas.line_right(Rect { width: value_end, ..area }, row, entry.value.clone());
        let start = value_end.saturating_add(2).min(area.width);
        let note = Rect { x: area.x + start, width: area.width - start, ..area };
        canvas.line(note, row, entry.note.clone());
    }
    if rows.len() > usize::from(area.height) && area.height > 0 {
        // Something is below: say so rather than hide it.
        let more = canvas.theme().marks().ellipsis;
        let last = area.height - 1;
        canvas.text(area, last, Role::Dim, &" ".repeat(usize::from(area.width)));
        canvas.text(area, last, Role::Dim, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::draw;

    #[test]
    fn digits_stand_under_digits() {
        let row = |name: &'static str, value: &'static str, note: &'static str| KeyValue {
            name: Line::from(name),
            value: Line::from(value),
            note: Line::from(note),
        };
        let rows = [
            row("Tiếp nhận", "10.095", "= 2.260 + 7.006 + 829  √"),
            row("  kỳ trước chuyển sang", "829", ""),
            row("Tỷ lệ đúng hạn", "95,89%", "đơn vị báo 96,9%  × sai"),
        ];
        let picture = draw(60, 3, |canvas, area| render(canvas, area, 34, &rows));
        insta::assert_snapshot!(picture, @r#"
Tiếp nhận                   10.095  = 2.260 + 7.006 + 829  √
  kỳ trước chuyển sang         829
Tỷ lệ đúng hạn              95,89%  đơn vị báo 96,9%  × sai
"#);
        let picture = draw(60, 2, |canvas, area| render(canvas, area, 34, &rows));
        insta::assert_snapshot!(picture, @r#"
Tiếp nhận                   10.095  = 2.260 + 7.006 + 829  √
…
"#);
    }
}

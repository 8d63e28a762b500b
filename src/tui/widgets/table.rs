//! A table with a heading row; numbers stand right.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::list::ListCursor;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::width;

/// At which edge of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnWidth {
    /// So many columns of the terminal.
    Exact(u16),
    /// As wide as its widest cell, at most so many.
    Fit(u16),
    /// An equal share of what the others leave.
    Fill,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading; may be empty.
    pub title: String,
    /// Its width.
    pub width: ColumnWidth,
    /// Where cells and heading stand.
    pub align: Align,
}

impl Column {
    /// A column of text.
    pub fn text(title: impl Into<String>, width: ColumnWidth) -> Self {
        Self { title: title.into(), width, align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>, width: ColumnWidth) -> Self {
        Self { title: title.into(), width, align: Align::Right }
    }
}

/// Columns between two cells.
const GAP: usize = 2;

/// Draws the heading (dim) and the rows with `cursor`'s selection. Rows may be shorter than `columns`.
pub fn render(canvas: &mut Canvas<'_>, area: Rect, columns: &[Column], rows: &[Vec<Line<'_>>], cursor: &ListCursor) {
    let theme = canvas.theme();
    let ellipsis = theme.marks().ellipsis;
    let widths = widths(usize::from(area.width).saturating_sub(4), columns, rows);
    let heading: Vec<Line<'_>> =
        columns.iter().map(|column| Line::from(theme.span(Role::Dim, column.title.clone()))).collect();
    let mut heading = row_line(&heading, columns, &widths, ellipsis);
    heading.spans.insert(0, Span::raw("   "));
    canvas.line(area, 0, heading);
    let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    cursor.render(canvas, body, rows.len(), |index| row_line(&rows[index], columns, &widths, ellipsis));
}

fn widths(room: usize, columns: &[Column], rows: &[Vec<Line<'_>>]) -> Vec<usize> {
    let widest = |index: usize| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(Line::width);
        cells.chain([width::of(&columns[index].title)]).max().unwrap_or(0)
    };
    let own: Vec<Option<usize>> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| match column.width {
            ColumnWidth::Exact(exact) => Some(usize::from(exact)),
            ColumnWidth::Fit(most) => Some(widest(index).min(usize::from(most))),
            ColumnWidth::Fill => None,
        })
        .collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    let left = room.saturating_sub(own.iter().flatten().sum::<usize>() + gaps);
    let fills = own.iter().filter(|width| width.is_none()).count();
    let mut first_fill = true;
    own.into_iter()
        .map(|width| {
            width.unwrap_or_else(|| {
                let odd = if std::mem::take(&mut first_fill) { left % fills.max(1) } else { 0 };
                left / fills.max(1) + odd
            })
        })
        .collect()
}

fn row_line<'l>(cells: &[Line<'l>], columns: &[Column], widths: &[usize], ellipsis: &str) -> Line<'l> {
    let mut line = Line::default();
    for (index, ((cell, column), columns_wide)) in cells.iter().zip(columns).zip(widths).enumerate() {
        if index > 0 {
            line.push_span(Span::raw(" ".repeat(GAP)));
        }
        let cell = width::fit(cell.clone(), *columns_wide, ellipsis);
        let space = Span::raw(" ".repeat(columns_wide.saturating_sub(cell.width())));
        if column.align == Align::Right {
            line.push_span(space);
            line.extend(cell);
        } else {
            line.extend(cell);
            line.push_span(space);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::draw;

    #[test]
    fn numbers_stand_right_and_long_names_are_cut() {
        let columns = [
            Column::text("Đơn vị", ColumnWidth::Fill),
            Column::text("Ngày", ColumnWidth::Exact(5)),
            Column::number("Điểm", ColumnWidth::Fit(9)),
        ];
        let row = |name: &'static str, date: &'static str, points: &'static str| {
            vec![Line::from(name), Line::from(date), Line::from(points)]
        };
        let rows = [
            row("UBND xã Mẫu A", "19/10", "71,5/84"),
            row("UBND phường Mẫu có tên rất dài", "19/10", "8/88"),
            vec![Line::from("UBND xã chưa đi")],
        ];
        let mut cursor = ListCursor::default();
        cursor.select(1);
        let picture = draw(44, 5, |canvas, area| render(canvas, area, &columns, &rows, &cursor));
        insta::assert_snapshot!(picture, @r#"
  Đơn vị                    Ngày      Điểm
  UBND xã Mẫu A             19/10  71,5/84
> UBND phường Mẫu có tên …  19/10     8/88
  UBND xã chưa đi
"#);
    }
}

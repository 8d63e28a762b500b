//! The files of a look, what is to be said of the selected one, and what it brings unit by unit.

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::super::spoken;
use super::{MergePacks, Pane, detail};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::tui::width;
use crate::tui::work::{FileLook, PlaceLine};

/// From this width on files and detail stand side by side.
const WIDE: u16 = 116;
/// Columns of the detail there.
const DETAIL: u16 = 54;
/// Least rows of the files.
const FILES: u16 = 3;

impl MergePacks {
    /// ```text
    ///    Tệp              Từ máy                  Mới  Tình trạng
    ///  > tv2.ktra         hp-07 (Thành viên 2)    312  gộp được, 2 ý kiến khác nhau
    ///    tv3.ktra         dell-02                      chờ so sáu từ
    /// ── tv2.ktra ─────────────────────────────────────────────────────────────────
    ///  Đợt: Kiểm tra CCHC 2025 …
    /// ```
    pub(super) fn render_look(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(file) = self.selected() else { return };
        if self.pane == Pane::Places {
            return render_places(self, canvas, area, file);
        }
        if area.width >= WIDE {
            let files = Rect { width: area.width - DETAIL - 1, ..area };
            self.render_files(canvas, files);
            canvas.divider(Rect { x: files.right(), width: 1, ..area }, 0);
            let inner = Rect { x: files.right() + 2, width: DETAIL.saturating_sub(3), ..area };
            self.render_detail(canvas, inner, file);
            return;
        }
        let count = u16::try_from(self.files().len()).unwrap_or(u16::MAX).saturating_add(1);
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let wanted = self.detail_height(file, inner.width).saturating_add(1);
        // The detail gets what it needs, but for the rows that show where one is.
        let most = area.height.saturating_sub(count.min(FILES));
        let below = wanted.min(most);
        let above = area.height - below;
        self.render_files(canvas, Rect { height: above.min(count), ..area });
        let above = above.min(count);
        if above < area.height {
            canvas.rule_titled(area, above, &file.name);
            let rest = area.height - above - 1;
            self.render_detail(canvas, Rect { y: area.y + above + 1, height: rest, ..inner }, file);
        }
    }

    fn render_files(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let roomy = area.width >= 76;
        let mut columns = vec![Column::text(t!("screen_exchange.file"), ColumnWidth::Fill)];
        if roomy {
            columns.push(Column::text(t!("screen_exchange.from"), ColumnWidth::Fill));
        }
        columns.push(Column::number(t!("screen_exchange.new"), ColumnWidth::Fit(7)));
        if roomy {
            columns.push(Column::number(t!("screen_exchange.known"), ColumnWidth::Fit(7)));
        }
        columns.push(Column::text(t!("screen_exchange.state"), ColumnWidth::Fit(26)));
        let row = |file: &FileLook| {
            let (role, state) = detail::state(file, self.stage);
            let number = |count: Option<usize>| Line::from(count.map(|count| count.to_string()).unwrap_or_default());
            let mut cells = vec![Line::from(theme.span(Role::Text, file.name.clone()))];
            if roomy {
                cells.push(Line::from(theme.span(Role::Text, detail::from(file))));
            }
            cells.push(number(file.taken().map(|taken| taken.new)));
            if roomy {
                cells.push(number(file.taken().map(|taken| taken.known)));
            }
            cells.push(Line::from(theme.span(role, state)));
            cells
        };
        let rows: Vec<_> = self.files().iter().map(row).collect();
        table::render(canvas, area, &columns, &rows, &self.cursor);
    }

    fn detail_height(&self, file: &FileLook, columns: u16) -> u16 {
        let lines = self.detail_of(file);
        let rows: usize = lines.iter().map(|(_, text)| width::paragraphs(text, usize::from(columns)).len()).sum();
        let asked = if self.asking.is_some() { 2 } else { 0 };
        u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(asked)
    }

    fn detail_of(&self, file: &FileLook) -> Vec<(Role, String)> {
        self.look.as_ref().map(|look| detail::lines(file, look, self.here.as_ref())).unwrap_or_default()
    }

    fn render_detail(&self, canvas: &mut Canvas<'_>, area: Rect, file: &FileLook) {
        let mut row = 0;
        if let Some(field) = &self.asking {
            let prompt = format!("{} ", t!("screen_exchange.merge.ask_words"));
            canvas.text(area, 0, Role::Changed, &prompt);
            let used = u16::try_from(width::of(&prompt)).unwrap_or(area.width).min(area.width);
            let field_area = Rect { x: area.x + used, width: area.width - used, height: area.height.min(1), ..area };
            field.render(canvas, field_area);
            row = 2;
        }
        for (role, text) in self.detail_of(file) {
            row = spoken::paragraph(canvas, area, row, role, &text);
        }
    }
}

/// ```text
///    Nội dung                                      Mới  Khác nhau  Song song
///  > UBND xã Mẫu A · 2.4 Địa chỉ tiếp nhận …         3          1
/// ```
fn render_places(screen: &MergePacks, canvas: &mut Canvas<'_>, area: Rect, file: &FileLook) {
    let theme = canvas.theme();
    let number = |key: &str| Column::number(t!(format!("screen_exchange.{key}")), ColumnWidth::Fit(10));
    let mut columns = vec![Column::text(t!("screen_exchange.places.title"), ColumnWidth::Fill), number("new")];
    let roomy = area.width >= 76;
    columns.push(number("conflicts"));
    if roomy {
        columns.push(number("parallel"));
        columns.push(number("outside"));
    }
    let row = |place: &PlaceLine| {
        let name = match (&place.unit, &place.item) {
            (None, _) => t!("screen_exchange.places.round").into_owned(),
            (Some(unit), None) => unit.clone(),
            (Some(unit), Some(item)) => format!("{unit} {} {item}", theme.marks().dot),
        };
        let count = |count: usize, role| {
            let text = if count == 0 { String::new() } else { count.to_string() };
            Line::from(theme.span(role, text))
        };
        let counts = place.count;
        let mut cells = vec![
            Line::from(theme.span(Role::Text, name)),
            count(counts.new, Role::Text),
            count(counts.conflicts, Role::Error),
        ];
        if roomy {
            cells.push(count(counts.parallel, Role::Changed));
            cells.push(count(counts.outside_assignment, Role::Changed));
        }
        cells
    };
    let rows: Vec<_> = file.places.iter().map(row).collect();
    table::render(canvas, area, &columns, &rows, &screen.places);
}

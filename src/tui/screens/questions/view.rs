//! Drawing the list of questions, and all that is known of the selected one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{QuestionList, words};
use crate::inspection::Question;
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;

/// Columns of how a question stands.
const STATE: usize = 16;
/// Columns of an item's number.
const NUMBER: usize = 6;
/// Columns of a unit's name.
const NAME: usize = 14;
/// Columns of a member's name, with an arrow.
const WHO: usize = 16;
/// Columns of the pointer and between the parts.
const EDGES: usize = 7;

impl QuestionList {
    /// ```text
    ///  > CHỜ TRẢ LỜI ?   Mẫu A          2.1   Có ảnh chụp bảng không?    ← Thành viên 1
    ///    ĐÃ SỬA √        Mẫu B          1.2   Vì sao lệch 12?            → Thành viên 3
    /// ── UBND xã Mẫu A, 2.1 ──────────────────────────────────────────────────────────
    ///  Địa chỉ tiếp nhận phản ánh, kiến nghị
    ///  Thành viên 1 hỏi Thành viên 2, 19/10/2025 09:42: Có ảnh chụp bảng không?
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        if self.questions.is_none() {
            return;
        }
        let Some(selected) = self.selected() else {
            let lines = width::paragraphs(&t!("screen_questions.none_here"), usize::from(inner.width))
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            for (row, line) in (0..inner.height).zip(lines) {
                canvas.text(inner, row, Role::Dim, &line);
            }
            return;
        };
        let below = (area.height / 2).min(10);
        let list = Rect { height: area.height - below, ..area };
        let columns = usize::from(area.width);
        self.cursor.render(canvas, list, self.rows.len(), |row| self.row(&theme, &self.all()[self.rows[row]], columns));
        let under = Rect { y: list.bottom(), height: below, ..area };
        let unit = self.open.round.unit(&selected.unit).map_or(selected.unit.as_str(), |unit| &unit.name);
        let (number, ask) = self.item(selected);
        canvas.rule_titled(under, 0, &format!("{unit}, {number}"));
        let text = Rect { y: under.y.saturating_add(1), height: below.saturating_sub(1), ..inner };
        let mut lines = vec![(Role::Title, ask)];
        lines.extend(words::told(&self.open, selected));
        let columns = usize::from(text.width);
        let wrapped = lines.iter().flat_map(|(role, line)| {
            width::paragraphs(line, columns).into_iter().map(|line| (*role, line.to_owned())).collect::<Vec<_>>()
        });
        for (row, (role, line)) in (0..text.height).zip(wrapped) {
            canvas.text(text, row, role, &line);
        }
    }

    fn item(&self, question: &Question) -> (String, String) {
        match self.open.numbered_item(&question.key) {
            Some((number, item)) => (number, item.ask.clone()),
            None => (question.key.to_string(), String::new()),
        }
    }

    fn row(&self, theme: &Theme, question: &Question, columns: usize) -> Line<'static> {
        let ellipsis = theme.marks().ellipsis;
        let (role, state) = words::state(theme.marks(), question);
        let unit = self.open.round.unit(&question.unit).map_or(question.unit.as_str(), |unit| &unit.name);
        let unit = crate::tui::screens::grid::short_name(unit);
        // Whoever is the other one: who asks me, or whom somebody asks.
        let who = if question.to == self.member.id.as_str() {
            format!("← {}", words::name_of(&self.open, question.by.as_deref()))
        } else {
            format!("→ {}", words::name_of(&self.open, Some(&question.to)))
        };
        let text = columns.saturating_sub(STATE + NAME + WHO + NUMBER + EDGES);
        let said = question.text.replace('\n', " ");
        Line::from_iter([
            theme.span(role, width::pad(&state, STATE)),
            Span::raw(format!("{} ", width::pad(&width::cut(&unit, NAME, ellipsis), NAME))),
            theme.span(Role::Dim, width::pad(&self.item(question).0, NUMBER)),
            Span::raw(width::pad(&width::cut(&said, text, ellipsis), text + 2)),
            theme.span(Role::Dim, width::cut(&who, WHO, ellipsis)),
        ])
    }
}

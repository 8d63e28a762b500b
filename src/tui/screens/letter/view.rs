//! Drawing a letter: its lines and what is known beside them, then the page.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::LetterScreen;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::width;
use crate::tui::work::{LetterDesk, LetterKind};
use crate::vietnamese::date::format_date;

type Lines = Vec<(Role, String)>;

impl LetterScreen {
    /// ```text
    ///  > Chỗ sai             trang 2, mục II.3
    ///    Viết sai            Sở Nội vu
    ///    Sửa thành           Sở Nội vụ
    ///    Số công văn         12
    /// ── Đính chính Thông báo số 05/TB-SNV của UBND xã Mẫu A ──────
    ///  Trong thông báo: … theo Công văn của Sở Nội vu về việc …
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if let Some(shown) = &self.shown {
            shown.page.render(canvas, area, &shown.view, shown.panned);
            return;
        }
        self.form.render(canvas, area);
        let top = self.form.height().min(area.height);
        let under = Rect { y: area.y + top, height: area.height - top, ..area };
        if let Some(desk) = &self.desk {
            let columns = usize::from(area.width).saturating_sub(6);
            canvas.rule_titled(under, 0, &width::cut(&self.about(desk), columns, canvas.theme().marks().ellipsis));
        }
        let text = Rect {
            x: under.x.saturating_add(1),
            y: under.y.saturating_add(1),
            width: under.width.saturating_sub(2),
            height: under.height.saturating_sub(1),
        };
        let columns = usize::from(text.width);
        let lines = self.lines();
        let wrapped = lines
            .iter()
            .flat_map(|(role, line)| width::paragraphs(line, columns).into_iter().map(|line| (*role, line)));
        for (row, (role, line)) in (0..text.height).zip(wrapped) {
            canvas.text(text, row, role, line);
        }
    }

    fn about(&self, desk: &LetterDesk) -> String {
        match (self.place.kind, &desk.notice) {
            (LetterKind::Correction, Some(notice)) => {
                t!("screen_letter.corrects", number = notice.number, unit = desk.to).into_owned()
            }
            (LetterKind::Reminder, _) => t!("screen_requirements.reminders_of", unit = desk.to).into_owned(),
            _ if self.place.unit.is_none() => t!("screen_letter.to_all", round = desk.to).into_owned(),
            _ => t!("screen_letter.to", unit = desk.to).into_owned(),
        }
    }

    /// What is in the way first, then what is known.
    fn lines(&self) -> Lines {
        let mut lines: Lines = self.problem.iter().map(|why| (Role::Error, why.clone())).collect();
        let Some(desk) = &self.desk else { return lines };
        lines.extend((1..).zip(&self.slips).map(|(number, slip): (usize, _)| {
            let (at, wrong, right) = (&slip.at, &slip.wrong, &slip.right);
            let text = t!("screen_letter.slip", number = number, at = at, wrong = wrong, right = right);
            (Role::Text, text.into_owned())
        }));
        if self.place.kind == LetterKind::Correction && !self.form.text("wrong").is_empty() {
            lines.push(match self.place_in_notice() {
                Some(around) => (Role::Pass, t!("screen_letter.found", text = around).into_owned()),
                None => (Role::Changed, t!("screen_letter.not_there").into_owned()),
            });
        }
        if self.place.kind == LetterKind::Reminder {
            if desk.reminders.is_empty() {
                lines.push((Role::Dim, t!("screen_requirements.never_reminded").into_owned()));
            }
            lines.extend(desk.reminders.iter().map(|reminder| {
                let letter = &reminder.content.letter;
                let (date, by) = (format_date(letter.date), format_date(reminder.content.report_by));
                let text = t!("screen_requirements.reminded", number = letter.number, date = date, by = by);
                (Role::Dim, text.into_owned())
            }));
        }
        let behind = if desk.notation.is_empty() { String::new() } else { format!("/{}", desk.notation) };
        lines.push(match desk.last {
            Some(last) => (Role::Dim, t!("screen_letter.last", number = format!("{last:02}{behind}")).into_owned()),
            None if behind.is_empty() => (Role::Dim, t!("screen_letter.no_notation").into_owned()),
            None => (Role::Dim, t!("screen_letter.notation", notation = behind).into_owned()),
        });
        if desk.signers.len() > 1 {
            let all: Vec<String> = desk.signers.iter().map(|one| format!("{} ({})", one.name, one.post)).collect();
            lines.push((Role::Dim, t!("screen_letter.signers", names = all.join("; ")).into_owned()));
        }
        lines
    }
}

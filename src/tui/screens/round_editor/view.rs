//! Drawing the editor, and what it offers.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::RoundEditor;
use super::page::{Act, Page, Row, Ticked};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;

/// Columns of the pointer before a row.
const POINTER: u16 = 3;

impl RoundEditor {
    pub(super) fn offered(&self) -> Vec<Offer> {
        let label = |key: &str| t!(format!("screen_round_editor.{key}"));
        if self.confirm.is_some() {
            return vec![Offer::on(Action::Open).named(Action::TakeOut.label()), Offer::on(Action::Back)];
        }
        if self.typing.is_some() {
            return vec![Offer::on(Action::Open).named(label("accept")), Offer::on(Action::Back)];
        }
        let mut offers = Vec::new();
        match self.selected().map(|row| row.act) {
            Some(Act::Type(_)) => offers.push(Offer::on(Action::Open).named(label("type"))),
            Some(Act::Tick(_, Ticked::No)) => offers.push(Offer::on(Action::Open).named(label("tick"))),
            Some(Act::Tick(_, Ticked::Yes)) => offers.push(Offer::on(Action::Open).named(label("untick"))),
            Some(Act::Choose(_) | Act::Take(..)) => offers.push(Offer::on(Action::Open).named(label("choose"))),
            Some(Act::Fixed(reason)) => offers.push(Offer::off(Action::Open, reason)),
            Some(_) => offers.push(Offer::on(Action::Open)),
            None => offers.push(Offer::off(Action::Open, label("nothing_here"))),
        }
        if matches!(self.page(), Page::Members | Page::Units) {
            offers.push(Offer::on(Action::Add));
        }
        if self.removable().is_some() {
            offers.push(Offer::on(Action::TakeOut));
        }
        if self.assignment_here().is_some() {
            offers.push(Offer::on(Action::DeleteRow));
        }
        if matches!(self.page(), Page::List(_)) {
            offers.push(Offer::on(Action::SelectAll));
        }
        if self.page().is_searchable() {
            offers.push(Offer::on(Action::Find));
        }
        if self.steps.len() > 1 || self.search.is_some() {
            offers.push(Offer::on(Action::Back));
        }
        offers
    }

    /// ```text
    ///  > Tên đợt kiểm tra     Kiểm tra CCHC năm 2025
    ///    Mã                   kiem-tra-cchc-nam-2025
    ///    Hình thức            theo kế hoạch
    ///    Thời kỳ: từ ngày     01/01/2025
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let asked =
            self.confirm.as_ref().map_or(0, |confirm| confirm.height(area.width.saturating_sub(2))).min(area.height);
        let mut list = Rect { height: area.height - asked, ..area };
        let inset = |rect: Rect| Rect { x: rect.x + 1, width: rect.width.saturating_sub(2), ..rect };
        if let Some(confirm) = &self.confirm {
            confirm.render(canvas, inset(Rect { y: list.bottom(), height: asked, ..area }));
        }
        if let Some(search) = &self.search {
            let prompt = t!("screen_units.find");
            let line = inset(list);
            canvas.text(line, 0, Role::Text, &prompt);
            let used = u16::try_from(width::of(&prompt) + 1).unwrap_or(u16::MAX).min(line.width);
            let field = Rect { x: line.x + used, width: line.width - used, height: line.height.min(1), ..line };
            search.field.render(canvas, field);
            list = Rect { y: list.y.saturating_add(1), height: list.height.saturating_sub(1), ..list };
        }
        let rows = self.rows();
        if rows.is_empty() {
            return canvas.text(inset(list), 1, Role::Dim, &t!("screen_round_editor.nothing_here"));
        }
        let Some(cursor) = self.steps.last().map(|step| &step.cursor) else { return };
        let names = name_width(&rows, usize::from(list.width.saturating_sub(POINTER)));
        cursor.render(canvas, list, rows.len(), |at| line(&theme, &rows[at], names));
        if let Some(typing) = &self.typing {
            let visible = cursor.visible(rows.len(), list.height);
            let Ok(row) = u16::try_from(cursor.selected().saturating_sub(visible.start)) else { return };
            let used = POINTER.saturating_add(u16::try_from(names + 2).unwrap_or(u16::MAX)).min(list.width);
            let height = u16::from(row < list.height);
            let y = list.y.saturating_add(row);
            let room = (list.width - used).saturating_sub(1);
            typing.field.render(canvas, Rect { x: list.x + used, y, width: room, height });
        }
    }
}

/// Columns for the names: as wide as the widest, but leaving half for the values.
fn name_width(rows: &[Row], room: usize) -> usize {
    let widest = rows.iter().map(|row| width::of(&row.label) + mark_width(row)).max().unwrap_or(0);
    let valued = rows.iter().any(|row| !row.value.is_empty() || matches!(row.act, Act::Type(_)));
    if valued { widest.min(room * 3 / 5) } else { room.saturating_sub(2) }
}

fn mark_width(row: &Row) -> usize {
    if matches!(row.act, Act::Tick(..)) { 4 } else { 0 }
}

fn line(theme: &Theme, row: &Row, names: usize) -> Line<'static> {
    let ellipsis = theme.marks().ellipsis;
    let label = match &row.act {
        Act::Tick(_, Ticked::Yes) => format!("[{}] {}", theme.marks().pass, row.label),
        Act::Tick(_, Ticked::No) => format!("[ ] {}", row.label),
        _ => row.label.clone(),
    };
    let quiet = matches!(row.act, Act::Tick(_, Ticked::No) | Act::Fixed(_));
    let value = if quiet || matches!(row.act, Act::Tick(..)) { Role::Dim } else { Role::Text };
    let name = match &row.act {
        Act::Type(_) | Act::Choose(_) | Act::Fixed(_) => Role::Dim,
        _ => Role::Text,
    };
    Line::from(vec![
        theme.span(name, width::pad(&width::cut(&label, names, ellipsis), names)),
        Span::raw("  "),
        theme.span(value, row.value.clone()),
    ])
}

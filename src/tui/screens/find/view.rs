//! What the search looks like.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::excerpt::excerpt;
use super::{Find, Looked};
use crate::search::{Hit, HitKind};
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;

/// Columns of the kind's word.
const KIND: usize = 11;
/// Columns of an item's number.
const NUMBER: usize = 6;
/// Columns of the list's pointer and its edge.
const MARGIN: usize = 4;
/// Columns before the unit.
const GAP: usize = 2;
/// From this width on every hit names its unit.
const ROOMY: u16 = 76;
/// Widest name of a unit.
const UNIT: usize = 26;

impl Find {
    /// Draws what is typed, how much of each kind was found, and the hits.
    ///
    /// ```text
    ///  Tìm: kien nghi_
    ///  2 nội dung · 1 nhận xét
    ///  > nội dung   2.1   Địa chỉ tiếp nhận phản ánh, kiến nghị của …   UBND xã Mẫu A
    ///    nhận xét   2.1   …chưa xử lý kiến nghị của ông A               UBND xã Mẫu B
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let prompt = format!("{}: ", t!("screen_find.prompt"));
        let used = u16::try_from(width::of(&prompt)).unwrap_or(0).min(inner.width);
        canvas.text(inner, 0, Role::Text, &prompt);
        let list = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        self.draw_counts(canvas, inner);
        let columns = usize::from(area.width).saturating_sub(MARGIN);
        // Where there is little room, a unit is named only where it is another one.
        let here = self.here().filter(|_| area.width < ROOMY);
        let named = |hit: &&Hit| hit.kind != HitKind::Unit && here != Some(&hit.target.unit);
        let widest = self.found.hits.iter().filter(named).map(|hit| width::of(&hit.unit)).max().unwrap_or(0);
        let unit = widest.min(UNIT).min(columns / 4);
        self.cursor.render(canvas, list, self.found.hits.len(), |row| {
            let hit = &self.found.hits[row];
            let name = if named(&hit) { hit.unit.as_str() } else { "" };
            line(&theme, hit, columns, &width::pad(&width::cut(name, unit, theme.marks().ellipsis), unit))
        });
        let field = Rect { x: inner.x + used, width: inner.width - used, height: inner.height.min(1), ..inner };
        self.field.render(canvas, field);
    }

    fn draw_counts(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.field.text().trim().is_empty() {
            let lines = width::packed(&[t!("screen_find.advice").into_owned()], usize::from(area.width));
            let text = lines.join(" ");
            for (row, part) in (1..).zip(width::paragraphs(&text, usize::from(area.width))) {
                canvas.text(area, row, Role::Dim, part);
            }
            return;
        }
        if self.found.hits.is_empty() && self.looked == Looked::Done {
            let text = t!("screen_find.try", typed = self.field.text().trim());
            for (row, part) in (1..).zip(width::paragraphs(&text, usize::from(area.width))) {
                canvas.text(area, row, Role::Dim, part);
            }
            return;
        }
        let dot = format!(" {} ", canvas.theme().marks().dot);
        let counts: Vec<String> = HitKind::ALL
            .into_iter()
            .map(|kind| (kind, self.found.count(kind)))
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {}", word(kind)))
            .collect();
        canvas.text(area, 1, Role::Dim, &counts.join(&dot));
    }
}

fn line(theme: &Theme, hit: &Hit, columns: usize, unit: &str) -> Line<'static> {
    let text = columns.saturating_sub(KIND + NUMBER + width::of(unit) + GAP);
    let mut line = Line::from_iter([
        theme.span(Role::Dim, width::pad(&word(hit.kind), KIND)),
        theme.span(Role::Dim, width::pad(&hit.number, NUMBER)),
    ]);
    line.extend(excerpt(theme, &hit.text, &hit.places, text));
    line.push_span(Span::raw(" ".repeat(GAP)));
    line.push_span(theme.span(Role::Dim, unit.to_owned()));
    line
}

/// What a hit is, in a word.
fn word(kind: HitKind) -> String {
    let key = match kind {
        HitKind::Item => "screen_find.kind.item",
        HitKind::Unit => "screen_find.kind.unit",
        HitKind::Phrase => "screen_find.kind.phrase",
        HitKind::Remark => "screen_find.kind.remark",
        HitKind::Note => "screen_find.kind.note",
        HitKind::Text => "screen_find.kind.text",
        HitKind::Explanation => "screen_find.kind.explanation",
        HitKind::Evidence => "screen_find.kind.evidence",
        HitKind::Place => "screen_find.kind.place",
        HitKind::Row => "screen_find.kind.row",
        HitKind::Form => "screen_find.kind.form",
        HitKind::Question => "screen_find.kind.question",
        HitKind::Other => "screen_find.kind.other",
    };
    t!(key).into_owned()
}

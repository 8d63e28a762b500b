//! The items of a section: number, question, value, verdict.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::entry::Entering;
use super::{Inspection, Pane};
use crate::assessment::{Answered, ItemState, QuotedFigure};
use crate::checklist::{Item, ItemKind};
use crate::tui::canvas::Canvas;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{Quoted, format_number, format_percent, same};

/// Columns of the field a figure is typed into.
const FIELD: usize = 10;
/// Columns of a question that what the unit reported may not take.
const QUESTION: usize = 20;
/// Columns for an item's number.
const NUMBER: usize = 5;
/// Columns a list takes for its pointer, and one that stays free at the right.
const EDGES: usize = 4;

impl Inspection {
    pub(super) fn render_items(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        if self.rows.is_empty() {
            canvas.text(area, 0, Role::Dim, &format!("   {}", t!("screen_inspection.nothing_asked")));
            return;
        }
        let room = usize::from(area.width).saturating_sub(EDGES);
        self.list.render(canvas, area, self.rows.len(), |row| self.row(&theme, self.rows[row], room));
        let seen = self.list.visible(self.rows.len(), area.height);
        let Some(place) = seen.clone().position(|row| self.rows[row] == self.selected) else { return };
        let row = u16::try_from(place).unwrap_or(u16::MAX);
        if let Some(input @ (Entering::Typed(_) | Entering::Figure(_))) = self.entry.as_ref().map(|entry| &entry.input)
        {
            // A figure stands where it will stand; a text gets half of the row.
            let wide = match self.kind() {
                Some(ItemKind::Text) => area.width / 2,
                _ => u16::try_from(FIELD + verdict_mark::WIDEST + 2).unwrap_or(area.width),
            };
            let wide = wide.min(area.width);
            let place = Rect { x: area.right() - wide, y: area.y + row, width: wide.saturating_sub(1), height: 1 };
            // The question ends before the field, so that its last figures are not read as the first typed ones.
            let label = self.label_of_field(input);
            let before = u16::try_from(width::of(&label) + 3).unwrap_or(u16::MAX).min(place.x.saturating_sub(area.x));
            let cleared = Rect { x: place.x - before, width: place.width + before, ..place };
            canvas.text(cleared, 0, Role::Dim, &width::pad(&format!("  {label}"), usize::from(cleared.width)));
            match input {
                Entering::Figure(figure) => figure.render_field(canvas, place),
                Entering::Typed(field) => field.render(canvas, place),
                Entering::Chosen(_) => {}
            }
        } else if self.pane == Pane::Items {
            // Screen readers and Vietnamese keyboards look for the cursor.
            canvas.put_cursor(Rect { y: area.y + row, height: 1, ..area }, 1, 0);
        }
    }

    /// What stands before the field being typed into, where it is not the row's own value.
    fn label_of_field(&self, input: &Entering) -> String {
        match (input, self.kind()) {
            (Entering::Figure(figure), _) => figure.label(),
            (_, Some(ItemKind::Rate { .. })) => t!("screen_inspection.part.quoted").into_owned(),
            _ => String::new(),
        }
    }

    fn row(&self, theme: &Theme, slot: usize, room: usize) -> Line<'static> {
        let Some((item, state)) = self.work.at(slot) else { return Line::default() };
        let (value, unit) = self.value(theme, slot, item, state);
        let verdict = match state.verdict {
            Some(verdict) => verdict_mark::span(theme, verdict),
            None => unit.unwrap_or_else(|| unanswered(theme, item, state)),
        };
        // Digits stand under digits and verdicts at the edge; the question takes whatever of the row is empty.
        let right_aligned = state.verdict.is_some() || !verdict.content.starts_with(' ');
        let pad = verdict_mark::WIDEST.saturating_sub(verdict.width());
        let (before, after) = if right_aligned { (pad, 0) } else { (0, pad) };
        let mut right = vec![value];
        if right[0].content.is_empty() {
            right.clear();
        } else {
            right.push(Span::raw(" ".repeat(before + 1)));
        }
        right.push(verdict);
        right.push(Span::raw(" ".repeat(after)));
        let mut used: usize = right.iter().map(Span::width).sum();
        for beside in self.beside(theme, slot, state).into_iter().chain(self.question_mark(theme, slot)) {
            if room >= NUMBER + used + beside.width() + QUESTION {
                used += beside.width();
                right.insert(0, beside);
            }
        }
        let left = room.saturating_sub(NUMBER + used + 1);
        let mut spans = vec![
            theme.span(Role::Dim, width::pad(&self.work.order.slots[slot].number, NUMBER)),
            Span::raw(width::pad(&width::cut(&item.ask, left, theme.marks().ellipsis), left + 1)),
        ];
        spans.append(&mut right);
        Line::from(spans)
    }

    /// What the unit reported, where it is not what was found: it stands before the value.
    fn beside(&self, theme: &Theme, slot: usize, state: &ItemState) -> Option<Span<'static>> {
        if self.entry.is_some() && slot == self.selected {
            return None;
        }
        let marks = theme.marks();
        if let Some(QuotedFigure { said, judged }) = state.quoted {
            let (role, mark) = match judged.map(|judged| judged.verdict) {
                None => (Role::Dim, " "),
                Some(Quoted::Right) => (Role::Dim, marks.pass),
                Some(Quoted::Cut | Quoted::Wrong) => (Role::Changed, marks.fail),
            };
            let said = format!("{said}%");
            return Some(theme.span(role, format!("{} {mark}  ", t!("screen_inspection.beside", said = said))));
        }
        let reported = self.work.answer(&self.work.order.slots[slot].key)?.reported?;
        if state.value.is_some_and(|found| same(found, reported)) {
            return None;
        }
        let said = format_number(reported);
        Some(theme.span(Role::Changed, format!("{} {}  ", t!("screen_inspection.beside", said = said), marks.fail)))
    }

    /// The value column, and what may stand in the place of a verdict (a unit begins with a space).
    fn value(
        &self,
        theme: &Theme,
        slot: usize,
        item: &Item,
        state: &ItemState,
    ) -> (Span<'static>, Option<Span<'static>>) {
        let text = |role, text: String| (theme.span(role, text), None);
        if self.has_draft(slot) && slot != self.selected {
            return text(Role::Changed, t!("screen_inspection.draft_mark").into_owned());
        }
        let answer = self.work.answer(&self.work.order.slots[slot].key);
        let count = |n: usize| format_number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
        match &item.kind {
            ItemKind::Verdict => text(Role::Text, String::new()),
            ItemKind::Number { unit, .. } => match state.value {
                None => text(Role::Text, String::new()),
                Some(number) => {
                    let unit = unit.as_ref().map(|unit| theme.span(Role::Dim, format!(" {unit}")));
                    let unit = unit.unwrap_or_else(|| Span::raw(" "));
                    (theme.span(Role::Text, format_number(number)), Some(unit))
                }
            },
            ItemKind::Rate { .. } => match state.value {
                Some(value) => (theme.span(Role::Text, format_percent(value)), Some(Span::raw(" "))),
                None => (theme.span(Role::Dim, t!("screen_inspection.not_computed")), Some(Span::raw(" "))),
            },
            ItemKind::Register(definition) => {
                let Some(result) = state.register.as_ref().filter(|result| !result.rows.is_empty()) else {
                    return text(Role::Text, String::new());
                };
                let (rows, least) = (count(result.rows.len()), definition.at_least);
                let rows = t!("screen_inspection.rows", rows = rows, at_least = least).into_owned();
                let right =
                    definition.row_ok.as_ref().map(|_| t!("screen_inspection.rows_ok", count = count(result.ok)));
                let whole = right.map_or_else(|| rows.clone(), |right| format!("{rows} {} {right}", theme.marks().dot));
                (theme.span(Role::Text, whole), Some(Span::raw(" ")))
            }
            ItemKind::Survey(_) => {
                let Some(result) = state.survey.as_ref().filter(|result| result.forms > 0) else {
                    return text(Role::Text, String::new());
                };
                let forms = t!("screen_inspection.forms", count = count(result.forms)).into_owned();
                let index = state.value.map(|index| format!(" {} {}", theme.marks().dot, format_percent(index)));
                (theme.span(Role::Text, format!("{forms}{}", index.unwrap_or_default())), Some(Span::raw(" ")))
            }
            ItemKind::Text | ItemKind::Date | ItemKind::Choice { .. } => {
                let date = || answer.and_then(|answer| answer.date).map(format_date);
                let words = || answer.and_then(|answer| answer.text.as_deref().or(answer.choice.as_deref()));
                let value = if matches!(item.kind, ItemKind::Date) { date() } else { words().map(str::to_owned) };
                match value {
                    None => text(Role::Text, String::new()),
                    Some(value) => {
                        let value = width::cut(value.lines().next().unwrap_or_default(), 24, theme.marks().ellipsis);
                        (theme.span(Role::Text, value), Some(Span::raw(" ")))
                    }
                }
            }
        }
    }
}

/// What stands in the place of a missing verdict.
fn unanswered(theme: &Theme, item: &Item, state: &ItemState) -> Span<'static> {
    match state.answered {
        Answered::Conflict => theme.span(Role::Error, t!("screen_inspection.conflict")),
        Answered::No if !item.is_computed() => theme.span(Role::Unanswered, theme.marks().ellipsis),
        _ => Span::raw(" "),
    }
}

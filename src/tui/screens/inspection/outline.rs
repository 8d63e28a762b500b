//! The checklists and sections of a unit, with how far each is.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Inspection, Pane};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::UnitWork;

/// A row of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// A checklist's title: not selected.
    Checklist(usize),
    /// A section.
    Section(usize),
}

/// What a key chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    /// Another section.
    Section(usize),
    /// Nothing.
    Nothing,
}

/// The selection among the sections.
#[derive(Debug, Default)]
pub(super) struct Outline {
    rows: Vec<Row>,
    cursor: ListCursor,
}

fn rows_of(work: &UnitWork) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut last = None;
    for (index, section) in work.order.sections.iter().enumerate() {
        if last != Some(section.checklist) {
            rows.push(Row::Checklist(section.checklist));
            last = Some(section.checklist);
        }
        rows.push(Row::Section(index));
    }
    rows
}

impl Outline {
    /// Begins at the section of the item at `slot`.
    pub(super) fn open(&mut self, work: &UnitWork, slot: usize) {
        self.rows = rows_of(work);
        let section = work.order.slots.get(slot).map(|slot| slot.section);
        let row = self.rows.iter().position(|row| matches!(row, Row::Section(index) if Some(*index) == section));
        self.cursor.select(row.unwrap_or(0));
    }

    pub(super) fn press(&mut self, key: Key) -> Chosen {
        let before = self.cursor.selected();
        self.cursor.press(key, self.rows.len());
        let row = self.cursor.selected();
        let is_section = |index: &usize| matches!(self.rows.get(*index), Some(Row::Section(_)));
        // Titles are stepped over, in the direction of the key.
        let up = row < before;
        let found = if up { (0..=row).rev().find(is_section) } else { (row..self.rows.len()).find(is_section) };
        let row = found.unwrap_or(before);
        self.cursor.select(row);
        match self.rows.get(row) {
            Some(Row::Section(section)) if row != before => Chosen::Section(*section),
            _ => Chosen::Nothing,
        }
    }
}

impl Inspection {
    pub(super) fn render_outline(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let active = self.pane == Pane::Outline;
        let current = self.work.order.slots.get(self.selected).map(|slot| slot.section);
        let (fresh, mut shown) = (rows_of(&self.work), ListCursor::default());
        let cursor = if active {
            &self.outline.cursor
        } else {
            shown.select(
                fresh.iter().position(|row| matches!(row, Row::Section(i) if Some(*i) == current)).unwrap_or(0),
            );
            &shown
        };
        let room = usize::from(area.width).saturating_sub(4);
        let ellipsis = theme.marks().ellipsis;
        let line = |index: usize| -> Line<'static> {
            match fresh[index] {
                Row::Checklist(checklist) => {
                    let title = &self.work.judged.checklists()[checklist].checklist().title;
                    Line::from(theme.span(Role::Title, width::cut(title, room, ellipsis)))
                }
                Row::Section(section) => {
                    let place = &self.work.order.sections[section];
                    let judged = &self.work.judged.checklists()[place.checklist];
                    let totals = judged.section_totals(place.position);
                    let done = totals.items > 0 && totals.answered == totals.items;
                    let mark = if done { format!(" {}", theme.marks().pass) } else { "  ".to_owned() };
                    let counted = format!("{}/{}", totals.answered, totals.items);
                    let counted = if totals.items == 0 { theme.marks().not_applicable.to_owned() } else { counted };
                    let asked = self.questions_in(place.slots.clone());
                    let asked = if asked > 0 { format!("?{asked} ") } else { String::new() };
                    let count = format!("{counted:>6}{mark}");
                    let title =
                        format!("{}. {}", place.position + 1, judged.checklist().sections[place.position].title);
                    let left = room.saturating_sub(width::of(&count) + width::of(&asked) + 1);
                    let role = if current == Some(section) { Role::Text } else { Role::Dim };
                    Line::from_iter([
                        theme.span(role, width::pad(&width::cut(&title, left, ellipsis), left)),
                        Span::raw(" "),
                        theme.span(Role::Changed, asked),
                        theme.span(if done { Role::Pass } else { Role::Unanswered }, count),
                    ])
                }
            }
        };
        if active {
            cursor.render(canvas, area, fresh.len(), line);
            return;
        }
        // The pane without the arrows marks its place by words alone.
        for (row, index) in (0..).zip(cursor.visible(fresh.len(), area.height)) {
            let mut content = line(index);
            let here = matches!(fresh[index], Row::Section(section) if Some(section) == current);
            content
                .spans
                .insert(0, Span::raw(if here { format!(" {} ", theme.marks().crumb) } else { "   ".to_owned() }));
            canvas.line(area, row, content);
        }
    }
}

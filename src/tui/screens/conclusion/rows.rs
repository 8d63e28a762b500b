//! The list: parts of the paper, fields, and under them the passages.

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::finding::text_of;
use super::paper::Paper;
use super::standing;
use crate::checklist::Field;
use crate::conclusion::draft::Passage;
use crate::inspection::{Part, PassageId};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::DraftSheet;

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Title of a part.
    Part(Part),
    /// A field within a part.
    Field(Field),
    /// A passage, by its place in the draft.
    Passage(usize),
    /// In a part without passages: somewhere to put one.
    Empty(Part),
}

/// What the cursor stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A passage, by its place in the draft.
    Passage(usize),
    /// A part that has none.
    Empty(Part),
}

/// The list with its cursor.
#[derive(Debug, Default)]
pub(super) struct Rows {
    lines: Vec<Row>,
    /// Lines on which the cursor can stand.
    stops: Vec<usize>,
    cursor: ListCursor,
    view: ListCursor,
}

impl Rows {
    /// Lists what `sheet` says, at the passage `wanted`, else where the cursor was.
    pub(super) fn list(&mut self, sheet: &DraftSheet, wanted: Option<&PassageId>) {
        self.lines.clear();
        for part in Part::ALL {
            self.lines.push(Row::Part(part));
            let first = self.lines.len();
            let mut under = None;
            for (place, passage) in sheet.passages().iter().enumerate().filter(|(_, it)| it.id.part == part) {
                if part.is_under_fields() && passage.field != under {
                    under = passage.field;
                    self.lines.extend(under.map(Row::Field));
                }
                self.lines.push(Row::Passage(place));
            }
            if self.lines.len() == first {
                self.lines.push(Row::Empty(part));
            }
        }
        let is_stop = |row: &usize| matches!(self.lines[*row], Row::Passage(_) | Row::Empty(_));
        self.stops = (0..self.lines.len()).filter(is_stop).collect();
        match wanted.and_then(|id| sheet.place_of(id)) {
            Some(place) => self.go_to(place),
            None => self.cursor.select(self.cursor.selected().min(self.stops.len().saturating_sub(1))),
        }
    }

    /// What the cursor stands on.
    pub(super) fn stop(&self) -> Option<Stop> {
        match self.lines[*self.stops.get(self.cursor.selected())?] {
            Row::Passage(place) => Some(Stop::Passage(place)),
            Row::Empty(part) => Some(Stop::Empty(part)),
            Row::Part(_) | Row::Field(_) => None,
        }
    }

    /// Where the cursor stands among the lines on which it can.
    pub(super) fn here(&self) -> usize {
        self.cursor.selected()
    }

    /// Puts the cursor back to [`Self::here`].
    pub(super) fn back_to(&mut self, here: usize) {
        self.cursor.select(here.min(self.stops.len().saturating_sub(1)));
    }

    /// Puts the cursor on a passage.
    pub(super) fn go_to(&mut self, place: usize) {
        let stop = self.stops.iter().position(|row| self.lines[*row] == Row::Passage(place));
        self.cursor.select(stop.unwrap_or(0));
    }

    /// Moves the cursor by a key; left and right go to the beginning of this part or the one before, and to the next.
    pub(super) fn press(&mut self, key: Key) {
        let starts_part = |stop: &usize| {
            let before = self.stops[*stop].checked_sub(1).map(|row| self.lines[row]);
            let above = self.stops[*stop].checked_sub(2).map(|row| self.lines[row]);
            matches!((before, above), (Some(Row::Part(_)), _) | (Some(Row::Field(_)), Some(Row::Part(_))))
        };
        let here = self.cursor.selected();
        let place = match key {
            Key::Left => (0..here).rev().find(starts_part),
            Key::Right => (here + 1..self.stops.len()).find(starts_part),
            key => {
                self.cursor.press(key, self.stops.len());
                return;
            }
        };
        if let Some(place) = place {
            self.cursor.select(place);
        }
    }

    /// Draws the list; `marked` passages are chosen to be joined.
    pub(super) fn render(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        sheet: &DraftSheet,
        paper: &Paper,
        marked: &BTreeSet<PassageId>,
    ) {
        // What a page is.
        self.cursor.visible(self.stops.len(), area.height);
        let here = self.stops.get(self.cursor.selected()).copied().unwrap_or(0);
        // The titles over the first passage of a part are seen with it.
        let above = self.lines[..here.min(self.lines.len())].iter().rev();
        let titles = above.take_while(|row| matches!(row, Row::Part(_) | Row::Field(_))).count();
        if usize::from(area.height) > titles {
            self.view.around(here - titles, self.lines.len(), area.height);
        }
        let pointer = canvas.theme().marks().pointer;
        for (line, row) in (0..).zip(self.view.around(here, self.lines.len(), area.height)) {
            let selected = row == here;
            let lead = if selected { format!(" {pointer} ") } else { "   ".to_owned() };
            match self.lines[row] {
                Row::Part(part) => canvas.text(area, line, Role::Title, &format!(" {}", part.title())),
                Row::Field(field) => canvas.text(area, line, Role::Title, &format!("  {}", sheet.field_title(field))),
                Row::Empty(_) => {
                    canvas.text(area, line, Role::Dim, &format!("{lead}{}", t!("screen_conclusion.empty")));
                }
                Row::Passage(place) => {
                    let passage = &sheet.passages()[place];
                    let chosen = if marked.contains(&passage.id) { "[x] " } else { "" };
                    let lead = format!("{lead}{chosen}{}", paper.number(place));
                    draw_passage(canvas, area, line, lead, sheet, passage);
                }
            }
            if selected {
                canvas.select(area, line);
            }
        }
    }
}

/// A passage with its number and its mark: `> a) Mới niêm yết 143/155 thủ tục …    * đổi`.
fn draw_passage(canvas: &mut Canvas<'_>, area: Rect, line: u16, lead: String, sheet: &DraftSheet, passage: &Passage) {
    let theme = canvas.theme();
    let (role, mark) = standing::mark(sheet, passage, &theme);
    let wide = u16::try_from(width::of(&mark)).unwrap_or(0);
    let text = text_of(passage);
    let body = if passage.is_printed() { Role::Text } else { Role::Dim };
    let spans = [Span::raw(lead), theme.span(body, text.replace('\n', " "))];
    let gap = if wide == 0 { 0 } else { wide.saturating_add(2) };
    canvas.line(Rect { width: area.width.saturating_sub(gap), ..area }, line, Line::from_iter(spans));
    let right = Rect { width: area.width.saturating_sub(1), ..area };
    canvas.line_right(right, line, theme.span(role, mark));
}

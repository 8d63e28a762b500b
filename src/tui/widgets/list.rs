//! A selection that scrolls.

use std::cell::Cell;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::canvas::Canvas;
use crate::tui::key::Key;

/// Which row of a list is selected and which part of it is seen.
///
/// The part seen is remembered from drawing to drawing (hence the cells), so that a list moves no more than it
/// must and a page is what is seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListCursor {
    selected: usize,
    offset: Cell<usize>,
    height: Cell<u16>,
}

impl ListCursor {
    /// The selected row.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Selects row `index`.
    pub fn select(&mut self, index: usize) {
        self.selected = index;
    }

    /// Moves by an arrow, page or end key over `count` rows. Other keys, and the ends, change nothing.
    pub fn press(&mut self, key: Key, count: usize) -> Moved {
        let before = self.selected;
        let last = count.saturating_sub(1);
        let page = self.page();
        self.selected = match key {
            Key::Up => before.saturating_sub(1),
            Key::Down => before.saturating_add(1),
            Key::PageUp => before.saturating_sub(page),
            Key::PageDown => before.saturating_add(page),
            Key::Home | Key::Top => 0,
            Key::End | Key::Bottom => last,
            _ => before,
        }
        .min(last);
        if self.selected == before { Moved::Not } else { Moved::To(self.selected) }
    }

    /// Moves the part seen instead of a selection, for texts to read; see [`window`](Self::window).
    pub fn scroll(&mut self, key: Key) {
        let offset = self.offset.get();
        let page = self.page();
        self.offset.set(match key {
            Key::Up => offset.saturating_sub(1),
            Key::Down => offset.saturating_add(1),
            Key::PageUp => offset.saturating_sub(page),
            Key::PageDown => offset.saturating_add(page),
            Key::Home | Key::Top => 0,
            Key::End | Key::Bottom => usize::MAX,
            _ => offset,
        });
    }

    /// The rows of `count` that are seen on `height` lines, for texts without a selection.
    pub fn window(&self, count: usize, height: u16) -> Range<usize> {
        let lines = usize::from(height);
        self.height.set(height);
        self.offset.set(self.offset.get().min(count.saturating_sub(lines)));
        self.offset.get()..(self.offset.get() + lines).min(count)
    }

    /// The rows of `count` that are seen on `height` lines, the selected one among them.
    pub fn visible(&self, count: usize, height: u16) -> Range<usize> {
        self.around(self.selected, count, height)
    }

    /// As [`visible`](Self::visible), for a selection that somebody else keeps.
    pub(in crate::tui) fn around(&self, selected: usize, count: usize, height: u16) -> Range<usize> {
        let lines = usize::from(height);
        let selected = selected.min(count.saturating_sub(1));
        let lowest = (selected + 1).saturating_sub(lines);
        self.offset.set(self.offset.get().clamp(lowest, selected.max(lowest)));
        self.window(count, height)
    }

    /// Draws `count` rows with the pointer before the selected one; `row` makes a row's line when it is seen.
    pub fn render<'l>(&self, canvas: &mut Canvas<'_>, area: Rect, count: usize, row: impl Fn(usize) -> Line<'l>) {
        let pointer = canvas.theme().marks().pointer;
        for (line, index) in (0..).zip(self.visible(count, area.height)) {
            let selected = index == self.selected;
            let mark = if selected { format!(" {pointer} ") } else { "   ".to_owned() };
            let mut content = row(index);
            content.spans.insert(0, Span::raw(mark));
            canvas.line(area, line, content);
            if selected {
                canvas.select(area, line);
            }
        }
    }

    fn page(&self) -> usize {
        usize::from(self.height.get().max(2) - 1)
    }
}

/// Whether a key moved the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// To this row.
    To(usize),
    /// It did not.
    Not,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scrolls_no_more_than_it_must() {
        let mut cursor = ListCursor::default();
        assert_eq!(cursor.visible(10, 3), 0..3);
        cursor.press(Key::Down, 10);
        cursor.press(Key::Down, 10);
        assert_eq!(cursor.visible(10, 3), 0..3);
        cursor.press(Key::Down, 10);
        assert_eq!(cursor.visible(10, 3), 1..4);
        cursor.press(Key::Up, 10);
        assert_eq!(cursor.visible(10, 3), 1..4);
        cursor.press(Key::PageDown, 10);
        assert_eq!((cursor.selected(), cursor.visible(10, 3)), (4, 2..5));
        cursor.press(Key::End, 10);
        assert_eq!(cursor.visible(10, 3), 7..10);
        assert_eq!(cursor.press(Key::Down, 10), Moved::Not);
    }

    proptest! {
        #[test]
        fn the_selected_row_is_always_seen(
            moves in prop::collection::vec(0usize..6, 0..40), count in 0usize..30, heights in prop::collection::vec(0u16..8, 1..40)
        ) {
            let keys = [Key::Up, Key::Down, Key::PageUp, Key::PageDown, Key::Home, Key::End];
            let mut cursor = ListCursor::default();
            for (index, height) in moves.into_iter().zip(heights) {
                cursor.press(keys[index], count);
                let seen = cursor.visible(count, height);
                prop_assert!(seen.end <= count && seen.len() <= usize::from(height));
                if count > 0 && height > 0 {
                    prop_assert!(seen.contains(&cursor.selected()));
                }
            }
        }
    }
}

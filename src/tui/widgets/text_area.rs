//! A text of several lines: the remark editor.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::list::ListCursor;
use super::text_buffer::TextBuffer;
use super::text_field::{Taken, edit_line};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Domain, Event};
use crate::tui::theme::Role;
use crate::tui::width;

/// Text that wraps at the width it was last drawn with.
///
/// Enter is the screen's (it usually accepts); pasted line ends stay, and [`new_line`](Self::new_line) makes one. Keys
/// of actions, Ctrl+Z among them, never come here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextArea {
    buffer: TextBuffer,
    /// Column that moving up and down tries to keep.
    goal: Option<usize>,
    /// Remembered from drawing: what a line is depends on it.
    columns: Cell<u16>,
    view: ListCursor,
}

/// Width assumed before the first drawing.
const UNSEEN: u16 = 76;

impl TextArea {
    /// An area with `text` in it and the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut area = Self::default();
        area.insert(text);
        area
    }

    /// The text, in NFC, lines ending in `\n`.
    pub fn text(&self) -> &str {
        self.buffer.text()
    }

    /// The cursor, in bytes from the start of the text.
    pub fn cursor(&self) -> usize {
        self.buffer.cursor()
    }

    /// Empties the area and returns what was in it.
    pub fn take_text(&mut self) -> String {
        self.buffer.take()
    }

    /// Begins a new line at the cursor.
    pub fn new_line(&mut self) {
        self.buffer.insert("\n");
    }

    /// Takes in what is for a text: text, pastes, moving and deleting.
    pub fn take<D: Domain>(&mut self, event: &Event<'_, D>) -> Taken {
        let taken = match event {
            Event::Text(text) | Event::Paste(text) => self.insert(text),
            Event::Key(Key::Up) => return self.move_by_line(Direction::Up),
            Event::Key(Key::Down) => return self.move_by_line(Direction::Down),
            Event::Key(Key::Home) => self.move_within_line(|_, start, _| start),
            Event::Key(Key::End) => self.move_within_line(|_, _, end| end),
            Event::Key(key) => edit_line(&mut self.buffer, *key),
            _ => return Taken::Ignored,
        };
        self.goal = None;
        taken
    }

    /// Draws the text over `area`, scrolled so that the cursor is seen, and puts the real cursor.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.columns.set(area.width);
        let lines = self.lines();
        let row = self.row();
        let seen = self.view.around(row, lines.len(), area.height);
        let first = seen.start;
        for (screen_row, line) in (0..).zip(&lines[seen]) {
            canvas.text(area, screen_row, Role::Text, &self.text()[line.start..line.end]);
        }
        let column = width::of(&self.text()[lines[row].start..self.buffer.cursor()]);
        let in_area = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        canvas.put_cursor(area, in_area(column), in_area(row.saturating_sub(first)));
    }

    /// Lines the text takes `columns` wide.
    pub fn height(&self, columns: u16) -> usize {
        width::wrap(self.text(), usize::from(columns).saturating_sub(1)).len()
    }

    fn insert(&mut self, text: &str) -> Taken {
        let kept: String = text.replace('\t', " ").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        if kept.is_empty() {
            return Taken::Used;
        }
        self.buffer.insert(&kept);
        Taken::Changed
    }

    /// The lines as seen: start, end, and the last place of the cursor on it.
    fn lines(&self) -> Vec<Seen> {
        let columns = if self.columns.get() == 0 { UNSEEN } else { self.columns.get() };
        // The last column is kept free for the cursor behind a full line.
        let ranges = width::wrap(self.text(), usize::from(columns).saturating_sub(1));
        let starts: Vec<usize> = ranges.iter().skip(1).map(|range| range.start).collect();
        ranges
            .into_iter()
            .enumerate()
            .map(|(index, range)| {
                // Where a line goes on without a line end, the cursor at its end stands on the next one.
                let wrapped = starts.get(index) == Some(&range.end);
                Seen { start: range.start, end: range.end, wrapped: if wrapped { Wrapped::Yes } else { Wrapped::No } }
            })
            .collect()
    }

    fn row(&self) -> usize {
        self.lines().iter().rposition(|line| line.start <= self.buffer.cursor()).unwrap_or(0)
    }

    fn last_place(&self, line: &Seen) -> usize {
        if line.wrapped == Wrapped::No {
            return line.end;
        }
        let mut probe = self.buffer.clone();
        probe.move_to(line.end);
        probe.left();
        probe.cursor().max(line.start)
    }

    fn move_within_line(&mut self, to: impl Fn(usize, usize, usize) -> usize) -> Taken {
        let lines = self.lines();
        let line = &lines[self.row()];
        let target = to(self.buffer.cursor(), line.start, self.last_place(line));
        self.buffer.move_to(target);
        Taken::Used
    }

    fn move_by_line(&mut self, direction: Direction) -> Taken {
        let lines = self.lines();
        let row = self.row();
        let goal = self.goal.unwrap_or_else(|| width::of(&self.text()[lines[row].start..self.buffer.cursor()]));
        let target = match direction {
            Direction::Up => row.checked_sub(1),
            Direction::Down => Some(row + 1).filter(|next| *next < lines.len()),
        };
        // At the first and last line the screen may want the key: to leave the editor for the phrases above it.
        let Some(target) = target else { return Taken::Ignored };
        let line = &lines[target];
        let reach = width::head(&self.text()[line.start..line.end], goal).len();
        let place = (line.start + reach).min(self.last_place(line));
        self.buffer.move_to(place);
        self.goal = Some(goal);
        Taken::Used
    }
}

#[derive(Debug, Clone, Copy)]
enum Direction {
    Up,
    Down,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrapped {
    Yes,
    No,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    start: usize,
    end: usize,
    wrapped: Wrapped,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::testing::{Notes, draw_with_cursor};

    fn press(area: &mut TextArea, key: Key) -> Taken {
        area.take::<Notes>(&Event::Key(key))
    }

    fn picture(area: &TextArea, columns: u16, rows: u16) -> (String, Option<(u16, u16)>) {
        draw_with_cursor(columns, rows, |canvas, whole| area.render(canvas, whole))
    }

    #[test]
    fn wraps_and_scrolls_with_the_cursor() {
        let area = TextArea::new("Chưa có số điện thoại đường dây nóng.\nĐã nhắc.");
        assert_eq!(
            picture(&area, 20, 4),
            ("Chưa có số điện\nthoại đường dây\nnóng.\nĐã nhắc.".to_owned(), Some((8, 3)))
        );
        assert_eq!(picture(&area, 20, 2), ("nóng.\nĐã nhắc.".to_owned(), Some((8, 1))));
    }

    #[test]
    fn up_and_down_keep_the_column() {
        let mut area = TextArea::new("dòng thứ nhất\nhai\ndòng thứ ba");
        picture(&area, 30, 5);
        press(&mut area, Key::Up);
        assert_eq!(picture(&area, 30, 5).1, Some((3, 1)));
        press(&mut area, Key::Up);
        assert_eq!(picture(&area, 30, 5).1, Some((11, 0)));
        assert_eq!(press(&mut area, Key::Up), Taken::Ignored);
    }

    #[test]
    fn home_and_end_are_those_of_the_line_seen() {
        let mut area = TextArea::new("một hai ba");
        picture(&area, 8, 5);
        press(&mut area, Key::Up);
        press(&mut area, Key::End);
        assert_eq!(picture(&area, 8, 5).1, Some((7, 0)));
        press(&mut area, Key::Home);
        assert_eq!(picture(&area, 8, 5).1, Some((0, 0)));
    }

    #[test]
    fn pasted_lines_stay_lines() {
        let mut area = TextArea::default();
        area.take::<Notes>(&Event::Paste("một\nhai\tba\n"));
        assert_eq!(area.text(), "một\nhai ba\n");
        assert_eq!(picture(&area, 20, 5).1, Some((0, 2)));
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_inside(
            text in "[ aế\n漢]{0,60}", keys in prop::collection::vec(0usize..8, 0..30), columns in 1u16..12, rows in 1u16..5
        ) {
            let all = [
                Key::Up, Key::Down, Key::Left, Key::Right, Key::Home, Key::End, Key::WordLeft, Key::Backspace,
            ];
            let mut area = TextArea::new(&text);
            for key in keys {
                let (_, cursor) = picture(&area, columns, rows);
                prop_assert!(cursor.is_some_and(|(x, y)| x < columns && y < rows));
                press(&mut area, all[key]);
            }
        }

        #[test]
        fn down_and_up_reach_every_line(text in "[ aế\n]{0,60}", columns in 3u16..12) {
            let mut area = TextArea::new(&text);
            picture(&area, columns, 40);
            let count = area.lines().len();
            press(&mut area, Key::Top);
            let mut steps = 1;
            while press(&mut area, Key::Down) == Taken::Used {
                steps += 1;
                prop_assert!(steps <= count);
            }
            prop_assert_eq!(steps, count);
        }
    }
}

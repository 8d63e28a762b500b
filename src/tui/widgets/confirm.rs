//! The typed word before a final step: it says what will happen, and no single key does it.

use ratatui::layout::Rect;

use super::text_field::{Taken, TextField};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Domain, Event};
use crate::tui::theme::Role;
use crate::tui::width;
use crate::vietnamese::fold::fold;

/// A final step that wants a word.
///
/// While it is open the screen's focus is text; on Enter the screen asks [`is_given`](Self::is_given), on Esc it
/// drops it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    consequence: String,
    word: String,
    field: TextField,
}

impl Confirm {
    /// Asks for `word`; `consequence` says what will happen (translated, may be long).
    pub fn new(consequence: impl Into<String>, word: impl Into<String>) -> Self {
        Self { consequence: consequence.into(), word: word.into(), field: TextField::default() }
    }

    /// Takes in typing.
    pub fn take<D: Domain>(&mut self, event: &Event<'_, D>) -> Taken {
        self.field.take(event)
    }

    /// Whether the word stands there, in capitals or not, with its marks or without: whoever has switched the keyboard
    /// program off could not type it otherwise.
    pub fn is_given(&self) -> bool {
        fold(self.field.text().trim()) == fold(&self.word)
    }

    /// Rows it takes `columns` wide.
    pub fn height(&self, columns: u16) -> u16 {
        let lines = width::paragraphs(&self.consequence, usize::from(columns)).len();
        u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(1)
    }

    /// Draws the consequence and, on the last row, the line to type in.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = usize::from(area.width);
        let lines = width::paragraphs(&self.consequence, columns);
        let above = area.height.saturating_sub(1);
        for (row, line) in (0..above).zip(lines) {
            canvas.text(area, row, Role::Changed, line);
        }
        let prompt = rust_i18n::t!("tui.confirm", word = self.word);
        let used = u16::try_from(width::of(&prompt)).unwrap_or(u16::MAX).saturating_add(1).min(area.width);
        canvas.text(area, above, Role::Text, &prompt);
        let field = Rect { x: area.x + used, y: area.y + above, width: area.width - used, height: area.height.min(1) };
        self.field.render(canvas, field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{Notes, draw_with_cursor};

    #[test]
    fn only_the_whole_word_confirms() {
        let mut confirm = Confirm::new("Biên bản sẽ được khóa.", "KÝ");
        assert!(!confirm.is_given());
        confirm.take::<Notes>(&Event::Text("k"));
        assert!(!confirm.is_given());
        confirm.take::<Notes>(&Event::Text("y\u{301}"));
        assert!(confirm.is_given());
        confirm.take::<Notes>(&Event::Text("!"));
        assert!(!confirm.is_given());
    }

    #[test]
    fn the_word_counts_without_its_marks() {
        let mut confirm = Confirm::new("Thông báo sẽ được ban hành.", "BAN HÀNH");
        confirm.take::<Notes>(&Event::Text(" ban hanh"));
        assert!(confirm.is_given());
    }

    #[test]
    fn says_what_will_happen_and_where_to_type() {
        let confirm = Confirm::new("Biên bản sẽ được khóa; muốn sửa phải mở lại và nêu lý do.", "KÝ");
        assert_eq!(confirm.height(50), 3);
        let (picture, cursor) = draw_with_cursor(50, 3, |canvas, area| confirm.render(canvas, area));
        insta::assert_snapshot!(picture, @r#"
Biên bản sẽ được khóa; muốn sửa phải mở lại và nêu
lý do.
Gõ KÝ rồi nhấn Enter để thực hiện, Esc để thôi:
"#);
        assert_eq!(cursor, Some((48, 2)));
    }
}

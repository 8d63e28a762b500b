//! The text of a paper on the screen: paragraphs wrap, what is laid out in columns stays as it is.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;

/// Width that the text of papers is laid out for.
const PAPER: usize = 80;
/// No laid-out line is wider; what is longer is a paragraph with gaps for the pen.
const WIDEST_TABLE: usize = 100;

/// A line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    /// Runs on and is wrapped.
    Paragraph(String),
    /// Centred, in columns or in a table: kept as it is.
    LaidOut(String),
}

/// A paper's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// Takes the text apart.
    pub fn new(text: &str) -> Self {
        Self { blocks: text.lines().map(Block::of).collect() }
    }

    /// Width of the widest line that is not wrapped.
    pub fn widest(&self) -> usize {
        let width = |block: &Block| match block {
            Block::LaidOut(line) => width::of(line),
            Block::Paragraph(_) => 0,
        };
        self.blocks.iter().map(width).max().unwrap_or(0)
    }

    /// Draws what `view` sees of it, a sheet in the middle; laid-out lines begin behind `panned` columns.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect, view: &ListCursor, panned: usize) {
        let room = usize::from(area.width);
        let margin = match room.saturating_sub(PAPER) {
            0 if room < PAPER => 1,
            rest => rest / 2,
        };
        let columns = room.saturating_sub(2 * margin);
        // Nothing is moved out of sight that fits.
        let panned = panned.min(self.widest().saturating_sub(room - margin.min(room)));
        let lines: Vec<(Role, &str)> = self.blocks.iter().flat_map(|block| block.lines(columns, panned)).collect();
        let left = u16::try_from(margin).unwrap_or(0).min(area.width);
        let sheet = Rect { x: area.x + left, width: area.width - left, ..area };
        for (row, (role, line)) in (0..).zip(&lines[view.window(lines.len(), area.height)]) {
            canvas.text(sheet, row, *role, line);
        }
    }
}

impl Block {
    fn of(line: &str) -> Self {
        let columns = line.starts_with("  ") || line.contains("   ") || line.contains(" | ") || line.contains("-+-");
        let rule = line.len() > 2 && line.chars().all(|c| matches!(c, '=' | '-'));
        let line = line.to_owned();
        if (columns || rule) && width::of(&line) <= WIDEST_TABLE { Self::LaidOut(line) } else { Self::Paragraph(line) }
    }

    fn lines(&self, columns: usize, panned: usize) -> Vec<(Role, &str)> {
        match self {
            Self::Paragraph(text) => {
                let role = role_of(text);
                width::paragraphs(text, columns).into_iter().map(|line| (role, line)).collect()
            }
            Self::LaidOut(text) => vec![(role_of(text), &text[width::head(text, panned).len()..])],
        }
    }
}

/// What is printed in capitals stands out.
fn role_of(line: &str) -> Role {
    let capitals = line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_lowercase);
    if capitals { Role::Title } else { Role::Text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::draw;

    const TEXT: &str = "\
                  ỦY BAN               CỘNG HÒA

I. KẾT QUẢ

Tiếp nhận 10.095 hồ sơ; giải quyết đúng hạn 98,8%; còn lại 380 hồ sơ quá hạn, chủ yếu lĩnh vực đất đai.

TT | Nội dung        | Điểm
---+-----------------+-----
";

    #[test]
    fn paragraphs_wrap_and_columns_stay() {
        let page = Page::new(TEXT);
        let picture = draw(62, 9, |canvas, area| page.render(canvas, area, &ListCursor::default(), 0));
        insta::assert_snapshot!(picture);
    }

    #[test]
    fn wide_lines_are_moved_no_further_than_needed() {
        let page = Page::new(TEXT);
        let picture = |columns, panned| {
            let picture = draw(columns, 1, |canvas, area| page.render(canvas, area, &ListCursor::default(), panned));
            picture.trim().to_owned()
        };
        assert_eq!(picture(40, 64), "ỦY BAN               CỘNG HÒA");
        assert_eq!(picture(80, 64), picture(80, 0));
        assert_eq!(picture(28, 64), "BAN               CỘNG HÒA");
    }
}

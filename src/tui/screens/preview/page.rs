//! The text of a paper on the screen: paragraphs wrap, what is laid out in columns stays as it is.

use std::borrow::Cow;

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

    /// The first line of the text from `from` on that prints `text`, whatever number or letter stands in front and
    /// whatever sign closes it.
    pub fn place_of(&self, text: &str, from: usize) -> Option<usize> {
        let bare = |text: &str| text.trim_end_matches([' ', '.', ';', '/']).len();
        let text = &text[..bare(text)];
        let prints = |block: &Block| match block {
            Block::Paragraph(line) | Block::LaidOut(line) => !text.is_empty() && line[..bare(line)].ends_with(text),
        };
        (from..self.blocks.len()).find(|place| prints(&self.blocks[*place]))
    }

    /// Line `place` of the text, as it is printed.
    pub fn line(&self, place: usize) -> &str {
        match self.blocks.get(place) {
            Some(Block::Paragraph(line) | Block::LaidOut(line)) => line,
            None => "",
        }
    }

    /// The same with another line at `place`: what is being typed.
    #[must_use]
    pub fn with_line(&self, place: usize, line: String) -> Self {
        let mut blocks = self.blocks.clone();
        if let Some(block) = blocks.get_mut(place) {
            *block = Block::Paragraph(line);
        }
        Self { blocks }
    }

    /// The same with a paragraph more behind `place`.
    #[must_use]
    pub fn with_line_behind(&self, place: usize, line: String) -> Self {
        let mut blocks = self.blocks.clone();
        let behind = (place + 1).min(blocks.len());
        blocks.splice(behind..behind, [Block::Paragraph(String::new()), Block::Paragraph(line)]);
        Self { blocks }
    }

    /// Draws it as narrow as `area` is, what is laid out in columns moved together; the paragraph `marked` stands out,
    /// and `view` follows it where it does.
    pub fn render_beside(&self, canvas: &mut Canvas<'_>, area: Rect, view: &ListCursor, marked: Marked) {
        let sheet = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let columns = usize::from(sheet.width);
        let mut lines: Vec<(Role, Cow<'_, str>)> = Vec::new();
        let mut here = 0..0;
        for (place, block) in self.blocks.iter().enumerate() {
            let first = lines.len();
            lines.extend(block.lines_within(columns));
            if marked.place() == Some(place) {
                here = first..lines.len();
            }
        }
        let seen = match marked {
            Marked::Followed(_) if !here.is_empty() => {
                // Something of what follows, then its beginning with what stands above it: the beginning matters more.
                view.around(here.end + usize::from(area.height) / 3, lines.len(), area.height);
                view.around(here.start.saturating_sub(ABOVE), lines.len(), area.height);
                view.around(here.start, lines.len(), area.height)
            }
            _ => view.window(lines.len(), area.height),
        };
        let first = seen.start;
        for (row, (role, line)) in (0..).zip(&lines[seen]) {
            let is_marked = here.contains(&(first + usize::from(row)));
            canvas.text(sheet, row, if is_marked { Role::Changed } else { *role }, line);
            if first + usize::from(row) == here.start && is_marked {
                canvas.text(area, row, Role::Changed, canvas.theme().marks().pointer);
            }
        }
    }
}

/// A paragraph that stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// None.
    Nothing,
    /// This one; what is seen stays where it is.
    Shown(usize),
    /// This one; what is seen goes there.
    Followed(usize),
}

impl Marked {
    fn place(self) -> Option<usize> {
        match self {
            Self::Nothing => None,
            Self::Shown(place) | Self::Followed(place) => Some(place),
        }
    }
}

/// Lines kept in sight above a paragraph that is followed.
const ABOVE: usize = 2;

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

impl Block {
    /// Its lines on a page of `columns`: what stands in columns is moved together, tables are cut.
    fn lines_within(&self, columns: usize) -> Vec<(Role, Cow<'_, str>)> {
        match self {
            Self::Paragraph(_) => self.lines(columns, 0).into_iter().map(|(role, line)| (role, line.into())).collect(),
            Self::LaidOut(text) if text.contains(" | ") || text.contains("-+-") => {
                vec![(role_of(text), text.as_str().into())]
            }
            Self::LaidOut(text) => vec![(role_of(text), moved_together(text, columns).into())],
        }
    }
}

/// A laid-out line of a page [`PAPER`] wide on one of `columns`: each of its pieces keeps its middle, in proportion.
fn moved_together(line: &str, columns: usize) -> String {
    let mut moved = String::new();
    let mut start = 0;
    for piece in line.split(GAP) {
        let wide = width::of(piece.trim());
        let before = width::of(&line[..start]) + (width::of(piece) - width::of(piece.trim_start()));
        start += piece.len() + GAP.len();
        if wide == 0 {
            continue;
        }
        let middle = (2 * before + wide) * columns / (2 * PAPER);
        let used = width::of(&moved);
        let least = if used == 0 { 0 } else { used + 1 };
        moved.push_str(&" ".repeat(middle.saturating_sub(wide / 2).max(least) - used));
        moved.push_str(piece.trim());
    }
    moved
}

/// What stands between two pieces of a laid-out line at least.
const GAP: &str = "   ";

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
    fn a_narrow_page_keeps_its_layout_and_follows_the_paragraph_that_is_marked() {
        let page = Page::new(TEXT);
        let place = page.place_of("chủ yếu lĩnh vực đất đai.", 0).unwrap();
        let draw_marked = |rows, marked| {
            draw(44, rows, |canvas, area| page.render_beside(canvas, area, &ListCursor::default(), marked))
        };
        insta::assert_snapshot!(draw_marked(9, Marked::Shown(place)), @r#"
 ỦY BAN   CỘNG HÒA

 I. KẾT QUẢ

>Tiếp nhận 10.095 hồ sơ; giải quyết đúng
 hạn 98,8%; còn lại 380 hồ sơ quá hạn, chủ
 yếu lĩnh vực đất đai.

 TT | Nội dung        | Điểm
"#);
        insta::assert_snapshot!(draw_marked(4, Marked::Followed(place)), @r#"
 I. KẾT QUẢ

>Tiếp nhận 10.095 hồ sơ; giải quyết đúng
 hạn 98,8%; còn lại 380 hồ sơ quá hạn, chủ
"#);
        assert_eq!(page.line(place), page.with_line_behind(place, "x".into()).line(place));
        assert_eq!(page.with_line(place, "thay".into()).place_of("thay", 0), Some(place));
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

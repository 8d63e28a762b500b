//! A screen as SVG: every run of text stands where its cells are, whatever font the reader has.

use std::fmt::Write;

use kiemtra::tui::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// Width of a cell in the picture's units.
const CELL: u32 = 9;
/// Height of a cell.
const LINE: u32 = 20;
/// From the top of a cell to the foot of its letters.
const FOOT: u32 = 15;
/// Free space around the screen.
const MARGIN: u32 = 14;
const FONT_SIZE: u32 = 15;
const FONTS: &str = "ui-monospace,'Cascadia Mono',Consolas,'DejaVu Sans Mono',Menlo,monospace";
const GROUND: &str = "#16191f";
const INK: &str = "#d9dde3";
/// Where typing goes; seen on the ground and on a reversed row.
const CURSOR: &str = "#f2a65a";

/// The screen in `buffer`, called `title` for those who do not see it; `cursor` is where typing goes.
pub fn draw(title: &str, buffer: &Buffer, cursor: Option<Position>) -> String {
    let (columns, rows) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (wide, high) = (columns * CELL + 2 * MARGIN, rows * LINE + 2 * MARGIN);
    let mut svg = String::new();
    let title = escaped(title);
    line(
        &mut svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
             role=\"img\" aria-label=\"{title}\" font-family=\"{FONTS}\" font-size=\"{FONT_SIZE}\">"
        ),
    );
    line(&mut svg, format_args!("<title>{title}</title>"));
    line(&mut svg, format_args!("<rect width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"{GROUND}\"/>"));
    for y in 0..buffer.area.height {
        for run in runs(buffer, y) {
            run.draw(&mut svg);
        }
    }
    if let Some(Position { x, y }) = cursor {
        let (x, y) = (left(u32::from(x)), top(u32::from(y)));
        line(&mut svg, format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"2\" height=\"{LINE}\" fill=\"{CURSOR}\"/>"));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Neighbouring cells of a row that look alike.
#[derive(Debug)]
struct Run {
    column: u32,
    row: u32,
    columns: u32,
    text: String,
    look: Look,
    shape: Shape,
}

/// Colours and weight of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: Color,
    modifier: Modifier,
}

/// How a run is drawn: lines and bars as shapes, since fonts leave gaps between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Letters,
    Blank,
    Rule,
    Upright,
    Bar,
    BarRest,
}

impl Shape {
    fn of(symbol: &str) -> Self {
        match symbol {
            "" | " " => Self::Blank,
            "─" => Self::Rule,
            "│" => Self::Upright,
            "█" => Self::Bar,
            "░" => Self::BarRest,
            _ => Self::Letters,
        }
    }
}

/// The runs of a row, blank ones only where their background shows.
fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut wide_before = 0;
    for x in 0..buffer.area.width {
        let Some(cell) = buffer.cell((x, y)) else { continue };
        if wide_before > 0 {
            wide_before -= 1;
            continue;
        }
        let columns = u32::try_from(width::of(cell.symbol()).max(1)).unwrap_or(1);
        wide_before = columns - 1;
        push(&mut runs, cell, u32::from(x), u32::from(y), columns);
    }
    runs.retain(|run| run.shape != Shape::Blank || run.look.shows_blank());
    runs
}

fn push(runs: &mut Vec<Run>, cell: &Cell, column: u32, row: u32, columns: u32) {
    let (look, shape) = (Look { ink: cell.fg, modifier: cell.modifier }, Shape::of(cell.symbol()));
    match runs.last_mut() {
        Some(run) if run.look == look && run.shape == shape && shape != Shape::Upright => {
            run.text.push_str(cell.symbol());
            run.columns += columns;
        }
        _ => runs.push(Run { column, row, columns, text: cell.symbol().to_owned(), look, shape }),
    }
}

impl Look {
    fn shows_blank(self) -> bool {
        self.modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED)
    }

    fn ink(self) -> &'static str {
        if self.modifier.contains(Modifier::REVERSED) { GROUND } else { colour(self.ink) }
    }
}

impl Run {
    fn draw(&self, svg: &mut String) {
        let (x, y, long) = (left(self.column), top(self.row), self.columns * CELL);
        if self.look.modifier.contains(Modifier::REVERSED) {
            let ground = colour(self.look.ink);
            line(svg, format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{long}\" height=\"{LINE}\" fill=\"{ground}\"/>"));
        }
        if self.look.modifier.contains(Modifier::UNDERLINED) {
            let (under, ink) = (y + FOOT + 3, self.look.ink());
            line(svg, format_args!("<rect x=\"{x}\" y=\"{under}\" width=\"{long}\" height=\"1\" fill=\"{ink}\"/>"));
        }
        let ink = self.look.ink();
        let block = |svg: &mut String, opacity: &str| {
            // A reversed bar covers its cells: less would show an edge of their ground.
            let free = if self.look.modifier.contains(Modifier::REVERSED) { 0 } else { 3 };
            let (above, high) = (y + free, LINE - 2 * free);
            line(
                svg,
                format_args!(
                    "<rect x=\"{x}\" y=\"{above}\" width=\"{long}\" height=\"{high}\" fill=\"{ink}\"{opacity}/>"
                ),
            );
        };
        match self.shape {
            Shape::Blank => {}
            Shape::Rule => {
                let middle = y + LINE / 2;
                line(
                    svg,
                    format_args!("<rect x=\"{x}\" y=\"{middle}\" width=\"{long}\" height=\"1\" fill=\"{ink}\"/>"),
                );
            }
            Shape::Upright => {
                let middle = x + CELL / 2;
                line(
                    svg,
                    format_args!("<rect x=\"{middle}\" y=\"{y}\" width=\"1\" height=\"{LINE}\" fill=\"{ink}\"/>"),
                );
            }
            Shape::Bar => block(svg, ""),
            Shape::BarRest => block(svg, " fill-opacity=\".3\""),
            Shape::Letters => self.letters(svg),
        }
    }

    fn letters(&self, svg: &mut String) {
        let (x, foot, long) = (left(self.column), top(self.row) + FOOT, self.columns * CELL);
        let bold = if self.look.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let dim = if self.look.modifier.contains(Modifier::DIM) { " fill-opacity=\".65\"" } else { "" };
        let (ink, text) = (self.look.ink(), escaped(&self.text));
        line(
            svg,
            format_args!(
                "<text x=\"{x}\" y=\"{foot}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" \
                 fill=\"{ink}\"{bold}{dim}>{text}</text>"
            ),
        );
    }
}

fn left(column: u32) -> u32 {
    MARGIN + column * CELL
}

fn top(row: u32) -> u32 {
    MARGIN + row * LINE
}

fn line(svg: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(svg, "{part}");
}

/// The 16 colours of the themes on the dark ground.
fn colour(colour: Color) -> &'static str {
    match colour {
        Color::Black => "#2b2f37",
        Color::DarkGray => "#6d7683",
        Color::Gray => "#9aa3b0",
        Color::White => "#ffffff",
        Color::Red => "#e0645c",
        Color::LightRed => "#ff8f87",
        Color::Green => "#58b368",
        Color::LightGreen => "#84d896",
        Color::Yellow => "#c9a83c",
        Color::LightYellow => "#f2d675",
        Color::Blue => "#5b8def",
        Color::LightBlue => "#8fb3ff",
        Color::Magenta => "#b678d6",
        Color::LightMagenta => "#dba6f5",
        Color::Cyan => "#3fb5c4",
        Color::LightCyan => "#74dbe8",
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => INK,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn picture(text: &str, style: Style) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, text, style);
        draw("a & b", &buffer, None)
    }

    #[test]
    fn words_stand_at_their_cells_and_are_as_long_as_these() {
        let svg = picture("Điểm  <8>", Style::new().fg(Color::LightRed).add_modifier(Modifier::BOLD));
        let bold = "lengthAdjust=\"spacingAndGlyphs\" fill=\"#ff8f87\" font-weight=\"bold\"";
        assert!(svg.contains(&format!("<text x=\"14\" y=\"29\" textLength=\"36\" {bold}>Điểm</text>")), "{svg}");
        assert!(svg.contains(&format!("<text x=\"68\" y=\"29\" textLength=\"27\" {bold}>&lt;8&gt;</text>")), "{svg}");
        assert!(svg.contains("<title>a &amp; b</title>"), "{svg}");
    }

    #[test]
    fn reversed_text_has_its_background_also_where_it_is_blank() {
        let svg = picture("a b", Style::new().add_modifier(Modifier::REVERSED));
        assert_eq!(svg.matches(&format!("fill=\"{INK}\"/>")).count(), 3, "{svg}");
        assert!(svg.contains(&format!("fill=\"{GROUND}\">b</text>")), "{svg}");
    }

    #[test]
    fn bars_and_rules_are_shapes() {
        let svg = picture("██░─│", Style::new());
        assert!(!svg.contains("<text"), "{svg}");
        assert!(svg.contains("width=\"18\" height=\"14\""), "{svg}");
    }
}

//! What stands around every screen.
//!
//! ```text
//!  … › UBND xã Mẫu A › Niêm yết TTHC                            41/63 · đã lưu √   where I am, how it stands
//!  Mục 2/4  Bảng niêm yết                                   7/9 · 1 chưa đạt       second line, if there is one
//! ────────────────────────────────────────────────────────────────────────────
//!                               the screen's body
//! ────────────────────────────────────────────────────────────────────────────
//!  Phường Mẫu C: tổng hồ sơ tiếp nhận không khớp (1.448 ≠ 1.440)                   what happened or is wrong
//!  Enter mở   Ctrl+L lỗi tiếp theo   / tìm   ? trợ giúp                            keys that work here and now
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::action::{Action, Availability, Offer};
use super::ascii;
use super::canvas::{Canvas, joined};
use super::job::Done;
use super::keymap::Keymap;
use super::saving::SavedMark;
use super::screen::{Domain, Message, Screen, Standing};
use super::theme::{GlyphChoice, Role, Theme};
use super::widgets::bar;
use super::width;

/// Smallest window the screens are made for, in columns and rows.
pub const SMALLEST: (u16, u16) = (60, 16);

/// From this height on the hints have two lines.
const ROOMY: u16 = 20;

/// What the frame shows around the top screen.
#[derive(Debug)]
pub(super) struct Picture<'a> {
    /// Titles of the stack, lowest first.
    pub crumbs: Vec<String>,
    pub standing: &'a Standing,
    pub saved: SavedMark,
    pub message: Option<Message>,
    pub job: Option<Done>,
    pub offers: Vec<Offer>,
    pub keymap: &'a Keymap,
}

/// Where things were drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Where the real cursor belongs.
    pub cursor: Option<Position>,
    /// The hints, for the mouse.
    pub hints: Vec<HintPlace>,
    /// Lines of the body.
    pub body: Rect,
    /// The line of the selected row.
    pub selected: Option<u16>,
}

/// A hint and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HintPlace {
    pub place: Rect,
    pub action: Action,
}

/// Draws frame and screen.
pub(super) fn draw<D: Domain>(
    buffer: &mut Buffer,
    area: Rect,
    theme: Theme,
    screen: &dyn Screen<D>,
    picture: &Picture<'_>,
) -> Drawn {
    let drawn = draw_styled(buffer, area, theme, screen, picture);
    if theme.glyphs() == GlyphChoice::Ascii {
        ascii::make_plain(buffer);
    }
    drawn
}

fn draw_styled<D: Domain>(
    buffer: &mut Buffer,
    area: Rect,
    theme: Theme,
    screen: &dyn Screen<D>,
    picture: &Picture<'_>,
) -> Drawn {
    buffer.set_style(area, theme.ground());
    let mut canvas = Canvas::new(buffer, theme);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let text = rust_i18n::t!("tui.too_small", width = SMALLEST.0, height = SMALLEST.1);
        canvas.text(area, 0, Role::Text, &text);
        return Drawn::default();
    }
    let inner = Rect { x: area.x + 1, width: area.width - 2, ..area };
    draw_head(&mut canvas, inner, screen, picture);
    let subtitle = screen.subtitle(&theme);
    let head = match subtitle {
        Some(subtitle) => {
            let used = u16::try_from(subtitle.right.width()).unwrap_or(u16::MAX).saturating_add(1);
            canvas.line(Rect { width: inner.width.saturating_sub(used), ..inner }, 1, subtitle.left);
            canvas.line_right(inner, 1, subtitle.right);
            2
        }
        None => 1,
    };
    let hint_lines = if area.height >= ROOMY { 2 } else { 1 };
    let foot = area.height - hint_lines - 2;
    canvas.rule(area, head);
    canvas.rule(area, foot);
    let messages = draw_message(&mut canvas, inner, foot + 1, picture);
    let hint_lines = hint_lines + 1 - messages;
    let first = foot + 1 + messages;
    let mut places = Vec::new();
    for (row, hints) in (first..).zip(hints(&theme, inner.width, hint_lines, screen, picture)) {
        let mut column = inner.x;
        for hint in &hints {
            let width = hint.width();
            if let Some(action) = hint.action {
                places.push(HintPlace { place: Rect { x: column, y: area.y + row, width, height: 1 }, action });
            }
            column = column.saturating_add(width).saturating_add(GAP);
        }
        let gap = Span::raw(" ".repeat(usize::from(GAP)));
        canvas.line(inner, row, joined(hints.into_iter().map(|hint| hint.spans), &gap));
    }
    let body = Rect { y: area.y + head + 1, height: foot - head - 1, ..area };
    screen.render(&mut canvas, body);
    Drawn { cursor: canvas.cursor(), hints: places, body, selected: canvas.selected() }
}

/// Columns between two hints.
const GAP: u16 = 3;

/// One hint: a key and what it does.
#[derive(Debug, Clone)]
struct Hint {
    spans: Vec<Span<'static>>,
    action: Option<Action>,
}

impl Hint {
    fn width(&self) -> u16 {
        u16::try_from(self.spans.iter().map(Span::width).sum::<usize>()).unwrap_or(u16::MAX)
    }
}

fn draw_head<D: Domain>(canvas: &mut Canvas<'_>, area: Rect, screen: &dyn Screen<D>, picture: &Picture<'_>) {
    let theme = canvas.theme();
    let columns = usize::from(area.width);
    let rights = right_sides(&theme, screen.note().as_ref(), picture);
    // Everything is told beside two crumbs; less of it where it would leave not even the last one whole.
    let wanted = |kept| width::of(&breadcrumb(&theme, &picture.crumbs, kept));
    let fits = |(right, kept): &(&Line<'_>, usize)| right.width() + 2 + wanted(*kept) <= columns;
    let fitting = rights.iter().zip([2, 1, 1]).find(fits).map(|(right, _)| right);
    let right = fitting.or(rights.last()).cloned().unwrap_or_default();
    let room = columns.saturating_sub(right.width() + 2);
    let shown = (1..=picture.crumbs.len()).rev().map(|kept| breadcrumb(&theme, &picture.crumbs, kept));
    let left = shown.into_iter().find(|text| width::of(text) <= room);
    let left = left.unwrap_or_else(|| breadcrumb(&theme, &picture.crumbs, 1));
    let left_area = Rect { width: u16::try_from(room).unwrap_or(area.width), ..area };
    canvas.text(left_area, 0, Role::Title, &left);
    canvas.line_right(area, 0, right);
}

/// The last `kept` crumbs, with an ellipsis for those before.
fn breadcrumb(theme: &Theme, crumbs: &[String], kept: usize) -> String {
    let skipped = crumbs.len().saturating_sub(kept);
    let mut parts: Vec<&str> = crumbs.iter().skip(skipped).map(String::as_str).collect();
    if skipped > 0 {
        parts.insert(0, theme.marks().ellipsis);
    }
    parts.join(&format!(" {} ", theme.marks().crumb))
}

/// Right-hand sides of line 1, the fullest first. What lies on no other laptop and whether all is saved are in all of
/// them, were the last crumb to be cut.
fn right_sides(theme: &Theme, note: Option<&String>, picture: &Picture<'_>) -> Vec<Line<'static>> {
    let piece = |text: &String| vec![theme.span(Role::Text, text.clone())];
    let standing = picture.standing;
    let who = standing.who.as_ref().map(piece);
    let method = standing.input_method.as_ref().map(piece);
    let unsent = (standing.unsent > 0).then(|| {
        let text = rust_i18n::t!("tui.unsent", count = standing.unsent).into_owned();
        vec![theme.span(Role::Changed, text)]
    });
    let note = note.map(piece);
    let mark = saved_mark(theme, picture.saved).map(|span| vec![span]);
    let separator = Span::raw(format!(" {} ", theme.marks().dot));
    let line =
        |pieces: &[&Option<Vec<Span<'static>>>]| joined(pieces.iter().filter_map(|piece| (*piece).clone()), &separator);
    let second = if note.is_some() { &note } else { &unsent };
    vec![line(&[&who, &unsent, &method, &note, &mark]), line(&[&method, second, &mark]), line(&[&unsent, &mark])]
}

fn saved_mark(theme: &Theme, saved: SavedMark) -> Option<Span<'static>> {
    let marks = theme.marks();
    let (role, text) = match saved {
        SavedMark::Untouched => return None,
        SavedMark::Saved => (Role::Pass, format!("{} {}", rust_i18n::t!("tui.saved"), marks.pass)),
        SavedMark::Saving => (Role::Unanswered, rust_i18n::t!("tui.saving").into_owned()),
        SavedMark::Unsaved => (Role::Error, format!("{} {}", rust_i18n::t!("tui.unsaved"), marks.fail)),
    };
    Some(theme.span(role, text))
}

/// Draws the message and says how many lines it took: a long one may have a second, at the cost of hints, because
/// what to do about a fault usually stands at its end.
fn draw_message(canvas: &mut Canvas<'_>, area: Rect, row: u16, picture: &Picture<'_>) -> u16 {
    let theme = canvas.theme();
    match (&picture.message, picture.job) {
        (Some(message), _) => {
            let text = picture.keymap.retold(&message.text);
            let lines = width::wrap(&text, usize::from(area.width));
            let first = lines.first().map_or(0, |line| line.end);
            canvas.text(area, row, message.role, text[..first].trim_end());
            if lines.len() > 1 {
                canvas.text(area, row + 1, message.role, text[first..].trim_start());
                return 2;
            }
        }
        (None, Some(done)) => {
            let cancel =
                picture.keymap.binding(Action::CancelJob, super::input::Focus::Text).map(|binding| binding.to_string());
            let text = rust_i18n::t!("tui.job.running", keys = cancel.unwrap_or_default());
            let mut line = Line::from(vec![theme.span(Role::Text, text), Span::raw("  ")]);
            line.extend(bar::bar(&theme, done, 20));
            line.push_span(Span::raw(format!(" {:>3} %", done.percent())));
            canvas.line(area, row, line);
        }
        (None, None) => {}
    }
    1
}

/// The keys that work here and now, as many as fit; the key of the help always does.
fn hints<D: Domain>(
    theme: &Theme,
    columns: u16,
    lines: u16,
    screen: &dyn Screen<D>,
    picture: &Picture<'_>,
) -> Vec<Vec<Hint>> {
    let focus = screen.focus();
    let hint = |keys: String, text: String, action: Option<Action>| {
        let spans = vec![theme.span(Role::Key, keys), theme.span(Role::Text, format!(" {text}"))];
        Hint { spans, action }
    };
    let mut all: Vec<Hint> = screen.typed_hints().into_iter().map(|typed| hint(typed.keys, typed.text, None)).collect();
    let mut help = None;
    for offer in picture.offers.iter().filter(|offer| offer.availability == Availability::On) {
        // Known everywhere or of no use at a glance; help and palette have them.
        let rare = matches!(offer.action, Action::SwitchLanguage | Action::Quit | Action::PreviousPane | Action::Redo);
        let Some(binding) = picture.keymap.binding(offer.action, focus) else { continue };
        let spans = hint(binding.to_string(), offer.text(), Some(offer.action));
        match offer.action {
            Action::Help => help = Some(spans),
            _ if rare => {}
            _ => all.push(spans),
        }
    }
    let of = |hint: &Hint| usize::from(hint.width());
    let gap = usize::from(GAP);
    let columns = usize::from(columns);
    let reserved = help.as_ref().map_or(0, |help| of(help) + gap);
    if lines == 0 {
        return Vec::new();
    }
    let mut rows = vec![Vec::new(); usize::from(lines)];
    let mut row = 0;
    let mut used = 0;
    for spans in all {
        let wide = of(&spans) + if used == 0 { 0 } else { gap };
        let room = |row: usize| if row + 1 == rows.len() { columns.saturating_sub(reserved) } else { columns };
        if used + wide > room(row) {
            if row + 1 == rows.len() || of(&spans) > room(row + 1) {
                break;
            }
            row += 1;
            used = of(&spans);
        } else {
            used += wide;
        }
        rows[row].push(spans);
    }
    let room_for_help = used + reserved <= columns || row + 1 == rows.len();
    rows[if room_for_help { row } else { row + 1 }].extend(help);
    rows
}

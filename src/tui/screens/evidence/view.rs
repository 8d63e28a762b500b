//! The list of pieces, drawn.

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::inspection::{Evidence, InAnnex};
use crate::journal::AttachmentState;
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_fixed;

/// From so many columns on, size and hash have columns of their own; narrower, the status line tells them.
const WIDE: u16 = 76;

/// Draws the pieces with `cursor`'s selection.
pub fn render(canvas: &mut Canvas<'_>, area: Rect, pieces: &[Evidence], cursor: &ListCursor) {
    if pieces.is_empty() {
        canvas.text(area, 0, Role::Dim, &format!(" {}", t!("screen_evidence.none")));
        return;
    }
    let theme = canvas.theme();
    let wide = area.width >= WIDE;
    let mut columns = vec![
        Column::text(t!("screen_evidence.document"), ColumnWidth::Fit(area.width / 5)),
        Column::text(t!("screen_evidence.date"), ColumnWidth::Fit(10)),
        Column::text(t!("screen_evidence.about"), ColumnWidth::Fill),
        Column::text(t!("screen_evidence.file"), ColumnWidth::Fit(area.width / 4)),
    ];
    if wide {
        columns.push(Column::number(t!("screen_evidence.size"), ColumnWidth::Fit(11)));
        columns.push(Column::text(t!("screen_evidence.hash"), ColumnWidth::Fit(8)));
    }
    let row = |piece: &Evidence| {
        let content = &piece.content;
        let document = content.document.clone().unwrap_or_default();
        let mut row = vec![
            Line::from(document),
            content.date.map(format_date).unwrap_or_default().into(),
            content.about.clone().into(),
            file(theme, piece),
        ];
        if wide {
            row.push(content.hash.as_ref().and(content.size).map(size).unwrap_or_default().into());
            let hash = content.hash.as_ref().map(|hash| hash.short().to_owned()).unwrap_or_default();
            row.push(Line::from(theme.span(Role::Dim, hash)));
        }
        row
    };
    let rows: Vec<_> = pieces.iter().map(row).collect();
    table::render(canvas, area, &columns, &rows, cursor);
}

/// Its name, behind a mark where something is the matter with it.
fn file(theme: Theme, piece: &Evidence) -> Line<'static> {
    let name = piece.content.file.clone().unwrap_or_default();
    let (role, mark) = match piece.state {
        AttachmentState::Missing | AttachmentState::Changed => (Role::Error, theme.marks().fail),
        AttachmentState::Present => (Role::Text, ""),
        AttachmentState::Unattached => (Role::Dim, ""),
    };
    let mark = if mark.is_empty() { String::new() } else { format!("{mark} ") };
    Line::from(theme.span(role, format!("{mark}{name}")))
}

/// All about the file of a piece in a sentence; `None` where it has none.
pub fn about_file(piece: &Evidence) -> Option<(Role, String)> {
    let content = &piece.content;
    let name = content.file.as_deref()?;
    let Some(hash) = &content.hash else {
        return Some((Role::Text, t!("screen_evidence.name_alone", name = name).into_owned()));
    };
    let size = content.size.map(size).unwrap_or_default();
    let (role, key) = match piece.state {
        AttachmentState::Missing => (Role::Error, "screen_evidence.file_missing"),
        AttachmentState::Changed => (Role::Error, "screen_evidence.file_changed"),
        _ if content.size == Some(0) => (Role::Changed, "screen_evidence.file_empty"),
        AttachmentState::Present | AttachmentState::Unattached if content.printed == InAnnex::Yes => {
            (Role::Text, "screen_evidence.file_printed")
        }
        AttachmentState::Present | AttachmentState::Unattached => (Role::Text, "screen_evidence.file_present"),
    };
    Some((role, t!(key, name = name, size = size, hash = hash.short()).into_owned()))
}

/// `812 byte`, `1,2 KB`, `3,4 MB`, in thousands as file managers of people show it.
#[expect(clippy::cast_precision_loss, reason = "a size shown with one decimal")]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} byte"),
        1000..1_000_000 => format!("{} KB", format_fixed(bytes as f64 / 1e3, 1)),
        _ => format!("{} MB", format_fixed(bytes as f64 / 1e6, 1)),
    }
}

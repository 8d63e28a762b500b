//! Choosing a file: its path typed or pasted, or the spreadsheets of a folder.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Local};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::width;
use crate::tui::work::{FolderEntry, FolderEntryKind, FolderList, World};
use crate::vietnamese::date::format_date;
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::format_number;

/// A path being typed above a folder's spreadsheets.
#[derive(Debug, Clone, Default)]
pub struct Chooser {
    field: TextField,
    list: Option<FolderList>,
    cursor: ListCursor,
}

/// What Enter means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing is there to be chosen.
    Nothing,
    /// A folder to look into.
    Folder(PathBuf),
    /// A file to read.
    File(PathBuf),
}

/// A line of the list.
#[derive(Debug, Clone, Copy)]
enum Shown<'c> {
    /// The folder above.
    Above,
    Entry(&'c FolderEntry),
}

impl Chooser {
    /// Shows a folder.
    pub fn show(&mut self, list: FolderList) {
        self.list = Some(list);
        self.cursor.select(0);
        let files = self.shown();
        // The newest spreadsheet is most likely the one that was just sent.
        let newest = files.iter().enumerate().filter_map(|(index, shown)| match shown {
            Shown::Entry(FolderEntry { kind: FolderEntryKind::File { changed, .. }, .. }) => Some((*changed, index)),
            _ => None,
        });
        let newest = newest.max().map_or(0, |(_, index)| index);
        self.cursor.select(newest);
    }

    /// Forgets what was typed.
    pub fn clear(&mut self) {
        self.field = TextField::new("", Accepts::Text);
    }

    /// Takes in a key, typing or a paste.
    pub fn take(&mut self, event: &Event<'_, World>) {
        if let Event::Key(key @ (Key::Up | Key::Down | Key::PageUp | Key::PageDown)) = event {
            let count = self.shown().len();
            self.cursor.press(*key, count);
        } else if self.field.take(event).changed() {
            self.cursor.select(usize::from(self.shown().len() > 1 && matches!(self.shown()[0], Shown::Above)));
        }
    }

    /// What Enter means now: a typed path first, else what is selected.
    pub fn chosen(&self) -> Chosen {
        let typed = typed_path(self.field.text());
        let selected = self.shown().get(self.cursor.selected()).copied();
        let Some(list) = &self.list else { return Chosen::Nothing };
        let is_path = typed.contains(['/', '\\']) || list.folder.join(&typed).is_file();
        if !typed.is_empty() && (is_path || selected.is_none()) {
            let path = list.folder.join(&typed);
            return if path.is_dir() { Chosen::Folder(path) } else { Chosen::File(path) };
        }
        match selected {
            None => Chosen::Nothing,
            Some(Shown::Above) => {
                list.folder.parent().map_or(Chosen::Nothing, |parent| Chosen::Folder(parent.to_owned()))
            }
            Some(Shown::Entry(entry)) if entry.kind == FolderEntryKind::Folder => {
                Chosen::Folder(list.folder.join(&entry.name))
            }
            Some(Shown::Entry(entry)) => Chosen::File(list.folder.join(&entry.name)),
        }
    }

    /// The folder above, and what holds the typed words.
    fn shown(&self) -> Vec<Shown<'_>> {
        let Some(list) = &self.list else { return Vec::new() };
        let typed = typed_path(self.field.text());
        let words = if typed.contains(['/', '\\']) { String::new() } else { words_of(&typed) };
        let above = (list.folder.parent().is_some() && words.is_empty()).then_some(Shown::Above);
        let entries = list.entries.iter().filter(|entry| words_of(&entry.name).contains(&words)).map(Shown::Entry);
        above.into_iter().chain(entries).collect()
    }

    /// ```text
    ///  Tệp:
    ///  C:\Users\hung\Documents
    ///    ..
    ///    Kiểm tra 2025/
    ///  > ho-so-quy-3.xlsx                      128 KB   05/01/2026
    /// ```
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let label = format!(" {} ", t!("screen_import.path"));
        canvas.text(area, 0, Role::Text, &label);
        let used = u16::try_from(width::of(&label)).unwrap_or(area.width).min(area.width);
        let field = Rect { x: area.x + used, width: (area.width - used).saturating_sub(1), ..area };
        let below = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        let Some(list) = &self.list else {
            self.field.render(canvas, field);
            return;
        };
        canvas.text(area, 1, Role::Dim, &format!(" {}", plain(&list.folder)));
        let shown = self.shown();
        if shown.is_empty() {
            let key = if list.entries.is_empty() { "screen_import.no_files" } else { "screen_import.no_such_file" };
            canvas.text(below, 0, Role::Dim, &format!(" {}", t!(key)));
        }
        let room = usize::from(below.width);
        let theme = canvas.theme();
        let row = |index: usize| match shown.get(index) {
            None => Line::default(),
            Some(Shown::Above) => Line::from(format!("../  {}", t!("screen_import.above"))),
            Some(Shown::Entry(entry)) => match entry.kind {
                FolderEntryKind::Folder => Line::from(format!("{}/", entry.name)),
                FolderEntryKind::File { size, changed } => {
                    let day = changed.map(|changed| format_date(DateTime::<Local>::from(changed).date_naive()));
                    let told = format!("{:>10}   {:>10} ", kilobytes(size), day.unwrap_or_default());
                    let name = room.saturating_sub(width::of(&told) + 4);
                    let name = width::pad(&width::cut(&entry.name, name, theme.marks().ellipsis), name);
                    Line::from(vec![Span::raw(name), theme.span(Role::Dim, told)])
                }
            },
        };
        self.cursor.render(canvas, below, shown.len(), row);
        self.field.render(canvas, field);
    }
}

/// Without marks; names of files part their words with other signs than blanks.
fn words_of(name: &str) -> String {
    fold(name).replace(['-', '_', '.'], " ")
}

fn plain(folder: &Path) -> String {
    let text = folder.display().to_string();
    // Windows' long form of a path says nothing to people.
    text.strip_prefix(r"\\?\").map_or(text.clone(), str::to_owned)
}

/// A path as it is pasted: "Copy as path" puts quotation marks around it, file managers write `file://`.
fn typed_path(typed: &str) -> String {
    let text = typed.trim();
    let text = text.strip_prefix("file://").unwrap_or(text);
    text.trim_matches(['"', '\'', '“', '”']).trim().to_owned()
}

fn kilobytes(bytes: u64) -> String {
    let kilobytes = u32::try_from(bytes.div_ceil(1000)).unwrap_or(u32::MAX);
    format!("{} KB", format_number(kilobytes.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_paths_lose_what_is_around_them() {
        for text in [r#" "C:\a b.xlsx" "#, r"C:\a b.xlsx", r"'C:\a b.xlsx'"] {
            assert_eq!(typed_path(text), r"C:\a b.xlsx");
        }
        assert_eq!(typed_path("file:///home/a.csv"), "/home/a.csv");
    }
}

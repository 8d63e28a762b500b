//! Choosing files from a list of what lies in a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::inspection::{Named, are_paths, named_files};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Screen, Subtitle, TypedHint};
use crate::tui::screens::evidence::size;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Taken, TextField};
use crate::tui::width;
use crate::tui::work::{
    EvidenceOutcome, EvidenceRequest, FileEntry, FileKind, FolderPlace, Listing, Outcome, Request, World,
};
use crate::vietnamese::{collate, fold::fold};

/// In which order files stand; folders always come first, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    /// What was just photographed or scanned is on top.
    #[default]
    NewestFirst,
    /// As people look names up.
    ByName,
}

/// Which files are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Listed {
    /// All.
    #[default]
    All,
    /// Packs of other laptops, and the receipts they leave.
    Packs,
    /// Word documents.
    Documents,
}

/// What lies in a folder, to choose files from; they are handed to the screen below.
#[derive(Debug, Clone)]
pub struct FileList {
    folder: Option<PathBuf>,
    entries: Vec<FileEntry>,
    /// Places of the entries that the filter leaves.
    found: Vec<usize>,
    marked: BTreeSet<PathBuf>,
    filter: TextField,
    order: Order,
    cursor: ListCursor,
    /// Folder to select, that one has just come out of.
    came_from: Option<PathBuf>,
    listed: Listed,
}

impl Default for FileList {
    fn default() -> Self {
        Self::new()
    }
}

impl FileList {
    /// Begins in the folder that files were last taken from.
    pub fn new() -> Self {
        Self {
            folder: None,
            entries: Vec::new(),
            found: Vec::new(),
            marked: BTreeSet::new(),
            filter: TextField::default(),
            order: Order::default(),
            cursor: ListCursor::default(),
            came_from: None,
            listed: Listed::All,
        }
    }

    /// Packs only; begins with those on sticks and where files arrive.
    pub fn of_packs() -> Self {
        Self { listed: Listed::Packs, ..Self::new() }
    }

    /// Word documents (.docx) only.
    pub fn of_documents() -> Self {
        Self { listed: Listed::Documents, ..Self::new() }
    }

    fn take_listing(&mut self, listing: &Listing) {
        self.folder.clone_from(&listing.folder);
        self.entries.clone_from(&listing.entries);
        let ends_in = |path: &Path, endings: &[&str]| {
            path.extension().is_some_and(|ending| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))
        };
        // Word keeps an owner's file `~$…` beside every document that is open.
        let is_listed = |entry: &FileEntry| match self.listed {
            Listed::All => true,
            Listed::Packs => ends_in(&entry.path, &PACKS),
            Listed::Documents => ends_in(&entry.path, &["docx"]) && !entry.name.starts_with("~$"),
        };
        self.entries.retain(|entry| entry.kind == FileKind::Folder || is_listed(entry));
        self.marked.clear();
        self.filter.take_text();
        self.arrange();
        let came_from = self.came_from.take();
        let place = self.found.iter().position(|index| Some(&self.entries[*index].path) == came_from.as_ref());
        self.cursor.select(place.unwrap_or(0));
    }

    /// Sorts and filters anew.
    fn arrange(&mut self) {
        let order = self.order;
        // Above all folders things stand as they come: what is most likely meant first.
        if self.folder.is_some() {
            self.entries.sort_by_cached_key(|entry| {
                let by_time = order == Order::NewestFirst && entry.kind != FileKind::Folder;
                let newest = by_time.then_some(std::cmp::Reverse(entry.modified));
                (entry.kind != FileKind::Folder, newest, collate::sort_key(&entry.name))
            });
        }
        let wanted = fold(self.filter.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let matches = |entry: &FileEntry| {
            let name = fold(&entry.name);
            words.iter().all(|word| name.contains(word))
        };
        self.found = (0..self.entries.len()).filter(|index| matches(&self.entries[*index])).collect();
        self.cursor.select(0);
    }

    fn nothing(&self) -> String {
        match self.listed {
            Listed::All => t!("screen_files.nothing"),
            Listed::Packs => t!("screen_files.no_packs"),
            Listed::Documents => t!("screen_files.no_documents"),
        }
        .into_owned()
    }

    fn selected(&self) -> Option<&FileEntry> {
        self.found.get(self.cursor.selected()).map(|index| &self.entries[*index])
    }

    /// Enter: into a folder; or the marked files, else the selected one, to the screen below.
    /// A path that somebody typed where nothing in the list matches.
    fn typed_path(&self) -> Option<PathBuf> {
        let text = self.filter.text();
        if self.selected().is_some() || !are_paths(text) {
            return None;
        }
        match named_files(text, None) {
            Named::Files(mut files) if files.len() == 1 => files.pop(),
            Named::Files(_) | Named::NameAlone(_) => None,
        }
    }

    fn open(&mut self) -> Vec<Effect<World>> {
        if let Some(path) = self.typed_path() {
            return if path.is_dir() { vec![list(FolderPlace::At(path))] } else { pick(vec![path]) };
        }
        let Some(entry) = self.selected() else { return Vec::new() };
        if entry.kind == FileKind::Folder && self.marked.is_empty() {
            return vec![list(FolderPlace::At(entry.path.clone()))];
        }
        let files = if self.marked.is_empty() { vec![entry.path.clone()] } else { self.in_order() };
        pick(files)
    }

    /// The marked files as they stand in the list.
    fn in_order(&self) -> Vec<PathBuf> {
        let marked = self.entries.iter().filter(|entry| self.marked.contains(&entry.path));
        marked.map(|entry| entry.path.clone()).collect()
    }

    fn mark(&mut self) {
        let Some(entry) = self.selected() else { return };
        if entry.kind != FileKind::Folder {
            let path = entry.path.clone();
            if !self.marked.remove(&path) {
                self.marked.insert(path);
            }
        }
        self.cursor.press(Key::Down, self.found.len());
    }

    /// Marks every file that is listed, or none where all are.
    fn mark_all(&mut self) {
        let files = self.found.iter().map(|index| &self.entries[*index]);
        let files: BTreeSet<_> =
            files.filter(|entry| entry.kind != FileKind::Folder).map(|entry| entry.path.clone()).collect();
        if files.is_subset(&self.marked) {
            self.marked.retain(|path| !files.contains(path));
        } else {
            self.marked.extend(files);
        }
    }

    fn above(&mut self) -> Vec<Effect<World>> {
        let Some(folder) = self.folder.clone() else { return Vec::new() };
        self.came_from = Some(folder.clone());
        vec![list(FolderPlace::Above(folder))]
    }
}

/// How the names of packs and receipts end.
const PACKS: [&str; 2] = ["ktra", "receipt"];

fn list(place: FolderPlace) -> Effect<World> {
    Effect::Run(Request::Evidence(EvidenceRequest::List(place)))
}

fn pick(files: Vec<PathBuf>) -> Vec<Effect<World>> {
    vec![Effect::Pop, Effect::Run(Request::Evidence(EvidenceRequest::Pick(files)))]
}

impl Screen<World> for FileList {
    fn title(&self) -> String {
        match self.listed {
            Listed::All => t!("screen_files.title"),
            Listed::Packs => t!("screen_files.packs_title"),
            Listed::Documents => t!("screen_files.documents_title"),
        }
        .into_owned()
    }

    fn note(&self) -> Option<String> {
        Some(format!("{}/{}", self.found.len(), self.entries.len()))
    }

    fn help(&self) -> String {
        match self.listed {
            Listed::All => t!("screen_files.help"),
            Listed::Packs => t!("screen_files.packs_help"),
            Listed::Documents => t!("screen_files.documents_help"),
        }
        .into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        vec![
            TypedHint { keys: "Tab".to_owned(), text: t!("screen_files.mark").into_owned() },
            TypedHint { keys: "←".to_owned(), text: t!("screen_files.above").into_owned() },
        ]
    }

    fn offers(&self) -> Vec<Offer> {
        let open = match (self.selected(), self.marked.len()) {
            (None, _) if self.typed_path().is_some() => Offer::on(Action::Open).named(t!("screen_files.go_there")),
            (None, _) => Offer::off(Action::Open, self.nothing()),
            (_, count @ 1..) => Offer::on(Action::Open).named(t!("screen_files.take_marked", count = count)),
            (Some(entry), 0) if entry.kind == FileKind::Folder => {
                Offer::on(Action::Open).named(t!("screen_files.enter"))
            }
            (Some(_), 0) => Offer::on(Action::Open).named(t!("screen_files.take")),
        };
        let order = match self.order {
            Order::NewestFirst => t!("screen_files.by_name"),
            Order::ByName => t!("screen_files.newest_first"),
        };
        vec![
            open,
            Offer::on(Action::SelectAll).named(t!("screen_files.mark_all")),
            Offer::on(Action::SortNewest).named(order),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        let empty = self.filter.text().is_empty();
        match event {
            Event::Opened => {
                let place = if self.listed == Listed::Packs { FolderPlace::Media } else { FolderPlace::Last };
                return vec![list(place)];
            }
            Event::Outcome(Outcome::Evidence(EvidenceOutcome::Folder(listing))) => self.take_listing(listing),
            Event::Act(Action::Open) => return self.open(),
            Event::Act(Action::SelectAll) => self.mark_all(),
            Event::Act(Action::SortNewest) => {
                self.order = if self.order == Order::ByName { Order::NewestFirst } else { Order::ByName };
                self.arrange();
            }
            Event::Paste(text) if are_paths(text) => {
                if let Named::Files(files) = named_files(text, None) {
                    return pick(files);
                }
            }
            Event::Key(Key::Tab) => self.mark(),
            Event::Key(Key::Backspace | Key::Left) if empty => return self.above(),
            Event::Key(key @ (Key::Home | Key::End)) => {
                self.cursor.press(key, self.found.len());
            }
            event => match (self.filter.take(&event), event) {
                (Taken::Changed, _) => self.arrange(),
                (Taken::Ignored, Event::Key(key)) => {
                    self.cursor.press(key, self.found.len());
                }
                _ => {}
            },
        }
        Vec::new()
    }

    /// ```text
    ///  C:\Users\lan\Pictures
    ///  Tìm: bang_
    ///
    ///  > * bảng niêm yết.jpg         1,2 MB  19/10/2025 09:40
    ///      Ảnh cũ                 thư mục
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let prompt = format!("{}: ", t!("screen_files.prompt"));
        let used = u16::try_from(width::of(&prompt)).unwrap_or(0).min(inner.width);
        canvas.text(inner, 0, Role::Text, &prompt);
        let list = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        if self.found.is_empty() {
            let text = Rect { x: list.x.saturating_add(3), width: list.width.saturating_sub(4), ..list };
            let nothing = self.nothing();
            for (row, line) in (0..text.height).zip(width::paragraphs(&nothing, usize::from(text.width))) {
                canvas.text(text, row, Role::Dim, line);
            }
        }
        self.cursor.render(canvas, list, self.found.len(), |index| {
            self.line(theme, &self.entries[self.found[index]], usize::from(area.width))
        });
        let field = Rect { x: inner.x + used, width: inner.width - used, height: inner.height.min(1), ..inner };
        self.filter.render(canvas, field);
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let folder = self.folder.as_ref().map(|folder| folder.display().to_string());
        let above = match self.listed {
            Listed::All | Listed::Documents => t!("screen_files.drives"),
            Listed::Packs => t!("screen_files.media"),
        };
        let folder = folder.unwrap_or_else(|| above.into_owned());
        let right = match self.marked.len() {
            0 => Line::default(),
            count => Line::from(theme.span(Role::Title, t!("screen_files.marked", count = count).into_owned())),
        };
        Some(Subtitle { left: Line::from(folder), right })
    }
}

impl FileList {
    /// An entry with its size and the time it was written.
    fn line(&self, theme: Theme, entry: &FileEntry, columns: usize) -> Line<'static> {
        const TIME: usize = 16;
        const SIZE: usize = 10;
        let room = columns.saturating_sub(TIME + SIZE + 10);
        let marked = if self.marked.contains(&entry.path) { "* " } else { "  " };
        let (role, about) = match entry.kind {
            FileKind::Folder => (Role::Title, t!("screen_files.folder").into_owned()),
            FileKind::File(bytes) => (Role::Text, size(bytes)),
        };
        let time = entry.modified.filter(|_| entry.kind != FileKind::Folder);
        let time = time.map(|time| time.format("%d/%m/%Y %H:%M").to_string()).unwrap_or_default();
        let name = width::cut(&entry.name, room, theme.marks().ellipsis);
        Line::from_iter([
            theme.span(Role::Title, marked.to_owned()),
            theme.span(role, width::pad(&name, room)),
            Span::raw("  "),
            theme.span(Role::Dim, width::pad_left(&about, SIZE)),
            Span::raw("  "),
            theme.span(Role::Dim, time),
        ])
    }
}

#[cfg(test)]
mod tests;

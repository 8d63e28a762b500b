//! Where packs come from and go to: sticks first, then the folders where people look.

use std::path::{Path, PathBuf};

use chrono::FixedOffset;

use crate::exchange::pack::EXTENSION;
use crate::system::medium;
use crate::tui::work::evidence::{FileEntry, FileKind, Listing};
use crate::tui::work::office::Office;

/// Most packs listed at once, the newest.
const MOST: usize = 100;

/// Which sticks and shares there are.
#[derive(Debug, Clone, Default)]
pub enum Sticks {
    /// As the system tells.
    #[default]
    System,
    /// These, and no other folder either.
    Given(Vec<PathBuf>),
}

impl Office {
    /// Folders to write a pack to: sticks, then where papers go, then where files were last taken from.
    pub(super) fn send_folders(&self) -> Vec<PathBuf> {
        let (mut folders, rest) = match &self.sticks {
            Sticks::System => (medium::sticks(), vec![Some(self.papers.clone()), self.store.last_folder()]),
            Sticks::Given(sticks) => (sticks.clone(), vec![Some(self.papers.clone())]),
        };
        for folder in rest.into_iter().flatten() {
            if folder.is_dir() && !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }

    /// The packs that lie on sticks and where files arrive, the newest first; below them these folders.
    pub(in crate::tui::work) fn media(&self) -> Listing {
        let mut folders = self.send_folders();
        if let Sticks::System = self.sticks {
            let user = directories::UserDirs::new();
            let arriving = user.iter().flat_map(|user| [user.download_dir(), user.desktop_dir()]).flatten();
            for folder in arriving.map(Path::to_owned) {
                if folder.is_dir() && !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
        }
        let offset = *self.store.journal().clock().now().offset();
        let mut packs: Vec<FileEntry> = folders.iter().flat_map(|folder| packs_in(folder, offset)).collect();
        packs.sort_by_key(|entry| std::cmp::Reverse(entry.modified));
        packs.truncate(MOST);
        let folders = folders.into_iter().map(|path| FileEntry {
            name: path.display().to_string(),
            path,
            kind: FileKind::Folder,
            modified: None,
        });
        Listing { folder: None, entries: packs.into_iter().chain(folders).collect() }
    }
}

/// The packs of a folder, named with it: two sticks may hold files of one name.
fn packs_in(folder: &Path, offset: FixedOffset) -> Vec<FileEntry> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let packs = entries.filter(|path| is_pack(path)).filter_map(|path| FileEntry::of(&path, offset));
    let files = packs.filter(|entry| entry.kind != FileKind::Folder);
    files.map(|entry| FileEntry { name: entry.path.display().to_string(), ..entry }).collect()
}

/// Whether a file's name says it is a pack.
pub(super) fn is_pack(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION))
}

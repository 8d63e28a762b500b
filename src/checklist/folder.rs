//! Checklist files on disk: reading them, and what two files of one folder may not both be.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::problem::{Problem, Severity};
use super::source::MAX_BYTES;
use super::validation::{Reading, read_bytes};

/// A file and what came of reading it.
pub(super) struct ReadFile {
    /// Name shown to the user.
    pub name: String,
    /// What came of it.
    pub reading: Reading,
}

/// A problem with a path as a whole.
pub(super) fn path_problem(path: &Path, message: impl Into<String>) -> Problem {
    Problem { file: path.display().to_string(), position: None, severity: Severity::Error, message: message.into() }
}

/// The `.toml` files right within `folder`, by name; hidden ones (editors' leftovers) are passed over.
pub(super) fn toml_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_toml && !is_hidden && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads one file; one that cannot be read is a problem like any other.
pub(super) fn read_file(path: &Path) -> ReadFile {
    let name = path.display().to_string();
    let reading = match read_limited(path) {
        Ok(bytes) => read_bytes(&name, &bytes),
        Err(error) => Reading::refused(path_problem(path, t!("checklist.file.unreadable", detail = error.to_string()))),
    };
    ReadFile { name, reading }
}

/// At most one byte more than is accepted, so that a huge file is not read to its end.
fn read_limited(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Refuses every file of one place whose id and edition another file there has too: which of them
/// counts must not depend on their names.
pub(super) fn refuse_same_editions(files: &mut [ReadFile]) {
    let mut same: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        if let Some(checklist) = &file.reading.checklist {
            same.entry((checklist.id.to_string(), checklist.edition.clone())).or_default().push(index);
        }
    }
    for ((id, edition), indices) in same.into_iter().filter(|(_, indices)| indices.len() > 1) {
        let names: Vec<String> = indices.iter().map(|index| files[*index].name.clone()).collect();
        for index in indices {
            let file = &mut files[index];
            let others: Vec<&str> = names.iter().filter(|name| **name != file.name).map(String::as_str).collect();
            let message = t!("checklist.file.same_edition", id = id, edition = edition, other = others.join(", "));
            file.reading.refuse(&file.name, message.into_owned());
        }
    }
}

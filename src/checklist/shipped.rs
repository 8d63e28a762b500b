//! The checklists that are built into the program. Each is parsed when its id is first asked for.

use std::sync::{Arc, LazyLock, OnceLock};

use include_dir::{Dir, include_dir};

use super::hash::edition_hash;
use super::model::{Checklist, EditionHash};
use super::problem::Problem;
use super::source::decode;
use super::validation::{Reading, read_bytes};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/checklists");

/// A checklist file in the binary, called `<id>.toml` or `<id>@<edition>.toml`.
pub(super) struct ShippedFile {
    /// Its name, as shown in problems.
    pub name: String,
    bytes: &'static [u8],
    reading: OnceLock<Reading>,
    hash: OnceLock<EditionHash>,
}

impl ShippedFile {
    /// The id its name promises; a test keeps names to what is in the files.
    pub fn id(&self) -> &str {
        let stem = self.name.trim_start_matches("checklists/").trim_end_matches(".toml");
        stem.split_once('@').map_or(stem, |(id, _)| id)
    }

    /// The checklist, parsed at the first call; `None` where the file is broken, which a test rules out.
    pub fn checklist(&self) -> Option<&Arc<Checklist>> {
        self.reading().checklist.as_ref()
    }

    /// What is wrong with it.
    pub fn problems(&self) -> &[Problem] {
        &self.reading().problems
    }

    /// Hash of its text, without parsing it.
    pub fn hash(&self) -> &EditionHash {
        self.hash.get_or_init(|| edition_hash(&decode(&self.name, self.bytes).text.unwrap_or_default()))
    }

    fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| read_bytes(&self.name, self.bytes))
    }
}

/// All shipped files, by name.
pub(super) fn files() -> &'static [ShippedFile] {
    static FILES: LazyLock<Vec<ShippedFile>> = LazyLock::new(|| {
        let mut files: Vec<ShippedFile> = FOLDER
            .files()
            .filter(|file| file.path().extension().is_some_and(|ending| ending == "toml"))
            .map(|file| ShippedFile {
                name: format!("checklists/{}", file.path().display()),
                bytes: file.contents(),
                reading: OnceLock::new(),
                hash: OnceLock::new(),
            })
            .collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files
    });
    &FILES
}

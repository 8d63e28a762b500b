//! The file as a package (ECMA-376-2, "open packaging conventions"): unpacked within limits, its types and relationships read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::fault::{Fault, Part, Place, Problem, TemplateError};
use super::tree::{Element, TreeError};

/// A template is at most so large, in bytes.
const LARGEST: usize = 16 << 20;
/// Unpacked, its files together are at most so large.
const LARGEST_UNPACKED: u64 = 64 << 20;
/// The largest part that is read as XML.
const LARGEST_XML: usize = 8 << 20;
/// So many files are in a template at most.
const MOST_FILES: usize = 500;
/// What a file of Office 97 to 2003, or an encrypted one, begins with (MS-CFB, 2.2).
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Part that says what type each part has.
pub(super) const TYPES: &str = "[Content_Types].xml";

/// The unpacked files by name.
#[derive(Debug)]
pub(super) struct Package {
    files: BTreeMap<String, Vec<u8>>,
    defaults: BTreeMap<String, String>,
    overrides: BTreeMap<String, String>,
}

/// A relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// Id that the part names it by.
    pub id: String,
    /// Last word of its type: `image`, `header`.
    pub kind: String,
    /// Where it leads.
    pub target: Target,
}

/// Where a relationship leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// To a part of the package, by its name.
    Part(String),
    /// Out of the package.
    External(String),
}

/// A fault of the file named `name`.
pub(super) fn fault_in(name: &str, problem: Problem) -> Fault {
    Fault { place: Place::in_part(Part::Entry(name.to_owned())), problem }
}

/// What a part that cannot be read means.
pub(super) fn unreadable(name: &str, error: &TreeError) -> Fault {
    let problem = match error {
        TreeError::Broken => Problem::BrokenXml,
        TreeError::Doctype => Problem::Doctype,
        TreeError::Dialect => Problem::Dialect,
    };
    fault_in(name, problem)
}

impl Package {
    /// Unpacks `bytes`.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, TemplateError> {
        let whole = |problem| TemplateError::from(Fault { place: Place::in_part(Part::Package), problem });
        if bytes.starts_with(&COMPOUND) {
            return Err(whole(Problem::OldFormat));
        }
        if bytes.len() > LARGEST {
            return Err(whole(Problem::TooLarge { megabytes: LARGEST >> 20 }));
        }
        if !bytes.starts_with(b"PK\x03\x04") {
            return Err(whole(Problem::NoPackage));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| whole(Problem::Damaged))?;
        if archive.len() > MOST_FILES {
            return Err(whole(Problem::TooManyFiles { most: MOST_FILES }));
        }
        if archive.has_duplicate_names() || archive.has_overlapping_files().unwrap_or(true) {
            return Err(whole(Problem::Damaged));
        }
        let mut files = BTreeMap::new();
        let mut folded = BTreeSet::new();
        let mut left = LARGEST_UNPACKED;
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(|_| whole(Problem::Damaged))?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|_| whole(Problem::Damaged))?.into_owned();
            // Names of parts are equal in any case (ECMA-376-2, 6.2.2.3).
            if !is_part_name(&name) || file.encrypted() || !folded.insert(name.to_lowercase()) {
                return Err(fault_in(&name, Problem::Damaged).into());
            }
            let mut content = Vec::new();
            file.take(left + 1)
                .read_to_end(&mut content)
                .map_err(|_| TemplateError::from(fault_in(&name, Problem::Damaged)))?;
            left = left.checked_sub(content.len() as u64).ok_or_else(|| {
                whole(Problem::TooLarge { megabytes: usize::try_from(LARGEST_UNPACKED >> 20).unwrap_or(0) })
            })?;
            files.insert(name, content);
        }
        let mut package = Self { files, defaults: BTreeMap::new(), overrides: BTreeMap::new() };
        package.read_types()?;
        Ok(package)
    }

    fn read_types(&mut self) -> Result<(), TemplateError> {
        if !self.files.contains_key(TYPES) {
            let problem = Problem::NoDocument;
            return Err(Fault { place: Place::in_part(Part::Package), problem }.into());
        }
        let types = self.tree(TYPES)?;
        for each in types.elements() {
            let Some(content_type) = each.attribute("ContentType") else { continue };
            if let Some(ending) = each.attribute("Extension") {
                self.defaults.insert(ending.to_lowercase(), content_type.to_owned());
            } else if let Some(name) = each.attribute("PartName") {
                self.overrides.insert(name.trim_start_matches('/').to_lowercase(), content_type.to_owned());
            }
        }
        Ok(())
    }

    /// Names of all files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Type of the part called `name`; empty where it has none.
    pub(super) fn type_of(&self, name: &str) -> &str {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let found = self.overrides.get(&name.to_lowercase()).or_else(|| self.defaults.get(&ending));
        found.map_or("", String::as_str)
    }

    /// All types that parts may have here.
    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        self.defaults.values().chain(self.overrides.values()).map(String::as_str)
    }

    /// The file called `name`.
    pub(super) fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// The part called `name`, read as XML.
    pub(super) fn tree(&self, name: &str) -> Result<Element, TemplateError> {
        let part = self.file(name).ok_or_else(|| TemplateError::from(fault_in(name, Problem::Damaged)))?;
        if part.len() > LARGEST_XML {
            return Err(fault_in(name, Problem::TooLarge { megabytes: LARGEST_XML >> 20 }).into());
        }
        Element::read(part).map_err(|error| unreadable(name, &error).into())
    }

    /// Relationships of the part called `source`, of the package itself for an empty name.
    pub(super) fn relations(&self, source: &str) -> Result<Vec<Relation>, TemplateError> {
        let (folder, file) = source.rsplit_once('/').map_or(("", source), |(folder, file)| (folder, file));
        let place =
            if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        if self.file(&place).is_none() {
            return Ok(Vec::new());
        }
        let tree = self.tree(&place)?;
        let mut relations: Vec<Relation> = Vec::new();
        for each in tree.elements() {
            let said =
                |name| each.attribute(name).ok_or_else(|| TemplateError::from(fault_in(&place, Problem::Damaged)));
            let (id, target) = (said("Id")?.to_owned(), said("Target")?);
            let kind = said("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
            let external = each.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
            if relations.iter().any(|known| known.id == id) {
                return Err(fault_in(&place, Problem::Damaged).into());
            }
            let target = if external {
                Target::External(target.to_owned())
            } else {
                match resolved(folder, target).and_then(|name| self.known_as(&name)) {
                    Some(name) => Target::Part(name),
                    // Nothing that leads nowhere is ever kept; whether that is a fault depends on what it is.
                    None => Target::Part(String::new()),
                }
            };
            relations.push(Relation { id, kind, target });
        }
        Ok(relations)
    }

    /// The name as it is written in the package.
    fn known_as(&self, name: &str) -> Option<String> {
        let same = |known: &&String| known.to_lowercase() == name.to_lowercase();
        if self.files.contains_key(name) { Some(name.to_owned()) } else { self.files.keys().find(same).cloned() }
    }
}

/// Whether a file in the package may be called so: no way out of it, and nothing that means two things.
fn is_part_name(name: &str) -> bool {
    let segment = |segment: &str| !segment.is_empty() && !segment.chars().all(|c| c == '.');
    !name.contains(['\\', ':', '\0']) && name.split('/').all(segment)
}

/// `target` as seen from `folder`; `None` where it leads out of the package.
fn resolved(folder: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or_default();
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for segment in from.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => _ = path.pop()?,
            other => path.push(other),
        }
    }
    Some(path.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part_and_stay_in_the_package() {
        assert_eq!(resolved("word", "media/a.png").as_deref(), Some("word/media/a.png"));
        assert_eq!(resolved("word", "/word/./b.xml").as_deref(), Some("word/b.xml"));
        assert_eq!(resolved("word/x", "../c.xml").as_deref(), Some("word/c.xml"));
        assert_eq!(resolved("word", "../../c.xml"), None);
        for name in ["../a", "/a", "a//b", "a/..", "C:/a", "a\\b", ""] {
            assert!(!is_part_name(name), "{name}");
        }
        assert!(is_part_name("word/_rels/document.xml.rels") && is_part_name("[Content_Types].xml"));
    }
}

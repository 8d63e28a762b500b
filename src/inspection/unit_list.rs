//! Lists of units from which a round takes its own: built in (`data/units/`) and a user's folder.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;
use toml::value::Datetime;

use crate::checklist::{UnitKind, Validity};
use crate::identifier;
use crate::identifier::IdentifierError;
use crate::vietnamese::nfc::single_line;

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/units");

/// Largest file read, in bytes: every commune of the country fits several times.
pub const LARGEST_FILE: u64 = 4 * 1024 * 1024;

identifier!(
    /// Id of a list of units: `quynh-phu-2022`.
    UnitListId, crate::identifier::check
);
identifier!(
    /// Id of a unit within its list, offered as the unit's id in a round.
    ListedUnitId, crate::identifier::check
);

/// A list of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitList {
    /// Unique among the lists at hand.
    pub id: UnitListId,
    /// As shown.
    pub title: String,
    /// When these units exist under these names.
    pub valid: Validity,
    /// In the file's order.
    pub units: Vec<ListedUnit>,
}

/// A unit of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedUnit {
    /// Unique within the list.
    pub id: ListedUnitId,
    /// As papers print it.
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// Its superior body.
    pub under: Option<String>,
}

/// All lists at hand, with what was wrong with files that were left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitLists {
    /// By id.
    pub lists: BTreeMap<UnitListId, UnitList>,
    /// Faults of files that were not taken.
    pub errors: Vec<UnitListError>,
}

/// A fault of a list's file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}:{column}: {fault}")]
pub struct UnitListError {
    /// Name of the file.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub fault: UnitListFault,
}

/// What can be wrong with a list's file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnitListFault {
    /// The system does not let it be read.
    #[error("{}", rust_i18n::t!("unit_list.unreadable", reason = .0))]
    Unreadable(String),
    /// Over [`LARGEST_FILE`].
    #[error("{}", rust_i18n::t!("unit_list.too_large", max = LARGEST_FILE / 1024 / 1024))]
    TooLarge,
    /// Not saved as UTF-8.
    #[error("{}", rust_i18n::t!("unit_list.not_utf8"))]
    NotUtf8,
    /// No TOML, or not of this form.
    #[error("{}", rust_i18n::t!("unit_list.structure", reason = .0))]
    Structure(String),
    /// No identifier.
    #[error("{0}")]
    Identifier(IdentifierError),
    /// Nothing but spaces.
    #[error("{}", rust_i18n::t!("unit_list.empty_text"))]
    EmptyText,
    /// No kind of unit.
    #[error("{}", rust_i18n::t!("unit_list.kind", kind = .0, kinds = UnitKind::ALL.map(UnitKind::as_str).join(", ")))]
    Kind(String),
    /// A time of day, or no date at all.
    #[error("{}", rust_i18n::t!("unit_list.no_date"))]
    NoDate,
    /// Validity that ends before it begins.
    #[error("{}", rust_i18n::t!("unit_list.backwards"))]
    Backwards,
    /// The same unit twice.
    #[error("{}", rust_i18n::t!("unit_list.unit_twice", id = .0))]
    UnitTwice(String),
    /// Two files of the user with the same list.
    #[error("{}", rust_i18n::t!("unit_list.list_twice", id = .0))]
    ListTwice(String),
    /// No unit at all.
    #[error("{}", rust_i18n::t!("unit_list.no_units"))]
    NoUnits,
}

/// The lists that come with the program.
pub fn shipped() -> UnitLists {
    let mut found = UnitLists::default();
    for file in SHIPPED.files().filter(|file| is_list(file.path())) {
        found.take(&file.path().display().to_string(), file.contents());
    }
    found
}

/// The shipped lists and those of `folder` (the user's `units` folder); a list of the user replaces a shipped one with its id. A
/// folder that does not exist is empty.
pub fn with_folder(folder: &Path) -> UnitLists {
    let mut own = UnitLists::default();
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
            paths.retain(|path| is_list(path));
            paths.sort();
            for path in paths {
                let name = path.display().to_string();
                match read_file(&path) {
                    Ok(bytes) => own.take(&name, &bytes),
                    Err(fault) => own.errors.push(UnitListError { file: name, line: 1, column: 1, fault }),
                }
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            let fault = UnitListFault::Unreadable(error.to_string());
            own.errors.push(UnitListError { file: folder.display().to_string(), line: 1, column: 1, fault });
        }
    }
    let mut all = shipped();
    all.lists.extend(own.lists);
    all.errors.extend(own.errors);
    all
}

/// Reads one list; `file` is its name in errors. All faults that can be told apart come at once, in the file's order.
pub fn parse(file: &str, text: &str) -> Result<UnitList, Vec<UnitListError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { file, text, errors: Vec::new() };
    let written: ListEntry = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            reader.fault(offset, UnitListFault::Structure(error.message().to_owned()));
            return Err(reader.errors);
        }
    };
    let list = reader.list(written);
    reader.errors.sort_by_key(|error| (error.line, error.column));
    match list {
        Some(list) if reader.errors.is_empty() => Ok(list),
        _ => Err(reader.errors),
    }
}

impl UnitLists {
    fn take(&mut self, file: &str, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let fault = UnitListFault::NotUtf8;
            self.errors.push(UnitListError { file: file.to_owned(), line: 1, column: 1, fault });
            return;
        };
        match parse(file, text) {
            Ok(list) if self.lists.contains_key(&list.id) => {
                let fault = UnitListFault::ListTwice(list.id.to_string());
                self.errors.push(UnitListError { file: file.to_owned(), line: 1, column: 1, fault });
            }
            Ok(list) => {
                self.lists.insert(list.id.clone(), list);
            }
            Err(errors) => self.errors.extend(errors),
        }
    }
}

fn is_list(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn read_file(path: &Path) -> Result<Vec<u8>, UnitListFault> {
    let unreadable = |error: std::io::Error| UnitListFault::Unreadable(error.to_string());
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST_FILE {
        return Err(UnitListFault::TooLarge);
    }
    std::fs::read(path).map_err(unreadable)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    id: Spanned<String>,
    title: Spanned<String>,
    #[serde(default)]
    valid: ValidEntry,
    unit: Vec<UnitEntry>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ValidEntry {
    from: Option<Spanned<Datetime>>,
    to: Option<Spanned<Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    id: Spanned<String>,
    name: Spanned<String>,
    kind: Spanned<String>,
    under: Option<Spanned<String>>,
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<UnitListError>,
}

impl Reader<'_> {
    /// `None` where a fault was found; more may be found in what is `Some`.
    fn list(&mut self, written: ListEntry) -> Option<UnitList> {
        let id = self.identifier(&written.id, UnitListId::new);
        let title = self.text(&written.title);
        let valid = self.validity(&written.valid);
        if written.unit.is_empty() {
            self.fault(self.text.len(), UnitListFault::NoUnits);
        }
        let mut units: Vec<ListedUnit> = Vec::with_capacity(written.unit.len());
        let mut seen = std::collections::BTreeSet::new();
        for entry in written.unit {
            if !seen.insert(entry.id.get_ref().clone()) {
                self.fault(entry.id.span().start, UnitListFault::UnitTwice(entry.id.get_ref().clone()));
            }
            units.extend(self.unit(&entry));
        }
        Some(UnitList { id: id?, title: title?, valid, units })
    }

    fn unit(&mut self, entry: &UnitEntry) -> Option<ListedUnit> {
        let id = self.identifier(&entry.id, ListedUnitId::new);
        let name = self.text(&entry.name);
        let kind = UnitKind::from_name(entry.kind.get_ref());
        if kind.is_none() {
            self.fault(entry.kind.span().start, UnitListFault::Kind(entry.kind.get_ref().clone()));
        }
        let under = entry.under.as_ref().and_then(|under| self.text(under));
        Some(ListedUnit { id: id?, name: name?, kind: kind?, under })
    }

    fn identifier<T>(
        &mut self,
        written: &Spanned<String>,
        new: impl Fn(String) -> Result<T, IdentifierError>,
    ) -> Option<T> {
        new(written.get_ref().clone())
            .map_err(|error| self.fault(written.span().start, UnitListFault::Identifier(error)))
            .ok()
    }

    fn text(&mut self, written: &Spanned<String>) -> Option<String> {
        let text = single_line(written.get_ref());
        if text.is_empty() {
            self.fault(written.span().start, UnitListFault::EmptyText);
            return None;
        }
        Some(text)
    }

    fn validity(&mut self, written: &ValidEntry) -> Validity {
        let from = written.from.as_ref().and_then(|from| self.date(from));
        let to = written.to.as_ref().and_then(|to| self.date(to));
        if let (Some(first), Some(last), Some(to)) = (from, to, &written.to)
            && last < first
        {
            self.fault(to.span().start, UnitListFault::Backwards);
        }
        Validity { from, to }
    }

    fn date(&mut self, written: &Spanned<Datetime>) -> Option<NaiveDate> {
        let date = match *written.get_ref() {
            Datetime { date: Some(date), time: None, offset: None } => {
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }
            _ => None,
        };
        if date.is_none() {
            self.fault(written.span().start, UnitListFault::NoDate);
        }
        date
    }

    fn fault(&mut self, offset: usize, fault: UnitListFault) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        self.errors.push(UnitListError { file: self.file.to_owned(), line, column, fault });
    }
}

#[cfg(test)]
mod tests;

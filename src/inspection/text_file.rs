//! A text somebody wrote in TOML: read once, as NFC, with errors that name file, line and column.

use std::path::Path;

use rust_i18n::t;
use serde::de::DeserializeOwned;
use thiserror::Error;
use toml::de::DeTable;

use crate::checklist::explain_syntax;

/// Largest file accepted; a round of 170 units has about 60 KB.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Why a file was not taken. Nothing of it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("{}", t!("inspection.unreadable", file = .file, why = .why))]
    Unreadable {
        /// Path as given.
        file: String,
        /// What the system says.
        why: String,
    },
    /// Something in it is wrong.
    #[error("{file}:{line}:{column}: {what}")]
    Wrong {
        /// Path as given.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong and what to do.
        what: String,
    },
}

/// A file's name with its text.
#[derive(Debug, Clone)]
pub struct TextFile {
    name: String,
    text: String,
}

impl TextFile {
    /// Reads `path`.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path)
            .map_err(|error| FileError::Unreadable { file: name.clone(), why: crate::system::explain(&error) })?;
        Self::from_bytes(name, &bytes)
    }

    /// Takes what was read elsewhere (standard input, the program itself).
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, FileError> {
        let name = name.into();
        if bytes.len() > MAX_BYTES {
            let why = t!("inspection.too_large", max = MAX_BYTES / 1024 / 1024).into_owned();
            return Err(FileError::Unreadable { file: name, why });
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                Ok(Self { name, text: crate::vietnamese::nfc::nfc(text).into_owned() })
            }
            Err(error) => {
                let (line, column) = position(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]), usize::MAX);
                Err(FileError::Wrong { file: name, line, column, what: t!("inspection.not_utf8").into_owned() })
            }
        }
    }

    /// Name as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its text, NFC.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads it as `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, FileError> {
        let at = |error: &toml::de::Error| error.span().unwrap_or(0..0);
        let here = |error: &toml::de::Error| self.text.get(at(error)).unwrap_or_default();
        let table = DeTable::parse(&self.text).map_err(|error| {
            let message = if error.message().starts_with("duplicate key") {
                t!("inspection.duplicate_key", key = here(&error).trim()).into_owned()
            } else {
                explain_syntax(&error)
            };
            self.error_at(at(&error).start, message)
        })?;
        T::deserialize(toml::de::Deserializer::from(table))
            .map_err(|error| self.error_at(at(&error).start, explain(error.message(), here(&error))))
    }

    /// An error that has no better place than the file.
    pub fn error_at_start(&self, what: String) -> FileError {
        self.error_at(0, what)
    }

    /// An error at byte `offset`.
    pub fn error_at(&self, offset: usize, what: String) -> FileError {
        let (line, column) = position(&self.text, offset);
        FileError::Wrong { file: self.name.clone(), line, column, what }
    }
}

/// What the reader of a well-formed file missed, in the language of the screen.
fn explain(message: &str, here: &str) -> String {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let offered = || message.split('`').skip(3).step_by(2).collect::<Vec<_>>().join(", ");
    let known = match message {
        _ if message.starts_with("unknown field") => t!("inspection.unknown_key", key = quoted(), known = offered()),
        _ if message.starts_with("unknown variant") => {
            t!("inspection.unknown_value", value = quoted(), known = offered())
        }
        _ if message.starts_with("missing field") => t!("inspection.missing_key", key = quoted()),
        _ if message.starts_with("invalid type") || message.starts_with("invalid value") => {
            let expected = message.split_once("expected ").map_or("", |(_, rest)| rest.trim());
            t!("inspection.wrong_type", value = here.trim(), expected = expected_type(expected))
        }
        _ if message.contains("recurs") => t!("checklist.syntax.too_deep"),
        // Our own types say themselves what is wrong.
        _ => return message.to_owned(),
    };
    known.into_owned()
}

/// Serde's name of a type, in words.
fn expected_type(name: &str) -> std::borrow::Cow<'static, str> {
    match name {
        "f64" | "f32" => t!("inspection.type.number"),
        "u32" | "u64" | "i64" | "usize" => t!("inspection.type.whole"),
        "a string" | "string" | "str" => t!("inspection.type.text"),
        "a boolean" => t!("inspection.type.boolean"),
        "a sequence" => t!("inspection.type.list"),
        _ if name == "a map" || name.starts_with("struct ") => t!("inspection.type.table"),
        _ => t!("inspection.type.other"),
    }
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (line, column)
}

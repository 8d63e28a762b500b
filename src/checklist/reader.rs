//! A typed reader over a parsed file: every expectation that is not met becomes a finding with its
//! position, and reading goes on, so that all mistakes of a file are told at once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use rust_i18n::t;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Shape, Word};
use super::problem::{Position, Problem, Severity};
use super::source::LineIndex;
use super::spelling::nearest;

/// What was found wrong so far in one file.
pub(super) struct Findings<'t> {
    file: &'t str,
    lines: LineIndex<'t>,
    unknown: Vec<Range<usize>>,
    found: RefCell<Vec<Problem>>,
}

impl<'t> Findings<'t> {
    /// Nothing found yet in `text`; values within `unknown` (ascending) were broken and have been reported.
    pub fn new(file: &'t str, text: &'t str, unknown: Vec<Range<usize>>) -> Self {
        Self { file, lines: LineIndex::new(text), unknown, found: RefCell::default() }
    }

    /// Notes an error at the byte `offset`.
    pub fn error(&self, offset: usize, message: impl Into<String>) {
        self.note(Severity::Error, offset, message.into());
    }

    /// Notes a warning at the byte `offset`.
    pub fn warning(&self, offset: usize, message: impl Into<String>) {
        self.note(Severity::Warning, offset, message.into());
    }

    fn note(&self, severity: Severity, offset: usize, message: String) {
        let position = Some(self.position(offset));
        self.found.borrow_mut().push(Problem { file: self.file.to_owned(), position, severity, message });
    }

    /// Line and column of the byte `offset`.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(offset)
    }

    /// All that was found.
    pub fn into_problems(self) -> Vec<Problem> {
        self.found.into_inner()
    }

    fn is_unknown(&self, offset: usize) -> bool {
        let after = self.unknown.partition_point(|range| range.start <= offset);
        after.checked_sub(1).is_some_and(|last| self.unknown[last].contains(&offset))
    }
}

/// Something read, and the byte offset at which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where it starts.
    pub offset: usize,
}

impl<T> Located<T> {
    /// The same place with something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), offset: self.offset }
    }
}

/// A value of the file, with the key it was written under.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    key: &'a str,
    key_offset: usize,
    written: &'a Spanned<DeValue<'a>>,
    findings: &'a Findings<'a>,
}

impl<'a> Value<'a> {
    /// Where it starts: for a string, its opening quote.
    pub fn offset(self) -> usize {
        self.written.span().start
    }

    /// The key it was written under.
    pub fn key(self) -> &'a str {
        self.key
    }

    /// The line it starts on.
    pub fn line(self) -> usize {
        self.findings.position(self.offset()).line
    }

    /// Notes that its key should not be there.
    pub fn key_error(self, message: impl Into<String>) {
        self.findings.error(self.key_offset, message);
    }

    /// Notes that its key deserves a look.
    pub fn key_warning(self, message: impl Into<String>) {
        self.findings.warning(self.key_offset, message);
    }

    /// Notes an error here.
    pub fn error(self, message: impl Into<String>) {
        self.findings.error(self.offset(), message);
    }

    /// Notes an error at `offset`, somewhere within it.
    pub fn error_at(self, offset: usize, message: impl Into<String>) {
        self.findings.error(offset, message);
    }

    fn located<T>(self, value: T) -> Located<T> {
        Located { value, offset: self.offset() }
    }

    fn mismatch<T>(self, expected: &str) -> Option<T> {
        if !self.findings.is_unknown(self.offset()) {
            let found = type_name(self.written.get_ref());
            self.error(t!("checklist.wrong_type", key = self.key, expected = t!(expected), found = found));
        }
        None
    }

    /// The text, if it is one, without report.
    pub fn peek_text(self) -> Option<&'a str> {
        self.written.get_ref().as_str()
    }

    /// The ids of an array of tables, without report; `None` where one of them is missing.
    pub fn peek_ids(self) -> Option<Vec<&'a str>> {
        let id = |element: &'a Spanned<DeValue<'a>>| element.get_ref().get("id")?.get_ref().as_str().map(str::trim);
        self.written.get_ref().as_array()?.iter().map(id).collect()
    }

    /// A text that says something, without blanks around it.
    pub fn text(self) -> Option<Located<String>> {
        let DeValue::String(text) = self.written.get_ref() else {
            return self.mismatch("checklist.type.text");
        };
        let text = text.trim();
        if text.is_empty() {
            self.error(t!("checklist.empty_text", key = self.key));
            return None;
        }
        Some(self.located(text.to_owned()))
    }

    /// `true` or `false`.
    pub fn boolean(self) -> Option<Located<bool>> {
        match self.written.get_ref() {
            DeValue::Boolean(value) => Some(self.located(*value)),
            _ => self.mismatch("checklist.type.boolean"),
        }
    }

    /// A finite number, whole or not.
    pub fn number(self) -> Option<Located<f64>> {
        let parsed = match self.written.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse::<f64>().ok(),
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            _ => None,
        };
        match parsed.filter(|number| number.is_finite()) {
            // -0.0 is 0: it would show as "-0" and hash differently.
            Some(number) => Some(self.located(number + 0.0)),
            None => self.mismatch("checklist.type.number"),
        }
    }

    /// A whole number within `range`.
    pub fn whole(self, range: RangeInclusive<u32>) -> Option<Located<u32>> {
        let DeValue::Integer(number) = self.written.get_ref() else {
            return self.mismatch("checklist.type.whole");
        };
        let parsed = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let Some(number) = parsed.filter(|number| range.contains(number)) else {
            let (least, most) = range.into_inner();
            self.error(if most == u32::MAX {
                t!("checklist.below", key = self.key, least = least)
            } else {
                t!("checklist.outside", key = self.key, least = least, most = most)
            });
            return None;
        };
        Some(self.located(number))
    }

    /// A day, written without quotes and without a time.
    pub fn date(self) -> Option<Located<NaiveDate>> {
        let DeValue::Datetime(written) = self.written.get_ref() else {
            return self.mismatch("checklist.type.date");
        };
        let day = match (written.date, written.time) {
            (Some(date), None) => {
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }
            _ => None,
        };
        match day {
            Some(day) => Some(self.located(day)),
            None => self.mismatch("checklist.type.date"),
        }
    }

    /// What a word of the format stands for.
    pub fn word<T: Copy>(self, words: &'static [Word<T>]) -> Option<Located<T>> {
        let text = self.text()?;
        if let Some(word) = words.iter().find(|word| word.word == text.value) {
            return Some(text.map(|_| word.means));
        }
        self.not_one_of(&text.value, words.iter().map(|word| word.word));
        None
    }

    /// Reports that `text` is none of `allowed`.
    pub fn not_one_of<'c>(self, text: &str, allowed: impl Iterator<Item = &'c str> + Clone) {
        let hint = did_you_mean(text, allowed.clone());
        let list: Vec<String> = allowed.map(|word| format!("\"{word}\"")).collect();
        self.error(t!("checklist.not_one_of", key = self.key, found = text, allowed = list.join(", "), hint = hint));
    }

    /// The elements of an array; an empty one is reported.
    pub fn elements(self) -> Option<Vec<Value<'a>>> {
        let DeValue::Array(array) = self.written.get_ref() else {
            return self.mismatch("checklist.type.array");
        };
        if array.is_empty() {
            self.error(t!("checklist.empty_array", key = self.key));
            return None;
        }
        Some(array.iter().map(|value| Value { written: value, ..self }).collect())
    }

    /// The tables of `[[key]]`, or of an array of inline tables.
    pub fn tables(self, shape: &'static Shape) -> Option<Vec<Table<'a>>> {
        if !matches!(self.written.get_ref(), DeValue::Array(_)) {
            return self.mismatch("checklist.type.tables");
        }
        Some(self.elements()?.into_iter().filter_map(|value| value.table(shape)).collect())
    }

    /// A table whose keys are those of `shape`.
    pub fn table(self, shape: &'static Shape) -> Option<Table<'a>> {
        match self.written.get_ref() {
            DeValue::Table(entries) => Some(Table::open(entries, self.offset(), shape, self.findings)),
            _ => self.mismatch("checklist.type.table"),
        }
    }

    /// The entries of a table whose keys are the author's, in the file's order.
    pub fn entries(self) -> Option<Vec<Value<'a>>> {
        let DeValue::Table(table) = self.written.get_ref() else {
            return self.mismatch("checklist.type.table");
        };
        let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let name: &'a std::borrow::Cow<'a, str> = key.get_ref();
            let name: &'a str = name.as_ref();
            Value { key: name, key_offset: key.span().start, written: value, findings: self.findings }
        };
        let mut entries: Vec<Value<'a>> = table.iter().map(entry).collect();
        entries.sort_by_key(|entry| entry.key_offset);
        Some(entries)
    }
}

/// A table of the format.
pub(super) struct Table<'a> {
    entries: BTreeMap<&'a str, Value<'a>>,
    offset: usize,
    findings: &'a Findings<'a>,
}

impl<'a> Table<'a> {
    /// Opens a table and reports the keys that `shape` does not have. A mistyped key that is near one
    /// still missing is read as that one, so that one mistake is one report.
    pub fn open(table: &'a DeTable<'a>, offset: usize, shape: &'static Shape, findings: &'a Findings<'a>) -> Self {
        let mut entries = BTreeMap::new();
        let mut strange = Vec::new();
        for (key, value) in table {
            let name: &'a str = key.get_ref().as_ref();
            let value = Value { key: name, key_offset: key.span().start, written: value, findings };
            match shape.keys.iter().find(|known| **known == name) {
                Some(known) => _ = entries.insert(*known, value),
                None => strange.push(value),
            }
        }
        for value in strange {
            let meant = nearest(value.key, shape.keys.iter().copied());
            findings.error(
                value.key_offset,
                if let Some(meant) = meant {
                    t!("checklist.unknown_key_near", key = value.key, near = meant)
                } else {
                    t!("checklist.unknown_key", key = value.key, known = shape.keys.join(", "))
                },
            );
            if let Some(meant) = meant {
                entries.entry(meant).or_insert(value);
            }
        }
        Self { entries, offset, findings }
    }

    /// Notes an error where its header or its opening brace stands.
    pub fn error(&self, message: impl Into<String>) {
        self.findings.error(self.offset, message);
    }

    /// The values of the keys it holds, those of mistyped keys left out.
    pub fn written(&self) -> impl Iterator<Item = Value<'a>> {
        self.entries.iter().filter(|(known, value)| **known == value.key).map(|(_, value)| *value)
    }

    /// Whether `key` is there.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The value of `key`, if it is there.
    pub fn optional(&self, key: &str) -> Option<Value<'a>> {
        self.entries.get(key).copied()
    }

    /// The value of `key`; its absence is reported where the table starts.
    pub fn required(&self, key: &str) -> Option<Value<'a>> {
        let value = self.optional(key);
        if value.is_none() {
            self.error(t!("checklist.missing_key", key = key));
        }
        value
    }
}

/// `; có phải "title"?` for the nearest of `candidates`, or nothing.
pub(super) fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |near| t!("checklist.did_you_mean", near = near).into_owned())
}

fn type_name(value: &DeValue<'_>) -> std::borrow::Cow<'static, str> {
    match value {
        DeValue::String(_) => t!("checklist.found.text"),
        DeValue::Integer(_) | DeValue::Float(_) => t!("checklist.found.number"),
        DeValue::Boolean(_) => t!("checklist.found.boolean"),
        DeValue::Datetime(_) => t!("checklist.found.date"),
        DeValue::Array(_) => t!("checklist.found.array"),
        DeValue::Table(_) => t!("checklist.found.table"),
    }
}

//! Ids: well formed, no word of the expression language, each only once where it must be.

use std::collections::BTreeMap;
use std::str::FromStr;

use rust_i18n::t;

use crate::checklist::names::is_reserved;
use crate::checklist::reader::Value;
use crate::identifier::IdentifierError;

/// The ids met so far among those that must differ, each with the line it first stood on.
#[derive(Debug, Default)]
pub(super) struct Seen {
    lines: BTreeMap<String, usize>,
}

/// Reads an id that is compared with no other in the file.
pub(super) fn identifier<T: FromStr<Err = IdentifierError>>(value: Value<'_>) -> Option<T> {
    let text = value.text()?.value;
    if is_reserved(&text) {
        value.error(t!("checklist.reserved", found = text));
        return None;
    }
    match T::from_str(&text) {
        Ok(id) => Some(id),
        Err(reason) => {
            value.error(t!("checklist.no_identifier", found = text, reason = reason.to_string()));
            None
        }
    }
}

/// Reads an id that nothing in `seen` may have, and adds it there.
pub(super) fn unique_identifier<T: FromStr<Err = IdentifierError>>(value: Value<'_>, seen: &mut Seen) -> Option<T> {
    let id = identifier(value);
    let text = value.peek_text()?.trim();
    if let Some(line) = seen.lines.get(text) {
        value.error(t!("checklist.duplicate_id", found = text, line = line));
        return None;
    }
    seen.lines.insert(text.to_owned(), value.line());
    id
}

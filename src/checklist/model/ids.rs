//! Names of things in a checklist, and the hashes that say which words were used.

use serde::{Deserialize, Serialize};

use crate::identifier;

identifier!(
    /// Id of a checklist, the same for all its editions: `niem-yet-tthc`.
    ChecklistId, crate::identifier::check
);
identifier!(
    /// Id of a section within its checklist.
    SectionId, crate::identifier::check
);
identifier!(
    /// Id of an item, unique within its checklist.
    ItemId, crate::identifier::check
);
identifier!(
    /// Id of a rule, unique within its checklist (items included).
    RuleId, crate::identifier::check
);
identifier!(
    /// Id of a legal basis within its checklist.
    BasisId, crate::identifier::check
);
identifier!(
    /// Id of a register's column or of a survey's question.
    ColumnId, crate::identifier::check
);

impl ItemId {
    /// The item's name in expressions and sentences: its id with `-` as `_`.
    pub fn variable(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

impl ColumnId {
    /// The column's (or question's) name in expressions: its id with `-` as `_`.
    pub fn variable(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

/// SHA-256 (lower-case hex) of an edition's TOML text as stored (UTF-8, NFC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EditionHash(pub String);

/// SHA-256 (lower-case hex) over what an item asks and how it is judged; equal in two editions when
/// an answer may be carried over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemHash(pub String);

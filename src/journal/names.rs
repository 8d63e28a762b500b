//! What things are called in the journal: records, fields, revisions, devices, actions, chains.

use std::fmt;
use std::str::FromStr;

use crate::hexadecimal;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Kinds of records that belong to no round; every other kind names its round in the second segment.
pub const DEVICE_WIDE_KINDS: [&str; 2] = ["device", "setting"];

/// Longest record key or field name, in bytes.
pub const MAX_NAME: usize = 512;

/// Why a text names nothing in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Not `kind/…` of at least two non-empty segments of `a-z`, `0-9`, `-`.
    #[error("{}", rust_i18n::t!("journal.bad_record_key", key = .0))]
    RecordKey(String),
    /// Not made of `a-z`, `0-9`, `-`, `_`, `.`.
    #[error("{}", rust_i18n::t!("journal.bad_field_name", name = .0))]
    FieldName(String),
    /// Not 64 lower-case hexadecimal digits.
    #[error("{}", rust_i18n::t!("journal.bad_revision_id", id = .0))]
    RevisionId(String),
    /// Not 16 lower-case hexadecimal digits.
    #[error("{}", rust_i18n::t!("journal.bad_device_id", id = .0))]
    DeviceId(String),
    /// Not 16 lower-case hexadecimal digits.
    #[error("{}", rust_i18n::t!("journal.bad_action_id", id = .0))]
    ActionId(String),
}

/// The SHA-256 of a revision's exact stored bytes; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RevisionId([u8; 32]);

impl RevisionId {
    /// The id of a revision stored as `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The raw 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn from_column(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hexadecimal::write(&self.0))
    }
}

impl fmt::Debug for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevisionId({self})")
    }
}

impl FromStr for RevisionId {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        let bytes = hexadecimal::read(text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| NameError::RevisionId(text.to_owned()))
    }
}

impl From<RevisionId> for String {
    fn from(id: RevisionId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for RevisionId {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

/// Declares a checked text newtype with `new`, `as_str`, `Display`, `FromStr` and serde.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $accepts:expr, $error:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks and wraps `text`.
            pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
                let text = text.into();
                let accepts: fn(&str) -> bool = $accepts;
                if accepts(&text) { Ok(Self(text)) } else { Err($error(text)) }
            }

            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                Self::new(text)
            }
        }
    };
}

checked_text! {
    /// A record: `answer/<round>/<unit>/<checklist>/<item>` or another kind's own segments. At least two non-empty
    /// segments of `a-z`, `0-9`, `-`; the first is the kind, the second the round unless the kind is one of
    /// [`DEVICE_WIDE_KINDS`].
    RecordKey, accepts_record_key, NameError::RecordKey
}

checked_text! {
    /// A field of a record: `verdict`, `remark`, `number` … (`a-z`, `0-9`, `-`, `_`, `.`).
    FieldName, accepts_field_name, NameError::FieldName
}

checked_text! {
    /// A laptop's journal: the first 16 hexadecimal digits of the SHA-256 of its Ed25519 public key.
    DeviceId, |text| is_hex_of(text, 16), NameError::DeviceId
}

checked_text! {
    /// What one person did in one go, however many fields it touched: 16 random hexadecimal digits.
    ActionId, |text| is_hex_of(text, 16), NameError::ActionId
}

fn accepts_record_key(text: &str) -> bool {
    let segment_is_good = |segment: &str| {
        !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.len() <= MAX_NAME && text.contains('/') && text.split('/').all(segment_is_good)
}

fn accepts_field_name(text: &str) -> bool {
    let byte_is_good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    !text.is_empty() && text.len() <= MAX_NAME && text.bytes().all(byte_is_good)
}

impl RecordKey {
    /// The first segment: `answer`, `setting` …
    pub fn kind(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The chain that revisions of this record belong to.
    pub fn chain(&self) -> Chain {
        if DEVICE_WIDE_KINDS.contains(&self.kind()) {
            Chain::DeviceWide
        } else {
            Chain::Round(self.0.split('/').nth(1).unwrap_or_default().to_owned())
        }
    }
}

impl ActionId {
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hexadecimal::write(&bytes)))
    }
}

impl DeviceId {
    pub(super) fn of_public_key(key: &[u8; 32]) -> Self {
        Self(hexadecimal::write(&Sha256::digest(key)[..8]))
    }
}

/// What a device numbers its revisions along: each round for itself, and the records that belong to no round.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chain {
    /// The round with this id.
    Round(String),
    /// Records of [`DEVICE_WIDE_KINDS`].
    DeviceWide,
}

impl Chain {
    /// The round, if it is one.
    pub fn round(&self) -> Option<&str> {
        match self {
            Self::Round(round) => Some(round),
            Self::DeviceWide => None,
        }
    }

    pub(super) fn column(&self) -> &str {
        self.round().unwrap_or_default()
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.round().unwrap_or("*"))
    }
}

fn is_hex_of(text: &str, digits: usize) -> bool {
    text.len() == digits && hexadecimal::read(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_keys_have_two_plain_segments_or_more() {
        for good in ["answer/2022-dot-1/dong-hai/niem-yet-tthc/day-du", "setting/member", "evidence/r/0f3a"] {
            assert_eq!(RecordKey::new(good).map(|key| key.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "answer", "answer/", "/r", "answer//x", "Answer/r", "answer/đông", "answer/r_1", "a/%"] {
            assert!(RecordKey::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_chain_is_the_round_unless_the_kind_has_none() {
        assert_eq!(RecordKey::new("answer/r1/u").unwrap().chain(), Chain::Round("r1".into()));
        assert_eq!(RecordKey::new("setting/r1").unwrap().chain(), Chain::DeviceWide);
    }

    #[test]
    fn revision_ids_are_lower_case_hexadecimal() {
        let id = RevisionId::of(b"abc");
        // FIPS 180-2, appendix B.1
        assert_eq!(id.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().to_uppercase().parse::<RevisionId>().is_err());
        assert!("ba78".parse::<RevisionId>().is_err());
    }
}

//! Identifiers people write in files: lower-case ASCII kebab-case, starting with a letter.

use thiserror::Error;

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// Nothing was written.
    #[error("{}", rust_i18n::t!("identifier.empty"))]
    Empty,
    /// Something other than `a-z`, `0-9` and single inner hyphens, or a first character that is no letter.
    #[error("{}", rust_i18n::t!("identifier.not_kebab"))]
    NotKebab,
    /// Over [`MAX_LENGTH`] characters.
    #[error("{}", rust_i18n::t!("identifier.too_long", max = MAX_LENGTH))]
    TooLong,
}

/// Longest identifier accepted, in characters: record keys of five identifiers stay well under file-system and screen limits.
pub const MAX_LENGTH: usize = 64;

/// Checks that `text` is lower-case ASCII kebab-case starting with a letter (`niem-yet-tthc`, `2.1` is not).
pub fn check(text: &str) -> Result<(), IdentifierError> {
    if text.is_empty() {
        return Err(IdentifierError::Empty);
    }
    if text.len() > MAX_LENGTH {
        return Err(IdentifierError::TooLong);
    }
    let bytes = text.as_bytes();
    let allowed = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    let starts_well = bytes[0].is_ascii_lowercase();
    let ends_well = bytes[bytes.len() - 1] != b'-';
    if starts_well && ends_well && bytes.iter().all(allowed) && !text.contains("--") {
        Ok(())
    } else {
        Err(IdentifierError::NotKebab)
    }
}

/// Declares a newtype over a checked identifier.
#[macro_export]
#[doc(hidden)]
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Checks and wraps `text`.
            pub fn new(text: impl Into<String>) -> Result<Self, $crate::identifier::IdentifierError> {
                let text = text.into();
                $check(&text)?;
                Ok(Self(text))
            }

            /// The identifier as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::identifier::IdentifierError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(source)?;
                Self::new(text).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// As [`check`], but a round's id may start with a digit: contracts name rounds `2025-dot-1`.
pub fn check_round(text: &str) -> Result<(), IdentifierError> {
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        check(&format!("r{text}")).map_err(|_| IdentifierError::NotKebab)
    } else {
        check(text)
    }
}

/// An identifier made from a name people gave: folded, kebab-case, at most [`MAX_LENGTH`] long, none of `taken`.
/// `fallback` begins it where the name begins with no letter.
pub fn propose<'a>(name: &str, fallback: &str, taken: impl Fn(&str) -> bool + 'a) -> String {
    /// Room for the number that tells two of the same name apart.
    const ROOM: usize = MAX_LENGTH - 4;
    let folded = crate::vietnamese::fold::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut base = words.collect::<Vec<_>>().join("-");
    if !base.starts_with(|c: char| c.is_ascii_lowercase()) {
        base = if base.is_empty() { fallback.to_owned() } else { format!("{fallback}-{base}") };
    }
    // ASCII only, so every position is a boundary.
    base.truncate(ROOM);
    let base = base.trim_end_matches('-');
    let numbered = (2..).map(|number: u32| format!("{base}-{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_kebab_case_and_refuses_the_rest() {
        for good in ["a", "niem-yet-tthc", "nd63", "mau-a", "x1-2"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in ["A", "1a", "-a", "a-", "a--b", "a_b", "đông-hải", "a b"] {
            assert_eq!(check(bad), Err(IdentifierError::NotKebab), "{bad}");
        }
        assert_eq!(check(""), Err(IdentifierError::Empty));
        assert_eq!(check(&"a".repeat(65)), Err(IdentifierError::TooLong));
    }

    #[test]
    fn proposes_from_names() {
        let free = |_: &str| false;
        assert_eq!(propose("UBND phường Đông Hải", "dv", free), "ubnd-phuong-dong-hai");
        assert_eq!(propose("  2025: Kiểm tra, đợt 1 ", "dot", free), "dot-2025-kiem-tra-dot-1");
        assert_eq!(propose("…", "dot", free), "dot");
        assert_eq!(propose("Thành viên", "tv", |id| id == "thanh-vien" || id == "thanh-vien-2"), "thanh-vien-3");
        for name in ["x".repeat(200), "à ".repeat(100)] {
            assert_eq!(check(&propose(&name, "dv", free)), Ok(()), "{name}");
        }
    }

    #[test]
    fn rounds_may_start_with_their_year() {
        assert_eq!(check_round("2025-dot-1"), Ok(()));
        assert_eq!(check_round("dot-1"), Ok(()));
        assert_eq!(check_round("-2025"), Err(IdentifierError::NotKebab));
    }
}

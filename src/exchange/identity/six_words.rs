//! A device's keys as six words.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::words::{Word, split};
use crate::journal::DeviceKeys;

/// What is hashed before the keys.
const DOMAIN: &[u8] = b"kiemtra six words v1 ";
/// Rounds of hashing behind the first. Six words hold 54 bits; with these, finding other keys with the same words costs
/// 2^68 hashes, while a laptop says its own within a few milliseconds.
const ROUNDS: u32 = 1 << 14;

/// Six words that two people compare aloud to know that they hold the same keys: the first 54 bits of an iterated
/// SHA-256 over both public keys. Shown with marks; typed with or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SixWords([Word; 6]);

/// Why a text is not six words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordsError {
    /// More or fewer than six.
    #[error("{}", rust_i18n::t!("exchange_identity.words_count", count = .0))]
    Count(usize),
    /// A word that is not in the list.
    #[error("{}", rust_i18n::t!("exchange_identity.words_unknown", word = .0))]
    Unknown(String),
}

impl SixWords {
    /// The words of a device.
    pub fn of(keys: &DeviceKeys) -> Self {
        let once = Sha256::new().chain_update(DOMAIN).chain_update(keys.sign()).chain_update(keys.read());
        let mut digest = once.finalize();
        for _ in 0..ROUNDS {
            digest = Sha256::digest(digest);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Self::of_bits(u64::from_be_bytes(first))
    }

    /// The words of the first 54 bits.
    pub(super) fn of_bits(bits: u64) -> Self {
        let word = |place: u32| Word::of(bits >> (u64::BITS - (place + 1) * Word::BITS));
        Self([0, 1, 2, 3, 4, 5].map(word))
    }

    /// The words with a text between them.
    pub fn joined(&self, between: &str) -> String {
        self.0.map(Word::written).join(between)
    }
}

impl fmt::Display for SixWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined(" "))
    }
}

impl Serialize for SixWords {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for SixWords {
    type Err = WordsError;
    /// Forgives missing marks, capitals, hyphens, commas and any spaces.
    fn from_str(text: &str) -> Result<Self, WordsError> {
        let typed: Vec<&str> = split(text).collect();
        let mut words = Vec::with_capacity(typed.len());
        for word in &typed {
            words.push(Word::find(word).ok_or_else(|| WordsError::Unknown((*word).to_owned()))?);
        }
        words.try_into().map(Self).map_err(|_| WordsError::Count(typed.len()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The keys of the device with the secret 07 07 07 …
    fn keys() -> DeviceKeys {
        serde_json::from_value(json!({
            "sign": "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c",
            "read": "age1r978un5c765sn2zcc56m7qzx37t8h2aruxcyhsfd3qd27kregs7qv5mcch",
            "proof": "2f568f2b05509b916eea1b117722a5fddaab90946134c9f1ccb842ef02ac36e1b4e98d04bb5c338cdbf9dd594ac55a608850470f84ec430068dcb58bfe10c20d",
        })).unwrap()
    }

    #[test]
    fn the_words_of_keys_never_change() {
        assert_eq!(SixWords::of(&keys()).to_string(), "đẹp tháp tập thường ưa mướp");
    }

    #[test]
    fn bits_fill_the_words_from_the_first() {
        assert_eq!(SixWords::of_bits(0).to_string(), "ai ai ai ai ai ai");
        assert_eq!(SixWords::of_bits(u64::MAX).to_string(), "yêu yêu yêu yêu yêu yêu");
        assert_eq!(SixWords::of_bits(1 << 55 | 1 << 10).to_string(), "ấm ai ai ai ai ấm");
    }

    #[test]
    fn marks_case_hyphens_and_spaces_are_forgiven_and_mistakes_told() {
        let words = SixWords::of_bits(0x1234_5678_9abc_def0);
        let said = words.to_string();
        for typed in [
            said.clone(),
            said.to_uppercase(),
            words.joined("-"),
            words.joined(",  "),
            crate::vietnamese::fold::fold(&said),
            format!("  {}\r\n", words.joined(" – ")),
        ] {
            assert_eq!(typed.parse(), Ok(words), "{typed}");
        }
        assert_eq!("meo ban".parse::<SixWords>(), Err(WordsError::Count(2)));
        assert_eq!(format!("{said} ai").parse::<SixWords>(), Err(WordsError::Count(7)));
        assert_eq!("meo ban xxx".parse::<SixWords>(), Err(WordsError::Unknown("xxx".into())));
    }
}

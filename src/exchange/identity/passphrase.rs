//! Passphrases for packs that go to laptops nobody knows yet.

use std::fmt;

use age::secrecy::SecretString;

use super::six_words::SixWords;
use super::words::{Word, split};
use crate::journal::JournalError;
use crate::vietnamese::{fold::fold, nfc};

/// What opens a pack sealed with words. Typed without marks, in capitals or with hyphens it is the same. Never shown but
/// by [`Self::spoken`].
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase {
    spoken: String,
    canonical: String,
}

/// A new one: six words from the system's random numbers, all 2^54 equally likely. age stretches it with scrypt.
pub fn passphrase() -> Result<Passphrase, JournalError> {
    let mut bits = [0; 8];
    getrandom::fill(&mut bits)?;
    let words = SixWords::of_bits(u64::from_be_bytes(bits)).to_string();
    Ok(Passphrase { canonical: fold(&words), spoken: words })
}

impl Passphrase {
    /// The passphrase somebody typed; `None` where there is nothing in it. It need not be of our words.
    pub fn typed(text: &str) -> Option<Self> {
        let spoken = nfc::single_line(text);
        let canonical = split(&fold(&spoken)).collect::<Vec<_>>().join(" ");
        (!canonical.is_empty()).then_some(Self { spoken, canonical })
    }

    /// For the person who has to pass it on.
    pub fn spoken(&self) -> &str {
        &self.spoken
    }

    /// What age is given.
    pub fn secret(&self) -> SecretString {
        SecretString::from(self.canonical.clone())
    }

    /// Words in it that are not of our list: where a passphrase does not fit, probably mistyped.
    pub fn unknown_words(&self) -> Vec<&str> {
        split(&self.canonical).filter(|word| Word::find(word).is_none()).collect()
    }
}

/// Hides it.
impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret;

    use super::*;

    fn secret(text: &str) -> String {
        Passphrase::typed(text).unwrap().secret().expose_secret().to_owned()
    }

    #[test]
    fn a_new_passphrase_is_six_words_another_each_time_and_hidden() {
        let made = passphrase().unwrap();
        assert!(made.spoken().parse::<SixWords>().is_ok());
        assert_ne!(made, passphrase().unwrap());
        assert_eq!(format!("{made:?}"), "Passphrase(…)");
        assert_eq!(secret(made.spoken()), made.secret().expose_secret());
    }

    #[test]
    fn however_it_is_typed_it_opens_the_same_pack() {
        for typed in ["mèo bàn đèn", "MEO  ban den", "\u{feff}Mèo-bàn, đèn.\r\n", "me\u{300}o ba\u{300}n den"] {
            assert_eq!(secret(typed), "meo ban den", "{typed}");
        }
        assert_eq!(secret("Của riêng tôi: 2025!"), "cua rieng toi: 2025!");
        assert_eq!(Passphrase::typed(" -\n"), None);
        assert_eq!(Passphrase::typed("mèo xyz đèn").unwrap().unknown_words(), ["xyz"]);
    }
}

//! What somebody looks for in a list: the beginnings of words, with or without diacritics.

use crate::vietnamese::fold::fold;

/// The beginnings of words that a line must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(Vec<String>);

impl Wanted {
    /// Reads what was typed: `mau b` wants a word that begins with `mau` and one that begins with `b`.
    pub fn new(typed: &str) -> Self {
        Self(words(&fold(typed)).map(str::to_owned).collect())
    }

    /// Whether `text` has them all.
    pub fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        self.0.iter().all(|start| words(&folded).any(|word| word.starts_with(start.as_str())))
    }
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_are_found_without_diacritics() {
        assert!(Wanted::new("mau b").is_in("UBND xã Mẫu B"));
        assert!(!Wanted::new("mau b").is_in("UBND xã Mẫu A"));
        assert!(Wanted::new("ĐÔNG h").is_in("UBND phường Đông Hải"));
        assert!(Wanted::new(" ").is_in("UBND"));
        assert!(!Wanted::new("nd").is_in("UBND"));
    }
}

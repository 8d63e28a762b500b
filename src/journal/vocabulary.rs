//! Every word that was ever written, and which of them a mistyped one may mean.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::vietnamese::sought::{Closeness, Letters, SoughtWord};

/// Words that a word still being typed may become.
const MOST_BEGINNINGS: usize = 60;
/// Words that a mistyped one may mean.
const MOST_NEAR: usize = 16;

/// The words of the index, read once and then only what is new.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: BTreeMap<Box<str>, Letters>,
    last: i64,
}

impl Vocabulary {
    /// Reads the words that came since the last look.
    pub(super) fn refresh(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let last: Option<i64> =
            connection.prepare_cached("SELECT max(number) FROM text_word")?.query_row([], |row| row.get(0))?;
        let last = last.unwrap_or(0);
        if last < self.last {
            // The index was made again, or a backup restored.
            *self = Self::default();
        }
        if last == self.last {
            return Ok(());
        }
        let mut statement = connection.prepare_cached("SELECT word FROM text_word WHERE number > ?1")?;
        let mut rows = statement.query([self.last])?;
        while let Some(row) = rows.next()? {
            let word = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            self.words.insert(word.into(), Letters::of(word));
        }
        self.last = last;
        Ok(())
    }

    /// Whether the word was ever written.
    pub(super) fn has(&self, word: &SoughtWord) -> bool {
        self.words.contains_key(word.folded())
    }

    /// Longer words that begin with it, the shortest first.
    pub(super) fn beginnings(&self, word: &SoughtWord) -> Vec<&str> {
        let start = word.folded();
        let behind = self.words.range::<str, _>((std::ops::Bound::Excluded(start), std::ops::Bound::Unbounded));
        let mut found: Vec<&str> = behind.map(|(word, _)| &**word).take_while(|word| word.starts_with(start)).collect();
        found.sort_by_key(|word| word.len());
        found.truncate(MOST_BEGINNINGS);
        found
    }

    /// Words that it may mean where it is mistyped, the nearest first.
    pub(super) fn near(&self, word: &SoughtWord) -> Vec<&str> {
        let close = self.words.iter().filter_map(|(known, letters)| match word.closeness(known, *letters)? {
            Closeness::Near(off) => Some((off, &**known)),
            Closeness::Same | Closeness::Beginning => None,
        });
        first(close.collect())
    }

    /// Words that a word of two or three letters may mean beside its neighbour.
    pub(super) fn near_short(&self, word: &SoughtWord) -> Vec<&str> {
        let close = self.words.iter().filter(|(known, letters)| word.is_near_short(known, **letters));
        first(close.map(|(known, _)| (1, &**known)).collect())
    }
}

fn first(mut found: Vec<(u8, &str)>) -> Vec<&str> {
    found.sort_unstable();
    found.truncate(MOST_NEAR);
    found.into_iter().map(|(_, word)| word).collect()
}

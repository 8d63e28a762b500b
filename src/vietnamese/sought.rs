//! What somebody looks for, compared with texts: without diacritics, in any order, with a letter too many, too few,
//! wrong or swapped.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::fold;

/// A word of a text: letters and digits that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    folded: String,
    letters: Letters,
    /// Where it stands in its text, in bytes.
    pub place: Range<usize>,
}

impl Word {
    /// The word without diacritics, in lower case.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

/// The words of `text`, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        match (start, c.is_alphanumeric() || is_combining_mark(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let folded = fold(&text[from..at]);
                if !folded.is_empty() {
                    words.push(Word { letters: Letters::of(&folded), folded, place: from..at });
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Which letters a word has: tells most words apart without counting edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    seen: u64,
    count: usize,
    kind: WordKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    /// Letters alone.
    Letters,
    /// With a digit: a number, a code. One off is another one.
    Code,
}

impl Letters {
    /// Those of `folded`.
    pub fn of(folded: &str) -> Self {
        let bit = |c: char| match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            c => 26 + u32::from(c) % 38,
        };
        let seen = folded.chars().fold(0, |seen, c| seen | 1 << bit(c));
        let kind = if folded.chars().all(char::is_alphabetic) { WordKind::Letters } else { WordKind::Code };
        Self { seen, count: folded.chars().count(), kind }
    }

    /// Whether `edits` edits could make one word of the other. One edit takes a letter away and adds another.
    fn within(self, other: Self, edits: u8) -> bool {
        let (edits, both) = (usize::from(edits), [self.kind, other.kind]);
        both == [WordKind::Letters; 2]
            && self.count.abs_diff(other.count) <= edits
            && (self.seen ^ other.seen).count_ones() as usize <= 2 * edits
    }
}

/// How close a word of a text is to a word looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same without diacritics.
    Same,
    /// It begins with what was typed so far.
    Beginning,
    /// So many letters off.
    Near(u8),
}

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtWord {
    folded: String,
    letters: Letters,
    typing: Typing,
}

/// Whether a word may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typing {
    /// Something stands behind it.
    Finished,
    /// The last one, still being typed.
    GoingOn,
}

impl SoughtWord {
    /// The word without diacritics, in lower case.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether words that begin with it count.
    pub fn may_go_on(&self) -> bool {
        self.typing == Typing::GoingOn
    }

    /// How many letters may be off: one from four letters on, two from eight on.
    fn edits(&self) -> u8 {
        match self.letters.count {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        }
    }

    /// How close `folded`, which has these `letters`, is; `None` where it is another word.
    pub fn closeness(&self, folded: &str, letters: Letters) -> Option<Closeness> {
        if folded == self.folded {
            return Some(Closeness::Same);
        }
        if self.may_go_on() && folded.starts_with(&self.folded) {
            return Some(Closeness::Beginning);
        }
        self.near(folded, letters, self.edits())
    }

    /// Whether `folded` is one letter off a word of two or three letters with the same first letter (`thi` for `thu`).
    /// So short a word counts only beside its neighbour.
    pub fn is_near_short(&self, folded: &str, letters: Letters) -> bool {
        matches!(self.letters.count, 2..=3)
            && self.folded.chars().next() == folded.chars().next()
            && self.near(folded, letters, 1).is_some()
    }

    fn near(&self, folded: &str, letters: Letters, edits: u8) -> Option<Closeness> {
        if edits == 0 || !self.letters.within(letters, edits) {
            return None;
        }
        let off = u8::try_from(strsim::osa_distance(&self.folded, folded)).ok()?;
        (off <= edits).then_some(Closeness::Near(off))
    }
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    words: Vec<SoughtWord>,
}

/// How a text has what is looked for: the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// All words, side by side, in order.
    Phrase,
    /// All words.
    Words,
    /// All words, the last one going on.
    Beginnings,
    /// Some words are letters off.
    Near,
}

/// Where and how a text has what is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// How.
    pub likeness: Likeness,
    /// Of two equally alike the one with the words side by side, then the one with fewer letters off.
    pub rest: (Order, u8),
    /// What is to be marked, in bytes of the text, ascending and apart.
    pub places: Vec<Range<usize>>,
}

/// How the words found stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Side by side, as they were typed.
    Together,
    /// Anywhere.
    Apart,
}

impl Sought {
    /// Reads what was typed. The last word may go on unless something stands behind it.
    pub fn new(typed: &str) -> Self {
        let found = words(typed);
        let end = found.last().map_or(0, |word| word.place.end);
        let (count, going_on) = (found.len(), end == typed.len());
        let words = found.into_iter().enumerate().map(|(index, word)| {
            let typing = if going_on && index + 1 == count { Typing::GoingOn } else { Typing::Finished };
            SoughtWord { folded: word.folded, letters: word.letters, typing }
        });
        Self { words: words.collect() }
    }

    /// The words looked for.
    pub fn words(&self) -> &[SoughtWord] {
        &self.words
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where `text` has every word, the best way; `None` where it lacks one.
    pub fn find(&self, text: &[Word]) -> Option<Match> {
        if self.words.is_empty() || text.is_empty() {
            return None;
        }
        let table = self.table(text);
        let together = (0..text.len().saturating_sub(self.words.len() - 1)).filter_map(|start| {
            let run = table.iter().enumerate().map(|(index, row)| Some((start + index, row[start + index]?)));
            let run: Vec<_> = run.collect::<Option<_>>()?;
            Some(rated(text, &run, Order::Together))
        });
        let apart = || {
            let best = table.iter().map(|row| {
                let close = row.iter().enumerate().filter_map(|(at, close)| Some((at, (*close)?)));
                close.min_by_key(|(_, close)| *close)
            });
            Some(rated(text, &best.collect::<Option<Vec<_>>>()?, Order::Apart))
        };
        let together = together.min_by_key(|found| (found.likeness, found.rest));
        together.into_iter().chain(apart()).min_by_key(|found| (found.likeness, found.rest))
    }

    /// How close each word of `text` is to each word looked for.
    fn table(&self, text: &[Word]) -> Vec<Vec<Option<Closeness>>> {
        let mut table: Vec<Vec<Option<Closeness>>> = self
            .words
            .iter()
            .map(|sought| text.iter().map(|word| sought.closeness(&word.folded, word.letters)).collect())
            .collect();
        for (index, sought) in self.words.iter().enumerate() {
            for (at, word) in text.iter().enumerate() {
                let same = |index: Option<usize>, at: Option<usize>| {
                    let close = index.zip(at).and_then(|(index, at)| table.get(index)?.get(at).copied()?);
                    close == Some(Closeness::Same)
                };
                let beside_same =
                    || same(index.checked_sub(1), at.checked_sub(1)) || same(Some(index + 1), Some(at + 1));
                if table[index][at].is_none() && sought.is_near_short(&word.folded, word.letters) && beside_same() {
                    table[index][at] = Some(Closeness::Near(1));
                }
            }
        }
        table
    }
}

fn rated(text: &[Word], found: &[(usize, Closeness)], order: Order) -> Match {
    let off = |close: &Closeness| if let Closeness::Near(off) = close { *off } else { 0 };
    let worst = found.iter().map(|(_, close)| *close).max().unwrap_or(Closeness::Same);
    let likeness = match (worst, order) {
        (Closeness::Same, Order::Together) => Likeness::Phrase,
        (Closeness::Same, Order::Apart) => Likeness::Words,
        (Closeness::Beginning, _) => Likeness::Beginnings,
        (Closeness::Near(_), _) => Likeness::Near,
    };
    let mut at: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
    at.sort_unstable();
    at.dedup();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for at in at {
        match places.last_mut() {
            Some(last) if before.is_some_and(|before| before + 1 == at) => last.end = text[at].place.end,
            _ => places.push(text[at].place.clone()),
        }
        before = Some(at);
    }
    let errors = found.iter().map(|(_, close)| off(close)).fold(0, u8::saturating_add);
    Match { likeness, rest: (order, errors), places }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likeness(typed: &str, text: &str) -> Option<Likeness> {
        Sought::new(typed).find(&words(text)).map(|found| found.likeness)
    }

    fn marked(typed: &str, text: &str) -> Vec<String> {
        let found = Sought::new(typed).find(&words(text)).unwrap();
        found.places.into_iter().map(|place| text[place].to_owned()).collect()
    }

    #[test]
    fn words_are_found_without_diacritics_and_in_any_order() {
        let text = "Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân";
        assert_eq!(likeness("phan anh kien nghi", text), Some(Likeness::Phrase));
        assert_eq!(likeness("PHẢN ÁNH", text), Some(Likeness::Phrase));
        assert_eq!(likeness("kien nghi phan anh ", text), Some(Likeness::Words));
        assert_eq!(likeness("kien ngh", text), Some(Likeness::Beginnings));
        assert_eq!(likeness("kien ngh ", text), Some(Likeness::Near), "something stands behind it");
        assert_eq!(likeness("dong hai", "UBND phường Đông Hải"), Some(Likeness::Phrase));
        assert_eq!(likeness("dong hai phong", text), None);
    }

    #[test]
    fn letters_missing_doubled_swapped_or_wrong_are_forgiven() {
        for typed in ["nieem yet", "nim yet", "neim yet", "niên yet", "niemm yét"] {
            assert_eq!(likeness(typed, "Niêm yết công khai"), Some(Likeness::Near), "{typed}");
        }
        assert_eq!(likeness("thurr tuc", "thủ tục"), None, "two letters off four");
        assert_eq!(likeness("hafnh chinhs", "hành chính"), Some(Likeness::Near));
        assert_eq!(likeness("nghienngg ", "nghiêng"), Some(Likeness::Near), "two off from eight letters on");
    }

    #[test]
    fn a_short_word_may_be_off_beside_its_neighbour() {
        assert_eq!(likeness("thi tuc", "Thủ tục hành chính"), Some(Likeness::Near));
        assert_eq!(likeness("thi tuc", "Thể lệ và tục lệ"), None);
        assert_eq!(likeness("tha tuc cong khai", "Công khai thủ tục"), Some(Likeness::Near));
        assert_eq!(likeness("cu", "có"), None);
    }

    #[test]
    fn codes_are_found_exactly_or_by_their_beginning() {
        let text = "000.00.12.H54-250915-0001";
        assert_eq!(likeness("h54-250915-0001", text), Some(Likeness::Phrase));
        assert_eq!(likeness("2509", text), Some(Likeness::Beginnings));
        assert_eq!(likeness("250914", text), None);
    }

    #[test]
    fn what_is_found_is_marked() {
        assert_eq!(marked("kien nghi", "phản ánh, kiến nghị của"), ["kiến nghị"]);
        assert_eq!(marked("nghi phan", "phản ánh, kiến nghị"), ["phản", "nghị"]);
        assert_eq!(marked("nie", "Đã ni\u{ea}\u{323}m"), ["ni\u{ea}\u{323}m"]);
    }

    #[test]
    fn side_by_side_comes_before_apart() {
        let sought = Sought::new("thu tuc");
        let rest = |text: &str| sought.find(&words(text)).map(|found| (found.likeness, found.rest)).unwrap();
        assert!(rest("thủ tục") < rest("tục lệ và thủ công"));
        assert!(rest("tục lệ và thủ công") < rest("thủ tụcx"));
    }

    proptest! {
        #[test]
        fn a_text_has_each_of_its_words(text in "[a-zđăâêôơư0-9 ,.]{1,40}") {
            for word in words(&text) {
                prop_assert!(Sought::new(&text[word.place.clone()]).find(&words(&text)).is_some());
            }
        }

        #[test]
        fn one_edit_in_a_word_of_four_letters_is_forgiven(
            word in "[a-z]{4,7}", at in 0..4_usize, letter in "[a-z]", edit in 0..4_u8,
        ) {
            let mut typed = word.clone();
            match edit {
                0 => typed.insert_str(at, &letter),
                1 if typed.len() > 4 => { typed.remove(at); }
                2 => typed.replace_range(at..=at, &letter),
                _ => {
                    let swapped: String = [&word[at.min(2) + 1..at.min(2) + 2], &word[at.min(2)..=at.min(2)]].concat();
                    typed.replace_range(at.min(2)..at.min(2) + 2, &swapped);
                }
            }
            prop_assert!(Sought::new(&typed).find(&words(&word)).is_some(), "{typed}");
        }

        #[test]
        fn places_are_words_of_the_text(typed in "[a-zđêế ]{0,12}", text in "[a-zđêế ,]{0,30}") {
            if let Some(found) = Sought::new(&typed).find(&words(&text)) {
                let mut last = 0;
                for place in found.places {
                    prop_assert!(place.start >= last && text.get(place.clone()).is_some());
                    last = place.end;
                }
            }
        }
    }
}

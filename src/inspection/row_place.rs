//! Where a row stands that was put between two others.

use super::answer::Row;
use super::keys::EntryId;

/// A place among the rows of a register: a text that sorts between the places of its neighbours. A row without one
/// stands where its id sorts, which begins with the time it was made; rows recorded before places existed stay valid.
/// Places are never given anew to other rows, so two laptops that insert at the same time disturb nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace(pub(super) String);

/// Signs of a place, as they sort; those of ids are among them.
const SIGNS: &[u8] = b"-0123456789abcdefghijklmnopqrstuvwxyz";

impl RowPlace {
    /// The place between two rows; `None` is the beginning, or the end.
    pub fn between(before: Option<&Row>, after: Option<&Row>) -> Self {
        Self(text_between(before.map_or("", Row::sorts_as), after.map(Row::sorts_as)))
    }

    /// `count` places between two rows, in order.
    pub fn several(before: Option<&Row>, after: Option<&Row>, count: usize) -> Vec<Self> {
        let high = after.map(Row::sorts_as);
        let mut places: Vec<Self> = Vec::with_capacity(count);
        for _ in 0..count {
            let low = places.last().map_or_else(|| before.map_or("", Row::sorts_as), |place| &place.0);
            places.push(Self(text_after(low, high)));
        }
        places
    }

    /// As the journal keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Row {
    /// Where it sorts among the rows; equal places (two laptops, one gap) are told apart by the id.
    pub(super) fn order(&self) -> (&str, &EntryId) {
        (self.sorts_as(), &self.id)
    }

    fn sorts_as(&self) -> &str {
        self.place.as_ref().map_or(&self.id.0, |place| &place.0)
    }
}

fn digit(text: &[u8], index: usize) -> usize {
    let last = SIGNS.len() - 1;
    text.get(index).map_or(0, |byte| SIGNS.iter().position(|sign| sign >= byte).unwrap_or(last))
}

/// A text that sorts between `low` and `high`, taking both as fractions: half way.
pub(super) fn text_between(low: &str, high: Option<&str>) -> String {
    let (low, mut high) = (low.as_bytes(), high.map(str::as_bytes));
    let mut text = String::new();
    for index in 0.. {
        // Equal, or the wrong way round (two laptops gave one place): what matters is that it ends.
        high = high.filter(|high| index < high.len());
        let (from, to) = (digit(low, index), high.map_or(SIGNS.len(), |high| digit(high, index)));
        let middle = usize::midpoint(from, to);
        if middle > from {
            text.push(char::from(SIGNS[middle]));
            break;
        }
        text.push(char::from(SIGNS[from]));
        if to != from {
            high = None;
        }
    }
    text
}

/// As [`text_between`], close behind `low`: many rows put in one after the other stay short.
fn text_after(low: &str, high: Option<&str>) -> String {
    // Counting on in the last two signs, while that stays below `high`.
    let mut next = low.as_bytes().to_vec();
    while let Some(last) = next.pop() {
        let at = digit(&[last], 0);
        if at + 1 < SIGNS.len() {
            next.push(SIGNS[at + 1]);
            break;
        }
    }
    let next = String::from_utf8(next).unwrap_or_default();
    let fits = next.as_str() > low && high.is_none_or(|high| next.as_str() < high && !high.starts_with(&next));
    if fits && !next.is_empty() { next } else { text_between(low, high) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "0199fa3c-00001-0123456789abcdef";

    #[test]
    fn between_neighbouring_ids_there_is_room() {
        let next = "0199fa3c-00002-0000000000000000";
        let place = text_between(ID, Some(next));
        assert!(ID < place.as_str() && place.as_str() < next, "{place}");
        assert!(text_between("", Some(ID)).as_str() < ID);
        assert!(text_between(ID, None).as_str() > ID);
    }

    #[test]
    fn equal_places_end_too() {
        assert!(text_between("m", Some("m")).as_str() > "m");
        assert!(text_between("m", Some("m-")).as_str() > "m");
        assert!(text_between("n", Some("m")).len() < 9);
    }

    #[test]
    fn a_thousand_rows_in_one_gap_have_short_places() {
        let next = "0199fa3c-00002-0000000000000000";
        let mut low = ID.to_owned();
        for _ in 0..1000 {
            let place = text_after(&low, Some(next));
            assert!(low < place && place.as_str() < next, "{low} {place}");
            low = place;
        }
        assert!(low.len() < ID.len() + 60, "{low}");
    }

    proptest! {
        #[test]
        fn a_place_sorts_between_its_neighbours(
            mut texts in prop::collection::btree_set("[0-9a-z]([0-9a-z-]{0,6}[0-9a-z])?", 2..6), choices in prop::collection::vec((0usize..20, any::<bool>()), 1..40)
        ) {
            let mut sorted: Vec<String> = std::mem::take(&mut texts).into_iter().collect();
            for (choice, half) in choices {
                let at = choice % (sorted.len() - 1);
                let (low, high) = (&sorted[at], &sorted[at + 1]);
                let place = if half { text_between(low, Some(high)) } else { text_after(low, Some(high)) };
                prop_assert!(low < &place && &place < high, "{} {} {}", low, place, high);
                sorted.insert(at + 1, place);
            }
        }
    }
}

//! "Did you mean …?" for mistyped keys, ids and words.

/// Largest edit distance at which a word still counts as meant.
const MAX_DISTANCE: usize = 2;

/// The candidate nearest to `word`, at most two edits away and less than half of it rewritten;
/// the first of several equally near.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let letters: Vec<char> = word.chars().collect();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 2 * MAX_DISTANCE)
        .map(|candidate| Near { candidate, distance: distance(&letters, candidate) })
        .filter(|near| near.distance <= MAX_DISTANCE && near.distance * 2 <= letters.len())
        .min_by_key(|near| near.distance)
        .map(|near| near.candidate)
}

struct Near<'c> {
    candidate: &'c str,
    distance: usize,
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
fn distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let substituted = last[j] + usize::from(l != r);
            let mut best = substituted.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_words_and_leaves_far_ones() {
        let keys = ["id", "title", "edition", "severity"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("severty", keys), Some("severity"));
        assert_eq!(nearest("ide", keys), Some("id"));
        assert_eq!(nearest("xy", keys), None);
        assert_eq!(nearest("priority", keys), None);
    }
}

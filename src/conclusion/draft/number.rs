//! Numbers as they stand in a sentence, and the same sentence with other ones.

use std::ops::Range;

use crate::vietnamese::number::{MOST_DECIMALS, parse_number};

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number<'t> {
    /// Where, in bytes, its percent sign included.
    pub at: Range<usize>,
    /// As written, without percent sign.
    pub text: &'t str,
    /// Its value; 91.77 of `91,77%`.
    pub value: f64,
    /// Digits behind the comma.
    pub digits: u8,
    /// Whether a percent sign follows.
    pub sign: Sign,
}

/// What stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A percent sign.
    Percent,
    /// Anything else.
    None,
}

/// A figure that the draft printed and the one it prints now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigurePair {
    /// As it was printed.
    pub then: String,
    /// As it is printed now.
    pub now: String,
}

/// Every number in `text` that is written as numbers are; `4.0`, `1,2,3` and the like are none.
pub(super) fn numbers(text: &str) -> Vec<Number<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let mut end = start;
        while let Some(byte) = bytes.get(end) {
            let digit_follows = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            match byte {
                b'0'..=b'9' => end += 1,
                b'.' | b',' if digit_follows => end += 1,
                _ => break,
            }
        }
        from = end;
        let written = &text[start..end];
        let Ok(value) = parse_number(written, MOST_DECIMALS) else { continue };
        let digits = written.split_once(',').map_or(0, |(_, behind)| behind.len());
        let behind = &text[end..];
        let (sign, end) = match behind.trim_start_matches(' ').strip_prefix('%') {
            Some(rest) => (Sign::Percent, text.len() - rest.len()),
            None => (Sign::None, end),
        };
        let digits = u8::try_from(digits).unwrap_or(u8::MAX);
        found.push(Number { at: start..end, text: written, value, digits, sign });
    }
    found
}

/// The words of a text with its numbers taken out, and these.
fn skeleton(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut words, mut figures, mut from) = (Vec::new(), Vec::new(), 0);
    for number in numbers(text) {
        words.push(&text[from..number.at.start]);
        figures.push(&text[number.at.clone()]);
        from = number.at.end;
    }
    words.push(&text[from..]);
    (words, figures)
}

/// Whether two sentences differ in nothing but numbers.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    skeleton(a).0 == skeleton(b).0
}

/// The figures that differ between two sentences, each once; `None` where they differ in more than figures.
pub fn paired_figures(then: &str, now: &str) -> Option<Vec<FigurePair>> {
    let ((words_then, figures_then), (words_now, figures_now)) = (skeleton(then), skeleton(now));
    if words_then != words_now {
        return None;
    }
    let mut pairs: Vec<FigurePair> = Vec::new();
    for (then, now) in figures_then.into_iter().zip(figures_now).filter(|(then, now)| then != now) {
        let pair = FigurePair { then: then.to_owned(), now: now.to_owned() };
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    Some(pairs)
}

/// `text`, a person's words for `then`, with the figures of `now`. `None` where that is not clear: where more than figures
/// changed, where an old figure stands in it more often than in `then` or became two different new ones, or where none stands
/// in it at all.
pub(super) fn with_new_figures(text: &str, then: &str, now: &str) -> Option<String> {
    let pairs = paired_figures(then, now)?;
    let drafted: Vec<&str> = skeleton(then).1;
    let unchanged = |old: &str| {
        let (now, then) = (skeleton(now).1, &drafted);
        then.iter().zip(now).any(|(then, now)| *then == old && *then == now)
    };
    let mut said = String::with_capacity(text.len());
    let mut from = 0;
    let mut replaced = 0;
    for number in numbers(text) {
        let old = &text[number.at.clone()];
        let mut news = pairs.iter().filter(|pair| pair.then == old);
        let Some(pair) = news.next() else { continue };
        let in_text = numbers(text).iter().filter(|other| &text[other.at.clone()] == old).count();
        let in_draft = drafted.iter().filter(|other| **other == old).count();
        if news.next().is_some() || unchanged(old) || in_text > in_draft {
            return None;
        }
        said.push_str(&text[from..number.at.start]);
        said.push_str(&pair.now);
        from = number.at.end;
        replaced += 1;
    }
    said.push_str(&text[from..]);
    (replaced > 0).then_some(said)
}

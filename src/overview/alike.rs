//! Sentences that differ in nothing but their figures: said of many units at once, they are one.

use std::cmp::Ordering;

use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{MOST_DECIMALS, format_number, parse_number};

/// A sentence with gaps where its figures stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Frame(Vec<String>);

/// A sentence as many units have it: its frame, and of each figure the least and the largest.
#[derive(Debug, Clone)]
pub(super) struct Alike {
    figures: Vec<(f64, f64)>,
}

/// Words before a number that names something and counts nothing, folded.
const NAMING: [&str; 10] = ["dieu", "khoan", "diem", "muc", "mau", "so", "quy", "nam", "thang", "ngay"];

/// Takes the figures out of `text`. What only looks like one stays: a document's number (`63/2010`, `Điều 17`), a part of
/// a word, what no number is written like.
pub(super) fn taken_apart(text: &str) -> (Frame, Vec<f64>) {
    let (mut frame, mut figures) = (vec![String::new()], Vec::new());
    let mut before = "";
    for word in text.split_inclusive(' ') {
        let counts = |_: &(f64, &str)| !NAMING.contains(&fold(before.trim()).as_str());
        match figure(word).filter(counts) {
            Some((value, behind)) => {
                figures.push(value);
                frame.push(behind.to_owned());
            }
            None => frame.last_mut().into_iter().for_each(|piece| piece.push_str(word)),
        }
        before = word;
    }
    (Frame(frame), figures)
}

/// The number that `word` begins with, where it is one as papers write it, and what follows: `%`, a comma, a space.
fn figure(word: &str) -> Option<(f64, &str)> {
    let end = word.trim_end_matches([' ', '%', ',', '.', ';', ':', ')']).len();
    let (number, behind) = word.split_at(end);
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = parse_number(number, MOST_DECIMALS).ok()?;
    // Written another way (a code, 007) it would come back changed.
    (format_number(value) == number).then_some((value, behind))
}

impl Alike {
    /// Of one unit.
    pub(super) fn of(figures: Vec<f64>) -> Self {
        Self { figures: figures.into_iter().map(|figure| (figure, figure)).collect() }
    }

    /// Takes in another unit's figures of the same frame.
    pub(super) fn add(&mut self, figures: &[f64]) {
        for (known, figure) in self.figures.iter_mut().zip(figures) {
            *known = (known.0.min(*figure), known.1.max(*figure));
        }
    }

    /// The sentence: figures that are not the same everywhere as `từ 2 đến 18`.
    pub(super) fn said(&self, frame: &Frame) -> String {
        let mut pieces = frame.0.iter();
        let mut text = pieces.next().cloned().unwrap_or_default();
        for ((least, most), behind) in self.figures.iter().zip(pieces) {
            let (least_said, most_said) = (format_number(*least), format_number(*most));
            if least.total_cmp(most) == Ordering::Equal {
                text.push_str(&least_said);
            } else {
                let mark = if behind.starts_with('%') { "%" } else { "" };
                let between = rust_i18n::t!(
                    "report.between",
                    locale = "vi",
                    least = format!("{least_said}{mark}"),
                    most = most_said
                );
                text.push_str(&between);
            }
            text.push_str(behind);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(texts: &[&str]) -> String {
        let (frame, figures) = taken_apart(texts[0]);
        let mut alike = Alike::of(figures);
        for text in &texts[1..] {
            let (other, figures) = taken_apart(text);
            assert_eq!(other, frame);
            alike.add(&figures);
        }
        alike.said(&frame)
    }

    #[test]
    fn figures_that_differ_become_a_range_and_others_stay() {
        let of = |count: &str| format!("Niêm yết bổ sung {count} thủ tục, đạt tối thiểu 90%.");
        assert_eq!(together(&[&of("12"), &of("1.204"), &of("2")]), of("từ 2 đến 1.204"));
        assert_eq!(together(&[&of("12"), &of("12")]), of("12"));
        assert_eq!(together(&["Đạt 80%, sau đó 5.", "Đạt 90,5%, sau đó 5."]), "Đạt từ 80% đến 90,5%, sau đó 5.");
    }

    #[test]
    fn what_is_no_figure_is_part_of_the_sentence() {
        for text in ["Theo Điều 17 Nghị định số 63/2010/NĐ-CP.", "Mẫu 007 của TT-01", "", "  hai  khoảng trắng "]
        {
            assert_eq!(together(&[text]), text);
        }
        assert_ne!(taken_apart("Mẫu 06a").0, taken_apart("Mẫu 07a").0);
        assert_ne!(taken_apart("theo Điều 17").0, taken_apart("theo Điều 18").0);
        assert_ne!(taken_apart("số 1/2025").0, taken_apart("số 2/2025").0);
    }
}

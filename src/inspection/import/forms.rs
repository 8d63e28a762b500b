//! Forms of a survey: a row a form.

use std::collections::BTreeMap;

use rust_i18n::t;
use serde_json::Value;

use super::{Choices, Entry, Read, Slot, refuse_error, rows, synonyms, wrong};
use crate::checklist::{ColumnId, ColumnKind, Item, Question, Required, Scale, Survey};
use crate::inspection::answer::{FormContent, FormValidity};
use crate::inspection::cell;
use crate::inspection::change::check_form;
use crate::table::heading::{Heading, Wanted};
use crate::table::serial::Epoch;
use crate::table::{Cell, Row, Sheet};
use crate::vietnamese::fold::fold;

/// Which digit is the best on the five levels of satisfaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelOrder {
    /// 5 is very satisfied, as it is kept here and in most electronic forms.
    FiveIsBest,
    /// 1 is very satisfied: the number of the box on the printed form.
    OneIsBest,
}

/// Why an order was supposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderReason {
    /// A title says so: "1 = rất hài lòng".
    Titles,
    /// Most of the digits are high under it: most people are satisfied.
    Majority,
    /// There are no digits to tell.
    NoDigits,
}

/// The official phrases of the five levels (Quyết định số 2640/QĐ-BNV năm 2017), best last, without marks.
const LEVELS: [&str; 5] = ["rat khong hai long", "khong hai long", "binh thuong", "hai long", "rat hai long"];
/// The detail that is a day.
const DAY: &str = "ngay";

impl LevelOrder {
    /// The order that the titles tell or the digits make likely.
    pub fn supposed(survey: &Survey, sheet: &Sheet, heading: &Heading) -> (Self, OrderReason) {
        let titles = heading.row.map_or(0, |row| row + 1);
        let said = sheet.rows.iter().take(titles).flat_map(|row| &row.cells).find_map(|cell| match cell {
            Cell::Text(text) => said(text),
            _ => None,
        });
        if let Some(order) = said {
            return (order, OrderReason::Titles);
        }
        let columns = survey.questions.iter().zip(&heading.columns);
        let columns: Vec<usize> =
            columns.filter(|(question, _)| question.scale == Scale::Level5).filter_map(|(_, column)| *column).collect();
        let rows = sheet.rows.iter().skip(titles);
        let digits = rows.flat_map(|row| columns.iter().filter_map(|column| digit(row.cell(*column))));
        let (mut low, mut high) = (0, 0);
        for digit in digits {
            low += usize::from(matches!(digit, 1 | 2));
            high += usize::from(matches!(digit, 4 | 5));
        }
        match (low, high) {
            (0, 0) => (Self::FiveIsBest, OrderReason::NoDigits),
            (low, high) if low > high => (Self::OneIsBest, OrderReason::Majority),
            _ => (Self::FiveIsBest, OrderReason::Majority),
        }
    }

    fn kept(self, digit: u32) -> u32 {
        match self {
            Self::OneIsBest if (1..=5).contains(&digit) => 6 - digit,
            _ => digit,
        }
    }
}

/// `1 = rất hài lòng`, `(5: rất hài lòng)`.
fn said(title: &str) -> Option<LevelOrder> {
    let title = fold(title);
    let before = title.split_once("rat hai long")?.0;
    let digit = before.trim_end_matches(|c: char| !c.is_ascii_digit());
    // The digit stands right before the words, with no other words between.
    if before[digit.len()..].contains(char::is_alphabetic) {
        return None;
    }
    match digit.chars().next_back()? {
        '1' => Some(LevelOrder::OneIsBest),
        '5' => Some(LevelOrder::FiveIsBest),
        _ => None,
    }
}

pub fn slots(survey: &Survey) -> Vec<Slot> {
    let question = |question: &Question| Slot { title: question.ask.clone(), required: Required::No };
    let detail = |detail: &ColumnId| Slot { title: synonyms::detail(detail.as_str()), required: Required::No };
    survey.questions.iter().map(question).chain(survey.details.iter().map(detail)).collect()
}

pub fn wanted(survey: &Survey) -> Vec<Wanted> {
    let question = |(question, number): (&Question, usize)| Wanted {
        title: question.ask.clone(),
        synonyms: vec![format!("Câu {number}"), format!("C{number}"), format!("Q{number}"), question.id.to_string()],
    };
    let detail = |detail: &ColumnId| Wanted {
        title: synonyms::detail(detail.as_str()),
        synonyms: synonyms::of(detail.as_str(), ""),
    };
    survey.questions.iter().zip(1..).map(question).chain(survey.details.iter().map(detail)).collect()
}

/// A form; `None` where no question is answered.
pub fn read(item: &Item, survey: &Survey, row: &Row, choices: &Choices) -> Option<Read> {
    let mut wrongs = Vec::new();
    let mut answers = Vec::with_capacity(survey.questions.len());
    for (slot, question) in survey.questions.iter().enumerate() {
        let found = choices.cell(row, slot);
        let answer = found.as_ref().map_or(Ok(0), |(cell, _)| answer(question.scale, cell, choices.order));
        answers.push(*answer.as_ref().unwrap_or(&0));
        if let (Err(why), Some((_, at))) = (answer, found) {
            wrongs.push(wrong(at, row, &question.ask, why));
        }
    }
    if wrongs.is_empty() && answers.iter().all(|answer| *answer == 0) {
        return None;
    }
    let mut details = BTreeMap::new();
    for (slot, name) in (survey.questions.len()..).zip(&survey.details) {
        let Some((cell, at)) = choices.cell(row, slot) else { continue };
        let kind = if name.as_str() == DAY { ColumnKind::Date } else { ColumnKind::Text };
        match rows::value(&kind, &cell, Epoch::Year1900) {
            Ok(Value::String(text)) => _ = details.insert(name.to_string(), text),
            Ok(_) => {}
            Err(why) => wrongs.push(wrong(at, row, &synonyms::detail(name.as_str()), why)),
        }
    }
    let form = FormContent { answers, details, validity: FormValidity::Valid };
    match check_form(item, survey, &form) {
        Ok(form) => Some(Read { entry: Entry::Form(form), wrong: wrongs }),
        Err(error) => {
            wrongs.push(wrong(0, row, "", error.to_string()));
            Some(Read { entry: Entry::Form(form), wrong: wrongs })
        }
    }
}

/// A whole number from 0 to 999, typed or as a number.
fn digit(cell: &Cell) -> Option<u32> {
    match cell {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and within 0 and 999")]
        Cell::Number(number) if number.fract() == 0.0 && (0.0..=999.0).contains(number) => Some(*number as u32),
        Cell::Text(text) => {
            let text = text.trim();
            // "5 - Rất hài lòng" begins with its digit.
            let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
            digits.parse().ok().filter(|number| *number <= 999)
        }
        _ => None,
    }
}

/// The stored answer; 0 is blank.
fn answer(scale: Scale, cell: &Cell, order: LevelOrder) -> Result<u32, String> {
    refuse_error(cell)?;
    let refused = |key: &str| Err(t!(key, text = cell.typed()).into_owned());
    match (scale, cell) {
        (_, Cell::Empty) => Ok(0),
        (Scale::Level5, cell) => {
            let words = fold(&cell.typed());
            // The longest phrase first: "hai long" is in all of them.
            let mut known: Vec<(usize, &str)> = (1..).zip(LEVELS).collect();
            known.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
            let phrase = known.into_iter().find(|(_, phrase)| words.contains(phrase));
            match (phrase, digit(cell)) {
                (Some((level, _)), _) => Ok(u32::try_from(level).unwrap_or(0)),
                (None, Some(digit)) if digit <= 5 => Ok(order.kept(digit)),
                _ => refused("import.no_level"),
            }
        }
        (Scale::YesNo, Cell::Number(number)) if *number == 0.0 => Ok(2),
        (Scale::YesNo, cell) => match cell::read(&ColumnKind::YesNo, &cell.typed()) {
            Ok(Value::Bool(true)) => Ok(1),
            Ok(Value::Bool(false)) => Ok(2),
            _ => refused("import.no_yes_no"),
        },
        (Scale::Count { .. }, cell) => match (digit(cell), cell) {
            (Some(count), _) => Ok(count),
            _ => refused("import.no_count"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_official_phrases_are_read_with_and_without_marks() {
        let read = |text| answer(Scale::Level5, &Cell::text(text), LevelOrder::OneIsBest);
        for (text, level) in [
            ("Rất hài lòng", 5),
            ("hài lòng", 4),
            ("Bình thường", 3),
            ("KHONG HAI LONG", 2),
            ("Rất không hài lòng", 1),
            ("1. Rất hài lòng", 5),
            ("", 0),
        ] {
            assert_eq!(read(text), Ok(level), "{text}");
        }
        assert!(read("tạm được").is_err());
    }

    #[test]
    fn digits_are_read_in_the_order_that_was_chosen() {
        let read = |order| [1, 3, 5, 0].map(|digit| answer(Scale::Level5, &Cell::Number(f64::from(digit)), order));
        assert_eq!(read(LevelOrder::FiveIsBest), [Ok(1), Ok(3), Ok(5), Ok(0)]);
        assert_eq!(read(LevelOrder::OneIsBest), [Ok(5), Ok(3), Ok(1), Ok(0)]);
        assert!(answer(Scale::Level5, &Cell::Number(6.0), LevelOrder::FiveIsBest).is_err());
        assert_eq!(answer(Scale::YesNo, &Cell::text("có"), LevelOrder::FiveIsBest), Ok(1));
        assert_eq!(answer(Scale::YesNo, &Cell::Truth(false), LevelOrder::FiveIsBest), Ok(2));
        assert_eq!(answer(Scale::Count { satisfied_to: 2 }, &Cell::text("3 lần"), LevelOrder::FiveIsBest), Ok(3));
        assert!(answer(Scale::Count { satisfied_to: 2 }, &Cell::Number(1.5), LevelOrder::FiveIsBest).is_err());
    }

    #[test]
    fn titles_tell_the_order() {
        assert_eq!(said("Thái độ (1 = Rất hài lòng, 5 = Rất không hài lòng)"), Some(LevelOrder::OneIsBest));
        assert_eq!(said("Mức 5: rất hài lòng"), Some(LevelOrder::FiveIsBest));
        assert_eq!(said("5 câu hỏi, chọn rất hài lòng"), None);
    }
}

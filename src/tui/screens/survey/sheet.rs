//! One paper form being typed in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_i18n::t;

use crate::checklist::Scale;
use crate::inspection::{FormContent, FormValidity};
use crate::vietnamese::date::{DateError, format_date, parse_date};

/// A form as far as it is typed: answers to the first questions, without gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    content: FormContent,
    at: usize,
}

/// Whether a form is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// The last question was answered.
    Full,
    /// There is more to ask.
    Partly,
}

impl Sheet {
    /// An empty form with the details that the one before had.
    pub fn new(details: BTreeMap<String, String>) -> Self {
        Self { content: FormContent { details, ..FormContent::default() }, at: 0 }
    }

    /// A form that is recorded; what it leaves out at its end was left blank.
    pub fn of(content: &FormContent, questions: usize) -> Self {
        let mut content = content.clone();
        content.answers.resize(questions, 0);
        Self { content, at: 0 }
    }

    /// A form that was left half typed.
    pub fn from_draft(text: &str, questions: usize) -> Option<Self> {
        let content: FormContent = serde_json::from_str(text).ok()?;
        let at = content.answers.len();
        (at < questions).then_some(Self { content, at })
    }

    /// The form as a draft.
    pub fn draft(&self) -> String {
        serde_json::json!(self.content).to_string()
    }

    /// The question to be answered next.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The stored answer to a question; `None` where it was not come to yet.
    pub fn answer(&self, question: usize) -> Option<u32> {
        self.content.answers.get(question).copied()
    }

    /// Officer, field, date …
    pub fn details(&self) -> &BTreeMap<String, String> {
        &self.content.details
    }

    /// Sets a detail; an empty one is none.
    pub fn set_detail(&mut self, detail: &str, text: &str) {
        match text.trim() {
            "" => self.content.details.remove(detail),
            text => self.content.details.insert(detail.to_owned(), text.to_owned()),
        };
    }

    /// Whether it counts.
    pub fn validity(&self) -> FormValidity {
        self.content.validity
    }

    /// Sets it aside, or takes that back.
    pub fn toggle_validity(&mut self) {
        self.content.validity = match self.content.validity {
            FormValidity::Valid => FormValidity::Invalid,
            FormValidity::Invalid => FormValidity::Valid,
        };
    }

    /// Whether nothing was said of it yet.
    pub fn is_empty(&self) -> bool {
        self.content.answers.is_empty() && self.content.validity == FormValidity::Valid
    }

    /// Answers the question and goes to the next.
    pub fn give(&mut self, answer: u32, questions: usize) -> Filled {
        match self.content.answers.get_mut(self.at) {
            Some(given) => *given = answer,
            None => self.content.answers.push(answer),
        }
        self.at += 1;
        if self.at < questions {
            return Filled::Partly;
        }
        self.at = questions.saturating_sub(1);
        Filled::Full
    }

    /// One question back; at the first there is none.
    pub fn back(&mut self) -> Option<()> {
        self.at = self.at.checked_sub(1)?;
        Some(())
    }

    /// One question on, as far as questions were answered.
    pub fn forward(&mut self, questions: usize) {
        self.at = (self.at + 1).min(self.content.answers.len()).min(questions.saturating_sub(1));
    }

    /// To the last question.
    pub fn go_to_end(&mut self, questions: usize) {
        self.at = self.content.answers.len().min(questions.saturating_sub(1));
    }

    /// What is recorded: questions not come to are blank.
    pub fn content(&self, questions: usize) -> FormContent {
        let mut content = self.content.clone();
        content.answers.resize(questions, 0);
        content
    }
}

/// What a digit stands for on a question: the n-th box as printed. On the five levels "very satisfied" is printed first and
/// kept as 5.
pub fn stored(scale: Scale, digit: u32) -> Option<u32> {
    match (scale, digit) {
        (_, 0) => Some(0),
        (Scale::Level5, 1..=5) => Some(6 - digit),
        (Scale::YesNo, 1..=2) | (Scale::Count { .. }, 1..=9) => Some(digit),
        _ => None,
    }
}

/// The digit that a stored answer is typed with; blank is 0.
pub fn typed(scale: Scale, answer: u32) -> u32 {
    match scale {
        Scale::Level5 if answer > 0 => 6_u32.saturating_sub(answer),
        _ => answer,
    }
}

/// Id of the detail that is a day; the others are free text.
const DAY: &str = "ngay";

/// A typed detail as it is kept: a day as ISO 8601, as everywhere in the journal.
pub fn read_detail(detail: &str, typed: &str) -> Result<String, DateError> {
    match typed.trim() {
        day if detail == DAY && !day.is_empty() => Ok(parse_date(day)?.to_string()),
        text => Ok(text.to_owned()),
    }
}

/// A detail as it is shown.
pub fn shown_detail(detail: &str, kept: &str) -> String {
    match kept.parse::<NaiveDate>() {
        Ok(day) if detail == DAY => format_date(day),
        _ => kept.to_owned(),
    }
}

/// The boxes of a question with their keys.
pub fn boxes(scale: Scale) -> Vec<String> {
    match scale {
        Scale::Level5 => (1..=5).map(|n| format!("{n} {}", t!(format!("screen_survey.level_{n}")))).collect(),
        Scale::YesNo => vec![format!("1 {}", t!("screen_survey.yes")), format!("2 {}", t!("screen_survey.no"))],
        Scale::Count { .. } => vec![t!("screen_survey.count").into_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_boxes_as_printed() {
        assert_eq!([1, 2, 3, 4, 5, 0].map(|key| stored(Scale::Level5, key)), [5, 4, 3, 2, 1, 0].map(Some));
        assert_eq!(stored(Scale::Level5, 6), None);
        assert_eq!([1, 2, 3].map(|key| stored(Scale::YesNo, key)), [Some(1), Some(2), None]);
        assert_eq!(stored(Scale::Count { satisfied_to: 2 }, 9), Some(9));
        for scale in [Scale::Level5, Scale::YesNo, Scale::Count { satisfied_to: 2 }] {
            for digit in 0..=9 {
                assert!(stored(scale, digit).is_none_or(|answer| typed(scale, answer) == digit));
            }
        }
    }

    #[test]
    fn a_form_has_no_gaps_and_ends_at_its_last_answer() {
        let mut sheet = Sheet::default();
        assert!(sheet.is_empty());
        sheet.forward(3);
        assert_eq!(sheet.at(), 0);
        assert_eq!(sheet.give(5, 3), Filled::Partly);
        sheet.back();
        assert_eq!(sheet.give(4, 3), Filled::Partly);
        assert_eq!(sheet.content(3).answers, [4, 0, 0]);
        assert_eq!(Sheet::from_draft(&sheet.draft(), 3), Some(sheet.clone()));
        assert_eq!(sheet.give(1, 3), Filled::Partly);
        assert_eq!(sheet.give(2, 3), Filled::Full);
        assert_eq!(Sheet::from_draft(&sheet.draft(), 3), None, "a full form is recorded, not kept");
    }
}

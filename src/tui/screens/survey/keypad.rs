//! What the digits of a form mean: the n-th box of a question, or a count of two digits and more.

use std::time::{Duration, Instant};

use rust_i18n::t;

use super::sheet::stored;
use crate::checklist::Scale;
use crate::tui::screen::Message;

/// Who types a box that is not there has lost the place on the paper: what follows faster than this is not taken.
const STOP: Duration = Duration::from_millis(600);
/// Most digits of a count.
const DIGITS: usize = 3;

/// Digits on their way to an answer.
#[derive(Debug, Clone, Default)]
pub struct Keypad {
    /// A count of two digits and more, begun with `+`.
    count: Option<String>,
    refused: Option<Refused>,
}

/// A digit that the question has no box for.
#[derive(Debug, Clone, Copy)]
struct Refused {
    digit: u32,
    /// When the last digit came that was not taken.
    at: Instant,
}

/// What came of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// The answer, as it is stored.
    Answer(u32),
    /// More is to come, or the key means nothing here.
    Waits,
    /// It was refused.
    Refused(Message),
}

/// Whether a key was the keypad's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// It was.
    Yes,
    /// The screen may use it.
    No,
}

impl Keypad {
    /// A digit, or `+`, on a question with this scale.
    pub fn press(&mut self, key: char, scale: Scale, at: Instant) -> Pressed {
        if let Some(count) = &mut self.count {
            if key.is_ascii_digit() && count.len() < DIGITS {
                count.push(key);
            }
            return Pressed::Waits;
        }
        if key == '+' {
            if !matches!(scale, Scale::Count { .. }) {
                return Pressed::Refused(Message::error(t!("screen_survey.no_count")));
            }
            self.count = Some(String::new());
            self.refused = None;
            return Pressed::Waits;
        }
        let Some(digit) = key.to_digit(10) else { return Pressed::Waits };
        if let Some(refused) = &mut self.refused
            && at.saturating_duration_since(refused.at) < STOP
        {
            refused.at = at;
            return Pressed::Refused(no_box(refused.digit));
        }
        self.refused = None;
        if let Some(answer) = stored(scale, digit) {
            return Pressed::Answer(answer);
        }
        self.refused = Some(Refused { digit, at });
        Pressed::Refused(no_box(digit))
    }

    /// Enter: the count is complete. `None` where none is being typed.
    pub fn enter(&mut self) -> Option<Pressed> {
        let count = self.count.take()?;
        match count.parse() {
            Ok(count @ 1..) => Some(Pressed::Answer(count)),
            _ => Some(Pressed::Refused(Message::error(t!("screen_survey.count_from_one")))),
        }
    }

    /// Backspace: the last digit of a count, or the count itself, goes.
    pub fn backspace(&mut self) -> Used {
        self.refused = None;
        let Some(count) = &mut self.count else { return Used::No };
        if count.pop().is_none() {
            self.count = None;
        }
        Used::Yes
    }

    /// Drops what was begun.
    pub fn clear(&mut self) -> Used {
        self.refused = None;
        if self.count.take().is_some() { Used::Yes } else { Used::No }
    }

    /// The count being typed.
    pub fn count(&self) -> Option<&str> {
        self.count.as_deref()
    }

    /// Why nothing is taken, until the next key that is.
    pub fn status(&self) -> Option<Message> {
        self.refused.map(|refused| no_box(refused.digit))
    }
}

fn no_box(digit: u32) -> Message {
    Message::error(t!("screen_survey.no_such_box", digit = digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIPS: Scale = Scale::Count { satisfied_to: 2 };

    fn is_refused(pressed: &Pressed) -> bool {
        matches!(pressed, Pressed::Refused(_))
    }

    #[test]
    fn after_a_box_that_is_not_there_nothing_is_taken_until_the_hands_rest() {
        let mut keypad = Keypad::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        assert!(is_refused(&keypad.press('7', Scale::Level5, at(0))));
        assert!(is_refused(&keypad.press('1', Scale::Level5, at(200))));
        assert!(is_refused(&keypad.press('1', Scale::YesNo, at(700))), "typing on moves the limit");
        assert!(keypad.status().is_some());
        assert_eq!(keypad.press('1', Scale::YesNo, at(1300)), Pressed::Answer(1));
        assert_eq!(keypad.status(), None);
        assert!(is_refused(&keypad.press('3', Scale::YesNo, at(1500))));
        assert_eq!(keypad.backspace(), Used::No);
        assert_eq!(keypad.press('2', Scale::YesNo, at(1600)), Pressed::Answer(2), "Backspace means: I have seen it");
    }

    #[test]
    fn ten_trips_and_more_are_typed_with_a_plus() {
        let mut keypad = Keypad::default();
        let now = Instant::now();
        assert_eq!(keypad.press('9', TRIPS, now), Pressed::Answer(9));
        for key in "+1204".chars() {
            assert_eq!(keypad.press(key, TRIPS, now), Pressed::Waits);
        }
        assert_eq!(keypad.count(), Some("120"), "at most three digits");
        assert_eq!(keypad.backspace(), Used::Yes);
        assert_eq!(keypad.enter(), Some(Pressed::Answer(12)));
        assert_eq!(keypad.enter(), None);
        assert!(is_refused(&keypad.press('+', Scale::YesNo, now)));
        keypad.press('+', TRIPS, now);
        keypad.press('0', TRIPS, now);
        assert!(keypad.enter().is_some_and(|pressed| is_refused(&pressed)), "no trip at all is no count");
    }
}

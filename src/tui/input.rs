//! What reaches a screen: keys, text and pastes, in the order and at the time they were made.
//!
//! Terminals disagree: some paste as one event, Windows pastes as keystrokes; Vietnamese keyboards send
//! Backspace and letters in one burst, or a letter and its tone apart. Everything is evened out here.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crossterm::event::{Event as TerminalEvent, MouseButton, MouseEventKind};
use ratatui::layout::Position;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::key::{self, Key, Meaning};

/// Keystrokes closer together than this were not made by fingers: a paste, or a keyboard program.
///
/// Key repeat comes every 30 ms or slower.
pub const BURST_GAP: Duration = Duration::from_millis(10);

/// From so many on, keystrokes without a pause are a paste. Fewer can be fingers on a line that stutters.
pub const BURST_LEAST: usize = 6;

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key that is no text.
    Key(Key),
    /// A typed letter, digit or sign, in NFC, without control characters. Nearly always one letter; never empty.
    Text(String),
    /// Pasted text in NFC; lines end in `\n`, cells in `\t`, other control characters are gone.
    Paste(String),
    /// The left mouse button; only while the program has the mouse.
    Click(Position),
}

/// An input and when it was made: rules about speed look at this, never at a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// What was done.
    pub input: Input,
    /// When the terminal reported it.
    pub at: Instant,
    /// Whether fingers made it.
    pub pace: Pace,
}

/// Whether fingers made an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// They did.
    Typed,
    /// It is one of [`BURST_LEAST`] or more within [`BURST_GAP`] of each other: a paste that came as keystrokes,
    /// whose text is right as it comes.
    Burst,
}

/// Where typing goes on the screen that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Into a text field or grid: `?`, `/` and digits are text, keystrokes in a burst may be a paste.
    Text,
    /// As [`Self::Text`], where keys stand for themselves (numbers, dates, file names, codes): the program's own
    /// Telex and VNI keep out.
    Literal,
    /// Nowhere: signs and digits may be commands.
    Commands,
}

/// Inputs that arrived and were not handled yet.
#[derive(Debug, Default)]
pub struct Inputs {
    queue: VecDeque<Stamped>,
    /// When the last keystroke of a recognised keystroke paste came: what follows at once still belongs to it.
    pasting: Option<Instant>,
    /// When a `\r` came as a keystroke: a `\n` right behind it is the same line end.
    carriage_return: Option<Instant>,
    /// The last keystroke handed out.
    handed: Option<Instant>,
    /// How many were handed out within [`BURST_GAP`] of each other, up to now.
    run: usize,
}

impl Inputs {
    /// Takes in one event of the terminal. Releases, focus and size events are no input; the mouse wheel is
    /// the arrow keys.
    pub fn feed(&mut self, event: &TerminalEvent, at: Instant) {
        match event {
            TerminalEvent::Key(key_event) => {
                let line_feed = key_event.code == crossterm::event::KeyCode::Char('j');
                match key::read(key_event) {
                    Meaning::Key(Key::Enter) if line_feed && within(self.carriage_return.take(), at) => {}
                    Meaning::Key(key) => {
                        self.carriage_return = (key == Key::Enter && !line_feed).then_some(at);
                        self.push(Input::Key(key), at);
                    }
                    Meaning::Typed(c) => self.feed_char(c, at),
                    Meaning::Nothing => {}
                }
            }
            TerminalEvent::Paste(text) => {
                let text = clean_paste(text);
                if !text.is_empty() {
                    self.push(Input::Paste(text), at);
                }
            }
            TerminalEvent::Mouse(mouse) => {
                let input = match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => Input::Click(Position { x: mouse.column, y: mouse.row }),
                    MouseEventKind::ScrollUp => Input::Key(Key::Up),
                    MouseEventKind::ScrollDown => Input::Key(Key::Down),
                    _ => return,
                };
                self.push(input, at);
            }
            _ => {}
        }
    }

    /// Adds a typed character; a tone or hat that comes apart from its letter joins it while both wait here.
    fn feed_char(&mut self, c: char, at: Instant) {
        if is_combining_mark(c)
            && let Some(Stamped { input: Input::Text(text), at: before, .. }) = self.queue.back_mut()
            && text.ends_with(|last: char| last.is_alphabetic() || is_combining_mark(last))
            && within(Some(*before), at)
        {
            *text = text.chars().chain([c]).nfc().collect();
            *before = at;
            return;
        }
        self.push(Input::Text(c.nfc().collect()), at);
    }

    fn push(&mut self, input: Input, at: Instant) {
        // What is handed out later is looked at again: more may have come behind it.
        self.queue.push_back(Stamped { input, at, pace: Pace::Typed });
    }

    /// The next input for a screen whose typing goes to `focus`.
    ///
    /// In a text field, an Enter or Tab *inside* a burst of text (text before it and text after it, each within
    /// [`BURST_GAP`] of its neighbour) means that the burst is a paste which came as keystrokes: the whole
    /// burst becomes one [`Input::Paste`]. An Enter at its end alone still accepts. Anywhere else keys stay keys.
    pub fn next(&mut self, focus: Focus) -> Option<Stamped> {
        if focus != Focus::Commands
            && let Some(length) = self.paste_length()
        {
            let burst: Vec<Stamped> = self.queue.drain(..length).collect();
            let at = burst.last()?.at;
            self.pasting = Some(at);
            let text: String = burst.iter().map(|stamped| as_text(&stamped.input)).collect();
            return Some(Stamped { input: Input::Paste(text.nfc().collect()), at, pace: Pace::Burst });
        }
        let next = self.queue.pop_front()?;
        self.pasting = None;
        self.run = if within(self.handed, next.at) { self.run + 1 } else { 1 };
        self.handed = Some(next.at);
        let pace = if self.run + self.ahead(next.at) >= BURST_LEAST { Pace::Burst } else { Pace::Typed };
        Some(Stamped { pace, ..next })
    }

    /// How many inputs follow one made at `at` without a pause, as far as it matters.
    fn ahead(&self, at: Instant) -> usize {
        let mut previous = at;
        let close = |stamped: &&Stamped| within(Some(std::mem::replace(&mut previous, stamped.at)), stamped.at);
        self.queue.iter().take(BURST_LEAST).take_while(close).count()
    }

    /// Length of the keystroke paste at the head of the queue, if there is one.
    fn paste_length(&self) -> Option<usize> {
        let first = self.queue.front()?;
        let continues = within(self.pasting, first.at);
        let mut length = 0;
        let mut text_before = continues;
        let mut separator_inside = continues;
        let mut separator_last = false;
        let mut previous = first.at;
        for stamped in &self.queue {
            if !within(Some(previous), stamped.at) {
                break;
            }
            match &stamped.input {
                Input::Text(_) => {
                    separator_inside |= separator_last;
                    text_before = true;
                    separator_last = false;
                }
                Input::Key(Key::Enter | Key::Tab) => separator_last |= text_before,
                _ => break,
            }
            previous = stamped.at;
            length += 1;
        }
        (separator_inside && length > 0 && text_before).then_some(length)
    }
}

fn within(before: Option<Instant>, at: Instant) -> bool {
    before.is_some_and(|before| at.saturating_duration_since(before) <= BURST_GAP)
}

fn as_text(input: &Input) -> &str {
    match input {
        Input::Text(text) | Input::Paste(text) => text,
        Input::Key(Key::Tab) => "\t",
        Input::Key(_) => "\n",
        Input::Click(_) => "",
    }
}

/// Pasted text, from wherever it comes, as fields may take it: NFC, `\n` line ends, no other control characters than `\t`.
pub fn clean_paste(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).nfc().collect()
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

    use super::*;

    fn key_event(code: KeyCode) -> TerminalEvent {
        TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn feed_text(inputs: &mut Inputs, text: &str, at: Instant) {
        for c in text.chars() {
            let code = match c {
                '\n' => KeyCode::Enter,
                '\t' => KeyCode::Tab,
                '\u{7f}' => KeyCode::Backspace,
                c => KeyCode::Char(c),
            };
            inputs.feed(&key_event(code), at);
        }
    }

    fn all(inputs: &mut Inputs, focus: Focus) -> Vec<Input> {
        std::iter::from_fn(|| inputs.next(focus)).map(|stamped| stamped.input).collect()
    }

    fn text(text: &str) -> Input {
        Input::Text(text.to_owned())
    }

    #[test]
    fn a_burst_with_enter_inside_is_a_paste() {
        let mut inputs = Inputs::default();
        feed_text(&mut inputs, "Mã\tTên\n001\tKhai sinh\n", Instant::now());
        assert_eq!(all(&mut inputs, Focus::Text), [Input::Paste("Mã\tTên\n001\tKhai sinh\n".to_owned())]);
    }

    #[test]
    fn enter_at_the_end_of_a_burst_accepts() {
        let mut inputs = Inputs::default();
        feed_text(&mut inputs, "ab\n", Instant::now());
        assert_eq!(all(&mut inputs, Focus::Text), [text("a"), text("b"), Input::Key(Key::Enter)]);
        feed_text(&mut inputs, "\nab", Instant::now());
        assert_eq!(all(&mut inputs, Focus::Text), [Input::Key(Key::Enter), text("a"), text("b")]);
    }

    #[test]
    fn fingers_are_never_a_paste_even_when_the_screen_was_busy() {
        let mut inputs = Inputs::default();
        let start = Instant::now();
        for (index, c) in ["5", "\n", "7"].iter().zip(0u32..).map(|(c, index)| (index, c)) {
            feed_text(&mut inputs, c, start + Duration::from_millis(40) * index);
        }
        assert_eq!(all(&mut inputs, Focus::Text), [text("5"), Input::Key(Key::Enter), text("7")]);
    }

    #[test]
    fn outside_fields_keys_stay_keys() {
        let mut inputs = Inputs::default();
        feed_text(&mut inputs, "1\n2", Instant::now());
        assert_eq!(all(&mut inputs, Focus::Commands), [text("1"), Input::Key(Key::Enter), text("2")]);
    }

    #[test]
    fn a_paste_in_several_drains_stays_one_text() {
        let mut inputs = Inputs::default();
        let start = Instant::now();
        feed_text(&mut inputs, "a\nb", start);
        assert_eq!(all(&mut inputs, Focus::Text), [Input::Paste("a\nb".to_owned())]);
        feed_text(&mut inputs, "\n", start + Duration::from_millis(5));
        feed_text(&mut inputs, "c", start + Duration::from_millis(5));
        assert_eq!(all(&mut inputs, Focus::Text), [Input::Paste("\nc".to_owned())]);
        feed_text(&mut inputs, "\n", start + Duration::from_millis(500));
        assert_eq!(all(&mut inputs, Focus::Text), [Input::Key(Key::Enter)]);
    }

    #[test]
    fn unikey_bursts_stay_single_keys_in_order() {
        // UniKey turning "vieet" into "viêt": one Backspace and two letters at once.
        let mut inputs = Inputs::default();
        feed_text(&mut inputs, "vie\u{7f}êt", Instant::now());
        let expected = [text("v"), text("i"), text("e"), Input::Key(Key::Backspace), text("ê"), text("t")];
        assert_eq!(all(&mut inputs, Focus::Text), expected);
    }

    #[test]
    fn only_long_bursts_are_no_fingers() {
        let paces = |text: &str| {
            let mut inputs = Inputs::default();
            feed_text(&mut inputs, text, Instant::now());
            std::iter::from_fn(|| inputs.next(Focus::Text)).map(|stamped| stamped.pace).collect::<Vec<_>>()
        };
        assert_eq!(paces("tiees"), [Pace::Typed; 5]);
        assert_eq!(paces("tieengs"), [Pace::Burst; 7]);
        let mut inputs = Inputs::default();
        let start = Instant::now();
        for (at, c) in (0u32..).zip("tieengs".chars()) {
            feed_text(&mut inputs, &c.to_string(), start + Duration::from_millis(60) * at);
        }
        while let Some(stamped) = inputs.next(Focus::Text) {
            assert_eq!(stamped.pace, Pace::Typed);
        }
    }

    #[test]
    fn a_tone_that_comes_apart_joins_its_letter() {
        let mut inputs = Inputs::default();
        feed_text(&mut inputs, "a\u{302}\u{301}", Instant::now());
        assert_eq!(all(&mut inputs, Focus::Text), [text("ấ")]);
        feed_text(&mut inputs, "1\u{301}", Instant::now());
        assert_eq!(all(&mut inputs, Focus::Commands), [text("1"), text("\u{301}")]);
    }

    #[test]
    fn bracketed_pastes_are_cleaned() {
        let mut inputs = Inputs::default();
        let pasted = "Cha\u{302}\u{301}t\r\nlượng\u{1b}[31m\u{7}\tx\ry";
        inputs.feed(&TerminalEvent::Paste(pasted.to_owned()), Instant::now());
        assert_eq!(all(&mut inputs, Focus::Commands), [Input::Paste("Chất\nlượng[31m\tx\ny".to_owned())]);
        inputs.feed(&TerminalEvent::Paste("\u{7}".to_owned()), Instant::now());
        assert!(all(&mut inputs, Focus::Text).is_empty());
    }

    #[test]
    fn releases_do_nothing() {
        let mut inputs = Inputs::default();
        let release = KeyEvent::new_with_kind(KeyCode::Char('1'), KeyModifiers::NONE, KeyEventKind::Release);
        inputs.feed(&TerminalEvent::Key(release), Instant::now());
        inputs.feed(&TerminalEvent::Resize(80, 24), Instant::now());
        assert!(all(&mut inputs, Focus::Commands).is_empty());
    }

    #[test]
    fn carriage_return_and_line_feed_are_one_enter() {
        let mut inputs = Inputs::default();
        let at = Instant::now();
        inputs.feed(&key_event(KeyCode::Enter), at);
        inputs.feed(&TerminalEvent::Key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL)), at);
        assert_eq!(all(&mut inputs, Focus::Commands), [Input::Key(Key::Enter)]);
        inputs.feed(&TerminalEvent::Key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL)), at);
        assert_eq!(all(&mut inputs, Focus::Commands), [Input::Key(Key::Enter)]);
    }
}

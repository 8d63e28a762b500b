//! What the shell does between hands and screens: the program's own input method, and the mouse.

use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::Shell;
use crate::tui::frame::Drawn;
use crate::tui::input::{Focus, Input, Pace, Stamped};
use crate::tui::key::Key;
use crate::tui::screen::{Domain, Event, Executor};
use crate::tui::terminal::Mouse;
use crate::vietnamese::typing::{Edit, Typing};

/// A word being typed and the layer it is typed on.
#[derive(Debug)]
pub(super) struct Composing {
    layer: u64,
    typing: Typing,
}

/// Whether the program's own input method took an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Composed {
    Yes,
    No,
}

impl<D: Domain, E: Executor<D>> Shell<D, E> {
    /// Looks and listens as the settings are now.
    pub(super) fn take_appearance(&mut self) {
        let appearance = self.executor.appearance();
        if appearance.theme != self.appearance.theme {
            self.theme = appearance.theme;
        }
        if appearance.typing != self.appearance.typing {
            self.composing = None;
        }
        self.appearance = appearance;
    }

    /// Who should have the mouse.
    pub fn mouse(&self) -> Mouse {
        self.appearance.mouse
    }

    /// Has the program's own input method look at an input before the screen does. It does what a keyboard program
    /// does: it sends Backspaces and letters, so a field knows nothing of it.
    pub(super) fn compose(&mut self, stamped: &Stamped, focus: Focus) -> Composed {
        let Some(method) = self.appearance.typing else { return Composed::No };
        let layer = self.top_id();
        if focus != Focus::Text {
            self.composing = None;
            return Composed::No;
        }
        let mut composing = match self.composing.take() {
            Some(composing) if composing.layer == layer => composing,
            _ => Composing { layer, typing: method.start() },
        };
        let typing = &mut composing.typing;
        let mut composed = Composed::No;
        match (&stamped.input, stamped.pace) {
            (Input::Text(text), Pace::Typed) if text.chars().count() == 1 => {
                let edits: Vec<Edit> = text.chars().map(|c| typing.press(c)).collect();
                for edit in &edits {
                    self.apply(edit, stamped.at);
                }
                composed = Composed::Yes;
            }
            (Input::Text(_) | Input::Paste(_), _) => typing.forget(),
            (Input::Key(Key::Backspace), _) => typing.backspace(),
            (Input::Key(_) | Input::Click(_), _) => {
                let edit = typing.end();
                self.apply(&edit, stamped.at);
            }
        }
        self.composing = Some(composing);
        composed
    }

    /// A letter typed outside fields opened one (a remark, an answer) and is its first letter.
    pub(super) fn begin_word(&mut self, text: &str, at: Instant) {
        let Some(method) = self.appearance.typing.filter(|_| self.focus() == Focus::Text) else { return };
        let mut typing = method.start();
        let mut letters = text.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return };
        let Edit { insert, .. } = typing.press(letter);
        if insert != text {
            self.apply(&Edit { delete: 1, insert }, at);
        }
        self.composing = Some(Composing { layer: self.top_id(), typing });
    }

    fn apply(&mut self, edit: &Edit, at: Instant) {
        for _ in 0..edit.delete {
            self.tell_top(Event::Key(Key::Backspace), at);
            self.work(at);
        }
        let mut letter = [0; 4];
        for c in edit.insert.chars() {
            self.tell_top(Event::Text(c.encode_utf8(&mut letter)), at);
            self.work(at);
        }
    }

    /// A click on a hint does what it says; one on a row moves the selection there, as the arrow keys would.
    pub(super) fn click(&mut self, position: Position, at: Instant) {
        let mut drawn = self.drawn();
        if let Some(hint) = drawn.hints.iter().find(|hint| hint.place.contains(position)) {
            if let Some(offer) = self.offers().into_iter().find(|offer| offer.action == hint.action) {
                self.call(offer, at);
            }
            return;
        }
        let layer = self.top_id();
        // Rows may be several lines high: step until the selection is there, or goes no further.
        for _ in 0..drawn.body.height {
            let Some(selected) = drawn.selected.filter(|_| drawn.body.contains(position)) else { return };
            if selected == position.y || self.focus() != Focus::Commands || self.top_id() != layer {
                return;
            }
            let down = position.y > selected;
            self.tell_top(Event::Key(if down { Key::Down } else { Key::Up }), at);
            self.work(at);
            drawn = self.drawn();
            let passed = drawn.selected.is_none_or(|now| {
                if down { now > position.y || now <= selected } else { now < position.y || now >= selected }
            });
            if passed {
                return;
            }
        }
    }

    fn drawn(&self) -> Drawn {
        let mut buffer = Buffer::empty(self.area.get());
        self.draw_all(&mut buffer, self.area.get())
    }
}

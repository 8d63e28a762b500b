//! Labelled lines to be filled in: a report, a decision, a letter.

use ratatui::layout::Rect;
use rust_i18n::t;

use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::World;

/// A line: the name of its texts under `<screen>.ask`, and what is typed.
#[derive(Debug, Clone)]
struct Line {
    name: &'static str,
    field: TextField,
}

/// Leaving a form: what was typed goes only at the second Esc.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui::screens) enum Leaving {
    Not,
    Warned,
}

impl Leaving {
    /// Esc: leaves where nothing is typed, or where that was said before.
    pub(in crate::tui::screens) fn step(&mut self, form: &Form, typed: &[&str]) -> Vec<Effect<World>> {
        if !form.is_filled(typed) || *self == Self::Warned {
            return vec![Effect::Pop];
        }
        *self = Self::Warned;
        vec![Effect::Say(Message::error(t!("screen_requirements.leaving")))]
    }
}

/// Lines to be filled in, one of them at a time.
#[derive(Debug, Clone)]
pub(in crate::tui::screens) struct Form {
    /// Whose texts name the lines.
    screen: &'static str,
    lines: Vec<Line>,
    at: usize,
    error: Option<String>,
}

impl Form {
    /// These lines of a screen, with what they begin with.
    pub(in crate::tui::screens) fn new(
        screen: &'static str,
        lines: impl IntoIterator<Item = (&'static str, Accepts, String)>,
    ) -> Self {
        let line = |(name, accepts, text): (&'static str, Accepts, String)| Line {
            name,
            field: TextField::new(&text, accepts),
        };
        Self { screen, lines: lines.into_iter().map(line).collect(), at: 0, error: None }
    }

    /// What is typed in a line.
    pub(in crate::tui::screens) fn text(&self, name: &str) -> &str {
        self.lines.iter().find(|line| line.name == name).map_or("", |line| line.field.text().trim())
    }

    /// Puts `text` into a line and goes there.
    pub(in crate::tui::screens) fn put(&mut self, name: &str, text: &str, accepts: Accepts) {
        if let Some(at) = self.lines.iter().position(|line| line.name == name) {
            self.lines[at].field = TextField::new(text, accepts);
            (self.at, self.error) = (at, None);
        }
    }

    /// Whether anything was typed in any of these lines.
    pub(in crate::tui::screens) fn is_filled(&self, names: &[&str]) -> bool {
        names.iter().any(|name| !self.text(name).is_empty())
    }

    /// Says what is wrong with a line and goes there.
    pub(in crate::tui::screens) fn wrong(&mut self, name: &str, why: impl Into<String>) {
        self.at = self.lines.iter().position(|line| line.name == name).unwrap_or(self.at);
        self.error = Some(why.into());
    }

    pub(in crate::tui::screens) fn next(&mut self) {
        self.at = (self.at + 1) % self.lines.len().max(1);
    }

    pub(in crate::tui::screens) fn previous(&mut self) {
        self.at = (self.at + self.lines.len().saturating_sub(1)) % self.lines.len().max(1);
    }

    pub(in crate::tui::screens) fn focus(&self) -> Focus {
        self.lines.get(self.at).map_or(Focus::Literal, |line| line.field.focus())
    }

    /// Takes in typing, and arrows between the lines.
    pub(in crate::tui::screens) fn take(&mut self, event: &Event<'_, World>) {
        match event {
            Event::Key(Key::Down) => return self.next(),
            Event::Key(Key::Up) => return self.previous(),
            _ => {}
        }
        if let Some(line) = self.lines.get_mut(self.at)
            && line.field.take(event) == Taken::Changed
        {
            self.error = None;
        }
    }

    /// What is wrong, or what the line is for.
    pub(in crate::tui::screens) fn status(&self) -> Option<Message> {
        let about = |line: &Line| Message::info(t!(format!("{}.ask.{}.about", self.screen, line.name)));
        self.error.clone().map(Message::error).or_else(|| self.lines.get(self.at).map(about))
    }

    /// Rows it takes.
    pub(in crate::tui::screens) fn height(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX)
    }

    /// Draws a row for each line.
    pub(in crate::tui::screens) fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let labels = self.lines.iter().map(|line| t!(format!("{}.ask.{}.label", self.screen, line.name)));
        let labels: Vec<_> = labels.collect();
        let indent = labels.iter().map(|label| width::of(label)).max().unwrap_or(0) + 5;
        let indent = u16::try_from(indent).unwrap_or(0).min(area.width);
        for ((row, line), label) in (0..area.height).zip(&self.lines).zip(&labels) {
            let here = usize::from(row) == self.at;
            let mark = if here { canvas.theme().marks().pointer } else { " " };
            canvas.text(area, row, if here { Role::Title } else { Role::Dim }, &format!(" {mark} {label}"));
            let place =
                Rect { x: area.x + indent, y: area.y + row, width: (area.width - indent).saturating_sub(1), height: 1 };
            if here {
                line.field.render(canvas, place);
            } else {
                canvas.text(place, 0, Role::Text, line.field.text());
            }
        }
    }
}

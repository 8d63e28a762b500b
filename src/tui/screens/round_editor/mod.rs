//! Making and changing a round on the screen.

use std::time::Instant;

use ratatui::layout::Rect;

use crate::inspection::Round;
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::work::World;

/// Which part of a round to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The list of all parts.
    All,
    /// A unit added on site.
    NewUnit,
}

/// The editor of a round.
#[derive(Debug, Clone)]
pub struct RoundEditor;

impl RoundEditor {
    /// Edits `round`, or makes a new one.
    pub fn new(_round: Option<&Round>) -> Self {
        Self
    }

    /// Edits `round`, beginning with `part`.
    pub fn at(_round: &Round, _part: Part) -> Self {
        Self
    }
}

impl Screen<World> for RoundEditor {
    fn title(&self) -> String {
        String::new()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, _: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        Vec::new()
    }

    fn render(&self, _: &mut Canvas<'_>, _: Rect) {}
}

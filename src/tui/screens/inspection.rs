//! Inspecting a unit.

use std::time::Instant;

use ratatui::layout::Rect;

use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::theme::Role;
use crate::tui::work::{UnitWork, World};

/// A unit being inspected.
#[derive(Debug, Clone)]
pub struct Inspection {
    work: UnitWork,
}

impl Inspection {
    /// Opens `work`.
    pub fn new(work: UnitWork) -> Self {
        Self { work }
    }
}

impl Screen<World> for Inspection {
    fn title(&self) -> String {
        self.work.unit.name.clone()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        if let Event::Outcome(outcome) = event {
            self.work.take(outcome);
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.text(area, 0, Role::Text, &self.work.unit.name);
    }
}

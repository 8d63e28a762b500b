//! Placeholder.

use std::time::Instant;

use ratatui::layout::Rect;

use crate::inspection::{RoundId, UnitId};
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::work::World;

/// Placeholder.
#[derive(Debug)]
pub struct Preview;

impl Preview {
    /// Placeholder.
    pub fn new(_round: RoundId, _unit: UnitId, _name: String) -> Self {
        Self
    }
}

impl Screen<World> for Preview {
    fn title(&self) -> String {
        "preview".to_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, _: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        Vec::new()
    }

    fn render(&self, _: &mut Canvas<'_>, _: Rect) {}
}

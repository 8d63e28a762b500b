//! Placeholder.

use std::time::Instant;

use ratatui::layout::Rect;

use crate::inspection::ItemKey;
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::work::{UnitWork, World};

/// Placeholder.
#[derive(Debug)]
pub struct RegisterGrid;

impl RegisterGrid {
    /// Placeholder.
    pub fn new(_work: UnitWork, _key: ItemKey) -> Self {
        Self
    }
}

impl Screen<World> for RegisterGrid {
    fn title(&self) -> String {
        "register".to_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, _: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        Vec::new()
    }

    fn render(&self, _: &mut Canvas<'_>, _: Rect) {}
}

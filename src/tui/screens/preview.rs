//! The paper as it will print.

use std::time::Instant;

use ratatui::layout::Rect;

use crate::inspection::{RoundId, UnitId};
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::theme::Role;
use crate::tui::work::{Outcome, PaperChoice, Request, World};

/// The notice of a unit as text.
#[derive(Debug, Clone)]
pub struct Preview {
    round: RoundId,
    unit: UnitId,
    name: String,
    text: String,
}

impl Preview {
    /// Previews the notice of `unit`, called `name`.
    pub fn new(round: RoundId, unit: UnitId, name: String) -> Self {
        Self { round, unit, name, text: String::new() }
    }
}

impl Screen<World> for Preview {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                let request = Request::Compose(self.round.clone(), self.unit.clone(), PaperChoice::Notice);
                vec![Effect::Run(request)]
            }
            Event::Outcome(Outcome::Paper { text, .. }) => {
                self.text.clone_from(text);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        for (row, line) in (0..area.height).zip(self.text.lines()) {
            canvas.text(area, row, Role::Text, line);
        }
    }
}

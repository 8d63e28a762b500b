//! The line in which somebody says why.

use ratatui::layout::Rect;
use rust_i18n::t;

use crate::tui::canvas::Canvas;
use crate::tui::screen::Event;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::TextField;
use crate::tui::width;
use crate::tui::work::World;

/// A reason that is being typed.
#[derive(Debug, Clone, Default)]
pub struct Reason {
    field: TextField,
}

/// Whether a reason must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// It must.
    Always,
    /// It may be left out.
    IfAny,
}

/// A reason is wanted and was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

impl Reason {
    /// Takes in typing.
    pub fn take(&mut self, event: &Event<'_, World>) {
        self.field.take(event);
    }

    /// What was typed; nothing only where nothing is wanted.
    pub fn given(&self, wanted: Wanted) -> Result<Option<String>, Missing> {
        match (self.field.text().trim(), wanted) {
            ("", Wanted::Always) => Err(Missing),
            ("", Wanted::IfAny) => Ok(None),
            (text, _) => Ok(Some(text.to_owned())),
        }
    }

    /// Draws it on the first row of `area`: `Lý do: …`.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect, wanted: Wanted) {
        let prompt = match wanted {
            Wanted::Always => t!("screen_editions.reason"),
            Wanted::IfAny => t!("screen_editions.reason_if_any"),
        };
        let prompt = format!("{prompt} ");
        let used = u16::try_from(width::of(&prompt)).unwrap_or(0).min(area.width);
        canvas.text(area, 0, Role::Text, &prompt);
        let field = Rect { x: area.x + used, width: area.width - used, height: area.height.min(1), ..area };
        self.field.render(canvas, field);
    }
}

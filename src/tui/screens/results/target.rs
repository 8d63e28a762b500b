//! The name of a file to write, asked for in the last two lines of a screen.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;
use rust_i18n::t;

use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Event, Message};
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{Existing, World, WrittenPaper};

/// Rows that the question takes.
const ROWS: u16 = 2;

/// A name being typed, and the file that is known to stand in its way.
#[derive(Debug, Clone)]
pub(super) struct Target {
    field: TextField,
    taken: Option<PathBuf>,
}

impl Target {
    /// Begins with `proposal`.
    pub fn new(proposal: &str) -> Self {
        Self { field: TextField::new(proposal, Accepts::Verbatim), taken: None }
    }

    /// The file, and what may become of one that is there, if `action` is the key to write.
    pub fn asked(&self, action: Action) -> Option<Result<(PathBuf, Existing), Message>> {
        let existing = match (action, &self.taken) {
            (Action::Open, None) => Existing::Keep,
            // Not Enter: a key held too long must not replace what somebody has worked on.
            (Action::WriteFile, Some(_)) => Existing::Replace,
            _ => return None,
        };
        // Windows' "Copy as path" puts quotation marks around.
        let path = self.field.text().trim().trim_matches('"');
        Some(if path.is_empty() {
            Err(Message::error(t!("screen_preview.no_name")))
        } else {
            Ok((PathBuf::from(path), existing))
        })
    }

    /// There is such a file already.
    pub fn is_taken_by(&mut self, file: &Path) {
        self.taken = Some(file.to_owned());
    }

    pub fn take(&mut self, event: &Event<'_, World>) {
        if self.field.take(event).changed() {
            self.taken = None;
        }
    }

    pub fn offers(&self) -> Vec<Offer> {
        let back = Offer::on(Action::Back).named(t!("screen_preview.not_now"));
        match &self.taken {
            None => vec![Offer::on(Action::Open).named(t!("screen_preview.write")), back],
            Some(_) => vec![
                Offer::off(Action::Open, t!("screen_preview.taken")),
                Offer::on(Action::WriteFile).named(t!("screen_preview.replace")),
                back,
            ],
        }
    }

    /// What the status line says; `endings` where nothing stands in the way.
    pub fn status(&self, endings: String) -> Message {
        match &self.taken {
            None => Message::info(endings),
            Some(file) => Message::error(t!("screen_results.taken", path = file.display())),
        }
    }

    pub fn focus(&self) -> Focus {
        self.field.focus()
    }

    /// Draws it in the last rows of `area`; what is left above is for the screen.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
        let rows = ROWS.min(area.height);
        let above = Rect { height: area.height - rows, ..area };
        let asked = Rect { y: above.bottom(), height: rows, ..area };
        canvas.rule_titled(asked, 0, &t!("screen_preview.file"));
        let place = Rect {
            x: area.x.saturating_add(1),
            y: asked.y.saturating_add(1),
            width: area.width.saturating_sub(2),
            height: 1,
        };
        self.field.render(canvas, place.intersection(area));
        above
    }
}

/// `Đã ghi a.docx và b.xlsx`.
pub(super) fn written(files: &[WrittenPaper]) -> Message {
    let names: Vec<String> = files.iter().map(ToString::to_string).collect();
    Message::info(t!("screen_results.written", files = names.join(", ")))
}

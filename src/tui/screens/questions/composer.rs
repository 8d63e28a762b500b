//! A text being written that is kept until it is sent: a question, a reply.

use std::time::Instant;

use crate::tui::draft::DraftTimer;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Pending};
use crate::tui::widgets::text_area::TextArea;
use crate::tui::widgets::text_field::Taken;
use crate::tui::work::{Request, World};

/// What becomes of the Up and Down keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UpDown {
    /// They move in the text.
    InText,
    /// The screen has another use for them.
    Elsewhere,
}

/// The text and its draft.
#[derive(Debug)]
pub(super) struct Composer {
    pub(super) area: TextArea,
    timer: DraftTimer,
    draft: String,
    up_down: UpDown,
}

impl Composer {
    /// Writes a text whose draft is kept under `draft`.
    pub(super) fn new(draft: String, up_down: UpDown) -> Self {
        Self { area: TextArea::default(), timer: DraftTimer::default(), draft, up_down }
    }

    pub(super) fn text(&self) -> &str {
        self.area.text().trim()
    }

    /// Goes on with a text that was being typed when the screen was left; what was typed since stays.
    pub(super) fn restore(&mut self, text: &str) -> Taken {
        if self.text().is_empty() && !text.is_empty() {
            self.area = TextArea::new(text);
            return Taken::Changed;
        }
        Taken::Ignored
    }

    pub(super) fn take(&mut self, event: &Event<'_, World>, at: Instant) -> Taken {
        if self.up_down == UpDown::Elsewhere && matches!(event, Event::Key(Key::Up | Key::Down)) {
            return Taken::Ignored;
        }
        let taken = self.area.take(event);
        if taken.changed() {
            self.timer.touch(at);
        }
        taken
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.timer.due()
    }

    pub(super) fn pending(&self) -> Pending {
        self.timer.pending()
    }

    /// Keeps what was typed since it was kept last.
    pub(super) fn keep(&mut self) -> Option<Effect<World>> {
        if self.timer.pending() == Pending::Nothing {
            return None;
        }
        self.timer.clear();
        let key = self.draft.clone();
        Some(Effect::Run(if self.text().is_empty() {
            Request::ClearDraft(key)
        } else {
            Request::SaveDraft { key, text: self.area.text().to_owned() }
        }))
    }
}

//! The timer of typed text: a field that changed is saved as a draft within a second.

use std::time::{Duration, Instant};

use super::screen::Pending;

/// How much typing a crash may cost.
pub const DRAFT_EVERY: Duration = Duration::from_secs(1);

/// Tells when the text of a field must be saved as a draft.
///
/// [`touch`](Self::touch) it on every change, give [`due`](Self::due) to
/// [`Screen::wakes_at`](super::screen::Screen::wakes_at), and on a tick save if [`is_due`](Self::is_due).
/// The second counts from the first change, not from the last: who types on without a pause is saved as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftTimer {
    dirty_since: Option<Instant>,
}

impl DraftTimer {
    /// The text changed at `at`.
    pub fn touch(&mut self, at: Instant) {
        self.dirty_since.get_or_insert(at);
    }

    /// The text was handed over, or no longer matters.
    pub fn clear(&mut self) {
        self.dirty_since = None;
    }

    /// When to save next; nothing while nothing changed.
    pub fn due(&self) -> Option<Instant> {
        self.dirty_since.map(|since| since + DRAFT_EVERY)
    }

    /// Whether it is time to save.
    pub fn is_due(&self, at: Instant) -> bool {
        self.due().is_some_and(|due| due <= at)
    }

    /// For [`Screen::pending`](super::screen::Screen::pending).
    pub fn pending(&self) -> Pending {
        if self.dirty_since.is_some() { Pending::Text } else { Pending::Nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_on_does_not_put_the_draft_off() {
        let start = Instant::now();
        let mut timer = DraftTimer::default();
        assert_eq!((timer.due(), timer.pending()), (None, Pending::Nothing));
        timer.touch(start);
        timer.touch(start + Duration::from_millis(900));
        assert!(!timer.is_due(start + Duration::from_millis(999)));
        assert!(timer.is_due(start + DRAFT_EVERY));
        timer.clear();
        assert!(!timer.is_due(start + Duration::from_secs(9)));
    }
}

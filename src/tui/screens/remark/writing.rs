//! The texts being written.

use crate::inspection::ItemKey;
use crate::tui::draft::DraftTimer;
use crate::tui::widgets::text_area::TextArea;
use crate::tui::work::UnitWork;

/// One of the two texts.
#[derive(Debug)]
pub(super) struct Writing {
    pub(super) area: TextArea,
    /// As recorded.
    pub(super) recorded: String,
    pub(super) timer: DraftTimer,
    /// Name under which its draft is kept.
    pub(super) field: &'static str,
}

impl Writing {
    pub(super) fn new(work: &UnitWork, key: &ItemKey, field: &'static str, recorded: Option<&String>) -> Self {
        let recorded = recorded.cloned().unwrap_or_default();
        let text = work.draft(key, field).unwrap_or(&recorded);
        Self { area: TextArea::new(text), recorded, timer: DraftTimer::default(), field }
    }

    pub(super) fn changed(&self) -> bool {
        self.area.text().trim() != self.recorded.trim()
    }

    /// What is to be recorded, if anything changed.
    pub(super) fn text(&self) -> Option<String> {
        Some(self.area.text().trim().to_owned()).filter(|text| !text.is_empty())
    }
}

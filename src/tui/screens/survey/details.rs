//! Officer, field and date of a form: typed once, kept from form to form, with what was used before at hand.

use std::time::Instant;

use rust_i18n::t;

use super::SurveyTally;
use super::sheet::{read_detail, shown_detail};
use crate::checklist::ColumnId;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::World;
use crate::vietnamese::date::DateError;
use crate::vietnamese::fold::fold;

/// A detail (officer, field, date …) being typed.
#[derive(Debug, Clone)]
pub(super) struct DetailEdit {
    pub(super) index: usize,
    pub(super) field: TextField,
    pub(super) error: Option<DateError>,
    /// What was typed by hand, for the suggestions; nothing yet: the first letter replaces what stands there.
    typed: Option<String>,
    /// Which of the suggestions was taken.
    pub(super) picked: Option<usize>,
}

/// A value that forms before this one have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suggestion {
    pub(super) text: String,
    /// How many forms have it.
    pub(super) forms: usize,
}

/// Details are only ids in a checklist; the usual ones have words, others read as they are written.
pub fn detail_label(detail: &ColumnId) -> String {
    let key = match detail.as_str() {
        "cong-chuc" => "survey_detail.officer",
        "linh-vuc" => "survey_detail.field",
        "ngay" => "survey_detail.date",
        "thu-tuc" => "survey_detail.procedure",
        "ma-ho-so" => "survey_detail.dossier",
        "quay" => "survey_detail.counter",
        "don-vi" => "survey_detail.unit",
        "gioi-tinh" => "survey_detail.sex",
        "do-tuoi" => "survey_detail.age",
        "nghe-nghiep" => "survey_detail.occupation",
        "hinh-thuc" => "survey_detail.form",
        other => {
            let words = other.replace('-', " ");
            let mut letters = words.chars();
            return letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        }
    };
    t!(key).into_owned()
}

/// A label inside a sentence.
pub(super) fn in_sentence(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

impl SurveyTally {
    pub(super) fn edit_detail(&mut self, index: usize) {
        let detail = self.survey().and_then(|survey| survey.details.get(index));
        let text = detail.map(|detail| {
            let kept = self.sheet.details().get(detail.as_str()).map_or("", String::as_str);
            shown_detail(detail.as_str(), kept)
        });
        let field = text.map(|text| TextField::new(&text, Accepts::Text));
        self.detail = field.map(|field| DetailEdit { index, field, error: None, typed: None, picked: None });
    }

    /// Takes the detail being typed; where it is no day, that is said and it stays.
    pub(super) fn accept_detail(&mut self, at: Instant) -> Option<usize> {
        let index = self.detail.as_ref()?.index;
        let detail = self.survey().and_then(|survey| survey.details.get(index)).map(ToString::to_string)?;
        let edit = self.detail.as_mut()?;
        match read_detail(&detail, edit.field.text()) {
            Ok(text) => self.sheet.set_detail(&detail, &text),
            Err(error) => {
                edit.error = Some(error);
                return None;
            }
        }
        self.detail = None;
        if !self.sheet.is_empty() {
            self.touch(at);
        }
        Some(index)
    }

    /// Values of the detail being typed that earlier forms have and that hold what was typed, the latest first.
    pub(super) fn suggestions(&self) -> Vec<Suggestion> {
        let Some(edit) = &self.detail else { return Vec::new() };
        let Some(detail) = self.survey().and_then(|survey| survey.details.get(edit.index)) else { return Vec::new() };
        let wanted = fold(edit.typed.as_deref().unwrap_or_default());
        let mut known: Vec<Suggestion> = Vec::new();
        for form in self.forms().iter().rev() {
            let Some(value) = form.content.details.get(detail.as_str()) else { continue };
            let text = shown_detail(detail.as_str(), value);
            match known.iter_mut().find(|known| known.text == text) {
                Some(known) => known.forms += 1,
                None => known.push(Suggestion { text, forms: 1 }),
            }
        }
        known.retain(|known| fold(&known.text).contains(wanted.trim()));
        known
    }

    /// The next suggestion, or the one before.
    fn pick(&mut self, key: Key) {
        let suggestions = self.suggestions();
        let Some(edit) = &mut self.detail else { return };
        let count = suggestions.len();
        let next = match (edit.picked, key) {
            (None, Key::Down) => 0,
            (None, _) => count.saturating_sub(1),
            (Some(picked), Key::Down) => (picked + 1) % count.max(1),
            (Some(picked), _) => (picked + count).saturating_sub(1) % count.max(1),
        };
        let Some(suggestion) = suggestions.get(next) else { return };
        edit.field = TextField::new(&suggestion.text, Accepts::Text);
        edit.typed.get_or_insert_default();
        edit.picked = Some(next);
        edit.error = None;
    }

    pub(super) fn press_in_detail(&mut self, event: &Event<'_, World>, at: Instant) {
        match event {
            Event::Key(Key::Tab) => {
                if let Some(index) = self.accept_detail(at) {
                    self.edit_detail(index + 1);
                }
            }
            Event::Key(Key::BackTab) => {
                if let Some(before) = self.accept_detail(at).and_then(|index| index.checked_sub(1)) {
                    self.edit_detail(before);
                }
            }
            Event::Key(key @ (Key::Down | Key::Up)) => self.pick(*key),
            event => {
                let Some(edit) = &mut self.detail else { return };
                if edit.typed.is_none() && matches!(event, Event::Text(_) | Event::Paste(_)) {
                    edit.field.take_text();
                }
                if edit.field.take(event).changed() {
                    edit.error = None;
                    edit.picked = None;
                    edit.typed = Some(edit.field.text().to_owned());
                }
            }
        }
    }
}

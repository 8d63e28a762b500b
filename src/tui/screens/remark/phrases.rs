//! The phrases offered for a remark: those of the checklist, then the team's own; and saving the remark as one of them.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{Effects, Part, RemarkEditor};
use crate::assessment::own_phrase::{filled, with_placeholders, with_questions};
use crate::inspection::{ItemKey, OwnPhrase, phrase_text};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Message};
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::tui::work::{PhraseOutcome, PhraseRequest, Request, UnitWork};

/// A sentence to take.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// With the unit's figures.
    pub(super) text: String,
    /// The saved phrase it comes from; `None` for the checklist's.
    pub(super) own: Option<OwnPhrase>,
}

/// What becomes of the unit's figures in a phrase that is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figures {
    /// They stay as they are.
    Kept,
    /// Each unit's own take their place.
    OfUnit,
}

/// A phrase about to be saved whose figures are asked about.
#[derive(Debug, Clone)]
pub(super) struct Saving {
    kept: String,
    of_unit: String,
    figures: Figures,
}

impl Saving {
    pub(super) fn turn(&mut self) {
        self.figures = match self.figures {
            Figures::Kept => Figures::OfUnit,
            Figures::OfUnit => Figures::Kept,
        };
    }

    /// What Tab does.
    pub(super) fn other(&self) -> String {
        match self.figures {
            Figures::Kept => t!("screen_remark.figures_of_unit").into_owned(),
            Figures::OfUnit => t!("screen_remark.figures_kept").into_owned(),
        }
    }
}

/// Whether Ctrl+Z takes back what was done to the phrases: nothing was typed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reversible {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// What the checklist offers to say of the item, figures filled in; what waits for figures is left out.
pub(super) fn of_checklist(work: &UnitWork, key: &ItemKey) -> Vec<Phrase> {
    let (Some(judged), Some(item)) = (work.checklist(key), work.item(key)) else { return Vec::new() };
    let says = &item.says;
    let sentences = [says.shortcoming.as_ref(), says.cause.as_ref().map(|cause| &cause.text)];
    let texts = sentences.into_iter().flatten().filter_map(|sentence| sentence.render(judged.inputs()).ok());
    let texts = texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    texts.map(|text| Phrase { text, own: None }).collect()
}

impl RemarkEditor {
    /// The saved phrases have come, or have changed.
    pub(super) fn take_phrases(&mut self, outcome: &PhraseOutcome) {
        if outcome.key != self.key {
            return;
        }
        let first = self.own_known == super::Known::No;
        self.own_known = super::Known::Yes;
        let Some(judged) = self.work.checklist(&self.key) else { return };
        self.phrases = of_checklist(&self.work, &self.key);
        for own in &outcome.phrases {
            // A figure that is not there yet shows as a gap to be filled by hand.
            let text = filled(&own.text, judged, "…");
            if !self.phrases.iter().any(|known| known.text == text) {
                self.phrases.push(Phrase { text, own: Some(own.clone()) });
            }
        }
        self.cursor.select(self.cursor.selected().min(self.phrases.len().saturating_sub(1)));
        if first && self.part == Part::Remark && self.remark.area.text().is_empty() && !self.phrases.is_empty() {
            self.part = Part::Phrases;
        }
        if self.part == Part::Phrases && self.phrases.is_empty() {
            self.part = Part::Remark;
        }
    }

    /// Ctrl+B: the remark is saved as a phrase; where it holds figures of the unit, that is asked about first.
    pub(super) fn save_phrase(&mut self) -> Effects {
        let text = phrase_text(self.remark.area.text());
        if text.is_empty() {
            return Vec::new();
        }
        let of_unit = self.work.checklist(&self.key).and_then(|judged| with_placeholders(&text, judged));
        match of_unit {
            Some(of_unit) => {
                self.saving = Some(Saving { kept: text, of_unit, figures: Figures::Kept });
                Vec::new()
            }
            None => self.add_phrase(text),
        }
    }

    /// Enter on the question about figures.
    pub(super) fn accept_phrase(&mut self) -> Effects {
        let Some(saving) = self.saving.take() else { return Vec::new() };
        self.add_phrase(match saving.figures {
            Figures::Kept => saving.kept,
            Figures::OfUnit => saving.of_unit,
        })
    }

    fn add_phrase(&mut self, text: String) -> Effects {
        let is_known = |phrase: &Phrase| phrase.own.as_ref().map_or(phrase.text == text, |own| own.text == text);
        if self.phrases.iter().any(is_known) {
            return vec![Effect::Say(Message::info(t!("screen_remark.known")))];
        }
        self.reversible = Reversible::Yes;
        let (recorder, key) = (self.work.recorder(), self.key.clone());
        let request = PhraseRequest::Add { recorder, key, text };
        vec![Effect::Say(Message::info(t!("screen_remark.saved"))), Effect::Run(Request::Phrases(request))]
    }

    /// Delete on a phrase: the team's own of this round goes.
    pub(super) fn remove_phrase(&mut self) -> Effects {
        let Some(phrase) = self.phrases.get(self.cursor.selected()) else { return Vec::new() };
        let Some(own) = &phrase.own else {
            return vec![Effect::Say(Message::error(t!("screen_remark.not_own")))];
        };
        if own.round != self.work.open.round.id {
            return vec![Effect::Say(Message::error(t!("screen_remark.other_round", round = own.round)))];
        }
        let (recorder, key, phrase) = (self.work.recorder(), self.key.clone(), own.id.clone());
        self.reversible = Reversible::Yes;
        let request = PhraseRequest::Remove { recorder, key, phrase };
        vec![Effect::Say(Message::info(t!("screen_remark.removed"))), Effect::Run(Request::Phrases(request))]
    }

    /// Reads the saved phrases again.
    pub(super) fn list_phrases(&self) -> Effect<crate::tui::work::World> {
        let request = PhraseRequest::List(self.work.open.round.id.clone(), self.key.clone());
        Effect::Run(Request::Phrases(request))
    }

    /// Rows of the phrases, or of the question about figures, in a body of `height` rows.
    pub(super) fn phrase_rows(&self, height: u16) -> u16 {
        let most = height / 4;
        match &self.saving {
            Some(_) => most.max(2),
            None => u16::try_from(self.phrases.len()).unwrap_or(u16::MAX).min(most),
        }
    }

    /// Draws the phrases, or the phrase as it will be kept, below `area`'s first row, which is their heading.
    pub(super) fn render_phrases(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let place = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        if let Some(saving) = &self.saving {
            let (title, text) = match (saving.figures, self.work.checklist(&self.key)) {
                (Figures::OfUnit, Some(judged)) => {
                    (t!("screen_remark.save_of_unit"), with_questions(&saving.of_unit, judged.checklist()))
                }
                _ => (t!("screen_remark.save_kept"), saving.kept.clone()),
            };
            canvas.rule_titled(area, 0, &title);
            let inner = Rect { x: place.x.saturating_add(1), width: place.width.saturating_sub(2), ..place };
            for (row, line) in (0..inner.height).zip(width::paragraphs(&text, usize::from(inner.width))) {
                canvas.text(inner, row, Role::Changed, line);
            }
            return;
        }
        canvas.rule_titled(area, 0, &t!("screen_remark.phrases"));
        let (theme, count) = (canvas.theme(), self.phrases.len());
        if self.part == Part::Phrases {
            self.cursor.render(canvas, place, count, |index| self.phrase_line(&theme, Role::Text, index));
        } else {
            for (row, index) in (0..).zip(self.cursor.visible(count, place.height)) {
                let mut line = self.phrase_line(&theme, Role::Dim, index);
                line.spans.insert(0, Span::raw("   "));
                canvas.line(place, row, line);
            }
        }
    }

    /// `[Thành viên 2] Chưa có số điện thoại đường dây nóng`
    fn phrase_line(&self, theme: &Theme, role: Role, index: usize) -> Line<'static> {
        let Some(phrase) = self.phrases.get(index) else { return Line::default() };
        let mut line = Line::default();
        if let Some(own) = &phrase.own {
            let author = own.author.clone().unwrap_or_default();
            let mark = if own.round == self.work.open.round.id {
                format!("[{author}] ")
            } else {
                format!("[{author}, {}] ", own.round)
            };
            line.push_span(theme.span(Role::Dim, mark));
        }
        line.push_span(theme.span(role, phrase.text.clone()));
        line
    }
}

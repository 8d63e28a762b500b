//! Step 2: what the unit says to each shortcoming.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::Effects;
use crate::checklist::Verdict;
use crate::inspection::{Agreement, Explanation, FieldChange, ItemKey};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_area::TextArea;
use crate::tui::width;
use crate::tui::work::{Request, UnitWork};

/// Name under which a text is kept while it is written.
const DRAFT: &str = "closing-explanation";
/// Rows below the list: a heading and the unit's words.
const BELOW: u16 = 5;

/// The shortcomings and what the unit says to them.
#[derive(Debug, Clone, Default)]
pub(super) struct Explanations {
    slots: Vec<usize>,
    cursor: ListCursor,
    /// The unit's words being written.
    text: Option<TextArea>,
}

impl Explanations {
    /// Lists the shortcomings anew.
    pub fn refresh(&mut self, work: &UnitWork) {
        let fails = |slot: &usize| {
            let state = work.at(*slot).map(|(_, state)| state);
            state.is_some_and(|state| {
                state.is_asked() && matches!(state.verdict, Some(Verdict::Partial | Verdict::Fail))
            })
        };
        self.slots = (0..work.order.slots.len()).filter(fails).collect();
        self.cursor.select(self.cursor.selected().min(self.slots.len().saturating_sub(1)));
    }

    /// How many shortcomings there are, and to how many the unit has said nothing.
    pub fn counts(&self, work: &UnitWork) -> (usize, usize) {
        let silent = self.slots.iter().filter(|slot| explanation(work, **slot).is_none()).count();
        (self.slots.len(), silent)
    }

    pub fn is_writing(&self) -> bool {
        self.text.is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn slot(&self) -> Option<usize> {
        self.slots.get(self.cursor.selected()).copied()
    }

    fn key<'a>(&self, work: &'a UnitWork) -> Option<&'a ItemKey> {
        Some(&work.order.slots[self.slot()?].key)
    }

    /// Begins to write the unit's words, with what was left half written.
    pub fn write(&mut self, work: &UnitWork) {
        let Some(key) = self.key(work) else { return };
        let recorded = self.slot().and_then(|slot| explanation(work, slot)).map(|known| known.text.clone());
        let text = work.draft(key, DRAFT).map(str::to_owned).or(recorded).unwrap_or_default();
        self.text = Some(TextArea::new(&text));
    }

    pub fn press(&mut self, key: Key) {
        self.cursor.press(key, self.slots.len());
    }

    pub fn take(&mut self, event: &Event<'_, crate::tui::work::World>) -> crate::tui::widgets::text_field::Taken {
        match &mut self.text {
            Some(text) => text.take(event),
            None => crate::tui::widgets::text_field::Taken::Ignored,
        }
    }

    /// That the unit agrees or does not, with the words written so far.
    pub fn agree(&mut self, work: &UnitWork, agrees: Agreement) -> Effects {
        let Some(key) = self.key(work) else { return Vec::new() };
        let draft = work.draft(key, DRAFT);
        let known = self.slot().and_then(|slot| explanation(work, slot));
        let text = draft.map(str::to_owned).or_else(|| known.map(|known| known.text.clone())).unwrap_or_default();
        let change = FieldChange::Explanation(Some(Explanation { agrees, text }));
        let clears = draft.map(|_| work.draft_key(key, DRAFT));
        let record = work.record(key, vec![change], clears);
        let mut effects: Effects = record.map(Effect::Run).into_iter().collect();
        // One key a shortcoming: the next one without a word follows.
        let after = self.cursor.selected() + 1;
        let silent = |row: &usize| explanation(work, self.slots[*row]).is_none();
        if known.is_none()
            && let Some(next) = (after..self.slots.len()).find(silent)
        {
            self.cursor.select(next);
        }
        if effects.is_empty() {
            effects.push(Effect::Say(Message::info(t!("screen_closing.explain.none"))));
        }
        effects
    }

    /// Takes what the unit said away.
    pub fn clear(&self, work: &UnitWork) -> Effects {
        let Some(key) = self.key(work) else { return Vec::new() };
        work.record(key, vec![FieldChange::Explanation(None)], None).map(Effect::Run).into_iter().collect()
    }

    /// Ends the writing: recorded where it is known whether the unit agrees; else the words are kept and 1 or 2 records
    /// both.
    pub fn accept(&mut self, work: &UnitWork) -> Effects {
        let Some(text) = self.text.take() else { return Vec::new() };
        let Some(key) = self.key(work) else { return Vec::new() };
        let text = text.text().trim().to_owned();
        let known = self.slot().and_then(|slot| explanation(work, slot));
        let draft = work.draft_key(key, DRAFT);
        let has_draft = work.draft(key, DRAFT).is_some();
        match known {
            Some(known) if known.text == text => {
                has_draft.then(|| Effect::Run(Request::ClearDraft(draft))).into_iter().collect()
            }
            Some(known) => {
                let change = FieldChange::Explanation(Some(Explanation { agrees: known.agrees, text }));
                let record = work.record(key, vec![change], has_draft.then_some(draft));
                record.map(Effect::Run).into_iter().collect()
            }
            None if text.is_empty() => Vec::new(),
            None => vec![
                Effect::Run(Request::SaveDraft { key: draft, text }),
                Effect::Say(Message::info(t!("screen_closing.explain.which"))),
            ],
        }
    }

    /// Keeps what is written.
    pub fn draft(&self, work: &UnitWork) -> Effects {
        let Some((text, key)) = self.text.as_ref().zip(self.key(work)) else { return Vec::new() };
        let (key, text) = (work.draft_key(key, DRAFT), text.text().to_owned());
        vec![Effect::Run(Request::SaveDraft { key, text })]
    }

    /// ```text
    ///  > 2.4  Địa chỉ tiếp nhận phản ánh, kiến nghị     CHƯA ĐẠT ×   đồng ý √
    ///    3.1  Tỷ lệ thủ tục được niêm yết               MỘT PHẦN ~   …
    /// ── 2.4 ─────────────────────────────────────────────────────────────────
    ///  Đơn vị: đồng ý. Sẽ bổ sung trong ngày
    /// ```
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect, work: &UnitWork) {
        let theme = canvas.theme();
        if self.slots.is_empty() {
            let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
            canvas.text(inner, 0, Role::Pass, &t!("screen_closing.explain.none"));
            return;
        }
        let below = BELOW.min(area.height / 2);
        let list = Rect { height: area.height - below, ..area };
        let said =
            [Some(Agreement::Agrees), Some(Agreement::Disagrees), None].map(|said| width::of(&word(&theme, said).1));
        let said = said.into_iter().max().unwrap_or(0);
        let room = usize::from(area.width).saturating_sub(3 + 6 + verdict_mark::WIDEST + 1 + said + 1);
        self.cursor.render(canvas, list, self.slots.len(), |row| {
            let slot = self.slots[row];
            let Some((item, state)) = work.at(slot) else { return Line::default() };
            let (role, text) = word(&theme, explanation(work, slot).map(|known| known.agrees));
            let ask = width::cut(&item.ask, room, theme.marks().ellipsis);
            let verdict = state.verdict.map_or_else(|| Span::raw(""), |verdict| verdict_mark::span(&theme, verdict));
            let gap = verdict_mark::WIDEST.saturating_sub(verdict.width()) + 1;
            Line::from_iter([
                theme.span(Role::Dim, width::pad(&work.order.slots[slot].number, 6)),
                Span::raw(width::pad(&ask, room)),
                Span::raw(" "),
                verdict,
                Span::raw(" ".repeat(gap)),
                theme.span(role, text),
            ])
        });
        let Some(slot) = self.slot() else { return };
        let under = Rect { y: list.bottom(), height: below, ..area };
        canvas.rule_titled(under, 0, &work.order.slots[slot].number);
        let inner = Rect {
            x: area.x.saturating_add(1),
            y: under.y.saturating_add(1),
            width: area.width.saturating_sub(2),
            height: below.saturating_sub(1),
        };
        if let Some(text) = &self.text {
            text.render(canvas, inner);
            return;
        }
        let known = explanation(work, slot);
        let draft = work.draft(&work.order.slots[slot].key, DRAFT);
        let said = match (known, draft) {
            (Some(known), None) => format!("{} {}", word(&theme, Some(known.agrees)).1, known.text),
            (_, Some(draft)) => t!("screen_closing.explain.draft", text = draft).into_owned(),
            (None, None) => t!("screen_closing.explain.silent").into_owned(),
        };
        let role = if known.is_some() && draft.is_none() { Role::Text } else { Role::Dim };
        for (row, line) in (0..inner.height).zip(width::paragraphs(&said, usize::from(inner.width))) {
            canvas.text(inner, row, role, line);
        }
    }
}

fn explanation(work: &UnitWork, slot: usize) -> Option<&Explanation> {
    work.answer(&work.order.slots[slot].key)?.explanation.as_ref()
}

fn word(theme: &Theme, said: Option<Agreement>) -> (Role, String) {
    let marks = theme.marks();
    match said {
        Some(Agreement::Agrees) => (Role::Pass, format!("{} {}", t!("screen_closing.explain.agrees"), marks.pass)),
        Some(Agreement::Disagrees) => {
            (Role::Fail, format!("{} {}", t!("screen_closing.explain.disagrees"), marks.fail))
        }
        None => (Role::Unanswered, marks.ellipsis.to_owned()),
    }
}

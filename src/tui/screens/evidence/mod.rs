//! The evidence of an item: documents and files that bear it out.

mod form;

use std::collections::BTreeMap;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::checklist::EvidencePolicy;
use crate::inspection::{Evidence, ItemKey, SetChange};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::tui::work::{Request, UnitWork, World};
use crate::vietnamese::date::format_date;
use form::EvidenceForm;

/// First part of the drafts of pieces of evidence: `evidence/<entry or new>`.
const DRAFTS: &str = "evidence";

/// The evidence of an item.
#[derive(Debug, Clone)]
pub struct EvidenceList {
    work: UnitWork,
    key: ItemKey,
    cursor: ListCursor,
    /// Being written, or a piece that is being changed.
    form: Option<EvidenceForm>,
    /// What was left half written, by the names of the drafts.
    left: BTreeMap<String, String>,
    timer: DraftTimer,
}

impl EvidenceList {
    /// The evidence of the item at `key`. Where there is none yet, a new piece is begun at once.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        let prefix = work.draft_key(&key, "");
        let fields = work.drafts.iter().filter_map(|draft| Some((draft.key.strip_prefix(&prefix)?, &draft.text)));
        let fields = fields.filter(|(field, _)| field.starts_with(DRAFTS));
        let left: BTreeMap<_, _> = fields.map(|(field, text)| (field.to_owned(), text.clone())).collect();
        let mut list =
            Self { work, key, cursor: ListCursor::default(), form: None, left, timer: DraftTimer::default() };
        if list.pieces().is_empty() || list.left.contains_key(&EvidenceForm::blank().draft_field()) {
            list.add();
        }
        list
    }

    fn pieces(&self) -> &[Evidence] {
        self.work.answer(&self.key).map_or(&[], |answer| answer.evidence.as_slice())
    }

    fn add(&mut self) {
        self.form = Some(self.as_left(EvidenceForm::blank()));
    }

    fn change(&mut self) {
        self.form = self.pieces().get(self.cursor.selected()).map(|piece| self.as_left(EvidenceForm::of(piece)));
    }

    /// The form as it was left half written, if it was.
    fn as_left(&self, form: EvidenceForm) -> EvidenceForm {
        match self.left.get(&form.draft_field()) {
            Some(text) => form.with_draft(text),
            None => form,
        }
    }

    fn remove(&self) -> Vec<Effect<World>> {
        let Some(piece) = self.pieces().get(self.cursor.selected()) else { return Vec::new() };
        let said = Effect::Say(Message::info(t!("screen_evidence.removed")));
        let removed = self.work.record_sets(&self.key, vec![SetChange::RemoveEvidence(piece.id.clone())]);
        [said].into_iter().chain(removed.map(Effect::Run)).collect()
    }

    /// Enter: the next line of the form; behind the last one it is recorded.
    fn accept(&mut self) -> Vec<Effect<World>> {
        let Some(form) = &mut self.form else { return Vec::new() };
        if !form.is_at_end() {
            form.next();
            return Vec::new();
        }
        let Some(content) = form.content() else { return Vec::new() };
        // Changing a piece is taking it out and adding it anew, as one action.
        let changes = form.replaced().map(|id| SetChange::RemoveEvidence(id.clone())).into_iter();
        let changes = changes.chain([SetChange::AddEvidence(content)]).collect();
        let recorded = self.work.record_sets(&self.key, changes).map(Effect::Run);
        let mut effects = vec![Effect::Say(Message::info(t!("screen_evidence.recorded")))];
        effects.extend(recorded);
        effects.extend(self.forget());
        effects
    }

    /// Closes the form and forgets what was kept of it.
    fn forget(&mut self) -> Option<Effect<World>> {
        self.timer.clear();
        let form = self.form.take()?;
        let field = form.draft_field();
        self.left.remove(&field)?;
        Some(Effect::Run(Request::ClearDraft(self.work.draft_key(&self.key, &field))))
    }

    /// Keeps what is written.
    fn save_draft(&mut self) -> Vec<Effect<World>> {
        if self.timer.pending() == Pending::Nothing {
            return Vec::new();
        }
        self.timer.clear();
        let Some(form) = &self.form else { return Vec::new() };
        let (field, text) = (form.draft_field(), form.draft());
        let key = self.work.draft_key(&self.key, &field);
        self.left.insert(field, text.clone());
        vec![Effect::Run(Request::SaveDraft { key, text })]
    }

    /// Esc in the form: what was written is kept for later.
    fn step_out(&mut self) -> Vec<Effect<World>> {
        let mut effects = self.save_draft();
        if let Some(form) = self.form.take().filter(|form| self.left.contains_key(&form.draft_field())) {
            let key = if form.replaced().is_none() { "Ctrl+B" } else { "Enter" };
            effects.push(Effect::Say(Message::info(t!("screen_evidence.kept", key = key))));
        }
        effects
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        let round = || self.work.open.round.id.clone();
        match (action, &self.form) {
            (Action::Open, Some(_)) => return self.accept(),
            (Action::Back, Some(_)) => return self.step_out(),
            (Action::Undo, Some(_)) => return self.forget().into_iter().collect(),
            (Action::Open, None) => self.change(),
            (Action::Add, None) => self.add(),
            (Action::DeleteRow, None) => return self.remove(),
            (Action::Undo, None) => return vec![Effect::Run(Request::Undo(round()))],
            (Action::Redo, None) => return vec![Effect::Run(Request::Redo(round()))],
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for EvidenceList {
    fn title(&self) -> String {
        t!("screen_evidence.title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        if let Some(form) = &self.form {
            let enter = if form.is_at_end() { t!("screen_evidence.record") } else { t!("screen_evidence.next_line") };
            return vec![
                Offer::on(Action::Open).named(enter),
                Offer::on(Action::Back).named(t!("screen_evidence.close_form")),
                Offer::on(Action::Undo).named(t!("screen_evidence.drop")),
            ];
        }
        let one = |action, label| match self.pieces().len() {
            0 => Offer::off(action, t!("screen_evidence.none")),
            _ => Offer::on(action).named(label),
        };
        vec![
            Offer::on(Action::Add).named(t!("screen_evidence.add")),
            one(Action::Open, t!("screen_evidence.change")),
            one(Action::DeleteRow, t!("screen_evidence.remove")),
            Offer::on(Action::Undo),
            Offer::on(Action::Redo),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match (event, &mut self.form) {
            (Event::Outcome(outcome), _) => {
                self.work.take(outcome);
                self.cursor.select(self.cursor.selected().min(self.pieces().len().saturating_sub(1)));
            }
            (Event::Act(action), _) => return self.act(action),
            (Event::SaveNow, _) => return self.save_draft(),
            (Event::Tick, _) if self.timer.is_due(at) => return self.save_draft(),
            (Event::Key(Key::Tab | Key::Down), Some(form)) => form.next(),
            (Event::Key(Key::BackTab | Key::Up), Some(form)) => form.previous(),
            (event, Some(form)) => {
                let taken = form.take(&event);
                if taken.changed() {
                    self.timer.touch(at);
                }
            }
            (Event::Key(Key::Delete), None) => return self.remove(),
            (Event::Key(key), None) => {
                self.cursor.press(key, self.pieces().len());
            }
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///    Văn bản        Ngày        Nội dung                      Tệp
    ///  > 12/QĐ-UBND     20/01/2025  Quyết định niêm yết
    ///                               Ảnh bảng niêm yết             bang.jpg
    /// ── Tài liệu mới ──────────────────────────────────────────────────
    ///  Số, ký hiệu văn bản
    ///  Ngày văn bản
    ///  Trích yếu, nội dung
    ///  Tên tệp
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let below = if self.form.is_some() { EvidenceForm::HEIGHT.min(area.height) } else { 0 };
        let list = Rect { height: area.height - below, ..area };
        if self.pieces().is_empty() {
            canvas.text(list, 0, Role::Dim, &format!(" {}", t!("screen_evidence.none")));
        } else {
            let columns = [
                Column::text(t!("screen_evidence.document"), ColumnWidth::Fit(20)),
                Column::text(t!("screen_evidence.date"), ColumnWidth::Exact(10)),
                Column::text(t!("screen_evidence.about"), ColumnWidth::Fill),
                Column::text(t!("screen_evidence.file"), ColumnWidth::Fit(list.width / 4)),
            ];
            let row = |piece: &Evidence| {
                let content = &piece.content;
                let text = |text: &Option<String>| Line::from(text.clone().unwrap_or_default());
                let date = content.date.map(format_date).unwrap_or_default();
                vec![text(&content.document), date.into(), content.about.clone().into(), text(&content.file)]
            };
            let rows: Vec<_> = self.pieces().iter().map(row).collect();
            table::render(canvas, list, &columns, &rows, &self.cursor);
        }
        if let Some(form) = &self.form {
            form.render(canvas, Rect { y: list.bottom(), height: below, ..area });
        }
    }

    fn focus(&self) -> Focus {
        if self.form.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let ask = self.work.item(&self.key).map(|item| item.ask.clone()).unwrap_or_default();
        let count = t!("screen_evidence.count", count = self.pieces().len()).into_owned();
        Some(Subtitle { left: Line::from(ask), right: Line::from(theme.span(Role::Text, count)) })
    }

    fn status(&self) -> Option<Message> {
        if let Some(form) = &self.form {
            return Some(form.status());
        }
        let wanted = self.work.item(&self.key).is_some_and(|item| item.evidence != EvidencePolicy::Never);
        (wanted && self.pieces().is_empty()).then(|| Message::info(t!("screen_evidence.wanted")))
    }

    fn help(&self) -> String {
        t!("screen_evidence.help").into_owned()
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}

#[cfg(test)]
mod tests;

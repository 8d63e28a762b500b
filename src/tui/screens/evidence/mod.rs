//! The evidence of an item: documents and files that bear it out.

mod form;
mod view;

pub use view::size;

use std::collections::BTreeMap;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::checklist::EvidencePolicy;
use crate::inspection::{Evidence, EvidenceContent, ItemKey, SetChange, are_paths};
use crate::journal::AttachmentState;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Pending, Screen, Subtitle};
use crate::tui::screens::files::FileList;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{
    EntryFiles, EvidenceEntry, EvidenceOutcome, EvidenceRequest, Outcome, Request, Taken, UnitWork, World,
};
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
        let Some((content, files)) = form.content() else { return Vec::new() };
        self.record(content, files)
    }

    /// Records a piece; the form closes when it is recorded.
    fn record(&mut self, content: EvidenceContent, files: EntryFiles) -> Vec<Effect<World>> {
        let Some(checklist) = self.work.checklist(&self.key).map(|judged| judged.checklist().clone()) else {
            return Vec::new();
        };
        let Some(item) = self.work.item(&self.key).map(|item| Box::new(item.clone())) else { return Vec::new() };
        let replaces = self.form.as_ref().and_then(EvidenceForm::replaced).cloned();
        let clears_draft = self.form.as_ref().map(|form| self.work.draft_key(&self.key, &form.draft_field()));
        let recorder = self.work.recorder();
        let entry = EvidenceEntry { recorder, checklist, item, content, files, replaces, clears_draft };
        // What is written must not come back as a draft behind the piece that holds it.
        self.timer.clear();
        vec![Effect::Run(Request::Evidence(EvidenceRequest::Record(Box::new(entry))))]
    }

    /// Files that were chosen, pasted or dropped: one goes into the form that is open; several, or without a form,
    /// each becomes a piece of its own at once.
    fn take_files(&mut self, files: EntryFiles, first: Option<&str>) -> Vec<Effect<World>> {
        let content = match (&mut self.form, first) {
            (Some(form), Some(path)) => {
                form.set_file(path);
                return Vec::new();
            }
            (Some(form), None) => form.said(),
            (None, _) => Some(EvidenceContent::default()),
        };
        content.map_or_else(Vec::new, |content| self.record(content, files))
    }

    fn paste(&mut self, text: &str) -> Vec<Effect<World>> {
        let text = text.trim();
        let alone = (!text.contains('\n')).then_some(text);
        self.take_files(EntryFiles::Typed(text.to_owned()), alone)
    }

    /// Takes in what was recorded, and closes the form that asked for it.
    fn recorded(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        let before = self.pieces().len();
        if let Taken::Nothing = self.work.take(outcome) {
            return Vec::new();
        }
        let count = self.pieces().len();
        self.cursor.select(self.cursor.selected().min(count.saturating_sub(1)));
        let Outcome::Changed { cleared, .. } = outcome else { return Vec::new() };
        let field = self.form.as_ref().map(EvidenceForm::draft_field);
        let closes = field.is_some_and(|field| Some(self.work.draft_key(&self.key, &field)) == *cleared);
        if closes && let Some(form) = self.form.take() {
            self.left.remove(&form.draft_field());
        }
        if !closes && count <= before {
            return Vec::new();
        }
        self.cursor.select(count.saturating_sub(1));
        let said = match self.pieces().last().map(|piece| (piece, view::about_file(piece))) {
            Some((piece, Some((_, about)))) if piece.state == AttachmentState::Unattached => about,
            Some((_, Some((_, about)))) => t!("screen_evidence.attached", about = about).into_owned(),
            _ => t!("screen_evidence.recorded").into_owned(),
        };
        vec![Effect::Say(Message::info(said))]
    }

    fn outcome(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            Outcome::Evidence(EvidenceOutcome::Large(entry)) => {
                vec![Effect::Start(Request::Evidence(EvidenceRequest::Record(entry.clone())))]
            }
            Outcome::Evidence(EvidenceOutcome::Picked(files)) => {
                let one = if let [file] = files.as_slice() { file.to_str().map(str::to_owned) } else { None };
                self.take_files(EntryFiles::Chosen(files.clone()), one.as_deref())
            }
            Outcome::Evidence(EvidenceOutcome::Opened(name)) => {
                vec![Effect::Say(Message::info(t!("screen_evidence.opened", name = name)))]
            }
            outcome => self.recorded(outcome),
        }
    }

    /// A piece refused stays written; one that the frame keeps to save later is out of hand.
    fn failed(&mut self, request: &Request, failure: &Failure) -> Vec<Effect<World>> {
        match (request, failure, &mut self.form) {
            (Request::Evidence(EvidenceRequest::Record(_)), Failure::Refused(why), Some(form)) => {
                form.file_refused(why.clone());
                Vec::new()
            }
            (Request::Evidence(EvidenceRequest::Record(_)), Failure::NotSaved(_), Some(_)) => {
                self.forget().into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Enter on a piece: its file is shown; one without is changed.
    fn open(&mut self) -> Vec<Effect<World>> {
        let Some(content) = self.pieces().get(self.cursor.selected()).map(|piece| &piece.content) else {
            return Vec::new();
        };
        let Some(hash) = content.hash.clone() else {
            self.change();
            return Vec::new();
        };
        let name = content.file.clone().unwrap_or_default();
        vec![Effect::Run(Request::Evidence(EvidenceRequest::Open { hash, name }))]
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
            (Action::Open, None) => return self.open(),
            (Action::Edit, None) => self.change(),
            (Action::ImportFile, _) => return vec![Effect::push(FileList::new())],
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
                Offer::on(Action::ImportFile).named(t!("screen_evidence.choose_file")),
                Offer::on(Action::Back).named(t!("screen_evidence.close_form")),
                Offer::on(Action::Undo).named(t!("screen_evidence.drop")),
            ];
        }
        let selected = self.pieces().get(self.cursor.selected());
        let has_file = selected.is_some_and(|piece| piece.content.hash.is_some());
        let one = |action, label| match self.pieces().len() {
            0 => Offer::off(action, t!("screen_evidence.none")),
            _ => Offer::on(action).named(label),
        };
        let mut offers = vec![
            Offer::on(Action::Add).named(t!("screen_evidence.add")),
            Offer::on(Action::ImportFile).named(t!("screen_evidence.choose_file")),
            one(Action::Open, if has_file { t!("screen_evidence.open_file") } else { t!("screen_evidence.change") }),
            one(Action::DeleteRow, t!("screen_evidence.remove")),
            Offer::on(Action::Undo),
            Offer::on(Action::Redo),
        ];
        if has_file {
            offers.insert(3, Offer::on(Action::Edit).named(t!("screen_evidence.change")));
        }
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match (event, &mut self.form) {
            (Event::Outcome(outcome), _) => return self.outcome(outcome),
            (Event::Failed(request, failure), _) => return self.failed(request, failure),
            (Event::Paste(text), _) if are_paths(text) => {
                self.timer.touch(at);
                return self.paste(text);
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
    ///    Văn bản     Ngày        Trích yếu, nội dung  Tệp           Cỡ  Mã
    ///  > 12/QĐ-UBND  20/01/2025  Quyết định niêm yết
    ///                            Ảnh bảng niêm yết    bang.jpg  1,2 MB  3f2a9c1b
    /// ── Tài liệu mới ──────────────────────────────────────────────────
    ///  Số, ký hiệu văn bản
    ///  Ngày văn bản
    ///  Trích yếu, nội dung
    ///  Tệp
    ///  In vào phụ lục biên bản
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let below = self.form.as_ref().map_or(0, EvidenceForm::height).min(area.height);
        let list = Rect { height: area.height - below, ..area };
        view::render(canvas, list, self.pieces(), &self.cursor);
        if let Some(form) = &self.form {
            form.render(canvas, Rect { y: list.bottom(), height: below, ..area });
        }
    }

    fn focus(&self) -> Focus {
        self.form.as_ref().map_or(Focus::Commands, EvidenceForm::focus)
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
        if let Some((role, text)) = self.pieces().get(self.cursor.selected()).and_then(view::about_file) {
            return Some(Message { text, role });
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

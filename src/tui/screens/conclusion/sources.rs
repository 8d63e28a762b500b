//! Where the figures of a passage come from: item, value, who recorded it when, evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::conclusion::draft::{FigureOrigin, FigureRole, Passage};
use crate::inspection::{AnswerField, AnswerVoice, ItemKey, PassageId, VoiceAbout};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::Effect;
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{ConclusionRequest, DraftSheet, Request, World};
use crate::vietnamese::date::format_date_short;

/// Lines of one origin.
const LINES: u16 = 2;
/// Columns of a figure.
const FIGURE: usize = 10;

/// A figure and one thing it was made from; none where no record bears it out.
#[derive(Debug, Clone, PartialEq)]
struct Origin {
    printed: String,
    of: Option<FigureOrigin>,
}

/// Who recorded what, and when.
pub(super) type Voices = Arc<BTreeMap<ItemKey, Vec<AnswerVoice>>>;

/// Whether it is the word that a figure in this role rests on.
fn speaks_of(voice: &AnswerVoice, role: FigureRole) -> bool {
    match (&voice.about, role) {
        (VoiceAbout::Field { field, .. }, FigureRole::Found) => *field == AnswerField::Number,
        (VoiceAbout::Field { field, .. }, FigureRole::Reported) => {
            matches!(field, AnswerField::Reported | AnswerField::Quoted)
        }
        (VoiceAbout::Field { field, .. }, FigureRole::Points) => *field == AnswerField::SelfPoints,
        (VoiceAbout::Field { field, .. }, FigureRole::Judged) => *field == AnswerField::Verdict,
        (VoiceAbout::Field { field, .. }, FigureRole::Remarked) => *field == AnswerField::Remark,
        (VoiceAbout::Rows(_) | VoiceAbout::Forms(_), role) => role == FigureRole::Counted,
        (VoiceAbout::Field { .. }, FigureRole::Counted | FigureRole::Computed) => false,
    }
}

/// The origins of the figures of one passage.
#[derive(Debug)]
pub(super) struct Sources {
    passage: PassageId,
    origins: Vec<Origin>,
    voices: Voices,
    cursor: ListCursor,
}

impl Sources {
    /// Those of `passage`.
    pub(super) fn of(sheet: &DraftSheet, passage: &Passage) -> Self {
        let mut sources = Self {
            passage: passage.id.clone(),
            origins: Vec::new(),
            voices: Voices::default(),
            cursor: ListCursor::default(),
        };
        sources.renew(sheet);
        sources
    }

    /// Takes in what they are now.
    pub(super) fn renew(&mut self, sheet: &DraftSheet) {
        self.origins.clear();
        for figure in sheet.figures_of(&self.passage) {
            let printed = figure.printed.clone();
            if figure.origins.is_empty() {
                self.origins.push(Origin { printed, of: None });
                continue;
            }
            let each = figure.origins.iter().map(|of| Origin { printed: printed.clone(), of: Some(of.clone()) });
            for origin in each {
                if !self.origins.contains(&origin) {
                    self.origins.push(origin);
                }
            }
        }
        self.cursor.select(self.cursor.selected().min(self.origins.len().saturating_sub(1)));
    }

    /// Asks who recorded them and when.
    pub(super) fn ask(&self, sheet: &DraftSheet) -> Effect<World> {
        let items = self.origins.iter().filter_map(|origin| origin.of.as_ref()).map(|of| of.item.clone());
        let items: BTreeSet<ItemKey> = items.collect();
        let items = items.into_iter().collect();
        let request = ConclusionRequest::Voices(sheet.round.clone(), sheet.unit.clone(), items);
        Effect::Run(Request::Conclusion(request))
    }

    /// Takes in who recorded them and when.
    pub(super) fn hear(&mut self, voices: &Voices) {
        self.voices = voices.clone();
    }

    /// The item under the cursor.
    pub(super) fn item(&self) -> Option<ItemKey> {
        Some(self.origins.get(self.cursor.selected())?.of.as_ref()?.item.clone())
    }

    pub(super) fn press(&mut self, key: Key) {
        self.cursor.press(key, self.origins.len());
    }

    pub(super) fn offers(&self) -> Vec<Offer> {
        let go = match self.item() {
            Some(_) => Offer::on(Action::Open).named(t!("screen_conclusion.source_go")),
            None => Offer::off(Action::Open, t!("screen_conclusion.sources_none")),
        };
        vec![go, Offer::on(Action::Back).named(t!("screen_conclusion.source_back"))]
    }

    /// `Thành viên 1, 19/10 09:42 · tài liệu: ảnh bảng niêm yết`.
    fn who(&self, sheet: &DraftSheet, of: &FigureOrigin) -> String {
        let said = self.voices.get(&of.item).into_iter().flatten();
        let mut heard: Vec<_> = said.filter(|voice| speaks_of(voice, of.role)).collect();
        heard.sort_by_key(|voice| voice.when);
        let name = |member: Option<&str>| sheet.member_name(member);
        let mut pieces: Vec<String> = Vec::new();
        match heard.last() {
            Some(last) => {
                let mut names: Vec<String> = Vec::new();
                for voice in &heard {
                    let name = name(voice.member.as_deref());
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                let when = format!("{} {}", format_date_short(last.when.date_naive()), last.when.format("%H:%M"));
                pieces.push(t!("screen_conclusion.source_by", who = names.join(", "), when = when).into_owned());
            }
            None if of.role == FigureRole::Computed => {}
            None => pieces.extend(of.members.iter().map(|member| name(Some(member)))),
        }
        match of.role {
            FigureRole::Computed => pieces.push(t!("screen_conclusion.source_computed").into_owned()),
            FigureRole::Reported => pieces.push(t!("screen_conclusion.source_reported").into_owned()),
            FigureRole::Counted => pieces.push(t!("screen_conclusion.source_counted").into_owned()),
            FigureRole::Points => pieces.push(t!("screen_conclusion.source_points").into_owned()),
            FigureRole::Judged => pieces.push(t!("screen_conclusion.source_judged").into_owned()),
            FigureRole::Remarked => pieces.push(t!("screen_conclusion.source_remarked").into_owned()),
            FigureRole::Found => {}
        }
        let evidence = of.evidence.iter().map(|piece| {
            let content = &piece.content;
            let about = Some(content.about.as_str()).filter(|about| !about.is_empty());
            about.or(content.document.as_deref()).or(content.file.as_deref()).unwrap_or_default().to_owned()
        });
        let evidence: Vec<String> = evidence.collect();
        pieces.push(if evidence.is_empty() {
            t!("screen_conclusion.source_no_evidence").into_owned()
        } else {
            t!("screen_conclusion.source_evidence", evidence = evidence.join(", ")).into_owned()
        });
        pieces.join(" · ")
    }

    /// ```text
    ///  Mới niêm yết 143/155 thủ tục (92,26%).
    /// ── Nguồn của số liệu trong đoạn ──────────────────────────────
    ///  > 143        1.2 Số thủ tục đã niêm yết = 143
    ///               Thành viên 1, 19/10 09:42 · không có tài liệu
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, sheet: &DraftSheet) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let text = sheet.passage(&self.passage).map(|passage| passage.text.as_str()).unwrap_or_default();
        let lines = width::paragraphs(text, usize::from(inner.width));
        let head = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height / 3);
        for (row, line) in (0..head).zip(lines) {
            canvas.text(inner, row, Role::Text, line);
        }
        canvas.rule_titled(area, head, &t!("screen_conclusion.sources_title"));
        let list = Rect { y: area.y.saturating_add(head + 1), height: area.height.saturating_sub(head + 1), ..area };
        if self.origins.is_empty() {
            let none = Rect { x: inner.x, width: inner.width, ..list };
            canvas.text(none, 0, Role::Dim, &t!("screen_conclusion.sources_none"));
            return;
        }
        let theme = canvas.theme();
        let seen = self.cursor.visible(self.origins.len(), (list.height / LINES).max(1));
        for (row, index) in (0..).step_by(usize::from(LINES)).zip(seen) {
            let origin = &self.origins[index];
            let selected = index == self.cursor.selected();
            let mark = if selected { format!(" {} ", theme.marks().pointer) } else { "   ".to_owned() };
            let (item, who) = match &origin.of {
                Some(of) => {
                    let number = sheet.open.numbered_item(&of.item).map(|(number, _)| number).unwrap_or_default();
                    let ask = of.ask.as_str();
                    let item = if of.role == FigureRole::Remarked {
                        t!("screen_conclusion.source_remark", number = number, ask = ask, value = of.shown)
                    } else {
                        t!("screen_conclusion.source_item", number = number, ask = ask, value = of.shown)
                    };
                    (item.into_owned(), self.who(sheet, of))
                }
                None => (t!("screen_conclusion.source_none").into_owned(), String::new()),
            };
            let role = if origin.of.is_some() { Role::Text } else { Role::Error };
            let figure = width::pad(&origin.printed, FIGURE);
            let spans = [Span::raw(mark), theme.span(Role::Title, figure), theme.span(role, item)];
            canvas.line(list, row, Line::from_iter(spans));
            let indent = " ".repeat(FIGURE + 3);
            canvas.text(list, row + 1, Role::Dim, &format!("{indent}{who}"));
            if selected {
                canvas.select(list, row);
            }
        }
    }
}

//! How the answer to an item came about: who, when, on which laptop, from what to what.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;
use serde_json::Value;

use super::inspection::source_name;
use super::verdict_mark;
use crate::checklist::Verdict;
use crate::inspection::{FigureSource, ItemKey, RoundId, UnitId};
use crate::journal::Revision;
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, Request, UnitWork, World};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::format_number;

/// The history of one answer.
#[derive(Debug)]
pub struct AnswerHistory {
    round: RoundId,
    unit: UnitId,
    key: ItemKey,
    ask: String,
    members: Vec<(String, String)>,
    lines: Option<Vec<(Role, String)>>,
    cursor: ListCursor,
}

impl AnswerHistory {
    /// The history of the answer at `key`.
    pub fn new(work: &UnitWork, key: ItemKey) -> Self {
        let members = work.open.round.members.iter();
        Self {
            round: work.open.round.id.clone(),
            unit: work.unit.id.clone(),
            ask: work.item(&key).map(|item| item.ask.clone()).unwrap_or_default(),
            members: members.map(|member| (member.id.to_string(), member.name.clone())).collect(),
            key,
            lines: None,
            cursor: ListCursor::default(),
        }
    }

    fn name_of(&self, member: Option<&str>) -> String {
        let Some(id) = member else { return t!("screen_history.program").into_owned() };
        self.members.iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    }

    /// Two lines a revision, the newest first. Under which words an answer was made is told by the editions.
    fn lines(&self, revisions: &[Revision]) -> Vec<(Role, String)> {
        let mut lines = Vec::new();
        for revision in revisions.iter().rev().filter(|revision| revision.field.as_str() != "asked") {
            let when = revision.made_at.format("%d/%m/%Y %H:%M");
            let who = self.name_of(revision.member.as_deref());
            let device: String = revision.device.to_string().chars().take(8).collect();
            let head = t!("screen_history.head", when = when, who = who, device = device).into_owned();
            let reversal = match revision.reversal {
                Some(crate::journal::Reversal::Undoes(_)) => format!("  ({})", t!("screen_history.undone")),
                Some(crate::journal::Reversal::Redoes(_)) => format!("  ({})", t!("screen_history.redone")),
                None => String::new(),
            };
            lines.push((Role::Dim, format!("{head}{reversal}")));
            let field = revision.field.as_str();
            let before = revisions.iter().filter(|other| revision.parents.contains(&other.id));
            let before: Vec<String> = before.map(|other| readable(field, &other.value)).collect();
            let before = if before.is_empty() { readable(field, &Value::Null) } else { before.join(" | ") };
            let name = t!(format!("screen_history.field.{field}"));
            lines.push((Role::Text, format!("  {name}: {before} → {}", readable(field, &revision.value))));
            if let Some(reason) = &revision.reason {
                lines.push((Role::Text, format!("  {}", t!("screen_history.reason", reason = reason))));
            }
        }
        lines
    }
}

/// A recorded value as people say it.
fn readable(field: &str, value: &Value) -> String {
    match value {
        Value::Null => t!("screen_history.empty").into_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), format_number),
        Value::String(text) => match field {
            "verdict" => Verdict::from_name(text).map_or_else(|| text.clone(), verdict_mark::word),
            "date" => text.parse().map_or_else(|_| text.clone(), format_date),
            "source" => {
                let known = FigureSource::ALL.into_iter().find(|source| source.as_str() == text);
                known.map_or_else(|| text.clone(), source_name)
            }
            _ => format!("“{text}”"),
        },
        Value::Object(map) => {
            map.get("text").and_then(Value::as_str).map(|text| format!("“{text}”")).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

impl Screen<World> for AnswerHistory {
    fn title(&self) -> String {
        t!("screen_history.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_history.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                return vec![Effect::Run(Request::History(self.round.clone(), self.unit.clone(), self.key.clone()))];
            }
            Event::Outcome(Outcome::History(key, revisions)) if *key == self.key => {
                self.lines = Some(self.lines(revisions));
            }
            Event::Key(key) => self.cursor.scroll(key),
            _ => {}
        }
        Vec::new()
    }

    /// Draws the changes, the newest first.
    ///
    /// ```text
    ///  Địa chỉ tiếp nhận phản ánh, kiến nghị
    ///
    ///  19/10/2025 09:42  Thành viên 2  máy 7f3a91c0
    ///    Đánh giá: chưa có → CHƯA ĐẠT
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, 0, Role::Title, &self.ask);
        let Some(lines) = &self.lines else { return };
        let below = Rect { y: inner.y.saturating_add(2), height: inner.height.saturating_sub(2), ..inner };
        if lines.is_empty() {
            canvas.text(below, 0, Role::Dim, &t!("screen_history.nothing"));
            return;
        }
        let columns = usize::from(below.width);
        let wrapped: Vec<(Role, &str)> = lines
            .iter()
            .flat_map(|(role, text)| width::paragraphs(text, columns).into_iter().map(|line| (*role, line)))
            .collect();
        for (row, index) in (0..).zip(self.cursor.window(wrapped.len(), below.height)) {
            canvas.text(below, row, wrapped[index].0, wrapped[index].1);
        }
    }
}

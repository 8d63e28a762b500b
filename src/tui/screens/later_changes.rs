//! What changed at a unit after its minutes were signed: who, when, what, why.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;
use serde_json::Value;

use super::history::value_in_words;
use crate::inspection::{LaterChange, Person, RoundId, UnitId};
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{ClosingOutcome, ClosingRequest, Outcome, Request, UnitWork, World};

/// The changes after signing.
#[derive(Debug)]
pub struct LaterChanges {
    work: UnitWork,
    lines: Option<Vec<(Role, String)>>,
    count: usize,
    cursor: ListCursor,
}

impl LaterChanges {
    /// The changes at `work`'s unit.
    pub fn new(work: &UnitWork) -> Self {
        Self { work: work.clone(), lines: None, count: 0, cursor: ListCursor::default() }
    }

    fn place(&self) -> (RoundId, UnitId) {
        (self.work.open.round.id.clone(), self.work.unit.id.clone())
    }

    /// Three lines a change, the oldest first.
    fn lines(&self, changes: &[LaterChange]) -> Vec<(Role, String)> {
        let mut lines = Vec::new();
        for change in changes {
            let who = change.member.as_deref();
            let who = who.map(|id| self.work.open.round.member(id).map_or(id, |member| member.name.as_str()));
            let who = who.map_or_else(|| t!("screen_history.program").into_owned(), str::to_owned);
            let device: String = change.device.to_string().chars().take(8).collect();
            let when = change.made_at.format("%d/%m/%Y %H:%M");
            lines.push((Role::Dim, t!("screen_history.head", when = when, who = who, device = device).into_owned()));
            let values = |values: &[Value]| match values {
                [] => value_of(change, &Value::Null),
                values => values.iter().map(|value| value_of(change, value)).collect::<Vec<_>>().join(" | "),
            };
            let (before, after) = (values(&change.before), value_of(change, &change.after));
            lines.push((Role::Text, format!("  {}: {before} → {after}", self.what(change))));
            let (role, reason) = match &change.reason {
                Some(reason) => (Role::Text, t!("screen_history.reason", reason = reason)),
                None => (Role::Changed, t!("screen_later.no_reason")),
            };
            lines.push((role, format!("  {reason}")));
        }
        lines
    }

    fn what(&self, change: &LaterChange) -> String {
        let field = change.field.as_str();
        let what = match change.record.kind() {
            "answer" => t!(format!("screen_history.field.{field}")).into_owned(),
            kind => t!(format!("screen_later.kind.{kind}")).into_owned(),
        };
        let Some(key) = &change.item else { return what };
        let Some(slot) = self.work.order.slot_of(key) else { return format!("{key}, {what}") };
        format!("{} {what}", self.work.order.slots[slot].number)
    }
}

fn value_of(change: &LaterChange, value: &Value) -> String {
    let kind = change.record.kind();
    match (kind, serde_json::from_value::<Person>(value.clone())) {
        ("present", Ok(person)) => format!("“{} {}”", person.name, person.post),
        _ => value_in_words(kind, change.field.as_str(), value),
    }
}

impl Screen<World> for LaterChanges {
    fn title(&self) -> String {
        t!("screen_later.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        self.lines.as_ref().map(|_| t!("screen_later.count", count = self.count).into_owned())
    }

    fn help(&self) -> String {
        t!("screen_later.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                let (round, unit) = self.place();
                return vec![Effect::Run(Request::Closing(ClosingRequest::Later(round, unit)))];
            }
            Event::Outcome(Outcome::Closing(ClosingOutcome::Later(round, unit, changes)))
                if (round.clone(), unit.clone()) == self.place() =>
            {
                self.count = changes.len();
                self.lines = Some(self.lines(changes));
            }
            Event::Key(key) => self.cursor.scroll(key),
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///  19/10/2025 14:02  Thành viên 1  máy 7f3a91c0
    ///    2.4 Đánh giá: CHƯA ĐẠT → ĐẠT
    ///    Lý do: đơn vị đã bổ sung
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(lines) = &self.lines else { return };
        if lines.is_empty() {
            canvas.text(inner, 0, Role::Pass, &t!("screen_later.none"));
            return;
        }
        let columns = usize::from(inner.width);
        let wrapped: Vec<(Role, &str)> = lines
            .iter()
            .flat_map(|(role, text)| width::paragraphs(text, columns).into_iter().map(|line| (*role, line)))
            .collect();
        for (row, index) in (0..).zip(self.cursor.window(wrapped.len(), inner.height)) {
            canvas.text(inner, row, wrapped[index].0, wrapped[index].1);
        }
    }
}

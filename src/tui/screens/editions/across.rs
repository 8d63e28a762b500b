//! One item that was asked in other words, at all units: the old answers, and which of them hold all the same.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::Effects;
use super::detail::{authors, side_by_side};
use super::reason::{Reason, Wanted};
use crate::assessment::OpenRound;
use crate::exchange::edition::{Carrying, ChangedItem, GoneItem, OldAnswer, Signing};
use crate::inspection::UnitId;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{EditionsRequest, Request, World};

/// Lines of the form below the list.
const FORM: u16 = 4;

/// One item at all units where it was answered.
#[derive(Debug)]
pub(super) struct ItemAnswers {
    open: Arc<OpenRound>,
    item: Which,
    cursor: ListCursor,
    chosen: BTreeSet<UnitId>,
    reason: Option<Reason>,
}

#[derive(Debug)]
enum Which {
    /// Asked in other words now.
    Changed(ChangedItem),
    /// Asked no more: its answers are only shown.
    Gone(GoneItem),
}

impl ItemAnswers {
    /// Units whose answers can be taken over are chosen, but for those that are signed.
    pub(super) fn changed(open: Arc<OpenRound>, item: ChangedItem) -> Self {
        let chosen = item.open_units().cloned().collect();
        Self { open, item: Which::Changed(item), cursor: ListCursor::default(), chosen, reason: None }
    }

    /// Only to be seen.
    pub(super) fn gone(open: Arc<OpenRound>, item: GoneItem) -> Self {
        let (cursor, chosen) = (ListCursor::default(), BTreeSet::new());
        Self { open, item: Which::Gone(item), cursor, chosen, reason: None }
    }

    fn answers(&self) -> &[OldAnswer] {
        match &self.item {
            Which::Changed(item) => &item.answers,
            Which::Gone(item) => &item.answers,
        }
    }

    fn enter(&mut self) -> Effects {
        let Which::Changed(item) = &self.item else { return Vec::new() };
        let Some(reason) = &self.reason else {
            if self.chosen.is_empty() {
                return vec![Effect::Say(Message::error(t!("screen_editions.nothing_chosen")))];
            }
            self.reason = Some(Reason::default());
            return Vec::new();
        };
        let Ok(Some(reason)) = reason.given(Wanted::Always) else {
            return vec![Effect::Say(Message::error(t!("screen_editions.reason_empty")))];
        };
        let answers: Vec<_> = item.reasked(&self.chosen).collect();
        let said = t!("screen_editions.taken_over", count = answers.len());
        let round = self.open.round.id.clone();
        vec![
            Effect::Pop,
            // Said first: a refusal takes its place.
            Effect::Say(Message::info(said)),
            Effect::Run(Request::Editions(EditionsRequest::TakeOver { round, answers, reason })),
        ]
    }

    fn toggle(&mut self) {
        let Some(old) = self.answers().get(self.cursor.selected()) else { return };
        let unit = old.unit.clone();
        if old.carrying == Carrying::Holds && !self.chosen.remove(&unit) {
            self.chosen.insert(unit);
        }
        self.cursor.press(Key::Down, self.answers().len());
    }

    fn toggle_all(&mut self) {
        let Which::Changed(item) = &self.item else { return };
        let all: BTreeSet<UnitId> = item.open_units().cloned().collect();
        self.chosen = if self.chosen == all { BTreeSet::new() } else { all };
    }

    fn typed(&mut self, event: &Event<'_, World>) {
        match (&mut self.reason, event) {
            (Some(reason), event) => reason.take(event),
            (None, Event::Text(" ")) if matches!(self.item, Which::Changed(_)) => self.toggle(),
            (None, Event::Key(key)) => _ = self.cursor.press(*key, self.answers().len()),
            _ => {}
        }
    }

    fn signed_chosen(&self) -> usize {
        let signed = |old: &&OldAnswer| old.signing == Signing::Signed && self.chosen.contains(&old.unit);
        self.answers().iter().filter(signed).count()
    }

    fn row(&self, theme: &Theme, old: &OldAnswer, columns: usize) -> Line<'static> {
        let marks = theme.marks();
        let chosen = match (&self.item, &old.carrying) {
            (Which::Gone(_), _) => "",
            (_, Carrying::Holds) if self.chosen.contains(&old.unit) => "[x] ",
            (_, Carrying::Holds) => "[ ] ",
            _ => " –  ",
        };
        let name = (columns / 3).clamp(12, 40);
        let unit = self.open.round.unit(&old.unit).map_or(old.unit.as_str(), |unit| unit.name.as_str());
        let unit = width::pad(&width::cut(unit, name - 2, marks.ellipsis), name);
        let who = authors(&self.open, old);
        let who = match old.signing {
            Signing::Signed => format!("{who} {} {}", marks.dot, t!("screen_units.signed")),
            Signing::Open => who,
        };
        let room = columns.saturating_sub(name + width::of(chosen) + width::of(&who) + 2);
        let said = width::pad(&width::cut(&old.said, room, marks.ellipsis), room + 2);
        Line::from(vec![Span::raw(chosen), Span::raw(unit), Span::raw(said), theme.span(Role::Dim, who)])
    }

    fn draw_form(&self, canvas: &mut Canvas<'_>, area: Rect, reason: &Reason) {
        canvas.rule_titled(area, 0, &t!("screen_editions.take_over_of", count = self.chosen.len()));
        let inside = Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: 1 };
        let signed = self.signed_chosen();
        let told = if signed > 0 {
            t!("screen_editions.amends", count = signed)
        } else {
            t!("screen_editions.take_over_told")
        };
        canvas.text(inside, 0, Role::Changed, &told);
        reason.render(canvas, Rect { y: inside.y + 1, ..inside }, Wanted::Always);
    }
}

impl Screen<World> for ItemAnswers {
    fn title(&self) -> String {
        match &self.item {
            Which::Changed(item) => item.key.item.to_string(),
            Which::Gone(item) => item.key.item.to_string(),
        }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (ask, right) = match &self.item {
            Which::Changed(item) => {
                (item.now.ask.clone(), t!("screen_editions.chosen", count = self.chosen.len(), of = item.answers.len()))
            }
            Which::Gone(item) => {
                let ask = item.then.as_ref().map_or_else(|| item.key.to_string(), |then| then.ask.clone());
                (ask, t!("screen_editions.units", count = item.answers.len()))
            }
        };
        let left = Line::from(theme.span(Role::Title, ask));
        Some(Subtitle { left, right: Line::from(theme.span(Role::Text, right.into_owned())) })
    }

    fn help(&self) -> String {
        t!("screen_editions.help_item").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.reason.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let holds = self.answers().iter().any(|old| old.carrying == Carrying::Holds);
        if self.reason.is_some() || !holds {
            return Vec::new();
        }
        vec![TypedHint { keys: t!("screen_grid.space").into_owned(), text: t!("screen_grid.choose").into_owned() }]
    }

    fn offers(&self) -> Vec<Offer> {
        if matches!(self.item, Which::Gone(_)) {
            return Vec::new();
        }
        if self.reason.is_some() {
            let back = Offer::on(Action::Back).named(t!("screen_editions.do_not"));
            return vec![Offer::on(Action::Open).named(t!("screen_editions.do_take_over")), back];
        }
        if self.answers().iter().all(|old| old.carrying != Carrying::Holds) {
            return vec![Offer::off(Action::Open, t!("screen_editions.all_cannot"))];
        }
        vec![Offer::on(Action::Open).named(t!("screen_editions.take_over")), Offer::on(Action::SelectAll)]
    }

    fn status(&self) -> Option<Message> {
        let old = self.answers().get(self.cursor.selected())?;
        match &old.carrying {
            Carrying::Cannot { why } => Some(Message { text: why.clone(), role: Role::Changed }),
            _ if self.reason.is_none() => Some(Message::info(old.said.clone())),
            _ => None,
        }
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) => self.reason = None,
            Event::Act(Action::SelectAll) => self.toggle_all(),
            event => self.typed(&event),
        }
        Vec::new()
    }

    /// ```text
    ///  Câu hỏi
    ///  Số thủ tục đã niêm yết               │ Số thủ tục đã niêm yết công khai
    /// ── Câu trả lời cũ ────────────────────────────────────────────────────
    ///    [x] UBND xã Mẫu A           143 thủ tục: Còn thiếu                Hùng
    ///  > [ ] UBND xã Mẫu B           150 thủ tục                  Hùng · đã ký
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let below = if self.reason.is_some() { FORM.min(area.height) } else { 0 };
        let used = match &self.item {
            Which::Changed(item) => {
                let top = Rect { height: (area.height - below) / 2, ..inner };
                side_by_side(canvas, top, &item.then, &item.now)
            }
            Which::Gone(_) => {
                canvas.text(inner, 0, Role::Dim, &t!("screen_editions.gone_told"));
                1
            }
        };
        let list = Rect { y: area.y + used, height: (area.height - below).saturating_sub(used), ..area };
        canvas.rule_titled(list, 0, &t!("screen_editions.old_answers"));
        let list = Rect { y: list.y.saturating_add(1), height: list.height.saturating_sub(1), ..list };
        let columns = usize::from(list.width).saturating_sub(4);
        self.cursor
            .render(canvas, list, self.answers().len(), |index| self.row(&theme, &self.answers()[index], columns));
        if let Some(reason) = &self.reason {
            self.draw_form(canvas, Rect { y: list.bottom(), height: below, ..area }, reason);
        }
    }
}

//! Different opinions: side by side with who said so, when and on which laptop; one is taken, or a new value written,
//! with a reason. Behind it the answers that were changed side by side, and what was decided so far.

mod compare;
mod deciding;
mod lists;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::deciding::{Chosen, Deciding};
use crate::assessment::OpenRound;
use crate::exchange::conflict::{Conflict, Decided, NewValue, Parallel, Words, takes_new};
use crate::inspection::{AnswerField, ItemKey, UnitId};
use crate::journal::{FieldName, RecordKey};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{ConflictOutcome, ConflictRequest, Differences, Outcome, Request, UnitWork, World};

type Effects = Vec<Effect<World>>;

/// What of it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    /// One contested field, its opinions side by side.
    Compare,
    /// Answers that were changed side by side.
    Parallel,
    /// What was decided.
    Decided,
}

/// Where opinions differ in a round, or at one of its units.
#[derive(Debug)]
pub struct Conflicts {
    open: Arc<OpenRound>,
    unit: Option<UnitId>,
    /// Item to begin with.
    wanted: Option<ItemKey>,
    /// Record to begin with.
    wanted_record: Option<RecordKey>,
    found: Option<Arc<Differences>>,
    /// Indexes of the contested fields, in the order in which they are decided.
    order: Vec<usize>,
    page: usize,
    pane: Pane,
    deciding: Deciding,
    /// Fields that a decision was just sent for, and what stands behind them.
    sent: Option<Sent>,
    decided: Option<Vec<Decided>>,
    scroll: ListCursor,
    list: ListCursor,
}

/// A decision on its way.
#[derive(Debug, Clone)]
struct Sent {
    fields: Vec<(RecordKey, FieldName)>,
    next: Option<(RecordKey, FieldName)>,
}

impl Conflicts {
    /// All of a round.
    pub fn of_round(open: Arc<OpenRound>) -> Self {
        Self {
            open,
            unit: None,
            wanted: None,
            wanted_record: None,
            found: None,
            order: Vec::new(),
            page: 0,
            pane: Pane::Compare,
            deciding: Deciding::default(),
            sent: None,
            decided: None,
            scroll: ListCursor::default(),
            list: ListCursor::default(),
        }
    }

    /// Those of the unit of `work`, beginning with the item at `wanted`.
    pub fn of_unit(work: &UnitWork, wanted: Option<ItemKey>) -> Self {
        let unit = Some(work.unit.id.clone());
        Self { unit, wanted, ..Self::of_round(work.open.clone()) }
    }

    /// Those of `unit` in `open`, beginning with the record `wanted`.
    pub fn at_record(open: Arc<OpenRound>, unit: UnitId, wanted: Option<RecordKey>) -> Self {
        Self { unit: Some(unit), wanted_record: wanted, ..Self::of_round(open) }
    }

    fn words(&self) -> Words<'_> {
        let devices = self.found.as_ref().map(|found| found.devices.clone()).unwrap_or_default();
        Words::of(&self.open.round, &self.open.editions, &rust_i18n::locale()).with_devices(devices)
    }

    fn all(&self) -> &[Conflict] {
        self.found.as_ref().map_or(&[], |found| &found.conflicts)
    }

    fn parallel(&self) -> &[Parallel] {
        self.found.as_ref().map_or(&[], |found| &found.parallel)
    }

    fn shown(&self) -> Option<&Conflict> {
        self.order.get(self.page).map(|index| &self.all()[*index])
    }

    fn read(&self) -> Effect<World> {
        let round = self.open.round.id.clone();
        Effect::Run(Request::Conflict(match &self.unit {
            Some(unit) => ConflictRequest::ListAt(round, unit.clone()),
            None => ConflictRequest::List(round),
        }))
    }

    /// As the items are asked: by unit, checklist and item; of an answer the verdict or value first.
    fn place_of(&self, conflict: &Conflict) -> (usize, usize, usize, usize) {
        let round = &self.open.round;
        let unit = crate::inspection::unit_concerned(&conflict.record);
        let unit = unit.and_then(|unit| round.units.iter().position(|known| known.id == unit));
        let key = crate::inspection::item_of(&conflict.record);
        let item = key.and_then(|key| {
            let checklist = round.checklists.iter().position(|id| *id == key.checklist)?;
            let items = self.open.editions.get(checklist)?.checklist.items();
            Some((checklist, items.into_iter().position(|item| item.id == key.item)?))
        });
        let field = AnswerField::from_name(conflict.field.as_str());
        let field = field.and_then(|field| AnswerField::ALL.iter().position(|known| *known == field));
        let (checklist, item) = item.map_or((usize::MAX, usize::MAX), |(checklist, item)| (checklist, item));
        (unit.map_or(0, |unit| unit + 1), checklist, item, field.unwrap_or(usize::MAX))
    }

    fn take(&mut self, found: &Arc<Differences>) -> Effects {
        self.found = Some(found.clone());
        let mut order: Vec<usize> = (0..found.conflicts.len()).collect();
        order.sort_by_key(|index| self.place_of(&found.conflicts[*index]));
        self.order = order;
        let page_of = |record: &RecordKey, field: &FieldName| {
            let is = |index: &usize| {
                let conflict = &found.conflicts[*index];
                conflict.record == *record && conflict.field == *field
            };
            self.order.iter().position(is)
        };
        let mut effects = Effects::new();
        if let Some(wanted) = self.wanted.take() {
            let is =
                |index: &usize| crate::inspection::item_of(&found.conflicts[*index].record).as_ref() == Some(&wanted);
            self.page = self.order.iter().position(is).unwrap_or(0);
        }
        if let Some(wanted) = self.wanted_record.take() {
            self.page = self.order.iter().position(|index| found.conflicts[*index].record == wanted).unwrap_or(0);
        }
        if let Some(sent) = self.sent.take() {
            let open = sent.fields.iter().find_map(|(record, field)| page_of(record, field));
            let next = sent.next.and_then(|(record, field)| page_of(&record, &field));
            self.page = open.or(next).unwrap_or(0);
            self.deciding = Deciding::default();
            self.scroll = ListCursor::default();
            let message = match (open, self.order.len()) {
                (Some(_), _) => Message::error(t!("screen_conflicts.still_open")),
                (None, 0) => Message::info(t!("screen_conflicts.all_decided")),
                (None, left) => Message::info(t!("screen_conflicts.recorded", count = left)),
            };
            effects.push(Effect::Say(message));
        }
        self.page = self.page.min(self.order.len().saturating_sub(1));
        let parallel = found.parallel.len();
        self.list.select(self.list.selected().min(parallel.saturating_sub(1)));
        if self.order.is_empty() && self.pane == Pane::Compare && parallel > 0 {
            self.pane = Pane::Parallel;
        }
        effects
    }

    fn turn(&mut self, by: Key) {
        let last = self.order.len().saturating_sub(1);
        let page = match by {
            Key::Left => self.page.saturating_sub(1),
            _ => (self.page + 1).min(last),
        };
        if page != self.page {
            self.page = page;
            self.scroll = ListCursor::default();
            self.deciding = Deciding::default();
        }
    }

    fn next_pane(&mut self) -> Effects {
        self.pane = match self.pane {
            Pane::Compare => Pane::Parallel,
            Pane::Parallel => Pane::Decided,
            Pane::Decided => Pane::Compare,
        };
        self.list = ListCursor::default();
        if self.pane == Pane::Decided {
            let request = ConflictRequest::Decided(self.open.round.id.clone(), self.unit.clone());
            return vec![Effect::Run(Request::Conflict(request))];
        }
        Vec::new()
    }

    /// Enter in a list.
    fn look(&self) -> Effects {
        let Some(parallel) = self.parallel().get(self.list.selected()).filter(|_| self.pane == Pane::Parallel) else {
            return Vec::new();
        };
        let round = self.open.round.id.clone();
        let request = ConflictRequest::Look(round, parallel.unit.clone(), parallel.key.clone());
        let said = Effect::Say(Message::info(t!("screen_conflicts.looked")));
        vec![Effect::Run(Request::Conflict(request)), self.read(), said]
    }

    fn act(&mut self, action: Action) -> Effects {
        match (self.pane, action) {
            (_, Action::NextPane) => return self.next_pane(),
            (Pane::Compare, Action::Open) => return self.enter(),
            (_, Action::Open) => return self.look(),
            (Pane::Compare, Action::Back) => self.deciding.step_back(),
            _ => {}
        }
        Vec::new()
    }

    fn typed(&mut self, event: &Event<'_, World>) -> Effects {
        if self.pane != Pane::Compare {
            if let Event::Key(key) = event {
                let count = match self.pane {
                    Pane::Decided => self.decided.as_ref().map_or(0, Vec::len),
                    _ => self.parallel().len(),
                };
                self.list.press(*key, count);
            }
            return Vec::new();
        }
        if self.deciding.take(event) {
            return Vec::new();
        }
        match event {
            Event::Text(digit) => return self.choose(digit),
            Event::Key(key @ (Key::Left | Key::Right)) => self.turn(*key),
            Event::Key(key) => self.scroll.scroll(*key),
            _ => {}
        }
        Vec::new()
    }

    /// `1`–`9`: this opinion, then the reason.
    fn choose(&mut self, digit: &str) -> Effects {
        let number = digit.parse::<usize>().ok().filter(|number| *number > 0);
        let Some(conflict) = self.shown() else { return Vec::new() };
        let count = conflict.opinions.len();
        let Some(number) = number.filter(|number| *number <= count) else {
            return vec![Effect::Say(Message::error(t!("screen_conflicts.no_such", count = count)))];
        };
        self.deciding.chosen = Some(Chosen::Opinion(number - 1));
        self.deciding.writing = None;
        Vec::new()
    }
}

impl Screen<World> for Conflicts {
    fn title(&self) -> String {
        t!("screen_conflicts.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        match self.pane {
            Pane::Compare if !self.order.is_empty() => Some(format!("{}/{}", self.page + 1, self.order.len())),
            _ => None,
        }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (left, right) = self.heading();
        Some(Subtitle { left: Line::from(theme.span(Role::Title, left)), right: theme.span(Role::Dim, right).into() })
    }

    fn help(&self) -> String {
        t!("screen_conflicts.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.pane == Pane::Compare { self.deciding.focus() } else { Focus::Commands }
    }

    fn offers(&self) -> Vec<Offer> {
        let pane = match self.pane {
            Pane::Compare => t!("screen_conflicts.to_parallel", count = self.parallel().len()),
            Pane::Parallel => t!("screen_conflicts.to_decided"),
            Pane::Decided => t!("screen_conflicts.to_compare", count = self.order.len()),
        };
        let tab = Offer::on(Action::NextPane).named(pane);
        match self.pane {
            Pane::Compare => match (&self.deciding.writing, &self.deciding.chosen) {
                (Some(_), _) => vec![
                    Offer::on(Action::Open).named(t!("screen_conflicts.to_reason")),
                    Offer::on(Action::Back).named(t!("screen_conflicts.back_to_opinions")),
                ],
                (None, Some(_)) => vec![
                    Offer::on(Action::Open).named(t!("screen_conflicts.record")),
                    Offer::on(Action::Back).named(t!("screen_conflicts.choose_again")),
                ],
                (None, None) => {
                    let write = match self.shown().map(|conflict| takes_new(&self.words(), conflict)) {
                        None => Offer::off(Action::Open, t!("screen_conflicts.none")),
                        Some(NewValue::None) => Offer::off(Action::Open, t!("screen_conflicts.only_take")),
                        Some(NewValue::Text) => Offer::on(Action::Open).named(t!("screen_conflicts.join")),
                        Some(_) => Offer::on(Action::Open).named(t!("screen_conflicts.write")),
                    };
                    vec![write, tab]
                }
            },
            Pane::Parallel => {
                let look = if self.parallel().is_empty() {
                    Offer::off(Action::Open, t!("screen_conflicts.no_parallel"))
                } else {
                    Offer::on(Action::Open).named(t!("screen_conflicts.look"))
                };
                vec![look, tab]
            }
            Pane::Decided => vec![tab],
        }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let Some(conflict) = self.shown().filter(|_| self.pane == Pane::Compare && self.deciding.is_choosing()) else {
            return Vec::new();
        };
        let hint = |keys: String, text| TypedHint { keys, text };
        let count = conflict.opinions.len().min(9);
        let mut hints = vec![hint(format!("1–{count}"), t!("screen_conflicts.choose").into_owned())];
        if self.order.len() > 1 {
            hints.push(hint("← →".to_owned(), t!("screen_conflicts.turn").into_owned()));
        }
        hints
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened => return vec![self.read()],
            Event::Outcome(Outcome::Conflict(ConflictOutcome::Listed(round, unit, found)))
                if *round == self.open.round.id && *unit == self.unit =>
            {
                return self.take(found);
            }
            Event::Outcome(Outcome::Conflict(ConflictOutcome::Decided(round, decided)))
                if *round == self.open.round.id =>
            {
                self.decided = Some(decided.clone());
            }
            Event::Outcome(Outcome::Round { open, .. }) if open.round.id == self.open.round.id => {
                self.open = open.clone();
            }
            // What was undone may be open again.
            Event::Outcome(Outcome::Changed { round, reversal: Some(_), .. }) if *round == self.open.round.id => {
                return vec![self.read()];
            }
            Event::Failed(Request::Conflict(ConflictRequest::Settle { .. }), _) => self.sent = None,
            Event::Act(action) => return self.act(action),
            event @ (Event::Key(_) | Event::Text(_) | Event::Paste(_)) => return self.typed(&event),
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///  Địa chỉ tiếp nhận phản ánh, kiến nghị              trước đó: chưa đánh giá
    /// ───────────────────────────────────────┬────────────────────────────────────
    ///  1  CHƯA ĐẠT ×                         │ 2  ĐẠT √
    ///  Thành viên 2 · máy 7f3a91c0           │ Thành viên 3 · máy 0b77aa12
    ///  19/10 09:42 (chưa thấy ý kiến 2)      │ 19/10 10:15 (chưa thấy ý kiến 1)
    ///  Nhận xét: Chưa có số điện thoại.      │ Nhận xét: Đã niêm yết đủ 4 kênh.
    /// ────────────────────────────────────────────────────────────────────────────
    ///  Lý do: _
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match self.pane {
            Pane::Compare => self.render_compare(canvas, area),
            Pane::Parallel => self.render_parallel(canvas, area),
            Pane::Decided => self.render_decided(canvas, area),
        }
    }
}

//! The grid item × unit: how every unit stands, item by item.

mod across;
mod cells;
mod fill;
mod readings;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

pub(super) use self::cells::short_name;

use self::across::ItemAcross;
use self::readings::Readings;
use crate::assessment::{Answered, OpenRound};
use crate::checklist::{Checklist, Item, ItemKind, Verdict};
use crate::inspection::{FieldChange, ItemKey, Member, Recorder, Unit, UnitId, UnitRecord};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::screens::questions::AskQuestion;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{GridRequest, Request, UnitWork, World};

/// Columns of a unit.
const UNIT: u16 = 10;
/// Columns of the pointer and an item's number.
const NUMBER: usize = 5;
/// Columns of a question in the message line: it must not cost a line of hints.
const QUESTION: usize = 48;
/// Columns of the pointer.
const POINTER: usize = 3;

/// An item of the round, at whatever units it is asked.
#[derive(Debug, Clone)]
struct GridItem {
    checklist: Arc<Checklist>,
    key: ItemKey,
    section: String,
    number: String,
}

impl GridItem {
    fn item(&self) -> Option<&Item> {
        self.checklist.item(self.key.item.as_str())
    }
}

/// Who works here, at which round: what both screens of the grid stand on.
#[derive(Debug, Clone)]
struct Team {
    open: Arc<OpenRound>,
    member: Member,
}

impl Team {
    fn units(&self) -> &[Unit] {
        &self.open.round.units
    }

    fn record_at(&self, unit: &UnitId, changes: Vec<FieldChange>) -> UnitRecord {
        let (round, member) = (self.open.round.id.clone(), self.member.id.to_string());
        UnitRecord { recorder: Recorder { round, unit: unit.clone(), member, reason: None }, changes }
    }
}

/// The grid.
#[derive(Debug)]
pub struct UnitGrid {
    team: Team,
    items: Vec<GridItem>,
    rows: ListCursor,
    units: ListCursor,
    readings: Readings,
    /// How many units the last drawing had room for.
    seen: Cell<usize>,
}

impl UnitGrid {
    /// All items and units of `open`; `member` records.
    pub fn new(open: Arc<OpenRound>, member: Member) -> Self {
        let items = items_of(&open);
        let readings = Readings::new(open.clone());
        let team = Team { open, member };
        Self { team, items, rows: ListCursor::default(), units: ListCursor::default(), readings, seen: Cell::new(8) }
    }

    /// The same, beginning at this item of this unit.
    #[must_use]
    pub fn at(mut self, unit: &UnitId, key: Option<&ItemKey>) -> Self {
        let row = self.items.iter().position(|item| Some(&item.key) == key);
        self.rows.select(row.unwrap_or(0));
        self.units.select(self.team.units().iter().position(|other| other.id == *unit).unwrap_or(0));
        self
    }

    fn here(&self) -> Option<(&GridItem, &Unit)> {
        Some((self.items.get(self.rows.selected())?, self.team.units().get(self.units.selected())?))
    }

    fn record(&self, verdict: Verdict) -> Vec<Effect<World>> {
        let Some((place, unit)) = self.here() else { return Vec::new() };
        let Some(item) = place.item() else { return Vec::new() };
        let over = vec![self.team.record_at(&unit.id, vec![FieldChange::Verdict(Some(verdict))])];
        let (checklist, item) = (place.checklist.clone(), Box::new(item.clone()));
        vec![Effect::Run(Request::Grid(GridRequest::Record { checklist, item, over }))]
    }

    /// Whether a person's verdict can be recorded in the selected cell.
    fn takes_verdict(&self) -> bool {
        let Some((place, unit)) = self.here() else { return false };
        let is_verdict = place.item().is_some_and(|item| matches!(item.kind, ItemKind::Verdict));
        is_verdict && self.readings.cell(&unit.id, &place.key).is_some()
    }

    /// The next cell without an answer, along the row and then in the rows below, around the end.
    fn next_open(&mut self) -> Vec<Effect<World>> {
        let (units, items) = (self.team.units().len(), self.items.len());
        let start = self.rows.selected() * units + self.units.selected() + 1;
        let open = |place: &usize| {
            let (item, unit) = (&self.items[place / units], &self.team.units()[place % units]);
            let computed = item.item().is_none_or(Item::is_computed);
            let cell = self.readings.cell(&unit.id, &item.key);
            !computed && cell.is_some_and(|cell| cell.answered == Answered::No)
        };
        match (start..units * items).chain(0..start.min(units * items)).find(open) {
            Some(place) => {
                self.rows.select(place / units);
                self.units.select(place % units);
                Vec::new()
            }
            None => vec![Effect::Say(Message::info(t!("screen_grid.nothing_open")))],
        }
    }

    /// Reads what is seen at once, and the rest unit by unit while the keyboard is quiet.
    fn read_next(&mut self, most: usize, at: Instant) -> Vec<Effect<World>> {
        let units = self.team.open.clone();
        let units = &units.round.units;
        let seen = self.units.visible(units.len(), u16::try_from(self.seen.get()).unwrap_or(u16::MAX));
        let order = units.get(seen).unwrap_or_default().iter().chain(units).map(|unit| &unit.id);
        self.readings.next(order, most, at)
    }

    fn act(&mut self, action: Action) -> Vec<Effect<World>> {
        let round = || self.team.open.round.id.clone();
        match action {
            Action::Open => {
                let Some((place, unit)) = self.here() else { return Vec::new() };
                let across = ItemAcross::new(self.team.clone(), place.clone(), self.readings.clone()).at(&unit.id);
                self.readings.sleep();
                vec![Effect::push(across)]
            }
            Action::VerdictPass => self.record(Verdict::Pass),
            Action::VerdictPartial => self.record(Verdict::Partial),
            Action::VerdictFail => self.record(Verdict::Fail),
            Action::VerdictNotApplicable => self.record(Verdict::Na),
            Action::NextUnanswered => self.next_open(),
            Action::SendBack => {
                let Some((place, unit)) = self.here() else { return Vec::new() };
                let (open, member) = (self.team.open.clone(), self.team.member.clone());
                vec![Effect::push(AskQuestion::new(open, member, unit.clone(), place.key.clone()))]
            }
            Action::Undo => vec![Effect::Run(Request::Undo(round()))],
            Action::Redo => vec![Effect::Run(Request::Redo(round()))],
            _ => Vec::new(),
        }
    }

    fn press(&mut self, key: Key) {
        let count = self.team.units().len();
        let now = self.units.selected();
        match key {
            Key::Left | Key::BackTab => self.units.select(now.saturating_sub(1)),
            Key::Right | Key::Tab => self.units.select((now + 1).min(count.saturating_sub(1))),
            Key::Home => self.units.select(0),
            Key::End => self.units.select(count.saturating_sub(1)),
            key => {
                self.rows.press(key, self.items.len());
            }
        }
    }
}

fn items_of(open: &OpenRound) -> Vec<GridItem> {
    let mut items = Vec::new();
    for checklist in open.editions.iter().map(|edition| &edition.checklist) {
        for (position, section) in checklist.sections.iter().enumerate() {
            for (place, item) in section.items.iter().enumerate() {
                let key = UnitWork::key(checklist, item);
                let number = format!("{}.{}", position + 1, place + 1);
                items.push(GridItem { checklist: checklist.clone(), key, section: section.title.clone(), number });
            }
        }
    }
    items
}

impl Screen<World> for UnitGrid {
    fn title(&self) -> String {
        t!("screen_grid.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        let (read, units) = (self.readings.count_read(), self.team.units().len());
        (read < units).then(|| t!("screen_grid.reading", read = read, units = units).into_owned())
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (place, unit) = self.here()?;
        let left = Line::from_iter([
            theme.span(Role::Title, place.section.clone()),
            theme.span(Role::Dim, format!("  {}", place.checklist.title)),
        ]);
        Some(Subtitle { left, right: Line::from(theme.span(Role::Title, unit.name.clone())) })
    }

    fn offers(&self) -> Vec<Offer> {
        if self.here().is_none() {
            return Vec::new();
        }
        let mut offers = Vec::new();
        if self.takes_verdict() {
            let verdicts =
                [Action::VerdictPass, Action::VerdictPartial, Action::VerdictFail, Action::VerdictNotApplicable];
            offers.extend(verdicts.map(Offer::on));
        }
        offers.push(Offer::on(Action::Open).named(t!("screen_grid.row")));
        offers.push(Offer::on(Action::NextUnanswered));
        offers.extend([Action::Undo, Action::Redo].map(Offer::on));
        let asked = self.here().is_some_and(|(place, unit)| place.checklist.applies_to(unit.kind));
        offers.push(if asked {
            Offer::on(Action::SendBack)
        } else {
            Offer::off(Action::SendBack, t!("screen_grid.not_asked_there"))
        });
        offers
    }

    fn help(&self) -> String {
        t!("screen_grid.help").into_owned()
    }

    fn status(&self) -> Option<Message> {
        let (place, unit) = self.here()?;
        let ask = &place.item()?.ask;
        let Some(cell) = self.readings.cell(&unit.id, &place.key) else {
            let waits = !self.readings.has_read(&unit.id);
            return (!waits).then(|| Message::info(t!("screen_grid.not_asked", unit = unit.name)));
        };
        let text = cell.remark.as_ref().map_or_else(|| width::cut(ask, QUESTION, "…"), Clone::clone);
        Some(Message::info(format!("{} {text}", place.number)))
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.readings.wakes_at()
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened | Event::Returned => {
                self.readings.wake(at);
                return self.read_next(self.seen.get(), at);
            }
            Event::Tick => return self.read_next(1, at),
            Event::Outcome(outcome) => self.readings.take(outcome, at),
            Event::Act(action) => return self.act(action),
            Event::Key(key) => self.press(key),
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///         Nội dung                        Mẫu A     Mẫu B     Mẫu C
    ///    2.2  Số TTHC đã niêm yết               143       140         …
    ///    2.3  Tỷ lệ TTHC được niêm yết     92,26% ~    100% √         …
    ///  > 2.4  Địa chỉ tiếp nhận phản ánh          ×         √         …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        if self.here().is_none() {
            canvas.text(area, 1, Role::Dim, &format!("   {}", t!("screen_grid.empty")));
            return;
        }
        // A third of the width for the questions, and no half columns.
        let question = area.width / 3;
        let room = (area.width.saturating_sub(question + 1) / UNIT).max(1);
        let shown = room.min(u16::try_from(self.team.units().len()).unwrap_or(u16::MAX));
        self.seen.set(usize::from(room));
        let question = area.width.saturating_sub(shown * UNIT + 1);
        let units = self.units.visible(self.team.units().len(), room);
        let title = format!("{}{}", " ".repeat(POINTER + NUMBER), t!("screen_grid.item"));
        let mut heading = vec![theme.span(Role::Dim, width::pad(&title, usize::from(question)))];
        for place in units.clone() {
            let role = if place == self.units.selected() { Role::Title } else { Role::Dim };
            let name = cells::short_name(&self.team.units()[place].name);
            let name = width::cut(&name, usize::from(UNIT) - 1, theme.marks().ellipsis);
            heading.push(theme.span(role, width::pad_left(&name, usize::from(UNIT))));
        }
        canvas.line(area, 0, Line::from(heading));
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let seen = self.rows.visible(self.items.len(), body.height);
        for (line, row) in (0..).zip(seen) {
            self.draw_row(canvas, body, line, row, usize::from(question), units.clone());
        }
    }
}

impl UnitGrid {
    fn draw_row(
        &self,
        canvas: &mut Canvas<'_>,
        body: Rect,
        line: u16,
        row: usize,
        question: usize,
        units: std::ops::Range<usize>,
    ) {
        let theme = canvas.theme();
        let place = &self.items[row];
        let selected = row == self.rows.selected();
        let pointer = if selected { theme.marks().pointer } else { " " };
        let ask = place.item().map(|item| item.ask.as_str()).unwrap_or_default();
        let ask = width::cut(ask, question.saturating_sub(POINTER + NUMBER + 1), theme.marks().ellipsis);
        let mut spans = vec![
            Span::raw(format!(" {pointer} ")),
            theme.span(Role::Dim, width::pad(&place.number, NUMBER)),
            Span::raw(width::pad(&ask, question.saturating_sub(POINTER + NUMBER))),
        ];
        for unit in units.clone() {
            let unit = &self.team.units()[unit];
            let read = self.readings.count_read() > 0 && self.readings.has_read(&unit.id);
            let known = self.readings.cell(&unit.id, &place.key);
            let (role, text) =
                if read || known.is_some() { cells::brief(&theme, known) } else { (Role::Dim, String::new()) };
            let text = width::cut(&text, usize::from(UNIT) - 1, theme.marks().ellipsis);
            spans.push(theme.span(role, width::pad_left(&text, usize::from(UNIT))));
        }
        canvas.line(body, line, Line::from(spans));
        if selected && units.contains(&self.units.selected()) {
            let offset = u16::try_from(self.units.selected() - units.start).unwrap_or(0) * UNIT;
            let x = body.x + u16::try_from(question).unwrap_or(body.width) + offset + 1;
            let cell = Rect { x, y: body.y + line, width: UNIT - 1, height: 1 };
            canvas.select(cell.intersection(body), 0);
            canvas.put_cursor(body, x.saturating_sub(body.x) + UNIT - 2, line);
        }
    }
}

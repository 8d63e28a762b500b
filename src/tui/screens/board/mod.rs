//! Bảng tập hợp: what was expected of whom, what has come to this laptop, and what is missing. Units by members; a unit
//! opens into its checklists by members, a checklist leads to the inspection.

#[cfg(test)]
mod tests;
mod view;

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::inspection::Inspection;
use crate::assessment::OpenRound;
use crate::exchange::board::{Board, BoardDevice, Fork, UnitBoard, WaitingPack, missing_of};
use crate::inspection::{ItemKey, Member, RoundId, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::{BoardOutcome, BoardRequest, Outcome, Request, World};

/// The board of a round, or of one of its units.
#[derive(Debug)]
pub struct TeamBoard {
    open: Arc<OpenRound>,
    acting: Option<Member>,
    board: Option<Arc<Board>>,
    /// The unit whose checklists are shown; none: all units.
    of: Option<UnitId>,
    shown: Shown,
    rows: Vec<Row>,
    cursor: ListCursor,
    /// The selected member's column.
    member: usize,
    /// First member seen, from the last drawing.
    first: Cell<usize>,
    loading: Loading,
    /// The item of a unit the user is on the way to.
    opening: Option<(UnitId, Option<ItemKey>)>,
}

/// Which rows are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    /// Only where something is waited for or missing.
    Missing,
}

/// Whether the board is being counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loading {
    No,
    Running,
    /// Something changed meanwhile: it is to be counted once more.
    Again,
}

/// A row, by its place in the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Unit(usize),
    /// A checklist of the unit.
    Checklist(usize, usize),
    Device(usize),
    Waiting(usize),
}

impl TeamBoard {
    /// The board of `open`; `acting` works on this laptop.
    pub fn new(open: Arc<OpenRound>, acting: Option<Member>) -> Self {
        Self {
            open,
            acting,
            board: None,
            of: None,
            shown: Shown::All,
            rows: Vec::new(),
            cursor: ListCursor::default(),
            member: 0,
            first: Cell::new(0),
            loading: Loading::No,
            opening: None,
        }
    }

    /// The checklists of one unit, on top of this.
    fn of_unit(&self, unit: &UnitBoard) -> Self {
        let (board, of) = (self.board.clone(), Some(unit.unit.clone()));
        let mut screen = Self { board, of, member: self.member, ..Self::new(self.open.clone(), self.acting.clone()) };
        screen.list();
        screen
    }

    fn load(&mut self) -> Vec<Effect<World>> {
        if self.loading != Loading::No {
            self.loading = Loading::Again;
            return Vec::new();
        }
        self.loading = Loading::Running;
        vec![Effect::Start(Request::Board(BoardRequest::Load(self.open.round.id.clone())))]
    }

    /// Lists what is shown anew.
    fn list(&mut self) {
        let Some(board) = &self.board else { return };
        let is_shown = |is_missing: bool| self.shown == Shown::All || is_missing;
        let mut rows = Vec::new();
        for (place, unit) in board.units.iter().enumerate() {
            match &self.of {
                None if is_shown(unit.is_missing()) => rows.push(Row::Unit(place)),
                Some(of) if *of == unit.unit => {
                    let checklists = unit.checklists.iter().enumerate();
                    let listed = checklists.filter(|(_, checklist)| is_shown(checklist.is_missing()));
                    rows.extend(listed.map(|(at, _)| Row::Checklist(place, at)));
                }
                _ => {}
            }
        }
        if self.of.is_none() {
            let wrong = board.devices.iter().enumerate().filter(|(_, device)| is_wrong(device));
            rows.extend(wrong.map(|(place, _)| Row::Device(place)));
            rows.extend((0..board.waiting.len()).map(Row::Waiting));
        }
        self.cursor.select(self.cursor.selected().min(rows.len().saturating_sub(1)));
        self.member = self.member.min(board.members.len().saturating_sub(1));
        self.rows = rows;
    }

    fn row(&self) -> Option<Row> {
        self.rows.get(self.cursor.selected()).copied()
    }

    fn enter(&mut self) -> Vec<Effect<World>> {
        let (Some(board), Some(row)) = (self.board.clone(), self.row()) else { return Vec::new() };
        match row {
            Row::Unit(place) => vec![Effect::push(self.of_unit(&board.units[place]))],
            Row::Checklist(place, at) => {
                let unit = &board.units[place];
                let id = &unit.checklists[at].checklist;
                let of_it = |open: &&crate::inspection::PinnedEdition| open.checklist.id == *id;
                let checklist = self.open.editions.iter().find(of_it).map(|edition| &edition.checklist);
                let first = checklist.and_then(|checklist| checklist.items().next());
                let key = first.map(|item| ItemKey { checklist: id.clone(), item: item.id.clone() });
                self.opening = Some((unit.unit.clone(), key));
                vec![Effect::Run(Request::OpenUnit(self.open.round.id.clone(), unit.unit.clone()))]
            }
            Row::Device(_) | Row::Waiting(_) => Vec::new(),
        }
    }

    fn word(&self, request: impl Fn(RoundId, crate::inspection::MemberId) -> BoardRequest) -> Vec<Effect<World>> {
        let Some(member) = &self.acting else { return Vec::new() };
        vec![Effect::Run(Request::Board(request(self.open.round.id.clone(), member.id.clone())))]
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        let id = &self.open.round.id;
        match outcome {
            Outcome::Board(BoardOutcome::Loaded(round, board)) if round == id => {
                self.board = Some(board.clone());
                self.list();
                let loading = std::mem::replace(&mut self.loading, Loading::No);
                if loading == Loading::Again {
                    return self.load();
                }
            }
            // The screen that covers this one, if any, asks itself.
            Outcome::Board(BoardOutcome::Finished(round, _)) if round == id && self.of.is_none() => {
                let mut effects = vec![Effect::Say(finished())];
                effects.extend(self.load());
                return effects;
            }
            Outcome::Board(BoardOutcome::Unfinished(round, _)) if round == id && self.of.is_none() => {
                let mut effects = vec![Effect::Say(Message::info(t!("screen_board.unfinished")))];
                effects.extend(self.load());
                return effects;
            }
            Outcome::Round { open, acting } if open.round.id == *id => {
                self.open = open.clone();
                self.acting.clone_from(acting);
            }
            Outcome::Unit(work) if work.open.round.id == *id => {
                let opening = self.opening.take_if(|(unit, _)| *unit == work.unit.id);
                let Some((_, key)) = opening else { return Vec::new() };
                let screen = Inspection::new(work.as_ref().clone());
                let screen = match &key {
                    Some(key) => screen.at(key),
                    None => screen,
                };
                return vec![Effect::push(screen)];
            }
            _ => {}
        }
        Vec::new()
    }

    fn press(&mut self, key: Key) {
        let members = self.board.as_ref().map_or(0, |board| board.members.len());
        match key {
            Key::Left => self.member = self.member.saturating_sub(1),
            Key::Right => self.member = (self.member + 1).min(members.saturating_sub(1)),
            key => _ = self.cursor.press(key, self.rows.len()),
        }
    }
}

/// Whether something of a device is missing or looks wrong.
fn is_wrong(device: &BoardDevice) -> bool {
    !device.gaps.is_empty() || device.fork == Fork::Yes
}

/// What is wrong with a device, and what to do.
fn trouble(device: &BoardDevice) -> String {
    let gaps = (!device.gaps.is_empty()).then(|| missing_of(&device.name, &device.gaps));
    let fork = (device.fork == Fork::Yes).then(|| t!("screen_board.fork", device = device.name).into_owned());
    gaps.into_iter().chain(fork).collect::<Vec<_>>().join(" ")
}

/// Why a pack waits.
fn waits(pack: &WaitingPack) -> String {
    match &pack.device_name {
        Some(device) => t!("screen_board.waits_of", file = pack.file, device = device, why = pack.why).into_owned(),
        None => t!("screen_board.waits", file = pack.file, why = pack.why).into_owned(),
    }
}

/// What finishing means.
pub(super) fn finished() -> Message {
    Message { text: t!("screen_board.finished").into_owned(), role: Role::Pass }
}

/// The two actions with a member's word, as they stand for whoever acts.
pub(super) fn word_offers(acting: Option<&Member>) -> [Offer; 2] {
    [Action::Finish, Action::Unfinish].map(|action| match acting {
        Some(_) => Offer::on(action),
        None => Offer::off(action, t!("screen_board.nobody_acts")),
    })
}

impl Screen<World> for TeamBoard {
    fn title(&self) -> String {
        let unit = self.of.as_ref().and_then(|id| self.open.round.unit(id));
        unit.map_or_else(|| t!("screen_board.title").into_owned(), |unit| unit.name.clone())
    }

    fn help(&self) -> String {
        t!("screen_board.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let open = match self.row() {
            Some(Row::Unit(_)) => Offer::on(Action::Open).named(t!("screen_board.by_checklist")),
            Some(Row::Checklist(..)) if self.acting.is_none() => {
                Offer::off(Action::Open, t!("screen_board.nobody_acts"))
            }
            Some(Row::Checklist(..)) => Offer::on(Action::Open).named(t!("screen_board.inspect")),
            _ => Offer::off(Action::Open, t!("screen_board.nothing_to_open")),
        };
        let filter = match self.shown {
            Shown::All => t!("screen_board.only_missing"),
            Shown::Missing => t!("screen_board.all"),
        };
        let mut offers = vec![open, Offer::on(Action::NextPane).named(filter)];
        offers.extend(word_offers(self.acting.as_ref()));
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened if self.board.is_some() => {}
            Event::Opened | Event::Returned => return self.load(),
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::OpenUnit(..), _) => self.opening = None,
            Event::Failed(Request::Board(BoardRequest::Load(_)), _) => self.loading = Loading::No,
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::NextPane) => {
                self.shown = if self.shown == Shown::All { Shown::Missing } else { Shown::All };
                self.list();
            }
            Event::Act(Action::Finish) => return self.word(BoardRequest::Finish),
            Event::Act(Action::Unfinish) => return self.word(BoardRequest::Unfinish),
            Event::Key(key) => self.press(key),
            _ => {}
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let board = self.board.as_ref()?;
        let units = board.units.len();
        let ready = board.units.iter().filter(|unit| !unit.is_missing()).count();
        let left = t!("screen_board.ready", units = units, ready = ready);
        let right = match self.shown {
            Shown::All => (Role::Dim, t!("screen_board.legend")),
            Shown::Missing => (Role::Changed, t!("screen_board.filtered")),
        };
        Some(Subtitle {
            left: Line::from(theme.span(Role::Text, left.into_owned())),
            right: Line::from(theme.span(right.0, right.1.into_owned())),
        })
    }

    fn status(&self) -> Option<Message> {
        let board = self.board.as_ref()?;
        match self.row() {
            Some(Row::Device(place)) => Some(Message { text: trouble(&board.devices[place]), role: Role::Changed }),
            Some(Row::Waiting(place)) => Some(Message { text: waits(&board.waiting[place]), role: Role::Changed }),
            _ => None,
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}

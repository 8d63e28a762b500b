//! Making and changing a round on the screen: plain lists of fields, one page per part. Every accepted field is saved
//! at once; until the round is complete enough to exist, what is written is kept as a draft.

mod draft;
mod edits;
mod offices;
mod page;
mod slot;
#[cfg(test)]
mod tests;
mod view;

use std::time::Instant;

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::draft::RoundDraft;
use self::page::{Act, Page, Row, Sources};
use self::slot::{MemberField, Slot, UnitField};
use super::wanted::Wanted;
use crate::inspection::{Period, Round};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Pending, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::TextField;
use crate::tui::work::{Outcome, Request, StepsOutcome, World};

/// Which part of a round to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The list of all parts.
    All,
    /// The units, ready to add one.
    NewUnit,
}

/// The editor of a round.
#[derive(Debug, Clone)]
pub struct RoundEditor {
    draft: RoundDraft,
    /// The round as the journal has it.
    saved: Option<Round>,
    sources: Sources,
    /// Pages opened one from the other; never empty.
    steps: Vec<Step>,
    typing: Option<Typing>,
    search: Option<Search>,
    confirm: Option<Confirm>,
    timer: DraftTimer,
    /// Where the draft is kept.
    key: String,
    drafted: Drafted,
}

/// Where the draft of a round that does not exist yet is kept.
const NEW_DRAFT: &str = "draft-new-round";

/// A page and what is selected on it.
#[derive(Debug, Clone)]
struct Step {
    page: Page,
    cursor: ListCursor,
}

/// A field being typed into.
#[derive(Debug, Clone)]
struct Typing {
    slot: Slot,
    field: TextField,
    /// The text that could not be taken, if one was tried.
    refused: Option<String>,
}

/// Finding among the rows of a page.
#[derive(Debug, Clone, Default)]
struct Search {
    field: TextField,
}

/// Whether a draft is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drafted {
    /// Not asked yet.
    NotRead,
    Yes,
    No,
}

impl RoundEditor {
    /// Edits `round`, or makes a new one.
    pub fn new(round: Option<&Round>) -> Self {
        let page = if round.is_some() { Page::Parts } else { Page::General };
        let mut editor = Self::opened(round);
        if page == Page::General {
            editor.go(page);
        }
        editor
    }

    /// Edits `round`, beginning with `part`.
    pub fn at(round: &Round, part: Part) -> Self {
        let mut editor = Self::opened(Some(round));
        if part == Part::NewUnit {
            editor.steps = vec![Step { page: Page::Units, cursor: ListCursor::default() }];
        }
        editor
    }

    fn opened(round: Option<&Round>) -> Self {
        // The day it is comes with the sources, before anything is drawn.
        let draft = round.map_or_else(|| RoundDraft::empty(NaiveDate::default()), RoundDraft::of);
        Self {
            draft,
            saved: round.cloned(),
            sources: Sources::default(),
            steps: vec![Step { page: Page::Parts, cursor: ListCursor::default() }],
            typing: None,
            search: None,
            confirm: None,
            timer: DraftTimer::default(),
            key: round.map_or_else(|| NEW_DRAFT.to_owned(), |round| format!("draft-round/{}", round.id)),
            drafted: Drafted::NotRead,
        }
    }

    fn page(&self) -> &Page {
        self.steps.last().map_or(&Page::Parts, |step| &step.page)
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        self.steps.last_mut().map(|step| &mut step.cursor)
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = self.page().rows(&self.draft, &self.sources);
        if let Some(search) = &self.search {
            let wanted = Wanted::new(search.field.text());
            rows.retain(|row| wanted.is_in(&format!("{} {}", row.label, row.value)));
        }
        rows
    }

    fn selected(&self) -> Option<Row> {
        let at = self.steps.last()?.cursor.selected();
        self.rows().into_iter().nth(at)
    }

    fn go(&mut self, page: Page) {
        self.search = None;
        let fresh = match &page {
            Page::Member(at) if *at == self.draft.round.members.len() => Some(Slot::Member(*at, MemberField::Name)),
            Page::Unit(at) if *at == self.draft.round.units.len() => Some(Slot::Unit(*at, UnitField::Name)),
            Page::General if self.draft.round.title.is_empty() => Some(Slot::Title),
            _ => None,
        };
        let mut cursor = ListCursor::default();
        if let Page::Choice(slot) = &page {
            let now = slot.value(&self.draft);
            cursor.select(slot.choices().iter().position(|choice| *choice == now).unwrap_or(0));
        }
        self.steps.push(Step { page, cursor });
        if let Some(slot) = fresh {
            self.type_into(slot);
        }
    }

    fn type_into(&mut self, slot: Slot) {
        let field = TextField::new(&slot.value(&self.draft), slot.accepts());
        self.typing = Some(Typing { slot, field, refused: None });
    }

    fn down(&mut self) {
        let count = self.rows().len();
        if let Some(cursor) = self.cursor() {
            cursor.press(Key::Down, count);
        }
    }

    /// Something was accepted: saves the round where it can exist, else keeps the draft.
    fn changed(&mut self) -> Vec<Effect<World>> {
        self.timer.clear();
        let mut effects = Vec::new();
        let whole = self.draft.fault().is_none();
        if whole && self.saved.as_ref() != Some(&self.draft.round) {
            effects.push(Effect::Run(Request::SaveRound(Box::new(self.draft.round.clone()))));
        }
        if !whole || !self.draft.halves.is_empty() {
            effects.extend(self.keep_draft(&self.draft.clone()));
        } else if self.drafted == Drafted::Yes {
            self.drafted = Drafted::No;
            effects.push(Effect::Run(Request::ClearDraft(self.key.clone())));
        }
        effects
    }

    fn keep_draft(&mut self, draft: &RoundDraft) -> Option<Effect<World>> {
        let text = draft.text().ok()?;
        self.drafted = Drafted::Yes;
        Some(Effect::Run(Request::SaveDraft { key: self.key.clone(), text }))
    }

    /// The draft with what is being typed, where that can stand.
    fn with_typed(&self) -> Option<Result<RoundDraft, String>> {
        let typing = self.typing.as_ref()?;
        if typing.field.text() == typing.slot.value(&self.draft) {
            return None;
        }
        let mut draft = self.draft.clone();
        let set = typing.slot.set(&mut draft, typing.field.text(), &self.sources.rounds);
        Some(set.map(|()| draft))
    }

    /// Takes in what is being typed; `false` where it cannot stand.
    fn accept(&mut self) -> (Accepted, Vec<Effect<World>>) {
        match self.with_typed() {
            None => {
                self.typing = None;
                self.timer.clear();
                (Accepted::Yes, Vec::new())
            }
            Some(Ok(draft)) => {
                self.draft = draft;
                self.typing = None;
                (Accepted::Yes, self.changed())
            }
            Some(Err(reason)) => {
                if let Some(typing) = &mut self.typing {
                    typing.refused = Some(typing.field.text().to_owned());
                }
                (Accepted::No, vec![Effect::Say(Message::error(reason))])
            }
        }
    }

    fn enter(&mut self) -> Vec<Effect<World>> {
        if let Some(confirm) = &self.confirm {
            return if confirm.is_given() { self.take_out() } else { Vec::new() };
        }
        if self.typing.is_some() {
            let (accepted, effects) = self.accept();
            if accepted == Accepted::Yes {
                self.down();
            }
            return effects;
        }
        let Some(row) = self.selected() else { return Vec::new() };
        match row.act {
            Act::Type(slot) => self.type_into(slot),
            Act::Choose(slot) => self.go(Page::Choice(slot)),
            Act::Take(slot, index) => {
                slot.choose(&mut self.draft, index);
                self.steps.pop();
                self.down();
                return self.changed();
            }
            Act::Go(page) => self.go(page),
            Act::Tick(tick, _) => return self.tick(&tick),
            Act::Assign(member) => {
                let at = self.draft.assign(member);
                self.go(Page::Assignment(at));
                return self.changed();
            }
            Act::Office(act) => return self.office(act),
            Act::Fixed(reason) => return vec![Effect::Say(Message::info(reason))],
        }
        Vec::new()
    }

    fn back(&mut self) -> Vec<Effect<World>> {
        if self.confirm.take().is_some() {
            return Vec::new();
        }
        if let Some(typing) = &self.typing {
            if typing.refused.as_deref() == Some(typing.field.text()) {
                // Tried and refused already: whoever steps back again means it.
                self.typing = None;
                self.timer.clear();
                return Vec::new();
            }
            return self.accept().1;
        }
        if self.search.take().is_some() {
            return Vec::new();
        }
        if self.steps.len() > 1 {
            self.steps.pop();
            return Vec::new();
        }
        vec![Effect::Pop]
    }

    fn take(&mut self, outcome: &Outcome) -> Vec<Effect<World>> {
        match outcome {
            Outcome::Sources { checklists, unit_lists, rounds, offices, today } => {
                self.sources.offices.clone_from(offices);
                self.sources.checklists.clone_from(checklists);
                self.sources.lists.clone_from(unit_lists);
                self.sources.rounds = rounds.iter().filter(|id| **id != self.draft.round.id).cloned().collect();
                if self.draft.round.period == Period::year_of(NaiveDate::default()) {
                    self.draft.round.period = Period::year_of(*today);
                }
            }
            Outcome::Drafted { key, draft } if *key == self.key && self.drafted == Drafted::NotRead => {
                self.drafted = if draft.is_some() { Drafted::Yes } else { Drafted::No };
                if draft.as_ref().is_some_and(|draft| self.draft.restore(&draft.text).is_ok()) {
                    self.typing = None;
                    let mut effects = self.changed();
                    effects.push(Effect::Say(Message::info(t!("screen_round_editor.restored"))));
                    return effects;
                }
            }
            Outcome::RoundSaved { open, .. } if open.round.id == self.draft.round.id => {
                let first = !self.draft.is_kept();
                self.draft.keep(&open.round);
                self.saved = Some(open.round.clone());
                if first {
                    return vec![Effect::Say(Message::info(t!("screen_round_editor.made", id = open.round.id)))];
                }
            }
            Outcome::Round { open, .. } if self.draft.is_kept() && open.round.id == self.draft.round.id => {
                self.draft.keep(&open.round);
                self.saved = Some(open.round.clone());
            }
            Outcome::Steps(StepsOutcome::LetterheadKept(agency)) => {
                return vec![Effect::Say(Message::info(t!("screen_round_editor.office_kept", agency = agency)))];
            }
            _ => {}
        }
        Vec::new()
    }

    /// Typing into a field, the search or the confirmation, and moving.
    fn typed(&mut self, event: &Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        if let Some(confirm) = &mut self.confirm {
            confirm.take(event);
            return Vec::new();
        }
        let count = self.rows().len();
        if self.typing.is_some() {
            if let Event::Key(key @ (Key::Up | Key::Down | Key::Tab | Key::BackTab)) = event {
                let (accepted, effects) = self.accept();
                let key = match key {
                    Key::Tab => Key::Down,
                    Key::BackTab => Key::Up,
                    key => *key,
                };
                let count = self.rows().len();
                if let (Accepted::Yes, Some(cursor)) = (accepted, self.cursor()) {
                    cursor.press(key, count);
                }
                return effects;
            }
            if let Some(typing) = &mut self.typing
                && typing.field.take(event).changed()
            {
                self.timer.touch(at);
            }
            return Vec::new();
        }
        let moves = [Key::Up, Key::Down, Key::PageUp, Key::PageDown, Key::Top, Key::Bottom];
        match event {
            Event::Key(key) if self.search.is_none() || moves.contains(key) => {
                if let Some(cursor) = self.cursor() {
                    cursor.press(*key, count);
                }
            }
            event => {
                if let Some(search) = &mut self.search {
                    if search.field.take(event).changed()
                        && let Some(cursor) = self.cursor()
                    {
                        *cursor = ListCursor::default();
                    }
                } else if let (Event::Text(_) | Event::Paste(_), Some(Row { act: Act::Type(slot), .. })) =
                    (event, self.selected())
                {
                    self.type_into(slot);
                    return self.typed(event, at);
                }
            }
        }
        Vec::new()
    }
}

/// Whether what was typed could be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accepted {
    Yes,
    No,
}

impl Screen<World> for RoundEditor {
    fn title(&self) -> String {
        match &self.saved {
            Some(round) => t!("screen_round_editor.changing", round = round.title).into_owned(),
            None => t!("screen_round_editor.making").into_owned(),
        }
    }

    fn help(&self) -> String {
        t!("screen_round_editor.help").into_owned()
    }

    fn focus(&self) -> Focus {
        match &self.typing {
            Some(typing) => typing.field.focus(),
            None if self.confirm.is_some() || self.search.is_some() => Focus::Text,
            None => Focus::Commands,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        self.offered()
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => {
                return vec![Effect::Run(Request::ListSources), Effect::Run(Request::ReadDraft(self.key.clone()))];
            }
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::SaveRound(_), Failure::Refused(_)) => {
                return self.keep_draft(&self.draft.clone()).into_iter().collect();
            }
            Event::Tick => {
                if self.timer.is_due(at) {
                    self.timer.clear();
                    if let Some(Ok(draft)) = self.with_typed() {
                        return self.keep_draft(&draft).into_iter().collect();
                    }
                }
            }
            Event::SaveNow => {
                self.timer.clear();
                if let Some(Ok(draft)) = self.with_typed() {
                    self.draft = draft;
                    return self.changed();
                }
            }
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) => return self.back(),
            Event::Act(Action::Find) => self.search = Some(Search::default()),
            Event::Act(Action::SelectAll) => return self.select_all(),
            Event::Act(Action::TakeOut) => self.ask_to_take_out(),
            Event::Act(Action::DeleteRow) => return self.delete_assignment(),
            Event::Act(Action::Add) => match self.page() {
                Page::Members => self.go(Page::Member(self.draft.round.members.len())),
                _ => self.go(Page::Unit(self.draft.round.units.len())),
            },
            event => return self.typed(&event, at),
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let state = match &self.saved {
            Some(round) => theme.span(Role::Dim, round.id.to_string()),
            None => theme.span(Role::Changed, t!("screen_round_editor.not_made").into_owned()),
        };
        let title = self.page().title(&self.draft, &self.sources);
        Some(Subtitle { left: Line::from(theme.span(Role::Title, title)), right: Line::from(state) })
    }

    fn status(&self) -> Option<Message> {
        let half = self.draft.halves.first().map(|half| {
            let name = half.of.name();
            t!("screen_round_editor.half", document = name).into_owned()
        });
        let fault = || self.draft.fault().map(|fault| t!("screen_round_editor.fault", fault = fault).into_owned());
        half.or_else(fault).map(|text| Message { text, role: Role::Changed })
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}

//! Finding in the whole round, with or without diacritics, mistyped or not; choosing a hit goes there.

mod excerpt;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::inspection::Inspection;
use super::register::RegisterGrid;
use crate::assessment::OpenRound;
use crate::checklist::ItemKind;
use crate::inspection::UnitId;
use crate::search::{Extent, Found, Hit, Target};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Taken, TextField};
use crate::tui::work::{Outcome, Request, SearchRequest, UnitWork, World};

/// From where somebody looks.
#[derive(Debug)]
enum Here {
    /// From the inspection of a unit, which lies below.
    Unit(Box<UnitWork>),
    /// From the board, with this unit selected.
    Board(Option<UnitId>),
}

/// Whether what was typed has been looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looked {
    /// It has.
    Done,
    /// It is about to be: once for all letters that came together.
    Due(Instant),
}

/// What is done with the hits once they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    Show,
    /// Enter came right behind the letters: open the best.
    Open,
}

/// Searches a round.
#[derive(Debug)]
pub struct Find {
    open: Arc<OpenRound>,
    here: Here,
    field: TextField,
    looked: Looked,
    afterwards: Afterwards,
    found: Found,
    cursor: ListCursor,
    /// What is being opened at another unit.
    opening: Option<Target>,
}

type Effects = Vec<Effect<World>>;

impl Find {
    /// Searches from the inspection of `work`'s unit, which must lie below.
    pub fn at_unit(work: UnitWork) -> Self {
        Self::new(work.open.clone(), Here::Unit(Box::new(work)))
    }

    /// Searches from the board of `open`, where `selected` is selected.
    pub fn on_board(open: Arc<OpenRound>, selected: Option<UnitId>) -> Self {
        Self::new(open, Here::Board(selected))
    }

    fn new(open: Arc<OpenRound>, here: Here) -> Self {
        Self {
            open,
            here,
            field: TextField::default(),
            looked: Looked::Done,
            afterwards: Afterwards::Show,
            found: Found::default(),
            cursor: ListCursor::default(),
            opening: None,
        }
    }

    fn here(&self) -> Option<&UnitId> {
        match &self.here {
            Here::Unit(work) => Some(&work.unit.id),
            Here::Board(selected) => selected.as_ref(),
        }
    }

    fn selected(&self) -> Option<&Hit> {
        self.found.hits.get(self.cursor.selected())
    }

    fn look(&mut self) -> Effects {
        self.looked = Looked::Done;
        let (round, here) = (self.open.round.id.clone(), self.here().cloned());
        vec![Effect::Run(Request::Search(SearchRequest { round, here, typed: self.field.text().to_owned() }))]
    }

    fn enter(&mut self) -> Effects {
        if self.looked != Looked::Done {
            self.afterwards = Afterwards::Open;
            return self.look();
        }
        let Some(target) = self.selected().map(|hit| hit.target.clone()) else { return Vec::new() };
        match &self.here {
            Here::Unit(work) if work.unit.id == target.unit => {
                let jump = target.item.clone().map(|key| Effect::Run(Request::JumpTo(key)));
                [Effect::Pop].into_iter().chain(jump).chain(register_at(work, &target)).collect()
            }
            _ => {
                let open = Request::OpenUnit(self.open.round.id.clone(), target.unit.clone());
                self.opening = Some(target);
                vec![Effect::Run(open)]
            }
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        if let Here::Unit(work) = &mut self.here {
            work.take(outcome);
        }
        match outcome {
            // An answer to what was typed before comes too late.
            Outcome::Found(outcome) if outcome.typed == self.field.text() => {
                self.found = outcome.found.clone();
                self.cursor.select(0);
                if std::mem::replace(&mut self.afterwards, Afterwards::Show) == Afterwards::Open {
                    return self.enter();
                }
            }
            Outcome::Unit(work) if work.open.round.id == self.open.round.id => {
                let Some(target) = self.opening.take_if(|target| target.unit == work.unit.id) else {
                    return Vec::new();
                };
                let inspection = Inspection::new(work.as_ref().clone());
                let inspection = match &target.item {
                    Some(key) => inspection.at(key),
                    None => inspection,
                };
                return [Effect::push(inspection)].into_iter().chain(register_at(work, &target)).collect();
            }
            _ => {}
        }
        Vec::new()
    }
}

/// The register at its row, where the hit is one.
fn register_at(work: &UnitWork, target: &Target) -> Option<Effect<World>> {
    let (key, row) = (target.item.as_ref()?, target.row.as_ref()?);
    matches!(work.item(key)?.kind, ItemKind::Register(_))
        .then(|| Effect::push(RegisterGrid::new(work.clone(), key.clone()).at(row)))
}

impl Screen<World> for Find {
    fn title(&self) -> String {
        t!("screen_find.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        let count = self.found.hits.len();
        let more = if self.found.extent == Extent::First { "+" } else { "" };
        (count > 0).then(|| format!("{}/{count}{more}", self.cursor.selected() + 1))
    }

    fn help(&self) -> String {
        t!("screen_find.help").into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        let anything = !self.found.hits.is_empty() || self.looked != Looked::Done;
        vec![match anything {
            true => Offer::on(Action::Open).named(t!("screen_find.go")),
            false if self.field.text().trim().is_empty() => Offer::off(Action::Open, t!("screen_find.type_first")),
            false => Offer::off(Action::Open, t!("screen_find.nothing")),
        }]
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            // When it opens nothing is looked for yet, but what will be compared is read.
            Event::Opened | Event::Tick => return self.look(),
            Event::Returned => self.looked = Looked::Due(at),
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::OpenUnit(..), _) => self.opening = None,
            Event::Failed(Request::Search(_), _) => self.afterwards = Afterwards::Show,
            Event::Act(Action::Open) => return self.enter(),
            event => match (self.field.take(&event), event) {
                (Taken::Changed, _) => self.looked = Looked::Due(at),
                (Taken::Ignored, Event::Key(key)) => {
                    self.cursor.press(key, self.found.hits.len());
                }
                _ => {}
            },
        }
        Vec::new()
    }

    fn wakes_at(&self) -> Option<Instant> {
        match self.looked {
            Looked::Done => None,
            Looked::Due(at) => Some(at),
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}

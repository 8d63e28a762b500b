//! One item at all units: choose some of them and record the same there, or say one unit's finding of the others.

use std::collections::BTreeSet;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::fill::{self, Fill, Stage, Way, What};
use super::readings::Readings;
use super::{GridItem, Team};
use crate::assessment::Answered;
use crate::checklist::{Item, ItemKind, Verdict};
use crate::inspection::{Unit, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::screens::inspection::Inspection;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_area::TextArea;
use crate::tui::work::{GridOutcome, GridRequest, Outcome, Request, World};

type Effects = Vec<Effect<World>>;

/// Lines of the form below the list.
const FORM: u16 = 5;

/// One item at all units.
#[derive(Debug)]
pub(super) struct ItemAcross {
    team: Team,
    pub(super) place: GridItem,
    pub(super) readings: Readings,
    cursor: ListCursor,
    pub(super) chosen: BTreeSet<UnitId>,
    pub(super) fill: Option<Fill>,
    /// The unit that was asked to be opened.
    opening: Option<UnitId>,
}

impl ItemAcross {
    pub(super) fn new(team: Team, place: GridItem, readings: Readings) -> Self {
        let (cursor, chosen) = (ListCursor::default(), BTreeSet::new());
        Self { team, place, readings, cursor, chosen, fill: None, opening: None }
    }

    pub(super) fn at(mut self, unit: &UnitId) -> Self {
        let place = self.units().position(|other| other.id == *unit);
        self.cursor.select(place.unwrap_or(0));
        self
    }

    /// The units the checklist is for.
    fn units(&self) -> impl Iterator<Item = &Unit> {
        self.team.units().iter().filter(|unit| self.place.checklist.applies_to(unit.kind))
    }

    fn selected(&self) -> Option<&Unit> {
        self.units().nth(self.cursor.selected())
    }

    pub(super) fn item(&self) -> Option<&Item> {
        self.place.item()
    }

    /// Whom the next act is about: the chosen units, or the selected one.
    fn meant(&self) -> Vec<UnitId> {
        let all = self.units().map(|unit| unit.id.clone());
        if self.chosen.is_empty() {
            return self.selected().map(|unit| unit.id.clone()).into_iter().collect();
        }
        all.filter(|unit| self.chosen.contains(unit)).collect()
    }

    /// Why the units meant cannot be acted on yet.
    fn still_reading(&self) -> bool {
        self.meant().iter().any(|unit| !self.readings.has_read(unit))
    }

    fn name_of(&self, unit: &UnitId) -> &str {
        self.team.open.round.unit(unit).map_or("", |unit| unit.name.as_str())
    }

    fn verdict(&mut self, verdict: Verdict) -> Effects {
        let fill = Fill::new(What::Verdict(verdict), self.meant());
        if self.chosen.is_empty() {
            return self.record(&fill);
        }
        self.fill = Some(fill);
        Vec::new()
    }

    fn copy(&mut self) -> Effects {
        let Some(from) = self.selected().map(|unit| unit.id.clone()) else { return Vec::new() };
        let to: Vec<UnitId> = self.meant().into_iter().filter(|unit| *unit != from).collect();
        let (round, key) = (self.team.open.round.id.clone(), self.place.key.clone());
        vec![Effect::Run(Request::Grid(GridRequest::Copy { round, from, key, to }))]
    }

    /// What `fill` does where; units where the item is not asked are left out.
    pub(super) fn effects_of<'f>(&'f self, fill: &'f Fill) -> impl Iterator<Item = (&'f UnitId, fill::Effect)> {
        let item = self.item();
        fill.units.iter().map(move |unit| {
            let effect = match (item, self.readings.cell(unit, &self.place.key)) {
                (Some(item), Some(cell)) => fill.effect(item, unit, cell),
                _ => fill::Effect::LeftOut(t!("screen_grid.not_asked_there").into_owned()),
            };
            (unit, effect)
        })
    }

    fn record(&self, fill: &Fill) -> Effects {
        let Some(item) = self.item() else { return Vec::new() };
        let mut over = Vec::new();
        let mut left_out = None;
        for (unit, effect) in self.effects_of(fill) {
            match effect {
                fill::Effect::Changes(changes) => over.push(self.team.record_at(unit, changes)),
                fill::Effect::LeftOut(why) => left_out = Some((unit, why)),
                fill::Effect::Same => {}
            }
        }
        let count = over.len();
        let mut effects = Vec::new();
        if count > 0 {
            let (checklist, item) = (self.place.checklist.clone(), Box::new(item.clone()));
            effects.push(Effect::Run(Request::Grid(GridRequest::Record { checklist, item, over })));
        }
        let said = match left_out {
            Some((unit, why)) => {
                let unit = self.name_of(unit);
                Message::error(t!("screen_grid.recorded_but", count = count, unit = unit, why = why))
            }
            None if count == 0 => Message::info(t!("screen_grid.nothing_to_do")),
            None => Message::info(t!("screen_grid.recorded", count = count, what = fill.words())),
        };
        effects.push(Effect::Say(said));
        effects
    }

    /// Enter in the form: first what it changes is shown, then it is recorded.
    fn accept(&mut self) -> Effects {
        let Some(item) = self.place.item() else { return Vec::new() };
        let Some(fill) = &mut self.fill else { return Vec::new() };
        if fill.stage == Stage::Writing {
            fill.error = fill.refusal(item);
            if fill.error.is_none() {
                fill.stage = Stage::Asking;
            }
            return Vec::new();
        }
        let Some(fill) = self.fill.take() else { return Vec::new() };
        let effects = self.record(&fill);
        self.chosen.clear();
        effects
    }

    fn step_back(&mut self) {
        match &mut self.fill {
            Some(fill) if fill.stage == Stage::Asking && matches!(fill.what, What::Value(_) | What::Remark(_)) => {
                fill.stage = Stage::Writing;
            }
            _ => self.fill = None,
        }
    }

    fn open(&mut self) -> Effects {
        if self.fill.is_some() {
            return self.accept();
        }
        if !self.chosen.is_empty()
            && let Some(what) = self.item().and_then(Fill::value_field)
        {
            self.fill = Some(Fill::new(what, self.meant()));
            return Vec::new();
        }
        let Some(unit) = self.selected().map(|unit| unit.id.clone()) else { return Vec::new() };
        self.opening = Some(unit.clone());
        vec![Effect::Run(Request::OpenUnit(self.team.open.round.id.clone(), unit))]
    }

    fn act(&mut self, action: Action) -> Effects {
        let round = || self.team.open.round.id.clone();
        match action {
            Action::Open => return self.open(),
            Action::Back => self.step_back(),
            Action::NextPane | Action::PreviousPane => {
                if let Some(fill) = &mut self.fill {
                    fill.way = if fill.way == Way::Append { Way::Replace } else { Way::Append };
                }
            }
            Action::SelectAll => {
                let all: BTreeSet<UnitId> = self.units().map(|unit| unit.id.clone()).collect();
                self.chosen = if self.chosen == all { BTreeSet::new() } else { all };
            }
            Action::VerdictPass => return self.verdict(Verdict::Pass),
            Action::VerdictPartial => return self.verdict(Verdict::Partial),
            Action::VerdictFail => return self.verdict(Verdict::Fail),
            Action::VerdictNotApplicable => return self.verdict(Verdict::Na),
            Action::Remark => self.fill = Some(Fill::new(What::Remark(TextArea::default()), self.meant())),
            Action::CopyFinding => return self.copy(),
            Action::Undo => return vec![Effect::Run(Request::Undo(round()))],
            Action::Redo => return vec![Effect::Run(Request::Redo(round()))],
            _ => {}
        }
        Vec::new()
    }

    fn take(&mut self, outcome: &Outcome, at: Instant) -> Effects {
        self.readings.take(outcome, at);
        match outcome {
            Outcome::Grid(GridOutcome::Copies(copies)) => {
                let units = copies.iter().map(|copy| copy.unit.clone()).collect();
                self.fill = Some(Fill::new(What::Copies(copies.clone()), units));
            }
            Outcome::Unit(work) if self.opening.take_if(|unit| *unit == work.unit.id).is_some() => {
                self.readings.sleep();
                let jump = Effect::Run(Request::JumpTo(self.place.key.clone()));
                return vec![Effect::push(Inspection::new(work.as_ref().clone())), jump];
            }
            _ => {}
        }
        Vec::new()
    }

    fn read_next(&mut self, at: Instant) -> Effects {
        let open = self.team.open.clone();
        let chosen = self.chosen.clone();
        let first = open.round.units.iter().map(|unit| &unit.id).filter(|unit| chosen.contains(*unit));
        self.readings.next(first.chain(open.round.units.iter().map(|unit| &unit.id)), 1, at)
    }

    fn typed(&mut self, event: &Event<'_, World>) {
        let count = self.units().count();
        match (&mut self.fill, event) {
            (Some(fill), event) if fill.stage == Stage::Writing => {
                fill.error = None;
                match &mut fill.what {
                    What::Value(field) => _ = field.take(event),
                    What::Remark(area) => _ = area.take(event),
                    What::Verdict(_) | What::Copies(_) => {}
                }
            }
            (None, Event::Text(" ")) => {
                if let Some(unit) = self.selected().map(|unit| unit.id.clone()) {
                    if !self.chosen.remove(&unit) {
                        self.chosen.insert(unit);
                    }
                    self.cursor.press(Key::Down, count);
                }
            }
            (_, Event::Key(key)) => _ = self.cursor.press(*key, count),
            _ => {}
        }
    }
}

impl Screen<World> for ItemAcross {
    fn title(&self) -> String {
        format!("{} {}", self.place.number, t!("screen_grid.across"))
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let units: Vec<&Unit> = self.units().collect();
        let answered = |unit: &&&Unit| {
            self.readings.cell(&unit.id, &self.place.key).is_some_and(|cell| cell.answered == Answered::Yes)
        };
        let answered = units.iter().filter(answered).count();
        let mut right = t!("screen_grid.answered", answered = answered, units = units.len()).into_owned();
        if !self.chosen.is_empty() {
            right = format!("{right} {} {}", theme.marks().dot, t!("screen_grid.chosen", count = self.chosen.len()));
        }
        let left = Line::from(theme.span(Role::Title, self.item()?.ask.clone()));
        Some(Subtitle { left, right: Line::from(theme.span(Role::Text, right)) })
    }

    fn focus(&self) -> Focus {
        match &self.fill {
            Some(Fill { what: What::Value(field), stage: Stage::Writing, .. }) => field.focus(),
            Some(fill) if fill.stage == Stage::Writing => Focus::Text,
            _ => Focus::Commands,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        if let Some(fill) = &self.fill {
            let enter = match fill.stage {
                Stage::Writing => t!("screen_grid.show_changes"),
                Stage::Asking => t!("screen_grid.do_record"),
            };
            let mut offers = vec![Offer::on(Action::Open).named(enter)];
            if fill.has_remark() {
                offers.push(Offer::on(Action::NextPane).named(t!("screen_grid.other_way")));
            }
            offers.push(Offer::on(Action::Back).named(t!("screen_grid.do_not")));
            return offers;
        }
        let reading = self.still_reading();
        let act = |action| {
            if reading { Offer::off(action, t!("screen_grid.still_reading")) } else { Offer::on(action) }
        };
        let mut offers = Vec::new();
        if self.item().is_some_and(|item| matches!(item.kind, ItemKind::Verdict)) {
            let verdicts =
                [Action::VerdictPass, Action::VerdictPartial, Action::VerdictFail, Action::VerdictNotApplicable];
            offers.extend(verdicts.map(act));
        }
        let fills = !self.chosen.is_empty() && self.item().is_some_and(|item| Fill::value_field(item).is_some());
        offers.push(if fills {
            act(Action::Open).named(t!("screen_grid.fill_value"))
        } else {
            Offer::on(Action::Open).named(t!("screen_grid.open_unit"))
        });
        offers.push(Offer::on(Action::SelectAll));
        offers.push(act(Action::Remark));
        let has_remark = self.selected().and_then(|unit| self.readings.cell(&unit.id, &self.place.key));
        offers.push(match has_remark {
            Some(cell) if cell.answered == Answered::Yes || cell.remark.is_some() => {
                let others = self.meant().iter().any(|unit| self.selected().is_none_or(|here| here.id != *unit));
                if others {
                    act(Action::CopyFinding)
                } else {
                    Offer::off(Action::CopyFinding, t!("screen_grid.choose_first"))
                }
            }
            _ => Offer::off(Action::CopyFinding, t!("screen_grid.nothing_to_copy")),
        });
        offers.extend([Action::Undo, Action::Redo].map(Offer::on));
        offers
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        if self.fill.is_some() {
            return Vec::new();
        }
        vec![TypedHint { keys: t!("screen_grid.space").into_owned(), text: t!("screen_grid.choose").into_owned() }]
    }

    fn help(&self) -> String {
        t!("screen_grid.help_across").into_owned()
    }

    fn status(&self) -> Option<Message> {
        if let Some(error) = self.fill.as_ref().and_then(|fill| fill.error.as_ref()) {
            return Some(Message::error(error.clone()));
        }
        let unit = self.selected()?;
        let remark = self.readings.cell(&unit.id, &self.place.key)?.remark.as_ref()?;
        Some(Message::info(format!("{}: {remark}", unit.name)))
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.readings.wakes_at()
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => {
                self.opening = None;
                self.readings.wake(at);
                self.read_next(at)
            }
            Event::Tick => self.read_next(at),
            Event::Outcome(outcome) => self.take(outcome, at),
            Event::Failed(Request::OpenUnit(..), _) => {
                self.opening = None;
                Vec::new()
            }
            Event::Act(action) => self.act(action),
            event => {
                self.typed(&event);
                Vec::new()
            }
        }
    }

    /// ```text
    ///    [x] UBND xã Mẫu A         CHƯA ĐẠT ×        Chưa có số điện thoại đường dây nóng.
    ///  > [ ] UBND xã Mẫu B         ĐẠT √
    ///    [x] UBND phường Mẫu C     …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let below = if self.fill.is_some() { FORM.min(area.height) } else { 0 };
        let list = Rect { height: area.height - below, ..area };
        let units: Vec<&Unit> = self.units().collect();
        let columns = usize::from(list.width).saturating_sub(8);
        self.cursor.render(canvas, list, units.len(), |index| self.row(&theme, units[index], columns));
        if let Some(fill) = &self.fill {
            let form = Rect { y: list.bottom(), height: below, ..area };
            self.draw_form(canvas, form, fill);
        }
    }
}

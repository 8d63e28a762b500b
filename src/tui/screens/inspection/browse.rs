//! Moving about a unit and opening what belongs to an item.

use std::time::Instant;

use rust_i18n::t;

use super::outline::Chosen;
use super::{Afterwards, Effects, Inspection, Pane, Step, Stop, checks};
use crate::checklist::{ItemKind, Verdict};
use crate::tui::action::{Action, Offer};
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Message, TypedHint};
use crate::tui::screens::conclusion::ConclusionEditor;
use crate::tui::screens::conflicts::Conflicts;
use crate::tui::screens::evidence::EvidenceList;
use crate::tui::screens::exchange;
use crate::tui::screens::fields::AnswerFields;
use crate::tui::screens::figures::Figures;
use crate::tui::screens::find::Find;
use crate::tui::screens::grid::UnitGrid;
use crate::tui::screens::history::AnswerHistory;
use crate::tui::screens::preview::Preview;
use crate::tui::screens::problems::Problems;
use crate::tui::screens::register::RegisterGrid;
use crate::tui::screens::remark::RemarkEditor;
use crate::tui::screens::survey::SurveyTally;
use crate::tui::widgets::list::Moved;
use crate::tui::work::{ConflictRequest, Outcome, Request, Touched};

impl Inspection {
    pub(super) fn offered(&self) -> Vec<Offer> {
        if let Some(entry) = &self.entry {
            return entry.offers();
        }
        let here = self.pane == Pane::Items;
        let mut offers = Vec::with_capacity(20);
        if here && matches!(self.kind(), Some(ItemKind::Verdict)) {
            for action in
                [Action::VerdictPass, Action::VerdictPartial, Action::VerdictFail, Action::VerdictNotApplicable]
            {
                offers.push(Offer::on(action));
            }
        }
        offers.push(Offer::on(Action::Open).named(self.label_of_enter()));
        offers.push(Offer::on(Action::NextUnanswered).named(t!("screen_inspection.next_open")));
        offers.push(if self.problem_places.is_empty() {
            Offer::off(Action::NextProblem, t!("screen_inspection.no_problem"))
        } else {
            Offer::on(Action::NextProblem)
        });
        let is_figure = here && matches!(self.kind(), Some(ItemKind::Number { .. } | ItemKind::Rate { .. }));
        if is_figure {
            offers.push(Offer::on(Action::Figures));
        }
        offers.push(Offer::on(Action::Undo));
        offers.push(Offer::on(Action::Evidence));
        offers.push(Offer::on(Action::NextPane).named(t!(if here {
            "screen_inspection.outline"
        } else {
            "screen_inspection.items"
        })));
        offers.push(Offer::on(Action::PreviousPane));
        offers.push(Offer::on(Action::Edit).named(t!("screen_inspection.fields")));
        let rest = [
            Action::Find,
            Action::Preview,
            Action::Grid,
            Action::Remark,
            Action::History,
            Action::Redo,
            Action::Problems,
            Action::Conflicts,
            Action::Conclude,
        ];
        offers.extend(rest.map(Offer::on));
        if !is_figure {
            offers.push(Offer::on(Action::Figures));
        }
        offers.extend(self.closing_offers());
        offers.extend(self.question_offers());
        offers.extend(exchange::offers(Some(&self.work.open.round.id)));
        if !here {
            offers.push(Offer::on(Action::Back).named(t!("screen_inspection.items")));
        }
        offers
    }

    fn label_of_enter(&self) -> String {
        if self.pane == Pane::Outline {
            return t!("screen_inspection.items").into_owned();
        }
        let key = match self.kind() {
            Some(ItemKind::Verdict | ItemKind::Rate { .. }) | None => "screen_inspection.enter.remark",
            Some(ItemKind::Register(_)) => "screen_inspection.enter.register",
            Some(ItemKind::Survey(_)) => "screen_inspection.enter.survey",
            Some(_) => "screen_inspection.enter.value",
        };
        t!(key).into_owned()
    }

    pub(super) fn hints_of_kind(&self) -> Vec<TypedHint> {
        if self.entry.is_some() || self.pane == Pane::Outline {
            return Vec::new();
        }
        let (keys, text) = match self.kind() {
            Some(ItemKind::Number { .. }) => ("0–9".to_owned(), t!("screen_inspection.type.number")),
            Some(ItemKind::Rate { .. }) => ("0–9".to_owned(), t!("screen_inspection.type.quoted")),
            Some(ItemKind::Date) => ("0–9".to_owned(), t!("screen_inspection.type.date")),
            Some(ItemKind::Text) => {
                (t!("screen_inspection.type.letters").into_owned(), t!("screen_inspection.type.text"))
            }
            Some(ItemKind::Choice { choices, .. }) => {
                (format!("1–{}", choices.len().min(9)), t!("screen_inspection.type.choice"))
            }
            _ => return Vec::new(),
        };
        vec![TypedHint { keys, text: text.into_owned() }]
    }

    pub(super) fn opened(&mut self, at: Instant) -> Effects {
        self.look_back_at(at);
        self.unsaved = (0..self.work.order.slots.len()).find(|slot| self.has_draft(*slot));
        let Some(slot) = self.unsaved else { return Vec::new() };
        let text = t!("screen_inspection.unsaved", item = self.name_of(slot));
        vec![Effect::Say(Message { text: text.into_owned(), role: crate::tui::theme::Role::Changed })]
    }

    pub(super) fn act(&mut self, action: Action, at: Instant) -> Effects {
        if let Some(effects) = self.act_closing(action).or_else(|| self.act_question(action)) {
            return effects;
        }
        if action != Action::Open {
            // A remark about to be asked for gives way to what the user wants instead.
            if let Some(verdict) = verdict_of(action) {
                return self.verdict(verdict, at);
            }
            self.remark_due = None;
        }
        let key = self.work.order.slots.get(self.selected).map(|slot| slot.key.clone());
        match (action, key) {
            (Action::Open, Some(key)) => return self.open(key, at),
            (Action::Remark, Some(key)) => return vec![Effect::push(RemarkEditor::new(self.work.clone(), key))],
            (Action::Evidence, Some(key)) => return vec![Effect::push(EvidenceList::new(self.work.clone(), key))],
            (Action::Edit, Some(key)) => return vec![Effect::push(AnswerFields::new(self.work.clone(), key))],
            (Action::Figures, Some(key)) => return vec![Effect::push(Figures::new(self.work.clone(), &key))],
            (Action::History, Some(key)) => return vec![Effect::push(AnswerHistory::new(&self.work, key))],
            (Action::NextUnanswered, _) => return self.next_open(),
            (Action::NextProblem, _) => return self.go_to_next_problem(),
            (Action::Problems, _) => return vec![Effect::push(Problems::new(self.work.clone()))],
            (Action::Conflicts, key) => return vec![Effect::push(Conflicts::of_unit(&self.work, key))],
            (Action::Grid, key) => {
                let grid = UnitGrid::new(self.work.open.clone(), self.work.member.clone());
                return vec![Effect::push(grid.at(&self.work.unit.id, key.as_ref()))];
            }
            (Action::Find, _) => return vec![Effect::push(Find::at_unit(self.work.clone()))],
            (Action::Preview, _) => {
                let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
                return vec![Effect::push(Preview::new(round, unit, self.work.unit.name.clone()))];
            }
            (Action::Conclude, _) => {
                let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
                return vec![Effect::push(ConclusionEditor::new(round, unit, self.work.unit.name.clone()))];
            }
            (Action::Undo, _) => {
                self.afterwards = Some(Afterwards::ShowReversed);
                return vec![Effect::Run(Request::Undo(self.work.open.round.id.clone()))];
            }
            (Action::Redo, _) => {
                self.afterwards = Some(Afterwards::ShowReversed);
                return vec![Effect::Run(Request::Redo(self.work.open.round.id.clone()))];
            }
            (Action::NextPane | Action::PreviousPane | Action::Back, _) => self.change_pane(),
            (action, _) => {
                return exchange::act(action, Some(&self.work.open.round.id)).unwrap_or_default();
            }
        }
        Vec::new()
    }

    fn open(&mut self, key: crate::inspection::ItemKey, at: Instant) -> Effects {
        if self.pane == Pane::Outline {
            self.change_pane();
            return Vec::new();
        }
        let work = || self.work.clone();
        match self.kind() {
            Some(ItemKind::Register(_)) => vec![Effect::push(RegisterGrid::new(work(), key))],
            Some(ItemKind::Survey(_)) => vec![Effect::push(SurveyTally::new(work(), key))],
            Some(ItemKind::Verdict) if self.remark_due.is_some() => {
                // However fast it comes, Enter means what it would mean a moment later: the first phrase.
                let mut effects = self.open_remark(None);
                effects.push(Effect::Perform(Action::Open));
                effects
            }
            Some(ItemKind::Verdict | ItemKind::Rate { .. }) => vec![Effect::push(RemarkEditor::new(work(), key))],
            Some(_) => self.start_entry(None, at),
            None => Vec::new(),
        }
    }

    fn change_pane(&mut self) {
        self.pane = match self.pane {
            Pane::Items => {
                self.outline.open(&self.work, self.selected);
                Pane::Outline
            }
            Pane::Outline => Pane::Items,
        };
    }

    pub(super) fn press(&mut self, key: Key, at: Instant) -> Effects {
        if self.remark_due.is_some() {
            return self.open_remark(None);
        }
        // Who moves between two digits means two answers.
        self.burst = None;
        match (self.pane, key) {
            (Pane::Items, Key::Left) | (Pane::Outline, Key::Right) => self.change_pane(),
            (Pane::Outline, key) => {
                if let Chosen::Section(section) = self.outline.press(key) {
                    let slots = self.work.order.sections[section].slots.clone();
                    let first = slots.clone().find(|slot| self.work.is_asked(*slot));
                    if let Some(slot) = slots.clone().find(|slot| self.work.is_open(*slot)).or(first) {
                        self.selected = slot;
                        self.settle();
                    }
                }
            }
            (Pane::Items, Key::Up) => self.step(Step::Up),
            (Pane::Items, Key::Down) => self.step(Step::Down),
            (Pane::Items, Key::Top | Key::Bottom) => {
                let mut asked = (0..self.work.order.slots.len()).filter(|slot| self.work.is_asked(*slot));
                if let Some(slot) = if key == Key::Top { asked.next() } else { asked.next_back() } {
                    self.go_to(slot);
                }
            }
            (Pane::Items, Key::Delete) => return self.clear_answer(at),
            (Pane::Items, key) => {
                if let Moved::To(row) = self.list.press(key, self.rows.len()) {
                    self.selected = self.rows[row];
                    self.checks = checks::of_item(&self.work, self.selected);
                }
            }
        }
        Vec::new()
    }

    /// One item on or back; at the end of a section into the next one.
    pub(super) fn step(&mut self, step: Step) {
        let count = self.work.order.slots.len();
        let next = match step {
            Step::Up => (0..self.selected).rev().find(|slot| self.work.is_asked(*slot)),
            Step::Down => (self.selected + 1..count).find(|slot| self.work.is_asked(*slot)),
        };
        if let Some(slot) = next {
            self.selected = slot;
            self.settle();
        }
    }

    /// To the item with unsaved text first, then to the next one without an answer.
    pub(super) fn next_open(&mut self) -> Effects {
        if let Some(slot) = self.unsaved.take() {
            self.go_to(slot);
            return Vec::new();
        }
        match self.work.next_open(Some(self.selected)) {
            Some(slot) => self.go_to(slot),
            None if self.work.is_open(self.selected) => {}
            None => return vec![Effect::Say(Message::info(t!("screen_inspection.all_answered")))],
        }
        Vec::new()
    }

    /// To the next problem behind the selected item, around the end.
    fn go_to_next_problem(&mut self) -> Effects {
        let places = &self.problem_places;
        let next = places.iter().find(|(slot, _)| *slot > self.selected).or(places.first()).copied();
        let Some((slot, stop)) = next else { return Vec::new() };
        let said = match stop {
            Stop::Problem(problem) => Message::error(self.work.problems[problem].message.clone()),
            Stop::Question(question) => self.say_question(question),
        };
        self.go_to(slot);
        vec![Effect::Say(said)]
    }

    /// A screen above asked to select an item.
    pub(super) fn jumped(&mut self, outcome: &Outcome) {
        if let Outcome::Jump(key) = outcome
            && let Some(slot) = self.work.order.slot_of(key)
        {
            self.entry = None;
            self.go_to(slot);
        }
    }

    /// Answers changed, here or on a screen above.
    pub(super) fn taken(&mut self, outcome: &Outcome) -> Effects {
        if let Outcome::Questions(_) | Outcome::Conflict(_) = outcome {
            self.recount();
            self.settle();
        }
        let Outcome::Changed { touched, reversal, .. } = outcome else { return Vec::new() };
        self.recount();
        self.settle();
        let mut effects = self.follow(touched);
        effects.extend(self.work.questions_after(outcome).map(Effect::Run));
        if reversal.is_some() || self.differs_in(touched) {
            let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
            effects.push(Effect::Run(Request::Conflict(ConflictRequest::ListAt(round, unit))));
        }
        effects
    }

    /// Whether an answer was changed of which somebody says otherwise, or which somebody changed beside.
    fn differs_in(&self, touched: &[Touched]) -> bool {
        let (unit, differences) = (&self.work.unit.id, &self.work.differences);
        touched.iter().filter(|touched| touched.unit == *unit).any(|touched| {
            differences.of_item(unit, &touched.key).next().is_some()
                || differences.parallel_of(unit, &touched.key).is_some()
        })
    }

    /// Goes where the last write leads.
    fn follow(&mut self, touched: &[Touched]) -> Effects {
        match self.afterwards.take() {
            Some(Afterwards::NextOpen) => {
                if let Some(slot) = self.work.next_open(Some(self.selected)) {
                    self.go_to(slot);
                } else if self.work.next_open(None).is_none() {
                    return vec![Effect::Say(Message::info(t!("screen_inspection.all_answered")))];
                }
                Vec::new()
            }
            Some(Afterwards::Row(step)) => {
                self.step(step);
                Vec::new()
            }
            Some(Afterwards::ShowReversed) => {
                let here = touched.iter().find(|touched| touched.unit == self.work.unit.id);
                if let Some(slot) = here.and_then(|touched| self.work.order.slot_of(&touched.key)) {
                    self.go_to(slot);
                }
                Vec::new()
            }
            Some(Afterwards::Stay) | None => Vec::new(),
        }
    }

    /// Says what was taken back or done again, also where another screen asked for it and wherever it was.
    pub(super) fn reversed(&mut self, outcome: &Outcome) -> Effects {
        let Outcome::Changed { reversal: Some(reversal), round, .. } = outcome else { return Vec::new() };
        self.afterwards = None;
        if *round != self.work.open.round.id {
            return Vec::new();
        }
        if self.quiet_undos > 0 {
            self.quiet_undos -= 1;
            return Vec::new();
        }
        vec![Effect::Say(Message::info(reversal.sentence(Some(&self.work.unit.id))))]
    }
}

fn verdict_of(action: Action) -> Option<Verdict> {
    match action {
        Action::VerdictPass => Some(Verdict::Pass),
        Action::VerdictPartial => Some(Verdict::Partial),
        Action::VerdictFail => Some(Verdict::Fail),
        Action::VerdictNotApplicable => Some(Verdict::Na),
        _ => None,
    }
}

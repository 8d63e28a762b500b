//! Typing a figure, a day or a text into the row of its item.

use std::time::Instant;

use rust_i18n::t;

use super::checks::{self, Check, Supposed};
use super::figure_entry::{FigureEntry, Given, Part};
use super::{Afterwards, Effects, Inspection, Step};
use crate::checklist::ItemKind;
use crate::inspection::{Answer, AskedUnder, FieldChange, QuotedError};
use crate::tui::action::{Action, Offer};
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending};
use crate::tui::theme::Role;
use crate::tui::widgets::list::{ListCursor, Moved};
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{Request, World};
use crate::vietnamese::date::{format_date, parse_date};
use crate::vietnamese::number::format_plain;

/// A value being typed or chosen.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) input: Entering,
    error: Option<String>,
    /// What the cross-checks say of it.
    pub(super) checks: Vec<Check>,
    /// The checklist with it, as if it were recorded.
    pub(super) supposed: Option<Box<Supposed>>,
    timer: DraftTimer,
}

/// How a value is given.
#[derive(Debug)]
pub(super) enum Entering {
    /// By typing.
    Typed(TextField),
    /// From a list.
    Chosen(ListCursor),
    /// A figure with what the unit reported and where it comes from.
    Figure(FigureEntry),
}

impl Entry {
    pub(super) fn focus(&self) -> Focus {
        match &self.input {
            Entering::Typed(field) => field.focus(),
            Entering::Chosen(_) | Entering::Figure(_) => Focus::Literal,
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.timer.due()
    }

    pub(super) fn pending(&self) -> Pending {
        self.timer.pending()
    }

    pub(super) fn status(&self) -> Option<Message> {
        if let Some(error) = &self.error {
            return Some(Message::error(error.clone()));
        }
        self.checks.first().map(|check| Message { text: check.text.clone(), role: check.role })
    }

    fn of(input: Entering) -> Self {
        Self { input, error: None, checks: Vec::new(), supposed: None, timer: DraftTimer::default() }
    }

    /// As a draft keeps it.
    fn text(&self) -> String {
        match &self.input {
            Entering::Typed(field) => field.text().to_owned(),
            Entering::Chosen(_) => String::new(),
            Entering::Figure(figure) => figure.as_draft(),
        }
    }

    /// What works while it is being given.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let next = match &self.input {
            Entering::Figure(figure) => figure.label_of_tab(),
            _ => t!("screen_inspection.enter.next").into_owned(),
        };
        let mut offers = vec![
            Offer::on(Action::Open).named(t!("screen_inspection.enter.record")),
            Offer::on(Action::NextPane).named(next),
            Offer::on(Action::PreviousPane),
            Offer::on(Action::Back).named(t!("screen_inspection.enter.leave")),
        ];
        offers.extend(LATER.map(|action| Offer::off(action, t!("screen_inspection.enter.first"))));
        offers
    }
}

/// Name under which typed text of a value is kept.
fn draft_field(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Number { .. } => "number",
        ItemKind::Date => "date",
        ItemKind::Rate { .. } => "quoted",
        _ => "text",
    }
}

/// The recorded value as it is typed.
fn as_typed(kind: &ItemKind, answer: &Answer) -> Option<String> {
    match kind {
        ItemKind::Number { .. } => answer.number.map(format_plain),
        ItemKind::Date => answer.date.map(format_date),
        ItemKind::Rate { .. } => answer.quoted.map(|said| said.to_string()),
        _ => answer.text.clone(),
    }
}

/// What must wait until the value being given is recorded or left.
const LATER: [Action; 11] = [
    Action::Figures,
    Action::NextUnanswered,
    Action::NextProblem,
    Action::Undo,
    Action::Redo,
    Action::Evidence,
    Action::Edit,
    Action::Remark,
    Action::Find,
    Action::Preview,
    Action::History,
];

impl Inspection {
    /// Something typed that is no action here.
    pub(super) fn typed(&mut self, text: &str, at: Instant) -> Effects {
        let digit = text.parse::<u8>().ok().filter(|digit| *digit < 10 && text.len() == 1);
        if let Some(digit) = digit
            && let Some(effects) = self.other_digit(digit, at)
        {
            return effects;
        }
        if self.remark_due.is_some() {
            return self.open_remark(Some(text));
        }
        if self.pane == super::Pane::Outline {
            return Vec::new();
        }
        match (self.kind(), digit) {
            (Some(ItemKind::Choice { .. }), Some(digit)) => self.choose(digit, at),
            _ => self.start_entry(Some(text), at),
        }
    }

    /// Opens the field of the selected item, with `typed` in it or with what is there already.
    pub(super) fn start_entry(&mut self, typed: Option<&str>, at: Instant) -> Effects {
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let key = &self.work.order.slots[self.selected].key;
        let answer = self.work.answer(key);
        let draft = self.work.draft(key, draft_field(&item.kind)).map(str::to_owned);
        let first = typed.map(|typed| typed.lines().next().unwrap_or_default());
        let known = || draft.clone().or_else(|| as_typed(&item.kind, answer?)).unwrap_or_default();
        let field = |accepts| match first {
            None => Some(TextField::new(&known(), accepts)),
            // What this field does not take opens nothing.
            Some(first) => Some(TextField::new(first, accepts)).filter(|field| !field.text().is_empty()),
        };
        let input = match &item.kind {
            ItemKind::Number { .. } => field(Accepts::Number).map(|field| {
                let figure = FigureEntry::of(answer);
                Entering::Figure(match &draft {
                    Some(draft) if first.is_none() => figure.with_draft(draft),
                    _ => figure.with_found(field.text()),
                })
            }),
            ItemKind::Rate { .. } => field(Accepts::Number).map(Entering::Typed),
            ItemKind::Date => field(Accepts::Date).map(Entering::Typed),
            ItemKind::Text => field(Accepts::Text).map(Entering::Typed),
            ItemKind::Choice { choices, .. } => {
                let mut cursor = ListCursor::default();
                let chosen = answer.and_then(|answer| answer.choice.as_ref());
                cursor.select(choices.iter().position(|choice| Some(choice) == chosen).unwrap_or(0));
                self.entry = Some(Entry::of(Entering::Chosen(cursor)));
                return Vec::new();
            }
            ItemKind::Verdict | ItemKind::Register(_) | ItemKind::Survey(_) => None,
        };
        let Some(input) = input else { return Vec::new() };
        let mut entry = Entry::of(input);
        if typed.is_some() {
            entry.timer.touch(at);
        }
        self.entry = Some(entry);
        self.check_entry();
        match typed {
            Some(typed) if typed.trim_end().contains('\n') => {
                vec![Effect::Say(Message::error(t!("screen_inspection.one_line")))]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn edit(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match event {
            Event::Act(Action::Open) => return self.accept(Afterwards::NextOpen),
            Event::Act(Action::NextPane) => return self.go_on(),
            Event::Act(Action::PreviousPane) => return self.go_back(),
            Event::Act(Action::Back) => return self.leave_entry(),
            _ => {}
        }
        let choices = match self.kind() {
            Some(ItemKind::Choice { choices, .. }) => choices.len(),
            _ => 0,
        };
        let Some(entry) = &mut self.entry else { return Vec::new() };
        match (&mut entry.input, event) {
            (Entering::Chosen(cursor), Event::Key(key)) => {
                let _: Moved = cursor.press(key, choices);
            }
            (Entering::Chosen(cursor), Event::Text(text)) => {
                let position = text.parse::<usize>().ok().and_then(|digit| digit.checked_sub(1));
                if let Some(position) = position.filter(|position| *position < choices) {
                    cursor.select(position);
                    return self.accept(Afterwards::NextOpen);
                }
            }
            (Entering::Figure(figure), event) if figure.part() == Part::Source => match figure.take(&event) {
                Given::Chosen => return self.accept(Afterwards::NextOpen),
                Given::Changed => {
                    entry.timer.touch(at);
                    self.check_entry();
                }
                Given::Nothing => {}
            },
            (Entering::Typed(_) | Entering::Figure(_), Event::Key(Key::Down)) => {
                return self.accept(Afterwards::Row(Step::Down));
            }
            (Entering::Typed(_) | Entering::Figure(_), Event::Key(Key::Up)) => {
                return self.accept(Afterwards::Row(Step::Up));
            }
            (input, Event::Paste(text)) if text.trim_end().contains('\n') => {
                let first = Event::<World>::Paste(text.lines().next().unwrap_or_default());
                match input {
                    Entering::Typed(field) => _ = field.take(&first),
                    Entering::Figure(figure) => _ = figure.take(&first),
                    Entering::Chosen(_) => return Vec::new(),
                }
                entry.timer.touch(at);
                self.check_entry();
                return vec![Effect::Say(Message::error(t!("screen_inspection.one_line")))];
            }
            (input, event) => {
                let changed = match input {
                    Entering::Typed(field) => field.take(&event).changed(),
                    Entering::Figure(figure) => figure.take(&event) == Given::Changed,
                    Entering::Chosen(_) => false,
                };
                if changed {
                    entry.timer.touch(at);
                    entry.error = None;
                    self.check_entry();
                }
            }
        }
        Vec::new()
    }

    /// Tab: what else belongs to a figure; behind it the next row.
    fn go_on(&mut self) -> Effects {
        let decimals = self.decimals();
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let recorded = self.work.answer(&self.work.order.slots[self.selected].key).cloned().unwrap_or_default();
        let Some(entry) = &mut self.entry else { return Vec::new() };
        if let Entering::Figure(figure) = &mut entry.input {
            if let Err((part, error)) = figure.changes(item, &recorded, decimals) {
                figure.go_to(part);
                entry.error = Some(error);
                return Vec::new();
            }
            if figure.next().is_some() {
                return Vec::new();
            }
        }
        self.accept(Afterwards::Row(Step::Down))
    }

    /// Shift+Tab: the part of a figure before, or the row before.
    fn go_back(&mut self) -> Effects {
        if let Some(Entering::Figure(figure)) = self.entry.as_mut().map(|entry| &mut entry.input)
            && figure.back().is_some()
        {
            return Vec::new();
        }
        self.accept(Afterwards::Row(Step::Up))
    }

    fn decimals(&self) -> u8 {
        match self.kind() {
            Some(ItemKind::Number { decimals, .. }) => *decimals,
            _ => 0,
        }
    }

    /// Has the cross-checks look at what is being typed.
    fn check_entry(&mut self) {
        let Some(entry) = &self.entry else { return };
        let recorded = self.work.answer(&self.work.order.slots[self.selected].key).cloned().unwrap_or_default();
        let typed = match &entry.input {
            Entering::Figure(figure) => figure.supposed(recorded, self.decimals()),
            Entering::Typed(field) if matches!(self.kind(), Some(ItemKind::Rate { .. })) => {
                Answer { quoted: field.text().parse().ok(), ..recorded }
            }
            _ => return,
        };
        let supposed = checks::supposing(&self.work, self.selected, typed);
        let checks = supposed.as_ref().map(|supposed| checks::of_supposed(&self.work, self.selected, supposed));
        if let Some(entry) = &mut self.entry {
            entry.checks = checks.unwrap_or_default();
            entry.supposed = supposed.map(Box::new);
        }
    }

    /// What was typed, as changes; none where there is nothing to record.
    fn read_entry(&self) -> Result<Vec<FieldChange>, (Option<Part>, String)> {
        let (Some(entry), Some((item, _))) = (&self.entry, self.work.at(self.selected)) else { return Ok(Vec::new()) };
        let wrong = |error: String| (None, error);
        let text = entry.text();
        let text = text.trim();
        let recorded = self.work.answer(&self.work.order.slots[self.selected].key);
        let (change, known) = match (&item.kind, &entry.input) {
            (ItemKind::Choice { choices, .. }, Entering::Chosen(cursor)) => {
                let choice = choices.get(cursor.selected()).cloned();
                let known = recorded.is_some_and(|answer| answer.choice == choice);
                (FieldChange::Choice(choice), known)
            }
            (ItemKind::Number { decimals, .. }, Entering::Figure(figure)) => {
                let empty = Answer::default();
                let recorded = recorded.unwrap_or(&empty);
                let mut changes =
                    figure.changes(item, recorded, *decimals).map_err(|(part, error)| (Some(part), error))?;
                // The same figure under other words is a new answer all the same.
                if changes.is_empty()
                    && recorded.number.is_some()
                    && recorded.asked_under(&item.hash) != AskedUnder::These
                {
                    changes.push(FieldChange::Number(recorded.number));
                }
                return Ok(changes);
            }
            (ItemKind::Rate { .. }, _) => {
                let said = match text {
                    "" => None,
                    _ => Some(text.parse().map_err(|error: QuotedError| wrong(error.to_string()))?),
                };
                (FieldChange::Quoted(said), recorded.and_then(|answer| answer.quoted) == said)
            }
            (ItemKind::Date, _) => {
                let date = match text {
                    "" => None,
                    _ => Some(parse_date(text).map_err(|error| wrong(error.to_string()))?),
                };
                (FieldChange::Date(date), recorded.and_then(|answer| answer.date) == date)
            }
            (ItemKind::Text, _) => {
                let typed = Some(text.to_owned()).filter(|text| !text.is_empty());
                let known = recorded.and_then(|answer| answer.text.clone()) == typed;
                (FieldChange::Text(typed), known)
            }
            _ => return Ok(Vec::new()),
        };
        change.check(item).map_err(|error| wrong(error.to_string()))?;
        let same_words = recorded.is_none_or(|answer| answer.asked_under(&item.hash) == AskedUnder::These);
        Ok(if known && same_words { Vec::new() } else { vec![change] })
    }

    /// Records what was typed and goes on; what is wrong is said and stays to be mended.
    fn accept(&mut self, then: Afterwards) -> Effects {
        let changes = match self.read_entry() {
            Ok(changes) => changes,
            Err((part, error)) => {
                if let Some(entry) = &mut self.entry {
                    if let (Some(part), Entering::Figure(figure)) = (part, &mut entry.input) {
                        figure.go_to(part);
                    }
                    entry.error = Some(error);
                }
                return Vec::new();
            }
        };
        let then = match then {
            // From an unanswered item every way on leads to the next unanswered one; an answered one was a correction.
            Afterwards::NextOpen if !self.work.is_open(self.selected) => Afterwards::Stay,
            Afterwards::Row(Step::Down) if self.work.is_open(self.selected) && !changes.is_empty() => {
                Afterwards::NextOpen
            }
            then => then,
        };
        self.entry = None;
        let draft = self.draft_of_selected();
        if changes.is_empty() {
            if let Afterwards::Row(step) = then {
                self.step(step);
            }
            return draft.map(|key| Effect::Run(Request::ClearDraft(key))).into_iter().collect();
        }
        let key = self.work.order.slots[self.selected].key.clone();
        let Some(request) = self.work.record(&key, changes, draft) else { return Vec::new() };
        self.afterwards = Some(then);
        vec![Effect::Run(request)]
    }

    /// Esc: the recorded value stays, what was typed is kept as a draft.
    fn leave_entry(&mut self) -> Effects {
        let mut effects = self.keep_draft();
        let Some(entry) = self.entry.take() else { return effects };
        let Some((item, _)) = self.work.at(self.selected) else { return effects };
        let recorded = self.work.answer(&self.work.order.slots[self.selected].key);
        let former = recorded.and_then(|answer| as_typed(&item.kind, answer));
        let typed = entry.text().lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · ");
        if former.as_deref().unwrap_or_default() != typed && !typed.is_empty() {
            let former = former.unwrap_or_else(|| t!("screen_inspection.nothing").into_owned());
            let text = t!("screen_inspection.left", former = former, typed = typed);
            effects.push(Effect::Say(Message { text: text.into_owned(), role: Role::Changed }));
        }
        effects
    }

    /// Saves what is being typed, if it changed.
    pub(super) fn keep_draft(&mut self) -> Effects {
        let Some(entry) = &mut self.entry else { return Vec::new() };
        if entry.timer.pending() == Pending::Nothing {
            return Vec::new();
        }
        entry.timer.clear();
        let text = entry.text();
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let key = self.work.draft_key(&self.work.order.slots[self.selected].key, draft_field(&item.kind));
        let request = if text.is_empty() { Request::ClearDraft(key) } else { Request::SaveDraft { key, text } };
        vec![Effect::Run(request)]
    }

    /// The draft of the selected item's value, if one is kept.
    fn draft_of_selected(&self) -> Option<String> {
        let (item, _) = self.work.at(self.selected)?;
        let key = &self.work.order.slots[self.selected].key;
        let field = draft_field(&item.kind);
        self.work.draft(key, field).map(|_| self.work.draft_key(key, field))
    }
}

//! Typing a figure, a day or a text into the row of its item.

use std::time::Instant;

use rust_i18n::t;

use super::checks::{self, Check};
use super::{Afterwards, Effects, Inspection, Step};
use crate::checklist::ItemKind;
use crate::inspection::{Answer, FieldChange};
use crate::tui::action::{Action, Offer};
use crate::tui::draft::DraftTimer;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending};
use crate::tui::theme::Role;
use crate::tui::widgets::list::{ListCursor, Moved};
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{Request, World};
use crate::vietnamese::date::{format_date, parse_date};
use crate::vietnamese::number::{format_plain, parse_number};

/// A value being typed or chosen.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) input: Entering,
    error: Option<String>,
    /// What the cross-checks say of it.
    pub(super) checks: Vec<Check>,
    timer: DraftTimer,
}

/// How a value is given.
#[derive(Debug)]
pub(super) enum Entering {
    /// By typing.
    Typed(TextField),
    /// From a list.
    Chosen(ListCursor),
}

impl Entry {
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

    fn text(&self) -> &str {
        match &self.input {
            Entering::Typed(field) => field.text(),
            Entering::Chosen(_) => "",
        }
    }
}

/// Name under which typed text of a value is kept.
fn draft_field(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Number { .. } => "number",
        ItemKind::Date => "date",
        _ => "text",
    }
}

/// The recorded value as it is typed.
fn as_typed(kind: &ItemKind, answer: &Answer) -> Option<String> {
    match kind {
        ItemKind::Number { .. } => answer.number.map(format_plain),
        ItemKind::Date => answer.date.map(format_date),
        _ => answer.text.clone(),
    }
}

/// What works while a value is being given.
pub(super) fn offers() -> Vec<Offer> {
    let mut offers = vec![
        Offer::on(Action::Open).named(t!("screen_inspection.enter.record")),
        Offer::on(Action::NextPane).named(t!("screen_inspection.enter.next")),
        Offer::on(Action::PreviousPane),
        Offer::on(Action::Back).named(t!("screen_inspection.enter.leave")),
    ];
    offers.extend(LATER.map(|action| Offer::off(action, t!("screen_inspection.enter.first"))));
    offers
}

/// What must wait until the value being given is recorded or left.
const LATER: [Action; 10] = [
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
            (Some(ItemKind::Rate { .. }), Some(_)) => {
                vec![Effect::Say(Message::info(t!("screen_inspection.computed")))]
            }
            _ => self.start_entry(Some(text), at),
        }
    }

    /// Opens the field of the selected item, with `typed` in it or with what is there already.
    pub(super) fn start_entry(&mut self, typed: Option<&str>, at: Instant) -> Effects {
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let key = &self.work.order.slots[self.selected].key;
        let answer = self.work.answer(key);
        let accepts = match &item.kind {
            ItemKind::Number { .. } => Accepts::Number,
            ItemKind::Date => Accepts::Date,
            ItemKind::Text => Accepts::Text,
            ItemKind::Choice { choices, .. } => {
                let mut cursor = ListCursor::default();
                let chosen = answer.and_then(|answer| answer.choice.as_ref());
                cursor.select(choices.iter().position(|choice| Some(choice) == chosen).unwrap_or(0));
                let timer = DraftTimer::default();
                self.entry = Some(Entry { input: Entering::Chosen(cursor), error: None, checks: Vec::new(), timer });
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        let mut field = TextField::new("", accepts);
        let mut timer = DraftTimer::default();
        if let Some(typed) = typed {
            let first = typed.lines().next().unwrap_or_default();
            if !field.take::<World>(&Event::Paste(first)).changed() {
                return Vec::new();
            }
            timer.touch(at);
        } else {
            let draft = self.work.draft(key, draft_field(&item.kind)).map(str::to_owned);
            let known = draft.or_else(|| answer.and_then(|answer| as_typed(&item.kind, answer)));
            field = TextField::new(&known.unwrap_or_default(), accepts);
        }
        self.entry = Some(Entry { input: Entering::Typed(field), error: None, checks: Vec::new(), timer });
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
            Event::Act(Action::NextPane) => return self.accept(Afterwards::Row(Step::Down)),
            Event::Act(Action::PreviousPane) => return self.accept(Afterwards::Row(Step::Up)),
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
            (Entering::Typed(_), Event::Key(Key::Down)) => return self.accept(Afterwards::Row(Step::Down)),
            (Entering::Typed(_), Event::Key(Key::Up)) => return self.accept(Afterwards::Row(Step::Up)),
            (Entering::Typed(field), Event::Paste(text)) if text.trim_end().contains('\n') => {
                let first = text.lines().next().unwrap_or_default();
                field.take::<World>(&Event::Paste(first));
                entry.timer.touch(at);
                self.check_entry();
                return vec![Effect::Say(Message::error(t!("screen_inspection.one_line")))];
            }
            (Entering::Typed(field), event) => {
                let taken = field.take(&event);
                if taken.changed() {
                    entry.timer.touch(at);
                    entry.error = None;
                    self.check_entry();
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Has the cross-checks look at a figure that is being typed.
    fn check_entry(&mut self) {
        let Some(ItemKind::Number { decimals, .. }) = self.kind() else { return };
        let decimals = *decimals;
        let Some(entry) = &self.entry else { return };
        let checks = match parse_number(entry.text(), decimals) {
            Ok(number) => checks::of_typed(&self.work, self.selected, number),
            Err(_) => Vec::new(),
        };
        if let Some(entry) = &mut self.entry {
            entry.checks = checks;
        }
    }

    /// What was typed, as a change; `None` where there is nothing to record.
    fn read_entry(&self) -> Result<Option<FieldChange>, String> {
        let (Some(entry), Some((item, _))) = (&self.entry, self.work.at(self.selected)) else { return Ok(None) };
        let text = entry.text().trim();
        let recorded = self.work.answer(&self.work.order.slots[self.selected].key);
        let (change, known) = match (&item.kind, &entry.input) {
            (ItemKind::Choice { choices, .. }, Entering::Chosen(cursor)) => {
                let choice = choices.get(cursor.selected()).cloned();
                let known = recorded.is_some_and(|answer| answer.choice == choice);
                (FieldChange::Choice(choice), known)
            }
            (ItemKind::Number { decimals, .. }, _) => {
                let number = match text {
                    "" => None,
                    _ => Some(parse_number(text, *decimals).map_err(|error| error.to_string())?),
                };
                (FieldChange::Number(number), recorded.and_then(|answer| answer.number) == number)
            }
            (ItemKind::Date, _) => {
                let date = match text {
                    "" => None,
                    _ => Some(parse_date(text).map_err(|error| error.to_string())?),
                };
                (FieldChange::Date(date), recorded.and_then(|answer| answer.date) == date)
            }
            (ItemKind::Text, _) => {
                let typed = Some(text.to_owned()).filter(|text| !text.is_empty());
                let known = recorded.and_then(|answer| answer.text.clone()) == typed;
                (FieldChange::Text(typed), known)
            }
            _ => return Ok(None),
        };
        change.check(item).map_err(|error| error.to_string())?;
        let same_words = recorded.is_none_or(|answer| answer.asked.as_ref() == Some(&item.hash));
        Ok(if known && same_words { None } else { Some(change) })
    }

    /// Records what was typed and goes on; what is wrong is said and stays to be mended.
    fn accept(&mut self, then: Afterwards) -> Effects {
        let change = match self.read_entry() {
            Ok(change) => change,
            Err(error) => {
                if let Some(entry) = &mut self.entry {
                    entry.error = Some(error);
                }
                return Vec::new();
            }
        };
        let then = match then {
            // From an unanswered item every way on leads to the next unanswered one; an answered one was a correction.
            Afterwards::NextOpen if !self.work.is_open(self.selected) => Afterwards::Stay,
            Afterwards::Row(Step::Down) if self.work.is_open(self.selected) && change.is_some() => Afterwards::NextOpen,
            then => then,
        };
        self.entry = None;
        let draft = self.draft_of_selected();
        let Some(change) = change else {
            if let Afterwards::Row(step) = then {
                self.step(step);
            }
            return draft.map(|key| Effect::Run(Request::ClearDraft(key))).into_iter().collect();
        };
        let key = self.work.order.slots[self.selected].key.clone();
        let Some(request) = self.work.record(&key, vec![change], draft) else { return Vec::new() };
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
        let typed = entry.text().to_owned();
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
        let text = entry.text().to_owned();
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

//! One key records a verdict and moves on; digits typed too fast for verdicts record nothing.

use std::time::{Duration, Instant};

use rust_i18n::t;

use super::{Afterwards, Effects, Inspection};
use crate::checklist::{ItemKind, Verdict};
use crate::inspection::{AskedUnder, FieldChange};
use crate::tui::screen::{Effect, Message};
use crate::tui::screens::remark::RemarkEditor;
use crate::tui::work::Request;

/// Digits closer together than this were typed as one number, most likely one line too low.
const ONE_NUMBER: Duration = Duration::from_millis(150);

/// Digits typed as answers, one right after the other.
#[derive(Debug, Clone)]
pub(super) struct Burst {
    /// When the last one came.
    last: Instant,
    /// Which one, `0` as `4`; nothing once different ones came: they and what follows at once mean nothing.
    digit: Option<u8>,
    /// Where it began.
    start: usize,
    /// How many of them were recorded.
    recorded: usize,
}

/// A remark to be asked for once it is sure that the verdict was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RemarkDue {
    /// Of which item.
    slot: usize,
    /// From when on.
    pub(super) at: Instant,
    /// What to do after it.
    then: Afterwards,
}

impl Inspection {
    /// A verdict's key.
    pub(super) fn verdict(&mut self, verdict: Verdict, at: Instant) -> Effects {
        if let Some(effects) = self.spoil(digit_of(verdict), at) {
            return effects;
        }
        let Some((item, state)) = self.work.at(self.selected) else { return Vec::new() };
        let answer = self.work.answer(&self.work.order.slots[self.selected].key);
        let known = state.verdict == Some(verdict)
            && answer.is_some_and(|answer| answer.asked_under(&item.hash) == AskedUnder::These);
        let open = self.work.is_open(self.selected);
        let failing = matches!(verdict, Verdict::Partial | Verdict::Fail);
        let then = if open { Afterwards::NextOpen } else { Afterwards::Stay };
        let has_remark = answer.is_some_and(|answer| answer.remark.is_some());
        if failing && (open || !has_remark) {
            self.remark_due = Some(RemarkDue { slot: self.selected, at: at + ONE_NUMBER, then });
        } else {
            self.remark_due = None;
        }
        let then = if failing { Afterwards::Stay } else { then };
        if known {
            // Nothing changes, so nothing may be taken back either.
            self.count(digit_of(verdict), 0, at);
            return Vec::new();
        }
        self.count(digit_of(verdict), 1, at);
        self.record(FieldChange::Verdict(Some(verdict)), then)
    }

    /// A digit on a choice.
    pub(super) fn choose(&mut self, digit: u8, at: Instant) -> Effects {
        if let Some(effects) = self.spoil(digit, at) {
            return effects;
        }
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let ItemKind::Choice { choices, .. } = &item.kind else { return Vec::new() };
        let Some(choice) = usize::from(digit).checked_sub(1).and_then(|position| choices.get(position)).cloned() else {
            let text = t!("screen_inspection.no_such_choice", count = choices.len());
            return vec![Effect::Say(Message::error(text))];
        };
        let then = if self.work.is_open(self.selected) { Afterwards::NextOpen } else { Afterwards::Stay };
        let answer = self.work.answer(&self.work.order.slots[self.selected].key);
        let known = answer.is_some_and(|answer| {
            answer.choice.as_ref() == Some(&choice) && answer.asked_under(&item.hash) == AskedUnder::These
        });
        self.count(digit, usize::from(!known), at);
        if known { Vec::new() } else { self.record(FieldChange::Choice(Some(choice)), then) }
    }

    /// A digit that is no answer here, right behind one that was.
    pub(super) fn other_digit(&mut self, digit: u8, at: Instant) -> Option<Effects> {
        self.spoil(digit, at)
    }

    /// If `digit` and the ones before it were typed as one number: takes back what they recorded.
    fn spoil(&mut self, digit: u8, at: Instant) -> Option<Effects> {
        let burst = self.burst.as_mut()?;
        if at.saturating_duration_since(burst.last) >= ONE_NUMBER || burst.digit == Some(digit) {
            return None;
        }
        burst.last = at;
        burst.digit = None;
        let (start, recorded) = (burst.start, std::mem::take(&mut burst.recorded));
        self.remark_due = None;
        self.afterwards = None;
        self.go_to(start);
        self.quiet_undos += recorded;
        let undo = || Effect::Run(Request::Undo(self.work.open.round.id.clone()));
        let mut effects: Effects = (0..recorded).map(|_| undo()).collect();
        effects.push(Effect::Say(Message::error(t!("screen_inspection.too_fast"))));
        Some(effects)
    }

    fn count(&mut self, digit: u8, recorded: usize, at: Instant) {
        match &mut self.burst {
            Some(burst) if burst.digit == Some(digit) && at.saturating_duration_since(burst.last) < ONE_NUMBER => {
                burst.last = at;
                burst.recorded += recorded;
            }
            burst => *burst = Some(Burst { last: at, digit: Some(digit), start: self.selected, recorded }),
        }
    }

    /// Records one field of the selected item.
    pub(super) fn record(&mut self, change: FieldChange, then: Afterwards) -> Effects {
        let Some(place) = self.work.order.slots.get(self.selected) else { return Vec::new() };
        let Some(request) = self.work.record(&place.key, vec![change], None) else { return Vec::new() };
        self.afterwards = Some(then);
        vec![Effect::Run(request)]
    }

    /// Takes the selected item's own answer away.
    pub(super) fn clear_answer(&mut self, _: Instant) -> Effects {
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let answer = self.work.answer(&self.work.order.slots[self.selected].key);
        let Some(answer) = answer else { return Vec::new() };
        let change = match &item.kind {
            ItemKind::Verdict if answer.verdict.is_some() => FieldChange::Verdict(None),
            ItemKind::Number { .. } if answer.number.is_some() => FieldChange::Number(None),
            ItemKind::Rate { .. } if answer.quoted.is_some() => FieldChange::Quoted(None),
            ItemKind::Text if answer.text.is_some() => FieldChange::Text(None),
            ItemKind::Date if answer.date.is_some() => FieldChange::Date(None),
            ItemKind::Choice { .. } if answer.choice.is_some() => FieldChange::Choice(None),
            _ => return Vec::new(),
        };
        let mut effects = self.record(change, Afterwards::Stay);
        effects.push(Effect::Say(Message::info(t!("screen_inspection.cleared", item = self.name_of(self.selected)))));
        effects
    }

    /// Opens the remark that a verdict asked for; `typed` is what was typed meanwhile.
    pub(super) fn open_remark(&mut self, typed: Option<&str>) -> Effects {
        let Some(due) = self.remark_due.take() else { return Vec::new() };
        let key = self.work.order.slots[due.slot].key.clone();
        let mut editor = RemarkEditor::new(self.work.clone(), key);
        if due.then == Afterwards::NextOpen {
            editor = editor.going_on();
        }
        if let Some(typed) = typed {
            editor = editor.typed(typed);
        }
        vec![Effect::push(editor)]
    }

    pub(super) fn tick(&mut self, at: Instant) -> Effects {
        if self.remark_due.is_some_and(|due| due.at <= at) {
            return self.open_remark(None);
        }
        if self.entry.as_ref().and_then(super::Entry::due).is_some_and(|due| due <= at) {
            return self.keep_draft();
        }
        self.look_back(at).unwrap_or_default()
    }
}

/// The digit of a verdict.
fn digit_of(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Pass => 1,
        Verdict::Partial => 2,
        Verdict::Fail => 3,
        Verdict::Na => 4,
    }
}

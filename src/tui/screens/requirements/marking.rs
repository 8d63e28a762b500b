//! Which requirements are marked: what a report is about, or a decision.

use std::collections::BTreeSet;

use rust_i18n::t;

use super::{Effects, Requirements, Row};
use crate::conclusion::follow_up::{FollowUp, RequirementState};
use crate::inspection::{RequirementId, RoundId, UnitId};
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Message};

/// A requirement: where, and which.
pub(super) type Mark = (RoundId, UnitId, RequirementId);

/// What of a requirement tells it from others.
pub(super) fn mark_of(one: &FollowUp) -> Mark {
    (one.round.clone(), one.unit.clone(), one.requirement.id.clone())
}

impl Requirements {
    /// Those marked, else the selected one.
    pub(super) fn chosen(&self) -> Vec<&FollowUp> {
        if self.marked.is_empty() {
            return self.selected().into_iter().collect();
        }
        self.all().iter().filter(|one| self.marked.contains(&mark_of(one))).collect()
    }

    /// Space: marks a requirement; only those of one unit are marked together, as one report is of one unit.
    pub(super) fn mark(&mut self) -> Effects {
        let Some(one) = self.selected() else { return Vec::new() };
        let mark = mark_of(one);
        let elsewhere = self.marked.iter().any(|other| (&other.0, &other.1) != (&mark.0, &mark.1));
        let mut effects = Vec::new();
        if elsewhere {
            self.marked.clear();
            effects.push(Effect::Say(Message::info(t!("screen_requirements.other_unit"))));
        }
        if !self.marked.remove(&mark) {
            self.marked.insert(mark);
        }
        self.cursor.press(Key::Down, self.rows.len());
        effects
    }

    /// Ctrl+A: marks all that is listed of the selected one's unit and not done yet, as one report is mostly about all of
    /// it; again to let go of it.
    pub(super) fn mark_unit(&mut self) {
        let Some(one) = self.selected() else { return };
        let of_unit = |row: &Row| match row {
            Row::One(place) => self.all().get(*place).filter(|other| {
                (&other.round, &other.unit) == (&one.round, &one.unit) && other.state != RequirementState::Accepted
            }),
            Row::Unit { .. } | Row::Round { .. } => None,
        };
        let all: BTreeSet<Mark> = self.rows.iter().filter_map(of_unit).map(mark_of).collect();
        self.marked = if self.marked == all { BTreeSet::new() } else { all };
    }
}

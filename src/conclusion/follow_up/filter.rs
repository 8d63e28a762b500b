//! Choosing among requirements: the same for the screen and the commands.

use super::{FollowUp, RequirementState};
use crate::inspection::{RoundId, UnitId};

/// What is pressing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Overdue.
    Overdue,
    /// Due within so many working days, not overdue.
    DueWithin(u32),
}

/// Which requirements are wanted; a part left out takes all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this round.
    pub round: Option<RoundId>,
    /// Of this unit.
    pub unit: Option<UnitId>,
    /// That stand so.
    pub state: Option<RequirementState>,
    /// That press so.
    pub urgency: Option<Urgency>,
}

impl Filter {
    /// Whether `one` is wanted.
    pub fn takes(&self, one: &FollowUp) -> bool {
        let urgent = |urgency| match urgency {
            Urgency::Overdue => one.is_overdue(),
            Urgency::DueWithin(days) => one.due_in.is_some_and(|left| left <= days),
        };
        self.round.as_ref().is_none_or(|round| *round == one.round)
            && self.unit.as_ref().is_none_or(|unit| *unit == one.unit)
            && self.state.is_none_or(|state| state == one.state)
            && self.urgency.is_none_or(urgent)
    }
}

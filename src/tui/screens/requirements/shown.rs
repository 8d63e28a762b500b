//! Which requirements are listed, and how they are gathered by unit.

use rust_i18n::t;

use crate::conclusion::follow_up::{FollowUp, RequirementState, Tally, Urgency};

/// How many working days ahead "due" looks; the arrow keys turn it.
pub(super) const WINDOWS: [u32; 4] = [5, 10, 15, 30];

/// Which requirements are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Overdue,
    Due,
    /// Reported, or of different opinions: what waits for the lead.
    Waiting,
    /// Whatever is not accepted.
    Unmet,
    All,
    /// Units and rounds with their bars.
    Units,
}

impl Shown {
    pub(super) const ALL: [Self; 6] = [Self::Overdue, Self::Due, Self::Waiting, Self::Unmet, Self::All, Self::Units];

    pub(super) fn name(self, window: u32) -> String {
        match self {
            Self::Overdue => t!("screen_requirements.shown.overdue"),
            Self::Due => t!("screen_requirements.shown.due", days = window),
            Self::Waiting => t!("screen_requirements.shown.waiting"),
            Self::Unmet => t!("screen_requirements.shown.unmet"),
            Self::All => t!("screen_requirements.shown.all"),
            Self::Units => t!("screen_requirements.shown.units"),
        }
        .into_owned()
    }

    pub(super) fn urgency(self, window: u32) -> Option<Urgency> {
        match self {
            Self::Overdue => Some(Urgency::Overdue),
            Self::Due => Some(Urgency::DueWithin(window)),
            Self::Waiting | Self::Unmet | Self::All | Self::Units => None,
        }
    }

    pub(super) fn takes(self, one: &FollowUp) -> bool {
        match self {
            Self::Waiting => matches!(one.state, RequirementState::Reported | RequirementState::Contested),
            Self::Unmet => one.state != RequirementState::Accepted,
            Self::Overdue | Self::Due | Self::All | Self::Units => true,
        }
    }

    /// The list where people look for a requirement that stands like `one`.
    pub(super) fn home_of(one: &FollowUp) -> Self {
        match one.state {
            RequirementState::Reported | RequirementState::Contested => Self::Waiting,
            RequirementState::Open | RequirementState::Returned => Self::Unmet,
            RequirementState::Accepted => Self::All,
        }
    }

    pub(super) fn step(self, by: usize) -> Self {
        let place = Self::ALL.iter().position(|shown| *shown == self).unwrap_or(0);
        Self::ALL[(place + by) % Self::ALL.len()]
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// The requirement at this place.
    One(usize),
    /// A round, from this place on.
    Round { first: usize, tally: Tally },
    /// A unit of it, from this place on.
    Unit { first: usize, tally: Tally },
}

/// A row for each round and each of its units that `taken` has something of.
pub(super) fn by_unit(all: &[FollowUp], taken: &[usize]) -> Vec<Row> {
    let tally = |places: &[usize]| Tally::of(places.iter().map(|place| &all[*place]));
    let mut rows = Vec::new();
    for of_round in taken.chunk_by(|a, b| all[*a].round == all[*b].round) {
        rows.push(Row::Round { first: of_round[0], tally: tally(of_round) });
        for of_unit in of_round.chunk_by(|a, b| all[*a].unit == all[*b].unit) {
            rows.push(Row::Unit { first: of_unit[0], tally: tally(of_unit) });
        }
    }
    rows
}

//! How a requirement stands: a function of the reports on it.

use serde::{Deserialize, Serialize};

use super::{ContentStanding, Decided, Decision, DecisionStanding, Remediation, current};
use crate::inspection::model::DocumentReference;

/// How a requirement stands. Whether it is overdue is another question, of its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementState {
    /// Nothing was reported.
    Open,
    /// A report is there that nobody decided about.
    Reported,
    /// A report was accepted.
    Accepted,
    /// The last report was sent back.
    Returned,
    /// Laptops say different things of its report: it counts as none of the others until a person settles that.
    Contested,
}

impl RequirementState {
    /// All of them, in the order in which things go.
    pub const ALL: [Self; 5] = [Self::Open, Self::Reported, Self::Accepted, Self::Returned, Self::Contested];

    /// As in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Contested => "contested",
        }
    }

    /// How a requirement with these reports, in the order of their dates, stands.
    pub fn of(reports: &[Remediation]) -> Self {
        let Some(report) = current(reports) else { return Self::Open };
        match (&report.standing, &report.decision) {
            (ContentStanding::Contested, _) | (_, DecisionStanding::Contested(_)) => Self::Contested,
            (_, DecisionStanding::Waiting) => Self::Reported,
            (_, DecisionStanding::Given(Decided { decision: Decision::Accepted { .. }, .. })) => Self::Accepted,
            (_, DecisionStanding::Given(Decided { decision: Decision::Returned { .. }, .. })) => Self::Returned,
        }
    }

    /// Whether the unit still owes something.
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Open | Self::Returned)
    }
}

/// How a requirement of an earlier notice stood when its shortcoming was raised again, as papers cite it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// How it stood.
    pub state: RequirementState,
    /// The unit's report, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<DocumentReference>,
}

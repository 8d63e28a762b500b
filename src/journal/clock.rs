//! The one place that asks the system for the time.

use chrono::{DateTime, FixedOffset, SubsecRound};

/// Where the journal's wall times come from; handed in, so that tests and demo rounds are repeatable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// The system's local time.
    System,
    /// Always this time.
    Fixed(DateTime<FixedOffset>),
}

impl Clock {
    /// The present time with the local offset, cut to milliseconds.
    #[expect(clippy::disallowed_methods, reason = "the clock that everybody else is handed")]
    pub fn now(&self) -> DateTime<FixedOffset> {
        match self {
            Self::System => chrono::Local::now().fixed_offset().trunc_subsecs(3),
            Self::Fixed(time) => *time,
        }
    }
}

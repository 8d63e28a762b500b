//! Deadlines in working days.

use chrono::NaiveDate;

use crate::inspection::{Decision, DecisionStanding, Remediation};
use crate::vietnamese::calendar::Calendar;

/// The day on which a deadline set for `due` really ends: where that is no working day, the next one (Bộ luật Dân sự
/// số 91/2015/QH13, Điều 148 khoản 5).
pub fn last_day(calendar: &Calendar, due: NaiveDate) -> NaiveDate {
    if calendar.is_working_day(due) { due } else { calendar.add_working_days(due, 1) }
}

/// Working days on `day` since the deadline `due` ended; none before one has passed.
pub(super) fn overdue(calendar: &Calendar, due: NaiveDate, day: NaiveDate) -> Option<u32> {
    let passed = calendar.working_days(last_day(calendar, due), day);
    u32::try_from(passed).ok().filter(|passed| *passed > 0)
}

/// Working days left on `today`; 0 on the last day, and on the free days right behind it.
pub(super) fn left(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> u32 {
    u32::try_from(calendar.working_days(today, last_day(calendar, due))).unwrap_or(0)
}

/// The last day that was set: the notice's, or that of the latest report sent back with a new one.
pub(super) fn extended(due: Option<NaiveDate>, reports: &[Remediation]) -> Option<NaiveDate> {
    let set = reports.iter().rev().filter(|report| report.stands()).find_map(|report| match &report.decision {
        DecisionStanding::Given(decided) => match decided.decision {
            Decision::Returned { until, .. } => until,
            Decision::Accepted { .. } => None,
        },
        DecisionStanding::Waiting | DecisionStanding::Contested(_) => None,
    });
    set.or(due)
}

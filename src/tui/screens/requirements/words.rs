//! How requirements are said on the screen.

use rust_i18n::t;

use crate::checklist::Addressee;
use crate::conclusion::follow_up::{FollowUp, RequirementState};
use crate::inspection::{ContentStanding, Decided, Decision, DecisionStanding, Remediation};
use crate::tui::theme::{Marks, Role};
use crate::vietnamese::date::format_date;

/// The state as a word with a mark, and its role.
pub(super) fn state(marks: &Marks, one: &FollowUp) -> (Role, String) {
    let word = t!(format!("follow_up.state.{}", one.state.as_str()));
    let (role, mark) = match one.state {
        RequirementState::Open if one.is_overdue() => (Role::Fail, marks.fail),
        RequirementState::Open => (Role::Unanswered, marks.ellipsis),
        RequirementState::Reported => (Role::Changed, "?"),
        RequirementState::Accepted => (Role::Pass, marks.pass),
        RequirementState::Returned => (Role::Fail, marks.fail),
        RequirementState::Contested => (Role::Error, "≠"),
    };
    (role, format!("{word} {mark}"))
}

/// How the deadline stands: `quá hạn 8 ngày`, `còn 3 ngày`, `hôm nay`.
pub(super) fn timing(one: &FollowUp) -> String {
    match (one.overdue_by, one.due_in, one.due) {
        (Some(days), ..) => t!("screen_requirements.overdue_by", days = days).into_owned(),
        (None, Some(0), _) => t!("screen_requirements.due_now").into_owned(),
        (None, Some(days), _) => t!("screen_requirements.due_in", days = days).into_owned(),
        (None, None, _) => String::new(),
    }
}

/// Of whom it is required.
pub(super) fn addressee(one: &FollowUp) -> String {
    match one.requirement.to {
        Addressee::Unit => t!("screen_requirements.to_unit"),
        Addressee::Agency => t!("screen_requirements.to_agency"),
        Addressee::Superior => t!("screen_requirements.to_superior"),
    }
    .into_owned()
}

/// A report, line by line: the document, what it says, its file, what was decided.
pub(super) fn report(report: &Remediation) -> Vec<(Role, String)> {
    let content = &report.content;
    let (number, date) = (&content.number, format_date(content.date));
    let mut lines = vec![(Role::Title, t!("screen_requirements.report", number = number, date = date).into_owned())];
    if !content.text.is_empty() {
        lines.push((Role::Text, t!("screen_requirements.says", text = content.text).into_owned()));
    }
    if let Some(file) = &content.file {
        lines.push((Role::Text, t!("screen_requirements.file", file = file).into_owned()));
    }
    match &report.standing {
        ContentStanding::Settled => {}
        ContentStanding::Contested => lines.push((Role::Error, t!("screen_requirements.differs").into_owned())),
        ContentStanding::Withdrawn { when, .. } => {
            let when = format_date(when.date_naive());
            lines.push((Role::Dim, t!("screen_requirements.withdrawn", date = when).into_owned()));
            return lines;
        }
    }
    match &report.decision {
        DecisionStanding::Waiting => lines.push((Role::Changed, t!("screen_requirements.waiting").into_owned())),
        DecisionStanding::Given(decided) => lines.push(decision(decided)),
        DecisionStanding::Contested(all) => {
            lines.push((Role::Error, t!("screen_requirements.decided_differently").into_owned()));
            lines.extend(all.iter().map(decision));
        }
    }
    lines
}

fn decision(decided: &Decided) -> (Role, String) {
    let when = format_date(decided.when.date_naive());
    match &decided.decision {
        Decision::Accepted { note: None } => {
            (Role::Pass, t!("screen_requirements.accepted_on", date = when).into_owned())
        }
        Decision::Accepted { note: Some(note) } => {
            (Role::Pass, t!("screen_requirements.accepted_noted", date = when, note = note).into_owned())
        }
        Decision::Returned { reason, until: None } => {
            (Role::Fail, t!("screen_requirements.returned_on", date = when, reason = reason).into_owned())
        }
        Decision::Returned { reason, until: Some(until) } => {
            let until = format_date(*until);
            let text = t!("screen_requirements.returned_until", date = when, reason = reason, until = until);
            (Role::Fail, text.into_owned())
        }
    }
}

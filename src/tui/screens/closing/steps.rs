//! The steps on top of the closing screen, and how each stands.

use ratatui::text::Line;
use rust_i18n::t;

use super::Closing;
use crate::tui::theme::{Role, Theme};

/// The steps, in the order of a visit's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Review,
    Explanations,
    Attendance,
    Particulars,
    Signing,
}

impl Step {
    pub(super) const ALL: [Self; 5] =
        [Self::Review, Self::Explanations, Self::Attendance, Self::Particulars, Self::Signing];

    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }

    pub(super) fn name(self) -> String {
        match self {
            Self::Review => t!("screen_closing.step.review"),
            Self::Explanations => t!("screen_closing.step.explanations"),
            Self::Attendance => t!("screen_closing.step.attendance"),
            Self::Particulars => t!("screen_closing.step.particulars"),
            Self::Signing => t!("screen_closing.step.signing"),
        }
        .into_owned()
    }
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is missing.
    Done,
    /// So much is missing; 0 where it is not counted.
    Missing(usize),
    /// So much is wrong.
    Wrong(usize),
}

/// Which steps are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    All,
    Present,
}

impl Closing {
    pub(super) fn steps(&self, theme: &Theme, naming: Naming) -> Line<'static> {
        let marks = theme.marks();
        let mut line = Line::default();
        for (place, step) in Step::ALL.into_iter().enumerate() {
            let here = step == self.step;
            let (role, mark) = match self.standing(step) {
                Standing::Done => (Role::Pass, marks.pass.to_owned()),
                Standing::Missing(0) => (Role::Unanswered, marks.ellipsis.to_owned()),
                Standing::Missing(count) => (Role::Unanswered, format!("{}{count}", marks.ellipsis)),
                Standing::Wrong(count) => (Role::Fail, format!("{}{count}", marks.fail)),
            };
            let name = if here || naming == Naming::All { format!(" {}", step.name()) } else { String::new() };
            let (open, close) = if here { ("[", "]") } else { (" ", " ") };
            let title = if here { Role::Title } else { Role::Dim };
            line.push_span(theme.span(title, format!("{open}{}{name} ", place + 1)));
            line.push_span(theme.span(role, mark));
            line.push_span(theme.span(title, close));
        }
        line
    }
}

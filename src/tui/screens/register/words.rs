//! What a row and the whole register came to, in words.

use ratatui::text::Line;
use rust_i18n::t;

use super::RegisterGrid;
use crate::assessment::{Deadline, RowResult, RowVerdict, has_deadline};
use crate::checklist::expression::Unjudged;
use crate::checklist::{Column, Required};
use crate::tui::theme::{Role, Theme};
use crate::vietnamese::number::format_percent;

impl RegisterGrid {
    /// What the row at `index` came to, as it is recorded.
    pub(super) fn recorded_words(&self, index: usize) -> (Role, String) {
        let (Some(row), result) = (self.rows().get(index), self.judged().and_then(|judged| judged.rows.get(index)))
        else {
            return (Role::Dim, String::new());
        };
        self.words_of(result, |column| row.cells.contains_key(&column.id))
    }

    /// What the row on `line` comes to with the cell that is being typed.
    pub(super) fn verdict_words(&self, line: usize) -> (Role, String) {
        if let Some(trial) = self.trial(line) {
            return self.words_of(Some(&trial.result), |column| trial.cells.contains_key(&column.id));
        }
        match self.index_at(line) {
            Some(index) => self.recorded_words(index),
            None => (Role::Dim, String::new()),
        }
    }

    fn words_of(&self, result: Option<&RowResult>, has: impl Fn(&Column) -> bool) -> (Role, String) {
        let lacking = self.columns.iter().find(|column| column.required == Required::Yes && !has(column));
        let lacks = |column: &Column| t!("screen_register.lacks", column = column.title).into_owned();
        let (role, word) = match result {
            Some(result) if result.late > 0 => {
                (Role::Fail, t!("screen_register.late_by", days = result.late).into_owned())
            }
            Some(result) => match &result.verdict {
                RowVerdict::Ok => (Role::Pass, self.right_word()),
                RowVerdict::NotOk => (Role::Fail, t!("screen_register.row_not_ok").into_owned()),
                RowVerdict::NotJudged(Unjudged::Missing(missing)) if lacking.is_none() => {
                    let column = self.columns.iter().find(|column| column.id.variable() == missing.variable());
                    let unknown = || t!("screen_register.not_judged").into_owned();
                    (Role::Unanswered, column.map_or_else(unknown, lacks))
                }
                RowVerdict::NotJudged(Unjudged::Impossible(_)) if lacking.is_none() => {
                    (Role::Unanswered, t!("screen_register.not_judged").into_owned())
                }
                RowVerdict::NotJudged(_) | RowVerdict::NoRule => (Role::Unanswered, String::new()),
            },
            None => (Role::Unanswered, String::new()),
        };
        match (lacking, word.is_empty()) {
            (None, _) => (role, word),
            (Some(column), true) => (role, lacks(column)),
            (Some(column), false) => (role, format!("{word}, {}", lacks(column))),
        }
    }

    /// Where rows may be late, a right one is in time.
    fn right_word(&self) -> String {
        match self.register().map(has_deadline) {
            Some(Deadline::Has) => t!("screen_register.row_in_time").into_owned(),
            Some(Deadline::None) | None => t!("screen_register.row_ok").into_owned(),
        }
    }

    /// `12/10 dòng · 8 đúng · × 4 chưa đúng, 3 quá hạn · 66,67%`, with the cell that is being typed.
    pub(super) fn totals(&self, theme: &Theme) -> Line<'static> {
        let asked = self.register().map_or(0, |register| register.at_least as usize);
        let trial = self.editing.as_ref().and_then(|editing| editing.trial.as_ref());
        let index = self.index_at(self.selected());
        let counts = self.judged().map(|judged| match trial {
            Some(trial) if index.is_some() || !trial.cells.is_empty() => judged.counts_with(index, &trial.result),
            _ => judged.counts(),
        });
        let rows = counts.map_or(self.rows().len(), |counts| counts.rows);
        let role = if rows < asked { Role::Unanswered } else { Role::Text };
        let count = match asked {
            0 => t!("screen_register.rows", rows = rows),
            asked => t!("screen_register.rows_asked", rows = rows, asked = asked),
        };
        let mut line = Line::from(theme.span(role, count.into_owned()));
        let dot = format!(" {} ", theme.marks().dot);
        let mut add = |role, text: String| {
            line.push_span(theme.span(Role::Dim, dot.clone()));
            line.push_span(theme.span(role, text));
        };
        let Some(counts) = counts else { return line };
        if counts.judged > 0 {
            add(Role::Pass, t!("screen_register.ok", count = counts.ok).into_owned());
        }
        let mark = theme.marks().fail;
        let wrong = counts.judged - counts.ok;
        let late = (counts.late > 0).then(|| t!("screen_register.late", count = counts.late).into_owned());
        let not_ok = (wrong > counts.late_judged).then(|| t!("screen_register.not_ok", count = wrong).into_owned());
        let reasons: Vec<String> = not_ok.into_iter().chain(late).collect();
        if !reasons.is_empty() {
            add(Role::Fail, format!("{mark} {}", reasons.join(", ")));
        }
        if let Some(share) = counts.share() {
            add(Role::Text, format_percent(share));
        }
        line
    }
}

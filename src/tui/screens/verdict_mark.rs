//! Verdicts as every screen shows them: a word with a mark, colour only helps.

use ratatui::text::Span;

use crate::checklist::Verdict;
use crate::tui::theme::{Role, Theme};

/// Columns the widest verdict takes.
pub const WIDEST: usize = 16;

/// Word and mark: `CHƯA ĐẠT ×`.
pub fn span(theme: &Theme, verdict: Verdict) -> Span<'static> {
    theme.span(role(verdict), format!("{} {}", word(verdict), mark(theme, verdict)))
}

/// What a verdict means on the screen.
pub fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Pass => Role::Pass,
        Verdict::Partial => Role::Partial,
        Verdict::Fail => Role::Fail,
        Verdict::Na => Role::NotApplicable,
    }
}

/// The word alone, in capitals.
pub fn word(verdict: Verdict) -> String {
    rust_i18n::t!(format!("screen_inspection.verdict.{}", verdict.as_str())).into_owned()
}

/// The mark alone.
pub fn mark(theme: &Theme, verdict: Verdict) -> &'static str {
    let marks = theme.marks();
    match verdict {
        Verdict::Pass => marks.pass,
        Verdict::Partial => marks.partial,
        Verdict::Fail => marks.fail,
        Verdict::Na => marks.not_applicable,
    }
}

//! How answers and units stand in a narrow column.

use ratatui::text::Span;

use crate::assessment::Answered;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::work::{CellValue, GridCell};
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{format_number, format_percent};

/// Words before a unit's own name.
const KINDS: [&str; 13] =
    ["ubnd", "uy", "ban", "nhan", "dan", "xa", "phuong", "thi", "tran", "huyen", "dac", "khu", "trung"];

/// `UBND xã Mẫu A` → `Mẫu A`: what tells it from the others.
pub(in crate::tui::screens) fn short_name(name: &str) -> String {
    let own: Vec<&str> = name.split_whitespace().skip_while(|word| KINDS.contains(&fold(word).as_str())).collect();
    if own.is_empty() { name.to_owned() } else { own.join(" ") }
}

/// The value alone; empty where there is none.
pub(super) fn value(cell: &GridCell) -> String {
    match &cell.value {
        CellValue::Nothing => String::new(),
        CellValue::Figure(number) => format_number(*number),
        CellValue::Share(share) => format_percent(*share),
        CellValue::Words(words) => words.lines().next().unwrap_or_default().to_owned(),
        CellValue::Entries(count) => format_number(f64::from(u32::try_from(*count).unwrap_or(u32::MAX))),
    }
}

/// Value and mark for a narrow column: `92,26% ~`.
pub(super) fn brief(theme: &Theme, cell: Option<&GridCell>) -> (Role, String) {
    let Some(cell) = cell else { return (Role::Dim, theme.marks().dot.to_owned()) };
    if cell.answered == Answered::Conflict {
        return (Role::Error, format!("{0}{0}", theme.marks().fail));
    }
    let value = value(cell);
    match cell.verdict {
        Some(verdict) => {
            let mark = verdict_mark::mark(theme, verdict);
            let text = if value.is_empty() { mark.to_owned() } else { format!("{value} {mark}") };
            (verdict_mark::role(verdict), text)
        }
        None if value.is_empty() => (Role::Unanswered, theme.marks().ellipsis.to_owned()),
        None => (Role::Text, value),
    }
}

/// Value and verdict in words, for a wide column.
pub(super) fn full(theme: &Theme, cell: &GridCell) -> Vec<Span<'static>> {
    if cell.answered == Answered::Conflict {
        return vec![theme.span(Role::Error, rust_i18n::t!("screen_inspection.conflict"))];
    }
    let value = value(cell);
    let verdict = cell.verdict.map(|verdict| verdict_mark::span(theme, verdict));
    match (value.is_empty(), verdict) {
        (true, None) => vec![theme.span(Role::Unanswered, theme.marks().ellipsis)],
        (true, Some(verdict)) => vec![verdict],
        (false, None) => vec![Span::raw(value)],
        (false, Some(verdict)) => vec![Span::raw(format!("{value}  ")), verdict],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_apart_by_their_own_names() {
        assert_eq!(short_name("UBND xã Mẫu A"), "Mẫu A");
        assert_eq!(short_name("Ủy ban nhân dân phường Đông Hải"), "Đông Hải");
        assert_eq!(short_name("Sở Nội vụ"), "Sở Nội vụ");
        assert_eq!(short_name("UBND"), "UBND");
    }
}

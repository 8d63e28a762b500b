//! Bars of whole blocks: partial blocks are missing in old Windows fonts.

use ratatui::text::Span;

use crate::tui::job::Done;
use crate::tui::theme::{Role, Theme};

/// A bar `columns` wide. It is full only when all is done, and not empty when something is.
pub fn bar(theme: &Theme, done: Done, columns: u16) -> [Span<'static>; 2] {
    let columns = u64::from(columns);
    let (part, total) = (done.done.min(done.total), done.total);
    let filled = match (part, total) {
        (0, _) => 0,
        (part, total) if part == total => columns,
        (part, total) => {
            let share = u128::from(part) * u128::from(columns) / u128::from(total);
            u64::try_from(share).unwrap_or(columns).max(1).min(columns.saturating_sub(1))
        }
    };
    let blocks = |sign: &str, count: u64| sign.repeat(usize::try_from(count).unwrap_or(0));
    [
        theme.span(Role::Bar, blocks(theme.marks().block, filled)),
        theme.span(Role::BarRest, blocks(theme.marks().block_rest, columns - filled)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{GlyphChoice, ThemeChoice};

    #[test]
    fn is_full_only_when_all_is_done() {
        let theme = Theme::new(ThemeChoice::Mono, GlyphChoice::Standard);
        let of = |done, total| {
            let [filled, rest] = bar(&theme, Done { done, total }, 5);
            format!("{}{}", filled.content, rest.content)
        };
        assert_eq!(of(0, 0), "░░░░░");
        assert_eq!(of(0, 63), "░░░░░");
        assert_eq!(of(1, 63), "█░░░░");
        assert_eq!(of(32, 63), "██░░░");
        assert_eq!(of(62, 63), "████░");
        assert_eq!(of(63, 63), "█████");
        assert_eq!(of(u64::MAX - 1, u64::MAX), "████░");
    }

    #[test]
    fn no_columns_no_bar() {
        let theme = Theme::new(ThemeChoice::Mono, GlyphChoice::Ascii);
        assert!(bar(&theme, Done { done: 1, total: 2 }, 0).iter().all(|span| span.content.is_empty()));
    }
}

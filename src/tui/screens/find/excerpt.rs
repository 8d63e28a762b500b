//! A long text cut to one line around what was found in it.

use std::ops::Range;

use ratatui::text::Span;

use crate::tui::theme::{Role, Theme};
use crate::tui::width;

/// `text` on one line of exactly `columns`, with `places` marked and the first of them in sight.
pub(super) fn excerpt(theme: &Theme, text: &str, places: &[Range<usize>], columns: usize) -> Vec<Span<'static>> {
    let ellipsis = theme.marks().ellipsis;
    // Line ends and the like take one byte each, so that places stay where they are.
    let line: String = text.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }).collect();
    let start = start_of(&line, places.first(), columns, width::of(ellipsis));
    let lead = if start > 0 { ellipsis } else { "" };
    let shown = width::cut(&line[start..], columns.saturating_sub(width::of(lead)), ellipsis);
    let kept = shown.strip_suffix(ellipsis).filter(|_| shown != line[start..]).unwrap_or(&shown).len();
    let mut spans = vec![Span::raw(lead.to_owned())];
    let mut at = 0;
    for place in places {
        let from = place.start.saturating_sub(start).clamp(at, kept);
        let to = place.end.saturating_sub(start).clamp(from, kept);
        if let (Some(before), Some(marked)) = (shown.get(at..from), shown.get(from..to)) {
            spans.push(Span::raw(before.to_owned()));
            spans.push(theme.span(Role::Title, marked.to_owned()));
            at = to;
        }
    }
    let rest = shown.get(at..).unwrap_or_default();
    let used = width::of(lead) + width::of(&shown);
    spans.push(Span::raw(width::pad(rest, width::of(rest) + columns.saturating_sub(used))));
    spans.retain(|span| !span.content.is_empty());
    spans
}

/// Where the line begins: at its start if the place is in sight then, else a few words before the place, or as many as
/// the line has room for.
fn start_of(line: &str, place: Option<&Range<usize>>, columns: usize, ellipsis: usize) -> usize {
    let Some(place) = place.filter(|place| line.get(..place.end).is_some()) else { return 0 };
    if width::of(&line[..place.end]) + ellipsis <= columns {
        return 0;
    }
    let room = columns / 3;
    let mut words = line[..place.start].char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1);
    let is_near = |at: &usize| width::of(&line[*at..place.start]) <= room;
    let fits = |at: &usize| width::of(&line[*at..]) + ellipsis <= columns;
    words.find(|at| is_near(at) || fits(at)).unwrap_or(place.start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::testing::theme;
    use crate::vietnamese::sought::{Sought, words};

    fn shown(text: &str, typed: &str, columns: usize) -> String {
        let places = Sought::new(typed).find(&words(text)).map(|found| found.places).unwrap_or_default();
        let spans = excerpt(&theme(), text, &places, columns);
        let bold = theme().style(Role::Title);
        spans
            .iter()
            .map(|span| if span.style == bold { format!("[{}]", span.content) } else { span.content.to_string() })
            .collect()
    }

    #[test]
    fn the_place_found_is_in_sight_and_marked() {
        let text = "Chưa niêm yết công khai địa chỉ\ntiếp nhận phản ánh, kiến nghị của cá nhân";
        assert_eq!(shown("Niêm yết", "yet", 12), "Niêm [yết]    ");
        assert_eq!(shown(text, "niem yet", 20), "Chưa [niêm yết] công… ");
        assert_eq!(shown(text, "kien nghi", 24), "…ánh, [kiến nghị] của cá… ");
        assert_eq!(shown(text, "dia chi", 6), "…[địa]… ");
    }

    proptest! {
        #[test]
        fn it_fills_its_columns(text in "[a-zđế ,\n]{0,60}", typed in "[a-zđế ]{0,8}", columns in 0_usize..40) {
            let places = Sought::new(&typed).find(&words(&text)).map(|found| found.places).unwrap_or_default();
            let spans = excerpt(&theme(), &text, &places, columns);
            let used: usize = spans.iter().map(|span| width::of(&span.content)).sum();
            prop_assert!(used == columns || columns < 2, "{used}");
        }
    }
}

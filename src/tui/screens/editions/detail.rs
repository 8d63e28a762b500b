//! What is told of the selected line, and two wordings side by side.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::listing::Entry;
use crate::assessment::OpenRound;
use crate::checklist::{Checklist, Item, Validity};
use crate::exchange::edition::{Carrying, EditionDifference, EditionReview, OldAnswer, differences};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::width;
use crate::vietnamese::date::format_date;

/// Draws it below a line with its name.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    open: &OpenRound,
    review: Option<&EditionReview>,
    entry: &Entry,
) {
    let inside = Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    let heading = |canvas: &mut Canvas<'_>, title: &str| canvas.rule_titled(area, 0, title);
    match entry {
        Entry::Asked(edition) => {
            heading(canvas, &t!("screen_editions.edition_asked", edition = edition.edition));
            lines(canvas, inside, &[(Role::Text, effective(edition.effective))]);
        }
        Entry::Pin { edition: Some(edition), .. } | Entry::Newer(edition) => {
            heading(canvas, &t!("screen_editions.edition", edition = edition.edition));
            let asked = review.and_then(|review| {
                review.checklists.iter().find(|checklist| checklist.id == edition.id)?.asked.clone()
            });
            lines(canvas, inside, &of_edition(edition, asked.as_deref()));
        }
        Entry::Pin { edition: None, pin } => {
            heading(canvas, &t!("screen_editions.no_text"));
            let from = open.recorded_by(std::slice::from_ref(pin));
            lines(canvas, inside, &[(Role::Changed, t!("screen_editions.no_text_told", from = from).into_owned())]);
        }
        Entry::Changed(item) => {
            heading(canvas, &t!("screen_editions.before_now"));
            let used = side_by_side(canvas, inside, &item.then, &item.now);
            let below = Rect { y: inside.y + used, height: inside.height.saturating_sub(used), ..inside };
            lines(canvas, below, &answers(open, &item.answers));
        }
        Entry::Gone(item) => {
            heading(canvas, &item.key.to_string());
            lines(canvas, inside, &answers(open, &item.answers));
        }
    }
}

fn of_edition(edition: &Checklist, asked: Option<&Checklist>) -> Vec<(Role, String)> {
    let mut told = vec![(Role::Text, effective(edition.effective))];
    let Some(asked) = asked.filter(|asked| asked.hash != edition.hash) else { return told };
    let difference = EditionDifference::between(asked, edition);
    let (changed, added, dropped) = (difference.changed.len(), difference.added.len(), difference.dropped.len());
    if changed + added + dropped == 0 {
        told.push((Role::Text, t!("screen_editions.same_items").into_owned()));
        return told;
    }
    let counts = t!("screen_editions.compared", changed = changed, added = added, dropped = dropped);
    told.push((Role::Changed, counts.into_owned()));
    let ask = |id: &crate::checklist::ItemId| {
        let item = edition.item(id.as_str()).or_else(|| asked.item(id.as_str()));
        item.map_or_else(|| id.to_string(), |item| item.ask.clone())
    };
    let parts = [("changed", &difference.changed), ("added", &difference.added), ("dropped", &difference.dropped)];
    for (part, ids) in parts {
        let key = format!("screen_editions.item_{part}");
        told.extend(ids.iter().map(|id| (Role::Text, t!(key.as_str(), ask = ask(id)).into_owned())));
    }
    told
}

fn effective(validity: Validity) -> String {
    match (validity.from, validity.to) {
        (None, None) => t!("screen_editions.effective.always"),
        (Some(from), None) => t!("screen_editions.effective.from", from = format_date(from)),
        (None, Some(to)) => t!("screen_editions.effective.to", to = format_date(to)),
        (Some(from), Some(to)) => {
            t!("screen_editions.effective.between", from = format_date(from), to = format_date(to))
        }
    }
    .into_owned()
}

/// What was answered where, by whom, and why it cannot be taken over.
fn answers(open: &OpenRound, answers: &[OldAnswer]) -> Vec<(Role, String)> {
    let mut told = Vec::new();
    for old in answers {
        let unit = open.round.unit(&old.unit).map_or(old.unit.as_str(), |unit| unit.name.as_str());
        let text = t!("screen_editions.answer", unit = unit, who = authors(open, old), said = old.said);
        told.push((Role::Text, text.into_owned()));
        if let Carrying::Cannot { why } = &old.carrying {
            told.push((Role::Changed, format!("  {why}")));
        }
    }
    told
}

/// Names of those whose word is in an answer.
pub(super) fn authors(open: &OpenRound, old: &OldAnswer) -> String {
    let name = |id: &String| open.round.member(id).map_or_else(|| id.clone(), |member| member.name.clone());
    old.answer.members.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// As it was asked and judged at the left, as it is at the right; gives the rows it took.
///
/// ```text
///  Câu hỏi
///  Số thủ tục đã niêm yết               │ Số thủ tục đã niêm yết công khai
/// ```
pub(super) fn side_by_side(canvas: &mut Canvas<'_>, area: Rect, then: &[Item], now: &Item) -> u16 {
    let mut row = 0;
    if then.is_empty() {
        canvas.text(area, 0, Role::Changed, &t!("screen_editions.words_unknown"));
        canvas.text(area, 1, Role::Text, &t!("screen_editions.asked_now", ask = now.ask));
        return 2.min(area.height);
    }
    let left = area.width.saturating_sub(3) / 2;
    let right = area.width.saturating_sub(3) - left;
    let (before, after) =
        (Rect { width: left, ..area }, Rect { x: area.x.saturating_add(left + 3), width: right, ..area });
    for then in then {
        for difference in differences(then, now) {
            if row >= area.height {
                return row;
            }
            canvas.text(area, row, Role::Dim, &difference.aspect.label());
            row += 1;
            let none = t!("screen_editions.none");
            let side = |text: &str| if text.is_empty() { none.to_string() } else { text.to_owned() };
            let (old, new) = (side(&difference.before), side(&difference.after));
            let (old, new) = (width::paragraphs(&old, usize::from(left)), width::paragraphs(&new, usize::from(right)));
            for line in 0..old.len().max(new.len()) {
                if row >= area.height {
                    return row;
                }
                canvas.text(before, row, Role::Text, old.get(line).copied().unwrap_or_default());
                canvas.text(after, row, Role::Changed, new.get(line).copied().unwrap_or_default());
                canvas.divider(Rect { y: area.y + row, height: 1, ..area }, left + 1);
                row += 1;
            }
        }
    }
    row
}

fn lines(canvas: &mut Canvas<'_>, area: Rect, told: &[(Role, String)]) {
    let columns = usize::from(area.width);
    let wrapped =
        told.iter().flat_map(|(role, text)| width::paragraphs(text, columns).into_iter().map(|line| (*role, line)));
    for (row, (role, line)) in (0..area.height).zip(wrapped) {
        canvas.text(area, row, role, line);
    }
}

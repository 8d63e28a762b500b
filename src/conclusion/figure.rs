//! How a recorded or computed value prints.

use super::Inspected;
use super::finding::Finding;
use super::wording::{count, fixed};
use crate::assessment::{Answered, ItemState};
use crate::checklist::expression::Sentence;
use crate::checklist::{Checklist, Item, ItemKind};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{format_number, format_percent, round_half_away};

/// Digits after the comma of a computed figure that is no percentage.
const RATE_DIGITS: u8 = 2;

/// The item's figure, rate, share or index as printed, with its unit of counting; none where it has no value.
pub(super) fn of_item(checklist: &Checklist, item: &Item, state: &ItemState) -> Option<String> {
    let value = state.value?;
    Some(match &item.kind {
        ItemKind::Number { unit: Some(unit), .. } => format!("{} {unit}", format_number(value)),
        _ => bare(checklist, item, value),
    })
}

/// `value` of `item` as printed, without unit.
pub(super) fn bare(checklist: &Checklist, item: &Item, value: f64) -> String {
    match &item.kind {
        ItemKind::Register(_) | ItemKind::Survey(_) => format_percent(value),
        ItemKind::Rate { .. } if is_share(checklist, item) => format_percent(value),
        ItemKind::Rate { .. } => format_number(round_half_away(value, RATE_DIGITS)),
        _ => format_number(value),
    }
}

/// Whether a rate is meant as a percentage: the checklist's own sentences print it as one, or where they do
/// not name it, its question calls it a rate (tỷ lệ).
pub(crate) fn is_share(checklist: &Checklist, item: &Item) -> bool {
    let variable = item.id.variable();
    let sentences = checklist.items().flat_map(|item| {
        let says = &item.says;
        [&says.strength, &says.shortcoming, &says.requirement].into_iter().flatten()
    });
    let messages = checklist.rules.iter().map(|rule| &rule.message);
    let naming: Vec<&Sentence> = sentences
        .chain(messages)
        .filter(|sentence| sentence.references().iter().any(|reference| reference.variable() == variable))
        .collect();
    let percent = |sentence: &&Sentence| {
        let source: String = sentence.source().split_whitespace().collect();
        source.contains(&format!("{variable}|percent"))
    };
    naming.iter().any(percent) || item.ask.trim_start().to_lowercase().starts_with("tỷ lệ")
}

/// What an item came to, for the minutes: its value, without its verdict.
pub(super) fn result(finding: &Finding<'_>) -> String {
    let Finding { item, state, answer, inspected, .. } = finding;
    match state.answered {
        Answered::Conflict => return fixed!("in_conflict"),
        Answered::No if item.is_computed() => return fixed!("not_computed"),
        Answered::No => return fixed!("dash"),
        Answered::Yes => {}
    }
    match &item.kind {
        ItemKind::Verdict => String::new(),
        ItemKind::Number { .. } | ItemKind::Rate { .. } => {
            of_item(finding.checklist(), item, state).unwrap_or_else(|| fixed!("dash"))
        }
        ItemKind::Text => answer.and_then(|answer| answer.text.as_deref()).map(line).unwrap_or_default(),
        ItemKind::Choice { .. } => answer.and_then(|answer| answer.choice.as_deref()).map(line).unwrap_or_default(),
        ItemKind::Date => answer.and_then(|answer| answer.date).map(format_date).unwrap_or_default(),
        ItemKind::Register(_) => register(inspected, state),
        ItemKind::Survey(_) => survey(state),
    }
}

fn register(inspected: &Inspected<'_>, state: &ItemState) -> String {
    let Some(result) = &state.register else { return String::new() };
    let pad = inspected.round.letterhead.pad_counts;
    match result.share {
        Some(share) => {
            let (ok, judged) = (count(result.ok, pad), count(result.judged, pad));
            fixed!("result_rows", ok = ok, judged = judged, share = format_percent(share))
        }
        None => fixed!("result_rows_count", rows = count(result.rows.len(), pad)),
    }
}

fn survey(state: &ItemState) -> String {
    let Some(result) = &state.survey else { return String::new() };
    let index = result.pooled.index().map_or_else(|| fixed!("dash"), format_percent);
    fixed!("result_survey", forms = integer(result.forms), index = index)
}

/// A count in a table: never padded, grouped from a thousand.
pub(super) fn integer(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let text = format_number(count as f64);
    text
}

/// A person's text in a table cell.
pub(super) fn line(text: &str) -> String {
    super::phrase::clause(text)
}

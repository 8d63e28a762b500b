//! Numbers and names of units as the report says them.

use super::super::phrase;
use super::super::wording::count;
use super::{RoundResults, said};
use crate::assessment::Totals;
use crate::inspection::{PadCounts, UnitId};
use crate::vietnamese::number::{format_percent, round_half_away};

/// Names in a sentence; more are counted.
const NAMES: usize = 12;
/// Names of the units at the top or the bottom; more are counted.
const ENDS: usize = 3;
/// Decimals of a share that tell two units apart: what lies behind is noise of computing.
const TELLING: u8 = 9;

/// Items judged pass, partial or fail.
pub(super) fn judged(totals: &Totals) -> usize {
    totals.pass + totals.partial + totals.fail
}

/// Share of passes in what was judged.
#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
pub(super) fn passed(totals: &Totals) -> Option<f64> {
    let judged = judged(totals);
    (judged > 0).then(|| totals.pass as f64 / judged as f64)
}

/// `80%`, or a dash where nothing is judged.
pub(super) fn passed_text(totals: &Totals) -> String {
    passed(totals).map_or_else(|| said!("dash"), format_percent)
}

/// Part of a whole as a percentage.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn share(part: usize, whole: usize) -> String {
    if whole == 0 { said!("dash") } else { format_percent(part as f64 / whole as f64) }
}

/// `05 đơn vị`.
pub(super) fn units(number: usize, pad: PadCounts) -> String {
    said!("units", count = count(number, pad))
}

/// `UBND xã A, UBND xã B và 03 đơn vị khác`.
pub(super) fn names<'a>(results: &RoundResults, ids: impl IntoIterator<Item = &'a UnitId>) -> String {
    some_names(results, ids, NAMES)
}

fn some_names<'a>(results: &RoundResults, ids: impl IntoIterator<Item = &'a UnitId>, most: usize) -> String {
    let mut names: Vec<String> = ids.into_iter().map(|id| phrase::clause(&results.name(id))).collect();
    // One name fewer to say "and one other" would be no shorter.
    if names.len() > most + 1 {
        let others = names.len() - most;
        names.truncate(most);
        let others = count(others, results.overview.round().letterhead.pad_counts);
        return said!("names_and_others", names = names.join(", "), count = others);
    }
    phrase::listed(&names)
}

/// Who has the highest and who the lowest share; nothing where there is nothing to compare.
pub(super) fn ends(results: &RoundResults, shares: &[(&UnitId, f64)]) -> Option<String> {
    let told = |share: f64| round_half_away(share, TELLING);
    let highest = shares.iter().map(|(_, share)| told(*share)).max_by(f64::total_cmp)?;
    let lowest = shares.iter().map(|(_, share)| told(*share)).min_by(f64::total_cmp)?;
    if shares.len() < 2 {
        return None;
    }
    if highest.total_cmp(&lowest).is_eq() {
        return Some(said!("all_alike", share = format_percent(highest)));
    }
    let with = |wanted: f64| {
        let units = shares.iter().filter(|(_, share)| told(*share).total_cmp(&wanted).is_eq()).map(|(unit, _)| *unit);
        some_names(results, units, ENDS)
    };
    Some(said!(
        "ends",
        highest = format_percent(highest),
        of_highest = with(highest),
        lowest = format_percent(lowest),
        of_lowest = with(lowest)
    ))
}

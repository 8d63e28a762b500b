//! All shortcomings with the units concerned, the most frequent first.

use std::collections::BTreeMap;

use super::super::super::annex::{column, entry, ordinal_column};
use super::super::super::figure::integer;
use super::super::super::phrase;
use super::super::{RoundResults, body, compare, said};
use super::{dash, right, sheet};
use crate::checklist::Verdict;
use crate::inspection::UnitId;
use crate::paper::{Alignment, Annex, Orientation, Table};

/// Names in a cell; more units are given by their ordinals in the first annex, or a row would fill a page.
const NAMED: usize = 6;

pub(super) fn annex(results: &RoundResults) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(said!("column.shortcoming"), Alignment::Left, 44),
        column(said!("column.units_concerned"), Alignment::Center, 11),
        right(said!("column.units_share"), 10),
        column(said!("column.failing"), Alignment::Left, 34),
        column(said!("column.partly"), Alignment::Left, 34),
    ]);
    let units = results.overview.units.iter().map(|unit| &unit.unit.id);
    let ordinals: BTreeMap<&UnitId, usize> = units.zip(1..).collect();
    for (ordinal, of) in (1..).zip(&results.overview.shortcomings) {
        let with = |verdict: Verdict| {
            let units = of.units.iter().filter(|unit| unit.verdict == verdict).map(|unit| &unit.unit);
            concerned(results, &ordinals, &units.collect::<Vec<_>>())
        };
        let cells = vec![
            ordinal.to_string(),
            body::topic(results, of),
            format!("{}/{}", integer(of.units.len()), integer(of.judged)),
            compare::share(of.units.len(), of.judged),
            with(Verdict::Fail),
            with(Verdict::Partial),
        ];
        table.push(entry(cells, Vec::new()));
    }
    let mut notes = vec![said!("annex_shortcomings_note").into()];
    if results.overview.units.len() > NAMED {
        notes.push(said!("annex_shortcomings_ordinals", named = NAMED).into());
    }
    sheet(said!("annex_shortcomings"), Orientation::Landscape, notes, table)
}

/// Names, or ordinals in ranges: `1–12, 15`.
fn concerned(results: &RoundResults, ordinals: &BTreeMap<&UnitId, usize>, units: &[&UnitId]) -> String {
    if units.is_empty() {
        return dash();
    }
    if units.len() <= NAMED {
        return units.iter().map(|unit| phrase::clause(&results.name(unit))).collect::<Vec<_>>().join("; ");
    }
    let mut numbers: Vec<usize> = units.iter().filter_map(|unit| ordinals.get(unit).copied()).collect();
    numbers.sort_unstable();
    let range = |run: &[usize]| match run {
        [only] => only.to_string(),
        [first, second] => format!("{first}, {second}"),
        [first, .., last] => format!("{first}–{last}"),
        [] => String::new(),
    };
    let ranges: Vec<String> = numbers.chunk_by(|a, b| a + 1 == *b).map(range).collect();
    said!("ordinals", count = integer(units.len()), ordinals = ranges.join(", "))
}

//! The yearly table that summary reports carry: general counts and rates with the figures behind them. All other
//! figures, and years further back, stand in the annex of figures.

use super::super::super::annex::{column, entry, ordinal_column};
use super::super::super::figure::integer;
use super::super::super::phrase;
use super::super::{RoundResults, said};
use super::{dash, right, sheet};
use crate::overview::{Indicator, Level, Trend, TrendValue};
use crate::paper::{Alignment, Annex, Orientation, Paragraph, Table};
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{format_number, format_percent, round_half_away};

/// Decimals of a mean.
const MEAN_DIGITS: u8 = 2;
/// Years on paper, the newest.
const YEARS: usize = 5;
/// Years up to which the table stands on an upright page.
const UPRIGHT: usize = 2;

pub(super) fn annex(results: &RoundResults) -> Annex {
    let trends = &results.trends;
    let first = trends.years.len().saturating_sub(YEARS);
    let years = &trends.years[first..];
    let mut columns = vec![
        ordinal_column(),
        column(said!("column.indicator"), Alignment::Left, 44),
        column(said!("column.level"), Alignment::Left, 12),
    ];
    columns.extend(years.iter().map(|year| right(said!("column.year", year = year.year), 30)));
    let mut table = Table::new(columns);
    let mut ordinal = 0;
    for row in trends.rows.iter().filter(|row| stands_on_paper(row)) {
        let values = &row.values[first..];
        if values.iter().all(Option::is_none) {
            continue;
        }
        ordinal += 1;
        let mut cells = vec![ordinal.to_string(), indicator(row), level(row.level)];
        cells.extend(values.iter().map(|value| value.as_ref().map_or_else(dash, |value| told(row, value))));
        table.push(entry(cells, Vec::new()));
    }
    let rounds = years.iter().flat_map(|year| &year.rounds);
    let rounds: Vec<String> = rounds
        .map(|round| {
            let (from, to) = (format_date(round.period.from), format_date(round.period.to));
            said!("trend_round", title = phrase::clause(&round.title), from = from, to = to)
        })
        .collect();
    let notes: Vec<Paragraph> =
        vec![said!("annex_trends_note").into(), said!("annex_trends_rounds", rounds = rounds.join("; ")).into()];
    let orientation = if years.len() > UPRIGHT { Orientation::Landscape } else { Orientation::Portrait };
    sheet(said!("annex_trends"), orientation, notes, table)
}

/// Hundreds of plain counts would bury what is compared: rates bring along those that matter.
fn stands_on_paper(row: &Trend) -> bool {
    row.is_share || !matches!(row.indicator, Indicator::Item { .. })
}

/// What a row of the yearly table is about.
fn indicator(row: &Trend) -> String {
    match &row.indicator {
        Indicator::Units => said!("indicator.units"),
        Indicator::Passed => said!("indicator.passed"),
        Indicator::Points => said!("indicator.points"),
        Indicator::Item { ask, .. } => phrase::clause(ask),
    }
}

fn level(level: Level) -> String {
    match level {
        Level::Province => said!("level.tinh"),
        Level::District => said!("level.huyen"),
        Level::Commune => said!("level.xa"),
        Level::Other => said!("level.khac"),
    }
}

/// A value with what it is a share of, and the units it is of where not all that were asked gave it.
fn told(row: &Trend, value: &TrendValue) -> String {
    let number = if row.is_share {
        format_percent(value.value)
    } else {
        format_number(round_half_away(value.value, MEAN_DIGITS))
    };
    let share = value.share.map(|share| format!("{}/{}", format_number(share.part), format_number(share.whole)));
    let units =
        (value.units != value.of).then(|| said!("trend_units", units = integer(value.units), of = integer(value.of)));
    let beside: Vec<String> = share.into_iter().chain(units).collect();
    if beside.is_empty() { number } else { format!("{number} ({})", beside.join("; ")) }
}

//! Figures and rates over the years, by level: the yearly indicator table that every summary report carries.
//!
//! A year is that of the last day of a round's inspected period. A unit that several rounds of a year inspected counts
//! once, with the figure of the round that came last. Where no unit gave a figure the year is blank, never zero, and
//! every value says how many units it is of.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::cell::{AskedNow, Cell, Share};
use super::points::PointSum;
use super::round::RoundOverview;
use super::unit::UnitOverview;
use crate::assessment::Totals;
use crate::checklist::{Checklist, Item, ItemKind, UnitKind};
use crate::inspection::{ItemKey, Period, RoundId, UnitId};
use crate::vietnamese::collate::sort_key;
use crate::vietnamese::fold::fold;

/// Levels of administration, by the kind of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Sở, ban of the province.
    Province,
    /// Huyện, until 30/6/2025.
    District,
    /// Xã, phường, đặc khu, and thị trấn until 30/6/2025.
    Commune,
    /// What a kind alone does not tell the level of: phòng, đơn vị sự nghiệp, trung tâm, others.
    Other,
}

impl Level {
    /// All levels, the highest first.
    pub const ALL: [Self; 4] = [Self::Province, Self::District, Self::Commune, Self::Other];

    /// The level of units of `kind`.
    pub fn of(kind: UnitKind) -> Self {
        match kind {
            UnitKind::So => Self::Province,
            UnitKind::Huyen => Self::District,
            UnitKind::Xa | UnitKind::Phuong | UnitKind::DacKhu | UnitKind::ThiTran => Self::Commune,
            UnitKind::Phong | UnitKind::SuNghiep | UnitKind::TrungTam | UnitKind::Khac => Self::Other,
        }
    }

    /// As written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Province => "tinh",
            Self::District => "huyen",
            Self::Commune => "xa",
            Self::Other => "khac",
        }
    }
}

/// How the figures of several units are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// Added.
    Sum,
    /// The parts of all units as a share of their wholes.
    Pooled,
    /// Their mean: a rate whose parts are not known, a score, an index.
    Mean,
}

impl Put {
    /// As written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Pooled => "pooled",
            Self::Mean => "mean",
        }
    }
}

/// What a row of the table is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Indicator {
    /// How many units were inspected.
    Units,
    /// Verdicts "đạt" as a share of those judged pass, partial or fail.
    Passed,
    /// Verified points as a share of full points, of units whose points tell something ([`PointSum::is_telling`]).
    Points,
    /// An item of a checklist.
    Item {
        /// Which.
        key: ItemKey,
        /// What is asked, in the words of the newest round.
        ask: String,
        /// What is counted: `thủ tục`.
        unit: Option<String>,
    },
}

/// A year's value at one level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendValue {
    /// The value; a rate as a fraction of 1.
    pub value: f64,
    /// How it was put together.
    pub put: Put,
    /// What a pooled share is made of.
    pub share: Option<Share>,
    /// Units that it is of.
    pub units: usize,
    /// Units that were asked.
    pub of: usize,
}

/// One indicator at one level over the years.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// What it is about.
    pub indicator: Indicator,
    /// At which level.
    pub level: Level,
    /// Whether values are fractions of 1.
    pub is_share: bool,
    /// A value per year of [`Trends::years`]; none where no unit gave one.
    pub values: Vec<Option<TrendValue>>,
}

/// A year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearColumn {
    /// The year.
    pub year: i32,
    /// The rounds whose inspected period ends in it, the earliest first.
    pub rounds: Vec<YearRound>,
}

/// A round of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearRound {
    /// Which.
    pub id: RoundId,
    /// Its title.
    pub title: String,
    /// What it inspected: figures of different spans are not alike.
    pub period: Period,
}

/// A round that cannot be read, so that nothing of it is in any figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRound {
    /// Which.
    pub id: RoundId,
    /// Its title.
    pub title: String,
    /// Why, as a sentence in the language of the screen.
    pub why: String,
}

/// Figures and rates over the years.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trends {
    /// Years with a round, the earliest first.
    pub years: Vec<YearColumn>,
    /// Rows: general ones first, then the items in the order of the newest rounds' checklists; of one indicator the
    /// highest level first. Rows without any value are left out.
    pub rows: Vec<Trend>,
    /// Rounds of this home that are in none of it.
    pub unreadable: Vec<UnreadableRound>,
}

/// What one unit gave for an indicator in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendUnit {
    /// In which year.
    pub year: i32,
    /// In which round.
    pub round: RoundId,
    /// Which unit of it.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The value; a rate as a fraction of 1.
    pub value: f64,
    /// What a share is made of, where that is known.
    pub share: Option<Share>,
}

/// A unit as one round saw it.
struct Seen<'a> {
    when: NaiveDate,
    year: i32,
    who: usize,
    level: Level,
    round: &'a RoundId,
    unit: &'a UnitOverview,
}

impl Trends {
    /// Puts `rounds` side by side.
    pub fn of(rounds: &[Arc<RoundOverview>]) -> Self {
        let years = years(rounds);
        let seen = seen(rounds);
        let mut rows = general(&years, &seen);
        rows.extend(items(rounds, &years, &seen));
        rows.retain(|row| row.values.iter().any(Option::is_some));
        Self { years, rows, unreadable: Vec::new() }
    }

    /// Which rounds are missing and why, in a sentence; none where all could be read.
    pub fn missing(&self) -> Option<String> {
        if self.unreadable.is_empty() {
            return None;
        }
        let named = self.unreadable.iter().map(|round| format!("{} ({})", round.id, round.why.trim_end_matches('.')));
        let named = named.collect::<Vec<_>>().join("; ");
        Some(rust_i18n::t!("overview.unreadable", count = self.unreadable.len(), rounds = named).into_owned())
    }

    /// The units behind the row of `indicator` at `level`, the newest year first, by name.
    pub fn units(rounds: &[Arc<RoundOverview>], indicator: &Indicator, level: Level) -> Vec<TrendUnit> {
        let mut found: BTreeMap<(i32, usize), TrendUnit> = BTreeMap::new();
        for seen in seen(rounds).iter().filter(|seen| seen.level == level) {
            if let Some((value, share)) = of_unit(indicator, seen.unit) {
                let (round, unit) = (seen.round.clone(), seen.unit.unit.id.clone());
                let (year, name) = (seen.year, seen.unit.unit.name.clone());
                found.insert((seen.year, seen.who), TrendUnit { year, round, unit, name, value, share });
            }
        }
        let mut units: Vec<TrendUnit> = found.into_values().collect();
        units.sort_by_cached_key(|unit| (std::cmp::Reverse(unit.year), sort_key(&unit.name)));
        units
    }

    /// The row of `indicator` at `level`.
    pub fn row(&self, indicator: &Indicator, level: Level) -> Option<&Trend> {
        self.rows.iter().find(|row| row.indicator == *indicator && row.level == level)
    }
}

fn years(rounds: &[Arc<RoundOverview>]) -> Vec<YearColumn> {
    let mut years: BTreeMap<i32, Vec<YearRound>> = BTreeMap::new();
    for overview in rounds {
        let round = overview.round();
        let (id, title, period) = (round.id.clone(), round.title.clone(), round.period);
        years.entry(period.to.year()).or_default().push(YearRound { id, title, period });
    }
    let column = |(year, mut rounds): (i32, Vec<YearRound>)| {
        rounds.sort_by(|a, b| (a.period.to, &a.id).cmp(&(b.period.to, &b.id)));
        YearColumn { year, rounds }
    };
    years.into_iter().map(column).collect()
}

/// All units of all rounds, the earliest inspected first. The same id, or the same name with or without diacritics, is
/// the same unit.
fn seen(rounds: &[Arc<RoundOverview>]) -> Vec<Seen<'_>> {
    let mut by_id: HashMap<&UnitId, usize> = HashMap::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let mut seen = Vec::new();
    for overview in rounds {
        let (round, period) = (&overview.round().id, overview.round().period);
        for overview in &overview.units {
            let unit = &overview.unit;
            let name = fold(unit.name.trim());
            let known = by_id.get(&unit.id).or_else(|| by_name.get(&name)).copied();
            let who = known.unwrap_or(by_id.len() + by_name.len());
            by_id.entry(&unit.id).or_insert(who);
            by_name.entry(name).or_insert(who);
            let when = unit.visit.unwrap_or(period.to);
            seen.push(Seen { when, year: period.to.year(), who, level: Level::of(unit.kind), round, unit: overview });
        }
    }
    seen.sort_by(|a, b| (a.when, a.round).cmp(&(b.when, b.round)));
    seen
}

/// Of each unit that was inspected in `year` at `level` how the last round saw it.
fn last<'a>(seen: &'a [Seen<'a>], year: i32, level: Level) -> BTreeMap<usize, &'a UnitOverview> {
    let of_year = seen.iter().filter(|seen| seen.year == year && seen.level == level);
    of_year.map(|seen| (seen.who, seen.unit)).collect()
}

fn general(years: &[YearColumn], seen: &[Seen<'_>]) -> Vec<Trend> {
    let row = |indicator: &Indicator, level: Level| {
        let values = years.iter().map(|year| general_value(indicator, &last(seen, year.year, level)));
        let is_share = *indicator != Indicator::Units;
        Trend { indicator: indicator.clone(), level, is_share, values: values.collect() }
    };
    let indicators = [Indicator::Units, Indicator::Passed, Indicator::Points];
    indicators.iter().flat_map(|indicator| Level::ALL.map(|level| row(indicator, level))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of units and items are far below 2^52")]
fn general_value(indicator: &Indicator, units: &BTreeMap<usize, &UnitOverview>) -> Option<TrendValue> {
    let of = units.len();
    if of == 0 {
        return None;
    }
    let share = match indicator {
        Indicator::Units => {
            return Some(TrendValue { value: of as f64, put: Put::Sum, share: None, units: of, of });
        }
        Indicator::Passed => {
            let mut totals = Totals::default();
            for unit in units.values() {
                totals.add(&unit.totals);
            }
            Share { part: totals.pass as f64, whole: (totals.pass + totals.partial + totals.fail) as f64 }
        }
        Indicator::Points => {
            let mut points = PointSum::default();
            units.values().filter(|unit| unit.points.is_telling()).for_each(|unit| points.add(&unit.points));
            Share { part: points.verified, whole: points.full }
        }
        Indicator::Item { .. } => return None,
    };
    let judged = units.values().filter(|unit| unit.totals.pass + unit.totals.partial + unit.totals.fail > 0);
    let units = match indicator {
        Indicator::Points => units.values().filter(|unit| unit.points.is_telling()).count(),
        _ => judged.count(),
    };
    let value = (share.whole > 0.0).then(|| share.part / share.whole)?;
    Some(TrendValue { value, put: Put::Pooled, share: Some(share), units, of })
}

/// What one unit gave.
#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
fn of_unit(indicator: &Indicator, unit: &UnitOverview) -> Option<(f64, Option<Share>)> {
    match indicator {
        Indicator::Units => Some((1.0, None)),
        Indicator::Passed => {
            let heat = unit.heat();
            let share = Share { part: heat.pass as f64, whole: heat.judged as f64 };
            Some((heat.share()?, Some(share)))
        }
        Indicator::Points => {
            let points = unit.points;
            let share = Share { part: points.verified, whole: points.full };
            Some((points.share().filter(|_| points.is_telling())?, Some(share)))
        }
        Indicator::Item { key, .. } => {
            let cell = unit.cell(&key.checklist)?;
            let figure = cell.figures().find(|figure| figure.item.id == key.item)?;
            Some((figure.value?, figure.share))
        }
    }
}

/// What the units of a year and level gave for an item.
#[derive(Debug, Clone, Default)]
struct Given {
    /// Per unit its value and what it is a share of; a later round in the year replaces an earlier one.
    values: BTreeMap<usize, (f64, Option<Share>)>,
    /// Units asked.
    asked: std::collections::BTreeSet<usize>,
}

/// An item's row while it is filled.
struct Row {
    indicator: Indicator,
    is_share: bool,
    put: Put,
    given: HashMap<(i32, Level), Given>,
}

fn items(rounds: &[Arc<RoundOverview>], years: &[YearColumn], seen: &[Seen<'_>]) -> Vec<Trend> {
    let (mut rows, places) = empty_rows(rounds);
    for seen in seen {
        for cell in &seen.unit.cells {
            let Some(places) = places.get(&Arc::as_ptr(&cell.checklist)) else { continue };
            fill(&mut rows, places, seen, cell);
        }
    }
    let trends = rows.into_iter().flat_map(|row| {
        Level::ALL.map(|level| {
            let value = |year: &YearColumn| row.given.get(&(year.year, level)).and_then(|given| put(&row, given));
            let values = years.iter().map(value).collect();
            Trend { indicator: row.indicator.clone(), level, is_share: row.is_share, values }
        })
    });
    trends.collect()
}

/// Where the items of an edition have their rows, by their position in it.
type Places = HashMap<*const Checklist, Vec<Option<usize>>>;

/// Rows of all items that have a value, in the order of the newest rounds; and where each edition's items go. An item
/// of the same id is the same in all editions, as long as it is still a figure or still a share.
fn empty_rows(rounds: &[Arc<RoundOverview>]) -> (Vec<Row>, Places) {
    let mut newest: Vec<&Arc<RoundOverview>> = rounds.iter().collect();
    newest.sort_by_key(|overview| std::cmp::Reverse(overview.round().period.to));
    let mut rows: Vec<Row> = Vec::new();
    let mut known: HashMap<ItemKey, usize> = HashMap::new();
    let mut places = Places::new();
    let editions = newest.iter().flat_map(|round| round.checklists().map(|list| (list, round.editions.shares(list))));
    for (checklist, shares) in editions {
        let place = |(position, item): (usize, &Item)| {
            let put = how(item)?;
            let is_share = shares.at(position);
            let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
            let place = *known.entry(key.clone()).or_insert_with(|| {
                let unit = match &item.kind {
                    ItemKind::Number { unit, .. } => unit.clone(),
                    _ => None,
                };
                let indicator = Indicator::Item { key, ask: item.ask.clone(), unit };
                rows.push(Row { indicator, is_share, put, given: HashMap::new() });
                rows.len() - 1
            });
            (rows[place].is_share == is_share).then_some(place)
        };
        places.insert(Arc::as_ptr(checklist), checklist.items().enumerate().map(place).collect());
    }
    (rows, places)
}

fn fill(rows: &mut [Row], places: &[Option<usize>], seen: &Seen<'_>, cell: &Cell) {
    let at = (seen.year, seen.level);
    for ((_, status), place) in cell.items().zip(places) {
        if let Some(place) = place.filter(|_| status.asked == AskedNow::Yes) {
            rows[place].given.entry(at).or_default().asked.insert(seen.who);
        }
    }
    for (figure, position) in cell.figures().zip(cell.figure_positions()) {
        if let (Some(value), Some(Some(place))) = (figure.value, places.get(position)) {
            rows[*place].given.entry(at).or_default().values.insert(seen.who, (value, figure.share));
        }
    }
}

fn put(row: &Row, given: &Given) -> Option<TrendValue> {
    let (units, of) = (given.values.len(), given.asked.len());
    if units == 0 {
        return None;
    }
    let sum: f64 = given.values.values().map(|(value, _)| value).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
    let mean = sum / units as f64;
    let value = |value, put, share| Some(TrendValue { value, put, share, units, of });
    match row.put {
        Put::Sum => value(sum, Put::Sum, None),
        Put::Mean => value(mean, Put::Mean, None),
        Put::Pooled => {
            let shares: Option<Vec<Share>> = given.values.values().map(|(_, share)| *share).collect();
            let Some(shares) = shares else { return value(mean, Put::Mean, None) };
            let (part, whole) = shares.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.part, sum.1 + it.whole));
            let pooled = Share { part, whole };
            if whole > 0.0 { value(part / whole, Put::Pooled, Some(pooled)) } else { value(mean, Put::Mean, None) }
        }
    }
}

/// How the values of several units are put together; none where the item has no value.
fn how(item: &Item) -> Option<Put> {
    match &item.kind {
        ItemKind::Number { unit, .. } if unit.as_deref() == Some("%") || is_score(&item.ask) => Some(Put::Mean),
        ItemKind::Number { .. } => Some(Put::Sum),
        ItemKind::Rate { .. } | ItemKind::Register(_) | ItemKind::Survey(_) => Some(Put::Pooled),
        ItemKind::Verdict | ItemKind::Text | ItemKind::Date | ItemKind::Choice { .. } => None,
    }
}

/// Rates, indexes, scores and ranks that people type: adding them up would mean nothing.
fn is_score(ask: &str) -> bool {
    let ask = fold(ask.trim());
    ["ty le", "chi so", "diem ", "xep hang", "thu hang", "hang "].iter().any(|word| ask.starts_with(word))
}

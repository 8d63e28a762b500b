//! One round with all its units side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edition::Editions;
use super::frequent::{self, FrequentCause, FrequentShortcoming, GoodPractice, Recommendation};
use super::points::{LeftOut, PointSum};
use super::ranking::{self, Ranked};
use super::unit::UnitOverview;
use crate::assessment::{OpenRound, Totals};
use crate::checklist::{Checklist, ChecklistId};
use crate::inspection::{InspectionError, ItemKey, PinnedEdition, Round, RoundId, Store, UnitId};

/// A round with all its units side by side.
#[derive(Debug, Clone)]
pub struct RoundOverview {
    /// The round and the editions it uses.
    pub open: Arc<OpenRound>,
    /// Its units, in its order.
    pub units: Vec<Arc<UnitOverview>>,
    /// Items in which units fall short, the most frequent first.
    pub shortcomings: Vec<FrequentShortcoming>,
    /// What somebody remarked on where a unit passes.
    pub good_practice: Vec<GoodPractice>,
    /// Causes of shortcomings, objective ones first.
    pub causes: Vec<FrequentCause>,
    /// What is required, by addressee.
    pub recommendations: Vec<Recommendation>,
    /// Units by points.
    pub ranking: Vec<Ranked>,
    /// Items whose points count nowhere at some unit.
    pub left_out: Vec<LeftOutItem>,
    /// Checklists that are not asked at some unit at all.
    pub not_asked: Vec<WholeChecklist>,
    pub(super) editions: Editions,
}

/// An item whose points count nowhere at some units.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutItem {
    /// Which item.
    pub key: ItemKey,
    /// Its number in its checklist, as people call it: `2.4`.
    pub number: String,
    /// What is asked.
    pub ask: String,
    /// Why.
    pub why: LeftOut,
    /// Its full points.
    pub full: f64,
    /// At which units, in the round's order.
    pub units: Vec<UnitId>,
}

/// A checklist of the round that is not asked at all at some units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WholeChecklist {
    /// It is not meant for units of their kind.
    OtherKind {
        /// Which.
        checklist: ChecklistId,
        /// Its title.
        title: String,
        /// At which units, in the round's order.
        units: Vec<UnitId>,
    },
    /// No edition of it can be read on this laptop, so it is asked nowhere.
    NoEdition(ChecklistId),
}

impl RoundOverview {
    /// Reads and judges every unit of `round` anew. [`super::Overviews`] reads only what changed.
    pub fn of(store: &Store, round: &RoundId) -> Result<Self, InspectionError> {
        let editions = Editions::of(Arc::new(OpenRound::open(store, round.as_str())?));
        let load = |unit| UnitOverview::load(store, &editions, unit).map(Arc::new);
        let units = editions.open.round.units.iter().map(load).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::put_together(editions, units))
    }

    /// `units` must be those of the round, in its order.
    pub(super) fn put_together(editions: Editions, units: Vec<Arc<UnitOverview>>) -> Self {
        let open = editions.open.clone();
        Self {
            shortcomings: frequent::shortcomings(&open, &units),
            good_practice: frequent::good_practice(&units),
            causes: frequent::causes(&units),
            recommendations: frequent::recommendations(&units),
            ranking: ranking::rank(&units),
            left_out: left_out(&open, &units),
            not_asked: not_asked(&open, &units),
            open,
            units,
            editions,
        }
    }

    /// The round.
    pub fn round(&self) -> &Round {
        &self.open.round
    }

    /// Its checklists, in its order.
    pub fn checklists(&self) -> impl Iterator<Item = &Arc<Checklist>> {
        self.open.editions.iter().map(|edition| &edition.checklist)
    }

    /// The unit called `id`.
    pub fn unit(&self, id: &UnitId) -> Option<&Arc<UnitOverview>> {
        self.units.iter().find(|unit| unit.unit.id == *id)
    }

    /// Counts over all units.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.units.iter().for_each(|unit| totals.add(&unit.totals));
        totals
    }

    /// Points over all units.
    pub fn points(&self) -> PointSum {
        let mut points = PointSum::default();
        self.units.iter().for_each(|unit| points.add(&unit.points));
        points
    }
}

/// In the checklists' order.
fn left_out(open: &OpenRound, units: &[Arc<UnitOverview>]) -> Vec<LeftOutItem> {
    let mut found: BTreeMap<(usize, usize, LeftOut), LeftOutItem> = BTreeMap::new();
    for unit in units {
        for cell in &unit.cells {
            let of_it = |edition: &PinnedEdition| edition.checklist.id == cell.checklist.id;
            let list = open.editions.iter().position(of_it).unwrap_or(usize::MAX);
            for line in cell.points() {
                let Some(why) = line.left_out else { continue };
                let place = cell.checklist.items().position(|item| item.id == line.item.id).unwrap_or(usize::MAX);
                let item = found.entry((list, place, why)).or_insert_with(|| {
                    let key = ItemKey { checklist: cell.checklist.id.clone(), item: line.item.id.clone() };
                    let number = open.numbered_item(&key).map(|(number, _)| number).unwrap_or_default();
                    let (ask, full) = (line.item.ask.clone(), line.full);
                    LeftOutItem { key, number, ask, why, full, units: Vec::new() }
                });
                item.units.push(unit.unit.id.clone());
            }
        }
    }
    found.into_values().collect()
}

fn not_asked(open: &OpenRound, units: &[Arc<UnitOverview>]) -> Vec<WholeChecklist> {
    let of_checklist = |checklist: &Arc<Checklist>| {
        let without = units.iter().filter(|unit| !checklist.applies_to(unit.unit.kind));
        let units: Vec<UnitId> = without.map(|unit| unit.unit.id.clone()).collect();
        let (checklist, title) = (checklist.id.clone(), checklist.title.clone());
        (!units.is_empty()).then_some(WholeChecklist::OtherKind { checklist, title, units })
    };
    let other_kind = open.editions.iter().filter_map(|edition| of_checklist(&edition.checklist));
    let missing = open.missing.iter().map(|missing| WholeChecklist::NoEdition(missing.id.clone()));
    other_kind.chain(missing).collect()
}

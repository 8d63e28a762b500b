//! What many units have in common: shortcomings, causes, what is required; and what one of them does well.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::alike::{self, Alike, Frame};
use super::unit::UnitOverview;
use crate::assessment::OpenRound;
use crate::checklist::{Addressee, CauseKind, Field, ItemSeverity, Verdict};
use crate::conclusion::{Told, ToldCause, ToldRequirement};
use crate::inspection::{ItemKey, UnitId};

/// How a unit was judged in something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitVerdict {
    /// Which unit.
    pub unit: UnitId,
    /// Its verdict there.
    pub verdict: Verdict,
}

/// An item in which units fall short.
#[derive(Debug, Clone, PartialEq)]
pub struct FrequentShortcoming {
    /// Which item.
    pub key: ItemKey,
    /// Its number in its checklist, as people call it: `2.4`.
    pub number: String,
    /// What is asked.
    pub ask: String,
    /// The field it belongs to.
    pub field: Field,
    /// How grave a failure is.
    pub severity: ItemSeverity,
    /// The units that fail or pass in part, in the round's order.
    pub units: Vec<UnitVerdict>,
    /// In how many units it was judged pass, partial or fail: those that the count is a share of.
    pub judged: usize,
}

impl FrequentShortcoming {
    /// How many of its units have `verdict`.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.units.iter().filter(|unit| unit.verdict == verdict).count()
    }
}

/// Something that a unit does well and somebody found worth a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodPractice {
    /// At which unit.
    pub unit: UnitId,
    /// Which item.
    pub key: ItemKey,
    /// What the papers say.
    pub said: String,
    /// The remark.
    pub remark: String,
}

/// A cause of shortcomings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrequentCause {
    /// Objective or subjective.
    pub kind: CauseKind,
    /// One sentence.
    pub text: String,
    /// The units it is named for, in the round's order.
    pub units: Vec<UnitId>,
}

/// What is required of units, agencies or higher levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Whom it addresses.
    pub to: Addressee,
    /// One sentence.
    pub text: String,
    /// The units whose shortcomings lead to it, in the round's order.
    pub units: Vec<UnitId>,
}

/// Items in which units fall short: most units first, then most failures, the graver, the checklists' order.
pub(super) fn shortcomings(open: &OpenRound, units: &[Arc<UnitOverview>]) -> Vec<FrequentShortcoming> {
    let mut found = Vec::new();
    for checklist in open.editions.iter().map(|edition| &edition.checklist) {
        let cells: Vec<_> = units.iter().filter_map(|unit| Some((unit, unit.cell(&checklist.id)?))).collect();
        let mut numbers = (1..)
            .zip(&checklist.sections)
            .flat_map(|(section, content)| (1..=content.items.len()).map(move |item| format!("{section}.{item}")));
        let mut columns: Vec<Vec<UnitVerdict>> = vec![Vec::new(); checklist.items().count()];
        let mut judged = vec![0_usize; columns.len()];
        for (unit, cell) in &cells {
            for (position, (_, status)) in cell.items().enumerate() {
                match status.verdict {
                    Some(verdict @ (Verdict::Partial | Verdict::Fail)) => {
                        columns[position].push(UnitVerdict { unit: unit.unit.id.clone(), verdict });
                        judged[position] += 1;
                    }
                    Some(Verdict::Pass) => judged[position] += 1,
                    Some(Verdict::Na) | None => {}
                }
            }
        }
        for ((item, units), judged) in checklist.items().zip(columns).zip(judged) {
            let number = numbers.next().unwrap_or_default();
            if units.is_empty() {
                continue;
            }
            found.push(FrequentShortcoming {
                key: ItemKey { checklist: checklist.id.clone(), item: item.id.clone() },
                number,
                ask: item.ask.clone(),
                field: checklist.field,
                severity: item.severity,
                units,
                judged,
            });
        }
    }
    // Stable: what is equal stays in the checklists' order.
    found.sort_by_key(|it| std::cmp::Reverse((it.units.len(), it.count(Verdict::Fail), it.severity)));
    found
}

pub(super) fn good_practice(units: &[Arc<UnitOverview>]) -> Vec<GoodPractice> {
    let of_unit = |unit: &Arc<UnitOverview>| {
        let strengths = unit.findings.iter().filter(|told| told.verdict == Verdict::Pass);
        let practice = strengths.map(|told| GoodPractice {
            unit: unit.unit.id.clone(),
            key: told.key.clone(),
            said: told.said.clone(),
            remark: told.remark.clone(),
        });
        practice.collect::<Vec<_>>()
    };
    units.iter().flat_map(of_unit).collect()
}

/// Causes, the one named for most units first, objective before subjective; sentences that differ in figures are one.
pub(super) fn causes(units: &[Arc<UnitOverview>]) -> Vec<FrequentCause> {
    let told = |told: &'_ Told| told.cause.as_ref().map(|ToldCause { kind, text }| (*kind, text.clone()));
    let cause = |(kind, text, units)| FrequentCause { kind, text, units };
    let mut causes: Vec<FrequentCause> = together(units, told).map(cause).collect();
    causes.sort_by_key(|cause| (cause.kind, std::cmp::Reverse(cause.units.len())));
    causes
}

/// What is required, by addressee, what concerns most units first; one sentence stands once, whatever its deadlines and
/// its figures.
pub(super) fn recommendations(units: &[Arc<UnitOverview>]) -> Vec<Recommendation> {
    let told = |told: &'_ Told| told.requirement.as_ref().map(|ToldRequirement { to, text, .. }| (*to, text.clone()));
    let recommendation = |(to, text, units)| Recommendation { to, text, units };
    let mut found: Vec<Recommendation> = together(units, told).map(recommendation).collect();
    found.sort_by_key(|recommendation| (recommendation.to, std::cmp::Reverse(recommendation.units.len())));
    found
}

/// The sentences that `told` takes out of the findings, each once with its units, by key and sentence.
fn together<K: Ord + Copy>(
    units: &[Arc<UnitOverview>],
    told: impl Fn(&Told) -> Option<(K, String)>,
) -> impl Iterator<Item = (K, String, Vec<UnitId>)> {
    let mut found: BTreeMap<(K, Frame), (Alike, Vec<UnitId>)> = BTreeMap::new();
    for unit in units {
        for (key, text) in unit.findings.iter().filter_map(&told) {
            let (frame, figures) = alike::taken_apart(&text);
            match found.entry((key, frame)) {
                Entry::Vacant(new) => _ = new.insert((Alike::of(figures), vec![unit.unit.id.clone()])),
                Entry::Occupied(mut known) => {
                    let (alike, units) = known.get_mut();
                    alike.add(&figures);
                    add(units, &unit.unit.id);
                }
            }
        }
    }
    found.into_iter().map(|((key, frame), (alike, units))| (key, alike.said(&frame), units))
}

fn add(units: &mut Vec<UnitId>, unit: &UnitId) {
    if units.last() != Some(unit) {
        units.push(unit.clone());
    }
}

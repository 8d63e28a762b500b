//! Units by the share of points they earned.

use std::cmp::Ordering;
use std::sync::Arc;

use super::points::PointSum;
use super::unit::UnitOverview;
use crate::inspection::UnitId;
use crate::vietnamese::collate::sort_key;
use crate::vietnamese::number::round_half_away;

/// Decimals of a share that tell two units apart: what lies behind is noise of computing.
const TELLING: u8 = 9;

/// A unit's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its rank, from 1; equal shares have the same, and the next one is as many further on. None where the points tell
    /// nothing yet ([`PointSum::is_telling`]).
    pub rank: Option<usize>,
    /// Which unit.
    pub unit: UnitId,
    /// Its points.
    pub points: PointSum,
}

/// All units: by the share of verified in full points, since what does not apply leaves the full points and no two
/// units need have the same; equal ones in Vietnamese alphabetical order; those without rank last.
pub(super) fn rank(units: &[Arc<UnitOverview>]) -> Vec<Ranked> {
    let mut ordered: Vec<(&Arc<UnitOverview>, Option<f64>)> = units.iter().map(|unit| (unit, share(unit))).collect();
    ordered.sort_by_cached_key(|(unit, _)| sort_key(&unit.unit.name));
    ordered.sort_by(|(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    let mut ranked: Vec<Ranked> = Vec::with_capacity(ordered.len());
    let mut before: Option<f64> = None;
    for (place, (unit, share)) in (1..).zip(ordered) {
        let rank = share.map(|share| match (before, ranked.last()) {
            (Some(before), Some(last)) if before.total_cmp(&share) == Ordering::Equal => last.rank.unwrap_or(place),
            _ => place,
        });
        before = share;
        ranked.push(Ranked { rank, unit: unit.unit.id.clone(), points: unit.points });
    }
    ranked
}

fn share(unit: &UnitOverview) -> Option<f64> {
    let share = unit.points.share().filter(|_| unit.points.is_telling())?;
    Some(round_half_away(share, TELLING))
}

//! Which revisions of a round: numbers per device, as ranges. What is held, what is told, what is lacking.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::journal::{DeviceId, Holdings, Span};

/// First and last number of an unbroken run.
type Run = [u64; 2];

/// A set of revisions by device and number; written as `{"<device>": [[1,40],[58,90]]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extent(BTreeMap<DeviceId, Vec<Run>>);

impl Extent {
    /// The set of these runs, in any order, overlapping or not; runs that end before they begin count nothing.
    pub fn of(runs: impl IntoIterator<Item = (DeviceId, Run)>) -> Self {
        let mut all: BTreeMap<DeviceId, Vec<Run>> = BTreeMap::new();
        for (device, run) in runs {
            if run[0] <= run[1] {
                all.entry(device).or_default().push(run);
            }
        }
        for runs in all.values_mut() {
            *runs = joined(std::mem::take(runs));
        }
        Self(all)
    }

    /// Adds one revision.
    #[cfg(test)]
    pub(super) fn insert(&mut self, device: &DeviceId, number: u64) {
        let runs = self.0.entry(device.clone()).or_default();
        match runs.last_mut() {
            // The ordinary case: revisions come in their order.
            Some(last) if last[1].checked_add(1) == Some(number) => last[1] = number,
            Some(last) if last[0] <= number && number <= last[1] => {}
            _ => {
                runs.push([number, number]);
                *runs = joined(std::mem::take(runs));
            }
        }
    }

    /// Every run, by device.
    pub fn runs(&self) -> impl Iterator<Item = (&DeviceId, Run)> {
        self.0.iter().flat_map(|(device, runs)| runs.iter().map(move |run| (device, *run)))
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of(self.runs().chain(other.runs()).map(|(device, run)| (device.clone(), run)))
    }

    /// What is here and not in `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for (device, [first, last]) in self.runs() {
            let mut from = first;
            let mut ended = false;
            for [away_first, away_last] in other.0.get(device).into_iter().flatten().copied() {
                if away_last < from || last < away_first {
                    continue;
                }
                if from < away_first {
                    left.push((device.clone(), [from, away_first - 1]));
                }
                ended = away_last >= last;
                if ended {
                    break;
                }
                from = away_last + 1;
            }
            if !ended {
                left.push((device.clone(), [from, last]));
            }
        }
        Self::of(left)
    }

    /// Whether the revision is in it.
    #[cfg(test)]
    pub(super) fn contains(&self, device: &DeviceId, number: u64) -> bool {
        self.0.get(device).is_some_and(|runs| runs.iter().any(|run| run[0] <= number && number <= run[1]))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    /// How many revisions.
    pub fn count(&self) -> u64 {
        self.runs().fold(0, |count, (_, [first, last])| count.saturating_add((last - first).saturating_add(1)))
    }

    /// The same in parts of at most `most` revisions each.
    pub fn parts(&self, most: u64) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut part = Vec::new();
        let mut room = most;
        for (device, [mut first, last]) in self.runs() {
            while first <= last {
                let end = last.min(first.saturating_add(room - 1));
                part.push((device.clone(), [first, end]));
                room -= end - first + 1;
                if room == 0 {
                    parts.push(Self::of(std::mem::take(&mut part)));
                    room = most;
                }
                match end.checked_add(1) {
                    Some(next) => first = next,
                    None => break,
                }
            }
        }
        if !part.is_empty() {
            parts.push(Self::of(part));
        }
        parts
    }
}

impl From<&Holdings> for Extent {
    fn from(holdings: &Holdings) -> Self {
        let runs = holdings.0.iter().flat_map(|(device, spans)| spans.iter().map(move |span| (device, span)));
        Self::of(runs.map(|(device, span)| (device.clone(), [span.first, span.last])))
    }
}

impl From<&Extent> for Holdings {
    fn from(extent: &Extent) -> Self {
        let spans = |runs: &Vec<Run>| runs.iter().map(|[first, last]| Span { first: *first, last: *last }).collect();
        Self(extent.0.iter().map(|(device, runs)| (device.clone(), spans(runs))).collect())
    }
}

/// Sorted, overlapping and neighbouring runs made one.
fn joined(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut all: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match all.last_mut() {
            Some(last) if run[0] <= last[1].saturating_add(1) => last[1] = last[1].max(run[1]),
            _ => all.push(run),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn device(number: u8) -> DeviceId {
        DeviceId::new(format!("{number:016x}")).unwrap()
    }

    fn members(extent: &Extent) -> BTreeSet<(DeviceId, u64)> {
        extent.runs().flat_map(|(device, [a, b])| (a..=b).map(move |n| (device.clone(), n))).collect()
    }

    fn extents() -> impl Strategy<Value = Extent> {
        proptest::collection::vec((0_u8..3, 1_u64..40, 0_u64..6), 0..12)
            .prop_map(|runs| Extent::of(runs.into_iter().map(|(d, first, more)| (device(d), [first, first + more]))))
    }

    proptest! {
        #[test]
        fn it_behaves_as_a_set(a in extents(), b in extents(), most in 1_u64..20) {
            let (x, y) = (members(&a), members(&b));
            prop_assert_eq!(members(&a.union(&b)), x.union(&y).cloned().collect());
            prop_assert_eq!(members(&a.minus(&b)), x.difference(&y).cloned().collect());
            prop_assert_eq!(a.count(), x.len() as u64);
            prop_assert_eq!(a.is_empty(), x.is_empty());
            let mut one_by_one = Extent::default();
            for (device, number) in x.iter().rev() {
                one_by_one.insert(device, *number);
            }
            prop_assert_eq!(&one_by_one, &a);
            let parts = a.parts(most);
            prop_assert!(parts.iter().all(|part| (1..=most).contains(&part.count())));
            prop_assert_eq!(parts.iter().fold(Extent::default(), |all, part| all.union(part)), a);
        }
    }

    #[test]
    fn absurd_numbers_break_nothing() {
        let all = Extent::of([(device(1), [0, u64::MAX]), (device(2), [7, 3])]);
        assert_eq!(all.count(), u64::MAX);
        assert!(all.contains(&device(1), u64::MAX) && !all.contains(&device(2), 5));
        let hole = Extent::of([(device(1), [5, 5])]);
        assert!(!all.minus(&hole).contains(&device(1), 5));
        assert!(all.minus(&all).is_empty());
        assert_eq!(all.union(&hole), all);
        assert_eq!(all.parts(u64::MAX / 2).len(), 3);
        assert_eq!(serde_json::to_string(&hole).unwrap(), "{\"0000000000000001\":[[5,5]]}");
    }
}

//! What must be true, worked out from sets of revisions alone and in the plainest way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kiemtra::journal::{DeviceId, FieldName, RecordKey, Revision, RevisionId};
use serde_json::Value;

/// A field of a record.
pub type Place = (RecordKey, FieldName);

/// Every revision that any laptop ever wrote: it only grows.
#[derive(Default)]
pub struct Written(HashMap<RevisionId, Fact>);

/// What of a revision the laws speak of.
struct Fact {
    place: Place,
    value: Value,
    parents: Vec<RevisionId>,
    device: DeviceId,
    sequence: u64,
}

impl Written {
    pub fn add(&mut self, revision: Revision) {
        let Revision { id, record, field, value, parents, device, sequence, .. } = revision;
        self.0.insert(id, Fact { place: (record, field), value, parents, device, sequence });
    }

    /// Which device numbered a revision, and how.
    pub fn numbered(&self, id: &RevisionId) -> (&DeviceId, u64) {
        (&self.0[id].device, self.0[id].sequence)
    }

    /// The heads of every field, where exactly these revisions count.
    pub fn heads(&self, counted: &BTreeSet<RevisionId>) -> BTreeMap<Place, BTreeSet<RevisionId>> {
        let mut replaced: BTreeSet<RevisionId> = BTreeSet::new();
        for id in counted {
            let child = &self.0[id];
            let of_its_field = |parent: &&RevisionId| self.0.get(*parent).is_some_and(|fact| fact.place == child.place);
            replaced.extend(child.parents.iter().filter(of_its_field));
        }
        let mut heads: BTreeMap<Place, BTreeSet<RevisionId>> = BTreeMap::new();
        for id in counted.difference(&replaced) {
            heads.entry(self.0[id].place.clone()).or_default().insert(*id);
        }
        heads
    }

    /// The fields where different opinions stand.
    pub fn conflicts(&self, counted: &BTreeSet<RevisionId>) -> BTreeSet<Place> {
        let heads = self.heads(counted).into_iter();
        let values = |ids: &BTreeSet<RevisionId>| ids.iter().map(|id| self.0[id].value.to_string()).collect();
        let differing = heads.filter(|(_, ids)| BTreeSet::len(&values(ids)) > 1).map(|(place, _)| place);
        differing.filter(is_opinion).collect()
    }

    /// The fields that these revisions belong to.
    pub fn touched(&self, ids: &BTreeSet<RevisionId>) -> BTreeSet<Place> {
        ids.iter().map(|id| self.0[id].place.clone()).collect()
    }

    /// Whether one of `staying` replaced one of `going`.
    pub fn builds_on(&self, staying: &BTreeSet<RevisionId>, going: &BTreeSet<RevisionId>) -> bool {
        staying.iter().any(|id| {
            let child = &self.0[id];
            child.parents.iter().any(|parent| going.contains(parent) && self.0[parent].place == child.place)
        })
    }
}

/// People do not differ about under which words an answer was asked, nor about what devices write by themselves.
fn is_opinion((record, field): &Place) -> bool {
    field.as_str() != "asked" && !["seen", "looked", "final"].contains(&record.kind())
}

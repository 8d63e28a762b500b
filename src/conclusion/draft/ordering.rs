//! The order of passages: total, and the same on every laptop that holds the same records.

use std::cmp::Ordering;

use super::{Passage, PassageStanding};
use crate::checklist::Field;
use crate::inspection::{PassageId, PassagePlace};

/// What a passage is ordered by: its part, its field, its place; equal places (two laptops, one gap) by its id.
pub(super) struct Key<'a> {
    pub id: &'a PassageId,
    pub field: Option<Field>,
    pub place: PassagePlace,
    pub is_orphan: bool,
}

impl<'a> Key<'a> {
    pub fn of(passage: &'a Passage) -> Self {
        let is_orphan = passage.standing == PassageStanding::Orphaned;
        Self { id: &passage.id, field: passage.field, place: passage.place.clone(), is_orphan }
    }

    fn rank(&self) -> impl Ord + '_ {
        (self.id.part, self.is_orphan, self.field, &self.place, self.id)
    }
}

pub(super) fn compare(a: &Key<'_>, b: &Key<'_>) -> Ordering {
    a.rank().cmp(&b.rank())
}

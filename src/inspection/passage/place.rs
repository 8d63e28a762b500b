//! Where a passage stands that was moved.

use serde::{Deserialize, Serialize};

use crate::inspection::row_place::text_between;

/// A place among the passages of a part: a text that sorts between the places of its neighbours. Whatever was not moved has a
/// place by its nature (its item's position in the checklists), so moving one never moves another, and two laptops that
/// move different passages disturb nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PassagePlace(String);

impl PassagePlace {
    /// The place that something has by its nature; of digits, small letters and `-`.
    pub fn natural(text: String) -> Self {
        Self(text)
    }

    /// The place between two others; `None` is the beginning, or the end.
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Self {
        Self(text_between(before.map_or("", Self::as_str), after.map(Self::as_str)))
    }

    /// As the journal keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

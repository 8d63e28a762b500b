//! A mark's place, taken out of the text: what the filling needs to know of it.

use super::mark::Mark;
use super::properties::Properties;
use super::tree::Element;

/// Where a mark stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Which.
    pub mark: Mark,
    /// Properties of its paragraph; of block marks alone.
    pub paragraph: Properties,
    /// Properties of the run where it begins.
    pub run: Properties,
    /// The end of a section, where its paragraph carried one.
    pub section: Option<Element>,
    /// What stands before it in its line.
    pub before: String,
    /// Width of the table cell around it, in twips, where it says one.
    pub cell: Option<u32>,
}

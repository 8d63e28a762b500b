//! Points: full (điểm chuẩn), self (điểm tự chấm) and verified (điểm thẩm định), of an item and of many.
//!
//! What does not apply or is not asked leaves the full points; what is unanswered stays in them and earns nothing yet.

use crate::checklist::{Item, Verdict};

/// Why an item's points count nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// A person judged that it does not apply (không áp dụng).
    Na,
    /// Its condition does not hold at the unit.
    NotAsked,
    /// Its condition cannot be judged yet: an answer it needs is missing.
    Undetermined,
}

/// Points of one item at one unit.
#[derive(Debug, Clone, Copy)]
pub struct PointLine<'a> {
    /// Which item.
    pub item: &'a Item,
    /// What the checklist gives for a pass, also where it is left out.
    pub full: f64,
    /// What the unit gave itself.
    pub own: Option<f64>,
    /// Its verdict; none while it is not judged.
    pub verdict: Option<Verdict>,
    /// What the team gives; none while there is no verdict, and where the item is left out.
    pub verified: Option<f64>,
    /// Why self and verified points differ, as a person wrote it.
    pub reason: Option<&'a str>,
    /// Why it counts nowhere, where it does not.
    pub left_out: Option<LeftOut>,
}

impl PointLine<'_> {
    /// Verified less self points, where both are known: below zero where the unit gave itself more.
    pub fn difference(&self) -> Option<f64> {
        Some(self.verified? - self.own?)
    }
}

/// Points of several items.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PointSum {
    /// Full points of what counts, unanswered items included.
    pub full: f64,
    /// Verified points.
    pub verified: f64,
    /// Self points of what counts, as far as they were given; none where no item has any.
    pub own: Option<f64>,
    /// Items with points that count.
    pub items: usize,
    /// Of them judged.
    pub judged: usize,
    /// Of them with self points.
    pub own_items: usize,
    /// Full points of what is left out.
    pub left_out: f64,
    /// Items with points that are left out.
    pub left_out_items: usize,
}

impl PointSum {
    /// Counts one more item.
    pub fn count(&mut self, line: &PointLine<'_>) {
        if line.left_out.is_some() {
            self.left_out += line.full;
            self.left_out_items += 1;
            return;
        }
        self.full += line.full;
        self.items += 1;
        if let Some(verified) = line.verified {
            self.verified += verified;
            self.judged += 1;
        }
        if let Some(own) = line.own {
            *self.own.get_or_insert(0.0) += own;
            self.own_items += 1;
        }
    }

    /// Adds another part's points.
    pub fn add(&mut self, other: &Self) {
        self.full += other.full;
        self.verified += other.verified;
        if let Some(own) = other.own {
            *self.own.get_or_insert(0.0) += own;
        }
        self.items += other.items;
        self.judged += other.judged;
        self.own_items += other.own_items;
        self.left_out += other.left_out;
        self.left_out_items += other.left_out_items;
    }

    /// Verified points as a share of the full ones, 0..1; none where nothing has points.
    pub fn share(&self) -> Option<f64> {
        (self.full > 0.0).then(|| self.verified / self.full)
    }

    /// The unit's own sum, where it gave itself points for every item that counts: a sum that misses some is no figure
    /// of the unit's.
    pub fn whole_own(&self) -> Option<f64> {
        self.own.filter(|_| self.own_items == self.items)
    }

    /// Whether the share tells anything: something is judged, and at least half of what has points, or the unit gave
    /// itself points. Below that it would only say how much was not looked at; papers keep to the same rule.
    pub fn is_telling(&self) -> bool {
        self.judged > 0 && (self.judged * 2 >= self.items || self.own.is_some())
    }

    /// Whether every item that counts is judged.
    pub fn is_complete(&self) -> bool {
        self.judged == self.items
    }
}

//! How many of the items judged passed, in a word: what the heat map colours.

use super::cell::{AskedNow, Cell};
use super::unit::UnitOverview;
use crate::vietnamese::number::{round_half_away, whole_percent};

/// From this share of items passed on a cell is high.
pub const HIGH_FROM: f64 = 0.9;
/// From this share of items passed on a cell is middling, below it low.
pub const MIDDLE_FROM: f64 = 0.7;

/// How large the share of items passed is. No grade: offices grade by points, as they see fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Below [`MIDDLE_FROM`].
    Low,
    /// From [`MIDDLE_FROM`] on.
    Middle,
    /// From [`HIGH_FROM`] on.
    High,
}

/// Items passed of those judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heat {
    /// Items that pass.
    pub pass: usize,
    /// Items judged pass, partial or fail: what the share is of.
    pub judged: usize,
    /// Items that do not apply.
    pub na: usize,
    /// Items asked that can have a verdict and have none yet.
    pub open: usize,
}

impl Heat {
    pub(super) fn of(cell: &Cell) -> Self {
        let is_open = |asked, verdict: Option<_>| asked == AskedNow::Yes && verdict.is_none();
        let can = cell.items().filter(|(item, status)| item.has_verdict() && is_open(status.asked, status.verdict));
        let totals = &cell.totals;
        let judged = totals.pass + totals.partial + totals.fail;
        Self { pass: totals.pass, judged, na: totals.na, open: can.count() }
    }

    /// Adds another part.
    pub fn add(&mut self, other: &Self) {
        self.pass += other.pass;
        self.judged += other.judged;
        self.na += other.na;
        self.open += other.open;
    }

    /// The share passed, 0..1; none where nothing is judged.
    #[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
    pub fn share(&self) -> Option<f64> {
        (self.judged > 0).then(|| self.pass as f64 / self.judged as f64)
    }

    /// The share in whole percents, as there is room for on the map; rounded, but never into a band it is not in.
    pub fn percent(&self) -> usize {
        let percent = whole_percent(self.pass, self.judged);
        let reached = [HIGH_FROM, MIDDLE_FROM].map(|from| round_half_away(from * 100.0, 0));
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        let is_reached = reached.iter().any(|&from| (percent as f64 - from).abs() < 0.5);
        if is_reached && percent * self.judged > self.pass * 100 { percent - 1 } else { percent }
    }

    /// How large the share is.
    pub fn band(&self) -> Option<Band> {
        // 9/10 as computed must reach 0.9 as written.
        let share = self.share()? + 1e-9;
        Some(match share {
            _ if share >= HIGH_FROM => Band::High,
            _ if share >= MIDDLE_FROM => Band::Middle,
            _ => Band::Low,
        })
    }
}

impl Cell {
    /// Its share of items passed.
    pub fn heat(&self) -> Heat {
        self.heat
    }
}

impl UnitOverview {
    /// Its share of items passed, over all checklists.
    pub fn heat(&self) -> Heat {
        let mut heat = Heat::default();
        for cell in &self.cells {
            heat.add(&cell.heat());
        }
        heat
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_percent_on_the_map_is_rounded_and_stays_in_its_band() {
        let heat = |pass, judged| Heat { pass, judged, ..Heat::default() };
        for (pass, judged, percent, band) in [
            (56, 59, 95, Band::High),  // 94,92
            (209, 300, 69, Band::Low), // 69,67 is no 70
            (7, 10, 70, Band::Middle),
            (897, 1000, 89, Band::Middle), // 89,7 is no 90
            (9, 10, 90, Band::High),
            (999, 1000, 99, Band::High),
            (1, 1000, 1, Band::Low),
        ] {
            assert_eq!(
                (heat(pass, judged).percent(), heat(pass, judged).band()),
                (percent, Some(band)),
                "{pass}/{judged}"
            );
        }
    }
}
